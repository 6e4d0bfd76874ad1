"""Spherical score written out: the length of q first, then how far its direction is from the truth's classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.explain.case import sum_of
from core.explain.expressions import Div, Expr, Num, Pow, Root, Symbols, minus, mul, value_of
from core.explain.forms.base import Form, sides_of
from core.explain.simplify import ONE, TWO
from core.explain.steps import Line, line

_LENGTH = r"\lVert q \rVert_2"


@dataclass(frozen=True, eq=False)
class SphericalForm(Form):
    """Σₖ pₖ·(1 - qₖ/‖q‖₂)."""

    name: ClassVar[str] = "spherical"

    @property
    def length(self) -> Expr:
        """‖q‖₂."""
        return Num(float(np.linalg.norm(self.case.q)))

    def term(self, k: int) -> Expr:
        """Return p·(1 - q/‖q‖)."""
        return mul(self.case.p_of(k), minus(ONE, Div(self.case.q_of(k), self.length)))

    def lines(self) -> list[Line]:
        """Return the length of q, then the loss."""
        squares = sum_of(self.case.weights, lambda k: Pow(self.case.q_of(k), TWO))
        total = Num(value_of(squares))
        length = Symbols(_LENGTH)
        return [
            line(Symbols(rf"{_LENGTH}^2"), Symbols(r"\sum_k q_k^2"), *sides_of(squares), total),
            line(length, Root(total), self.length),
            *super().lines(),
        ]

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return r"q_k \frac{\sum_j p_j q_j}{\lVert q \rVert_2^3} - \frac{p_k}{\lVert q \rVert_2}"

    def slope(self, k: int) -> Expr:
        """Return q·(p·q)/‖q‖³ - p/‖q‖."""
        case = self.case
        overlap = Num(float(case.p @ case.q))
        pulled = mul(case.q_of(k), Div(overlap, Pow(self.length, Num(3.0))))
        return minus(pulled, Div(case.p_of(k), self.length))
