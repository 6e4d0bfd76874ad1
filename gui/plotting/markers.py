"""A model's marker as an icon for headers, tabs and lists."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from gui.plotting.figure import draw_marker
from gui.plotting.style import STYLES, Style


@cache
def _icon(index: int, dark: bool) -> QIcon:
    style = STYLES["dark" if dark else "light"]
    picture = QPixmap(64, 64)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_marker(painter, style.marker(index), QPointF(32, 32), 20, style.model_colour(index), style)
    painter.end()
    return QIcon(picture)


def marker_icon(index: int, style: Style) -> QIcon:
    """Return the marker of a model in the colours of a theme."""
    return _icon(index, style.dark)
