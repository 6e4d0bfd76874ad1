"""Which column of a table the pointer is over, in its title or in a cell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTableView


class Pointing(QObject):
    """Watches a table.

    Signals
    -------
    lit
        The column under the pointer when it is another one; -1 for none.
    """

    lit = Signal(int)

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view, self._column = view, -1
        for part in (view.viewport(), view.horizontalHeader().viewport()):
            part.setMouseTracking(True)
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of moves with no button held: while cells are selected nothing else changes."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            if event.buttons() == Qt.MouseButton.NoButton:
                x = round(event.position().x())
                in_cells = watched is self._view.viewport()
                self._point_at(self._view.columnAt(x) if in_cells else self._view.horizontalHeader().logicalIndexAt(x))
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._point_at(-1)
        return super().eventFilter(watched, event)

    def _point_at(self, column: int) -> None:
        if column != self._column:
            self._column = column
            self.lit.emit(column)
