"""`.safetensors`: named arrays without code, whose header the library checks against the file before any is read."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np
import numpy.typing as npt

from core import watching
from core.errors import LossAtlasError

_READ = frozenset(("BOOL", "U8", "I8", "U16", "I16", "F16", "U32", "I32", "F32", "U64", "I64", "F64", "BF16"))
_BRAIN = "BF16"


def arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return every array in the file, brain floats (bfloat16) as float32.

    Raises
    ------
    LossAtlasError
        For a header that declares other than the file holds, and for a type that no array here has.
    """
    import safetensors

    try:
        with cast(Any, safetensors).safe_open(str(path), framework="np") as file:
            names: list[str] = list(file.keys())
            found: dict[str, npt.NDArray[Any]] = {}
            for number, name in enumerate(names):
                watching.tell(number, len(names))
                kind: str = file.get_slice(name).get_dtype()
                if kind not in _READ:
                    raise LossAtlasError("array_dtype", where=name, found=kind, expected="numbers")
                found[name] = _brain(path, name) if kind == _BRAIN else file.get_tensor(name)
            return found
    except safetensors.SafetensorError as error:
        raise LossAtlasError("file_damaged", reason=str(error)[:80]) from None


def _brain(path: Path, name: str) -> npt.NDArray[np.float32]:
    """Return an array of brain floats, which are the upper halves of float32."""
    with path.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        entry = msgspec.json.decode(stream.read(length))[name]
        first, last = entry["data_offsets"]
        stream.seek(8 + length + first)
        halves = np.frombuffer(stream.read(last - first), "<u2")
    return (halves.astype(np.uint32) << 16).view(np.float32).reshape(entry["shape"])
