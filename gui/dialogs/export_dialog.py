"""The dialog that asks which panels to write, how and where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.export import presets, writers
from gui.export.choice import ExportChoice
from gui.panels.base import Panel

_LABELS = {"parquet": "Parquet", "py": "Matplotlib"}
_ACROSS = 5
"""So many panels are named in a line."""
_MOST_COLUMNS = 6


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
        self._formats = {name: QCheckBox(_LABELS.get(name, name.upper())) for name in writers()}
        self._formats["png"].setChecked(True)
        self._make_place()
        self._make_look()
        self._folder = QLineEdit(folder)
        self._folder.setMinimumWidth(280)
        self._name()
        self._build()

    def _make_place(self) -> None:
        """Make what says where the figures are to stand."""
        self._preset = QComboBox()
        self._preset.addItem(self.tr("Screen, size in pixels"), "")
        for name in presets.PRESETS:
            self._preset.addItem(presets.title_of(name), name)
        self._font, self._line = self._points(presets.TEXT_POINTS, 1), self._points(presets.LINE_POINTS, 2)
        self._own_size = QCheckBox(self.tr("each panel’s own"))
        self._own_size.setChecked(True)
        self._width, self._height = self._side(720), self._side(540)
        self._compose = QCheckBox(self.tr("all panels in one figure, lettered a, b, c"))
        self._columns = QComboBox()
        self._columns.addItem(self.tr("as suits"), 0)
        for count in range(1, _MOST_COLUMNS + 1):
            self._columns.addItem(str(count), count)
        self._preset.currentIndexChanged.connect(self._place_changed)
        self._own_size.toggled.connect(self._enable)
        self._compose.toggled.connect(self._enable)
        self._enable()

    def _make_look(self) -> None:
        """Make what says how the figures look and what is written with them."""
        self._theme = QComboBox()
        self._theme.addItem(self.tr("Light"), "light")
        self._theme.addItem(self.tr("Dark"), "dark")
        self._scale = QSpinBox()
        self._scale.setRange(1, 8)
        self._scale.setValue(2)
        self._scale.setSuffix(" ×")
        self._transparent = QCheckBox(self.tr("transparent background"))
        self._bands = QCheckBox(self.tr("heat maps as filled contours"))
        self._caption = QCheckBox(self.tr("title, formula and parameters"))
        self._session = QCheckBox(self.tr("the session, to be opened again"))
        self._session.setChecked(True)

    def _name(self) -> None:
        for widget, name in (
            (self._preset, self.tr("Made for")),
            (self._font, self.tr("Text in points")),
            (self._line, self.tr("Lines in points")),
            (self._columns, self.tr("Panels side by side")),
            (self._theme, self.tr("Colours")),
            (self._scale, self.tr("PNG resolution")),
            (self._width, self.tr("Width in pixels")),
            (self._height, self.tr("Height in pixels")),
            (self._folder, self.tr("Folder")),
        ):
            widget.setAccessibleName(name)

    def _side(self, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(200, 8192)
        box.setValue(value)
        return box

    def _points(self, limits: tuple[float, float], decimals: int) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setDecimals(decimals)
        box.setRange(*limits)
        box.setSingleStep(10.0**-decimals * 5)
        box.setSuffix(self.tr(" pt"))
        return box

    def _place_changed(self) -> None:
        """Show the points of the preset."""
        preset = presets.PRESETS.get(self._preset.currentData())
        if preset is not None:
            self._font.setValue(preset.font)
            self._line.setValue(preset.line)
        self._enable()

    def _enable(self) -> None:
        """Let only those be used that change something."""
        for_screen = not self._preset.currentData()
        self._own_size.setEnabled(for_screen)
        for side in (self._width, self._height):
            side.setEnabled(for_screen and not self._own_size.isChecked())
        for points in (self._font, self._line):
            points.setEnabled(not for_screen)
        self._columns.setEnabled(self._compose.isChecked())

    def _build(self) -> None:
        browse = QPushButton(self.tr("Browse…"))
        browse.clicked.connect(self._browse)
        every, none = QPushButton(self.tr("All")), QPushButton(self.tr("None"))
        every.clicked.connect(lambda: self._check_all(True))
        none.clicked.connect(lambda: self._check_all(False))
        for button in (browse, every, none):
            button.setAutoDefault(False)
        form = QFormLayout()
        form.addRow(self.tr("Panels"), _grid(list(self._panels.values())))
        form.addRow("", _row(every, none))
        form.addRow(self.tr("In one"), _row(self._compose, self._columns))
        form.addRow(self.tr("Formats"), _row(*self._formats.values()))
        form.addRow(self.tr("Made for"), _row(self._preset, self._font, self._line))
        form.addRow(self.tr("Size in pixels"), _row(self._own_size, self._width, self._height))
        form.addRow(self.tr("PNG resolution"), _row(self._scale))
        form.addRow(self.tr("Colours"), _row(self._theme, self._transparent, self._bands))
        form.addRow(self.tr("With it"), _row(self._caption, self._session))
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

    def _check_all(self, on: bool) -> None:
        for box in self._panels.values():
            box.setChecked(on)

    def _check(self) -> None:
        choice = self.choice()
        ready = bool(choice.panels and choice.formats and self._folder.text().strip())
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(ready)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for the figures"), self._folder.text())
        if folder:
            self._folder.setText(folder)

    def choice(self) -> ExportChoice:
        """Return what is chosen now; points that are the preset's own are left to it."""
        name = self._preset.currentData()
        preset = presets.PRESETS.get(name)
        font, line = (self._font.value(), self._line.value()) if preset else (0.0, 0.0)
        own = preset is not None or self._own_size.isChecked()
        return ExportChoice(
            panels=tuple(name for name, box in self._panels.items() if box.isChecked()),
            formats=tuple(name for name, box in self._formats.items() if box.isChecked()),
            folder=Path(self._folder.text()).expanduser(),
            theme=self._theme.currentData(),
            scale=self._scale.value(),
            transparent=self._transparent.isChecked(),
            bands=self._bands.isChecked(),
            size=None if own else QSize(self._width.value(), self._height.value()),
            preset=name,
            session=self._session.isChecked(),
            compose=self._compose.isChecked(),
            columns=self._columns.currentData() if self._compose.isChecked() else 0,
            caption=self._caption.isChecked(),
            font=font if preset and font != preset.font else 0.0,
            line=line if preset and line != preset.line else 0.0,
        )


def _row(*widgets: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return layout


def _grid(widgets: Sequence[QWidget]) -> QGridLayout:
    layout = QGridLayout()
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, number // _ACROSS, number % _ACROSS)
    layout.setColumnStretch(_ACROSS, 1)
    return layout
