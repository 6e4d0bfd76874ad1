"""Rows made anew, classes, samples and models changed, cells locked and things found: by menus, keys and dialogs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QDoubleSpinBox, QLineEdit, QMenu, QSpinBox, QWidget

from core import losses
from core.document import TRUTH, Document
from core.information import log_of
from gui.dialogs.amounts_dialog import AmountsDialog
from gui.dialogs.find_dialog import FindDialog
from gui.dialogs.name_dialog import NameDialog
from gui.main_window import MainWindow
from gui.store import Intent
from tests.gui.hands import (
    CTRL,
    SHIFT,
    Answers,
    Key,
    Opener,
    Role,
    choose,
    click_action,
    enter,
    focus_cell,
    header,
    once,
    press,
    row,
    said,
    select,
    settle,
    status,
    surface,
    table,
)

Shown = TypeVar("Shown", bound=QWidget)


def rows(window: MainWindow, which: int) -> list[list[float]]:
    return [row(window.store.document, which, k) for k in range(window.store.document.size)]


def dialog(window: MainWindow, kind: type[Shown]) -> Shown:
    """Return the dialog that is open."""
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, found
    return found[0]


def accept(box: QWidget) -> None:
    parent = box.parentWidget()
    buttons = box.findChild(QDialogButtonBox)
    assert buttons is not None
    QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    settle()
    parent.activateWindow()
    settle()


def amounts(window: MainWindow, verb: str, **given: float) -> None:
    """Trigger an action and answer what it asks."""
    click_action(window, verb)
    asked = dialog(window, AmountsDialog)
    for name, value in given.items():
        spin = asked.findChild(QDoubleSpinBox, f"dialog.amounts.{name}")
        if spin is not None:
            spin.setValue(value)
        else:
            whole = asked.findChild(QSpinBox, f"dialog.amounts.{name}")
            assert whole is not None
            whole.setValue(int(value))
    accept(asked)


def name_it(window: MainWindow, verb: str, name: str) -> None:
    click_action(window, verb)
    asked = dialog(window, NameDialog)
    line = asked.findChild(QLineEdit)
    assert line is not None
    line.setText(name)
    accept(asked)


def context_menu(widget: QWidget, at: QPoint) -> QMenu:
    """Ask for a widget's own menu at a place and return it, open."""
    widget.customContextMenuRequested.emit(at)
    settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def one_step(window: MainWindow, do: Callable[[], object]) -> None:
    """Do something that is one step, and not walk through undo, with which what is looked at moves."""
    before = window.store._history
    do()
    settle()
    assert window.store._history.steps[:-1] == before.steps[: before.index + 1]
    assert window.store.document is not before.document


# -- rows -----------------------------------------------------------------------------------------------


def test_rows_of_the_selection_are_made_anew(window: MainWindow):
    view = table(window, "predictions")
    select(view, (0, 0), (1, 0))
    once(window, lambda: press(Key.Key_U, CTRL))
    assert rows(window, 0) == [[1 / 3] * 3] * 2
    assert "Uniform rows" in window.actions_.all["undo"].text()
    press(Key.Key_Z, CTRL)
    focus_cell(view, 1, 2)
    once(window, lambda: press(Key.Key_1, CTRL))
    assert rows(window, 0) == [[0.3, 0.3, 0.4], [0, 1, 0]]
    once(window, lambda: click_action(window, "one_hot_class"))
    assert rows(window, 0) == [[0.3, 0.3, 0.4], [0, 0, 1]]
    once(window, lambda: amounts(window, "smooth", epsilon=0.3))
    assert rows(window, 0)[1] == pytest.approx([0.1, 0.1, 0.8])
    assert "ε = 0.3" in window.actions_.all["undo"].text()
    once(window, lambda: amounts(window, "sharpen", power=2))
    assert rows(window, 0)[1] == pytest.approx([1 / 66, 1 / 66, 64 / 66])


def test_the_table_last_used_is_the_one_changed(window: MainWindow):
    focus_cell(table(window, "truth"), 1, 0)
    window.setFocus()
    once(window, lambda: click_action(window, "uniform"))
    assert rows(window, TRUTH)[1] == [1 / 3] * 3
    focus_cell(table(window, "results"), 0, 0)
    once(window, lambda: click_action(window, "uniform"))
    assert rows(window, 0)[0] == [1 / 3] * 3, "results are not edited: the predictions are"


def test_random_rows_are_those_of_their_seed_and_undone(window: MainWindow):
    select(table(window, "predictions"), (0, 0), (1, 0))
    once(window, lambda: amounts(window, "random", alpha=0.5, seed=42))
    first = rows(window, 0)
    assert "α = 0.5, seed 42" in window.actions_.all["undo"].text()
    assert np.array(first).sum(axis=1) == pytest.approx([1, 1])
    once(window, lambda: amounts(window, "random"))
    assert rows(window, 0) != first, "the next seed is another"
    once(window, lambda: amounts(window, "random", seed=42))
    assert rows(window, 0) == first


def test_a_dialog_that_is_cancelled_changes_nothing(window: MainWindow):
    before = window.store.document
    focus_cell(table(window, "predictions"), 0, 0)
    for verb, kind in (("smooth", AmountsDialog), ("rename_class", NameDialog)):
        click_action(window, verb)
        dialog(window, kind).reject()
        settle()
    assert window.store.document is before


def test_logits_are_changed_by_their_distribution_and_it_says_so(window: MainWindow):
    choose(window, "control.scale", "logit")
    focus_cell(table(window, "predictions"), 0, 0)
    click_action(window, "smooth")
    asked = dialog(window, AmountsDialog)
    assert any("softmax" in label.text() for label in asked.findChildren(type(window.words.label)))
    accept(asked)
    assert rows(window, 0)[0] == pytest.approx(log_of(0.9 * np.array([0.3, 0.3, 0.4]) + 0.1 / 3))


def test_only_selected_rows_are_normalized(window: MainWindow):
    for k in (0, 1):
        enter(table(window, "predictions"), k, 0, "1")
    focus_cell(table(window, "predictions"), 1, 0)
    once(window, lambda: press(Key.Key_R, CTRL | SHIFT))
    assert rows(window, 0)[0] == [1, 0.3, 0.4]
    assert sum(rows(window, 0)[1]) == pytest.approx(1)


def test_fill_down_takes_the_first_row_or_the_one_above(window: MainWindow):
    view = table(window, "predictions")
    select(view, (0, 0), (1, 1))
    once(window, lambda: press(Key.Key_D, CTRL))
    assert rows(window, 0)[1] == [0.3, 0.3, 0.1]
    focus_cell(view, 1, 2)
    once(window, lambda: press(Key.Key_D, CTRL))
    assert rows(window, 0)[1] == [0.3, 0.3, 0.4]
    before = window.store.document
    focus_cell(view, 0, 0)
    press(Key.Key_D, CTRL)
    assert window.store.document is before, "there is no row above the first"


def test_a_class_name_typed_gives_the_row_to_it(window: MainWindow):
    once(window, lambda: enter(table(window, "truth"), 1, 2, "calf"))
    assert rows(window, TRUTH)[1] == [0, 1, 0]


def test_shift_enter_moves_up(window: MainWindow):
    view = table(window, "truth")
    focus_cell(view, 1, 0)
    press(Key.Key_Return, SHIFT)
    assert view.currentIndex().row() == 0


# -- locks ----------------------------------------------------------------------------------------------


def test_a_locked_cell_is_marked_and_left_alone(window: MainWindow):
    view = table(window, "predictions")
    focus_cell(view, 0, 1)
    before = window.store.document
    click_action(window, "lock_cells")
    assert window.store.document is before, "a lock is no change of the data"
    assert window.focus.state.cells == {(0, 0, 1)}
    enter(view, 0, 1, "0.5")
    assert window.store.document is before
    assert "Model 1, image 1: “calf” is locked; unlock it first." in status(window)
    select(view, (0, 0), (1, 2))
    press(Key.Key_Delete)
    assert window.store.document is before, "nothing of a block with a locked cell is changed"
    once(window, lambda: press(Key.Key_U, CTRL))
    assert rows(window, 0) == [pytest.approx([0.35, 0.3, 0.35]), [1 / 3] * 3]
    window.keep_sums.trigger()
    once(window, lambda: enter(view, 0, 0, "0.5"))
    assert rows(window, 0)[0] == pytest.approx([0.5, 0.3, 0.2])
    enter(view, 0, 0, "0.8")
    assert "leave 0.7" in status(window)
    focus_cell(view, 0, 1)
    click_action(window, "lock_cells")
    assert window.focus.state.cells == frozenset()


def test_a_lock_is_seen(window: MainWindow):
    view = table(window, "predictions")
    focus_cell(view, 1, 2)
    rect = view.visualRect(view.model().index(0, 1))
    open_ = view.viewport().grab(rect).toImage()
    window.focus.move(cells=frozenset({(0, 0, 1)}))
    settle()
    assert view.viewport().grab(rect).toImage() != open_
    assert "0.3, locked" in str(said(view, 0, 1, Role.ToolTipRole))
    assert said(view, 0, 0, Role.ToolTipRole) == "0.3"
    other = view.visualRect(view.model().index(1, 1))
    before = view.viewport().grab(other).toImage()
    across = view.horizontalHeader().grab().toImage()
    window.focus.move(locked=frozenset({1}))
    settle()
    assert view.viewport().grab(other).toImage() != before
    assert view.horizontalHeader().grab().toImage() != across


def test_a_locked_class_is_left_alone_in_all_tables(window: MainWindow):
    focus_cell(table(window, "predictions"), 0, 2)
    click_action(window, "lock_class")
    assert window.focus.state.locked == {2}
    before = window.store.document
    enter(table(window, "truth"), 0, 2, "0.5")
    assert window.store.document is before
    assert "“rocket” is locked" in status(window)
    window.focus.move(model=1)
    window.normalize()
    assert row(window.store.document, 1, 0)[2] == row(before, 1, 0)[2]
    assert sum(row(window.store.document, 1, 0)) == pytest.approx(1)


def test_the_triangle_leaves_a_locked_cell_alone(window: MainWindow):
    window.focus.move(cells=frozenset({(0, 0, 2)}))
    surface(window).view.moved.emit(0, np.array([0.6, 0.2, 0.2]), object())
    settle()
    assert row(window.store.document, 0, 0) == pytest.approx([0.45, 0.15, 0.4])
    choose(window, "control.scale", "logit")
    surface(window).view.moved.emit(0, np.array([0.1, 0.1, 0.8]), object())
    settle()
    assert np.exp(row(window.store.document, 0, 0)) == pytest.approx([0.3, 0.3, 0.4])
    before = window.store.document
    window.focus.move(cells=frozenset((0, 0, k) for k in range(3)))
    surface(window).view.moved.emit(0, np.array([0.6, 0.2, 0.2]), object())
    settle()
    assert window.store.document is before
    assert "Every other class is locked" in status(window)


def test_a_locked_cell_has_no_handles(window: MainWindow):
    window.docks["panel.distributions"].raise_()
    view = window.panels["distributions"].view

    def handles() -> set[tuple[int, int]]:
        settle()
        return {(each.grip.table, each.grip.index) for each in view.figure.handles(view.area, view.figure_style)}

    before = handles()
    window.focus.move(cells=frozenset({(0, 0, 1)}))
    assert before - handles() == {(0, 1)}


def test_locks_follow_what_they_hold(window: MainWindow):
    window.focus.move(locked=frozenset({0}), cells=frozenset({(1, 1, 2)}), model=1)
    focus_cell(table(window, "predictions"), 0, 0)
    click_action(window, "move_class_right")
    assert window.store.document.classes == ("calf", "car", "rocket")
    assert window.focus.state.locked == {1}
    click_action(window, "move_model_up")
    assert (window.focus.state.model, window.focus.state.cells) == (0, {(0, 1, 2)})
    click_action(window, "add_class")
    focus_cell(table(window, "truth"), 0, 0)
    click_action(window, "remove_sample")
    assert window.focus.state.cells == {(0, 0, 2)}
    window.store.undo()
    settle()
    assert window.focus.state.cells == {(0, 1, 2)}
    assert window.focus.state.locked == {1}


def test_too_many_cells_are_not_locked_one_by_one(open_window: Opener, tall: Document):
    window = open_window(tall)
    window.deck.predictions.selectAll()
    click_action(window, "lock_cells")
    assert window.focus.state.cells == frozenset()
    assert "too many to lock one by one" in status(window)


# -- classes --------------------------------------------------------------------------------------------


def test_a_class_is_added_renamed_moved_and_removed(window: MainWindow, answers: Answers):
    once(window, lambda: click_action(window, "add_class"))
    assert window.store.document.classes == ("car", "calf", "rocket", "class 4")
    assert header(table(window, "truth")) == ["car", "calf", "rocket", "class 4", "Σ"]
    assert rows(window, 0)[0] == [0.3, 0.3, 0.4, 0]
    focus_cell(table(window, "truth"), 0, 3)
    once(window, lambda: name_it(window, "rename_class", "cloud"))
    assert header(table(window, "predictions"))[3] == "cloud"
    once(window, lambda: click_action(window, "move_class_left"))
    assert window.store.document.classes == ("car", "calf", "cloud", "rocket")
    assert table(window, "truth").currentIndex().column() == 2
    once(window, lambda: click_action(window, "remove_class"))
    assert window.store.document.classes == ("car", "calf", "rocket")
    asked = answers(False)
    before = window.store.document
    focus_cell(table(window, "truth"), 0, 1)
    click_action(window, "remove_class")
    assert window.store.document is before
    assert "“calf” holds probability in" in asked[0]
    answers(True)
    once(window, lambda: click_action(window, "remove_class"))
    assert rows(window, 0) == [[0.3, 0.4], [0.1, 0.1]], "nothing is normalized"
    assert window.results.off_count > 0
    click_action(window, "remove_class")
    assert "at least 2 are needed" in status(window)


def test_names_that_are_taken_or_empty_are_refused(window: MainWindow):
    before = window.store.document
    focus_cell(table(window, "truth"), 0, 0)
    name_it(window, "rename_class", "rocket")
    assert window.store.document is before
    assert "“rocket” appears twice" in status(window)
    click_action(window, "rename_model")
    asked = dialog(window, NameDialog)
    asked.line.clear()
    assert not asked.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    asked.reject()


def test_class_weights_follow(window: MainWindow):
    weighted = losses.create("cross_entropy", class_weights=(1, 2, 3))
    window.store.push(Intent("weights", lambda document: document.with_loss(weighted)))
    settle()
    focus_cell(table(window, "truth"), 0, 0)
    click_action(window, "move_class_right")
    assert window.store.document.settings.find("cross_entropy").class_weights == (2.0, 1.0, 3.0)
    assert "2 1 3" in [line.text() for line in window.findChildren(QLineEdit)]


def test_the_triangle_follows_its_classes(digits: MainWindow):
    digits.focus.move(corners=(1, 2, 3))
    focus_cell(table(digits, "truth"), 0, 1)
    click_action(digits, "move_class_left")
    assert digits.focus.state.corners == (0, 2, 3)
    digits.store.undo()
    settle()
    assert digits.focus.state.corners == (1, 2, 3)


# -- samples --------------------------------------------------------------------------------------------


def test_a_sample_is_added_copied_renamed_moved_and_removed(window: MainWindow):
    click_action(window, "add_sample")
    assert "Added sample 3" in status(window)
    assert window.store.document.samples == ("image 1", "image 2", "sample 3")
    assert window.focus.state.sample == 2
    assert rows(window, TRUTH)[2] == [1, 0, 0]
    assert rows(window, 1)[2] == [1 / 3] * 3
    assert table(window, "results").model().rowCount() == 3
    one_step(window, lambda: name_it(window, "rename_sample", "image 3"))
    one_step(window, lambda: click_action(window, "move_sample_up"))
    assert window.store.document.samples == ("image 1", "image 3", "image 2")
    assert window.focus.state.sample == 1
    select(table(window, "predictions"), (0, 0), (1, 0))
    one_step(window, lambda: click_action(window, "copy_sample"))
    assert window.store.document.samples == ("image 1", "image 3", "image 1 (copy)", "image 3 (copy)", "image 2")
    assert window.focus.state.sample == 2
    select(table(window, "truth"), (0, 0), (2, 1))
    one_step(window, lambda: click_action(window, "remove_sample"))
    assert window.store.document.samples == ("image 3 (copy)", "image 2")
    assert window.focus.state.sample == 0
    select(table(window, "truth"), (0, 0), (1, 0))
    click_action(window, "remove_sample")
    assert "at least one sample is needed" in status(window)


def test_the_ends_stop_a_move(window: MainWindow):
    before = window.store.document
    focus_cell(table(window, "truth"), 0, 0)
    for verb in ("move_sample_up", "move_class_left", "move_model_up"):
        click_action(window, verb)
    focus_cell(table(window, "truth"), 1, 2)
    window.focus.move(model=1)
    for verb in ("move_sample_down", "move_class_right", "move_model_down"):
        click_action(window, verb)
    assert window.store.document is before


# -- models ---------------------------------------------------------------------------------------------


def test_a_model_is_added_copied_renamed_moved_and_removed(window: MainWindow):
    click_action(window, "add_model")
    assert window.focus.state.model == 2
    assert window.deck.model_choice.currentText() == "Model 3"
    assert rows(window, 2) == [[1 / 3] * 3] * 2
    one_step(window, lambda: name_it(window, "rename_model", "even"))
    assert window.deck.model_choice.currentText() == "even"
    one_step(window, lambda: click_action(window, "move_model_up"))
    assert [model.name for model in window.store.document.models] == ["Model 1", "even", "Model 2"]
    assert window.deck.model_choice.currentText() == "even"
    window.focus.move(model=0)
    click_action(window, "copy_model")
    assert [model.name for model in window.store.document.models] == ["Model 1", "Model 4", "even", "Model 2"]
    assert window.focus.state.model == 1
    assert rows(window, 1) == rows(window, 0)
    for left in (3, 2, 1):
        one_step(window, lambda: click_action(window, "remove_model"))
        assert len(window.store.document.models) == left
    click_action(window, "remove_model")
    assert "at least one model is needed" in status(window)
    for _ in range(7):
        window.store.undo()
        settle()
    assert [model.name for model in window.store.document.models] == ["Model 1", "Model 2"]
    assert said(table(window, "predictions"), 0, 0) == "0.3000"


def test_up_to_eight_models(window: MainWindow):
    for count in range(3, 9):
        click_action(window, "add_model")
        assert window.deck.model_choice.count() == count
        assert window.focus.state.model == count - 1


# -- menus ----------------------------------------------------------------------------------------------


def test_every_action_of_the_tables_has_its_place_in_a_menu(window: MainWindow):
    def verbs(menu: QMenu) -> set[str]:
        found: set[str] = set()
        for action in menu.actions():
            inner = action.menu()
            found |= verbs(inner) if isinstance(inner, QMenu) else {action.objectName().removeprefix("action.")}
        return found

    there = verbs(window.menus["edit"])
    assert set(window.table_menus.slots()) <= there
    assert {"add_class", "add_sample", "add_model", "normalize"} <= there


@pytest.mark.parametrize(
    ("place", "verb", "check"),
    [
        ("cells", "uniform", lambda d: d.rows(0).row(1).tolist() == [1 / 3] * 3),
        ("classes", "move_class_right", lambda d: d.classes == ("calf", "car", "rocket")),
        ("samples", "remove_sample", lambda d: d.samples == ("image 1",)),
        ("models", "remove_model", lambda d: [m.name for m in d.models] == ["Model 2"]),
    ],
)
def test_the_tables_own_menus(window: MainWindow, place: str, verb: str, check: Callable[[Document], bool]):
    view = window.deck.predictions
    focus_cell(table(window, "truth"), 0, 2)
    if place == "cells":
        menu = context_menu(view, view.visualRect(view.model().index(1, 1)).center())
    elif place == "classes":
        menu = context_menu(view.horizontalHeader(), QPoint(view.horizontalHeader().sectionPosition(0) + 5, 5))
    elif place == "samples":
        menu = context_menu(view.verticalHeader(), QPoint(5, view.verticalHeader().sectionPosition(1) + 5))
    else:
        menu = context_menu(window.deck.model_choice, QPoint(5, 5))
    assert menu.objectName() == f"menu.{place}"
    action = next(each for each in menu.actions() if each.objectName() == f"action.{verb}")
    once(window, action.trigger)
    menu.close()
    assert check(window.store.document)


def test_a_double_click_on_a_name_renames_the_sample(window: MainWindow):
    header_ = table(window, "truth").verticalHeader()
    at = QPoint(10, header_.sectionPosition(1) + 8)
    QTest.mouseClick(header_.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(header_.viewport(), Qt.MouseButton.LeftButton, pos=at)
    asked = dialog(window, NameDialog)
    assert asked.line.text() == "image 2"
    QTest.keyClicks(asked.line, "second")
    QTest.keyClick(asked.line, Key.Key_Return)
    settle()
    assert window.store.document.samples == ("image 1", "second")


def test_a_column_is_selected_by_key(window: MainWindow):
    focus_cell(table(window, "predictions"), 1, 1)
    press(Key.Key_Space, CTRL)
    press(Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "0.3\n0.8"


# -- finding --------------------------------------------------------------------------------------------


def look_for(window: MainWindow, text: str) -> FindDialog:
    press(Key.Key_F, CTRL)
    asked = dialog(window, FindDialog)
    asked.line.setText(text)
    QTest.keyClick(asked.line, Key.Key_Return)
    settle()
    return asked


def current(window: MainWindow, name: str) -> tuple[int, int]:
    index = table(window, name).currentIndex()
    return index.row(), index.column()


def test_find_goes_from_place_to_place(window: MainWindow):
    focus_cell(table(window, "predictions"), 0, 0)
    asked = look_for(window, "0.1")
    assert current(window, "predictions") == (1, 0)
    assert asked.said.text() == "Found: image 2, car"
    click_action(window, "find_next")
    assert current(window, "predictions") == (1, 2)
    click_action(window, "find_next")
    assert current(window, "predictions") == (1, 0), "around the end"
    QTest.keyClick(asked.line, Key.Key_Return, SHIFT)
    settle()
    assert current(window, "predictions") == (1, 2)


def test_find_names(window: MainWindow):
    focus_cell(table(window, "truth"), 0, 0)
    asked = look_for(window, "IMAGE")
    assert asked.said.text() == "Found: sample image 2"
    assert current(window, "truth")[0] == 1
    click_action(window, "find_next")
    assert asked.said.text() == "Found: sample image 1"
    asked.line.setText("rock")
    QTest.keyClick(asked.line, Key.Key_Return)
    settle()
    assert asked.said.text() == "Found: class rocket"
    assert current(window, "truth")[1] == 2
    asked.line.setText("nowhere")
    QTest.keyClick(asked.line, Key.Key_Return)
    assert asked.said.text() == "“nowhere” is not in Truth."
    asked.close()


def test_find_next_asks_what_for_first(window: MainWindow):
    click_action(window, "find_next")
    asked = dialog(window, FindDialog)
    assert asked.line.text() == ""
    asked.close()


# -- the scale ------------------------------------------------------------------------------------------


def test_there_and_back_between_probabilities_and_logits_keeps_inner_distributions(open_window: Opener):
    rng = np.random.default_rng(5)
    q = rng.dirichlet(np.full(7, 0.4), 200).clip(1e-12)
    q /= q.sum(axis=1, keepdims=True)
    window = open_window(Document.make(rng.integers(0, 7, 200), [("m", q, "probability")]))
    once(window, lambda: choose(window, "control.scale", "logit"))
    once(window, lambda: choose(window, "control.scale", "probability"))
    now = window.store.document.models[0].rows.array()
    assert np.abs(now / q - 1).max() < 1e-12
    assert math.isclose(now.sum(), 200, rel_tol=1e-12)
