"""Lines of equal loss over a picture, each with its level written on it once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from core.validation import Float
from gui.plotting import colour_bar
from gui.plotting.figure import CENTRE, Text, draw_text, hairline
from gui.plotting.scales import ColourScale
from gui.plotting.style import Style

Placed = tuple[Float, Float]
"""Places of points on a drawing: their x and their y."""


@dataclass(frozen=True)
class Contours:
    """Lines of equal loss on a drawing.

    Attributes
    ----------
    lines
        The loss and the line of each, a nan between two pieces.
    unit_scale
        What one of the unit shown is in nats.
    edge
        Gives how far places are inside the picture.
    taken
        Where no label may stand near.
    """

    lines: Sequence[tuple[float, Placed]]
    colours: ColourScale
    unit_scale: float
    edge: Callable[[Float, Float], Float]
    taken: Sequence[QPointF]


def draw(painter: QPainter, contours: Contours, style: Style) -> None:
    """Draw every level's lines, light where the surface is dark, and its label once."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for level, (x, y) in contours.lines:
        painter.setPen(hairline("#E8EDF3" if contours.colours.is_dark(level) else "#16202B", 0.9, style))
        painter.drawPath(pg.arrayToQPath(x, y, connect="finite"))
    draw_labels(painter, contours, style)


def draw_labels(painter: QPainter, contours: Contours, style: Style) -> None:
    """Draw the labels alone, as over another line that would cut them."""
    places = [*contours.taken]
    labels: list[tuple[QPointF, float]] = []
    for level, (x, y) in contours.lines:
        at = _label_place(x, y, contours.edge, places, style)
        if at is not None:
            places.append(at)
            labels.append((at, level))
    for at, level in labels:
        how = Text(10, "#16202B", align=CENTRE, ground="#D9FFFFFF")
        value = level / contours.unit_scale
        ranked = contours.colours.ranks is not None
        words = f"{value:.3g}".replace("-", "−") if ranked else colour_bar.level_text(value)
        draw_text(painter, at, words, how, style)


def draw_level(painter: QPainter, line: Placed, colour: str | QColor, style: Style) -> None:
    """Draw one line that stands out from the contours."""
    path = pg.arrayToQPath(*line, connect="finite")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((style.halo, 3.4), (colour, 1.8)):
        painter.setPen(hairline(ink, width, style))
        painter.drawPath(path)


def _label_place(
    x: Float, y: Float, edge: Callable[[Float, Float], Float], taken: Sequence[QPointF], style: Style
) -> QPointF | None:
    """Return the point of a line farthest from other labels and from the edges, if it is far enough."""
    step = max(1, x.size // 30)
    x, y = x[::step], y[::step]
    there = ~np.isnan(x)
    x, y = x[there], y[there]
    if x.size < 2:
        return None
    first, wide, high = float(x.min()), float(np.ptp(x)), float(np.ptp(y))
    if max(wide, high) < style.px(40):  # a label would hide the line
        return None
    inside = edge(x, y)
    others = np.array([[point.x(), point.y()] for point in taken])
    # A label is wide and flat, so a neighbour above counts as farther than one beside.
    distance = np.hypot((x[:, None] - others[:, 0]) / 2.0, y[:, None] - others[:, 1]).min(axis=1)
    # Handles and their labels are to the right more often than to the left.
    room = np.minimum(distance, inside * 0.8) - 0.05 * np.abs(x - (first + 0.36 * wide))
    best = int(room.argmax())
    if distance[best] < style.px(13) or inside[best] < style.px(14):
        return None
    return QPointF(float(x[best]), float(y[best]))
