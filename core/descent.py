"""Gradient descent in the logits of one prediction, under any loss: the path it takes, and when it arrives."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core import distributions, validation
from core.errors import LossAtlasError
from core.losses import Loss
from core.validation import Float

LONGEST = 10_000
"""The most steps a path may have."""


@dataclass(frozen=True, eq=False)
class Path:
    """What one loss makes of one start.

    Attributes
    ----------
    loss
        The loss that was descended.
    z, q
        Logits and probabilities before the first step and after each, (steps + 1, K).
    values
        The loss there, (steps + 1,), in nats or unitless.
    """

    loss: Loss
    z: Float
    q: Float
    values: Float

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return self.values.size - 1

    def first_above(self, label: int, share: float) -> int | None:
        """Return after how many steps the probability of a class is first above `share`; None if never."""
        above = np.flatnonzero(self.q[:, label] > share)
        return int(above[0]) if above.size else None


def descend(
    loss: Loss,
    p: npt.ArrayLike,
    z: npt.ArrayLike,
    *,
    rate: float = 0.5,
    steps: int = 200,
    momentum: float = 0.0,
) -> Path:
    """Follow the gradient of a loss downhill from the logits `z`.

    v ← μ·v - η·∂L(p, softmax z)/∂z, then z ← z + v, from v = 0. With momentum μ = 0 this is plain gradient descent.

    Parameters
    ----------
    loss
        What is descended.
    p
        The truth, (K,) probabilities or one integer label.
    z
        Where it starts, (K,) logits. A class at -inf stays ruled out: its probability is 0 along the whole path, and
        a loss that is infinite there stays infinite. Where a slope is infinite the path stays where it is.
    rate
        The learning rate η, above 0.
    steps
        How many steps T are taken, 0 to `LONGEST`.
    momentum
        μ, from 0 up to but not including 1.

    Raises
    ------
    LossAtlasError
        For a loss without a gradient, a truth or logits that cannot be used, or a setting out of its range.

    References
    ----------
    Polyak (1964), Some methods of speeding up the convergence of iteration methods (momentum: the heavy ball).

    Examples
    --------
    >>> from core import losses
    >>> path = descend(losses.create("cross_entropy"), [0.0, 1.0], [0.0, 0.0], rate=1.0, steps=2)
    >>> path.z.round(4).tolist()
    [[0.0, 0.0], [-0.5, 0.5], [-0.7689, 0.7689]]
    """
    if not loss.differentiable:
        raise LossAtlasError("no_gradient", name=loss.name)
    _check("η", rate, 0.0 < rate < math.inf, "0 < η < ∞")
    _check("T", steps, 0 <= steps <= LONGEST, f"0 ≤ T ≤ {LONGEST}")
    _check("μ", momentum, 0.0 <= momentum < 1.0, "0 ≤ μ < 1")
    at = validation.logits(z)
    rows = np.empty((steps + 1, at.size))
    rows[0] = at
    velocity = np.zeros(at.size)
    open_ = np.isfinite(at)  # a class ruled out has no probability to win or lose
    for step in range(steps):
        pull = np.where(open_, loss.gradient_from_logits(p, rows[step]), 0.0)
        if not np.isfinite(pull).all():  # an infinite slope has no direction to go in
            pull[:] = 0.0
        velocity = momentum * velocity - rate * pull
        # Bounded, so that no rate, however large, ends in a logit that is not a number.
        rows[step + 1] = np.where(open_, np.clip(rows[step] + velocity, -1e300, 1e300), rows[step])
    return Path(
        loss, rows, distributions.softmax(rows), loss.value_from_logits(np.broadcast_to(p, _shape(p, rows)), rows)
    )


def confidently_wrong(p: npt.ArrayLike, q: npt.ArrayLike, share: float = 0.98) -> Float:
    """Return a start that is sure of a wrong class: `share` for the likeliest one of `q`, the rest evenly.

    Wrong is every class but the lowest index of the largest p. Shapes (K,) -> (K,).

    Examples
    --------
    >>> confidently_wrong([0.0, 0.0, 1.0], [0.3, 0.3, 0.4]).round(4).tolist()
    [0.98, 0.01, 0.01]
    """
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    others = q.copy()
    others[int(p.argmax())] = -1.0
    made = np.full(q.size, (1.0 - share) / (q.size - 1))
    made[int(others.argmax())] = share
    return made


def _shape(p: npt.ArrayLike, rows: Float) -> tuple[int, ...]:
    return rows.shape if np.ndim(p) else rows.shape[:1]


def _check(name: str, value: float, allowed: bool, range_: str) -> None:
    if not allowed:
        raise LossAtlasError("descent_setting", name=name, value=value, range=range_)
