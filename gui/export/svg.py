"""SVG drawings: shapes and text as such, the surface as one picture."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgGenerator

from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "svg"

_LOGICAL_DPI = 96


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int) -> bytes:
    """Return an SVG file's bytes."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setResolution(_LOGICAL_DPI)  # any other misplaces text and pens
    generator.setTitle("Loss Atlas")
    generator.setDescription("")
    painter = QPainter(generator)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(0, 0, size.width(), size.height())
    if not style.transparent:
        painter.fillRect(area, QColor(style.panel))
    figure.draw(painter, area, style.scaled(1.0))
    painter.end()
    buffer.close()
    return bytes(data.data())
