"""What is looked at: a sample, a model, classes on the triangle, each panel's view. View state, never undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.document import TRUTH, Document


@dataclass(frozen=True)
class FocusState:
    """One sample, one model, the handle that keys move (`TRUTH` or a model), and the triangle's corner classes.

    `choices` holds what a person chose in panels, such as an axis, by "<panel>.<choice>"; what is not there is at its
    default. `locked` holds the classes that keep their probability while others of a row are rescaled.
    """

    sample: int = 0
    model: int = 0
    handle: int = 0
    corners: tuple[int, int, int] | None = None
    choices: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    locked: frozenset[int] = frozenset()

    def fitted(self, document: Document) -> FocusState:
        """Return the nearest focus that exists in `document`."""
        classes = len(document.classes)
        model = min(self.model, len(document.models) - 1)
        corners = self.corners if self.corners and all(k < classes for k in self.corners) else None
        handle = self.handle if self.handle in (TRUTH, model) else model
        locked = frozenset(k for k in self.locked if k < classes)
        return FocusState(min(self.sample, document.size - 1), model, handle, corners, self.choices, locked)


class Focus(QObject):
    """Holds the focus and says when it changes."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = FocusState()

    def move(self, **changes: Any) -> None:
        """Look at something else; a model taken into focus takes the handle with it, a sample its own triangle."""
        if "model" in changes:
            changes.setdefault("handle", changes["model"])
        if changes.get("sample", self.state.sample) != self.state.sample:
            changes.setdefault("corners", None)
        if "choices" in changes:
            changes["choices"] = {**self.state.choices, **changes["choices"]}
        self.put(replace(self.state, **changes))

    def put(self, state: FocusState) -> None:
        """Set the whole focus."""
        if state != self.state:
            self.state = state
            self.changed.emit(state)
