"""What another temperature would do to all rows of a model: softmax(z/T), its log loss and its calibration.

Of probabilities z is log q, so T = 1 is the row itself, normalized. A class of probability 0 stays ruled out at any T.
Rows are taken as typed: T is that of the softmax, whatever temperature the model has.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
_START_ROWS = 1 << 16
"""So many rows find the neighbourhood of the best temperature; all of them, the temperature."""
_NEAR = 1e-4
"""A step that small, relative to b, is the last: Newton's next one would be about its square."""
_GATHERED = 1 << 20
"""Up to so many entries are copied together rather than looked up at every step."""
CURVE_ROWS = 1 << 17
"""A curve of so many rows is less than a pixel from that of all."""
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
    greater, further if `now` lies beyond. The curve is of at most about `CURVE_ROWS` rows, evenly spread: as exact as
    it can be drawn. `now` and `best` are of all rows.

    References
    ----------
    Guo et al. (2017), On calibration of modern neural networks.
    """
    if not rows.count:
        return None
    best = best_temperature(rows)
    marks = [1.0, *([best] if 0.0 < best < math.inf else [])]
    low, high = min(0.25 * min(marks), now), max(4.0 * max(marks), now)
    some = rows.some(CURVE_ROWS)
    temperatures = np.geomspace(low, high, points)
    curve = curves(some, temperatures, bins)
    (exact_now, exact_best), impossible = at(rows, (now, best), bins)
    return Scaling(temperatures, *curve, exact_now, exact_best, impossible, rows.count, some.count)


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


@np.errstate(all="ignore")
def at(rows: Rows, temperatures: Sequence[float], bins: int = 10) -> tuple[list[At], int]:
    """Return the figures at some temperatures, and for how many rows the loss is infinite at each of them.

    At 0 and inf they are what they go towards. Without a row of finite loss its mean is nan.
    """
    found = rows.each(lambda piece: ([_row_figures(piece, each) for each in temperatures], piece.right))
    right = np.concatenate([right for _, right in found])
    made: list[At] = []
    for k, temperature in enumerate(temperatures):
        confidence = np.concatenate([each[k][0] for each, _ in found])
        losses = np.concatenate([each[k][1] for each, _ in found])
        mean = float(losses.mean()) if losses.size else math.nan
        made.append(At(temperature, mean, calibration.reliability(confidence, right, bins).error()))
    return made, rows.count - sum(each[0][1].size for each, _ in found)


def _row_figures(piece: Rivals, temperature: float) -> tuple[Float, Float]:
    """Return the confidence of each row, and the log loss of those where it can be finite."""
    below, own = piece.below, piece.own
    if temperature == 0.0:  # classes as probable as the most probable one share all
        e, own = (below == 0.0).astype(np.float64), np.where(own < 0.0, -np.inf, own)
    elif math.isinf(temperature):
        e, own = (below > RULED_OUT).astype(np.float64), np.zeros_like(own)
    else:
        e, own = np.multiply(below, 1.0 / temperature, out=space().array("scaled", below.shape)), own / temperature
        np.exp(e, out=e)
    rest = e.sum(axis=piece.axis)
    return 1.0 / (1.0 + rest), (np.log1p(rest) - own)[piece.possible]


@np.errstate(all="ignore")
def best_temperature(rows: Rows) -> float:
    """Return the T at which the mean of -log softmax(z/T) at the labels is least; as `calibration.best_temperature`.

    In b = 1/T that mean is convex; its slope is mean (Σ q·d - d_y) and its bend mean (Σ q·d² - (Σ q·d)²), with
    d = z - max z. Newton's steps, kept between the b where the slope is known to be negative and where it is positive.
    """
    if rows.count > 2 * _START_ROWS:
        near = best_temperature(rows.some(_START_ROWS))
        if 0.0 < near < math.inf:
            return _newton(rows, 1.0 / near)
    ends = [each for each in rows.each(_slope_at_ends) if each[0]]
    count, flat, hottest, coldest = (sum(each) for each in zip(*ends, strict=True)) if ends else (0, 0, 0.0, 0.0)
    if not count or flat == count:
        return 1.0
    if hottest >= 0.0:
        return math.inf
    return _newton(rows, 1.0) if coldest > 0.0 else 0.0


def _newton(rows: Rows, b: float) -> float:
    """Return 1/b where the slope is 0, from a start b."""
    low, high = 0.0, math.inf
    while True:
        slope, bend = np.sum(rows.each(lambda piece, b=b: _slope(piece, b)), axis=0).tolist()
        low, high = (b, high) if slope < 0.0 else (low, b)
        to = b - slope / bend if bend > 0.0 else math.nan
        if not low <= to <= high:  # nan too
            to = 4.0 * b if math.isinf(high) else 0.25 * b if low == 0.0 else math.sqrt(low * high)
        if to < _LEAST:
            return math.inf
        if to > _MOST:
            return 0.0
        if abs(to - b) <= _NEAR * b:
            return 1.0 / to
        b = to


def _possible(piece: Rivals) -> Rivals:
    """Return the rows whose label is not ruled out."""
    kept = piece.possible
    if kept.all():
        return piece
    below = piece.below[:, kept] if piece.axis == 0 else piece.below[kept]
    return Rivals(below, piece.own[kept], piece.right[kept], piece.axis)


def _slope_at_ends(piece: Rivals) -> Sequence[float]:
    """Return how many rows count, in how many all classes are alike, and the summed slopes at b = 0 and towards inf."""
    piece = _possible(piece)
    there = piece.below > RULED_OUT
    total = np.where(there, piece.below, 0.0).sum(axis=piece.axis)
    mean = total / (there.sum(axis=piece.axis) + 1)
    return piece.own.size, int((total == 0.0).sum()), float((mean - piece.own).sum()), float(-piece.own.sum())


def _slope(piece: Rivals, b: float) -> tuple[float, float]:
    """Return the summed slope and bend at b."""
    piece = _possible(piece)
    e = np.multiply(piece.below, b, out=space().array("scaled", piece.below.shape))
    np.exp(e, out=e)
    whole = 1.0 + e.sum(axis=piece.axis)
    e *= piece.below  # 0 times `RULED_OUT` is 0, which it would not be with -inf
    first = e.sum(axis=piece.axis) / whole
    e *= piece.below
    second = e.sum(axis=piece.axis) / whole
    return float((first - piece.own).sum()), float((second - first * first).sum())
