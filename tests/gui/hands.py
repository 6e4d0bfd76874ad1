"""What a person does and sees, for the tests: keys into cells, the pointer on a picture, words in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTableView, QWidget

from core.document import Document
from gui.main_window import MainWindow
from gui.panels.surface import SurfacePanel
from gui.plotting.ternary import Point
from gui.sliders import NumberBox, Slider

Key = Qt.Key
Role = Qt.ItemDataRole
Opener = Callable[..., MainWindow]
"""What the fixture `open_window` gives: names of files or examples, or a document, and a `size`."""
Answers = Callable[[bool], list[str]]
"""What the fixture `answers` gives: how every question is answered from now on; returns the questions asked."""
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def settle() -> None:
    """Let the window do what is due: compute, show, paint."""
    for _ in range(3):  # a timer of 0 ms may wait for a round with nothing else in it
        QApplication.processEvents()


# -- seeing ---------------------------------------------------------------------------------------------


def table(window: MainWindow, name: str) -> QTableView:
    """Return a table of the window by its name, without `table.` in front."""
    found = window.findChild(QTableView, f"table.{name}")
    assert found is not None, name
    return found


def said(view: QTableView, row: int, column: int, role: int = Role.DisplayRole) -> object:
    """Return what a cell says."""
    return view.model().index(row, column).data(role)


def row_text(view: QTableView, row: int) -> list[str]:
    """Return the texts of a row."""
    return [str(said(view, row, column)) for column in range(view.model().columnCount())]


def header(view: QTableView) -> list[str]:
    """Return the titles of the columns."""
    model = view.model()
    return [str(model.headerData(k, Qt.Orientation.Horizontal)) for k in range(model.columnCount())]


def column_of(view: QTableView, title: str) -> int:
    """Return the column whose title begins with `title`."""
    return next(k for k, text in enumerate(header(view)) if text.startswith(title))


def shown(view: QTableView, title: str) -> list[str]:
    """Return the texts of the column whose title begins with `title`."""
    column = column_of(view, title)
    return [str(said(view, row, column)) for row in range(view.model().rowCount())]


def values(view: QTableView, title: str) -> list[float]:
    """Return the exact numbers of the column whose title begins with `title`."""
    column = column_of(view, title)
    return [read(said(view, row, column, Role.EditRole)) for row in range(view.model().rowCount())]


def read(text: object) -> float:
    """Return the number that a table writes."""
    words = {"∞": "inf", "−∞": "-inf", "—": "nan"}.get(str(text), str(text))
    return float(words.replace("−", "-"))


def status(window: MainWindow) -> str:
    """Return what the status bar says in words."""
    return window.words.label.text()


def row(document: Document, table_: int, index: int) -> list[float]:
    """Return a row of a document as numbers."""
    return document.rows(table_).row(index).tolist()


# -- keys -----------------------------------------------------------------------------------------------


def _activate(window: QWidget) -> None:
    """Do what a window manager does when a dialog of a window has closed; without a screen there is none."""
    window.activateWindow()
    QApplication.processEvents()


def focus_cell(view: QTableView, row_: int, column: int) -> None:
    """Go to a cell, as a click on it does."""
    _activate(view.window())
    rect = view.visualRect(view.model().index(row_, column))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, rect.center())
    assert (view.currentIndex().row(), view.currentIndex().column()) == (row_, column)
    assert QApplication.focusWidget() is view


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard's focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifiers)
    settle()


def write(text: str) -> None:
    """Write a text, each letter to where the focus is at that moment."""
    for letter in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, letter)


def enter(view: QTableView, row_: int, column: int, text: str, key: Qt.Key = Key.Key_Return) -> None:
    """Type a text over a cell and finish with a key."""
    focus_cell(view, row_, column)
    write(text)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(key)


def select(view: QTableView, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Select a block of cells: click the first, Shift-click the last."""
    focus_cell(view, *first)
    rect = view.visualRect(view.model().index(*last))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, rect.center())


# -- the pointer ----------------------------------------------------------------------------------------


def mouse(
    widget: QWidget,
    kind: QEvent.Type,
    at: QPointF,
    button: Qt.MouseButton = Qt.MouseButton.NoButton,
    held: Qt.MouseButton = Qt.MouseButton.NoButton,
) -> None:
    """Send a mouse event to a place of a widget given to a fraction of a pixel."""
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, NONE)
    QApplication.sendEvent(widget, event)


LEFT = Qt.MouseButton.LeftButton
PRESS, MOVE, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
DOUBLE = QEvent.Type.MouseButtonDblClick


def surface(window: MainWindow) -> SurfacePanel:
    """Return the panel of the triangle."""
    panel = window.panels["surface"]
    assert isinstance(panel, SurfacePanel)
    return panel


def spot(window: MainWindow, barycentric: Sequence[float]) -> QPointF:
    """Return where a point of the triangle stands on the screen."""
    return surface(window).view.geometry_().point(np.asarray(barycentric, dtype=np.float64))


def handle(window: MainWindow, table_: int) -> Point:
    """Return the handle of a table on the triangle."""
    return next(p for p in surface(window).view.points if p.table == table_ and not is_minimum(p))


def is_minimum(point: Point) -> bool:
    """Return whether a point only marks the minimum."""
    return point.table < 0 and point.marker == "cross"


def drag(window: MainWindow, table_: int, way: Sequence[Sequence[float]], *, release: bool = True) -> None:
    """Take a table's handle and carry it along points of the triangle."""
    viewport = surface(window).view.viewport()
    start = spot(window, handle(window, table_).barycentric)
    mouse(viewport, PRESS, start, LEFT, LEFT)
    end = start
    for each in way:
        end = spot(window, each)
        mouse(viewport, MOVE, end, held=LEFT)
        settle()
    if release:
        mouse(viewport, RELEASE, end, LEFT)
        settle()


def hover(widget: QWidget, at: QPointF | QPoint) -> None:
    """Move the pointer to a place without a button held."""
    mouse(widget, MOVE, QPointF(at))


def click_link(label: QLabel) -> None:
    """Click on the link in a label, found as a person finds it: by the hand that the pointer becomes."""
    for y in range(4, label.height(), 6):
        for x in range(label.width() - 4, 0, -6):
            hover(label, QPoint(x, y))
            if label.cursor().shape() == Qt.CursorShape.PointingHandCursor:
                QTest.mouseClick(label, LEFT, NONE, QPoint(x, y))
                settle()
                return
    raise AssertionError(f"no link in “{label.text()}”")


# -- sliders --------------------------------------------------------------------------------------------


def slider(window: MainWindow, name: str) -> Slider:
    found = window.findChild(Slider, f"{name}.slider")
    assert found is not None, name
    return found


def box(window: MainWindow, name: str) -> NumberBox:
    found = window.findChild(NumberBox, name)
    assert found is not None, name
    return found


def along(widget: Slider, share: float) -> QPointF:
    """Return where on a slider's line a share of its length is."""
    return QPointF(6 + share * (widget.width() - 12), widget.height() / 2)


def slide(widget: Slider, *shares: float, release: bool = True) -> None:
    """Press on a slider and carry its handle along."""
    mouse(widget, PRESS, along(widget, shares[0]), LEFT, LEFT)
    widget.setFocus(Qt.FocusReason.MouseFocusReason)
    settle()
    for share in shares[1:]:
        mouse(widget, MOVE, along(widget, share), held=LEFT)
        settle()
    if release:
        mouse(widget, RELEASE, along(widget, shares[-1]), LEFT)
        settle()


# -- choices --------------------------------------------------------------------------------------------


def choose(window: MainWindow, name: str, data: object) -> None:
    """Choose an entry of a combo box by what it stands for."""
    combo = window.findChild(QComboBox, name)
    assert combo is not None, name
    index = combo.findData(data)
    assert index >= 0, (name, data)
    combo.setCurrentIndex(index)
    settle()


def click_action(window: MainWindow, verb: str) -> None:
    """Trigger one of the window's actions, which must be enabled."""
    action = window.findChild(QAction, f"action.{verb}")
    assert action is not None, verb
    assert action.isEnabled(), verb
    action.trigger()
    settle()
    if QApplication.activeWindow() is None:
        _activate(window)


def steps(window: MainWindow) -> int:
    """Return how many steps undo could take, by counting them and coming back."""
    count = 0
    while window.store.undo_label is not None:
        window.store.undo()
        count += 1
    for _ in range(count):
        window.store.redo()
    return count


def once(window: MainWindow, do: Callable[[], object]) -> None:
    """Do something that must be exactly one step, which undo and redo walk, and leave it done."""
    before, count = window.store.document, steps(window)
    do()
    settle()
    after = window.store.document
    assert after is not before
    assert steps(window) == count + 1
    window.store.undo()
    assert window.store.document is before
    window.store.redo()
    assert window.store.document is after
    settle()
