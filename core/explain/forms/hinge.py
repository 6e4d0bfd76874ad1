"""Hinge loss written out: the true class's logit against each rival's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

import numpy as np

from core.errors import QT_TRANSLATE_NOOP
from core.explain.case import numbers, row_of, shown_of, sum_of
from core.explain.expressions import Add, Expr, Max, Neg, Num, Symbols, Term
from core.explain.forms.base import Form
from core.explain.steps import Step, line, step
from core.losses.hinge import Hinge
from core.remarks import Remark, remark

_LOGITS = QT_TRANSLATE_NOOP("core", "Logits of the probabilities")
_TRUE = QT_TRANSLATE_NOOP("core", "The true class is “{name}”; its strongest rival is “{rival}”.")


@dataclass(frozen=True, eq=False)
class HingeForm(Form):
    """max(0, m + maxⱼ zⱼ - z_y), or the sum over all rivals."""

    name: ClassVar[str] = "hinge"

    @property
    def loss(self) -> Hinge:
        """The loss, of its own kind."""
        return cast(Hinge, self.case.loss)

    @property
    def true(self) -> int:
        """The true class."""
        return int(np.argmax(self.case.p))

    @property
    def rival(self) -> int:
        """The strongest other class."""
        others = self.case.logits.copy()
        others[self.true] = -np.inf
        return int(np.argmax(others)) if np.isfinite(others).any() else (1 if self.true == 0 else 0)

    def formula(self) -> str:
        """Return the formula of the form chosen."""
        if self.loss.form == "max":
            return self.case.loss.formula
        return r"\sum_{j \neq y} \max\left(0,\; m + z_j - z_y\right)"

    def before(self) -> list[Step]:
        """Return the logits where the model gives probabilities."""
        if self.case.z is not None:
            return []
        shown = shown_of(self.case.weights)
        logs: list[Expr] = [self.case.log_q_of(k) for k in range(self.case.size)]
        row = line(Symbols("z"), Symbols(r"\ln q"), row_of(logs, shown), row_of(numbers(self.case.log_q), shown))
        return [step(remark(_LOGITS), [row])]

    def _short(self, k: int) -> Expr:
        """Return by how much the true class's lead over another falls short of the margin."""
        z = self.case.logits
        return Max(Add((Num(self.loss.margin), Num(float(z[k])), Neg(Num(float(z[self.true]))))))

    def put_in(self) -> Expr | None:
        """Return the strongest rival's part, or every rival's."""
        written: Expr = Term(self.rival, self._short(self.rival))
        if self.loss.form == "sum":
            written = sum_of(self.case.weights, lambda k: Num(0.0) if k == self.true else self._short(k))
        return written if self.is_right(written) else None

    def term(self, k: int) -> Expr | None:
        """Return a rival's part."""
        return self._short(k)

    def notes(self) -> list[Remark]:
        """Return which classes are compared."""
        names = self.case.names
        return [remark(_TRUE, name=names[self.true], rival=names[self.rival]), *super().notes()]
