"""What a person may choose about a panel's view, the controls for it, and a row that folds those without room away."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

Chosen = Callable[[str, str], None]
"""Takes the name of a choice and the text of what is chosen."""


@dataclass(frozen=True)
class Choice:
    """One of several options, as a box.

    Attributes
    ----------
    name, title
        What it is called in view state, and for a person.
    options
        A key and a title each, the default first.
    open
        Whether the options follow the document, as models do: the panel sets them by `set_options`, and what was chosen
        is taken as it is, even if there is no such option by now.
    """

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    open: bool = False

    def read(self, key: str | None) -> str:
        """Return `key` if it is an option, else the default."""
        if key is not None and (self.open or any(key == option for option, _ in self.options)):
            return key
        return self.options[0][0] if self.options else ""


@dataclass(frozen=True)
class Amount:
    """A number between two ends, as a spin box; `step` is what one press of an arrow adds, `sign` stands before it."""

    name: str
    title: str
    low: float
    high: float
    default: float
    step: float = 1.0
    decimals: int = 0
    sign: str = ""

    def read(self, key: str | None) -> str:
        """Return `key` as a number within the ends, else the default."""
        try:
            value = float(key) if key is not None else self.default
        except ValueError:
            value = self.default
        value = min(max(value, self.low), self.high) if math.isfinite(value) else self.default
        return f"{value:.{self.decimals}f}"


@dataclass(frozen=True)
class Switch:
    """Something that is on or off, as a tick box with its title beside it; `meaning` says more in a tool tip."""

    name: str
    title: str
    on: bool = False
    meaning: str = ""

    def read(self, key: str | None) -> str:
        """Return "on" or "off"."""
        return key if key in ("on", "off") else "on" if self.on else "off"


AnyChoice = Choice | Amount | Switch


def make_control(panel: str, choice: AnyChoice, chosen: Chosen) -> QWidget:
    """Return the control of a choice, called `control.<panel>.<name>`, that tells `chosen` what a person takes."""
    control = _make(choice, partial(chosen, choice.name))
    control.setObjectName(f"control.{panel}.{choice.name}")
    control.setAccessibleName(choice.title)
    control.setToolTip((choice.meaning if isinstance(choice, Switch) else "") or choice.title)
    return control


def _make(choice: AnyChoice, chosen: Callable[[str], None]) -> QWidget:
    if isinstance(choice, Choice):
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumContentsLength(6)
        set_options(box, choice.options)
        box.activated.connect(lambda index: chosen(box.itemData(index)))
        return box
    if isinstance(choice, Amount):
        spin = QDoubleSpinBox()
        spin.setRange(choice.low, choice.high)
        spin.setDecimals(choice.decimals)
        spin.setSingleStep(choice.step)
        spin.setPrefix(choice.sign and f"{choice.sign} ")
        spin.setKeyboardTracking(False)
        spin.valueChanged.connect(lambda value: chosen(choice.read(str(value))))
        return spin
    tick = QCheckBox(choice.title)
    tick.toggled.connect(lambda on: chosen("on" if on else "off"))
    return tick


def set_options(box: QComboBox, options: Sequence[tuple[str, str]]) -> None:
    """Fill a box with other options, keeping the key that is chosen where it is still there."""
    if [(box.itemData(k), box.itemText(k)) for k in range(box.count())] == list(options):
        return
    with QSignalBlocker(box):
        key = box.currentData()
        box.clear()
        for option, title in options:
            box.addItem(title, option)
        box.setCurrentIndex(max(0, box.findData(key)))


def show_chosen(control: QWidget, key: str) -> None:
    """Let a control show what is chosen, without telling that a person did."""
    with QSignalBlocker(control):
        if isinstance(control, QComboBox):
            control.setCurrentIndex(max(0, control.findData(key)))
        elif isinstance(control, QDoubleSpinBox):
            control.setValue(float(key))
        elif isinstance(control, QCheckBox):
            control.setChecked(key == "on")


class ToolRow(QWidget):
    """Controls side by side; those without room stand, with their titles, in a leaf that "⋯" opens."""

    _GAP = 6

    def __init__(self, controls: Sequence[tuple[str, QWidget]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = self._controls = list(controls)
        self._shown = -1
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(self._GAP)
        self.more = QToolButton(self)
        self.more.setText("⋯")
        self.more.setObjectName("tools.more")
        self.more.setToolTip(self.tr("More choices"))
        self.more.setAccessibleName(self.tr("More choices"))
        self.more.clicked.connect(self._open)
        self.leaf = QFrame(self, Qt.WindowType.Popup)
        self.leaf.setFrameShape(QFrame.Shape.StyledPanel)
        self._form = QFormLayout(self.leaf)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for _, control in self._controls:
            control.installEventFilter(self)
        self._fit()

    def leave_out(self, unwanted: Collection[QWidget]) -> None:
        """Show only the other controls."""
        controls = [each for each in self._all if each[1] not in unwanted]
        if controls != self._controls:
            self._controls, self._shown = controls, -1
            for _, control in self._all:
                control.hide()
            self._fit()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        widths = [control.sizeHint().width() + self._GAP for _, control in self._controls]
        return QSize(sum(widths), max((c.sizeHint().height() for _, c in self._controls), default=0))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.more.sizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out again what has other widths in another style or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._row.invalidate()
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again once a control needs another width, as with other options."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Put as many controls as fit into the row, the others into the leaf."""
        widths = [control.sizeHint().width() + self._GAP for _, control in self._controls]
        count = len(widths)
        if sum(widths) > self.width():
            room = self.width() - self.more.sizeHint().width() - self._GAP
            count = next(k for k in range(len(widths), -1, -1) if sum(widths[:k]) <= max(room, 0))
        if count == self._shown:
            return
        self._shown = count
        while self._row.count():
            self._row.takeAt(0)
        while self._form.rowCount():
            self._form.takeRow(0)
        for label in self.leaf.findChildren(QLabel):
            label.deleteLater()
        for k, (title, control) in enumerate(self._controls):
            if k < count:
                self._row.addWidget(control)
            else:
                self._form.addRow("" if isinstance(control, QCheckBox) else title, control)
            control.show()
        self.more.setVisible(count < len(widths))
        self._row.addWidget(self.more)
        self._row.addStretch(1)

    def _open(self) -> None:
        self.leaf.adjustSize()
        self.leaf.move(self.more.mapToGlobal(QPoint(0, self.more.height())))
        self.leaf.show()
