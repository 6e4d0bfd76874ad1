"""Which rows the tables show and in what order: asked by a person, held still while numbers change.

Rows move when a person asks for it: by sorting, filtering, brushing, or by looking at another model. A number that is
typed or dragged never moves its row from under the hand; if it would stand elsewhere by now, the order is stale, which
is shown, and asking again sorts anew. Another number of samples makes another order at once.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from core.ordering import Arrangement, Order, arrange
from core.results import Results
from gui.background import Background
from gui.focus import Brush, FocusState

INLINE_ROWS = 20_000
"""Up to so many samples are put in order between two frames, the milliseconds of a mouse click."""
_PLAIN = Arrangement()
_REST_MS = 300
_LONG_MS = 200


class RowOrder(QObject):
    """Holds what was asked of the rows, and the order that is in force."""

    changed = Signal()
    """Another order is in force, or it became stale, or work began or ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.arrangement = Arrangement()
        self.order = Order(0)
        self.is_stale = False
        self.is_working = False
        """Whether an order asked for is long in coming."""
        self._results: Results | None = None
        self._seen: Results | None = None  # by which the background works
        self._model, self._brush = 0, None
        self._asked: tuple[object, ...] = ()
        self._job, self._purpose = 0, ""
        self._background = Background(self, remembered=1)
        self._background.ready.connect(self._deliver)
        self._resting = QTimer(self, singleShot=True, interval=_REST_MS)
        self._resting.timeout.connect(self._check)
        self._long = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._long.timeout.connect(self._say_working)

    # -- what a person asks -----------------------------------------------------------------------------

    def ask(self, arrangement: Arrangement) -> None:
        """Sort and filter as a person wants it, now or as soon as it is worked out."""
        self.arrangement = arrangement
        if self._results is not None:
            self._see(again=False)
            self.changed.emit()

    def ask_again(self) -> None:
        """Sort and filter anew, by the numbers as they are now."""
        if self._results is not None:
            self._see(again=True)
            self.changed.emit()

    def reset(self, arrangement: Arrangement = _PLAIN) -> None:
        """Forget what was asked, for what is asked of another document; it is in force with that one's results."""
        self.arrangement = arrangement

    # -- results in -------------------------------------------------------------------------------------

    def show(self, results: Results, focus: FocusState) -> Order:
        """Return the order for these results; a better one may follow with `changed`."""
        is_new = results is not self._results
        self._results, self._model, self._brush = results, focus.model, focus.brush
        self._see(again=False, numbers_changed=is_new)
        return self.order

    def _see(self, *, again: bool, numbers_changed: bool = False) -> None:
        """Work the order out if something else is asked for; else only see whether it is stale."""
        assert self._results is not None
        document = self._results.document
        self.arrangement = self.arrangement.fitted(document, has_brush=self._brush is not None)
        brush = self._brush if self.arrangement.brushed else None
        asked = (self.arrangement, self._model, brush, document.size, document.samples)
        if again or not _same(asked, self._asked):
            self._asked = asked
            self._work_out()
        elif numbers_changed and not self.arrangement.is_plain and self._purpose != "show":
            if document.size <= INLINE_ROWS:
                self.is_stale = not self._worked_out().same_as(self.order)
            else:
                self._resting.start()

    def _work_out(self) -> None:
        assert self._results is not None
        size = self._results.document.size
        self._resting.stop()
        if self.order.size != size:
            self.order = Order(size)
        if size <= INLINE_ROWS or self.arrangement.is_plain:
            self._job, self._purpose = self._job + 1, ""  # what is worked on is not wanted any more
            self._put(self._worked_out())
        else:
            self._start("show")
            self._long.start()

    def _worked_out(self) -> Order:
        assert self._results is not None
        return _arranged(self._results, self._model, self.arrangement, self._brush)

    def _put(self, order: Order) -> None:
        """Put an order in force; one that is the same stays the same object, and nothing moves."""
        self._long.stop()
        self.is_stale = self.is_working = False
        if not order.same_as(self.order):
            self.order = order

    # -- in the background ------------------------------------------------------------------------------

    def _start(self, purpose: str) -> None:
        assert self._results is not None
        self._seen = self._results
        self._job, self._purpose = self._job + 1, purpose
        results, model, wanted, brush = self._results, self._model, self.arrangement, self._brush
        found = self._background.get(self._job, lambda: _arranged(results, model, wanted, brush))
        assert found is None, "no number is used twice"

    def _check(self) -> None:
        """See in the background whether the rows would stand elsewhere by now."""
        if self._purpose != "show":
            self._start("check")

    def _say_working(self) -> None:
        self.is_working = True
        self.changed.emit()

    def _deliver(self, job: object) -> None:
        if job != self._job or self._results is None:
            return
        order = self._background.get(job, lambda: None)
        purpose, self._purpose = self._purpose, ""
        if purpose == "show":
            self._put(order)
            if self._seen is not self._results:
                self._resting.start()
        elif order.same_as(self.order) is not self.is_stale:
            return
        else:
            self.is_stale = not self.is_stale
        self.changed.emit()


def _arranged(results: Results, model: int, wanted: Arrangement, brush: Brush | None) -> Order:
    return arrange(results, model, wanted, None if brush is None else brush.rows)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Return whether the same is asked for; names of samples are told by identity, as there may be a million."""
    *known, names = one
    *before, names_before = other or (None,)
    return known == before and names is names_before
