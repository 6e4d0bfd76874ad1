"""Files larger than memory: the same rows as `core.io.load` gives, some at a time.

Delimited text and Parquet are read piece by piece (`scanned`), `.npy` arrays are mapped into memory, and any
other format is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy.typing as npt

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import arrays, tables
from core.io.scanned import ParquetRows, TextRows, telling
from core.io.sources import Lazy, Source, Stretch, by_rows, check_names, checked, cut, ready
from core.io.tables import TableRows
from core.validation import Scale


def open_source(name: str) -> Source:
    """Return the rows of a file, or of a built-in example."""
    path = Path(name)
    if name not in io.EXAMPLES and path.suffix.lower() in tables.SUFFIXES:
        with io.naming(path), telling(path):
            return ParquetRows(path) if path.suffix.lower() == ".parquet" else TextRows(path)
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
    with io.placing(source.name):
        check_names(source)
    return source


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
        for part in cut(stretch, self.document.size, len(self.classes)):
            some = TableRows(truth[part], [values[part] for values in models], list(names[part]) if names else None)
            yield ready(some)


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
        for part in cut(stretch, len(self.truth), len(self.classes)):
            yield Lazy(part.stop - part.start, partial(self._rows, part))

    def _rows(self, part: slice) -> TableRows:
        with io.placing(self.name):
            truth = self._checked_truth(self.truth[part], part.start)
        predictions: list[npt.NDArray[Any]] = []
        for array, (_, scale) in zip(self.predictions, self.models, strict=True):
            values = array[part]
            with io.placing(array.path.name):
                predictions.append(checked(values, scale, "", part.start))
        return TableRows(truth, predictions, None)

    def _checked_truth(self, rows: npt.NDArray[Any], first: int) -> npt.NDArray[Any]:
        if rows.ndim == 2:
            return checked(rows, "probability", "", first)
        last = len(self.classes) - 1
        wrong = (rows < 0) | (rows > last)
        if wrong.any():
            row = int(wrong.argmax())
            raise LossAtlasError("label_range", where=f"[{first + row}]", value=int(rows[row]), last=last)
        return rows
