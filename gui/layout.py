"""Where the docks stand at first: tables left, the surface, what explains it, the rest below."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStyle, QWidget

START_SIZE = QSize(1440, 900)
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_LEFT, _TABLES = 457, [190, 270, 380]
"""How wide the tables are, and how high each of them."""


def keep_on_screen(window: QMainWindow) -> None:
    """Make a window no larger than its screen has room for, its title bar included, before it is seen."""
    bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    window.resize(window.size().boundedTo(window.screen().availableSize() - QSize(0, bar)))


def begin(window: QMainWindow, left: list[QDockWidget], *, hidden: QDockWidget) -> None:
    """Put the docks of the tables where `arrange` will, beside an empty place for the others."""
    hidden.hide()
    empty = QWidget()
    empty.setObjectName("stage")
    window.setCentralWidget(empty)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left[0])
    _stack(window, left)
    _share(window, left[:1], [_LEFT], _ACROSS)
    _share(window, left, _TABLES, _DOWN)


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
    empty = window.takeCentralWidget()
    if empty is not None:
        empty.deleteLater()
    docks = [*left, *centre, *right, *bottom]
    for dock in (*docks, hidden):
        dock.setFloating(False)
        window.removeDockWidget(dock)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left[0])
    window.splitDockWidget(left[0], centre[0], _ACROSS)
    window.splitDockWidget(centre[0], bottom[0], _DOWN)
    window.splitDockWidget(centre[0], right[0], _ACROSS)
    _stack(window, left)
    _stack(window, right)
    for tabs in (centre, bottom, [right[-1], hidden]):
        for one, other in itertools.pairwise(tabs):
            window.tabifyDockWidget(one, other)
    for dock in docks:
        dock.show()
    hidden.hide()
    bottom[0].raise_()
    _share(window, [left[0], centre[0], right[0]], [_LEFT, 555, 428], _ACROSS)
    _share(window, left, _TABLES, _DOWN)
    _share(window, right, [290, 240], _DOWN)
    _share(window, [centre[0], bottom[0]], [530, 290], _DOWN)


def _stack(window: QMainWindow, column: list[QDockWidget]) -> None:
    for above, below in itertools.pairwise(column):
        window.splitDockWidget(above, below, _DOWN)


def _share(window: QMainWindow, docks: list[QDockWidget], sizes: list[int], way: Qt.Orientation) -> None:
    """Give docks their sizes, those of a window of `START_SIZE`."""
    factor = window.width() / START_SIZE.width() if way == _ACROSS else window.height() / START_SIZE.height()
    window.resizeDocks(docks, [round(size * factor) for size in sizes], way)
