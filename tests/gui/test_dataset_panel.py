"""The dataset panel: what its views count, what a click, a drag or a key picks out, and what it says."""

from __future__ import annotations

import itertools
import math
import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QThreadPool
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from scipy import special
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, confusion_matrix, log_loss

from core import calibration, dataset
from core import io as core_io
from core.document import Document
from core.results import compute
from gui.focus import Brush, FocusState
from gui.main_window import MainWindow
from gui.panels.dataset import DatasetPanel, confusion, coverage, losses, reliability, temperature
from gui.panels.dataset.common import MessageFigure
from gui.panels.dataset.confusion_figure import ConfusionFigure
from gui.panels.dataset.losses_figure import LossesFigure
from gui.panels.dataset.temperature_figure import TemperatureFigure
from gui.plotting.figure import Numbers
from gui.plotting.picking import Net
from gui.plotting.style import DARK, LIGHT
from tests.gui.hands import LEFT, MOVE, NONE, PRESS, RELEASE, SHIFT, Key, Opener, hover, mouse, press, settle, status
from tests.reference import temperatures

VIEWS = ("losses", "confusion", "reliability", "temperature", "coverage")
RNG = np.random.default_rng(21)


def panel(window: MainWindow) -> DatasetPanel:
    found = window.panels["dataset"]
    assert isinstance(found, DatasetPanel)
    return found


def look_at(window: MainWindow, view: str, **choices: str) -> DatasetPanel:
    window.docks["panel.dataset"].raise_()
    settle()
    window.focus.move(choices={f"dataset.{name}": key for name, key in {"view": view, **choices}.items()})
    settle()
    QThreadPool.globalInstance().waitForDone()  # many samples are counted there
    settle()
    return panel(window)


def net(window: MainWindow, name: str) -> Net:
    return next(each for each in panel(window).view.nets() if each.name == name)


def centre(window: MainWindow, name: str, column: int, row: int = 0) -> QPointF:
    each = net(window, name)
    return QPointF((each.across[column] + each.across[column + 1]) / 2, (each.down[row] + each.down[row + 1]) / 2)


def take(window: MainWindow, name: str, *cells: tuple[int, int]) -> None:
    """Press on the first cell, go over the others, and let go."""
    viewport = panel(window).view.viewport()
    places = [centre(window, name, *cell) for cell in cells]
    mouse(viewport, PRESS, places[0], LEFT, LEFT)
    for place in places[1:]:
        mouse(viewport, MOVE, place, held=LEFT)
    mouse(viewport, RELEASE, places[-1], LEFT)
    settle()


def brushed(window: MainWindow) -> list[int]:
    brush = window.focus.state.brush
    return [] if brush is None else brush.rows.tolist()


def digits_arrays():
    """Return the labels and both models' probabilities of the example."""
    document = core_io.load("digits")
    y = np.concatenate([block.values for block in document.truth.blocks])
    q = [np.concatenate([model.probabilities(block) for block in model.rows.blocks]) for model in document.models]
    return y, q


def column(numbers: Numbers, title: str) -> list[object]:
    index = numbers.header.index(title)
    return [row[index] for row in numbers.rows if row[index] is not None]


def numbers_of(window: MainWindow) -> Numbers:
    return DatasetPanel.numbers(window.results, window.focus.state)


# -- losses ---------------------------------------------------------------------------------------------------


def test_the_bars_count_the_losses_and_the_words_say_what_the_worst_carry(digits: MainWindow):
    shown = look_at(digits, "losses").shown
    assert isinstance(shown, LossesFigure)
    y, q = digits_arrays()
    loss = -np.log(q[0][np.arange(y.size), y])
    edges = shown.edges
    expected = [((loss >= low) & (loss < high)).sum() for low, high in itertools.pairwise(edges)]
    expected[0] += (loss < edges[0]).sum()
    assert shown.models[-1].counts[:-2].tolist() == expected
    worst = np.sort(loss)[::-1][:9].sum() / loss.sum()
    assert f"the worst 1.0 % of the samples (9) carry {100 * worst:.1f} % of the loss" in shown.note
    bars = [row for row in numbers_of(digits).rows if row[0] == "samples" and row[1] == "logistic regression"]
    assert [row[4] for row in bars] == [*expected, 0]
    assert [row[2] for row in bars[:-1]] == edges[:-1].tolist()


def test_infinite_losses_have_a_bar_of_their_own_and_are_said(digits: MainWindow):
    digits.focus.move(model=1)
    shown = look_at(digits, "losses").shown
    assert isinstance(shown, LossesFigure)
    assert shown.models[-1].counts[-2] == 5
    assert "infinite on 5 of the samples, and so is the mean. Of the others" in shown.note
    take(digits, "bars", (shown.edges.size - 1, 0))
    _, q = digits_arrays()
    y, _ = digits_arrays()
    assert brushed(digits) == np.flatnonzero(q[1][np.arange(y.size), y] == 0).tolist()
    assert digits.focus.state.brush.label == "naive Bayes: Cross-entropy nat ∞"


def test_a_drag_over_bars_brushes_their_samples_and_the_panel_shows_them(digits: MainWindow):
    shown = look_at(digits, "losses", scale="linear").shown
    assert isinstance(shown, LossesFigure)
    take(digits, "bars", (3, 0), (1, 0))
    y, q = digits_arrays()
    loss = -np.log(q[0][np.arange(y.size), y])
    inside = np.flatnonzero((loss >= shown.edges[1]) & (loss < shown.edges[4]))
    assert brushed(digits) == inside.tolist()
    after = panel(digits).shown
    assert isinstance(after, LossesFigure)
    assert after.brushed.tolist()[1:4] == after.models[-1].counts.tolist()[1:4]
    assert sum(after.brushed.tolist()) == inside.size
    assert f"{inside.size} of 899 samples brushed" in digits.words.brushed.text()
    assert digits.focus.state.sample == inside[0]
    assert "The brushed samples carry" in after.note
    shares = [row for row in numbers_of(digits).rows if row[5] is not None]
    assert sum(row[5] for row in shares) == inside.size


def test_the_worst_samples_are_brushed_on_the_curve(digits: MainWindow):
    look_at(digits, "losses")
    take(digits, "worst", (0, 0))
    y, q = digits_arrays()
    loss = -np.log(q[0][np.arange(y.size), y])
    assert brushed(digits) == sorted(np.argsort(-loss)[:8].tolist())
    assert digits.focus.state.brush.label == "logistic regression: the worst 0 % to 1 % by Cross-entropy"


def test_the_same_click_again_lets_the_samples_go(digits: MainWindow):
    look_at(digits, "confusion")
    take(digits, "cells", (1, 8))
    assert len(brushed(digits)) == 5
    take(digits, "cells", (1, 8))
    assert digits.focus.state.brush is None


def test_shares_of_losses_below_zero_are_not_claimed(open_window: Opener):
    q = np.array([[1.5, 0.5], [0.4, 0.6]])  # as typed: log 1.5 is a gain
    window = open_window(Document.make(np.array([0, 1]), [("m", q, "probability")]))
    shown = look_at(window, "losses").shown
    assert isinstance(shown, LossesFigure)
    assert shown.models[-1].concentration is None
    assert "carry" not in shown.note
    assert [each.name for each in panel(window).view.nets()] == ["bars"]


# -- confusion ------------------------------------------------------------------------------------------------


def test_the_matrix_is_that_of_scikit_learn_and_a_cell_brushes_its_samples(digits: MainWindow):
    look_at(digits, "confusion")
    y, q = digits_arrays()
    predicted = q[0].argmax(axis=1)
    expected = confusion_matrix(y, predicted)
    rows = numbers_of(digits).rows[:10]
    assert [list(row[1:11]) for row in rows] == expected.tolist()
    take(digits, "cells", (1, 8))
    assert brushed(digits) == np.flatnonzero((y == 8) & (predicted == 1)).tolist()
    assert digits.focus.state.brush.label == "logistic regression: true 8, predicted 1"
    after = panel(digits).shown
    assert isinstance(after, ConfusionFigure)
    assert after.brushed[8, 1] == after.counts[8, 1] == after.brushed.sum()
    assert numbers_of(digits).rows[10][0] == "0, brushed"
    take(digits, "cells", (2, 3), (4, 5))
    assert brushed(digits) == np.flatnonzero((y >= 3) & (y <= 5) & (predicted >= 2) & (predicted <= 4)).tolist()


@pytest.mark.parametrize(("share", "axis"), [("true", 1), ("predicted", 0)])
def test_the_matrix_in_shares_of_rows_or_columns(digits: MainWindow, share: str, axis: int):
    look_at(digits, "confusion", share=share)
    y, q = digits_arrays()
    counts = confusion_matrix(y, q[0].argmax(axis=1))
    rows = [row[1:11] for row in numbers_of(digits).rows[:10]]
    np.testing.assert_allclose(np.array(rows), counts / counts.sum(axis=axis, keepdims=True))


def test_the_list_of_mistakes_brushes_too(digits: MainWindow):
    look_at(digits, "confusion")
    y, q = digits_arrays()
    take(digits, "mistakes", (0, 0))
    assert brushed(digits) == np.flatnonzero((y == 8) & (q[0].argmax(axis=1) == 1)).tolist()
    assert column(numbers_of(digits), "mistake: samples")[0] == 5


def hundred(count: int = 3000) -> Document:
    z = RNG.normal(size=(count, 100))
    y = (3 * z + RNG.gumbel(size=z.shape)).argmax(axis=1)
    return Document.make(y, [("m", 3 * z, "logit")])


def test_of_a_hundred_classes_the_hardest_have_rows_and_the_others_share_one(open_window: Opener):
    window = open_window(hundred())
    shown = look_at(window, "confusion").shown
    assert isinstance(shown, ConfusionFigure)
    assert len(shown.groups) == 16
    assert shown.groups[-1].name == "85 others"
    assert shown.counts.sum() == 3000
    document = window.store.document
    y = np.concatenate([block.values for block in document.truth.blocks])
    predicted = np.concatenate([part.predicted for part in window.results.models[0].parts])
    rest = ~np.isin(np.arange(100), [group.index for group in shown.groups])
    both = rest[y] & rest[predicted]
    assert shown.counts[-1, -1] == both.sum()
    assert shown.right_of_others == (both & (y == predicted)).sum()
    take(window, "cells", (15, 15))
    assert brushed(window) == np.flatnonzero(both).tolist()


# -- reliability ----------------------------------------------------------------------------------------------


def test_bins_and_figures_are_those_of_scikit_learn(digits: MainWindow):
    look_at(digits, "reliability", bins="15")
    y, q = digits_arrays()
    confidence, right = q[0].max(axis=1), q[0].argmax(axis=1) == y
    came, forecast = calibration_curve(right, confidence, n_bins=15)
    numbers = numbers_of(digits)
    filled = [row for row in numbers.rows if row[2]]
    np.testing.assert_allclose([row[3] for row in filled], forecast, rtol=1e-12)
    np.testing.assert_allclose([row[4] for row in filled], came, rtol=1e-12)
    figures = dict(zip(column(numbers, "figure"), column(numbers, "value"), strict=True))
    assert figures["Brier score"] == pytest.approx(brier_score_loss(right, confidence), rel=1e-12)
    gaps = [abs(row[3] - row[4]) for row in filled]
    weights = [row[2] / 899 for row in filled]
    assert figures["ECE, equal width"] == pytest.approx(np.dot(gaps, weights))
    assert figures["MCE, equal width"] == pytest.approx(max(gaps))
    equal = calibration.reliability(confidence, right, 15, "mass")
    assert figures["ECE, equal mass"] == pytest.approx(equal.error())
    parts = figures["= reliability"] - figures["− resolution"] + figures["+ uncertainty"] + figures["+ within the bins"]
    assert parts == pytest.approx(figures["Brier score"], abs=1e-14)


def test_a_class_of_ones_own_and_bins_of_equal_mass(digits: MainWindow):
    look_at(digits, "reliability", event="8", kind="mass", bins="5")
    y, q = digits_arrays()
    numbers = numbers_of(digits)
    figures = dict(zip(column(numbers, "figure"), column(numbers, "value"), strict=True))
    assert figures["Brier score"] == pytest.approx(brier_score_loss(y == 8, q[0][:, 8]), rel=1e-9)
    assert {row[2] for row in numbers.rows[:5]} <= {179, 180}
    take(digits, "bins", (4, 0))
    assert brushed(digits) == sorted(np.argsort(-q[0][:, 8])[: numbers.rows[4][2]].tolist())
    assert digits.focus.state.brush.label.startswith("logistic regression: probability of 8 ")


def test_a_bin_brushes_its_samples_certain_ones_too(digits: MainWindow):
    digits.focus.move(model=1)
    look_at(digits, "reliability")
    _, q = digits_arrays()
    confidence = q[1].max(axis=1)
    assert (confidence == 1.0).any()
    take(digits, "bins", (8, 0), (9, 0))
    assert brushed(digits) == np.flatnonzero(confidence > 0.8).tolist()
    inside = [row[5] for row in numbers_of(digits).rows if row[5] is not None]
    assert inside == [0] * 8 + [row[2] for row in numbers_of(digits).rows[8:10]]


# -- temperature ----------------------------------------------------------------------------------------------


def test_the_curve_is_the_log_loss_and_the_best_temperature_is_used_on_demand(digits: MainWindow):
    shown = look_at(digits, "temperature").shown
    assert isinstance(shown, TemperatureFigure)
    y, q = digits_arrays()
    z = np.log(q[0])
    rows = numbers_of(digits).rows
    for row in rows[::8]:
        expected = log_loss(y, special.softmax(z / row[0], axis=1), labels=range(10))
        assert row[1] == pytest.approx(expected, rel=1e-5)
    best = temperatures.best_temperature(z, y)
    assert shown.scaling.best.temperature == pytest.approx(best, rel=1e-6)
    button = panel(digits).findChild(QPushButton, "dataset.use")
    assert button.isVisible()
    assert button.text() == f"Use T = {best:.4g}"
    before = digits.store.document
    QTest.mouseClick(button, LEFT)
    settle()
    assert digits.store.document.models[0].temperature == pytest.approx(best, rel=1e-6)
    assert digits.results.models[0].mean(digits.store.document.settings.find("cross_entropy")) == pytest.approx(
        shown.scaling.best.log_loss, rel=1e-9
    )
    assert not button.isVisible(), "it is in use"
    assert digits.store.undo_label == "Temperature of logistic regression"
    digits.store.undo()
    settle()
    assert digits.store.document is before


def test_the_mark_is_dragged_and_called_off_and_nudged(digits: MainWindow):
    look_at(digits, "temperature")
    viewport = panel(digits).view.viewport()
    start, end = centre(digits, "log_loss", 150), centre(digits, "log_loss", 200)
    mouse(viewport, PRESS, start, LEFT, LEFT)
    settle()
    mouse(viewport, MOVE, end, held=LEFT)
    settle()
    mouse(viewport, RELEASE, end, LEFT)
    settle()
    shown = panel(digits).shown
    assert isinstance(shown, TemperatureFigure)
    dragged = digits.store.document.models[0].temperature
    assert dragged == shown.temperature_of(200) == shown.scaling.now.temperature
    assert digits.focus.state.brush is None
    digits.store.undo()
    settle()
    assert digits.store.document.models[0].temperature == 1.0, "one drag is one step"
    mouse(viewport, PRESS, start, LEFT, LEFT)
    settle()
    assert digits.store.document.models[0].temperature != 1.0
    panel(digits).view.setFocus()
    press(Key.Key_Escape)
    mouse(viewport, RELEASE, start, LEFT)
    assert digits.store.document.models[0].temperature == 1.0
    press(Key.Key_Right)
    assert digits.store.document.models[0].temperature == pytest.approx(1.02)


def test_where_no_temperature_is_best_none_is_offered(open_window: Opener):
    z = np.array([[2.0, 0.0], [0.0, 1.0], [3.0, 0.0]])
    window = open_window(Document.make(np.array([0, 1, 0]), [("m", z, "logit")]))
    shown = look_at(window, "temperature").shown
    assert isinstance(shown, TemperatureFigure)
    assert "the lower T, the lower the log loss" in shown.note
    assert not panel(window).use.isVisible()


# -- coverage -------------------------------------------------------------------------------------------------


def test_the_curves_are_of_every_model_and_a_stretch_brushes(digits: MainWindow):
    look_at(digits, "coverage", measure="risk")
    y, q = digits_arrays()
    confidence, right = q[0].max(axis=1), q[0].argmax(axis=1) == y
    numbers = numbers_of(digits)
    areas = [row[4] for row in numbers.rows[:2]]
    expected = [calibration.coverage(each.max(axis=1), each.argmax(axis=1) == y).area for each in q]
    assert sorted(areas) == pytest.approx(sorted(expected))
    ranked = ~right[np.argsort(-confidence, kind="stable")]
    for _, given, risk, *_ in [row for row in numbers.rows if row[0] == "logistic regression"][::20]:
        assert risk == pytest.approx(ranked[: round(given * 899)].mean(), abs=1e-12)
    take(digits, "stretches", (90, 0), (99, 0))
    assert brushed(digits) == sorted(np.argsort(-confidence, kind="stable")[809:].tolist())
    assert "coverage 90 % to 100 %" in digits.focus.state.brush.label
    assert [row[3] for row in numbers_of(digits).rows[:3]] == ["naive Bayes", "logistic regression", "brushed"]


# -- keys, words, choices -------------------------------------------------------------------------------------


def test_the_keys_walk_extend_and_pick(digits: MainWindow):
    view = look_at(digits, "confusion").view
    view.setFocus()
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down):
        press(key)
    assert "true 1, predicted 1" in status(digits)
    press(Key.Key_Down, SHIFT)
    assert "true 1 to 2, predicted 1" in status(digits)
    press(Key.Key_Return)
    y, q = digits_arrays()
    assert brushed(digits) == np.flatnonzero(np.isin(y, [1, 2]) & (q[0].argmax(axis=1) == 1)).tolist()
    press(Key.Key_Escape)
    assert digits.focus.state.brush is None


def test_the_keys_go_on_into_the_figure_beside(digits: MainWindow):
    view = look_at(digits, "confusion").view
    view.setFocus()
    for _ in range(11):
        press(Key.Key_Right)
    press(Key.Key_Return)
    assert digits.focus.state.brush is not None
    assert "taken for" in digits.focus.state.brush.label
    press(Key.Key_Left)
    assert "predicted 9" in status(digits)


def test_escape_calls_a_drag_off(digits: MainWindow):
    view = look_at(digits, "losses").view
    view.setFocus()
    mouse(view.viewport(), PRESS, centre(digits, "bars", 3), LEFT, LEFT)
    press(Key.Key_Escape)
    mouse(view.viewport(), RELEASE, centre(digits, "bars", 3), LEFT)
    settle()
    assert digits.focus.state.brush is None


@pytest.mark.parametrize(
    ("view", "where", "words"),
    [
        ("confusion", ("cells", 1, 8), "true 8, predicted 1   5 samples"),
        ("reliability", ("bins", 9, 0), "0.9 to 1"),
        ("coverage", ("stretches", 49, 0), "coverage 49 % to 50 %   logistic regression 100 %"),
        ("losses", ("worst", 0, 0), "the worst 0 % to 1 % of the samples carry"),
        ("temperature", ("error", 100, 0), "log loss"),
    ],
)
def test_the_pointer_is_answered_in_words(digits: MainWindow, view: str, where: tuple[str, int, int], words: str):
    shown = look_at(digits, view).view
    hover(shown.viewport(), centre(digits, *where))
    settle()
    assert words in status(digits)
    hover(shown.viewport(), QPoint(2, 2))
    settle()
    assert words not in status(digits)


def test_only_the_choices_of_the_view_stand_in_the_title(digits: MainWindow):
    for view, names in (("losses", {"scale", "counts"}), ("confusion", {"share"}), ("temperature", {"bins"})):
        found = look_at(digits, view)
        seen = {name for name, control in found._controls.items() if control.isVisible()}
        assert seen == {"view", *names}


def test_a_choice_in_the_title_changes_the_view(digits: MainWindow):
    look_at(digits, "reliability")
    box = panel(digits)._controls["event"]
    assert box.count() == 11
    box.setCurrentIndex(4)
    box.activated.emit(4)
    settle()
    assert "probability of 3" in panel(digits).shown.note


# -- what there may be ----------------------------------------------------------------------------------------


def bad() -> Document:
    truth = np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    q = np.array([[0.5, 0.5, 0.0], [0.2, 0.2, 0.2], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    return Document.make(truth, [("m", q, "probability"), ("n", q[::-1], "probability")])


def documents() -> dict[str, Document]:
    one = Document.make(np.array([1]), [("m", np.array([[0.2, 0.8]]), "probability")])
    two = Document.make(np.array([1, 0]), [("m", np.array([[0.2, 0.8, 0.0]] * 2), "probability")])
    many = [(f"model {k}", RNG.normal(size=(50, 3)), "logit") for k in range(9)]
    none = Document.make(np.array([0, 1]), [("m", np.full((2, 2), 0.7), "probability")])
    return {
        "one": one,
        "two": two,
        "nine models": Document.make(RNG.integers(0, 3, 50), many),
        "bad": bad(),
        "bad, strict": bad().with_settings(row_sums="strict"),
        "bad, normalized": bad().with_settings(row_sums="normalize"),
        "none": none.with_settings(row_sums="strict"),
        "no value": bad().with_settings(loss="focal", row_sums="strict"),
        "hundred": hundred(200),
        "impossible": Document.make(np.array([1, 1]), [("m", np.array([[1.0, 0.0]] * 2), "probability")]),
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("name", list(documents()))
@pytest.mark.parametrize("view", VIEWS)
def test_every_document_can_be_drawn_with_a_brush_and_without(qapp: object, view: str, name: str, theme):
    results = compute(documents()[name])
    for brush in (None, Brush.of(np.arange(results.size) % 2 == 0, "even"), Brush.of(np.zeros(results.size, bool), "")):
        focus = FocusState(choices={"dataset.view": view}, brush=brush)
        figure, numbers = DatasetPanel.figure(results, focus), DatasetPanel.numbers(results, focus)
        assert numbers.rows
        assert all(len(row) == len(numbers.header) for row in numbers.rows)
        assert not any(isinstance(each, float) and math.isnan(each) for row in numbers.rows for each in row)
        for width, height in ((940, 240), (300, 150), (1900, 900)):
            image = QImage(width, height, QImage.Format.Format_RGB32)
            painter = QPainter(image)
            try:
                figure.draw(painter, image.rect().toRectF(), theme)
            finally:
                painter.end()


def test_left_out_and_soft_rows_are_counted_in_words(qapp: object):
    results = compute(bad().with_settings(row_sums="strict"))
    for view in ("confusion", "reliability", "temperature", "coverage"):
        note = DatasetPanel.figure(results, FocusState(choices={"dataset.view": view})).note
        assert "Left out, since no distribution: 2." in note
        assert "Soft truths: 1; their most probable class counts as the label." in note


def test_without_a_row_the_panel_says_so(open_window: Opener):
    window = open_window(documents()["none"])
    for view in VIEWS:
        shown = look_at(window, view).shown
        assert isinstance(shown, MessageFigure)
        assert "Every row is left out" in shown.words
        assert panel(window).view.nets() == ()


def test_many_samples_are_counted_on_another_thread(
    open_window: Opener, tall: Document, monkeypatch: pytest.MonkeyPatch
):
    threads: list[int] = []

    def noted(function):
        def call(*args: object, **named: object):
            threads.append(threading.get_ident())
            return function(*args, **named)

        return call

    monkeypatch.setattr(dataset, "answers", noted(dataset.answers))
    for view in (losses, confusion, reliability, temperature, coverage):
        monkeypatch.setattr(view, "prepare", noted(view.prepare))
    window = open_window(tall)
    for view in VIEWS:
        found = look_at(window, view)
        QTest.mouseClick(found.view.viewport(), LEFT, NONE, QPoint(300, 100))  # before or after it is there
        found._background.wait()
        settle()
        found._background.wait()  # what that click brushed
        settle()
        assert found.shown is not None
        window.focus.move(brush=None)
    take(window, "stretches", (0, 0))
    found._background.wait()
    settle()
    assert window.focus.state.brush.count == 1000
    assert panel(window).shown.part is not None
    assert len(threads) >= 6
    assert threading.get_ident() not in threads


def test_the_focused_model_is_the_one_shown(digits: MainWindow):
    look_at(digits, "confusion")
    assert panel(digits).shown.note.startswith("logistic regression")
    digits.focus.move(model=1)
    settle()
    assert panel(digits).shown.note.startswith("naive Bayes")
