"""What follows from a document: every row's measures, block by block, and their means.

`truth_part` and `model_part` compute one block and depend on nothing else; `compute` remembers parts by the
identity of their blocks, so an edit computes one block again and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core import distributions, information, losses
from core.blocks import Block
from core.document import TRUTH, Document, Model, RowSums, Scale, sums_to_one
from core.losses import Loss
from core.validation import Float

OK, OFF_SUM, ZERO_SUM = 0, 1, 2
"""A row's state: a distribution; sums to something else; sums to 0 and cannot be normalized."""

States = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class TruthPart:
    """The truth of one block: rows as computed on, their states, which are used, and their entropies."""

    block: Block
    row_sums: RowSums
    rows: Float
    states: States
    used: Flags
    entropy: Float


@dataclass(frozen=True, eq=False)
class ModelPart:
    """One model on one block. Every array has a figure a row; rows not used hold nan.

    Attributes
    ----------
    values
        By loss.
    divergence, cross_entropy
        KL(p‖q) and H(p, q), whatever losses are chosen.
    predicted
        The most probable class; -1 where the row is not used.
    right
        Whether that is the truth's most probable class.
    """

    truth: TruthPart
    block: Block
    scale: Scale
    states: States
    used: Flags
    values: Mapping[Loss, Float]
    divergence: Float
    cross_entropy: Float
    predicted: npt.NDArray[np.int64]
    right: Flags


_KL = losses.create("kl_divergence")


def states_of(block: Block) -> States:
    """Return the state of each row of a block of probabilities."""
    if block.is_labels:
        return np.zeros(len(block), dtype=np.int8)
    zero = ~(block.values > 0).any(axis=-1)
    return np.where(zero, ZERO_SUM, np.where(sums_to_one(block.values, block.single), OK, OFF_SUM)).astype(np.int8)


def _policy(rows: Float, states: States, row_sums: RowSums) -> tuple[Float, Flags]:
    """Return the rows to compute on, and which of them count, under a row-sum policy."""
    if row_sums == "strict":
        return rows, states == OK
    if row_sums == "normalize":
        used = states != ZERO_SUM
        off = states == OFF_SUM
        if off.any():
            rows = rows.copy()
            rows[off] = distributions.normalize(rows[off])
        return rows, used
    return rows, np.ones(len(rows), dtype=np.bool_)


def truth_part(block: Block, row_sums: RowSums) -> TruthPart:
    """Return the truth's part of the results for one block."""
    states = states_of(block)
    rows, used = _policy(block.dense(), states, row_sums)
    entropy = np.where(used, information.entropy_terms(rows).sum(axis=-1), np.nan)
    return TruthPart(block, row_sums, rows, states, used, entropy)


def model_part(truth: TruthPart, block: Block, scale: Scale, chosen: tuple[Loss, ...]) -> ModelPart:
    """Return one model's part of the results for one block."""
    p = truth.rows
    if scale == "logit":
        q = block.dense()
        states, usable = np.zeros(len(block), dtype=np.int8), np.ones(len(block), dtype=np.bool_)
    else:
        states = states_of(block)
        q, usable = _policy(block.dense(), states, truth.row_sums)
    used = usable & truth.used

    def figures(loss: Loss) -> Float:
        value = loss.value_from_logits(p, q) if scale == "logit" else loss.value(p, q)
        return np.where(used, value, np.nan)

    if scale == "logit":
        terms = information.cross_entropy_terms_of_logits(p, q)
    else:
        terms = information.cross_entropy_terms(p, information.log_of(q))
    cross_entropy = np.where(used, terms.sum(axis=-1), np.nan)
    divergence = figures(_KL)
    predicted = np.where(used, q.argmax(axis=-1), -1)
    right = used & (predicted == p.argmax(axis=-1))
    values = {loss: divergence if loss == _KL else figures(loss) for loss in chosen}
    return ModelPart(truth, block, scale, states, used, values, divergence, cross_entropy, predicted, right)


@dataclass(frozen=True, eq=False)
class ModelResults:
    """One model's figures over all rows."""

    model: Model
    parts: tuple[ModelPart, ...]

    def per_sample(self, loss: Loss) -> Float:
        """Return the loss of every row (N,), in nats or unitless; nan where a row is left out."""
        return np.concatenate([part.values[loss] for part in self.parts])

    @cached_property
    def used_count(self) -> int:
        """How many rows count in the means."""
        return sum(int(part.used.sum()) for part in self.parts)

    @cached_property
    def off_count(self) -> int:
        """How many rows are not distributions."""
        return sum(int((part.states != OK).sum()) for part in self.parts)

    @cached_property
    def right_count(self) -> int:
        """How many rows are classified rightly."""
        return sum(int(part.right.sum()) for part in self.parts)

    def mean(self, loss: Loss) -> float:
        """Return the mean loss of the rows that count; nan if none does."""
        return _mean(((part.values[loss], part.used) for part in self.parts), self.used_count)

    @cached_property
    def mean_divergence(self) -> float:
        """The mean KL(p‖q) of the rows that count."""
        return _mean(((part.divergence, part.used) for part in self.parts), self.used_count)

    @cached_property
    def mean_cross_entropy(self) -> float:
        """The mean H(p, q) of the rows that count."""
        return _mean(((part.cross_entropy, part.used) for part in self.parts), self.used_count)

    @cached_property
    def mean_entropy(self) -> float:
        """The mean H(p) of the rows that count for this model."""
        return _mean(((part.truth.entropy, part.used) for part in self.parts), self.used_count)


@dataclass(frozen=True, eq=False)
class Results:
    """All figures of one document, in nats or unitless."""

    document: Document
    truth: tuple[TruthPart, ...]
    models: tuple[ModelResults, ...]

    def model_part(self, model: int, row: int) -> tuple[ModelPart, int]:
        """Return the part that a row of a model is in, and its place there."""
        block, inside = self.document.truth.locate(row)
        return self.models[model].parts[block], inside

    def truth_part(self, row: int) -> tuple[TruthPart, int]:
        """Return the truth's part that a row is in, and its place there."""
        block, inside = self.document.truth.locate(row)
        return self.truth[block], inside

    def state(self, table: int, row: int) -> int:
        """Return `OK`, `OFF_SUM` or `ZERO_SUM` for a row of a table."""
        if table == TRUTH:
            part, inside = self.truth_part(row)
            return int(part.states[inside])
        part, inside = self.model_part(table, row)
        return int(part.states[inside])

    @cached_property
    def truth_off_count(self) -> int:
        """How many rows of the truth are not distributions."""
        return sum(int((part.states != OK).sum()) for part in self.truth)

    @property
    def off_count(self) -> int:
        """How many rows of all tables are not distributions."""
        return self.truth_off_count + sum(model.off_count for model in self.models)

    def off_rows(self) -> Iterator[tuple[int, int, int]]:
        """Yield (table, row, state) of every row that is not a distribution, truth first."""
        tables = [(TRUTH, [part.states for part in self.truth])]
        tables += [(m, [part.states for part in model.parts]) for m, model in enumerate(self.models)]
        for table, parts in tables:
            start = 0
            for states in parts:
                for inside in np.nonzero(states != OK)[0]:
                    yield table, start + int(inside), int(states[inside])
                start += len(states)

    def left_out(self) -> Iterator[tuple[int, int, int]]:
        """Yield (table, row, state) of every row that the row-sum policy leaves out."""
        for table, row, state in self.off_rows():
            if self.leaves_out(state):
                yield table, row, state

    def leaves_out(self, state: int) -> bool:
        """Return whether the row-sum policy leaves out rows of this state."""
        policy = self.document.settings.row_sums
        return state != OK and (policy == "strict" or (policy == "normalize" and state == ZERO_SUM))

    @cached_property
    def truth_used_count(self) -> int:
        """How many rows of the truth count."""
        return sum(int(part.used.sum()) for part in self.truth)

    @cached_property
    def mean_entropy(self) -> float:
        """The mean H(p) of the truth's rows that count."""
        return _mean(((part.entropy, part.used) for part in self.truth), self.truth_used_count)

    def entropy(self) -> Float:
        """Return H(p) of every row (N,); nan where a row is left out."""
        return np.concatenate([part.entropy for part in self.truth])


def compute(document: Document, previous: Results | None = None) -> Results:
    """Return the results of `document`, taking over the parts of `previous` whose blocks and settings stay."""
    settings = document.settings
    wanted = settings.computed
    old_truth = {id(part.block): part for part in previous.truth} if previous else {}
    old_parts = {id(part.block): part for model in previous.models for part in model.parts} if previous else {}

    def truth_of(block: Block) -> TruthPart:
        old = old_truth.get(id(block))
        if old is not None and old.block is block and old.row_sums == settings.row_sums:
            return old
        return truth_part(block, settings.row_sums)

    def part_of(truth: TruthPart, block: Block, scale: Scale) -> ModelPart:
        old = old_parts.get(id(block))
        if old is not None and old.truth is truth and old.scale == scale and tuple(old.values) == wanted:
            return old
        return model_part(truth, block, scale, wanted)

    truth = tuple(truth_of(block) for block in document.truth.blocks)
    models = tuple(
        ModelResults(
            model,
            tuple(part_of(t, block, model.scale) for t, block in zip(truth, model.rows.blocks, strict=True)),
        )
        for model in document.models
    )
    return Results(document, truth, models)


def _mean(parts: Iterator[tuple[Float, Flags]], count: int) -> float:
    """Return the mean over all parts of their used figures; inf if one is inf, nan if there is none."""
    if count == 0:
        return float("nan")
    return sum(float(values[used].sum()) for values, used in parts) / count


def pending_entries(document: Document, previous: Results) -> int:
    """Return how many probabilities `compute` would have to go through anew."""
    settings, before = document.settings, previous.document.settings
    if settings.row_sums != before.row_sums or settings.computed != before.computed:
        return document.size * len(document.classes) * len(document.models)
    known = {id(part.block) for part in previous.truth}
    known.update(id(part.block) for model in previous.models for part in model.parts)
    pending = 0
    for index, truth in enumerate(document.truth.blocks):
        for model in document.models:
            if id(truth) not in known or id(model.rows.blocks[index]) not in known:
                pending += len(truth) * truth.width
    return pending
