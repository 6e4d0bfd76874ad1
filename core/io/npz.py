"""NumPy archives: labels or truth, probabilities/<model> or logits/<model> arrays, and temperature/<model> if not 1."""

from __future__ import annotations

import errno
import io
import math
import struct
import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from core import blocks, watching
from core.document import Document, Scale
from core.errors import LossAtlasError
from core.io import pickles

SUFFIXES = (".npz",)

_CHUNK = 1 << 20
_PLAUSIBLE_RATIO = 200
_PLAUSIBLE_BYTES = 64 << 20
"""A larger archive that declares to unpack to more than so many times its size is not loaded."""
_PREFIXES: dict[str, Scale] = {"probabilities/": "probability", "logits/": "logit"}
_TEMPERATURE = "temperature/"
_EXPECTED = "“labels” or “truth”"
_EXPECTED_OF = "“probabilities/NAME” or “logits/NAME”"


def read(path: Path) -> Document:
    """Return the document in an `.npz` file; nothing is unpickled, and sizes are checked before loading."""
    arrays = load_arrays(path)
    truth_rows = _truth(arrays)
    models: list[tuple[str, npt.NDArray[Any], Scale]] = []
    for name, array in arrays.items():
        for prefix, scale in _PREFIXES.items():
            if name.startswith(prefix):
                _check(name, array, "iuf", 2)
                models.append((name.removeprefix(prefix), array, scale))
    if not models:
        raise LossAtlasError("array_missing", name="probabilities/…", expected=_EXPECTED_OF)
    classes, samples = _names(arrays, "classes"), _names(arrays, "samples")
    document = Document.make(truth_rows, models, classes=classes, samples=samples)
    for name, temperature in _temperatures(arrays, [name for name, _, _ in models]).items():
        document = document.with_temperature([model.name for model in document.models].index(name), temperature)
    return document


def _temperatures(arrays: dict[str, npt.NDArray[Any]], models: list[str]) -> dict[str, float]:
    """Return the temperatures by model; one for a model that is not there is refused."""
    found: dict[str, float] = {}
    for name, array in arrays.items():
        if name.startswith(_TEMPERATURE):
            _check(name, array, "iuf", 0)
            model = name.removeprefix(_TEMPERATURE)
            if model not in models:
                raise LossAtlasError("array_missing", name=f"probabilities/{model}", expected=_EXPECTED_OF)
            found[model] = float(array)
    return found


def truth(path: Path) -> tuple[npt.NDArray[Any], tuple[str, ...] | None]:
    """Return the truth in an `.npz` file, whatever else is in it, and the names of the classes if it has them."""
    arrays = load_arrays(path)
    classes = _names(arrays, "classes")
    return _truth(arrays), tuple(classes) if classes is not None else None


def _truth(arrays: dict[str, npt.NDArray[Any]]) -> npt.NDArray[Any]:
    if "labels" in arrays and "truth" in arrays:
        raise LossAtlasError("array_both")
    name = "labels" if "labels" in arrays else "truth"
    found = arrays.get(name)
    if found is None:
        raise LossAtlasError("array_missing", name="labels", expected=_EXPECTED)
    _check(name, found, "iu" if name == "labels" else "iuf", 1 if name == "labels" else 2)
    return found


def to_bytes(document: Document) -> bytes:
    """Return the document as an `.npz` file's bytes; equal documents give equal bytes."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    truth = document.truth.array()
    arrays["labels" if truth.ndim == 1 else "truth"] = truth
    for model in document.models:
        prefix = "logits/" if model.scale == "logit" else "probabilities/"
        arrays[prefix + model.name] = model.rows.array()
        if model.temperature != 1.0:
            arrays[_TEMPERATURE + model.name] = np.array(model.temperature)
    arrays["classes"] = np.array(document.classes)
    if document.samples is not None:
        arrays["samples"] = np.array(document.samples)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            npy.write_array(entry, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getvalue(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def load_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays in an archive by name; nothing is unpickled, and sizes are checked before loading."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
            _check_sizes(entries, path.stat().st_size)
            return {_name(entry): _entry(archive, entry) for entry in entries}
    except LossAtlasError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:  # not a seek to before the start
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0][:80]
        raise LossAtlasError("file_damaged", reason=reason) from None


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.removesuffix(".npy")


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    declared = sum(entry.file_size for entry in entries)
    if declared > max(_PLAUSIBLE_BYTES, _PLAUSIBLE_RATIO * size):
        raise LossAtlasError("file_too_large", declared=declared, size=size)
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            raise LossAtlasError("duplicate_name", where="arrays", name=_name(entry))
        seen.add(entry.filename)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise LossAtlasError("file_damaged", where=_name(entry), reason="unknown compression")


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> npt.NDArray[Any]:
    with archive.open(entry) as stream:
        return load_array(stream, entry.file_size, _name(entry))


def load_array(stream: IO[bytes], size: int, name: str) -> npt.NDArray[Any]:
    """Return the array, read-only, in `.npy` data of so many bytes, after checking that it is what its header declares.

    It is read some at a time, so that it may be watched and called off.
    """
    shape, order, dtype = header(stream, name)
    if dtype.hasobject:
        raise LossAtlasError("file_pickled", where=name, **pickles.NUMPY)
    declared, offset = math.prod(shape) * dtype.itemsize, stream.tell()
    if declared > size:
        raise LossAtlasError("file_too_large", where=name, declared=declared, size=size)
    data = _filled(stream, declared) if declared >= 0 else None
    rest = len(stream.read())  # to the end, where the checksum is looked at
    if data is None or rest:
        raise LossAtlasError("file_damaged", where=name, reason=f"{size - offset} of {declared} bytes")
    return blocks.frozen(data.view(dtype).reshape(shape, order=order)) if data.size else np.empty(shape, dtype)


def _filled(stream: IO[bytes], size: int) -> npt.NDArray[np.uint8] | None:
    """Return so many bytes of a stream, read some at a time, or None if there are fewer."""
    data = np.empty(size, np.uint8)
    for at in range(0, size, _CHUNK):
        watching.tell(at, size)
        wanted = min(_CHUNK, size - at)
        some = stream.read(wanted)
        if len(some) != wanted:
            return None
        data[at : at + wanted] = np.frombuffer(some, np.uint8)
    return data


def header(stream: IO[bytes], name: str = "") -> tuple[tuple[int, ...], Any, np.dtype[Any]]:
    """Return the shape, the order and the type that the start of an array's bytes declares."""
    try:
        version = npy.read_magic(stream)
        read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read_header(stream)
    except (ValueError, SyntaxError, TypeError, OverflowError, tokenize.TokenError) as error:
        reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        raise LossAtlasError("file_damaged", where=name, reason=reason) from None
    return shape, "F" if fortran else "C", dtype


def _check(name: str, array: npt.NDArray[Any], kinds: str, axes: int) -> None:
    if array.dtype.kind not in kinds:
        expected = "whole numbers" if kinds == "iu" else "numbers"
        raise LossAtlasError("array_dtype", where=name, found=array.dtype, expected=expected)
    if array.ndim != axes:
        expected = ("(), one number", "(samples,)", "(samples, classes)")[axes]
        raise LossAtlasError("array_shape", where=name, found=array.shape, expected=expected)


def _names(arrays: dict[str, npt.NDArray[Any]], name: str) -> list[str] | None:
    array = arrays.get(name)
    if array is None:
        return None
    if array.dtype.kind not in "UiuS" or array.ndim != 1:
        raise LossAtlasError("array_dtype", where=name, found=array.dtype, expected="text, one name each")
    return [x.decode("utf-8", "replace") if isinstance(x, bytes) else str(x) for x in array.tolist()]
