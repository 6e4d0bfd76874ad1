"""The surface as one picture: the lattice laid on the triangle with antialiased edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from core.surfaces import Surface
from gui.plotting import palettes


def lattice_image(surface: Surface) -> QImage:
    """Return the lattice's colours, one pixel a lattice point, row 0 at the foot of the triangle."""
    share = (surface.values - surface.low) * ((palettes.SIZE - 1) / (surface.high - surface.low))
    index = np.clip(share, 0, palettes.SIZE - 1).astype(np.intp)
    colours = np.ascontiguousarray(palettes.sequential()[index])
    side = colours.shape[0]
    return QImage(colours.tobytes(), side, side, side * 4, QImage.Format.Format_RGB32).copy()


def _lattice_transform(corners: Sequence[QPointF], steps: int) -> QTransform:
    """Return what carries lattice pixels (centre of pixel 0, 0 at the left corner) onto the triangle."""
    left, right, top = corners
    across, up = (right - left) / steps, (top - left) / steps
    shear = QTransform(across.x(), across.y(), up.x(), up.y(), left.x(), left.y())
    return QTransform.fromTranslate(-0.5, -0.5) * shear


def _hatch_tile(size: int) -> QImage:
    """Return a tile of diagonal light and dark lines that repeats without a seam."""
    tile = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(QColor("#16202B"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#B9C4D0"), size * 0.22, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    for shift in (-size, 0, size):
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


def heat_image(surface: Surface, corners: Sequence[QPointF], size: QSize, beyond: QPainterPath, hatch: int) -> QImage:
    """Return the surface over the triangle `corners` as an image of `size`, transparent outside.

    `beyond` is where the loss is above the cut, in the same coordinates; it is hatched with lines `hatch` apart.
    """
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    brush = QBrush(lattice_image(surface))
    brush.setTransform(_lattice_transform(corners, surface.steps))
    painter.setBrush(brush)
    painter.drawPath(triangle_path(corners))
    if not beyond.isEmpty():
        painter.setBrush(QBrush(_hatch_tile(hatch)))
        painter.drawPath(beyond)
    painter.end()
    return image
