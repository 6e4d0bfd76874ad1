"""Docks: moved, hidden, floated, put back; and remembered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QDockWidget, QScrollBar, QStyleOptionViewItem, QTableView

from gui import app, layout, panels, preferences
from gui.main_window import SMALLEST_SIZE, MainWindow
from gui.plotting.style import LIGHT
from gui.tables.header import GAP
from tests.gui.hands import Opener, click_action, settle, table

_ACROSS = Qt.Orientation.Horizontal
BOTTOM = {f"panel.{name}" for name, kind in panels.kinds().items() if kind.area == "bottom"}


def places(window: MainWindow) -> dict[str, tuple[bool, bool, Qt.DockWidgetArea]]:
    return {
        name: (dock.toggleViewAction().isChecked(), dock.isFloating(), window.dockWidgetArea(dock))
        for name, dock in window.docks.items()
    }


def rect(window: MainWindow, name: str) -> QRect:
    dock = window.docks[name]
    return QRect(dock.mapTo(window, dock.rect().topLeft()), dock.size())


def in_front(window: MainWindow) -> list[str]:
    """Return the docks that are seen, those behind another's tab left out."""
    return [name for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()]


def test_the_first_layout(window: MainWindow):
    assert all(visible and not floating for visible, floating, _ in places(window).values())
    left, middle, right = rect(window, "dock.truth"), rect(window, "panel.surface"), rect(window, "panel.decomposition")
    assert left.right() < middle.left()
    assert middle.right() < right.left()
    assert rect(window, "dock.truth").bottom() < rect(window, "dock.predictions").top()
    assert rect(window, "dock.predictions").bottom() < rect(window, "dock.results").top()
    assert rect(window, "panel.decomposition").bottom() < rect(window, "panel.comparison").top()
    below = [rect(window, name) for name in in_front(window) if name in BOTTOM]
    assert len(below) == 1, "the panels of the bottom row share one place"
    assert max(middle.bottom(), right.bottom()) < below[0].top()
    assert left.right() < below[0].left()
    assert below[0].width() > middle.width()
    assert middle.height() > 1.5 * below[0].height(), "the triangle fills its room"


def test_the_first_window_is_no_larger_than_its_screen(open_window: Opener):
    window = open_window("example")
    room = window.screen().availableSize()
    assert window.height() > room.height(), "offscreen the screen is small"
    layout.keep_on_screen(window)
    assert SMALLEST_SIZE.height() <= window.height() < room.height()
    window.resize(SMALLEST_SIZE)
    layout.keep_on_screen(window)
    assert window.size() == SMALLEST_SIZE


@pytest.mark.parametrize("size", [QSize(1024, 700), QSize(1440, 900), QSize(1920, 1080)])
def test_nothing_overlaps_at_any_size(open_window: Opener, size: QSize):
    window = open_window("example", size=size)
    assert window.size() == size
    names = in_front(window)
    for k, one in enumerate(names):
        assert window.rect().contains(rect(window, one)), one
        for other in names[:k]:
            assert not rect(window, one).intersects(rect(window, other)), (one, other)


def test_the_example_needs_no_scrolling_at_the_first_size(window: MainWindow):
    for name in ("truth", "predictions", "results", "comparison"):
        view = table(window, name)
        bars: list[QScrollBar] = [view.verticalScrollBar(), view.horizontalScrollBar()]
        assert [bar.maximum() for bar in bars] == [0, 0], name


@pytest.mark.parametrize("example", ["example", "digits"])
def test_no_number_is_cut_at_the_smallest_size(open_window: Opener, example: str):
    window = open_window(example, size=SMALLEST_SIZE)
    for name in ("truth", "predictions", "results", "means", "comparison"):
        assert_fits(table(window, name))


def test_long_numbers_lose_decimals_and_not_their_end(open_window: Opener, tmp_path: Path):
    path = tmp_path / "far.npz"
    logits = np.array([[0.0, 0, 0], [5e307, -5e307, 0], [-40000.125, 0, 40000]])
    np.savez(path, labels=np.array([0, 1, 0]), **{"logits/m": logits})
    window = open_window(str(path), size=SMALLEST_SIZE)
    view = table(window, "results")
    column = next(k for k in range(view.model().columnCount()) if "KL" in str(view.model().headerData(k, _ACROSS)))
    assert [painted(view, row, column) for row in range(3)] == ["1.0986", "1e308", "80000"]


def painted(view: QTableView, row: int, column: int) -> str:
    """Return the text that a cell is painted with, which has the room that it needs."""
    option, index = QStyleOptionViewItem(), view.model().index(row, column)
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)  # pyright: ignore[reportAttributeAccessIssue] - missing from the stubs
    view.itemDelegate().initStyleOption(option, index)
    assert QFontMetrics(option.font).horizontalAdvance(option.text) + 6 <= view.columnWidth(column)
    return option.text


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_row_of_means_has_its_name_beside_samples_without_names(open_window: Opener, tmp_path: Path, language: str):
    preferences.remember("language", language)
    np.savez(tmp_path / "a.npz", labels=np.array([0, 1]), **{"probabilities/m": np.full((2, 3), 1 / 3)})
    means = table(open_window(str(tmp_path / "a.npz")), "means")
    name = str(means.model().headerData(0, Qt.Orientation.Vertical))
    assert QFontMetrics(LIGHT.font(12)).horizontalAdvance(name) + 2 * GAP <= means.verticalHeader().width()


def assert_fits(view: QTableView) -> None:
    """Assert that every cell has the width that its text needs."""
    model = view.model()
    for row in range(min(model.rowCount(), 50)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            font = index.data(Qt.ItemDataRole.FontRole) or view.font()
            need = QFontMetrics(font).horizontalAdvance(str(index.data()))
            assert need + 6 <= view.columnWidth(column), (view.objectName(), row, column, index.data())


def test_a_dock_can_be_hidden_and_brought_back(window: MainWindow):
    dock = window.docks["panel.comparison"]
    action = dock.toggleViewAction()
    assert action in window.menus["view"].actions()
    action.trigger()
    settle()
    assert not dock.isVisible()
    action.trigger()
    settle()
    assert dock.isVisible()


def test_a_floated_dock_shows_what_happens(window: MainWindow):
    dock = window.docks["panel.decomposition"]
    dock.setFloating(True)
    settle()
    model = window.deck.predictions_model
    model.setData(model.index(0, 2), "1")
    settle()
    assert window.panels["decomposition"].view.figure.groups[0].bars[0].whole == 0


def test_reset_puts_all_back(window: MainWindow):
    before = {name: rect(window, name) for name in in_front(window)}
    window.docks["panel.decomposition"].setFloating(True)
    window.docks["panel.comparison"].hide()
    window.docks["dock.results"].close()
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, window.docks["panel.surface"])
    settle()
    click_action(window, "reset_layout")
    settle()
    assert all(visible and not floating for visible, floating, _ in places(window).values())
    after = {name: rect(window, name) for name in in_front(window)}
    assert after.keys() == before.keys()
    for name, place in before.items():
        assert abs(after[name].x() - place.x()) <= 40, name
        assert abs(after[name].width() - place.width()) <= 40, name


def test_the_layout_is_remembered(open_window: Opener):
    first = open_window("example", size=QSize(1024, 720))  # no larger than the screen that tests run on
    first.docks["panel.comparison"].hide()
    first.docks["panel.decomposition"].setFloating(True)
    first.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first.docks["dock.results"])
    settle()
    expected = places(first)
    assert first.close()
    _, second = app.build(["example"])
    try:
        second.show()
        settle()
        assert places(second) == expected
        assert second.size() == QSize(1024, 720)
        click_action(second, "reset_layout")
        assert second.docks["panel.comparison"].isVisible()
    finally:
        second.close()
        second.deleteLater()


def test_a_remembered_layout_that_makes_no_sense_is_passed_over(open_window: Opener):
    preferences.remember_layout(QByteArray(b"nonsense"), QByteArray(b"nonsense"))
    window = open_window("example")
    assert all(visible and not floating for visible, floating, _ in places(window).values())


def test_every_dock_can_be_moved_anywhere(window: MainWindow):
    features = QDockWidget.DockWidgetFeature
    for name, dock in window.docks.items():
        for feature in (features.DockWidgetClosable, features.DockWidgetMovable, features.DockWidgetFloatable):
            assert dock.features() & feature, name
        assert dock.allowedAreas() == Qt.DockWidgetArea.AllDockWidgetAreas


def test_looking_does_not_change_the_data(window: MainWindow):
    before = window.store.document
    click_action(window, "reset_layout")
    window.docks["dock.truth"].hide()
    settle()
    assert window.store.document is before
    assert window.store.undo_label is None


def test_the_means_stay_below_their_columns_when_the_layout_is_reset(window: MainWindow):
    window.reset_layout()
    settle()
    results, means = table(window, "results"), table(window, "means")
    columns = range(results.model().columnCount())
    assert [means.columnWidth(k) for k in columns] == [results.columnWidth(k) for k in columns]
