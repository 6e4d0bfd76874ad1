"""Charts of two axes: where values stand, ticks and titles, curves cut to the plot by geometry, a legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from core.surfaces import nice_levels
from core.validation import Float
from gui.plotting.figure import CENTRE, LEFT, RIGHT, Text, crisp, draw_marker, draw_text, elided, hairline, pen
from gui.plotting.style import Style

_LEAST_WORDS = 40
"""Words of a legend are not cut shorter than this."""
_WHOLE = 1e6
_FAR = 1e4
"""Beyond so many widths of the plot a point is as good as infinite."""


@dataclass(frozen=True)
class Axis:
    """One direction of a chart: its title, the range shown, and whether it is logarithmic."""

    title: str
    low: float
    high: float
    log: bool = False

    def share(self, values: npt.ArrayLike) -> Float:
        """Return where values lie along the axis, 0 at `low` and 1 at `high`; of no place (log of 0 and below) -inf."""
        values = np.asarray(values, dtype=np.float64)
        if not self.log:
            return (values - self.low) / (self.high - self.low)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(values > 0, np.log(values), -np.inf)
        return np.where(np.isnan(values), np.nan, (logs - math.log(self.low)) / math.log(self.high / self.low))

    def value(self, share: float) -> float:
        """Return the value at a share of the axis."""
        if self.log:
            return self.low * (self.high / self.low) ** share
        return self.low + share * (self.high - self.low)

    def ticks(self, count: int) -> list[float]:
        """Return at most about `count` round values within the range, its ends included, one more by logarithm."""
        if not self.log:
            span = self.high - self.low
            return nice_levels(self.low - 1e-5 * span, self.high + 1e-5 * span, max(2, count))
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        for steps, apart in (((1.0, 2.0, 5.0), 1), ((1.0,), 1), ((1.0,), math.ceil((last - first) / max(1, count)))):
            made = [step * 10.0**power for power in range(first, last + 1, max(1, apart)) for step in steps]
            inside = [tick for tick in made if self.low * (1 - 1e-9) <= tick <= self.high * (1 + 1e-9)]
            if len(inside) <= count + 1:
                break
        return inside


@dataclass(frozen=True)
class Chart:
    """Two axes and the rectangle between them."""

    plot: QRectF
    x: Axis
    y: Axis

    @classmethod
    def within(cls, rect: QRectF, x: Axis, y: Axis, style: Style, *, top: float = 34) -> Chart:
        """Return the chart that fills `rect` with its axes and titles, `top` design pixels kept free above."""
        px = style.px
        height = rect.height() - px(top + 44)
        left = max(px(58), _title_distance(y, height, style) + px(11))
        return cls(QRectF(rect.left() + left, rect.top() + px(top), rect.width() - left - px(16), height), x, y)

    def points(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Float:
        """Return where values stand, shape (n, 2)."""
        across = self.plot.left() + self.x.share(x) * self.plot.width()
        up = self.plot.bottom() - self.y.share(y) * self.plot.height()
        return np.stack(np.broadcast_arrays(across, up), axis=-1)

    def at(self, x: float, y: float) -> QPointF:
        """Return where one pair of values stands, at the plot's border at most."""
        across, up = (min(max(float(axis.share(v)), 0.0), 1.0) for axis, v in ((self.x, x), (self.y, y)))
        return QPointF(self.plot.left() + across * self.plot.width(), self.plot.bottom() - up * self.plot.height())

    def values_at(self, point: QPointF) -> tuple[float, float]:
        """Return the values at a point; beyond the plot's upper and right ends inf, beyond the others those there."""
        across = (point.x() - self.plot.left()) / self.plot.width()
        up = (self.plot.bottom() - point.y()) / self.plot.height()
        ends = ((self.x, across), (self.y, up))
        x, y = (math.inf if share > 1.0 else axis.value(max(share, 0.0)) for axis, share in ends)
        return x, y

    def under(self, point: QPointF) -> tuple[float, float] | None:
        """Return the values under a point of the plot, or None outside it."""
        if not self.plot.contains(point):
            return None
        across = (point.x() - self.plot.left()) / self.plot.width()
        return self.x.value(across), self.y.value((self.plot.bottom() - point.y()) / self.plot.height())


def _title_distance(y: Axis, height: float, style: Style) -> float:
    """Return how far left of a plot of this height its upright title stands: clear of the numbers."""
    metrics = QFontMetricsF(style.font(11))
    widest = max((metrics.horizontalAdvance(tick_words(tick)) for tick in _upright(y, height, style)), default=0.0)
    return max(style.px(46), widest + style.px(18))


def _upright(y: Axis, height: float, style: Style) -> list[float]:
    return y.ticks(max(2, int(height / style.px(26))))


def tick_words(tick: float) -> str:
    """Return a tick's number, as short as it can be."""
    return f"{tick:g}".replace("-", "−")


def draw_axes(painter: QPainter, chart: Chart, style: Style, *, below: bool = True) -> None:
    """Draw grid, ticks with their numbers, and titles; those of the lower axis only where nothing else stands below."""
    px, plot = style.px, chart.plot
    for tick in chart.x.ticks(max(2, int(plot.width() / px(70)))):
        x = crisp(chart.at(tick, chart.y.low).x(), style)
        painter.setPen(hairline(style.grid, 1, style))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        if below:
            at = QPointF(x, plot.bottom() + px(11))
            draw_text(painter, at, tick_words(tick), Text(11, style.muted, align=CENTRE), style)
    for tick in _upright(chart.y, plot.height(), style):
        y = crisp(chart.at(chart.x.low, tick).y(), style)
        painter.setPen(hairline(style.grid, 1, style))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        draw_text(painter, QPointF(plot.left() - px(6), y), tick_words(tick), Text(11, style.muted, align=RIGHT), style)
    painter.setPen(hairline(style.line, 1, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [crisp(at, style) for at in (plot.left(), plot.top(), plot.right(), plot.bottom())]
    painter.drawRect(QRectF(QPointF(*corners[:2]), QPointF(*corners[2:])))
    if below:
        words = elided(painter, chart.x.title, 12, plot.width(), style)
        at = QPointF(plot.center().x(), plot.bottom() + px(29))
        draw_text(painter, at, words, Text(12, style.text, align=CENTRE), style)
    painter.save()
    painter.translate(plot.left() - _title_distance(chart.y, plot.height(), style), plot.center().y())
    painter.rotate(-90)
    draw_text(
        painter,
        QPointF(0, 0),
        elided(painter, chart.y.title, 12, plot.height(), style),
        Text(12, style.text, align=CENTRE),
        style,
    )
    painter.restore()


def draw_reading(painter: QPainter, chart: Chart, x: float, y: float, style: Style) -> None:
    """Draw lines from a point down and to the left, with what is read at the axes."""
    at, plot = chart.at(x, y), chart.plot
    feet = QPointF(at.x(), plot.bottom()), QPointF(plot.left(), at.y())
    for foot in feet:
        for line, width in ((style.halo, 3.0), (style.ink, 1.2)):
            painter.setPen(pen(line, width, style, Qt.PenStyle.SolidLine if width > 2 else Qt.PenStyle.DashLine))
            painter.drawLine(at, foot)
    below = Text(10.5, style.panel, bold=True, align=CENTRE, ground=style.ink)
    beside = Text(10.5, style.panel, bold=True, align=RIGHT, ground=style.ink)
    draw_text(painter, feet[0] + QPointF(0, style.px(11)), _reading_words(chart.x, x), below, style)
    draw_text(painter, feet[1] - QPointF(style.px(6), 0), _reading_words(chart.y, y), beside, style)


def _reading_words(axis: Axis, value: float) -> str:
    """Return a value to a thousandth of its axis."""
    digits = max(0, math.ceil(-math.log10((axis.high - axis.low) / 1000.0)))
    return f"{value:.{digits}f}".replace("-", "−")


def draw_curve(
    painter: QPainter,
    chart: Chart,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    colour: str | QColor,
    style: Style,
    *,
    width: float = 1.0,
    dash: bool = False,
) -> None:
    """Draw a curve, broken at nan, cut to the plot by geometry; where it is infinite it leaves the plot upright."""
    made = pen(colour, width, style, Qt.PenStyle.DashLine if dash else Qt.PenStyle.SolidLine)
    painter.setPen(made)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in pieces(chart, x, y):
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in line.tolist()]))


def pieces(chart: Chart, x: npt.ArrayLike, y: npt.ArrayLike) -> list[Float]:
    """Return the parts of a curve that lie within the plot, each shape (m, 2) in the plot's coordinates."""
    plot = chart.plot
    reach = _FAR * max(plot.width(), plot.height())
    points = np.clip(chart.points(x, y), -reach, reach)  # nan stays nan
    start, move = points[:-1], np.diff(points, axis=0)
    enter, leave = np.zeros(len(start)), np.ones(len(start))
    whole = np.isfinite(move).all(axis=-1)
    for axis, low, high in ((0, plot.left(), plot.right()), (1, plot.top(), plot.bottom())):
        at, by = start[:, axis], move[:, axis]
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (low - at) / by, (high - at) / by
        level = by == 0
        whole &= ~level | ((at >= low - 1e-9) & (at <= high + 1e-9))
        enter = np.where(level, enter, np.maximum(enter, np.minimum(one, other)))
        leave = np.where(level, leave, np.minimum(leave, np.maximum(one, other)))
    shown = np.flatnonzero(whole & (enter <= leave))
    lines: list[Float] = []
    for run in np.split(shown, np.flatnonzero((np.diff(shown) > 1) | (enter[shown[1:]] > 0)) + 1) if shown.size else []:
        firsts = start[run] + move[run] * enter[run, None]
        last = start[run[-1]] + move[run[-1]] * leave[run[-1]]
        lines.append(np.vstack([firsts, last]))
    return lines


@dataclass(frozen=True)
class Key:
    """One line of a legend: its words or, where not all have room, `short`; its colour, and the marker or line."""

    words: str
    colour: str | QColor
    marker: str = ""
    dash: bool = False
    short: str = ""


def draw_legend(painter: QPainter, at: QPointF, keys: Sequence[Key], width: float, style: Style) -> None:
    """Draw a legend in one row from `at` to the right; where room is scarce its words are cut, then its end."""
    px, x = style.px, at.x()
    keys = [key for key in keys if key.words not in (style.shared or ())]
    if _needed(painter, keys, style) > width + px(14):
        keys = [replace(key, words=key.short or key.words) for key in keys]
    most = _room_for_words(painter, keys, width, style)
    for key in (replace(key, words=elided(painter, key.words, 11, most, style)) for key in keys):
        painter.setFont(style.font(11))
        needed = px(24) + painter.fontMetrics().horizontalAdvance(key.words) + px(14)
        if x + needed > at.x() + width + px(14):
            draw_text(painter, QPointF(x, at.y()), "…", Text(11, style.muted, align=LEFT), style)
            return
        if key.marker:
            draw_marker(painter, key.marker, QPointF(x + px(9), at.y()), 4.5, QColor(key.colour), style)
        else:
            painter.setPen(pen(key.colour, 2, style, Qt.PenStyle.DashLine if key.dash else Qt.PenStyle.SolidLine))
            painter.drawLine(QPointF(x, at.y()), QPointF(x + px(18), at.y()))
        draw_text(painter, QPointF(x + px(24), at.y()), key.words, Text(11, style.text, align=LEFT), style)
        x += needed


def _needed(painter: QPainter, keys: Sequence[Key], style: Style) -> float:
    """Return how wide a row of all keys is."""
    painter.setFont(style.font(11))
    return sum(style.px(38) + painter.fontMetrics().horizontalAdvance(key.words) for key in keys)


def _room_for_words(painter: QPainter, keys: Sequence[Key], width: float, style: Style) -> float:
    """Return how wide the words of a key may be for all to fit: those that are short leave their room to the others."""
    painter.setFont(style.font(11))
    widths = sorted(painter.fontMetrics().horizontalAdvance(key.words) for key in keys)
    room = width - style.px(38) * len(keys) + style.px(14)
    for place, wide in enumerate(widths):
        share = room / (len(widths) - place)
        if wide > share:
            return share if share >= style.px(_LEAST_WORDS) else _WHOLE
        room -= wide
    return _WHOLE
