"""A part of the triangle seen closer: wheel, keys and drags; ticks, heat, contours and handles that follow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import core
from core import simplex, surfaces
from core.document import TRUTH
from core.objectives import OfPrediction
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.plotting.hands import HandsView
from gui.plotting.window import SMALLEST, WHOLE, Square, Window
from gui.store import Intent
from tests.gui.hands import (
    CTRL,
    DOUBLE,
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    Key,
    drag,
    handle,
    hover,
    mouse,
    press,
    row,
    settle,
    spot,
    status,
    surface,
)
from tests.gui.pictures import pixels

MIDDLE = Qt.MouseButton.MiddleButton
NONE = Qt.MouseButton.NoButton


def wheel(window: MainWindow, at: QPointF, notches: int) -> None:
    """Turn the wheel over a place, away from oneself for a positive number of notches."""
    viewport = surface(window).view.viewport()
    for _ in range(abs(notches)):
        delta = QPoint(0, 120 if notches > 0 else -120)
        place = viewport.mapToGlobal(at)
        event = QWheelEvent(
            at, place, QPoint(), delta, NONE, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(viewport, event)
        settle()


def seen(window: MainWindow) -> Window:
    return surface(window)._figure.ground.window


def under(window: MainWindow, at: QPointF) -> np.ndarray:
    return surface(window).view.geometry_().barycentric(at)


# -- the window as a value ------------------------------------------------------------------------------------


points = st.tuples(*[st.floats(0.01, 1.0)] * 3).map(lambda three: np.array(three) / sum(three))


@given(st.lists(st.tuples(st.floats(0.3, 3.0), points), min_size=1, max_size=12), points)
def test_a_part_never_leaves_the_triangle(zooms: list[tuple[float, np.ndarray]], move: np.ndarray):
    window = WHOLE
    for factor, around in zooms:
        window = window.zoomed(factor, around).panned(move - 1 / 3)
        assert min(window.low) >= 0
        assert sum(window.low) + window.side == pytest.approx(1.0, abs=1e-12)
        assert SMALLEST <= window.side <= 1.0
        assert Window.read(window.text).low == pytest.approx(window.low, abs=1e-12)
        assert window.turned().turned().turned() == window


@given(points)
def test_a_zoom_keeps_the_point_under_the_pointer(around: np.ndarray):
    window = WHOLE.zoomed(0.5, around)
    assert window.outer(around) == pytest.approx(WHOLE.outer(around), abs=1e-12)
    assert window.inner(window.outer(around)) == pytest.approx(around, abs=1e-12)


@pytest.mark.parametrize("text", [None, "", "x", "0.1 0.2 0.3", "nan 0 0 0.5", "0.1 0.2 0.3 0", "0 0 0 1", "0 0 0 inf"])
def test_what_says_no_part_is_the_whole(text: str | None):
    assert Window.read(text) == WHOLE


# -- hands ----------------------------------------------------------------------------------------------------


def test_the_wheel_zooms_around_the_pointer_and_back(window: MainWindow):
    at = spot(window, (0.25, 0.45, 0.3))
    before = under(window, at)
    wheel(window, at, 4)
    assert seen(window).side == pytest.approx(0.8**4)
    assert under(window, at) == pytest.approx(before, abs=1e-9)
    assert "Home" in status(window), "how to come back is said"
    wheel(window, at, -6)
    assert seen(window).is_whole
    assert window.store.undo_label is None


def test_keys_zoom_around_the_focused_handle_pan_and_show_all(window: MainWindow):
    view = surface(window).view
    view.setFocus()
    start = spot(window, handle(window, 0).barycentric)
    press(Key.Key_Plus)
    press(Key.Key_Plus)
    assert seen(window).side == pytest.approx(0.64)
    end = spot(window, handle(window, 0).barycentric)
    assert (end - start).manhattanLength() < 1e-6
    low = np.array(seen(window).low)
    press(Key.Key_Right, CTRL)
    assert np.array(seen(window).low) - low == pytest.approx([-0.064, 0.064, 0.0], abs=1e-12)
    sample = window.focus.state.sample
    press(Key.Key_Down, CTRL)
    assert np.array(seen(window).low)[2] == pytest.approx(low[2] - 0.064)
    assert window.focus.state.sample == sample, "while zoomed in the arrow is the triangle's"
    press(Key.Key_Minus)
    assert seen(window).side == pytest.approx(0.8)
    press(Key.Key_Home)
    assert seen(window) == WHOLE
    QTest.keyClick(view, Key.Key_Down, CTRL)
    settle()
    assert window.focus.state.sample == sample + 1, "of the whole it is the window's shortcut"
    assert row(window.store.document, 0, 0) == [0.3, 0.3, 0.4]


@pytest.mark.parametrize("way", ["middle", "space"])
def test_a_drag_with_the_middle_button_or_space_carries_the_picture(window: MainWindow, way: str):
    view = surface(window).view
    viewport = view.viewport()
    wheel(window, spot(window, (0.3, 0.3, 0.4)), 5)
    start = view.geometry_().inner_point((0.4, 0.3, 0.3))
    end = start + QPointF(-22, 14)
    there = under(window, start)
    view.setFocus()
    button = MIDDLE if way == "middle" else LEFT
    if way == "space":
        QTest.keyPress(view, Key.Key_Space)
    mouse(viewport, PRESS, start, button, button)
    mouse(viewport, MOVE, (start + end) / 2, held=button)
    settle()
    mouse(viewport, MOVE, end, held=button)
    mouse(viewport, RELEASE, end, button)
    settle()
    if way == "space":
        QTest.keyRelease(view, Key.Key_Space)
    assert under(window, end) == pytest.approx(there, abs=1e-9), "what was under the hand still is"
    before = seen(window)
    mouse(viewport, MOVE, end + QPointF(30, 0))
    assert seen(window) == before, "let go is let go"
    assert window.store.undo_label is None


def test_a_double_click_on_nothing_shows_all(window: MainWindow):
    wheel(window, spot(window, (0.3, 0.4, 0.3)), 6)
    viewport = surface(window).view.viewport()
    empty = surface(window).view.geometry_().inner_point((0.8, 0.1, 0.1))
    mouse(viewport, DOUBLE, empty, LEFT, LEFT)
    settle()
    assert seen(window) == WHOLE


def test_nothing_is_seen_but_the_triangle(window: MainWindow):
    corner = spot(window, (1, 0, 0))
    wheel(window, corner, 3)
    assert seen(window).low == pytest.approx((1 - 0.8**3, 0, 0))
    surface(window).view.setFocus()
    press(Key.Key_Left, CTRL)
    assert seen(window).low == pytest.approx((1 - 0.8**3, 0, 0)), "at the corner there is nothing farther"


# -- what follows ---------------------------------------------------------------------------------------------


def test_ticks_follow(window: MainWindow):
    option = {"surface.window": "0.1 0.2 0.3 0.4"}
    window.focus.move(choices=option)
    settle()
    geometry = surface(window).view.geometry_()
    assert geometry.ticks(0) == pytest.approx([0.2, 0.3, 0.4])
    assert geometry.ticks(1) == pytest.approx([0.3, 0.4, 0.5])
    assert geometry.ticks(2) == pytest.approx([0.4, 0.5, 0.6])
    assert geometry.coordinate_words(0.3) == "0.3"
    left, right, top = geometry.corners
    assert geometry.point((0.5, 0.2, 0.3)) == left
    assert (geometry.point((0.1, 0.6, 0.3)) - right).manhattanLength() < 1e-9
    assert (geometry.point((0.1, 0.2, 0.7)) - top).manhattanLength() < 1e-9
    fine = {"surface.window": "0.19 0.29 0.49 0.03"}
    window.focus.move(choices=fine)
    settle()
    geometry = surface(window).view.geometry_()
    assert geometry.ticks(0) == pytest.approx([0.2, 0.21])
    assert geometry.coordinate_words(0.2) == "0.20"


@pytest.mark.parametrize("loss", ["cross_entropy", "mse", "spherical"])
def test_heat_and_contours_are_those_of_the_part(window: MainWindow, loss: str):
    window.panels["surface"].view.moved.emit(TRUTH, np.array([0.2, 0.3, 0.5]), object())
    window.store.push(_loss(loss))
    window.focus.move(choices={"surface.window": "0.1 0.2 0.3 0.4"})
    settle()
    ground = surface(window)._figure.ground
    p, low = np.array([0.2, 0.3, 0.5]), np.array([0.1, 0.2, 0.3])
    made = core.losses.create(loss)
    n = ground.surface.steps
    rng = np.random.default_rng(4)
    for _ in range(200):
        right, top = rng.integers(0, n // 2, 2)
        q = low + 0.4 * np.array([n - right - top, right, top]) / n
        assert ground.surface.values[top, right] == pytest.approx(float(made.value(p, q)), rel=1e-12)
    assert ground.surface.minimum is not None
    assert ground.window.outer(ground.surface.minimum) == pytest.approx(p, abs=1e-12)
    checked = 0
    for level, line in zip(ground.levels, ground.lines, strict=True):
        q = low + 0.4 * simplex.from_plane(line[~np.isnan(line[:, 0])])
        checked += len(q)
        assert made.value(p, q) == pytest.approx(level, abs=2e-4 * float(np.ptp(ground.surface.values)) + 1e-5)
    assert checked > 100


def _loss(name: str):
    return Intent("loss", lambda document: document.with_settings(loss=name))


def test_a_drag_in_the_part_sets_what_the_hand_shows(window: MainWindow):
    window.focus.move(choices={"surface.window": "0.1 0.1 0.2 0.6"})
    settle()
    drag(window, 0, [(0.32, 0.35, 0.33), (0.4, 0.27, 0.33)])
    q = row(window.store.document, 0, 0)
    assert q == pytest.approx([0.4, 0.27, 0.33], abs=1e-9)
    assert abs(sum(q) - 1) <= 1e-12
    assert (spot(window, handle(window, 0).barycentric) - spot(window, q)).manhattanLength() < 1e-9
    hover(surface(window).view.viewport(), spot(window, (0.3, 0.25, 0.45)))
    assert "car 0.3000   calf 0.2500   rocket 0.4500" in status(window)
    assert f"Cross-entropy nat: {-np.log(0.45):.4f}" in status(window)


def test_what_is_out_of_sight_is_no_handle_and_not_drawn(window: MainWindow):
    view = surface(window).view
    window.focus.move(choices={"surface.window": "0.0 0.0 0.0 0.2"}, sample=0)
    window.focus.move(choices={"surface.window": "0.8 0.0 0.0 0.2"})
    settle()
    geometry = view.geometry_()
    assert not geometry.shows(handle(window, 0).barycentric)
    at = geometry.point(handle(window, 0).barycentric)
    before = window.store.document
    mouse(view.viewport(), PRESS, at, LEFT, LEFT)
    mouse(view.viewport(), MOVE, at + QPointF(-30, 0), held=LEFT)
    mouse(view.viewport(), RELEASE, at + QPointF(-30, 0), LEFT)
    settle()
    assert window.store.document is before


def test_turning_keeps_the_part(window: MainWindow):
    window.focus.move(choices={"surface.window": "0.1 0.2 0.3 0.4"})
    settle()
    surface(window).view.setFocus()
    press(Key.Key_R)
    ground = surface(window)._figure.ground
    assert ground.corner_names == ("rocket", "car", "calf")
    assert ground.window.low == pytest.approx((0.3, 0.1, 0.2))
    press(Key.Key_Plus)
    press(Key.Key_R)
    press(Key.Key_R)
    assert surface(window)._figure.ground.corner_names == ("car", "calf", "rocket")
    low = surface(window)._figure.ground.window.low
    assert all(least >= edge - 1e-12 for least, edge in zip(low, (0.1, 0.2, 0.3), strict=True)), "within what was seen"


def test_the_export_gives_what_is_seen(window: MainWindow):
    view = surface(window).view
    wheel(window, spot(window, (0.3, 0.3, 0.4)), 5)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    settle()
    panel = surface(window)
    figure = panel.figure(window.results, window.focus.state)
    assert figure.ground.window == seen(window)
    assert "A part of the triangle" in figure.ground.subtitle
    shot = pixels(view.grab().toImage())
    image = QImage(view.width(), view.height(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(view.figure_style.panel))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    figure.draw(painter, QRectF(view.area), view.figure_style)
    painter.end()
    assert np.abs(pixels(image)[..., :3] - shot[..., :3]).mean() < 0.6
    whole = panel.figure(window.results, FocusState())
    assert whole.ground.window == WHOLE
    numbers = panel.numbers(window.results, window.focus.state)
    q = np.array([each[:3] for each in numbers.rows], dtype=float)
    low = np.array(seen(window).low)
    assert q.min(axis=0) == pytest.approx(low, abs=1e-12)
    assert q.sum(axis=1) == pytest.approx(1.0, abs=1e-12)


def test_ten_classes_can_be_looked_at_closer(digits: MainWindow):
    digits.focus.move(sample=2)
    at = surface(digits).view.geometry_().inner_point((0.3, 0.3, 0.4))
    wheel(digits, at, 5)
    ground = surface(digits)._figure.ground
    assert ground.window.side == pytest.approx(0.8**5)
    q = surface(digits).figure(digits.results, digits.focus.state).ground.surface.domain.lift(np.array([0.2, 0.3, 0.5]))
    p = digits.store.document.truth.row(2)
    value = float(core.cross_entropy(p, q))
    hover(surface(digits).view.viewport(), surface(digits).view.geometry_().inner_point((0.2, 0.3, 0.5)))
    assert f"{value:.4f}" in status(digits)


# -- the plane of two logits ----------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(0.05, 20.0), st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=12))
def test_a_square_stays_on_the_plane(steps: list[tuple[float, float, float]]):
    square = Square((0.0, 0.0), 8.0)
    for factor, x, y in steps:
        square = square.zoomed(factor, np.array([x, y])).panned(np.array([y, x]))
        assert max(abs(each) for each in square.middle) + square.reach <= 64.0 + 1e-9
        assert Square.read(square.text) == square


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_zoom_of_a_square_keeps_the_point_under_the_pointer(x: float, y: float):
    before, after = Square((0.0, 0.0), 8.0), Square((0.0, 0.0), 8.0).zoomed(0.5, np.array([x, y]))
    assert after.reach == 4.0
    share = (np.array([x, y]) - before.middle) / before.reach
    assert (np.array([x, y]) - after.middle) / after.reach == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize("text", [None, "", "x", "1 2", "0 0 0", "nan 0 8", "0 0 65", "0 0 inf"])
def test_what_says_no_square_is_none(text: str | None):
    assert Square.read(text) is None


def on_logits(window: MainWindow) -> HandsView:
    """Show the plane of two logits, and return its view."""
    window.focus.move(choices={"surface.domain": "logits"})
    settle()
    return surface(window).chart


def logits_seen(window: MainWindow) -> tuple[float, ...]:
    """Return the ends of both axes."""
    ground = surface(window).chart.shown.ground
    return (ground.x.low, ground.x.high, ground.y.low, ground.y.high)


def turn(chart: HandsView, at: QPointF, notches: int) -> None:
    for _ in range(abs(notches)):
        delta = QPoint(0, 120 if notches > 0 else -120)
        where = chart.viewport().mapToGlobal(at)
        none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(chart.viewport(), QWheelEvent(at, where, QPoint(), delta, NONE, none, phase, False))
        settle()


def test_the_wheel_zooms_into_the_plane_of_logits(window: MainWindow):
    chart = on_logits(window)
    assert logits_seen(window) == (-8, 8, -8, 8)
    at = chart.places().point((2.0, -3.0))
    turn(chart, at, 5)
    low, high, _, _ = logits_seen(window)
    assert high - low == pytest.approx(16 * 0.8**5)
    assert chart.places().coordinates(at) == pytest.approx([2.0, -3.0], abs=1e-9)
    assert "Home" in status(window), "how to come back is said"
    surface_ = chart.shown.ground.surface
    lattice = surface_.domain.lattice(surface_.steps)
    expected = surfaces.values_at(
        OfPrediction(window.results.document.settings.current, window.results.truth_row(0)),
        surface_.domain,
        lattice.at[3, 5],
    )
    assert surface_.values[3, 5] == pytest.approx(expected, rel=1e-5)
    assert window.store.undo_label is None


def test_keys_and_the_middle_button_move_what_is_seen_of_the_plane(window: MainWindow):
    chart = on_logits(window)
    chart.setFocus()
    press(Key.Key_Plus)
    press(Key.Key_Plus)
    low, high, bottom, top = logits_seen(window)
    assert high - low == pytest.approx(16 * 0.64)
    press(Key.Key_Right, CTRL)
    assert logits_seen(window)[0] > low
    assert logits_seen(window)[2:] == (bottom, top)
    start = chart.places().point(((low + high) / 2, (bottom + top) / 2))
    under = chart.places().coordinates(start)
    mouse(chart.viewport(), PRESS, start, MIDDLE, MIDDLE)
    mouse(chart.viewport(), MOVE, start + QPointF(40, 25), held=MIDDLE)
    settle()
    mouse(chart.viewport(), RELEASE, start + QPointF(40, 25), MIDDLE)
    assert chart.places().coordinates(start + QPointF(40, 25)) == pytest.approx(under, abs=1e-9)
    press(Key.Key_Home)
    assert logits_seen(window) == (-8, 8, -8, 8)
    press(Key.Key_Minus)
    low, high, _, _ = logits_seen(window)
    assert high - low == pytest.approx(20), "farther out than the handles ask for"
    mouse(chart.viewport(), DOUBLE, QPointF(chart.places().chart.plot.topRight() + QPointF(-9, 9)), LEFT, LEFT)
    settle()
    assert logits_seen(window) == (-8, 8, -8, 8)


def test_a_handle_is_dragged_while_zoomed_and_read_at_both_axes(window: MainWindow):
    chart = on_logits(window)
    turn(chart, chart.places().point((0.0, 0.0)), 6)
    (mark,) = [mark for mark in chart.shown.marks if mark.table == 0 and mark.is_handle]
    before = pixels(chart.grab().toImage()).copy()
    start, end = chart.places().point(mark.at), chart.places().point((1.0, 0.5))
    mouse(chart.viewport(), PRESS, start, LEFT, LEFT)
    mouse(chart.viewport(), MOVE, end, held=LEFT)
    settle()
    plane = surface(window)._moves.domain(0)
    assert plane.shadow(np.array(row(window.store.document, 0, 0))) == pytest.approx([1.0, 0.5], abs=0.02)
    axis = chart.places().chart.plot
    there = (slice(int(axis.bottom()) + 2, int(axis.bottom()) + 18), slice(int(end.x()) - 10, int(end.x()) + 10))
    assert (pixels(chart.grab().toImage())[there] != before[there]).any(), "what is read stands at the axis"
    mouse(chart.viewport(), RELEASE, end, LEFT)


def test_the_level_of_q_runs_through_its_mark_on_the_plane(window: MainWindow):
    chart = on_logits(window)
    window.focus.move(choices={"surface.level": "on"})
    settle()
    (mark,) = [mark for mark in chart.shown.marks if mark.table == window.focus.state.model and mark.is_handle]
    line = chart.shown.level
    away = np.nanmin(np.hypot(line[:, 0] - mark.at[0], line[:, 1] - mark.at[1]))
    assert away < 0.1
    assert np.isfinite(line).any()


def test_a_button_leads_back_from_a_part_and_then_from_a_turn(window: MainWindow):
    view = surface(window).view
    assert not view.back.isVisible()
    view.setFocus()
    press(Key.Key_R)
    wheel(window, spot(window, (0.3, 0.3, 0.4)), 3)
    assert view.back.isVisible()
    assert (view.back.accessibleName(), view.back.toolTip()) == ("The whole triangle", "The whole triangle (Home)")
    view.back.click()
    settle()
    assert seen(window).is_whole
    assert view.back.accessibleName() == "Corners in order"
    press(Key.Key_Home)
    assert window.focus.state.choices["surface.turn"] == "0"
    assert not view.back.isVisible()
    assert window.store.undo_label is None


def test_a_button_leads_back_from_a_part_of_the_plane(window: MainWindow):
    window.focus.move(choices={"surface.domain": "logits"})
    settle()
    chart = surface(window).chart
    assert not chart.back.isVisible()
    chart.zoomed.emit(0.5, np.zeros(2))
    settle()
    assert chart.back.accessibleName() == "The whole plane"
    chart.back.click()
    settle()
    assert not chart.back.isVisible()
    assert not window.focus.state.choices["surface.square"]
