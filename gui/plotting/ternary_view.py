"""The triangle under a person's hands: presses, drags, keys and the pointer, in barycentric coordinates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from core import simplex
from core.document import TRUTH
from core.validation import Float
from gui.plotting import snapping, spikes
from gui.plotting.back import BackButton
from gui.plotting.keyed import BIG_STEP, STEP, WAYS, KeyedView, is_big
from gui.plotting.style import Style
from gui.plotting.ternary import Geometry, Point
from gui.plotting.window import WHOLE, Window

_REACH = 16.0
"""How near to a handle, in pixels, a press takes it."""
_PULL = 7.0
"""How near, in design pixels, a corner, an edge or the uniform point draws a dragged handle to it."""
_ZOOM = 0.8
"""How much smaller the part seen is after one notch of the wheel or one key."""
_PAN = 0.1
_FREE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
"""With one of these held a handle goes where the pointer is; window managers keep Alt for themselves here and there."""
_MOVES = {(-1, 0): (1.0, -1.0, 0.0), (1, 0): (-1.0, 1.0, 0.0), (0, 1): (-0.5, -0.5, 1.0), (0, -1): (0.5, 0.5, -1.0)}
"""What an arrow key adds to the three shares, by the way it points."""
_PLACES = {
    Qt.Key.Key_0: snapping.UNIFORM,
    Qt.Key.Key_1: snapping.CORNERS[0],
    Qt.Key.Key_2: snapping.CORNERS[1],
    Qt.Key.Key_3: snapping.CORNERS[2],
}
"""Keys that set the focused handle to a place: the uniform point, and the left, right and top corner."""


class TernaryView(KeyedView):
    """The triangle under a person's hands: presses, drags, keys and the pointer, in barycentric coordinates.

    Signals
    -------
    taken, stepped
        A table whose handle was pressed, or reached by Tab.
    moved
        A table, the point its handle is to stand at, and the gesture of a drag (None of a key).
    nudged
        A table and by how much an arrow key moves it.
    dropped
        A drag ended.
    hovered
        The point under the pointer, or None.
    exact_wanted
        A table whose exact numbers are to be typed.
    framed, turned
        The `Window` to be seen; the corners to go to the next places.
    picked
        A point where there is no handle, pressed with Shift.
    whole_wanted
        All is to be seen again, or if it is, the corners in their order.
    """

    taken = Signal(int)
    moved = Signal(int, object, object)
    dropped = Signal()
    nudged = Signal(int, object)
    hovered = Signal(object)
    exact_wanted = Signal(int)
    stepped = Signal(int)
    framed = Signal(object)
    turned = Signal()
    whole_wanted = Signal()
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: Sequence[Point] = ()
        self.window_: Window = WHOLE
        self.classes: tuple[int, int, int] | None = None
        """The classes at the corners; None where there is no triangle."""
        self._held: int | None = None
        self._grip = QPointF()
        self._carried: QPointF | None = None
        self._space = False
        self.back = BackButton(self)
        self.back.clicked.connect(self.whole_wanted)
        self.setMouseTracking(True)

    def geometry_(self) -> Geometry:
        """Return where the triangle stands."""
        return Geometry(self.area, self.figure_style, self.window_)

    def _handle_at(self, at: QPointF) -> Point | None:
        """Return the nearest handle within reach; at equal places a model before the truth, the focused first."""
        geometry = self.geometry_()
        near: list[tuple[float, bool, bool, Point]] = []
        for point in self.points:
            if (point.marker == "cross" and point.table == TRUTH) or not geometry.shows(point.barycentric):
                continue
            offset = geometry.point(point.barycentric) - at
            distance = (offset.x() ** 2 + offset.y() ** 2) ** 0.5
            if distance <= _REACH:
                near.append((round(distance), not point.focused, point.table == TRUTH, point))
        return min(near, key=lambda each: each[:3])[3] if near else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        left = event.button() == Qt.MouseButton.LeftButton
        if self._held is None and (event.button() == Qt.MouseButton.MiddleButton or (left and self._space)):
            self._carried = event.position()
            self.setCursor(Qt.CursorShape.SizeAllCursor)
            return
        point = self._handle_at(event.position()) if left else None
        if point is None:
            inner = self.geometry_().inner(event.position())
            if left and is_big(event) and (inner >= 0).all():
                self.picked.emit(self.window_.outer(inner))
            return
        self._held = point.table
        self._gesture = object()
        self._grip = self.geometry_().point(point.barycentric) - event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.taken.emit(point.table)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        geometry = self.geometry_()
        if self._held is not None:
            at = simplex.nearest(geometry.barycentric(event.position() + self._grip))
            if not event.modifiers() & _FREE:
                pull = self.figure_style.px(_PULL) / geometry.side * self.window_.side
                at = snapping.snapped(at, pull)
            self.read(at)
            self.moved.emit(self._held, at, self._gesture)
            return
        if self._carried is not None:
            move = geometry.inner(self._carried) - geometry.inner(event.position())
            self._carried = event.position()
            self._frame_to(self.window_.panned(move))
            return
        over = self._handle_at(event.position())
        self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.CrossCursor)
        inner = geometry.inner(event.position())
        at = self.window_.outer(inner) if (inner >= 0).all() else None
        self.read(at)
        self.hovered.emit(at)

    def read(self, at: Float | None) -> None:
        """Draw lines from a point to the scales, or none."""
        if at is None or self.classes is None:
            self.set_over(None)
            return
        classes = self.classes

        def drawing(painter: QPainter, rect: QRectF, style: Style) -> None:
            spikes.draw(painter, Geometry(rect, style, self.window_), at, classes, style)

        self.set_over(drawing)

    def _frame_to(self, window: Window) -> None:
        """Ask for another part of the triangle."""
        if self.classes is not None and window != self.window_:
            self.framed.emit(window)

    def _zoom(self, factor: float, at: QPointF) -> None:
        around = np.clip(self.geometry_().inner(at), 0.0, 1.0)
        self._frame_to(self.window_.zoomed(factor, around / around.sum()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._carried is not None and event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton):
            self._carried = None
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held, self._gesture = None, None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.read(None)
            self.dropped.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self._handle_at(event.position())
        if point is not None:
            self._let_go()
            self.exact_wanted.emit(point.table)
        elif event.button() == Qt.MouseButton.LeftButton and not self.window_.is_whole:
            self.whole_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._held is None and event.angleDelta().y():
            self._zoom(_ZOOM ** (event.angleDelta().y() / 120.0), event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.read(None)
        self.hovered.emit(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        super().focusOutEvent(event)

    def _focused(self) -> Point | None:
        return next((point for point in self.points if point.focused), None)

    def _stops(self) -> Sequence[object]:
        return sorted({point.table for point in self.points})

    def _stop(self) -> object:
        focused = self._focused()
        return focused.table if focused is not None else None

    def _go(self, stop: object) -> None:
        self.stepped.emit(stop)

    def _arrow(self, way: tuple[int, int], event: QKeyEvent) -> bool:
        focused = self._focused()
        if focused is not None:
            self.nudged.emit(focused.table, (BIG_STEP if is_big(event) else STEP) * np.array(_MOVES[way]))
        return focused is not None

    def _other_key(self, event: QKeyEvent) -> bool:
        focused, place = self._focused(), _PLACES.get(Qt.Key(event.key()))
        if focused is None or place is None or event.modifiers() & _FREE:
            return False
        self.moved.emit(focused.table, place.copy(), None)
        return True

    def _view_key(self, event: QKeyEvent) -> bool:
        """Zoom, pan, turn or show the whole by keys; return whether the key does one of these."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            focused, geometry = self._focused(), self.geometry_()
            seen = focused is not None and geometry.shows(focused.barycentric)
            at = geometry.point(focused.barycentric) if focused and seen else geometry.inner_point([1 / 3] * 3)
            self._zoom(1.0 / _ZOOM if key == Qt.Key.Key_Minus else _ZOOM, at)
        elif self._pans(event):
            self._frame_to(self.window_.panned(_PAN * np.array(_MOVES[WAYS[key]])))
        elif key == Qt.Key.Key_Home:
            self.whole_wanted.emit()
        elif key == Qt.Key.Key_R and self.classes is not None and not event.modifiers():
            self.turned.emit()
        elif key == Qt.Key.Key_Space:
            self._space = True
        else:
            return False
        return True

    def _pans(self, event: QKeyEvent) -> bool:
        """Return whether a key moves the part seen: Ctrl and an arrow, as long as anything is out of sight."""
        return bool(
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and Qt.Key(event.key()) in WAYS
            and not self.window_.is_whole
        )

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
        else:
            super().keyReleaseEvent(event)
