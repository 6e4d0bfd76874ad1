"""Squared error written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from core.explain.expressions import Div, Expr, Num, Pow, minus, mul
from core.explain.forms.base import Form
from core.explain.simplify import ONE, TWO
from core.losses.mse import MeanSquaredError


@dataclass(frozen=True, eq=False)
class MeanSquaredErrorForm(Form):
    """Σₖ (qₖ - pₖ)², or that divided by K."""

    name: ClassVar[str] = "mse"

    @property
    def _is_mean(self) -> bool:
        return cast(MeanSquaredError, self.case.loss).reduction == "mean"

    def slope_letters(self) -> str:
        """2(qₖ - pₖ), or that divided by K."""
        return r"\frac{2}{K} (q_k - p_k)" if self._is_mean else r"2 (q_k - p_k)"

    def formula(self) -> str:
        """Return the formula with 1/K where the loss is a mean over classes."""
        return (r"\frac{1}{K} " if self._is_mean else "") + super().formula()

    def term(self, k: int) -> Expr:
        """Return (q - p)²."""
        return Pow(minus(self.case.q_of(k), self.case.p_of(k)), TWO)

    def around(self, total: Expr) -> Expr:
        """Return the sum, or the mean."""
        return mul(Div(ONE, Num(float(self.case.size))), total) if self._is_mean else total

    def slope(self, k: int) -> Expr:
        """Return 2·(q - p)."""
        slope = mul(TWO, minus(self.case.q_of(k), self.case.p_of(k)))
        return Div(slope, Num(float(self.case.size))) if self._is_mean else slope
