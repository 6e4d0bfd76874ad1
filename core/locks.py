"""What an edit must leave alone: whole classes, and single cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.blocks import Indices

Cell = tuple[int, int, int]
"""A table (`TRUTH` or a model), a sample and a class."""

MOST_CELLS = 10_000
"""More cells than this are not locked one by one."""


@dataclass(frozen=True)
class Locks:
    """Classes that are locked in every row, and cells that are locked by themselves.

    Attributes
    ----------
    classes
        Indices of classes.
    cells
        (table, sample, class) each.
    """

    classes: frozenset[int] = frozenset()
    cells: frozenset[Cell] = frozenset()

    def of(self, table: int, sample: int) -> frozenset[int]:
        """Return the locked classes of one row."""
        if not self.cells:
            return self.classes
        return self.classes | {k for t, s, k in self.cells if (t, s) == (table, sample)}

    def mask(self, table: int, samples: Indices, width: int) -> npt.NDArray[np.bool_] | None:
        """Return for the rows of `samples` (n,) which of their cells are locked, (n, width); None if none is.

        Examples
        --------
        >>> Locks(frozenset({0}), frozenset({(-1, 7, 2)})).mask(-1, np.array([7, 5]), 3).tolist()
        [[True, False, True], [True, False, False]]
        """
        mask = np.zeros((samples.size, width), np.bool_)
        mask[:, [k for k in self.classes if k < width]] = True
        for table_, sample, k in self.cells:
            if table_ == table and k < width:
                mask[samples == sample, k] = True
        return mask if mask.any() else None

    def toggled(self, cells: Iterable[Cell]) -> Locks:
        """Return locks with all of `cells` locked, or, where all of them were, open."""
        asked = frozenset(cells)
        return Locks(self.classes, self.cells - asked if asked <= self.cells else self.cells | asked)


NONE = Locks()
