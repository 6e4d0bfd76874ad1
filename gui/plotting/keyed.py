"""What is alike wherever a figure has handles: Tab goes through them, Esc calls a drag off, arrow keys move them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from gui.plotting.view import FigureView

WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
"""Which way an arrow key points: right and up."""
STEP, BIG_STEP = 0.01, 0.1
"""By how much an arrow key moves a probability, and with Shift."""


class KeyedView(FigureView):
    """A figure with handles under the keyboard. What the handles are, and what else keys do, its heirs say.

    A stop is what tells a handle from others, and what Tab goes to.

    Signals
    -------
    called_off
        The gesture of a drag to be taken back.
    """

    called_off = Signal(object)

    _gesture: object = None
    """What is done since a handle was pressed, one thing to undo; None while nothing is held."""

    def _stops(self) -> Sequence[object]:
        """Return the stops in the order of Tab."""
        return ()

    def _stop(self) -> object:
        """Return the stop that keys move; None for none."""
        return None

    def _go(self, stop: object) -> None:
        """Let keys move another one."""

    def _let_go(self) -> None:
        """End what the pointer holds."""

    def _call_off(self) -> None:
        """Take back what was done since the press."""
        gesture = self._gesture
        self._let_go()
        self.called_off.emit(gesture)

    def _pans(self, event: QKeyEvent) -> bool:
        """Return whether a key, which may be the window's too, moves here what is seen."""
        return False

    def _view_key(self, event: QKeyEvent) -> bool:
        """Do what a key does to what is seen; return whether it does anything."""
        return False

    def _arrow(self, way: tuple[int, int], event: QKeyEvent) -> bool:
        """Do what an arrow key does; return whether it does anything."""
        return False

    def _other_key(self, event: QKeyEvent) -> bool:
        """Do what another key does to a handle; return whether it does anything."""
        return False

    def _tab(self, *, forward: bool) -> bool:
        """Go to the next handle; return whether there is one."""
        stops, stop = list(self._stops()), self._stop()
        if stop not in stops:
            return False
        index = stops.index(stop) + (1 if forward else -1)
        if not 0 <= index < len(stops):
            return False
        self._go(stops[index])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = WAYS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._call_off()
        elif self._view_key(event) or (way is not None and self._arrow(way, event)) or self._other_key(event):
            pass
        else:
            event.ignore()  # the window's own shortcuts come after

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        # Not by `focusNextPrevChild`: Qt calls that for a view that is hidden as well, which is nobody's Tab.
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._pans(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
                if not event.modifiers() & others and self._tab(forward=event.key() == Qt.Key.Key_Tab):
                    event.accept()
                    return True
        return super().event(event)


def is_big(event: QKeyEvent | QMouseEvent) -> bool:
    """Return whether Shift is held: by a key it asks for a big step."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
