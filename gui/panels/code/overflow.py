"""The overflow demonstration: logits typed by the person through the naive and the fused softmax, in three types."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core import overflow
from core.errors import LossAtlasError
from core.overflow import Way
from gui import text
from gui.focus import FocusState
from gui.panels.code.steps import DEFAULT, Cell, Shown, rows, sentences, typed, way_title
from gui.plotting.style import LIGHT, Style
from gui.tables.views import TableView

translate = QCoreApplication.translate
Role = Qt.ItemDataRole

_PITCH = 22
"""The height of a row."""


class _StepsModel(QAbstractTableModel):
    """Steps × types."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, list[Cell]]] = []
        self.style_: Style = LIGHT

    def show_rows(self, made: list[tuple[str, list[Cell]]]) -> None:
        """Show other steps."""
        self.beginResetModel()
        self.rows = made
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(overflow.DTYPES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if role != Role.DisplayRole:
            return None
        return overflow.DTYPES[section] if orientation == Qt.Orientation.Horizontal else self.rows[section][0]

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Role.DisplayRole) -> object:
        cell = self.rows[index.row()][1][index.column()]
        if role == Role.DisplayRole:
            return cell.shown
        if role == Role.ToolTipRole or role == Role.AccessibleDescriptionRole:
            return cell.words or cell.text
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole and cell.breaks:
            return QBrush(QColor(self.style_.warning))
        if role == Role.FontRole and cell.breaks:
            font = QFont()
            font.setBold(True)
            return font
        return None


class _StepsTable(TableView):
    """The steps of one way."""

    def __init__(self, name: str, parent: QWidget) -> None:
        self.way = name
        super().__init__(f"table.overflow.{name}", way_title(name), parent)
        self.steps = _StepsModel(self)
        self.setModel(self.steps)
        across = self.horizontalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setDefaultSectionSize(_PITCH)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Show other steps, the current cell staying where it is."""
        made = rows(ways)
        if made != self.steps.rows:
            at = self.currentIndex()
            self.steps.show_rows(made)
            self.setCurrentIndex(self.steps.index(at.row(), at.column()))
        widest = max((cell.shown for _, cells in made for cell in cells), key=len)
        self.fit_numbers(widest, bold=True)

    @property
    def needed(self) -> int:
        """The width in which nothing is cut."""
        columns = len(overflow.DTYPES) * self.horizontalHeader().minimumSectionSize()
        return self.verticalHeader().sizeHint().width() + columns + 4

    def fit(self, width: int) -> None:
        """Be as high as the steps are, and the bar to scroll sideways where the width is not enough."""
        bar = self.horizontalScrollBar().sizeHint().height() if self.needed > width else 0
        self.setFixedHeight(self.horizontalHeader().height() + len(self.steps.rows) * _PITCH + bar + 2)

    def words(self, index: QModelIndex) -> str:
        """Return what is to be said of a cell."""
        title, cells = self.steps.rows[index.row()]
        cell = cells[index.column()]
        return text.labelled(self.accessibleName(), cell.words or text.labelled(title, cell.text))


class OverflowView(QWidget):
    """A line for the logits, the steps of both ways side by side, and in words what goes wrong.

    Signals
    -------
    logits_typed
        The text of other logits.
    """

    logits_typed = Signal(str)
    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget(self)
        self.tables = [_StepsTable(name, inside) for name in ("naive", "fused")]
        self._titles = [QLabel(f"<b>{way_title(name)}</b>", inside) for name in ("naive", "fused")]
        self.words = QLabel(inside)
        self.words.setObjectName("overflow.words")
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.words.setContentsMargins(12, 2, 12, 6)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for title, table in zip(self._titles, self.tables, strict=True):
            column = QVBoxLayout()
            column.setSpacing(0)
            title.setContentsMargins(12, 4, 12, 0)
            column.addWidget(title)
            column.addWidget(table)
            column.addStretch(1)
            self._pair.addLayout(column, 1)
            table.selectionModel().currentChanged.connect(partial(self._tell, table))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addLayout(self._pair)
        column.addStretch(1)
        self.room = QScrollArea(self)
        self.room.setWidget(inside)
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._typing())
        layout.addWidget(self.room, 1)

    def _arrange(self) -> None:
        """Put the tables beside each other where both have room, else below each other."""
        width = self.width() - self.room.verticalScrollBar().sizeHint().width()
        beside = sum(table.needed for table in self.tables) + 12 <= width
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(way)
        for table in self.tables:
            table.fit(width // 2 if beside else width)

    def _typing(self) -> QHBoxLayout:
        self.line = QLineEdit(DEFAULT, self)
        self.line.setObjectName("code.logits")
        self.line.setAccessibleName(translate("Code", "Logits"))
        self.line.setToolTip(translate("Code", "Two to ten logits, such as 1000, 0, -1000"))
        self.line.editingFinished.connect(self._typed)
        again = QPushButton(translate("Code", "1000, 0, −1000 again"), self)
        again.setObjectName("code.logits.default")
        again.clicked.connect(lambda: self.logits_typed.emit(DEFAULT))
        label = QLabel(translate("Code", "Logits z"), self)
        label.setBuddy(self.line)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 2)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.line, 1)
        row.addWidget(again)
        return row

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        for table in self.tables:
            table.steps.style_ = style
            table.set_style(style)
        self.words.setStyleSheet(f"color: {style.muted}; font-weight: 400;")

    def show_logits(self, focus: FocusState) -> None:
        """Show the steps of the logits that were typed, or why they cannot be read."""
        words = typed(focus)
        if not self.line.isModified():
            self.line.setText(words)
        try:
            shown = Shown.of(words)
        except LossAtlasError as error:
            self.words.setText(f"▲ {text.error_sentence(error)}")
            return
        for table, ways in zip(self.tables, (shown.naive, shown.fused), strict=True):
            table.show_ways(ways)
        self.words.setText("\n".join(sentences(shown)))
        self._arrange()

    def _typed(self) -> None:
        if self.line.isModified():
            self.line.setModified(False)
            self.logits_typed.emit(self.line.text())

    def _tell(self, table: _StepsTable, index: QModelIndex, _: QModelIndex) -> None:
        """Say at the bottom of the window what a cell is, or what goes wrong there."""
        if index.isValid():
            self.pointed.emit(table.words(index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
