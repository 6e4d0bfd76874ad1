"""Lines from a point of the triangle to the three scales it is read on, with what is read there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from core.validation import Float
from gui.plotting.figure import CENTRE, LEFT, RIGHT, Text, draw_text, pen
from gui.plotting.style import Style
from gui.plotting.ternary import Geometry


def ends(inner: Float) -> Float:
    """Return where the three lines end: for each class the point of its scale with the same coordinate, (3, 3).

    The left class is read on the left side, the right one at the foot, the top one on the right side.
    """
    points = np.zeros((3, 3))
    for own, other in ((0, 2), (1, 0), (2, 1)):
        points[own, own], points[own, other] = inner[own], 1.0 - inner[own]
    return points


def draw(painter: QPainter, geometry: Geometry, at: Float, classes: tuple[int, int, int], style: Style) -> None:
    """Draw the lines of a point, in coordinates of the whole triangle, and its coordinates at their ends."""
    inner = geometry.window.inner(at)
    if (inner < -1e-9).any():
        return
    start = geometry.inner_point(inner)
    left, right, top = geometry.corners
    outward = (top - right, left - top, right - left)
    for own, end in enumerate(ends(inner)):
        stop = geometry.inner_point(end)
        colour = style.class_text(classes[own])
        for line, width in ((style.halo, 3.0), (colour, 1.2)):
            painter.setPen(pen(line, width, style, Qt.PenStyle.SolidLine if width > 2 else Qt.PenStyle.DashLine))
            painter.drawLine(start, stop)
        gap = outward[own] * (style.px(14 if own == 1 else 9) / geometry.side)
        align = (RIGHT, CENTRE, LEFT)[own]
        words = geometry.coordinate_words(float(at[own]), finer=1)
        how = Text(10.5, style.panel, bold=True, align=align, ground=colour)
        draw_text(painter, QPointF(stop + gap), words, how, style)
