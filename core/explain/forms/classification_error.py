"""Classification error written out: which class is said, and what the truth gives to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.errors import QT_TRANSLATE_NOOP
from core.explain.expressions import Expr, Num, mul
from core.explain.forms.base import Form
from core.remarks import Remark, remark

_SAYS = QT_TRANSLATE_NOOP(
    "core", "The largest q is {value}: the prediction says “{name}”, whose bracket is 0; the others are 1."
)
_TIES = QT_TRANSLATE_NOOP("core", "{count} classes are equally large; the first of them is taken.")


@dataclass(frozen=True, eq=False)
class ClassificationErrorForm(Form):
    """Σₖ pₖ·[k ≠ argmax q]."""

    name: ClassVar[str] = "classification_error"

    @property
    def said(self) -> int:
        """The class that is said; logits keep an order that their softmax may lose."""
        return int(np.argmax(self.case.q if self.case.z is None else self.case.z))

    def term(self, k: int) -> Expr:
        """Return p·0 for the class that is said, p·1 for the others."""
        return mul(self.case.p_of(k), Num(0.0 if k == self.said else 1.0))

    def notes(self) -> list[Remark]:
        """Return which class is said, and whether others are as large."""
        case = self.case
        scores = case.q if case.z is None else case.z
        notes = [remark(_SAYS, value=float(case.q[self.said]), name=case.names[self.said])]
        ties = int((scores == scores[self.said]).sum())
        return [*notes, remark(_TIES, count=ties)] if ties > 1 else notes

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return "0"

    def slope(self, k: int) -> Expr:
        """Return 0: the loss is flat between its steps."""
        del k
        return Num(0.0)
