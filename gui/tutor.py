"""Lends the window to a lesson: its document and view are set up, what was done is noticed, and all is given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow

from core import challenge
from core.errors import LossAtlasError
from core.lessons import Step
from core.lessons.checks import Seen, holds
from gui.focus import Focus, FocusState
from gui.language import spoken_language
from gui.panels.base import Panel
from gui.recompute import Recompute
from gui.store import DocumentStore

LESSON, STEP, DONE, AGAIN = "guide.lesson", "guide.step", "guide.done", "guide.again"
"""Under these a focus says which lesson is on, at which step, which steps were done, and that it is to begin again."""
PAGE, POINTS = "guide.page", "guide.points"
"""Under these it says what the guide shows when no lesson is on, and how the last challenge went."""
CHALLENGE = "challenge"
"""The page on which a challenge begins."""

_LOW = 820
"""In a window of less height the guide shares its place with the results, behind whose tab it stands in front."""


@dataclass(frozen=True)
class _Own:
    """What the person had before the first lesson."""

    focus: FocusState
    layout: QByteArray


class Tutor(QObject):
    """Follows what the focus says of lessons. Its panel asks by the focus alone, so it can be anywhere.

    Signals
    -------
    failed
        The error of a lesson that cannot be opened.
    """

    failed = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        store: DocumentStore,
        focus: Focus,
        recompute: Recompute,
        docks: Mapping[str, QDockWidget],
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._focus, self._recompute, self._docks = window, store, focus, recompute, docks
        self._at = ("", 0)
        self._own: _Own | None = None
        focus.changed.connect(self._follow)
        recompute.resultsChanged.connect(lambda _: self._notice())
        for dock in docks.values():
            dock.visibilityChanged.connect(lambda _: self._notice())

    @property
    def is_teaching(self) -> bool:
        """Whether a lesson's document is on show instead of the person's own."""
        return self._own is not None

    def leave(self) -> None:
        """Give back the person's own document, its undo, the view and the layout."""
        if self._own is None:
            return
        own, self._own, self._at = self._own, None, ("", 0)
        self._window.restoreState(own.layout)
        told = {key: value for key, value in self._focus.state.choices.items() if key in (PAGE, POINTS)}
        self._focus.state = replace(own.focus, choices={**own.focus.choices, **told})
        if not self._store.give_back():
            self._focus.changed.emit(self._focus.state)

    def open_challenge(self) -> None:
        """Show where a challenge begins; a lesson that is on stays on."""
        self._docks["panel.guide"].show()
        self._docks["panel.guide"].raise_()
        self._focus.move(choices={PAGE: CHALLENGE})
        self._docks["panel.guide"].widget().setFocus()

    def _follow(self, state: FocusState) -> None:
        """Go where the focus says: to a lesson, another step of it, or back."""
        wanted, place = state.choices.get(LESSON, ""), state.choices.get(STEP, "0")
        step = int(place) if place.isdecimal() else 0
        if (wanted, step if wanted else 0) == self._at and AGAIN not in state.choices:
            self._notice()
            return
        if not wanted:
            self.leave()
            return
        try:
            lesson = challenge.find(wanted)
        except LossAtlasError as error:
            self._focus.move(choices={LESSON: self._at[0], STEP: str(self._at[1])})
            self.failed.emit(error)
            return
        if self._own is None:
            self._set_aside(state)
        self._at = (wanted, min(step, len(lesson.steps) - 1))
        self._begin(lesson.steps[self._at[1]], state)
        if not self._store.lend(lesson.start(self._at[1], spoken_language())):
            self._focus.changed.emit(self._focus.state)

    def _set_aside(self, state: FocusState) -> None:
        """Take note of what the person has, and put the guide where it stays in sight whichever panel is in front."""
        kept = {key: value for key, value in state.choices.items() if not key.startswith("guide.")}
        self._own = _Own(replace(state, choices=kept), self._window.saveState())
        guide, results = self._docks["panel.guide"], self._docks["dock.results"]
        if guide.isFloating() or not self._window.tabifiedDockWidgets(guide):
            return
        self._window.removeDockWidget(guide)
        left = [self._docks[f"dock.{name}"] for name in ("truth", "predictions", "results")]
        if self._window.height() < _LOW:
            self._window.tabifyDockWidget(results, guide)
            self._window.resizeDocks(left, [130, 170, 330], Qt.Orientation.Vertical)
        else:
            self._window.splitDockWidget(results, guide, Qt.Orientation.Vertical)
            self._window.resizeDocks([*left, guide], [140, 165, 165, 330], Qt.Orientation.Vertical)
        guide.show()
        guide.raise_()

    def _begin(self, step: Step, state: FocusState) -> None:
        """Look at what a step looks at."""
        look = step.look
        kept = {key: state.choices[key] for key in (LESSON, DONE, PAGE, POINTS) if key in state.choices}
        choices = {**(look.choices or {}), **kept, STEP: str(self._at[1])}
        self._focus.state = FocusState(look.sample, look.model, look.model, choices=choices)
        for name in look.front:
            dock = self._docks.get(f"panel.{name}")
            if dock is not None:
                dock.show()
                dock.raise_()

    def _notice(self) -> None:
        """Take note of what was done, once."""
        key, number = self._at
        results, state = self._recompute.results, self._focus.state
        if not key or results.document is not self._store.document:
            return
        step, done = challenge.find(key).steps[number], state.choices.get(DONE, "").split()
        if step.done is None or str(number) in done:
            return
        seen = Seen(results, state.choices, state.sample, state.model, self._front())
        try:
            met = holds(step.done, seen)
        except LossAtlasError:  # what it asks of was removed
            met = False
        if met:
            self._focus.move(choices={DONE: " ".join([*done, str(number)])})

    def _front(self) -> frozenset[str]:
        """Return the names of the panels that are to be seen."""
        widgets = {name: dock.widget() for name, dock in self._docks.items()}
        return frozenset(
            name.removeprefix("panel.")
            for name, widget in widgets.items()
            if isinstance(widget, Panel) and widget.is_seen
        )
