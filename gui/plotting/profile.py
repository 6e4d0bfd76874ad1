"""A curve of an objective over two classes, with handles on it and its infinite ends hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core.surfaces import Profile
from core.validation import Float
from gui.plotting import axes
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

    def places(self, rect: QRectF, style: Style) -> ProfilePlaces:
        """Return where its points stand in `rect`."""
        px = style.px
        plot = QRectF(rect.left() + px(64), rect.top() + px(58), rect.width() - px(92), rect.height() - px(150))
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
        for low, high in infinite_parts(self.profile):
            _draw_infinite(painter, chart, low, high, style)
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


def infinite_parts(profile: Profile) -> list[tuple[float, float]]:
    """Return the stretches of the axis, end to end, on which a curve that is infinite somewhere is above the cut."""
    if not profile.infinite:
        return []
    above = np.concatenate([[False], profile.values > profile.high, [False]])
    starts, ends = np.flatnonzero(above[1:] & ~above[:-1]), np.flatnonzero(above[:-1] & ~above[1:]) - 1
    return [(float(profile.at[a]), float(profile.at[b])) for a, b in zip(starts, ends, strict=True)]


def _draw_infinite(painter: QPainter, chart: Chart, low: float, high: float, style: Style) -> None:
    """Hatch a stretch of the plot, at least a few pixels wide, and write ∞ above it."""
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
    draw_text(painter, at, "∞", Text(13, style.text, align=CENTRE), style)
