"""Absolute error and total variation written out, which are the same but for a factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from core.explain.expressions import Abs, Div, Expr, Num, minus, mul
from core.explain.forms.base import Form
from core.explain.simplify import ONE, TWO
from core.losses.mae import MeanAbsoluteError


@dataclass(frozen=True, eq=False)
class MeanAbsoluteErrorForm(Form):
    """Σₖ |qₖ - pₖ|, or that divided by K."""

    name: ClassVar[str] = "mae"

    @property
    def divisor(self) -> float:
        """What the sum is divided by."""
        return float(self.case.size) if cast(MeanAbsoluteError, self.case.loss).reduction == "mean" else 1.0

    def formula(self) -> str:
        """Return the formula with 1/K where the loss is a mean over classes."""
        return (r"\frac{1}{K} " if self.divisor != 1.0 else "") + super().formula()

    def term(self, k: int) -> Expr:
        """Return |q - p|."""
        return Abs(minus(self.case.q_of(k), self.case.p_of(k)))

    def around(self, total: Expr) -> Expr:
        """Return the sum, or the mean."""
        return mul(Div(ONE, Num(self.divisor)), total) if self.divisor != 1.0 else total

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return (r"\frac{1}{K}\, " if self.divisor != 1.0 else "") + r"\mathrm{sign}(q_k - p_k)"


@dataclass(frozen=True, eq=False)
class TotalVariationForm(MeanAbsoluteErrorForm):
    """½ Σₖ |pₖ - qₖ|."""

    name: ClassVar[str] = "total_variation"

    def formula(self) -> str:
        """Return the loss's own formula."""
        return self.case.loss.formula

    def term(self, k: int) -> Expr:
        """Return |p - q|."""
        return Abs(minus(self.case.p_of(k), self.case.q_of(k)))

    def around(self, total: Expr) -> Expr:
        """Return half the sum."""
        return mul(Div(ONE, TWO), total)

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return r"\frac{1}{2}\, \mathrm{sign}(q_k - p_k)"
