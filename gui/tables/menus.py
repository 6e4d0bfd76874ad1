"""What stands in the Edit menu and in the tables' own menus, all of the same actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from gui.actions import Actions
from gui.focus import Focus
from gui.store import DocumentStore
from gui.tables.commands import CellCommands, Commands, RowCommands
from gui.tables.deck import TableDeck
from gui.tables.find import FindCommands
from gui.tables.structure import ClassCommands, ModelCommands, SampleCommands
from gui.tables.views import DistributionView
from gui.words import Words

translate = QCoreApplication.translate

KINDS: tuple[type[Commands], ...] = (
    CellCommands, RowCommands, ClassCommands, SampleCommands, ModelCommands, FindCommands,
)  # fmt: skip
_IN_TABLES = ("cut", "copy", "paste", "clear", "fill_down", "select_class")


class TableMenus(QObject):
    """Builds the menus, gives the tables their keys, and holds what the actions do."""

    def __init__(
        self, window: QWidget, actions: Actions, deck: TableDeck, store: DocumentStore, focus: Focus, words: Words
    ) -> None:
        super().__init__(window)
        self._window, self._actions, self._deck, self._store, self._focus = window, actions, deck, store, focus
        self.commands = tuple(kind(window, deck, store, focus) for kind in KINDS)
        for commands in self.commands:
            commands.told.connect(words.tell)
            commands.failed.connect(words.tell_error)
        for view in (deck.truth, deck.predictions):
            for verb in _IN_TABLES:
                view.addAction(actions.all[verb])
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._cell_menu, view))
            self._ask_at(view.horizontalHeader(), partial(self._class_menu, view))
            self._ask_at(view.verticalHeader(), partial(self._sample_menu, view))
            view.verticalHeader().sectionDoubleClicked.connect(lambda _: actions.all["rename_sample"].trigger())
        self._ask_at(deck.model_choice, self._model_menu)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what every verb of the tables does."""
        return {verb: slot for commands in self.commands for verb, slot in commands.slots().items()}

    def fill(self, menu: QMenu) -> QAction:
        """Put into the Edit menu whether row sums are kept, which is returned, and the submenus."""
        keep_sums = QAction(translate("Menus", "Keep row sums while t&yping"), self._window, checkable=True)
        keep_sums.setObjectName("action.keep_sums")
        keep_sums.toggled.connect(self._deck.keep_sums)
        menu.addAction(keep_sums)
        menu.addSeparator()
        for name, title in (
            ("rows", translate("Menus", "Selected ro&ws")),
            ("classes", translate("Menus", "C&lasses")),
            ("samples", translate("Menus", "Sa&mples")),
            ("models", translate("Menus", "M&odels")),
        ):
            self._actions.fill_menu(name, menu.addMenu(title))
        return keep_sums

    def _ask_at(self, widget: QWidget, ask: Callable[[QPoint], None]) -> None:
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(ask)

    # -- the tables' own menus --------------------------------------------------------------------------

    def _cell_menu(self, view: DistributionView, at: QPoint) -> None:
        index = view.indexAt(at)
        if index.isValid() and not view.selectionModel().isSelected(index):
            view.setCurrentIndex(index)
        view.entered.emit()
        menu = self._menu("menu.cells")
        for verb in ("cut", "copy", "copy_titles", "paste", "clear", "fill_down"):
            menu.addAction(self._actions.all[verb])
        menu.addSeparator()
        menu.addAction(self._actions.all["lock_cells"])
        menu.addSeparator()
        self._actions.fill_menu("rows", menu)
        menu.popup(view.viewport().mapToGlobal(at))

    def _class_menu(self, view: DistributionView, at: QPoint) -> None:
        section = view.horizontalHeader().logicalIndexAt(at)
        if 0 <= section < len(self._store.document.classes):
            row = max(view.currentIndex().row(), 0)
            view.setCurrentIndex(view.model().index(row, section))
            self._named_menu("classes", view, view.horizontalHeader(), at)

    def _sample_menu(self, view: DistributionView, at: QPoint) -> None:
        section = view.verticalHeader().logicalIndexAt(at)
        if section < 0:
            return
        box = view.box()
        if not box.top() <= section <= box.bottom():
            view.selectRow(section)
        self._named_menu("samples", view, view.verticalHeader(), at)

    def _named_menu(self, name: str, view: DistributionView, header: QHeaderView, at: QPoint) -> None:
        view.entered.emit()
        menu = self._menu(f"menu.{name}")
        self._actions.fill_menu(name, menu)
        menu.popup(header.viewport().mapToGlobal(at))

    def _model_menu(self, at: QPoint) -> None:
        menu = self._menu("menu.models")
        self._actions.fill_menu("models", menu)
        menu.popup(self._deck.model_choice.mapToGlobal(at))

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName(name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
