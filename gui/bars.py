"""The menu bar and the tool bar: where every action stands, and the controls between them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from gui import examples
from gui.actions import Actions
from gui.controls import Controls
from gui.desk import Desk
from gui.look_menus import LookMenus
from gui.losses_menu import LossesMenu
from gui.recent import RecentFiles
from gui.store import DocumentStore
from gui.tables.menus import TableMenus


class Bars(QObject):
    """Fills the bars of a window.

    Attributes
    ----------
    controls
        What stands in the tool bar besides actions.
    menus
        The menus by name; `look` and `losses` are what chooses in them, `keep_sums` the one check of the tables.
    """

    def __init__(
        self, window: QMainWindow, actions: Actions, table_menus: TableMenus, store: DocumentStore, desk: Desk
    ) -> None:
        super().__init__(window)
        self._window, self._actions, self._desk = window, actions, desk
        self.controls = self._fill_bar()
        self.menus = self._menus()
        self.keep_sums = table_menus.fill(self.menus["edit"])
        self.losses = LossesMenu(self.menus["losses"], store.document)
        self.look = LookMenus(self.menus["view"])

    def _fill_bar(self) -> Controls:
        bar = QToolBar(self.tr("Tools"))
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        self._window.addToolBar(bar)
        self._actions.fill_bar(bar, ("open", "save"))
        bar.addSeparator()
        self._actions.fill_bar(bar, ("undo", "redo"))
        bar.addSeparator()
        controls = Controls(bar)
        self._actions.fill_bar(bar, ("normalize",))
        bar.addSeparator()
        controls.add_temperature()
        bar.addSeparator()
        self._actions.fill_bar(bar, ("export",))
        return controls

    def _menus(self) -> dict[str, QMenu]:
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "losses": self.tr("&Losses"),
            "examples": self.tr("E&xamples"),
            "help": self.tr("&Help"),
        }
        bar = self._window.menuBar()
        menus = {name: bar.addMenu(title) for name, title in titles.items()}
        for name in ("file", "edit", "view", "help"):
            self._actions.fill_menu(name, menus[name])
        menus["file"].insertMenu(menus["file"].actions()[1], RecentFiles(self._desk.open_names, self._window))
        for name, title in examples.titles().items():
            action = menus["examples"].addAction(title)
            action.setObjectName(f"action.example.{name}")
            action.triggered.connect(partial(self._desk.open_names, name))
        return menus
