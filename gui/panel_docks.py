"""The panels, each in its dock. Importing what draws takes long, so the window and its tables are seen before."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QMenu

from core.results import Results
from gui import panels
from gui.desk import Desk
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting.style import Style


class PanelDocks(QObject):
    """Makes every panel, gives all of them results and style, and passes on what a person wants done in them.

    The signals are those of `Panel`.
    """

    intended = Signal(object)
    called_off = Signal(object)
    focused = Signal(dict)
    pointed = Signal(str)
    told = Signal(str)
    exact_wanted = Signal(int, int)
    kept = Signal(object)

    def __init__(self, window: QMainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._desk = desk
        self.panels: dict[str, Panel] = {name: kind(window) for name, kind in panels.kinds().items()}
        for panel in self.panels.values():
            for told in ("intended", "called_off", "focused", "pointed", "told", "exact_wanted", "kept"):
                getattr(panel, told).connect(getattr(self, told))
            panel.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            panel.customContextMenuRequested.connect(partial(self.open_menu, panel))

    def show_results(self, results: Results, focus: FocusState) -> None:
        """Give results and focus to every panel."""
        for panel in self.panels.values():
            panel.show_results(results, focus)

    def set_style(self, style: Style) -> None:
        """Give every panel a theme."""
        for panel in self.panels.values():
            panel.set_style(style)

    def open_menu(self, panel: Panel, at: QPoint) -> None:
        """Open the menu of a panel at a point of it."""
        menu = QMenu(panel.window())
        menu.addAction(self.tr("Copy as picture"), partial(self._desk.copy_figure, panel.name))
        menu.addAction(self.tr("Copy numbers"), partial(self._desk.copy_numbers, panel.name))
        for words, act in panel.menu():
            menu.addAction(words, act)
        menu.addSeparator()
        menu.addAction(self.tr("Export…"), partial(self._desk.export_dialog, panel.name))
        menu.addAction(self.tr("Export animation…"), partial(self._desk.animation_dialog, panel.name))
        menu.popup(panel.mapToGlobal(at))
