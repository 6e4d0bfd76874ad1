"""The numbers behind a figure as Parquet: a column of numbers where all are, of text where some are not."""

from __future__ import annotations

import io
import math

from PySide6.QtCore import QSize

from core.io import distinct
from gui.export.sheet import SCREEN, Sheet
from gui.plotting.figure import Cell, Figure, Numbers
from gui.plotting.style import Style

FORMAT = "parquet"


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int, sheet: Sheet = SCREEN) -> bytes:
    """Return a Parquet file's bytes; a cell that is left out is null, a title that is there twice gets a number."""
    import polars as pl

    titles = distinct(numbers.header)
    columns = zip(*numbers.rows, strict=True) if numbers.rows else [()] * len(titles)
    frame = pl.DataFrame([_column(title, cells) for title, cells in zip(titles, columns, strict=True)])
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()


def _column(title: str, cells: tuple[Cell, ...]) -> object:
    import polars as pl

    cells = tuple(None if isinstance(cell, float) and math.isnan(cell) else cell for cell in cells)
    given = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, str) for cell in given):
        return pl.Series(title, [None if cell is None else str(cell) for cell in cells], pl.String)
    kind = pl.Int64 if given and all(isinstance(cell, int) for cell in given) else pl.Float64
    return pl.Series(title, cells, kind)
