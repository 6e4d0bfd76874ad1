"""Bare `.npy` arrays, mapped into memory some rows at a time, and the truth that belongs to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core import io
from core.errors import LossAtlasError
from core.io import npz, pickles, tables

SUFFIX = ".npy"


@dataclass(frozen=True)
class Mapped:
    """An array in a `.npy` file, whose header has been checked and whose numbers have not been read."""

    path: Path
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    order: str
    offset: int

    @classmethod
    def open(cls, path: Path) -> Mapped:
        """Return the array in a file; raise unless it is one of numbers and as long as it says."""
        with io.naming(path), path.open("rb") as stream:
            shape, order, dtype = npz.header(stream)
            offset, size = stream.tell(), path.stat().st_size
            if dtype.hasobject:
                raise LossAtlasError("file_pickled", **pickles.NUMPY)
            if dtype.kind not in "iuf":
                raise LossAtlasError("array_dtype", found=dtype, expected="numbers")
            if offset + math.prod(shape) * dtype.itemsize != size:
                declared = math.prod(shape) * dtype.itemsize
                raise LossAtlasError("file_damaged", reason=f"{size - offset} of {declared} bytes")
            return cls(path, shape, dtype, order, offset)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, part: slice) -> npt.NDArray[Any]:
        """Return a copy of some rows; of a file in C order nothing else is mapped."""
        first, last, _ = part.indices(len(self))
        with io.naming(self.path):
            if self.order == "C":
                step = math.prod(self.shape[1:]) * self.dtype.itemsize
                shape = (last - first, *self.shape[1:])
                return np.array(np.memmap(self.path, self.dtype, "r", self.offset + first * step, shape))
            whole = np.memmap(self.path, self.dtype, "r", self.offset, self.shape, "F")
            return np.array(whole[first:last], order="C")


Rows = Mapped | npt.NDArray[Any]


def predictions(paths: Sequence[Path]) -> tuple[Mapped, ...]:
    """Return the arrays (N, K) in files."""
    found: list[Mapped] = []
    for path in paths:
        if path.suffix.lower() != SUFFIX and path.exists():
            raise LossAtlasError("file_kind", where=path.name, suffix=path.suffix, known=".npy beside --truth")
        array = Mapped.open(path)
        if len(array.shape) != 2 or 0 in array.shape:
            raise LossAtlasError("array_shape", where=path.name, found=array.shape, expected="(samples, classes)")
        found.append(array)
    return tuple(found)


def truth(path: Path, classes: int) -> tuple[Rows, tuple[str, ...]]:
    """Return the truth in a file, labels (N,) or rows (N, K), and the names of the classes.

    It may be a `.npy` array, the truth of an `.npz` file, or the label or true: columns of a table.
    """
    names = tuple(f"class {k + 1}" for k in range(classes))
    suffix = path.suffix.lower()
    with io.naming(path):
        if suffix == ".npz":
            found, given = npz.truth(path)
        elif suffix in tables.SUFFIXES:
            found, given = tables.truth(path, names)
        elif suffix == SUFFIX:
            found, given = None, None
        else:
            raise LossAtlasError("file_kind", suffix=path.suffix, known=".csv, .npy, .npz, .parquet, .tsv")
    rows: Rows = Mapped.open(path) if found is None else found
    expected = f"(samples,) or (samples, {classes})"
    if len(rows.shape) not in (1, 2) or rows.shape[1:] not in ((), (classes,)):
        raise LossAtlasError("array_shape", where=path.name, found=rows.shape, expected=expected)
    if len(rows.shape) == 1 and rows.dtype.kind not in "iu":
        raise LossAtlasError("array_dtype", where=path.name, found=rows.dtype, expected="whole numbers")
    if given is not None and len(given) != classes:
        raise LossAtlasError("class_count", where=path.name, found=len(given), expected=classes)
    return rows, given or names
