"""Poly-1: cross-entropy with its first Taylor coefficient changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.distributions import Either, SoftmaxParts
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, parameter
from core.validation import Float


@dataclass(frozen=True)
class Poly1(Loss):
    """Poly-1 loss.

    L(p, q) = -Σₖ pₖ log qₖ + ε·(1 - Σₖ pₖqₖ). For a label, -log q is the sum (1 - q) + (1 - q)²/2 + …, and ε is added
    to the first coefficient: ε = -1 takes the linear term away, and 0 is cross-entropy.
    """

    name: ClassVar[str] = "poly1"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Poly-1")
    symbol: ClassVar[str] = "P1"
    formula: ClassVar[str] = r"-\sum_k p_k \log q_k + \varepsilon \left( 1 - \sum_k p_k q_k \right)"
    reference: ClassVar[str] = "Leng et al. (2022), PolyLoss: a polynomial expansion perspective of loss functions"
    scoring_rule: ClassVar[Proper] = "no"
    linear_in_truth: ClassVar[bool] = True
    order: ClassVar[int] = 70

    epsilon: float = parameter(
        QT_TRANSLATE_NOOP("core", "coefficient ε"),
        QT_TRANSLATE_NOOP("core", "What is added to the weight of 1 - q; 0 is cross-entropy."),
        default=1.0,
        minimum=-1.0,
        maximum=10.0,
    )

    @property
    def proper(self) -> Proper:
        """Strictly, where it is cross-entropy."""
        return "strictly" if self.epsilon == 0 else "no"

    def _code(self, from_logits: bool) -> str:
        return """
            cross_entropy = expect(-log_q)
            agreement = expect(q)
            cross_entropy + epsilon * (1 - agreement)
        """

    def _terms(self, p: Float, q: Float) -> Float:
        return self._sum_of(p, information.cross_entropy_terms(p, information.log_of(q)), 1.0 - q)

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return -pₖ·(1/qₖ + ε), without losing digits near q = 1 where ε is near -1."""
        return np.where(p > 0, -p * ((1.0 + self.epsilon) - self.epsilon * (1.0 - q)) / q, 0.0)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        cross = information.cross_entropy_terms_of_logits(p, z)
        return self._sum_of(p, cross, distributions.softmax_parts(z).complement).sum(axis=-1)

    def _sum_of(self, p: Float, cross: Float, complement: Float) -> Float:
        """Return the terms; near q = 1 as (1 + ε)(1 - q) and what -log q has beyond 1 - q, which are both ≥ 0.

        1 - Σpq is Σp(1 - q) + (1 - Σp), and the last, which is 0 for a distribution, is shared by the classes.
        """
        near = np.abs(complement) < 0.25
        beyond = information.r_minus_log1p(np.where(near, -complement, 0.0))
        close = (1.0 + self.epsilon) * complement + beyond
        terms = np.where(p > 0, np.where(near, p * close, cross + p * (self.epsilon * complement)), 0.0)
        return terms + self.epsilon * distributions.lacking(p) / p.shape[-1]

    def _pull(self, p: Either, parts: SoftmaxParts) -> Either:
        return -p * ((1.0 + self.epsilon) - self.epsilon * parts.complement)

    @np.errstate(all="ignore")
    def minimizer(self, p: Float) -> Float | None:
        """Return qₖ = pₖ/(λ - ε·pₖ), with λ by bisection so that they sum to 1."""
        total = float(p.sum())
        if not total > 0:
            return None
        top = float(p.max())
        low, high = max(self.epsilon, 0.0) * top, total + top * (abs(self.epsilon) + 1.0)
        for _ in range(200):
            middle = 0.5 * (low + high)
            if not low < middle < high:
                break
            enough = (p / (middle - self.epsilon * p)).sum() > 1
            low, high = (middle, high) if enough else (low, middle)
        best = np.where(p > 0, p / (high - self.epsilon * p), 0.0)
        return best / best.sum()
