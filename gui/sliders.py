"""Numbers to be played with: a slider on which any number has a place, and beside it the number itself."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSizePolicy, QSlider, QWidget

_RADIUS = 6.0
_SNAP = 4.0
"""Within so many pixels of its notch the pointer takes the notch's number."""
_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_Home: -(10**6),
    Qt.Key.Key_End: 10**6,
}


@dataclass(frozen=True)
class Track:
    """The numbers that a slider stops at, in order and equally far apart on it; `neutral` is the one with a notch."""

    values: tuple[float, ...]
    neutral: float | None = None

    @classmethod
    def between(cls, low: float, high: float, neutral: float | None = None) -> Track:
        """Return a linear track, or a squared one where `neutral` lies so near the low end that it needs room."""
        if neutral is None or not 0 < neutral - low < 0.05 * (high - low):
            return cls.linear(low, high, neutral)
        values = {float(f"{low + (high - low) * (k / 200) ** 2:.2g}") for k in range(1, 200)}
        inner = {value for value in values if low < value < high}
        return cls(tuple(sorted({low, neutral, high} | inner)), neutral)

    @classmethod
    def linear(cls, low: float, high: float, neutral: float | None = None) -> Track:
        """Return both ends and, between them, up to 250 round numbers."""
        rough = (high - low) / 250
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(k * power for k in (1, 2, 5, 10) if k * power >= rough * (1 - 1e-9))
        digits = max(0, 1 - math.floor(math.log10(step)))
        inner = (round(k * step, digits) for k in count(math.ceil(low / step)))
        values = {low, high}
        for value in inner:
            if value >= high:
                break
            values.add(max(value, low))
        return cls(tuple(sorted(values)), neutral)

    @classmethod
    def logarithmic(cls, reach: float, *, zero: bool = False) -> Track:
        """Return 201 numbers of three digits from 1/reach to reach, 1 in the middle; 0 before them if asked."""
        values = [float(f"{reach ** (k / 100):.3g}") for k in range(-100, 101)]
        return cls((*((0.0,) if zero else ()), *values), 1.0)

    def share(self, value: float) -> float:
        """Return how far along a number stands, from 0 to 1; one beyond an end stands at it."""
        last = len(self.values) - 1
        at = bisect_left(self.values, value)
        if at == 0 or at > last:
            return 0.0 if at == 0 else 1.0
        below, above = self.values[at - 1], self.values[at]
        return (at - 1 + (value - below) / (above - below)) / last

    def nearest(self, value: float) -> int:
        """Return the number of the stop that is nearest to where a number stands."""
        return round(self.share(value) * (len(self.values) - 1))

    def at(self, share: float) -> float:
        """Return the stop nearest to a place."""
        return self.values[round(min(max(share, 0.0), 1.0) * (len(self.values) - 1))]

    def moved(self, value: float, steps: int) -> float:
        """Return the stop so many further up or down than a number, which may lie between two."""
        at = bisect_right(self.values, value) - 1 if steps > 0 else bisect_left(self.values, value)
        return self.values[min(max(at + steps, 0), len(self.values) - 1)]


def steps_of(key: int) -> int:
    """Return how many steps a key moves a slider; 0 for other keys."""
    return next((steps for each, steps in _KEYS.items() if each == key), 0)


def place_on(track: Track, x: float, rect: QRectF) -> float:
    """Return the number under the pointer on a slider drawn in `rect`; near the notch it is the notch's."""
    room = max(rect.width() - 2 * _RADIUS, 1.0)
    if track.neutral is not None and abs(rect.left() + _RADIUS + track.share(track.neutral) * room - x) < _SNAP:
        return track.neutral
    return track.at((x - rect.left() - _RADIUS) / room)


def draw(painter: QPainter, rect: QRectF, track: Track, value: float, palette: QPalette, *, focused: bool) -> None:
    """Draw a slider: the line, coloured from the notch to the handle, the notch, and the handle."""
    muted, accent = palette.placeholderText().color(), palette.highlight().color()
    left, room, y = rect.left() + _RADIUS, max(rect.width() - 2 * _RADIUS, 1.0), rect.center().y()
    x = left + track.share(value) * room
    start = left + (track.share(track.neutral) if track.neutral is not None else 0.0) * room
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(muted, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(left, y), QPointF(left + room, y))
    if track.neutral is not None:
        painter.drawLine(QPointF(start, y - 5), QPointF(start, y + 5))
    painter.setPen(QPen(accent, 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(start, y), QPointF(x, y))
    painter.setPen(QPen(accent, 2.0))
    painter.setBrush(accent if focused else palette.base().color())
    painter.drawEllipse(QPointF(x, y), _RADIUS - 1, _RADIUS - 1)


class Slider(QSlider):
    """A slider along a `Track`: by mouse, by keys, one gesture from press to release; Esc calls a drag off.

    slid
        A number and the gesture that it belongs to.
    called_off
        The gesture that shall leave no trace.
    """

    slid = Signal(float, object)
    called_off = Signal(object)

    def __init__(self, track: Track, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.track, self._value = track, track.values[0]
        self._gesture: object = None
        self._offset = 0.0
        self.setRange(0, len(track.values) - 1)
        self.setPageStep(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(24)
        self.valueChanged.connect(lambda at: self.slid.emit(self.track.values[at], None))  # as assistive tools set it

    def sizeHint(self) -> QSize:
        return QSize(96, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 24)

    def show_value(self, value: float) -> None:
        """Show a number without telling that a person chose it."""
        if value == self._value and self.value() == self.track.nearest(value):
            return
        self._value = value
        with QSignalBlocker(self):
            self.setValue(self.track.nearest(value))
        self.setAccessibleDescription(f"{value:g}")
        self.update()

    def _slide(self, value: float) -> None:
        if value != self._value:
            self.show_value(value)
            self.slid.emit(value, self._gesture)

    def _call_off(self) -> None:
        gesture, self._gesture = self._gesture, None
        self.setSliderDown(False)
        self.called_off.emit(gesture)

    # -- Qt ---------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw(painter, QRectF(self.rect()), self.track, self._value, self.palette(), focused=self.hasFocus())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._gesture = object()
        self.setSliderDown(True)
        rect, x = QRectF(self.rect()), event.position().x()
        handle = rect.left() + _RADIUS + self.track.share(self._value) * max(rect.width() - 2 * _RADIUS, 1.0)
        self._offset = handle - x if abs(handle - x) <= _RADIUS else 0.0  # taken by the handle it does not jump
        if not self._offset and x != handle:
            self._slide(place_on(self.track, x, rect))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._slide(place_on(self.track, event.position().x() + self._offset, QRectF(self.rect())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        self._gesture = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._call_off()
        elif steps_of(event.key()) and not self.isSliderDown():
            if not event.isAutoRepeat() or self._gesture is None:
                self._gesture = object()
            self._slide(self.track.moved(self._value, steps_of(event.key())))
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and not self.isSliderDown():
            self._gesture = None
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self.isSliderDown():
            self._gesture = None
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # whoever scrolls past means the page

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()


class NumberBox(QDoubleSpinBox):
    """A number to be typed or stepped, as short as it can be written; holding an arrow is one gesture.

    set
        A number and the gesture that it belongs to.
    """

    set = Signal(float, object)

    def __init__(self, low: float, high: float, decimals: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gesture: object = None
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(lambda value: self.set.emit(value, self._gesture))

    def textFromValue(self, value: float, /) -> str:
        """Return the shortest text of a number."""
        locale = self.locale()
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        return locale.toString(
            round(value, self.decimals()), "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._gesture = object()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._gesture = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._gesture = object()
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self._gesture = None


class Dial(QWidget):
    """A slider and its number: `name` is the number's, `name.slider` the slider's, which can stand elsewhere.

    dialled
        A number and the gesture that it belongs to.
    called_off
        The gesture that shall leave no trace.
    """

    dialled = Signal(float, object)
    called_off = Signal(object)

    def __init__(self, name: str, title: str, meaning: str, track: Track, box: NumberBox) -> None:
        super().__init__()
        self.title, self.box, self.slider = title, box, Slider(track)
        for widget, ending in ((box, ""), (self.slider, ".slider")):
            widget.setObjectName(name + ending)
            widget.setAccessibleName(title)
            widget.setToolTip(meaning)
        self._beside: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.slider)
        self._row.addWidget(self.box)
        box.set.connect(self.dialled)
        self.slider.slid.connect(self.dialled)
        self.slider.called_off.connect(self.called_off)

    @property
    def loose(self) -> tuple[QWidget, ...]:
        """What can stand elsewhere: the slider, and what was put beside it."""
        return (self.slider, *self._beside)

    def put_beside(self, widget: QWidget) -> None:
        """Let another widget stand in the row, and go where the slider goes."""
        self._beside.append(widget)
        self._row.addWidget(widget)

    def say(self, meaning: str) -> None:
        """Say in tool tips what the number means."""
        for widget in (self.box, self.slider):
            widget.setToolTip(meaning)

    def show_value(self, value: float) -> None:
        """Show a number without telling that a person chose it."""
        self.slider.show_value(value)
        with QSignalBlocker(self.box):
            self.box.setValue(value)

    def give(self, width: int) -> None:
        """Let the slider have a width in the row; with 0 it is not there, and free to stand elsewhere."""
        if width:
            self.slider.setFixedWidth(width)
            self._row.insertWidget(0, self.slider)
            for widget in self._beside:
                self._row.addWidget(widget)
        for widget in self.loose:
            if width:
                widget.show()
            elif widget.parentWidget() is self:
                self._row.removeWidget(widget)
                widget.hide()
        self.updateGeometry()

    def drop(self) -> None:
        """Go, with what stands elsewhere; a number that loses the focus by going says nothing."""
        self.box.blockSignals(True)
        for widget in self.loose:
            widget.deleteLater()
