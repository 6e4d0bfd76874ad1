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
    dark = contours.colours.are_dark([level for level, _ in contours.lines])
    for on_dark, (_, (x, y)) in zip(dark, contours.lines, strict=True):
        painter.setPen(hairline("#E8EDF3" if on_dark else "#16202B", 0.9, style))
        painter.drawPath(pg.arrayToQPath(x, y, connect="finite"))
    draw_labels(painter, contours, style)


def draw_labels(painter: QPainter, contours: Contours, style: Style) -> None:
    """Draw the labels alone, as over another line that would cut them."""
    for at, level in _label_places(contours, style):
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


def _label_places(contours: Contours, style: Style) -> list[tuple[QPointF, float]]:
    """Return where each line's label stands, and its level: farthest from other labels and edges, if far enough."""
    thinned = [_thinned(*line) for _, line in contours.lines]
    kept = [(level, line) for (level, _), line in zip(contours.lines, thinned, strict=True) if line.shape[1] > 1]
    if not kept:
        return []
    x, y = np.concatenate([line for _, line in kept], axis=1)
    inside = contours.edge(x, y)
    distance = np.full(x.size, np.inf)
    for point in contours.taken:
        distance = np.minimum(distance, _distance(x, y, point))
    places: list[tuple[QPointF, float]] = []
    end = 0
    for level, line in kept:
        own = slice(end, end := end + line.shape[1])
        first, low = line.min(axis=1).tolist()
        last, high = line.max(axis=1).tolist()
        if max(last - first, high - low) < style.px(40):  # a label would hide the line
            continue
        # Handles and their labels are to the right more often than to the left.
        room = np.minimum(distance[own], inside[own] * 0.8) - 0.05 * np.abs(line[0] - (first + 0.36 * (last - first)))
        best = own.start + int(room.argmax())
        if distance[best] >= style.px(13) and inside[best] >= style.px(14):
            at = QPointF(float(x[best]), float(y[best]))
            places.append((at, level))
            distance = np.minimum(distance, _distance(x, y, at))
    return places


def _thinned(x: Float, y: Float) -> Float:
    """Return about thirty points of a line, those between two pieces left out, shape (2, m)."""
    points = np.stack([x, y])[:, :: max(1, x.size // 30)]
    return points[:, ~np.isnan(points[0])]


def _distance(x: Float, y: Float, point: QPointF) -> Float:
    """Return how far places are from a label: it is wide and flat, so one above counts as farther than one beside."""
    return np.hypot((x - point.x()) / 2.0, y - point.y())
