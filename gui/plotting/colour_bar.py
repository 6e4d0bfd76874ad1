"""The range of a surface's colours, with the hatched end of one that is infinite."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath

from core.surfaces import Surface
from gui.plotting import bands, heatmap, palettes
from gui.plotting.bands import Bands
from gui.plotting.figure import Text, draw_text, pen
from gui.plotting.scales import ColourScale
from gui.plotting.style import Style


def draw(
    painter: QPainter,
    bar: QRectF,
    surface: Surface,
    colours: ColourScale,
    unit_scale: float,
    unit: str,
    style: Style,
    made: Bands | None = None,
) -> None:
    """Draw the colours with round numbers, and where the loss is infinite the hatched end.

    `unit_scale` is what one of the unit shown is in nats; `made` are the bands that the surface is drawn in, if it is.
    """
    px = style.px
    if made is not None:
        bands.draw_bar(painter, bar, made, colours)
    else:
        _draw_gradient(painter, bar, colours)
    label = bar.right() + px(9)
    top = finite_top(surface) if surface.walled else surface.high
    if surface.walled:
        _draw_wall(painter, bar, float(colours.share(top)) if top > -math.inf else -1.0, label, style)
    elif surface.infinite:
        cap = QRectF(bar.left(), bar.top() - px(20), bar.width(), px(14))
        _hatch(painter, cap, style)
        draw_text(painter, QPointF(label, cap.center().y()), "∞", Text(13, style.text), style)
        words = f"≥ {surface.high / unit_scale:.3g}"
        draw_text(painter, QPointF(label, bar.top()), words, Text(10.5, style.text), style)
    if surface.bottomless:
        cap = QRectF(bar.left(), bar.bottom() + px(6), bar.width(), px(14))
        _hatch(painter, cap, style)
        draw_text(painter, QPointF(label, cap.center().y()), "−∞", Text(13, style.text), style)
    values = colours.ticks(unit_scale, top)
    if made is not None:
        values = [value / unit_scale for value in sorted({colours.low, *made.named, max(top, colours.low)})]
    _draw_ticks(painter, bar, surface, colours, (values, unit_scale), style)
    foot = QPointF(bar.left(), bar.bottom() + px(32 if surface.bottomless else 16))
    draw_text(painter, foot, unit, Text(10.5, style.muted), style)


def _draw_gradient(painter: QPainter, bar: QRectF, colours: ColourScale) -> None:
    gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
    for stop in range(17):
        gradient.setColorAt(stop / 16, palettes.colour_at(colours.table, stop / 16))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRect(bar)


def _draw_ticks(
    painter: QPainter,
    bar: QRectF,
    surface: Surface,
    colours: ColourScale,
    shown: tuple[Sequence[float], float],
    style: Style,
) -> None:
    """Draw the numbers beside the bar, none over another; a logarithm's lowest says that there is less."""
    values, unit_scale = shown
    span = (colours.high - colours.low) / unit_scale
    taken = [bar.top()] if surface.infinite and not surface.walled else []
    heights = colours.share([value * unit_scale for value in values]) * bar.height()
    for value, height in zip(values, heights.tolist(), strict=True):
        y = bar.bottom() - height
        if any(abs(y - other) < style.px(13) for other in taken):
            continue
        taken.append(y)
        painter.setPen(pen(style.muted, 1, style))
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + style.px(4), y))
        words = _rounded(value, span, colours.kind)
        if colours.floored and value <= colours.low / unit_scale:
            words = f"≤ {value:.3g}"
        at = QPointF(bar.right() + style.px(9), y)
        draw_text(painter, at, words.replace("-", "−"), Text(10.5, style.muted), style)


def _rounded(value: float, span: float, kind: str) -> str:
    """Return a number with the digits that tell it from its neighbours."""
    if kind == "log":
        return f"{value:.2g}"
    if kind == "rank" and abs(value) > 1e-3 * span:
        return f"{value:.3g}"
    return level_text(round(value, 2 - math.floor(math.log10(span))))


def finite_top(surface: Surface, *, inside: bool = False) -> float:
    """Return the largest finite value of a surface with a wall, edges included or not; -inf if there is none."""
    lattice = surface.domain.lattice(surface.steps)
    finite = surface.values[(lattice.interior if inside else lattice.inside) & (surface.values < surface.high)]
    return float(finite.max()) if finite.size else -math.inf


def level_text(value: float) -> str:
    """Return a round number as short as it is."""
    return f"{value:.6g}".replace("-", "−")


def _draw_wall(painter: QPainter, bar: QRectF, share: float, label: float, style: Style) -> None:
    """Hatch all of the bar above what is finite: a wall has no height to read off."""
    finite = max(share * bar.height(), style.px(4)) if share >= 0 else 0.0
    hatched = QRectF(bar.left(), bar.top(), bar.width(), bar.height() - finite)
    _hatch(painter, hatched, style)
    draw_text(painter, QPointF(label, hatched.center().y()), "∞", Text(13, style.text), style)


def _hatch(painter: QPainter, area: QRectF, style: Style) -> None:
    """Hatch an area with the same lines as the surface: drawn where that is drawn, else a picture as that is."""
    if style.bands:
        path = QPainterPath()
        path.addRect(area)
        heatmap.hatch_path(painter, path, style.px(7))
        return
    width, height = (math.ceil(side * heatmap.RESOLUTION) for side in (area.width(), area.height()))
    painter.drawImage(area, heatmap.hatched(width, height, max(4, round(style.px(7) * heatmap.RESOLUTION))))
