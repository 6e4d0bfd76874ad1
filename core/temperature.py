"""Temperature: rows as they are computed with, from rows as they are kept, and back."""

from __future__ import annotations

import numpy as np

from core.validation import Float, Scale


@np.errstate(all="ignore")
def tempered(values: Float, scale: Scale, temperature: float) -> Float:
    """Return rows at a temperature T: logits divided by it, probabilities to the power of 1/T.

    z̃ₖ = zₖ/T, and q̃ₖ = s·qₖ^(1/T) / Σⱼ qⱼ^(1/T) with s = Σⱼ qⱼ, so that a row keeps its sum: one that is no
    distribution stays none. For a distribution q̃ is the softmax of log q / T. T < 1 sharpens, T > 1 softens; the
    order of the classes stays.

    Parameters
    ----------
    values
        Rows already checked, shape (..., K).
    scale
        What they are.
    temperature
        T > 0, finite.

    Returns
    -------
    Rows of the same kind, shape (..., K), float64. A probability of 0 and a logit of -inf stay, as does a row of zeros.
    Logits too large to be divided are first lowered by the largest, which their softmax does not see.

    References
    ----------
    Guo, Pleiss, Sun & Weinberger (2017), On calibration of modern neural networks.

    Examples
    --------
    >>> tempered(np.array([0.8, 0.2]), "probability", 0.5).round(4).tolist()
    [0.9412, 0.0588]
    >>> tempered(np.array([2.0, -1.0]), "logit", 2.0).tolist()
    [1.0, -0.5]
    """
    return _stretched(values, temperature, 1.0) if scale == "logit" else _raised(values, 1.0 / temperature)


@np.errstate(all="ignore")
def untempered(values: Float, scale: Scale, temperature: float) -> Float:
    """Return the rows that `tempered` makes these of, shape (..., K): logits times T, probabilities to the power of T.

    A probability whose power is below the smallest number becomes 0. The sum of a row stays.

    Examples
    --------
    >>> untempered(tempered(np.array([0.75, 0.25]), "probability", 3.0), "probability", 3.0).round(12).tolist()
    [0.75, 0.25]
    """
    return _stretched(values, 1.0, temperature) if scale == "logit" else _raised(values, temperature)


def _stretched(z: Float, divisor: float, factor: float) -> Float:
    z = np.asarray(z, dtype=np.float64)
    made = z / divisor * factor  # one of the two is 1, so one rounding
    far = (np.isinf(made) & np.isfinite(z)).any(axis=-1, keepdims=True)
    if far.any():
        below = 0.5 * z - 0.5 * z.max(axis=-1, keepdims=True)  # halves: ±1e308 lie further apart than any number
        made = np.where(far, 2.0 * (below / divisor * factor), made)
    return made


def _raised(q: Float, exponent: float) -> Float:
    first = np.ascontiguousarray(np.moveaxis(q, -1, 0), dtype=np.float64)  # sums over a short last axis are slow
    top = first.max(axis=0)
    shares = first / np.where(top > 0, top, 1.0)
    whole = shares.sum(axis=0)
    powers = np.power(shares, exponent, out=shares)
    total = powers.sum(axis=0)
    powers *= top * (whole / np.where(total > 0, total, 1.0))
    return np.moveaxis(powers, 0, -1)
