"""Spherical score: how well the direction of q points at the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions
from core.distributions import Either
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper
from core.validation import Float


@dataclass(frozen=True)
class Spherical(Loss):
    """Spherical score as a loss.

    L(p, q) = Σₖ pₖ·(1 - qₖ/‖q‖₂), where ‖q‖₂ = √Σⱼ qⱼ²; strictly proper, and between 0 and 1. It depends on the
    direction of q alone; for a row of zeros, which has none, it is Σp.
    """

    name: ClassVar[str] = "spherical"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Spherical score")
    symbol: ClassVar[str] = "Sph"
    formula: ClassVar[str] = r"\sum_k p_k \left( 1 - \frac{q_k}{\lVert q \rVert_2} \right)"
    reference: ClassVar[str] = "Roby (1965), Belief states and the uses of evidence; Gneiting & Raftery (2007)"
    scoring_rule: ClassVar[Proper] = "strictly"
    separable: ClassVar[bool] = False
    linear_in_truth: ClassVar[bool] = True
    order: ClassVar[int] = 110

    def _code(self, from_logits: bool) -> str:
        return """
            direction = over(q, norm(q))
            expect(1 - direction)
        """

    def _value(self, p: Float, q: Float) -> Float:
        return _value(p, q / q.max(axis=-1, keepdims=True))

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return the direction's slope divided by ‖q‖; at a row of zeros -inf where p > 0, else 0."""
        top = q.max(axis=-1, keepdims=True).astype(np.longdouble)
        p, q = np.broadcast_arrays(p.astype(np.longdouble), q)
        slope = _slope(p, q / top, p - q) / top
        return np.where(top > 0, slope, np.where(p > 0, -np.inf, 0.0)).astype(np.float64)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return _value(p, distributions.exp_below_top(z))

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        """Return e·(d loss / d e) for the multiple e of the softmax that is 1 at its top: these sum to 0."""
        p, z = np.broadcast_arrays(p.astype(np.longdouble), z.astype(np.longdouble))
        parts = distributions.softmax_parts(z)
        e = distributions.exp_below_top(z)
        return np.asarray(e * _slope(p, e, -distributions.difference(parts, p)), dtype=np.float64)


def _value(p: Either, e: Either) -> Either:
    """Return the loss of predictions whose largest entry is 1.

    1 - e/‖e‖ is taken as Σⱼ≠ₖ eⱼ²/(‖e‖(‖e‖ + eₖ)), in which nothing cancels.
    """
    squares = e * e
    norm = np.sqrt(squares.sum(axis=-1, keepdims=True))
    lacking = distributions.sum_of_others(squares) / (norm * (norm + e))
    return (p * np.where(norm > 0, lacking, 1.0)).sum(axis=-1)


def _slope(p: Either, e: Either, lead: Either) -> Either:
    """Return d loss / d e = -Σⱼ eⱼ·(pₖ·eⱼ - eₖ·pⱼ)/‖e‖³ of predictions e whose largest entry is 1.

    Near the truth the products are nearly equal; there p is replaced by `lead`, which is p - q: a multiple of e
    taken from p changes no product's difference.
    """
    p = np.where(distributions.is_near(lead, p), lead, p)
    squares = e * e
    pulls = p * distributions.sum_of_others(squares) - e * distributions.sum_of_others(p * e)
    return -pulls / squares.sum(axis=-1, keepdims=True) ** 1.5
