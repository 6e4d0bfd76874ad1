"""The dialog that asks what is animated, from where to where, and how fast."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core import losses
from core.document import Document
from core.losses.base import Parameter, parameters_of
from gui import panels, text
from gui.export.animation import FASTEST, MOST_FRAMES, TEMPERATURE, Film, Sweep

translate = QCoreApplication.translate

_DESCENT = ""
_FARTHEST = 1e6
_TEMPERATURES = (0.5, 4.0)
_FRAMES = 40


class AnimationDialog(QDialog):
    """One panel over a descent or over the values of one parameter."""

    def __init__(self, document: Document, panel: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export animation"))
        self.setObjectName("dialog.animation")
        specs = parameters_of(losses.kind_of(document.settings.loss))
        self._specs: dict[str, Parameter] = {spec.name: spec for spec in specs if spec.kind == "number"}
        self.panel, self.what, self.theme = QComboBox(), QComboBox(), QComboBox()
        for name, kind in panels.kinds().items():
            self.panel.addItem(kind.title(), name)
        self.panel.setCurrentIndex(max(0, self.panel.findData(panel or "descent")))
        self.what.addItem(self.tr("Descent, step by step"), _DESCENT)
        self.what.addItem(self.tr("Temperature T"), TEMPERATURE)
        for spec in self._specs.values():
            self.what.addItem(text.parameter_title(spec), spec.name)
        if panel not in (None, "descent"):
            self.what.setCurrentIndex(1)
        self.theme.addItem(self.tr("Light"), "light")
        self.theme.addItem(self.tr("Dark"), "dark")
        self.low, self.high = QDoubleSpinBox(), QDoubleSpinBox()
        self.frames, self.fps = QSpinBox(), QSpinBox()
        self.frames.setRange(2, MOST_FRAMES)
        self.frames.setValue(_FRAMES)
        self.fps.setRange(1, FASTEST)
        self.fps.setValue(10)
        self._build()
        self._show_range()

    def _build(self) -> None:
        form = QFormLayout()
        for words, widget, name in (
            (self.tr("Panel"), self.panel, "panel"),
            (self.tr("What runs"), self.what, "what"),
            (self.tr("From"), self.low, "low"),
            (self.tr("To"), self.high, "high"),
            (self.tr("Pictures"), self.frames, "frames"),
            (self.tr("Pictures a second"), self.fps, "fps"),
            (self.tr("Colours"), self.theme, "theme"),
        ):
            widget.setObjectName(f"control.animation.{name}")
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        note = QLabel(self.tr("GIF has 256 colours a picture; APNG and numbered PNGs are exact; MP4 needs ffmpeg."))
        note.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Export…"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(self._buttons)
        self.what.currentIndexChanged.connect(self._show_range)
        for box in (self.low, self.high):
            box.setDecimals(3)
            box.setSingleStep(0.1)
            box.valueChanged.connect(self._check)

    def _show_range(self) -> None:
        """Let the range be one that what runs can have."""
        name = self.what.currentData()
        spec = self._specs.get(name)
        least, most, low, high = 0.001, _FARTHEST, *_TEMPERATURES
        if spec is not None:
            least, most = max(spec.minimum, -_FARTHEST), min(spec.maximum, _FARTHEST)
            low, high = least, min(most, 5.0)
        for box, value in ((self.low, low), (self.high, high)):
            box.setEnabled(name != _DESCENT)
            box.setRange(least, most)
            box.setValue(value)
        self._check()

    def _check(self) -> None:
        ready = self.what.currentData() == _DESCENT or self.low.value() != self.high.value()
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(ready)

    def film(self) -> Film:
        """Return what is chosen now."""
        name, count = self.what.currentData(), self.frames.value()
        sweep = None if name == _DESCENT else Sweep(name, self.low.value(), self.high.value(), count)
        return Film(
            self.panel.currentData(), sweep, 0 if sweep else count, self.fps.value(), None, self.theme.currentData()
        )
