"""Tables some rows at a time: delimited text by whole lines, Parquet by ranges of rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core import io, watching
from core.errors import LossAtlasError
from core.io import parquet, tables
from core.io.sources import Lazy, Stretch, by_rows, check_names, checked, chunk_bytes, chunk_rows, cut
from core.io.tables import Layout, TableRows
from core.io.text import Span, Text
from core.validation import Scale

if TYPE_CHECKING:
    import polars as pl


@contextmanager
def telling(path: Path) -> Generator[None]:
    """Put what polars says of a file into one sentence."""
    import polars as pl

    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        kind = "file_damaged" if path.suffix.lower() == ".parquet" else "file_ragged"
        raise LossAtlasError(kind, reason=tables.short(error)) from None


class _Table(ABC):
    """What tables have in common."""

    temperatures: tuple[float, ...] = ()

    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self.path, self.name = path, path.name
        self.layout = Layout.of(titles)
        check_names(self)

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
                    checked(values, scale, name, first)
            return rows

    @abstractmethod
    def _frames(self, stretch: Stretch) -> Iterator[tuple[int, Callable[[], pl.DataFrame]]]:
        """Yield how many rows some rows are, and what gives them."""


class ParquetRows(_Table):
    """A Parquet file, read by its row groups."""

    def __init__(self, path: Path) -> None:
        import polars as pl

        self._groups = parquet.check(path)
        self._frame = pl.scan_parquet(path, glob=False)
        super().__init__(path, self._frame.collect_schema().names())

    @property
    def size(self) -> int:
        """The number of rows, from the file's foot."""
        import polars as pl

        with io.naming(self.path), telling(self.path):
            return int(self._frame.select(pl.len()).collect().item())

    def stretches(self, chunks: int) -> list[Stretch]:
        """Return all rows in stretches of so many chunks."""
        return by_rows(self.size, len(self.classes), chunks)

    def _frames(self, stretch: Stretch) -> Iterator[tuple[int, Callable[[], pl.DataFrame]]]:
        # Ranges one by one: read in one go, polars would be far ahead of us, with much of the file in memory.
        for part in cut(stretch, self.size, len(self.classes)):
            yield self._part(part)

    def groups(self) -> Iterator[Lazy]:
        """Yield all rows by whole groups, which are read soonest; of small ones several at a time.

        A group has as many rows as its writer found right to have in memory at a time.
        """
        least, size = chunk_rows(len(self.classes)), self.size
        first = last = 0
        with io.naming(self.path), telling(self.path):
            if sum(self._groups) != size:
                raise LossAtlasError("file_damaged", reason="rows in no group")
            for count in [*self._groups, 0]:
                last += count
                if last - first >= least or (last > first and not count):
                    watching.tell(first, size)
                    rows, frame = self._part(slice(first, last))
                    yield Lazy(rows, partial(self._rows, frame, first))
                    first = last

    def _part(self, part: slice) -> tuple[int, Callable[[], pl.DataFrame]]:
        count = part.stop - part.start
        return count, self._frame.select(self.layout.titles).slice(part.start, count).collect


class TextRows(_Table):
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
        """Return all rows in stretches of about so many chunks, each at whole lines."""
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
        return self._text.spans(chunk_bytes(), stretch.at, stretch.until, stretch.encoding)

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
