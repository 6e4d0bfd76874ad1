"""A class that is pointed at somewhere stands out everywhere: a frame in its colour around what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gui.plotting.figure import pen
from gui.plotting.style import Style

Boxes = Sequence[tuple[int, QRectF]]
"""Classes, and where what belongs to them stands; a class may have several."""


def class_at(boxes: Boxes, point: QPointF) -> int | None:
    """Return the class whose part of a figure is at a point, if there is one."""
    return next((k for k, box in boxes if box.contains(point)), None)


def draw(painter: QPainter, boxes: Boxes, lit: int, style: Style) -> None:
    """Draw frames around what belongs to a class."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(style.class_text(lit), 1.8, style))
    for k, box in boxes:
        if k == lit:
            painter.drawRoundedRect(box, style.px(4), style.px(4))
