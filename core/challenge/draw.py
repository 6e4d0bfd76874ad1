"""Chance that a seed says: the same on every machine and with every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

import numpy as np

from core.validation import Float

T = TypeVar("T")


class Draw:
    """Draws from a seed and the number of a task, by `Random.random` alone, whose sequence Python promises to keep.

    Rows are whole percents, so that what is printed is what is computed with.
    """

    def __init__(self, seed: int, number: int) -> None:
        self._random = Random(seed * 64 + number)

    def below(self, count: int) -> int:
        """Return a whole number from 0, less than `count`."""
        return int(self._random.random() * count)

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of some options."""
        return options[self.below(len(options))]

    def row(self, classes: int, least: int = 0) -> Float:
        """Return a distribution (K,) in whole percents, each at least `least`."""
        free = 100 - classes * least
        cuts = sorted(self.below(free + 1) for _ in range(classes - 1))
        parts = np.diff([0, *cuts, free]) + least
        return parts / 100.0

    def label(self, classes: int) -> Float:
        """Return a truth (K,) that is one class."""
        return np.eye(classes)[self.below(classes)]
