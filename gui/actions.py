"""Menus, tool bar and shortcuts as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar, QWidget

from gui import icons
from gui.plotting.style import Style

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Spec:
    """One action: its verb (`action.<verb>`), text, menu, shortcut and icon."""

    verb: str
    text: str
    menu: str
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    separator: bool = False
    """Whether a line stands before it in its menu."""


def specs() -> tuple[Spec, ...]:
    """Return every fixed action, in menu order."""
    return (
        Spec(
            "open",
            translate("Actions", "&Open…"),
            "file",
            "Ctrl+O",
            "open",
            translate("Actions", "Open"),
        ),
        Spec(
            "save",
            translate("Actions", "&Save"),
            "file",
            "Ctrl+S",
            "save",
            translate("Actions", "Save"),
            separator=True,
        ),
        Spec("save_as", translate("Actions", "Save &as…"), "file", "Ctrl+Shift+S"),
        Spec(
            "export",
            translate("Actions", "&Export figures…"),
            "file",
            "Ctrl+E",
            "export",
            translate("Actions", "Export"),
            separator=True,
        ),
        Spec("quit", translate("Actions", "&Quit"), "file", "Ctrl+Q", separator=True),
        Spec(
            "undo",
            translate("Actions", "&Undo"),
            "edit",
            "Ctrl+Z",
            "undo",
            translate("Actions", "Undo"),
        ),
        Spec(
            "redo",
            translate("Actions", "&Redo"),
            "edit",
            "Ctrl+Y",
            "redo",
            translate("Actions", "Redo"),
        ),
        Spec(
            "normalize",
            translate("Actions", "&Normalize rows that do not sum to 1"),
            "edit",
            "Ctrl+R",
            "normalize",
            translate("Actions", "Normalize"),
            separator=True,
        ),
        Spec(
            "copy_figure",
            translate("Actions", "&Copy surface as picture"),
            "edit",
            "Ctrl+Shift+C",
            "copy",
            separator=True,
        ),
        Spec("copy_numbers", translate("Actions", "Copy comparison as &table"), "edit", "Ctrl+Alt+C", "copy"),
        Spec("next_sample", translate("Actions", "&Next sample"), "view", "Ctrl+Down"),
        Spec("previous_sample", translate("Actions", "&Previous sample"), "view", "Ctrl+Up"),
        Spec("next_model", translate("Actions", "Next &model"), "view", "Ctrl+M"),
        Spec(
            "reset_layout",
            translate("Actions", "&Reset layout"),
            "view",
            "Ctrl+0",
            "reset_layout",
            separator=True,
        ),
        Spec("about", translate("Actions", "&About Loss Atlas"), "help"),
    )


class Actions:
    """The actions of one window, by verb."""

    def __init__(self, parent: QWidget) -> None:
        self.all: dict[str, QAction] = {}
        self._specs = {spec.verb: spec for spec in specs()}
        for spec in self._specs.values():
            action = QAction(spec.text, parent)
            action.setObjectName(f"action.{spec.verb}")
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            if spec.tip:
                action.setIconText(spec.tip)
                action.setToolTip(f"{spec.tip} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
            self.all[spec.verb] = action
            parent.addAction(action)

    def connect(self, slots: dict[str, Callable[[], object]]) -> None:
        """Connect every verb to what it does; every verb must be there."""
        for verb, action in self.all.items():
            action.triggered.connect(lambda _checked=False, slot=slots[verb]: slot())

    def fill_menu(self, name: str, menu: QMenu) -> None:
        """Put the actions of a menu into it."""
        for verb, action in self.all.items():
            if self._specs[verb].menu == name:
                if self._specs[verb].separator:
                    menu.addSeparator()
                menu.addAction(action)

    def fill_bar(self, bar: QToolBar, verbs: tuple[str, ...]) -> None:
        """Put some actions on the tool bar."""
        for verb in verbs:
            bar.addAction(self.all[verb])

    def set_style(self, style: Style) -> None:
        """Give the icons the theme's colours."""
        for verb, action in self.all.items():
            name = self._specs[verb].icon
            if name:
                action.setIcon(icons.icon(name, style.text, style.line))
