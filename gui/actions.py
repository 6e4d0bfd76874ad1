"""Menus, tool bar and shortcuts as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
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
    in_tables: bool = False
    """Whether its keys mean it only where the keyboard is in a table, which adds the action to itself."""


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
        Spec("import", translate("Actions", "&Import…"), "file", "Ctrl+I"),
        Spec("paste_new", translate("Actions", "New from &clipboard"), "file", "Ctrl+Shift+V"),
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
        Spec("animate", translate("Actions", "Export ani&mation…"), "file", "Ctrl+Shift+E"),
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
        *_cells(),
        Spec("history", translate("Actions", "&History…"), "edit", "Ctrl+Shift+H"),
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
            translate("Actions", "Copy &surface as picture"),
            "edit",
            "Ctrl+Shift+C",
            "copy",
            separator=True,
        ),
        Spec("copy_numbers", translate("Actions", "Copy comparison as ta&ble"), "edit", "Ctrl+Alt+C", "copy"),
        Spec("next_sample", translate("Actions", "&Next sample"), "view", "Ctrl+Down"),
        Spec("previous_sample", translate("Actions", "&Previous sample"), "view", "Ctrl+Up"),
        Spec("next_model", translate("Actions", "Next &model"), "view", "Ctrl+M"),
        Spec(
            "filter_rows",
            translate("Actions", "&Filter and sort rows…"),
            "view",
            "Ctrl+Shift+F",
            separator=True,
        ),
        Spec("sort_again", translate("Actions", "S&ort and filter again"), "view", "Ctrl+Alt+L"),
        Spec("all_rows", translate("Actions", "Show &all rows as they come"), "view"),
        Spec(
            "reset_layout",
            translate("Actions", "&Reset layout"),
            "view",
            "Ctrl+0",
            "reset_layout",
            separator=True,
        ),
        Spec("manual", translate("Actions", "&Manual"), "help", "F1", "help"),
        Spec("challenge", translate("Actions", "&Challenge…"), "help"),
        Spec("about", translate("Actions", "&About Loss Atlas"), "help", separator=True),
        *_rows(),
        *_classes(),
        *_samples(),
        *_models(),
    )


def _cells() -> tuple[Spec, ...]:
    """Return what is done with cells of a table."""
    return (
        Spec("cut", translate("Actions", "Cu&t"), "edit", "Ctrl+X", separator=True, in_tables=True),
        Spec("copy", translate("Actions", "&Copy cells"), "edit", "Ctrl+C", "copy", in_tables=True),
        Spec("copy_titles", translate("Actions", "Copy with t&itles"), "edit"),
        Spec("paste", translate("Actions", "&Paste"), "edit", "Ctrl+V", in_tables=True),
        Spec("clear", translate("Actions", "Cl&ear cells"), "edit", "Del; Backspace", in_tables=True),
        Spec("fill_down", translate("Actions", "Fill &down"), "edit", "Ctrl+D", in_tables=True),
        Spec("lock_cells", translate("Actions", "Loc&k or unlock cells"), "edit", "Ctrl+L", "lock"),
        Spec("find", translate("Actions", "&Find…"), "edit", "Ctrl+F", separator=True),
        Spec("find_next", translate("Actions", "Find ne&xt"), "edit", "F3"),
        Spec("find_previous", translate("Actions", "Find pre&vious"), "edit", "Shift+F3"),
    )


def _rows() -> tuple[Spec, ...]:
    """Return what is done with whole rows."""
    return (
        Spec("normalize_rows", translate("Actions", "&Normalize"), "rows", "Ctrl+Shift+R", "normalize"),
        Spec("one_hot_largest", translate("Actions", "One-hot of the &largest"), "rows", "Ctrl+1"),
        Spec("one_hot_class", translate("Actions", "One-hot of the &cell’s class"), "rows", "Ctrl+Shift+1"),
        Spec("uniform", translate("Actions", "&Uniform"), "rows", "Ctrl+U"),
        Spec("smooth", translate("Actions", "&Smooth…"), "rows"),
        Spec("random", translate("Actions", "&Random…"), "rows"),
        Spec("sharpen", translate("Actions", "S&harpen or soften…"), "rows"),
    )


def _classes() -> tuple[Spec, ...]:
    """Return what is done with classes."""
    return (
        Spec("add_class", translate("Actions", "&Add class"), "classes", "", "add_class"),
        Spec("rename_class", translate("Actions", "&Rename class…"), "classes"),
        Spec("move_class_left", translate("Actions", "Move class &left"), "classes"),
        Spec("move_class_right", translate("Actions", "Move class ri&ght"), "classes"),
        Spec("select_class", translate("Actions", "&Select column"), "classes", "Ctrl+Space", in_tables=True),
        Spec("lock_class", translate("Actions", "Loc&k or unlock class"), "classes", "Ctrl+Shift+L", "lock"),
        Spec("remove_class", translate("Actions", "Re&move class…"), "classes", separator=True),
    )


def _samples() -> tuple[Spec, ...]:
    """Return what is done with samples."""
    return (
        Spec("add_sample", translate("Actions", "&Add sample"), "samples", "Ctrl+Shift+N", "add_sample"),
        Spec("copy_sample", translate("Actions", "&Duplicate samples"), "samples"),
        Spec("rename_sample", translate("Actions", "&Rename sample…"), "samples"),
        Spec("move_sample_up", translate("Actions", "Move &up"), "samples", "Ctrl+Shift+Up"),
        Spec("move_sample_down", translate("Actions", "Move d&own"), "samples", "Ctrl+Shift+Down"),
        Spec("remove_sample", translate("Actions", "Re&move samples"), "samples", separator=True),
    )


def _models() -> tuple[Spec, ...]:
    """Return what is done with models."""
    return (
        Spec("add_model", translate("Actions", "&Add model"), "models", "Ctrl+Shift+M", "add_model"),
        Spec("copy_model", translate("Actions", "&Duplicate model"), "models"),
        Spec("rename_model", translate("Actions", "&Rename model…"), "models"),
        Spec("move_model_up", translate("Actions", "Move model &up"), "models"),
        Spec("move_model_down", translate("Actions", "Move model d&own"), "models"),
        Spec("remove_model", translate("Actions", "Re&move model"), "models", separator=True),
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
                action.setShortcuts(QKeySequence.listFromString(spec.shortcut))
            if spec.in_tables:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
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
