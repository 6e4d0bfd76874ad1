"""What an edit must leave alone: whole classes, and single cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.blocks import Indices
from core.errors import LossAtlasError
from core.validation import SUM_TOLERANCE, Float

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


def beside(wanted: Float, rows: Float, locked: npt.NDArray[np.bool_]) -> Float:
    """Return rows (n, K) as wanted, but for locked entries, which are those of `rows`.

    The free ones share what the locked ones leave of 1 in the proportions of `wanted`, equally where it has none.

    Raises
    ------
    LossAtlasError
        With the row as its place, where locked entries sum to more than 1 or nothing is free.

    Examples
    --------
    >>> row, wanted, locked = np.array([[0.5, 0.25, 0.25]]), np.array([[0.4, 0.15, 0.45]]), [True, False, False]
    >>> beside(wanted, row, np.array([locked])).tolist()
    [[0.5, 0.125, 0.375]]
    """
    held = np.where(locked, rows, 0.0).sum(axis=-1, keepdims=True)
    beyond = np.flatnonzero(held[:, 0] > 1.0 + SUM_TOLERANCE)
    if beyond.size:
        total = round(float(held[beyond[0], 0]), 6)
        raise LossAtlasError("locked_sum", where=f"[{beyond[0]}]", total=total)
    closed = np.flatnonzero(np.logical_and.reduce(locked, axis=-1))
    if closed.size:
        raise LossAtlasError("all_locked", where=f"[{closed[0]}]")
    parts = np.where(locked, 0.0, wanted)
    total = parts.sum(axis=-1, keepdims=True)
    equal = ~locked / (~locked).sum(axis=-1, keepdims=True)
    shares = np.where(total > 0, parts / np.where(total > 0, total, 1.0), equal)
    return np.where(locked, rows, shares * np.maximum(0.0, 1.0 - held))


NONE = Locks()
