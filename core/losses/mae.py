"""Absolute error between the two distributions as vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, of_distribution, parameter, sign_pull
from core.validation import Float


@dataclass(frozen=True)
class MeanAbsoluteError(Loss):
    """Absolute error over the classes.

    L(p, q) = Σₖ |qₖ - pₖ|; with `reduction` "mean" divided by K. For a label y it is 2·(1 - q_y): bounded, so
    forgiving of wrong labels, but as a scoring rule it rewards putting all on the likeliest class.
    """

    name: ClassVar[str] = "mae"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Absolute error")
    symbol: ClassVar[str] = "MAE"
    formula: ClassVar[str] = r"\sum_k |q_k - p_k|"
    reference: ClassVar[str] = "Ghosh, Kumar & Sastry (2017), Robust loss functions under label noise"
    scoring_rule: ClassVar[Proper] = "no"
    order: ClassVar[int] = 25

    reduction: str = parameter(
        QT_TRANSLATE_NOOP("core", "over classes"),
        QT_TRANSLATE_NOOP("core", "“sum” adds the classes up; “mean” divides by their number."),
        kind="choice",
        default="sum",
        choices=(QT_TRANSLATE_NOOP("core", "sum"), QT_TRANSLATE_NOOP("core", "mean")),
    )

    def _code(self, from_logits: bool) -> str:
        return f"{'average' if self.reduction == 'mean' else 'total'}(abs(q - p))"

    def _factor(self, classes: int) -> float:
        return 1.0 / classes if self.reduction == "mean" else 1.0

    def _terms(self, p: Float, q: Float) -> Float:
        return np.abs(q - p) * self._factor(q.shape[-1])

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return the sign of q - p; 0 at the kink q = p."""
        return np.sign(q - p) * self._factor(q.shape[-1])

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return np.abs(distributions.softmax_minus(z, p)).sum(axis=-1) * self._factor(z.shape[-1])

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        return sign_pull(p, z) * self._factor(z.shape[-1])

    def minimizer(self, p: Float) -> Float | None:
        """Return p, if it is a distribution."""
        return of_distribution(p)
