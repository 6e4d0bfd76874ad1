"""A curve of an objective over two classes, with handles on it and its infinite ends hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from core.surfaces import Profile
from core.validation import Float
from gui.plotting import axes, palettes
from gui.plotting.axes import Axis, Chart
from gui.plotting.figure import CENTRE, Text, draw_text, hatch_lines
from gui.plotting.hands import Mark, draw_marks
from gui.plotting.square import draw_foot, draw_message, draw_titles
from gui.plotting.style import Style


@dataclass(frozen=True)
class ProfilePlaces:
    """Where the curve's points stand: at a probability, and a height."""

    chart: Chart

    def point(self, at: Sequence[float]) -> QPointF:
        """Return where a probability and a height stand, at the border at most."""
        return self.chart.at(at[0], at[1])

    def coordinates(self, point: QPointF) -> Float:
        """Return the probability under a point, from 0 to 1."""
        plot = self.chart.plot
        return np.array([min(max((point.x() - plot.left()) / plot.width(), 0.0), 1.0)])


@dataclass(frozen=True, eq=False)
class ProfileFigure:
    """A curve over the probability of the second of two classes, from 0 to 1."""

    profile: Profile | None
    message: str
    unit_scale: float
    titles: tuple[str, ...]
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    foot: str
    key: object
    steps: tuple[float, float] = (0.01, 0.1)
    is_waiting: bool = False
    """Whether the curve is still to be computed."""
    zooms: ClassVar[bool] = False
    around_zero: bool = False
    """Whether the curve is a difference, so that its two sides are told apart."""

    def places(self, rect: QRectF, style: Style) -> ProfilePlaces:
        """Return where its points stand in `rect`."""
        px = style.px
        top = px(58 + 18 * max(0, len(self.titles) - 2))
        plot = QRectF(rect.left() + px(64), rect.top() + top, rect.width() - px(92), rect.height() - top - px(92))
        return ProfilePlaces(Chart(plot, self.x, self.y))

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw all of it."""
        self.draw_ground(painter, rect, style)
        self.draw_marks(painter, rect, style)

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what stays while handles move."""
        chart = self.places(rect, style).chart
        draw_titles(painter, rect, self.titles, style)
        axes.draw_axes(painter, chart, style)
        if self.profile is None:
            draw_message(painter, chart.plot, self.message, style)
            return
        if self.around_zero:
            _draw_sides(painter, chart, self.profile, self.unit_scale, style)
        for low, high in infinite_parts(self.profile):
            _draw_infinite(painter, chart, low, high, "∞", style)
        for low, high in bottomless_parts(self.profile):
            _draw_infinite(painter, chart, low, high, "−∞", style)
        axes.draw_curve(
            painter, chart, self.profile.at, self.profile.values / self.unit_scale, style.ink, style, width=2
        )

    def draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the handles with a line down to the axis, and what is read off the focused one."""
        places = self.places(rect, style)
        plot = places.chart.plot
        room = QRectF(rect.left() + style.px(4), plot.top() - style.px(9), rect.width() - style.px(8), plot.height())
        draw_marks(painter, places, self.marks, room, [], style)  # a label may not hide the titles or the axis
        draw_foot(painter, rect, self.foot, style)

    def draw_reading(self, painter: QPainter, rect: QRectF, at: Float, style: Style) -> None:
        """Draw lines from the curve above a probability to both axes, with what is read there."""
        if self.profile is None:
            return
        height = float(np.interp(at[0], self.profile.at, self.profile.values)) / self.unit_scale
        if self.y.low <= height <= self.y.high:
            axes.draw_reading(painter, self.places(rect, style).chart, float(at[0]), height, style)


def infinite_parts(profile: Profile) -> list[tuple[float, float]]:
    """Return the stretches of the axis, end to end, on which a curve that is infinite somewhere is above the cut."""
    return _stretches(profile.at, profile.values > profile.high) if profile.infinite else []


def bottomless_parts(profile: Profile) -> list[tuple[float, float]]:
    """Return the same where a curve that is minus infinity somewhere is below the cut."""
    return _stretches(profile.at, profile.values < profile.low) if profile.bottomless else []


def _stretches(at: Float, chosen: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    inside = np.concatenate([[False], chosen, [False]])
    starts, ends = np.flatnonzero(inside[1:] & ~inside[:-1]), np.flatnonzero(inside[:-1] & ~inside[1:]) - 1
    return [(float(at[a]), float(at[b])) for a, b in zip(starts, ends, strict=True)]


def _draw_sides(painter: QPainter, chart: Chart, profile: Profile, unit_scale: float, style: Style) -> None:
    """Tint what lies between the curve and 0, in the colours of a difference, and draw the line of 0."""
    heights = np.nan_to_num(np.clip(profile.values / unit_scale, chart.y.low, chart.y.high))
    for side, share in ((np.minimum(heights, 0.0), 0.25), (np.maximum(heights, 0.0), 0.75)):
        points = chart.points(
            np.concatenate([profile.at[:1], profile.at, profile.at[-1:]]), np.concatenate([[0.0], side, [0.0]])
        )
        painter.setPen(Qt.PenStyle.NoPen)
        tint = palettes.colour_at(palettes.diverging(), share)
        tint.setAlphaF(0.45)
        painter.setBrush(tint)
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in points.tolist()]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    axes.draw_curve(painter, chart, [0.0, 1.0], [0.0, 0.0], style.muted, style)


def _draw_infinite(painter: QPainter, chart: Chart, low: float, high: float, sign: str, style: Style) -> None:
    """Hatch a stretch of the plot, at least a few pixels wide, and write what it stands for above it."""
    left, right = chart.at(low, chart.y.high).x(), chart.at(high, chart.y.high).x()
    least = style.px(8)
    if right - left < least:
        left, right = (left, left + least) if low <= 0.5 else (right - least, right)
    area = QRectF(left, chart.plot.top(), right - left, chart.plot.height())
    outline = QPainterPath()
    outline.addRect(area)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.muted))
    painter.drawPath(hatch_lines(outline, style.px(7)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    at = QPointF(area.center().x(), area.top() - style.px(9))
    draw_text(painter, at, sign, Text(13, style.text, align=CENTRE), style)
