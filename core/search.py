"""Finding a text among the names of samples and classes and the numbers of a table, as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core import names
from core.document import Document
from core.ordering import Order

NAME = -1
"""The column of the samples' names; as a row that of the classes' names."""

_NUMBER = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?(?:[eE]([+-]?\d+))?(%?)")
_ROWS = 4096


@dataclass(frozen=True)
class Place:
    """A cell of a table as it is shown; `NAME` for its column or row is a sample's or a class's name."""

    row: int
    column: int


@dataclass(frozen=True)
class Wanted:
    """What is looked for.

    Attributes
    ----------
    text
        What a name contains, upper and lower case alike. Samples without names have numbers, which must be equal.
    least, most
        The numbers that look like `text`: those which, rounded to as many digits, are it; for a whole number only
        itself. Both nan if it is no number.
    """

    text: str
    least: float
    most: float

    @classmethod
    def of(cls, text: str) -> Wanted:
        """Return what a text looks for.

        Examples
        --------
        >>> Wanted.of("0.33")
        Wanted(text='0.33', least=0.325, most=0.335)
        >>> Wanted.of("25%").least
        0.245
        """
        text = text.strip()
        match = _NUMBER.fullmatch(text.replace("−", "-"))
        if match is None or not (match[2] or match[3]):
            return cls(text, np.nan, np.nan)
        sign, whole, part, exponent, percent = match.groups()
        scale = 10.0 ** (int(exponent or 0) - 2 * bool(percent))
        digits = int((whole or "") + (part or ""))
        unit = scale * 10.0 ** -len(part or "")
        is_whole = not (part or exponent or percent)
        half = 0.0 if is_whole else 0.5
        ends = sorted(float(f"{(digits + way) * unit:.12g}") * (-1 if sign == "-" else 1) for way in (-half, half))
        return cls(text, *ends)


def find(
    document: Document, table: int, order: Order, wanted: Wanted, start: Place, *, backward: bool = False
) -> Place | None:
    """Return the next place after `start` where something looks like what is wanted, around the end; or None.

    Places follow each other as one reads: the classes' names, then row by row a sample's name and its numbers. The last
    one looked at is `start` itself.
    """
    if not wanted.text:
        return None
    width = len(document.classes) + 1
    size = (len(order) + 1) * width
    first = (start.row + 1) * width + start.column + 1
    named = _named(document, wanted)
    ways = [(first + 1, size), (0, first + 1)] if not backward else [(first, size), (0, first)][::-1]
    for low, high in ways:
        for chunk in _chunks(low, high, width, backward=backward):
            found = np.flatnonzero(_matches(document, table, order, wanted, named, chunk))
            found = found[(found + chunk.start * width >= low) & (found + chunk.start * width < high)]
            if found.size:
                row, column = divmod(int(found[-1 if backward else 0]) + chunk.start * width, width)
                return Place(row - 1, column - 1)
    return None


def _chunks(low: int, high: int, width: int, *, backward: bool) -> Iterator[range]:
    """Yield the ranges of lines, the first of all that of the classes' names, with the places from low to high."""
    first, last = low // width, -(-high // width)
    starts = range(first, last, _ROWS)
    for start in reversed(starts) if backward else starts:
        yield range(start, min(start + _ROWS, last))


def _named(document: Document, wanted: Wanted) -> npt.NDArray[np.bool_]:
    """Return for every sample whether its name is one that is wanted."""
    if document.samples is not None:
        return names.containing(document.samples, document.size, wanted.text)
    found = np.zeros(document.size, np.bool_)
    if wanted.text.isdecimal() and 1 <= int(wanted.text) <= document.size:
        found[int(wanted.text) - 1] = True
    return found


def _matches(
    document: Document,
    table: int,
    order: Order,
    wanted: Wanted,
    named: npt.NDArray[np.bool_],
    lines: range,
) -> npt.NDArray[np.bool_]:
    """Return for each line and column, name first, whether it is wanted; all in one row."""
    made: list[npt.NDArray[np.bool_]] = []
    if lines.start == 0:
        folded = wanted.text.casefold()
        made.append(np.array([False, *(folded in name.casefold() for name in document.classes)]))
    rows = np.arange(max(lines.start - 1, 0), lines.stop - 1)
    chosen = rows if order.samples is None else order.samples[rows].astype(np.int64)
    values = document.rows(table).picked(chosen).dense()
    with np.errstate(invalid="ignore"):
        hits = (values >= wanted.least) & (values <= wanted.most)
    made.append(np.column_stack([named[chosen], hits]).ravel())
    return np.concatenate(made)
