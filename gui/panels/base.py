"""What every panel is: it shows results, tells its intents, and can give itself away as a figure and as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from core.results import Results
from gui.choices import Amount, AnyChoice, Choice, Switch, ToolRow, make_control, set_options, show_chosen
from gui.focus import FocusState
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

__all__ = ["Amount", "AnyChoice", "Choice", "Keeping", "MenuEntry", "Panel", "Switch"]


class Keeping(NamedTuple):
    """What a panel wants to have saved.

    Attributes
    ----------
    title, name, kind
        What the person is asked, a name for the file, and its kind as a file dialog writes it.
    make
        Gives the bytes of every file, from the place that the person chose.
    """

    title: str
    name: str
    kind: str
    make: Callable[[Path], Mapping[Path, bytes]]


MenuEntry = tuple[str, Callable[[], None]]
"""What a panel adds to its context menu: words, and what they do."""

Area = Literal["centre", "right", "bottom"]


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
    told
        In words, what was just done, to stand for a while.
    kept
        A `Keeping`: files to be saved where the person says.
    exact_wanted
        A table and a row whose exact numbers the person wants to type.
    """

    name: ClassVar[str]
    area: ClassVar[Area]
    order: ClassVar[int]
    figure_size: ClassVar[QSize] = QSize(720, 540)
    """The design size of the exported figure."""
    of_losses: ClassVar[bool] = False
    """Whether each loss has its colour in the figure."""

    intended = Signal(object)
    called_off = Signal(object)
    focused = Signal(dict)
    pointed = Signal(str)
    told = Signal(str)
    exact_wanted = Signal(int, int)
    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting: tuple[Results, FocusState] | None = None
        self._in_front = True
        self._controls = {choice.name: make_control(self.name, choice, self._choose) for choice in self.choices()}

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
    def choices() -> tuple[AnyChoice, ...]:
        """Return what a person may choose about the view, titles in their language."""
        return ()

    @classmethod
    def chosen(cls, focus: FocusState) -> dict[str, str]:
        """Return what is chosen for each of `choices`, by its name; a number or "on" and "off" as text."""
        choices = focus.choices
        return {choice.name: choice.read(choices.get(f"{cls.name}.{choice.name}")) for choice in _choices_of(cls)}

    def tools(self) -> QWidget | None:
        """Return what stands in the panel's title bar, controls for `choices`; None if there are none."""
        if not self._controls:
            return None
        return ToolRow([(choice.title, self._controls[choice.name]) for choice in self.choices()])

    def menu(self) -> tuple[MenuEntry, ...]:
        """Return what stands in the context menu besides copying and exporting the figure."""
        return ()

    def _choose(self, name: str, key: str) -> None:
        self.focused.emit({"choices": {f"{self.name}.{name}": key}})

    def show_choices(self, focus: FocusState) -> None:
        """Let the controls show what is chosen."""
        for name, key in self.chosen(focus).items():
            show_chosen(self._controls[name], key)

    def set_options(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        """Give an `open` choice the options that the document has; call `show_choices` after."""
        box = self._controls[name]
        if isinstance(box, QComboBox):
            set_options(box, options)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        raise _missing()

    def _show(self, results: Results, focus: FocusState) -> None:
        """Show results; called only while visible."""
        raise _missing()

    @property
    def is_seen(self) -> bool:
        """Whether the panel is on the screen, and not behind another tab, where Qt still calls it visible."""
        return self._in_front and self.isVisible()

    def show_results(self, results: Results, focus: FocusState) -> None:
        """Show results now, or as soon as the panel can be seen."""
        if self.is_seen:
            self._waiting = None
            self._show(results, focus)
        else:
            self._waiting = (results, focus)

    def show_class(self, results: Results, focus: FocusState) -> None:
        """Let the class that is pointed at somewhere stand out, nothing else having changed."""
        if self.is_seen and self._waiting is None:
            self._show_class(focus.highlight)
        else:
            self._waiting = (results, focus)

    def _show_class(self, k: int | None) -> None:
        """Let a class stand out, or none; without computing anything."""

    def set_in_front(self, in_front: bool) -> None:
        """Take note of whether the panel's tab is the one on top."""
        self._in_front = in_front
        self._catch_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc, where nothing else takes it, put an end to the brush."""
        if event.key() == Qt.Key.Key_Escape:
            self.focused.emit({"brush": None})
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._catch_up()
        super().showEvent(event)

    def _catch_up(self) -> None:
        """Show what came while the panel could not be seen."""
        if self._waiting is not None and self.is_seen:
            waiting, self._waiting = self._waiting, None
            self._show(*waiting)


def _missing() -> TypeError:
    # Qt's metaclass cannot be joined with ABCMeta, so a panel that lacks a method says so when it is called.
    return TypeError("a panel must define title, figure, numbers, set_style and _show")


@cache
def _choices_of(kind: type[Panel]) -> tuple[AnyChoice, ...]:
    """Return a panel's choices for their keys, asked for many times a frame; the titles stay in the first language."""
    return kind.choices()
