"""A table of texts for views: rows with a title, cells with what their tool tips add."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from gui.plotting.style import LIGHT, Style
from gui.tables.header import SHORT_ROLE

Index = QModelIndex | QPersistentModelIndex
MARK_ROLE = Qt.ItemDataRole.UserRole + 1
"""What a delegate draws in a cell."""


@dataclass(frozen=True)
class RowCell:
    """One cell: its text, what its tool tip says, and how it looks."""

    text: str
    more: str = ""
    bold: bool = False
    colour: str = ""
    """The name of a colour of the style: "muted" or "accent"; empty for that of text."""
    left: bool = False
    mark: object = None


@dataclass(frozen=True)
class Row:
    """One row: its title, the short form of it, and its cells."""

    title: str
    short: str
    cells: tuple[RowCell, ...]
    more: str = ""


class RowsModel(QAbstractTableModel):
    """Shows rows of texts, and resets only if their number or the columns change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[str, ...] = ()
        self.short: dict[int, str] = {}
        """Short forms of columns' titles."""
        self.rows: tuple[Row, ...] = ()
        self.style: Style = LIGHT

    def show_rows(self, columns: tuple[str, ...], rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        if len(rows) != len(self.rows) or columns != self.columns:
            self.beginResetModel()
            self.columns, self.rows = columns, rows
            self.endResetModel()
            return
        old, self.rows = self.rows, rows
        for k, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before.title != after.title:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, k, k)
            if before != after:
                self.dataChanged.emit(self.index(k, 0), self.index(k, len(self.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.TextAlignmentRole and self.rows:
                return self.data(self.index(0, section), role)
            named = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return self.columns[section] if named else self.short.get(section) if role == SHORT_ROLE else None
        row = self.rows[section]
        return {
            Qt.ItemDataRole.DisplayRole: row.title,
            Qt.ItemDataRole.ToolTipRole: row.more or row.title,
            SHORT_ROLE: row.short,
        }.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.more or cell.text or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if cell.left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return self.style.font(12, bold=cell.bold)
        if role == Qt.ItemDataRole.ForegroundRole and cell.colour:
            return QColor(getattr(self.style, cell.colour))
        return cell.mark if role == MARK_ROLE else None
