"""The document: one immutable value of classes, samples, truth, models and settings.

An edit is a method that returns a new document sharing everything it did not touch, or raises and changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions, information, losses, validation
from core.blocks import Block, Indices, Rows
from core.errors import LossAtlasError
from core.losses import Loss
from core.temperature import tempered, untempered
from core.validation import ROW_SUMS, Float, RowSums, Scale

TRUTH = -1
"""The table index of the truth; models are 0, 1, …"""


def all_losses() -> tuple[Loss, ...]:
    """Return every registered loss with its default parameters."""
    return tuple(losses.create(name) for name in losses.names())


@dataclass(frozen=True)
class Settings:
    """What changes numbers without being data.

    Attributes
    ----------
    unit
        "nat", "bit" or "dit".
    losses
        Every loss, with its parameters, in menu order.
    loss
        The name of the one that the surface shows.
    shown
        The names of those in the tables.
    row_sums
        What is done with a row that does not sum to 1.
    """

    unit: str = "nat"
    losses: tuple[Loss, ...] = field(default_factory=all_losses)
    loss: str = "cross_entropy"
    shown: tuple[str, ...] = ("classification_error", "mse", "cross_entropy", "kl_divergence")
    row_sums: RowSums = "as-typed"

    def __post_init__(self) -> None:
        information.nats_per(self.unit)
        if self.row_sums not in ROW_SUMS:
            raise LossAtlasError("unknown_policy", policy=self.row_sums)
        self.find(self.loss)

    @property
    def current(self) -> Loss:
        """The loss that the surface shows."""
        return self.find(self.loss)

    @property
    def table_losses(self) -> tuple[Loss, ...]:
        """The losses in the tables, in menu order."""
        return tuple(loss for loss in self.losses if loss.name in self.shown)

    @property
    def computed(self) -> tuple[Loss, ...]:
        """The losses that results are computed for: those in the tables and the one on the surface."""
        return tuple(loss for loss in self.losses if loss.name in self.shown or loss.name == self.loss)

    def find(self, name: str) -> Loss:
        """Return the loss called `name` with its present parameters."""
        for loss in self.losses:
            if loss.name == name:
                return loss
        raise LossAtlasError("unknown_loss", name=name, known=", ".join(x.name for x in self.losses))

    def with_loss(self, loss: Loss) -> Settings:
        """Return settings in which `loss` replaces the one of its name."""
        return replace(self, losses=tuple(loss if old.name == loss.name else old for old in self.losses))


@dataclass(frozen=True, eq=False)
class Model:
    """One model's predictions: a name, its rows as typed, whether they are probabilities or logits, a temperature T.

    Whatever is computed is computed with the rows in use: z/T, or q^(1/T) with the row's own sum; as typed at T = 1.
    """

    name: str
    rows: Rows
    scale: Scale = "probability"
    temperature: float = 1.0

    def __post_init__(self) -> None:
        try:
            distributions.check_temperature(self.temperature)
        except LossAtlasError as error:
            raise error.at(self.name) from None

    def in_use(self, block: Block) -> Block:
        """Return a block of this model's rows as they are in use, on its own scale; at T = 1 the block itself."""
        if self.temperature == 1.0:
            return block
        return Block(tempered(block.dense(), self.scale, self.temperature), block.width, block.single)

    def row_in_use(self, index: int) -> Float:
        """Return one row (K,) as it is in use, on the model's own scale."""
        values = self.rows.row(index)
        return values if self.temperature == 1.0 else tempered(values, self.scale, self.temperature)

    def as_typed(self, row: Float) -> Float:
        """Return the row (K,) to be typed for `row` to be the one in use."""
        return row if self.temperature == 1.0 else untempered(row, self.scale, self.temperature)

    def probabilities(self, block: Block) -> Float:
        """Return a block of this model's rows as the probabilities in use (n, K)."""
        values = self.in_use(block).dense()
        return distributions.softmax_of(values) if self.scale == "logit" else values

    def probability_row(self, index: int) -> Float:
        """Return one row as the probabilities in use (K,)."""
        values = self.row_in_use(index)
        return distributions.softmax_of(values) if self.scale == "logit" else values


@dataclass(frozen=True, eq=False)
class Document:
    """Classes, samples, the truth, the models and the settings; made by `make`, changed by its methods."""

    classes: tuple[str, ...]
    truth: Rows
    models: tuple[Model, ...]
    samples: tuple[str, ...] | None = None
    settings: Settings = field(default_factory=Settings)

    # -- making -----------------------------------------------------------------------------------------

    @classmethod
    def make(
        cls,
        truth: npt.NDArray[Any] | Rows,
        models: Sequence[tuple[str, npt.NDArray[Any] | Rows, Scale]],
        *,
        classes: Sequence[str] | None = None,
        samples: Sequence[str] | None = None,
        settings: Settings | None = None,
    ) -> Document:
        """Return a checked document.

        Parameters
        ----------
        truth
            (N,) integer labels or (N, K) probabilities; or rows of these whose entries have been checked.
        models
            A name, an (N, K) array, or rows whose entries have been checked, and "probability" or "logit" for each.
        classes, samples
            Names; by default "class 1", … and none.
        settings
            By default the standard ones.

        Raises
        ------
        LossAtlasError
            Naming the table and the entry, for anything that cannot be used.
        """
        if not models:
            raise LossAtlasError("no_models")
        width = _width(models[0][1])
        names = tuple(classes) if classes is not None else tuple(f"class {k + 1}" for k in range(width))
        _check_names(names, "classes")
        if len(names) < 2:
            raise LossAtlasError("too_few_classes", count=len(names))
        rows = _truth_rows(truth, len(names))
        if samples is not None and len(samples) != len(rows):
            raise LossAtlasError("row_count", where="samples", found=len(samples), expected=len(rows))
        _check_names(tuple(name for name, _, _ in models), "models")
        made = tuple(
            Model(name, _model_rows(name, values, scale, rows, len(names)), scale) for name, values, scale in models
        )
        return cls(names, rows, made, tuple(samples) if samples is not None else None, settings or Settings())

    # -- reading ----------------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """The number of samples N."""
        return len(self.truth)

    def rows(self, table: int) -> Rows:
        """Return the rows of `TRUTH` or of a model, as typed."""
        return self.truth if table == TRUTH else self.models[table].rows

    def row_in_use(self, table: int, index: int) -> Float:
        """Return a row (K,) of a table as it is computed with, on the table's scale: of a model at its temperature."""
        return self.truth.row(index) if table == TRUTH else self.models[table].row_in_use(index)

    def scale(self, table: int) -> Scale:
        """Return whether a table holds probabilities or logits."""
        return "probability" if table == TRUTH else self.models[table].scale

    def table_name(self, table: int) -> str:
        """Return "truth" or the model's name."""
        return "truth" if table == TRUTH else self.models[table].name

    def sample_name(self, index: int) -> str:
        """Return the name of a sample, or its number from 1."""
        return self.samples[index] if self.samples is not None else str(index + 1)

    def off_rows(self, table: int) -> Indices:
        """Return which rows of a table of probabilities do not sum to 1."""
        off = [
            np.zeros(len(block), np.bool_) if block.is_labels else ~sums_to_one(block.values, block.single)
            for block in self.rows(table).blocks
        ]
        return np.flatnonzero(np.concatenate(off))

    def place(self, table: int, row: int) -> str:
        """Return a row as words, for an error; one that is not there raises."""
        name = self.table_name(table)
        try:
            self.truth.locate(row)
        except LossAtlasError as error:
            raise error.at(name) from None
        return f"{name}, {self.sample_name(row)}"

    def class_indices(self, labels: Sequence[str]) -> list[int]:
        """Return the class index of each label text: a class name, or else an index from 0."""
        return label_indices(labels, self.classes)

    # -- edits ------------------------------------------------------------------------------------------

    def with_rows(self, table: int, rows: Mapping[int, Float]) -> Document:
        """Return the document with whole rows replaced, checked as its scale asks."""
        for index, values in rows.items():
            where = self.place(table, index)
            if values.shape != (len(self.classes),):
                raise LossAtlasError("class_count", where=where, found=values.size, expected=len(self.classes))
            try:
                if self.scale(table) == "logit":
                    validation.check_logits(values, "")
                else:
                    validation.check_entries(values, "")
            except LossAtlasError as error:
                raise self._named(error, where) from None
        return self.with_table(table, self.rows(table).replaced(rows))

    def with_table(self, table: int, rows: Rows) -> Document:
        """Return the document with other rows in a table, which must have been checked."""
        if rows is self.rows(table):
            return self
        if table == TRUTH:
            return replace(self, truth=rows)
        return self._with_model(table, replace(self.models[table], rows=rows))

    def with_cells(self, table: int, cells: Mapping[tuple[int, int], float]) -> Document:
        """Return the document with single entries changed; the others of their rows stay as they are."""
        rows: dict[int, Float] = {}
        for (row, column), value in cells.items():
            rows.setdefault(row, self.rows(table).row(row))[column] = value
        return self.with_rows(table, rows)

    def with_probabilities(self, table: int, index: int, q: Float) -> Document:
        """Return the document with one row in use set to a distribution, whatever the table's scale."""
        return self.with_row_in_use(table, index, information.log_of(q) if self.scale(table) == "logit" else q)

    def with_row_in_use(self, table: int, index: int, row: Float) -> Document:
        """Return the document with what is typed in one row set so that `row` (K,), on the table's scale, is in use.

        At a high temperature a small probability would have to be typed as less than the smallest number; it becomes 0.
        """
        return self.with_rows(table, {index: row if table == TRUTH else self.models[table].as_typed(row)})

    def with_temperature(self, model: int, temperature: float) -> Document:
        """Return the document with a model at a temperature T > 0; what is typed stays, what is computed changes.

        Raises
        ------
        LossAtlasError
            If T is not a finite number above 0.
        """
        old = self.models[model]
        if old.temperature == temperature:
            return self
        return self._with_model(model, replace(old, temperature=float(temperature)))

    def with_scale(self, model: int, scale: Scale) -> Document:
        """Return the document with a model's rows kept as probabilities or as logits; distribution and T stay.

        A row that does not sum to 1 would be normalized on the way, so it is refused.
        """
        old = self.models[model]
        if old.scale == scale:
            return self
        if scale == "logit" and (off := self.off_rows(model)).size:
            raise LossAtlasError("not_a_distribution", where=self.place(model, int(off[0])))
        convert = information.log_of if scale == "logit" else distributions.softmax_of
        rows = old.rows.mapped(lambda block: Block(convert(block.dense()), block.width, block.single))
        return self._with_model(model, replace(old, rows=rows, scale=scale))

    def with_settings(self, **changes: Any) -> Document:
        """Return the document with some settings changed."""
        return replace(self, settings=replace(self.settings, **changes))

    def with_loss(self, loss: Loss) -> Document:
        """Return the document with new parameters for the loss of this name."""
        return replace(self, settings=self.settings.with_loss(loss))

    # -- inside -----------------------------------------------------------------------------------------

    def _with_model(self, index: int, model: Model) -> Document:
        models = (*self.models[:index], model, *self.models[index + 1 :])
        return replace(self, models=models)

    def _named(self, error: LossAtlasError, where: str) -> LossAtlasError:
        """Return `error` with the class's name in place of an index."""
        inner = error.where.strip("[]")
        place = f"{where}, {self.classes[int(inner)]}" if inner.isdigit() else where
        return LossAtlasError(error.code, where=place, **error.values)


def sums_to_one(values: npt.NDArray[Any], single: bool = False) -> npt.NDArray[np.bool_]:
    """Return for each row (n, K) whether it sums to 1 within the tolerance of its type, or of float32."""
    return validation.is_one(values.sum(axis=-1, dtype=np.float64), values.shape[-1], values.dtype, single)


def label_indices(labels: Sequence[str], classes: Sequence[str]) -> list[int]:
    """Return class indices of label texts; a name wins over an index. An unknown one raises with its row."""
    by_name = {name: index for index, name in enumerate(classes)}
    found: list[int] = []
    for row, text in enumerate(labels):
        index = by_name.get(text)
        if index is None and text.isascii() and text.isdigit() and len(text) < 10 and int(text) < len(classes):
            index = int(text)
        if index is None:
            raise LossAtlasError("unknown_label", where=f"row {row + 1}", text=text, last=len(classes) - 1)
        found.append(index)
    return found


def _check_names(names: tuple[str, ...], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if not name.strip():
            raise LossAtlasError("empty_name", where=what)
        if name in seen:
            raise LossAtlasError("duplicate_name", where=what, name=name)
        seen.add(name)


def _width(values: npt.NDArray[Any] | Rows) -> int:
    """Return the number of classes K, 0 where there is none."""
    return values.width if isinstance(values, Rows) else values.shape[1] if values.ndim == 2 else 0


def _truth_rows(truth: npt.NDArray[Any] | Rows, classes: int) -> Rows:
    if not isinstance(truth, Rows) and truth.ndim not in (1, 2):
        raise LossAtlasError("array_shape", where="truth", found=truth.shape, expected="(N,) or (N, classes)")
    if len(truth) == 0:
        raise LossAtlasError("no_samples", where="truth")
    if not isinstance(truth, Rows) and truth.ndim == 1:
        return Rows.from_array(validation.labels(truth, classes, "labels"), classes)
    if _width(truth) != classes:
        raise LossAtlasError("class_count", where="truth", found=_width(truth), expected=classes)
    return _checked_rows("truth", truth, "probability")


def _model_rows(name: str, values: npt.NDArray[Any] | Rows, scale: Scale, truth: Rows, classes: int) -> Rows:
    if not isinstance(values, Rows) and values.ndim != 2:
        raise LossAtlasError("array_shape", where=name, found=values.shape, expected=f"({len(truth)}, {classes})")
    if len(values) != len(truth):
        raise LossAtlasError("row_count", where=name, found=len(values), expected=len(truth))
    if _width(values) != classes:
        raise LossAtlasError("class_count", where=name, found=_width(values), expected=classes)
    return _checked_rows(name, values, scale)


def _checked_rows(name: str, values: npt.NDArray[Any] | Rows, scale: Scale) -> Rows:
    if isinstance(values, Rows):
        return values
    values = _as_float(values)
    (validation.check_logits if scale == "logit" else validation.check_entries)(values, name)
    return Rows.from_array(values)


def _as_float(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return float32 and float64 as they are, every other kind of number as float64."""
    if values.dtype == np.float32 or values.dtype == np.float64:
        return values
    with np.errstate(over="ignore"):  # beyond the largest float64 is inf, which the checks refuse
        return values.astype(np.float64)
