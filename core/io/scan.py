"""Files larger than memory: the same rows as `core.io.load` gives, some at a time.

A `Source` tells what the columns mean and yields consecutive rows that were checked. Delimited text and Parquet are
read piece by piece, `.npy` arrays are mapped into memory, and any other format is read whole.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from core import io, validation
from core.document import Document
from core.errors import LossAtlasError
from core.io import arrays, parquet, tables
from core.io.tables import Layout, TableRows
from core.io.text import Span, Text
from core.validation import Scale

if TYPE_CHECKING:
    import polars as pl

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


def open_source(name: str) -> Source:
    """Return the rows of a file, or of a built-in example."""
    path = Path(name)
    if name not in io.EXAMPLES and path.suffix.lower() in tables.SUFFIXES:
        with io.naming(path), telling(path):
            return _Parquet(path) if path.suffix.lower() == ".parquet" else _Table(path)
    return Whole(path.name, io.load(name))


def open_arrays(names: Sequence[str], truth: str, scale: Scale) -> Source:
    """Return the rows of `.npy` files of predictions, whose truth is in another file."""
    paths = [Path(name) for name in names]
    found = arrays.predictions(paths)
    width = found[0].shape[1]
    for path, array in zip(paths, found, strict=True):
        if array.shape[1] != width:
            raise LossAtlasError("class_count", where=path.name, found=array.shape[1], expected=width)
    rows, classes = arrays.truth(Path(truth), width)
    for path, array in zip(paths, found, strict=True):
        if len(array) != len(rows):
            raise LossAtlasError("row_count", where=path.name, found=len(array), expected=len(rows))
    titles = io.distinct([path.stem for path in paths])
    source = _Arrays(Path(truth).name, rows, classes, tuple((title, scale) for title in titles), found)
    with _at(source.name):
        _check_names(source)
    return source


def chunk_rows(classes: int) -> int:
    """Return how many rows of so many classes are read at a time."""
    return max(1, CHUNK_ENTRIES // classes)


def ready(rows: TableRows) -> Lazy:
    """Return rows that have been read already."""
    return Lazy(len(rows.truth), partial(_itself, rows))


def _itself(value: _T) -> _T:
    return value


def by_rows(size: int, classes: int, chunks: int) -> list[Stretch]:
    """Return rows that can be read from any of them, in stretches of so many chunks each."""
    step = chunks * chunk_rows(classes)
    return [Stretch(first, min(first + step, size)) for first in range(0, size, step)]


def _slices(stretch: Stretch, size: int, classes: int) -> Iterator[slice]:
    """Yield the rows of a stretch a chunk at a time."""
    last, step = size if stretch.last is None else stretch.last, chunk_rows(classes)
    for first in range(stretch.first, last, step):
        yield slice(first, min(first + step, last))


def _check_names(source: Source) -> None:
    """Raise for names that a document would refuse."""
    row = np.zeros((1, len(source.classes)))
    models: list[tuple[str, npt.NDArray[Any], Scale]] = [(name, row, scale) for name, scale in source.models]
    Document.make(np.zeros(1, np.int64), models, classes=source.classes)


def _checked(values: npt.NDArray[Any], scale: Scale, what: str, first: int) -> npt.NDArray[Any]:
    """Return rows every entry of which can be computed on; a wrong one is named by its row in the whole."""
    values = validation.numbers(values, what)
    check = validation.check_logits if scale == "logit" else validation.check_entries
    try:
        check(values, "")
    except LossAtlasError as error:
        row, *rest = (int(index) for index in error.where.strip("[]").split(", "))
        raise LossAtlasError(error.code, where=validation.place((first + row, *rest), what), **error.values) from None
    return values


@contextmanager
def _at(place: str) -> Generator[None]:
    try:
        yield
    except LossAtlasError as error:
        raise error.at(place) from None


@contextmanager
def telling(path: Path) -> Generator[None]:
    """Put what polars says of a file into one sentence."""
    import polars as pl

    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        kind = "file_damaged" if path.suffix.lower() == ".parquet" else "file_ragged"
        raise LossAtlasError(kind, reason=tables.short(error)) from None


@dataclass(frozen=True)
class Whole:
    """A document, which is in memory already."""

    name: str
    document: Document

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self.document.classes

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        """Each model's name and scale."""
        return tuple((model.name, model.scale) for model in self.document.models)

    @property
    def temperatures(self) -> tuple[float, ...]:
        """Each model's temperature."""
        return tuple(model.temperature for model in self.document.models)

    @property
    def size(self) -> int | None:
        """The number of rows."""
        return self.document.size

    def stretches(self, chunks: int) -> list[Stretch]:
        """Return all rows as one: whoever reads some has read all."""
        return [Stretch()]

    def chunks(self, stretch: Stretch) -> Iterator[Lazy]:
        """Yield the rows some at a time."""
        truth = self.document.truth.array()
        models = [model.rows.array() for model in self.document.models]
        names = self.document.samples
        for part in _slices(stretch, self.document.size, len(self.classes)):
            some = TableRows(truth[part], [values[part] for values in models], list(names[part]) if names else None)
            yield ready(some)


class _Scanned(ABC):
    """What tables have in common."""

    temperatures: tuple[float, ...] = ()

    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self.path, self.name = path, path.name
        self.layout = Layout.of(titles)
        _check_names(self)

    @property
    def classes(self) -> tuple[str, ...]:
        return self.layout.classes

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        return tuple((name, scale) for name, scale, _ in self.layout.models)

    @property
    @abstractmethod
    def size(self) -> int | None:
        """The number of rows, where it is known without reading them."""

    @abstractmethod
    def stretches(self, chunks: int) -> list[Stretch]:
        """Return all rows in stretches of so many chunks."""

    def chunks(self, stretch: Stretch) -> Iterator[Lazy]:
        first = stretch.first
        with io.naming(self.path), telling(self.path):
            for count, frame in self._frames(stretch):
                yield Lazy(count, partial(self._rows, frame, first))
                first += count

    def _rows(self, frame: Callable[[], pl.DataFrame], first: int) -> TableRows:
        with io.naming(self.path), telling(self.path):
            rows = self.layout.rows(frame(), first)
            for (name, scale), values in zip(self.models, rows.predictions, strict=True):
                if scale == "logit":
                    _checked(values, scale, name, first)
            return rows

    @abstractmethod
    def _frames(self, stretch: Stretch) -> Iterator[tuple[int, Callable[[], pl.DataFrame]]]:
        """Yield how many rows some rows are, and what gives them."""


class _Parquet(_Scanned):
    """A Parquet file, read by its row groups."""

    def __init__(self, path: Path) -> None:
        import polars as pl

        parquet.check(path)
        self._frame = pl.scan_parquet(path, glob=False)
        super().__init__(path, self._frame.collect_schema().names())

    @property
    def size(self) -> int:
        """The number of rows, from the file's foot."""
        import polars as pl

        with io.naming(self.path), telling(self.path):
            return int(self._frame.select(pl.len()).collect().item())

    def stretches(self, chunks: int) -> list[Stretch]:
        return by_rows(self.size, len(self.classes), chunks)

    def _frames(self, stretch: Stretch) -> Iterator[tuple[int, Callable[[], pl.DataFrame]]]:
        # Ranges one by one: read in one go, polars would be far ahead of us, with much of the file in memory.
        for part in _slices(stretch, self.size, len(self.classes)):
            count = part.stop - part.start
            yield count, self._frame.select(self.layout.titles).slice(part.start, count).collect


class _Table(_Scanned):
    """Delimited text, its columns of numbers read as numbers; where that fails, as text, to name the cell."""

    def __init__(self, path: Path) -> None:
        import polars as pl

        self._text = Text(path)
        self._separator = tables.separator_of(self._text.header, path)
        self._titles = tables.titles_of(self._as_text(b""))
        super().__init__(path, self._titles)
        kinds = [pl.Float64() if title in self.layout.numeric else pl.String() for title in self._titles]
        self._schema = dict(zip(self._titles, kinds, strict=True))

    @property
    def size(self) -> None:
        """Not known before all lines are read."""
        return None

    def stretches(self, chunks: int) -> list[Stretch]:
        found: list[Stretch] = []
        first = 0
        with io.naming(self.path):
            for number, span in enumerate(self._spans(Stretch())):
                last = first + span.rows
                if number % chunks:
                    found[-1] = replace(found[-1], last=last, until=span.until, encoding=span.encoding)
                else:
                    found.append(Stretch(first, last, span.at, span.until, span.encoding))
                first = last
        return found

    def _spans(self, stretch: Stretch) -> Iterator[Span]:
        return self._text.spans(8 * CHUNK_ENTRIES, stretch.at, stretch.until, stretch.encoding)

    def _frames(self, stretch: Stretch) -> Iterator[tuple[int, Callable[[], pl.DataFrame]]]:
        for span in self._spans(stretch):
            yield span.rows, partial(self._as_numbers, span)

    def _as_numbers(self, span: Span) -> pl.DataFrame:
        import polars as pl

        try:
            frame = pl.read_csv(span.lines, separator=self._separator, has_header=False, schema=self._schema)
        except pl.exceptions.PolarsError:
            frame = None
        # The reader may leave out rows of malformed text, so the rows are counted here as well.
        if frame is not None and frame.height == span.rows and not _lacks(frame, self.layout.numeric):
            return frame
        frame = self._as_text(span.lines)[1:]
        if frame.height != span.rows:
            raise LossAtlasError("file_ragged", reason=f"{frame.height} rows in {span.rows} lines; a quotation mark?")
        frame.columns = self._titles
        return frame

    def _as_text(self, lines: bytes) -> pl.DataFrame:
        """Return the header and lines below it as text."""
        import polars as pl

        text = self._text.header.encode() + b"\n" + lines
        return pl.read_csv(text.strip(b"\n"), separator=self._separator, has_header=False, infer_schema=False)


def _lacks(frame: pl.DataFrame, titles: Iterable[str]) -> bool:
    return any(frame[title].null_count() for title in titles)


@dataclass(frozen=True)
class _Arrays:
    """Predictions in `.npy` files, and their truth."""

    name: str
    truth: arrays.Rows
    classes: tuple[str, ...]
    models: tuple[tuple[str, Scale], ...]
    predictions: tuple[arrays.Mapped, ...]
    temperatures: tuple[float, ...] = ()

    @property
    def size(self) -> int | None:
        return len(self.truth)

    def stretches(self, chunks: int) -> list[Stretch]:
        return by_rows(len(self.truth), len(self.classes), chunks)

    def chunks(self, stretch: Stretch) -> Iterator[Lazy]:
        for part in _slices(stretch, len(self.truth), len(self.classes)):
            yield Lazy(part.stop - part.start, partial(self._rows, part))

    def _rows(self, part: slice) -> TableRows:
        with _at(self.name):
            truth = self._checked_truth(self.truth[part], part.start)
        predictions: list[npt.NDArray[Any]] = []
        for array, (_, scale) in zip(self.predictions, self.models, strict=True):
            values = array[part]
            with _at(array.path.name):
                predictions.append(_checked(values, scale, "", part.start))
        return TableRows(truth, predictions, None)

    def _checked_truth(self, rows: npt.NDArray[Any], first: int) -> npt.NDArray[Any]:
        if rows.ndim == 2:
            return _checked(rows, "probability", "", first)
        last = len(self.classes) - 1
        wrong = (rows < 0) | (rows > last)
        if wrong.any():
            row = int(wrong.argmax())
            raise LossAtlasError("label_range", where=f"[{first + row}]", value=int(rows[row]), last=last)
        return rows
