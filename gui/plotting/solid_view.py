"""A solid under a person's hands: handles dragged in the triangle's plane, the rest of it orbits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from core.solid import Camera
from core.validation import Float
from gui.plotting.back import BackButton
from gui.plotting.keyed import BIG_STEP, STEP, WAYS, KeyedView, is_big
from gui.plotting.solid import Geometry, Scene
from gui.plotting.ternary import Point

_REACH = 14.0
_ORBIT = 0.4
"""Degrees for a pixel of the pointer's way."""
_TURN, _BIG_TURN = 5.0, 15.0
_CLOSER = 1.15


class SolidView(KeyedView):
    """Tells what hands want: a handle taken, moved by so much, called off; another camera, while it turns and at last.

    Arrow keys move the focused handle as seen on the screen; with Ctrl, or where no handle is focused, they orbit.
    """

    taken = Signal(int)
    moved = Signal(int, object, object)
    nudged = Signal(int, object)
    exact_wanted = Signal(int)
    turned = Signal(object, bool)
    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self.scene_: Scene | None = None
        self.points: Sequence[Point] = ()
        self._held: int | None = None
        self._orbits: Camera | None = None
        self._start = QPointF()
        self.back = BackButton(self, at_foot=True)
        self.back.clicked.connect(lambda: self.turned.emit(Camera(), True))
        self.setMouseTracking(True)

    @property
    def is_holding(self) -> bool:
        """Whether a handle is being dragged."""
        return self._held is not None

    def solid(self) -> Geometry | None:
        """Return where the solid stands."""
        if self.scene_ is None:
            return None
        return Geometry(self.area, self.camera, self.scene_, self.figure_style)

    def handle_at(self, at: QPointF) -> Point | None:
        """Return the nearest handle within reach, the focused one first where several are."""
        geometry = self.solid()
        if geometry is None:
            return None
        near: list[tuple[float, bool, int, Point]] = []
        for order, point in enumerate(self.points):
            away = geometry.point(point.barycentric) - at
            distance = (away.x() ** 2 + away.y() ** 2) ** 0.5
            if distance <= _REACH:
                near.append((round(distance), not point.focused, -order, point))
        return min(near, key=lambda each: each[:3])[3] if near else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton or self.scene_ is None:
            return
        self._start, self._gesture = event.position(), object()
        point = self.handle_at(event.position())
        if point is None:
            self._orbits = self.camera
            self.setCursor(Qt.CursorShape.SizeAllCursor)
            return
        self._held = point.table
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.taken.emit(point.table)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        step = event.position() - self._start
        geometry = self.solid()
        if self._held is not None and geometry is not None and self.scene_ is not None:
            self.moved.emit(self._held, geometry.move(step, self.scene_), self._gesture)
        elif self._orbits is not None:
            self.turned.emit(self._orbits.orbited(-_ORBIT * step.x(), _ORBIT * step.y()), False)
        else:
            over = self.handle_at(event.position())
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.hovered.emit(over)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            if self._orbits is not None:
                self.turned.emit(self.camera, True)
            self._let_go()

    def _let_go(self) -> None:
        self._held, self._orbits, self._gesture = None, None, None
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self.handle_at(event.position())
        self._let_go()
        if point is not None:
            self.exact_wanted.emit(point.table)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.scene_ is None:
            event.ignore()
            return
        self.turned.emit(self.camera.zoomed(_CLOSER ** (event.angleDelta().y() / 120.0)), True)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def _stops(self) -> Sequence[object]:
        return sorted({point.table for point in self.points})

    def _stop(self) -> object:
        return next((point.table for point in self.points if point.focused), None)

    def _go(self, stop: object) -> None:
        self.taken.emit(stop)

    def _call_off(self) -> None:
        camera, held = self._orbits, self._held
        if held is not None:
            super()._call_off()
            return
        self._let_go()
        self.turned.emit(camera, True)

    def _view_key(self, event: QKeyEvent) -> bool:
        """Zoom or go home."""
        made = {
            Qt.Key.Key_Plus: self.camera.zoomed(_CLOSER),
            Qt.Key.Key_Equal: self.camera.zoomed(_CLOSER),
            Qt.Key.Key_Minus: self.camera.zoomed(1 / _CLOSER),
            Qt.Key.Key_Home: Camera(),
        }.get(Qt.Key(event.key()))
        if made is None or self.scene_ is None:
            return False
        self.turned.emit(made, True)
        return True

    def _pans(self, event: QKeyEvent) -> bool:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(control and Qt.Key(event.key()) in WAYS and self.scene_ is not None)

    def _arrow(self, way: tuple[int, int], event: QKeyEvent) -> bool:
        """Move the focused handle as it is seen; with Ctrl, or where there is none, orbit."""
        if self.scene_ is None:
            return False
        focused = next((point.table for point in self.points if point.focused), None)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or focused is None:
            turn = _BIG_TURN if is_big(event) else _TURN
            self.turned.emit(self.camera.orbited(-turn * way[0], turn * way[1]), True)
        else:
            self.nudged.emit(focused, self._step(way, BIG_STEP if is_big(event) else STEP))
        return True

    def _step(self, way: tuple[int, int], length: float) -> Float:
        """Return the move seen to go the way of the key, its largest part `length`, of logits ten times that."""
        geometry = self.solid()
        assert geometry is not None
        assert self.scene_ is not None
        move = geometry.move(QPointF(way[0], -way[1]), self.scene_)
        if self.scene_.ranges:  # logits, for which a tenth is as small a step
            length *= 10
        return move * (length / max(float(abs(move).max()), 1e-12))
