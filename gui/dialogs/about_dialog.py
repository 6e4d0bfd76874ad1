"""What this is: version, licence, and the versions of what it is made of, to copy into a report."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

import core
from gui import icons

PARTS = ("PySide6_Essentials", "numpy", "pyqtgraph", "contourpy", "polars", "msgspec", "safetensors", "ziamath")


def versions() -> dict[str, str]:
    """Return the versions of the program, of what it runs on and of its parts; imports none of them."""
    found = {
        "Loss Atlas": core.__version__,
        "Python": platform.python_version(),
        "Qt": qVersion(),
    }
    for part in PARTS:
        found[part.partition("_")[0]] = metadata.version(part)
    found[platform.system()] = f"{platform.release()} ({platform.machine()}, {QGuiApplication.platformName()})"
    return found


class AboutDialog(QDialog):
    """Name, licence and versions, with a button that copies the versions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.about")
        self.setWindowTitle(self.tr("About Loss Atlas"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel(self)
        picture.setPixmap(icons.application_icon().pixmap(QSize(64, 64)))
        picture.setAccessibleName("Loss Atlas")
        name = QLabel(f"Loss Atlas {core.__version__}", self)
        name.setObjectName("about.name")
        name.setStyleSheet("font-size: 18px; font-weight: 600;")
        head = QGridLayout()
        head.setHorizontalSpacing(16)
        head.addWidget(picture, 0, 0, 2, 1)
        head.addWidget(name, 0, 1)
        head.addWidget(QLabel(self.tr("Explore the losses that train classifiers."), self), 1, 1)
        head.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(self._licence())
        layout.addLayout(self._table())
        layout.addLayout(self._buttons())

    def _licence(self) -> QLabel:
        words = self.tr(
            "Loss Atlas is free under the MIT licence, Qt and PySide6 under the LGPL, version 3. The licences of all "
            "parts come with the program."
        )
        label = QLabel(words, self)
        label.setObjectName("about.licence")
        label.setWordWrap(True)
        label.setMinimumWidth(420)
        return label

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(1, 1)
        for row, (name, version) in enumerate(list(versions().items())[1:]):
            number = QLabel(version, self)
            number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(QLabel(name, self), row, 0)
            grid.addWidget(number, row, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.reject)
        self.copy = box.addButton(self.tr("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.setObjectName("about.copy")
        self.copy.clicked.connect(self._copy)
        self.said = QLabel(self)
        self.said.setObjectName("about.said")
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(box)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("".join(f"{name} {version}\n" for name, version in versions().items()))
        self.said.setText(self.tr("Copied"))
