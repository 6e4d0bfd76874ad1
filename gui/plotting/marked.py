"""Marked points with their labels beside them, off each other: on a triangle, in a solid, over axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plotting.figure import LEFT, Text, draw_marker, draw_text, kept_inside, pen
from gui.plotting.style import Style


@dataclass(frozen=True)
class Marked:
    """A point where it stands on the drawing, how it looks and what is written beside it."""

    at: QPointF
    label: str
    marker: str
    colour: QColor
    hollow: bool = False
    focused: bool = False


def draw(painter: QPainter, marked: Sequence[Marked], inside: QRectF, taken: Sequence[QRectF], style: Style) -> None:
    """Draw points, the focused last, and their labels within `inside`, off each other and what is `taken`."""
    for each in sorted(marked, key=lambda each: each.focused):
        if each.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(style.accent, 2, style))
            painter.drawEllipse(each.at, style.px(13), style.px(13))
        draw_marker(painter, each.marker, each.at, 7, each.colour, style, hollow=each.hollow)
    radius = style.px(9)
    boxes = [QRectF(each.at.x() - radius, each.at.y() - radius, 2 * radius, 2 * radius) for each in marked]
    boxes += taken
    for each in sorted(marked, key=lambda each: each.at.y()):
        box = _label_box(painter, each, inside, boxes, style)
        boxes.append(box)
        ground = QColor(style.halo)
        ground.setAlphaF(0.93)
        how = Text(12, each.colour, bold=each.focused, align=LEFT, ground=ground)
        draw_text(painter, QPointF(box.left(), box.center().y()), each.label, how, style)


def _label_box(painter: QPainter, each: Marked, inside: QRectF, taken: Sequence[QRectF], style: Style) -> QRectF:
    """Return where a label stands: right, left, above, below or farther off, the first that is free."""
    painter.setFont(style.font(12, bold=each.focused))
    width, height = float(painter.fontMetrics().horizontalAdvance(each.label)), style.px(18)
    at, gap, middle = each.at, style.px(18), each.at.y() - height / 2
    right, left = at.x() + gap, at.x() - gap - width
    places = [(right, middle), (left, middle), (at.x() - width / 2, at.y() - gap - height)]
    places.append((at.x() - width / 2, at.y() + gap))
    for step in range(1, 8):
        for way in (step, -step):
            places += [(right, middle + way * height), (left, middle + way * height)]
    boxes = [QRectF(x, y, width, height) for x, y in places]
    candidates = chain(boxes, (kept_inside(box, inside) for box in boxes))
    free = (box for box in candidates if inside.contains(box) and not any(box.intersects(other) for other in taken))
    return next(free, None) or kept_inside(boxes[0], inside)
