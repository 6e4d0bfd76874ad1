"""Figures of surfaces that may take long: shown as waiting until another thread has made them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject

from gui.background import Background


class Patient(Protocol):
    """A figure that may be still waiting for its surface."""

    @property
    def key(self) -> object:
        """What its surface is made from."""
        ...

    @property
    def is_waiting(self) -> bool:
        """Whether the surface is still to be computed."""
        ...


_F = TypeVar("_F", bound=Patient)


class Patience:
    """Makes the figures of one view, the slow ones in the background, after which `again` is called."""

    def __init__(self, owner: QObject, again: Callable[[], None]) -> None:
        self.background = Background(owner)
        self.background.ready.connect(lambda _: again())

    def figure(self, make: Callable[[object, bool], _F], before: object) -> _F:
        """Return what `make` gives for the figure `before` it, and whether it has to be there now."""
        figure = make(before, False)
        if not figure.is_waiting:
            return figure
        made = self.background.get(figure.key, lambda: make(None, True))
        return figure if made is None else make(made, False)
