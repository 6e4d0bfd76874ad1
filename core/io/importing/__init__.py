"""Files as other programs write them: read into columns, guessed at, and made a document of if nothing is in doubt.

file ─▶ Part (columns) ─▶ Proposal (a role a column; a person may change it) ─▶ Document, or the reason against it
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import parquet, pickles
from core.io.importing import arrays, delimited, records
from core.io.importing.columns import Column, Form, Part
from core.io.importing.making import Note, Outcome
from core.io.importing.proposals import Proposal, UndecidedError, decided
from core.io.importing.roles import KINDS, PREDICTED, Kind, Role, bundled

__all__ = [
    "FORMATS",
    "KINDS",
    "PREDICTED",
    "Column",
    "Form",
    "Kind",
    "Note",
    "Outcome",
    "Part",
    "Proposal",
    "Role",
    "UndecidedError",
    "decided",
    "from_text",
    "propose",
    "read",
    "read_part",
]


def _parquet(path: Path) -> Part:
    """Return the columns of a Parquet file."""
    import polars as pl

    from core.io.importing import frames
    from core.io.tables import short

    parquet.check(path)
    try:
        frame = pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise LossAtlasError("file_damaged", reason=short(error)) from None
    if frame.height == 0:
        raise LossAtlasError("no_samples")
    return Part(path.name, tuple(frames.column(title, frame[title]) for title in frame.columns))


_READERS: dict[str, Callable[[Path], Part]] = {
    ".npz": arrays.read_npz,
    ".npy": arrays.read_npy,
    ".safetensors": arrays.read_tensors,
    ".parquet": _parquet,
    **dict.fromkeys(records.SUFFIXES, records.read),
}
FORMATS = (*_READERS, *delimited.SUFFIXES)


def read_part(path: Path, form: Form | None = None) -> Part:
    """Return the columns of a file, a text in the form given or found out.

    Raises
    ------
    LossAtlasError
        Naming the file, the place in it and the mend.
    """
    with io.naming(path):
        suffix = path.suffix.lower()
        pickles.refuse(path)
        if suffix in delimited.SUFFIXES:
            return bundled(delimited.read(path, path.name, form or Form()))
        if suffix not in _READERS:
            raise LossAtlasError("file_kind", suffix=path.suffix, known=", ".join(sorted(FORMATS)))
        return bundled(_READERS[suffix](path))


def from_text(text: str, name: str, form: Form | None = None) -> Part:
    """Return the columns of copied text, called `name`."""
    with io.placing(name):
        given = form or Form()
        return bundled(delimited.read(text.encode(), name, Form(given.separator, "utf-8", given.decimal, given.titles)))


def propose(paths: Sequence[Path]) -> Proposal:
    """Return what some files together most likely are."""
    return Proposal.of([read_part(path) for path in paths])


def read(path: Path) -> Document:
    """Return the document in a file of which nothing is in doubt; else raise what is in the way."""
    part = read_part(path)
    try:
        return decided(Proposal.of([part]))
    except LossAtlasError as error:  # whoever reads puts the file's name in front
        inner = error.where.removeprefix(path.name).removeprefix(", ")
        raise LossAtlasError(error.code, where=inner, **error.values) from None
