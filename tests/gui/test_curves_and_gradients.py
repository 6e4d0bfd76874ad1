"""The panels of the bottom row: curves along a path, and what pulls on each class."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QToolButton

from core import losses
from gui.main_window import MainWindow
from gui.panels.curves import CurvesFigure, CurvesPanel
from gui.panels.gradients import GradientsFigure, GradientsPanel
from gui.store import Intent
from tests.gui.hands import settle


def raised(window: MainWindow, name: str) -> None:
    window.docks[f"panel.{name}"].raise_()
    settle()


def choose(window: MainWindow, control: str, key: str) -> None:
    """Choose an option as a person does: the box tells that it was activated."""
    box = window.findChild(QComboBox, f"control.{control}")
    assert box is not None, control
    index = box.findData(key)
    assert index >= 0, key
    box.setCurrentIndex(index)
    box.activated.emit(index)
    settle()


def curves(window: MainWindow) -> CurvesFigure:
    raised(window, "curves")
    panel = window.panels["curves"]
    assert isinstance(panel, CurvesPanel)
    assert panel._figure is not None
    return panel._figure


def gradients(window: MainWindow) -> GradientsFigure:
    raised(window, "gradients")
    panel = window.panels["gradients"]
    assert isinstance(panel, GradientsPanel)
    assert panel._figure is not None
    return panel._figure


def titled(figure: CurvesFigure) -> dict[str, tuple[np.ndarray, float]]:
    return {curve.title: (curve.y, curve.here) for curve in figure.curves}


def test_a_curve_is_the_loss_along_the_probability_of_the_true_class(window: MainWindow):
    figure = curves(window)
    found = titled(figure)
    assert list(found) == ["Classification error", "Squared error", "Cross-entropy", "KL divergence"]
    assert figure.here == pytest.approx(0.4)
    inner = figure.at > 0
    np.testing.assert_allclose(found["Cross-entropy"][0][inner], -np.log(figure.at[inner]), rtol=1e-12, atol=1e-15)
    assert found["Cross-entropy"][0][0] == math.inf
    assert found["Cross-entropy"][1] == pytest.approx(-math.log(0.4), rel=1e-12)
    np.testing.assert_allclose(found["Squared error"][0], 1.5 * (1 - figure.at) ** 2, rtol=1e-12, atol=1e-15)


def test_a_confident_mistake_pulls_on_cross_entropy_and_not_on_squared_error(window: MainWindow):
    choose(window, "curves.along", "logit")
    choose(window, "curves.show", "slope")
    figure = curves(window)
    found = titled(figure)
    assert "Classification error" not in found
    assert "no slope" in figure.notes
    q = 1.0 / (1.0 + np.exp(-figure.at))
    np.testing.assert_allclose(found["Cross-entropy"][0], q - 1.0, rtol=1e-9, atol=1e-12)
    assert found["Cross-entropy"][0][0] < -0.999
    assert abs(found["Squared error"][0][0]) < 0.01


def test_the_straight_way_ends_at_the_truth(window: MainWindow):
    choose(window, "curves.along", "truth")
    found = titled(curves(window))
    assert found["Cross-entropy"][0][0] == pytest.approx(-math.log(0.4), rel=1e-12)
    for name, (y, _) in found.items():
        assert y[-1] == 0.0, name


def test_curves_follow_the_focus_and_an_edit(window: MainWindow):
    window.focus.move(sample=1, model=1)
    settle()
    assert curves(window).here == pytest.approx(0.4)
    assert curves(window).x.title == "Probability q of “car”"
    model = window.deck.predictions_model
    assert model.setData(model.index(1, 0), "0.7")
    settle()
    assert curves(window).here == pytest.approx(0.7 / 1.3)


def test_the_scale_can_be_logarithmic(window: MainWindow):
    choose(window, "curves.scale", "log")
    assert curves(window).y.log
    assert curves(window).y.low > 0


def test_the_pull_by_logits_of_cross_entropy_is_q_minus_p(window: MainWindow):
    pulls = {pull.title: pull.slope for pull in gradients(window).pulls}
    assert "Classification error" not in pulls
    np.testing.assert_allclose(pulls["Cross-entropy"], [0.3, 0.3, -0.6], rtol=1e-12)
    choose(window, "gradients.by", "probabilities")
    pulls = {pull.title: pull.slope for pull in gradients(window).pulls}
    np.testing.assert_allclose(pulls["Cross-entropy"], [0.0, 0.0, -2.5], rtol=1e-12)
    np.testing.assert_allclose(pulls["Squared error"], [0.6, 0.6, -1.2], rtol=1e-12)


@pytest.mark.parametrize("by", ["logits", "probabilities"])
def test_differences_agree_with_the_formulas_of_every_loss(window: MainWindow, by: str):
    window.focus.move(sample=1)  # no two classes are alike there: at a tie the hinge has a kink
    names = tuple(losses.names())
    window.store.push(Intent("all", lambda document: document.with_settings(shown=names)))
    choose(window, "gradients.by", by)
    assert all(pull.check is None for pull in gradients(window).pulls)
    choose(window, "gradients.check", "on")
    figure = gradients(window)
    assert len(figure.pulls) > 10
    for pull in figure.pulls:
        assert pull.check is not None
        seen = np.isfinite(pull.check) & np.isfinite(pull.slope)
        assert seen.any() or pull.title == "Reverse KL", pull.title  # infinite for a truth that rules classes out
        np.testing.assert_allclose(pull.check[seen], pull.slope[seen], rtol=1e-6, atol=1e-8, err_msg=pull.title)
    assert "Differences agree within" in figure.notes


def test_of_many_classes_the_strongest_pulls_are_shown(window: MainWindow):
    window.desk.open_names("digits")
    settle()
    assert gradients(window).shown == tuple(range(10))


@pytest.mark.parametrize("name", ["curves", "gradients"])
def test_the_numbers_are_those_that_are_drawn(window: MainWindow, name: str):
    figure = curves(window) if name == "curves" else gradients(window)
    panel = window.panels[name]
    numbers = panel.numbers(window.results, window.focus.state)
    drawn = (
        [figure.at, *(curve.y for curve in figure.curves)]
        if isinstance(figure, CurvesFigure)
        else [pull.slope for pull in figure.pulls]
    )
    columns = list(zip(*numbers.rows, strict=True))[0 if name == "curves" else 1 :]
    assert len(columns) == len(drawn)
    for column, values in zip(columns, drawn, strict=True):
        np.testing.assert_array_equal(np.array(column, dtype=float), values)


@pytest.mark.parametrize("name", ["curves", "gradients"])
def test_the_pointer_is_told_what_it_is_over(window: MainWindow, name: str):
    raised(window, name)
    said: list[str] = []
    panel = window.panels[name]
    panel.pointed.connect(said.append)
    view = panel.view
    QTest.mouseMove(view.viewport(), QPoint(view.width() // 2, view.height() // 2))
    settle()
    assert said
    assert "Cross-entropy" in said[-1]
    QTest.mouseMove(view.viewport(), QPoint(2, 2))
    settle()
    assert said[-1] == ""


def test_a_choice_is_looking_and_not_undone(window: MainWindow):
    before = window.store.document
    choose(window, "curves.show", "slope")
    assert window.store.document is before
    assert window.store.undo_label is None
    assert window.focus.state.choices == {"curves.show": "slope"}


def test_a_tool_dock_floats_and_closes_by_its_title_bar(window: MainWindow):
    dock = window.docks["panel.decomposition"]
    buttons = dock.titleBarWidget().findChildren(QToolButton)
    floated, closed = (each for each in buttons if each.objectName() != "tools.more")
    floated.click()
    settle()
    assert dock.isFloating()
    floated.click()
    settle()
    assert not dock.isFloating()
    closed.click()
    settle()
    assert not dock.isVisible()


def test_a_line_between_two_chosen_points(window: MainWindow):
    raised(window, "curves")
    choose(window, "curves.along", "line")
    choose(window, "curves.from", "class 0")
    choose(window, "curves.to", "model 1")
    figure = curves(window)
    q = np.array([0.1, 0.1, 0.9]) / 1.1
    y, _ = titled(figure)["Cross-entropy"]
    at = figure.at[[100, 300]]
    row = np.outer(1 - at, [1.0, 0.0, 0.0]) + np.outer(at, q)
    np.testing.assert_allclose(y[[100, 300]], -np.log(row[:, 2]), rtol=1e-12)
    assert np.isnan(figure.here)
    assert figure.x.title == "Share of the way from all on “car” to Model 2"
    choose(window, "curves.show", "slope")
    slope, _ = titled(curves(window))["Squared error"]
    p, way = np.array([0.0, 0.0, 1.0]), q - np.array([1.0, 0.0, 0.0])
    np.testing.assert_allclose(slope[[100, 300]], (2 * (row - p) * way).sum(axis=-1), rtol=1e-9)
    choose(window, "curves.from", "focus")
    assert curves(window).here == 0.0


def test_the_ends_of_a_line_are_asked_for_only_where_there_is_one(window: MainWindow):
    raised(window, "curves")
    boxes = [window.findChild(QComboBox, f"control.curves.{name}") for name in ("from", "to")]
    assert [box.isEnabled() for box in boxes if box is not None] == [False, False]
    choose(window, "curves.along", "line")
    assert [box.isEnabled() for box in boxes if box is not None] == [True, True]


def test_the_two_pulls_on_a_confident_mistake_are_said(window: MainWindow):
    window.store.push(Intent("wrong", lambda document: document.with_rows(0, {0: np.array([0.98, 0.01, 0.01])})))
    settle()
    claim = curves(window).claim
    # By the logit: q - 1 against 2·q·((q - 1) - Σ qⱼ(qⱼ - pⱼ)); by q along the others' proportions: -1/q and the rest.
    squared = 2 * 0.01 * ((0.01 - 1) - (0.98**2 + 0.01**2 + 0.01 * (0.01 - 1)))
    assert f"by the logit −0.9900 and {squared:.4f}".replace("-", "−") in claim
    assert "by q −100.0000 and " in claim
    assert f"{0.99 / -squared:.3g} times" in claim


def test_a_kink_is_said_to_be_one(window: MainWindow):
    raised(window, "gradients")
    choose(window, "gradients.check", "on")
    assert "kink" not in gradients(window).notes
    window.store.push(
        Intent(
            "hinge", lambda document: document.with_settings(loss="hinge").with_rows(0, {0: np.array([0.3, 0.3, 0.4])})
        )
    )
    settle()
    assert "a kink, where each side" in gradients(window).notes
