"""Two models on the same rows: by how much one is better under each loss, and whether that could be chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.bootstrap import Method, intervals
from core.losses import Loss
from core.results import ModelResults, Results
from core.validation import Float

LEAST_ROWS = 3
"""Two rows have one difference from each other: an interval of them would be the two rows themselves."""

State = Literal["interval", "few", "infinite", "no_value"]


@dataclass(frozen=True)
class Difference:
    """One loss: the first model's mean less the second's, over the rows that count for both; nats or unitless.

    Attributes
    ----------
    first, second
        The means; nan where there is none.
    low, high
        The ends of the interval of `difference`; nan where there is none.
    infinite
        On how many rows each model's loss is infinite.
    state
        "interval", or why there is none: too few rows, infinite losses, or a loss without a value on some row.
    """

    loss: Loss
    first: float
    second: float
    low: float
    high: float
    infinite: tuple[int, int]
    state: State

    @property
    def difference(self) -> float:
        """The first mean less the second: inf, -inf or nan where a mean is infinite."""
        return self.first - self.second

    @property
    def better(self) -> int | None:
        """Which of the two is better, 0 or 1, if the interval excludes 0; None if they cannot be told apart."""
        if self.state != "interval" or self.low <= 0.0 <= self.high:
            return None
        return 0 if self.high < 0.0 else 1


@dataclass(frozen=True)
class Paired:
    """Differences of two models, over `rows` of the `size` rows."""

    rows: int
    size: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, eq=False)
class Pair:
    """The losses of two models on the rows that count for both.

    Attributes
    ----------
    rows
        Which rows these are, shape (n,).
    first, second
        The losses (n, L), times their weights.
    weights
        What the rows count (n, L); None if they all count alike under every loss.
    """

    rows: npt.NDArray[np.intp]
    first: Float
    second: Float
    weights: Float | None


def pair(results: Results, first: int, second: int, losses: Sequence[Loss]) -> Pair:
    """Return the losses of two models, by number, on the rows that count for both."""
    one, other = results.models[first], results.models[second]
    rows = _rows_of_both(results, first, second)
    weights = [_weights(one, loss, rows) for loss in losses]
    together = None if all(each is None for each in weights) else np.empty((len(rows), len(losses)))
    if together is not None:
        for k, each in enumerate(weights):
            together[:, k] = 1.0 if each is None else each
    return Pair(rows, _columns(one, losses, rows), _columns(other, losses, rows), together)


def _rows_of_both(results: Results, first: int, second: int) -> npt.NDArray[np.intp]:
    pairs = zip(results.models[first].parts, results.models[second].parts, strict=True)
    return np.flatnonzero(np.concatenate([a.used & b.used for a, b in pairs]))


def _columns(model: ModelResults, losses: Sequence[Loss], rows: npt.NDArray[np.intp]) -> Float:
    return np.stack([model.per_sample(loss)[rows] for loss in losses], axis=-1)


def _weights(model: ModelResults, loss: Loss, rows: npt.NDArray[np.intp]) -> Float | None:
    """Return what rows count in the mean of a loss, which follows from the truth alone."""
    if any(loss in part.weights for part in model.parts):
        return np.concatenate([part.weights[loss] for part in model.parts])[rows]
    return None


def differences(
    results: Results,
    first: int,
    second: int,
    losses: Sequence[Loss],
    *,
    level: float = 0.95,
    resamples: int = 2000,
    method: Method = "bca",
) -> Paired:
    """Return the differences of two models' mean losses with the bootstrap interval of each.

    d = Σ (aᵢ - bᵢ) / Σ wᵢ over the rows that count for both models, whatever the row-sum policy leaves out of one of
    them. Rows are drawn as pairs, so what is hard for both does not widen the interval. A loss that is infinite on any
    row has no interval: with that row drawn the mean is infinite, without it it is another one.

    Parameters
    ----------
    results
        The results of a document, in which `losses` were computed.
    first, second
        The models, by number.
    losses
        The losses to compare by.
    level, resamples, method
        As in `core.bootstrap.intervals`.
    """
    if not losses:
        return Paired(_rows_of_both(results, first, second).size, results.size, ())
    both = pair(results, first, second, losses)
    means = _means(both.first, both.weights), _means(both.second, both.weights)
    infinite = np.isinf(both.first).sum(axis=0), np.isinf(both.second).sum(axis=0)
    states: list[State] = [_state(both, k) for k in range(len(losses))]
    kept = [k for k, state in enumerate(states) if state == "interval"]
    ends = np.full((len(losses), 2), math.nan)
    if kept:
        found = intervals(
            both.first[:, kept] - both.second[:, kept],
            None if both.weights is None else both.weights[:, kept],
            level=level,
            resamples=resamples,
            method=method,
        )
        ends[kept] = [(each.low, each.high) for each in found]
    made = (
        Difference(
            loss,
            float(means[0][k]),
            float(means[1][k]),
            float(ends[k, 0]),
            float(ends[k, 1]),
            (int(infinite[0][k]), int(infinite[1][k])),
            states[k],
        )
        for k, loss in enumerate(losses)
    )
    return Paired(len(both.rows), results.size, tuple(made))


def _state(both: Pair, k: int) -> State:
    one, other = both.first[:, k], both.second[:, k]
    counted = len(one) if both.weights is None else int(np.count_nonzero(both.weights[:, k]))
    if np.isnan(one).any() or np.isnan(other).any() or not counted:
        return "no_value"
    if np.isinf(one).any() or np.isinf(other).any():
        return "infinite"
    return "interval" if counted >= LEAST_ROWS else "few"


def _means(values: Float, weights: Float | None) -> Float:
    with np.errstate(invalid="ignore", divide="ignore"):
        return values.sum(axis=0) / (len(values) if weights is None else weights.sum(axis=0))
