"""Slow work of a panel, on another thread: asked with a key, answered later, the last answers remembered."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal

_REMEMBERED = 4


class _Relay(QObject):
    done = Signal(object, object, object)


class _Job(QRunnable):
    def __init__(self, key: Hashable, function: Callable[[], Any], relay: _Relay) -> None:
        super().__init__()
        self._key, self._function, self._relay = key, function, relay

    def run(self) -> None:
        """Work on a thread of the pool; the answer, or the error, travels by signal."""
        answer, error = None, None
        try:
            answer = self._function()
        except Exception as failed:
            error = failed
        with contextlib.suppress(RuntimeError):  # who asked is gone, and with it the relay
            self._relay.done.emit(self._key, answer, error)


class Background(QObject):
    """Answers one question at a time. `get` gives the answer if it is known, else None, and `ready` comes later.

    A key is compared as a dictionary does: by value, or by identity for objects that have no equality. While one
    question is worked on only the latest of those asked since waits; the others are dropped. An answer that nobody
    waits for any more is remembered, but not told. A function asks nothing of Qt's objects.

    Signals
    -------
    ready
        The key last asked for has its answer; ask again with the same key.
    """

    ready = Signal(object)

    def __init__(self, parent: QObject | None = None, *, remembered: int = _REMEMBERED) -> None:
        super().__init__(parent)
        self._remembered = remembered
        self._answers: OrderedDict[Hashable, tuple[Any, Exception | None]] = OrderedDict()
        self._wanted: Hashable = None
        self._running = False
        self._next: tuple[Hashable, Callable[[], Any]] | None = None
        self._at_work: Hashable = None
        self._relay = _Relay(self)
        self._relay.done.connect(self._deliver)

    def get(self, key: Hashable, function: Callable[[], Any]) -> Any:
        """Return what `function()` gives, or None while it is computed; raise the error that it ended in."""
        self._wanted = key
        if key in self._answers:
            self._answers.move_to_end(key)
            self._next = None
            answer, error = self._answers[key]
            if error is not None:
                raise error
            return answer
        if not self._running:
            self._start(key, function)
        else:
            self._next = (key, function) if key != self._at_work else None
        return None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._running

    def wait(self) -> None:
        """Stay until everything asked is answered, signals included; for tests and for what cannot go on without."""
        while self._running:
            QThreadPool.globalInstance().waitForDone()
            QCoreApplication.processEvents()

    def _start(self, key: Hashable, function: Callable[[], Any]) -> None:
        self._running, self._at_work = True, key
        QThreadPool.globalInstance().start(_Job(key, function, self._relay))

    def _deliver(self, key: Hashable, answer: Any, error: Exception | None) -> None:
        self._running = False
        self._answers[key] = answer, error
        while len(self._answers) > self._remembered:
            self._answers.popitem(last=False)
        waiting, self._next = self._next, None
        if waiting is not None:
            self._start(*waiting)
        if key == self._wanted:
            self.ready.emit(key)
