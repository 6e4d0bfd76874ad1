"""Hellinger distance: Euclidean, between square roots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions
from core.distributions import Either, SoftmaxParts
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, nearest_multiple, parameter
from core.validation import Float


@dataclass(frozen=True)
class Hellinger(Loss):
    """Hellinger distance, or its square.

    L(p, q) = √(½ Σₖ (√pₖ - √qₖ)²), from 0 for equals to 1 for disjoint distributions; `form` "squared" leaves the outer
    root away. The distance has a kink at q = p, where its gradient is given as 0.
    """

    name: ClassVar[str] = "hellinger"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Hellinger distance")
    symbol: ClassVar[str] = "Hel"
    formula: ClassVar[str] = r"\sqrt{\frac{1}{2} \sum_k \left( \sqrt{p_k} - \sqrt{q_k} \right)^2}"
    reference: ClassVar[str] = "Hellinger (1909); as a loss: Beran (1977), Minimum Hellinger distance estimates"
    scoring_rule: ClassVar[Proper] = "no"
    separable: ClassVar[bool] = False
    order: ClassVar[int] = 90

    form: str = parameter(
        QT_TRANSLATE_NOOP("core", "form"),
        QT_TRANSLATE_NOOP("core", "The distance itself, or its square, which is smooth at q = p."),
        kind="choice",
        default="distance",
        choices=(QT_TRANSLATE_NOOP("core", "distance"), QT_TRANSLATE_NOOP("core", "squared")),
    )

    def _code(self, from_logits: bool) -> str:
        squared = "total((sqrt(p) - sqrt(q)) ** 2) / 2"
        return squared if self.form == "squared" else f"sqrt({squared})"

    def _value(self, p: Float, q: Float) -> Float:
        return self._of_gap(_gap(q - p, p, np.sqrt(q)))

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        root = np.exp(0.5 * distributions.log_softmax_of(z))
        return self._of_gap(_gap(distributions.softmax_minus(z, p), p, root))

    def _of_gap(self, gap: Either) -> Either:
        """Return the loss from √q - √p, scaled by the largest so that no square is too small for a number."""
        largest = np.abs(gap).max(axis=-1, keepdims=True)
        squares = np.where(largest > 0, gap / largest, 0.0) ** 2
        distance = largest[..., 0] * np.sqrt(0.5 * squares.sum(axis=-1))
        return distance**2 if self.form == "squared" else distance

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return ½·(1 - √(p/q)), for the distance divided by twice itself: -inf at q = 0 where p > 0."""
        gap = _gap(q - p, p, np.sqrt(q))
        return self._outer(np.where(p > 0, 0.5 * gap / np.sqrt(q), 0.5), gap)

    def _pull(self, p: Either, parts: SoftmaxParts) -> Either:
        """Return q times the slope, away from the truth less its ½: softmax cancels multiples of q."""
        difference, root = distributions.difference(parts, p), np.exp(0.5 * parts.log_q)
        gap = _gap(difference, p, root)
        pull = 0.5 * root * np.where(distributions.is_near(difference, p), gap, -np.sqrt(p))
        return self._outer(pull, gap)

    def _outer(self, slope: Either, gap: Either) -> Either:
        """Return the slope of the squared form, or from it that of the distance."""
        if self.form == "squared":
            return slope
        distance = self._of_gap(gap)[..., None]
        return np.where(distance > 0, slope / (2.0 * distance), 0.0)

    def minimizer(self, p: Float) -> Float | None:
        """Return p divided by its sum."""
        return nearest_multiple(p)


def _gap(difference: Either, p: Either, root: Either) -> Either:
    """Return √q - √p, given √q; near equals from q - p, which keeps their digits."""
    roots = np.sqrt(p) + root
    near = (np.abs(difference) < 0.5 * p) & (roots > 0)
    return np.where(near, difference / roots, root - np.sqrt(p))
