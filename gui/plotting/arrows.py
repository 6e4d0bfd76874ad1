"""Arrows along the streamlines of a field, in an ink that stands out from the colours under each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from core.validation import Float
from gui.plotting.figure import hairline
from gui.plotting.style import Style

SPACING = 30.0
"""Design pixels between neighbouring arrows, however large the picture and whatever part of it is seen."""
REACH = 24.0
"""The length in design pixels of an arrow where the field is strongest."""
_SHORTEST = 3.0
_HEAD = 5.0


def draw(painter: QPainter, lines: Float, on_dark: npt.NDArray[np.bool_], style: Style) -> None:
    """Draw arrows: `lines` (n, m, 2) are places from tail to tip, `on_dark` says which lie on dark colours."""
    length = np.hypot(*np.moveaxis(np.diff(lines, axis=1), -1, 0)).sum(axis=1)
    shown = length >= style.px(_SHORTEST)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for dark, ink in ((False, "#16202B"), (True, "#FFFFFF")):
        chosen = lines[shown & (on_dark == dark)]
        if chosen.size:
            painter.setPen(hairline(ink, 1.15, style))
            x, y = _with_heads(chosen, style)
            painter.drawPath(pg.arrayToQPath(x, y, connect="finite"))


def _with_heads(lines: Float, style: Style) -> tuple[Float, Float]:
    """Return all arrows as one line, nan between its pieces: each its shaft and the two strokes of its head."""
    tip, before = lines[:, -1], lines[:, -2]
    way = tip - before
    span = np.hypot(way[:, 0], way[:, 1])[:, None]
    length = np.hypot(*np.moveaxis(np.diff(lines, axis=1), -1, 0)).sum(axis=1)[:, None]
    back = -way / np.maximum(span, 1e-9) * np.minimum(style.px(_HEAD), 0.6 * length)
    side = np.stack([-back[:, 1], back[:, 0]], axis=-1) * 0.45
    gap = np.full((len(lines), 1, 2), np.nan)
    barbs = np.stack([tip + back + side, tip, tip + back - side], axis=1)
    points = np.concatenate([lines, gap, barbs, gap], axis=1).reshape(-1, 2)
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
