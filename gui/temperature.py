"""The temperature of the model in focus, in the tool bar: a slider, its number, and the way back to 1."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QToolButton

from core.document import Document
from gui import icons, text
from gui.plotting.style import Style
from gui.sliders import Dial, NumberBox, Track
from gui.store import Intent

REACH = 20.0
"""The slider goes from 1/20 to 20; any other temperature can be typed."""


class TemperatureControl(QObject):
    """Keeps in step with the model in focus, and emits intents."""

    intended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._name = 0, ""
        box = NumberBox(1e-4, 1e4)
        box.setPrefix("T = ")
        box.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        box.setFixedWidth(90)
        self.dial = Dial("control.temperature", self.tr("Temperature"), "", Track.logarithmic(REACH), box)
        self.dial.dialled.connect(self._set)
        self.reset = QToolButton()
        self.reset.setObjectName("control.temperature.reset")
        self.reset.setAccessibleName(self.tr("Temperature back to 1"))
        self.reset.setToolTip(self.tr("Temperature back to 1"))
        self.reset.setIconSize(QSize(16, 16))
        self.reset.clicked.connect(lambda: self._set(1.0, None))
        self.dial.put_beside(self.reset)

    def show_document(self, document: Document, model: int) -> None:
        """Show the temperature of a model."""
        shown = document.models[model]
        self.dial.show_value(shown.temperature)
        self.reset.setEnabled(shown.temperature != 1.0)
        if (self._model, self._name) != (model, shown.name):
            self._model, self._name = model, shown.name
            meaning = self.tr("Divides the logits of {model} by T. Below 1 it is surer, above 1 less sure.")
            meaning = meaning.format(model=shown.name)
            self.dial.say(text.labelled(self.tr("Temperature"), meaning))

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.reset.setIcon(icons.icon("reset", style.text, style.line))

    def _set(self, value: float, gesture: object) -> None:
        model = self._model
        label = self.tr("Temperature of {model}").format(model=self._name)
        self.intended.emit(Intent(label, lambda document: document.with_temperature(model, value), gesture))
