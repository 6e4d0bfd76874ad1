"""The tour's stops, as a person reads them off the window: every published figure, in the tables' cells."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolBar

from core.document import TRUTH
from gui.main_window import MainWindow
from gui.plotting.style import LIGHT
from tests.gui.hands import (
    Key,
    choose,
    click_action,
    click_link,
    column_of,
    enter,
    handle,
    header,
    row,
    row_text,
    said,
    settle,
    shown,
    table,
    values,
)

Role = Qt.ItemDataRole


def look_at(window: MainWindow, model: int) -> None:
    """Choose a model in the combo box."""
    window.deck.model_choice.setCurrentIndex(model)


def per_sample(window: MainWindow, title: str) -> list[str]:
    return shown(table(window, "results"), title)


def mean(window: MainWindow, title: str) -> str:
    return shown(table(window, "means"), title)[0]


def compared(window: MainWindow, title: str) -> list[str]:
    """Return a line of the comparison: every model's mean, then who is better."""
    view = table(window, "comparison")
    model = view.model()
    titles = [str(model.headerData(k, Qt.Orientation.Vertical)) for k in range(model.rowCount())]
    return row_text(view, next(k for k, text in enumerate(titles) if text.startswith(title)))


def test_the_data_are_on_the_first_screen(window: MainWindow):
    truth, predictions = table(window, "truth"), table(window, "predictions")
    assert header(truth) == ["car", "calf", "rocket", "Σ"]
    assert [row_text(truth, k) for k in (0, 1)] == [["0", "0", "1", "1"], ["1", "0", "0", "1"]]
    assert row_text(predictions, 0) == ["0.3000", "0.3000", "0.4000", "1.0000"]
    assert row_text(predictions, 1) == ["0.1000", "0.8000", "0.1000", "1.0000"]
    look_at(window, 1)
    assert row_text(predictions, 0) == ["0.1000", "0.1000", "0.9000", "▲ 1.1"]
    assert row_text(predictions, 1) == ["0.4000", "0.5000", "0.1000", "1.0000"]
    assert [said(predictions, 0, k, Role.EditRole) for k in range(3)] == ["0.1", "0.1", "0.9"]


PUBLISHED = [
    # loss, model, both images, mean
    ("Classification error", 0, ["0.0000", "1.0000"], "0.5000"),
    ("Classification error", 1, ["0.0000", "1.0000"], "0.5000"),
    ("Squared error", 0, ["0.5400", "1.4600"], "1.0000"),
    ("Squared error", 1, ["0.0300", "0.6200"], "0.3250"),
    ("Cross-entropy", 0, ["0.9163", "2.3026"], "1.6094"),
    ("Cross-entropy", 1, ["0.1054", "0.9163"], "0.5108"),
]


@pytest.mark.parametrize(("title", "model", "images", "average"), PUBLISHED)
def test_published_losses(window: MainWindow, title: str, model: int, images: list[str], average: str):
    look_at(window, model)
    assert per_sample(window, title) == images
    assert mean(window, title) == average
    assert compared(window, title)[model] == average


def test_classification_error_cannot_tell_and_the_others_can(window: MainWindow):
    assert compared(window, "Classification error") == ["0.5000", "0.5000", "tie"]
    assert compared(window, "Squared error") == ["1.0000", "0.3250", "◆ Model 2"]
    assert compared(window, "Cross-entropy") == ["1.6094", "0.5108", "◆ Model 2"]
    words = window.panels["comparison"].words.text()
    assert "Classification error cannot tell these models apart" in words
    assert "Model 2 is better." in words


def test_both_conventions_of_the_squared_error_are_one_switch_apart(window: MainWindow):
    choose(window, "control.loss", "mse")
    choose(window, "control.parameter.reduction", "mean")
    assert compared(window, "Squared error")[:2] == ["0.3333", "0.1083"]
    assert mean(window, "Squared error") == "0.3333"
    assert per_sample(window, "Squared error") == ["0.1800", "0.4867"]
    choose(window, "control.parameter.reduction", "sum")
    assert compared(window, "Squared error")[:2] == ["1.0000", "0.3250"]


def test_the_mended_example(window: MainWindow):
    click_action(window, "example.mended")
    look_at(window, 1)
    assert row_text(table(window, "predictions"), 0) == ["0.0000", "0.1000", "0.9000", "1.0000"]
    assert per_sample(window, "Squared error") == ["0.0200", "0.6200"]
    assert mean(window, "Squared error") == "0.3200"
    assert mean(window, "Cross-entropy") == "0.5108"
    assert window.words.warnings.text() == ""
    assert not window.deck.warning.isVisible()


def test_the_published_divergences_are_in_dit_and_the_text_says_nat(window: MainWindow):
    click_action(window, "example.mended")
    for unit, first, second in (("nat", "0.9163", "0.1054"), ("dit", "0.3979", "0.0458"), ("bit", "1.3219", "0.1520")):
        choose(window, "control.unit", unit)
        for model, figure in ((0, first), (1, second)):
            look_at(window, model)
            assert per_sample(window, "KL divergence")[0] == figure
            assert per_sample(window, "Cross-entropy")[0] == figure
        assert f"KL divergence {unit}" in header(table(window, "results"))
        assert f"H(p) {unit}" in header(table(window, "results"))
        assert compared(window, f"KL divergence {unit}")
    assert per_sample(window, "Squared error") == ["0.0200", "0.6200"], "a squared error has no unit"


def test_entropy_grows_out_of_nothing_when_the_truth_leaves_its_corner(window: MainWindow):
    truth = table(window, "truth")
    assert per_sample(window, "H(p)") == ["0.0000", "0.0000"]
    for column, text in enumerate(("0.3", "0.3", "0.4")):
        enter(truth, 0, column, text, Key.Key_Tab)
    assert row_text(truth, 0) == ["0.3000", "0.3000", "0.4000", "1"]
    assert per_sample(window, "H(p)") == ["1.0889", "0.0000"]
    assert per_sample(window, "KL divergence")[0] == "0.0000", "model 1 says just that"
    assert per_sample(window, "Cross-entropy")[0] == "1.0889"


def test_cells_hold_more_digits_than_they_show(window: MainWindow):
    assert values(table(window, "results"), "Cross-entropy") == pytest.approx(
        [0.916290731874155, 2.302585092994046], rel=1e-14
    )


# -- the row that sums to 1.1 -----------------------------------------------------------------------------


def assert_marked(window: MainWindow) -> None:
    """Assert that the slip of model 2, image 1 is said everywhere it is to be said."""
    look_at(window, 1)
    view = table(window, "predictions")
    assert said(view, 0, 3) == "▲ 1.1"
    assert said(view, 0, 3, Role.ForegroundRole) == QColor(LIGHT.warning)
    tip = str(said(view, 0, 3, Role.ToolTipRole))
    assert "sums to 1.1: not a distribution" in tip
    assert "Ctrl+R" in tip
    assert window.deck.warning.isVisible()
    words = window.deck.warning.text()
    assert "Model 2, image 1" in words
    assert "sums to 1.1" in words
    assert '<a href="#normalize"' in words
    assert "1 row is not a distribution" in window.words.warnings.text()
    assert '<a href="#normalize"' in window.words.warnings.text()
    assert "▲" in window.deck.model_choice.itemText(1)
    point = handle(window, 1)
    assert point.hollow
    assert point.barycentric == pytest.approx((0.1 / 1.1, 0.1 / 1.1, 0.9 / 1.1), abs=1e-12)
    assert not handle(window, 0).hollow


def assert_mended(window: MainWindow) -> None:
    look_at(window, 1)
    view = table(window, "predictions")
    assert row_text(view, 0) == ["0.0909", "0.0909", "0.8182", "1.0000"]
    assert said(view, 0, 3, Role.ToolTipRole) is None
    assert not window.deck.warning.isVisible()
    assert window.words.warnings.text() == ""
    assert "▲" not in window.deck.model_choice.itemText(1)
    assert not handle(window, 1).hollow
    assert not window.actions_.all["normalize"].isEnabled()
    assert row(window.store.document, 0, 0) == [0.3, 0.3, 0.4], "a row that needs no mend is left alone"
    assert per_sample(window, "Cross-entropy")[0] == "0.2007"


def test_the_row_that_does_not_sum_to_1_is_marked(window: MainWindow):
    assert window.deck.warning.isVisible(), "also while the other model is looked at"
    assert_marked(window)


def test_the_warning_goes_with_the_policy(window: MainWindow):
    for policy, done in (
        ("as-typed", "computed as typed"),
        ("strict", "left out of every figure"),
        ("normalize", "computed on the row divided by its sum"),
    ):
        choose(window, "control.row_sums", policy)
        look_at(window, 1)
        assert done in window.deck.warning.text()
        assert done in str(said(table(window, "predictions"), 0, 3, Role.ToolTipRole))


@pytest.mark.parametrize("way", ["key", "tool bar", "link below the table", "link in the status bar"])
def test_the_row_is_mended_and_undo_brings_it_back(window: MainWindow, qtbot, way: str):
    before = window.store.document
    if way == "key":
        qtbot.keyClick(window, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    elif way == "tool bar":
        bar = window.findChild(QToolBar, "toolbar")
        qtbot.mouseClick(bar.widgetForAction(window.actions_.all["normalize"]), Qt.MouseButton.LeftButton)
    elif way == "link below the table":
        click_link(window.deck.warning)
    else:
        click_link(window.words.warnings)
    settle()
    assert_mended(window)
    qtbot.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.store.document is before
    assert_marked(window)


def test_strict_leaves_the_row_out_and_says_so(window: MainWindow):
    choose(window, "control.row_sums", "strict")
    look_at(window, 1)
    results = table(window, "results")
    assert per_sample(window, "Cross-entropy") == ["—", "0.9163"]
    assert mean(window, "Cross-entropy") == "0.9163"
    assert said(results, 0, column_of(results, "says")) == "—"
    assert "sums to 1.1" in str(said(results, 0, column_of(results, "Cross-entropy"), Role.ToolTipRole))
    assert "Model 1 2, Model 2 1 of 2 samples" in window.panels["comparison"].words.text()


def test_normalize_policy_computes_on_the_row_divided_by_its_sum(window: MainWindow):
    choose(window, "control.row_sums", "normalize")
    look_at(window, 1)
    assert per_sample(window, "Cross-entropy") == ["0.2007", "0.9163"]
    assert said(table(window, "predictions"), 0, 3) == "▲ 1.1", "the row itself stays as typed"
    assert row(window.store.document, 1, 0) == [0.1, 0.1, 0.9]


def test_an_infinite_loss_is_shown_as_infinite(window: MainWindow):
    enter(table(window, "predictions"), 0, 2, "0")
    assert per_sample(window, "Cross-entropy")[0] == "∞"
    assert mean(window, "KL divergence") == "∞"
    assert compared(window, "Cross-entropy")[0] == "∞"
    assert compared(window, "Cross-entropy")[2] == "◆ Model 2"


def test_the_truth_that_does_not_sum_to_1_is_marked_too(window: MainWindow):
    enter(table(window, "truth"), 1, 1, "0.5")
    view = table(window, "truth")
    assert said(view, 1, 3) == "▲ 1.5"
    window.focus.move(sample=1)
    assert handle(window, TRUTH).hollow
    assert "2 rows are not distributions" in window.words.warnings.text()
    window.focus.move(sample=0)
    assert not handle(window, TRUTH).hollow
