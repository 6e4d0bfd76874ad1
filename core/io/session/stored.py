"""Tables as a session keeps them: as lists, as base64, or as arrays in an archive beside it; back to the last bit."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from core import validation
from core.blocks import Block, Rows
from core.errors import LossAtlasError
from core.io import npz
from core.io.session.schema import CameAs, Stored
from core.parts import cores
from core.validation import Scale

_ONE_OF = ("labels", "rows", "array", "npy")
_DIGEST = 20
_UNDATED = (1980, 1, 1, 0, 0, 0)


# -- out --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arrays:
    """Tables to be written into an archive, by name; nothing of them is copied but a block at a time."""

    tables: Mapping[str, Rows]

    @cached_property
    def digest(self) -> str:
        """What identifies names, types, shapes and numbers, however the archive is packed."""
        tables = sorted(self.tables.items())
        return _digest([(_title(name, _dtype(rows), _shape(rows)), _parts(rows)) for name, rows in tables])

    def write(self, stream: IO[bytes]) -> None:
        """Write the archive, an `.npz` file, into a stream."""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for name, rows in self.tables.items():
                entry = zipfile.ZipInfo(f"{name}.npy", _UNDATED)
                with archive.open(entry, "w", force_zip64=True) as out:
                    _write_npy(out, rows)


def to_entries(rows: Rows, *, embed: bool = False) -> dict[str, Any]:
    """Return a table's entries: lists, or a `.npy` file in base64."""
    if embed:
        buffer = io.BytesIO()
        _write_npy(buffer, rows)
        return {"npy": base64.b64encode(buffer.getvalue()).decode(), **came_as(rows)}
    array = rows.array()
    if array.ndim == 1:
        return {"labels": array.tolist()}
    return {"rows": [[x if x != -np.inf else "-inf" for x in row] for row in _shortest(array)], **came_as(rows)}


def came_as(rows: Rows) -> dict[str, str]:
    """Return what a table's numbers came as, where that is not float64 or labels throughout."""
    labels = sum(block.is_labels for block in rows.blocks)
    if labels == len(rows.blocks):
        return {}
    if labels:
        return {"came_as": "labels"}
    if not any(block.single for block in rows.blocks):
        return {}
    return {"came_as": "float32" if _dtype(rows) == np.float32 else "edited float32"}


def _shortest(array: npt.NDArray[Any]) -> list[list[float]]:
    """Return rows of numbers, those of float32 by the fewest digits that lead back to them."""
    if array.dtype != np.float32:
        return array.astype(np.float64).tolist()
    short = np.array([[float(str(x)) for x in row] for row in array])
    # A number of few digits can lie so near the middle of two that reading it as float64 first goes to the wrong one.
    with np.errstate(over="ignore"):
        return np.where(short.astype(np.float32) == array, short, array.astype(np.float64)).tolist()


def _write_npy(stream: IO[bytes], rows: Rows) -> None:
    kind = npy.dtype_to_descr(_dtype(rows))
    npy.write_array_header_1_0(stream, {"descr": kind, "fortran_order": False, "shape": _shape(rows)})
    for block in _parts(rows):
        stream.write(block.data)


def _parts(rows: Rows) -> Iterator[npt.NDArray[Any]]:
    """Yield the blocks in the type of the whole, in little-endian order."""
    dtype, is_labels = _dtype(rows), _is_labels(rows)
    for block in rows.blocks:
        values = block.values if is_labels or not block.is_labels else block.dense()
        yield np.ascontiguousarray(values, dtype)


def _is_labels(rows: Rows) -> bool:
    return all(block.is_labels for block in rows.blocks)


def _dtype(rows: Rows) -> np.dtype[Any]:
    floats = np.dtype(np.float64)
    is_labels = _is_labels(rows)
    kinds = [block.values.dtype if is_labels or not block.is_labels else floats for block in rows.blocks]
    return np.result_type(*kinds).newbyteorder("<")


def _shape(rows: Rows) -> tuple[int, ...]:
    return (len(rows),) if _is_labels(rows) else (len(rows), rows.width)


def _title(name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    return f"{name}\0{dtype.newbyteorder('<').str}\0{shape}\0".encode()


def _digest(tables: Sequence[tuple[bytes, Iterable[npt.NDArray[Any]]]]) -> str:
    """Return the digest of tables, each a title and its parts; on all cores, for it is most of what loading takes."""
    import hashlib  # with the system's cryptography: only for tables that have a file of their own

    def of_one(table: tuple[bytes, Iterable[npt.NDArray[Any]]]) -> bytes:
        state = hashlib.blake2b(table[0], digest_size=_DIGEST)
        for part in table[1]:
            state.update(part.data)
        return state.digest()

    with ThreadPoolExecutor(cores()) as pool:
        return hashlib.blake2b(b"".join(pool.map(of_one, tables)), digest_size=_DIGEST).hexdigest()


# -- in ---------------------------------------------------------------------------------------------------


def load_arrays(path: Path, digest: str) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays in the archive beside a session; one of other contents is refused."""
    found = npz.load_arrays(path)
    titled = [(_title(name, array.dtype, array.shape), array) for name, array in sorted(found.items())]
    parts = [(title, [np.ascontiguousarray(array, array.dtype.newbyteorder("<"))]) for title, array in titled]
    if _digest(parts) != digest:
        raise LossAtlasError("session_arrays")
    return found


def array_of(table: Stored, scale: Scale, arrays: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return a table's numbers, every one checked; labels (N,) or rows (N, K). Places begin with the entry's name."""
    given = [name for name in _ONE_OF if getattr(table, name) is not None]
    if len(given) != 1:
        raise LossAtlasError("session_one_of", names=", ".join(_ONE_OF))
    if table.labels is not None:
        return np.array(table.labels, np.int64)
    if table.rows is not None:
        array = _matrix(table.rows, np.float32 if table.came_as == "float32" else np.float64)
    elif table.npy is not None:
        array = _embedded(table.npy)
    else:
        name = str(table.array)
        found = arrays.get(name)
        if found is None:
            raise LossAtlasError("session_array", where="array", name=name[:60])
        array = found
    if array.ndim == 2:
        _check(array, scale, given[0])
    return array


def _matrix(rows: list[list[Any]], dtype: type[np.floating[Any]]) -> npt.NDArray[Any]:
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows):
        if len(row) != width:
            raise LossAtlasError("session_ragged", where=f"rows[{number}]", found=len(row), expected=width)
    values = np.array([[-np.inf if x == "-inf" else x for x in row] for row in rows], np.float64)
    with np.errstate(over="ignore"):  # beyond the largest float32 is inf, which the checks refuse
        return values.reshape(len(rows), width).astype(dtype)


def _embedded(text: str) -> npt.NDArray[Any]:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise LossAtlasError("session_base64", where="npy") from None
    return npz.load_array(io.BytesIO(data), len(data), "npy")


def _check(array: npt.NDArray[Any], scale: Scale, where: str) -> None:
    """Raise, with the entry's path, for a number that cannot be used."""
    if array.dtype.kind not in "iuf":
        raise LossAtlasError("array_dtype", where=where, found=array.dtype, expected="numbers")
    try:
        (validation.check_logits if scale == "logit" else validation.check_entries)(array, "")
    except LossAtlasError as error:
        raise LossAtlasError(error.code, where=where + error.where.replace(", ", "]["), **error.values) from None


def as_came(rows: Rows, kind: CameAs) -> Rows:
    """Return rows whose blocks are labels, or float32, again where they can be without a change."""
    if kind == "labels":
        return Rows(tuple(_as_labels(block) for block in rows.blocks))
    return Rows(tuple(_as_single(block) for block in rows.blocks)) if kind != "float64" else rows


def _as_labels(block: Block) -> Block:
    if block.is_labels or not validation.is_one_hot(block.values).all():
        return block
    return Block(block.values.argmax(axis=-1), block.width)


def _as_single(block: Block) -> Block:
    with np.errstate(over="ignore"):
        single = block.values.astype(np.float32)
    exact = bool((single == block.values).all())
    return Block(single if exact else block.values, block.width, single=True)
