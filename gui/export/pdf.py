"""PDF pages: one page of the figure's size, shapes and text as such, the surface as one lossless picture."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "pdf"

_POINTS_PER_PIXEL = 72 / 96
_RESOLUTION = 960


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int) -> bytes:
    """Return a PDF file's bytes."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("Loss Atlas")
    page = QSizeF(size.width() * _POINTS_PER_PIXEL, size.height() * _POINTS_PER_PIXEL)
    kind = QPageSize(page, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(kind, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(_RESOLUTION)
    painter = QPainter(writer)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.LosslessImageRendering)
    factor = _RESOLUTION / 96
    area = QRectF(0, 0, size.width() * factor, size.height() * factor)
    if not style.transparent:
        painter.fillRect(area, QColor(style.panel))
    figure.draw(painter, area, style.scaled(factor))
    painter.end()
    buffer.close()
    return bytes(data.data())
