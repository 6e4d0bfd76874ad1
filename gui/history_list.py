"""The history as a list: every step by its name, the one on show marked, those undone grey; one click goes there."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDockWidget, QListView, QWidget

from core.history import History, Step
from gui.dock_title import DockTitle
from gui.plotting.style import LIGHT, Style
from gui.store import DocumentStore

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class HistoryModel(QAbstractListModel):
    """The steps of a history, oldest first; the first is the document as it was opened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self._index, self._saved = 0, None
        self.style: Style = LIGHT

    def show_history(self, history: History, saved: int | None) -> None:
        """Show other steps, taking away and adding no more than differ."""
        old, new = self._steps, history.steps
        same = _alike(old, new)
        if len(old) == len(new) and same >= len(old) - 1:  # a drag, whose last step is replaced all the time
            self._steps = new
        else:
            if same < len(old):
                self.beginRemoveRows(QModelIndex(), same, len(old) - 1)
                self._steps = new[:same]
                self.endRemoveRows()
            if same < len(new):
                self.beginInsertRows(QModelIndex(), same, len(new) - 1)
                self._steps = new
                self.endInsertRows()
        changed = {same, history.index, self._index} if len(old) == len(new) else {0, len(new) - 1}
        if (history.index, saved) != (self._index, self._saved):
            changed |= {k for k in (saved, self._saved) if k is not None} | {history.index, self._index}
        self._index, self._saved = history.index, saved
        first, last = min(changed), min(max(changed), len(new) - 1)
        self.dataChanged.emit(self.index(min(first, last)), self.index(last))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = index.row()
        if role == Role.DisplayRole:
            mark = "● " if row == self._index else "    "
            saved = translate("History", "saved") if row and row == self._saved else ""
            return mark + " · ".join(filter(None, (self._name(row), saved)))
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self._in_words(row)
        if role == Role.FontRole:
            return self.style.font(13, bold=row == self._index)
        if role == Role.ForegroundRole and row > self._index:
            return QColor(self.style.muted)
        return None

    def _name(self, row: int) -> str:
        return self._steps[row].label if row else translate("History", "As opened")

    def _in_words(self, row: int) -> str:
        """Return a step with what the marks and the grey say."""
        name = self._name(row)
        if row == self._index:
            return translate("History", "{step}: on show").format(step=name)
        if row > self._index:
            return translate("History", "{step}: undone, Enter does it again").format(step=name)
        return translate("History", "{step}: Enter goes back to here").format(step=name)


def _alike(one: tuple[Step, ...], other: tuple[Step, ...]) -> int:
    """Return how many steps from the first are the same."""
    count = min(len(one), len(other))
    return next((k for k in range(count) if one[k] is not other[k]), count)


class _Steps(QListView):
    """Goes to a step by a click or Enter; arrow keys only look."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("history.steps")
        self.setAccessibleName(translate("History", "History"))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class HistoryDock(QDockWidget):
    """The list in a dock of its own, in step with the store; closed until it is asked for."""

    def __init__(self, store: DocumentStore, parent: QWidget) -> None:
        super().__init__(translate("History", "History"), parent)
        self.setObjectName("dock.history")
        self.setAccessibleName(self.windowTitle())
        self.setTitleBarWidget(DockTitle(self))
        self._store = store
        self.model = HistoryModel(self)
        self.view = _Steps()
        self.view.setModel(self.model)
        self.view.chosen.connect(store.jump)
        self.setWidget(self.view)
        store.historyChanged.connect(self.show_history)
        self.show_history()

    def go_there(self) -> None:
        """Show the list and go to it; from there, close it."""
        if self.view.hasFocus():
            self.close()
            return
        self.show()
        self.raise_()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_history(self) -> None:
        """Show the steps as they are; the one on show is the current one and in sight."""
        history = self._store.history
        self.model.show_history(history, self._store.saved_index)
        with QSignalBlocker(self.view):
            self.view.setCurrentIndex(self.model.index(history.index))

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.model.style = style
        self.view.viewport().update()
