"""A weight a class: a list with a slider and a number for each, however many classes there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.errors import LossAtlasError
from gui import icons, text
from gui.leaves import open_below
from gui.plotting.style import Style
from gui.sliders import Track, draw, place_on, steps_of
from gui.tables.parsing import parse_number

TRACK = Track.logarithmic(100.0, zero=True)
NAME, SLIDER, NUMBER = range(3)
_AnyIndex = QModelIndex | QPersistentModelIndex
_ROWS, ROW_HEIGHT = 12, 26


class WeightsModel(QAbstractTableModel):
    """Name, slider and number of every class.

    wanted
        A class, a weight, and the gesture that it belongs to.
    refused
        Why a text is no weight.
    """

    wanted = Signal(int, float, object)
    refused = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.weights: tuple[float, ...] = ()

    def show_weights(self, names: Sequence[str], weights: Sequence[float]) -> None:
        """Show other weights; where the classes stay, only the rows that changed are painted."""
        made = tuple(weights)
        if tuple(names) != self.names:
            self.beginResetModel()
            self.names, self.weights = tuple(names), made
            self.endResetModel()
            return
        old, self.weights = self.weights, made
        changed = [row for row, (a, b) in enumerate(zip(old, made, strict=True)) if a != b]
        if changed:
            self.dataChanged.emit(self.index(changed[0], SLIDER), self.index(changed[-1], NUMBER))

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else 3

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NUMBER else flags

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, weight = self.names[index.row()], self.weights[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if index.column() == NUMBER:
                return text.plain(weight) if role == Qt.ItemDataRole.EditRole else f"{weight:.4g}"
            return name if index.column() == NAME else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text.labelled(name, f"{weight:.4g}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.labelled(name, text.plain(weight))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == NUMBER:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: _AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        try:
            weight = parse_number(str(value))
        except LossAtlasError as error:
            self.refused.emit(error)
            return False
        if weight != self.weights[index.row()]:
            self.wanted.emit(index.row(), weight, None)
        return True


class _SliderDelegate(QStyledItemDelegate):
    """Paints a row's slider."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        view, model = self.parent(), index.model()
        assert isinstance(view, WeightsView)
        assert isinstance(model, WeightsModel)
        focused = view.currentIndex() == index and view.hasFocus()
        super().paint(painter, option, index)
        painter.save()
        palette = QGuiApplication.palette()  # a table's own has the colour of selected rows
        draw(painter, slider_rect(view, index), TRACK, model.weights[index.row()], palette, focused=focused)
        painter.restore()


class WeightsView(QTableView):
    """The list: sliders are dragged, or moved by keys; numbers are typed.

    called_off
        The gesture that shall leave no trace.
    """

    called_off = Signal(object)

    def __init__(self, model: WeightsModel) -> None:
        super().__init__()
        self.source = model
        self.setModel(model)
        self.setObjectName("weights.table")
        self.setItemDelegateForColumn(SLIDER, _SliderDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._gesture: object = None
        self._row: int | None = None

    def fit(self) -> None:
        """Take the width of the longest name, within bounds, and the height of the rows, up to a dozen."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self.source.names), default=0)
        widths = min(max(widest + 20, 60), 180), 180, 84
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        rows = min(max(self.source.rowCount(), 2), _ROWS)
        self.setFixedSize(sum(widths) + 22, rows * ROW_HEIGHT + 4)

    def _ask(self, row: int, weight: float) -> None:
        if weight != self.source.weights[row]:
            self.source.wanted.emit(row, weight, self._gesture)

    # -- Qt ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.column() == SLIDER and event.button() == Qt.MouseButton.LeftButton:
            self._gesture, self._row = object(), index.row()
            self._drag_to(event.position().x())

    def _drag_to(self, x: float) -> None:
        if self._row is not None:
            self._ask(self._row, place_on(TRACK, x, slider_rect(self, self.source.index(self._row, SLIDER))))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._row is not None:
            self._drag_to(event.position().x())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gesture = self._row = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, steps = self.currentIndex(), steps_of(event.key())
        sideways = event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if event.key() == Qt.Key.Key_Escape and self._row is not None:
            gesture, self._gesture, self._row = self._gesture, None, None
            self.called_off.emit(gesture)
        elif steps and sideways and at.column() == SLIDER:
            if not event.isAutoRepeat() or self._gesture is None:
                self._gesture = object()
            self._ask(at.row(), TRACK.moved(self.source.weights[at.row()], steps))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and self._row is None:
            self._gesture = None
        super().keyReleaseEvent(event)


def slider_rect(view: QTableView, index: _AnyIndex) -> QRectF:
    """Return where a row's slider is drawn."""
    return QRectF(view.visualRect(index)).adjusted(6, 0, -6, 0)


class WeightsLeaf(QFrame):
    """The list with what can be done to all weights, opened below the field where they are typed.

    chosen
        Weights, None for all 1, and the gesture that they belong to.
    balance_wanted
        Weights that follow from the labels.
    """

    chosen = Signal(object, object)
    balance_wanted = Signal()
    called_off = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("weights.leaf")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.model = WeightsModel(self)
        self.model.wanted.connect(self._one)
        self.model.refused.connect(self.refused)
        self.view = WeightsView(self.model)
        self.view.setAccessibleName(self.tr("Class weights"))
        self.view.called_off.connect(self.called_off)
        self.reset = QPushButton(self.tr("All 1"))
        self.reset.setObjectName("weights.reset")
        self.reset.clicked.connect(lambda: self.chosen.emit(None, None))
        self.balance = QPushButton(self.tr("Balanced from the labels"))
        self.balance.setObjectName("weights.balance")
        self.balance.clicked.connect(self.balance_wanted)
        formula = QLabel(self.tr("w = N/(K·n): N samples, K classes, n samples of the class"))
        formula.setObjectName("weights.formula")
        formula.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reset)
        buttons.addWidget(self.balance)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.view)
        layout.addLayout(buttons)
        layout.addWidget(formula)

    def show_weights(self, names: Sequence[str], weights: Sequence[float] | None) -> None:
        """Show the weights of classes; None is 1 for all, and one number stands for all."""
        given = tuple(weights or (1.0,))
        every = given if len(given) == len(names) else (given[0],) * len(names)
        grown = tuple(names) != self.model.names
        self.model.show_weights(names, every)
        self.reset.setEnabled(weights is not None)
        if grown:
            self.view.fit()
            self.adjustSize()

    def open_below(self, widget: QWidget) -> None:
        """Open below a widget, at the first class."""
        open_below(self, widget)
        self.view.setCurrentIndex(self.model.index(0, SLIDER))
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)

    def _one(self, row: int, weight: float, gesture: object) -> None:
        weights = list(self.model.weights)
        weights[row] = weight
        self.chosen.emit(tuple(weights), gesture)


class WeightsField(QLineEdit):
    """Weights as text, and a button, or the Down key, that opens them as a list."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setMaximumWidth(88)
        self.leaf = WeightsLeaf(self)
        self.opener = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self.opener.setText(self.tr("Weights by class"))
        self.opener.setToolTip(self.tr("Weights by class (Down)"))
        self.opener.triggered.connect(self.open)
        self._shown: tuple[tuple[str, ...], tuple[float, ...] | None] = ((), None)

    def show_weights(self, names: tuple[str, ...], weights: tuple[float, ...] | None) -> None:
        """Take note of the weights of classes, for the list."""
        self._shown = names, weights
        if self.leaf.isVisible():
            self.leaf.show_weights(names, weights)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.opener.setIcon(icons.icon("weights", style.text, style.line))

    def open(self) -> None:
        """Open the list."""
        self.leaf.show_weights(*self._shown)
        self.leaf.open_below(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open()
        else:
            super().keyPressEvent(event)
