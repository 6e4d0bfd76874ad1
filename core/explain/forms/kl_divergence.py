"""KL divergence written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.explain.expressions import Div, Expr, Log, Neg, minus, mul
from core.explain.forms.base import Form
from core.validation import Float


@dataclass(frozen=True, eq=False)
class KLDivergenceForm(Form):
    """Σₖ pₖ log(pₖ/qₖ)."""

    name: ClassVar[str] = "kl_divergence"

    def term(self, k: int) -> Expr:
        """Return p·log(p/q), for logits p·(log p - log q)."""
        p = self.case.p_of(k)
        if self.case.z is None:
            return mul(p, Log(Div(p, self.case.q_of(k)), self.case.log_unit))
        return mul(p, minus(Log(p, self.case.log_unit), self.case.log_q_of(k)))

    def target(self) -> Float:
        """Return p."""
        return self.case.p

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return r"-\frac{p_k}{q_k}"

    def slope(self, k: int) -> Expr:
        """Return -p/q."""
        return Neg(Div(self.case.p_of(k), self.case.q_of(k)))
