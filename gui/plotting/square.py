"""A square of two axes: heat map, labelled contours, ticks, colour bar and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core import fields
from core.fields import Field
from core.surfaces import Surface
from core.validation import Float
from gui.plotting import arrows, axes, bands, colour_bar, contours, heatmap, lighting
from gui.plotting.axes import Axis, Chart
from gui.plotting.bands import Bands
from gui.plotting.figure import CENTRE, Text, draw_text, elided, wrapped
from gui.plotting.hands import Mark, draw_marks
from gui.plotting.scales import ColourScale
from gui.plotting.style import Style
from gui.plotting.trails import Trail
from gui.plotting.trails import draw as draw_trails


class SquarePlaces:
    """Where a square, its axes and its colour bar stand in a rectangle."""

    def __init__(self, rect: QRectF, x: Axis, y: Axis, style: Style) -> None:
        px = style.px
        small = rect.width() < px(400)  # one of two side by side
        foot = 92 if style.shared is None else 58
        before, after = px(54 if small else 66), px(76 if small else 96)
        width, height = rect.width() - before - after, rect.height() - px(56 + foot)
        side = max(px(40), min(width, height))
        left = rect.left() + before + (width - side) / 2
        self.rect = rect
        self.chart = Chart(QRectF(left, rect.top() + px(56) + (height - side) / 2, side, side), x, y)
        plot = self.chart.plot
        self.bar = QRectF(plot.right() + px(16 if small else 26), plot.top() + px(24), px(14), plot.height() - px(44))

    def point(self, at: Sequence[float]) -> QPointF:
        """Return where two numbers stand, at the border at most."""
        return self.chart.at(at[0], at[1])

    def coordinates(self, point: QPointF) -> Float:
        """Return the two numbers under a point, which may lie outside."""
        plot = self.chart.plot
        across, up = (point.x() - plot.left()) / plot.width(), (plot.bottom() - point.y()) / plot.height()
        return np.array([self.chart.x.value(across), self.chart.y.value(up)])

    def all(self, points: Float) -> tuple[Float, Float]:
        """Return x and y of many points (n, 2)."""
        placed = self.chart.points(points[:, 0], points[:, 1])
        return placed[:, 0], placed[:, 1]


@dataclass(frozen=True, eq=False)
class SquareGround:
    """All that stays while marks move: the surface with its lines, or why there is none, and the axes."""

    surface: Surface | None
    colours: ColourScale | None
    levels: tuple[float, ...]
    lines: tuple[Float, ...]
    beyond: tuple[Float, ...]
    unit_scale: float
    unit: str
    titles: tuple[str, ...]
    x: Axis
    y: Axis
    message: str = ""
    field: Field | None = None
    """The way down, in the two numbers, to be shown by arrows."""


@dataclass(frozen=True, eq=False)
class SquareFigure:
    """A surface over two axes as a figure."""

    ground: SquareGround
    marks: tuple[Mark, ...]
    foot: str
    key: object
    steps: tuple[float, float] = (0.1, 1.0)
    trails: tuple[Trail, ...] = ()
    level: Float | None = None
    """The line of equal height through the row in focus."""
    is_waiting: bool = False
    """Whether the surface is still to be computed."""
    classes: tuple[int, ...] = ()
    """The classes of the two axes."""
    lit: int | None = None
    """The class that is pointed at somewhere, in a window only."""
    zooms: ClassVar[bool] = True

    def places(self, rect: QRectF, style: Style) -> SquarePlaces:
        """Return where its coordinates stand in `rect`."""
        return SquarePlaces(rect, self.ground.x, self.ground.y, style)

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw all of it."""
        self.draw_ground(painter, rect, style)
        self.draw_marks(painter, rect, style)

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what stays while handles move."""
        ground, places = self.ground, self.places(rect, style)
        draw_titles(painter, rect, ground.titles, style)
        axes.draw_axes(painter, places.chart, style)
        if ground.surface is None or ground.colours is None:
            draw_message(painter, places.chart.plot, ground.message, style)
            return
        surface, colours = ground.surface, ground.colours
        made = bands.of(surface, colours, ground.levels) if style.bands else None
        _draw_heat(painter, places, ground, surface, colours, made, style)
        if ground.field is not None:
            _draw_arrows(painter, places, ground.field, surface, colours, style)
        contours.draw(painter, _contours(places, ground, colours), style)
        colour_bar.draw(painter, places.bar, surface, colours, ground.unit_scale, ground.unit, style, made)

    def draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the handles, and what is read off the focused one."""
        places = self.places(rect, style)
        bar = places.bar.adjusted(-style.px(4), -style.px(24), style.px(70), style.px(24))
        if self.level is not None:
            contours.draw_level(painter, places.all(self.level), self._level_colour(style), style)
            if self.ground.colours is not None:
                contours.draw_labels(painter, _contours(places, self.ground, self.ground.colours), style)
        if self.lit is not None:
            lighting.draw(painter, self._axis_boxes(places.chart.plot, style), self.lit, style)
        draw_trails(painter, self.trails, places.all, style)
        plot = places.chart.plot
        room = QRectF(rect.left() + style.px(4), plot.top() - style.px(9), rect.width() - style.px(8), plot.height())
        draw_marks(painter, places, self.marks, room, [bar], style)  # a label may not hide the titles
        draw_foot(painter, rect, self.foot, style)

    def _axis_boxes(self, plot: QRectF, style: Style) -> list[tuple[int, QRectF]]:
        """Return where the two axes with their numbers and titles stand."""
        px = style.px
        below = QRectF(plot.left(), plot.bottom() + px(4), plot.width(), px(42))
        beside = QRectF(plot.left() - px(58), plot.top(), px(54), plot.height())
        return list(zip(self.classes, (below, beside), strict=False))

    def _level_colour(self, style: Style) -> QColor:
        return next((mark.colour(style) for mark in self.marks if mark.focused), QColor(style.ink))

    def draw_reading(self, painter: QPainter, rect: QRectF, at: Float, style: Style) -> None:
        """Draw lines from a point to both axes, with what is read there."""
        chart = self.places(rect, style).chart
        inside = all(axis.low <= value <= axis.high for axis, value in zip((chart.x, chart.y), at, strict=True))
        if inside:
            axes.draw_reading(painter, chart, float(at[0]), float(at[1]), style)


def _draw_heat(
    painter: QPainter,
    places: SquarePlaces,
    ground: SquareGround,
    surface: Surface,
    colours: ColourScale,
    made: Bands | None,
    style: Style,
) -> None:
    plot, outline = places.chart.plot, QPainterPath()
    outline.addRect(plot)
    place = heatmap.Place((plot.bottomLeft(), plot.bottomRight(), plot.topLeft()), outline, plot, places.all)
    heatmap.draw(painter, surface, colours, place, ground.beyond, made, style)


def _contours(places: SquarePlaces, ground: SquareGround, colours: ColourScale) -> contours.Contours:
    plot = places.chart.plot

    def edge(x: Float, y: Float) -> Float:
        return np.minimum.reduce([x - plot.left(), plot.right() - x, y - plot.top(), plot.bottom() - y])

    placed = [(level, places.all(line)) for level, line in zip(ground.levels, ground.lines, strict=True)]
    return contours.Contours(placed, colours, ground.unit_scale, edge, [plot.topLeft(), plot.bottomRight()])


def _draw_arrows(
    painter: QPainter, places: SquarePlaces, field: Field, surface: Surface, colours: ColourScale, style: Style
) -> None:
    """Draw the field, as densely as it stays legible in this size."""
    x, y, plot = places.chart.x, places.chart.y, places.chart.plot
    count = max(3, round(plot.width() / style.px(arrows.SPACING)))
    shares = (np.arange(count) + 0.5) / count
    across, up = (axis.low + (axis.high - axis.low) * shares for axis in (x, y))
    middles = np.stack([each.ravel() for each in np.meshgrid(across, up)], axis=-1)
    low, high = np.array([x.low, y.low]), np.array([x.high, y.high])
    reach = style.px(arrows.REACH) / plot.width() * (x.high - x.low)
    made = fields.strokes(field, middles, reach, lambda at: ((at - low) * (high - at)).min(axis=-1) > 0)
    steps = np.rint((made.lines[:, made.lines.shape[1] // 2] - low) / (high - low) * surface.steps).astype(np.intp)
    on_dark = colours.share(surface.values[steps[:, 1], steps[:, 0]]) > colours.darkness
    placed = np.stack(places.all(made.lines.reshape(-1, 2)), axis=-1)
    arrows.draw(painter, placed.reshape(made.lines.shape), on_dark, style)


def draw_titles(painter: QPainter, rect: QRectF, titles: Sequence[str], style: Style) -> None:
    """Write titles above a drawing, each cut to a line."""
    for count, title in enumerate(title for title in titles if title):
        words = elided(painter, title, 12.5, rect.width() - style.px(28), style)
        at = rect.topLeft() + QPointF(style.px(14), style.px(17 + 18 * count))
        draw_text(painter, at, words, Text(12.5, style.muted), style)


def draw_message(painter: QPainter, plot: QRectF, message: str, style: Style) -> None:
    """Write why there is nothing to see in the middle of a plot."""
    painter.setFont(style.font(13))
    lines = wrapped(painter, message, plot.width() - style.px(24))
    for count, line in enumerate(lines):
        at = plot.center() + QPointF(0, (count - (len(lines) - 1) / 2) * style.px(20))
        draw_text(painter, at, line, Text(13, style.text, align=CENTRE), style)


def draw_foot(painter: QPainter, rect: QRectF, words: str, style: Style) -> None:
    """Write what is read off the focused row, its parts on as few lines as fit, unless the figure is one of several."""
    if style.shared is not None:
        return
    painter.setFont(style.font(11.5))
    lines: list[str] = []
    for part in words.split(GAP):
        wider = f"{lines[-1]}{GAP}{part}" if lines else part
        if lines and painter.fontMetrics().horizontalAdvance(wider) <= rect.width() - style.px(24):
            lines[-1] = wider
        else:
            lines.append(part)
    for count, line in enumerate(reversed(lines)):
        at = QPointF(rect.center().x(), rect.bottom() - style.px(14 + 17 * count))
        shown = elided(painter, line, 11.5, rect.width() - style.px(12), style)
        draw_text(painter, at, shown, Text(11.5, style.muted, align=CENTRE), style)


GAP = "      "
"""What stands between the parts of a foot."""
