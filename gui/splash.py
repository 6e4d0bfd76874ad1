"""What is seen while the program gets ready: its icon and name, painted before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from gui import icons, preferences, theme

_SIZE = QSize(320, 160)


@contextmanager
def shown(app: QApplication) -> Iterator[None]:
    """Show the card in the middle of the screen for as long as the block takes.

    Not a `QSplashScreen`, which waits up to a second for the screen to say that it is seen.
    """
    card = QLabel(None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
    card.setObjectName("splash")
    card.setAccessibleName("Loss Atlas")
    card.setPixmap(_drawn(app.devicePixelRatio()))
    card.resize(_SIZE)
    card.move(app.primaryScreen().availableGeometry().center() - card.rect().center())
    card.show()
    card.repaint()  # at once: the window is still a second away
    app.processEvents()
    try:
        yield
    finally:
        card.close()
        card.deleteLater()


def _drawn(ratio: float) -> QPixmap:
    """Draw the card in the colours of the theme."""
    style = theme.resolve(preferences.theme())
    made = QPixmap(_SIZE * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(style.panel))
    painter = QPainter(made)
    painter.setPen(QColor(style.line))
    painter.drawRect(QRectF(0, 0, _SIZE.width() - 1, _SIZE.height() - 1))
    painter.drawPixmap(32, 48, icons.application_icon().pixmap(QSize(64, 64), ratio))
    font = QApplication.font()
    font.setPixelSize(24)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(style.text))
    room = QRectF(116, 0, _SIZE.width() - 132, _SIZE.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "Loss Atlas")
    painter.end()
    return made
