"""A block of cells put into a table, which grows for what has no room in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.blocks import Indices
from core.document import Document
from core.edits import cells, classes, samples
from core.edits.names import unused
from core.locks import NONE, Locks
from core.validation import Float


@dataclass(frozen=True, eq=False)
class Paste:
    """Where a block goes.

    Attributes
    ----------
    samples
        The samples (m,) of its first rows; its other rows become new samples at the end.
    columns
        For each of its columns a class, or the name of a new one; an empty name asks for one to be made.
    values
        The numbers (n, k); or (n,) indices of classes, for rows that say a class each.
    names
        The names (n,) of its rows, for the new samples; None for none.
    """

    samples: Indices
    columns: tuple[int | str, ...]
    values: Float | Indices
    names: tuple[str, ...] | None = None

    @property
    def more_samples(self) -> int:
        """How many samples the table has to grow by."""
        return len(self.values) - self.samples.size

    @property
    def more_classes(self) -> int:
        """How many classes the table has to grow by."""
        return sum(isinstance(column, str) for column in self.columns)


def pasted(document: Document, table: int, paste: Paste, stem: str, locks: Locks = NONE) -> Document:
    """Return the document with a block in a table, grown by the samples and classes that it needs.

    Parameters
    ----------
    stem
        What new classes without a name are called, with a number.

    Raises
    ------
    LossAtlasError
        As `cells.put`, and for names that are there already.
    """
    columns: list[int] = []
    for column in paste.columns:
        if isinstance(column, str):
            columns.append(len(document.classes))
            document = classes.added(document, column or unused(stem, document.classes))
        else:
            columns.append(column)
    chosen = paste.samples
    if paste.more_samples:
        names = paste.names[chosen.size :] if paste.names is not None else None
        chosen = np.concatenate([chosen, np.arange(document.size, document.size + paste.more_samples)])
        document = samples.added(document, None, paste.more_samples, names)
    if paste.values.ndim == 1:
        return cells.labelled(document, table, chosen, paste.values.tolist(), locks)
    return cells.put(document, table, chosen, columns, paste.values.astype(np.float64), locks)
