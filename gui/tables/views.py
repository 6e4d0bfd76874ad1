"""Table views with a spreadsheet's hands: typing, Tab, Enter moves down, Delete, copy and paste."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QClipboard, QColor, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
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

from core.errors import LossAtlasError
from gui.focus import Brush
from gui.plotting.style import LIGHT, Style
from gui.tables.distributions import DistributionModel
from gui.tables.header import LARGEST_WIDTH, Header
from gui.tables.parsing import parse_block

ROW_HEIGHT = 28


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


def rect_of(option: QStyleOptionViewItem) -> QRect:
    """Return the rectangle of a cell that a delegate paints."""
    return option.rect  # pyright: ignore[reportAttributeAccessIssue] - missing from the stubs


class TableView(QTableView):
    """A table with rows of one height and columns that share the width."""

    rowChosen = Signal(int)
    """A person chose a row: its sample."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.figure_style: Style = LIGHT
        self.brush: Brush | None = None
        self._column = 0
        self._across = Header(Qt.Orientation.Horizontal, self)
        self._down = Header(Qt.Orientation.Vertical, self)
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
        self._across.setMinimumSectionSize(metrics.horizontalAdvance(widest) + 15)

    def fix_column(self, column: int, width: int) -> None:
        """Give a column a width of its own; the others share what is left."""
        if self.model().columnCount() > column:
            self._across.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self._across.resizeSection(column, width)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.figure_style = style
        self._across.set_style(style)
        self._down.set_style(style)
        self.viewport().update()

    def show_brush(self, brush: Brush | None) -> None:
        """Mark the brushed rows: a bar before their names and a ground."""
        if brush is not self.brush:
            self.brush = self._down.brush = brush
            self._down.viewport().update()
            self.viewport().update()

    def show_row(self, row: int | None) -> None:
        """Make a row the current one without saying that a person chose it; None for no row."""
        if self.model() is None or self.currentIndex().row() == (-1 if row is None else row):
            return
        column = min(self._column, self.model().columnCount() - 1)
        blocked = self.blockSignals(True)
        self.setCurrentIndex(QModelIndex() if row is None else self.model().index(row, column))
        self.blockSignals(blocked)

    def copy(self) -> None:
        """Put the selected cells on the clipboard as text that a spreadsheet takes."""
        ranges = self.selectionModel().selection()
        if ranges.isEmpty():
            return
        box = ranges.first()
        lines: list[str] = []
        for row in range(box.top(), box.bottom() + 1):
            cells = [self.model().index(row, column) for column in range(box.left(), box.right() + 1)]
            lines.append("\t".join(_cell_text(index) for index in cells))
        QGuiApplication.clipboard().setText("\n".join(lines), QClipboard.Mode.Clipboard)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)


def _cell_text(index: QModelIndex) -> str:
    edit = index.data(Qt.ItemDataRole.EditRole)
    return str(edit if edit is not None else index.data(Qt.ItemDataRole.DisplayRole) or "")


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
        if isinstance(editor, QLineEdit) and isinstance(model, DistributionModel):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


class DistributionView(TableView):
    """The editable tables."""

    refused = Signal(object)

    def __init__(self, name: str, title: str, model: DistributionModel, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self.source = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Let Enter move to the cell below, as in a spreadsheet."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._move_down()

    def _move_down(self) -> None:
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if below.isValid():
            self.setCurrentIndex(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:  # else closing the editor moves
                self._move_down()
        else:
            super().keyPressEvent(event)

    def _selected(self) -> QRect:
        """Return the selected block of class cells: left column, top row, columns, rows."""
        ranges = self.selectionModel().selection()
        index = self.currentIndex()
        if ranges.isEmpty():
            return QRect(index.column(), index.row(), 1, 1) if index.isValid() else QRect()
        box = ranges.first()
        classes = self.source.columnCount() - 1
        return QRect(box.left(), box.top(), min(box.right() + 1, classes) - box.left(), box.height())

    def clear_cells(self) -> None:
        """Set the selected cells to 0, as one step."""
        box = self._selected()
        cells = {
            (self.sample(row), column): 0.0
            for row in range(box.top(), box.top() + box.height())
            for column in range(box.left(), box.left() + box.width())
        }
        if cells:
            self.source.ask(cells, self.tr("Clear cells"))

    def paste(self) -> None:
        """Put the clipboard's numbers in from the selection's first cell, as one step; refuse what does not fit."""
        box = self._selected()
        if box.isEmpty():
            return
        try:
            block = parse_block(QGuiApplication.clipboard().text())
            room_rows = self.source.rowCount() - box.top()
            room_columns = self.source.columnCount() - 1 - box.left()
            if len(block) > room_rows or len(block[0]) > room_columns:
                raise LossAtlasError(
                    "paste_size",
                    rows=len(block),
                    columns=len(block[0]),
                    room_rows=room_rows,
                    room_columns=room_columns,
                )
        except LossAtlasError as error:
            self.refused.emit(error)
            return
        cells = {
            (self.sample(box.top() + row), box.left() + column): value
            for row, values in enumerate(block)
            for column, value in enumerate(values)
        }
        self.source.ask(cells, self.tr("Paste"))
