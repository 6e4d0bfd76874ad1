"""Where a cross-entropy comes from, class by class; and distributions found by what they are to give.

H(p, q) = H(p) + KL(p‖q): each of the three is a sum over classes. The second half goes the other way, for a bar that is
dragged: given the entropy or the cross-entropy wanted, it finds the distribution on a path that a person can follow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core import distributions, information, losses
from core.distributions import rescale_others
from core.errors import LossAtlasError
from core.parts import OFF_SUM
from core.results import Results
from core.validation import Float

_REVERSE, _JENSEN_SHANNON = losses.create("reverse_kl"), losses.create("jensen_shannon")


@dataclass(frozen=True, eq=False)
class Terms:
    """One truth and one prediction, class by class, in nats. The arrays are (K,); `total_…` are their sums.

    Attributes
    ----------
    entropy
        p·log 1/p, every one ≥ 0 for p ≤ 1.
    divergence
        p·log p/q, which may be negative; infinite where p > 0 and q = 0.
    cross
        p·log 1/q = entropy + divergence.
    reverse
        q·log q/p; infinite where q > 0 and p = 0.
    jensen_shannon
        ½·p·log p/m + ½·q·log q/m, m = (p + q)/2, every one ≥ 0.
    """

    p: Float
    q: Float
    entropy: Float
    divergence: Float
    cross: Float
    reverse: Float
    jensen_shannon: Float
    total_entropy: float
    total_divergence: float
    total_cross: float
    total_reverse: float
    total_jensen_shannon: float


def model_row(results: Results, model: int, row: int) -> Float:
    """Return a row of a model (K,) as it is computed on: in use, and normalized if the policy is so."""
    q = results.document.models[model].probability_row(row)
    part, inside = results.model_part(model, row)
    if results.row_sums == "normalize" and part.states[inside] == OFF_SUM:
        return distributions.normalize(q)
    return q


def row_terms(results: Results, model: int, row: int) -> Terms | None:
    """Return the terms of one row of a model, or None where the row-sum policy leaves it out."""
    part, inside = results.model_part(model, row)
    if not part.used[inside]:
        return None
    p, q = results.truth_row(row), model_row(results, model, row)
    kept = results.document.models[model]
    totals = (float(part.truth.entropy[inside]), float(part.divergence[inside]), float(part.cross_entropy[inside]))
    return terms_of(p, q, kept.row_in_use(row) if kept.scale == "logit" else None, totals)


def terms_of(p: Float, q: Float, z: Float | None = None, totals: tuple[float, float, float] | None = None) -> Terms:
    """Return the terms of rows (K,) already checked; `z` are the logits of `q` where it is a softmax.

    `totals` are H(p), KL(p‖q) and H(p, q) where they are known already.
    """
    with np.errstate(all="ignore"):
        log_q = information.log_of(q)
        cross = (
            information.cross_entropy_terms(p, log_q) if z is None else information.cross_entropy_terms_of_logits(p, z)
        ) + 0.0
        entropy = information.entropy_terms(p)
        divergence = information.kl_terms(p, q, None if z is None else cross)
        if totals is None:
            known = information.kl_of(p, q, None, None if z is None else cross)
            totals = float(entropy.sum()), float(known), float(cross.sum())
        others = (
            (_REVERSE.value(p, q), _JENSEN_SHANNON.value(p, q))
            if z is None
            else (_REVERSE.value_from_logits(p, z), _JENSEN_SHANNON.value_from_logits(p, z))
        )
        return Terms(
            p,
            q,
            entropy,
            divergence,
            cross,
            information.kl_terms(q, p),
            information.jensen_shannon_terms(p, q),
            *totals,
            *(float(other) for other in others),
        )


def strongest(weights: Float, count: int) -> npt.NDArray[np.int64]:
    """Return, in class order, the indices of the `count` classes that weigh most; of equals the first.

    Examples
    --------
    >>> strongest(np.array([0.1, 0.5, 0.0, 0.4]), 2).tolist()
    [1, 3]
    """
    weights = np.where(np.isnan(weights), -np.inf, weights)
    return np.sort(np.argsort(-weights, kind="stable")[:count]).astype(np.int64)


# -- distributions that give what is wanted -------------------------------------------------------------


def _free(row: Float, locked: Collection[int]) -> tuple[npt.NDArray[np.bool_], float]:
    """Return which classes are not locked, and what these share; raise where fewer than two can move."""
    free = np.array([k not in locked for k in range(row.size)])
    if free.sum() < 2:
        raise LossAtlasError("all_locked")
    total = float(row[~free].sum())
    if total >= 1.0:
        raise LossAtlasError("locked_sum", total=round(total, 6))
    return free, 1.0 - total


def _shared(row: Float, mass: float) -> Float:
    """Return free entries scaled to a mass; evenly where all are 0."""
    return distributions.normalize(row) * mass if row.any() else np.full(row.size, mass / row.size)


def _bisected(value: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Return where a function that grows from `low` to `high` reaches `target`, to the last digit; at an end beyond."""
    if target <= value(low):
        return low
    if target >= value(high):
        return high
    while (middle := 0.5 * (low + high)) not in (low, high):  # until the two are neighbouring numbers
        low, high = (middle, high) if value(middle) < target else (low, middle)
    return high


def truth_with_entropy(p: Float, target: float, locked: Collection[int] = ()) -> Float:
    """Return the truth of a wanted entropy on the path through `p`.

    The path goes straight from certainty in p's most probable class to `p`, and straight on to equal shares. Entropy is
    concave and greatest at equal shares, and along the first piece each class that gains is less probable than the
    one that loses; so it grows all the way, and every entropy from 0 to log K is met. It leads on from a one-hot `p`
    too, where a temperature would change nothing.

    Parameters
    ----------
    p
        Probabilities (K,); a row that does not sum to 1 counts as divided by its sum.
    target
        The entropy wanted, in nats; beyond an end of the path, that end is returned.
    locked
        Classes that keep their probability; the path then lies in what they leave.

    Returns
    -------
    Probabilities (K,) that sum to 1 with the locked ones.

    Raises
    ------
    LossAtlasError
        Where fewer than two classes are free, or the locked ones hold 1 or more.

    Examples
    --------
    >>> truth_with_entropy(np.array([0.0, 1.0]), float(np.log(2.0))).tolist()
    [0.5, 0.5]
    """
    free, mass = _free(p, locked)
    here = _shared(p[free], mass)
    sharp = mass * distributions.is_class(np.asarray(here.argmax()), here.size)
    flat = np.full(here.size, mass / here.size)
    row = p.copy()

    def at(way: float) -> Float:
        row[free] = (1.0 - way) * sharp + way * here if way <= 1.0 else (2.0 - way) * here + (way - 1.0) * flat
        return row

    return at(_bisected(lambda way: float(information.entropy_terms(at(way)).sum()), target, 0.0, 2.0))


def prediction_with_cross_entropy(p: Float, q: Float, target: float, locked: Collection[int] = ()) -> Float:
    """Return the prediction of a wanted cross-entropy on the ray from `p` through `q`.

    Cross-entropy is convex in q and least at q = p, so it grows along the ray; at the ray's end one class has q = 0,
    and the loss is infinite there if that class has p > 0. Where q = p, the ray leads to the class that is least
    probable.

    Parameters
    ----------
    p, q
        Truth and prediction (K,); rows that do not sum to 1 count as divided by their sums.
    target
        The cross-entropy wanted, in nats; below H(p) the result is p, beyond the ray's end it is that end.
    locked
        Classes of q that keep their probability; the ray then starts where the others are in proportion to p.

    Returns
    -------
    Probabilities (K,) that sum to 1 with the locked ones.

    Raises
    ------
    LossAtlasError
        Where fewer than two classes are free, or the locked ones hold 1 or more.

    Examples
    --------
    >>> prediction_with_cross_entropy(np.array([1.0, 0.0]), np.array([0.5, 0.5]), 0.0).tolist()
    [1.0, 0.0]
    """
    free, mass = _free(q, locked)
    start, here = _shared(p[free], mass), _shared(q[free], mass)
    end = _end_of_ray(start, here, p[free], mass)
    row = q.copy()

    def at(share: float) -> Float:
        row[free] = share * start + (1.0 - share) * end
        return row

    def loss(share: float) -> float:
        return -float(information.cross_entropy_terms(p, information.log_of(at(share))).sum())

    return at(_bisected(loss, -target, 0.0, 1.0))


def _end_of_ray(start: Float, here: Float, p: Float, mass: float) -> Float:
    """Return where the ray from `start` through `here` leaves the simplex of a mass."""
    move = here - start
    if np.abs(move).max() <= 1e-15 * mass:
        least = start.size - 1 - int(p[::-1].argmin())
        return np.where(np.arange(start.size) == least, mass, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(move < 0, start / -move, np.inf)
    end: Float = np.maximum(start + float(reach.min()) * move, 0.0)
    end[reach <= reach.min() * (1.0 + 1e-12)] = 0.0
    return _shared(end, mass)


def with_edge(p: Float, index: int, edge: float, locked: Collection[int] = ()) -> Float:
    """Return `p` with one class resized so that its edge lies at `edge` when classes stand side by side from 0 to 1.

    It is the class's right edge, for the last class its left one; the others rescale as in `rescale_others`.

    Examples
    --------
    >>> with_edge(np.array([0.25, 0.25, 0.5]), 1, 0.75).round(12).tolist()
    [0.125, 0.625, 0.25]
    """
    room = distributions.room_for(p, index, locked)
    if index == p.size - 1:
        return rescale_others(p, index, 1.0 - edge, locked)

    def right_edge(value: float) -> float:
        return float(rescale_others(p, index, value, locked)[: index + 1].sum())

    return rescale_others(p, index, _bisected(right_edge, edge, 0.0, room), locked)
