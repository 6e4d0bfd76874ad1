"""Files that may run programs when they are opened: never opened; the two lines that convert them are said."""

from __future__ import annotations

from pathlib import Path

from core.errors import LossAtlasError

_TORCH = (
    "data = torch.load(FILE)",
    "numpy.savez(NEW, **{'logits/model': data['logits'].numpy(), 'labels': data['labels'].numpy()})",
)
_PICKLE = (
    "data = pickle.load(open(FILE, 'rb'))",
    "numpy.savez(NEW, **{'probabilities/model': data['probabilities'], 'labels': data['labels']})",
)
_LINES = {
    ".pt": _TORCH,
    ".pth": _TORCH,
    ".ckpt": _TORCH,
    ".bin": _TORCH,
    ".pkl": _PICKLE,
    ".pickle": _PICKLE,
    ".joblib": ("data = joblib.load(FILE)", _PICKLE[1]),
}
NUMPY = {
    "first": "old = numpy.load(FILE, allow_pickle=True)",
    "second": "numpy.savez(NEW, **{name: numpy.array(old[name].tolist()) for name in old.files})",
}
"""What converts arrays of objects."""


def refuse(path: Path) -> None:
    """Raise for a file that holds Python objects, by its name alone."""
    lines = _LINES.get(path.suffix.lower())
    if lines is not None:
        raise LossAtlasError("file_program", suffix=path.suffix, first=lines[0], second=lines[1])
