"""Which samples are shown, and in what order: a view of the rows, never a change of them.

An `Arrangement` is what a person asked for, a value; `arrange` makes an `Order` of it, the samples from the top. A row
is what a table counts, a sample what a document counts: an `Order` leads from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from core import names
from core.blocks import Block
from core.document import TRUTH, Document
from core.parts import OK, ModelPart
from core.results import Results
from core.validation import Float

Kind = Literal["name", "predicted", "loss", "entropy", "divergence", "truth", "model"]
Samples = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

UNMEASURED: tuple[Kind, ...] = ("name", "predicted")
"""What rows may be sorted by that is no number of theirs."""
SUM = -1
"""The column of a table's sums, after its classes."""

_FEW = 16
_LAST_CODE = np.iinfo(np.int16).max
_LOOKED_AT = 512


@dataclass(frozen=True)
class Sort:
    """What rows are sorted by.

    Attributes
    ----------
    kind
        The samples' names, the class that the model says, a loss, H(p), KL(p‖q), or a column of the table of the
        truth or of the model as it stands there, probabilities or logits.
    loss
        Which loss.
    column
        Which class of that table, or `SUM`.
    descending
        Largest first. Rows without a figure are last either way.
    """

    kind: Kind
    loss: str = ""
    column: int = 0
    descending: bool = False

    def turned(self) -> Sort:
        """Return the same the other way round."""
        return replace(self, descending=not self.descending)

    def fits(self, document: Document) -> bool:
        """Return whether a document's tables have what rows are sorted by."""
        if self.kind == "loss":
            return any(loss.name == self.loss for loss in document.settings.table_losses)
        return self.column < len(document.classes)


@dataclass(frozen=True)
class Bounds:
    """Two numbers, in nats or unitless, that a row's figure lies between or at; infinite for no limit on that side.

    Attributes
    ----------
    measure
        Whose figure: what rows may also be sorted by, but for names and the class that the model says.
    """

    measure: Sort
    low: float = -np.inf
    high: float = np.inf


@dataclass(frozen=True)
class Arrangement:
    """What a person asked of the rows: how they are sorted, and what a row must be to be shown.

    Attributes
    ----------
    sort
        None for the document's own order.
    text
        What names must contain, upper and lower case alike; empty for anything.
    wrong
        Only rows that the model classifies wrongly.
    disagree
        Only rows for which models say different classes.
    off
        Only rows of which the truth or some model's prediction is not a distribution.
    brushed
        Only rows picked out together.
    true
        Only rows of this class, the most probable one of a truth that is not certain; None for any.
    predicted
        Only rows for which the model says this class; None for any.
    bounds
        Only rows that have a figure there; None for any.
    """

    sort: Sort | None = None
    text: str = ""
    wrong: bool = False
    disagree: bool = False
    off: bool = False
    brushed: bool = False
    true: int | None = None
    predicted: int | None = None
    bounds: Bounds | None = None

    @property
    def is_filter(self) -> bool:
        """Whether some row may be left away."""
        of_numbers = self.true is not None or self.predicted is not None or self.bounds is not None
        return bool(self.text) or self.wrong or self.disagree or self.off or self.brushed or of_numbers

    @property
    def is_plain(self) -> bool:
        """Whether all rows are shown as they come."""
        return self.sort is None and not self.is_filter

    def fitted(self, document: Document, *, has_brush: bool) -> Arrangement:
        """Return the arrangement without what makes no sense for a document, or with no sample picked out."""
        sort = self.sort if self.sort is not None and self.sort.fits(document) else None
        classes = len(document.classes)
        return replace(
            self,
            sort=sort,
            disagree=self.disagree and len(document.models) > 1,
            brushed=self.brushed and has_brush,
            true=self.true if self.true is not None and self.true < classes else None,
            predicted=self.predicted if self.predicted is not None and self.predicted < classes else None,
            bounds=self.bounds if self.bounds is not None and self.bounds.measure.fits(document) else None,
        )


@dataclass(frozen=True, eq=False)
class Order:
    """The samples that tables show, from the top; compared by identity.

    Attributes
    ----------
    size
        How many samples N the document has.
    samples
        The samples (n,) of the rows, read-only; None for all N as they come.
    """

    size: int
    samples: Samples | None = None

    def __post_init__(self) -> None:
        if self.samples is not None:
            self.samples.flags.writeable = False

    def __len__(self) -> int:
        return self.size if self.samples is None else self.samples.size

    @property
    def is_partial(self) -> bool:
        """Whether some sample is not shown."""
        return len(self) < self.size

    @cached_property
    def _rows(self) -> Samples:
        assert self.samples is not None
        rows = np.full(self.size, -1, np.int32)
        rows[self.samples] = np.arange(self.samples.size, dtype=np.int32)
        return rows

    def sample(self, row: int) -> int:
        """Return the sample that a row shows."""
        return row if self.samples is None else int(self.samples[row])

    def row(self, sample: int) -> int | None:
        """Return the row that shows a sample; None if none does."""
        if self.samples is None:
            return sample if 0 <= sample < self.size else None
        row = int(self._rows[sample]) if 0 <= sample < self.size else -1
        return row if row >= 0 else None

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the first and the last row that show any of the samples `first` … `last`; None if none does."""
        if self.samples is None:
            return first, last
        rows = self._rows[first : last + 1]
        rows = rows[rows >= 0]
        return (int(rows.min()), int(rows.max())) if rows.size else None

    def mask(self) -> Mask:
        """Return for every sample whether it is shown, (N,)."""
        if self.samples is None:
            return np.ones(self.size, np.bool_)
        shown = np.zeros(self.size, np.bool_)
        shown[self.samples] = True
        return shown

    def same_as(self, other: Order) -> bool:
        """Return whether the same samples are shown in the same order."""
        if self.samples is None or other.samples is None:
            return self.samples is other.samples and self.size == other.size
        return self.size == other.size and np.array_equal(self.samples, other.samples)

    def step(self, sample: int, by: int) -> int:
        """Return the sample `by` rows further on, or at the end that way; one not shown leads to the nearest that is.

        Nearest in the document's order, since a sample that is not shown has no place in another.
        """
        if not len(self):
            return sample
        row = self.row(sample)
        if row is None:
            assert self.samples is not None
            shown = np.sort(self.samples)
            at = int(np.searchsorted(shown, sample)) - (by < 0)
            return int(shown[min(max(at, 0), shown.size - 1)])
        return self.sample(min(max(row + by, 0), len(self) - 1))


def arrange(results: Results, model: int, wanted: Arrangement, brushed: npt.NDArray[Any] | None = None) -> Order:
    """Return the order in which rows are shown.

    Parameters
    ----------
    results
        The figures rows are sorted by, and their document.
    model
        Whose figures they are.
    wanted
        What was asked for, which `Arrangement.fitted` has made fit the document.
    brushed
        The samples picked out together (n,), for `wanted.brushed`.

    Rows of equal figures keep the document's order, whichever way they are sorted; rows without a figure are last.
    """
    size = results.document.size
    kept = np.flatnonzero(_kept(results, model, wanted, brushed)).astype(np.int32) if wanted.is_filter else None
    if wanted.sort is None:
        return Order(size, kept)
    keys = figures(results, model, wanted.sort)
    if kept is not None:
        keys = keys[kept]
    places = stable_order(keys, descending=wanted.sort.descending)
    return Order(size, places if kept is None else kept[places])


def figures(results: Results, model: int, sort: Sort) -> Float:
    """Return what each sample is sorted by, (N,) in nats or unitless; nan where there is none."""
    document, parts = results.document, results.models[model].parts
    if sort.kind == "name":
        return names.ranks(document.samples, document.size)
    if sort.kind == "loss":
        loss = document.settings.find(sort.loss)
        return np.concatenate([part.values[loss] for part in parts])
    if sort.kind == "entropy":
        return np.concatenate([part.truth.entropy for part in parts])
    if sort.kind == "divergence":
        return np.concatenate([part.divergence for part in parts])
    if sort.kind == "predicted":
        return np.concatenate([_said(part) for part in parts])
    table = TRUTH if sort.kind == "truth" else model
    if sort.column == SUM:
        summed = results.truth if table == TRUTH else parts
        return np.concatenate([np.where(part.states == OK, 1.0, part.sums) for part in summed])  # not by rounding
    blocks = document.rows(table).blocks
    columns = (b.values == sort.column if b.is_labels else b.values[:, sort.column] for b in blocks)
    return np.concatenate([column.astype(np.float64) for column in columns])


def _said(part: ModelPart) -> Float:
    """Return the predicted classes, right ones before wrong ones; nan where a row is left out."""
    return np.where(part.predicted < 0, np.nan, 2.0 * part.predicted + ~part.right)


def _kept(results: Results, model: int, wanted: Arrangement, brushed: npt.NDArray[Any] | None) -> Mask:
    """Return for each sample (N,) whether it is what a row must be."""
    document, kept = results.document, np.ones(results.document.size, np.bool_)
    if wanted.brushed and brushed is not None:
        kept[:] = False
        kept[brushed] = True
    if wanted.wrong:
        kept &= np.concatenate([part.used & ~part.right for part in results.models[model].parts])
    if wanted.disagree:
        kept &= disagreeing(results)
    if wanted.off:
        off = np.concatenate([part.states != OK for part in results.truth])
        for each in results.models:
            if each.off_count:
                off |= np.concatenate([part.states != OK for part in each.parts])
        kept &= off
    for each in _of_numbers(results, model, wanted):
        kept &= each
    if wanted.text:
        kept &= names.containing(document.samples, document.size, wanted.text)
    return kept


def _of_numbers(results: Results, model: int, wanted: Arrangement) -> Iterator[Mask]:
    """Yield for each sample (N,) whether it is of the classes, and in the range, that are asked for."""
    if wanted.true is not None:
        yield np.concatenate([_true_classes(block) for block in results.document.truth.blocks]) == wanted.true
    if wanted.predicted is not None:
        yield np.concatenate([part.predicted for part in results.models[model].parts]) == wanted.predicted
    if wanted.bounds is not None:
        values = figures(results, model, wanted.bounds.measure)
        yield (values >= wanted.bounds.low) & (values <= wanted.bounds.high)


def _true_classes(block: Block) -> npt.NDArray[np.integer[Any]]:
    """Return the class of each row (n,), the first of the most probable ones; -1 for a row of zeros."""
    if block.is_labels:
        return block.values
    largest = block.values.argmax(axis=-1)
    return np.where(np.take_along_axis(block.values, largest[:, np.newaxis], axis=-1)[:, 0] > 0, largest, -1)


def disagreeing(results: Results) -> Mask:
    """Return for each sample (N,) whether two models say different classes; a model that leaves it out says none."""
    blocks = zip(*(model.parts for model in results.models), strict=True)
    return np.concatenate([_disagree(parts) for parts in blocks])


def _disagree(parts: Sequence[ModelPart]) -> Mask:
    said = [part.predicted for part in parts]
    if all(part.used_count == part.predicted.size for part in parts):
        return np.logical_or.reduce([each != said[0] for each in said])
    least = np.min([np.where(each < 0, np.iinfo(np.int64).max, each) for each in said], axis=0)
    return np.max(said, axis=0) > least


def stable_order(values: Float, *, descending: bool = False) -> Samples:
    """Return the indices (n,) that sort values, equal ones as they come and nan last.

    numpy's stable sort of float64 takes four times as long as its plain one where that uses wide registers. So the
    plain one sorts, and only runs of equal values are put in their order afterwards; where there are but a few values,
    each is looked for instead; and whole numbers are sorted as such, digit by digit.
    """
    keys = -values if descending else values
    some = np.unique(keys[:: max(1, keys.size // _LOOKED_AT)])
    found = _by_value(keys, some) if some.size <= _FEW else _by_number(keys, some)
    if found is not None:
        return found
    order = np.argsort(keys)
    sorted_ = keys[order]
    same = sorted_[1:] == sorted_[:-1]
    if np.isnan(sorted_[-1]):
        same |= np.isnan(sorted_[:-1])
    if same.any():
        _put_in_order(order, same)
    return order.astype(np.int32)


def _by_value(keys: Float, some: Float) -> Samples | None:
    """Return the order of keys that are all among some values; None if they are not."""
    order, filled = np.empty(keys.size, np.int32), 0
    for value in some:
        found = np.flatnonzero(np.isnan(keys) if np.isnan(value) else keys == value)
        order[filled : filled + found.size] = found
        filled += found.size
    return order if filled == keys.size else None


def _by_number(keys: Float, some: Float) -> Samples | None:
    """Return the order of keys that are whole numbers not far from each other; None if they are not."""
    if not (some[:-1] == np.floor(some[:-1])).all():  # the last may be nan
        return None
    least, most = np.fmin.reduce(keys), np.fmax.reduce(keys)
    if not most - least < _LAST_CODE:
        return None
    codes = np.where(np.isnan(keys), _LAST_CODE, keys - least)
    if not (codes == np.floor(codes)).all():
        return None
    return np.argsort(codes.astype(np.int16), kind="stable").astype(np.int32)


def _put_in_order(order: npt.NDArray[np.int64], same: Mask) -> None:
    """Sort within each run of equal values, given whether each place has the value of the one before it."""
    tied = np.zeros(order.size, np.bool_)
    tied[1:] = same
    tied[:-1] |= same
    at = np.flatnonzero(tied)
    begins = np.ones(at.size, np.bool_)
    begins[1:] = ~same[at[1:] - 1]
    runs = np.cumsum(begins) * order.size
    keys = order[at] + runs
    keys.sort()
    order[at] = keys - runs
