"""SVG drawings: shapes and text as such, the surface as one picture."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.io import pictures
from gui.export.sheet import POINTS, SCREEN, Sheet
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "svg"

_LOGICAL_DPI = 96
_OF_ONE_WIDTH = b"Loss Atlas Sans SC, Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC"


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int, sheet: Sheet = SCREEN) -> bytes:
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
    drawing = re.sub(rb'width="[^"]*mm" height="[^"]*mm"', _head(size, sheet).encode(), bytes(data.data()), count=1)
    drawing = re.sub(rb'(?<=font-family=")[^"]*', _with_others, drawing)
    return pictures.into_svg(drawing, sheet.carried) if sheet.carried is not None else drawing


def _head(size: QSize, sheet: Sheet) -> str:
    """Return the size: in pixels, where Qt's rounded millimetres show a pixel too large, or as large as asked for."""
    if sheet.points == POINTS:
        return f'width="{size.width()}" height="{size.height()}"'
    width, height = (f"{side * sheet.points / 72 * 25.4:.4f}" for side in (size.width(), size.height()))
    return f'width="{width}mm" height="{height}mm"'


def _with_others(families: re.Match[bytes]) -> bytes:
    """Return font families with those that stand in where ours is not installed: first of the same widths."""
    return families[0].replace(b"Loss Atlas Sans SC", _OF_ONE_WIDTH) + b", sans-serif"
