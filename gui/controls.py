"""The tool bar's controls: the loss and its parameters, the unit, the row-sum policy."""

from __future__ import annotations

import dataclasses
from functools import partial
from itertools import chain

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QToolBar, QWidget

from core import information
from core.document import ROW_SUMS, Document, Settings
from core.errors import LossAtlasError
from core.losses import Loss, Parameter, Setting
from gui import text
from gui.store import Intent


class Controls(QObject):
    """Builds the controls into a tool bar, keeps them in step with the document, and emits intents."""

    intended = Signal(object)
    refused = Signal(object)

    def __init__(self, bar: QToolBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.loss = self._combo("control.loss", "", self.tr("The loss that the surface shows"))
        self.loss.setAccessibleName(self.tr("Loss"))
        self.loss.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.loss.setMinimumContentsLength(16)  # the longest title would leave no room for parameters
        self._parameter_place = bar.addSeparator()
        self._parameter_actions: dict[str, list[QAction]] = {}
        self._parameter_widgets: dict[str, QWidget] = {}
        self._parameter_kind: type[Loss] | None = None
        self.unit = self._combo("control.unit", "", self.tr("Unit of information"))
        self.unit.setAccessibleName(self.tr("Unit"))
        for unit in information.UNITS:
            self.unit.addItem(text.unit_name(unit), unit)
        self.row_sums = self._combo(
            "control.row_sums", self.tr("Row sums"), self.tr("What is done with rows that do not sum to 1")
        )
        for policy in ROW_SUMS:
            self.row_sums.addItem(text.translate("core", text.ROW_SUM_NAMES[policy]), policy)
        self._settings = Settings()
        for loss in self._settings.losses:
            self.loss.addItem(text.loss_title(loss), loss.name)
        self.loss.currentIndexChanged.connect(self._choose_loss)
        self.unit.currentIndexChanged.connect(self._choose_unit)
        self.row_sums.currentIndexChanged.connect(self._choose_row_sums)

    def _combo(self, name: str, label: str, what: str) -> QComboBox:
        if label:
            self._bar.addWidget(QLabel(label))
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.setToolTip(what)
        self._bar.addWidget(combo)
        return combo

    # -- in step with the document ----------------------------------------------------------------------

    def show_document(self, document: Document) -> None:
        """Show the settings of a document."""
        settings = document.settings
        self._settings = settings
        for combo, value in (
            (self.loss, settings.loss),
            (self.unit, settings.unit),
            (self.row_sums, settings.row_sums),
        ):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(value))
        loss = settings.current
        if self._parameter_kind is not type(loss):
            self._rebuild_parameters(loss)
        for spec in loss.parameters:
            _show_value(self._parameter_widgets[spec.name], getattr(loss, spec.name))
            for action in self._parameter_actions[spec.name]:
                action.setVisible(not spec.beside or getattr(loss, spec.beside) is not None)

    def _rebuild_parameters(self, loss: Loss) -> None:
        for widget in self._parameter_widgets.values():
            widget.blockSignals(True)  # one that loses the focus by going would speak for a loss that is gone
        for action in chain.from_iterable(self._parameter_actions.values()):
            self._bar.removeAction(action)
            action.deleteLater()
        self._parameter_actions.clear()
        self._parameter_widgets.clear()
        self._parameter_kind = type(loss)
        for spec in loss.parameters:
            title = text.parameter_title(spec)
            widget = self._make_parameter(spec)
            widget.setObjectName(f"control.parameter.{spec.name}")
            widget.setAccessibleName(title)
            widget.setToolTip(text.parameter_meaning(spec))
            self._parameter_actions[spec.name] = [
                self._bar.insertWidget(self._parameter_place, each) for each in (QLabel(title), widget)
            ]
            self._parameter_widgets[spec.name] = widget

    def _make_parameter(self, spec: Parameter) -> QWidget:
        if spec.kind == "choice":
            combo = QComboBox()
            for choice in spec.choices:
                combo.addItem(text.translate("core", choice), choice)
            combo.currentIndexChanged.connect(lambda _: self._set(spec, combo.currentData()))
            return combo
        if spec.kind == "number":
            spin = QDoubleSpinBox()
            spin.setRange(spec.minimum, spec.maximum)
            spin.setDecimals(3)
            spin.setSingleStep((spec.maximum - spec.minimum) / 20)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(partial(self._set, spec))
            return spin
        line = QLineEdit()
        line.setPlaceholderText(self.tr("1 1 … 1"))
        line.setMaximumWidth(84)
        line.editingFinished.connect(lambda: self._set_text(spec, line.text()))
        return line

    # -- intents ----------------------------------------------------------------------------------------

    def _choose_loss(self) -> None:
        name = self.loss.currentData()
        self._intend(self.tr("Choose loss"), lambda document: document.with_settings(loss=name))

    def _choose_unit(self) -> None:
        unit = self.unit.currentData()
        self._intend(self.tr("Choose unit"), lambda document: document.with_settings(unit=unit))

    def _choose_row_sums(self) -> None:
        policy = self.row_sums.currentData()
        self._intend(self.tr("Choose row sums"), lambda document: document.with_settings(row_sums=policy))

    def _set_text(self, spec: Parameter, typed: str) -> None:
        try:
            self._set(spec, spec.parse(typed))
        except LossAtlasError as error:
            self.refused.emit(error)
            _show_value(self._parameter_widgets[spec.name], getattr(self._settings.current, spec.name))

    def _set(self, spec: Parameter, value: Setting) -> None:
        loss = self._settings.current
        if getattr(loss, spec.name) == value:
            return
        label = self.tr("Change {parameter}").format(parameter=text.parameter_title(spec))

        def edit(document: Document) -> Document:
            weights = value if spec.kind == "weights" else None
            right = (1, len(document.classes)) if spec.one_for_all else (len(document.classes),)
            if isinstance(weights, tuple) and len(weights) not in right:
                raise LossAtlasError("weights_length", count=len(weights), classes=len(document.classes))
            current = document.settings.current
            return document.with_loss(dataclasses.replace(current, **{spec.name: value}))

        self.intended.emit(Intent(label, edit))

    def _intend(self, label: str, edit: object) -> None:
        self.intended.emit(Intent(label, edit))  # pyright: ignore[reportArgumentType]


def _show_value(widget: QWidget, value: Setting) -> None:
    """Put a value into a parameter's control without telling that a person did."""
    with QSignalBlocker(widget):
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(widget.findData(value))
        elif isinstance(widget, QDoubleSpinBox) and isinstance(value, float):
            widget.setValue(value)
        elif isinstance(widget, QLineEdit):
            widget.setText(" ".join(f"{x:g}" for x in value) if isinstance(value, tuple) else "")
