"""Marked points of a triangle or of a solid, with their labels off each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from core.validation import Float
from gui.plotting import marked
from gui.plotting.marked import Marked
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
    seen = [
        Marked(
            geometry.point(point.barycentric),
            point.label,
            point.marker,
            QColor(point.colour),
            hollow=point.hollow,
            focused=point.focused,
        )
        for point in points
        if geometry.shows(point.barycentric)
    ]
    inside = geometry.rect.adjusted(style.px(4), 0, -style.px(4), 0)
    bar = geometry.bar.adjusted(-style.px(4), -style.px(24), style.px(70), style.px(24))
    marked.draw(painter, seen, inside, [*avoid, bar], style)
