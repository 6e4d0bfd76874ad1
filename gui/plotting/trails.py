"""Paths of a descent over a surface: a line a loss with a halo, and where each is at the step looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.validation import Float
from gui.plotting.figure import LEFT, Text, draw_marker, draw_text, pen
from gui.plotting.style import Style

_NEAR = 6.0
"""Design pixels within which two losses share one label."""


@dataclass(frozen=True, eq=False)
class Trail:
    """One loss's path over a surface, (steps + 1, d); by its place in the menu it is coloured as in Curves."""

    symbol: str
    index: int
    points: Float
    step: int


def draw(
    painter: QPainter, trails: Sequence[Trail], placed: Callable[[Float], tuple[Float, Float]], style: Style
) -> None:
    """Draw trails up to the step looked at, the rest faint; `placed` carries plane points to the painter."""
    ends: list[tuple[QPointF, Trail]] = []
    for trail in sorted(trails, key=_dashed):
        points = np.stack(placed(trail.points), axis=-1)
        _line(painter, points, trail, style, faint=True)
        _line(painter, points[: trail.step + 1], trail, style, faint=False)
        here = points[trail.step]
        if np.isfinite(here).all():
            ends.append((QPointF(*here.tolist()), trail))
        if np.isfinite(points[0]).all() and trail.step:  # where all of them start
            draw_marker(painter, "circle", QPointF(*points[0].tolist()), 3.5, QColor(style.ink), style, hollow=True)
    labels: list[tuple[QPointF, list[Trail]]] = []
    for at, trail in ends:
        draw_marker(painter, "circle", at, 4, style.loss_colour(trail.index), style)
        near = next((each for where, each in labels if (where - at).manhattanLength() < style.px(_NEAR)), None)
        if near is None:
            labels.append((at, [trail]))
        else:
            near.append(trail)
    ground = QColor(style.halo)
    ground.setAlphaF(0.9)
    for at, here in labels:
        words = " ".join(trail.symbol for trail in here)
        how = Text(10, style.loss_colour(here[0].index), bold=True, align=LEFT, ground=ground)
        draw_text(painter, at + QPointF(style.px(10), style.px(12)), words, how, style)


def _dashed(trail: Trail) -> bool:
    return trail.index % 2 == 1


def _line(painter: QPainter, points: Float, trail: Trail, style: Style, *, faint: bool) -> None:
    """Draw a path with a halo that keeps it legible on every colour of the surface."""
    kept = points[np.isfinite(points).all(axis=-1)]
    if len(kept) < 2:
        return
    far = np.hypot(*np.diff(kept, axis=0).T)
    kept = kept[np.append(True, np.diff(np.floor(np.cumsum(far) / style.px(1.0)), prepend=-1.0) > 0)]
    line = QPolygonF([QPointF(x, y) for x, y in kept.tolist()])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    colour = QColor(style.loss_colour(trail.index))
    if faint:
        colour.setAlphaF(0.35)
    else:
        painter.setPen(pen(style.halo, 3.6, style))
        painter.drawPolyline(line)
    kind = Qt.PenStyle.DashLine if _dashed(trail) else Qt.PenStyle.SolidLine
    painter.setPen(pen(colour, 1.0 if faint else 1.8, style, kind))
    painter.drawPolyline(line)
