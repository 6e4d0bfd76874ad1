"""The bootstrap of means: how far they would move with another sample of rows, at any number of rows.

Rows are drawn again with replacement, whole: what is drawn of one model is drawn of the other, so the interval of a
difference is that of paired rows. Up to `DRAWN_ROWS` rows each resample is N rows drawn by number. With more, every
row gets a Poisson(1) count of its own, which is the same but that a resample's size is N only on average; a mean is
divided by the resample's own size, and what is left of the difference is of order 1/N. Counts can be made a chunk of
rows at a time, on all cores, and nothing of the size N x resamples is ever kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from core import parts
from core.errors import LossAtlasError
from core.validation import Float

Method = Literal["percentile", "bca"]

SEED = 0
"""What the draws start from, so that the same rows always give the same interval."""

DRAWN_ROWS = 4096
_CHUNK, _TILE = 4096, 64
"""Rows and resamples whose counts are made at once: 2 MiB."""

_SAME = 1e-12
"""Resampled means within this share of the largest value count as equal: sums in another order differ by rounding."""


@dataclass(frozen=True, eq=False)
class Interval:
    """An estimate and the ends of its interval."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether 0 lies outside."""
        return self.low > 0.0 or self.high < 0.0


def intervals(
    values: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    level: float = 0.95,
    resamples: int = 2000,
    method: Method = "bca",
    seed: int = SEED,
) -> tuple[Interval, ...]:
    """Return the bootstrap confidence interval of the mean of each column, all from the same resamples.

    The mean is Σ vᵢ / Σ wᵢ over rows. "percentile" takes quantiles of the resampled means as they are; "bca" moves them
    by the bias z₀ = Φ⁻¹(share below the mean) and the acceleration a = Σ cᵢ³ / 6 (Σ cᵢ²)^3/2, where c are the
    jackknife's deviations: α' = Φ(z₀ + (z₀ + z_α) / (1 - a (z₀ + z_α))), which follows skewed losses.

    Parameters
    ----------
    values
        Shape (N, L), or (N,) for one: L figures a row, such as differences of two models' losses, in any unit.
    weights
        What each row counts, shape (N, L); None if all count alike. A value is one that its weight is already in.
    level
        The share of samples whose interval is to hold the true mean; between 0 and 1.
    resamples
        How many times rows are drawn.
    method
        Which interval.
    seed
        What the draws start from.

    Raises
    ------
    LossAtlasError
        For fewer than two rows, and values or weights that are not finite; there is no interval then.

    Notes
    -----
    Where all rows are alike both ends are the mean. With few rows any bootstrap interval is too narrow.

    Sources: Efron (1987), Better bootstrap confidence intervals; Efron and Tibshirani (1993), An Introduction to the
    Bootstrap, chapters 13 and 14; Hanley and MacGibbon (2006), Creating non-parametric bootstrap samples using Poisson
    frequencies.

    Examples
    --------
    >>> found = intervals([[0.1], [0.4], [-0.2], [0.5], [0.3]], level=0.9)[0]
    >>> round(found.estimate, 4)
    0.22
    >>> found.low < 0.22 < found.high
    True
    """
    v = _finite_columns(values)
    w = None if weights is None else _finite_columns(weights)
    if len(v) < 2:
        raise LossAtlasError("few_rows", rows=len(v), least=2)
    drawn = resampled_means(v, w, resamples=resamples, seed=seed)
    return tuple(
        interval(drawn[:, k], v[:, k], None if w is None else w[:, k], level=level, method=method)
        for k in range(v.shape[1])
    )


def interval(
    drawn: Float, values: Float, weights: Float | None = None, *, level: float = 0.95, method: Method = "bca"
) -> Interval:
    """Return the interval of one mean of `values` (N,) from its resampled means `drawn` (B,), as in `intervals`."""
    ones = np.ones(len(values)) if weights is None else weights
    total, weight = float(values.sum()), float(ones.sum())
    estimate = total / weight
    drawn = drawn[~np.isnan(drawn)]  # a sample in which no row has a weight has no mean
    tails = ((1.0 - level) / 2.0, (1.0 + level) / 2.0)
    if method == "bca":
        near = np.abs(drawn - estimate) <= _SAME * float(np.abs(values).max())
        below = float(((drawn < estimate) & ~near).mean() + near.mean() / 2.0)
        left_out = (total - values) / (weight - ones)  # the jackknife: the mean without each row
        c = left_out.mean() - left_out
        spread = float((c**2).sum())
        acceleration = float((c**3).sum()) / (6.0 * spread**1.5) if spread > 0.0 else 0.0
        tails = bca_tails(tails, min(max(below, 0.5 / len(drawn)), 1.0 - 0.5 / len(drawn)), acceleration)
    low, high = np.quantile(drawn, tails)
    return Interval(estimate, float(low), float(high))


def bca_tails(tails: tuple[float, float], below: float, acceleration: float) -> tuple[float, float]:
    """Return the shares of resampled means below the ends of a BCa interval whose nominal shares are `tails`.

    `below` is the share of resampled means below the estimate, strictly between 0 and 1.
    """
    normal = NormalDist()
    bias = normal.inv_cdf(below)
    moved = [bias + normal.inv_cdf(tail) for tail in tails]
    low, high = (normal.cdf(bias + z / (1.0 - acceleration * z)) for z in moved)
    return low, high


def resampled_means(
    values: Float,
    weights: Float | None = None,
    *,
    resamples: int = 2000,
    seed: int = SEED,
    small: int = DRAWN_ROWS,
) -> Float:
    """Return the means of `resamples` samples of the rows of `values` (N, L), drawn with replacement: (resamples, L).

    With more than `small` rows by Poisson counts. The same seed gives the same draws on any number of cores.
    """
    count, columns = values.shape
    table = values if weights is None else np.hstack([values, weights])
    if count <= small:
        sums = _drawn_sums(table, resamples, seed)
        return sums / count if weights is None else _ratios(sums, columns)
    if weights is None:
        table = np.hstack([table, np.ones((count, 1))])
    starts = range(0, count, _CHUNK)
    seeds = np.random.SeedSequence(seed).spawn(len(starts))

    def part(index: int) -> Float:
        start = starts[index]
        return _poisson_sums(table[start : start + _CHUNK], resamples, np.random.default_rng(seeds[index]))

    sums = np.zeros((resamples, table.shape[1]))
    together = 8 * parts.cores()
    for first in range(0, len(starts), together):  # some at a time: their sums wait for their turn in memory
        for each in parts.in_threads(part, range(first, min(first + together, len(starts)))):
            sums += each
    return _ratios(sums, columns)


@np.errstate(invalid="ignore", divide="ignore")
def _ratios(sums: Float, columns: int) -> Float:
    return sums[:, :columns] / sums[:, columns:]


def _drawn_sums(table: Float, resamples: int, seed: int) -> Float:
    """Return the columns' sums over N rows drawn with replacement, for each resample."""
    generator = np.random.default_rng(seed)
    count = len(table)
    sums = np.empty((resamples, table.shape[1]))
    step = max(1, _CHUNK * _TILE // count)
    for start in range(0, resamples, step):
        here = min(step, resamples - start)
        rows = generator.integers(0, count, (here, count))
        rows += (np.arange(here) * count)[:, None]
        counts = np.bincount(rows.ravel(), minlength=here * count).reshape(here, count)
        sums[start : start + here] = counts.astype(np.float64) @ table
    return sums


def _poisson_sums(table: Float, resamples: int, generator: np.random.Generator) -> Float:
    """Return the columns' sums over rows counted Poisson(1) times each, for each resample."""
    count = len(table)
    sums = np.empty((resamples, table.shape[1]))
    space = np.empty(min(_TILE, resamples) * count)
    for start in range(0, resamples, _TILE):
        here = min(_TILE, resamples - start)
        counts = poisson_counts(generator, space[: here * count])
        sums[start : start + here] = counts.reshape(here, count) @ table
    return sums


def poisson_counts(generator: np.random.Generator, out: Float) -> Float:
    """Fill `out` with independent Poisson(1) counts and return it.

    A byte decides: most of its 256 values stand for a count, in the distribution's proportions; the few that are left
    over mean that the count is drawn from the rest of the distribution, so the counts are Poisson to rounding.
    """
    by_byte, first_left, cumulative = _table()
    octets = np.frombuffer(generator.bytes(out.size), np.uint8)
    np.take(by_byte, octets, out=out, mode="clip")
    left = np.flatnonzero(octets >= first_left)
    out[left] = np.searchsorted(cumulative, generator.random(len(left)), side="right")
    return out


@cache
def _table() -> tuple[Float, int, Float]:
    """Return each byte's count, the first byte without one, and the cumulative distribution left for those."""
    chances = np.exp(-1.0) / np.array([math.factorial(k) for k in range(20)], dtype=np.float64)
    whole = np.floor(256.0 * chances).astype(np.int64)
    by_byte = np.zeros(256)
    by_byte[: whole.sum()] = np.repeat(np.arange(20), whole)
    cumulative = np.cumsum(chances - whole / 256.0)
    return by_byte, int(whole.sum()), cumulative / cumulative[-1]


def _finite_columns(values: npt.ArrayLike) -> Float:
    """Return finite numbers as (N, L)."""
    made = np.asarray(values, dtype=np.float64)
    if not np.isfinite(made).all():
        raise LossAtlasError("infinite_rows")
    return made.reshape(len(made), -1)
