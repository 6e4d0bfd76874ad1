"""A surface as bands of one colour each: filled contours, which a file holds as areas instead of a picture.

Each band is laid over the one below it, which goes on beneath, so no seam shows between two in any viewer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core import surfaces
from core.surfaces import Surface
from core.validation import Float
from gui.plotting import palettes
from gui.plotting.scales import ColourScale


@dataclass(frozen=True)
class Bands:
    """Values that part bands, rising, the colours of the bands, one more, and the values that a bar names."""

    edges: tuple[float, ...]
    fills: tuple[QColor, ...]
    named: tuple[float, ...]


def of(surface: Surface, colours: ColourScale, levels: Sequence[float]) -> Bands:
    """Return the bands between `levels`, where contours are; of a surface with few values a band for each."""
    values = surfaces.plateaus(surface)
    if values:
        edges = [(low + high) / 2 for low, high in pairwise(values)]
        shares = colours.share(values).tolist()
    else:
        edges = list(levels) or surfaces.nice_levels(colours.low, colours.high)
        ends = [0.0, *colours.share(edges).tolist(), 1.0]
        shares = [(low + high) / 2 for low, high in pairwise(ends)]
    fills = tuple(palettes.colour_at(colours.table, share) for share in shares)
    return Bands(tuple(edges), fills, tuple(values or edges))


def draw(
    painter: QPainter,
    surface: Surface,
    bands: Bands,
    outline: QPainterPath,
    placed: Callable[[Float], tuple[Float, Float]],
) -> None:
    """Fill `outline`, all of the surface, with the bands; `placed` gives x and y of points of the plane (m, 2)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bands.fills[0])
    painter.drawPath(outline)
    for edge, fill in zip(bands.edges, bands.fills[1:], strict=True):
        path = QPainterPath()
        for points in surfaces.above(surface, edge):
            path.addPath(pg.arrayToQPath(*placed(points)))
        painter.setBrush(fill)
        painter.drawPath(path)


def draw_bar(painter: QPainter, bar: QRectF, bands: Bands, colours: ColourScale) -> None:
    """Draw the bands' colours as an upright bar."""
    for share, fill in zip((0.0, *colours.share(bands.edges).tolist()), bands.fills, strict=True):
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width(), bar.height() * (1.0 - share)), fill)
