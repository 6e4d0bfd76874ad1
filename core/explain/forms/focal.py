"""Focal loss written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from core.explain.expressions import Div, Expr, Max, Neg, Num, Pow, minus, mul
from core.explain.forms.base import Form, in_unit
from core.losses.base import class_factors
from core.losses.focal import Focal


@dataclass(frozen=True, eq=False)
class FocalForm(Form):
    """-Σₖ αₖ pₖ (1 - qₖ)^γ log qₖ."""

    name: ClassVar[str] = "focal"

    @property
    def loss(self) -> Focal:
        """The loss, of its own kind."""
        return cast(Focal, self.case.loss)

    def formula(self) -> str:
        """Return the formula, without α where there is none."""
        formula = in_unit(self.case.loss.formula, self.case.log_unit)
        return formula if self.loss.alpha is not None else formula.replace(r"\alpha_k\, ", "")

    def _factors(self, k: int) -> tuple[Expr, ...]:
        if self.loss.alpha is None:
            return (self.case.p_of(k),)
        return Num(float(class_factors(self.loss.alpha, self.case.size)[k])), self.case.p_of(k)

    def _complement(self, k: int) -> Expr:
        """Return 1 - q, which a typed q above 1 does not make negative."""
        complement = self.case.complement_of(k)
        return complement if self.case.q[k] <= 1 else Max(complement)

    def term(self, k: int) -> Expr:
        """Return α·p·(1 - q)^γ·log q."""
        return mul(*self._factors(k), Pow(self._complement(k), Num(self.loss.gamma)), self.case.log_q_of(k))

    def around(self, total: Expr) -> Expr:
        """Return the negative."""
        return Neg(total)

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        inner = r"\gamma (1 - q_k)^{\gamma - 1} \ln q_k - \frac{(1 - q_k)^{\gamma}}{q_k}"
        weight = r"\alpha_k\, " if self.loss.alpha is not None else ""
        return rf"{weight}p_k \left( {inner} \right)"

    def slope(self, k: int) -> Expr:
        """Return α·p·(γ·(1 - q)^(γ - 1)·log q - (1 - q)^γ/q)."""
        gamma, rest = self.loss.gamma, self._complement(k)
        falling = rest if gamma == 2.0 else Pow(rest, Num(gamma - 1.0))
        pull = mul(Num(gamma), falling, self.case.log_q_of(k))
        return mul(*self._factors(k), minus(pull, Div(Pow(rest, Num(gamma)), self.case.q_of(k))))
