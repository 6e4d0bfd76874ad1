"""Figures whose parts can be dragged: handles under a pointer and under keys, with what each says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from core.dragging import Grip
from gui.plotting import lighting
from gui.plotting.figure import Figure, pen
from gui.plotting.keyed import BIG_STEP, STEP, KeyedView, is_big
from gui.plotting.style import Style


@dataclass(frozen=True)
class Handle:
    """Something to take hold of.

    Attributes
    ----------
    grip, slot
        What it moves, and which of several handles for that it is.
    at
        Where it stands; what is dragged goes where the pointer takes this point.
    reach
        Where a press takes it.
    upright
        Whether it moves up and down, else left and right.
    words
        What it says of itself in a tool tip and to a screen reader.
    strong
        Whether it is drawn without the pointer over it, and Tab comes by.
    half
        Half the length it is drawn with, in design pixels.
    """

    grip: Grip
    slot: int
    at: QPointF
    reach: QRectF
    upright: bool
    words: str
    strong: bool = True
    half: float = 11.0

    @property
    def key(self) -> tuple[Grip, int]:
        """What tells it from others, from one picture to the next."""
        return self.grip, self.slot


class Handled(Figure, Protocol):
    """A figure with handles."""

    def handles(self, rect: QRectF, style: Style) -> Sequence[Handle]:
        """Return the handles as they stand in `rect`."""
        ...

    def span(self, rect: QRectF, style: Style) -> tuple[float, float]:
        """Return the ends of the axis along which handles move; a drag holds it still, so it stays under the hand."""
        ...

    def value_at(self, handle: Handle, point: QPointF, rect: QRectF, style: Style) -> float:
        """Return the value of a handle's grip, in nats or as a probability, when it is taken to a point."""
        ...

    def chosen_at(self, point: QPointF, rect: QRectF, style: Style) -> dict[str, object]:
        """Return what a press on a point takes into focus; empty for nothing."""
        ...

    def described(self, point: QPointF, rect: QRectF, style: Style) -> str:
        """Return in words what is at a point; empty for nothing."""
        ...

    def class_boxes(self, rect: QRectF, style: Style) -> lighting.Boxes:
        """Return where what belongs to a class stands."""
        ...


@runtime_checkable
class Framed(Protocol):
    """A figure that is a ground with a frame over it, which stays from one figure to the next while it is equal."""

    @property
    def frame(self) -> object:
        """What the frame is drawn from."""
        ...

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw all but the frame."""
        ...

    def draw_frame(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the frame."""
        ...


class HandleView(KeyedView):
    """Shows a figure with handles. It knows no document: it says which grip went where.

    Signals
    -------
    taken
        A handle is held from now on.
    moved
        The handle held, where it is now, and its gesture.
    dropped
        It was let go.
    nudged
        A handle and a step, by a key.
    clicked
        A press beside all handles.
    key_pressed
        The handle that keys move, and a key that is no move.
    exact_wanted
        A handle, double-clicked, whose exact value the person wants to type.
    lit
        The class under the pointer, or None, when it is another one.
    """

    taken = Signal(object)
    moved = Signal(object, QPointF, object)
    dropped = Signal()
    nudged = Signal(object, float)
    clicked = Signal(QPointF)
    key_pressed = Signal(object, int)
    exact_wanted = Signal(object)
    lit = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: Handled | None = None
        self._framed: object = None
        """What the frame on show is drawn from."""
        self._held: Handle | None = None
        self._near: tuple[Grip, int] | None = None
        self._current: tuple[Grip, int] | None = None
        self._offset = QPointF()
        self._class: int | None = None
        self._lit: int | None = None
        self.setMouseTracking(True)

    @property
    def holding(self) -> bool:
        """Whether a handle is held."""
        return self._held is not None

    def set_figure(self, figure: Handled) -> None:
        """Show another figure."""
        self._figure = figure
        if not isinstance(figure, Framed):
            self._framed = None
            self.set_ground(figure.draw)
            self.set_frame(None)
        else:
            self.set_ground(figure.draw_ground)
            if figure.frame != self._framed:
                self._framed = figure.frame
                self.set_frame(figure.draw_frame)
        self.set_marks(self._draw_marks)

    @property
    def figure(self) -> Handled | None:
        """The figure on show."""
        return self._figure

    def handles(self) -> Sequence[Handle]:
        """Return the handles on show."""
        return self._figure.handles(self.area, self.figure_style) if self._figure is not None else ()

    def handle_at(self, at: QPointF) -> Handle | None:
        """Return the handle that a press takes: the nearest of those within reach."""
        near = [handle for handle in self.handles() if handle.reach.contains(at)]
        return min(near, key=lambda handle: (handle.at - at).manhattanLength(), default=None)

    def _draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        for handle in self.handles():
            held = self._held is not None and handle.key == self._held.key
            ringed = handle.key == self._current and self.hasFocus()
            if handle.strong or held or handle.key == self._near:
                draw_grip(painter, handle, style, lit=held or handle.key == self._near, ringed=ringed)

    # -- the pointer ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        handle = self.handle_at(event.position())
        if handle is None:
            self.clicked.emit(event.position())
            return
        QToolTip.hideText()
        self._held, self._current, self._gesture = handle, handle.key, object()
        self._offset = handle.at - event.position()
        self.taken.emit(handle)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.moved.emit(self._held, event.position() + self._offset, self._gesture)
            return
        at = event.position()
        self._point_at(lighting.class_at(self._boxes(), at))
        over = self.handle_at(at)
        key = over.key if over is not None else None
        if key != self._near:
            self._near = key
            self.viewport().update()
        if over is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.SizeVerCursor if over.upright else Qt.CursorShape.SizeHorCursor)
        words = over.words if over is not None else ""
        if not words and self._figure is not None:
            words = self._figure.described(at, self.area, self.figure_style)
        if words:
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
        else:
            QToolTip.hideText()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._held is not None:
            self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        handle = self.handle_at(event.position())
        if handle is not None and event.button() == Qt.MouseButton.LeftButton:
            if self._held is not None:
                self._let_go()
            self.exact_wanted.emit(handle)

    def _let_go(self) -> None:
        self._held, self._gesture = None, None
        self.viewport().update()
        self.dropped.emit()

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def _boxes(self) -> lighting.Boxes:
        return self._figure.class_boxes(self.area, self.figure_style) if self._figure is not None else ()

    def _point_at(self, k: int | None) -> None:
        """Say which class is under the pointer, if it is another one."""
        if k != self._class:
            self._class = k
            self.lit.emit(k)

    def show_class(self, k: int | None) -> None:
        """Let what belongs to a class stand out, or nothing."""
        if k != self._lit:
            self._lit = k
            self.set_over(None if k is None else partial(self._draw_lit, k))

    def _draw_lit(self, k: int, painter: QPainter, rect: QRectF, style: Style) -> None:
        if self._figure is not None:
            lighting.draw(painter, self._figure.class_boxes(rect, style), k, style)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        self._near = None
        self.viewport().update()
        super().leaveEvent(event)

    # -- keys -------------------------------------------------------------------------------------------

    def current(self) -> Handle | None:
        """Return the handle that keys move."""
        strong = [handle for handle in self.handles() if handle.strong]
        return next((handle for handle in strong if handle.key == self._current), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        stops = self._stops()
        if stops and (self.current() is None or event.reason() == Qt.FocusReason.TabFocusReason):
            self._go(stops[0])
        self.viewport().update()
        super().focusInEvent(event)

    def _stops(self) -> Sequence[object]:
        return [handle.key for handle in self.handles() if handle.strong]

    def _stop(self) -> object:
        return self._current

    def _go(self, stop: object) -> None:
        handle = next(handle for handle in self.handles() if handle.key == stop)
        self._current = handle.key
        self.setAccessibleDescription(handle.words)
        self.viewport().update()

    def _arrow(self, way: tuple[int, int], event: QKeyEvent) -> bool:
        current = self.current()
        if current is None or self._held is not None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self.nudged.emit(current, sum(way) * (BIG_STEP if is_big(event) else STEP))
        return True

    def _other_key(self, event: QKeyEvent) -> bool:
        current = self.current()
        if current is not None and self._held is None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.key_pressed.emit(current, event.key())
        return False


def draw_grip(painter: QPainter, handle: Handle, style: Style, *, lit: bool, ringed: bool) -> None:
    """Draw a handle: a short rounded bar across the way it moves, with a ring where keys move it."""
    px = style.px
    long, thick = px(handle.half), px(2.5)
    half = QPointF(long, thick) if handle.upright else QPointF(thick, long)
    box = QRectF(handle.at - half, handle.at + half)
    painter.setPen(pen(style.accent if lit or ringed else style.ink, 1.2, style))
    painter.setBrush(QColor(style.accent if lit else style.panel))
    painter.drawRoundedRect(box, thick, thick)
    if ringed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(style.accent, 1.6, style))
        margin = px(3)
        painter.drawRoundedRect(box.adjusted(-margin, -margin, margin, margin), px(4), px(4))
