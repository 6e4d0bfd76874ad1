"""SVG drawings: shapes and text as such, the surface as one picture."""

from __future__ import annotations

import html
import re
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.io import pictures
from gui.export.sheet import POINTS, SCREEN, Sheet
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "svg"

_LOGICAL_DPI = 96
_TEXT = re.compile(rb'<text [^>]*?font-family="([^"]*)" font-size="(\d+)" font-weight="(\d+)"[^>]*?(?=>([^<]*)</text>)')
_OURS = "Loss Atlas Sans SC"
"""The font that comes with the program, which no reader has."""
_ALIKE = {
    _OURS: ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"),
    "DejaVu Sans": ("Bitstream Vera Sans", "Verdana"),
}
"""Fonts with the widths of those that may be used here, first where a reader's machine has others."""


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
    drawing = _TEXT.sub(_with_length, drawing)
    drawing = re.sub(rb'(?<=font-family=")[^"]*', _with_others, drawing)
    return pictures.into_svg(drawing, sheet.carried) if sheet.carried is not None else drawing


def _head(size: QSize, sheet: Sheet) -> str:
    """Return the size: in pixels, where Qt's rounded millimetres show a pixel too large, or as large as asked for."""
    if sheet.points == POINTS:
        return f'width="{size.width()}" height="{size.height()}"'
    width, height = (f"{side * sheet.points / 72 * 25.4:.4f}" for side in (size.width(), size.height()))
    return f'width="{width}mm" height="{height}mm"'


def _with_length(start: re.Match[bytes]) -> bytes:
    """Return the start of a text in our font with the length that it has here, which another font then keeps to."""
    families, size, weight, words = (part.decode() for part in start.groups())
    if _OURS not in families:
        return start[0]
    font = QFont([family.strip() for family in families.split(",")])
    font.setPixelSize(int(size))
    font.setWeight(QFont.Weight(int(weight)))
    length = QFontMetricsF(font).horizontalAdvance(html.unescape(words))
    return start[0].rstrip() + b' textLength="%.2f" lengthAdjust="spacingAndGlyphs"' % length


def _with_others(families: re.Match[bytes]) -> bytes:
    """Return font families by the names of fonts, and those that stand in where they are not installed."""
    return ", ".join([*_named(families[0].decode()), "sans-serif"]).encode()


@cache
def _named(families: str) -> tuple[str, ...]:
    """Return fonts by their own names: “Sans Serif”, as Qt calls what a system likes best, is no viewer's."""
    fonts = (QFontInfo(QFont(family.strip())).family() for family in families.split(","))
    return tuple(dict.fromkeys(name for font in fonts for name in (font, *_ALIKE.get(font, ()))))
