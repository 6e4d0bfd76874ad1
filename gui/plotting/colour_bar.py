"""The range of a surface's colours, with the hatched end of one that is infinite."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter

from core.surfaces import Surface, nice_levels
from gui.plotting import heatmap, palettes
from gui.plotting.figure import Text, draw_text, pen
from gui.plotting.style import Style

RESOLUTION = 3.0
"""Pixels of a picture for one design pixel in SVG and PDF: 288 dots an inch at design size."""


def draw(painter: QPainter, bar: QRectF, surface: Surface, scale: float, unit: str, style: Style) -> None:
    """Draw the colours with round numbers, and where the loss is infinite the hatched end."""
    px = style.px
    gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
    for stop in range(17):
        gradient.setColorAt(stop / 16, palettes.colour_at(palettes.sequential(), stop / 16))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRect(bar)
    low, high = surface.low / scale, surface.high / scale
    top = finite_top(surface) / scale if surface.walled else high
    label = bar.right() + px(9)
    if surface.walled:
        _draw_wall(painter, bar, (top - low) / (high - low), label, style)
    elif surface.infinite:
        cap = QRectF(bar.left(), bar.top() - px(20), bar.width(), px(14))
        painter.drawImage(cap, _hatch_image(cap, style))
        draw_text(painter, QPointF(label, cap.center().y()), "∞", Text(13, style.text), style)
        draw_text(painter, QPointF(label, bar.top()), f"≥ {high:.3g}", Text(10.5, style.text), style)
    for value in _ticks(low, top):
        y = bar.bottom() - (value - low) / (high - low) * bar.height()
        if surface.infinite and y < bar.top() + px(14):
            continue
        painter.setPen(pen(style.muted, 1, style))
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + px(4), y))
        words = level_text(round(value, 2 - math.floor(math.log10(high - low))))
        draw_text(painter, QPointF(label, y), words, Text(10.5, style.muted), style)
    foot = QPointF(bar.left(), bar.bottom() + px(16))
    draw_text(painter, foot, unit, Text(10.5, style.muted), style)


def finite_top(surface: Surface, *, inside: bool = False) -> float:
    """Return the largest finite value of a surface with a wall, edges included or not; -inf if there is none."""
    j, i = np.indices(surface.values.shape)
    least = np.minimum(np.minimum(i, j), surface.steps - i - j)
    finite = surface.values[(least >= int(inside)) & (surface.values < surface.high)]
    return float(finite.max()) if finite.size else -math.inf


def level_text(value: float) -> str:
    """Return a round number as short as it is."""
    return f"{value:.6g}".replace("-", "−")


def _draw_wall(painter: QPainter, bar: QRectF, share: float, label: float, style: Style) -> None:
    """Hatch all of the bar above what is finite: a wall has no height to read off."""
    finite = max(share * bar.height(), style.px(4)) if share >= 0 else 0.0
    hatched = QRectF(bar.left(), bar.top(), bar.width(), bar.height() - finite)
    painter.drawImage(hatched, _hatch_image(hatched, style))
    draw_text(painter, QPointF(label, hatched.center().y()), "∞", Text(13, style.text), style)


def _hatch_image(area: QRectF, style: Style) -> QImage:
    """Return the hatching as a picture, the same lines as on the surface."""
    size = QSize(math.ceil(area.width() * RESOLUTION), math.ceil(area.height() * RESOLUTION))
    return heatmap.hatched(size, max(4, round(style.px(7) * RESOLUTION)))


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers and both ends of a range; of one value, that value."""
    if not high > low:
        return [low] if high == low else []
    ticks = nice_levels(low, high, 5)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else high - low
    for end in (low, high):
        if all(abs(end - tick) > 0.35 * step for tick in ticks):
            ticks.append(end)
    return ticks
