"""The tool bar's controls: the loss and its parameters, the unit, the row-sum policy, the temperature."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from itertools import chain

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QToolBar, QWidget

from core import information
from core.class_weights import balanced
from core.document import ROW_SUMS, Document, Settings
from core.errors import LossAtlasError
from core.losses import Loss, Parameter, Setting
from gui import text
from gui.plotting.style import LIGHT, Style
from gui.slider_leaf import SliderLeaf
from gui.sliders import Dial, NumberBox, Track
from gui.store import Intent
from gui.temperature import TemperatureControl
from gui.weights import WeightsField

_WIDTHS = (110, 88, 66)
"""How wide the sliders in the bar are, all alike: the widest that has room."""


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
    """Builds the controls into a tool bar, keeps them in step with the document, and emits intents.

    called_off
        A gesture that shall leave no trace.
    """

    intended = Signal(object)
    called_off = Signal(object)
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
        self._style: Style = LIGHT
        self.temperature = TemperatureControl(self)
        self.temperature.intended.connect(self.intended)
        self.temperature.dial.called_off.connect(self.called_off)
        self.leaf = SliderLeaf()
        self._leaf_action: QAction | None = None
        self._parameter_widgets: dict[str, QWidget] = {}
        self._dials: dict[str, Dial] = {}
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

    def add_temperature(self) -> None:
        """Build the temperature into the bar, and the button for sliders that have no room."""
        self._bar.addWidget(self.temperature.dial)
        self._leaf_action = self._bar.addWidget(self.leaf)
        self._fitted = None

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self._style = style
        self.temperature.set_style(style)
        self.leaf.set_style(style)
        for widget in self._parameter_widgets.values():
            if isinstance(widget, WeightsField):
                widget.set_style(style)

    # -- in step with the document ----------------------------------------------------------------------

    def show_model(self, document: Document, model: int) -> None:
        """Show what belongs to the model in focus."""
        self.temperature.show_document(document, model)

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
            widget, value = self._parameter_widgets[spec.name], getattr(loss, spec.name)
            if spec.name in self._dials:
                self._dials[spec.name].show_value(value)
            _show_value(widget, value)
            if isinstance(widget, WeightsField):
                widget.show_weights(document.classes, value)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the controls again when the tool bar has another width."""
        if watched is self._bar and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fitted = None
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Show what means something; where there is no room, sliders go to the leaf and labels go."""
        if not self._bar.isVisible():  # it has no width yet to fit to
            return
        loss = self._settings.current
        useful = [spec.name for spec in loss.parameters if not spec.beside or getattr(loss, spec.beside) is not None]
        if self._parameter_kind is not type(loss) or self._fitted == (loss.name, useful):
            return
        self._fitted = loss.name, useful
        self.loss.updateGeometry()
        for name, actions in self._parameter_actions.items():
            for action in actions:
                action.setVisible(name in useful)
        labels = [*(self._parameter_actions[name][0] for name in useful), *self._labels]
        dials = [*(self._dials[name] for name in useful if name in self._dials), self.temperature.dial]
        for least in (len(labels), len(labels) - 1):
            for width in _WIDTHS:
                self._place_sliders(dials, width)
                if self._fit_labels(labels) >= least:
                    return
        self._place_sliders(dials, 0)
        self._fit_labels(labels)

    def _fit_labels(self, labels: list[QAction]) -> int:
        """Show the labels that there is room for, and return how many; -1 if there is none even without them."""
        for label in labels:
            label.setVisible(False)
        if not self._has_room():
            return -1
        for label in labels:
            label.setVisible(True)
            label.setVisible(self._has_room())
        return sum(label.isVisible() for label in labels)

    def _has_room(self) -> bool:
        return self._bar.sizeHint().width() <= self._bar.width()

    def _place_sliders(self, dials: list[Dial], width: int) -> None:
        """Give every slider a width in the bar, or with 0 a place in the leaf."""
        if width:
            self.leaf.hold(())
        for dial in dials:
            dial.give(width)
        if not width:
            self.leaf.hold(dials)
        if self._leaf_action is not None:
            self._leaf_action.setVisible(not width)

    def _rebuild_parameters(self, loss: Loss) -> None:
        for widget in self._parameter_widgets.values():
            widget.blockSignals(True)  # one that loses the focus by going would speak for a loss that is gone
        self.leaf.hold(())
        for dial in self._dials.values():
            dial.drop()
        self._dials.clear()
        for action in chain.from_iterable(self._parameter_actions.values()):
            self._bar.removeAction(action)
            action.deleteLater()
        self._parameter_actions.clear()
        self._parameter_widgets.clear()
        self._parameter_kind = type(loss)
        for spec in loss.parameters:
            title = text.parameter_title(spec)
            widget = placed = self._make_parameter(spec)
            if isinstance(widget, Dial):
                self._dials[spec.name], widget = widget, widget.box
            widget.setObjectName(f"control.parameter.{spec.name}")
            widget.setAccessibleName(title)
            widget.setToolTip(text.labelled(title, text.parameter_meaning(spec)))
            self._parameter_actions[spec.name] = (
                self._bar.insertWidget(self._parameter_place, QLabel(title)),
                self._bar.insertWidget(self._parameter_place, placed),
            )
            self._parameter_widgets[spec.name] = widget

    def _make_parameter(self, spec: Parameter) -> QWidget:
        name, title = f"control.parameter.{spec.name}", text.parameter_title(spec)
        if spec.kind == "choice":
            combo = QComboBox()
            for choice in spec.choices:
                combo.addItem(text.translate("core", choice), choice)
            combo.currentIndexChanged.connect(lambda _: self._set(spec, combo.currentData()))
            return combo
        if spec.kind == "number":
            neutral = spec.default if isinstance(spec.default, float) else None
            box = NumberBox(spec.minimum, spec.maximum)
            box.setSingleStep(0.05 if spec.maximum - spec.minimum <= 1 else 0.5)
            box.setFixedWidth(66)
            dial = Dial(
                name,
                title,
                text.labelled(title, text.parameter_meaning(spec)),
                Track.between(spec.minimum, spec.maximum, neutral),
                box,
            )
            dial.dialled.connect(partial(self._set, spec))
            dial.called_off.connect(self.called_off)
            return dial
        field = WeightsField("1" if spec.one_for_all else self.tr("1 1 … 1"))
        field.set_style(self._style)
        field.editingFinished.connect(lambda: self._set_text(spec, field.text()))
        field.leaf.chosen.connect(partial(self._set, spec))
        field.leaf.called_off.connect(self.called_off)
        field.leaf.refused.connect(self.refused)
        field.leaf.balance_wanted.connect(lambda: self._balance(spec))
        return field

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

    def _balance(self, spec: Parameter) -> None:
        def edit(document: Document) -> Document:
            made = {spec.name: balanced(document.truth)}
            return document.with_loss(dataclasses.replace(document.settings.current, **made))

        self._intend(self.tr("Balance {parameter}").format(parameter=text.parameter_title(spec)), edit)

    def _set(self, spec: Parameter, value: Setting, gesture: object = None) -> None:
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

        self.intended.emit(Intent(label, edit, gesture))

    def _intend(self, label: str, edit: Callable[[Document], Document]) -> None:
        self.intended.emit(Intent(label, edit))


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
        elif isinstance(widget, QLineEdit):
            words = " ".join(text.plain(x) for x in value) if isinstance(value, tuple) else ""
            if words != widget.text():
                widget.setText(words)
                widget.setCursorPosition(0)
