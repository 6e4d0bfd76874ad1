"""What a window is made of that has words. Another language makes all of it anew; what lasts is in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QToolBar, QWidget

from gui.actions import Actions
from gui.bars import Bars
from gui.desk import Desk
from gui.dock_title import titled
from gui.focus import Focus
from gui.history_list import HistoryDock
from gui.store import DocumentStore
from gui.tables.deck import TableDeck
from gui.tables.menus import TableMenus
from gui.words import Words


class Parts:
    """Status bar, actions, tables, bars and the docks of a window; its panels come later, by `add`.

    Attributes
    ----------
    tables
        The docks of the tables, from top to bottom.
    docks
        Every dock by its object name but for that of the history, which is hidden at first.
    """

    def __init__(self, window: QMainWindow, store: DocumentStore, focus: Focus, desk: Desk) -> None:
        self._window = window
        self._lasting = (window.menuBar(), window.statusBar(), *window.children())
        self.words = Words(window.statusBar(), store, focus)
        self.actions = Actions(window)
        self.deck = TableDeck(window)
        self.table_menus = TableMenus(window, self.actions, self.deck, store, focus, self.words)
        window.statusBar().addPermanentWidget(self.deck.note)
        self.bars = Bars(window, self.actions, self.table_menus, store, desk)
        self.tables = [self._table(*each) for each in self.deck.widgets()]
        self.docks: dict[str, QDockWidget] = {}
        self.add(self.tables)
        self.history = HistoryDock(store, window)
        self.bars.menus["view"].addAction(self.history.toggleViewAction())

    def _table(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setWidget(widget)
        return titled(dock, f"dock.{name}", self.deck.state if name == "results" else None)

    def add(self, docks: list[QDockWidget]) -> None:
        """Take in docks, and put them into the menu that shows and hides them."""
        for dock in docks:
            self.docks[dock.objectName()] = dock
            self.bars.menus["view"].addAction(dock.toggleViewAction())

    def take_down(self) -> None:
        """Remove everything from the window, so that nobody finds what was."""
        window = self._window
        for dock in (*self.docks.values(), self.history):
            window.removeDockWidget(dock)
        window.menuBar().clear()
        window.statusBar().removeWidget(self.deck.note)
        self.deck.note.deleteLater()
        self.words.leave(window.statusBar())
        kinds = (QDockWidget, QToolBar, QMenu, QAction)
        for child in (*window.children(), *window.menuBar().children()):
            if child not in self._lasting and isinstance(child, kinds):
                child.deleteLater()
        for part in (self.deck, self.table_menus, *self.table_menus.commands, self.bars, self.words):
            part.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
