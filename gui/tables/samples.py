"""What the tables of samples have in common: a row shows the sample that an `Order` puts there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QObject, Qt

from core.blocks import Indices
from core.document import Document
from core.ordering import Order, Sort
from gui.tables.header import SAMPLE_ROLE as SAMPLE_ROLE
from gui.tables.header import SORT_ROLE

translate = QCoreApplication.translate
Role = Qt.ItemDataRole

_EACH = 32
"""Up to so many cells of a changed row are told of one by one."""


class SampleModel(QAbstractTableModel):
    """A table with a row a sample. Rows are a view's, samples the document's: `sample` and `row_of` lead across.

    An edit is asked for by samples, so that it means the same however rows are sorted and whichever are shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.order = Order(0)
        self._sort: Sort | None = None

    def sample(self, row: int) -> int:
        """Return the sample that a row shows."""
        return self.order.sample(row)

    def row_of(self, sample: int) -> int | None:
        """Return the row that shows a sample; None if it is filtered out."""
        return self.order.row(sample)

    def samples(self, first: int, last: int) -> Indices:
        """Return the samples that the rows `first` … `last` show, from the top."""
        if self.order.samples is None:
            return np.arange(first, last + 1)
        return self.order.samples[first : last + 1].astype(np.int64)

    def sort_of(self, column: int) -> Sort:
        """Return what a click on a column's title sorts by."""
        raise NotImplementedError

    def sorts(self) -> list[tuple[str, Sort]]:
        """Return the title of each column and what it sorts by."""
        across = Qt.Orientation.Horizontal
        return [(str(self.headerData(k, across)), self.sort_of(k)) for k in range(self.columnCount())]

    def show_sort(self, sort: Sort | None) -> None:
        """Mark the column that rows are sorted by."""
        if sort != self._sort:
            self._sort = sort
            if self.columnCount():
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def sort_data(self, column: int, role: int, title: str = "") -> object:
        """Return how rows are sorted by a column: for its header’s mark, or in words after its title."""
        up = self.sort_of(column)
        way = "up" if self._sort == up else "down" if self._sort == up.turned() else None
        if role == SORT_ROLE:
            return way
        if role not in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            return None
        if way is None:
            words = translate("Tables", "Click: smallest first. Alt+↑ and Alt+↓ sort by the cell’s column.")
        elif way == "up":
            words = translate("Tables", "Sorted, smallest first. Click: largest first.")
        else:
            words = translate("Tables", "Sorted, largest first. Click: as the samples come.")
        return f"{title}\n{words}" if title and role == Role.ToolTipRole else words

    def say_changed(self, first: int, last: int, columns: Sequence[int]) -> None:
        """Say that samples have other numbers in some columns: of the rows that may show them, no more."""
        rows = self.order.span(first, last)
        if rows is None or not columns:
            return
        if rows[0] == rows[1] and len(columns) <= _EACH:
            for column in columns:  # a view repaints a single cell alone, and for two of them all it shows
                index = self.index(rows[0], column)
                self.dataChanged.emit(index, index)
        else:
            self.dataChanged.emit(self.index(rows[0], min(columns)), self.index(rows[1], max(columns)))

    def say_all_changed(self) -> None:
        """Say that every row has other numbers."""
        if len(self.order):
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))


def same_cut(one: Document, other: Document) -> bool:
    """Return whether the rows of two documents come in blocks of the same sizes, which can be compared one by one."""
    if one.truth is other.truth:
        return True
    return [len(block) for block in one.truth.blocks] == [len(block) for block in other.truth.blocks]
