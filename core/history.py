"""Undo and redo: a list of documents, what led to each, and where we stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.document import Document


@dataclass(frozen=True)
class Step:
    """A document and the edit that made it; `gesture` marks steps of one drag, which count as one."""

    document: Document
    label: str = ""
    gesture: object = None


@dataclass(frozen=True)
class History:
    """The past and future of a document, itself a value. Never empty, so undo and redo cannot fail.

    Attributes
    ----------
    steps
        Oldest first.
    index
        The step on show.
    """

    steps: tuple[Step, ...]
    index: int = 0

    @classmethod
    def start(cls, document: Document) -> History:
        """Return a history that begins with `document`."""
        return cls((Step(document),))

    @property
    def document(self) -> Document:
        """The document on show."""
        return self.steps[self.index].document

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self.steps[self.index].label if self.index else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        return self.steps[self.index + 1].label if self.index + 1 < len(self.steps) else None

    def pushed(self, document: Document, label: str, gesture: object = None) -> History:
        """Return the history after an edit; a step of the same gesture as the last replaces it."""
        past = self.steps[: self.index + 1]
        last = past[-1]
        if gesture is not None and last.gesture == gesture:
            past = past[:-1]
        return History((*past, Step(document, label, gesture)), len(past))

    def cancelled(self, gesture: object) -> History:
        """Return the history without the step of a gesture that was called off."""
        if gesture is not None and self.steps[self.index].gesture == gesture:
            return History(self.steps[: self.index], self.index - 1)
        return self

    @property
    def is_new(self) -> bool:
        """Whether nothing was done yet, or ever."""
        return len(self.steps) == 1

    def at(self, index: int) -> History:
        """Return the history standing at one of its steps, or at the end that lies that way."""
        return replace(self, index=min(max(index, 0), len(self.steps) - 1))

    def undone(self) -> History:
        """Return the history one step back, or the same at the start."""
        return self.at(self.index - 1)

    def redone(self) -> History:
        """Return the history one step on, or the same at the end."""
        return self.at(self.index + 1)
