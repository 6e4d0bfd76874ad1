"""The table of results: a row a sample and a column a measure, for the model in focus; and the means below it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from core.blocks import Indices
from core.information import nats_per
from core.losses import Loss
from core.ordering import Order, Sort
from core.parts import ModelPart
from core.results import OK, ModelResults, Results
from core.shown import Shown, shown
from gui import text
from gui.plotting.style import LIGHT, Style
from gui.tables.header import SHORT_ROLE
from gui.tables.samples import SAMPLE_ROLE, SampleModel, same_cut
from gui.text import number, plain

translate = QCoreApplication.translate

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ResultsModel(SampleModel):
    """What the model in focus says of each sample, each loss, H(p) and KL; with `mean` their means.

    Where not all samples are shown a second row of means is of those shown.
    """

    def __init__(self, *, mean: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mean = mean
        self._results: Results | None = None
        self._model = 0
        self._shown: Shown | None = None
        self._losses: tuple[Loss, ...] = ()
        self.style: Style = LIGHT

    def show_results(self, results: Results, model: int, order: Order) -> None:
        """Show other figures, resetting only if the table's shape changes."""
        before, losses = self._results, results.document.settings.table_losses
        same = (
            before is not None
            and order is self.order
            and same_cut(before.document, results.document)
            and before.document.samples == results.document.samples
            and losses == self._losses
            and before.document.settings.unit == results.document.settings.unit
        )
        if not same:
            self.beginResetModel()
        old_model = self._model
        if self._mean:
            self._shown = shown(results, model, order, self._shown) if order.is_partial else None
        self._results, self._model, self._losses, self.order = results, model, losses, order
        if not same:
            self.endResetModel()
            return
        assert before is not None
        if self._mean or old_model != model:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        start = 0
        for old, new in zip(before.models[model].parts, results.models[model].parts, strict=True):
            if old is not new:
                rows, columns = self._changed_cells(old, new)
                if rows.size:
                    self.say_changed(start + int(rows[0]), start + int(rows[-1]), columns)
            start += new.states.size

    def _changed_cells(self, old: ModelPart, new: ModelPart) -> tuple[Indices, list[int]]:
        """Return which rows of a block have other figures than before, and in which columns."""
        pairs = [(old.values[loss], new.values[loss]) for loss in self._losses]
        pairs += [(old.truth.entropy, new.truth.entropy), (old.divergence, new.divergence)]
        differ = [(old.predicted != new.predicted) | (old.right != new.right)]
        differ += [(before != after) & ~(np.isnan(before) & np.isnan(after)) for before, after in pairs]
        shown = differ[: self.columnCount()]
        return np.flatnonzero(np.logical_or.reduce(shown)), [k for k, rows in enumerate(shown) if rows.any()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        if parent.isValid() or self._results is None:
            return 0
        return (2 if self.order.is_partial else 1) if self._mean else len(self.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._results is None else len(self._losses) + 2 + self._has_kl_column

    @property
    def _has_kl_column(self) -> bool:
        """Whether KL stands in a column of its own, since it is not among the losses shown."""
        return all(loss.name != "kl_divergence" for loss in self._losses)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if self._results is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._mean_title(section, role) if self._mean else self._row_title(section, role)
        if role == SHORT_ROLE:
            return [translate("Tables", "says"), *(loss.symbol for loss in self._losses), "H(p)", "KL"][section]
        unit = self._results.document.settings.unit
        titles = [text.measure_title(loss, unit) for loss in self._losses]
        named = text.unit_name(unit)
        title = [translate("Tables", "says"), *titles, f"H(p) {named}", f"KL(p‖q) {named}"][section]
        return title if role == Role.DisplayRole else self.sort_data(section, role, title)

    def _row_title(self, row: int, role: int) -> object:
        assert self._results is not None
        sample = self.sample(row)
        named = role in (Role.DisplayRole, Role.ToolTipRole)
        return self._results.document.sample_name(sample) if named else sample if role == SAMPLE_ROLE else None

    def _mean_title(self, row: int, role: int) -> str | None:
        """Return what the row is the mean of, if not all samples are shown."""
        if role == SHORT_ROLE and self.order.is_partial:
            count = text.counted(len(self.order))
            return translate("Tables", "{count} shown").format(count=count) if row else translate("Tables", "all")
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        if not self.order.is_partial:
            return translate("Tables", "mean")
        if not row:
            return translate("Tables", "mean of all")
        return translate("Tables", "mean of {count} shown").format(count=text.counted(len(self.order)))

    def sort_of(self, column: int) -> Sort:
        if column == 0:
            return Sort("predicted")
        if column <= len(self._losses):
            return Sort("loss", self._losses[column - 1].name)
        return Sort("entropy" if column == len(self._losses) + 1 else "divergence")

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if self._results is None or not index.isValid():
            return None
        if role == Role.TextAlignmentRole:
            return _RIGHT
        if role == Role.FontRole:
            return self.style.font(12, bold=self._mean)
        sample = 0 if self._mean else self.sample(index.row())
        if role == Role.ForegroundRole and not self._mean and index.column() == 0:
            part, inside = self._results.model_part(self._model, sample)
            return QColor(self.style.accent if part.right[inside] else self.style.warning)
        if role not in (Role.DisplayRole, Role.EditRole, Role.ToolTipRole):
            return None
        if index.column() == 0:
            return self._says(index.row()) if role == Role.DisplayRole else None
        value = self._mean_value(index.row(), index.column()) if self._mean else self._value(sample, index.column())
        if role == Role.DisplayRole:
            return number(value)
        if role == Role.ToolTipRole and math.isnan(value):
            return self._why_no_mean(index.row(), index.column()) if self._mean else self._why_no_value(sample)
        return plain(value)

    def _says(self, row: int) -> str:
        """Return the predicted class and whether it is right; in a row of means, how many are right."""
        assert self._results is not None
        if self._mean:
            model = self._averaged(row)
            return f"{model.right_count}/{model.used_count} ✓"
        part, inside = self._results.model_part(self._model, self.sample(row))
        predicted = int(part.predicted[inside])
        if predicted < 0:
            return "—"
        return f"{self._results.document.classes[predicted]} {'✓' if part.right[inside] else '✗'}"

    def _value(self, sample: int, column: int) -> float:
        assert self._results is not None
        unit = self._results.document.settings.unit
        part, inside = self._results.model_part(self._model, sample)
        if column <= len(self._losses):
            loss = self._losses[column - 1]
            return float(part.values[loss][inside]) / text.scale_of(loss, unit)
        values = part.truth.entropy if column == len(self._losses) + 1 else part.divergence
        return float(values[inside]) / nats_per(unit)

    def _averaged(self, row: int) -> ModelResults:
        """Return the figures that a row of means is of: all samples, or those shown."""
        assert self._results is not None
        return self._shown.model if row and self._shown is not None else self._results.models[self._model]

    def _mean_value(self, row: int, column: int) -> float:
        assert self._results is not None
        unit = self._results.document.settings.unit
        model = self._averaged(row)
        if column <= len(self._losses):
            loss = self._losses[column - 1]
            return model.mean(loss) / text.scale_of(loss, unit)
        mean = model.mean_entropy if column == len(self._losses) + 1 else model.mean_divergence
        return mean / nats_per(unit)

    def _why_no_mean(self, row: int, column: int) -> str:
        if row and not len(self.order):
            return translate("Tables", "No row is shown.")
        loss = self._losses[column - 1] if column <= len(self._losses) else None
        return text.why_no_mean(self._averaged(row), loss)

    def _why_no_value(self, sample: int) -> str:
        """Return which row is left out and why; or why a row that counts has no value."""
        assert self._results is not None
        part, inside = self._results.model_part(self._model, sample)
        if part.used[inside]:
            return text.why_no_value()
        for table in (-1, self._model):
            state = self._results.state(table, sample)
            if state != OK:
                name = text.table_title(self._results.document, table)
                return text.labelled(name, text.row_problem(self._results.document, table, sample, state))
        return ""
