"""Handles under a person's hands on any drawing: presses, drags, keys and the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from core.document import TRUTH
from core.validation import Float
from gui.plotting import marked
from gui.plotting.back import BackButton
from gui.plotting.keyed import WAYS, KeyedView, is_big
from gui.plotting.marked import Marked
from gui.plotting.style import Style

_REACH = 16.0
_ZOOM, _PAN = 0.8, 0.1
"""How much smaller what is seen is after one notch of the wheel; how much of it a key moves it by."""


@dataclass(frozen=True)
class Mark:
    """A row marked on a drawing: its table, its coordinates and height, and how it looks; the minimum is no handle."""

    table: int
    at: tuple[float, ...]
    label: str
    marker: str
    hollow: bool = False
    focused: bool = False
    is_handle: bool = True

    def colour(self, style: Style) -> QColor:
        """Return the colour of its model, or of the truth."""
        return QColor(style.entropy) if self.table == TRUTH else style.model_colour(self.table)


class Places(Protocol):
    """Where coordinates stand on a drawing, and back."""

    def point(self, at: Sequence[float]) -> QPointF:
        """Return where coordinates stand, at the border at most."""
        ...

    def coordinates(self, point: QPointF) -> Float:
        """Return the coordinates under a point, which may lie outside."""
        ...


class Handled(Protocol):
    """A figure with handles."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marked rows."""
        ...

    @property
    def steps(self) -> tuple[float, float]:
        """By how much an arrow key moves a handle, and with Shift."""
        ...

    zooms: ClassVar[bool]
    """Whether a part of it can be seen alone."""

    def places(self, rect: QRectF, style: Style) -> Places:
        """Return where its coordinates stand in `rect`."""
        ...

    def draw_reading(self, painter: QPainter, rect: QRectF, at: Float, style: Style) -> None:
        """Draw lines from a point to the scales it is read on, if it is within the figure."""
        ...


def draw_marks(
    painter: QPainter, places: Places, marks: Sequence[Mark], inside: QRectF, taken: Sequence[QRectF], style: Style
) -> None:
    """Draw the marks, the focused last, with their labels beside them without covering each other."""
    seen = [
        Marked(places.point(mark.at), mark.label, mark.marker, mark.colour(style), mark.hollow, mark.focused)
        for mark in marks
    ]
    marked.draw(painter, seen, inside, taken, style)


class HandsView(KeyedView):
    """A figure whose handles are dragged, moved by keys, or named by a double click for their exact numbers.

    Signals
    -------
    taken
        A table whose handle was pressed, or reached by Tab.
    moved
        A table, the coordinates its handle is to stand at, and the gesture of the drag.
    nudged
        A table and by how much an arrow key moves it, right and up.
    hovered
        The coordinates under the pointer, or None.
    exact_wanted
        A table whose exact numbers are to be typed.
    zoomed
        By how much what is seen is to become larger, and around which coordinates.
    panned
        By how much what is seen is to be moved.
    whole_wanted
        All is to be seen again.
    picked
        Coordinates where there is no handle, pressed with Shift.
    """

    taken = Signal(int)
    moved = Signal(int, object, object)
    nudged = Signal(int, object)
    hovered = Signal(object)
    exact_wanted = Signal(int)
    zoomed = Signal(float, object)
    panned = Signal(object)
    whole_wanted = Signal()
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Handled | None = None
        self._held: int | None = None
        self._grip = QPointF()
        self._carried: QPointF | None = None
        self.back = BackButton(self)
        self.back.clicked.connect(self.whole_wanted)
        self.setMouseTracking(True)

    @property
    def is_holding(self) -> bool:
        """Whether a handle is being dragged."""
        return self._held is not None

    def places(self) -> Places | None:
        """Return where coordinates stand on the screen."""
        return self.shown.places(self.area, self.figure_style) if self.shown is not None else None

    def _handles(self) -> list[Mark]:
        return [mark for mark in self.shown.marks if mark.is_handle] if self.shown is not None else []

    def _focused(self) -> Mark | None:
        return next((mark for mark in self._handles() if mark.focused), None)

    def _handle_at(self, at: QPointF) -> Mark | None:
        """Return the nearest handle within reach; at equal places a model before the truth, the focused first."""
        places = self.places()
        near: list[tuple[float, bool, bool, int, Mark]] = []
        for mark in self._handles():
            if places is None:
                break
            offset = places.point(mark.at) - at
            distance = (offset.x() ** 2 + offset.y() ** 2) ** 0.5
            if distance <= _REACH:
                near.append((round(distance), not mark.focused, mark.table == TRUTH, mark.table, mark))
        return min(near, key=lambda each: each[:4])[4] if near else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._held is None and event.button() == Qt.MouseButton.MiddleButton and self._zooms:
            self._carried = event.position()
            self.setCursor(Qt.CursorShape.SizeAllCursor)
            return
        mark = self._handle_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        places = self.places()
        if mark is None and places is not None and event.button() == Qt.MouseButton.LeftButton and is_big(event):
            self.picked.emit(places.coordinates(event.position()))
        if mark is None or places is None:
            return
        self._held, self._gesture = mark.table, object()
        self._grip = places.point(mark.at) - event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.taken.emit(mark.table)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        places = self.places()
        if places is None:
            return
        if self._held is not None:
            at = places.coordinates(event.position() + self._grip)
            self._read(at)
            self.moved.emit(self._held, at, self._gesture)
            return
        if self._carried is not None:
            move = places.coordinates(self._carried) - places.coordinates(event.position())
            self._carried = event.position()
            self.panned.emit(move)
            return
        over = self._handle_at(event.position())
        self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.CrossCursor)
        at = places.coordinates(event.position())
        self._read(at)
        self.hovered.emit(at)

    @property
    def _zooms(self) -> bool:
        return self.shown is not None and self.shown.zooms

    def _read(self, at: Float | None) -> None:
        """Draw lines from a point to the scales, or none."""
        figure = self.shown
        if at is None or figure is None:
            self.set_over(None)
            return
        self.set_over(lambda painter, rect, style: figure.draw_reading(painter, rect, at, style))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._carried is not None and event.button() == Qt.MouseButton.MiddleButton:
            self._carried = None
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held, self._gesture = None, None
            self._read(None)
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        mark = self._handle_at(event.position())
        if mark is not None:
            self._let_go()
            self.exact_wanted.emit(mark.table)
        elif event.button() == Qt.MouseButton.LeftButton and self._zooms:
            self.whole_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        places = self.places()
        if places is None or not self._zooms:
            event.ignore()
            return
        if self._held is None and event.angleDelta().y():
            self.zoomed.emit(_ZOOM ** (event.angleDelta().y() / 120.0), places.coordinates(event.position()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._read(None)
        self.hovered.emit(None)
        super().leaveEvent(event)

    def _stops(self) -> Sequence[object]:
        return sorted({mark.table for mark in self._handles()})

    def _stop(self) -> object:
        focused = self._focused()
        return focused.table if focused is not None else None

    def _go(self, stop: object) -> None:
        self.taken.emit(stop)

    def _arrow(self, way: tuple[int, int], event: QKeyEvent) -> bool:
        focused = self._focused()
        if focused is None or self.shown is None:
            return False
        small, big = self.shown.steps
        self.nudged.emit(focused.table, (big if is_big(event) else small) * np.array(way, dtype=np.float64))
        return True

    def _view_key(self, event: QKeyEvent) -> bool:
        """Zoom, pan or show the whole by keys; return whether the key does one of these."""
        key, places = Qt.Key(event.key()), self.places()
        if places is None or not self._zooms:
            return False
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            focused = self._focused()
            around = np.array(focused.at[:2]) if focused is not None else places.coordinates(self.area.center())
            self.zoomed.emit(1.0 / _ZOOM if key == Qt.Key.Key_Minus else _ZOOM, around)
        elif self._pans(event):
            corner, far = QPointF(0, 0), QPointF(1, -1)
            pixel = places.coordinates(far) - places.coordinates(corner)
            self.panned.emit(_PAN * min(self.width(), self.height()) * pixel * np.array(WAYS[key]))
        elif key == Qt.Key.Key_Home:
            self.whole_wanted.emit()
        else:
            return False
        return True

    def _pans(self, event: QKeyEvent) -> bool:
        """Return whether a key moves what is seen: Ctrl and an arrow."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(control and Qt.Key(event.key()) in WAYS and self._zooms)
