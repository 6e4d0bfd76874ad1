"""APNG: every picture to the last bit, in a file that shows its first where animations are not known."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
from PySide6.QtGui import QImage

from gui.export import files
from gui.export.moving import Timing

SUFFIX = ".apng"

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = 6


def check() -> None:
    """It can be written everywhere."""


def write(path: Path, pictures: Iterator[QImage], timing: Timing) -> list[Path]:
    """Write an APNG that plays over and over."""
    files.write_by(path, lambda stream: _fill(stream, pictures, timing))
    return [path]


def _fill(stream: IO[bytes], pictures: Iterator[QImage], timing: Timing) -> None:
    number = 0  # counts the chunks that belong to the animation
    for place, picture in enumerate(pictures):
        width, height = picture.width(), picture.height()
        if place == 0:
            stream.write(_SIGNATURE)
            stream.write(_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, _RGBA, 0, 0, 0)))
            stream.write(_chunk(b"acTL", struct.pack(">II", timing.count, 0)))
        stream.write(_chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, 0, 0, 1, timing.fps, 0, 0)))
        number += 1
        data = zlib.compress(_filtered(picture), 6)
        if place == 0:
            stream.write(_chunk(b"IDAT", data))
        else:
            stream.write(_chunk(b"fdAT", struct.pack(">I", number) + data))
            number += 1
    stream.write(_chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _filtered(picture: QImage) -> bytes:
    """Return the rows as PNG wants them, each as what it differs from the one above: flat grounds become zeros."""
    rows = pixels(picture)
    made = np.empty((rows.shape[0], 1 + rows.shape[1]), np.uint8)
    made[:, 0] = 2
    made[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=made[1:, 1:])
    return made.tobytes()


def pixels(picture: QImage) -> np.ndarray:
    """Return a picture's rows as bytes, red, green, blue and opacity by turns (height, 4 · width)."""
    image = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    wide = 4 * image.width()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, :wide].copy()
