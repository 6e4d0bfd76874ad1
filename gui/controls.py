"""The tool bar's controls: the loss and its parameters, the unit, the row-sum policy."""

from __future__ import annotations

import dataclasses
from functools import partial
from itertools import chain

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QToolBar, QWidget

from core import information
from core.document import ROW_SUMS, Document, Settings
from core.errors import LossAtlasError
from core.losses import Loss, Parameter, Setting
from gui import text
from gui.store import Intent


class _Fitting(QComboBox):
    """A combo box as wide as what is chosen, with a list as wide as its longest entry."""

    def sizeHint(self) -> QSize:
        hint, metrics = super().sizeHint(), self.fontMetrics()
        widest = max((metrics.horizontalAdvance(self.itemText(k)) for k in range(self.count())), default=0)
        return hint - QSize(widest - metrics.horizontalAdvance(self.currentText()), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showPopup(self) -> None:
        self.view().setMinimumWidth(super().sizeHint().width())
        super().showPopup()


class Controls(QObject):
    """Builds the controls into a tool bar, keeps them in step with the document, and emits intents."""

    intended = Signal(object)
    refused = Signal(object)

    def __init__(self, bar: QToolBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.loss = self._combo("control.loss", "", self.tr("The loss that the surface shows"), _Fitting())
        self.loss.setAccessibleName(self.tr("Loss"))
        self._parameter_place = bar.addSeparator()
        self._parameter_actions: dict[str, tuple[QAction, QAction]] = {}
        self._labels: list[QAction] = []
        self._fitted: tuple[str, list[str]] | None = None
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
        bar.installEventFilter(self)

    def _combo(self, name: str, label: str, what: str, combo: QComboBox | None = None) -> QComboBox:
        if label:
            self._labels.append(self._bar.addWidget(QLabel(label)))
        combo = combo or QComboBox()
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
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the controls again when the tool bar has another width."""
        if watched is self._bar and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fitted = None
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Show what means something; where the tool bar has no room for all, leave labels out, the last first."""
        loss = self._settings.current
        useful = [spec.name for spec in loss.parameters if not spec.beside or getattr(loss, spec.beside) is not None]
        if self._parameter_kind is not type(loss) or self._fitted == (loss.name, useful):
            return
        self._fitted = loss.name, useful
        self.loss.updateGeometry()
        for name, actions in self._parameter_actions.items():
            for action in actions:
                action.setVisible(name in useful)
        for label in self._labels:
            label.setVisible(True)
        for label in (*self._labels, *(self._parameter_actions[name][0] for name in reversed(useful))):
            if self._bar.sizeHint().width() <= self._bar.width():
                break
            label.setVisible(False)

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
            widget.setToolTip(text.labelled(title, text.parameter_meaning(spec)))
            self._parameter_actions[spec.name] = (
                self._bar.insertWidget(self._parameter_place, QLabel(title)),
                self._bar.insertWidget(self._parameter_place, widget),
            )
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
            spin.setSingleStep(0.05 if spec.maximum - spec.minimum <= 1 else 0.5)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(partial(self._set, spec))
            return spin
        line = QLineEdit()
        line.setPlaceholderText("1" if spec.one_for_all else self.tr("1 1 … 1"))
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
            self.refused.emit(_worded(error, spec))
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


def _worded(error: LossAtlasError, spec: Parameter) -> LossAtlasError:
    """Return an error about a parameter with the title that the window shows, and numbers as a person writes them."""
    values = {key: text.plain(value) if isinstance(value, float) else value for key, value in error.values.items()}
    if "name" in values:
        values["name"] = text.parameter_title(spec)
    return LossAtlasError(error.code, where=error.where, **values)


def _show_value(widget: QWidget, value: Setting) -> None:
    """Put a value into a parameter's control without telling that a person did."""
    with QSignalBlocker(widget):
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(widget.findData(value))
        elif isinstance(widget, QDoubleSpinBox) and isinstance(value, float):
            widget.setValue(value)
        elif isinstance(widget, QLineEdit):
            widget.setText(" ".join(f"{x:g}" for x in value) if isinstance(value, tuple) else "")
