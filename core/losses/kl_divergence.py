"""Kullback-Leibler divergence: what cross-entropy adds to the truth's own entropy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper
from core.validation import Float


@dataclass(frozen=True)
class KLDivergence(Loss):
    """Kullback-Leibler divergence of q from the truth p.

    L(p, q) = Σₖ pₖ log(pₖ/qₖ) = H(p, q) - H(p), and so with the same gradients as cross-entropy.
    """

    name: ClassVar[str] = "kl_divergence"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "KL divergence")
    symbol: ClassVar[str] = "KL"
    formula: ClassVar[str] = r"\sum_k p_k \log\frac{p_k}{q_k}"
    reference: ClassVar[str] = "Kullback & Leibler (1951), On information and sufficiency"
    proper: ClassVar[Proper] = "strictly"
    in_units: ClassVar[bool] = True
    order: ClassVar[int] = 40

    def _terms(self, p: Float, q: Float) -> Float:
        """Return p·log(p/q) class by class, whose parts of the whole may be negative."""
        return information.kl_terms(p, q)

    def _value(self, p: Float, q: Float) -> Float:
        return information.kl_of(p, q)

    def _gradient(self, p: Float, q: Float) -> Float:
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            return np.where(p > 0, -p / q, 0.0)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        cross = information.cross_entropy_terms_of_logits(p, z)
        return information.kl_of(p, distributions.softmax_of(z), distributions.softmax_minus(z, p), cross)

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        """Return q·Σp - p."""
        return distributions.softmax_pull(z, p)
