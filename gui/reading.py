"""Slow work, such as reading, on another thread, told of as it goes on and called off at a word."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from core import watching
from core.watching import Cancelled

translate = QCoreApplication.translate

_T = TypeVar("_T")

PATIENCE_MS = 200
"""What takes longer than this says how far it is."""
_TOLD_EVERY = 0.05
_STEPS = 1000


class Reading(QObject):
    """One function on a thread of the pool. What `core` tells of it is passed on, and it stops when it is called off.

    Signals
    -------
    progressed
        Thousandths done of what is being read or changed.
    ended
        The answer and None, or None and the error; `Cancelled` after `cancel`. Nothing is told after it.
    """

    progressed = Signal(int)
    ended = Signal(object, object)

    def __init__(self, function: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._function = function
        self._is_cancelled = False
        self._told = 0.0

    def start(self) -> None:
        """Begin."""
        QThreadPool.globalInstance().start(_Job(self._run))

    def cancel(self) -> None:
        """Call it off: it stops at the next piece."""
        self._is_cancelled = True

    def _run(self) -> None:
        answer, failed = None, None
        try:
            with watching.watched(self._watch):
                answer = self._function()
            if self._is_cancelled:
                raise Cancelled
        except Exception as error:
            answer, failed = None, error
        with contextlib.suppress(RuntimeError):  # who asked is gone
            self.ended.emit(answer, failed)

    def _watch(self, done: int, of: int) -> None:
        if self._is_cancelled:
            raise Cancelled
        now = time.monotonic()
        if now - self._told > _TOLD_EVERY:
            self._told = now
            with contextlib.suppress(RuntimeError):
                self.progressed.emit(_STEPS * done // max(of, 1))


class _Job(QRunnable):
    def __init__(self, function: Callable[[], None]) -> None:
        super().__init__()
        self._function = function

    def run(self) -> None:
        """Work on a thread of the pool."""
        self._function()


def run(parent: QWidget, words: str, function: Callable[[], _T]) -> _T:
    """Return what a function gives, with the window alive meanwhile.

    Above `PATIENCE_MS` a bar says how far it is, with a button that calls it off, which raises `Cancelled`. Other input
    waits.
    """
    reading = Reading(function, parent)
    ends: list[tuple[Any, Exception | None]] = []
    reading.ended.connect(lambda answer, error: ends.append((answer, error)))
    loop = QEventLoop()
    reading.ended.connect(loop.quit)
    QTimer.singleShot(PATIENCE_MS, loop.quit)
    reading.start()
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    if not ends:
        bar = _bar(parent, words, reading)
        loop.exec()
        bar.deleteLater()
        bar.hide()
    reading.deleteLater()
    answer, error = ends[0]
    if error is not None:
        raise error
    return answer


def _bar(parent: QWidget, words: str, reading: Reading) -> QProgressDialog:
    bar = QProgressDialog(words, translate("Reading", "Cancel"), 0, _STEPS, parent)
    bar.setObjectName("dialog.reading")
    bar.setWindowTitle(words)
    bar.setModal(True)
    bar.setMinimumDuration(0)
    bar.setAutoReset(False)
    bar.setAutoClose(False)
    bar.canceled.connect(reading.cancel)
    bar.canceled.connect(partial(bar.setLabelText, translate("Reading", "Stopping…")))
    bar.canceled.connect(bar.show)  # until it has stopped
    reading.progressed.connect(bar.setValue)
    bar.setValue(0)
    bar.show()
    return bar
