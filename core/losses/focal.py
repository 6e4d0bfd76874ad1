"""Focal loss: cross-entropy that turns away from what is already learnt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.distributions import Either, SoftmaxParts
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, class_factors, parameter
from core.validation import Float


@dataclass(frozen=True)
class Focal(Loss):
    """Focal loss.

    L(p, q) = -Σₖ αₖ pₖ (1 - qₖ)^γ log qₖ. With γ = 0 and no α it is cross-entropy. Its minimum for a soft truth lies
    nearer the middle than p. An entry above 1, as may be typed, counts as 1 in (1 - q).
    """

    name: ClassVar[str] = "focal"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Focal loss")
    symbol: ClassVar[str] = "FL"
    formula: ClassVar[str] = r"-\sum_k \alpha_k\, p_k (1 - q_k)^{\gamma} \log q_k"
    reference: ClassVar[str] = "Lin, Goyal, Girshick, He & Dollár (2017), Focal loss for dense object detection"
    scoring_rule: ClassVar[Proper] = "no"
    linear_in_truth: ClassVar[bool] = True
    order: ClassVar[int] = 60

    gamma: float = parameter(
        QT_TRANSLATE_NOOP("core", "focus γ"),
        QT_TRANSLATE_NOOP("core", "How strongly classes that are predicted well are weighed down; 0 is cross-entropy."),
        default=2.0,
        maximum=10.0,
    )
    alpha: tuple[float, ...] | None = parameter(
        QT_TRANSLATE_NOOP("core", "balance α"),
        QT_TRANSLATE_NOOP("core", "A factor a class, in class order, or one for all; empty for 1."),
        kind="weights",
        default=None,
        maximum=1e6,
        one_for_all=True,
    )

    @property
    def proper(self) -> Proper:
        """Strictly, where it is cross-entropy."""
        factors = set(self.alpha or (1.0,))
        alike = len(factors) == 1 and factors != {0.0}
        return "strictly" if alike and self.gamma == 0 else "no"

    def _code(self, from_logits: bool) -> str:
        terms = "rest(q) ** gamma * -log_q"
        if self.alpha is None:
            return f"expect({terms})"
        if all(self.alpha):
            return f"expect(alpha * {terms})"
        return f"""
            terms = {terms}
            expect(careful(alpha, terms))
        """

    def _factors(self, classes: int) -> Float:
        return class_factors(self.alpha or (1.0,), classes)

    def _terms(self, p: Float, q: Float) -> Float:
        factors = self._factors(p.shape[-1])
        cross = information.cross_entropy_terms(np.where(factors > 0, p, 0.0), information.log_of(q))
        return factors * (cross * np.maximum(1.0 - q, 0.0) ** self.gamma)

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return αₖ·pₖ/qₖ·(1 - qₖ)^γ·(γ·qₖ·log(qₖ)/(1 - qₖ) - 1)."""
        complement = np.maximum(1.0 - q, 0.0)
        factors = self._factors(p.shape[-1])
        slope = factors * (p / q * complement**self.gamma * self._steepness(q, np.log(q), complement))
        return np.where((p > 0) & (factors > 0), -slope, 0.0)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        complement = distributions.softmax_parts(z).complement
        if self.alpha is None:
            cross = information.cross_entropy_terms_of_logits(p, z)
        else:  # α·p may be too small, and log q too large, for float64
            target = p.astype(np.longdouble) * self._factors(z.shape[-1])
            cross = information.cross_entropy_terms_of_logits(target, z).astype(np.float64)
        return np.where(cross > 0, cross * complement**self.gamma, 0.0).sum(axis=-1)

    def _pull(self, p: Either, parts: SoftmaxParts) -> Either:
        steepness = self._steepness(parts.q, parts.log_q, parts.complement)
        return -self._factors(p.shape[-1]) * (p * parts.complement**self.gamma * steepness)

    def _steepness(self, q: Either, log_q: Either, complement: Either) -> Either:
        """Return 1 - γ·q·log(q)/(1 - q), which is 1 at q = 0 and goes to 1 + γ as q goes to 1."""
        relative_log = np.where(complement > 0, log_q / complement, -1.0)
        return 1.0 - self.gamma * np.where(q > 0, q * relative_log, 0.0)

    @np.errstate(all="ignore")
    def minimizer(self, p: Float) -> Float | None:
        """Return where all classes with p > 0 have the same slope."""
        target = p * self._factors(p.size)
        possible = target > 0
        if possible.sum() < 2 or self.gamma == 0:
            return target / float(target.sum()) if possible.any() else None
        best = np.zeros_like(target)
        best[possible] = _balance(target[possible], self.gamma)
        return best


def _balance(weights: Float, gamma: float) -> Float:
    """Return the distribution at which w·s(q) is the same for all classes, s = (1 - q)^γ·(1/q - γ·log(q)/(1 - q)).

    s falls from infinity at q = 0 to 0 at q = 1. In v = log(-log q) nothing overflows. A slope gives every class its
    q; the slope sought is the one at which they sum to 1, and lies between those that 1/K gives.
    """
    log_weights = np.log(weights)

    def log_steepness(v: Float) -> Float:
        surprise = np.exp(v)
        complement = -np.expm1(-surprise)
        return gamma * np.log(complement) + surprise + np.log1p(gamma * np.exp(-surprise) * surprise / complement)

    def steep_as(log_slope: Float, low: Float, high: Float) -> Float:
        return crossing(lambda v: log_steepness(v) - (log_slope - log_weights), low, high)

    def shares(log_slope: Float) -> Float:
        return np.exp(-np.exp(steep_as(log_slope, low, high)))

    even = log_weights + log_steepness(np.log(np.log(np.full(weights.shape, float(weights.size)))))
    least, most = even.min(keepdims=True), even.max(keepdims=True)
    far = np.full(weights.shape, -40.0), np.full(weights.shape, 7.0)
    low, high = steep_as(least, *far) - 1e-9, steep_as(most, *far) + 1e-9
    log_slope = crossing(lambda t: -np.log(shares(t).sum(keepdims=True)), least, most)
    found = shares(log_slope)
    return found / found.sum()


def crossing(rising: Callable[[Float], Float], low: Float, high: Float) -> Float:
    """Return where a rising function is 0 between `low` and `high`, elementwise, by the Illinois method.

    Dowell & Jarratt (1971), A modified regula falsi method for computing the root of an equation.
    """
    below, above = rising(low), rising(high)
    side = np.zeros(low.shape)
    middle = 0.5 * (low + high)
    for _ in range(100):
        straight = (low * above - high * below) / (above - below)
        middle = np.where((straight >= low) & (straight <= high), straight, 0.5 * (low + high))
        at = rising(middle)
        if (np.abs(at) <= 1e-14).all():
            break
        right = at < 0  # the crossing lies to the right
        above = np.where(right, np.where(side > 0, 0.5 * above, above), at)
        below = np.where(right, at, np.where(side < 0, 0.5 * below, below))
        low, high = np.where(right, middle, low), np.where(right, high, middle)
        side = np.where(right, 1.0, -1.0)
    return middle
