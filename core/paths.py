"""Predictions along a path: one class's probability or log-odds moved, or a straight line; slopes by differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.validation import Float


def toward_class(q: npt.ArrayLike, label: int, shares: npt.ArrayLike) -> Float:
    """Return q with the probability of one class set, the others keeping their proportions.

    Parameters
    ----------
    q
        Probabilities, shape (K,).
    label
        The class that is set, 0 to K - 1.
    shares
        Its probabilities, shape (n,), from 0 to 1.

    Returns
    -------
    Shape (n, K). The other classes share 1 - q_label as they do in `q`; evenly where they all are 0 there.

    Examples
    --------
    >>> toward_class([0.5, 0.4, 0.1], 0, [0.0, 0.75]).round(4).tolist()
    [[0.0, 0.8, 0.2], [0.75, 0.2, 0.05]]
    """
    q, shares = np.asarray(q, dtype=np.float64), np.asarray(shares, dtype=np.float64)
    others = _others(q, label)
    rows = (1.0 - shares)[:, None] * others
    rows[:, label] = shares
    return rows


def toward_logit(q: npt.ArrayLike, label: int, odds: npt.ArrayLike) -> Float:
    """Return logits of q with the log-odds ln(q_label / (1 - q_label)) of one class set.

    Moving the logit of one class moves its log-odds by as much, and leaves the proportions of the others. Shapes are
    as in `toward_class`; the others' logits are the logs of their shares, -inf for a share of 0.

    Examples
    --------
    >>> toward_logit([0.5, 0.25, 0.25], 0, [0.0]).round(4).tolist()
    [[0.0, -0.6931, -0.6931]]
    """
    q, odds = np.asarray(q, dtype=np.float64), np.asarray(odds, dtype=np.float64)
    with np.errstate(divide="ignore"):
        rows = np.tile(np.log(_others(q, label)), (odds.size, 1))
    rows[:, label] = odds
    return rows


def between(start: npt.ArrayLike, end: npt.ArrayLike, shares: npt.ArrayLike) -> Float:
    """Return the points (1 - t)·start + t·end for each t of `shares`, shape (n, K).

    Examples
    --------
    >>> between([1.0, 0.0], [0.0, 1.0], [0.25]).tolist()
    [[0.75, 0.25]]
    """
    start, end = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    shares = np.asarray(shares, dtype=np.float64)[:, None]
    return (1.0 - shares) * start + shares * end


def _others(q: Float, label: int) -> Float:
    """Return the shares of the classes other than `label` among themselves, with 0 at `label`."""
    others = q.copy()
    others[label] = 0.0
    total = others.sum()
    if total > 0:
        return others / total
    others[:] = 1.0 / (q.size - 1)
    others[label] = 0.0
    return others


def slope_by_differences(value: Callable[[Float], Float], at: npt.ArrayLike, step: float = 1e-3) -> Float:
    """Return the gradient of `value` at a point by central differences of five points, to the order of step⁴.

    Parameters
    ----------
    value
        Takes points of shape (n, K) and returns values of shape (n,).
    at
        The point, shape (K,).
    step
        How far the outer points are apart from the middle, halved.

    Returns
    -------
    Shape (K,); nan where a point has no finite value.

    References
    ----------
    Abramowitz & Stegun (1964), 25.3.6.

    Examples
    --------
    >>> slope_by_differences(lambda x: (x**2).sum(axis=-1), [1.0, -3.0]).round(6).tolist()
    [2.0, -6.0]
    """
    at = np.asarray(at, dtype=np.float64)
    offsets = np.array([-2.0, -1.0, 1.0, 2.0]) * step
    points = at + offsets[:, None, None] * np.eye(at.size)
    found = value(points.reshape(-1, at.size)).reshape(4, at.size)
    found = np.where(np.isfinite(found), found, np.nan)
    slope: Float = (found[0] - 8.0 * found[1] + 8.0 * found[2] - found[3]) / (12.0 * step)
    return slope
