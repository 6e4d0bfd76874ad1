"""Files of arrays: `.npz`, `.npy`, `.safetensors`; each array is a column, of one cell or of a list a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import LossAtlasError
from core.io import npz, tensors
from core.io.importing.columns import Column, Part, Texts, flat


def read_npz(path: Path) -> Part:
    """Return the arrays of an archive."""
    return _part(path, npz.load_arrays(path))


def read_tensors(path: Path) -> Part:
    """Return the arrays of a `.safetensors` file."""
    return _part(path, tensors.arrays(path))


def read_npy(path: Path) -> Part:
    """Return the one array of an `.npy` file, which is called as the file is."""
    with path.open("rb") as stream:
        return Part(path.name, (column(path.stem, npz.load_array(stream, path.stat().st_size, "")),))


def _part(path: Path, arrays: dict[str, npt.NDArray[Any]]) -> Part:
    columns = tuple(column(name, array) for name, array in arrays.items())
    if not columns:
        raise LossAtlasError("no_arrays")
    return Part(path.name, columns)


def column(title: str, array: npt.NDArray[Any]) -> Column:
    """Return an array as a column; one of another kind or with more axes is there with its flaw."""
    if array.ndim not in (1, 2) or 0 in array.shape:
        return Column(title, flaw=LossAtlasError("array_shape", found=array.shape, expected="(samples, classes)"))
    if array.dtype.kind == "b":
        array = array.astype(np.int8)
    if array.dtype.kind in "iuf":
        native = array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
        return flat(Column(title, native.astype(np.float32) if native.dtype == np.float16 else native))
    if array.dtype.kind in "US":
        cells = [x.decode("utf-8", "replace") if isinstance(x, bytes) else str(x) for x in array.ravel().tolist()]
        return Column(title, texts=Texts.of(cells, array.shape[1] if array.ndim == 2 and array.shape[1] > 1 else 0))
    return Column(title, flaw=LossAtlasError("array_dtype", found=array.dtype, expected="numbers"))
