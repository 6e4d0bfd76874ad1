"""An objective over two classes: a curve over the probability of the second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.objectives import Objective
from core.validation import Float

_POINTS = 401
_CUT_QUANTILE = 0.975


@dataclass(frozen=True, eq=False)
class Profile:
    """An objective over all distributions of two classes.

    Attributes
    ----------
    at
        Probabilities of the second class from 0 to 1, closer together near the ends, shape (n,).
    values
        In nats or unitless, shape (n,); inf where it is infinite, nan where a difference is of two infinities.
    low, high
        The range to show: of all finite values, or if some are infinite up to a cut.
    minimum
        The probability of the second class at which the value is least; None where that is not one.
    """

    at: Float
    values: Float
    low: float
    high: float
    minimum: float | None

    @property
    def infinite(self) -> bool:
        """Whether the curve goes to infinity anywhere, so that `high` is a cut."""
        return bool(np.isposinf(self.values).any())

    @property
    def bottomless(self) -> bool:
        """Whether the curve goes to minus infinity anywhere, so that `low` is a cut."""
        return bool(np.isneginf(self.values).any())


def rows_of(at: Float) -> Float:
    """Return the distributions (..., 2) with these probabilities (...) of the second class.

    Examples
    --------
    >>> rows_of(np.array([0.25])).tolist()
    [[0.75, 0.25]]
    """
    return np.stack([1.0 - at, at], axis=-1)


def profile(objective: Objective) -> Profile:
    """Return `objective` over all distributions of two classes."""
    at = (1.0 - np.cos(np.pi * np.linspace(0.0, 1.0, _POINTS))) / 2.0
    values = objective.value(rows_of(at))
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if 2 < finite.size < values.size:
        high = float(np.quantile(_evenly(at, values), _CUT_QUANTILE))
    if high <= low:
        high = low + 1.0
    return Profile(at, values, low, high, _minimum(objective, at, values))


def profile_difference(
    first: Profile, second: Profile, units: tuple[float, float], *, rescaled: bool = False
) -> Profile:
    """Return A/a - B/b along the distributions of two classes.

    Parameters
    ----------
    first, second
        A and B.
    units
        What each is divided by, a and b: one of the unit shown, in nats.
    rescaled
        Whether each is put from 0 at its lowest to 1 at its highest instead, or at its cut where it is infinite.

    Returns
    -------
    A curve whose range holds 0; nan where both are infinite. Its least value is not looked for.

    Examples
    --------
    >>> line = Profile(np.array([0.0, 1.0]), np.array([0.0, 2.0]), 0.0, 2.0, 0.0)
    >>> profile_difference(line, line, (1.0, 2.0)).values.tolist()
    [0.0, 1.0]
    """
    with np.errstate(invalid="ignore"):
        values = _heights(first, units[0], rescaled) - _heights(second, units[1], rescaled)
    finite = values[np.isfinite(values)]
    if 2 < finite.size < values.size:
        finite = _evenly(first.at, values)
        least, most = (float(np.quantile(finite, share)) for share in (1.0 - _CUT_QUANTILE, _CUT_QUANTILE))
    else:
        least, most = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    low, high = min(least, 0.0), max(most, 0.0)
    return Profile(first.at, values, low, high if high > low else low + 1.0, None)


def _heights(curve: Profile, unit: float, rescaled: bool) -> Float:
    return (curve.values - curve.low) / (curve.high - curve.low) if rescaled else curve.values / unit


def _evenly(at: Float, values: Float) -> Float:
    """Return the finite values of a curve at probabilities evenly spread, the ends left out."""
    finite = np.isfinite(values)
    return np.interp(np.linspace(0.0, 1.0, _POINTS)[1:-1], at[finite], values[finite])


def _minimum(objective: Objective, at: Float, values: Float) -> float | None:
    best = objective.minimizer()
    if best is not None:
        return float(best[1]) if np.isfinite(objective.value(best)) else None
    if not objective.searchable or np.ptp(values) <= 1e-12:
        return None
    k = int(values.argmin())
    low, high = float(at[max(k - 1, 0)]), float(at[min(k + 1, at.size - 1)])
    while high - low > (1e-5 if objective.is_slow else 1e-10):
        nearer = np.linspace(low, high, 33)
        k = int(objective.value(rows_of(nearer)).argmin())
        low, high = float(nearer[max(k - 1, 0)]), float(nearer[min(k + 1, 32)])
    return (low + high) / 2.0
