"""Files that may run programs when they are opened: never opened; what converts them is said."""

from __future__ import annotations

from pathlib import Path

from core.errors import LossAtlasError

CODES = {
    ".pt": "file_torch",
    ".pth": "file_torch",
    ".ckpt": "file_torch",
    ".bin": "file_torch",
    ".pkl": "file_pickle",
    ".pickle": "file_pickle",
    ".joblib": "file_pickle",
}


def refuse(path: Path) -> None:
    """Raise for a file that holds Python objects, by its name alone."""
    code = CODES.get(path.suffix.lower())
    if code is not None:
        raise LossAtlasError(code, suffix=path.suffix)
