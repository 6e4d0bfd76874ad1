"""A model's answers over all rows: what it predicts and how surely, where the loss lies, which classes it mistakes.

Rows that the row-sum policy leaves out are left out here. A label is the class itself, or the most probable one of a
truth that is no single class (of several the first); `Answers.soft` counts those rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core.parts import OFF_SUM, in_threads, slices, space
from core.pieces import Piece
from core.results import Results
from core.temperature import tempered
from core.validation import Float

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_DECADES = 8
"""Bins by logarithm begin so many powers of ten below the greatest value at most."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model says about the rows that count. Arrays have an entry for each of those rows, (n,).

    Attributes
    ----------
    rows
        Which rows of the document these are, ascending.
    labels, predicted
        The true class and the most probable one.
    confidence
        The probability of the predicted class.
    size
        How many rows the document has.
    soft
        For how many of `rows` the truth is no single class.
    """

    rows: Indices
    labels: Indices
    predicted: Indices
    confidence: Float
    size: int
    soft: int

    @cached_property
    def right(self) -> Flags:
        """Whether the predicted class is the true one."""
        return self.labels == self.predicted

    def mask(self, flags: Flags) -> Flags:
        """Return flags of `rows` (n,) as flags of all rows (N,)."""
        made = np.zeros(self.size, np.bool_)
        made[self.rows[flags]] = True
        return made


@np.errstate(all="ignore")
def answers(results: Results, model: int) -> Answers:
    """Return what a model, by number, says about the rows that count for it."""
    parts = results.models[model].parts

    def of(piece: Piece) -> tuple[npt.NDArray[Any], ...]:
        return piece.true_class, piece.confidence, piece.soft(~piece.none())

    labels, confidence, soft = _gathered(results, model, of, (np.int64, np.float64, np.bool_))
    used = np.concatenate([part.used for part in parts])
    rows = np.flatnonzero(used)
    predicted = np.concatenate([part.predicted for part in parts])[rows]
    sums = _sums(results, model)
    if sums is not None:
        confidence = confidence / sums
    return Answers(rows, labels[rows], predicted, confidence[rows], used.size, int(soft[rows].sum()))


@np.errstate(all="ignore")
def probability(results: Results, model: int, index: int) -> Float:
    """Return the probability of class `index` in every row (N,), normalized where the row-sum policy does so."""
    (found,) = _gathered(results, model, lambda piece: (piece.probability(index),), (np.float64,))
    sums = _sums(results, model)
    return found if sums is None else found / sums


def _gathered(
    results: Results,
    model: int,
    of: Callable[[Piece], tuple[npt.NDArray[Any], ...]],
    kinds: tuple[type[np.generic], ...],
) -> tuple[npt.NDArray[Any], ...]:
    """Return figures of every row (N,), a piece at a time on all cores."""
    document, shown = results.document, results.document.models[model]
    truth, rows, scale = document.truth.blocks, shown.rows.blocks, shown.scale
    made = tuple(np.empty(document.size, kind) for kind in kinds)
    starts = np.cumsum([0, *(len(block) for block in rows)])

    def work(number: int) -> None:
        start = int(starts[number])
        for inside in slices(len(rows[number]), rows[number].width):
            p, q = truth[number].values[inside], rows[number].values[inside]
            q = q if shown.temperature == 1.0 else tempered(q, scale, shown.temperature)
            found = of(Piece(p, q, scale == "logit", space()))
            for array, values in zip(made, found, strict=True):
                array[start + inside.start : start + inside.stop] = values

    in_threads(work, range(len(rows)))
    return made


def _sums(results: Results, model: int) -> Float | None:
    """Return what each row (N,) is to be divided by; None where the policy divides none."""
    parts = results.models[model].parts
    if results.row_sums != "normalize" or not any(part.off_count for part in parts):
        return None
    return np.concatenate([np.where(part.states == OFF_SUM, part.sums, 1.0) for part in parts])


# -- where values lie -----------------------------------------------------------------------------------------


def value_edges(values: Float, count: int = 40, *, log: bool = False) -> Float:
    """Return the borders of at most about `count` bins for the finite ones of `values`, at round numbers.

    With `log` borders stand in equal steps of the logarithm, over eight powers of ten at most; what lies below the
    first border belongs to the first bin. Without a finite value the bins are those from 0 to 1.

    Examples
    --------
    >>> value_edges(np.array([0.0, 0.9]), 4).tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if log and finite.size and high > 1e-290:
        positive = finite[finite > 0.0]
        least = max(float(positive.min()), high * 10.0**-_DECADES)
        last = math.ceil(math.log10(high) * 1e9) / 1e9
        first = min(math.floor(math.log10(least) * 2.0) / 2.0, last - 0.5)
        return np.asarray(np.logspace(first, last, count + 1), dtype=np.float64)
    if low > 0.0 and low < 0.5 * high:
        low = 0.0
    if not high - low > max(1e-9 * abs(high), 1e-290):  # as good as one value
        high = low + max(abs(low), 1.0)
    step = _round_step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return np.arange(first, last + 1, dtype=np.float64) * step


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(each * power for each in (1.0, 2.0, 2.5, 5.0, 10.0) if each * power >= step * (1 - 1e-9))


def value_bins(values: Float, edges: Float) -> Indices:
    """Return the bin of each value (n,): a border belongs to the bin above it, except the last.

    What lies below the first border is in the first bin; inf is bin `edges.size - 1`, and nan bin `edges.size`.
    """
    made = np.searchsorted(edges[1:-1], values, side="right")
    made[np.isposinf(values)] = edges.size - 1
    made[np.isnan(values)] = edges.size
    return made


def histogram(values: Float, edges: Float) -> Indices:
    """Return how many values lie in each bin of `edges` (m + 1,), how many are inf, and how many nan: (m + 2,).

    Examples
    --------
    >>> histogram(np.array([0.1, 0.5, 1.0, np.inf]), np.array([0.0, 0.5, 1.0])).tolist()
    [1, 2, 1, 0]
    """
    return np.bincount(value_bins(values, edges), minlength=edges.size + 1)


@dataclass(frozen=True, eq=False)
class Concentration:
    """How much of a sum its largest terms carry: `carried` by the largest `share` of the rows, both from 0 to 1.

    Attributes
    ----------
    threshold
        The least value among that share, at each point; inf at 0.
    """

    share: Float
    carried: Float
    threshold: Float


def concentration(values: Float, points: int = 200) -> Concentration | None:
    """Return the Lorenz curve from its upper end: Σ of the k largest of finite values (n,) over Σ of all.

    Points stand closer where the curve is steep: at k = n·(j/points)², each number of rows at most once. None without a
    value, with one below 0, or where the sum is 0 or not finite: shares of it would mean nothing.

    References
    ----------
    Lorenz (1905), Methods of measuring the concentration of wealth.

    Examples
    --------
    >>> concentration(np.array([1.0, 3.0])).carried.tolist()
    [0.0, 0.75, 1.0]
    """
    if not values.size:
        return None
    ranked = np.sort(values)[::-1]
    sums = np.cumsum(ranked)
    if ranked[-1] < 0.0 or not (sums[-1] > 0.0 and math.isfinite(float(sums[-1]))):
        return None
    ranks = np.unique(np.ceil(values.size * np.linspace(0.0, 1.0, points + 1) ** 2 - 1e-9).astype(np.int64))
    carried = np.where(ranks > 0, sums[ranks - 1], 0.0) / sums[-1]
    threshold = np.where(ranks > 0, ranked[ranks - 1], np.inf)
    return Concentration(ranks / values.size, carried, threshold)


def ranked_between(values: Float, low: float, high: float) -> Flags:
    """Return which of `values` (n,) come in between the `low` and the `high` share of them, the greatest first.

    Equal values come in together, at the share that has all of them; so neighbouring ranges share no value.

    Examples
    --------
    >>> ranked_between(np.array([1.0, 4.0, 3.0, 2.0]), 0.0, 0.5).tolist()
    [False, True, True, False]
    """
    ranked = np.sort(values)[::-1]

    def within(share: float) -> Flags:
        count = math.floor(share * values.size + 1e-9)
        return values > ranked[count] if count < values.size else np.ones(values.size, np.bool_)

    return within(high) & ~within(low)


# -- which classes are mistaken -------------------------------------------------------------------------------


def confusion(labels: Indices, predicted: Indices, classes: int) -> Indices:
    """Return how many rows of each true class (down) are taken for each class (across), (K, K).

    Examples
    --------
    >>> confusion(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    return np.bincount(labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def hardest(labels: Indices, predicted: Indices, classes: int, count: int) -> Indices:
    """Return the `count` classes with the most mistakes, as truth or as answer, in the order of the classes.

    Of classes with equally many mistakes the first come first.
    """
    wrong = labels != predicted
    mistakes = np.bincount(labels[wrong], minlength=classes) + np.bincount(predicted[wrong], minlength=classes)
    return np.sort(np.argsort(-mistakes, kind="stable")[:count])


@dataclass(frozen=True)
class Mistake:
    """Rows of one class taken for another."""

    label: int
    predicted: int
    count: int


def mistakes(labels: Indices, predicted: Indices, classes: int, count: int) -> tuple[Mistake, ...]:
    """Return the `count` most frequent mistakes, the most frequent first; of equally frequent ones in class order."""
    wrong = labels != predicted
    pairs, counts = np.unique(labels[wrong] * classes + predicted[wrong], return_counts=True)
    first = np.argsort(-counts, kind="stable")[:count]
    return tuple(Mistake(int(pairs[k]) // classes, int(pairs[k]) % classes, int(counts[k])) for k in first)
