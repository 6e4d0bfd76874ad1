"""The dialog that asks for a name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget


class NameDialog(QDialog):
    """A line to write a name on; says what was written with `named`."""

    named = Signal(str)

    def __init__(self, title: str, label: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.name")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.line = QLineEdit(name)
        self.line.setObjectName("dialog.name.line")
        self.line.setAccessibleName(label)
        self.line.setMinimumWidth(280)
        self.line.selectAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.line.textChanged.connect(lambda text: self._ok.setEnabled(bool(text.strip())))
        form = QFormLayout()
        form.addRow(label, self.line)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.accepted.connect(lambda: self.named.emit(self.line.text().strip()))
