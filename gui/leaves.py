"""Leaves: small windows that open below a control and go when something else is pressed."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QWidget


def open_below(leaf: QFrame, widget: QWidget) -> None:
    """Open a leaf below a widget, within the screen, and within the window where it is wide enough."""
    leaf.adjustSize()
    corner = widget.mapToGlobal(QPoint(0, widget.height() + 2))
    screen, window = widget.screen().availableGeometry(), widget.window().frameGeometry()
    right = min(screen.right(), max(window.right(), window.left() + leaf.width()))
    x = max(min(corner.x(), right - leaf.width()), screen.left())
    leaf.move(x, max(min(corner.y(), screen.bottom() - leaf.height()), screen.top()))
    leaf.show()
