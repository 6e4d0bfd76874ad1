"""Numbered PNGs: `name-0001.png`, `name-0002.png` and so on, for whatever puts films together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QImage

from core.errors import LossAtlasError
from gui.export import files, png
from gui.export.moving import Timing

SUFFIX = ".png"


def check() -> None:
    """They can be written everywhere."""


def write(path: Path, pictures: Iterator[QImage], timing: Timing) -> list[Path]:
    """Write a PNG a picture, numbered from 1: all of them, or none, and then what was there before stays."""
    if not path.parent.is_dir():
        raise LossAtlasError("folder_missing", where=str(path.parent))
    digits = max(4, len(str(timing.count)))
    places = [path.with_name(f"{path.stem}-{place:0{digits}}{path.suffix}") for place in range(1, timing.count + 1)]
    for place in places:
        if place.is_dir():
            raise LossAtlasError("file_directory", where=place.name)
    try:
        with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as folder:
            waiting = [Path(folder) / place.name for place in places]
            for place, picture in zip(waiting, pictures, strict=True):
                files.write(place, png.encoded(picture, opaque=True))
            files.move_all(dict(zip(waiting, places, strict=True)), Path(folder))
    except OSError as error:
        raise LossAtlasError("file_unwritable", where=path.name, reason=error.strerror or str(error)) from None
    return places
