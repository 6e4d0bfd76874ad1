"""What any file comes to before it is known what it means: columns of numbers or of texts, in parts, one a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from core.errors import LossAtlasError

_FEW = 1000
"""So many numbers mostly tell already that not all are whole."""


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts, each different one kept once.

    Attributes
    ----------
    names
        The different texts, in the order of their first appearance.
    codes
        (N,) or (N, K): which of them stands where.
    """

    names: tuple[str, ...]
    codes: npt.NDArray[np.integer[Any]]

    @classmethod
    def of(cls, cells: Sequence[str], width: int = 0) -> Texts:
        """Return texts in one column, or row after row in `width` columns."""
        places: dict[str, int] = {}
        codes = np.fromiter((places.setdefault(cell, len(places)) for cell in cells), np.int64, len(cells))
        return cls(tuple(places), codes.reshape(-1, width) if width else codes)

    def cells(self) -> list[str]:
        """Return every text where it stands, row after row."""
        codes: list[int] = self.codes.ravel().tolist()
        return [self.names[code] for code in codes]


class Spread(NamedTuple):
    """The least and the largest number of a column, and whether all are whole; nan counts for neither."""

    low: float
    high: float
    whole: bool


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table or an array of a file: numbers, or texts, or neither, and then `flaw` says why.

    Attributes
    ----------
    numbers
        (N,), or (N, K) for an array or where every cell holds a list; nan where there is no number.
    flaw
        What is wrong with the first cell that cannot be used, with its row as the place.
    """

    title: str
    numbers: npt.NDArray[Any] | None = None
    texts: Texts | None = None
    flaw: LossAtlasError | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(N,) or (N, K); (0,) where nothing could be read."""
        if self.numbers is not None:
            return self.numbers.shape
        return self.texts.codes.shape if self.texts is not None else (0,)

    @property
    def is_flat(self) -> bool:
        """Whether each row holds one cell."""
        return len(self.shape) == 1

    @cached_property
    def spread(self) -> Spread:
        """The range of the numbers; all zero for texts."""
        if self.numbers is None or not self.numbers.size:
            return Spread(0.0, 0.0, False)
        if self.numbers.dtype.kind in "iu":
            return Spread(float(self.numbers.min()), float(self.numbers.max()), True)
        low, high = float(self.numbers.min()), float(self.numbers.max())
        if np.isnan(low):
            low, high = float(np.fmin.reduce(self.numbers, axis=None)), float(np.fmax.reduce(self.numbers, axis=None))
        return Spread(low, high, _are_whole(self.numbers[:_FEW]) and _are_whole(self.numbers))

    @cached_property
    def are_different(self) -> bool:
        """Whether no cell is there twice."""
        if not self.is_flat:
            return False
        if self.texts is not None:
            return len(self.texts.names) == len(self.texts.codes)
        return self.numbers is not None and len(np.unique(self.numbers)) == len(self.numbers)

    @cached_property
    def different(self) -> Texts:
        """The cells of a flat column as texts, whole numbers without a point; what is no text nor number raises."""
        if self.texts is not None:
            return self.texts
        self.check()
        assert self.numbers is not None
        values, codes = np.unique(self.numbers, return_inverse=True)
        return Texts(tuple(_text(value) for value in values.tolist()), codes)

    def check(self) -> None:
        """Raise the flaw, if there is one, with the column's name in front of its place."""
        if self.flaw is not None:
            raise self.flaw.at(f"column {self.title}")

    def cell(self, row: int) -> str:
        """Return what a preview shows of a row."""
        if self.numbers is not None:
            cell = self.numbers[row]
            return _text(cell.item()) if self.is_flat else _list([_text(x) for x in cell[:9].tolist()], len(cell))
        if self.texts is not None:
            cell = self.texts.codes[row]
            if self.is_flat:
                return self.texts.names[int(cell)]
            return _list([self.texts.names[x] for x in cell[:9].tolist()], len(cell))
        return ""


def _are_whole(numbers: npt.NDArray[Any]) -> bool:
    return bool((np.floor(numbers) == numbers).all())


def _text(value: Any) -> str:
    """Return a number as people write it: 3 for 3.0, to 6 places else."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else f"{value:.6g}"
    return str(value)


def _list(cells: list[str], count: int) -> str:
    return "[" + ", ".join(cells) + (", …" if count > len(cells) else "") + "]"


@dataclass(frozen=True)
class Form:
    """How a text is taken apart; an empty attribute is found out from the text.

    Attributes
    ----------
    separator
        Between cells: a comma, semicolon, tab, space or bar.
    decimal
        "." or ",".
    titles
        "yes" or "no": whether the first row holds the titles.
    """

    separator: str = ""
    encoding: str = ""
    decimal: str = ""
    titles: str = ""

    def over(self, found: Form) -> Form:
        """Return what is given here, and what is found for the rest."""
        return Form(
            self.separator or found.separator,
            self.encoding or found.encoding,
            self.decimal or found.decimal,
            self.titles or found.titles,
        )


@dataclass(frozen=True, eq=False)
class Part:
    """All that a file holds: columns, and for a text how it was taken apart.

    Attributes
    ----------
    file
        The file's name, for what is said of it.
    flaw
        Why a text could not be taken apart in this form; then there are no columns.
    """

    file: str
    columns: tuple[Column, ...]
    form: Form | None = None
    flaw: LossAtlasError | None = None

    @property
    def stem(self) -> str:
        """The name without its ending: what a model in it is called that has no name of its own."""
        return self.file.rsplit(".", 1)[0] or self.file

    @property
    def rows(self) -> int:
        """How many rows the longest column has."""
        return max((column.shape[0] for column in self.columns), default=0)


def flat(column: Column) -> Column:
    """Return a column (N, 1) as (N,), any other as it is."""
    if column.numbers is not None and column.numbers.ndim == 2 and column.numbers.shape[1] == 1:
        return replace(column, numbers=column.numbers[:, 0])
    return column
