"""Files: one module a format, found by itself. Each has SUFFIXES and `read(path) -> Document`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Protocol, cast

import numpy as np

from core.document import Document
from core.errors import LossAtlasError
from core.io import pickles

EXAMPLES = ("example", "mended", "digits")
"""Names that `load` takes instead of a file: data as published, the same with its slip mended, real ones."""


class Reader(Protocol):
    """What a format's module offers."""

    SUFFIXES: tuple[str, ...]

    def read(self, path: Path) -> Document:
        """Return the document in a file, or raise."""
        ...


@cache
def readers() -> dict[str, Reader]:
    """Return the reader of each file name ending."""
    found: dict[str, Reader] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for suffix in getattr(module, "SUFFIXES", ()):
            found[suffix] = cast(Reader, module)
    return found


def load(name: str) -> Document:
    """Return the document in the file `name`, or the built-in example of that name.

    Raises
    ------
    LossAtlasError
        Naming the file, the place in it and the mend.
    """
    if name in EXAMPLES:
        from core.io import npz

        return npz.read(Path(str(resources.files("resources").joinpath("examples", f"{name}.npz"))))
    return read(Path(name))


def read(path: Path) -> Document:
    """Return the document in a file."""
    with naming(path):
        pickles.refuse(path)
        reader = readers().get(path.suffix.lower())
        if reader is None:
            raise LossAtlasError("file_kind", suffix=path.suffix, known=", ".join(sorted(readers())))
        return reader.read(path)


@contextmanager
def naming(path: Path) -> Generator[None]:
    """Refuse what is no file with something in it; put the file's name before the place of what else goes wrong."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise LossAtlasError("file_directory")
        if not path.exists():
            raise LossAtlasError("file_missing")
        if not path.is_file():
            raise LossAtlasError("file_special")
        if path.stat().st_size == 0:
            raise LossAtlasError("file_empty")
        yield
    except LossAtlasError as error:
        raise error.at(name) from None
    except OSError as error:
        raise LossAtlasError("file_unreadable", where=name, reason=error.strerror or str(error)) from None


@contextmanager
def placing(place: str) -> Generator[None]:
    """Put a place before the place of what goes wrong."""
    try:
        yield
    except LossAtlasError as error:
        raise error.at(place) from None


def load_all(names: Sequence[str], one: Callable[[str], Document] = load) -> Document:
    """Return one document of several files: the same truth with the models of all; `one` reads a file."""
    first = one(names[0])
    for name in names[1:]:
        other = one(name)
        if other.classes != first.classes or not np.array_equal(_dense(first), _dense(other)):
            raise LossAtlasError("file_several", where=Path(name).name, first=Path(names[0]).name)
        models = (*first.models, *other.models)
        titles = distinct([model.name for model in models])
        named = tuple(replace(model, name=title) for model, title in zip(models, titles, strict=True))
        first = replace(first, models=named)
    return first


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names, with a number where one is taken."""
    found: list[str] = []
    for name in names:
        title, number = name, 2
        while title in found:
            title, number = f"{name} ({number})", number + 1
        found.append(title)
    return found


def _dense(document: Document) -> np.ndarray:
    return np.concatenate([block.dense() for block in document.truth.blocks])
