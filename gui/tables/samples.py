"""What the tables of samples have in common: a row shows the sample that an `Order` puts there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject

from core.blocks import Indices
from core.document import Document
from core.ordering import Order
from gui.tables.header import SAMPLE_ROLE as SAMPLE_ROLE


class SampleModel(QAbstractTableModel):
    """A table with a row a sample. Rows are a view's, samples the document's: `sample` and `row_of` lead across.

    An edit is asked for by samples, so that it means the same however rows are sorted and whichever are shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.order = Order(0)

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

    def say_changed(self, first: int, last: int) -> None:
        """Say that the samples `first` … `last` have other numbers: of the rows that may show them, no more."""
        rows = self.order.span(first, last)
        if rows is not None:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[1], self.columnCount() - 1))

    def say_all_changed(self) -> None:
        """Say that every row has other numbers."""
        if len(self.order):
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))


def same_cut(one: Document, other: Document) -> bool:
    """Return whether the rows of two documents come in blocks of the same sizes, which can be compared one by one."""
    if one.truth is other.truth:
        return True
    return [len(block) for block in one.truth.blocks] == [len(block) for block in other.truth.blocks]
