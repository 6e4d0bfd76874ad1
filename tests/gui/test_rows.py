"""Rows sorted and filtered through header, keys, menus and typing: what is shown changes, the data never."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt, QThreadPool
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTableView, QToolButton

from core.document import Document
from core.losses import create
from gui.dialogs.filter_dialog import FilterDialog
from gui.focus import Brush
from gui.main_window import MainWindow
from gui.plotting.style import LIGHT
from gui.store import Intent
from tests.gui.hands import (
    CTRL,
    LEFT,
    NONE,
    SHIFT,
    Key,
    Opener,
    choose,
    click_action,
    click_link,
    column_of,
    drag,
    enter,
    focus_cell,
    press,
    said,
    settle,
    surface,
    table,
    values,
    write,
)
from tests.gui.pictures import pixels

ALT = Qt.KeyboardModifier.AltModifier
TABLES = ("truth", "predictions", "results")


def click_title(view: QTableView, title: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Click on a column's title."""
    across, column = view.horizontalHeader(), column_of(view, title)
    at = QPoint(across.sectionViewportPosition(column) + across.sectionSize(column) // 2, across.height() // 2)
    QTest.mouseClick(across.viewport(), LEFT, modifiers, at)
    settle()


def samples(window: MainWindow, name: str = "results") -> list[str]:
    """Return the names of the rows of a table."""
    model = table(window, name).model()
    return [str(model.headerData(k, Qt.Orientation.Vertical)) for k in range(model.rowCount())]


def words(window: MainWindow) -> str:
    """Return what the title of the results says of the rows."""
    return window.deck.state.words.text()


def button(window: MainWindow, name: str) -> QToolButton:
    found = window.findChild(QToolButton, name)
    assert found is not None, name
    return found


def condition(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, f"action.rows.{name}")
    assert found is not None, name
    return found


def per_sample(window: MainWindow, loss: str = "cross_entropy", model: int = 0) -> np.ndarray:
    return window.results.models[model].per_sample(create(loss))


def wrong(window: MainWindow, model: int = 0) -> np.ndarray:
    return np.flatnonzero(np.concatenate([~part.right for part in window.results.models[model].parts]))


@pytest.fixture
def watched(digits: MainWindow) -> dict[str, QAbstractItemModel]:
    """Set Qt's tester on every table of the window."""
    models = {name: table(digits, name).model() for name in (*TABLES, "means", "comparison")}
    for model in models.values():
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return models


# -- sorting --------------------------------------------------------------------------------------------


def test_a_click_sorts_up_the_next_down_the_third_as_they_come(digits: MainWindow, watched: object):
    view, document = table(digits, "results"), digits.store.document
    names = samples(digits)
    expected = np.argsort(per_sample(digits), kind="stable")
    click_title(view, "Cross-entropy")
    for name in TABLES:
        assert samples(digits, name) == [names[k] for k in expected], name
    found = values(view, "Cross-entropy")
    assert found == sorted(found)
    assert table(digits, "truth").model().index(0, 0).data(2) == f"{int(document.truth.row(expected[0])[0])}"
    click_title(view, "Cross-entropy")
    found = values(view, "Cross-entropy")
    assert found == sorted(found, reverse=True)
    assert words(digits) == "by Cross-entropy nat ↓"
    click_title(view, "Cross-entropy")
    assert samples(digits) == names
    assert words(digits) == ""
    assert digits.store.document is document, "rows are looked at, not moved"


def test_a_click_on_another_column_begins_anew(digits: MainWindow, watched: object):
    click_title(table(digits, "results"), "Cross-entropy")
    click_title(table(digits, "results"), "Squared error")
    assert values(table(digits, "results"), "Squared error") == sorted(per_sample(digits, "mse"))
    click_title(table(digits, "predictions"), "3")
    assert words(digits) == "by q(3) ↑"
    found = values(table(digits, "predictions"), "3")
    assert found == sorted(found)
    click_title(table(digits, "truth"), "3")
    click_title(table(digits, "truth"), "3")
    assert words(digits) == "by p(3) ↓"
    found = values(table(digits, "truth"), "3")
    assert found == sorted(found, reverse=True)
    click_title(table(digits, "results"), "says")
    model = digits.results.models[0]
    said_ = np.concatenate([part.predicted for part in model.parts])
    right = np.concatenate([part.right for part in model.parts])
    order = np.lexsort((~right, said_))
    assert samples(digits) == [digits.store.document.sample_name(k) for k in order]


def test_keys_sort_by_the_column_of_the_cell(digits: MainWindow):
    view = table(digits, "predictions")
    focus_cell(view, 2, 1)
    sample = digits.focus.state.sample
    press(Key.Key_Down, ALT)
    found = values(view, "1")
    assert found == sorted(found, reverse=True)
    assert digits.focus.state.sample == sample
    assert view.currentIndex().column() == 1
    press(Key.Key_Up, ALT)
    assert values(view, "1") == sorted(found)
    assert digits.store.document.sample_name(sample) == samples(digits)[view.currentIndex().row()]


def test_ctrl_click_selects_a_column_and_leaves_the_rows_alone(digits: MainWindow):
    view, before = table(digits, "predictions"), samples(digits)
    digits.focus.move(sample=4)
    click_title(view, "1", CTRL)
    click_title(view, "3", SHIFT)
    assert samples(digits) == before
    assert digits.deck.rows.arrangement.is_plain
    assert digits.focus.state.sample == 4
    box = view.selectionModel().selection().first()
    assert (box.left(), box.right(), box.top(), box.bottom()) == (1, 3, 0, 898)


def test_the_mark_is_seen_and_said(digits: MainWindow):
    view = table(digits, "results")
    across, column = view.horizontalHeader(), column_of(view, "Squared error")

    def marked() -> int:
        picture = pixels(across.grab().toImage())[..., :3].astype(int)
        left = across.sectionViewportPosition(column)
        accent = QColor(LIGHT.accent)
        near = np.abs(picture - [accent.red(), accent.green(), accent.blue()]).max(axis=2) < 12
        return int(near[:, left : left + across.sectionSize(column)].sum())

    def tip() -> str:
        return str(view.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))

    assert marked() == 0
    assert tip().startswith("Squared error\nClick: smallest first.")
    click_title(view, "Squared error")
    assert marked() > 12
    assert "Sorted, smallest first" in tip()
    click_title(view, "Squared error")
    assert marked() > 12
    assert "Sorted, largest first" in tip()
    click_title(view, "Squared error")
    assert marked() == 0


def test_the_menu_sorts_by_name_and_either_way(digits: MainWindow, watched: object):
    menu = button(digits, "rows.sort").menu()

    def pick(title: str) -> None:
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == title).trigger()
        settle()

    before = samples(digits)
    pick("Sample name")
    assert words(digits) == "by Sample name ↑"
    assert samples(digits) == before
    pick("Largest first")
    assert samples(digits) == before[::-1]
    pick("KL divergence nat")
    found = values(table(digits, "results"), "KL")
    assert found == sorted(found, reverse=True)
    pick("As the samples come")
    assert samples(digits) == before


def test_rows_stay_under_the_hand_until_sorted_again(digits: MainWindow, watched: object):
    view = table(digits, "predictions")
    click_title(view, "0")
    before = samples(digits)
    again = button(digits, "rows.again")
    assert not again.isVisible()
    for row_, number in ((0, "50"), (1, "-60"), (2, "40")):
        enter(view, row_, 0, number)
        assert view.currentIndex().row() == row_ + 1, "Enter goes down the rows as they stand"
    assert samples(digits) == before
    assert again.isVisible()
    digits.store.undo()
    digits.store.undo()
    settle()
    assert samples(digits) == before
    digits.store.undo()
    settle()
    assert not again.isVisible(), "the order is right again"
    digits.store.redo()
    settle()
    QTest.mouseClick(again, LEFT)
    settle()
    assert samples(digits)[-1] == before[0]
    assert not again.isVisible()
    found = values(view, "0")
    assert found == sorted(found)


def test_a_drag_moves_no_row(digits: MainWindow):
    click_title(table(digits, "results"), "Cross-entropy")
    choose(digits, "control.scale", "probability")
    before = samples(digits)
    drag(digits, 0, [[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])
    assert samples(digits) == before
    click_action(digits, "sort_again")
    assert samples(digits) != before
    assert values(table(digits, "results"), "Cross-entropy") == sorted(per_sample(digits))


def test_another_model_is_another_order_at_once(digits: MainWindow, watched: object):
    click_title(table(digits, "results"), "Cross-entropy")
    click_title(table(digits, "results"), "Cross-entropy")
    digits.focus.move(model=1)
    settle()
    found = values(table(digits, "results"), "Cross-entropy")
    assert found == sorted(found, reverse=True)
    assert np.isinf(found[0])


def test_a_loss_that_is_hidden_sorts_no_more(digits: MainWindow, watched: object):
    before = samples(digits)
    click_title(table(digits, "results"), "Squared error")
    click_action(digits, "show_loss.mse")
    assert digits.deck.rows.arrangement.sort is None
    assert samples(digits) == before
    assert words(digits) == ""


# -- filtering ------------------------------------------------------------------------------------------


def test_typing_filters_by_name_and_folding_does_not_hide_it(digits: MainWindow, watched: object):
    line = digits.findChild(QLineEdit, "rows.text")
    assert line is not None
    assert not line.isVisible()
    focus_cell(table(digits, "results"), 2, 1)
    click_action(digits, "filter_rows")
    assert QApplication.focusWidget() is line
    write("DIGIT 00")
    settle()
    assert samples(digits) == [f"digit 00{k:02}" for k in range(1, 100)]
    assert words(digits) == "99 of 899 rows"
    write("4")
    settle()
    assert samples(digits, "truth") == samples(digits) == [f"digit 004{k}" for k in range(10)]
    press(Key.Key_Escape)
    assert not line.isVisible()
    assert QApplication.focusWidget() is table(digits, "results")
    assert words(digits) == "10 of 899 rows"
    button(digits, "rows.all").click()
    settle()
    assert len(samples(digits)) == 899
    assert line.text() == ""
    assert not button(digits, "rows.all").isVisible()


def test_the_funnel_unfolds_and_folds(digits: MainWindow):
    funnel, line = button(digits, "rows.filter"), digits.findChild(QLineEdit, "rows.text")
    assert line is not None
    QTest.mouseClick(funnel, LEFT)
    assert line.isVisible()
    QTest.mouseClick(funnel, LEFT)
    assert not line.isVisible()
    click_action(digits, "filter_rows")
    assert funnel.isChecked()
    click_action(digits, "filter_rows")
    assert not line.isVisible()
    assert not funnel.isChecked()


def test_only_wrong_rows_of_the_model_in_focus(digits: MainWindow, watched: object):
    condition(digits, "wrong").trigger()
    settle()
    names = [digits.store.document.sample_name(int(k)) for k in wrong(digits)]
    assert samples(digits) == names
    assert all(text.endswith("✗") for text in shown_says(digits))
    assert button(digits, "rows.only").text() == "Only 1"
    digits.focus.move(model=1)
    settle()
    assert samples(digits) == [digits.store.document.sample_name(int(k)) for k in wrong(digits, 1)]
    condition(digits, "disagree").trigger()
    settle()
    assert 0 < len(samples(digits)) < wrong(digits, 1).size
    click_action(digits, "all_rows")
    assert len(samples(digits)) == 899


def shown_says(window: MainWindow) -> list[str]:
    view = table(window, "results")
    return [str(said(view, row_, 0)) for row_ in range(view.model().rowCount())]


def ask_numbers(window: MainWindow) -> FilterDialog:
    """Open the dialog of classes and ranges by its entry in the menu."""
    window.deck.strip.numbers.trigger()
    settle()
    found = window.findChild(FilterDialog)
    assert found is not None
    return found


def choose_all(dialog: FilterDialog, **fields: str) -> None:
    """Fill in fields and press Enter."""
    for name, value in fields.items():
        field = getattr(dialog, name)
        if isinstance(field, QComboBox):
            field.setCurrentText(value)
        else:
            field.setText(value)
    QTest.keyClick(dialog, Key.Key_Return)
    settle()


def test_only_rows_of_classes(digits: MainWindow, watched: object):
    document = digits.store.document
    choose_all(ask_numbers(digits), true="3")
    said_ = digits.results.models[0].per_sample
    assert said_ is not None
    true = np.flatnonzero(document.truth.array() == 3)
    assert samples(digits) == [document.sample_name(int(k)) for k in true]
    assert digits.deck.strip.numbers.isChecked()
    assert button(digits, "rows.only").toolTip() == "true class 3"
    choose_all(ask_numbers(digits), predicted="8")
    assert set(samples(digits)) < {document.sample_name(int(k)) for k in true}
    assert all(text.startswith("8") for text in shown_says(digits))
    assert button(digits, "rows.only").text() == "Only 2"
    dialog = ask_numbers(digits)
    assert (dialog.true.currentText(), dialog.predicted.currentText()) == ("3", "8")
    choose_all(dialog, true="any", predicted="any")
    assert len(samples(digits)) == 899
    assert not digits.deck.strip.numbers.isChecked()


def test_only_rows_with_a_loss_in_a_range_in_the_unit_on_show(digits: MainWindow, watched: object):
    per_sample = digits.results.models[0].per_sample(create("cross_entropy"))
    title = next(t for t, s in digits.deck.results_model.sorts() if s.loss == "cross_entropy")
    choose_all(ask_numbers(digits), measure=title, low="1/2", high="200%")
    found = np.flatnonzero((per_sample >= 0.5) & (per_sample <= 2.0))
    assert 0 < found.size < 100
    assert samples(digits) == [digits.store.document.sample_name(int(k)) for k in found]
    assert button(digits, "rows.only").toolTip() == f"0.5 ≤ {title} ≤ 2"
    digits.store.push(Intent("", lambda document: document.with_settings(unit="bit")))
    settle()
    dialog = ask_numbers(digits)
    assert float(dialog.low.text()) == pytest.approx(0.5 / np.log(2))
    choose_all(dialog, low="1", high="")
    found = np.flatnonzero(per_sample / np.log(2) >= 1)
    assert samples(digits) == [digits.store.document.sample_name(int(k)) for k in found]
    assert button(digits, "rows.only").toolTip().endswith("≥ 1")


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        ("much", "", "“much” is not a number; write it like 0.25, 1/4 or 25%."),
        ("nan", "", "“nan” is not a number; write it like 0.25, 1/4 or 25%."),
        ("2", "1", "No number is at least 2 and at most 1; exchange the limits."),
    ],
)
def test_limits_that_are_none_are_said_and_the_dialog_stays(digits: MainWindow, low: str, high: str, sentence: str):
    dialog = ask_numbers(digits)
    choose_all(dialog, low=low, high=high)
    assert dialog.isVisible()
    assert dialog.wrong.text() == sentence
    assert digits.deck.rows.arrangement.is_plain
    assert not digits.deck.strip.numbers.isChecked()
    dialog.reject()
    settle()
    assert len(samples(digits)) == 899


def test_a_class_filtered_by_goes_with_it(open_window: Opener):
    window = open_window("digits")
    choose_all(ask_numbers(window), true="9", measure="q(9)", low="0.5")
    assert len(samples(window)) < 899
    click_action(window, "example.mended")
    assert len(samples(window)) == 2
    assert window.deck.rows.arrangement.is_plain


def test_only_rows_that_are_no_distributions(open_window: Opener):
    window = open_window("mended")
    condition(window, "off").trigger()
    settle()
    assert samples(window) == []
    assert words(window) == "0 of 2 rows"
    assert said(table(window, "means"), 1, 1) == "—"
    assert said(table(window, "means"), 1, 1, Qt.ItemDataRole.ToolTipRole) == "No row is shown."
    click_action(window, "all_rows")
    enter(table(window, "predictions"), 1, 0, "0.5")
    condition(window, "off").trigger()
    settle()
    assert samples(window) == ["image 2"]
    click_action(window, "normalize")
    assert samples(window) == ["image 2"], "it stays until asked again"
    click_action(window, "sort_again")
    assert samples(window) == []


def test_only_brushed_rows_follow_the_brush(digits: MainWindow, watched: object):
    only = condition(digits, "brushed")
    assert not only.isEnabled()
    digits.focus.move(brush=Brush(np.array([3, 5, 8]), 899, "by hand"))
    settle()
    only.trigger()
    settle()
    assert samples(digits) == ["digit 0004", "digit 0006", "digit 0009"]
    digits.focus.move(brush=Brush(np.array([1]), 899, "by hand"))
    settle()
    assert samples(digits) == ["digit 0002"]
    click_link(digits.words.brushed)
    assert len(samples(digits)) == 899
    assert not only.isEnabled()
    assert not only.isChecked()


def test_models_disagree_needs_two(open_window: Opener):
    rows = np.array([[0.5, 0.5], [0.2, 0.8]])
    window = open_window(Document.make(np.array([0, 1]), [("only", rows, "probability")]))
    assert not condition(window, "disagree").isEnabled()


def test_edits_of_filtered_rows_mean_their_samples(digits: MainWindow, watched: object):
    condition(digits, "wrong").trigger()
    click_title(table(digits, "results"), "Cross-entropy")
    sample = digits.deck.rows.order.sample(4)
    assert sample != 4
    enter(table(digits, "predictions"), 4, 3, "12")
    assert digits.store.document.models[0].rows.row(sample)[3] == 12
    assert digits.focus.state.sample == digits.deck.rows.order.sample(5)


def test_the_means_of_all_and_of_those_shown_stand_together(digits: MainWindow, watched: object):
    means, view = table(digits, "means"), table(digits, "results")
    condition(digits, "wrong").trigger()
    settle()
    titles = [str(means.model().headerData(k, Qt.Orientation.Vertical)) for k in range(2)]
    assert titles == ["mean of all", f"mean of {wrong(digits).size} shown"]
    column = column_of(view, "Cross-entropy")
    found = [float(str(said(means, k, column, Qt.ItemDataRole.EditRole))) for k in range(2)]
    assert np.allclose(found, [per_sample(digits).mean(), per_sample(digits)[wrong(digits)].mean()], rtol=1e-12)
    assert said(means, 1, 0) == f"0/{wrong(digits).size} ✓"
    enter(table(digits, "predictions"), 0, 0, "20")
    shown_now = values(view, "Cross-entropy")
    assert np.isclose(float(str(said(means, 1, column, Qt.ItemDataRole.EditRole))), np.mean(shown_now), rtol=1e-12)
    assert means.height() > 2 * means.rowHeight(0)
    click_action(digits, "all_rows")
    assert means.model().rowCount() == 1


# -- focus and rows -------------------------------------------------------------------------------------


def test_the_sample_in_focus_stays_in_view_or_is_said_to_be_out(digits: MainWindow, watched: object):
    missing = digits.findChild(QLabel, "rows.missing")
    assert missing is not None
    digits.focus.move(sample=700)
    click_title(table(digits, "results"), "Cross-entropy")
    for name in TABLES:
        view = table(digits, name)
        assert samples(digits)[view.currentIndex().row()] == "digit 0701"
        assert view.viewport().rect().intersects(view.visualRect(view.currentIndex())), name
    assert not missing.isVisible()
    assert 700 not in wrong(digits)
    condition(digits, "wrong").trigger()
    settle()
    assert digits.focus.state.sample == 700
    assert missing.isVisible()
    assert missing.text() == "In focus but not shown: digit 0701"
    assert not table(digits, "results").currentIndex().isValid()
    click_action(digits, "next_sample")
    assert digits.focus.state.sample in wrong(digits)
    assert not missing.isVisible()


def test_next_and_previous_sample_go_along_the_rows_shown(digits: MainWindow):
    click_title(table(digits, "results"), "Cross-entropy")
    order = np.argsort(per_sample(digits), kind="stable")
    digits.focus.move(sample=int(order[10]))
    click_action(digits, "next_sample")
    assert digits.focus.state.sample == order[11]
    click_action(digits, "previous_sample")
    click_action(digits, "previous_sample")
    assert digits.focus.state.sample == order[9]


def test_exact_numbers_of_a_sample_not_shown_bring_all_rows_back(digits: MainWindow):
    condition(digits, "wrong").trigger()
    settle()
    surface(digits).exact_wanted.emit(0, 700)
    settle()
    view = table(digits, "predictions")
    assert view.currentIndex().row() == 700
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_tables_scroll_together(digits: MainWindow):
    bars = {name: table(digits, name).verticalScrollBar() for name in TABLES}
    bars["results"].setValue(300)
    assert {bar.value() for bar in bars.values()} == {300}
    bars["truth"].setValue(bars["truth"].maximum())
    assert bars["truth"].value() == bars["truth"].maximum(), "the taller ones end earlier and do not pull it back"
    assert bars["results"].value() == bars["results"].maximum()


def test_a_note_says_so_while_the_results_are_out_of_sight(digits: MainWindow):
    condition(digits, "wrong").trigger()
    settle()
    note = digits.deck.note
    assert not note.isVisible()
    digits.docks["dock.results"].close()
    settle()
    assert note.isVisible()
    assert f"{wrong(digits).size} of 899 rows" in note.text()
    click_link(note)
    assert not note.isVisible()
    assert len(samples(digits, "truth")) == 899


def test_another_document_is_shown_whole(digits: MainWindow, watched: object):
    condition(digits, "wrong").trigger()
    click_title(table(digits, "results"), "Cross-entropy")
    click_action(digits, "example.example")
    assert samples(digits) == ["image 1", "image 2"]
    assert digits.deck.rows.arrangement.is_plain
    assert words(digits) == ""


def test_undo_is_not_taken_for_another_document(digits: MainWindow):
    condition(digits, "wrong").trigger()
    settle()
    count = len(samples(digits))
    enter(table(digits, "predictions"), 0, 0, "0.5")
    digits.store.undo()
    settle()
    assert len(samples(digits)) == count


# -- many rows ------------------------------------------------------------------------------------------


def until(done: object) -> None:
    for _ in range(400):
        QThreadPool.globalInstance().waitForDone()
        settle()
        if done():
            return
        QTest.qWait(10)
    raise AssertionError("it never came")


def test_many_rows_are_put_in_order_in_the_background(open_window: Opener, tall: Document):
    window = open_window(tall)
    until(lambda: table(window, "results").model().rowCount() == 100_000)
    click_title(table(window, "results"), "Cross-entropy")
    rows = window.deck.rows
    until(lambda: rows.order.samples is not None)
    expected = np.argsort(per_sample(window), kind="stable")
    assert np.array_equal(rows.order.samples, expected)
    assert table(window, "results").model().sample(5) == expected[5]
    window.focus.move(sample=int(expected[3]))
    settle()
    cells = {(int(expected[3]), k): 0.1 for k in range(10)}
    window.store.push(Intent("level", lambda document: document.with_cells(0, cells)))
    until(lambda: rows.is_stale)
    assert np.array_equal(rows.order.samples, expected), "it stays where it is"
    rows.ask_again()
    until(lambda: not rows.is_stale and not np.array_equal(rows.order.samples, expected))
    rows.ask(rows.arrangement.__class__())
    assert rows.order.samples is None, "all rows as they come need no work"
    settle()
    assert table(window, "results").model().sample(5) == 5


def test_work_that_takes_long_is_said_and_can_be_called_off(
    open_window: Opener, tall: Document, monkeypatch: pytest.MonkeyPatch
):
    import threading

    from gui.tables import order as module

    window = open_window(tall)
    until(lambda: table(window, "results").model().rowCount() == 100_000)
    going, real = threading.Event(), module.arrange

    def slow(*args: object) -> object:
        going.wait(20)
        return real(*args)

    monkeypatch.setattr(module, "arrange", slow)
    click_title(table(window, "results"), "Cross-entropy")
    for _ in range(200):
        QTest.qWait(5)
        if window.deck.rows.is_working:
            break
    assert words(window) == "Sorting 100,000 rows…"
    monkeypatch.setattr(module, "arrange", real)
    button(window, "rows.all").click()
    settle()
    assert words(window) == ""
    going.set()
    until(lambda: not window.deck.rows._background.is_busy)
    assert window.deck.rows.order.samples is None, "what was called off does not come after all"
