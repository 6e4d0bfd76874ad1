"""Total variation distance: the largest difference in probability of any event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, of_distribution, sign_pull
from core.validation import Float


@dataclass(frozen=True)
class TotalVariation(Loss):
    """Total variation distance.

    L(p, q) = ½ Σₖ |pₖ - qₖ|, from 0 for equals to 1 for disjoint distributions; for a label y it is 1 - q_y.
    """

    name: ClassVar[str] = "total_variation"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Total variation")
    symbol: ClassVar[str] = "TV"
    formula: ClassVar[str] = r"\frac{1}{2} \sum_k |p_k - q_k|"
    reference: ClassVar[str] = "Levin, Peres & Wilmer (2009), Markov Chains and Mixing Times, 4.1"
    scoring_rule: ClassVar[Proper] = "no"
    order: ClassVar[int] = 100

    def _code(self, from_logits: bool) -> str:
        return "total(abs(q - p)) / 2"

    def _terms(self, p: Float, q: Float) -> Float:
        return 0.5 * np.abs(q - p)

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return half the sign of q - p; 0 at the kink q = p."""
        return 0.5 * np.sign(q - p)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return 0.5 * np.abs(distributions.softmax_minus(z, p)).sum(axis=-1)

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        return 0.5 * sign_pull(p, z)

    def minimizer(self, p: Float) -> Float | None:
        """Return p, if it is a distribution."""
        return of_distribution(p)
