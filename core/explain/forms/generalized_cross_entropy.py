"""Generalized cross-entropy written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from core.explain.expressions import Div, Expr, Neg, Num, Pow, minus, mul
from core.explain.forms.base import Form
from core.explain.simplify import ONE
from core.losses.generalized_cross_entropy import GeneralizedCrossEntropy


@dataclass(frozen=True, eq=False)
class GeneralizedCrossEntropyForm(Form):
    """Σₖ pₖ (1 - qₖᵃ)/a."""

    name: ClassVar[str] = "generalized_cross_entropy"

    @property
    def exponent(self) -> float:
        """The exponent a."""
        return cast(GeneralizedCrossEntropy, self.case.loss).exponent

    def term(self, k: int) -> Expr:
        """Return p·(1 - q^a)/a."""
        return mul(self.case.p_of(k), Div(minus(ONE, Pow(self.case.q_of(k), Num(self.exponent))), Num(self.exponent)))

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return r"-p_k\, q_k^{a - 1}"

    def slope(self, k: int) -> Expr:
        """Return -p·q^(a - 1)."""
        return Neg(mul(self.case.p_of(k), Pow(self.case.q_of(k), Num(self.exponent - 1.0))))
