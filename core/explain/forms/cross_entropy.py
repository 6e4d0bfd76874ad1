"""Cross-entropy written out, with smoothing, class weights, and H(p) + KL(p‖q)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, cast

import numpy as np

from core import information
from core.errors import QT_TRANSLATE_NOOP
from core.explain.case import numbers, row_of, shown_of
from core.explain.expressions import Add, Div, Expr, Neg, Num, Symbols, minus, mul
from core.explain.forms.base import Form, in_unit
from core.explain.simplify import ONE
from core.explain.steps import Step, line, step
from core.losses.cross_entropy import CrossEntropy
from core.remarks import remark
from core.validation import Float

_SMOOTHED = QT_TRANSLATE_NOOP("core", "The truth, smoothed")
_SUM = QT_TRANSLATE_NOOP("core", "Entropy and divergence")


@dataclass(frozen=True, eq=False)
class CrossEntropyForm(Form):
    """-Σₖ wₖ p′ₖ log qₖ."""

    name: ClassVar[str] = "cross_entropy"

    @property
    def loss(self) -> CrossEntropy:
        """The loss, of its own kind."""
        return cast(CrossEntropy, self.case.loss)

    def slope_letters(self) -> str:
        """-wₖ p′ₖ/qₖ, without what is not there."""
        return rf"-\frac{{{self._weighted()}}}{{q_k}}"

    @cached_property
    def smoothed(self) -> Float:
        """p′, which is p without smoothing."""
        p, part = self.case.p, self.loss.label_smoothing
        return (1.0 - part) * p + part * (p.sum() / p.size) if part else p

    def _weighted(self) -> str:
        weight = r"w_k\, " if self.loss.class_weights is not None else ""
        return weight + ("p'_k" if self.loss.label_smoothing else "p_k")

    def formula(self) -> str:
        """Return the formula with weights and p′ only where there are any."""
        return in_unit(rf"-\sum_k {self._weighted()} \log q_k", self.case.log_unit)

    def before(self) -> list[Step]:
        """Return how the truth is smoothed."""
        part, p = self.loss.label_smoothing, self.case.p
        if not part:
            return []
        shown = shown_of(self.case.weights)
        spread = Div(mul(Num(part), Num(float(p.sum()))), Num(float(p.size)))
        mixed: list[Expr] = [Add((mul(minus(ONE, Num(part)), self.case.p_of(k)), spread)) for k in range(p.size)]
        formula = r"(1 - \varepsilon)\, p_k + \varepsilon\, \frac{\sum_j p_j}{K}"
        return [
            step(
                remark(_SMOOTHED),
                [
                    line(Symbols("p'_k"), Symbols(formula)),
                    line(Symbols("p'"), row_of(mixed, shown), row_of(numbers(self.smoothed), shown)),
                ],
            )
        ]

    def term(self, k: int) -> Expr:
        """Return w·p′·log q."""
        share = Num(float(self.smoothed[k]))
        if self.loss.class_weights is None:
            return mul(share, self.case.log_q_of(k))
        return mul(Num(self.loss.class_weights[k]), share, self.case.log_q_of(k))

    def around(self, total: Expr) -> Expr:
        """Return the negative."""
        return Neg(total)

    def slope(self, k: int) -> Expr:
        """Return -w·p′/q."""
        share = Num(float(self.smoothed[k]))
        over = share if self.loss.class_weights is None else mul(Num(self.loss.class_weights[k]), share)
        return Neg(Div(over, self.case.q_of(k)))

    def target(self) -> Float:
        """Return w·p′."""
        weights = self.loss.class_weights
        return self.smoothed if weights is None else self.smoothed * np.asarray(weights)

    def after(self) -> list[Step]:
        """Return H(p) + KL(p‖q), which the plain cross-entropy is."""
        case = self.case
        if self.loss.label_smoothing or self.loss.class_weights is not None:
            return []
        with np.errstate(all="ignore"):
            entropy = float(information.entropy_terms(case.p).sum())
        divergence = case.value - entropy if math.isinf(case.value) else _divergence(case.p, case.q, case.z)
        amounts = Num(entropy / case.scale + 0.0), Num(divergence / case.scale + 0.0)
        letters = Symbols(r"H(p) + \mathrm{KL}(p \Vert q)")
        return [step(remark(_SUM), [line(letters, Add(amounts), case.final(), unit=case.value_unit)])]


def _divergence(p: Float, q: Float, z: Float | None) -> float:
    from core import losses

    loss = losses.create("kl_divergence")
    return float(loss.value(p, q) if z is None else loss.value_from_logits(p, z))
