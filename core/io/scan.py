"""Files larger than memory: the same rows as `core.io.load` gives, some at a time.

A `Source` tells what the columns mean and yields consecutive rows. Delimited text and Parquet are scanned, `.npy`
arrays are mapped into memory, and any other format is read whole.
"""

from __future__ import annotations

import codecs
import shutil
import tempfile
import weakref
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import tables
from core.io.tables import Layout, TableRows
from core.validation import Scale

if TYPE_CHECKING:
    import polars as pl

CHUNK_ENTRIES = 1 << 20
"""About so many entries of each table are in memory at a time."""
_HEAD = 1 << 20
_BYTES = 4 << 20


class Source(Protocol):
    """Rows of one truth and of several models, wherever they are kept."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        ...

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        """Each model's name and scale."""
        ...

    @property
    def size(self) -> int | None:
        """The number of rows where it is known without reading them; only then are ranges of rows cheap to read."""
        ...

    def rows(self, start: int, stop: int | None) -> Iterator[TableRows]:
        """Yield the rows from `start` up to `stop`, some at a time."""
        ...


def open_source(name: str) -> Source:
    """Return the rows of a file, or of a built-in example."""
    path = Path(name)
    if name not in io.EXAMPLES and path.suffix.lower() in tables.SUFFIXES and path.is_file() and path.stat().st_size:
        with _named(path):
            return _Parquet(path) if path.suffix.lower() == ".parquet" else _Text(path)
    return _Whole(io.load(name))


def chunk_rows(classes: int) -> int:
    """Return how many rows of so many classes are read at a time."""
    return max(1, CHUNK_ENTRIES // classes)


@contextmanager
def _named(path: Path) -> Generator[None]:
    """Put the file's name before the place of what goes wrong, in one sentence."""
    import polars as pl

    kind = "file_damaged" if path.suffix.lower() == ".parquet" else "file_ragged"
    try:
        yield
    except LossAtlasError as error:
        raise error.at(path.name) from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise LossAtlasError(kind, where=path.name, reason=tables.short(error)) from None
    except OSError as error:
        raise LossAtlasError("file_unreadable", where=path.name, reason=error.strerror or str(error)) from None


@dataclass(frozen=True)
class _Whole:
    """A document, which is in memory already."""

    document: Document

    @property
    def classes(self) -> tuple[str, ...]:
        return self.document.classes

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        return tuple((model.name, model.scale) for model in self.document.models)

    @property
    def size(self) -> int | None:
        return self.document.size

    def rows(self, start: int, stop: int | None) -> Iterator[TableRows]:
        truth = self.document.truth.array()
        models = [model.rows.array() for model in self.document.models]
        names = self.document.samples
        step = chunk_rows(len(self.classes))
        stop = self.document.size if stop is None else stop
        for first in range(start, stop, step):
            part = slice(first, min(first + step, stop))
            yield TableRows(truth[part], [values[part] for values in models], list(names[part]) if names else None)


class _Scanned:
    """What scans of tables share."""

    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self.path = path
        self.layout = Layout.of(titles)

    @property
    def classes(self) -> tuple[str, ...]:
        return self.layout.classes

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        return tuple((name, scale) for name, scale, _ in self.layout.models)

    def rows(self, start: int, stop: int | None) -> Iterator[TableRows]:
        batches = self._batches(start, stop)
        while True:
            with _named(self.path):
                batch = next(batches, None)
            if batch is None:
                return
            yield batch

    def _batches(self, start: int, stop: int | None) -> Iterator[TableRows]:
        raise NotImplementedError

    def _wanted(self) -> list[str]:
        extra = ["sample"] if self.layout.has_samples else []
        return [*extra, *(self.layout.truth or ["label"]), *(t for _, _, titles in self.layout.models for t in titles)]


class _Parquet(_Scanned):
    """A Parquet file, read by its row groups."""

    def __init__(self, path: Path) -> None:
        import polars as pl

        super().__init__(path, pl.scan_parquet(path).collect_schema().names())

    @property
    def size(self) -> int | None:
        """The number of rows, from the file's foot."""
        import polars as pl

        with _named(self.path):
            return int(pl.scan_parquet(self.path).select(pl.len()).collect().item())

    def _batches(self, start: int, stop: int | None) -> Iterator[TableRows]:
        import polars as pl

        frame = pl.scan_parquet(self.path).select(self._wanted()).slice(start, None if stop is None else stop - start)
        for batch in frame.collect_batches(chunk_size=chunk_rows(len(self.classes)), maintain_order=True):
            if batch.height:
                yield self.layout.rows(batch, start)
                start += batch.height


class _Text(_Scanned):
    """Delimited text, its columns of numbers read as numbers; where that fails, as text, to name the cell."""

    @property
    def size(self) -> int | None:
        """Not known before the last line is read."""
        return None

    def __init__(self, path: Path) -> None:
        import polars as pl

        self._source = _as_utf8(path)
        if self._source != path:
            weakref.finalize(self, self._source.unlink, missing_ok=True)
        with self._source.open(encoding="utf-8-sig") as stream:
            head = stream.read(_HEAD).strip("\n")
        if not head.strip():
            raise LossAtlasError("file_empty")
        self._separator = tables.separator_of(head, path)
        header = head.partition("\n")[0].encode()
        table = pl.read_csv(header, separator=self._separator, has_header=False, infer_schema=False)
        self._titles = tables.titles_of(table)
        super().__init__(path, self._titles)

    def _scan(self, *, numbers: bool) -> pl.LazyFrame:
        import polars as pl

        numeric = self.layout.numeric if numbers else set[str]()
        types = [pl.Float64() if title in numeric else pl.String() for title in self._titles]
        return pl.scan_csv(
            self._source,
            separator=self._separator,
            has_header=False,
            skip_rows=1,
            schema={f"column_{k}": kind for k, kind in enumerate(types)},
            ignore_errors=numbers,
        ).rename(dict(zip((f"column_{k}" for k in range(len(types))), self._titles, strict=True)))

    def _as_text(self, first: int, count: int) -> TableRows:
        return self.layout.rows(self._scan(numbers=False).slice(first, count).collect(), first)

    def _batches(self, start: int, stop: int | None) -> Iterator[TableRows]:
        blank = 0  # lines that are empty: at the end of a file they are nothing, elsewhere they lack their numbers
        frame = self._scan(numbers=True).slice(start, None if stop is None else stop - start)
        for batch in frame.collect_batches(chunk_size=chunk_rows(len(self.classes)), maintain_order=True):
            numbers = batch.select(list(self.layout.numeric))
            lacking = any(column.null_count() for column in numbers.iter_columns())
            kept = batch.height - (_blank_at_end(batch) if lacking else 0)
            if kept and (lacking or blank):
                yield self._as_text(start - blank, blank + kept)
                blank = 0
            elif kept:
                yield self.layout.rows(batch, start)
            blank += batch.height - kept
            start += batch.height


def _blank_at_end(batch: pl.DataFrame) -> int:
    """Return how many of the last rows have nothing in any column."""
    import polars as pl

    empty = batch.select(pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
    return int(batch.height if empty.all() else np.argmin(empty[::-1]))


def _as_utf8(path: Path) -> Path:
    """Return the file, or a temporary copy of it in UTF-8 with plain line ends and no empty lines before the header."""
    encoding, plain = _encoding(path)
    if plain:
        return path
    with (
        path.open(encoding=encoding) as stream,
        tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".csv", newline="\n", delete=False) as copy,
    ):
        first = stream.readline()
        while first == "\n":
            first = stream.readline()
        copy.write(first)
        shutil.copyfileobj(stream, copy, _BYTES)
    return Path(copy.name)


def _encoding(path: Path) -> tuple[str, bool]:
    """Return the encoding of a text, and whether it can be scanned as it is."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16", False
    for encoding in ("utf-8-sig", "gb18030"):
        plain = encoding == "utf-8-sig" and head.removeprefix(codecs.BOM_UTF8)[:1] not in (b"\n", b"\r")
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BYTES):
                    if b"\0" in block:
                        raise LossAtlasError("file_encoding")
                    if not block.isascii() or decoder.getstate()[0]:
                        decoder.decode(block)
                    if b"\r" in block:
                        plain = plain and block.count(b"\r") == block.count(b"\r\n")
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding, plain
    raise LossAtlasError("file_encoding")


@dataclass(frozen=True)
class Arrays:
    """Bare `.npy` arrays, mapped into memory: the truth (N,) or (N, K), and a model a file (N, K)."""

    truth: npt.NDArray[Any]
    names: tuple[str, ...]
    predictions: tuple[npt.NDArray[Any], ...]
    scale: Scale

    @classmethod
    def open(cls, names: Sequence[str], truth: str, scale: Scale) -> Arrays:
        """Return the arrays of these files, the truth's in `truth`."""
        paths = [Path(name) for name in names]
        return cls(_mapped(Path(truth)), tuple(path.stem for path in paths), tuple(map(_mapped, paths)), scale)

    @property
    def classes(self) -> tuple[str, ...]:
        """Numbered from 1."""
        width = self.predictions[0].shape[1] if self.predictions[0].ndim == 2 else 0
        return tuple(f"class {k + 1}" for k in range(width))

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        """Named by their files."""
        return tuple((name, self.scale) for name in self.names)

    @property
    def size(self) -> int | None:
        """The number of rows."""
        return len(self.truth)

    def rows(self, start: int, stop: int | None) -> Iterator[TableRows]:
        """Yield the rows, copied out of the files."""
        step = chunk_rows(max(1, len(self.classes)))
        stop = len(self.truth) if stop is None else stop
        for first in range(start, stop, step):
            part = slice(first, min(first + step, stop))
            yield TableRows(np.array(self.truth[part]), [np.array(each[part]) for each in self.predictions], None)


def _mapped(path: Path) -> npt.NDArray[Any]:
    """Return a `.npy` file's array without reading it."""
    if not path.exists():
        raise LossAtlasError("file_missing", where=path.name)
    if path.suffix.lower() != ".npy":
        raise LossAtlasError("file_kind", where=path.name, suffix=path.suffix, known=".npy beside --truth")
    try:
        array: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        raise LossAtlasError("file_unreadable", where=path.name, reason=error.strerror or str(error)) from None
    except (ValueError, EOFError, OverflowError) as error:
        if "Python objects" in str(error):
            raise LossAtlasError("file_pickled", where=path.name) from None
        raise LossAtlasError("file_damaged", where=path.name, reason=tables.short(error)) from None
    if array.ndim not in (1, 2) or array.dtype.kind not in "iuf":
        raise LossAtlasError("array_shape", where=path.name, found=array.shape, expected="(N,) or (N, classes)")
    return array
