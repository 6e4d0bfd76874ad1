"""Find: goes from one place where a text stands in the table last used to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from core.search import NAME, Place, Wanted, find
from gui.dialogs.find_dialog import FindDialog
from gui.focus import Focus
from gui.store import DocumentStore
from gui.tables.commands import Commands
from gui.tables.deck import TableDeck

translate = QCoreApplication.translate


class FindCommands(Commands):
    """Looks for names of samples and classes and for numbers, in the rows that are shown."""

    def __init__(self, window: QWidget, deck: TableDeck, store: DocumentStore, focus: Focus) -> None:
        super().__init__(window, deck, store, focus)
        self._dialog: FindDialog | None = None
        self._text = ""
        self._at: tuple[int, int, Place] | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        return {
            "find": self.ask,
            "find_next": partial(self.go, backward=False),
            "find_previous": partial(self.go, backward=True),
        }

    def ask(self) -> None:
        """Bring up the dialog."""
        if self._dialog is None:
            self._dialog = FindDialog(self._window)
            self._dialog.wanted.connect(self._look_for)
        self._dialog.ask()

    def _look_for(self, text: str, backward: bool) -> None:
        self._text = text
        self.go(backward=backward)

    def go(self, *, backward: bool) -> None:
        """Go to the next place, or the one before."""
        if not self._text.strip():
            self.ask()
            return
        view = self._deck.edited
        document = view.source.document
        if document is None:
            return
        found = find(
            document, view.source.table, view.source.order, Wanted.of(self._text), self._start, backward=backward
        )
        title = self._deck.title_of(view)
        if found is None:
            self._say(translate("Find", "“{text}” is not in {table}.").format(text=self._text, table=title))
            return
        self._show(found)
        self._say(self._words(found))

    @property
    def _start(self) -> Place:
        """Where to go on from: the current cell, or the name last found there."""
        index = self._deck.edited.currentIndex()
        if self._at is not None and self._at[:2] == (index.row(), index.column()):
            return self._at[2]
        return Place(max(index.row(), 0), index.column() if index.isValid() else NAME)

    def _show(self, found: Place) -> None:
        view = self._deck.edited
        row = found.row if found.row != NAME else max(view.currentIndex().row(), 0)
        column = found.column if found.column != NAME else 0
        index = view.model().index(row, column)
        view.setCurrentIndex(index)
        view.scrollTo(index)
        if found.row == NAME:
            view.selectColumn(column)
        elif found.column == NAME:
            view.selectRow(row)
        self._at = row, column, found

    def _words(self, found: Place) -> str:
        view, document = self._deck.edited, self._store.document
        if found.row == NAME:
            return translate("Find", "Found: class {name}").format(name=document.classes[found.column])
        name = document.sample_name(view.sample(found.row))
        if found.column == NAME:
            return translate("Find", "Found: sample {name}").format(name=name)
        words = translate("Find", "Found: {sample}, {class_}")
        return words.format(sample=name, class_=document.classes[found.column])

    def _say(self, words: str) -> None:
        self.told.emit(words)
        if self._dialog is not None:
            self._dialog.said.setText(words)
