"""How a loss is written out: by default its formula and the numbers that its classes come to.

A subclass, in a file of its own here, writes the terms out as well. It never computes the loss: what the steps come
to is compared with the loss's own value, and where the two are apart the numbers that were put in are not shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.errors import QT_TRANSLATE_NOOP
from core.explain.case import Case, sum_of
from core.explain.expressions import Add, Expr, Mul, Neg, Num, Rest, Root, Symbols, Term, value_of
from core.explain.simplify import bare, simplified, worked_out
from core.explain.steps import Line, Step, line, step
from core.remarks import Remark, remark
from core.validation import Float

VALUE = QT_TRANSLATE_NOOP("core", "The loss")
_ZERO_TIMES = QT_TRANSLATE_NOOP(
    "core", "0 times anything counts nothing; 0·log 0 counts as 0 too, the limit of x·log x."
)
_INFINITE = QT_TRANSLATE_NOOP(
    "core", "It is infinite: the prediction gives 0 to “{name}”, which the truth says can occur."
)
_IS_INFINITE = QT_TRANSLATE_NOOP("core", "It is infinite.")
_TOO_FINE = QT_TRANSLATE_NOOP(
    "core",
    "The numbers are too small or too near each other to be put in as printed; the value is computed with care.",
)
_LOGS = {"nat": r"\ln", "bit": r"\log_{2}", "dit": r"\log_{10}"}


@dataclass(frozen=True, eq=False)
class Form:
    """Writes one case out.

    `name` is the loss that it is for, `infinite` what is said where a class makes it infinite.
    """

    name: ClassVar[str] = ""
    infinite: ClassVar[str] = _INFINITE

    case: Case

    def formula(self) -> str:
        """Return the loss's LaTeX, its logarithm that of the unit."""
        return in_unit(self.case.loss.formula, self.case.log_unit)

    def before(self) -> list[Step]:
        """Return the steps that come before the loss itself."""
        return []

    def term(self, k: int) -> Expr | None:
        """Return what a class adds, with its numbers put in; None for a loss that is no sum over classes."""
        if not self.case.loss.separable:
            return None
        return Num(float(self.case.loss.class_terms(self.case.p, self.case.q)[k]) / self.case.scale)

    def around(self, total: Expr) -> Expr:
        """Return what is done with the sum of the terms."""
        return total

    def lines(self) -> list[Line]:
        """Return the lines from the formula to the value."""
        put_in = self.put_in()
        sides = () if put_in is None else sides_of(put_in)
        return [self.last_line(*sides)]

    def put_in(self) -> Expr | None:
        """Return the formula with its numbers, or None where they would not give the value."""
        first = self.term(0)
        if first is None:
            return None
        written = self.around(sum_of(self.case.weights, self._term))
        return written if self.is_right(written) else None

    def notes(self) -> list[Remark]:
        """Return what is to be said of the lines."""
        case = self.case
        notes: list[Remark] = []
        if r"\log" in case.loss.formula and any(_counts_nothing(side) for row in self.lines() for side in row.sides):
            notes.append(remark(_ZERO_TIMES))
        if math.isinf(case.value):
            blamed = self.blamed()
            notes.append(remark(_IS_INFINITE) if blamed is None else remark(self.infinite, name=case.names[blamed]))
        elif self.term(0) is not None and self.put_in() is None:
            notes.append(remark(_TOO_FINE))
        return notes

    def blamed(self) -> int | None:
        """Return the class that makes the loss infinite."""
        found = np.flatnonzero((self.case.p > 0) & (self.case.q == 0))
        return int(found[0]) if found.size else None

    def target(self) -> Float | None:
        """Return t where the loss is -Σₖ tₖ log qₖ but for what q does not change; None for other losses."""
        return None

    def after(self) -> list[Step]:
        """Return the steps that come after the value."""
        return []

    def slope_letters(self) -> str:
        """Return the LaTeX of ∂L/∂qₖ in natural logarithms; empty where only numbers are known."""
        return ""

    def slope(self, k: int) -> Expr | None:
        """Return ∂L/∂qₖ in natural logarithms with its numbers put in, or None where only its value is known."""
        del k
        return None

    # -- for the subclasses -------------------------------------------------------------------------------

    def step(self) -> Step:
        """Return the step from the formula to the value."""
        return step(remark(VALUE), self.lines(), self.notes())

    def last_line(self, *sides: Expr) -> Line:
        """Return the line of the loss itself: L, its formula, sides with numbers, its value."""
        case = self.case
        return line(Symbols("L"), Symbols(self.formula()), *sides, case.final(), unit=case.value_unit)

    def is_right(self, written: Expr) -> bool:
        """Return whether an expression comes to the loss's value, but for rounding."""
        value, expected = value_of(written), self.case.value / self.case.scale
        return value == expected or math.isclose(value, expected, rel_tol=1e-6, abs_tol=1e-9)

    def _term(self, k: int) -> Expr:
        term = self.term(k)
        assert term is not None
        return term


def in_unit(formula: str, unit: str) -> str:
    """Return a formula with the logarithm of a unit of information."""
    return formula.replace(r"\log", _LOGS[unit])


def sides_of(put_in: Expr) -> tuple[Expr, ...]:
    """Return an expression with its numbers put in, then without zeros and ones, then term by term worked out."""
    shorter = simplified(put_in)
    sides = (put_in, shorter, simplified(worked_out(shorter))) if _has_terms(shorter) else (put_in, shorter)
    return tuple(side for side in sides if not isinstance(bare(side), Num))


def _has_terms(expr: Expr) -> bool:
    """Return whether there is a sum of several terms in an expression."""
    match expr:
        case Add():
            return True
        case Neg(inner) | Root(inner):
            return _has_terms(inner)
        case Mul(factors):
            return any(map(_has_terms, factors))
        case _:
            return False


def _counts_nothing(expr: Expr) -> bool:
    """Return whether 0 times a logarithm is in an expression, or terms left out that come to 0."""
    match expr:
        case Add(terms):
            return any(map(_counts_nothing, terms))
        case Neg(inner) | Term(_, inner):
            return _counts_nothing(inner)
        case Mul(factors):
            return any(map(_counts_nothing, factors)) or (Num(0.0) in factors and not isinstance(factors[-1], Num))
        case Rest(_, total):
            return total == 0
        case _:
            return False
