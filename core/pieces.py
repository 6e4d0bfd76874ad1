"""Rows by the cacheful: what several losses need of the same rows, computed once, in memory that stays in cache.

The arrays of a piece have the class axis first where classes are few and last where they are many, since sums over a
short last axis are slow. Temporaries live in a `Space`, which is used again for the next piece.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions, validation
from core.validation import Float

PIECE_ENTRIES = 1 << 17
"""A piece has about so many entries, 1 MiB of float64: with smaller ones threads wait for each other's Python."""
_FEW = 64
"""Up to so many classes the class axis goes first."""
_SMALLEST = 5e-324
"""Takes the place of 0 in a logarithm, since log 0 is slow; what then counts as 0 times it stays 0."""

Flags = npt.NDArray[np.bool_]
Index = npt.NDArray[np.int64]


class Space:
    """Arrays by name that are made once and then used again. One for each thread."""

    def __init__(self) -> None:
        self._arrays: dict[str, npt.NDArray[Any]] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: Any = np.float64) -> npt.NDArray[Any]:
        """Return an array whose contents mean nothing."""
        size = shape[0] * shape[1]
        kept = self._arrays.get(name)
        if kept is None or kept.size < size:
            kept = self._arrays[name] = np.empty(size, dtype)
        return kept[:size].reshape(shape)


class Piece:
    """Some rows of a truth and of a prediction, with what losses share.

    Attributes
    ----------
    truth, given
        As they came: integer labels (n,) or (n, K), and probabilities or logits (n, K).
    from_logits
        Whether `given` is logits.
    """

    def __init__(
        self,
        truth: npt.NDArray[Any],
        given: npt.NDArray[Any],
        from_logits: bool,
        space: Space,
        entropy: Float | None = None,
    ) -> None:
        self.truth, self.given, self.from_logits = truth, given, from_logits
        self.count, self.classes = int(given.shape[0]), int(given.shape[1])
        self.first = self.classes <= _FEW
        self._axis = 0 if self.first else 1
        self._shape = (self.classes, self.count) if self.first else (self.count, self.classes)
        self._space = space
        self._entropy = entropy

    # -- over classes -----------------------------------------------------------------------------------

    def _arranged(self, rows: npt.NDArray[Any], name: str) -> Float:
        if not self.first and rows.dtype == np.float64:
            return rows
        arranged: Float = self._space.array(name, self._shape)
        np.copyto(arranged, rows.T if self.first else rows)
        return arranged

    def spread(self, by_row: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return a figure a row in a shape that broadcasts along the classes."""
        return by_row if self.first else by_row[:, None]

    def total(self, values: Float) -> Float:
        """Return the sum over classes."""
        total: Float = np.add.reduce(values, axis=self._axis)
        return total

    def dot(self, left: Float, right: Float) -> Float:
        """Return the sum over classes of the product."""
        product: Float = np.einsum("kn,kn->n", left, right) if self.first else np.vecdot(left, right)
        return product

    def at(self, values: Float, index: Index) -> Float:
        """Return the entry of one class a row."""
        return np.take(values.reshape(-1), self._flat(index))

    def _put(self, values: Float, index: Index, entries: Any) -> None:
        values.reshape(-1)[self._flat(index)] = entries

    def _flat(self, index: Index) -> Index:
        return index * self.count + self._rows if self.first else self._rows * self.classes + index

    @cached_property
    def _rows(self) -> Index:
        return np.arange(self.count)

    @property
    def _scratch(self) -> Float:
        """Memory for what is used at once; the next user writes over it."""
        return self._space.array("scratch", self._shape)

    def without(self, values: Float, index: Index) -> Float:
        """Return a copy with 0 for one class a row, for use at once."""
        copy = self._scratch
        np.copyto(copy, values)
        self._put(copy, index, 0.0)
        return copy

    def _first_of(self, values: Float, largest: Float) -> Index:
        """Return the lowest index of the largest entry."""
        if not self.first:
            return np.asarray(values.argmax(axis=1))
        # The lowest class has the largest number, which a maximum over bytes finds faster than argmax.
        hit = np.equal(values, largest, out=self._space.array("hit", self._shape, np.bool_))
        numbers = np.arange(self.classes, 0, -1, dtype=np.uint8)[:, None]
        numbered = np.multiply(hit.view(np.uint8), numbers, out=self._space.array("numbered", self._shape, np.uint8))
        return self.classes - np.maximum.reduce(numbered, axis=0).astype(np.int64)

    def largest(self, values: Float) -> Float:
        """Return the largest entry of each row."""
        largest: Float = np.maximum.reduce(values, axis=self._axis)
        return largest

    def difference(self, left: Float, right: Float) -> Float:
        """Return left - right, for use at once."""
        return np.subtract(left, right, out=self._scratch)

    # -- the truth --------------------------------------------------------------------------------------

    @property
    def is_labels(self) -> bool:
        """Whether the truth is integer labels."""
        return self.truth.ndim == 1

    @cached_property
    def labels(self) -> Index:
        """The labels, where `is_labels`."""
        return self.truth.astype(np.int64, copy=False)

    @cached_property
    def p(self) -> Float:
        """The true probabilities, where not `is_labels`."""
        return self._arranged(self.truth, "p")

    @cached_property
    def total_p(self) -> Float:
        """Σp."""
        return np.ones(self.count) if self.is_labels else self.total(self.p)

    @cached_property
    def true_class(self) -> Index:
        """The lowest index of the largest p."""
        return self.labels if self.is_labels else self._first_of(self.p, self.largest(self.p))

    @cached_property
    def entropy(self) -> Float:
        """H(p) in nats, where the caller did not know it."""
        if self._entropy is not None:
            return self._entropy
        if self.is_labels:
            return np.zeros(self.count)
        return -self.dot(self.p, self._log(self.p, self._least_p)) + 0.0

    def _log(self, values: Float, least: float) -> Float:
        """Return log, with the log of the smallest number for 0, for use at once."""
        logs = self._scratch
        return np.log(values if least > 0 else np.maximum(values, _SMALLEST, out=logs), out=logs)

    @cached_property
    def _least_p(self) -> float:
        return float(self.p.min(initial=np.inf))

    @cached_property
    def _least_q(self) -> float:
        return float(self.q.min(initial=np.inf))

    # -- the prediction ---------------------------------------------------------------------------------

    @cached_property
    def q(self) -> Float:
        """The predicted probabilities or logits, as they came."""
        return self._arranged(self.given, "q")

    @cached_property
    def top(self) -> Float:
        """The largest entry of the prediction."""
        return self.largest(self.q)

    @cached_property
    def predicted(self) -> Index:
        """The lowest index of the largest entry."""
        return self._first_of(self.q, self.top)

    @cached_property
    def total_q(self) -> Float:
        """Σq of probabilities."""
        return self.total(self.q)

    @cached_property
    def cross_entropy(self) -> Float:
        """H(p, q) in nats; not finite where the careful form is to be used."""
        if self.from_logits:
            _, rest, lead = self._exponentials
            return self.total_p * np.log1p(rest) + lead
        if self.is_labels:
            return -np.log(self.at(self.q, self.labels)) + 0.0
        cross = -self.dot(self.p, self._log(self.q, self._least_q)) + 0.0
        if self._least_q == 0:
            impossible = ((self.q == 0) & (self.p > 0)).any(axis=self._axis)
            cross[impossible] = np.inf
        return cross

    @cached_property
    def _exponentials(self) -> tuple[Float, Float, Float]:
        """Exp(z - top) with 0 for the predicted class, whose term is 1; its sum; and Σ p·(top - z)."""
        e = np.subtract(self.q, self.spread(self.top), out=self._space.array("e", self._shape))
        lead = -(self.at(e, self.labels) if self.is_labels else self.dot(self.p, e))
        np.exp(e, out=e)
        self._put(e, self.predicted, 0.0)
        return e, self.total(e), lead

    @cached_property
    def confidence(self) -> Float:
        """The probability of the predicted class, of rows that sum to what they sum to."""
        return 1.0 / (1.0 + self._exponentials[1]) if self.from_logits else self.top

    def probability(self, index: int) -> Float:
        """Return the probability of one class."""
        if not self.from_logits:
            return self.q[index] if self.first else self.q[:, index]
        e = self._exponentials[0]
        return np.where(self.predicted == index, 1.0, e[index] if self.first else e[:, index]) * self.confidence

    def none(self) -> Flags:
        """Return a flag a row, none set."""
        return np.zeros(self.count, dtype=np.bool_)

    def softmax_minus_truth(self) -> Float:
        """Return softmax(z) - p, near q = 1 from 1 - q, for use at once."""
        e, rest, _ = self._exponentials
        q = np.multiply(e, self.spread(1.0 / (1.0 + rest)), out=self._scratch)
        q_top, lacking = 1.0 / (1.0 + rest), rest / (1.0 + rest)
        if self.is_labels:
            own = self.at(q, self.labels)
            right = self.labels == self.predicted
            self._put(q, self.predicted, q_top)
            self._put(q, self.labels, np.where(right, -lacking, own - 1.0))
            return q
        q -= self.p
        p_top = self.at(self.p, self.predicted)
        self._put(q, self.predicted, np.where(q_top > 0.5, (1.0 - p_top) - lacking, q_top - p_top))
        return q

    # -- exactly, for some rows -------------------------------------------------------------------------

    def rows(self, index: npt.NDArray[Any] | slice = slice(None)) -> tuple[Float, Float]:
        """Return rows of truth and prediction (m, K) as float64, as a loss by itself takes them."""
        truth = self.truth[index]
        p = distributions.one_hot(truth, self.classes) if self.is_labels else truth.astype(np.float64, copy=False)
        return p, self.given[index].astype(np.float64, copy=False)

    def one_class(self) -> Flags:
        """Return for which rows the truth is exactly one class."""
        return ~self.soft(np.ones(self.count, dtype=np.bool_))

    def soft(self, among: Flags) -> Flags:
        """Return which of these rows have a truth that is not exactly one class."""
        found = among.copy()
        if self.is_labels:
            found[:] = False
        elif among.any():
            found[among] = ~validation.is_one_hot(self.truth[among])
        return found

    def is_sound(self) -> bool:
        """Return whether every entry is one that can be computed on; what is wrong is for `validation` to say."""
        if not self.is_labels and not (self._least_p >= 0 and np.isfinite(self.total_p).all()):
            return False
        if self.from_logits:
            return bool(np.isfinite(self.top).all())
        return self._least_q >= 0 and bool(np.isfinite(self.total_q).all())
