"""The pages of the challenge: where it begins, and its tasks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRandomGenerator, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core import challenge
from core.challenge import Guess, Reach, Task, words
from core.document import Document
from core.results import Results
from gui import preferences
from gui.focus import FocusState
from gui.language import spoken_language
from gui.panels.guide.page import plain
from gui.plotting.style import Style
from gui.referee import ANSWER, HANDED, SHOWN, scores, streak
from gui.text import listed, number
from gui.tutor import CHALLENGE, DONE, LESSON, PAGE, POINTS, STEP

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Standing:
    """How a challenge stands, from the focus alone; `seed` is None on the page where one begins.

    Attributes
    ----------
    number
        Which task is on show, from 0.
    points
        Those of the tasks that were answered.
    """

    seed: int | None
    number: int
    points: tuple[int, ...]

    @property
    def task(self) -> Task:
        """The task on show."""
        assert self.seed is not None
        return challenge.tasks(self.seed)[self.number]

    @property
    def is_answered(self) -> bool:
        """Whether the task on show was answered."""
        return len(self.points) > self.number


def standing_of(focus: FocusState) -> Standing | None:
    """Return how the challenge stands; None where something else is on."""
    key = focus.choices.get(LESSON, "")
    seed = challenge.seed_of(key)
    if seed is None:
        return Standing(None, 0, scores(focus)) if not key and focus.choices.get(PAGE) == CHALLENGE else None
    place = focus.choices.get(STEP, "0")
    last = len(challenge.tasks(seed)) - 1
    return Standing(seed, min(int(place) if place.isdecimal() else 0, last), scores(focus))


def rules() -> str:
    """Return how it is played."""
    return translate(
        "Challenge",
        "Ten tasks from a seed, with as much time as you like: **reach** a value by dragging, and **guess** which of "
        "two models has the lower loss. The same seed is the same tasks, on every machine.\n\n"
        "Reaching: 100 points, up to 40 less towards the edge of the tolerance and 5 less for each move after the "
        "first; undo takes a move back. Guessing: 100 points or none.\n\n"
        "Your own document is kept, and comes back when you leave.",
    )


def now(task: Reach, document: Document) -> str:
    """Return what the values are now."""
    values = task.values(document)
    if any(math.isnan(value) for value in values):
        return translate("Challenge", "This does not count: the other row was moved, or a row does not sum to 1. Undo.")
    language = spoken_language()
    parts = [
        f"{words.name_of(goal.loss).of(language)} {number(value)}{goal.unit}"
        for goal, value in zip(task.goals, values, strict=True)
    ]
    return translate("Challenge", "Now: {values}").format(values=listed(parts))


def verdict(standing: Standing) -> str:
    """Return how the task on show was answered."""
    points = standing.points[standing.number]
    if points:
        return translate("Challenge", "Right: {points} points.").format(points=points)
    return translate("Challenge", "No points this time.")


def said(standing: Standing, document: Document | None) -> list[str]:
    """Return what is said of the task on show, as paragraphs in Markdown."""
    language, task = spoken_language(), standing.task
    made = [task.asked.of(language)]
    if isinstance(task, Reach) and document is not None and not standing.is_answered:
        made.append(now(task, document))
    if standing.is_answered:
        made += [verdict(standing), task.explained.of(language)]
    return made


def heading(standing: Standing) -> str:
    """Return what stands above the task."""
    if standing.seed is None:
        return translate("Challenge", "Challenge")
    return challenge.lesson(standing.seed).title.of(spoken_language())


def paragraphs(standing: Standing, document: Document) -> tuple[str, ...]:
    """Return the page as plain paragraphs, for a figure."""
    made = [rules()] if standing.seed is None else said(standing, document)
    return tuple(line for each in made for line in plain(each))


class Prose(QWidget):
    """Paragraphs in Markdown, with room between them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"guide.challenge.{name}")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._text = ""

    def text(self) -> str:
        """Return what it says."""
        return self._text

    def setText(self, text: str) -> None:
        """Say something else; nothing hides it."""
        if text == self._text:
            return
        self._text = text
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for paragraph in text.split("\n\n"):
            label = QLabel(paragraph)
            label.setTextFormat(Qt.TextFormat.MarkdownText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._layout.addWidget(label)
        self.setVisible(bool(text))


class ChallengePage(QStackedWidget):
    """Where a challenge begins, and its tasks. Everything is asked for by the focus.

    Signals
    -------
    asked
        What is to be chosen, by name.
    """

    asked = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing = Standing(None, 0, ())
        self._shown: tuple[object, ...] = ()
        self._heads = [QLabel(), QLabel()]
        self._count = QLabel()
        self._count.setObjectName("guide.challenge.count")
        self._rules, self._last = Prose("rules"), Prose("last")
        self._text, self._now, self._verdict, self._why = (Prose(name) for name in ("text", "now", "verdict", "why"))
        self._seed = QSpinBox()
        self._buttons = {name: self._button(name) for name in self._words()}
        self.addWidget(self._first_page())
        self.addWidget(self._task_page())

    # -- widgets ----------------------------------------------------------------------------------------

    def _words(self) -> dict[str, str]:
        return {
            "start": self.tr("Start"),
            "another": self.tr("Another seed"),
            "lessons": self.tr("Lessons"),
            "leave": self.tr("Leave"),
            "show": self.tr("Show me"),
            "hand": self.tr("Hand in"),
            "0": self.tr("1: Model 1"),
            "1": self.tr("2: Model 2"),
            "next": self.tr("Next"),
        }

    def _button(self, name: str) -> QPushButton:
        made = QPushButton(self._words()[name])
        made.setObjectName(f"guide.challenge.{name}")
        made.clicked.connect(lambda: self._do(name))
        return made

    def _page(self, head: QHBoxLayout, texts: list[Prose], *rows: QHBoxLayout) -> QWidget:
        """Return a page: a head, texts that scroll, and rows of buttons."""
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 4, 0)
        body.setSpacing(8)
        for each in texts:
            body.addWidget(each)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        for widget in (inner, scroll.viewport()):
            widget.setAutoFillBackground(False)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 8, 10, 10)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        for row in rows:
            layout.addLayout(row)
        return page

    def _row(self, *widgets: QWidget | None) -> QHBoxLayout:
        row = QHBoxLayout()
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        return row

    def _first_page(self) -> QWidget:
        self._seed.setObjectName("guide.challenge.seed")
        self._seed.setRange(0, challenge.LAST_SEED)
        self._seed.setAccessibleName(self.tr("Seed"))
        label = QLabel(self.tr("Seed"))
        label.setBuddy(self._seed)
        self._draw_seed()
        seed = self._row(label, self._seed, self._buttons["another"], None)
        ends = self._row(self._buttons["lessons"], None, self._buttons["start"])
        return self._page(self._row(self._heads[0], None), [self._last, self._rules], seed, ends)

    def _task_page(self) -> QWidget:
        names = ("leave", None, "show", "hand", "0", "1", "next")
        buttons = self._row(*(self._buttons[name] if name else None for name in names))
        self._buttons["leave"].setToolTip(self.tr("Go back to your own document, as it was"))
        self._buttons["show"].setToolTip(self.tr("See a solution, for no points"))
        texts = [self._text, self._now, self._verdict, self._why]
        page = self._page(self._row(self._heads[1], None, self._count), texts, buttons)
        self._scroll = page.findChildren(QScrollArea)[0]
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_verdict)  # as soon as there is room for it
        return page

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        for head in self._heads:
            head.setStyleSheet(f"font-weight: bold; font-size: 15px; color: {style.text};")
        self._count.setStyleSheet(f"color: {style.muted};")
        for label in (self._now, self._verdict, self._last):
            label.setStyleSheet(f"color: {style.accent};")

    # -- showing ----------------------------------------------------------------------------------------

    def show_standing(self, standing: Standing, results: Results) -> None:
        """Show how the challenge stands."""
        document = results.document
        state = (standing, document if standing.seed is not None and not standing.is_answered else None)
        if state == self._shown:
            return
        self._shown = state
        before, self._standing = self._standing, standing
        had_keys = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.setCurrentIndex(0 if standing.seed is None else 1)
        self._heads[self.currentIndex()].setText(heading(standing))
        if standing.seed is None:
            self._rules.setText(rules())
            self._last.setText(self._told())
        else:
            self._show_task(standing, document)
        if had_keys and (before != standing):
            self.take_keys()

    def _told(self) -> str:
        """Return how the last challenge went, and the best."""
        made: list[str] = []
        if self._standing.points:
            words = self.tr("You answered {count} of {all} and have {points} points.")
            points = self._standing.points
            all_ = challenge.COUNT
            made.append(words.format(count=len(points), all=all_, points=sum(points)))
        best, run = preferences.number("challenge/best"), preferences.number("challenge/streak")
        if best:
            made.append(self.tr("Best score: {points}.").format(points=best))
        if run:
            made.append(self.tr("Longest run: {count}.").format(count=run))
        return " ".join(made)

    def _show_task(self, standing: Standing, document: Document) -> None:
        task, answered, language = standing.task, standing.is_answered, spoken_language()
        count = self.tr("{number} of {all} · {points} points · {run} in a row")
        self._count.setText(
            count.format(
                number=standing.number + 1,
                all=challenge.COUNT,
                points=sum(standing.points),
                run=streak(standing.points),
            )
        )
        is_reach = isinstance(task, Reach)
        self._text.setText(task.asked.of(language))
        self._now.setText(now(task, document) if isinstance(task, Reach) and not answered else "")
        self._verdict.setText(verdict(standing) if answered else "")
        self._why.setText(task.explained.of(language) if answered else "")
        self._show_verdict()
        for name, button in self._buttons.items():
            button.setVisible(
                {"show": is_reach, "hand": is_reach, "0": not is_reach, "1": not is_reach}.get(name, True)
                and (name != "next" or answered)
                and not (answered and name in ("show", "hand", "0", "1"))
            )
        self._buttons["hand"].setEnabled(isinstance(task, Reach) and task.distance(document) <= 1.0)
        last = standing.number + 1 == challenge.COUNT
        self._buttons["next"].setText(self.tr("Finish") if last else self.tr("Next"))

    def _show_verdict(self) -> None:
        """Bring what is said of an answer into sight; before it, the question."""
        is_answered = self._standing.seed is not None and self._standing.is_answered
        self._scroll.verticalScrollBar().setValue(self._verdict.y() if is_answered else 0)

    def take_keys(self) -> None:
        """Put the keyboard on the button that comes next."""
        self._first_button().setFocus()

    def _first_button(self) -> QPushButton:
        """Return the button that keys go to."""
        if self._standing.seed is None:
            return self._buttons["start"]
        if self._standing.is_answered:
            return self._buttons["next"]
        return self._buttons["0" if isinstance(self._standing.task, Guess) else "show"]

    # -- what is asked for ------------------------------------------------------------------------------

    def _draw_seed(self) -> None:
        self._seed.setValue(QRandomGenerator.global_().bounded(challenge.LAST_SEED + 1))

    def _do(self, name: str) -> None:
        """Do what a button says."""
        standing = self._standing
        if name == "another":
            self._draw_seed()
        elif name == "lessons":
            self.asked.emit({PAGE: "", POINTS: ""})
        elif name == "start":
            key = challenge.key_of(self._seed.value())
            self.asked.emit({LESSON: key, STEP: "0", POINTS: "", DONE: "", PAGE: CHALLENGE})
        elif name == "leave" or (name == "next" and standing.number + 1 == challenge.COUNT):
            self.asked.emit({LESSON: "", STEP: "0", DONE: "", PAGE: CHALLENGE})
        elif name == "next":
            self.asked.emit({STEP: str(standing.number + 1)})
        else:
            self.asked.emit({ANSWER: {"show": SHOWN, "hand": HANDED}.get(name, name)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let 1 and 2 answer, and Enter do what the button does that has the keyboard."""
        names = {Qt.Key.Key_1: "0", Qt.Key.Key_2: "1"}
        focused = self.focusWidget()
        if event.key() in names and self._buttons[names[Qt.Key(event.key())]].isVisible():
            self._do(names[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)
