"""The dialog that looks for names and numbers in a table; it stays open beside the work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget


class FindDialog(QDialog):
    """A line to write what is looked for on: Enter finds the next, Shift+Enter the one before."""

    wanted = Signal(str, bool)
    """What is looked for, and whether backward."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.find")
        self.setWindowTitle(self.tr("Find"))
        self.line = QLineEdit()
        self.line.setObjectName("dialog.find.line")
        self.line.setAccessibleName(self.tr("Name or number"))
        self.line.setPlaceholderText(self.tr("A name, or a number such as 0.33"))
        self.line.setMinimumWidth(240)
        self.line.installEventFilter(self)
        self.said = QLabel(" ")
        self.said.setObjectName("dialog.find.said")
        after, before = QPushButton(self.tr("&Next")), QPushButton(self.tr("&Previous"))
        after.setDefault(True)
        after.clicked.connect(lambda: self.wanted.emit(self.line.text(), False))
        before.setAutoDefault(False)
        before.clicked.connect(lambda: self.wanted.emit(self.line.text(), True))
        self.line.textChanged.connect(lambda: self.said.setText(" "))
        layout = QGridLayout(self)
        layout.addWidget(self.line, 0, 0)
        layout.addWidget(after, 0, 1)
        layout.addWidget(before, 0, 2)
        layout.addWidget(self.said, 1, 0, 1, 3)

    def ask(self) -> None:
        """Come up, ready to write."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Shift+Enter find the one before."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enters and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.wanted.emit(self.line.text(), True)
                return True
        return super().eventFilter(watched, event)
