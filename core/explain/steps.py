"""What worked steps are: titled steps of lines, a line being sides that equal one another, and words with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.explain.expressions import Expr, agree
from core.explain.writing import ABOUT, EQUAL, Manner, Token, text_of, tokens
from core.remarks import Remark


@dataclass(frozen=True)
class Line:
    """Sides that equal one another, from what is sought to its value.

    Attributes
    ----------
    sides
        At least one expression.
    unit
        What the last side is in: "nat", "bit", "dit" or nothing.
    k
        The class that the line is about, whose name stands before it; None for none.
    about
        What else stands before it, such as a sample's name.
    """

    sides: tuple[Expr, ...]
    unit: str = ""
    k: int | None = None
    about: str = ""

    def tokens(self, manner: Manner) -> list[Token]:
        """Return the line as tokens, each side after a sign that says whether it is right as printed or nearly so.

        A side that reads as the one before it is left out.
        """
        left = self.sides[0]
        made = latest = tokens(left, manner)
        for right in self.sides[1:]:
            more = tokens(right, manner)
            if text_of(more) != text_of(latest):
                made = [*made, EQUAL if agree(left, right, manner.decimals) else ABOUT, *more]
            left, latest = right, more
        if self.unit:
            made.append(Token(self.unit, rf"\text{{ {self.unit}}}", "unit"))
        return made


@dataclass(frozen=True)
class Step:
    """One step: what is done, the lines that do it, and what is to be said of them."""

    title: Remark
    lines: tuple[Line, ...] = ()
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The steps from a row to a figure, of one sample and model under one loss.

    Attributes
    ----------
    sample, model, loss
        What they are called, the sample empty for all of them; the loss's title is marked for translation.
    classes
        The names of the classes.
    value
        What the steps come to, in the unit shown; nan where there is no figure.
    """

    sample: str
    model: str
    loss: str
    classes: tuple[str, ...]
    steps: tuple[Step, ...]
    value: float


def line(*sides: Expr, unit: str = "", k: int | None = None, about: str = "") -> Line:
    """Return a line; a side that repeats the one before it is left out."""
    kept: list[Expr] = []
    for side in sides:
        if not kept or side != kept[-1]:
            kept.append(side)
    return Line(tuple(kept), unit, k, about)


def step(title: Remark, lines: Sequence[Line], notes: Sequence[Remark] = ()) -> Step:
    """Return a step."""
    return Step(title, tuple(lines), tuple(notes))
