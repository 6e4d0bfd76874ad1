"""What another temperature would do to all rows of a model: softmax(z/T), its log loss and its calibration.

Of probabilities z is log q, so T = 1 is the row itself, normalized. A class of probability 0 stays ruled out at any T.
Rows are taken as typed: T is that of the softmax, whatever temperature the model has.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from core import blocks, calibration
from core.document import Model
from core.parts import in_threads, slices, space
from core.pieces import Piece
from core.validation import Float, Scale

_LEAST, _MOST = 1e-6, 1e6
"""The range in which 1/T is looked for."""
_START_ROWS = 1 << 14
"""So many rows find the neighbourhood of the best temperature; all of them, the temperature."""
_NEAR, _EXACT = 2e-4, 1e-9
"""How small a step, as a part of 1/T, ends the search for very many rows and for fewer; the next one is its square."""
_GATHERED = 1 << 20
"""Up to so many entries are copied together rather than looked up at every step."""
_CURVE_ENTRIES, _CURVE_ROWS = 1 << 20, (1 << 13, 1 << 16)
"""Of how many probabilities a curve is, and of how many rows at least and at most."""
RULED_OUT = -1e300
"""Stands for -inf: a number that an exponential of 0 makes 0."""

Flags = npt.NDArray[np.bool_]
_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class Rivals:
    """Rows seen from their most probable class: how far below it the other logits are. The class axis is `axis`.

    Attributes
    ----------
    below
        z - max z, with `RULED_OUT` for the most probable class itself and for those ruled out.
    own
        The same of the label, (n,): 0 if it is the most probable class.
    right
        Whether it is.
    """

    below: Float
    own: Float
    right: Flags
    axis: int

    @property
    def possible(self) -> Flags:
        """For which rows the label is not ruled out."""
        return self.own > RULED_OUT


@np.errstate(all="ignore")
def rivals(values: npt.NDArray[Any], scale: Scale, labels: npt.NDArray[np.int64]) -> Rivals:
    """Return rows of logits or probabilities (n, K) in the form that every temperature starts from.

    It lives in this thread's space, until the next rows there. Rows whose every class is ruled out are dropped.
    """
    piece = Piece(labels, values, scale == "logit", space())
    if scale != "logit" and not piece.top.all():
        kept = piece.top > 0.0
        return rivals(values[kept], scale, labels[kept])
    below = space().array("below", piece.q.shape)
    if scale == "logit":
        np.subtract(piece.q, piece.spread(piece.top), out=below)
    else:
        np.log(piece.q, out=below)
        below -= piece.spread(np.log(piece.top))
    np.maximum(below, RULED_OUT, out=below)
    own = piece.at(below, labels)
    each = np.arange(labels.size)
    below[(piece.predicted, each) if piece.first else (each, piece.predicted)] = RULED_OUT
    return Rivals(below, own, labels == piece.predicted, 0 if piece.first else 1)


class Rows:
    """Some rows of a model, gone through a piece at a time as often as needed, on all cores."""

    def __init__(self, model: Model, rows: npt.NDArray[np.int64], labels: npt.NDArray[np.int64]) -> None:
        self._model, self._rows, self._labels = model, rows, labels

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._rows.size

    @property
    def classes(self) -> int:
        """The number of classes."""
        return self._model.rows.width

    def some(self, count: int) -> Rows:
        """Return about `count` of the rows, evenly spread; few of them in an array of their own."""
        step = max(1, self.count // count)
        if step == 1:
            return self
        rows, labels = self._rows[::step], self._labels[::step]
        if rows.size * self._model.rows.width > _GATHERED:
            return Rows(self._model, rows, labels)
        made = Rows(self._model, rows, labels)
        values = np.concatenate([values[chosen] for values, chosen, _ in made.cut()])
        gathered = replace(self._model, rows=blocks.Rows.from_array(values))
        return Rows(gathered, np.arange(rows.size), labels)

    def each(self, work: Callable[[Rivals], _T]) -> list[_T]:
        """Return what `work` makes of each piece, in order."""
        jobs = list(self.cut())
        return in_threads(lambda job: work(rivals(job[0][job[1]], self._model.scale, job[2])), jobs)

    def cut(self) -> Iterator[tuple[npt.NDArray[Any], Any, npt.NDArray[np.int64]]]:
        """Yield the values of a block, which of its rows are meant, and their labels; a piece at a time."""
        start = at = 0
        for block in self._model.rows.blocks:
            stop = start + len(block)
            end = at + int(np.searchsorted(self._rows[at:], stop))
            for part in slices(end - at, block.width):
                chosen = self._rows[at + part.start : at + part.stop] - start
                yield block.values, _run(chosen), self._labels[at + part.start : at + part.stop]
            start, at = stop, end


def _run(chosen: npt.NDArray[np.int64]) -> slice | npt.NDArray[np.int64]:
    """Return indices as a slice where they follow each other, so that nothing is copied."""
    if chosen.size and int(chosen[-1]) - int(chosen[0]) == chosen.size - 1:
        return slice(int(chosen[0]), int(chosen[-1]) + 1)
    return chosen


@dataclass(frozen=True)
class At:
    """One temperature: the mean of -log q of the labels in nats, over the rows where that can be finite, and ECE."""

    temperature: float
    log_loss: float
    error: float


@dataclass(frozen=True, eq=False)
class Scaling:
    """What temperatures do to a model.

    Attributes
    ----------
    temperatures, log_loss, error
        A curve, arrays (m,): the mean log loss in nats, and the expected calibration error in bins of equal width.
    now, best
        The present temperature and the one whose log loss is least, which may be 0 or inf: then its figures are those
        that the curve goes towards.
    impossible
        For how many rows the label is ruled out: their loss is infinite at every temperature, and left out of the mean.
    count, curve_count
        How many rows there are, and how many the curve is of.
    """

    temperatures: Float
    log_loss: Float
    error: Float
    now: At
    best: At
    impossible: int
    count: int
    curve_count: int


def scaling(rows: Rows, now: float = 1.0, *, bins: int = 10, points: int = 33) -> Scaling | None:
    """Return log loss and calibration error against T, with the least log loss marked; None without rows.

    T runs over `points` equal steps of its logarithm, from a quarter of the lesser of 1 and the best to four times the
    greater, further if `now` lies beyond. The curve is of as many rows, evenly spread, as it takes to be right to about
    a pixel. `now` and `best` are of all rows; the figures of `best` may be those 1/5000 of T beside it, where the log
    loss is the same to seven digits.

    References
    ----------
    Guo et al. (2017), On calibration of modern neural networks.
    """
    if not rows.count:
        return None
    best, (exact_now, exact_best) = _search(rows, now, bins)
    marks = [1.0, *([best] if 0.0 < best < math.inf else [])]
    low, high = min(0.25 * min(marks), now), max(4.0 * max(marks), now)
    some = rows.some(min(max(_CURVE_ENTRIES // rows.classes, _CURVE_ROWS[0]), _CURVE_ROWS[1]))
    temperatures = np.geomspace(low, high, points)
    curve = curves(some, temperatures, bins)
    ends = exact_now.at(now), exact_best.at(best)
    return Scaling(temperatures, *curve, *ends, int(rows.count - exact_now.possible), rows.count, some.count)


def curves(rows: Rows, temperatures: Float, bins: int = 10) -> tuple[Float, Float]:
    """Return the mean log loss in nats, where it is finite, and ECE at each T, (m,), computed in single precision."""
    if not rows.count:
        return np.full(temperatures.size, np.nan), np.full(temperatures.size, np.nan)
    found = np.sum(rows.each(lambda piece: _sums(piece, temperatures, bins)), axis=0)
    with np.errstate(invalid="ignore"):
        return found[:, 0] / found[:, -1], np.abs(found[:, 1:-2]).sum(axis=1) / found[:, -2]


@np.errstate(all="ignore")
def _sums(piece: Rivals, temperatures: Float, bins: int) -> Float:
    """Return for each T the summed log loss, the summed confidence less accuracy of each bin, and two counts."""
    made = np.empty((temperatures.size, bins + 3))
    below, possible = piece.below.astype(np.float32), piece.possible
    own_sum, count = float(piece.own[possible].sum()), int(possible.sum())
    every, scratch = count == possible.size, np.empty_like(below)
    for k, temperature in enumerate(temperatures):
        np.multiply(below, np.float32(1.0 / temperature), out=scratch)
        rest = np.exp(scratch, out=scratch).sum(axis=piece.axis)
        logs = np.log1p(rest)
        made[k, 0] = float((logs if every else logs[possible]).sum(dtype=np.float64)) - own_sum / temperature
        confidence = 1.0 / (1.0 + rest)
        number = np.maximum(np.ceil(confidence * np.float32(bins)).astype(np.intp) - 1, 0)
        made[k, 1:-2] = np.bincount(number, confidence - piece.right, bins)
    made[:, -2:] = possible.size, count
    return made


@dataclass(frozen=True, eq=False)
class Sums:
    """Of some rows at one temperature: the log loss where it can be finite, how many rows have it, how many there are.

    Attributes
    ----------
    gaps
        By bin, the sum of confidence less 1 if right.
    """

    log_loss: float
    possible: int
    count: int
    gaps: Float

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.log_loss + other.log_loss,
            self.possible + other.possible,
            self.count + other.count,
            self.gaps + other.gaps,
        )

    def at(self, temperature: float) -> At:
        """Return the figures; without a row of finite loss its mean is nan."""
        mean = self.log_loss / self.possible if self.possible else math.nan
        return At(temperature, mean, float(np.abs(self.gaps).sum()) / self.count if self.count else math.nan)


@np.errstate(all="ignore")
def at(rows: Rows, temperatures: Sequence[float], bins: int = 10) -> tuple[Sums, ...]:
    """Return the sums at some temperatures; at 0 and inf what they go towards."""
    edges = np.linspace(0.0, 1.0, bins + 1)
    found = rows.each(lambda piece: [_figures(piece, each, edges) for each in temperatures])
    return tuple(_total((each[k] for each in found), bins) for k in range(len(temperatures)))


def _total(parts: Iterable[Sums], bins: int) -> Sums:
    return sum(parts, Sums(0.0, 0, 0, np.zeros(bins)))


def _figures(piece: Rivals, temperature: float, edges: Float) -> Sums:
    """Return the sums of a piece."""
    below, own = piece.below, piece.own
    if temperature == 0.0:  # classes as probable as the most probable one share all
        return _sums_of(piece, (below == 0.0).sum(axis=piece.axis), np.where(own < 0.0, -np.inf, own), edges)
    if math.isinf(temperature):
        return _sums_of(piece, (below > RULED_OUT).sum(axis=piece.axis), np.zeros_like(own), edges)
    return _sums_of(piece, _exponentials(piece, temperature)[1], own / temperature, edges)


def _exponentials(piece: Rivals, temperature: float) -> tuple[Float, Float]:
    """Return exp (z - max z)/T with 0 for the most probable class, in this thread's space, and its sum of each row."""
    e = np.multiply(piece.below, 1.0 / temperature, out=space().array("scaled", piece.below.shape))
    np.exp(e, out=e)
    return e, e.sum(axis=piece.axis)


def _sums_of(piece: Rivals, rest: npt.NDArray[Any], own: Float, edges: Float) -> Sums:
    """Return the sums where the others weigh `rest` times the most probable class, and the label exp `own` times it."""
    possible = piece.possible
    losses, confidence = np.log1p(rest) - own, 1.0 / (1.0 + rest)
    count = int(possible.sum())
    log_loss = float((losses if count == own.size else losses[possible]).sum())
    gaps = np.bincount(calibration.bin_numbers(confidence, edges), confidence - piece.right, edges.size - 1)
    return Sums(log_loss, count, own.size, np.asarray(gaps, dtype=np.float64))


def _derivatives(piece: Rivals, e: Float, rest: Float) -> tuple[float, float]:
    """Return slope Σ (Σ q·d - d_y) and bend Σ (Σ q·d² - (Σ q·d)²) where the label is possible; e is overwritten."""
    possible, confidence = piece.possible, 1.0 / (1.0 + rest)
    e *= piece.below  # 0 times `RULED_OUT` is 0, which it would not be with -inf
    first = e.sum(axis=piece.axis) * confidence
    e *= piece.below
    second = e.sum(axis=piece.axis) * confidence
    return float((first - piece.own).sum(where=possible)), float((second - first * first).sum(where=possible))


def best_temperature(rows: Rows) -> float:
    """Return the T at which the mean of -log softmax(z/T) at the labels is least.

    In b = 1/T that mean is convex; its slope is mean (Σ q·d - d_y) and its bend mean (Σ q·d² - (Σ q·d)²), with
    d = z - max z. Newton's steps, kept between the b where the slope is known to be negative and where it is positive.
    If the loss falls all the way, T is 0 (every label has the largest logit) or inf (the logits are worse than none);
    where every T is as good, 1. Rows whose label is ruled out do not count.

    References
    ----------
    Guo et al. (2017), On calibration of modern neural networks.
    """
    return _search(rows, 1.0, 1)[0]


@np.errstate(all="ignore")
def _search(rows: Rows, now: float, bins: int) -> tuple[float, tuple[Sums, Sums]]:
    """Return the best temperature, and the sums at `now` and at the best."""
    if rows.count > 2 * _START_ROWS:
        near, _ = _search(rows.some(_START_ROWS), 1.0, 1)
        if 0.0 < near < math.inf:
            return _newton(rows, 1.0 / near, now, bins, _NEAR)
    limit = _limit(rows)
    if limit is not None:
        first, last = at(rows, (now, limit), bins)
        return limit, (first, last)
    return _newton(rows, 1.0, now, bins, _EXACT)


def _limit(rows: Rows) -> float | None:
    """Return the best temperature where it is no minimum: 0, inf, or 1 if all are as good."""
    ends = [each for each in rows.each(_slope_at_ends) if each[0]]
    count, flat, hottest, coldest = (sum(each) for each in zip(*ends, strict=True)) if ends else (0, 0, 0.0, 0.0)
    if not count or flat == count:
        return 1.0
    if hottest >= 0.0:
        return math.inf
    return None if coldest > 0.0 else 0.0


def _newton(rows: Rows, start: float, now: float, bins: int, nearness: float) -> tuple[float, tuple[Sums, Sums]]:
    """Return 1/b where the slope is 0, and the sums at `now` and within some part of b from there."""
    b, low, high = start, 0.0, math.inf
    first: Sums | None = None
    edges = np.linspace(0.0, 1.0, bins + 1)

    def work(piece: Rivals, b: float, at_now: bool) -> tuple[Sums, tuple[float, float]]:
        """Return the sums at b, or in the first round those at `now`, and the derivatives at b."""
        e, rest = _exponentials(piece, 1.0 / b)
        here = None if at_now else _sums_of(piece, rest, piece.own * b, edges)
        derivatives = _derivatives(piece, e, rest)
        return here or _figures(piece, now, edges), derivatives

    while True:
        found = rows.each(partial(work, b=b, at_now=first is None))
        here = _total((each for each, _ in found), bins)
        first, is_first = first or here, first is None
        slope, bend = (sum(each[k] for _, each in found) for k in (0, 1))
        low, high = (b, high) if slope < 0.0 else (low, b)
        to = b - slope / bend if bend > 0.0 else math.nan
        if abs(to - b) <= nearness * b:
            return 1.0 / to, (first, at(rows, (1.0 / to,), bins)[0] if is_first else here)
        if not low <= to <= high:  # nan too
            to = 4.0 * b if math.isinf(high) else 0.25 * b if low == 0.0 else math.sqrt(low * high)
        if not _LEAST <= to <= _MOST:
            limit = math.inf if to < _LEAST else 0.0
            return limit, (first, at(rows, (limit,), bins)[0])
        b = to


def _slope_at_ends(piece: Rivals) -> Sequence[float]:
    """Return how many rows count, in how many all classes are alike, and the summed slopes at b = 0 and towards inf."""
    kept, there = piece.possible, piece.below > RULED_OUT
    total = np.where(there, piece.below, 0.0).sum(axis=piece.axis)
    mean, own = (total / (there.sum(axis=piece.axis) + 1))[kept], piece.own[kept]
    return own.size, int((total[kept] == 0.0).sum()), float((mean - own).sum()), float(-own.sum())
