"""The tables of the truth and of a model's predictions: one row a sample, one column a class, then the sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont

from core import distributions
from core.blocks import Rows
from core.document import TRUTH, Document, Scale
from core.edits import cells
from core.errors import LossAtlasError
from core.locks import NONE, Locks
from core.ordering import SUM, Order, Sort
from core.results import OK, Results
from gui import text
from gui.plotting.style import LIGHT, Style
from gui.store import Intent
from gui.tables.lock_mark import LOCK_ROLE
from gui.tables.parsing import is_number, parse_number
from gui.tables.samples import SAMPLE_ROLE, SampleModel, same_cut
from gui.text import number, plain

translate = QCoreApplication.translate

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DistributionModel(SampleModel):
    """One table of a document, straight from its blocks. An edit becomes an intent; nothing is written here."""

    intended = Signal(object)
    refused = Signal(object)

    def __init__(self, table: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.keep_sums = False
        self.locks: Locks = NONE
        self._locked_cells: frozenset[tuple[int, int]] = frozenset()
        self.style: Style = LIGHT
        self._results: Results | None = None
        self._accepted = True

    # -- results in -------------------------------------------------------------------------------------

    def show_results(self, results: Results, table: int, order: Order) -> None:
        """Show other rows, saying as little as possible has changed."""
        before, old_table = self._results, self.table
        if before is None or table != old_table or order is not self.order or not _same_shape(before, results):
            self.beginResetModel()
            self._results, self.table, self.order = results, table, order
            self.endResetModel()
            return
        self._results = results
        old, new = before.document, results.document
        if old.settings.row_sums != new.settings.row_sums:
            self.say_all_changed()
            return
        if old.scale(table) != new.scale(table):
            self.say_all_changed()
        for first, last, columns in changed_cells(old.rows(table), new.rows(table)):
            self.say_changed(first, last, (*columns, len(new.classes)))

    def show_locks(self, locks: Locks) -> None:
        """Mark what is locked, in the table last shown."""
        cells_here = frozenset((sample, k) for table, sample, k in locks.cells if table == self.table)
        if (locks, cells_here) == (self.locks, self._locked_cells):
            return
        self.locks, self._locked_cells = locks, cells_here
        if self.columnCount():
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.say_all_changed()

    @property
    def document(self) -> Document | None:
        """The document on show."""
        return self._results.document if self._results is not None else None

    @property
    def scale(self) -> Scale:
        """Whether the numbers are probabilities or logits."""
        return "probability" if self._results is None else self._results.document.scale(self.table)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.style = style

    # -- Qt's questions ---------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._results is None else len(self.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._results is None else len(self._results.document.classes) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._results is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        is_class = index.column() < len(self._results.document.classes)
        return flags | Qt.ItemFlag.ItemIsEditable if is_class else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if self._results is None:
            return None
        document = self._results.document
        if orientation == Qt.Orientation.Vertical:
            sample = self.sample(section)
            named = role in (Role.DisplayRole, Role.ToolTipRole)
            return document.sample_name(sample) if named else sample if role == SAMPLE_ROLE else None
        title = document.classes[section] if section < len(document.classes) else "Σ"
        if role == Role.DisplayRole:
            return title
        if role == Role.ForegroundRole:
            return QColor(self.style.class_text(section)) if section < len(document.classes) else None
        if role == LOCK_ROLE:
            return section in self.locks.classes
        return self.sort_data(section, role, title)

    def sort_of(self, column: int) -> Sort:
        is_sum = column == self.columnCount() - 1
        return Sort("truth" if self.table == TRUTH else "model", column=SUM if is_sum else column)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if self._results is None or not index.isValid():
            return None
        if role == Role.TextAlignmentRole:
            return _RIGHT
        if role == Role.FontRole:
            return self._font(index)
        if role == LOCK_ROLE:
            return self._is_locked(index)
        if role not in (Role.DisplayRole, Role.EditRole, Role.ToolTipRole, Role.ForegroundRole):
            return None
        sample = self.sample(index.row())
        row = self._results.document.rows(self.table).row(sample)
        if index.column() == row.size:
            return self._sum(sample, row, role)
        value = float(row[index.column()])
        if role == Role.DisplayRole:
            return plain(value) if self.table == TRUTH and value in (0.0, 1.0) else number(value)
        if role == Role.ToolTipRole and self._is_locked(index):
            return translate("Tables", "{value}, locked: no edit changes it. Ctrl+L unlocks a cell.").format(
                value=plain(value)
            )
        return plain(value) if role in (Role.EditRole, Role.ToolTipRole) else None

    def _is_locked(self, index: Index) -> bool:
        cell = self.sample(index.row()), index.column()
        return index.column() in self.locks.classes or cell in self._locked_cells

    def _font(self, index: Index) -> QFont:
        off = self._results is not None and self._results.state(self.table, self.sample(index.row())) != OK
        return self.style.font(12, bold=off and index.column() == self.columnCount() - 1)

    def _sum(self, sample: int, row: np.ndarray, role: int) -> object:
        """Return the last column: the sum of the probabilities, marked where it is not 1."""
        assert self._results is not None
        document = self._results.document
        is_logits = document.scale(self.table) == "logit"
        total = float(distributions.softmax_of(row).sum() if is_logits else row.sum())
        state = self._results.state(self.table, sample)
        if role == Role.DisplayRole:
            if state != OK:
                return f"▲ {total:.6g}"
            return "1" if self.table == TRUTH and total == 1.0 else number(total)
        if role == Role.ForegroundRole:
            return QColor(self.style.muted if state == OK else self.style.warning)
        if role == Role.ToolTipRole and state != OK:
            mend = translate("Tables", "Ctrl+R normalizes it.")
            problem = text.row_problem(document, self.table, sample, state)
            return text.joined((translate("Tables", "{words}.").format(words=problem), mend))
        return plain(total) if role == Role.EditRole else None

    # -- edits out --------------------------------------------------------------------------------------

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Ask for one cell to be changed; False, with `refused` emitted, if the text is no usable number."""
        if role != Role.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        assert self._results is not None
        sample, classes = self.sample(index.row()), self._results.document.classes
        if isinstance(value, str) and value.strip() in classes and not is_number(value):
            return self._ask_label(sample, classes.index(value.strip()))
        try:
            wanted = float(value) if isinstance(value, int | float) else parse_number(str(value))
        except LossAtlasError as error:
            self.refused.emit(error.at(self._place(index)))
            return False
        edit = partial(
            cells.typed,
            table=self.table,
            sample=sample,
            index=index.column(),
            value=wanted,
            keep_sums=self.keep_sums,
            locks=self.locks,
        )
        return self._ask(edit)

    def _ask_label(self, sample: int, label: int) -> bool:
        """Emit the intent to give all of a row to one class, whose name was typed."""
        table, locks = self.table, self.locks
        return self._ask(lambda document: cells.labelled(document, table, np.array([sample]), [label], locks))

    def _ask(self, edit: Callable[[Document], Document]) -> bool:
        """Emit the intent to edit this table; False if it was refused.

        It changes the document it is given, not the one last painted: two edits may come between two frames.
        """
        assert self._results is not None
        self._accepted = True
        title = text.table_title(self._results.document, self.table)
        self.intended.emit(Intent(translate("Tables", "Edit {table}").format(table=title), edit))
        return self._accepted

    def refuse(self) -> None:
        """Learn that the intent just emitted was refused."""
        self._accepted = False

    def _place(self, index: Index) -> str:
        assert self._results is not None
        document = self._results.document
        name = text.table_title(document, self.table)
        row = text.beside(name, text.sample_title(document, self.sample(index.row())))
        return text.beside(row, document.classes[index.column()])


def _same_shape(one: Results, other: Results) -> bool:
    a, b = one.document, other.document
    return same_cut(a, b) and a.classes == b.classes and a.samples == b.samples and len(a.models) == len(b.models)


def changed_cells(old: Rows, new: Rows) -> Sequence[tuple[int, int, Sequence[int]]]:
    """Return the first and last row that changed, and which columns, of each block that is not the same object."""
    found: list[tuple[int, int, Sequence[int]]] = []
    start, width = 0, new.width
    for before, after in zip(old.blocks, new.blocks, strict=True):
        if before is not after:
            alike = before.values.shape == after.values.shape and not after.is_labels
            differ = np.flatnonzero(before.values != after.values if alike else before.dense() != after.dense())
            if differ.size:
                columns = np.unique(differ % width).tolist()
                found.append((start + int(differ[0]) // width, start + int(differ[-1]) // width, columns))
        start += len(after)
    return found
