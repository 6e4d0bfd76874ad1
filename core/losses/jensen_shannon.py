"""Jensen-Shannon divergence: symmetric and always finite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.distributions import Either, SoftmaxParts
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, of_distribution
from core.validation import Float


@dataclass(frozen=True)
class JensenShannon(Loss):
    """Jensen-Shannon divergence.

    L(p, q) = ½ KL(p‖m) + ½ KL(q‖m) with m = (p + q)/2, from 0 for equals to log 2 for disjoint distributions.
    """

    name: ClassVar[str] = "jensen_shannon"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Jensen-Shannon")
    symbol: ClassVar[str] = "JS"
    formula: ClassVar[str] = r"\frac{1}{2} \sum_k \left( p_k \log\frac{2 p_k}{p_k + q_k}" + (
        r" + q_k \log\frac{2 q_k}{p_k + q_k} \right)"
    )
    reference: ClassVar[str] = "Lin (1991), Divergence measures based on the Shannon entropy"
    scoring_rule: ClassVar[Proper] = "no"
    in_units: ClassVar[bool] = True
    order: ClassVar[int] = 50

    def _code(self, from_logits: bool) -> str:
        return """
            log_m = log((p + q) / 2)
            from_p = total(careful(p, log_p - log_m))
            from_q = total(careful(q, log_q - log_m))
            (from_p + from_q) / 2
        """

    def _terms(self, p: Float, q: Float) -> Float:
        return information.jensen_shannon_terms(p, q)

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return ½ log(2q/(p + q)): -inf at q = 0, and ½ log 2 where p = 0."""
        return _slope(q - p, p, q)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        difference = distributions.softmax_minus(z, p)
        return information.jensen_shannon_terms(p, distributions.softmax_of(z), difference).sum(axis=-1)

    def _pull(self, p: Either, parts: SoftmaxParts) -> Either:
        """Return q times the slope, away from the truth less its ½ log 2: softmax cancels multiples of q."""
        difference = distributions.difference(parts, p)
        near = distributions.is_near(difference, p)
        slope = np.where(near, _slope(difference, p, parts.q), -0.5 * np.log1p(p / parts.q))
        return np.where(parts.q > 0, parts.q * slope, 0.0)

    def minimizer(self, p: Float) -> Float | None:
        """Return p, if it is a distribution."""
        return of_distribution(p)


def _slope(difference: Either, p: Either, q: Either) -> Either:
    """Return ½ log(2q/(p + q)), near equals by their difference q - p."""
    relative = difference / (p + q)
    log_ratio = np.where(np.abs(relative) < 0.5, np.log1p(relative), np.log(2.0 * q / (p + q)))
    return 0.5 * np.where(p > 0, log_ratio, np.log(2.0))
