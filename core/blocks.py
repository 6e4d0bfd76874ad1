"""Rows in immutable blocks: an edit copies one block and shares the rest."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions, validation, watching
from core.errors import LossAtlasError
from core.validation import Float

BLOCK_ROWS = 4096
_BLOCK_ENTRIES = 1 << 20
"""A block of many classes has fewer rows: at most about so many entries, since an edit copies a block."""

Indices = npt.NDArray[np.int64]
"""Row numbers (n,)."""


def block_rows(classes: int) -> int:
    """Return how many rows of so many classes a block holds at most."""
    return max(1, min(BLOCK_ROWS, _BLOCK_ENTRIES // classes))


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
        """Return rows of (N, K) numbers, or of (N,) integer labels of `width` classes.

        The numbers are copied, unless nobody can write to them: see `frozen`.
        """
        columns = array.shape[1] if array.ndim == 2 else width
        if columns is None:
            raise ValueError("labels need a width")
        values = np.ascontiguousarray(array)
        if (values is array or values.base is not None) and not _is_frozen(values):
            values = values.copy()  # a block owns its memory: nobody else can write to it
        single = values.dtype == np.float32
        step = block_rows(columns)
        starts = range(0, len(values), step)
        return cls(tuple(Block(values[start : start + step], columns, single) for start in starts))

    @classmethod
    def from_parts(cls, parts: Iterable[npt.NDArray[Any]], width: int) -> Rows:
        """Return consecutive rows, (n, K) numbers or (n,) labels of `width` classes in each part, all of one type.

        Their maker gives the parts away: a block within one part is a view of it, one that lies over several a copy.
        """
        blocks: list[Block] = []
        pieces: list[npt.NDArray[Any]] = []
        step = room = block_rows(width)
        for part in parts:
            at = 0
            while at < len(part):
                pieces.append(part[at : at + room])
                at, room = at + len(pieces[-1]), room - len(pieces[-1])
                if not room:
                    blocks.append(_block_of(pieces, width))
                    pieces, room = [], step
        if pieces:
            blocks.append(_block_of(pieces, width))
        return cls(tuple(blocks))

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(block) for block in self.blocks))

    def __len__(self) -> int:
        return self._ends[-1] if self.blocks else 0

    @property
    def width(self) -> int:
        """The number of classes."""
        return self.blocks[0].width if self.blocks else 0

    def locate(self, row: int) -> tuple[int, int]:
        """Return the block a row is in, and its place there."""
        if not 0 <= row < len(self):
            raise LossAtlasError("row_index", row=row, last=len(self) - 1)
        block = bisect_right(self._ends, row)  # asked for many times a frame, where numpy's own costs ten times as much
        return block, row - (self._ends[block - 1] if block else 0)

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

    def changed(self, rows: Indices, change: Callable[[Float, slice], Float]) -> Rows:
        """Return rows with some of them put through `change`, block by block; blocks left as they are stay shared.

        Parameters
        ----------
        rows
            Row numbers, rising and distinct.
        change
            Gets the values (n, K) of some of them, which it may overwrite, and where these stand in `rows`.

        A block of labels stays one if its rows are still one-hot.
        """
        for end in rows[[0, -1]] if rows.size else ():
            self.locate(int(end))
        cuts = np.searchsorted(rows, [0, *self._ends])
        blocks = list(self.blocks)
        touched = np.flatnonzero(np.diff(cuts))
        for place, number in enumerate(touched):
            watching.tell(place, touched.size)
            old, at = blocks[number], slice(int(cuts[number]), int(cuts[number + 1]))
            inside = rows[at] - (int(self._ends[number]) - len(old))
            before = old.dense()
            values = before.copy()
            values[inside] = change(values[inside], at)
            if not np.array_equal(values, before):
                blocks[number] = _block_like(old, values, inside)
        return self if blocks == list(self.blocks) else Rows(tuple(blocks))

    def mapped(self, change: Callable[[Block], Block]) -> Rows:
        """Return rows with every block put through `change`, which keeps how many rows it has."""
        changed: list[Block] = []
        for place, block in enumerate(self.blocks):
            watching.tell(place, len(self.blocks))
            changed.append(change(block))
        return Rows(tuple(changed))

    def picked(self, rows: Indices) -> Block:
        """Return some rows, in the order given, as a block of their own: of labels if all of them are."""
        for end in (rows.min(), rows.max()) if rows.size else ():
            self.locate(int(end))
        numbers: Indices = np.searchsorted(self._ends, rows, side="right")
        blocks = {number: self.blocks[number] for number in map(int, np.unique(numbers))}
        labels = all(block.is_labels for block in blocks.values())
        values = np.empty(rows.shape if labels else (rows.size, self.width), np.int64 if labels else np.float64)
        for number, block in blocks.items():
            here = numbers == number
            inside = rows[here] - (int(self._ends[number]) - len(block))
            picked = block.values[inside]
            values[here] = distributions.one_hot(picked, self.width) if block.is_labels and not labels else picked
        return Block(values, self.width, any(block.single for block in blocks.values()))

    def without(self, rows: Indices) -> Rows:
        """Return rows less some of them, rising and distinct; blocks that have none of these stay shared."""
        cuts = np.searchsorted(rows, [0, *self._ends])
        kept: list[Block] = []
        for number, block in enumerate(self.blocks):
            inside = rows[cuts[number] : cuts[number + 1]] - (int(self._ends[number]) - len(block))
            if inside.size == 0:
                kept.append(block)
            elif inside.size < len(block):
                kept.append(Block(np.delete(block.values, inside, axis=0), block.width, block.single))
        return Rows(tuple(kept))

    def inserted(self, at: int, new: Block) -> Rows:
        """Return rows with a block's put in before row `at`, or at the end.

        The block they come into is cut again, evenly; where depends on sizes alone, so tables stay cut alike.
        """
        number, inside = self.locate(at) if at < len(self) else (len(self.blocks) - 1, len(self.blocks[-1]))
        old = self.blocks[number]
        joined = _joined((_part(old, slice(0, inside)), new, _part(old, slice(inside, None))))
        pieces = -(-len(joined) // block_rows(self.width))
        ends = [len(joined) * k // pieces for k in range(pieces + 1)]
        made = (_part(joined, slice(first, end)) for first, end in itertools.pairwise(ends))
        return Rows((*self.blocks[:number], *made, *self.blocks[number + 1 :]))


def _block_of(pieces: Sequence[npt.NDArray[Any]], width: int) -> Block:
    values = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    return Block(values, width, values.dtype == np.float32)


def _part(block: Block, rows: slice) -> Block:
    return Block(block.values[rows], block.width, block.single)


def _joined(parts: Sequence[Block]) -> Block:
    """Return the rows of all blocks in one: of labels, or of their own type, where all that have rows agree."""
    parts = [part for part in parts if len(part)]
    single = any(part.single for part in parts)
    alike = len({(part.values.dtype, part.is_labels) for part in parts}) == 1
    values = [part.values if alike or all(p.is_labels for p in parts) else part.dense() for part in parts]
    return Block(np.concatenate(values), parts[0].width, single)


def _block_like(old: Block, values: Float, changed: Indices) -> Block:
    """Return a block of new values in the place of an old one: again of labels, if those rows are one-hot."""
    if old.is_labels and bool(validation.is_one_hot(values[changed]).all()):
        labels = old.values.copy()
        labels[changed] = values[changed].argmax(axis=-1)
        return Block(labels, old.width)
    return Block(values, old.width, old.single)


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return an array that its maker gives away for good: read-only, so that rows need no copy of it."""
    inner: Any = array
    while isinstance(inner, np.ndarray):
        inner.flags.writeable = False
        inner = inner.base
    return array


def _is_frozen(array: npt.NDArray[Any]) -> bool:
    """Return whether neither an array nor one that it is a view of can be written to."""
    inner: Any = array
    while type(inner) is np.ndarray:
        if inner.flags.writeable:
            return False
        inner = inner.base
    return inner is None
