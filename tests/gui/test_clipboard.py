"""Copying cells to a spreadsheet and pasting blocks from one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from core.document import TRUTH
from gui.main_window import MainWindow
from tests.gui.hands import CTRL, Key, enter, focus_cell, once, press, row, select, status, table


def paste(window: MainWindow, name: str, cell: tuple[int, int], text: str) -> None:
    """Paste a text from a cell on."""
    QApplication.clipboard().setText(text)
    focus_cell(table(window, name), *cell)
    press(Key.Key_V, CTRL)


def both(window: MainWindow, table_: int) -> list[list[float]]:
    return [row(window.store.document, table_, k) for k in (0, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "0.2\t0.3\t0.5\n0.6\t0.3\t0.1",
        "0.2\t0.3\t0.5\r\n0.6\t0.3\t0.1\r\n",
        "0,2\t0,3\t0,5\n0,6\t0,3\t0,1\n",
        "0,2;0,3;0,5\n0,6;0,3;0,1",
        "0.2, 0.3, 0.5\n0.6, 0.3, 0.1",
        "0.2 0.3 0.5\n0.6 0.3 0.1",
        "20%\t30%\t50%\n60%\t30%\t10%",
        "1/5\t3/10\t1/2\n3/5\t3/10\t1/10",
    ],
)
def test_a_block_from_a_spreadsheet(window: MainWindow, text: str):
    once(window, lambda: paste(window, "predictions", (0, 0), text))
    assert both(window, 0) == [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]]
    assert "Paste" in window.actions_.all["undo"].text()


def test_a_block_goes_in_from_the_cell_chosen(window: MainWindow):
    once(window, lambda: paste(window, "truth", (1, 1), "0.25\t0.75"))
    assert both(window, TRUTH) == [[0, 0, 1], [1, 0.25, 0.75]]


@pytest.mark.parametrize(
    ("cell", "text", "words"),
    [
        ((0, 1), "1\t2\t3", ["1 × 3", "room for 2 × 2"]),
        ((1, 0), "1\t2\t3\n4\t5\t6", ["2 × 3", "room for 1 × 3"]),
        ((0, 0), "0.1\t0.2\t0.7\n0.5\t0.5", ["Line 2", "2 cells, not 3"]),
        ((0, 0), "", ["clipboard holds no text"]),
        ((0, 0), "  \n \n", ["clipboard holds no text"]),
        ((0, 0), "0.1\tcar", ["“car” is not a number"]),
        ((0, 0), "0.1\t\t0.9", ["is not a number"]),
        ((0, 0), "0.1\t-0.1", ["-0.1 is negative", "Model 1", "image 1", "calf"]),
        ((0, 0), "0.1\tnan", ["not a finite number", "Model 1", "image 1", "calf"]),
    ],
)
def test_what_does_not_fit_is_refused_whole(window: MainWindow, cell: tuple[int, int], text: str, words: list[str]):
    before = window.store.document
    paste(window, "predictions", cell, text)
    assert window.store.document is before
    assert window.store.undo_label is None
    for part in words:
        assert part in status(window)


def test_paste_on_the_sum_changes_nothing(window: MainWindow):
    before = window.store.document
    paste(window, "predictions", (0, 3), "0.5")
    assert window.store.document is before


def test_what_is_copied_can_be_pasted_to_the_last_digit(window: MainWindow):
    enter(table(window, "predictions"), 0, 0, "1/3")
    select(table(window, "predictions"), (0, 0), (1, 2))
    press(Key.Key_C, CTRL)
    copied = QApplication.clipboard().text()
    assert copied == "0.3333333333333333\t0.3\t0.4\n0.1\t0.8\t0.1"
    once(window, lambda: paste(window, "truth", (0, 0), copied))
    assert both(window, TRUTH) == [[1 / 3, 0.3, 0.4], [0.1, 0.8, 0.1]]


def test_results_are_copied_with_all_their_digits(window: MainWindow):
    view = table(window, "results")
    select(view, (0, 0), (1, view.model().columnCount() - 1))
    press(Key.Key_C, CTRL)
    lines = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    assert [line[0] for line in lines] == ["rocket ✓", "calf ✗"]
    assert float(lines[0][3]) == pytest.approx(0.916290731874155, rel=1e-14)
    assert float(lines[1][3]) == pytest.approx(2.302585092994046, rel=1e-14)


def test_the_comparison_is_copied_as_a_table(window: MainWindow):
    window.actions_.all["copy_numbers"].trigger()
    lines = [line.split("\t") for line in QApplication.clipboard().text().strip().split("\n")]
    assert lines[0] == ["loss", "Model 1", "Model 2", "better"]
    assert lines[1] == ["Classification error", "0.5", "0.5", "tie"]
    assert float(lines[2][1]) == pytest.approx(1.0)
    assert lines[3][3] == "Model 2"


def test_the_surface_is_copied_as_a_picture(window: MainWindow):
    window.actions_.all["copy_figure"].trigger()
    image = QApplication.clipboard().image()
    assert (image.width(), image.height()) == (1440, 1200)
    colours = {image.pixel(x, y) for x in range(0, 1440, 24) for y in range(0, 1200, 24)}
    assert len(colours) > 50, "a heat map, not a blank"
