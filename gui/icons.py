"""The program's own icons, recoloured for the theme."""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 18, 32, 36)
"""Of menus and of the tool bar, and twice as fine."""
_LARGE = (16, 24, 32, 48, 64, 128)
"""Of windows, task bars and dialogs."""


@cache
def icon(name: str, colour: str, faint: str, sizes: tuple[int, ...] = _SIZES) -> QIcon:
    """Return the icon `name` with its black lines in `colour`, and in `faint` where disabled."""
    source = resources.files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
    made = QIcon()
    for tint, mode in ((colour, QIcon.Mode.Normal), (faint, QIcon.Mode.Disabled)):
        renderer = QSvgRenderer(QByteArray(source.replace("#000000", tint).encode()))
        for size in sizes:
            picture = QPixmap(QSize(size, size))
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            renderer.render(painter)
            painter.end()
            made.addPixmap(picture, mode)
    return made


@cache
def application_icon() -> QIcon:
    """Return the program's icon."""
    return icon("loss-atlas", "#000000", "#000000", _LARGE)
