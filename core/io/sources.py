"""What files larger than memory give: consecutive rows that were checked, some at a time, read in any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from core import validation
from core.document import Document
from core.errors import LossAtlasError
from core.io.tables import TableRows
from core.validation import Scale

_T = TypeVar("_T")

CHUNK_ENTRIES = 1 << 20
"""About so many entries of each table are in memory at a time."""


@dataclass(frozen=True)
class Stretch:
    """Consecutive rows of a source: from `first` up to `last`, by default all.

    Attributes
    ----------
    at, until, encoding
        Of text: the bytes where they begin and end, so that no other lines need be read, and what they are in; 0 and
        empty where that is not known.
    """

    first: int = 0
    last: int | None = None
    at: int = 0
    until: int = 0
    encoding: str = ""


@dataclass(frozen=True)
class Lazy:
    """Some rows that are still to be read, which may be done in another thread.

    Attributes
    ----------
    count
        How many they are.
    read
        Returns them, checked; raises for what cannot be computed on.
    """

    count: int
    read: Callable[[], TableRows]


class Source(Protocol):
    """Rows of one truth and of several models, wherever they are kept."""

    @property
    def name(self) -> str:
        """The name of the file, for what is said of its rows."""
        ...

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        ...

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        """Each model's name and scale."""
        ...

    @property
    def temperatures(self) -> tuple[float, ...]:
        """Each model's temperature; none where all are 1."""
        ...

    @property
    def size(self) -> int | None:
        """The number of rows, where it is known without reading them."""
        ...

    def stretches(self, chunks: int) -> list[Stretch]:
        """Return all rows in stretches of so many chunks, each of which can be read by itself."""
        ...

    def chunks(self, stretch: Stretch) -> Iterator[Lazy]:
        """Yield the rows of a stretch, some at a time."""
        ...


def chunk_rows(classes: int) -> int:
    """Return how many rows of so many classes are read at a time."""
    return max(1, CHUNK_ENTRIES // classes)


def chunk_bytes() -> int:
    """Return about how many bytes of text are read at a time."""
    return 8 * CHUNK_ENTRIES


def ready(rows: TableRows) -> Lazy:
    """Return rows that have been read already."""
    return Lazy(len(rows.truth), partial(_itself, rows))


def _itself(value: _T) -> _T:
    return value


def by_rows(size: int, classes: int, chunks: int) -> list[Stretch]:
    """Return rows that can be read from any of them, in stretches of so many chunks each."""
    step = chunks * chunk_rows(classes)
    return [Stretch(first, min(first + step, size)) for first in range(0, size, step)]


def cut(stretch: Stretch, size: int, classes: int) -> Iterator[slice]:
    """Yield the rows of a stretch a chunk at a time."""
    last, step = size if stretch.last is None else stretch.last, chunk_rows(classes)
    for first in range(stretch.first, last, step):
        yield slice(first, min(first + step, last))


def check_names(source: Source) -> None:
    """Raise for names that a document would refuse."""
    row = np.zeros((1, len(source.classes)))
    models: list[tuple[str, npt.NDArray[Any], Scale]] = [(name, row, scale) for name, scale in source.models]
    Document.make(np.zeros(1, np.int64), models, classes=source.classes)


def checked(values: npt.NDArray[Any], scale: Scale, what: str, first: int) -> npt.NDArray[Any]:
    """Return rows every entry of which can be computed on; a wrong one is named by its row in the whole."""
    values = validation.numbers(values, what)
    check = validation.check_logits if scale == "logit" else validation.check_entries
    try:
        check(values, "")
    except LossAtlasError as error:
        row, *rest = (int(index) for index in error.where.strip("[]").split(", "))
        raise LossAtlasError(error.code, where=validation.place((first + row, *rest), what), **error.values) from None
    return values
