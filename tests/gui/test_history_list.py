"""The history as a list: steps by name, one marked, the undone grey; a click or Enter goes there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QListView

from gui.main_window import MainWindow
from gui.plotting.style import LIGHT
from tests.gui.hands import LEFT, NONE, Key, choose, click_action, drag, enter, press, settle, table

Role = Qt.ItemDataRole


@pytest.fixture
def steps(window: MainWindow) -> QListView:
    """Open the list, with Qt's tester on its model, and make three steps."""
    click_action(window, "history")
    view = window.findChild(QListView, "history.steps")
    assert view is not None
    model = view.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    enter(table(window, "predictions"), 0, 0, "0.25")
    choose(window, "control.unit", "bit")
    click_action(window, "normalize")
    return view


def lines(view: QListView) -> list[str]:
    return [str(view.model().index(k, 0).data()) for k in range(view.model().rowCount())]


def marked(view: QListView) -> int:
    found = [k for k, line in enumerate(lines(view)) if line.startswith("●")]
    assert len(found) == 1
    assert view.model().index(found[0], 0).data(Role.FontRole).bold()
    assert view.currentIndex().row() == found[0]
    return found[0]


def names(view: QListView) -> list[str]:
    return [line.removeprefix("●").strip() for line in lines(view)]


def click(view: QListView, row: int) -> None:
    QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(view.model().index(row, 0)).center())
    settle()


def test_it_names_every_step_and_follows(window: MainWindow, steps: QListView):
    assert names(steps) == ["As opened", "Edit Model 1", "Choose unit", "Normalize"]
    assert marked(steps) == 3
    window.store.undo()
    assert marked(steps) == 2
    choose(window, "control.unit", "dit")
    assert names(steps) == ["As opened", "Edit Model 1", "Choose unit", "Choose unit"]
    assert marked(steps) == 3


def test_a_click_goes_there_and_back_and_loses_nothing(window: MainWindow, steps: QListView):
    last, before = window.store.document, lines(steps)
    click(steps, 0)
    assert marked(steps) == 0
    assert window.store.undo_label is None
    assert table(window, "predictions").model().index(0, 0).data() == "0.3000"
    grey = [steps.model().index(k, 0).data(Role.ForegroundRole) == QColor(LIGHT.muted) for k in range(4)]
    assert grey == [False, True, True, True]
    click(steps, 3)
    assert window.store.document is last
    assert lines(steps) == before


def test_arrows_look_and_enter_goes(window: MainWindow, steps: QListView):
    click_action(window, "history")
    assert QApplication.focusWidget() is steps
    last = window.store.document
    press(Key.Key_Up)
    press(Key.Key_Up)
    assert window.store.document is last, "looking changes nothing"
    press(Key.Key_Return)
    assert marked(steps) == 1
    assert window.store.undo_label == "Edit Model 1"
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert marked(steps) == 2
    click_action(window, "history")
    assert not window.history.isVisible()


def test_the_saved_step_is_marked(window: MainWindow, steps: QListView):
    window.store.mark_saved()
    assert names(steps) == ["As opened", "Edit Model 1", "Choose unit", "Normalize · saved"]
    window.store.undo()
    assert names(steps)[3] == "Normalize · saved"
    choose(window, "control.unit", "dit")
    assert not any("saved" in name for name in names(steps)), "that step is gone"
    assert window.store.saved_index is None


def test_a_drag_is_one_line(window: MainWindow, steps: QListView):
    count = len(lines(steps))
    drag(window, 0, [[0.2, 0.3, 0.5], [0.3, 0.3, 0.4], [0.1, 0.1, 0.8]])
    assert len(lines(steps)) == count + 1
    assert marked(steps) == count


def test_another_document_has_a_list_of_its_own(window: MainWindow, steps: QListView):
    window.store.mark_saved()
    click_action(window, "example.digits")
    assert names(steps) == ["As opened"]
    assert marked(steps) == 0


def test_it_is_closed_at_first_and_after_a_reset(window: MainWindow):
    dock = window.history
    assert not dock.isVisible()
    click_action(window, "history")
    assert dock.isVisible()
    click_action(window, "reset_layout")
    assert not dock.isVisible()
    assert window.docks["panel.comparison"].isVisible()
