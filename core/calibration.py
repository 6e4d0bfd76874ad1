"""Whether confidences mean what they say, over many rows: reliability, Brier's parts, coverage.

Confidences and outcomes are arrays of one row each, (N,): of the predicted class, its probability and whether it is
right; or of any event, its probability and whether it came. Nothing here computes on rows without a finite figure:
leave those out first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.validation import Float

Bins = Literal["width", "mass"]


@dataclass(frozen=True, eq=False)
class Reliability:
    """Forecasts by bins. Arrays have an entry a bin; the means of an empty bin are nan.

    Attributes
    ----------
    edges
        The bins' borders, one more than there are bins; a forecast on a border belongs to the bin below it, except 0.
    counts
        How many forecasts a bin holds.
    confidence, accuracy
        The mean forecast and the mean outcome of each bin.
    """

    edges: Float
    counts: npt.NDArray[np.int64]
    confidence: Float
    accuracy: Float

    @property
    def gaps(self) -> Float:
        """|accuracy - confidence| of each bin, 0 in an empty one."""
        return np.where(self.counts > 0, np.abs(self.accuracy - self.confidence), 0.0)

    def error(self, norm: float = 1.0) -> float:
        """Return the calibration error: (Σ nₖ/N · gapₖ^norm)^(1/norm); the largest gap for inf; nan without rows.

        With norm 1 the expected calibration error (ECE), with inf the maximum (MCE): Naeini et al. (2015).
        """
        total = int(self.counts.sum())
        if total == 0:
            return math.nan
        if math.isinf(norm):
            return float(self.gaps.max())
        return float((self.counts / total * self.gaps**norm).sum() ** (1.0 / norm))


def reliability(forecast: Float, outcome: npt.NDArray[np.bool_], bins: int = 10, kind: Bins = "width") -> Reliability:
    """Return forecasts and outcomes in bins of equal width, or of as equal counts as ties allow.

    Parameters
    ----------
    forecast
        Probabilities (N,) from 0 to 1; exactly 0 lies in the first bin and exactly 1 in the last.
    outcome
        Whether what was forecast came, (N,).
    bins
        How many bins.
    kind
        "width", or "mass": borders at quantiles of the forecasts; borders that fall together are one.

    References
    ----------
    Guo et al. (2017), On calibration of modern neural networks; Nixon et al. (2019) for equal masses.

    Examples
    --------
    >>> reliability(np.array([0.25, 1.0]), np.array([False, True]), 2).error()
    0.125
    """
    edges = bin_edges(forecast, bins, kind)
    return counted(edges, bin_numbers(forecast, edges), forecast, outcome)


def counted(
    edges: Float, number: npt.NDArray[np.int64], forecast: Float, outcome: npt.NDArray[np.bool_]
) -> Reliability:
    """Return forecasts and outcomes in bins already known: their borders, and the bin of each forecast."""
    counts = np.bincount(number, minlength=edges.size - 1)
    with np.errstate(invalid="ignore"):
        confidence = np.bincount(number, forecast, edges.size - 1) / counts
        accuracy = np.bincount(number, outcome, edges.size - 1) / counts
    return Reliability(edges, counts, confidence, accuracy)


def bin_edges(forecast: Float, bins: int, kind: Bins) -> Float:
    """Return the borders of the bins that `reliability` counts in."""
    edges = np.linspace(0.0, 1.0, bins + 1)
    if kind == "mass" and forecast.size:
        last = (np.arange(1, bins) * forecast.size + bins - 1) // bins - 1  # in whole numbers: 0.3 · 1000 is above 300
        inner = np.unique(np.sort(forecast)[last])
        inner = inner[(inner > 0.0) & (inner < 1.0)]
        edges = np.concatenate([[0.0], inner, [1.0]])
    return edges


def bin_numbers(forecast: Float, edges: Float) -> npt.NDArray[np.int64]:
    """Return the bin of each forecast (N,); one on a border is in the bin below it, except 0."""
    return np.searchsorted(edges[1:-1], forecast, side="left")


@dataclass(frozen=True)
class BrierParts:
    """Score = reliability - resolution + uncertainty + within; all of one event's probability."""

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def brier_parts(forecast: Float, outcome: npt.NDArray[np.bool_], bins: int = 10, kind: Bins = "width") -> BrierParts:
    """Return the parts of the Brier score mean (f - o)² over bins k with nₖ of the N forecasts; nan without rows.

    Reliability Σ nₖ/N (f̄ₖ - ōₖ)², resolution Σ nₖ/N (ōₖ - ō)² and uncertainty ō(1 - ō) (Murphy 1973) make the whole
    where forecasts within a bin are equal. Else Σ (f - f̄ₖ)²/N - 2 Σ (f - f̄ₖ)(o - ōₖ)/N, `within`, is added
    (Stephenson, Coelho & Jolliffe 2008), so that the sum is exact.

    Examples
    --------
    >>> round(brier_parts(np.array([0.1, 0.9, 0.8, 0.4]), np.array([False, True, True, False])).score, 10)
    0.055
    """
    if not forecast.size:
        return BrierParts(math.nan, math.nan, math.nan, math.nan, math.nan)
    edges = bin_edges(forecast, bins, kind)
    number = bin_numbers(forecast, edges)
    table = counted(edges, number, forecast, outcome)
    came = outcome.astype(np.float64)
    base, share = float(came.mean()), table.counts / forecast.size
    some = table.counts > 0
    off = forecast - table.confidence[number]
    within = float((off * off).mean() - 2.0 * (off * (came - table.accuracy[number])).mean())
    return BrierParts(
        float(((forecast - came) ** 2).mean()),
        float((share * table.gaps**2).sum()),
        float((share[some] * (table.accuracy[some] - base) ** 2).sum()),
        base * (1.0 - base),
        within,
    )


@dataclass(frozen=True, eq=False)
class Coverage:
    """The share of wrong answers among the most confident ones: `risk` at `coverage`, both ascending rows (m,)."""

    coverage: Float
    risk: Float

    @property
    def area(self) -> float:
        """The area under the risk, Σ risk · Δcoverage (AURC); nan without rows."""
        return float((self.risk * np.diff(self.coverage, prepend=0.0)).sum()) if self.risk.size else math.nan


def coverage(confidence: Float, right: npt.NDArray[np.bool_]) -> Coverage:
    """Return the risk at every coverage that a threshold on the confidence can give; equal confidences go together.

    References
    ----------
    Geifman & El-Yaniv (2017), Selective classification for deep neural networks.

    Examples
    --------
    >>> coverage(np.array([0.9, 0.8, 0.8]), np.array([True, False, True])).risk.tolist()
    [0.0, 0.3333333333333333]
    """
    order = np.argsort(-confidence)
    wrong, ranked = np.cumsum(~right[order]), confidence[order]
    ends = np.flatnonzero(np.append(np.diff(ranked) != 0, True)) if ranked.size else np.zeros(0, np.int64)
    return Coverage((ends + 1) / max(ranked.size, 1), wrong[ends] / (ends + 1))


def thinned(curve: Coverage, points: int) -> Coverage:
    """Return at most about `points` of a curve's points, spread evenly over the coverage, its ends among them."""
    if curve.coverage.size <= points:
        return curve
    steps = np.linspace(0.0, 1.0, points)
    kept = np.unique(np.append(np.minimum(np.searchsorted(curve.coverage, steps), curve.coverage.size - 1), 0))
    return Coverage(curve.coverage[kept], curve.risk[kept])


def share_of_largest(loss: Float, share: float) -> float:
    """Return how much of the sum of losses (N,) of 0 and more the largest `share` of the rows carry, at least one row.

    Infinite losses carry all, in equal parts; nan without rows, or where all are 0.

    Examples
    --------
    >>> share_of_largest(np.array([1.0, 1.0, 6.0, 2.0]), 0.25)
    0.6
    """
    if not loss.size:
        return math.nan
    count = max(1, round(share * loss.size))
    infinite = int(np.isposinf(loss).sum())
    if infinite:
        return min(count, infinite) / infinite
    total = float(loss.sum())
    return float(np.partition(loss, -count)[-count:].sum()) / total if total > 0 else math.nan
