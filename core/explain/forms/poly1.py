"""Poly-1 written out: cross-entropy, and what is added to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from core.explain.case import sum_of
from core.explain.expressions import Add, Div, Expr, Neg, Num, Symbols, minus, mul, value_of
from core.explain.forms.base import Form, sides_of
from core.explain.simplify import ONE
from core.explain.steps import Line, line
from core.losses.poly1 import Poly1


@dataclass(frozen=True, eq=False)
class Poly1Form(Form):
    """-Σₖ pₖ log qₖ + ε·(1 - Σₖ pₖqₖ)."""

    name: ClassVar[str] = "poly1"

    @property
    def _epsilon(self) -> Expr:
        return Num(cast(Poly1, self.case.loss).epsilon)

    def put_in(self) -> Expr:
        """Return both sums as numbers."""
        cross, match = (Num(value_of(each)) for each in self._sums())
        return Add((cross, mul(self._epsilon, minus(ONE, match))))

    def lines(self) -> list[Line]:
        """Return the cross-entropy, how much p and q overlap, and both together."""
        names = (r"-\sum_k p_k \ln q_k", r"\sum_k p_k q_k")
        made = [
            line(Symbols(name), *sides_of(whole), Num(value_of(whole)))
            for name, whole in zip(names, self._sums(), strict=True)
        ]
        return [*made, self.last_line(self.put_in())]

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return r"-p_k \left( \frac{1}{q_k} + \varepsilon \right)"

    def slope(self, k: int) -> Expr:
        """Return -p·(1/q + ε)."""
        return Neg(mul(self.case.p_of(k), Add((Div(ONE, self.case.q_of(k)), self._epsilon))))

    def _sums(self) -> tuple[Expr, Expr]:
        case = self.case
        cross = Neg(sum_of(case.weights, lambda k: mul(case.p_of(k), case.log_q_of(k))))
        return cross, sum_of(case.weights, lambda k: mul(case.p_of(k), case.q_of(k)))
