"""The way back: a small button over a figure of which a part is seen, or that was turned."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QToolButton

from gui.plotting.view import FigureView

translate = QCoreApplication.translate

_LEFT, _TOP, _FOOT = 12, 44, 22
"""Where it stands: below a figure's two lines of title, or above its line at the foot."""


class BackButton(QToolButton):
    """Says what a press, as the key Home, brings back; there only while there is anything to bring back."""

    def __init__(self, view: FigureView, *, at_foot: bool = False) -> None:
        super().__init__(view)
        self._view, self._at_foot = view, at_foot
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(False)
        self.hide()
        view.installEventFilter(self)

    def offer(self, words: str) -> None:
        """Offer what words say; nothing for none."""
        if words != self.text()[2:] or not words:
            self.setText(f"⤢ {words}" if words else "")
            self.setAccessibleName(words)
            self.setToolTip(translate("Back", "{what} (Home)").format(what=words))
            self.adjustSize()
        if words and not self.objectName():
            self.setObjectName(f"{self._view.objectName()}.back")
        self.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        """Stay within a view that is small."""
        room = max(0, self._view.height() - self.height() - 2)
        self.move(_LEFT, max(0, room - _FOOT) if self._at_foot else min(_TOP, room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)
