"""Two figures as one: side by side, or one above the other, whichever way they are larger."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui.plotting.figure import Figure
from gui.plotting.style import Style

_SIDES, _ENDS = 114.0, 180.0
"""About what a figure of a surface takes of its width and of its height for scales and words, in design pixels."""


def is_beside(width: float, height: float) -> bool:
    """Return whether two square pictures are larger side by side than one above the other.

    >>> is_beside(600, 500), is_beside(560, 900)
    (True, False)
    """
    beside = min(width / 2 - _SIDES, height - _ENDS)
    above = min(width - _SIDES, height / 2 - _ENDS)
    return beside >= above


@dataclass(frozen=True)
class PairFigure:
    """Two figures, each in a half of the room."""

    first: Figure
    second: Figure

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw both."""
        width, height = rect.width(), rect.height()
        beside = is_beside(width / style.scale, height / style.scale)
        half = QRectF(rect.left(), rect.top(), width / 2 if beside else width, height if beside else height / 2)
        self.first.draw(painter, half, style)
        self.second.draw(painter, half.translated(width / 2 if beside else 0.0, 0.0 if beside else height / 2), style)


class PairLayout(QBoxLayout):
    """Gives each of two views a half of the room, the way in which they are larger."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight, parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)

    def setGeometry(self, room: QRect) -> None:
        beside = is_beside(room.width(), room.height())
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self.direction() != wanted:
            self.setDirection(wanted)
        super().setGeometry(room)
