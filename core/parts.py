"""What follows from a block of rows: every row's figures, from the block alone.

`partial` is the part of a computation that needs no other rows; `core.results.merge` puts parts together. Both are
plain functions of plain values, so parts may be computed on threads, from a file read piece by piece, or on another
machine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from core import distributions, losses, validation
from core.blocks import Block
from core.losses import Loss
from core.pieces import PIECE_ENTRIES, Flags, Piece, Space
from core.temperature import tempered
from core.validation import Float, RowSums, Scale

OK, OFF_SUM, ZERO_SUM = 0, 1, 2
"""A row's state: a distribution; sums to something else; sums to 0 and cannot be normalized."""

STRETCH = 64
"""Some rows of a block are computed in whole stretches of so many: a sum over a row alone, or over one at another place
in a vector register, may be rounded differently, and figures must not depend on what else is computed with them."""

States = npt.NDArray[np.int8]

_KL, _CE = losses.create("kl_divergence"), losses.create("cross_entropy")
_ALONE = threading.local()
_T = TypeVar("_T")
_U = TypeVar("_U")


@dataclass(frozen=True, eq=False)
class TruthPart:
    """The truth of one block. Every array has a figure a row; `entropy` is nan in rows not used."""

    states: States
    used: Flags
    sums: Float
    entropy: Float

    @cached_property
    def used_count(self) -> int:
        """How many rows count."""
        return int(self.used.sum())

    @cached_property
    def off_count(self) -> int:
        """How many rows are not distributions."""
        return int((self.states != OK).sum())

    @cached_property
    def entropy_sum(self) -> float:
        """The sum of H(p) over the rows that count."""
        return _sum(self.entropy, self.used)


@dataclass(frozen=True, eq=False)
class ModelPart:
    """One model on one block. Every array has a figure a row; figures of rows not used are nan.

    Attributes
    ----------
    sums
        What the rows of probabilities sum to as typed; 1 for logits.
    values
        By loss; also nan where a loss needs a label and the truth is not one.
    weights
        By loss, what each row counts in its mean, for those losses where rows do not count alike.
    divergence, cross_entropy
        KL(p‖q) and H(p, q), whatever losses are chosen.
    predicted
        The most probable class; -1 where the row is not used.
    right
        Whether that is the truth's most probable class.
    """

    truth: TruthPart
    states: States
    used: Flags
    sums: Float
    values: Mapping[Loss, Float]
    weights: Mapping[Loss, Float]
    divergence: Float
    cross_entropy: Float
    predicted: npt.NDArray[np.int64]
    right: Flags

    @cached_property
    def used_count(self) -> int:
        """How many rows count."""
        return int(self.used.sum())

    @cached_property
    def off_count(self) -> int:
        """How many rows are not distributions."""
        return int((self.states != OK).sum())

    @cached_property
    def right_count(self) -> int:
        """How many rows are classified rightly."""
        return int(self.right.sum())

    @cached_property
    def loss_sums(self) -> dict[Loss, tuple[float, float]]:
        """By loss, the sum over the rows that count, and the sum of their weights."""
        return {loss: (_sum(values, self.used), self._weight(loss)) for loss, values in self.values.items()}

    @cached_property
    def loss_moments(self) -> dict[Loss, tuple[int, float, float]]:
        """By loss, how many rows count, their mean, and the sum of squared deviations from it."""
        return {loss: _moments(values[self.used]) for loss, values in self.values.items()}

    def _weight(self, loss: Loss) -> float:
        return _sum(self.weights[loss], self.used) if loss in self.weights else float(self.used_count)

    @cached_property
    def sums_of_entropies(self) -> tuple[float, float, float]:
        """The sums of H(p), KL(p‖q) and H(p, q) over the rows that count."""
        return (
            _sum(self.truth.entropy, self.used),
            _sum(self.divergence, self.used),
            _sum(self.cross_entropy, self.used),
        )


@dataclass(frozen=True, eq=False)
class Chunk:
    """Consecutive rows of the truth and of every model, with each model's scale and, unless all are 1, temperature."""

    truth: Block
    models: tuple[tuple[Block, Scale], ...]
    temperatures: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Part:
    """What follows from a chunk."""

    truth: TruthPart
    models: tuple[ModelPart, ...]


def partial(chunk: Chunk, chosen: tuple[Loss, ...], row_sums: RowSums) -> Part:
    """Return the figures of a chunk's rows under the losses `chosen`; it depends on nothing else."""
    truth = truth_part(chunk.truth, row_sums)
    temperatures = chunk.temperatures or (1.0,) * len(chunk.models)
    models = (
        model_part(truth, chunk.truth, block, scale, chosen, row_sums, temperature)
        for (block, scale), temperature in zip(chunk.models, temperatures, strict=True)
    )
    return Part(truth, tuple(models))


@np.errstate(all="ignore")
def truth_part(block: Block, row_sums: RowSums) -> TruthPart:
    """Return the truth's part of one block."""
    if block.is_labels:
        count = len(block)
        return TruthPart(np.zeros(count, np.int8), np.ones(count, np.bool_), np.ones(count), np.zeros(count))
    sums, entropy = np.empty(len(block)), np.empty(len(block))
    for rows in slices(len(block), block.width):
        piece = Piece(block.values[rows], block.values[rows], False, space())
        sums[rows], entropy[rows] = piece.total_p, piece.entropy
    states, used = _policy(block, sums, row_sums)
    off = np.flatnonzero(used & (states != OK))
    if row_sums == "normalize" and off.size:
        near = _stretches_of(off, len(block))
        mended = _mended(block, near, states)
        entropy[near] = Piece(mended, mended, False, Space()).entropy
    entropy[~used] = np.nan
    return TruthPart(states, used, sums, entropy)


@np.errstate(all="ignore")
def model_part(
    truth: TruthPart,
    truth_block: Block,
    block: Block,
    scale: Scale,
    chosen: tuple[Loss, ...],
    row_sums: RowSums,
    temperature: float = 1.0,
) -> ModelPart:
    """Return one model's part of one block as typed, given the truth's."""
    figures = _Figures(len(block), dict.fromkeys((*chosen, _KL, _CE)))
    is_logits = scale == "logit"

    def in_use(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if temperature == 1.0 else tempered(values, scale, temperature)

    for rows in slices(len(block), block.width):
        truth_rows, given, entropy = truth_block.values[rows], block.values[rows], truth.entropy[rows]
        typed = Piece(truth_rows, given, is_logits, space(), entropy)
        if not is_logits:
            figures.sums[rows] = typed.total_q
        used = in_use(given)
        figures.take(rows, typed if used is given else Piece(truth_rows, used, is_logits, space(), entropy))
    if is_logits:
        states, usable = np.zeros(len(block), np.int8), np.ones(len(block), np.bool_)
    else:
        states, usable = _policy(block, figures.sums, row_sums)
    counts = usable & truth.used
    if row_sums == "normalize":
        off = np.nonzero(counts & ((states != OK) | (truth.states != OK)))[0]
        if off.size:
            near = _stretches_of(off, len(block))
            mended = _mended(truth_block, near, truth.states), in_use(_mended(block, near, states))
            figures.take(near, Piece(*mended, is_logits, Space(), truth.entropy[near]))
    return figures.part(truth, states, counts, chosen)


class _Figures:
    """A model's figures while they are filled in, some rows at a time."""

    def __init__(self, count: int, wanted: Iterable[Loss]) -> None:
        self.values = {loss: np.empty(count) for loss in wanted}
        self.weights: dict[Loss, Float] = {}
        self.sums = np.ones(count)
        self.predicted, self.true_class = np.empty(count, np.int64), np.empty(count, np.int64)

    def take(self, rows: Any, piece: Piece) -> None:
        """Fill in the figures of a piece, which are those of `rows`."""
        self.predicted[rows], self.true_class[rows] = piece.predicted, piece.true_class
        for loss, values in self.values.items():
            values[rows] = loss.of_piece(piece)
            weights = loss.row_weights(piece)
            if weights is not None:
                self.weights.setdefault(loss, np.empty(self.sums.size))[rows] = weights

    def part(self, truth: TruthPart, states: States, used: Flags, chosen: tuple[Loss, ...]) -> ModelPart:
        """Return the part, with nan where a row is not used."""
        unused = ~used
        if unused.any():
            for values in self.values.values():
                values[unused] = np.nan
            self.predicted[unused] = -1
        return ModelPart(
            truth=truth,
            states=states,
            used=used,
            sums=self.sums,
            values={loss: self.values[loss] for loss in chosen},
            weights=self.weights,
            divergence=self.values[_KL],
            cross_entropy=self.values[_CE],
            predicted=self.predicted,
            right=used & (self.predicted == self.true_class),
        )


def in_threads(function: Callable[[_T], _U], items: Sequence[_T]) -> list[_U]:
    """Return function(item) for each, on all cores; numpy lets other threads run while it works."""
    if len(items) < 2:
        return [function(item) for item in items]
    return list(_pool().map(function, items))


@cache
def _pool() -> ThreadPoolExecutor:
    """Return threads that stay, and with them their spaces: memory new to a process is slow to touch first."""
    return ThreadPoolExecutor(cores(), thread_name_prefix="rows")


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def slices(count: int, classes: int) -> Iterator[slice]:
    """Yield consecutive ranges of rows, a piece each."""
    step = max(1, PIECE_ENTRIES // classes)
    step -= step % STRETCH if step > STRETCH else 0
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def stretch(first: int, last: int, count: int) -> slice:
    """Return the whole stretches of a block of `count` rows that `first` … `last` lie in; the last is the longer one.

    >>> stretch(70, 71, 1000), stretch(990, 990, 1000)
    (slice(64, 128, None), slice(896, 1000, None))
    """
    final = max(count // STRETCH - 1, 0)
    start, end = min(first // STRETCH, final), min(last // STRETCH, final)
    return slice(start * STRETCH, count if end == final else (end + 1) * STRETCH)


def _stretches_of(rows: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Return all rows of the stretches that some rows lie in."""
    numbers = np.minimum(np.arange(count) // STRETCH, max(count // STRETCH - 1, 0))
    return np.flatnonzero(np.isin(numbers, numbers[rows]))


def space() -> Space:
    """Return this thread's own."""
    kept: Space | None = getattr(_ALONE, "space", None)
    if kept is None:
        kept = _ALONE.space = Space()
    return kept


def _policy(block: Block, sums: Float, row_sums: RowSums) -> tuple[States, Flags]:
    """Return the states of rows with these sums, and which of them count under a row-sum policy."""
    whole = validation.is_one(sums, block.width, block.values.dtype, block.single)
    states = np.where(sums == 0, ZERO_SUM, np.where(whole, OK, OFF_SUM)).astype(np.int8)
    if row_sums == "strict":
        return states, states == OK
    if row_sums == "normalize":
        return states, states != ZERO_SUM
    return states, np.ones(len(block), dtype=np.bool_)


def _mended(block: Block, rows: npt.NDArray[np.int64], states: States) -> npt.NDArray[Any]:
    """Return rows of a block, those that do not sum to 1 divided by their sums."""
    if block.is_labels:
        return block.values[rows]
    values = block.values[rows].astype(np.float64)
    off = states[rows] == OFF_SUM
    if off.any():
        values[off] = distributions.normalize(values[off])
    return values


def _sum(values: Float, used: Flags) -> float:
    return float((values if used.all() else values[used]).sum())


@np.errstate(invalid="ignore")
def _moments(values: Float) -> tuple[int, float, float]:
    mean = float(values.mean()) if values.size else 0.0
    return values.size, mean, float(((values - mean) ** 2).sum())
