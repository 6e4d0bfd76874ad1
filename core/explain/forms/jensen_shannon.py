"""Jensen-Shannon divergence written out: the mean of two divergences from the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from core.errors import QT_TRANSLATE_NOOP
from core.explain.case import numbers, row_of, shown_of, sum_of
from core.explain.expressions import Add, Div, Expr, Log, Num, Symbols, mul, value_of
from core.explain.forms.base import Form, sides_of
from core.explain.simplify import ONE, TWO
from core.explain.steps import Line, Step, line, step
from core.remarks import remark
from core.validation import Float

_MIDDLE = QT_TRANSLATE_NOOP("core", "The middle of both")


@dataclass(frozen=True, eq=False)
class JensenShannonForm(Form):
    """½ KL(p‖m) + ½ KL(q‖m), m = (p + q)/2."""

    name: ClassVar[str] = "jensen_shannon"

    @cached_property
    def middle(self) -> Float:
        """The middle (p + q)/2."""
        return 0.5 * (self.case.p + self.case.q)

    def before(self) -> list[Step]:
        """Return the middle, class by class."""
        case = self.case
        shown = shown_of(self.middle)
        halves: list[Expr] = [Div(Add((case.p_of(k), case.q_of(k))), TWO) for k in range(case.size)]
        row = line(
            Symbols("m"), Symbols(r"\frac{p + q}{2}"), row_of(halves, shown), row_of(numbers(self.middle), shown)
        )
        return [step(remark(_MIDDLE), [row])]

    def lines(self) -> list[Line]:
        """Return the two divergences, and half their sum."""
        put_in = self.put_in()
        if put_in is None:
            return [self.last_line()]
        made: list[Line] = []
        for letter, whole in zip("pq", self._divergences(), strict=True):
            title = Symbols(rf"\mathrm{{KL}}({letter} \Vert m)")
            made.append(line(title, *sides_of(whole), Num(value_of(whole)), unit=self.case.value_unit))
        return [*made, self.last_line(put_in)]

    def put_in(self) -> Expr | None:
        """Return half the sum of the two divergences, as numbers."""
        written = _half(Add(tuple(Num(value_of(whole)) for whole in self._divergences())))
        return written if self.is_right(written) else None

    def formula(self) -> str:
        """Return it by the two divergences."""
        return r"\frac{1}{2} \left( \mathrm{KL}(p \Vert m) + \mathrm{KL}(q \Vert m) \right)"

    def slope_letters(self) -> str:
        """Return ∂L/∂qₖ in letters."""
        return r"\frac{1}{2} \ln\frac{2 q_k}{p_k + q_k}"

    def slope(self, k: int) -> Expr:
        """Return ½·ln(2q/(p + q)), which is ½·ln(q/m)."""
        return _half(Log(Div(self.case.q_of(k), Num(float(self.middle[k])))))

    def _divergences(self) -> tuple[Expr, Expr]:
        weights = self.case.weights
        return sum_of(weights, self._from(self.case.p_of)), sum_of(weights, self._from(self.case.q_of))

    def _from(self, of: Callable[[int], Expr]) -> Callable[[int], Expr]:
        def term(k: int) -> Expr:
            return mul(of(k), Log(Div(of(k), Num(float(self.middle[k]))), self.case.log_unit))

        return term


def _half(expr: Expr) -> Expr:
    return mul(Div(ONE, TWO), expr)
