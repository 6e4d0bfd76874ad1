"""GIF: 256 colours a picture, each picture with its own, and times in hundredths of a second."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from PySide6.QtGui import QImage

from gui.export import files
from gui.export.moving import Timing
from gui.export.moving.apng import pixels

SUFFIX = ".gif"

_FOREVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def check() -> None:
    """It can be written everywhere."""


def write(path: Path, pictures: Iterator[QImage], timing: Timing) -> list[Path]:
    """Write a GIF that plays over and over."""
    files.write_by(path, lambda stream: _fill(stream, pictures, timing))
    return [path]


def _fill(stream: IO[bytes], pictures: Iterator[QImage], timing: Timing) -> None:
    from PIL import GifImagePlugin, Image

    for place, picture in enumerate(pictures):
        size = picture.width(), picture.height()
        if place == 0:
            stream.write(b"GIF89a" + struct.pack("<HHBBB", *size, 0, 0, 0) + _FOREVER)
        image = Image.frombytes("RGBA", size, pixels(picture).tobytes()).convert("RGB")
        # Of the ways to choose colours the one that keeps thin lines of few pixels.
        few = image.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
        # Pillow's own way to many pictures keeps them all; a picture at a time needs no more memory than one.
        shown = round(100 * (place + 1) / timing.fps) - round(100 * place / timing.fps)
        for part in GifImagePlugin.getdata(few, duration=10 * shown, include_color_table=True):
            stream.write(part)
    stream.write(b"\x3b")
