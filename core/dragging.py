"""What a dragged part of a figure does to a document: a value for one row, from which its distribution follows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core import decomposition, distributions, information
from core.document import TRUTH, Document
from core.errors import LossAtlasError
from core.locks import Locks, beside
from core.validation import Float

What = Literal["entropy", "cross_entropy", "share", "edge"]


@dataclass(frozen=True)
class Grip:
    """What can be taken hold of.

    Attributes
    ----------
    what
        "entropy": H(p), which moves the truth; "cross_entropy": H(p, q), which moves a prediction along the ray from
        the truth; "share": the probability of one class; "edge": where one class ends, all side by side from 0 to 1.
    table, sample
        The row: of `TRUTH` or of a model.
    index
        The class, for "share" and "edge".
    """

    what: What
    table: int
    sample: int
    index: int = 0


def row_of(document: Document, table: int, sample: int) -> Float:
    """Return a row (K,) as the probabilities in use."""
    return document.truth.row(sample) if table == TRUTH else document.models[table].probability_row(sample)


def value_of(document: Document, grip: Grip) -> float:
    """Return what a grip stands at: nats, or a probability; of rows divided by their sums where these are not 0."""
    row = _normal(row_of(document, grip.table, grip.sample))
    if grip.what == "entropy":
        return float(information.entropy(row))
    if grip.what == "cross_entropy":
        return float(information.cross_entropy(_normal(document.truth.row(grip.sample)), row))
    if grip.what == "share":
        return float(row[grip.index])
    end = grip.index if grip.index == row.size - 1 else grip.index + 1
    return float(row[:end].sum())


def _normal(row: Float) -> Float:
    return distributions.normalize(row) if row.any() else row


def moved_row(document: Document, grip: Grip, value: float, locked: Collection[int] = ()) -> Float:
    """Return the row (K,) of `document` with a grip moved to a value; locked classes keep what they have.

    Raises
    ------
    LossAtlasError
        Where the class itself is locked, or the others are and cannot give way.
    """
    row = row_of(document, grip.table, grip.sample)
    if grip.what == "entropy":
        return decomposition.truth_with_entropy(row, value, locked)
    if grip.what == "cross_entropy":
        return decomposition.prediction_with_cross_entropy(document.truth.row(grip.sample), row, value, locked)
    if grip.index in locked:
        raise LossAtlasError("class_locked", name=document.classes[grip.index])
    move = decomposition.with_edge if grip.what == "edge" else distributions.rescale_others
    return move(row, grip.index, value, locked)


def dragged(document: Document, start: Document, grip: Grip, value: float, locked: Collection[int] = ()) -> Document:
    """Return `document` with a grip's row moved as seen from `start`, where the hand took hold of it.

    So a drag there and back ends where it began, even past an end of the path.
    """
    return _with_row(document, grip, moved_row(start, grip, value, locked))


def nudged(document: Document, grip: Grip, step: float, locked: Collection[int] = ()) -> Document:
    """Return `document` with a grip moved by a step from where it stands."""
    value = value_of(document, grip)
    return _with_row(document, grip, moved_row(document, grip, value + step, locked))


def heeding(document: Document, table: int, sample: int, q: Float, locks: Locks) -> Document:
    """Return the document with a row set to a distribution, as far as its locks allow; see `locks.beside`."""
    locked = locks.mask(table, np.array([sample]), q.size)
    if locked is not None:
        try:
            q = beside(q[None], row_of(document, table, sample)[None], locked)[0]
        except LossAtlasError as error:
            raise LossAtlasError(error.code, where=document.place(table, sample), **error.values) from None
    return document.with_probabilities(table, sample, q)


def _with_row(document: Document, grip: Grip, row: Float) -> Document:
    if np.array_equal(row, row_of(document, grip.table, grip.sample)):
        return document
    return document.with_probabilities(grip.table, grip.sample, row)
