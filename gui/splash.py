"""What is seen while the program gets ready: a card with its name, painted before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel

from gui import preferences, theme

_SIZE = QSize(320, 160)
_SHEET = "background: {panel}; color: {text}; border: 1px solid {line}; font-size: 24px; font-weight: bold;"


@contextmanager
def shown(app: QApplication) -> Iterator[None]:
    """Show the card in the middle of the screen for as long as the block takes.

    Words alone: classes that draw pictures take long to load. Not a `QSplashScreen`, which waits up to a second for
    the screen to say that it is seen.
    """
    style = theme.resolve(preferences.theme())
    card = QLabel("Loss Atlas", None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
    card.setObjectName("splash")
    card.setAccessibleName("Loss Atlas")
    card.setAlignment(Qt.AlignmentFlag.AlignCenter)
    card.setStyleSheet(_SHEET.format(panel=style.panel, text=style.text, line=style.line))
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
