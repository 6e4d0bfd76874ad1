"""The triangle under a person's hands: presses, drags, keys and the pointer, in barycentric coordinates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from core import simplex
from core.document import TRUTH
from gui.plotting.ternary import Geometry, Point
from gui.plotting.view import FigureView

_STEP, _BIG_STEP = 0.01, 0.1
_REACH = 16.0
"""How near to a handle, in pixels, a press takes it."""


class TernaryView(FigureView):
    """The triangle under a person's hands: presses, drags, keys and the pointer, in barycentric coordinates."""

    taken = Signal(int)
    moved = Signal(int, object, object)
    dropped = Signal()
    called_off = Signal(object)
    nudged = Signal(int, object)
    hovered = Signal(object)
    exact_wanted = Signal(int)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: Sequence[Point] = ()
        self._held: int | None = None
        self._grip = QPointF()
        self._gesture: object = None
        self._moved = False
        self.setMouseTracking(True)

    def geometry_(self) -> Geometry:
        """Return where the triangle stands."""
        return Geometry(self.area, self.figure_style)

    def _handle_at(self, at: QPointF) -> Point | None:
        """Return the nearest handle within reach; at equal places a model before the truth, the focused first."""
        geometry = self.geometry_()
        near: list[tuple[float, bool, bool, Point]] = []
        for point in self.points:
            if point.marker == "cross" and point.table == TRUTH:
                continue
            offset = geometry.point(point.barycentric) - at
            distance = (offset.x() ** 2 + offset.y() ** 2) ** 0.5
            if distance <= _REACH:
                near.append((round(distance), not point.focused, point.table == TRUTH, point))
        return min(near, key=lambda each: each[:3])[3] if near else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = self._handle_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if point is None:
            return
        self._held, self._moved = point.table, False
        self._gesture = object()
        self._grip = self.geometry_().point(point.barycentric) - event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.taken.emit(point.table)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            at = self.geometry_().barycentric(event.position() + self._grip)
            self._moved = True
            self.moved.emit(self._held, simplex.nearest(at), self._gesture)
            return
        over = self._handle_at(event.position())
        self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.CrossCursor)
        at = self.geometry_().barycentric(event.position())
        self.hovered.emit(at if (at >= 0).all() else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held, self._gesture = None, None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.dropped.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self._handle_at(event.position())
        if point is not None:
            self._let_go()
            self.exact_wanted.emit(point.table)

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()
        super().focusOutEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go through the handles before it leaves the panel."""
        tables = sorted({point.table for point in self.points})
        focused = next((point.table for point in self.points if point.focused), None)
        if focused is None or focused not in tables:
            return super().focusNextPrevChild(forward)
        index = tables.index(focused) + (1 if forward else -1)
        if 0 <= index < len(tables):
            self.stepped.emit(tables[index])
            return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            gesture = self._gesture
            self._let_go()
            self.called_off.emit(gesture)
            return
        step = _BIG_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        moves = {
            Qt.Key.Key_Left: np.array([step, -step, 0.0]),
            Qt.Key.Key_Right: np.array([-step, step, 0.0]),
            Qt.Key.Key_Up: np.array([-step / 2, -step / 2, step]),
            Qt.Key.Key_Down: np.array([step / 2, step / 2, -step]),
        }
        focused = next((point for point in self.points if point.focused), None)
        move = moves.get(Qt.Key(event.key()))
        if move is None or focused is None:
            event.ignore()  # the window's own shortcuts come after
            return
        self.nudged.emit(focused.table, move)
