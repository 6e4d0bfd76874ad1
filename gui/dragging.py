"""Hands on a figure: what happens to handles becomes intents, one gesture one step, seen from where it began."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QPointF

from core import dragging
from core.document import TRUTH, Document
from core.results import Results
from gui import text
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting.handles import Handle, HandleView
from gui.store import Intent

translate = QCoreApplication.translate


class Hands(QObject):
    """Stands between a view of handles and its panel."""

    def __init__(self, panel: Panel, view: HandleView) -> None:
        super().__init__(panel)
        self._panel, self._view = panel, view
        self._shown: tuple[Results, FocusState] | None = None
        self._start: Document | None = None
        self.span: tuple[float, float] | None = None
        """The axis that a drag keeps still under the hand; None while nothing is held."""
        view.taken.connect(self._take)
        view.moved.connect(self._move)
        view.nudged.connect(self._nudge)
        view.dropped.connect(self._drop)
        view.called_off.connect(panel.called_off)
        view.clicked.connect(self._click)
        view.lit.connect(lambda k: panel.focused.emit({"highlight": k}))
        view.exact_wanted.connect(lambda handle: panel.exact_wanted.emit(handle.grip.table, handle.grip.sample))

    def learn(self, results: Results, focus: FocusState) -> None:
        """Take note of what is shown from now on."""
        self._shown = results, focus

    def _take(self, handle: Handle) -> None:
        if self._shown is None or self._view.figure is None:
            return
        self._start = self._shown[0].document
        self.span = self._view.figure.span(self._view.area, self._view.figure_style)
        self._focus_on(handle)

    def _focus_on(self, handle: Handle) -> None:
        """Let the focus follow the hand; a handle of the truth says by its slot beside which model it stands."""
        grip = handle.grip
        model = grip.table if grip.table != TRUTH else handle.slot
        changes = {"sample": grip.sample} | ({"model": model} if model != TRUTH else {"handle": TRUTH})
        self._panel.focused.emit(changes)

    def _move(self, handle: Handle, at: QPointF, gesture: object) -> None:
        start, figure = self._start, self._view.figure
        if start is None or figure is None or self._shown is None:
            return
        value = figure.value_at(handle, at, self._view.area, self._view.figure_style)
        locked = self._shown[1].locks.of(handle.grip.table, handle.grip.sample)
        self._ask(handle, lambda document: dragging.dragged(document, start, handle.grip, value, locked), gesture)

    def _nudge(self, handle: Handle, step: float) -> None:
        if self._shown is not None:
            locked = self._shown[1].locks.of(handle.grip.table, handle.grip.sample)
            self._ask(handle, lambda document: dragging.nudged(document, handle.grip, step, locked), None)

    def _ask(self, handle: Handle, edit: Callable[[Document], Document], gesture: object) -> None:
        assert self._shown is not None
        document = self._shown[0].document
        label = translate("Dragging", "Drag {table}, {sample}").format(
            table=text.table_title(document, handle.grip.table), sample=text.sample_title(document, handle.grip.sample)
        )
        self._panel.intended.emit(Intent(label, edit, gesture))

    def _drop(self) -> None:
        self._start, self.span = None, None
        if self._shown is not None:
            self._panel.show_results(*self._shown)

    def _click(self, at: QPointF) -> None:
        if self._view.figure is not None:
            changes = self._view.figure.chosen_at(at, self._view.area, self._view.figure_style)
            if changes:
                self._panel.focused.emit(changes)
