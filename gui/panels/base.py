"""What every panel is: it shows results, tells its intents, and can give itself away as a figure and as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from core.results import Results
from gui.focus import FocusState
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

Area = Literal["centre", "right", "bottom"]


@dataclass(frozen=True)
class Choice:
    """One thing a person may choose about a panel's view: its name, title, and options by key, the default first."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]


class Panel(QWidget):
    """A view of results. It writes nothing and computes no loss: it emits what a person wants done.

    Signals
    -------
    intended
        An `Intent` to change the document.
    called_off
        The gesture of intents to take back.
    focused
        Changes of the focus, as a dict.
    pointed
        In words, what is under the pointer; empty for nothing.
    exact_wanted
        A table and a row whose exact numbers the person wants to type.
    """

    name: ClassVar[str]
    area: ClassVar[Area]
    order: ClassVar[int]
    figure_size: ClassVar[QSize] = QSize(720, 540)
    """The design size of the exported figure."""

    intended = Signal(object)
    called_off = Signal(object)
    focused = Signal(dict)
    pointed = Signal(str)
    exact_wanted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting: tuple[Results, FocusState] | None = None
        self._boxes = {choice.name: self._choice_box(choice) for choice in self.choices()}

    @staticmethod
    def title() -> str:
        """Return the panel's name in the person's language."""
        raise _missing()

    @staticmethod
    def figure(results: Results, focus: FocusState) -> Figure:
        """Return what the panel shows as a figure; needs no widget."""
        raise _missing()

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return the numbers behind the figure."""
        raise _missing()

    @staticmethod
    def choices() -> tuple[Choice, ...]:
        """Return what a person may choose about the view, titles in their language."""
        return ()

    @classmethod
    def chosen(cls, focus: FocusState) -> dict[str, str]:
        """Return the key chosen for each of `choices`, by its name."""
        found: dict[str, str] = {}
        for choice in cls.choices():
            key = focus.choices.get(f"{cls.name}.{choice.name}", "")
            found[choice.name] = key if any(key == option for option, _ in choice.options) else choice.options[0][0]
        return found

    def tools(self) -> QWidget | None:
        """Return what stands in the panel's title bar: boxes for `choices`, kept in step with the focus; or nothing."""
        if not self._boxes:
            return None
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for box in self._boxes.values():
            row.addWidget(box)
        row.addStretch(1)
        return bar

    def _choice_box(self, choice: Choice) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"control.{self.name}.{choice.name}")
        box.setAccessibleName(choice.title)
        box.setToolTip(choice.title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumContentsLength(6)
        for key, title in choice.options:
            box.addItem(title, key)
        box.activated.connect(partial(self._choose, choice.name, box))
        return box

    def _choose(self, name: str, box: QComboBox, index: int) -> None:
        self.focused.emit({"choices": {f"{self.name}.{name}": box.itemData(index)}})

    def show_choices(self, focus: FocusState) -> None:
        """Let the boxes show what is chosen."""
        for name, key in self.chosen(focus).items():
            box = self._boxes[name]
            box.setCurrentIndex(box.findData(key))

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        raise _missing()

    def _show(self, results: Results, focus: FocusState) -> None:
        """Show results; called only while visible."""
        raise _missing()

    def show_results(self, results: Results, focus: FocusState) -> None:
        """Show results now, or as soon as the panel can be seen."""
        if self.isVisible():
            self._show(results, focus)
        else:
            self._waiting = (results, focus)

    def showEvent(self, event: QShowEvent) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._show(*waiting)
        super().showEvent(event)


def _missing() -> TypeError:
    # Qt's metaclass cannot be joined with ABCMeta, so a panel that lacks a method says so when it is called.
    return TypeError("a panel must define title, figure, numbers, set_style and _show")
