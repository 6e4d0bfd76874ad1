"""Hands on a surface: what happens to its handles becomes changes of the focus and intents."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer

from core.document import TRUTH
from core.domains import Domain, Segment
from core.domains.logit_plane import MOST_REACH
from core.dragging import row_of
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.store import Intent
from gui.surfaces import shown
from gui.surfaces.corners import Place, classes_of, corners_of, moving

translate = QCoreApplication.translate


class Moves:
    """Moves the rows of the sample in focus on the domain that a panel shows."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._results: Results | None = None
        self._focus = FocusState()
        self.least_reach = 0.0
        """How far the plane of logits goes at least."""
        self._dragged: tuple[int, object] = (TRUTH, None)
        self._held_back: Float | None = None
        self._turn = QTimer(panel, singleShot=True, interval=0)
        self._turn.timeout.connect(self.settle)
        panel.called_off.connect(self._forget)

    def learn(self, results: Results, focus: FocusState) -> None:
        """Take note of what is shown from now on."""
        if focus.sample != self._focus.sample:
            self.settle()
        self._results, self._focus = results, focus

    def take(self, table: int) -> None:
        """Take a handle into focus, and keep the classes that it moves among."""
        self._panel.focused.emit({"handle": table} if table == TRUTH else {"model": table})
        self.hold_corners()

    def hold_corners(self) -> None:
        """Keep the classes under the hand, whichever are the weightiest by then."""
        if self._results is None:
            return
        if shown.chosen(self._focus, "domain") == "logits":
            across, up = shown.axes_of(self._results, self._focus)
            if not self._focus.choices.get("surface.axes"):
                self._panel.focused.emit({"choices": {"surface.axes": f"{across},{up}@{self._focus.sample}"}})
        elif len(self._results.document.classes) > 3 and self._focus.corners is None:
            self._panel.focused.emit({"corners": classes_of(self._results, self._focus)})

    def to(self, table: int, at: Float, gesture: object) -> None:
        """Ask for a row to be set to a point of its domain.

        The first place of a drag in a turn of the event loop is asked for at once; of those that follow in the same
        turn, which nobody could see, only the last is.
        """
        if gesture is not None and self._turn.isActive() and self._dragged == (table, gesture):
            self._held_back = at
            return
        self.settle()
        if gesture is not None:
            self._dragged = table, gesture
            self._turn.start()  # before results are asked for, so that they are computed of the last place only
        self._set(table, at, gesture)

    def settle(self) -> None:
        """Ask for the place that was held back, if there is one."""
        self._turn.stop()
        at, self._held_back = self._held_back, None
        if at is not None:
            table, gesture = self._dragged
            self._set(table, at, gesture)

    def _forget(self, gesture: object) -> None:
        """Drop what a drag that was called off has held back."""
        if gesture is self._dragged[1]:
            self._held_back = None

    def _set(self, table: int, at: Float, gesture: object) -> None:
        self._ask(table, lambda domain, *_: domain.nearest(at), gesture)

    def by(self, table: int, move: Float) -> None:
        """Ask for a row to be moved from where it is by then: keys may come faster than pictures."""
        self.settle()
        self.hold_corners()
        self._ask(table, lambda domain, row, scale: domain.nearest(domain.shadow(row, scale) + move), None)

    def from_where(self, table: int) -> Float:
        """Return the coordinates at which a row is now."""
        assert self._results is not None
        document = self._results.document
        row = document.row_in_use(table, self._focus.sample)
        return self.domain(table).shadow(row, document.scale(table))

    def _ask(self, table: int, place: Place, gesture: object) -> None:
        """Ask for a row to be moved to where `place` says, given the domain it moves in and the row by then."""
        if self._results is None:
            return
        sample, domain, document = self._focus.sample, self.domain(table), self._results.document
        label = translate("SurfacePanel", "Move {table}, {sample}").format(
            table=text.table_title(document, table), sample=text.sample_title(document, sample)
        )
        self._panel.intended.emit(Intent(label, moving(domain, table, sample, place, self._focus.locks), gesture))

    def domain(self, table: int) -> Domain:
        """Return what a table's handle moves on."""
        assert self._results is not None
        if shown.chosen(self._focus, "domain") == "logits":
            zoomed = bool(self._focus.choices.get("surface.square"))
            return shown.plane_of(self._results, self._focus, MOST_REACH if zoomed else self.least_reach)
        if len(self._results.document.classes) == 2:
            return Segment()
        row = row_of(self._results.document, table, self._focus.sample)
        return shown.triangle_through(self._focus, corners_of(self._results, self._focus), row)
