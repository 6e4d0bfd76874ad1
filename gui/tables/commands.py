"""What a person can have done in the tables by menu and key: the base of all, and the cells and rows of one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from core.blocks import Indices
from core.document import Document
from core.edits import cells, rows
from core.edits.paste import pasted
from core.errors import LossAtlasError
from core.locks import MOST_CELLS, Locks
from gui import text
from gui.dialogs.amounts_dialog import Amount, AmountsDialog
from gui.focus import Focus
from gui.store import DocumentStore, Intent
from gui.tables.deck import TableDeck
from gui.tables.parsing import parse_block
from gui.tables.pasting import growing, plan
from gui.tables.views import Chosen

translate = QCoreApplication.translate

RowEdit = Callable[[Document, int, Indices, Locks], Document]


class Commands(QObject):
    """What all commands share: the tables, the document of the moment, and how to ask for an edit."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, window: QWidget, deck: TableDeck, store: DocumentStore, focus: Focus) -> None:
        super().__init__(window)
        self._window, self._deck, self._store, self._focus = window, deck, store, focus

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each verb does."""
        raise NotImplementedError

    def _push(self, label: str, edit: Callable[[Document], Document]) -> bool:
        """Ask for an edit; return whether it changed the document."""
        before = self._store.document
        return self._store.push(Intent(label, edit, wide=True)) and self._store.document is not before

    @property
    def _chosen(self) -> Chosen:
        """The cells chosen in the table that the keyboard was in last."""
        return self._deck.edited.chosen()

    @property
    def _locks(self) -> Locks:
        return self._focus.state.locks


class CellCommands(Commands):
    """Cut, copy, paste, clear, fill down and lock, in the table that the keyboard was in last."""

    def slots(self) -> dict[str, Callable[[], object]]:
        return {
            "cut": self.cut,
            "copy": self.copy,
            "copy_titles": partial(self.copy, titles=True),
            "paste": self.paste,
            "clear": partial(self.clear, translate("Cells", "Clear cells")),
            "fill_down": self.fill_down,
            "lock_cells": self.lock,
        }

    def copy(self, *, titles: bool = False) -> None:
        """Put the selected cells on the clipboard."""
        if words := self._deck.active.copied_text(titles=titles):
            QGuiApplication.clipboard().setText(words, QClipboard.Mode.Clipboard)

    def cut(self) -> None:
        """Put the selected cells on the clipboard and set them to 0."""
        if self._chosen.classes:
            self.copy()
            self.clear(translate("Cells", "Cut cells"))

    def clear(self, label: str) -> None:
        """Set the selected cells to 0."""
        chosen = self._chosen
        if chosen.classes and chosen.samples.size:
            put = partial(_put, chosen=chosen, values=np.array(0.0), locks=self._locks)
            self._push(label, put)

    def fill_down(self) -> None:
        """Give the numbers of the first selected row to those below; of a single one, take those of the row above."""
        chosen, view = self._chosen, self._deck.edited
        samples = chosen.samples
        if samples.size == 1 and view.box().top() > 0:
            samples = view.source.samples(view.box().top() - 1, view.box().top())
        fill = partial(_filled, chosen=Chosen(chosen.table, samples, chosen.classes), locks=self._locks)
        self._push(translate("Cells", "Fill down"), fill)

    def paste(self) -> None:
        """Put the clipboard's cells in from the selection's first on; a table they do not fit in grows if wished."""
        view, document = self._deck.edited, self._store.document
        box = view.box()
        if box.width() <= 0 or box.height() <= 0:
            return
        try:
            block = parse_block(QGuiApplication.clipboard().text(), document.classes)
            paste = plan(block, document, view.source, box)
            if (paste.more_samples or paste.more_classes) and not self._may_grow(growing(paste)):
                raise LossAtlasError(
                    "paste_size",
                    rows=len(block.values),
                    columns=len(paste.columns) or 1,
                    room_rows=view.source.rowCount() - box.top(),
                    room_columns=len(document.classes) - box.left(),
                )
        except LossAtlasError as error:
            self.failed.emit(error)
            return
        stem, table, locks = translate("Tables", "class"), view.source.table, self._locks
        if self._push(translate("Cells", "Paste"), lambda now: pasted(now, table, paste, stem, locks)):
            words = translate("Cells", "Pasted {rows} × {columns}.")
            self.told.emit(words.format(rows=len(paste.values), columns=len(paste.columns) or 1))

    def _may_grow(self, question: str) -> bool:
        box = QMessageBox.StandardButton
        title = translate("Cells", "The table is too small")
        return QMessageBox.question(self._window, title, question, box.Yes | box.No, box.Yes) == box.Yes

    def lock(self) -> None:
        """Lock the selected cells, or open them if all of them are locked."""
        chosen = self._chosen
        count = chosen.samples.size * len(chosen.classes)
        if count > MOST_CELLS:
            self.failed.emit(LossAtlasError("too_many_locks", count=count, most=MOST_CELLS))
            return
        samples: list[int] = chosen.samples.tolist()
        picked = [(chosen.table, sample, k) for sample in samples for k in chosen.classes]
        self._focus.move(cells=self._locks.toggled(picked).cells)


class RowCommands(Commands):
    """Whole rows made anew: those that the selection touches, in the table that the keyboard was in last."""

    def __init__(self, window: QWidget, deck: TableDeck, store: DocumentStore, focus: Focus) -> None:
        super().__init__(window, deck, store, focus)
        self._epsilon, self._alpha, self._seed, self._power = 0.1, 1.0, 1, 2.0

    def slots(self) -> dict[str, Callable[[], object]]:
        return {
            "normalize_rows": partial(self._make, translate("Rows made", "Normalize rows"), rows.normalized),
            "one_hot_largest": partial(self._make, translate("Rows made", "One-hot rows"), rows.one_hot_largest),
            "one_hot_class": self.one_hot,
            "uniform": partial(self._make, translate("Rows made", "Uniform rows"), rows.uniform),
            "smooth": self.smooth,
            "random": self.random,
            "sharpen": self.sharpen,
        }

    def _make(self, label: str, edit: RowEdit) -> None:
        chosen, locks = self._chosen, self._locks
        if chosen.samples.size:
            self._push(label, lambda document: edit(document, chosen.table, chosen.samples, locks))

    def one_hot(self) -> None:
        """Give all of the selected rows to the class of the current cell."""
        index = self._deck.edited.currentIndex().column()
        if 0 <= index < len(self._store.document.classes):
            edit = partial(_one_hot, index=index)
            self._make(translate("Rows made", "One-hot rows"), edit)

    def smooth(self) -> None:
        """Ask for ε and mix the selected rows with the uniform one."""

        def make(epsilon: float) -> None:
            self._epsilon = epsilon
            label = translate("Rows made", "Smooth rows, ε = {epsilon}").format(epsilon=text.plain(epsilon))
            self._make(label, lambda d, table, samples, locks: rows.smoothed(d, table, samples, epsilon, locks))

        self._ask(
            translate("Rows made", "Smooth rows"),
            translate("Rows made", "q′ = (1 − ε)·q + ε/K, with K classes."),
            [Amount("epsilon", "ε", self._epsilon, 0.0, 1.0, 0.05)],
            make,
        )

    def random(self) -> None:
        """Ask for α and a seed and draw the selected rows."""

        def make(alpha: float, seed: int) -> None:
            self._alpha, self._seed = alpha, seed + 1
            label = translate("Rows made", "Random rows, α = {alpha}, seed {seed}")
            label = label.format(alpha=text.plain(alpha), seed=seed)
            self._make(label, lambda d, table, samples, locks: rows.random(d, table, samples, alpha, seed, locks))

        self._ask(
            translate("Rows made", "Random rows"),
            translate(
                "Rows made",
                "q′ is drawn from the symmetric Dir(α): α = 1 makes all distributions alike likely, less draws near "
                "the corners, more near the middle. The same seed draws the same rows.",
            ),
            [
                Amount("alpha", "α", self._alpha, 0.01, 10_000.0, 0.5, 2),
                Amount("seed", translate("Rows made", "Seed"), self._seed, 0, 999_999_999, 1, 0),
            ],
            make,
        )

    def sharpen(self) -> None:
        """Ask for γ and raise the selected rows to that power."""

        def make(power: float) -> None:
            self._power = power
            label = translate("Rows made", "Sharpen or soften rows, γ = {power}").format(power=text.plain(power))
            self._make(label, lambda d, table, samples, locks: rows.powered(d, table, samples, power, locks))

        self._ask(
            translate("Rows made", "Sharpen or soften rows"),
            translate("Rows made", "q′ = q^γ / Σ q^γ; logits become γ·z. Above 1 sharpens, below 1 softens."),
            [Amount("power", "γ", self._power, 0.01, 100.0, 0.5)],
            make,
        )

    def _ask(self, title: str, words: str, amounts: Sequence[Amount], make: Callable[..., None]) -> None:
        chosen = self._chosen
        if not chosen.samples.size:
            return
        if self._store.document.scale(chosen.table) == "logit":
            words = text.joined((words, translate("Rows made", "Of logits q = softmax(z) is meant, kept as log q′.")))
        dialog = AmountsDialog(title, words, amounts, self._window)
        dialog.chosen.connect(lambda amounts: make(*amounts))
        dialog.open()


def _put(document: Document, *, chosen: Chosen, values: np.ndarray, locks: Locks) -> Document:
    return cells.put(document, chosen.table, chosen.samples, chosen.classes, values, locks)


def _filled(document: Document, *, chosen: Chosen, locks: Locks) -> Document:
    return cells.filled_down(document, chosen.table, chosen.samples, chosen.classes, locks)


def _one_hot(document: Document, table: int, samples: Indices, locks: Locks, *, index: int) -> Document:
    return rows.one_hot(document, table, samples, index, locks)
