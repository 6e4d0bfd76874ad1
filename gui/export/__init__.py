"""Figures into files: one writer a format, found by itself, over any `Figure`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from PySide6.QtCore import QSize

from core.errors import LossAtlasError
from gui.export.sheet import SCREEN, Sheet
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style


class Writer(Protocol):
    """What a format's module offers."""

    FORMAT: str

    def to_bytes(
        self, figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int, sheet: Sheet = SCREEN
    ) -> bytes:
        """Return the file's bytes: the figure at a design size, a raster `scale` times finer, on a sheet.

        The same figure gives the same bytes, whenever and in whatever process.
        """
        ...


@cache
def writers() -> dict[str, Writer]:
    """Return the writer of each format."""
    found: dict[str, Writer] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "FORMAT"):
            found[module.FORMAT] = cast(Writer, module)
    order = ("png", "svg", "pdf", "csv", "parquet", "py")
    return dict(sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def writer_of(name: str) -> Writer:
    """Return the writer of a format."""
    try:
        return writers()[name]
    except KeyError:
        raise LossAtlasError("unknown_format", name=name, known=", ".join(writers())) from None
