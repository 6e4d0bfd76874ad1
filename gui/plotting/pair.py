"""Two figures side by side as one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.plotting.figure import Figure
from gui.plotting.style import Style


@dataclass(frozen=True)
class PairFigure:
    """Two figures, each in a half of the room."""

    first: Figure
    second: Figure

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw both."""
        half = QRectF(rect.left(), rect.top(), rect.width() / 2, rect.height())
        self.first.draw(painter, half, style)
        self.second.draw(painter, half.translated(half.width(), 0), style)
