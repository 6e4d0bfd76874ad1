"""The one writer: holds the history of documents and says when the document on show changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.document import Document
from core.errors import LossAtlasError
from core.history import History
from core.watching import Cancelled


@dataclass(frozen=True)
class Intent:
    """What a person wants done: its name for the undo menu, and the edit.

    Intents with an equal `gesture` that follow each other are one step of undo. A `wide` one may go through all rows,
    which takes long where they are many.
    """

    label: str
    edit: Callable[[Document], Document]
    gesture: object = None
    wide: bool = False


Worker = Callable[[str, Callable[[], Document]], Document]
"""What does slow work, called so, with the window alive meanwhile; raises `Cancelled` if the person calls it off."""

MANY_ENTRIES = 1 << 20
"""From so many entries of a table on a wide intent is slow work."""


def _at_once(_: str, work: Callable[[], Document]) -> Document:
    return work()


class DocumentStore(QObject):
    """Holds the `History`. `push` is the only way to change the document."""

    documentChanged = Signal(object, object)
    historyChanged = Signal()
    refused = Signal(object)
    givenUp = Signal()
    """What was asked for was called off while it was worked on."""

    def __init__(self, document: Document, parent: QObject | None = None, worker: Worker = _at_once) -> None:
        super().__init__(parent)
        self._worker, self._is_busy = worker, False
        self._history = History.start(document)
        self._saved: Document | None = document
        self._before_gesture: tuple[object, History] = (None, self._history)
        self._own: tuple[History, Document | None] | None = None

    @property
    def document(self) -> Document:
        """The document on show."""
        return self._history.document

    @property
    def history(self) -> History:
        """Every step, and the one on show."""
        return self._history

    @property
    def saved_index(self) -> int | None:
        """The step that was last opened or saved; None if it is not among the steps any more."""
        found = (k for k, step in enumerate(self._history.steps) if step.document is self._saved)
        return next(found, None)

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        return self._history.redo_label

    @property
    def is_changed(self) -> bool:
        """Whether the person's own document differs from the one last opened or saved."""
        history, saved = self._own or (self._history, self._saved)
        return history.document is not saved

    def push(self, intent: Intent) -> bool:
        """Do what an intent asks. Return False, with nothing changed, if it cannot be, or if the person calls it off.

        What cannot be is told by `refused`. While slow work goes on other intents are not taken.
        """
        if self._is_busy:
            return False
        try:
            document = self._edited(intent)
        except LossAtlasError as error:
            self.refused.emit(error)
            return False
        except Cancelled:
            self.givenUp.emit()
            return False
        if document is not self.document:
            if intent.gesture is not self._before_gesture[0]:
                self._before_gesture = intent.gesture, self._history
            self._move(self._history.pushed(document, intent.label, intent.gesture))
        return True

    def _edited(self, intent: Intent) -> Document:
        before = self.document
        if not intent.wide or before.size * len(before.classes) < MANY_ENTRIES:
            return intent.edit(before)
        self._is_busy = True
        try:
            return self._worker(intent.label, partial(intent.edit, before))
        finally:
            self._is_busy = False

    def cancel(self, gesture: object) -> None:
        """Take back the step of a gesture that was called off, leaving no trace of it: redo leads where it led."""
        history, (latest, before) = self._history.cancelled(gesture), self._before_gesture
        if history is not self._history:
            self._move(before if latest is gesture and before.document is history.document else history)

    def undo(self) -> None:
        """Go one step back; does nothing at the start."""
        self._move(self._history.undone())

    def redo(self) -> None:
        """Go one step on; does nothing at the end."""
        self._move(self._history.redone())

    def jump(self, index: int) -> None:
        """Go to a step of the history, back or on; every step stays."""
        self._move(self._history.at(index))

    def open(self, document: Document, *, changed: bool = False) -> None:
        """Show another document with a history of its own; `changed` if it is in no file."""
        self._own = None
        self._show_anew(document)
        if changed:
            self._saved = None
            self.historyChanged.emit()

    @property
    def own(self) -> Document:
        """The person's own document, whether it or a lesson's is on show."""
        return self._own[0].document if self._own is not None else self.document

    @property
    def is_lent(self) -> bool:
        """Whether what is on show is not the person's own document, which is kept."""
        return self._own is not None

    def lend(self, document: Document) -> bool:
        """Show a document of somebody else's, keeping the own one with its history; return whether it is another."""
        if self._own is None:
            self._own = self._history, self._saved
        return self._show_anew(document)

    def give_back(self) -> bool:
        """Show the own document again, its history as it was; return whether it is another one than that on show."""
        if self._own is None:
            return False
        (history, self._saved), self._own = self._own, None
        before = self.document
        self._move(history)
        return self.document is not before

    def _show_anew(self, document: Document) -> bool:
        before, self._saved = self.document, document
        self._move(History.start(document))
        return document is not before

    def mark_saved(self) -> None:
        """Take the document on show as saved."""
        self._saved = self.document
        self.historyChanged.emit()

    def _move(self, history: History) -> None:
        old, self._history = self._history.document, history
        if history.document is not old:
            self.documentChanged.emit(old, history.document)
        self.historyChanged.emit()
