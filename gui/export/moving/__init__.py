"""Animations into files: one writer a format, found by itself. Pictures come one by one, and none is kept."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtGui import QImage

from core.errors import LossAtlasError


@dataclass(frozen=True)
class Timing:
    """How many pictures there are, and how many are shown in a second."""

    count: int
    fps: int


class MovingWriter(Protocol):
    """What a format's module offers."""

    SUFFIX: str

    def write(self, path: Path, pictures: Iterator[QImage], timing: Timing) -> list[Path]:
        """Write the pictures, whole or not at all; return the files. What `pictures` raises goes on, with none left."""
        ...

    def check(self) -> None:
        """Raise if the format cannot be written here."""
        ...


@cache
def writers() -> dict[str, MovingWriter]:
    """Return the writer of each file name ending."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return {module.SUFFIX: cast(MovingWriter, module) for module in modules}


def writer_of(path: Path) -> MovingWriter:
    """Return the writer that a file's name asks for."""
    try:
        return writers()[path.suffix.lower()]
    except KeyError:
        raise LossAtlasError("animation_kind", where=path.name, known=", ".join(writers())) from None
