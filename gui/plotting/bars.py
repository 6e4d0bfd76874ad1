"""Stacked bars: two parts that add up to an outlined whole, in groups, with the numbers written on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core.surfaces import nice_levels
from gui.plotting.figure import (
    CENTRE,
    RIGHT,
    Text,
    draw_marker,
    draw_text,
    hatch_lines,
    pen,
)
from gui.plotting.style import Style, text_on
from gui.text import number

_NUMBER_WIDTH = 44
_FILL = 0.82
"""How much of its slot a bar fills."""
_GAP = 0.7
"""What lies between groups, in slots."""


@dataclass(frozen=True)
class Bar:
    """One stack: lower + upper = whole, in the unit shown. nan is a row left out, inf goes to the top, hatched.

    `sample` is None for a mean; `foot` is what stands below in place of the model's marker, or `short` in little room.
    """

    model: int
    lower: float
    upper: float
    whole: float
    focused: bool = False
    sample: int | None = None
    foot: str = ""
    short: str = ""


@dataclass(frozen=True)
class Group:
    """Bars side by side with a name below: one sample, the mean, or one model, whose marker stands before its name.

    `short` is written where the name has no room.
    """

    name: str
    bars: tuple[Bar, ...]
    sample: int | None
    model: int | None = None
    short: str = ""


@dataclass(frozen=True)
class Placed:
    """A bar with the rectangle that belongs to it, the whole height."""

    group: Group
    bar: Bar
    rect: QRectF


class Geometry:
    """Where axis, groups and bars stand in a rectangle."""

    def __init__(
        self, rect: QRectF, groups: Sequence[Group], style: Style, span: tuple[float, float] | None = None
    ) -> None:
        px = style.px
        self.plot = QRectF(rect.left() + px(44), rect.top() + px(56), rect.width() - px(56), rect.height() - px(104))
        finite = [x for group in groups for bar in group.bars for x in (bar.whole, bar.lower) if math.isfinite(x)]
        self.high = max([*finite, 0.0])
        self.low = min([*finite, 0.0])
        if self.low > -1e-9 * self.high:  # rounding, not a negative part
            self.low = 0.0
        if self.high <= self.low:
            self.high = self.low + 1.0
        self.placed = self._place(groups, style)
        # Room above the tallest bar for its number, which stands upright over a narrow bar.
        narrow = bool(self.placed) and self.placed[0].rect.width() / _FILL < px(_NUMBER_WIDTH - 3)
        room = px(_NUMBER_WIDTH if narrow else 6) / max(self.plot.height(), px(100))
        self.high += (self.high - self.low) * room
        if span is not None:
            self.low, self.high = span

    def _place(self, groups: Sequence[Group], style: Style) -> list[Placed]:
        slots = sum(len(group.bars) for group in groups) + _GAP * len(groups)
        slot = self.slot = self.plot.width() / max(slots, 1.0)
        placed: list[Placed] = []
        x = self.plot.left()
        for group in groups:
            x += _GAP / 2 * slot
            width = min(_FILL * slot, style.px(54))
            for bar in group.bars:
                left = x + (slot - width) / 2
                placed.append(Placed(group, bar, QRectF(left, self.plot.top(), width, self.plot.height())))
                x += slot
            x += _GAP / 2 * slot
        return placed

    def y(self, value: float) -> float:
        """Return the height of a value; infinite ones stand at the top."""
        share = (value - self.low) / (self.high - self.low) if math.isfinite(value) else 1.0
        return self.plot.bottom() - min(max(share, 0.0), 1.0) * self.plot.height()

    def value(self, y: float) -> float:
        """Return the value at a height, also outside the plot."""
        return self.low + (self.plot.bottom() - y) / self.plot.height() * (self.high - self.low)


def draw(
    painter: QPainter,
    rect: QRectF,
    groups: Sequence[Group],
    unit: str,
    style: Style,
    span: tuple[float, float] | None = None,
) -> None:
    """Draw axis, bars and names; over a given span, or one that fits."""
    draw_values(painter, rect, groups, unit, style, span)
    draw_names(painter, rect, groups, style)


def draw_values(
    painter: QPainter,
    rect: QRectF,
    groups: Sequence[Group],
    unit: str,
    style: Style,
    span: tuple[float, float] | None = None,
) -> None:
    """Draw axis and bars."""
    geometry = Geometry(rect, groups, style, span)
    _draw_axis(painter, geometry, unit, style)
    for placed in geometry.placed:
        _draw_bar(painter, geometry, placed, style)


def draw_names(painter: QPainter, rect: QRectF, groups: Sequence[Group], style: Style) -> None:
    """Draw what stands below the bars whatever their values are."""
    geometry = Geometry(rect, groups, style)
    for placed in geometry.placed:
        _draw_foot(painter, geometry, placed, style)
    for group in groups:
        rects = [placed.rect for placed in geometry.placed if placed.group is group]
        centre = (rects[0].left() + rects[-1].right()) / 2
        focused = any(bar.focused for bar in group.bars)
        width = (len(rects) + _GAP) * geometry.slot - style.px(4)
        marked = group.model is not None
        how = Text(11.5, style.text if focused else style.muted, bold=focused, align=CENTRE)
        name = _fitting(painter, (group.name, group.short), how, width - style.px(14 if marked else 0), style)
        at = QPointF(centre + style.px(7 if marked else 0), geometry.plot.bottom() + style.px(35))
        box = draw_text(painter, at, name, how, style)
        if group.model is not None:
            colour, left = style.model_colour(group.model), QPointF(box.left() - style.px(9), at.y())
            draw_marker(painter, style.marker(group.model), left, 4.6, colour, style)


def _fitting(painter: QPainter, names: tuple[str, str], how: Text, width: float, style: Style) -> str:
    """Return a name if it has room, else its short form if it has one, else the name cut."""
    name, short = names
    painter.setFont(style.font(how.size, bold=how.bold))
    if short and painter.fontMetrics().horizontalAdvance(name) > width:
        return short
    # What tells samples of one set apart is mostly at the end of their names, as in digit 0001 and digit 0002.
    return painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, max(0, int(width)))


def _draw_axis(painter: QPainter, geometry: Geometry, unit: str, style: Style) -> None:
    plot = geometry.plot
    ticks = [geometry.low, *nice_levels(geometry.low, geometry.high, 4)]
    if geometry.low < 0:
        ticks.append(0.0)
    for tick in ticks:
        y = geometry.y(tick)
        painter.setPen(pen(style.line if tick == 0 else style.grid, 1, style))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        label = f"{tick:.3g}".replace("-", "−")
        draw_text(painter, QPointF(plot.left() - style.px(6), y), label, Text(10.5, style.muted, align=RIGHT), style)
    at = QPointF(plot.left() - style.px(6), plot.top() - style.px(14))
    draw_text(painter, at, unit, Text(10.5, style.muted, align=RIGHT), style)


def _draw_foot(painter: QPainter, geometry: Geometry, placed: Placed, style: Style) -> None:
    bar, column = placed.bar, placed.rect
    foot = QPointF(column.center().x(), geometry.plot.bottom() + style.px(15))
    if bar.foot:
        how = Text(10, style.muted, align=CENTRE)
        draw_text(painter, foot, _fitting(painter, (bar.foot, bar.short), how, column.width() * 1.2, style), how, style)
    else:
        draw_marker(painter, style.marker(bar.model), foot, 4.6, style.model_colour(bar.model), style)


def _draw_bar(painter: QPainter, geometry: Geometry, placed: Placed, style: Style) -> None:
    bar, column = placed.bar, placed.rect
    if math.isnan(bar.whole):
        at = QPointF(column.center().x(), geometry.plot.bottom() - style.px(10))
        draw_text(painter, at, "—", Text(12, style.muted, align=CENTRE), style)
        return
    zero, split, top = geometry.y(0.0), geometry.y(bar.lower), geometry.y(bar.whole)
    lower = QRectF(QPointF(column.left(), min(zero, split)), QPointF(column.right(), max(zero, split)))
    upper = QRectF(QPointF(column.left(), min(split, top)), QPointF(column.right(), max(split, top)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.divergence))
    painter.drawRect(upper)
    painter.setBrush(QColor(style.entropy))
    thin = style.px(3)  # an entropy of 0 is still seen to be there
    painter.drawRect(lower if lower.height() >= thin else QRectF(column.left(), zero - thin / 2, column.width(), thin))
    if not math.isfinite(bar.whole) or bar.upper < 0:
        outline = QPainterPath()
        outline.addRect(upper)
        painter.setBrush(QColor(style.ink))
        painter.drawPath(hatch_lines(outline, style.px(8)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(style.ink, 2 if bar.focused else 1.2, style))
    painter.drawRect(lower.united(upper) if bar.upper >= 0 else QRectF(column.left(), top, column.width(), zero - top))
    _draw_numbers(painter, column, top, (bar, lower, upper), geometry.plot.top() - style.px(18), style)


def _draw_numbers(
    painter: QPainter, column: QRectF, top: float, parts: tuple[Bar, QRectF, QRectF], ceiling: float, style: Style
) -> None:
    """Write the whole above the bar or, below a low ceiling, in it or in short; and the parts where they have room."""
    bar, lower, upper = parts
    room = column.width() / _FILL - style.px(1)
    at = QPointF(column.center().x(), top - style.px(10))
    whole = number(bar.whole)
    painter.setFont(style.font(11, bold=bar.focused))
    width = painter.fontMetrics().horizontalAdvance(whole)
    low = width > room and at.y() + style.px(4) - width < ceiling
    within = low and lower.united(upper).height() > width + style.px(8)
    if low and not within:
        whole = f"{bar.whole:.3g}"
    elif within:  # as far below the top as it would else be above
        at += QPointF(0, width + style.px(10))
    ink = text_on(style.divergence) if within else style.text
    _write(painter, at, whole, Text(11, ink, bold=bar.focused, align=CENTRE), room, style)
    if within:
        return
    for value, part, ground in ((bar.lower, lower, style.entropy), (bar.upper, upper, style.divergence)):
        text = number(value)
        how = Text(10, text_on(ground), align=CENTRE)
        painter.setFont(style.font(how.size))
        wide = painter.fontMetrics().horizontalAdvance(text) <= part.width() - style.px(4)
        if wide and part.height() > style.px(16) and bar.lower > 0:
            draw_text(painter, part.center(), text, how, style)


def _write(painter: QPainter, at: QPointF, text: str, how: Text, room: float, style: Style) -> None:
    """Write across if it fits the room, else upwards."""
    painter.setFont(style.font(how.size, bold=how.bold))
    width = painter.fontMetrics().horizontalAdvance(text)
    if width <= room:
        draw_text(painter, at, text, how, style)
        return
    painter.save()
    painter.translate(at + QPointF(0, style.px(4) - width / 2))
    painter.rotate(-90)
    draw_text(painter, QPointF(0, 0), text, how, style)
    painter.restore()
