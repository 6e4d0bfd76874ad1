"""The columns of a file in the import dialog: what each is taken for, to be changed, and a preview of its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.io.importing import KINDS, PREDICTED, Column, Kind, Part, Proposal, Role
from gui.dialogs import import_words as words

PREVIEW_ROWS = 50
TITLE, CELLS, KIND, MODEL, CLASS = range(5)
_SHOWN = 3

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole


class ColumnsModel(QAbstractTableModel):
    """A row for each column of a file: its title, its first cells, its role, and of predictions the model and class.

    Signals
    -------
    changed
        The person wants other roles: a mapping of columns to roles.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._part: Part | None = None
        self._roles: tuple[Role, ...] = ()
        self.selected: list[int] = []

    def show_part(self, part: Part | None, roles: tuple[Role, ...]) -> None:
        """Show a file's columns; of the same file only the roles are taken over."""
        if part is self._part and part is not None:
            self._roles = roles
            self.dataChanged.emit(self.index(0, KIND), self.index(self.rowCount() - 1, CLASS))
            return
        self.beginResetModel()
        self._part, self._roles = part, roles
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._roles)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if role != _Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return (self.tr("Column"), self.tr("First cells"), self.tr("Is"), self.tr("Model"), self.tr("Class"))[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self._is_editable(index.row(), index.column()) else flags

    def _is_editable(self, row: int, column: int) -> bool:
        kind = self._roles[row].kind
        if column == KIND:
            return True
        if column == MODEL:
            return kind in PREDICTED
        return column == CLASS and kind in (*PREDICTED, "truth") and self._column(row).is_flat

    def _column(self, row: int) -> Column:
        assert self._part is not None
        return self._part.columns[row]

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if not index.isValid():
            return None
        if role == _Role.EditRole and column == KIND:
            return self._roles[row].kind
        if role == _Role.DisplayRole and column == KIND:
            return f"{self._text(row, column)} ▾"
        if role in (_Role.DisplayRole, _Role.EditRole, _Role.ToolTipRole):
            return self._text(row, column)
        return None

    def _text(self, row: int, place: int) -> str:
        column, role = self._column(row), self._roles[row]
        if place == TITLE:
            return column.title if column.is_flat else f"{column.title} × {column.shape[1]}"
        if place == CELLS:
            return ", ".join(column.cell(k) for k in range(min(_SHOWN, column.shape[0])))
        if place == KIND:
            return words.kind_title(role.kind)
        if not self._is_editable(row, place):
            return ""
        return (role.model or self._part.stem if self._part else "") if place == MODEL else role.name or column.title

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Change the role of a column, and of those selected with it."""
        row, place = index.row(), index.column()
        if role != _Role.EditRole or not self._is_editable(row, place):
            return False
        rows = self.selected if row in self.selected and place != CLASS else [row]
        roles = {each: self._changed(each, place, value) for each in rows if self._is_editable(each, place)}
        if all(self._roles[each] == new for each, new in roles.items()):
            return False
        self.changed.emit(roles)
        return True

    def _changed(self, row: int, place: int, value: Any) -> Role:
        old = self._roles[row]
        if place == KIND:
            return replace(old, kind=cast(Kind, value))
        text = str(value).strip()
        return replace(old, model=text) if place == MODEL else replace(old, name=text)


class KindDelegate(QStyledItemDelegate):
    """Roles are chosen from a list, which opens at once."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.setAccessibleName(self.tr("What the column is"))
        for kind in KINDS:
            box.addItem(words.kind_title(kind), kind)
        box.activated.connect(lambda _: self._finish(box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(_Role.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), _Role.EditRole)

    def eventFilter(self, editor: Any, event: QEvent) -> bool:
        """Keep the box while its list has the focus."""
        if event.type() == QEvent.Type.FocusOut and isinstance(editor, QComboBox) and editor.view().isVisible():
            return False
        return super().eventFilter(editor, event)


class PreviewModel(QAbstractTableModel):
    """The first rows of a file as they were read, under their titles and what the columns are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._part: Part | None = None
        self._roles: tuple[Role, ...] = ()

    def show_part(self, part: Part | None, roles: tuple[Role, ...]) -> None:
        """Show a file."""
        if part is self._part and part is not None:
            self._roles = roles
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(roles) - 1)
            return
        self.beginResetModel()
        self._part, self._roles = part, roles
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._part is None else min(PREVIEW_ROWS, self._part.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._roles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if role != _Role.DisplayRole or self._part is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return f"{self._part.columns[section].title}\n{words.kind_title(self._roles[section].kind)}"

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if role != _Role.DisplayRole or self._part is None or not index.isValid():
            return None
        column = self._part.columns[index.column()]
        return column.cell(index.row()) if index.row() < column.shape[0] else ""


def roles_of(proposal: Proposal, place: int) -> tuple[Part | None, tuple[Role, ...]]:
    """Return a file of a proposal and its roles; nothing if there is no such file."""
    if not 0 <= place < len(proposal.parts):
        return None, ()
    return proposal.parts[place], proposal.roles[place]
