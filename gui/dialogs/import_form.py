"""How a text is taken apart, as boxes: found out, or said by the person."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from core.io.importing import Form
from core.io.importing.delimited import ENCODINGS


class FormBoxes(QWidget):
    """Separator, encoding, decimal mark and titles of the text on show; without use for files that are no text.

    Signals
    -------
    changed
        The `Form` that the person wants; only what was chosen by hand is in it.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        separators = {
            ",": self.tr("comma"),
            ";": self.tr("semicolon"),
            "\t": self.tr("tab"),
            "|": self.tr("bar"),
            " ": self.tr("space"),
        }
        titles = {"yes": self.tr("the titles"), "no": self.tr("a sample")}
        encodings = {name: name.upper().replace("UTF-16-", "UTF-16 ") for name in ENCODINGS}
        self._boxes = {
            "separator": self._box("import.separator", separators),
            "encoding": self._box("import.encoding", encodings),
            "decimal": self._box("import.decimal", {".": self.tr("point"), ",": self.tr("comma")}),
            "titles": self._box("import.titles", titles),
        }
        names = {
            "separator": self.tr("Cells are parted by"),
            "encoding": self.tr("Encoding"),
            "decimal": self.tr("Decimal mark"),
            "titles": self.tr("The first row is"),
        }
        layout = QFormLayout(self)
        layout.setContentsMargins(12, 0, 0, 0)
        for name, box in self._boxes.items():
            box.setAccessibleName(names[name])
            box.activated.connect(partial(self._choose, name))
            layout.addRow(names[name], box)
        self._shown, self._said = Form(), Form()

    def _box(self, name: str, entries: dict[str, str]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        for value, title in entries.items():
            box.addItem(title, value)
        return box

    def _choose(self, name: str, _index: int) -> None:
        """Tell of the box that was changed, beside what was said before."""
        value = self._boxes[name].currentData()
        if value != getattr(self._shown, name):
            self.changed.emit(replace(self._said, **{name: value}))

    def show_form(self, form: Form | None, said: Form) -> None:
        """Show how the text on show was taken apart, and remember what of it was said by hand."""
        self.setEnabled(form is not None)
        self._shown, self._said = form or Form(), said
        for name, box in self._boxes.items():
            box.setCurrentIndex(box.findData(getattr(self._shown, name)))
