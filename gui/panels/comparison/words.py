"""What a view says in words below its table: as high as the words are, or scrolled if the table needs the room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

_SHARE = 0.42
"""The most of a view's height that words may take."""


class Words(QScrollArea):
    """Wrapped words, which the keyboard scrolls."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setObjectName(name)
        self._label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self._label.setAutoFillBackground(False)

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()

    def say(self, words: str, more: str = "") -> None:
        """Say words, and more in a tool tip."""
        self._label.setToolTip(more)
        if words != self._label.text():
            self._label.setText(words)
            self.fit()

    def fit(self) -> None:
        """Take the height that the words need, up to a share of the view's."""
        view = self.parentWidget()
        needed = self._label.heightForWidth(max(self.viewport().width(), 60)) + 2
        self.setFixedHeight(min(needed, max(38, int(_SHARE * view.height()))) if view is not None else needed)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
