"""Rows in immutable blocks: an edit copies one block and shares the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions
from core.errors import LossAtlasError
from core.validation import Float

BLOCK_ROWS = 4096
_BLOCK_ENTRIES = 1 << 20
"""A block of many classes has fewer rows: at most about so many entries, since an edit copies a block."""


@dataclass(frozen=True, eq=False)
class Block:
    """Consecutive rows of one table. Compared by identity: the same object is the same rows.

    Attributes
    ----------
    values
        Read-only: (n, K) float32 or float64, or (n,) integer labels, which stand for one-hot rows.
    width
        The number of classes K.
    single
        Whether the rows came as float32, whose sums are less exact; so an edited block's may still be.
    """

    values: npt.NDArray[Any]
    width: int
    single: bool = False

    def __post_init__(self) -> None:
        self.values.flags.writeable = False

    def __len__(self) -> int:
        return self.values.shape[0]

    @property
    def is_labels(self) -> bool:
        """Whether the rows are kept as integer labels."""
        return self.values.ndim == 1

    def dense(self) -> Float:
        """Return the rows as (n, K) float64."""
        if self.is_labels:
            return distributions.one_hot(self.values, self.width)
        return self.values.astype(np.float64)

    def row(self, index: int) -> Float:
        """Return one row (K,) as float64."""
        if self.is_labels:
            return distributions.one_hot(self.values[index], self.width)
        return self.values[index].astype(np.float64)


@dataclass(frozen=True, eq=False)
class Rows:
    """All rows of one table, in blocks of at most `BLOCK_ROWS` rows; equally cut for tables of equal size."""

    blocks: tuple[Block, ...]

    @classmethod
    def from_array(cls, array: npt.NDArray[Any], width: int | None = None) -> Rows:
        """Return rows of (N, K) numbers, or of (N,) integer labels of `width` classes."""
        columns = array.shape[1] if array.ndim == 2 else width
        if columns is None:
            raise ValueError("labels need a width")
        values = np.ascontiguousarray(array)
        if values is array or values.base is not None:
            values = values.copy()  # a block owns its memory: nobody else can write to it
        single = values.dtype == np.float32
        step = max(1, min(BLOCK_ROWS, _BLOCK_ENTRIES // columns))
        starts = range(0, len(values), step)
        return cls(tuple(Block(values[start : start + step], columns, single) for start in starts))

    @cached_property
    def _ends(self) -> npt.NDArray[np.int64]:
        return np.cumsum([len(block) for block in self.blocks])

    def __len__(self) -> int:
        return int(self._ends[-1]) if self.blocks else 0

    @property
    def width(self) -> int:
        """The number of classes."""
        return self.blocks[0].width if self.blocks else 0

    def locate(self, row: int) -> tuple[int, int]:
        """Return the block a row is in, and its place there."""
        if not 0 <= row < len(self):
            raise LossAtlasError("row_index", row=row, last=len(self) - 1)
        block = int(np.searchsorted(self._ends, row, side="right"))
        return block, row - (int(self._ends[block - 1]) if block else 0)

    def row(self, index: int) -> Float:
        """Return one row (K,) as float64."""
        block, inside = self.locate(index)
        return self.blocks[block].row(inside)

    def array(self) -> npt.NDArray[Any]:
        """Return all rows in one array: labels if every block keeps labels, else (N, K)."""
        if all(block.is_labels for block in self.blocks):
            return np.concatenate([block.values for block in self.blocks])
        return np.concatenate([block.dense() if block.is_labels else block.values for block in self.blocks])

    def replaced(self, rows: Mapping[int, Float]) -> Rows:
        """Return rows with some of them replaced; only the blocks they are in are copied, as float64."""
        by_block: dict[int, dict[int, Float]] = {}
        for index, values in rows.items():
            block, inside = self.locate(index)
            by_block.setdefault(block, {})[inside] = values
        blocks = list(self.blocks)
        for number, changes in by_block.items():
            values = blocks[number].dense()
            for inside, row in changes.items():
                values[inside] = row
            blocks[number] = Block(values, self.width, blocks[number].single)
        return Rows(tuple(blocks))
