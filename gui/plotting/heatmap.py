"""The surface as one picture: the lattice laid on the triangle with antialiased edges."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from core.surfaces import Surface
from gui.plotting.scales import ColourScale


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
    tile.fill(QColor("#16202B"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#B9C4D0"), gap * 0.22, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    for shift in range(-size, size + 1, gap):
        painter.drawLine(QPointF(shift, size), QPointF(shift + size, 0))
    painter.end()
    return tile


def hatched(size: QSize, gap: int) -> QImage:
    """Return a hatched picture, the sign of an infinite loss, with an opaque ground."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.fillRect(image.rect(), QBrush(_hatch_tile(gap)))
    painter.end()
    return image


def triangle_path(corners: Sequence[QPointF]) -> QPainterPath:
    """Return the triangle's outline."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path


def paint(
    painter: QPainter,
    surface: Surface,
    scale: ColourScale,
    corners: Sequence[QPointF],
    beyond: QPainterPath,
    hatch: float,
    outline: QPainterPath | None = None,
) -> None:
    """Fill the triangle `corners` with the surface's colours, its edges antialiased.

    With an `outline` fill that, the lattice's corners 0, 0 and n, 0 and 0, n being at `corners`.

    `beyond` is where the loss is above the cut, in the same coordinates; it is hatched with lines `hatch` apart.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    brush = QBrush(lattice_image(surface, scale))
    brush.setTransform(_lattice_transform(corners, surface.steps))
    painter.setBrush(brush)
    painter.drawPath(triangle_path(corners) if outline is None else outline)
    if not beyond.isEmpty():
        hatch_path(painter, beyond, hatch)


def hatch_path(painter: QPainter, path: QPainterPath, gap: float) -> None:
    """Fill a path with lines `gap` apart, the sign of an infinite loss, alike on screens of every resolution."""
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


def paint_picture(painter: QPainter, area: QRectF, ratio: float, fill: Callable[[QPainter], None]) -> None:
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
