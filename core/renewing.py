"""The figures of a block a few of whose rows have changed: those rows are computed, the others taken over.

They are the same, to the last bit, as those of the whole block computed anew; so are its sums, which are added up from
all rows in the same order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from core.blocks import Block
from core.losses import Loss
from core.parts import ModelPart, TruthPart, model_part, stretch, truth_part
from core.validation import RowSums, Scale


def changed_stretch(old: Block, new: Block) -> slice | None:
    """Return the rows to be computed where one block takes the place of another; None for all of them.

    It is an empty slice where all rows are the same, and None where it would be more than half of them.
    """
    if old is new:
        return slice(0, 0)
    if old.values.shape != new.values.shape or old.values.dtype != new.values.dtype or old.single != new.single:
        return None
    differ = np.flatnonzero(old.values != new.values)
    if not differ.size:
        return slice(0, 0)
    width = 1 if old.is_labels else old.width
    return _unless_long(stretch(int(differ[0]) // width, int(differ[-1]) // width, len(new)), len(new))


def spanned(one: slice | None, other: slice | None, count: int) -> slice | None:
    """Return the stretch that two stretches of a block of `count` rows lie in, as `changed_stretch` does."""
    if one is None or other is None:
        return None
    if one.stop == 0 or other.stop == 0:
        return one if other.stop == 0 else other
    return _unless_long(slice(min(one.start, other.start), max(one.stop, other.stop)), count)


def renewed_truth(old: TruthPart, block: Block, rows: slice | None, row_sums: RowSums) -> TruthPart:
    """Return the truth's part of a block that differs in `rows` alone from the one that `old` is of."""
    if rows is None:
        return truth_part(block, row_sums)
    if rows.stop == 0:
        return old
    new = truth_part(_cut(block, rows), row_sums)
    return TruthPart(
        states=_put(new.states, rows, old.states),
        used=_put(new.used, rows, old.used),
        sums=_put(new.sums, rows, old.sums),
        entropy=_put(new.entropy, rows, old.entropy),
    )


def renewed_model(
    old: ModelPart,
    truth: TruthPart,
    truth_block: Block,
    block: Block,
    rows: slice | None,
    *,
    scale: Scale,
    chosen: tuple[Loss, ...],
    row_sums: RowSums,
    temperature: float,
) -> ModelPart:
    """Return a model's part of a block where neither truth nor model differ outside `rows` from those of `old`."""
    if rows is None:
        return model_part(truth, truth_block, block, scale, chosen, row_sums, temperature)
    if rows.stop == 0:
        return old
    here = TruthPart(truth.states[rows], truth.used[rows], truth.sums[rows], truth.entropy[rows])
    new = model_part(here, _cut(truth_block, rows), _cut(block, rows), scale, chosen, row_sums, temperature)
    return ModelPart(
        truth=truth,
        states=_put(new.states, rows, old.states),
        used=_put(new.used, rows, old.used),
        sums=_put(new.sums, rows, old.sums),
        values={loss: _put(values, rows, old.values[loss]) for loss, values in new.values.items()},
        weights={loss: _put(weights, rows, old.weights[loss]) for loss, weights in new.weights.items()},
        divergence=_put(new.divergence, rows, old.divergence),
        cross_entropy=_put(new.cross_entropy, rows, old.cross_entropy),
        predicted=_put(new.predicted, rows, old.predicted),
        right=_put(new.right, rows, old.right),
    )


def _unless_long(rows: slice, count: int) -> slice | None:
    return rows if 2 * (rows.stop - rows.start) <= count else None


def _cut(block: Block, rows: slice) -> Block:
    return Block(block.values[rows], block.width, block.single)


def _put(new: npt.NDArray[Any], rows: slice, old: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a copy of old figures with some of them replaced."""
    figures = old.copy()
    figures[rows] = new
    return figures
