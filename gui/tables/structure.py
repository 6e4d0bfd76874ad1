"""Classes, samples and models added, removed, renamed and moved, by menu and key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from core.blocks import Indices
from core.document import Document
from core.edits import classes, models, samples
from core.edits.names import unused
from gui import text
from gui.dialogs.name_dialog import NameDialog
from gui.tables.commands import Commands

translate = QCoreApplication.translate

Slots = dict[str, Callable[[], object]]


class ClassCommands(Commands):
    """The class of the current cell, and new ones."""

    def slots(self) -> Slots:
        return {
            "add_class": self.add,
            "rename_class": self.rename,
            "move_class_left": partial(self.move, -1),
            "move_class_right": partial(self.move, 1),
            "select_class": lambda: self._deck.edited.selectColumn(self._index),
            "lock_class": self.lock,
            "remove_class": self.remove,
        }

    @property
    def _index(self) -> int:
        column = self._deck.edited.currentIndex().column()
        return min(max(column, 0), len(self._store.document.classes) - 1)

    @property
    def _name(self) -> str:
        return self._store.document.classes[self._index]

    def add(self) -> None:
        """Add a class at the end, without probability."""
        name = unused(translate("Tables", "class"), self._store.document.classes)
        if self._push(translate("Classes", "Add class"), lambda document: classes.added(document, name)):
            words = translate("Classes", "Added “{name}”, without probability. Its title’s menu renames it.")
            self.told.emit(words.format(name=name))

    def rename(self) -> None:
        """Ask for another name of the class."""
        index, label = self._index, translate("Classes", "Rename class")
        dialog = NameDialog(label, translate("Classes", "Class"), self._name, self._window)
        dialog.named.connect(lambda name: self._push(label, lambda document: classes.renamed(document, index, name)))
        dialog.open()

    def move(self, by: int) -> None:
        """Move the class by a column."""
        index, view = self._index, self._deck.edited
        if not 0 <= index + by < len(self._store.document.classes):
            return
        if self._push(translate("Classes", "Move class"), lambda document: classes.moved(document, index, index + by)):
            view.keep_column(index + by)

    def lock(self) -> None:
        """Lock the class in all tables, or open it."""
        self._focus.move(locked=self._focus.state.locked ^ {self._index})

    def remove(self) -> None:
        """Remove the class; if rows give it some probability, ask whether that is to be lost."""
        index, name = self._index, self._name
        held = classes.holding(self._store.document, index)
        if len(self._store.document.classes) > 2 and held and not self._may_drop(name, held):
            return
        label = translate("Classes", "Remove class {name}").format(name=name)
        self._push(label, lambda document: classes.removed(document, index, drop=True))

    def _may_drop(self, name: str, held: int) -> bool:
        words = translate(
            "Classes",
            "“{name}” holds probability in {rows} rows. What it holds is dropped, and nothing is normalized: rows that "
            "no longer sum to 1 are marked. Of logits the other classes take its share. Remove it?",
        )
        box = QMessageBox.StandardButton
        title = translate("Classes", "Remove class")
        words = words.format(name=name, rows=held)
        return QMessageBox.question(self._window, title, words, box.Yes | box.No, box.No) == box.Yes


class SampleCommands(Commands):
    """The samples of the selected rows, and new ones."""

    def slots(self) -> Slots:
        return {
            "add_sample": self.add,
            "copy_sample": self.duplicate,
            "rename_sample": self.rename,
            "move_sample_up": partial(self.move, -1),
            "move_sample_down": partial(self.move, 1),
            "remove_sample": self.remove,
        }

    @property
    def _samples(self) -> Indices:
        """The samples of the selected rows of the table last used; without a selection the one in focus."""
        chosen = self._chosen.samples
        return chosen if chosen.size else np.array([self._focus.state.sample])

    def add(self) -> None:
        """Add a sample at the end and look at it."""
        size, document = self._store.document.size, self._store.document
        names = None
        if document.samples is not None:
            names = [unused(translate("Tables", "sample"), document.samples)]
        if self._push(translate("Samples", "Add sample"), lambda now: samples.added(now, None, 1, names)):
            self._focus.move(sample=size)
            words = translate("Samples", "Added {name}: the truth is “{class_}”, every prediction uniform.")
            name = text.sample_title(self._store.document, size)
            self.told.emit(words.format(name=name, class_=document.classes[0]))

    def duplicate(self) -> None:
        """Add the selected samples once more, after the last of them, and look at the first copy."""
        document, chosen = self._store.document, self._samples
        pattern = translate("Samples", "{name} (copy)")
        names = None
        if document.samples is not None:
            names = [pattern.format(name=document.sample_name(int(index))) for index in chosen]
        if self._push(translate("Samples", "Duplicate samples"), lambda now: samples.copied(now, chosen, names)):
            self._focus.move(sample=int(chosen.max()) + 1)

    def rename(self) -> None:
        """Ask for another name of the sample in focus."""
        sample, label = self._focus.state.sample, translate("Samples", "Rename sample")
        name = self._store.document.sample_name(sample)
        dialog = NameDialog(label, translate("Samples", "Sample"), name, self._window)
        dialog.named.connect(lambda name: self._push(label, lambda document: samples.renamed(document, sample, name)))
        dialog.open()

    def move(self, by: int) -> None:
        """Move the selected samples by one place in the document, and look at the same one still."""
        chosen, sample = self._samples, self._focus.state.sample
        to = int(chosen.min()) + by
        if to < 0 or to + chosen.size > self._store.document.size:
            return
        at = int(np.searchsorted(np.sort(chosen), sample))
        if self._push(translate("Samples", "Move samples"), lambda document: samples.moved(document, chosen, to)):
            self._focus.move(sample=min(to + at, self._store.document.size - 1))

    def remove(self) -> None:
        """Remove the selected samples, and look at the one that comes in their place."""
        chosen = self._samples
        if self._push(translate("Samples", "Remove samples"), lambda document: samples.removed(document, chosen)):
            self._focus.move(sample=min(int(chosen.min()), self._store.document.size - 1))


class ModelCommands(Commands):
    """The model in focus, and new ones."""

    def slots(self) -> Slots:
        return {
            "add_model": self.add,
            "copy_model": self.duplicate,
            "rename_model": self.rename,
            "move_model_up": partial(self.move, -1),
            "move_model_down": partial(self.move, 1),
            "remove_model": self.remove,
        }

    def _unused(self) -> str:
        return unused(translate("Tables", "Model"), [model.name for model in self._store.document.models])

    def add(self) -> None:
        """Add a model with uniform predictions and look at it."""
        count, name = len(self._store.document.models), self._unused()
        if self._push(translate("Models", "Add model"), lambda document: models.added(document, name)):
            self._focus.move(model=count)
            self.told.emit(translate("Models", "Added {name}, with uniform predictions.").format(name=name))

    def duplicate(self) -> None:
        """Add the model once more and look at the copy."""
        index, name = self._focus.state.model, self._unused()
        if self._push(translate("Models", "Duplicate model"), lambda document: models.copied(document, index, name)):
            self._focus.move(model=index + 1)

    def rename(self) -> None:
        """Ask for another name of the model."""
        index, label = self._focus.state.model, translate("Models", "Rename model")
        name = self._store.document.models[index].name
        dialog = NameDialog(label, translate("Models", "Model"), name, self._window)
        dialog.named.connect(lambda name: self._push(label, lambda document: models.renamed(document, index, name)))
        dialog.open()

    def move(self, by: int) -> None:
        """Move the model by one place."""
        index = self._focus.state.model
        if not 0 <= index + by < len(self._store.document.models):
            return
        if self._push(translate("Models", "Move model"), lambda document: models.moved(document, index, index + by)):
            self._focus.move(model=index + by)

    def remove(self) -> None:
        """Remove the model and look at the one that comes in its place."""
        index = self._focus.state.model
        label = translate("Models", "Remove model {name}").format(name=self._store.document.models[index].name)

        def edit(document: Document) -> Document:
            return models.removed(document, index)

        if self._push(label, edit):
            self._focus.move(model=min(index, len(self._store.document.models) - 1))
