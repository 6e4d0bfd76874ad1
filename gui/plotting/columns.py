"""Columns over one axis: where they stand, with 0 among the values and infinite ones at the border."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from gui.plotting.axes import Axis, tick_words
from gui.plotting.figure import CENTRE, LEFT, RIGHT, Text, crisp, draw_text, elided, hairline, hatch_lines, pen
from gui.plotting.style import Style

Span = tuple[float, float]
"""The least and the greatest value of an axis; a drag keeps it still under the hand."""


def span_of(values: Iterable[float], *, room: float = 0.12) -> Span:
    """Return a span of all finite values and 0, with room above for numbers and for what is infinite."""
    finite: list[float] = []
    beyond = {math.inf: False, -math.inf: False}
    for value in values:
        if math.isfinite(value):
            finite.append(value)
        elif not math.isnan(value):
            beyond[value] = True
    low, high = min([*finite, 0.0]), max([*finite, 0.0])
    if low > -1e-12 * max(high, 1.0):  # rounding, not a negative part
        low = 0.0
    if high - low < 1e-12:
        high = low + 1.0
    reach = high - low
    high += reach * (room + (0.25 if beyond[math.inf] else 0.0))
    if low < 0 or beyond[-math.inf]:
        low -= reach * (room + (0.25 if beyond[-math.inf] else 0.0))
    return low, high


class Columns:
    """`count` slots side by side in a plot, and the height of values there."""

    def __init__(self, plot: QRectF, span: Span, count: int) -> None:
        self.plot = plot
        self.axis = Axis("", *span)
        self.width = plot.width() / max(1, count)

    def slot(self, index: float, width: float = 1.0) -> QRectF:
        """Return the slot at an index, or several from there on."""
        return QRectF(self.plot.left() + index * self.width, self.plot.top(), width * self.width, self.plot.height())

    def y(self, value: float) -> float:
        """Return the height of a value; at the border beyond it."""
        share = float(self.axis.share(value)) if math.isfinite(value) else (1.0 if value > 0 else 0.0)
        return self.plot.bottom() - min(max(share, 0.0), 1.0) * self.plot.height()

    def value(self, y: float) -> float:
        """Return the value at a height, also outside the plot."""
        return self.axis.value((self.plot.bottom() - y) / self.plot.height())

    def bar(self, index: float, low: float, high: float, fill: float = 0.76) -> QRectF:
        """Return the rectangle of a bar that fills a part of its slot's width."""
        slot = self.slot(index)
        side = slot.width() * (1.0 - fill) / 2
        top, bottom = sorted((self.y(low), self.y(high)))
        return QRectF(slot.left() + side, top, slot.width() - 2 * side, bottom - top)


def draw_levels(painter: QPainter, columns: Columns, unit: str, style: Style) -> None:
    """Draw the lines and numbers of the axis, and its unit above them."""
    px, plot = style.px, columns.plot
    for tick in columns.axis.ticks(max(2, int(plot.height() / px(30)))):
        y = crisp(columns.y(tick), style)
        painter.setPen(hairline(style.muted if tick == 0 else style.grid, 1, style))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        how = Text(10.5, style.muted, align=RIGHT)
        draw_text(painter, QPointF(plot.left() - px(6), y), tick_words(round(tick, 12)), how, style)
    wide = not fits(painter, unit, 10.5, px(38), style)
    at = QPointF(plot.left() - px(40 if wide else 6), plot.top() - px(12))
    draw_text(painter, at, unit, Text(10.5, style.muted, align=LEFT if wide else RIGHT), style)


def draw_hatch(painter: QPainter, rect: QRectF, colour: str | QColor, style: Style) -> None:
    """Hatch a rectangle."""
    if rect.width() <= 0 or rect.height() <= 0:
        return
    outline = QPainterPath()
    outline.addRect(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPath(hatch_lines(outline, style.px(8)))


def fill(painter: QPainter, rect: QRectF, colour: str | QColor) -> None:
    """Fill a rectangle without an outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRect(rect)


def outline(painter: QPainter, rect: QRectF, colour: str | QColor, width: float, style: Style) -> None:
    """Draw a rectangle's outline."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(colour, width, style))
    painter.drawRect(rect)


def fits(painter: QPainter, words: str, size: float, width: float, style: Style) -> bool:
    """Return whether words fit a width."""
    painter.setFont(style.font(size))
    return painter.fontMetrics().horizontalAdvance(words) <= width


def draw_name(painter: QPainter, at: QPointF, words: str, width: float, how: Text, style: Style) -> None:
    """Write a name below a column: across if it fits the width, else upwards, cut to 54 pixels."""
    px = style.px
    if fits(painter, words, how.size, width, style):
        centred = Text(how.size, how.colour, bold=how.bold, align=CENTRE)
        draw_text(painter, at + QPointF(0, px(8)), words, centred, style)
        return
    painter.save()
    painter.translate(at + QPointF(0, px(3)))
    painter.rotate(-90)
    cut = elided(painter, words, how.size, px(54), style, bold=how.bold)
    draw_text(painter, QPointF(0, 0), cut, Text(how.size, how.colour, bold=how.bold, align=RIGHT), style)
    painter.restore()
