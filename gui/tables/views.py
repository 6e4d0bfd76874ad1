"""Table views with a spreadsheet's hands: typing, Tab, Enter moves down; what is selected, and its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QClipboard,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.blocks import Indices
from gui.focus import Brush
from gui.plotting.style import LIGHT, Style
from gui.tables.distributions import DistributionModel
from gui.tables.header import GAP, LARGEST_WIDTH, Header
from gui.tables.lock_mark import LOCK_ROLE, paint_lock
from gui.text import fitting, number, plain

ROW_HEIGHT = 28
_MARGIN = 7
"""What the style leaves free on each side of a cell's text."""


class _FocusRow(QStyledItemDelegate):
    """Paints the row in focus on a ground of its own."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = self.parent()
        if isinstance(view, TableView):
            if index.row() == view.currentIndex().row():
                painter.fillRect(rect_of(option), QColor(view.figure_style.accent_soft))
            elif view.brush is not None and view.brush.has(view.sample(index.row())):
                painter.fillRect(rect_of(option), QColor(view.figure_style.grid))
        super().paint(painter, option, index)
        if isinstance(view, TableView) and index.data(LOCK_ROLE):
            paint_lock(painter, rect_of(option), str(index.data()), view.figure_style)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Write a number that is too long for its column with fewer decimals: 1e+308 cut to 1.000… reads as another."""
        super().initStyleOption(option, index)
        if len(option.text) <= len(number(0.0)):
            return
        metrics, room = QFontMetrics(option.font), rect_of(option).width() - 2 * _MARGIN
        if metrics.horizontalAdvance(option.text) <= room:
            return
        try:
            value = float(str(index.data(Qt.ItemDataRole.EditRole)))
        except ValueError:
            return
        if option.text == number(value):  # else it says more than the number
            option.text = fitting(value, lambda words: metrics.horizontalAdvance(words) <= room)


def rect_of(option: QStyleOptionViewItem) -> QRect:
    """Return the rectangle of a cell that a delegate paints."""
    return option.rect  # pyright: ignore[reportAttributeAccessIssue] - missing from the stubs


class TableView(QTableView):
    """A table with rows of one height and columns that share the width."""

    entered = Signal()
    """The keyboard came here."""
    rowChosen = Signal(int)
    """A person chose a row: its sample."""
    sortWanted = Signal(int, object)
    """A person wants rows sorted by a column: smallest first (False), largest first (True), or in turn (None)."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.figure_style: Style = LIGHT
        self.brush: Brush | None = None
        self._column = 0
        self._across = Header(Qt.Orientation.Horizontal, self)
        self._down = Header(Qt.Orientation.Vertical, self)
        self._across.select_wanted.connect(self._select_columns)
        self._across.sort_wanted.connect(lambda column: self.sortWanted.emit(column, None))
        self.setHorizontalHeader(self._across)
        self.setVerticalHeader(self._down)
        self.setItemDelegate(_FocusRow(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setFixedHeight(ROW_HEIGHT)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW_HEIGHT)
        down.setMaximumWidth(LARGEST_WIDTH)
        self.setMinimumHeight(3 * ROW_HEIGHT + 4)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sample(self, row: int) -> int:
        """Return the sample that a row shows."""
        return self._down.sample(row)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self._down.set_strong(current.row())
        if current.isValid():
            self._column = current.column()  # the model's resets forget it
        self.viewport().update()
        if current.isValid() and current.row() != previous.row():
            self.rowChosen.emit(self.sample(current.row()))

    def fit_numbers(self, widest: str, *, bold: bool = False) -> None:
        """Let no column be narrower than a number."""
        metrics = QFontMetrics(self.figure_style.font(12, bold=bold))
        self._across.setMinimumSectionSize(metrics.horizontalAdvance(widest) + 2 * _MARGIN + 1)

    def fit_names(self, least: str) -> None:
        """Let names have room for this one at least."""
        metrics = QFontMetrics(self.figure_style.font(12))
        self._down.setMinimumWidth(metrics.horizontalAdvance(least) + 2 * GAP)

    def fix_column(self, column: int, width: int) -> None:
        """Give a column a width of its own; the others share what is left."""
        across, fixed = self._across, QHeaderView.ResizeMode.Fixed
        if self.model().columnCount() <= column:
            return
        if across.sectionResizeMode(column) != fixed:  # else Qt lays all columns out and paints them again
            across.setSectionResizeMode(column, fixed)
        across.resizeSection(column, width)

    def keep_column(self, column: int) -> None:
        """Make a column the current one, now and after the model was reset."""
        self._column = column
        if self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(column))

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.figure_style = style
        self._across.set_style(style)
        self._down.set_style(style)
        self.viewport().update()

    def show_class(self, k: int | None) -> None:
        """Let the title of a class stand out, or none."""
        self._across.set_strong(-1 if k is None else k)

    def show_brush(self, brush: Brush | None) -> None:
        """Mark the brushed rows: a bar before their names and a ground."""
        if brush is not self.brush:
            self.brush = self._down.brush = brush
            self._down.viewport().update()
            self.viewport().update()

    def show_row(self, row: int | None) -> None:
        """Make a row the current one without saying that a person chose it; None for no row."""
        if self.model() is None:
            return
        self._down.set_strong(-1 if row is None else row)  # a reset forgets the current row without saying so
        if self.currentIndex().row() == (-1 if row is None else row):
            return
        column = min(self._column, self.model().columnCount() - 1)
        blocked = self.blockSignals(True)
        self.setCurrentIndex(QModelIndex() if row is None else self.model().index(row, column))
        self.blockSignals(blocked)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def _select_columns(self, column: int, to_there: bool) -> None:
        """Select a column, or all from the current one to it; the row in focus stays."""
        model, row = self.model(), max(self.currentIndex().row(), 0)
        first = self.currentIndex().column() if to_there and self.currentIndex().isValid() else column
        left, right = sorted((first, column))
        cells = QItemSelection(model.index(0, left), model.index(model.rowCount() - 1, right))
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(model.index(row, first), flag.NoUpdate)
        self.selectionModel().select(cells, flag.ClearAndSelect)

    def copied_text(self, *, titles: bool = False) -> str:
        """Return the selected cells as text that a spreadsheet takes; with `titles` their names around them."""
        ranges = self.selectionModel().selection()
        if ranges.isEmpty():
            return ""
        box, model = ranges.first(), self.model()
        rows, columns = range(box.top(), box.bottom() + 1), range(box.left(), box.right() + 1)
        lines = [[_cell_text(model.index(row, column)) for column in columns] for row in rows]
        return _tabbed(model, rows, columns, lines, titles=titles)

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        if words := self.copied_text():
            QGuiApplication.clipboard().setText(words, QClipboard.Mode.Clipboard)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if self.currentIndex().isValid():
                self.sortWanted.emit(self.currentIndex().column(), event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)


def _cell_text(index: QModelIndex) -> str:
    edit = index.data(Qt.ItemDataRole.EditRole)
    return str(edit if edit is not None else index.data(Qt.ItemDataRole.DisplayRole) or "")


def _tabbed(
    model: QAbstractItemModel, rows: range, columns: range, lines: Iterable[Iterable[str]], *, titles: bool
) -> str:
    """Return lines of cells, with `titles` under those of the columns and after the names of the rows."""
    joined = ["\t".join(line) for line in lines]
    if not titles:
        return "\n".join(joined)
    across = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
    down = [str(model.headerData(row, Qt.Orientation.Vertical)) for row in rows]
    named = [f"{name}\t{line}" for name, line in zip(down, joined, strict=True)]
    return "\n".join(["\t".join(["", *across]), *named])


class _Delegate(_FocusRow):
    """A line of text to type a number into, all selected, right-aligned as the cell is."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setFrame(False)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex) -> None:
        view = self.parent()
        if isinstance(editor, QLineEdit) and isinstance(model, DistributionModel):
            taken = model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)
            if isinstance(view, DistributionView):
                view.was_taken = taken


@dataclass(frozen=True, eq=False)
class Chosen:
    """Cells of a table that a person chose: those where its samples, from the top, and classes cross."""

    table: int
    samples: Indices
    classes: tuple[int, ...]


class DistributionView(TableView):
    """The editable tables."""

    def __init__(self, name: str, title: str, model: DistributionModel, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self.source = model
        self.was_taken = True
        """Whether what was typed last could be used."""
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Let Enter move to the cell below, as in a spreadsheet; what was refused leaves the hand where it was."""
        stays = QAbstractItemDelegate.EndEditHint.NoHint
        super().closeEditor(editor, hint if self.was_taken else stays)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and self.was_taken:
            self._move(1)
        self.was_taken = True

    def _move(self, by: int) -> None:
        there = self.currentIndex().siblingAtRow(self.currentIndex().row() + by)
        if there.isValid():
            self.setCurrentIndex(there)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:  # else closing the editor moves
                self._move(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def box(self) -> QRect:
        """Return the selected cells, or the current one: left column, top row, columns, rows; of the classes only."""
        ranges = self.selectionModel().selection()
        index = self.currentIndex()
        if ranges.isEmpty() and not index.isValid():
            return QRect()
        box = QRect(index.column(), index.row(), 1, 1)
        if not ranges.isEmpty():
            first = ranges.first()
            box = QRect(first.left(), first.top(), first.width(), first.height())
        return QRect(
            box.left(), box.top(), min(box.right() + 1, self.source.columnCount() - 1) - box.left(), box.height()
        )

    def chosen(self) -> Chosen:
        """Return the selected cells by sample and class."""
        box = self.box()
        samples = self.source.samples(box.top(), box.bottom()) if box.height() > 0 else np.array([], np.int64)
        return Chosen(self.source.table, samples, tuple(range(box.left(), box.left() + max(box.width(), 0))))

    def copied_text(self, *, titles: bool = False) -> str:
        box, document = self.box(), self.source.document
        if box.width() <= 0 or document is None:
            return super().copied_text(titles=titles)  # of the sums alone
        columns, rows = range(box.left(), box.right() + 1), range(box.top(), box.bottom() + 1)
        values = document.rows(self.source.table).picked(self.source.samples(box.top(), box.bottom())).dense()
        lines = (map(plain, row) for row in values[:, columns.start : columns.stop].tolist())
        return _tabbed(self.source, rows, columns, lines, titles=titles)
