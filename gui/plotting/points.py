"""Marked points of a triangle or of a solid, with their labels off each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.validation import Float
from gui.plotting.figure import LEFT, Text, draw_marker, draw_text, kept_inside, pen
from gui.plotting.style import Style
from gui.plotting.ternary import Point


class Places(Protocol):
    """Where marked points and their labels stand: on a triangle, or in a solid, whose points have places of its own."""

    @property
    def rect(self) -> QRectF:
        """All there is to draw on."""
        ...

    @property
    def bar(self) -> QRectF:
        """Where the colour bar stands, free of labels."""
        ...

    def point(self, barycentric: Sequence[float] | Float, /) -> QPointF:
        """Return where a point stands."""
        ...

    def shows(self, barycentric: Sequence[float] | Float, /) -> bool:
        """Return whether it is in sight."""
        ...


def draw(
    painter: QPainter, geometry: Places, points: Sequence[Point], style: Style, *, avoid: Sequence[QRectF] = ()
) -> None:
    """Draw the marked points in sight, the focused last, and their labels, off each other and what they `avoid`."""
    points = [point for point in points if geometry.shows(point.barycentric)]
    marks = [_around(geometry.point(point.barycentric), style.px(9)) for point in points]
    for point in sorted(points, key=lambda each: each.focused):
        at = geometry.point(point.barycentric)
        if point.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(style.accent, 2, style))
            painter.drawEllipse(at, style.px(13), style.px(13))
        draw_marker(painter, point.marker, at, 7, QColor(point.colour), style, hollow=point.hollow)
    taken = [*avoid, geometry.bar.adjusted(-style.px(4), -style.px(24), style.px(70), style.px(24))]
    for point in sorted(points, key=lambda each: geometry.point(each.barycentric).y()):
        box = _label_box(painter, geometry, point, [*marks, *taken], style)
        taken.append(box)
        ground = QColor(style.halo)
        ground.setAlphaF(0.93)
        how = Text(12, point.colour, bold=point.focused, align=LEFT, ground=ground)
        draw_text(painter, QPointF(box.left(), box.center().y()), point.label, how, style)


def _around(at: QPointF, radius: float) -> QRectF:
    return QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)


def _label_box(painter: QPainter, geometry: Places, point: Point, taken: Sequence[QRectF], style: Style) -> QRectF:
    """Return where a point's label stands: right, left, above, below or farther off, the first that is free."""
    painter.setFont(style.font(12, bold=point.focused))
    width, height = float(painter.fontMetrics().horizontalAdvance(point.label)), style.px(18)
    at, gap = geometry.point(point.barycentric), style.px(18)
    right, left = at.x() + gap, at.x() - gap - width
    middle = at.y() - height / 2
    places = [(right, middle), (left, middle), (at.x() - width / 2, at.y() - gap - height)]
    places.append((at.x() - width / 2, at.y() + gap))
    for step in range(1, 8):
        places += [(right, middle + step * height), (left, middle + step * height), (right, middle - step * height)]
    inside = geometry.rect.adjusted(style.px(4), 0, -style.px(4), 0)
    boxes = [QRectF(x, y, width, height) for x, y in places]
    boxes += [kept_inside(box, inside) for box in boxes]
    free = (box for box in boxes if inside.contains(box) and not any(box.intersects(other) for other in taken))
    return next(free, None) or kept_inside(boxes[0], inside)
