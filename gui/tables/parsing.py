"""Numbers as people write them: 0.25, 1/4, 25%, a decimal comma; and blocks of them from a clipboard."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.document import label_indices
from core.errors import LossAtlasError

_NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
_FRACTION = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})")
_PLAIN = re.compile(_NUMBER)
_QUICK = re.compile(r"\s*-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?\s*")
_WORDS = {"inf": math.inf, "∞": math.inf, "infinity": math.inf, "nan": math.nan}


def parse_number(text: str) -> float:
    """Return the number that `text` says.

    Understands 0.25, .25, 2.5e-1, 0,25, 25% and 1/4. Spaces do not matter; a typographic minus does as a minus.

    Raises
    ------
    LossAtlasError
        "not_a_number" for anything else.
    """
    cleaned = re.sub(r"\s", "", text).replace("−", "-")
    percent = cleaned.endswith(("%", "％"))
    body = cleaned[:-1] if percent else cleaned
    sign = -1.0 if body.startswith("-") else 1.0
    word = body.lstrip("+-").lower()
    if word in _WORDS:
        return sign * _WORDS[word]
    value = _value(body)
    if value is None:
        raise LossAtlasError("not_a_number", text=text.strip()[:60])
    return value / 100.0 if percent else value


def _value(body: str) -> float | None:
    fraction = _FRACTION.fullmatch(body)
    if fraction:
        below = float(fraction[2].replace(",", "."))
        return float(fraction[1].replace(",", ".")) / below if below else None
    return float(body.replace(",", ".")) if _PLAIN.fullmatch(body) else None


@dataclass(frozen=True, eq=False)
class Pasted:
    """Copied cells, understood.

    Attributes
    ----------
    values
        Their numbers (n, k); or the classes (n,) that their rows name.
    titles
        The titles over their columns; None for none.
    names
        The names before their rows; None for none.
    """

    values: npt.NDArray[Any]
    titles: tuple[str, ...] | None = None
    names: tuple[str, ...] | None = None

    @property
    def is_labels(self) -> bool:
        """Whether each row names a class."""
        return self.values.ndim == 1


def parse_block(text: str, classes: Sequence[str] = ()) -> Pasted:
    """Return the numbers of copied cells, row by row, or the classes that they name.

    Cells are parted by tabs, or without tabs by semicolons, or by commas where those are not decimal commas, or by
    spaces. Every row must have as many cells as the first. A first row without a number is a row of titles, a first
    column without one holds names; a column of names of classes is one of labels.
    """
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        raise LossAtlasError("paste_empty")
    rows = [_cells(line) for line in lines]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise LossAtlasError("paste_ragged", line=number, found=len(row), expected=len(rows[0]))
    quick = _quickly(rows)
    return Pasted(quick) if quick is not None else _understood(rows, classes)


def _understood(rows: list[list[str]], classes: Sequence[str]) -> Pasted:
    """Return cells of which not all are plain numbers: with titles, names, labels, fractions, percents."""
    titles, names = None, None
    width = len(rows[0])
    is_titles = len(rows) > 1 and not any(map(is_number, rows[0]))
    if is_titles and (any(map(is_number, rows[1])) or not _names_class(rows[0][-1], classes)):
        titles, rows = tuple(cell.strip() for cell in rows[0]), rows[1:]
    if width > 1 and not any(is_number(row[0]) for row in rows) and _leads_on(rows[0], classes):
        names, rows = tuple(row[0].strip() for row in rows), [row[1:] for row in rows]
        titles = titles[1:] if titles is not None else None
    if len(rows[0]) == 1 and _names_class(rows[0][0], classes):
        labels = label_indices([row[0].strip() for row in rows], classes)
        return Pasted(np.array(labels, np.int64), titles, names)
    return Pasted(np.array([[parse_number(cell) for cell in row] for row in rows]), titles, names)


def _leads_on(row: Sequence[str], classes: Sequence[str]) -> bool:
    """Return whether what follows a row's first cell is what a row holds: numbers, or the name of a class."""
    return is_number(row[1]) or (len(row) == 2 and _names_class(row[1], classes))


def _names_class(cell: str, classes: Sequence[str]) -> bool:
    return cell.strip() in classes and not is_number(cell)


def is_number(cell: str) -> bool:
    """Return whether a text says a number."""
    try:
        parse_number(cell)
    except LossAtlasError:
        return False
    return True


def _quickly(rows: list[list[str]]) -> npt.NDArray[np.float64] | None:
    """Return cells that are all written as 0.25 or 1e-3; None if some is not."""
    if any(_QUICK.fullmatch(cell) is None for row in rows for cell in row):
        return None
    return np.array([[float(cell) for cell in row] for row in rows])


def _cells(line: str) -> list[str]:
    for separator in ("\t", ";"):
        if separator in line:
            return line.strip("\n").split(separator)
    if "," in line and ("." in line or line.count(",") > 1 or ", " in line):
        return line.split(",")
    return re.split(r"(?<!/)\s+(?!/)", line.strip())
