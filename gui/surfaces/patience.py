"""Figures of surfaces that may take long: shown as waiting until another thread has made them."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject

from core import watching
from core.watching import Cancelled
from gui.background import Background

_REMEMBERED = 4


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
    """Makes the figures of one view, the slow ones in the background, after which `again` is called.

    What is not wanted any more is called off, so that what is wanted instead need not wait for it.
    """

    def __init__(self, owner: QObject, again: Callable[[], None]) -> None:
        self.background = Background(owner)
        self.background.ready.connect(lambda _: again())
        self._known: OrderedDict[object, Patient] = OrderedDict()
        self._wanted: object = None
        self._attempt: object = None

    def figure(self, make: Callable[[object, bool], _F], before: object) -> _F:
        """Return what `make` gives for the figure `before` it, and whether it has to be there now."""
        figure = make(before, False)
        if not figure.is_waiting:
            self._wanted = self._attempt = None
            return figure
        if figure.key not in self._known:
            if figure.key != self._wanted:
                self._wanted, self._attempt = figure.key, object()
            attempt = self._attempt
            made = self.background.get(attempt, lambda: self._made(make, attempt))
            if made is None:
                return figure
            self._known[figure.key] = made
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(figure.key)
        return make(self._known[figure.key], False)

    def _made(self, make: Callable[[object, bool], _F], attempt: object) -> _F | None:
        """Return the whole figure, on another thread; None once nobody wants it."""

        def watch(_done: int, _of: int) -> None:
            if attempt is not self._attempt:
                raise Cancelled

        with contextlib.suppress(Cancelled), watching.watched(watch):
            return make(None, True)
        return None
