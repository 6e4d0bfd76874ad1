"""Sessions: a document with its settings, and how it was looked at, as one JSON file that a person can read.

What the entries mean stands in `SESSION.md`. A session of more than `FEW_NUMBERS` numbers keeps them in an
`.npz` archive beside it, or, if asked, inside it in base64.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy.typing as npt

from core import distributions, io, validation
from core.blocks import Rows
from core.document import Document, Model
from core.errors import LossAtlasError
from core.io.session import schema, settings, stored
from core.io.session.schema import Archive, Stored, Top
from core.io.session.stored import Arrays
from core.io.session.text import layout
from core.validation import Scale

SUFFIX = ".lossatlas"
SUFFIXES = (SUFFIX,)

FEW_NUMBERS = 50_000
"""A document of more numbers than this keeps them beside its session, or embedded."""

_DIGITS = 12
_START = 8192
"""An archive and an origin are named within so many bytes."""


@dataclass(frozen=True)
class Session:
    """What a session holds.

    Attributes
    ----------
    view
        How the document was looked at: entries of plain values, which whoever shows it may use or ignore.
    origin
        Of a recovery file: what it is the latest state of.
    embedded
        Whether large tables are inside it, and to be kept there.
    """

    document: Document
    view: Mapping[str, Any] = field(default_factory=dict[str, Any])
    origin: str = ""
    embedded: bool = False


@dataclass(frozen=True)
class Encoded:
    """A session ready to be written: first the archive, if there is one, then the text that names it.

    An archive's name is made of its contents, so that writing another never harms the one that a session on the disk
    still names.
    """

    text: bytes
    archive: str = ""
    arrays: Arrays | None = None


def encode(session: Session, stem: str) -> Encoded:
    """Return a session as text and, for a large document that is not embedded, an archive named from `stem`."""
    document = session.document
    if document.samples is not None and document.size > schema.MOST_PARTS // 2:
        raise LossAtlasError("session_samples", count=document.size, limit=schema.MOST_PARTS // 2)
    is_large = document.size * len(document.classes) * (1 + len(document.models)) > FEW_NUMBERS
    beside = is_large and not session.embedded
    arrays = Arrays(_tables(document)) if beside else None
    archive = f"{stem}-{arrays.digest[:_DIGITS]}.npz" if arrays else ""
    entries: dict[str, Any] = {"format": schema.FORMAT, "version": schema.VERSION}
    if session.origin:
        entries["origin"] = session.origin
    if arrays:
        entries["arrays"] = {"file": archive, "digest": arrays.digest}
    entries["classes"] = list(document.classes)
    if document.samples is not None:
        entries["samples"] = list(document.samples)

    def table(name: str, rows: Rows) -> dict[str, Any]:
        return {"array": name, **stored.came_as(rows)} if beside else stored.to_entries(rows, embed=is_large)

    entries["truth"] = table("truth", document.truth)
    entries["models"] = [
        {"name": model.name, "scale": model.scale, **_temperature(model), **table(_entry(number), model.rows)}
        for number, model in enumerate(document.models)
    ]
    entries["settings"] = settings.to_entries(document.settings)
    if session.view:
        entries["view"] = dict(session.view)
    return Encoded((layout(entries) + "\n").encode(), archive, arrays)


def read(path: Path) -> Document:
    """Return the document in a session."""
    return read_session(path).document


def load(path: Path) -> Session:
    """Return the session in a file.

    Raises
    ------
    LossAtlasError
        Naming the file, the path of the entry in it and the mend.
    """
    with io.naming(path):
        return read_session(path)


def read_session(path: Path) -> Session:
    """Return the session in a file; places in errors do not name the file."""
    if path.stat().st_size > schema.MOST_BYTES:
        raise LossAtlasError("session_size", size=path.stat().st_size, limit=schema.MOST_BYTES)
    return decode(schema.parse(path.read_bytes()), path)


def of_bytes(text: bytes) -> Session:
    """Return the session that a text is, which must need no archive."""
    top = schema.parse(text)
    if top.arrays is not None:
        raise LossAtlasError("session_alone", where="arrays")
    return decode(top, Path())


def decode(top: Top, path: Path) -> Session:
    """Return the session that entries say; its archive of arrays, if it has one, is looked for beside `path`."""
    embedded = any(table.npy is not None for table in (top.truth, *top.models))
    return Session(_document(top, path), top.view, top.origin, embedded)


def archive_of(path: Path) -> str:
    """Return the name of the archive that a session on the disk needs; empty if it needs none or is no session."""
    return _early(path, rb'"arrays": \{\s*"file": ')


def origin_of(path: Path) -> str:
    """Return what a recovery file on the disk is the latest state of; empty if it does not say."""
    return _early(path, rb'"origin": ')


def _early(path: Path, before: bytes) -> str:
    """Return the text after `before` near the start of a file, as `encode` lays it out."""
    try:
        with path.open("rb") as file:
            start = file.read(_START)
        found = re.search(before + rb'("(?:[^"\\]|\\.)*")', start)
        return str(json.loads(found[1])) if found else ""
    except (OSError, ValueError):
        return ""


def _tables(document: Document) -> dict[str, Rows]:
    models = {_entry(number): model.rows for number, model in enumerate(document.models)}
    return {"truth": document.truth, **models}


def _temperature(model: Model) -> dict[str, float]:
    return {} if model.temperature == 1.0 else {"temperature": model.temperature}


def _entry(number: int) -> str:
    return f"model {number + 1}"


# -- entries to document ----------------------------------------------------------------------------------


def _document(top: Top, at: Path) -> Document:
    arrays = _arrays(top.arrays, at) if top.arrays is not None else {}
    truth = _array(top.truth, "probability", "truth", arrays)
    if truth.ndim == 1:
        validation.labels(truth, len(top.classes), "truth.labels")
    models: list[tuple[str, npt.NDArray[Any], Scale]] = []
    for number, model in enumerate(top.models):
        place = f"models[{number}]"
        if model.labels is not None:
            raise LossAtlasError("session_labels", where=f"{place}.labels")
        try:
            distributions.check_temperature(model.temperature)
        except LossAtlasError as error:
            raise error.at(f"{place}.temperature") from None
        models.append((model.name, _array(model, model.scale, place, arrays), model.scale))
    document = Document.make(
        truth, models, classes=top.classes, samples=top.samples, settings=settings.from_entries(top.settings)
    )
    given = zip(document.models, top.models, strict=True)
    made = tuple(Model(m.name, stored.as_came(m.rows, e.came_as), m.scale, e.temperature) for m, e in given)
    return replace(document, truth=stored.as_came(document.truth, top.truth.came_as), models=made)


def _array(table: Stored, scale: Scale, place: str, arrays: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[Any]:
    try:
        return stored.array_of(table, scale, arrays)
    except LossAtlasError as error:
        where = f"{place}.{error.where}" if error.where else place
        raise LossAtlasError(error.code, where=where, **error.values) from None


def _arrays(archive: Archive, at: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays beside a session; another folder's, or another session's, are not read."""
    name = archive.file
    if not name.endswith(".npz") or not name.isprintable() or any(mark in name for mark in "/\\:"):
        raise LossAtlasError("session_archive", where="arrays.file", name=name[:60])
    path = at.with_name(name)
    if not path.exists():
        path = at.resolve().with_name(name)  # `at` may be a link
    try:
        with io.naming(path):
            return stored.load_arrays(path, archive.digest)
    except LossAtlasError as error:
        if error.code == "file_missing":
            raise LossAtlasError("session_archive_missing", where="arrays.file", name=name) from None
        raise
