"""The dialog that asks which panels to write, how and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.export import writers
from gui.panels.base import Panel


@dataclass(frozen=True)
class ExportChoice:
    """What the person chose; `size` None is each panel's own."""

    panels: tuple[str, ...]
    formats: tuple[str, ...]
    folder: Path
    theme: str
    scale: int
    transparent: bool
    size: QSize | None


class ExportDialog(QDialog):
    """Panels × formats into a folder."""

    def __init__(
        self, kinds: Sequence[type[Panel]], chosen: str | None, folder: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export figures"))
        self.setObjectName("dialog.export")
        self._panels = {kind.name: QCheckBox(kind.title()) for kind in kinds}
        for name, box in self._panels.items():
            box.setChecked(chosen in (None, name))
        self._formats = {name: QCheckBox(name.upper()) for name in writers()}
        self._formats["png"].setChecked(True)
        self._theme = QComboBox()
        self._theme.addItem(self.tr("Light"), "light")
        self._theme.addItem(self.tr("Dark"), "dark")
        self._scale = QSpinBox()
        self._scale.setRange(1, 4)
        self._scale.setValue(2)
        self._scale.setSuffix(" ×")
        self._own_size = QCheckBox(self.tr("each panel’s own"))
        self._own_size.setChecked(True)
        self._width, self._height = self._side(720), self._side(540)
        self._own_size.toggled.connect(self._size_toggled)
        self._transparent = QCheckBox(self.tr("transparent background"))
        self._folder = QLineEdit(folder)
        self._folder.setMinimumWidth(280)
        for widget, name in (
            (self._theme, self.tr("Colours")),
            (self._scale, self.tr("PNG resolution")),
            (self._width, self.tr("Width in pixels")),
            (self._height, self.tr("Height in pixels")),
            (self._folder, self.tr("Folder")),
        ):
            widget.setAccessibleName(name)
        self._build()

    def _side(self, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(200, 8192)
        box.setValue(value)
        box.setEnabled(False)
        return box

    def _size_toggled(self, own: bool) -> None:
        self._width.setEnabled(not own)
        self._height.setEnabled(not own)

    def _build(self) -> None:
        browse = QPushButton(self.tr("Browse…"))
        browse.clicked.connect(self._browse)
        form = QFormLayout()
        form.addRow(self.tr("Panels"), _row(*self._panels.values()))
        form.addRow(self.tr("Formats"), _row(*self._formats.values()))
        form.addRow(self.tr("Size in pixels"), _row(self._own_size, self._width, self._height))
        form.addRow(self.tr("PNG resolution"), _row(self._scale))
        form.addRow(self.tr("Colours"), _row(self._theme, self._transparent))
        form.addRow(self.tr("Folder"), _row(self._folder, browse))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Export"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for box in (*self._panels.values(), *self._formats.values()):
            box.toggled.connect(self._check)
        self._folder.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._buttons)
        self._check()

    def _check(self) -> None:
        choice = self.choice()
        ready = bool(choice.panels and choice.formats and self._folder.text().strip())
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(ready)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for the figures"), self._folder.text())
        if folder:
            self._folder.setText(folder)

    def choice(self) -> ExportChoice:
        """Return what is chosen now."""
        return ExportChoice(
            panels=tuple(name for name, box in self._panels.items() if box.isChecked()),
            formats=tuple(name for name, box in self._formats.items() if box.isChecked()),
            folder=Path(self._folder.text()).expanduser(),
            theme=self._theme.currentData(),
            scale=self._scale.value(),
            transparent=self._transparent.isChecked(),
            size=None if self._own_size.isChecked() else QSize(self._width.value(), self._height.value()),
        )


def _row(*widgets: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return layout
