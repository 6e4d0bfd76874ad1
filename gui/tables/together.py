"""Views of the same rows that scroll together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QTableView


def scroll_together(views: Sequence[QTableView]) -> None:
    """Let each view follow the row that another is scrolled to, as far as its own height lets it."""
    moving = False

    def follow(source: QTableView, value: int) -> None:
        nonlocal moving
        if moving:
            return  # a taller view stops earlier: what it says is no wish
        moving = True
        for view in views:
            if view is not source:
                view.verticalScrollBar().setValue(value)
        moving = False

    for view in views:
        view.verticalScrollBar().valueChanged.connect(partial(follow, view))
