"""The comparison's other views: differences with intervals, the scatter of samples, what libraries report."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from core import conventions, losses
from core.document import Document
from core.paired import differences
from core.results import compute
from gui.focus import Brush, FocusState
from gui.main_window import MainWindow
from gui.panels.comparison import ComparisonPanel
from gui.panels.comparison.differences import DifferencesView
from gui.panels.comparison.scatter import ScatterView
from gui.panels.comparison.scatter_figure import CELLS, ScatterFigure
from gui.plotting.style import LIGHT
from tests.gui.hands import LEFT, MOVE, PRESS, RELEASE, Key, Opener, mouse, press, row_text, settle, shown, table
from tests.gui.pictures import pixels

RNG = np.random.default_rng(4)


def look_at(window: MainWindow, view: str, **choices: str) -> None:
    chosen = {"view": view, **choices}
    window.focus.move(choices={f"comparison.{name}": key for name, key in chosen.items()})
    settle()


def panel(window: MainWindow) -> ComparisonPanel:
    found = window.panels["comparison"]
    assert isinstance(found, ComparisonPanel)
    return found


def scatter(window: MainWindow) -> ScatterView:
    view = panel(window).views["scatter"]
    assert isinstance(view, ScatterView)
    return view


def many(count: int) -> Document:
    labels = RNG.integers(0, 3, count)
    q = RNG.dirichlet(np.ones(3), count)
    better = 0.5 * q + 0.5 * np.eye(3)[labels]
    return Document.make(labels, [("plain", q, "probability"), ("better", better, "probability")])


def test_the_spread_stands_beside_the_mean_on_demand(window: MainWindow):
    look_at(window, "means", spread="deviation")
    rows = [math.log(1 / 0.4), math.log(1 / 0.1)]
    deviation = np.std(rows, ddof=1)
    assert row_text(table(window, "comparison"), 2)[0] == f"1.6094 ± {deviation:.4f}"
    numbers = ComparisonPanel.numbers(window.results, window.focus.state)
    assert numbers.header[3] == "Model 1: standard deviation"
    assert numbers.rows[2][3] == pytest.approx(deviation, rel=1e-12)
    look_at(window, "means", spread="error")
    assert row_text(table(window, "comparison"), 2)[0] == f"1.6094 ± {deviation / math.sqrt(2):.4f}"
    look_at(window, "means", spread="none")
    assert row_text(table(window, "comparison"), 2)[0] == "1.6094"


def test_two_samples_have_differences_and_no_intervals(window: MainWindow):
    look_at(window, "differences")
    view = table(window, "differences")
    assert shown(view, "difference") == ["0.0000", "0.6750", "1.0986", "1.0986"]
    assert shown(view, "95 % interval") == ["—"] * 4
    assert shown(view, "better") == ["—"] * 4
    assert "fewer than 3 rows would mean nothing" in panel(window).views["differences"].words.text()


def test_intervals_say_who_is_better(open_window: Opener):
    window = open_window(many(300))
    look_at(window, "differences", level="99", resamples="500")
    ce = losses.create("cross_entropy")
    found = differences(window.results, 0, 1, [ce], level=0.99, resamples=500).differences[0]
    view = table(window, "differences")
    assert shown(view, "99 % interval")[2] == f"{found.low:.4f} to {found.high:.4f}"
    assert shown(view, "better")[2] == "◆ better"
    words = panel(window).views["differences"].words.text()
    assert "better is better by" in words
    assert "Cross-entropy" in words
    assert "500 resamples" in words
    numbers = ComparisonPanel.numbers(window.results, window.focus.state).rows[2]
    assert numbers[1:4] == pytest.approx((found.difference, found.low, found.high), rel=1e-12)


def test_an_interval_that_holds_zero_is_open(open_window: Opener):
    labels = RNG.integers(0, 3, 200)
    models = [(f"m{k}", RNG.dirichlet(np.ones(3), 200), "probability") for k in range(2)]
    window = open_window(Document.make(labels, models))
    look_at(window, "differences")
    assert "open" in shown(table(window, "differences"), "better")
    assert "Cannot be told apart at 95 %" in panel(window).views["differences"].words.text()


def test_infinite_losses_are_counted_and_have_no_interval(digits: MainWindow):
    look_at(digits, "differences")
    view = table(digits, "differences")
    assert shown(view, "95 % interval")[2] == "—"
    assert (
        "infinite on some rows (logistic regression: 0, naive Bayes: 5)"
        in panel(digits).views["differences"].words.text()
    )


def test_the_other_model_is_the_best_one_or_the_one_chosen(open_window: Opener):
    labels = np.zeros(40, dtype=int)
    q = [np.stack([np.full(40, x), np.full(40, 1 - x)], axis=-1) for x in (0.5, 0.6, 0.9)]
    window = open_window(Document.make(labels, [(f"m{k}", each, "probability") for k, each in enumerate(q)]))
    look_at(window, "differences")
    assert "m0" in panel(window).figure(window.results, window.focus.state).title
    assert "m2" in panel(window).figure(window.results, window.focus.state).title
    look_at(window, "differences", against="1")
    assert "less that of m1" in panel(window).figure(window.results, window.focus.state).title
    window.focus.move(model=1)  # the one chosen is in focus now: back to the best other
    assert "m1 less that of m2" in panel(window).figure(window.results, window.focus.state).title


def test_many_rows_are_resampled_in_the_background(open_window: Opener):
    window = open_window(many(20_000))
    look_at(window, "differences", resamples="500")
    view = panel(window).views["differences"]
    assert isinstance(view, DifferencesView)
    assert view.words.text() == "Computing intervals…"
    assert shown(table(window, "differences"), "better") == ["…"] * 4
    view._background.wait()
    settle()
    assert shown(table(window, "differences"), "better") == ["◆ better"] * 4


def test_a_click_on_a_point_looks_at_its_sample(window: MainWindow):
    look_at(window, "scatter")
    view = scatter(window)
    figure = view.shown
    assert figure is not None
    np.testing.assert_allclose(figure.cloud.x, [math.log(1 / 0.4), math.log(10)], rtol=1e-12)
    np.testing.assert_allclose(figure.cloud.y, [math.log(1 / 0.9), math.log(1 / 0.4)], rtol=1e-12)
    assert "lower for Model 1 on 0 samples, for Model 2 on 2" in figure.note
    at = figure.places(figure.chart(view.view.area, view.view.figure_style), view.view.figure_style)[1]
    viewport = view.view.viewport()
    mouse(viewport, PRESS, QPointF(*at), LEFT, LEFT)
    mouse(viewport, RELEASE, QPointF(*at), LEFT)
    settle()
    assert window.focus.state.sample == 1
    assert scatter(window).shown is not None
    assert scatter(window).shown.focused == 1
    view.view.setFocus()
    press(Key.Key_Left)
    assert window.focus.state.sample == 0


def test_many_samples_are_counted_in_cells_and_a_click_finds_one_of_them(open_window: Opener):
    window = open_window(many(5000))
    look_at(window, "scatter", scale="log")
    view = scatter(window)
    figure = view.shown
    assert figure is not None
    assert figure.cells is not None
    assert figure.cells.sum() == 5000
    assert figure.cells.shape == (CELLS + 1, CELLS + 1)
    style = view.view.figure_style
    at = figure.places(figure.chart(view.view.area, style), style)[77]
    QTest.mouseClick(view.view.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(*at).toPoint())
    settle()
    sample = window.focus.state.sample
    assert abs(figure.cloud.x[sample] - figure.cloud.x[77]) < 0.2 * figure.cloud.x[77] + 0.05


def test_infinite_samples_stand_on_an_edge(digits: MainWindow):
    look_at(digits, "scatter")
    figure = scatter(digits).shown
    assert isinstance(figure, ScatterFigure)
    assert "5 infinite, at the edge" in figure.note
    style = scatter(digits).view.figure_style
    chart = figure.chart(scatter(digits).view.area, style)
    places = figure.places(chart, style)
    assert (places[np.isinf(figure.cloud.y), 1] < chart.plot.top()).all()
    assert np.isfinite(places).all()


@pytest.mark.parametrize("view", ["differences", "scatter"])
def test_one_model_is_told_that_two_are_needed(open_window: Opener, view: str):
    window = open_window(Document.make(np.array([0, 1]), [("m", np.full((2, 2), 0.5), "probability")]))
    look_at(window, view)
    assert ComparisonPanel.numbers(window.results, window.focus.state).rows[0][0] == (
        "There is one model; two are needed to compare."
    )


def test_a_row_of_the_conventions_is_read_by_keyboard(window: MainWindow):
    look_at(window, "conventions")
    view = table(window, "conventions")
    expected = conventions.reported(window.store.document, 0)
    assert view.model().rowCount() == len(expected)
    assert shown(view, "it reports")[0] == f"{expected[0].value:.4f}"
    words = panel(window).views["conventions"].words
    assert "calls differ from here" in words.text()
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for _ in range(4):
        press(Key.Key_Down)
    assert expected[4].call in words.text()
    assert "K = 3" in words.text()


@pytest.mark.parametrize("view", ["means", "differences", "scatter", "conventions"])
def test_the_figure_needs_no_window(view: str, qapp: object):
    results = compute(many(50))
    focus = FocusState(choices={"comparison.view": view})
    numbers = ComparisonPanel.numbers(results, focus)
    assert all(len(row) == len(numbers.header) for row in numbers.rows)
    assert hasattr(ComparisonPanel.figure(results, focus), "draw")


def draw_box(window: MainWindow, start: QPointF, end: QPointF) -> None:
    viewport = scatter(window).view.viewport()
    mouse(viewport, PRESS, start, LEFT, LEFT)
    mouse(viewport, MOVE, (start + end) / 2, held=LEFT)
    mouse(viewport, MOVE, end, held=LEFT)
    mouse(viewport, RELEASE, end, LEFT)
    settle()


def inside(window: MainWindow, start: QPointF, end: QPointF) -> list[int]:
    figure, view = scatter(window).shown, scatter(window).view
    assert figure is not None
    places = figure.places(figure.chart(view.area, view.figure_style), view.figure_style)
    low = np.array([min(start.x(), end.x()), min(start.y(), end.y())])
    high = np.array([max(start.x(), end.x()), max(start.y(), end.y())])
    return figure.cloud.rows[((places >= low) & (places <= high)).all(axis=1)].tolist()


@pytest.mark.parametrize("size", [800, 5000], ids=["points", "cells"])
def test_a_rectangle_brushes_the_samples_within(open_window: Opener, size: int):
    window = open_window(many(size))
    look_at(window, "scatter")
    figure, view = scatter(window).shown, scatter(window).view
    assert figure is not None
    plot = figure.chart(view.area, view.figure_style).plot
    start, end = plot.center() + QPointF(40, 30), plot.bottomLeft() + QPointF(10, -5)
    draw_box(window, start, end)
    expected = inside(window, start, end)
    brush = window.focus.state.brush
    assert brush is not None
    assert 0 < len(expected) < size
    assert brush.rows.tolist() == expected
    assert "plain" in brush.label
    assert " to " in brush.label
    after = scatter(window).shown
    assert after is not None
    assert np.flatnonzero(after.brushed).tolist() == expected  # every sample is in the cloud
    assert after.brushed_cells is None if size < 2000 else after.brushed_cells.sum() == len(expected)
    numbers = ComparisonPanel.numbers(window.results, window.focus.state)
    assert numbers.header[-1] == "brushed"
    assert [row[0] for row in numbers.rows if row[-1]] == [f"sample {row + 1}" for row in expected]


def test_a_brush_from_elsewhere_is_marked_in_the_scatter(digits: MainWindow):
    look_at(digits, "scatter")
    before = pixels(scatter(digits).view.grab().toImage())
    rows = np.array([7, 300, 301])
    digits.focus.move(brush=Brush(rows, 899, "elsewhere"))
    settle()
    assert scatter(digits).shown.brushed.sum() == 3
    after = pixels(scatter(digits).view.grab().toImage())
    accent = QColor(LIGHT.accent)
    wanted = np.array([accent.red(), accent.green(), accent.blue()])

    def rings(shot: np.ndarray) -> int:
        return int((np.abs(shot[..., :3] - wanted).max(axis=-1) < 30).sum())

    assert rings(after) > rings(before) + 20
    digits.focus.move(brush=None)
    settle()
    assert scatter(digits).shown.brushed is None


def test_an_empty_rectangle_lets_the_samples_go_and_escape_calls_one_off(digits: MainWindow):
    look_at(digits, "scatter")
    digits.focus.move(brush=Brush(np.array([1]), 899, "one"))
    view = scatter(digits).view
    plot = scatter(digits).shown.chart(view.area, view.figure_style).plot
    mouse(view.viewport(), PRESS, plot.bottomLeft() + QPointF(3, -3), LEFT, LEFT)
    mouse(view.viewport(), MOVE, plot.topRight(), held=LEFT)
    view.setFocus()
    press(Key.Key_Escape)
    mouse(view.viewport(), RELEASE, plot.topRight(), LEFT)
    settle()
    assert digits.focus.state.brush.label == "one"
    corner = plot.topRight() - QPointF(4, -4)
    assert inside(digits, corner, corner - QPointF(12, -12)) == []
    draw_box(digits, corner, corner - QPointF(12, -12))
    assert digits.focus.state.brush is None


def test_space_brushes_the_sample_in_focus(digits: MainWindow):
    look_at(digits, "scatter")
    scatter(digits).view.setFocus()
    press(Key.Key_Space)
    press(Key.Key_Right)
    other = digits.focus.state.sample
    press(Key.Key_Space)
    assert digits.focus.state.brush.rows.tolist() == sorted([0, other])
    press(Key.Key_Space)
    assert digits.focus.state.brush.rows.tolist() == [0]
