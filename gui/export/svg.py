"""SVG drawings: shapes and text as such, the surface as one picture."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgGenerator

from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "svg"

_LOGICAL_DPI = 96
_OF_ONE_WIDTH = b"Loss Atlas Sans SC, Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC"


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
    # Qt states the size in millimetres, rounded, which a viewer shows a pixel too large.
    head = f'width="{size.width()}" height="{size.height()}"'
    drawing = re.sub(rb'width="[^"]*mm" height="[^"]*mm"', head.encode(), bytes(data.data()), count=1)
    return re.sub(rb'(?<=font-family=")[^"]*', _with_others, drawing)


def _with_others(families: re.Match[bytes]) -> bytes:
    """Return font families with those that stand in where ours is not installed: first of the same widths."""
    return families[0].replace(b"Loss Atlas Sans SC", _OF_ONE_WIDTH) + b", sans-serif"
