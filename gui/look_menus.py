"""The menus of how everything looks and speaks: theme, decimals, language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from gui import preferences, text


class LookMenus(QObject):
    """Fills a menu with choices of which one is taken, remembers what is chosen, and tells it."""

    theme_chosen = Signal(str)
    decimals_chosen = Signal(int)
    language_chosen = Signal(str)

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        themes = {"system": self.tr("As the &system"), "light": self.tr("&Light"), "dark": self.tr("&Dark")}
        self._add(menu.addMenu(self.tr("&Theme")), "theme", themes, preferences.theme())
        counts = {count: count for count in preferences.DECIMALS}
        self._add(menu.addMenu(self.tr("&Decimals")), "decimals", counts, str(text.Numbers.decimals))
        languages = menu.addMenu(self.tr("Lan&guage"))
        self._add(languages, "language", preferences.LANGUAGES, preferences.language())
        menu.addSeparator()

    def _add(self, menu: QMenu, kind: str, titles: Mapping[str, str], chosen: str) -> None:
        group = QActionGroup(self)
        for name, title in titles.items():
            action = menu.addAction(title)
            action.setObjectName(f"action.{kind}.{name}")
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(partial(self._choose, kind, name))
            group.addAction(action)

    def _choose(self, kind: str, name: str) -> None:
        preferences.remember(kind, name)
        if kind == "decimals":
            self.decimals_chosen.emit(int(name))
        else:
            (self.theme_chosen if kind == "theme" else self.language_chosen).emit(name)
