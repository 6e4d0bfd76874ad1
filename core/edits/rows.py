"""Whole rows made anew: normalized, one-hot, uniform, smoothed, random, sharpened.

Of a table of logits the distribution softmax(z) is changed, and kept as its logarithms; in a row with locks these are
moved to the log Σ exp z that it had, so that a class whose probability stays keeps its logit. Temperatures play no
part: what is typed is changed.

Locked classes and cells keep their numbers; the free ones share what is left of 1 in the proportions that the row would
have without locks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core import distributions, information, watching
from core.blocks import Indices
from core.document import TRUTH, Document
from core.errors import LossAtlasError
from core.locks import NONE, Locks, beside
from core.validation import Float

Mask = npt.NDArray[np.bool_]
Make = Callable[[Float, Mask], Float]
"""From rows (n, K) and what of them is free (n, K) to the rows that they shall be."""


def normalized(document: Document, table: int, samples: Indices | None = None, locks: Locks = NONE) -> Document:
    """Return the document with rows divided by their sums: q′ = q / Σq. Rows that sum to 1, and logits, stay.

    Parameters
    ----------
    samples
        Which rows; None is all of the table.

    Raises
    ------
    LossAtlasError
        For a row of zeros; for locked cells that hold more than 1, or that leave nothing free.
    """
    if document.scale(table) == "logit":
        return document
    off = document.off_rows(table)
    wanted = off if samples is None else np.intersect1d(off, samples)
    return _made(document, table, wanted, lambda q, _: _normal(q), locks)


def mended(document: Document, locks: Locks = NONE) -> Document:
    """Return the document with every row of every table that does not sum to 1 normalized."""
    for table in range(TRUTH, len(document.models)):
        with watching.part(table - TRUTH, 1 + len(document.models)):
            document = normalized(document, table, None, locks)
    return document


def one_hot_largest(document: Document, table: int, samples: Indices, locks: Locks = NONE) -> Document:
    """Return the document with rows that are 1 for their largest free class, the first of equals, and else 0.

    Raises
    ------
    LossAtlasError
        For a row of zeros, which has no largest class.
    """

    def make(q: Float, free: Mask) -> Float:
        _not_zero(np.where(free, q, 0.0))
        return distributions.one_hot(np.where(free, q, -1.0).argmax(axis=-1), q.shape[-1])

    return _made(document, table, samples, make, locks)


def one_hot(document: Document, table: int, samples: Indices, index: int, locks: Locks = NONE) -> Document:
    """Return the document with rows that are 1 for the class `index` and 0 for the others.

    Raises
    ------
    LossAtlasError
        Where that class is locked.
    """

    def make(q: Float, free: Mask) -> Float:
        locked = ~free[:, index]
        if locked.any():
            raise _Row(LossAtlasError("class_locked", name=document.classes[index]), locked)
        return distributions.one_hot(np.full(len(q), index), q.shape[-1])

    return _made(document, table, samples, make, locks)


def uniform(document: Document, table: int, samples: Indices, locks: Locks = NONE) -> Document:
    """Return the document with rows in which every class is as probable as the others: q′ = 1/K."""
    return _made(document, table, samples, lambda q, _: np.full_like(q, 1.0 / q.shape[-1]), locks)


def smoothed(document: Document, table: int, samples: Indices, epsilon: float, locks: Locks = NONE) -> Document:
    """Return the document with rows mixed with the uniform one: q′ = (1 - ε)·q + ε/K, 0 ≤ ε ≤ 1.

    A row that does not sum to 1 still does not: it is mixed as it stands.

    References
    ----------
    Szegedy et al. (2016), Rethinking the Inception architecture for computer vision.
    """
    _amount("ε", epsilon, 0.0, 1.0)
    return _made(document, table, samples, lambda q, _: (1.0 - epsilon) * q + epsilon / q.shape[-1], locks)


def random(document: Document, table: int, samples: Indices, alpha: float, seed: int, locks: Locks = NONE) -> Document:
    """Return the document with rows drawn from the symmetric Dirichlet distribution, q′ ~ Dir(α, …, α).

    α = 1 makes every distribution as likely as any other, a small α draws near the corners, a large one near the
    middle. The same seed, samples and α give the same rows.
    """
    _amount("α", alpha, 0.01, 1e6)
    generator = np.random.default_rng(seed)
    width = len(document.classes)
    return _made(document, table, samples, lambda q, _: generator.dirichlet(np.full(width, alpha), len(q)), locks)


def powered(document: Document, table: int, samples: Indices, exponent: float, locks: Locks = NONE) -> Document:
    """Return the document with rows sharpened or softened: q′ = q^γ / Σ q^γ, γ > 0.

    Above 1 sharpens, below 1 softens; a temperature of T does as γ = 1/T. Zeros stay zeros. Logits become γ·z, moved so
    that the largest stays what it is.

    Raises
    ------
    LossAtlasError
        For a row of zeros.
    """
    _amount("γ", exponent, 1e-6, 1e6)
    if exponent == 1.0:
        return document

    def make(q: Float, _: Mask) -> Float:
        _not_zero(q)
        with np.errstate(under="ignore"):
            return _normal((q / q.max(axis=-1, keepdims=True)) ** exponent)

    def of_logits(z: Float) -> Float:
        top = z.max(axis=-1, keepdims=True)
        with np.errstate(over="ignore"):
            return exponent * (z - top) + top

    return _made(document, table, samples, make, locks, of_logits)


class _Row(Exception):  # noqa: N818 - never leaves this module
    """What is wrong with the first of some rows for which a mask is true."""

    def __init__(self, error: LossAtlasError, wrong: Mask) -> None:
        super().__init__()
        self.error, self.at = error, int(np.flatnonzero(wrong)[0])


def _amount(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise LossAtlasError("amount_range", name=name, value=value, minimum=f"{least:.10g}", maximum=f"{most:.10g}")


def _not_zero(q: Float) -> None:
    zero: Mask = q.max(axis=-1) == 0.0
    if zero.any():
        raise _Row(LossAtlasError("zero_row"), zero)


def _normal(q: Float) -> Float:
    _not_zero(q)
    return distributions.normalize(q)


def _made(
    document: Document,
    table: int,
    samples: Indices,
    make: Make,
    locks: Locks,
    of_logits: Callable[[Float], Float] | None = None,
) -> Document:
    """Return the document with rows made anew, rising whatever order the samples are given in.

    Where nothing is locked `of_logits` does it for logits without going through their softmax.
    """
    rising = np.sort(samples)
    is_logit = document.scale(table) == "logit"

    def change(values: Float, at: slice) -> Float:
        locked = locks.mask(table, rising[at], values.shape[-1])
        if is_logit and locked is None and of_logits is not None:
            return of_logits(values)
        q = distributions.softmax_of(values) if is_logit else values
        try:
            made = make(q, np.ones_like(q, np.bool_) if locked is None else ~locked)
            shared = made if locked is None else beside(made, q, locked)
        except _Row as found:
            raise found.error.at(document.place(table, int(rising[at][found.at]))) from None
        except LossAtlasError as error:
            where = document.place(table, int(rising[at][int(error.where.strip("[]"))]))
            raise LossAtlasError(error.code, where=where, **error.values) from None
        return _logits(shared, values, locked) if is_logit else shared

    return document.with_table(table, document.rows(table).changed(rising, change))


def _logits(q: Float, before: Float, locked: Mask | None) -> Float:
    """Return the logits of distributions; those that are locked stay, and the others fit to them."""
    z = information.log_of(q)
    if locked is None:
        return z
    log_sum = before.max(axis=-1, keepdims=True) - distributions.log_softmax_of(before).max(axis=-1, keepdims=True)
    some: Mask = np.logical_or.reduce(locked, axis=-1, keepdims=True)
    return np.where(locked, before, np.where(some, z + log_sum, z))
