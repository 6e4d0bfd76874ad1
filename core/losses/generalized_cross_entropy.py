"""Generalized cross-entropy: between absolute error and cross-entropy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.distributions import Either, SoftmaxParts
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, nearest_multiple, parameter
from core.validation import Float


@dataclass(frozen=True)
class GeneralizedCrossEntropy(Loss):
    """Generalized cross-entropy.

    L(p, q) = Σₖ pₖ (1 - qₖᵃ)/a. As the exponent a goes to 0 it becomes cross-entropy, and at 1 it is Σ pₖ(1 - qₖ).
    Bounded, so forgiving of wrong labels.
    """

    name: ClassVar[str] = "generalized_cross_entropy"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Generalized cross-entropy")
    symbol: ClassVar[str] = "GCE"
    formula: ClassVar[str] = r"\sum_k p_k \frac{1 - q_k^a}{a}"
    reference: ClassVar[str] = "Zhang & Sabuncu (2018), Generalized cross entropy loss"
    scoring_rule: ClassVar[Proper] = "no"
    linear_in_truth: ClassVar[bool] = True
    order: ClassVar[int] = 80

    exponent: float = parameter(
        QT_TRANSLATE_NOOP("core", "exponent"),
        QT_TRANSLATE_NOOP("core", "Near 0 like cross-entropy, at 1 like the absolute error."),
        default=0.7,
        minimum=0.001,
    )

    def _code(self, from_logits: bool) -> str:
        power = "exp(exponent * log_q)" if from_logits else "q**exponent"  # q itself may have underflowed
        return f"expect((1 - {power}) / exponent)"

    def _terms(self, p: Float, q: Float) -> Float:
        return self._of_log(p, information.log_of(q))

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return -pₖ·qₖ^(a - 1)."""
        slope = p * q.astype(np.longdouble) ** (self.exponent - 1.0)  # q^(a - 1) may be beyond float64, the product not
        return np.where(p > 0, -slope, 0.0).astype(np.float64)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return self._of_log(p, distributions.log_softmax_of(z)).sum(axis=-1)

    def _of_log(self, p: Float, log_q: Float) -> Float:
        exponent = self.exponent * log_q
        # A tiny exponent has lost digits to the smallest numbers; there the term is -log q itself.
        terms = np.where(np.abs(exponent) < 1e-18, -log_q, -np.expm1(exponent) / self.exponent)
        return p * terms

    def _pull(self, p: Either, parts: SoftmaxParts) -> Either:
        return -p * np.exp(self.exponent * parts.log_q)

    def minimizer(self, p: Float) -> Float | None:
        """Return q ∝ p^(1/(1 - a)); for a = 1 the likeliest class alone, if there is one."""
        top = float(p.max())
        if not top > 0 or (self.exponent == 1 and (p == top).sum() > 1):
            return None
        if self.exponent == 1:
            return (p == top).astype(np.float64)
        return nearest_multiple((p / top) ** (1.0 / (1.0 - self.exponent)))
