"""The dialog that asks by how much rows are to be changed, and says what that does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)


@dataclass(frozen=True)
class Amount:
    """One number to ask for; without decimals a whole one."""

    name: str
    title: str
    value: float
    least: float
    most: float
    step: float
    decimals: int = 3


class AmountsDialog(QDialog):
    """Numbers, each with its title, over the words that say what they do; `chosen` gives them in order."""

    chosen = Signal(tuple)

    def __init__(self, title: str, words: str, amounts: Sequence[Amount], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.amounts")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form = QFormLayout()
        self._spins = [self._spin(amount) for amount in amounts]
        for amount, spin in zip(amounts, self._spins, strict=True):
            form.addRow(amount.title, spin)
        said = QLabel(words)
        said.setWordWrap(True)
        said.setMinimumWidth(320)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(said)
        layout.addWidget(buttons)
        self.accepted.connect(lambda: self.chosen.emit(tuple(spin.value() for spin in self._spins)))

    def _spin(self, amount: Amount) -> QDoubleSpinBox | QSpinBox:
        if amount.decimals:
            spin = QDoubleSpinBox()
            spin.setDecimals(amount.decimals)
            spin.setRange(amount.least, amount.most)
            spin.setSingleStep(amount.step)
            spin.setValue(amount.value)
        else:
            spin = QSpinBox()
            spin.setRange(round(amount.least), round(amount.most))
            spin.setSingleStep(round(amount.step))
            spin.setValue(round(amount.value))
        spin.setObjectName(f"dialog.amounts.{amount.name}")
        spin.setAccessibleName(amount.title)
        return spin
