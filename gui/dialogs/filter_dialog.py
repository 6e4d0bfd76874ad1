"""The dialog that asks for a class or for a range of numbers which rows must have to be shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.document import Document
from core.errors import LossAtlasError
from core.ordering import Arrangement, Bounds
from gui import text
from gui.tables.measures import Measure
from gui.tables.parsing import parse_number

translate = QCoreApplication.translate


class FilterDialog(QDialog):
    """Asks for the true class, the one predicted, and a measure with its limits; `chosen` gives the new arrangement."""

    chosen = Signal(object)

    def __init__(
        self, arrangement: Arrangement, document: Document, measures: Sequence[Measure], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._arrangement, self._measures = arrangement, measures
        self.setObjectName("dialog.filter")
        self.setWindowTitle(translate("Filter", "Show only rows"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.true = _classes(document, arrangement.true)
        self.predicted = _classes(document, arrangement.predicted)
        self.measure = QComboBox()
        self.measure.addItems([each.title for each in measures])
        self.low, self.high = QLineEdit(), QLineEdit()
        self._show(arrangement.bounds)
        self.wrong = QLabel()
        self.wrong.setObjectName("dialog.filter.wrong")
        self.wrong.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        fields = (
            ("true", translate("Filter", "True class"), self.true),
            ("predicted", translate("Filter", "Predicted class"), self.predicted),
            ("measure", translate("Filter", "Measure"), self.measure),
            ("low", translate("Filter", "At least"), self.low),
            ("high", translate("Filter", "At most"), self.high),
        )
        for name, title, field in fields:
            field.setObjectName(f"dialog.filter.{name}")
            field.setAccessibleName(title)
            field.setMinimumWidth(220)
            form.addRow(title, field)
        for line in (self.low, self.high):
            line.setPlaceholderText(translate("Filter", "no limit"))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.wrong)
        layout.addWidget(buttons)

    def _show(self, bounds: Bounds | None) -> None:
        """Show the limits that are in force."""
        for place, measure in enumerate(self._measures):
            if bounds is not None and bounds.measure == measure.sort:
                self.measure.setCurrentIndex(place)
                for line, end in ((self.low, bounds.low), (self.high, bounds.high)):
                    line.setText("" if math.isinf(end) else f"{end / measure.scale:.15g}")

    def _choose(self) -> None:
        """Give what is chosen; a limit that is no number is said, and the dialog stays."""
        try:
            low, high = _limit(self.low, -math.inf), _limit(self.high, math.inf)
            if low > high:
                raise LossAtlasError("limits", low=text.plain(low), high=text.plain(high))
        except LossAtlasError as error:
            self.wrong.setText(text.error_sentence(error))
            return
        bounds = None
        if not (math.isinf(low) and math.isinf(high)):
            measure = self._measures[self.measure.currentIndex()]
            bounds = Bounds(measure.sort, low * measure.scale, high * measure.scale)
        true, predicted = self.true.currentData(), self.predicted.currentData()
        self.chosen.emit(replace(self._arrangement, true=true, predicted=predicted, bounds=bounds))
        self.accept()


def _classes(document: Document, chosen: int | None) -> QComboBox:
    box = QComboBox()
    box.addItem(translate("Filter", "any"), None)
    for index, title in enumerate(document.classes):
        box.addItem(title, index)
    box.setCurrentIndex(0 if chosen is None else 1 + chosen)
    return box


def _limit(line: QLineEdit, without: float) -> float:
    """Return the number on a line, `without` where there is none."""
    if not line.text().strip():
        return without
    try:
        found = parse_number(line.text())
    except LossAtlasError as error:
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()
        raise error from None
    if math.isnan(found):
        raise LossAtlasError("not_a_number", text=line.text().strip())
    return found
