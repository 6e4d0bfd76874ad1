"""Reach: move a row until one or two losses have the values asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np

from core import losses
from core.challenge import words
from core.challenge.draw import Draw
from core.challenge.worked import worked
from core.document import TRUTH, Document
from core.errors import LossAtlasError
from core.lessons import Words
from core.losses import Loss
from core.validation import Float, is_one

MOST, LEAST = 100, 10
"""Points for a task that was reached: at best, and at least."""
FOR_CLOSENESS, FOR_A_MOVE = 40, 5
"""What the edge of the tolerance costs, and each move after the first."""

_OTHERS = ("mse", "focal", "hellinger", "jensen_shannon")
FAR = 4
"""A task begins at least so many tolerances away."""
LEVELS = 5


@dataclass(frozen=True)
class Goal:
    """A loss and the value it is to have, in nats or unitless, with two decimals."""

    loss: Loss
    target: float

    @property
    def unit(self) -> str:
        """What stands after its values."""
        return " nat" if self.loss.in_units else ""


@dataclass(frozen=True, eq=False)
class Reach:
    """A task to be done by moving one row.

    Attributes
    ----------
    goals
        What is to be reached, all at once.
    within
        By how much each may be missed.
    table
        `TRUTH` or 0: whose row is to be moved; the other is to stay.
    document
        What it begins with.
    row
        A row (K,) that does it, in whole percents.
    """

    goals: tuple[Goal, ...]
    within: float
    table: int
    document: Document
    row: Float

    @cached_property
    def solved(self) -> Document:
        """The document with a row that does it."""
        return self.document.with_rows(self.table, {0: self.row})

    def values(self, document: Document) -> tuple[float, ...]:
        """Return what stands against each goal now; nan where there is no such figure, or the other row was moved."""
        missing = (math.nan,) * len(self.goals)
        fixed = 0 if self.table == TRUTH else TRUTH
        try:
            p, q = (_distribution(document, table) for table in (TRUTH, 0))
            if not np.array_equal((p, q)[fixed + 1], _distribution(self.document, fixed)):
                return missing
            return tuple(float(goal.loss.value(p, q)) for goal in self.goals)
        except LossAtlasError:
            return missing

    def distance(self, document: Document) -> float:
        """Return how far the worst of the values is from its goal, in tolerances: reached at 1 or less."""
        found = self.values(document)
        off = [abs(value - goal.target) / self.within for value, goal in zip(found, self.goals, strict=True)]
        return math.inf if any(math.isnan(each) for each in off) else max(off)

    def points(self, document: Document, moves: int) -> int:
        """Return what a document is worth that was reached in some moves: 0 if it is not there."""
        distance = self.distance(document)
        if not distance <= 1.0:
            return 0
        return max(LEAST, MOST - round(FOR_CLOSENESS * distance) - FOR_A_MOVE * max(moves - 1, 0))

    @property
    def asked(self) -> Words:
        """What is to be done."""
        goals = [
            words.filled(
                words.GOAL,
                {
                    "loss": words.name_of(goal.loss),
                    "target": f"{goal.target:.2f}{goal.unit}",
                    "within": f"{self.within:.2f}",
                },
            )
            for goal in self.goals
        ]
        text = words.REACH_TRUTH if self.table == TRUTH else words.REACH_MODEL
        return words.filled(text, {"goals": words.joined(goals, words.AND)})

    @property
    def explained(self) -> Words:
        """A row that does it, worked out, and what else does."""
        letter = "p" if self.table == TRUTH else "q"
        way = words.filled(words.ONE_WAY, {"letter": letter, "row": words.row_text(self.row)})
        lines = [words.verbatim(worked(self.solved, goal.loss)) for goal in self.goals]
        crossing = words.BY_CROSSING if len(self.goals) > 1 else words.BY_LEVEL
        return words.paragraphs(way, *lines, words.BY_TRUTH if self.table == TRUTH else crossing)


def _distribution(document: Document, table: int) -> Float:
    """Return the first row in use, which has to be a distribution."""
    row = document.truth.row(0) if table == TRUTH else document.models[table].probability_row(0)
    if not bool(is_one(np.asarray(row.sum()), row.size, row.dtype)):
        raise LossAtlasError("not_a_distribution", where=document.place(table, 0))
    return row


def drawn(draw: Draw, level: int) -> Reach:
    """Return the task of a level from 0: an easy one, a soft truth, p moved, another loss, two losses at once."""
    named = (["cross_entropy"], ["kl_divergence"], ["kl_divergence"], [draw.one_of(_OTHERS)], ["cross_entropy", "mse"])
    wanted = tuple(losses.create(name) for name in named[level])
    table = TRUTH if level == 2 else 0
    within = (0.05, 0.02, 0.02, 0.02, 0.03)[level]
    for _ in count():
        p = draw.label(3) if level == 0 else draw.row(3, 8)
        q, row = draw.row(3, 10), draw.row(3, 10)
        there = (row, q) if table == TRUTH else (p, row)
        goals = tuple(Goal(loss, round(float(loss.value(*there)), 2)) for loss in wanted)
        away = max(abs(float(goal.loss.value(p, q)) - goal.target) for goal in goals)
        if away >= FAR * within and all(goal.target >= 2 * within for goal in goals):
            return Reach(goals, within, table, _document(p, q, wanted[0]), row)
    raise AssertionError  # pragma: no cover - count() has no end


def _document(p: Float, q: Float, loss: Loss) -> Document:
    document = Document.make(
        p[None], [(words.MODELS[0], q[None], "probability")], classes=words.CLASSES[:3], samples=["image 1"]
    )
    return document.with_settings(loss=loss.name, shown=tuple(dict.fromkeys(("cross_entropy", "mse", loss.name))))
