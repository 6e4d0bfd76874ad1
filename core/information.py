"""Entropy, cross-entropy and divergences of discrete distributions.

All sums are in nats and float64; `unit` divides at the end. Rows are taken as typed: none is normalized.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from core import distributions, validation
from core.distributions import Either
from core.errors import LossAtlasError
from core.validation import Float

UNITS: dict[str, float] = {"nat": 1.0, "bit": math.log(2.0), "dit": math.log(10.0)}
"""Each unit of information in nats: logarithms to base e, 2 and 10."""


def nats_per(unit: str) -> float:
    """Return how many nats one `unit` is."""
    try:
        return UNITS[unit]
    except (KeyError, TypeError):
        raise LossAtlasError("unit", unit=unit) from None


# -- elementwise terms, for arrays already checked ------------------------------------------------------


def entropy_terms(p: Float) -> Float:
    """Return -p·log p, with 0 at p = 0."""
    with np.errstate(all="ignore"):
        return np.where(p > 0, -p * np.log(p), 0.0)


def cross_entropy_terms(p: Float, log_q: Float) -> Float:
    """Return -p·log q from log q: 0 where p = 0 whatever q is, inf where p > 0 and q = 0."""
    with np.errstate(all="ignore"):
        return np.where(p > 0, -p * log_q, 0.0)


def log_of(q: Float) -> Float:
    """Return log q with log 0 = -inf and no warning."""
    with np.errstate(divide="ignore"):
        return np.log(q)


def r_minus_log1p(r: Float) -> Float:
    """Return r - log(1 + r) for |r| ≤ 0.25, to full relative accuracy.

    With x = r/(2 + r), log(1 + r) = 2·artanh x and r - 2x = r·x, so the two nearly equal numbers are never
    subtracted: r·x - 2(x³/3 + x⁵/5 + …). x² ≤ 0.0205, so ten terms reach 1e-17.
    """
    x = r / (2.0 + r)
    square = x * x
    series = np.zeros_like(x)
    for odd in range(21, 1, -2):
        series = (series + 1.0 / odd) * square
    return r * x - 2.0 * x * series


def cross_entropy_terms_of_logits(p: Either, z: Float) -> Either:
    """Return -p·log softmax(z), finite wherever that is, however far apart the logits are."""
    half, log_sum = distributions.half_log_softmax(z)
    with np.errstate(all="ignore"):
        return np.where(p > 0, (2.0 * p) * (0.5 * log_sum - half), 0.0)


def _log_ratio_terms(p: Float, q: Float, cross: Float | None) -> Float:
    """Return p·log(p/q) by the quotient, or by two logs where that leaves the range of numbers; nan where p = 0."""
    with np.errstate(all="ignore"):
        ratio = p / q
        terms: Float = p * np.log(ratio)
        exact = (ratio > 1e-300) & (ratio < 1e300) & ((q > 1e-290) if cross is not None else True)
        apart = (p > 0) & ~exact
        if apart.any():
            p_log_q = p[apart] * np.log(q[apart]) if cross is None else -np.broadcast_to(cross, p.shape)[apart]
            terms[apart] = p[apart] * np.log(p[apart]) - p_log_q
        return terms


def divergence_terms(p: Float, q: Float, difference: Float | None = None, cross: Float | None = None) -> Float:
    """Return p·log(p/q) - p + q, every term ≥ 0; q where p = 0, inf where p > 0 and q = 0.

    `difference` is q - p where the caller knows it better than subtraction would give it; `cross` is -p·log q
    where q itself may have underflowed.
    """
    p, q = np.broadcast_arrays(p, q)
    d = q - p if difference is None else difference
    with np.errstate(all="ignore"):
        r = d / p
        near = np.abs(r) < 0.25
        terms = np.where(near, p * r_minus_log1p(np.where(near, r, 0.0)), _log_ratio_terms(p, q, cross) + d)
    return np.where(p > 0, terms, q)


def kl_terms(p: Float, q: Float, cross: Float | None = None) -> Float:
    """Return p·log(p/q) class by class: parts of the divergence that may be negative; 0 where p = 0."""
    p, q = np.broadcast_arrays(p, q)
    with np.errstate(all="ignore"):
        r = (q - p) / p
        near = np.abs(r) < 0.25
        terms = np.where(near, -p * np.log1p(np.where(near, r, 0.0)), _log_ratio_terms(p, q, cross))
    return np.where(p > 0, terms, 0.0)


def rounding_of_sums(classes: int) -> float:
    """Return how far apart two sums near 1 may lie by rounding alone: 4·K·2⁻⁵²."""
    return 4 * classes * 2.0**-52


def sum_difference(p: Float, q: Float) -> Float:
    """Return δ = Σq - Σp, or 0 where it is within the rounding of the two sums, as a part of Σp.

    It is summed class by class in extended precision: of two rounded sums it would keep few digits.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        total = p.sum(axis=-1)
        delta = np.subtract(q, p, dtype=np.longdouble).sum(axis=-1).astype(np.float64)
    return np.where(np.abs(delta) <= rounding_of_sums(p.shape[-1]) * total, 0.0, delta)


def kl_of(p: Float, q: Float, difference: Float | None = None, cross: Float | None = None) -> Float:
    """Return KL(p‖q) in nats of arrays already checked; the other two as for `divergence_terms`.

    Terms that are all ≥ 0 keep the digits of near equals. Where the sums differ so much that δ would swamp
    them, p·log(p/q) itself is summed.
    """
    p, q = np.broadcast_arrays(p, q)
    delta = sum_difference(p, q)
    with np.errstate(over="ignore", invalid="ignore"):
        total: Float = divergence_terms(p, q, difference, cross).sum(axis=-1) - delta
        far_off = ~(np.abs(delta) <= 0.25 * p.sum(axis=-1))
    if not far_off.any():
        return total
    return np.where(far_off, kl_terms(p, q, cross).sum(axis=-1), total)


def jensen_shannon_terms(p: Float, q: Float, difference: Float | None = None) -> Float:
    """Return ½·p·log(p/m) + ½·q·log(q/m) with m = (p + q)/2, every term ≥ 0.

    The corrections -p + m and -q + m, which make each half ≥ 0, cancel in the sum, so no δ is needed.
    `difference` is q - p where the caller knows it better than subtraction would give it.
    """
    p, q = np.broadcast_arrays(p, q)
    half = 0.5 * (q - p if difference is None else difference)
    middle = p + half
    return 0.5 * (divergence_terms(p, middle, half) + divergence_terms(q, middle, -half))


# -- public functions -----------------------------------------------------------------------------------


@np.errstate(all="ignore")
def entropy(p: npt.ArrayLike, *, unit: str = "nat") -> Float:
    """Shannon entropy.

    H(p) = -Σₖ pₖ log pₖ

    Parameters
    ----------
    p
        Probabilities, shape (..., K); rows are used as typed, not normalized.
    unit
        "nat", "bit" or "dit".

    Returns
    -------
    Shape (...), float64. 0·log 0 counts as 0, so a one-hot row has exactly 0.

    Raises
    ------
    LossAtlasError
        For a negative, nan or infinite entry, or an unknown unit.

    References
    ----------
    Shannon (1948), A mathematical theory of communication.

    Examples
    --------
    >>> round(float(entropy([0.3, 0.3, 0.4])), 4)
    1.0889
    >>> float(entropy([0.5, 0.5], unit="bit"))
    1.0
    """
    scale = nats_per(unit)
    return np.asarray(entropy_terms(validation.probabilities(p, "p")).sum(axis=-1) / scale)


@np.errstate(all="ignore")
def cross_entropy(p: npt.ArrayLike, q: npt.ArrayLike, *, unit: str = "nat") -> Float:
    """Cross-entropy of q under the truth p.

    H(p, q) = -Σₖ pₖ log qₖ = H(p) + KL(p‖q)

    Parameters
    ----------
    p, q
        True and predicted probabilities, shapes (..., K) that broadcast.
    unit
        "nat", "bit" or "dit".

    Returns
    -------
    Shape (...), float64. A class with p = 0 costs nothing; p > 0 with q = 0 gives inf, never nan.

    Raises
    ------
    LossAtlasError
        For shapes that do not broadcast, a negative, nan or infinite entry, or an unknown unit.

    References
    ----------
    Good (1952), Rational decisions; Kullback & Leibler (1951).

    Examples
    --------
    >>> round(float(cross_entropy([0, 0, 1], [0.3, 0.3, 0.4])), 4)
    0.9163
    """
    scale = nats_per(unit)
    p, q = _pair(p, q)
    return np.asarray(cross_entropy_terms(p, log_of(q)).sum(axis=-1) / scale)


@np.errstate(all="ignore")
def kl_divergence(p: npt.ArrayLike, q: npt.ArrayLike, *, unit: str = "nat") -> Float:
    """Kullback-Leibler divergence, also called relative entropy.

    KL(p‖q) = Σₖ pₖ log(pₖ/qₖ), summed as Σₖ (pₖ log(pₖ/qₖ) - pₖ + qₖ) - δ with δ = Σq - Σp

    Parameters
    ----------
    p, q
        True and predicted probabilities, shapes (..., K) that broadcast.
    unit
        "nat", "bit" or "dit".

    Returns
    -------
    Shape (...), float64. 0 for equals; p > 0 with q = 0 gives inf. Nearly equal distributions keep their
    digits, because every summed term is ≥ 0; δ counts as 0 within the rounding of the sums.

    Raises
    ------
    LossAtlasError
        For shapes that do not broadcast, a negative, nan or infinite entry, or an unknown unit.

    References
    ----------
    Kullback & Leibler (1951), On information and sufficiency.

    Examples
    --------
    >>> round(float(kl_divergence([0, 0, 1], [0.3, 0.3, 0.4], unit="dit")), 4)
    0.3979
    """
    scale = nats_per(unit)
    p, q = _pair(p, q)
    return np.asarray(kl_of(p, q) / scale)


@np.errstate(all="ignore")
def jensen_shannon_divergence(p: npt.ArrayLike, q: npt.ArrayLike, *, unit: str = "nat") -> Float:
    """Jensen-Shannon divergence: symmetric, and finite always.

    JS(p, q) = ½ KL(p‖m) + ½ KL(q‖m), m = (p + q)/2

    Parameters
    ----------
    p, q
        Probabilities, shapes (..., K) that broadcast.
    unit
        "nat", "bit" or "dit".

    Returns
    -------
    Shape (...), float64, from 0 for equals to log 2 (1 bit) for disjoint distributions.

    Raises
    ------
    LossAtlasError
        For shapes that do not broadcast, a negative, nan or infinite entry, or an unknown unit.

    References
    ----------
    Lin (1991), Divergence measures based on the Shannon entropy.

    Examples
    --------
    >>> float(jensen_shannon_divergence([1, 0], [0, 1], unit="bit"))
    1.0
    """
    scale = nats_per(unit)
    p, q = _pair(p, q)
    return np.asarray(jensen_shannon_terms(p, q).sum(axis=-1) / scale)


@np.errstate(all="ignore")
def cross_entropy_from_labels(y: npt.ArrayLike, q: npt.ArrayLike, *, unit: str = "nat") -> Float:
    """Cross-entropy where the truth is an integer label: minus the log of one entry a row.

    H(y, q) = -log q_y

    Parameters
    ----------
    y
        Integer labels, shape (...), from 0 to K - 1.
    q
        Predicted probabilities, shape (..., K).
    unit
        "nat", "bit" or "dit".

    Returns
    -------
    Shape (...), float64; inf where the true class has q = 0.

    Raises
    ------
    LossAtlasError
        For a label out of range or not whole, shapes that do not broadcast, an unusable entry or unit.

    References
    ----------
    Good (1952), Rational decisions.

    Examples
    --------
    >>> cross_entropy_from_labels([2, 0], [[0.3, 0.3, 0.4], [0.1, 0.8, 0.1]]).round(4).tolist()
    [0.9163, 2.3026]
    """
    scale = nats_per(unit)
    q = validation.probabilities(q, "q")
    y = validation.labels(y, q.shape[-1])
    try:
        shape = np.broadcast_shapes(y.shape, q.shape[:-1])
    except ValueError:
        raise LossAtlasError("shape", p=y.shape, q=q.shape) from None
    rows = np.broadcast_to(q, (*shape, q.shape[-1]))
    picked = np.take_along_axis(rows, np.broadcast_to(y, shape)[..., None], axis=-1)[..., 0]
    return np.asarray(-log_of(picked) / scale) + 0.0


def _pair(p: npt.ArrayLike, q: npt.ArrayLike) -> tuple[Float, Float]:
    left = validation.probabilities(p, "p")
    right = validation.probabilities(q, "q")
    validation.same_classes(left, right)
    return left, right
