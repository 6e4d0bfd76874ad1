"""The mark of what is locked: a padlock before a right-aligned text, or where that has no room a folded corner."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygon

from gui import icons
from gui.plotting.style import Style

LOCK_ROLE = Qt.ItemDataRole.UserRole + 4
"""Whether a cell, or the class of a column, is locked."""

_SIZE, _GAP, _FOLD = 12, 8, 8


def paint_lock(painter: QPainter, rect: QRect, text: str, style: Style, beside: int = 0) -> None:
    """Mark a cell or a title as locked; `beside` its text so much room is taken by another mark."""
    left = rect.right() - _GAP - QFontMetrics(style.font(12)).horizontalAdvance(text) - _SIZE - 4 - beside
    if left >= rect.left() + 2:
        icon = icons.icon("lock", style.muted, style.line)
        icon.paint(painter, QRect(left, rect.center().y() - _SIZE // 2, _SIZE, _SIZE))
        return
    corner = rect.topLeft()
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.muted))
    painter.drawPolygon(QPolygon([corner, corner + QPoint(_FOLD, 0), corner + QPoint(0, _FOLD)]))
    painter.restore()
