"""What follows from all rows: parts put together, and for a document found again by their blocks.

`merge` puts the parts of any rows together, wherever they were computed. `compute` does it for a document, and takes
over every part of earlier results whose block and settings are the same, and in a block that was edited the figures of
the other rows, so an edit computes what it touched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from core import distributions
from core.document import TRUTH, Document, Model
from core.information import nats_per
from core.losses import Loss
from core.parts import (
    OFF_SUM,
    OK,
    ZERO_SUM,
    ModelPart,
    Part,
    TruthPart,
    in_threads,
    model_part,
    truth_part,
)
from core.renewing import changed_stretch, renewed_model, renewed_truth, spanned
from core.validation import Float, RowSums, Scale

_WORTH_THREADS = 1 << 18
"""With fewer entries than this to go through, starting threads takes longer than they save."""
_P = TypeVar("_P")
_Key = tuple[int, Scale, float]
"""What a model's part follows from: the identity of its block, the scale, the temperature."""


@dataclass(frozen=True, eq=False)
class ModelResults:
    """One model's figures over all rows."""

    name: str
    parts: tuple[ModelPart, ...]

    def replaced(self, new: Mapping[int, ModelPart]) -> ModelResults:
        """Return figures with the parts of some blocks replaced; the same object if none is another."""
        parts = _replaced(self.parts, new)
        return self if parts is self.parts else ModelResults(self.name, parts)

    def per_sample(self, loss: Loss) -> Float:
        """Return the loss of every row (N,), in nats or unitless; nan where a row is left out."""
        return np.concatenate([part.values[loss] for part in self.parts])

    @cached_property
    def used_count(self) -> int:
        """How many rows count in the means."""
        return sum(part.used_count for part in self.parts)

    @cached_property
    def off_count(self) -> int:
        """How many rows are not distributions."""
        return sum(part.off_count for part in self.parts)

    @cached_property
    def right_count(self) -> int:
        """How many rows are classified rightly."""
        return sum(part.right_count for part in self.parts)

    def mean(self, loss: Loss) -> float:
        """Return the mean loss of the rows that count; nan if none does, or one has no value."""
        sums = [part.loss_sums[loss] for part in self.parts]
        return _ratio([value for value, _ in sums], [weight for _, weight in sums])

    def deviation(self, loss: Loss) -> float:
        """Return the standard deviation of the loss over the rows that count, s = √(Σ (xᵢ - x̄)² / (n - 1)).

        It is nan for fewer than two rows, and where a row has no finite value: infinite losses have no spread.
        """
        count, mean, squares = 0, 0.0, 0.0
        for more, their_mean, their_squares in (part.loss_moments[loss] for part in self.parts):
            if more:  # Chan, Golub and LeVeque (1983): squares are never taken from each other
                apart = their_mean - mean
                squares += their_squares + apart**2 * count * more / (count + more)
                mean += apart * more / (count + more)
                count += more
        return math.sqrt(squares / (count - 1)) if count > 1 and math.isfinite(squares) else math.nan

    def standard_error(self, loss: Loss) -> float:
        """Return by how much the mean loss would vary from sample to sample of rows: s/√n.

        For a mean over weights, Σ vᵢ / Σ wᵢ with vᵢ = wᵢ·xᵢ, that of a ratio (Cochran 1977, chapter 6):
        √(n/(n - 1) · Σ (vᵢ - x̄·wᵢ)²) / Σ wᵢ. It is nan where `deviation` is.
        """
        deviation = self.deviation(loss)
        if math.isnan(deviation) or not any(loss in part.weights for part in self.parts):
            return deviation / math.sqrt(self.used_count) if self.used_count else math.nan
        used = np.concatenate([part.used for part in self.parts])
        weights = np.concatenate([part.weights[loss] for part in self.parts])[used]
        off = self.per_sample(loss)[used] - self.mean(loss) * weights
        total = float(weights.sum())
        return math.sqrt(off.size / (off.size - 1) * float((off**2).sum())) / total if total else math.nan

    @cached_property
    def mean_entropy(self) -> float:
        """The mean H(p) of the rows that count for this model."""
        return self._mean_of_entropy(0)

    @cached_property
    def mean_divergence(self) -> float:
        """The mean KL(p‖q) of the rows that count."""
        return self._mean_of_entropy(1)

    @cached_property
    def mean_cross_entropy(self) -> float:
        """The mean H(p, q) of the rows that count."""
        return self._mean_of_entropy(2)

    def _mean_of_entropy(self, which: int) -> float:
        return _ratio([part.sums_of_entropies[which] for part in self.parts], [float(self.used_count)])


@dataclass(frozen=True, eq=False)
class Figures:
    """All figures of a truth and of models, in nats or unitless; of a document or of rows read from files."""

    row_sums: RowSums
    truth: tuple[TruthPart, ...]
    models: tuple[ModelResults, ...]

    @cached_property
    def size(self) -> int:
        """The number of rows N."""
        return sum(part.states.size for part in self.truth)

    @cached_property
    def truth_off_count(self) -> int:
        """How many rows of the truth are not distributions."""
        return sum(part.off_count for part in self.truth)

    @property
    def off_count(self) -> int:
        """How many rows of all tables are not distributions."""
        return self.truth_off_count + sum(model.off_count for model in self.models)

    def off_rows(self) -> Iterator[tuple[int, int, int, float]]:
        """Yield (table, row, state, sum as typed) of every row that is not a distribution, truth first."""
        tables: list[tuple[int, Sequence[TruthPart | ModelPart]]] = []
        if self.truth_off_count:
            tables.append((TRUTH, self.truth))
        tables += [(number, model.parts) for number, model in enumerate(self.models) if model.off_count]
        for table, parts in tables:
            start = 0
            for part in parts:
                for inside in np.nonzero(part.states != OK)[0] if part.off_count else ():
                    yield table, start + int(inside), int(part.states[inside]), float(part.sums[inside])
                start += part.states.size

    def left_out(self) -> Iterator[tuple[int, int, int, float]]:
        """Yield the same of every row that the row-sum policy leaves out."""
        return (found for found in self.off_rows() if self.leaves_out(found[2]))

    def leaves_out(self, state: int) -> bool:
        """Return whether the row-sum policy leaves out rows of this state."""
        return state != OK and (self.row_sums == "strict" or (self.row_sums == "normalize" and state == ZERO_SUM))

    @cached_property
    def truth_used_count(self) -> int:
        """How many rows of the truth count."""
        return sum(part.used_count for part in self.truth)

    @cached_property
    def mean_entropy(self) -> float:
        """The mean H(p) of the truth's rows that count."""
        return _ratio([part.entropy_sum for part in self.truth], [float(self.truth_used_count)])

    def entropy(self) -> Float:
        """Return H(p) of every row (N,); nan where a row is left out."""
        return np.concatenate([part.entropy for part in self.truth])


@dataclass(frozen=True, eq=False)
class Results(Figures):
    """The figures of a document."""

    document: Document

    def model_part(self, model: int, row: int) -> tuple[ModelPart, int]:
        """Return the part that a row of a model is in, and its place there."""
        block, inside = self.document.truth.locate(row)
        return self.models[model].parts[block], inside

    def truth_part(self, row: int) -> tuple[TruthPart, int]:
        """Return the truth's part that a row is in, and its place there."""
        block, inside = self.document.truth.locate(row)
        return self.truth[block], inside

    def truth_row(self, row: int) -> Float:
        """Return a row of the truth (K,) as it is computed on: as typed, or normalized if the policy is so."""
        p = self.document.truth.row(row)
        part, inside = self.truth_part(row)
        if self.row_sums == "normalize" and part.states[inside] == OFF_SUM:
            return distributions.normalize(p)
        return p

    def state(self, table: int, row: int) -> int:
        """Return `OK`, `OFF_SUM` or `ZERO_SUM` for a row of a table."""
        part, inside = self.truth_part(row) if table == TRUTH else self.model_part(table, row)
        return int(part.states[inside])


def merge(names: Sequence[str], parts: Iterable[Part], row_sums: RowSums) -> Figures:
    """Return the figures of all rows from the parts of consecutive chunks, with the models' names."""
    kept = tuple(parts)
    models = (ModelResults(name, tuple(part.models[m] for part in kept)) for m, name in enumerate(names))
    return Figures(row_sums, tuple(part.truth for part in kept), tuple(models))


def scale_of(loss: Loss, unit: str) -> float:
    """Return what to divide a loss's inner value by to show it in a unit: 1 for one that has none."""
    return nats_per(unit) if loss.in_units else 1.0


def compute(document: Document, previous: Results | None = None) -> Results:
    """Return the results of `document`, taking over the parts of `previous` whose blocks and settings stay."""
    if previous is not None and _is_alike(document, previous.document):
        return _edited(document, previous)
    settings, computed = document.settings, document.settings.computed
    same_losses = previous is not None and previous.document.settings.computed == computed
    truth_parts, model_parts = _known(previous, settings.row_sums)

    def part(index: int) -> Part:
        truth_block = document.truth.blocks[index]
        truth = truth_parts.get(id(truth_block)) or truth_part(truth_block, settings.row_sums)

        def of(model: Model) -> ModelPart:
            block = model.rows.blocks[index]
            old = model_parts.get((id(block), model.scale, model.temperature)) if same_losses else None
            if old and old.truth is truth:
                return old
            return model_part(truth, truth_block, block, model.scale, computed, settings.row_sums, model.temperature)

        return Part(truth, tuple(of(model) for model in document.models))

    parts = _each(part, range(len(document.truth.blocks)), document, previous)
    merged = merge([model.name for model in document.models], parts, settings.row_sums)
    return Results(merged.row_sums, merged.truth, merged.models, document)


def _edited(document: Document, previous: Results) -> Results:
    """Return the results of a document that is like the one of `previous` but for rows of some blocks."""
    stale = _stale(document, previous.document)
    parts = _each(lambda index: _renewed(document, previous, index), stale, document, previous)
    found = dict(zip(stale, parts, strict=True))
    models = (
        model.replaced({index: part.models[m] for index, part in found.items()})
        for m, model in enumerate(previous.models)
    )
    truth = _replaced(previous.truth, {index: part.truth for index, part in found.items()})
    return Results(previous.row_sums, truth, tuple(models), document)


def _each(
    part: Callable[[int], Part], blocks: Sequence[int], document: Document, previous: Results | None
) -> list[Part]:
    """Return the parts of some blocks, computed on all cores if that is long."""
    return in_threads(part, blocks) if _is_long(document, previous) else [part(index) for index in blocks]


def _renewed(document: Document, previous: Results, index: int) -> Part:
    """Return the part of a block of an edited document, of which only the rows that were edited are computed."""
    before, settings, block = previous.document, document.settings, document.truth.blocks[index]
    rows = changed_stretch(before.truth.blocks[index], block)
    truth = renewed_truth(previous.truth[index], block, rows, settings.row_sums)

    def of(results: ModelResults, old: Model, new: Model) -> ModelPart:
        own = changed_stretch(old.rows.blocks[index], new.rows.blocks[index])
        return renewed_model(
            results.parts[index],
            truth,
            block,
            new.rows.blocks[index],
            spanned(rows, own, len(block)),
            scale=new.scale,
            chosen=settings.computed,
            row_sums=settings.row_sums,
            temperature=new.temperature,
        )

    return Part(truth, tuple(map(of, previous.models, before.models, document.models)))


def _replaced(parts: tuple[_P, ...], new: Mapping[int, _P]) -> tuple[_P, ...]:
    """Return parts with some of them replaced; the same object if none is another."""
    if all(parts[index] is part for index, part in new.items()):
        return parts
    replaced = list(parts)
    for index, part in new.items():
        replaced[index] = part
    return tuple(replaced)


def _stale(new: Document, old: Document) -> list[int]:
    """Return the numbers of the blocks in which something differs between two documents that are alike."""
    tables = [(new.truth, old.truth)]
    tables += [(one.rows, other.rows) for one, other in zip(new.models, old.models, strict=True)]
    pairs = [(one.blocks, other.blocks) for one, other in tables if one is not other]
    return sorted(
        {k for ones, others in pairs for k, (a, b) in enumerate(zip(ones, others, strict=True)) if a is not b}
    )


def _is_alike(new: Document, old: Document) -> bool:
    """Return whether parts of two documents can stand for each other block by block, where the blocks are the same."""
    return (
        new.settings.row_sums == old.settings.row_sums
        and new.settings.computed == old.settings.computed
        and len(new.truth.blocks) == len(old.truth.blocks)
        and [(model.name, model.scale, model.temperature) for model in new.models]
        == [(model.name, model.scale, model.temperature) for model in old.models]
    )


def _known(previous: Results | None, row_sums: RowSums) -> tuple[dict[int, TruthPart], dict[_Key, ModelPart]]:
    """Return the parts of earlier results by the identity of their blocks, which `previous` keeps alive."""
    if previous is None or previous.row_sums != row_sums:
        return {}, {}
    old = previous.document
    truth = {id(block): part for block, part in zip(old.truth.blocks, previous.truth, strict=True)}
    models: dict[_Key, ModelPart] = {
        (id(block), model.scale, model.temperature): part
        for model, results in zip(old.models, previous.models, strict=True)
        for block, part in zip(model.rows.blocks, results.parts, strict=True)
    }
    return truth, models


def _is_long(document: Document, previous: Results | None) -> bool:
    if previous is None:
        return document.size * len(document.classes) * len(document.models) > _WORTH_THREADS
    return pending_entries(document, previous) > _WORTH_THREADS


def _ratio(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return Σ values / Σ weights; inf if a value is inf, nan if the weights are 0."""
    weight = math.fsum(weights)
    if weight == 0:
        return math.nan
    return (math.fsum(values) if all(map(math.isfinite, values)) else sum(values)) / weight


def pending_entries(document: Document, previous: Results) -> int:
    """Return how many probabilities `compute` would have to go through anew at most, of blocks that are others."""
    settings, before = document.settings, previous.document.settings
    if settings.row_sums != before.row_sums or settings.computed != before.computed:
        return document.size * len(document.classes) * len(document.models)
    width, old = document.truth.width, previous.document
    if _is_alike(document, old):
        anew = (
            len(document.truth.blocks[k])
            for k in _stale(document, old)
            for new, was in zip(document.models, old.models, strict=True)
            if document.truth.blocks[k] is not old.truth.blocks[k] or new.rows.blocks[k] is not was.rows.blocks[k]
        )
        return width * sum(anew)
    truths, models = _known(previous, settings.row_sums)
    anew = (
        len(block)
        for model in document.models
        for truth, block in zip(document.truth.blocks, model.rows.blocks, strict=True)
        if id(truth) not in truths or (id(block), model.scale, model.temperature) not in models
    )
    return width * sum(anew)
