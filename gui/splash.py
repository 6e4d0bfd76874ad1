"""What is seen while the program gets ready: a card with its name, painted before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QSplashScreen, QWidget

from gui import preferences

_SIZE = QSize(320, 160)
_SHEET = "font-size: 24px; font-weight: bold; qproperty-alignment: AlignCenter;"
_COLOURS = "background: {panel}; color: {text}; border: 1px solid {line};"


class _Card(QSplashScreen):
    """Qt's splash without its waiting, up to a second, for the screen to say that it is seen."""

    def event(self, event: QEvent) -> bool:
        return QWidget.event(self, event)


@contextmanager
def shown(app: QApplication) -> Iterator[None]:
    """Show the card in the middle of the screen for as long as the block takes.

    Words alone, in the system's colours unless others were chosen: classes that draw pictures take long to load, and so
    does the namespace `Qt`, a seventh of a bare window's whole start.
    """
    card = _Card(QPixmap(_SIZE))
    card.setObjectName("splash")
    card.setAccessibleName("Loss Atlas")
    words = QLabel("Loss Atlas", card)
    words.setStyleSheet(_SHEET + _colours())
    words.resize(_SIZE)
    card.resize(_SIZE)
    card.move(app.primaryScreen().availableGeometry().center() - card.rect().center())
    card.show()
    card.repaint()  # at once: the window is still a while away
    app.processEvents()
    try:
        yield
    finally:
        card.close()
        card.deleteLater()


def _colours() -> str:
    """Return the colours of the theme that was chosen, if any."""
    chosen = preferences.theme()
    if chosen == "system":
        return ""
    from gui import theme

    style = theme.resolve(chosen)
    return _COLOURS.format(panel=style.panel, text=style.text, line=style.line)
