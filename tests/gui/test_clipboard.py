"""Copying cells to a spreadsheet and pasting blocks from one."""

from __future__ import annotations

import math

import pytest
from PySide6.QtWidgets import QApplication

from core.document import TRUTH
from gui.main_window import MainWindow
from tests.gui.hands import CTRL, Answers, Key, click_action, enter, focus_cell, once, press, row, select, status, table


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


@pytest.mark.parametrize(
    ("cell", "text", "asked", "words"),
    [
        ((0, 1), "1\t2\t3", "more columns than there is room for: 1 too many", ["1 × 3", "room for 2 × 2"]),
        ((1, 0), "1\t2\t3\n4\t5\t6", "more rows than there is room for: 1 too many", ["2 × 3", "room for 1 × 3"]),
        ((1, 2), "1\t2\n4\t5", "1 and 1 too many", ["2 × 2", "room for 1 × 1"]),
    ],
)
def test_a_table_that_may_not_grow_stays(
    window: MainWindow, answers: Answers, cell: tuple[int, int], text: str, asked: str, words: list[str]
):
    before, questions = window.store.document, answers(False)
    paste(window, "predictions", cell, text)
    assert asked in questions[0]
    assert window.store.document is before
    for part in words:
        assert part in status(window)


def test_a_table_that_may_grow_grows_by_samples_and_classes(window: MainWindow, answers: Answers):
    answers(True)
    once(window, lambda: paste(window, "predictions", (1, 2), "0.1\t0.2\n0.3\t0.4\n0.5\t0.5"))
    document = window.store.document
    assert document.classes == ("car", "calf", "rocket", "class 4")
    assert document.samples == ("image 1", "image 2", "3", "4")
    assert [row(document, 0, k) for k in range(4)] == [
        [0.3, 0.3, 0.4, 0.0],
        [0.1, 0.8, 0.1, 0.2],
        [0.25, 0.25, 0.3, 0.4],
        [0.25, 0.25, 0.5, 0.5],
    ]
    assert row(document, TRUTH, 3) == [1, 0, 0, 0]
    assert row(document, 1, 3) == [0.25] * 4
    assert table(window, "truth").model().rowCount() == 4


def test_titles_and_names_say_where_a_block_goes(window: MainWindow):
    text = "\trocket\tcar\nimage 2\t0.7\t0.1\nimage 1\t20%\t1/2"
    once(window, lambda: paste(window, "predictions", (0, 1), text))
    assert both(window, 0) == [[0.5, 0.3, 0.2], [0.1, 0.8, 0.7]]


def test_unknown_titles_are_left_out_and_new_ones_asked_about(window: MainWindow, answers: Answers):
    once(window, lambda: paste(window, "predictions", (0, 0), "a\tb\n0.2\t0.8"))
    assert both(window, 0)[0] == [0.2, 0.8, 0.4]
    answers(True)
    once(window, lambda: paste(window, "predictions", (0, 0), "car\tcloud\n0.2\t0.4"))
    assert window.store.document.classes == ("car", "calf", "rocket", "cloud")
    assert row(window.store.document, 0, 0) == [0.2, 0.8, 0.4, 0.4]


@pytest.mark.parametrize(
    "text", ["calf\nrocket", "label\ncalf\nrocket", "image\tlabel\nimage 2\trocket\nimage 1\tcalf"]
)
@pytest.mark.parametrize("name", ["truth", "predictions"])
def test_class_names_are_labels(window: MainWindow, name: str, text: str):
    once(window, lambda: paste(window, name, (0, 1), text))
    assert both(window, TRUTH if name == "truth" else 0) == [[0, 1, 0], [0, 0, 1]]


def test_a_label_that_is_no_class_is_refused_with_its_row(window: MainWindow):
    before = window.store.document
    paste(window, "truth", (0, 0), "calf\nship")
    assert window.store.document is before
    assert "row 2" in status(window)
    assert "“ship”" in status(window)


def test_labels_among_logits(window: MainWindow):
    window.deck.scale_choice.setCurrentIndex(window.deck.scale_choice.findData("logit"))
    once(window, lambda: paste(window, "predictions", (0, 0), "calf"))
    assert both(window, 0)[0] == [-math.inf, 0.0, -math.inf]


def test_one_number_fills_all_that_is_selected(window: MainWindow):
    QApplication.clipboard().setText("1/4")
    select(table(window, "predictions"), (0, 0), (1, 1))
    once(window, lambda: press(Key.Key_V, CTRL))
    assert both(window, 0) == [[0.25, 0.25, 0.4], [0.25, 0.25, 0.1]]


def test_cut(window: MainWindow):
    select(table(window, "predictions"), (0, 0), (0, 1))
    once(window, lambda: press(Key.Key_X, CTRL))
    assert QApplication.clipboard().text() == "0.3\t0.3"
    assert both(window, 0)[0] == [0, 0, 0.4]
    assert "Cut cells" in window.actions_.all["undo"].text()


def test_copied_with_titles_it_comes_back_wherever_it_is_pasted(window: MainWindow):
    select(table(window, "predictions"), (0, 0), (1, 2))
    click_action(window, "copy_titles")
    text = QApplication.clipboard().text()
    assert text == "\tcar\tcalf\trocket\nimage 1\t0.3\t0.3\t0.4\nimage 2\t0.1\t0.8\t0.1"
    once(window, lambda: paste(window, "truth", (1, 2), text))
    assert both(window, TRUTH) == both(window, 0)


def test_the_sum_is_copied_only_by_itself(window: MainWindow):
    view = table(window, "predictions")
    select(view, (0, 2), (1, 3))
    press(Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "0.4\n0.1"
    select(view, (0, 3), (1, 3))
    press(Key.Key_C, CTRL)
    assert [float(x) for x in QApplication.clipboard().text().split("\n")] == pytest.approx([1, 1])


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
