"""Hellinger distance written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from core.explain.case import sum_of
from core.explain.expressions import Div, Expr, Num, Pow, Root, Symbols, minus, mul, value_of
from core.explain.forms.base import Form, sides_of
from core.explain.simplify import ONE, TWO
from core.explain.steps import Line, line
from core.losses.hellinger import Hellinger

_SUM = r"\sum_k \left( \sqrt{p_k} - \sqrt{q_k} \right)^2"


@dataclass(frozen=True, eq=False)
class HellingerForm(Form):
    """√(½ S) or ½ S, with S = Σₖ (√pₖ - √qₖ)²."""

    name: ClassVar[str] = "hellinger"

    @property
    def is_squared(self) -> bool:
        """Whether the outer root is left away."""
        return cast(Hellinger, self.case.loss).form == "squared"

    def slope_letters(self) -> str:
        """½(1 - √(pₖ/qₖ)), for the distance divided by 2L."""
        inner = r"1 - \sqrt{\frac{p_k}{q_k}}"
        return rf"\frac{{1}}{{{2 if self.is_squared else '4 L'}}} \left( {inner} \right)"

    def formula(self) -> str:
        """Return it by the sum S."""
        return r"\frac{1}{2} S" if self.is_squared else r"\sqrt{\frac{1}{2} S}"

    def term(self, k: int) -> Expr:
        """Return (√p - √q)²."""
        return Pow(minus(Root(self.case.p_of(k)), Root(self.case.q_of(k))), TWO)

    def around(self, total: Expr) -> Expr:
        """Return half the sum, or its root."""
        half = mul(Div(ONE, TWO), total)
        return half if self.is_squared else Root(half)

    def lines(self) -> list[Line]:
        """Return the sum, then what becomes of it."""
        whole = sum_of(self.case.weights, self.term)
        total = Num(value_of(whole))
        return [line(Symbols("S"), Symbols(_SUM), *sides_of(whole), total), self.last_line(self.around(total))]

    def slope(self, k: int) -> Expr | None:
        """Return ½·(1 - √(p/q)), for the distance divided by 2L; None where the distance is 0 and has a kink."""
        pull = minus(ONE, Root(Div(self.case.p_of(k), self.case.q_of(k))))
        if self.is_squared:
            return mul(Div(ONE, TWO), pull)
        return mul(Div(ONE, mul(Num(4.0), Num(self.case.value))), pull) if self.case.value > 0 else None
