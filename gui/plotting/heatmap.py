"""The surface as one picture, the lattice laid on the triangle with antialiased edges, or as bands; and hatching."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from core.surfaces import Surface
from core.validation import Float
from gui.plotting import bands
from gui.plotting.bands import Bands
from gui.plotting.figure import hatch_lines
from gui.plotting.scales import ColourScale
from gui.plotting.style import Style

RESOLUTION = 3.0
"""Pixels of a picture for one design pixel in SVG and PDF: 288 dots an inch at design size."""
_HATCHED, _HATCHING = QColor("#16202B"), QColor("#B9C4D0")


def lattice_image(surface: Surface, scale: ColourScale) -> QImage:
    """Return the lattice's colours, one pixel a lattice point, row 0 at the foot of the triangle."""
    colours = scale.colours(surface.values)
    side = colours.shape[0]
    return QImage(colours.tobytes(), side, side, side * 4, QImage.Format.Format_RGB32).copy()


def _lattice_transform(corners: Sequence[QPointF], steps: int) -> QTransform:
    """Return what carries lattice pixels (centre of pixel 0, 0 at the left corner) onto the triangle."""
    left, right, top = corners
    across, up = (right - left) / steps, (top - left) / steps
    shear = QTransform(across.x(), across.y(), up.x(), up.y(), left.x(), left.y())
    return QTransform.fromTranslate(-0.5, -0.5) * shear


@cache
def _hatch_tile(gap: int) -> QImage:
    """Return a tile of diagonal light and dark lines `gap` apart that repeats without a seam.

    It holds many lines: the fewer tiles an area takes, the quicker it is filled.
    """
    size = gap * max(1, round(120 / gap))
    tile = QImage(size, size, QImage.Format.Format_RGB32)
    tile.fill(_HATCHED)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_HATCHING, gap * 0.22, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    for shift in range(-size, size + 1, gap):
        painter.drawLine(QPointF(shift, size), QPointF(shift + size, 0))
    painter.end()
    return tile


@lru_cache(maxsize=16)
def hatched(width: int, height: int, gap: int) -> QImage:
    """Return a hatched picture, the sign of an infinite loss, with an opaque ground."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.fillRect(image.rect(), QBrush(_hatch_tile(gap)))
    painter.end()
    return image


def triangle_path(corners: Sequence[QPointF]) -> QPainterPath:
    """Return the triangle's outline."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path


@dataclass(frozen=True)
class Place:
    """Where a surface stands on a drawing.

    Attributes
    ----------
    corners
        Where the lattice's corners 0, 0 and n, 0 and 0, n are.
    outline
        What is filled.
    area
        A rectangle around that.
    placed
        Gives x and y of points of the surface's plane (m, 2).
    """

    corners: Sequence[QPointF]
    outline: QPainterPath
    area: QRectF
    placed: Callable[[Float], tuple[Float, Float]]


def draw(
    painter: QPainter,
    surface: Surface,
    colours: ColourScale,
    place: Place,
    beyond: Sequence[Float],
    made: Bands | None,
    style: Style,
) -> None:
    """Fill the place with the surface's colours, its edges antialiased, or with the bands `made` of it.

    `beyond` are the outlines of where the loss is above the cut, in the plane; there it is hatched.
    """
    hatched = QPainterPath()
    for each in beyond:
        hatched.addPath(pg.arrayToQPath(*place.placed(each)))

    def fill(target: QPainter) -> None:
        target.setPen(Qt.PenStyle.NoPen)
        if made is not None:
            bands.draw(target, surface, made, place.outline, place.placed)
        else:
            brush = QBrush(lattice_image(surface, colours))
            brush.setTransform(_lattice_transform(place.corners, surface.steps))
            target.setBrush(brush)
            target.drawPath(place.outline)
        if not hatched.isEmpty():
            hatch_path(target, hatched, style.px(7))

    if made is None and in_file(painter):
        _paint_picture(painter, place.area, RESOLUTION / style.scale, fill)
    else:
        fill(painter)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def hatch_path(painter: QPainter, path: QPainterPath, gap: float) -> None:
    """Fill a path with lines `gap` apart, the sign of an infinite loss, alike on screens of every resolution."""
    painter.setPen(Qt.PenStyle.NoPen)
    if in_file(painter):
        painter.setBrush(_HATCHED)
        painter.drawPath(path)
        painter.setBrush(_HATCHING)
        painter.drawPath(hatch_lines(path, gap))
        return
    ratio = painter.device().devicePixelRatioF()
    gap = max(4, round(gap * ratio))
    brush = QBrush(_hatch_tile(gap))
    brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    painter.setBrush(brush)
    painter.drawPath(path)


def in_file(painter: QPainter) -> bool:
    """Return whether a painter writes a drawing of lines and areas, in which the surface has to be a picture."""
    engine = painter.paintEngine()
    return engine is not None and engine.type() in (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


def _paint_picture(painter: QPainter, area: QRectF, ratio: float, fill: Callable[[QPainter], None]) -> None:
    """Draw what `fill` paints within `area` as one picture of `ratio` pixels a unit, transparent where nothing is."""
    area = QRectF(area.toAlignedRect())
    size = QSize(math.ceil(area.width() * ratio), math.ceil(area.height() * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    inner = QPainter(image)
    inner.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    inner.scale(ratio, ratio)
    inner.translate(-area.topLeft())
    fill(inner)
    inner.end()
    painter.drawImage(area, image, QRectF(0, 0, area.width() * ratio, area.height() * ratio))
