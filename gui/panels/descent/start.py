"""The line in which the q that descents start from is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from core.errors import LossAtlasError
from core.validation import Float
from gui import text
from gui.tables.parsing import parse_number

_APART = re.compile(r"[\s;]+")


class _Line(QLineEdit):
    """A line that Esc leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class StartLine(QWidget):
    """Shows the chosen start, and takes another one that is typed.

    Signals
    -------
    picked
        A distribution (K,).
    refused
        In words, why what was typed is none.
    left
        The chosen start is not wanted any more.
    """

    picked = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._shown = ""
        self.line = _Line(self)
        self.line.setObjectName("control.descent.picked")
        self.line.setAccessibleName(self.tr("The q that descents start from"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 2)
        row.addWidget(QLabel("q₀", self))
        row.addWidget(self.line)
        self.line.editingFinished.connect(self._take)
        self.line.left.connect(self.left)
        self.hide()

    def show_start(self, q: Float, classes: Sequence[str], *, wanted: bool) -> None:
        """Show the start, while one is to be chosen."""
        self._classes = tuple(classes)
        self.setVisible(wanted)
        if not wanted:
            return
        words = " ".join(f"{share:.6g}" for share in q)
        if words != self._shown or (not self.line.hasFocus() and self.line.text() != words):
            self._shown = words
            self.line.setText(words)
            self.line.setCursorPosition(0)
        self.line.setToolTip(
            self.tr("Probabilities of {classes}; or Shift and a click on the surface").format(
                classes=", ".join(classes[:6]) + (", …" if len(classes) > 6 else "")
            )
        )

    def take_keys(self) -> None:
        """Let what is typed go here."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def _take(self) -> None:
        """Tell what was typed, or why it is no distribution."""
        words = self.line.text().strip()
        if words == self._shown:
            return
        try:
            q = np.array([parse_number(word) for word in _APART.split(words)])
        except LossAtlasError as error:
            self._refuse(text.error_sentence(error))
            return
        if q.size != len(self._classes):
            refusal = self.tr("{found} numbers were typed; there are {count} classes.")
            self._refuse(refusal.format(found=q.size, count=len(self._classes)))
        elif q.min() < 0 or abs(float(q.sum()) - 1.0) > 1e-6:
            refusal = self.tr("These numbers sum to {total}; probabilities are 0 or more and sum to 1.")
            self._refuse(refusal.format(total=f"{float(q.sum()):.6g}"))
        else:
            self.picked.emit(q)

    def _refuse(self, words: str) -> None:
        self.line.setText(self._shown)
        self.refused.emit(words)
