"""The steps on the screen: a page that scrolls, whose terms answer to the pointer and to arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from gui.panels.steps.figure import Page, StepsFigure
from gui.plotting.style import LIGHT, Style


class StepsPage(QWidget):
    """Draws the figure, and knows which term is where."""

    def __init__(self, view: StepsView) -> None:
        super().__init__(view)
        self._view = view
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style, figure, placed = self._view.figure_style, self._view.figure, self._view.placed
        painter.fillRect(event.rect(), QColor(style.panel))
        if figure is not None and placed is not None:
            figure.draw_page(painter, placed, QPointF(), style, QRectF(event.rect()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        placed = self._view.placed
        self._view.light(placed.class_at(event.position()) if placed is not None else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._view.light(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._view.update_frame()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._view.update_frame()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._view.obey(event):
            super().keyPressEvent(event)


class _Ring(QWidget):
    """Says that keys go to the steps: a ring around what is seen of them, which does not scroll."""

    def __init__(self, view: StepsView) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._view.figure_style.accent), 2))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class StepsView(QScrollArea):
    """Scrolls a page of steps.

    Signals
    -------
    lit
        The class that is pointed at, or None for none any more.
    copy_wanted
        The person pressed the key for copying.
    """

    lit = Signal(object)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure_style: Style = LIGHT
        self.figure: StepsFigure | None = None
        self.placed: Page | None = None
        self.page = StepsPage(self)
        self.page.setObjectName("steps.page")
        self.setWidget(self.page)
        self.setFocusProxy(self.page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ring = _Ring(self)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.page.setAccessibleName(name)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.figure_style = style
        self._set()

    def set_figure(self, figure: StepsFigure) -> None:
        """Show other steps, or the same with another class highlighted."""
        old, self.figure = self.figure, figure
        if old is None or old.explanation is not figure.explanation or old.how != figure.how or self.placed is None:
            self._set()
        self.page.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ring.setGeometry(self.viewport().geometry())
        self._set()

    def _set(self) -> None:
        """Set the page anew for the width there is, which leaves room for the scroll bar whether it is there or not."""
        if self.figure is None:
            return
        bar = self.verticalScrollBar().sizeHint().width()
        self.placed = self.figure.page(self.width() - bar, self.figure_style)
        self.page.resize(self.viewport().width(), max(round(self.placed.height), self.viewport().height()))
        self.page.update()

    def light(self, k: int | None) -> None:
        """Say which class is pointed at, if it is another one."""
        if self.figure is not None and k != self.figure.highlight:
            self.lit.emit(k)

    def update_frame(self) -> None:
        """Show the ring while keys go here."""
        self._ring.setGeometry(self.viewport().geometry())
        self._ring.setVisible(self.page.hasFocus())
        self._ring.raise_()

    def obey(self, event: QKeyEvent) -> bool:
        """Scroll, go from class to class, copy; return whether the key was for this."""
        bar, figure = self.verticalScrollBar(), self.figure
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return True
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and figure is not None and figure.classes():
            self.light(_next(figure.classes(), figure.highlight, 1 if key == Qt.Key.Key_Right else -1))
            return True
        if key == Qt.Key.Key_Escape and figure is not None and figure.highlight is not None:
            self.light(None)
            return True
        moves = {
            Qt.Key.Key_Up: bar.value() - 24,
            Qt.Key.Key_Down: bar.value() + 24,
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_Home: bar.minimum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if key in moves:
            bar.setValue(moves[key])
        return key in moves


def _next(classes: list[int], now: int | None, step: int) -> int:
    """Return the class after the highlighted one, around the end."""
    if now not in classes:
        return classes[0 if step > 0 else -1]
    return classes[(classes.index(now) + step) % len(classes)]
