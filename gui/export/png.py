"""PNG pictures, with their resolution.

They are packed here and not by Qt: rows go into the stream as they are, without a search for the best filter, which for
drawings is four times as fast and smaller. The same picture gives the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from core.errors import LossAtlasError
from core.io import pictures
from gui.export.sheet import POINTS, SCREEN, Sheet
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "png"

LARGEST_SIDE = 12000
"""In pixels: a square of it takes half a gigabyte."""

_POINTS_PER_METRE = 72 / 0.0254
_LEVEL = 3
_MEMORY = 7
"""Of zlib's levels: with less to look up it packs drawings a quarter faster, and no worse."""
_BAND = 1 << 17
"""About so many bytes are packed at a time: few enough to stay in a near cache on the way."""


def render(figure: Figure, size: QSize, style: Style, scale: int, points: float = POINTS) -> QImage:
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
    dots = round(_POINTS_PER_METRE / points * scale)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    figure.draw(painter, QRectF(image.rect()), style.scaled(scale))
    painter.end()
    return image


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int, sheet: Sheet = SCREEN) -> bytes:
    """Return a PNG file's bytes."""
    made = encoded(render(figure, size, style, scale, sheet.points), opaque=not style.transparent)
    return pictures.into_png(made, sheet.carried) if sheet.carried is not None else made


def encoded(image: QImage, *, opaque: bool) -> bytes:
    """Return a picture as a PNG, with its resolution; one that is opaque throughout without its alpha."""
    colours = 3 if opaque else 4
    head = struct.pack(">IIBBBBB", image.width(), image.height(), 8, 2 if opaque else 6, 0, 0, 0)
    dots = struct.pack(">IIB", image.dotsPerMeterX(), image.dotsPerMeterY(), 1)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, _MEMORY)
    packed = [packer.compress(band) for band in _bands(image, colours)] + [packer.flush()]
    chunks = ((b"IHDR", head), (b"pHYs", dots), (b"IDAT", b"".join(packed)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _bands(image: QImage, colours: int) -> Iterator[bytes]:
    """Yield rows of red, green, blue and, of 4 colours, alpha, each after the number of its filter, which is none."""
    kind = QImage.Format.Format_RGB888 if colours == 3 else QImage.Format.Format_RGBA8888
    width = image.width() * colours
    count = max(1, _BAND // width)
    for top in range(0, image.height(), count):
        part = image.copy(0, top, image.width(), min(count, image.height() - top)).convertToFormat(kind)
        rows = np.frombuffer(part.constBits(), np.uint8).reshape(part.height(), part.bytesPerLine())
        band = np.zeros((part.height(), width + 1), np.uint8)
        band[:, 1:] = rows[:, :width]
        yield band.tobytes()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
