"""Rows in another order: typing, pasting, clearing and copying mean the samples that the rows show."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from core.document import TRUTH
from core.ordering import Order
from gui.main_window import MainWindow
from gui.store import Intent
from tests.gui.hands import CTRL, Answers, Key, enter, focus_cell, once, press, row, select, settle, table

SHOWN = (7, 3, 898, 0, 5)


@pytest.fixture
def shuffled(digits: MainWindow) -> MainWindow:
    """Show five samples of 899, in an order of their own, with Qt's tester on the models."""
    for name in ("truth", "predictions", "results", "means"):
        model = table(digits, name).model()
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    digits.deck.rows.order = Order(899, np.array(SHOWN, np.int32))
    digits.deck.show_results(digits.results, digits.focus.state)
    return digits


def test_tables_show_those_samples(shuffled: MainWindow):
    document = shuffled.store.document
    for name, which in (("truth", TRUTH), ("predictions", 0)):
        model = table(shuffled, name).model()
        assert model.rowCount() == 5
        for k, sample in enumerate(SHOWN):
            numbers = [float(model.index(k, column).data(2)) for column in range(10)]
            assert numbers == row(document, which, sample)
    results = shuffled.deck.results_model
    part, inside = shuffled.results.model_part(0, 898)
    assert results.index(2, 0).data().startswith(document.classes[part.predicted[inside]])


def test_typing_and_entering_go_down_the_rows_shown(shuffled: MainWindow):
    view = table(shuffled, "predictions")
    once(shuffled, lambda: enter(view, 1, 2, "0.25"))
    assert row(shuffled.store.document, 0, 3)[2] == 0.25
    assert shuffled.focus.state.sample == 898
    assert view.currentIndex().row() == 2
    assert table(shuffled, "results").currentIndex().row() == 2
    assert view.model().index(1, 2).data() == "0.2500"


def test_clearing_pasting_and_copying_mean_the_rows_shown(shuffled: MainWindow, answers: Answers):
    view = table(shuffled, "predictions")
    select(view, (1, 0), (2, 1))
    once(shuffled, lambda: press(Key.Key_Delete))
    assert row(shuffled.store.document, 0, 3)[:2] == [0, 0]
    assert row(shuffled.store.document, 0, 898)[:2] == [0, 0]
    focus_cell(view, 2, 3)
    QGuiApplication.clipboard().setText("0.1\t0.2\n0.3\t0.4")
    once(shuffled, lambda: press(Key.Key_V, CTRL))
    assert row(shuffled.store.document, 0, 898)[3:5] == [0.1, 0.2]
    assert row(shuffled.store.document, 0, 0)[3:5] == [0.3, 0.4]
    select(view, (2, 3), (3, 4))
    press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "0.1\t0.2\n0.3\t0.4"
    QGuiApplication.clipboard().setText("0.5\n0.5\n0.5")
    focus_cell(view, 3, 0)
    before = shuffled.store.document
    questions = answers(False)
    press(Key.Key_V, CTRL)
    assert shuffled.store.document is before
    assert "1 too many" in questions[0], "two rows are left below"


def test_focus_elsewhere_is_followed_and_a_sample_not_shown_is_no_row(shuffled: MainWindow):
    for sample, at in ((898, 2), (7, 0), (4, -1), (5, 4)):
        shuffled.focus.move(sample=sample)
        settle()
        assert {table(shuffled, n).currentIndex().row() for n in ("truth", "predictions", "results")} == {at}
        assert shuffled.focus.state.sample == sample


def test_an_edit_is_told_where_its_sample_is_shown(shuffled: MainWindow):
    told: list[tuple[int, int]] = []
    model = shuffled.deck.predictions_model
    model.dataChanged.connect(lambda first, last, *_: told.append((first.row(), last.row())))
    for sample in (898, 4):
        shuffled.store.push(Intent("edit", lambda document, k=sample: document.with_cells(0, {(k, 0): 0.5})))
        settle()
    assert set(told) == {(2, 2)}
