"""Typing numbers into the tables with the keyboard, as in a spreadsheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.document import TRUTH
from gui.main_window import MainWindow
from tests.gui.hands import (
    CTRL,
    SHIFT,
    Key,
    enter,
    focus_cell,
    once,
    press,
    row,
    said,
    select,
    settle,
    status,
    steps,
    table,
    write,
)

Role = Qt.ItemDataRole


def at(window: MainWindow, name: str) -> tuple[int, int]:
    """Return the row and column of the current cell."""
    index = table(window, name).currentIndex()
    return index.row(), index.column()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0.25", 0.25),
        (".5", 0.5),
        ("0,25", 0.25),
        ("1/3", 1 / 3),
        ("33%", 0.33),
        ("2.5e-1", 0.25),
        (" 0.75 ", 0.75),
        ("1", 1.0),
        ("7", 7.0),
    ],
)
def test_numbers_as_people_write_them(window: MainWindow, typed: str, number: float):
    view = table(window, "predictions")
    once(window, lambda: enter(view, 0, 0, typed))
    assert row(window.store.document, 0, 0) == [number, 0.3, 0.4], "the other cells are left alone"
    assert float(str(said(view, 0, 0, Role.EditRole))) == number
    assert window.results.document is window.store.document


def test_three_numbers_in_a_row(window: MainWindow):
    focus_cell(table(window, "truth"), 0, 0)
    for number in ("0.2", "0.3", "0.5"):
        write(number)
        press(Key.Key_Tab)
    assert row(window.store.document, TRUTH, 0) == [0.2, 0.3, 0.5]
    assert row(window.store.document, TRUTH, 1) == [1, 0, 0]


def test_enter_moves_down_and_tab_to_the_right(window: MainWindow):
    view = table(window, "predictions")
    enter(view, 0, 1, "0.5", Key.Key_Return)
    assert at(window, "predictions") == (1, 1)
    assert window.focus.state.sample == 1, "the row under the keyboard is the one looked at"
    write("0.6")
    press(Key.Key_Enter)
    assert at(window, "predictions") == (1, 1), "the last row has none below"
    assert row(window.store.document, 0, 0)[1] == 0.5
    assert row(window.store.document, 0, 1)[1] == 0.6
    enter(view, 0, 0, "0.1", Key.Key_Tab)
    assert at(window, "predictions") == (0, 1)
    press(Key.Key_Escape)
    focus_cell(view, 0, 2)
    press(Key.Key_Return)
    assert at(window, "predictions") == (1, 2), "also without an edit"


def test_f2_opens_the_cell_with_its_whole_number(window: MainWindow):
    enter(table(window, "predictions"), 0, 0, "1/3")
    focus_cell(table(window, "predictions"), 0, 0)
    before = window.store.document
    press(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "0.3333333333333333"
    press(Key.Key_Return)
    assert window.store.document is before, "opening a cell and leaving it changes nothing"


def test_f2_on_a_zero_and_on_a_tiny_number(window: MainWindow):
    view = table(window, "truth")
    for column, text in ((0, "0"), (2, "1")):
        focus_cell(view, 0, column)
        press(Key.Key_F2)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        assert editor.text() == text
        press(Key.Key_Escape)
    enter(table(window, "predictions"), 0, 0, "1e-300")
    assert row(window.store.document, 0, 0)[0] == 1e-300
    assert said(table(window, "predictions"), 0, 0) == "1e−300"


def test_double_click_opens_the_cell(window: MainWindow):
    view = table(window, "truth")
    focus_cell(view, 0, 2)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.currentIndex()).center())
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    write("0.5")
    press(Key.Key_Return)
    assert row(window.store.document, TRUTH, 0) == [0, 0, 0.5]


def test_escape_abandons_what_was_typed(window: MainWindow):
    before = window.store.document
    view = table(window, "predictions")
    focus_cell(view, 0, 0)
    write("0.9")
    press(Key.Key_Escape)
    assert window.store.document is before
    assert window.store.undo_label is None
    assert said(view, 0, 0) == "0.3000"
    assert at(window, "predictions") == (0, 0)


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_sets_to_zero(window: MainWindow, key: Qt.Key):
    view = table(window, "predictions")

    def clear() -> None:
        select(view, (0, 0), (1, 1))
        press(key)

    once(window, clear)
    assert row(window.store.document, 0, 0) == [0, 0, 0.4]
    assert row(window.store.document, 0, 1) == [0, 0, 0.1]


def test_delete_on_the_sum_changes_nothing(window: MainWindow):
    before = window.store.document
    view = table(window, "predictions")
    focus_cell(view, 0, 3)
    press(Key.Key_Delete)
    assert window.store.document is before
    write("5")
    assert not isinstance(QApplication.focusWidget(), QLineEdit), "a sum is not typed"
    assert window.store.document is before


def test_an_edit_to_the_same_number_is_no_step(window: MainWindow):
    before = window.store.document
    enter(table(window, "predictions"), 0, 0, "0.3")
    assert window.store.document is before
    assert window.store.undo_label is None


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("abc", "“abc” is not a number; write it like 0.25, 1/4 or 25%."),
        ("1/0", "“1/0” is not a number"),
        ("0.1.2", "“0.1.2” is not a number"),
        ("-0.25", "-0.25 is negative; a probability is 0 or more."),
        ("nan", "nan is not a finite number"),
        ("inf", "inf is not a finite number"),
        ("1e999", "inf is not a finite number"),
        ("-1e999", "-inf is not a finite number"),
        ("%", "“%” is not a number"),
    ],
)
@pytest.mark.parametrize(("name", "title"), [("truth", "Truth"), ("predictions", "Model 1")])
def test_what_is_no_probability_is_refused_in_words(window: MainWindow, name: str, title: str, typed: str, reason: str):
    before = window.store.document
    view = table(window, name)
    text = said(view, 0, 1)
    enter(view, 0, 1, typed)
    assert window.store.document is before
    assert window.store.undo_label is None
    assert said(view, 0, 1) == text
    words = status(window)
    assert reason in words
    for part in (title, "image 1", "calf"):
        assert part.lower() in words.lower()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab])
def test_the_hand_stays_where_something_was_refused_and_goes_on_once_it_is_mended(window: MainWindow, key: Key):
    view = table(window, "predictions")
    focus_cell(view, 0, 0)
    write("abc")
    press(key)
    assert at(window, "predictions") == (0, 0)
    write("0.4")
    press(key)
    assert at(window, "predictions") == ((1, 0) if key == Key.Key_Return else (0, 1))


def test_an_emptied_cell_is_refused(window: MainWindow):
    before = window.store.document
    focus_cell(table(window, "predictions"), 0, 1)
    press(Key.Key_F2)
    press(Key.Key_Backspace)
    press(Key.Key_Return)
    assert window.store.document is before
    assert "is not a number" in status(window)


def test_the_words_of_a_refusal_give_way_to_the_next_thing(window: MainWindow, qtbot):
    enter(table(window, "predictions"), 0, 1, "abc")
    assert "not a number" in status(window)
    enter(table(window, "predictions"), 0, 1, "0.5")
    assert "not a number" not in status(window), "the mistake was put right"


def test_keep_row_sums_rescales_the_others(window: MainWindow):
    window.keep_sums.trigger()
    once(window, lambda: enter(table(window, "predictions"), 0, 2, "0.7"))
    assert row(window.store.document, 0, 0) == pytest.approx([0.15, 0.15, 0.7], abs=1e-15)
    once(window, lambda: enter(table(window, "truth"), 0, 2, "0.4"))
    assert row(window.store.document, TRUTH, 0) == pytest.approx([0.3, 0.3, 0.4], abs=1e-15)
    enter(table(window, "truth"), 1, 0, "1/3")
    assert sum(row(window.store.document, TRUTH, 1)) == pytest.approx(1.0, abs=1e-15)
    window.keep_sums.trigger()
    enter(table(window, "predictions"), 0, 2, "0.5")
    assert row(window.store.document, 0, 0) == pytest.approx([0.15, 0.15, 0.5], abs=1e-15)


def test_keep_row_sums_cannot_make_room_beyond_1(window: MainWindow):
    window.keep_sums.trigger()
    before = window.store.document
    enter(table(window, "predictions"), 0, 2, "-0.5")
    assert window.store.document is before
    assert "negative" in status(window)
    enter(table(window, "predictions"), 0, 2, "1.5")
    assert row(window.store.document, 0, 0) == [0.3, 0.3, 1.5], "nothing is clipped in silence"
    assert "sums to 2.1" in window.deck.warning.text()


def test_two_edits_before_the_window_catches_up_both_count(window: MainWindow):
    """What is asked of a cell holds for the document of that moment, not for the one last painted."""
    model = window.deck.predictions_model
    assert model.setData(model.index(0, 0), "0.5")
    assert model.setData(model.index(0, 0), "0.3")
    assert row(window.store.document, 0, 0) == [0.3, 0.3, 0.4]
    window.keep_sums.trigger()
    assert model.setData(model.index(0, 0), "0.5")
    assert model.setData(model.index(0, 1), "0.5")
    kept = row(window.store.document, 0, 0)
    assert kept[1] == 0.5
    assert kept[0] / kept[2] == pytest.approx(0.5 / (0.5 * 4 / 7)), "the first edit was not lost"
    settle()


def test_undo_names_what_it_takes_back(window: MainWindow):
    undo, redo = window.actions_.all["undo"], window.actions_.all["redo"]
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    enter(table(window, "predictions"), 0, 0, "0.5")
    assert undo.isEnabled()
    assert "Edit Model 1" in undo.text()
    enter(table(window, "truth"), 0, 0, "0.5")
    assert "Edit Truth" in undo.text()
    select(table(window, "truth"), (0, 0), (1, 2))
    press(Key.Key_Delete)
    assert "Clear cells" in undo.text()
    press(Key.Key_R, CTRL)  # a row of zeros cannot be normalized, so nothing happens
    assert "Clear cells" in undo.text()
    assert "row of zeros" in status(window)
    press(Key.Key_Z, CTRL)
    assert "Edit Truth" in undo.text()
    assert "Clear cells" in redo.text()
    press(Key.Key_Z, CTRL)
    press(Key.Key_Z, CTRL)
    assert not undo.isEnabled()
    assert "Edit Model 1" in redo.text()
    press(Key.Key_Z, CTRL)
    press(Key.Key_Y, CTRL)
    assert row(window.store.document, 0, 0)[0] == 0.5


def test_each_gesture_is_one_step(window: MainWindow):
    start = window.store.document
    enter(table(window, "predictions"), 0, 0, "0.1")
    enter(table(window, "predictions"), 0, 0, "0.2")
    enter(table(window, "predictions"), 1, 0, "0.2")
    press(Key.Key_R, CTRL)
    assert steps(window) == 4
    for _ in range(4):
        press(Key.Key_Z, CTRL)
    assert window.store.document is start
    assert said(table(window, "predictions"), 0, 0) == "0.3000"


def test_logits_are_typed_as_logits(window: MainWindow):
    window.deck.scale_choice.setCurrentIndex(window.deck.scale_choice.findData("logit"))
    settle()
    view = table(window, "predictions")
    once(window, lambda: enter(view, 0, 0, "-3.5"))
    assert row(window.store.document, 0, 0)[0] == -3.5
    once(window, lambda: enter(view, 0, 1, "-inf"))
    assert said(view, 0, 1) == "−∞"
    before = window.store.document
    enter(view, 0, 2, "inf")
    assert window.store.document is before
    assert "Model 1, image 1, rocket: inf is not a logit" in status(window)


def test_a_row_that_is_no_distribution_does_not_become_logits(window: MainWindow):
    window.deck.model_choice.setCurrentIndex(1)
    before = window.store.document
    window.deck.scale_choice.setCurrentIndex(window.deck.scale_choice.findData("logit"))
    settle()
    assert window.store.document is before
    assert window.deck.scale_choice.currentData() == "probability", "the choice goes back with it"
    assert "Model 2, image 1" in status(window)
    assert "normalize it first" in status(window)


def test_keys_move_through_samples_and_models(window: MainWindow):
    focus_cell(table(window, "truth"), 0, 0)
    press(Key.Key_Down, CTRL)
    assert window.focus.state.sample == 1
    assert [table(window, name).currentIndex().row() for name in ("truth", "predictions", "results")] == [1, 1, 1]
    press(Key.Key_Down, CTRL)
    assert window.focus.state.sample == 1, "there is no third"
    press(Key.Key_Up, CTRL)
    assert window.focus.state.sample == 0
    press(Key.Key_M, CTRL)
    assert window.focus.state.model == 1
    assert window.deck.model_choice.currentText().startswith("Model 2")
    press(Key.Key_M, CTRL)
    assert window.focus.state.model == 0
    assert window.store.undo_label is None, "looking is no edit"


def test_shift_and_arrows_select_for_copying(window: MainWindow):
    view = table(window, "truth")
    focus_cell(view, 0, 0)
    press(Key.Key_Right, SHIFT)
    press(Key.Key_Down, SHIFT)
    press(Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "0\t0\n1\t0"


def test_kept_row_sums_leave_locked_classes_alone(window: MainWindow):
    window.keep_sums.trigger()
    window.focus.move(locked=frozenset({1}))
    once(window, lambda: enter(table(window, "predictions"), 0, 2, "0.6"))
    assert row(window.store.document, 0, 0) == pytest.approx([0.1, 0.3, 0.6], abs=1e-15)
    before = window.store.document
    enter(table(window, "predictions"), 0, 2, "0.8")
    assert window.store.document is before
    assert "The locked classes leave 0.7 for this one" in status(window)
    window.focus.move(locked=frozenset({0, 1}))
    enter(table(window, "predictions"), 0, 2, "0.5")
    assert window.store.document is before
    assert "Every other class is locked" in status(window)
