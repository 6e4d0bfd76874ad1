"""Numbers into cells: a pasted block, a value for all, the first row's values further down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core import distributions, information, validation
from core.blocks import Indices
from core.document import Document
from core.errors import LossAtlasError
from core.locks import NONE, Locks
from core.validation import Float


def put(
    document: Document, table: int, samples: Indices, classes: Sequence[int], values: Float, locks: Locks = NONE
) -> Document:
    """Return the document with a block of numbers in the cells where some samples and classes cross.

    The other cells of these rows stay as they are; nothing is normalized. A locked cell may be in the block if it
    keeps its number.

    Parameters
    ----------
    table
        `TRUTH` or a model.
    samples
        Distinct indices (n,), in any order.
    classes
        Indices (k,).
    values
        What broadcasts to (n, k): probabilities or logits, as the table has.

    Raises
    ------
    LossAtlasError
        Naming the cell, for a number that the table cannot hold and for a locked cell that would change.
    """
    order = np.argsort(samples, kind="stable")
    rising, columns = samples[order], np.array(list(classes), np.int64)
    block = np.broadcast_to(np.asarray(values, np.float64), (rising.size, columns.size))[order]
    is_logit = document.scale(table) == "logit"
    if not is_logit:
        _checked(document, table, rising, columns, block)

    def change(rows: Float, at: slice) -> Float:
        before = rows[:, columns]
        if locks.classes or locks.cells:
            _check_locks(document, table, rising[at], columns, before != block[at], locks)
        rows[:, columns] = block[at]
        if is_logit:
            _checked(document, table, rising[at], np.arange(len(document.classes)), rows)
        return rows

    return document.with_table(table, document.rows(table).changed(rising, change))


def typed(
    document: Document,
    table: int,
    sample: int,
    index: int,
    value: float,
    *,
    keep_sums: bool = False,
    locks: Locks = NONE,
) -> Document:
    """Return the document with one cell's number changed.

    Parameters
    ----------
    keep_sums
        False leaves the row's other cells as they are. True rescales those that are free in their proportions, so that
        the row sums to 1; a number that is no probability, and logits, leave them alone all the same.

    Raises
    ------
    LossAtlasError
        For a locked cell, for a number that the table cannot hold, for more than the locked cells leave.
    """
    row, locked = document.rows(table).row(sample), locks.of(table, sample)
    if row[index] == value:
        return document
    if index in locked:
        raise LossAtlasError("class_locked", where=document.place(table, sample), name=document.classes[index])
    if keep_sums and document.scale(table) == "probability" and 0.0 <= value <= 1.0:
        row = distributions.rescale_others(row, index, value, locked)
        if row[index] < value:
            raise LossAtlasError("no_room", room=f"{row[index]:.6g}", value=f"{value:.10g}")
    else:
        row[index] = value
    return document.with_rows(table, {sample: row})


def labelled(document: Document, table: int, samples: Indices, labels: Sequence[int], locks: Locks = NONE) -> Document:
    """Return the document with rows that say one class each: probability 1, or logit 0 beside -inf."""
    width = len(document.classes)
    rows = distributions.one_hot(np.array(labels, np.int64), width)
    if document.scale(table) == "logit":
        rows = information.log_of(rows)
    return put(document, table, samples, range(width), rows, locks)


def filled_down(
    document: Document, table: int, samples: Indices, classes: Sequence[int], locks: Locks = NONE
) -> Document:
    """Return the document with the first sample's numbers in some classes given to the other samples too."""
    if samples.size < 2:
        return document
    first = document.rows(table).row(int(samples[0]))[list(classes)]
    return put(document, table, samples[1:], classes, first, locks)


def _checked(document: Document, table: int, samples: Indices, columns: Indices, values: Float) -> None:
    """Raise, naming the cell, unless the table can hold the values."""
    try:
        check = validation.check_logits if document.scale(table) == "logit" else validation.check_entries
        check(values, "")
    except LossAtlasError as error:
        at = [int(text) for text in error.where.strip("[]").split(", ")]
        where = document.place(table, int(samples[at[0]]))
        if len(at) > 1:
            where = f"{where}, {document.classes[int(columns[at[1]])]}"
        raise LossAtlasError(error.code, where=where, **error.values) from None


def _check_locks(
    document: Document, table: int, samples: Indices, columns: Indices, changes: npt.NDArray[np.bool_], locks: Locks
) -> None:
    mask = locks.mask(table, samples, len(document.classes))
    if mask is None or not (broken := mask[:, columns] & changes).any():
        return
    row, column = (int(each) for each in np.argwhere(broken)[0])
    name = document.classes[int(columns[column])]
    raise LossAtlasError("class_locked", where=document.place(table, int(samples[row])), name=name)
