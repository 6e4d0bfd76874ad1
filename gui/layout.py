"""Where the docks stand at first: tables left, the surface, what explains it, the rest below."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

START_SIZE = QSize(1440, 900)
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def arrange(
    window: QMainWindow,
    left: list[QDockWidget],
    centre: list[QDockWidget],
    right: list[QDockWidget],
    bottom: list[QDockWidget],
    *,
    hidden: QDockWidget,
) -> None:
    """Put every dock to its place: left and right ones above each other, those in the centre and below as tabs.

    The `hidden` one waits behind the last one on the right.
    """
    docks = [*left, *centre, *right, *bottom]
    for dock in (*docks, hidden):
        dock.setFloating(False)
        window.removeDockWidget(dock)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left[0])
    window.splitDockWidget(left[0], centre[0], _ACROSS)
    window.splitDockWidget(centre[0], bottom[0], _DOWN)
    window.splitDockWidget(centre[0], right[0], _ACROSS)
    for column in (left, right):
        for above, below in itertools.pairwise(column):
            window.splitDockWidget(above, below, _DOWN)
    for tabs in (centre, bottom, [right[-1], hidden]):
        for one, other in itertools.pairwise(tabs):
            window.tabifyDockWidget(one, other)
    for dock in docks:
        dock.show()
    hidden.hide()
    bottom[0].raise_()
    across, down = window.width() / START_SIZE.width(), window.height() / START_SIZE.height()

    def share(chosen: list[QDockWidget], sizes: list[float], way: Qt.Orientation) -> None:
        window.resizeDocks(chosen, [round(size) for size in sizes], way)

    share([left[0], centre[0], right[0]], [457 * across, 555 * across, 428 * across], _ACROSS)
    share(left, [190 * down, 270 * down, 380 * down], _DOWN)
    share(right, [290 * down, 240 * down], _DOWN)
    share([centre[0], bottom[0]], [530 * down, 290 * down], _DOWN)
