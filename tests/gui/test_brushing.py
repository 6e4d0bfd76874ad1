"""Samples picked out together: marked in tables, told in the status bar, let go again; never a change of the data."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.focus import Brush
from gui.main_window import MainWindow
from gui.plotting.style import LIGHT
from tests.gui.hands import Key, Opener, click_link, press, settle, table
from tests.gui.pictures import pixels


def test_a_brush_knows_its_samples():
    brush = Brush.of(np.array([False, True, False, True]), "two")
    assert (brush.count, brush.size) == (2, 4)
    assert [brush.has(row) for row in range(5)] == [False, True, False, True, False]
    assert brush.mask().tolist() == [False, True, False, True]
    assert [brush.next_after(row) for row in range(4)] == [1, 3, 3, 1]
    assert Brush.of(np.zeros(3, bool), "").next_after(0) is None
    with pytest.raises(ValueError, match="read-only"):
        brush.rows[0] = 7


def brushed(window: MainWindow, *rows: int) -> Brush:
    brush = Brush(np.array(sorted(rows)), window.store.document.size, "by hand")
    window.focus.move(brush=brush)
    settle()
    return brush


def test_the_status_bar_says_how_many_and_lets_them_go(digits: MainWindow):
    before = digits.store.document
    assert not digits.words.brushed.isVisible()
    brushed(digits, 1, 3)
    size = digits.store.document.size
    assert f"2 of {size} samples brushed" in digits.words.brushed.text()
    assert digits.words.brushed.toolTip() == "by hand"
    click_link(digits.words.brushed)
    assert digits.focus.state.brush is None
    assert not digits.words.brushed.isVisible()
    assert digits.store.document is before


def test_escape_in_a_panel_lets_them_go(digits: MainWindow):
    brushed(digits, 1, 3)
    digits.activateWindow()
    digits.panels["curves"].view.setFocus()
    press(Key.Key_Escape)
    assert digits.focus.state.brush is None


def test_tables_mark_brushed_rows(digits: MainWindow):
    view = table(digits, "results")
    ground = QColor(LIGHT.accent)
    wanted = np.array([ground.red(), ground.green(), ground.blue()])

    def marked() -> list[bool]:
        picture = pixels(view.verticalHeader().grab().toImage())
        middles = [view.rowViewportPosition(k) + 10 for k in range(5)]
        return [bool((np.abs(picture[y, 1, :3] - wanted) < 8).all()) for y in middles]

    assert marked() == [False] * 5
    brushed(digits, 1, 3)
    assert marked() == [False, True, False, True, False]
    digits.focus.move(brush=None)
    settle()
    assert marked() == [False] * 5


def test_a_brush_goes_with_its_document(open_window: Opener):
    window = open_window("digits")
    brushed(window, 1, 3)
    window.desk.open_names("example")
    settle()
    assert window.focus.state.brush is None
