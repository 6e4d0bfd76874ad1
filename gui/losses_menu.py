"""The menu of the losses that stand in the results and in the comparison."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.document import Document
from gui import text
from gui.store import Intent


class LossesMenu(QObject):
    """Fills a menu with a check for every loss, keeps them in step with the document, and emits intents."""

    intended = Signal(object)

    def __init__(self, menu: QMenu, document: Document) -> None:
        super().__init__(menu)
        self._shown: tuple[str, ...] = ()
        menu.addSection(self.tr("Losses in the tables"))
        menu.setToolTipsVisible(True)
        self.checks: dict[str, QAction] = {}
        for loss in document.settings.losses:
            action = menu.addAction(text.loss_title(loss))
            action.setObjectName(f"action.show_loss.{loss.name}")
            action.setCheckable(True)
            action.triggered.connect(partial(self._turn, loss.name))
            self.checks[loss.name] = action
        menu.addSeparator()
        self.all = menu.addAction(self.tr("Show &all"))
        self.all.setObjectName("action.show_all_losses")
        self.all.triggered.connect(self._show_all)

    def show_document(self, document: Document) -> None:
        """Check the losses in the tables; the only one left cannot be taken away."""
        self._shown = document.settings.shown
        for name, action in self.checks.items():
            is_last = self._shown == (name,)
            action.setChecked(name in self._shown)
            action.setEnabled(not is_last)
            action.setToolTip(self.tr("One loss stays in the tables.") if is_last else action.text())
        self.all.setEnabled(len(self._shown) < len(self.checks))

    def _turn(self, name: str) -> None:
        """Ask for a loss to be shown, or to be hidden if it is there and not the only one."""

        def edit(document: Document) -> Document:
            names = set(document.settings.shown) ^ {name}
            order = tuple(loss.name for loss in document.settings.losses if loss.name in names)
            return document.with_settings(shown=order) if order else document

        label = self.tr("Hide loss") if name in self._shown else self.tr("Show loss")
        self.intended.emit(Intent(label, edit))

    def _show_all(self) -> None:
        """Ask for every loss to be shown."""
        names = tuple(self.checks)
        self.intended.emit(Intent(self.tr("Show all losses"), lambda document: document.with_settings(shown=names)))
