"""What the window opens: files in a layout of ours some rows at a time, others by what they most likely are."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

from core import io
from core.blocks import Rows
from core.document import Document
from core.errors import LossAtlasError
from core.io import foreign, importing, scan, scanned, tables
from core.io.ahead import ahead
from core.io.importing import delimited, words
from core.io.importing.proposals import Proposal
from core.io.scanned import ParquetRows
from core.io.sources import Source, Stretch
from core.io.tables import Layout, TableRows
from core.io.text import Text
from core.validation import Scale

_NO_CLASS = words.SAMPLE | words.COUNTER | words.LABEL | words.NUMBERS | words.DECIDED
"""What is hardly the name of a class."""


def opened(names: Sequence[str]) -> Document:
    """Return the document of files and examples, whether or not their layout is ours.

    Raises
    ------
    UndecidedError
        Where it is not plain what the files hold; it carries what they most likely are.
    LossAtlasError
        Naming the file, the place in it and the mend.
    """
    if not all(is_native(name) for name in names):
        return importing.decided(importing.propose([Path(name) for name in names]))
    try:
        return io.load_all(names, gathered)
    except LossAtlasError as error:
        proposal = _plainly(names) if _may_be_theirs(error) else None
        if proposal is None:
            raise
        return importing.decided(proposal)


def _may_be_theirs(error: LossAtlasError) -> bool:
    """Return whether cells say logits where titles say probabilities, or are numbers with a decimal comma."""
    return error.code == "negative" or (error.code == "cell_text" and "," in str(error.values["text"]))


def _plainly(names: Sequence[str]) -> Proposal | None:
    """Return what tables are by their cells, if that is plain."""
    if not all(Path(name).suffix.lower() in tables.SUFFIXES for name in names):
        return None
    proposal = importing.propose([Path(name) for name in names])
    return proposal if proposal.is_certain else None


def is_native(name: str) -> bool:
    """Return whether a file's titles or names of arrays are as we write them; not whether it can be read."""
    path = Path(name)
    suffix = path.suffix.lower()
    if name in io.EXAMPLES:
        return True
    try:
        with io.naming(path):
            if suffix in tables.SUFFIXES:
                return _is_layout(_titles(path))
            if suffix == ".npz":
                with zipfile.ZipFile(path) as archive:
                    return _are_ours(archive.namelist())
    except (LossAtlasError, OSError, ValueError, RuntimeError, EOFError, struct.error, zipfile.BadZipFile):
        return suffix in io.readers()  # whose reader says what is wrong
    return suffix not in importing.FORMATS or io.readers().get(suffix) not in (None, foreign)


def _titles(path: Path) -> list[str]:
    if path.suffix.lower() == ".parquet":
        import polars as pl

        with scanned.telling(path):
            return list(pl.read_parquet_schema(path))
    header = Text(path).header
    separator = tables.separator_of(header, path)
    return delimited.cells_of(header, separator)


def _is_layout(titles: Sequence[str]) -> bool:
    """Return whether titles are of our layout, and name no class as others name what is none."""
    try:
        layout = Layout.of(titles)
    except LossAtlasError as error:
        return error.code not in ("column_truth", "column_predictions", "column_extra", "column_missing")
    return len(layout.classes) > 1 and not any(words.plain(name) in _NO_CLASS for name in layout.classes)


def _are_ours(entries: Sequence[str]) -> bool:
    names = {entry.removesuffix(".npy") for entry in entries}
    return bool(names & {"labels", "truth"}) and any(n.startswith(("probabilities/", "logits/")) for n in names)


def gathered(name: str) -> Document:
    """Return the document in a file of our layout, tables read some rows at a time.

    It is the same as `core.io.load` gives, but may be watched and called off on the way.
    """
    path = Path(name)
    if name in io.EXAMPLES or path.suffix.lower() not in tables.SUFFIXES:
        return io.load(name)
    source = scan.open_source(name)
    lazies = source.groups() if isinstance(source, ParquetRows) else source.chunks(Stretch())
    parts = list(ahead(lazy.read for lazy in lazies))
    with io.placing(path.name):
        if not parts:
            raise LossAtlasError("no_samples")
        return _joined(source, parts)


def _joined(source: Source, parts: Sequence[TableRows]) -> Document:
    """Return the document of consecutive rows, which have been checked."""
    width = len(source.classes)
    truth = Rows.from_parts([part.truth for part in parts], width)
    names = None if parts[0].samples is None else [name for part in parts for name in part.samples or ()]
    models: list[tuple[str, Rows, Scale]] = []
    for place, (title, scale) in enumerate(source.models):
        models.append((title, Rows.from_parts([part.predictions[place] for part in parts], width), scale))
    return Document.make(truth, models, classes=source.classes, samples=names)
