"""The numbers behind a figure as CSV, written to the last digit."""

from __future__ import annotations

import csv
import io
import math

from PySide6.QtCore import QSize

from gui.export.sheet import SCREEN, Sheet
from gui.plotting.figure import Cell, Figure, Numbers
from gui.plotting.style import Style

FORMAT = "csv"


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int, sheet: Sheet = SCREEN) -> bytes:
    """Return a CSV file's bytes, UTF-8."""
    return to_text(numbers, ",").encode("utf-8")


def to_text(numbers: Numbers, delimiter: str) -> str:
    """Return the numbers as delimited text: inf for infinite, an empty cell for a figure that is left out."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(numbers.header)
    writer.writerows([_cell(cell) for cell in row] for row in numbers.rows)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return repr(cell) if isinstance(cell, float) else str(cell)
