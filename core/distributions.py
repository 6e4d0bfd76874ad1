"""Making distributions: from logits, from labels, by normalizing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from core import validation
from core.errors import LossAtlasError
from core.validation import Float

Extended = npt.NDArray[np.longdouble]
"""Floating point with more digits, where the machine has it (as x86 has); else the same as float64."""
Either = npt.NDArray[Any]
"""Float64 or extended: what comes out is as what goes in."""


def is_class(index: npt.NDArray[np.integer[Any]], classes: int) -> npt.NDArray[np.bool_]:
    """Return for class indices (...) a row each (..., classes) that is true at the index."""
    return np.equal(index[..., None], np.arange(classes))


def check_temperature(temperature: float) -> None:
    """Raise unless a temperature is a finite number above 0."""
    if not (np.isfinite(temperature) and temperature > 0):
        raise LossAtlasError("temperature", value=temperature)


def half_log_softmax(z: Either, temperature: float = 1.0) -> tuple[Either, Either]:
    """Return h = (z - max z) / 2T, and log Σ exp 2h: log softmax is 2h less the second.

    Halves, because logits as far apart as ±1e308 have a difference beyond the largest number. The largest
    term, exp 0 = 1, is taken out of the sum and given to log1p, so that a nearly certain prediction keeps the
    digits of its small loss.
    """
    with np.errstate(over="ignore", under="ignore"):
        half = (0.5 * z - 0.5 * z.max(axis=-1, keepdims=True)) / temperature
        e = np.exp(2.0 * half)
        np.put_along_axis(e, z.argmax(axis=-1)[..., None], 0.0, axis=-1)
        return half, np.log1p(e.sum(axis=-1, keepdims=True))


def log_softmax_of(z: Either, temperature: float = 1.0) -> Either:
    """Return log softmax of logits already checked."""
    half, log_sum = half_log_softmax(z, temperature)
    with np.errstate(over="ignore"):
        return 2.0 * half - log_sum


def softmax_of(z: Either, temperature: float = 1.0) -> Either:
    """Return softmax of logits already checked."""
    with np.errstate(under="ignore"):
        return np.exp(log_softmax_of(z, temperature))


class SoftmaxParts(NamedTuple):
    """A softmax with what subtracting from 1 or taking a log would lose. All shaped (..., K).

    Attributes
    ----------
    q
        The softmax.
    complement
        1 - q; near q = 1 it is the sum of the other classes, and so keeps its digits.
    log_q
        The log of q, finite where q has underflowed.
    """

    q: Either
    complement: Either
    log_q: Either


def softmax_parts(z: Either) -> SoftmaxParts:
    """Return softmax, its complement and its log, of logits already checked."""
    log_q = log_softmax_of(z)
    with np.errstate(under="ignore"):
        q = np.exp(log_q)
    top, rest = _top_and_rest(z, q)
    return SoftmaxParts(q, np.where(top, rest, 1.0 - q), log_q)


def difference(parts: SoftmaxParts, p: Either) -> Either:
    """Return q - p; where q is above ½ as (1 - p) - (1 - q), which keeps the digits of 1 - q."""
    return np.where(parts.q > 0.5, (1.0 - p) - parts.complement, parts.q - p)


def is_near(difference: Either, p: Either) -> npt.NDArray[np.bool_]:
    """Return for which rows, (..., 1), q lies so near p that only their difference has its digits."""
    return np.abs(difference).max(axis=-1, keepdims=True) < 2.0**-8 * p.max(axis=-1, keepdims=True)


def lacking(p: Either) -> Either:
    """Return 1 - Σp of each row, (..., 1), the largest entry taken from 1 first."""
    top = is_class(p.argmax(axis=-1), p.shape[-1])
    largest = np.where(top, p, 0.0).sum(axis=-1, keepdims=True)
    return (1.0 - largest) - np.where(top, 0.0, p).sum(axis=-1, keepdims=True)


def exp_below_top(z: Either) -> Either:
    """Return exp(z - max z), the multiple of softmax whose largest entry is 1, of logits already checked."""
    with np.errstate(over="ignore", under="ignore"):
        return np.exp(2.0 * (0.5 * z - 0.5 * z.max(axis=-1, keepdims=True)))


def sum_of_others(terms: Either) -> Either:
    """Return for each class the sum of all other classes' terms; beside a dominating one the rest keep their digits."""
    largest = is_class(np.abs(terms).argmax(axis=-1), terms.shape[-1])
    rest = np.where(largest, 0.0, terms).sum(axis=-1, keepdims=True)
    total: Either = terms.sum(axis=-1, keepdims=True)
    return np.where(largest, rest, total - terms)


def _top_and_rest(z: Either, q: Either) -> tuple[npt.NDArray[np.bool_], Either]:
    """Return where q keeps 1 - q only as the sum of the other classes (its largest, if above ½), and that sum."""
    is_top = is_class(z.argmax(axis=-1), z.shape[-1])
    rest = np.where(is_top, 0.0, q).sum(axis=-1, keepdims=True)
    return is_top & (q > 0.5), rest


def extended_softmax_minus(z: Float, p: Float) -> Extended:
    """Return softmax(z) - p with the digits that are left where the two are nearly equal."""
    return _softmax_minus(z.astype(np.longdouble), p.astype(np.longdouble))


def _softmax_minus(z: Either, p: Either) -> Either:
    q = softmax_of(z)
    top, rest = _top_and_rest(z, q)
    return np.where(top, (1.0 - p) - rest, q - p)


def softmax_minus(z: Float, p: Float) -> Float:
    """Return softmax(z) - p, keeping the digits that 1 - q loses where q is near 1.

    There q - p is taken as (1 - p) - (1 - q), and 1 - q as the sum of the others. A row in which q and p are
    nearly equal in every class is computed with more digits.
    """
    z, p = np.broadcast_arrays(z, p)
    difference = _softmax_minus(z, p)
    near = np.abs(difference).max(axis=-1) < 2.0**-8 * p.max(axis=-1)
    if near.any():
        difference[near] = extended_softmax_minus(z[near], p[near])
    return difference


def softmax_pull(z: Float, target: Float) -> Float:
    """Return softmax(z)·Σt - t, the gradient of -Σ t·log softmax(z), to its last digits.

    A sum within its own rounding (4·K·2⁻⁵²) of 1 counts as 1.
    """
    t = target.astype(np.longdouble)
    q = softmax_of(z.astype(np.longdouble))
    top, rest = _top_and_rest(z, q)
    total = t.sum(axis=-1, keepdims=True)
    is_one = np.abs(total - 1.0) <= 4 * t.shape[-1] * 2.0**-52
    total = np.where(is_one, 1.0, total)
    others = np.where(is_one, 1.0 - t, np.where(top, 0.0, t).sum(axis=-1, keepdims=True))
    with np.errstate(under="ignore"):
        return np.where(top, others - rest * total, q * total - t).astype(np.float64)


@np.errstate(all="ignore")
def softmax(z: npt.ArrayLike, *, temperature: float = 1.0) -> Float:
    """Softmax of logits over the last axis.

    softmax(z)ₖ = exp(zₖ/T) / Σⱼ exp(zⱼ/T)

    Parameters
    ----------
    z
        Logits, shape (..., K). -inf rules a class out and gives it exactly 0.
    temperature
        T > 0: below 1 sharpens, above 1 softens.

    Returns
    -------
    Probabilities, shape (..., K), float64; no overflow for any finite logit.

    Raises
    ------
    LossAtlasError
        For nan, +inf, a row of -inf only, or an unusable temperature.

    References
    ----------
    Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.

    Examples
    --------
    >>> softmax([1000.0, 0.0, -1000.0]).tolist()
    [1.0, 0.0, 0.0]
    """
    check_temperature(temperature)
    return softmax_of(validation.logits(z), temperature)


@np.errstate(all="ignore")
def log_softmax(z: npt.ArrayLike, *, temperature: float = 1.0) -> Float:
    """Logarithm of the softmax over the last axis, without forming the softmax.

    log softmax(z)ₖ = zₖ/T - log Σⱼ exp(zⱼ/T)

    Parameters
    ----------
    z
        Logits, shape (..., K). -inf stays -inf.
    temperature
        T > 0.

    Returns
    -------
    Log-probabilities in nats, shape (..., K), float64.

    Raises
    ------
    LossAtlasError
        For nan, +inf, a row of -inf only, or an unusable temperature.

    References
    ----------
    Blanchard, Higham & Higham (2021), Accurately computing the log-sum-exp and softmax functions.

    Examples
    --------
    >>> log_softmax([1000.0, 0.0, -1000.0]).tolist()
    [0.0, -1000.0, -2000.0]
    """
    check_temperature(temperature)
    return log_softmax_of(validation.logits(z), temperature)


def one_hot(labels: npt.ArrayLike, classes: int) -> Float:
    """Return the one-hot distributions of integer labels: shape (..., classes).

    Examples
    --------
    >>> one_hot([2, 0], 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    y = validation.labels(labels, classes)
    return is_class(y, classes).astype(np.float64)


@np.errstate(all="ignore")
def normalize(values: npt.ArrayLike) -> Float:
    """Return each row divided by its sum; a row that sums to 0 raises.

    Examples
    --------
    >>> normalize([1.0, 1.0, 2.0]).tolist()
    [0.25, 0.25, 0.5]
    """
    array = validation.probabilities(values, "row")
    top = array.max(axis=-1, keepdims=True)
    if not (top > 0).all():
        raise LossAtlasError("zero_row")
    scaled = array / top  # first by the largest, so that tiny and huge rows lose nothing
    return scaled / scaled.sum(axis=-1, keepdims=True)


def room_for(row: Float, index: int, locked: Collection[int] = ()) -> float:
    """Return how large a class may become: 1 less what the other locked classes hold.

    Raises where these hold more than 1 together, and where no other class is free to give way.
    """
    held = [k for k in locked if k != index and k < row.size]
    if held and len(held) >= row.size - 1:
        raise LossAtlasError("all_locked")
    total = float(row[held].sum())
    if total > 1.0 + validation.SUM_TOLERANCE:
        raise LossAtlasError("locked_sum", total=round(total, 6))
    return max(0.0, 1.0 - total)


def rescale_others(row: Float, index: int, value: float, locked: Collection[int] = ()) -> Float:
    """Return `row` with `value` at `index` and the others scaled in their proportions so that it sums to 1.

    Locked classes stay as they are; `value` is at most what they leave. If the free others are all 0 they share the
    rest equally. Raises as `room_for`.

    Examples
    --------
    >>> rescale_others(np.array([0.25, 0.25, 0.5]), 0, 0.5, locked={1}).tolist()
    [0.5, 0.25, 0.25]
    """
    room = room_for(row, index, locked)
    value = min(max(value, 0.0), room)
    free = np.array([k != index and k not in locked for k in range(row.size)])
    changed = row.copy()
    changed[index] = value
    if row[free].any():
        changed[free] = normalize(row[free]) * (room - value)
    elif free.any():
        changed[free] = (room - value) / free.sum()
    return changed
