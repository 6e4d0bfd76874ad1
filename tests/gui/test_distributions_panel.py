"""Bars of p and every q: what they show, dragged by pointer and keys, locked, and said of each distribution."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QToolTip
from scipy import stats

from core.document import TRUTH, Document
from core.dragging import Grip
from core.results import compute
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels.distributions import DistributionsPanel
from gui.panels.distributions.figure import DistributionsFigure
from gui.plotting.handles import Handle
from gui.plotting.style import DARK, LIGHT
from tests.gui.hands import (
    DOUBLE,
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    SHIFT,
    Key,
    Opener,
    choose,
    mouse,
    once,
    press,
    row,
    settle,
    status,
    steps,
)


@pytest.fixture
def panel(window: MainWindow) -> DistributionsPanel:
    return shown(window)


def shown(window: MainWindow) -> DistributionsPanel:
    window.docks["panel.distributions"].raise_()
    settle()
    found = window.panels["distributions"]
    assert isinstance(found, DistributionsPanel)
    return found


def figure(panel: DistributionsPanel) -> DistributionsFigure:
    found = panel.view.figure
    assert isinstance(found, DistributionsFigure)
    return found


def handle(panel: DistributionsPanel, table: int, index: int) -> Handle:
    return next(h for h in panel.view.handles() if h.grip.table == table and h.grip.index == index)


def drag_to(panel: DistributionsPanel, table: int, index: int, value: float, *, release: bool = True) -> None:
    held = handle(panel, table, index)
    columns = figure(panel).columns(panel.view.area, panel.view.figure_style)
    end = QPointF(held.at.x(), columns.plot.bottom() - float(columns.axis.share(value)) * columns.plot.height())
    viewport = panel.view.viewport()
    mouse(viewport, PRESS, held.at, LEFT, LEFT)
    for share in (0.4, 1.0):
        mouse(viewport, MOVE, held.at + (end - held.at) * share, held=LEFT)
        settle()
    if release:
        mouse(viewport, RELEASE, end, LEFT)
        settle()


def test_the_bars_are_the_rows(panel: DistributionsPanel):
    heights = figure(panel).heights()
    assert heights.tolist() == [[0.0, 0.3, 0.1], [0.0, 0.3, 0.1], [1.0, 0.4, 0.9]]
    spreads = figure(panel).spreads
    q = [0.3, 0.3, 0.4]
    assert spreads[1].entropy == pytest.approx(float(stats.entropy(q)))
    assert spreads[1].perplexity == pytest.approx(math.exp(float(stats.entropy(q))))
    assert spreads[1].simpson == pytest.approx(1 / 0.34)
    assert (spreads[0].perplexity, spreads[0].simpson) == (1.0, 1.0)


def test_a_dragged_bar_rescales_the_others_as_one_step(window: MainWindow, panel: DistributionsPanel):
    once(window, lambda: drag_to(panel, 0, 2, 0.7))
    assert row(window.store.document, 0, 0) == pytest.approx([0.15, 0.15, 0.7], abs=1e-9)
    once(window, lambda: drag_to(panel, TRUTH, 0, 0.25))
    assert row(window.store.document, TRUTH, 0) == pytest.approx([0.25, 0.0, 0.75], abs=1e-9)
    assert window.focus.state.handle == TRUTH, "the focus follows the hand"


def test_escape_calls_a_drag_off(window: MainWindow, panel: DistributionsPanel):
    before, count = window.store.document, steps(window)
    drag_to(panel, 0, 2, 0.9, release=False)
    assert window.store.document is not before
    press(Key.Key_Escape)
    assert window.store.document is before
    assert steps(window) == count
    assert not panel.view.holding


def test_a_surprisal_can_be_dragged(window: MainWindow, panel: DistributionsPanel):
    choose(window, "control.unit", "bit")
    panel.focused.emit({"choices": {"distributions.axis": "surprisal"}})
    settle()
    assert figure(panel).heights()[2] == pytest.approx([0.0, -math.log2(0.4), -math.log2(0.9)])
    assert figure(panel).heights()[0][0] == math.inf
    drag_to(panel, 0, 2, 1.0)
    assert row(window.store.document, 0, 0) == pytest.approx([0.25, 0.25, 0.5], abs=1e-9)


def test_keys_move_the_bar_in_focus_and_tab_goes_on(window: MainWindow, panel: DistributionsPanel):
    window.activateWindow()
    panel.view.setFocus(Qt.FocusReason.TabFocusReason)
    first = panel.view.current()
    assert first is not None
    assert first.grip == Grip("share", TRUTH, 0, 0)
    press(Key.Key_Tab)
    current = panel.view.current()
    assert current is not None
    assert current.grip == Grip("share", 0, 0, 0)
    once(window, lambda: press(Key.Key_Up))
    assert row(window.store.document, 0, 0)[0] == pytest.approx(0.31, abs=1e-12)
    once(window, lambda: press(Key.Key_Down, SHIFT))
    assert row(window.store.document, 0, 0)[0] == pytest.approx(0.21, abs=1e-12)
    assert sum(row(window.store.document, 0, 0)) == pytest.approx(1.0, abs=1e-12)


def test_a_locked_class_stays(window: MainWindow, panel: DistributionsPanel):
    view = panel.view
    lock = figure(panel).lock_box(figure(panel).columns(view.area, view.figure_style), 1, view.figure_style)
    mouse(view.viewport(), PRESS, lock.center(), LEFT, LEFT)
    settle()
    assert window.focus.state.locked == {1}
    assert all(each.grip.index != 1 for each in view.handles()), "nothing to take hold of"
    drag_to(panel, 0, 2, 0.6)
    assert row(window.store.document, 0, 0) == pytest.approx([0.1, 0.3, 0.6], abs=1e-9)
    drag_to(panel, 0, 2, 1.0)
    assert row(window.store.document, 0, 0) == pytest.approx([0.0, 0.3, 0.7], abs=1e-9), "what the lock leaves"
    before = window.store.document
    window.focus.move(locked=frozenset({0, 1}))
    settle()
    drag_to(panel, 0, 2, 0.2)
    assert window.store.document is before
    assert "Every other class is locked" in status(window)
    press(Key.Key_L)
    assert window.focus.state.locked == {0, 1, 2}, "L turns the lock of the bar that keys move"


def test_a_press_on_a_bar_takes_its_model_into_focus(window: MainWindow, panel: DistributionsPanel):
    view = panel.view
    columns = figure(panel).columns(view.area, view.figure_style)
    slot = columns.slot(figure(panel).slot(2, 1))
    mouse(view.viewport(), PRESS, QPointF(slot.center().x(), columns.plot.bottom() - 20), LEFT, LEFT)
    settle()
    assert window.focus.state.model == 1


def test_a_double_click_types_the_exact_numbers(window: MainWindow, panel: DistributionsPanel):
    held = handle(panel, 1, 2)
    viewport = panel.view.viewport()
    window.activateWindow()
    mouse(viewport, PRESS, held.at, LEFT, LEFT)
    mouse(viewport, RELEASE, held.at, LEFT)
    mouse(viewport, DOUBLE, held.at, LEFT, LEFT)
    settle()
    assert not panel.view.holding
    assert isinstance(QApplication.focusWidget(), QLineEdit), "in the table, at that row of that model"
    assert (window.focus.state.model, window.deck.predictions.currentIndex().row()) == (1, 0)


def test_the_pointer_says_numbers(window: MainWindow, panel: DistributionsPanel, monkeypatch: pytest.MonkeyPatch):
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda *args: said.append(args[1]))
    view = panel.view
    mouse(view.viewport(), MOVE, handle(panel, 0, 2).at)
    assert said[0].startswith("Model 1, rocket\nq 0.4000   log 1/q 0.9163 nat\nDrag")
    assert view.cursor().shape() == Qt.CursorShape.SizeVerCursor
    columns = figure(panel).columns(view.area, view.figure_style)
    mouse(view.viewport(), MOVE, figure(panel).lock_box(columns, 0, view.figure_style).center())
    assert said[1].startswith("Lock car")


@pytest.mark.parametrize(("classes", "models"), [(2, 1), (10, 2), (100, 2), (5, 8)])
def test_many_classes_and_models_are_summed_up_not_lost(qapp: object, classes: int, models: int):
    rng = np.random.default_rng(classes)
    q = [(f"m{k}", rng.dirichlet(np.ones(classes), 2), "probability") for k in range(models)]
    results = compute(Document.make(rng.dirichlet(np.ones(classes), 2), q))
    made = DistributionsPanel.figure(results, FocusState(sample=1))
    assert made.heights().sum(axis=0) == pytest.approx(np.ones(models + 1), abs=1e-12)
    assert made.has_others == (classes == 100)
    numbers = DistributionsPanel.numbers(results, FocusState(sample=1))
    assert len(numbers.rows) == len(made.heights()) + 3
    for style in (LIGHT, DARK):
        image = QImage(QSize(820, 400), QImage.Format.Format_ARGB32)
        painter = QPainter(image)
        made.draw(painter, QRectF(image.rect()), style)
        painter.end()


def test_the_numbers_are_what_is_drawn(window: MainWindow, panel: DistributionsPanel):
    numbers = DistributionsPanel.numbers(window.results, window.focus.state)
    assert numbers.header == ("class", "Truth", "Model 1", "Model 2")
    assert numbers.rows[2] == ("rocket", 1.0, 0.4, 0.9)
    assert [each[0] for each in numbers.rows[3:]] == ["H nat", "exp(H)", "1/Σp²"]
    switch = window.findChild(QCheckBox, "control.distributions.spread")
    assert switch is not None
    switch.click()
    settle()
    assert len(DistributionsPanel.numbers(window.results, window.focus.state).rows) == 3
    assert figure(panel).spreads == ()


def test_a_row_that_is_no_distribution_is_hollow_and_can_be_dragged_into_one(open_window: Opener):
    window = open_window("example")
    panel = shown(window)
    assert figure(panel).hollow == (False, False, True)
    drag_to(panel, 1, 2, 0.8)
    assert row(window.store.document, 1, 0) == pytest.approx([0.1, 0.1, 0.8], abs=1e-9)
    assert figure(panel).hollow == (False, False, False)
