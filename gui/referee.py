"""The referee of the challenge: judges what is handed in, and keeps the points. Its panel asks by the focus alone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from core import challenge
from core.challenge import Guess, Reach
from core.document import Document
from core.lessons import LANGUAGES
from gui import preferences
from gui.focus import Focus, FocusState
from gui.language import spoken_language
from gui.store import DocumentStore, Intent
from gui.tutor import DONE, LESSON, POINTS, STEP

ANSWER = "guide.answer"
"""Under this a focus says what is handed in: `HANDED` as it stands, `SHOWN` for the solution, or a model's number."""
HANDED, SHOWN = "handed", "shown"


def scores(state: FocusState) -> tuple[int, ...]:
    """Return the points of the tasks that were answered, in their order."""
    return tuple(int(each) for each in state.choices.get(POINTS, "").split() if each.isdecimal())


def streak(points: tuple[int, ...]) -> int:
    """Return how many tasks in a row were solved last.

    Examples
    --------
    >>> streak((100, 0, 95, 60)), streak((100, 0)), streak(())
    (2, 0, 0)
    """
    return next((n for n, each in enumerate(reversed(points)) if not each), len(points))


class Referee(QObject):
    """Answers what the focus hands in with points and with the solution, which it puts into the window."""

    def __init__(self, parent: QObject, store: DocumentStore, focus: Focus) -> None:
        super().__init__(parent)
        self._store, self._focus = store, focus
        focus.changed.connect(self._follow)

    def _follow(self, state: FocusState) -> None:
        """Judge an answer, once; a task that was answered is over."""
        answer = state.choices.get(ANSWER, "")
        if not answer:
            return
        self._focus.state = replace(state, choices={k: v for k, v in state.choices.items() if k != ANSWER})
        seed, number = challenge.seed_of(state.choices.get(LESSON, "")), int(state.choices.get(STEP, "0"))
        before = scores(state)
        if seed is None or number != len(before) or not self._store.is_lent:
            return
        task = challenge.tasks(seed)[number]
        points = self._judged(task, answer)
        if points is None:
            return
        after = (*before, points)
        choices = {POINTS: " ".join(map(str, after)), DONE: " ".join(map(str, range(len(after))))}
        if isinstance(task, Reach) and task.table >= 0:
            choices["surface.level"] = "on"
        if isinstance(task, Guess) or answer == SHOWN:
            self._show_solution(seed, number)
        self._focus.move(choices=choices)
        _remember(after)

    def _judged(self, task: challenge.Task, answer: str) -> int | None:
        """Return what an answer is worth; None for one that is none, as a row that is not there yet."""
        if answer == SHOWN:
            return 0
        if isinstance(task, Guess):
            return task.points(int(answer)) if answer in ("0", "1") else None
        points = task.points(self._store.document, self._store.history.index)
        return points if answer == HANDED and points else None

    def _show_solution(self, seed: int, number: int) -> None:
        language = spoken_language()
        solved = challenge.solved(seed, number, language if language in LANGUAGES else "en")

        def edit(document: Document) -> Document:
            return replace(solved, settings=document.settings)

        self._store.push(Intent(self.tr("Solution"), edit))


def _remember(points: tuple[int, ...]) -> None:
    """Keep the longest run of solved tasks, and the best score of a challenge that was played to its end."""
    found = {"challenge/streak": streak(points)}
    if len(points) == challenge.COUNT:
        found["challenge/best"] = sum(points)
    for key, value in found.items():
        if value > preferences.number(key):
            preferences.remember(key, str(value))
