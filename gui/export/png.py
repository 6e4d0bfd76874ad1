"""PNG pictures."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from core.errors import LossAtlasError
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "png"

LARGEST_SIDE = 12000
"""In pixels: a square of it takes half a gigabyte."""

_DOTS_PER_METRE = 96 / 0.0254


def render(figure: Figure, size: QSize, style: Style, scale: int) -> QImage:
    """Return the figure as a picture `scale` times its design size, with its resolution embedded.

    Raises
    ------
    LossAtlasError
        If the picture would be larger than memory is likely to hold.
    """
    width, height = size.width() * scale, size.height() * scale
    if max(width, height) > LARGEST_SIDE:
        raise LossAtlasError("figure_size", text=f"{width}x{height}", limit=LARGEST_SIDE)
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent if style.transparent else QColor(style.panel))
    image.setDotsPerMeterX(round(_DOTS_PER_METRE * scale))
    image.setDotsPerMeterY(round(_DOTS_PER_METRE * scale))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    figure.draw(painter, QRectF(image.rect()), style.scaled(scale))
    painter.end()
    return image


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int) -> bytes:
    """Return a PNG file's bytes."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(render(figure, size, style, scale))
    buffer.close()
    return bytes(data.data())
