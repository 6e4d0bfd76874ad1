"""What a person asks of the rows: a line to filter and sort them by, which folds away, and what is shown in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QHideEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.document import Document
from core.ordering import Arrangement, Sort
from gui import icons, text
from gui.focus import FocusState
from gui.plotting.style import Style
from gui.tables.measures import Measure
from gui.tables.order import RowOrder

translate = QCoreApplication.translate

CONDITIONS = ("wrong", "disagree", "off", "brushed")


@dataclass(frozen=True)
class SortChoice:
    """Something that rows may be sorted by, and its title."""

    title: str
    sort: Sort


class RowStrip(QWidget):
    """The line over the results: a text that names contain, what else rows must be, what they are sorted by."""

    wanted = Signal(object)
    opened = Signal(bool)
    left = Signal()
    """Esc: whoever typed here wants back to the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rows.strip")
        self._arrangement = Arrangement()
        self._choices: tuple[SortChoice, ...] = ()
        self._measures: Callable[[], list[Measure]] = list
        self._document: Document | None = None
        self.text = QLineEdit()
        self.text.setObjectName("rows.text")
        self.text.setPlaceholderText(translate("Rows", "Name contains…"))
        self.text.setAccessibleName(translate("Rows", "Show only rows whose name contains"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(lambda words: self._ask(text=words))
        self.text.installEventFilter(self)
        self.only = _menu_button("rows.only", translate("Rows", "Only"), translate("Rows", "Show only some rows"))
        self.conditions = self._condition_actions(self.only.menu())
        self.numbers = self._numbers_action(self.only.menu())
        self.sort = _menu_button("rows.sort", translate("Rows", "Sort"), translate("Rows", "Sort rows"))
        self.sort.menu().aboutToShow.connect(self._fill_sort_menu)
        self.missing = QLabel()
        self.missing.setObjectName("rows.missing")
        self.missing.setWordWrap(True)
        self.missing.hide()
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(10, 2, 10, 4)
        row.setSpacing(6)
        row.addWidget(self.text, 1)
        row.addWidget(self.only)
        row.addWidget(self.sort)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._line)
        layout.addWidget(self.missing)
        self._line.hide()

    # -- folding ----------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the line to filter by is there."""
        return not self._line.isHidden()

    def open(self, opened: bool) -> None:
        """Unfold or fold the line."""
        self._line.setVisible(opened)
        self.opened.emit(opened)
        if opened and self.isVisible():
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.text.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        leaving = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in leaving:
            if event.key() == Qt.Key.Key_Escape:
                self.open(False)
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    # -- what is asked ----------------------------------------------------------------------------------

    def _ask(self, **changes: object) -> None:
        self.wanted.emit(replace(self._arrangement, **changes))  # pyright: ignore[reportArgumentType]

    def _condition_actions(self, menu: QMenu) -> dict[str, QAction]:
        titles = {
            "wrong": translate("Rows", "Wrong"),
            "disagree": translate("Rows", "Models disagree"),
            "off": translate("Rows", "Not a distribution"),
            "brushed": translate("Rows", "Brushed"),
        }
        tips = {
            "wrong": translate("Rows", "Rows that the model chosen classifies wrongly"),
            "disagree": translate("Rows", "Rows of which models say different classes"),
            "off": translate("Rows", "Rows whose truth or prediction does not sum to 1, of any model"),
            "brushed": translate("Rows", "Rows picked out together in a figure"),
        }
        menu.setToolTipsVisible(True)
        actions: dict[str, QAction] = {}
        for name in CONDITIONS:
            action = menu.addAction(titles[name])
            action.setObjectName(f"action.rows.{name}")
            action.setCheckable(True)
            action.setToolTip(tips[name])
            action.triggered.connect(lambda checked, name=name: self._ask(**{name: checked}))
            actions[name] = action
        return actions

    def _numbers_action(self, menu: QMenu) -> QAction:
        menu.addSeparator()
        action = menu.addAction(translate("Rows", "Class or range…"))
        action.setObjectName("action.rows.numbers")
        action.setCheckable(True)
        action.setToolTip(translate("Rows", "Rows of a class, predicted as a class, or with a number in a range"))
        action.triggered.connect(self._ask_numbers)
        return action

    def _ask_numbers(self) -> None:
        """Ask for classes and a range."""
        from gui.dialogs.filter_dialog import FilterDialog

        self._check_numbers()  # not until something is chosen
        if self._document is not None:
            dialog = FilterDialog(self._arrangement, self._document, self._measures(), self.window())
            dialog.chosen.connect(self.wanted)
            dialog.open()

    def _check_numbers(self) -> list[str]:
        """Check the action if classes or a range are asked for; return these in words."""
        asked, document, found = self._arrangement, self._document, list[str]()
        if document is not None:
            if asked.true is not None:
                found.append(translate("Rows", "true class {name}").format(name=document.classes[asked.true]))
            if asked.predicted is not None:
                found.append(translate("Rows", "predicted {name}").format(name=document.classes[asked.predicted]))
            if asked.bounds is not None:
                bounds = asked.bounds
                found += [each.in_words(bounds) for each in self._measures() if each.sort == bounds.measure]
        self.numbers.setChecked(bool(found))
        return found

    def _fill_sort_menu(self) -> None:
        menu, now = self.sort.menu(), self._arrangement.sort
        menu.clear()
        group = QActionGroup(menu)

        def add(title: str, sort: Sort | None, chosen: bool) -> None:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(chosen)
            action.triggered.connect(lambda _checked=False: self._ask(sort=sort))
            group.addAction(action)

        add(translate("Rows", "As the samples come"), None, now is None)
        menu.addSeparator()
        largest_first = now is not None and now.descending
        for choice in self._choices:
            sort = replace(choice.sort, descending=largest_first)
            add(choice.title, sort, sort == now)
        menu.addSeparator()
        turn = menu.addAction(translate("Rows", "Largest first"))
        turn.setCheckable(True)
        turn.setChecked(largest_first)
        turn.setEnabled(now is not None)
        if now is not None:
            turn.triggered.connect(lambda _checked=False: self._ask(sort=now.turned()))

    # -- what is so -------------------------------------------------------------------------------------

    def show_state(
        self,
        rows: RowOrder,
        document: Document,
        focus: FocusState,
        choices: Sequence[SortChoice],
        measures: Callable[[], list[Measure]],
        sorted_: str,
    ) -> None:
        """Show what is asked for; say if the sample in focus is not among the rows."""
        self._arrangement, self._choices = rows.arrangement, tuple(choices)
        self._measures, self._document = measures, document
        if self.text.text() != rows.arrangement.text:
            with QSignalBlocker(self.text):
                self.text.setText(rows.arrangement.text)
        possible = {"disagree": len(document.models) > 1, "brushed": focus.brush is not None}
        for name, action in self.conditions.items():
            action.setChecked(getattr(rows.arrangement, name))
            action.setEnabled(possible.get(name, True))
        chosen = [action.text() for action in self.conditions.values() if action.isChecked()] + self._check_numbers()
        _say(self.only, translate("Rows", "Only"), str(len(chosen)) if chosen else "", text.listed(chosen))
        _say(self.sort, translate("Rows", "Sort"), "", sorted_)
        missing = ""
        if len(rows.order) and rows.order.row(focus.sample) is None:
            name = text.sample_title(document, focus.sample)
            missing = translate("Rows", "In focus but not shown: {sample}").format(sample=name)
        if missing != self.missing.text():
            self.missing.setText(missing)
            self.missing.setVisible(bool(missing))


class RowState(QWidget):
    """What is shown in words, for the title of the results: how many rows, by what; all again; sort again; filter."""

    again = Signal()
    all_wanted = Signal()
    seen = Signal(bool)
    """Whether it can be seen."""
    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rows.state")
        self.words = _Line()
        self.words.setObjectName("rows.words")
        self._again = _icon_button("rows.again", translate("Rows", "Sort and filter again"))
        self._again.setToolTip(
            translate("Rows", "Numbers changed, and rows stayed where they were.")
            + "\n"
            + translate("Rows", "Sort and filter again")
            + " (Ctrl+Alt+L)"
        )
        self._again.clicked.connect(lambda: self.again.emit())
        self._all = _icon_button("rows.all", translate("Rows", "Show all rows as they come"))
        self._all.clicked.connect(lambda: self.all_wanted.emit())
        self.filter = _icon_button("rows.filter", translate("Rows", "Filter and sort rows"))
        self.filter.setToolTip(translate("Rows", "Filter and sort rows") + " (Ctrl+Shift+F)")
        self.filter.setCheckable(True)
        self.filter.clicked.connect(lambda checked: self.opened.emit(checked))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        for button in (self._again, self._all, self.filter):
            row.addWidget(button)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen.emit(False)

    def show_state(self, rows: RowOrder, sorted_: str) -> None:
        """Show what is asked for in words, and what can be done about it."""
        parts = [rows_in_words(rows)] if rows.arrangement.is_filter else []
        parts += [sorted_] if sorted_ else []
        if rows.is_working:
            parts = [translate("Rows", "Sorting {count} rows…").format(count=text.counted(rows.order.size))]
        self.words.say(" · ".join(parts))
        self._again.setVisible(rows.is_stale)
        self._all.setVisible(not rows.arrangement.is_plain)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        for button, name in ((self._again, "again"), (self._all, "all_rows"), (self.filter, "filter")):
            button.setIcon(icons.icon(name, style.text, style.line))
        self._again.setIcon(icons.icon("again", style.accent, style.line))


def rows_in_words(rows: RowOrder) -> str:
    """Return how many rows are shown, of how many."""
    count, size = text.counted(len(rows.order)), text.counted(rows.order.size)
    return translate("Rows", "{count} of {size} rows").format(count=count, size=size)


class RowNote(QLabel):
    """Says in the status bar that not all rows are shown, while the results with their title are out of sight."""

    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status.rows")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.linkActivated.connect(lambda _: self.all_wanted.emit())
        self._out_of_sight = False
        self.hide()

    def show_state(self, rows: RowOrder, style: Style) -> None:
        """Show how many rows there are, and a link to all of them."""
        mend = translate("Rows", "Show all")
        link = f'<a href="#all" style="color:{style.accent}">{mend}</a>'
        words = f'<span style="color:{style.text}">{rows_in_words(rows)}</span> · {link}'
        self.setText(words if rows.arrangement.is_filter else "")
        self.set_out_of_sight(self._out_of_sight)

    def set_out_of_sight(self, out: bool) -> None:
        """Learn whether the results are out of sight."""
        self._out_of_sight = out
        self.setVisible(out and bool(self.text()))


class _Line(QLabel):
    """One line that takes the room there is and no more."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        """Show words; those that do not fit are in the tool tip."""
        if words != self.text():
            self.setText(words)
            self.setToolTip(words)

    def paintEvent(self, event: QEvent) -> None:
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(painter, self.rect(), int(side), self.palette(), True, words, self.foregroundRole())


def _menu_button(name: str, title: str, meaning: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(title)
    button.setAccessibleName(meaning)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setMenu(QMenu(button))
    return button


def _icon_button(name: str, meaning: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(meaning)
    button.setToolTip(meaning)
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(22, 22)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _say(button: QToolButton, title: str, more: str, tip: str) -> None:
    """Show what is chosen in a button's menu: shortly on it, in full in its tool tip."""
    button.setText(f"{title} {more}" if more else title)
    button.setToolTip(tip or button.accessibleName())
