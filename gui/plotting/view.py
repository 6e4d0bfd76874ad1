"""A figure on the screen: a pyqtgraph view with the figure's ground cached and its marks above."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.plotting.style import LIGHT, Style

Drawing = Callable[[QPainter, QRectF, Style], None]


class _Layer(pg.GraphicsObject):
    """One drawing over the whole view."""

    def __init__(self, view: FigureView, *, cached: bool) -> None:
        super().__init__()
        self._view = view
        self.drawing: Drawing | None = None
        if cached:
            self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def boundingRect(self) -> QRectF:
        return self._view.area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.drawing is not None:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            self.drawing(painter, self._view.area, self._view.figure_style)

    def area_changes(self) -> None:
        """Say that the bounding rectangle is about to change."""
        self.prepareGeometryChange()


class FigureView(pg.GraphicsView):
    """Shows a ground and a frame over it, each drawn again only when it is set, and marks above, drawn at every change.

    Its scene's coordinates are the view's pixels.
    """

    _layers: tuple[_Layer, ...] = ()  # pyqtgraph resizes the view before our own part of it exists

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background="default")
        self.figure_style: Style = LIGHT
        self._ground = _Layer(self, cached=True)
        self._frame = _Layer(self, cached=True)
        self._marks = _Layer(self, cached=False)
        self._over = _Layer(self, cached=False)
        self._layers = (self._ground, self._frame, self._marks, self._over)
        for layer in self._layers:
            self.scene().addItem(layer)
        for layer in (self._frame, self._over):
            layer.hide()  # few figures have one, and an empty one costs time
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)

    @property
    def area(self) -> QRectF:
        """The rectangle that figures fill."""
        return QRectF(0, 0, self.width(), self.height())

    def set_style(self, style: Style) -> None:
        """Draw everything again in another style."""
        self.figure_style = style
        self.setBackground(QColor(style.panel))
        for layer in self._layers:
            layer.update()

    def set_ground(self, drawing: Drawing) -> None:
        """Draw a new ground."""
        self._ground.drawing = drawing
        self._ground.update()

    def set_frame(self, drawing: Drawing | None) -> None:
        """Draw what lies between ground and marks, and stays while the ground changes, or nothing any more."""
        self._frame.drawing = drawing
        self._frame.setVisible(drawing is not None)
        self._frame.update()

    def set_marks(self, drawing: Drawing) -> None:
        """Draw new marks over the ground."""
        self._marks.drawing = drawing
        self._marks.update()

    def set_over(self, drawing: Drawing | None) -> None:
        """Draw over everything what belongs to the pointer and is no part of the figure, or nothing any more."""
        self._over.drawing = drawing
        self._over.setVisible(drawing is not None)
        self._over.update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        for layer in self._layers:
            layer.area_changes()
        super().resizeEvent(event)
        for layer in self._layers:
            layer.update()


class HoverView(FigureView):
    """A figure that says where the pointer is, and takes the keyboard's focus when it is pressed."""

    hovered = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pass

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(event.position())
