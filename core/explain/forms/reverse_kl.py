"""Reverse KL written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.errors import QT_TRANSLATE_NOOP
from core.explain.expressions import Add, Div, Expr, Log, minus, mul
from core.explain.forms.base import Form
from core.explain.simplify import ONE


@dataclass(frozen=True, eq=False)
class ReverseKLForm(Form):
    """Σₖ qₖ log(qₖ/pₖ)."""

    name: ClassVar[str] = "reverse_kl"
    infinite: ClassVar[str] = QT_TRANSLATE_NOOP(
        "core", "It is infinite: the truth gives 0 to “{name}”, to which the prediction gives more."
    )

    def term(self, k: int) -> Expr:
        """Return q·log(q/p), for logits q·(log q - log p)."""
        p, q = self.case.p_of(k), self.case.q_of(k)
        if self.case.z is None:
            return mul(q, Log(Div(q, p), self.case.log_unit))
        return mul(q, minus(self.case.log_q_of(k), Log(p, self.case.log_unit)))

    def blamed(self) -> int | None:
        """Return a class that q gives something and p nothing."""
        possible = self.case.log_q > -np.inf
        found = np.flatnonzero((self.case.p == 0) & possible)
        return int(found[0]) if found.size else None

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return r"\ln\frac{q_k}{p_k} + 1"

    def slope(self, k: int) -> Expr:
        """Return ln(q/p) + 1."""
        return Add((Log(Div(self.case.q_of(k), self.case.p_of(k))), ONE))
