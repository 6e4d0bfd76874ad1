"""Results in step with the document: at most one computation a frame, long ones on a worker, stale ones dropped."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from core.document import Document
from core.results import Results, compute, pending_entries

INLINE_ENTRIES = 400_000
"""Up to this many probabilities to compute on, the window's own thread does it within a frame."""


class _Relay(QObject):
    done = Signal(int, object)


class _Job(QRunnable):
    def __init__(self, generation: int, document: Document, previous: Results | None, relay: _Relay) -> None:
        super().__init__()
        self._generation, self._document, self._previous, self._relay = generation, document, previous, relay

    def run(self) -> None:
        """Compute on a worker thread; the answer travels by signal."""
        self._relay.done.emit(self._generation, compute(self._document, self._previous))


class Recompute(QObject):
    """Turns changes of the document into `resultsChanged(new)`."""

    resultsChanged = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._results = compute(document)
        self._generation = 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._start)
        self._relay = _Relay(self)
        self._relay.done.connect(self._deliver)

    @property
    def results(self) -> Results:
        """Results of the document last scheduled; computed at once if they are still to come and quick."""
        if self._timer.isActive() and self._is_quick():
            self._timer.stop()
            self._start()
        return self._results

    def schedule(self, document: Document) -> None:
        """Compute `document` once the events at hand are done with; a later call replaces this one."""
        self._document = document
        self._generation += 1
        self._timer.start()

    def _is_quick(self) -> bool:
        return pending_entries(self._document, self._results) <= INLINE_ENTRIES

    def _start(self) -> None:
        if self._is_quick():
            self._deliver(self._generation, compute(self._document, self._results))
        else:
            job = _Job(self._generation, self._document, self._results, self._relay)
            QThreadPool.globalInstance().start(job)

    def _deliver(self, generation: int, results: Results) -> None:
        if generation == self._generation:
            self._results = results
            self.resultsChanged.emit(results)
