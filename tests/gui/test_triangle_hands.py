"""The triangle under a person's hands beyond a plain drag: snapping, keys, what the pointer reads, turning, arrows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox

import core
from core import simplex
from core.document import TRUTH, Document
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.plotting import snapping, spikes
from gui.plotting.style import LIGHT
from tests.gui.hands import (
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    Key,
    Opener,
    choose,
    drag,
    handle,
    hover,
    mouse,
    press,
    row,
    settle,
    spot,
    status,
    steps,
    surface,
)
from tests.gui.pictures import pixels


def place(window: MainWindow, table_: int = 0) -> list[float]:
    return row(window.store.document, table_, 0)


def option(window: MainWindow, name: str, key: str) -> None:
    """Choose an option in the panel's title as a person does."""
    box = window.findChild(QComboBox, f"control.surface.{name}")
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())
    settle()


# -- snapping -----------------------------------------------------------------------------------------------


def carry(window: MainWindow, target: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Drag model 1's handle to a place of the screen."""
    viewport = surface(window).view.viewport()
    start = spot(window, handle(window, 0).barycentric)
    mouse(viewport, PRESS, start, LEFT, LEFT)
    for at in ((start + target) / 2, target):
        event = QMouseEvent(MOVE, at, viewport.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, modifiers)
        QApplication.sendEvent(viewport, event)
    mouse(viewport, RELEASE, target, LEFT)
    settle()


@pytest.mark.parametrize(
    "target",
    [(1, 0, 0), (0, 1, 0), (0, 0, 1), snapping.UNIFORM],
    ids=["left", "right", "top", "uniform"],
)
def test_a_handle_snaps_to_corners_and_the_middle_exactly(window: MainWindow, target: Sequence[float]):
    near = spot(window, target) + (spot(window, (0.3, 0.4, 0.3)) - spot(window, target)) * 0.015 + QPointF(3, -2)
    carry(window, near)
    assert place(window) == list(target)
    assert sum(place(window)) == 1.0
    assert steps(window) == 1


@pytest.mark.parametrize("k", [0, 1, 2])
def test_a_handle_snaps_to_an_edge_exactly(window: MainWindow, k: int):
    inner = np.full(3, 0.0)
    inner[(k + 1) % 3], inner[(k + 2) % 3] = 0.62, 0.38
    inner = 0.99 * inner + 0.01 * np.eye(3)[k]
    carry(window, spot(window, inner))
    q = place(window)
    assert q[k] == 0.0
    assert q[(k + 1) % 3] / q[(k + 2) % 3] == pytest.approx(0.62 / 0.38, rel=0.02)
    assert abs(sum(q) - 1) <= 1e-12


def test_alt_lets_a_handle_pass_them_by(window: MainWindow):
    near = spot(window, (0.33, 0.33, 0.34)) + QPointF(2, 0)
    carry(window, near, Qt.KeyboardModifier.AltModifier)
    at = surface(window).view.geometry_().barycentric(near)
    assert place(window) == pytest.approx(at, abs=1e-12)
    assert place(window) != pytest.approx([1 / 3] * 3, abs=1e-6)


def test_a_little_farther_off_nothing_pulls(window: MainWindow):
    target = spot(window, snapping.UNIFORM) + QPointF(9, 0)
    carry(window, target)
    assert place(window) == pytest.approx(surface(window).view.geometry_().barycentric(target), abs=1e-12)


def test_what_is_snapped_is_a_distribution():
    rng = np.random.default_rng(1)
    for at in rng.dirichlet([0.4] * 3, 2000):
        q = snapping.snapped(simplex.nearest(at), 0.02)
        assert q.min() >= 0
        assert abs(q.sum() - 1) <= 1e-15
        assert np.linalg.norm(simplex.to_plane(q - at)) <= 2 * 0.02, "from where two edges are near, to their corner"


@pytest.mark.parametrize(
    ("key", "target"),
    [
        (Key.Key_1, [1, 0, 0]),
        (Key.Key_2, [0, 1, 0]),
        (Key.Key_3, [0, 0, 1]),
        (Key.Key_0, snapping.UNIFORM.tolist()),
    ],
)
def test_keys_set_a_handle_to_a_corner_or_the_middle(window: MainWindow, key: Qt.Key, target: list[float]):
    surface(window).view.setFocus()
    before = window.store.document
    press(key)
    assert place(window) == target
    assert steps(window) == 1
    window.store.undo()
    assert window.store.document is before


def test_a_key_on_a_hollow_handle_says_that_it_normalized_the_row(window: MainWindow):
    view = surface(window).view
    view.setFocus()
    press(Key.Key_Tab)
    assert handle(window, 1).hollow
    press(Key.Key_Down)
    assert place(window, 1) == pytest.approx(np.array([0.1, 0.1, 0.9]) / 1.1 + [0.005, 0.005, -0.01], abs=1e-12)
    assert "Model 2, image 1 summed to 1.1" in status(window)
    assert "normalized" in status(window)
    assert not handle(window, 1).hollow
    press(Key.Key_Down)
    assert "summed to" not in status(window), "it is a distribution by now"


# -- what the pointer reads ---------------------------------------------------------------------------------


def test_the_pointer_reads_loss_and_gradient(window: MainWindow):
    viewport = surface(window).view.viewport()
    hover(viewport, spot(window, (0.2, 0.3, 0.5)))
    assert "Cross-entropy nat: 0.6931" in status(window)
    assert "∂/∂q (0.0000, 0.0000, −2.0000)" in status(window)
    choose(window, "control.unit", "bit")
    hover(viewport, spot(window, (0.2, 0.3, 0.5)))
    assert f"−{2 / np.log(2):.4f}" in status(window)
    choose(window, "control.loss", "mse")
    hover(viewport, spot(window, (0.2, 0.3, 0.5)))
    assert "∂/∂q (0.4000, 0.6000, −1.0000)" in status(window)
    choose(window, "control.loss", "classification_error")
    hover(viewport, spot(window, (0.2, 0.3, 0.5)))
    assert "no gradient: flat steps" in status(window)


def test_spikes_end_on_the_scale_of_each_class():
    q = np.array([0.2, 0.3, 0.5])
    left, right, top = spikes.ends(q)
    assert left == pytest.approx([0.2, 0.0, 0.8]), "on the left side, where the left class is read"
    assert right == pytest.approx([0.7, 0.3, 0.0]), "at the foot"
    assert top == pytest.approx([0.0, 0.5, 0.5]), "on the right side"


def test_spikes_follow_the_pointer_and_leave_with_it(window: MainWindow):
    view = surface(window).view
    viewport = view.viewport()
    calm = pixels(view.grab().toImage())
    q = np.array([0.55, 0.15, 0.3])
    hover(viewport, spot(window, q))
    settle()
    shot = pixels(view.grab().toImage())
    for k, end in enumerate(spikes.ends(q)):
        for share in (0.35, 0.6, 0.8):
            at = view.geometry_().point(q + share * (end - q))
            x, y = int(at.x()), int(at.y())
            patch = (slice(y - 3, y + 4), slice(x - 3, x + 4))
            assert np.abs(shot[patch] - calm[patch]).max() > 25, (k, share)
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    settle()
    assert np.abs(pixels(view.grab().toImage()) - calm).max() == 0


def test_spikes_follow_a_dragged_handle(window: MainWindow):
    view = surface(window).view
    drag(window, 0, [(0.3, 0.4, 0.3), (0.5, 0.3, 0.2)], release=False)
    assert view._over.isVisible()
    mouse(view.viewport(), RELEASE, spot(window, (0.5, 0.3, 0.2)), LEFT)
    settle()
    assert not view._over.isVisible()


# -- the minimum --------------------------------------------------------------------------------------------


def foot(window: MainWindow) -> str:
    return "   ".join(surface(window).figure(window.results, window.focus.state).foot)


def test_where_the_loss_is_least_and_why_is_said_in_words(window: MainWindow):
    assert "Least at p: the loss is strictly proper." in foot(window)
    window.findChild(QDoubleSpinBox, "control.parameter.label_smoothing").setValue(0.3)
    settle()
    distance = np.linalg.norm([0.1, 0.1, -0.2])
    assert f"Least {distance:.4f} from p: smoothing ε moves it." in foot(window)
    assert any(point.label == f"minimum, {distance:.4f} from p" for point in surface(window).view.points)
    choose(window, "control.loss", "focal")
    assert "Least at p." in foot(window), "for a truth at a corner"
    window.panels["surface"].view.moved.emit(TRUTH, np.array([0.2, 0.3, 0.5]), object())
    settle()
    assert "from p: the loss is not proper." in foot(window)
    choose(window, "control.loss", "classification_error")
    assert "Least" not in foot(window)


def test_on_a_slice_the_held_classes_keep_the_minimum_away(digits: MainWindow):
    digits.focus.move(sample=2)
    words = foot(digits)
    assert "Least" in words
    assert "the held classes keep it away" in words


# -- turning ------------------------------------------------------------------------------------------------


def corner_at(window: MainWindow) -> list[str]:
    return list(surface(window)._figure.ground.corner_names)


def test_turning_carries_names_handles_and_readings_along(window: MainWindow):
    view = surface(window).view
    view.setFocus()
    start = [point.barycentric for point in view.points]
    loss_before = [point.label for point in view.points]
    for turns, names in enumerate((["rocket", "car", "calf"], ["calf", "rocket", "car"], ["car", "calf", "rocket"]), 1):
        press(Key.Key_R)
        assert corner_at(window) == names
        assert [point.label for point in view.points] == loss_before
        for before, point in zip(start, view.points, strict=True):
            assert point.barycentric == pytest.approx(np.roll(before, turns), abs=1e-15)
        q = dict(zip(names, (0.5, 0.2, 0.3), strict=True))
        hover(view.viewport(), spot(window, (0.5, 0.2, 0.3)))
        for name, share in q.items():
            assert f"{name} {share:.4f}" in status(window)
        assert f"Cross-entropy nat: {-np.log(q['rocket']):.4f}" in status(window)
    assert window.store.undo_label is None, "how one looks at it is no edit"


def test_a_turned_triangle_is_dragged_where_the_hand_goes(window: MainWindow):
    option(window, "turn", "1")
    assert corner_at(window) == ["rocket", "car", "calf"]
    drag(window, 0, [(0.6, 0.25, 0.15)])
    assert place(window) == pytest.approx([0.25, 0.15, 0.6], abs=0.005)
    surface(window).view.setFocus()
    press(Key.Key_1)
    assert place(window) == [0, 0, 1]


def test_turning_ten_classes_keeps_the_three(digits: MainWindow):
    digits.focus.move(sample=2)
    before = corner_at(digits)
    option(digits, "turn", "2")
    assert corner_at(digits) == [before[1], before[2], before[0]]
    naive = next(k for k, model in enumerate(digits.store.document.models) if model.scale == "probability")
    digits.focus.move(model=naive)
    start = corner_at(digits)
    drag(digits, naive, [(0.4, 0.3, 0.3), (0.2, 0.5, 0.3)])
    assert corner_at(digits) == start, "a drag holds the corners and turns nothing"


# -- arrows and the level -----------------------------------------------------------------------------------


def arrows_of(window: MainWindow):
    ground = surface(window)._figure.ground
    return ground.field


def test_arrows_by_logits_of_cross_entropy_lead_straight_to_the_truth(window: MainWindow):
    p = np.array([0.2, 0.3, 0.5])
    window.panels["surface"].view.moved.emit(TRUTH, p, object())
    option(window, "field", "z")
    rng = np.random.default_rng(2)
    at = simplex.to_plane(rng.dirichlet(np.ones(3), 50))
    assert arrows_of(window)(at) == pytest.approx(simplex.to_plane(p) - at, abs=1e-12)
    assert "Arrows lead down, along −∂L/∂z" in surface(window)._figure.ground.subtitle
    option(window, "turn", "1")
    assert arrows_of(window)(at) == pytest.approx(simplex.to_plane(np.roll(p, 1)) - at, abs=1e-12)


def test_arrows_are_drawn_in_every_size_and_only_when_wanted(window: MainWindow):
    panel = surface(window)
    calm = panel.view.grab().toImage()
    option(window, "field", "q")
    assert panel.view.grab().toImage() != calm
    option(window, "field", "none")
    assert panel.view.grab().toImage() == calm
    option(window, "field", "q")
    choose(window, "control.loss", "classification_error")
    assert arrows_of(window) is None
    assert "No arrows: the loss has no gradient" in panel._figure.ground.subtitle


def test_the_level_through_the_prediction_costs_what_it_costs(window: MainWindow):
    assert surface(window)._figure.level is None
    window.findChild(QCheckBox, "control.surface.level").click()
    settle()
    window.panels["surface"].view.moved.emit(TRUTH, np.array([0.2, 0.3, 0.5]), object())
    drag(window, 0, [(0.5, 0.3, 0.2)])
    line = surface(window)._figure.level
    q = simplex.from_plane(line[~np.isnan(line[:, 0])])
    cost = float(core.cross_entropy([0.2, 0.3, 0.5], place(window)))
    inner = q[(q > 0.1).all(axis=1)]
    assert len(inner) > 10
    assert core.cross_entropy([0.2, 0.3, 0.5], inner) == pytest.approx(cost, abs=2e-3)
    distance = np.linalg.norm(simplex.to_plane(q - np.array(place(window))), axis=1)
    assert distance.min() < 0.01, "it goes through the handle"
    choose(window, "control.loss", "classification_error")
    assert surface(window)._figure.level is None


def test_what_is_chosen_is_in_the_figure_without_a_window(window: MainWindow):
    choices = {"surface.field": "q", "surface.level": "on", "surface.turn": "2", "surface.scale": "rank"}
    figure = surface(window).figure(window.results, FocusState(choices=choices))
    assert figure.ground.field is not None
    assert figure.level is not None
    assert figure.ground.corner_names == ("calf", "rocket", "car")
    assert figure.ground.colours.kind == "rank"


def test_a_loss_that_wants_labels_is_silent_about_soft_truths(open_window: Opener):
    document = Document.make(np.array([[0.2, 0.3, 0.5]]), [("m", np.array([[0.3, 0.3, 0.4]]), "probability")])
    window = open_window(document.with_settings(loss="hinge"))
    option(window, "field", "q")
    window.findChild(QCheckBox, "control.surface.level").click()
    settle()
    figure = surface(window)._figure
    assert figure.ground.field is None
    assert figure.level is None
    hover(surface(window).view.viewport(), spot(window, (0.2, 0.3, 0.5)))
    assert "∂/∂q" not in status(window)


def test_ticks_say_round_numbers_in_the_middle_of_each_side(window: MainWindow):
    geometry = surface(window).view.geometry_()
    for corner in range(3):
        assert geometry.ticks(corner) == pytest.approx([0.2, 0.4, 0.6, 0.8])
        assert all(b - a == pytest.approx(0.2) for a, b in pairwise(geometry.ticks(corner)))
    assert geometry.coordinate_words(0.4) == "0.4"
    assert LIGHT.scale == 1.0


def test_arrows_on_the_logit_plane_follow_the_logits(window: MainWindow):
    option(window, "domain", "logits")
    panel = surface(window)
    calm = panel.figure(window.results, window.focus.state)
    assert calm.ground.field is None
    option(window, "field", "q")
    figure = panel.figure(window.results, window.focus.state)
    plane = figure.ground.surface.domain
    z = np.array([[1.0, -2.0]])
    q = np.exp(plane.lift(z)) / np.exp(plane.lift(z)).sum()
    assert figure.ground.field(z) == pytest.approx((np.array([0.0, 0.0, 1.0]) - q)[:, list(plane.axes)], abs=1e-12)
    assert any("Arrows lead down, along −∂L/∂z" in title for title in figure.ground.titles)
    choose(window, "control.loss", "classification_error")
    figure = panel.figure(window.results, window.focus.state)
    assert figure.ground.field is None
    assert any("No arrows: the loss has no gradient" in title for title in figure.ground.titles)


def test_of_many_places_in_one_turn_only_the_last_is_asked_for(window: MainWindow):
    """The first moves the row at once; the others wait for the turn's end, and all are one step of the history."""
    view, gesture = window.panels["surface"].view, object()
    places = [np.array([0.2 + 0.001 * k, 0.3, 0.5 - 0.001 * k]) for k in range(50)]
    asked: list[object] = []
    window.panels["surface"].intended.connect(asked.append)
    before = window.store.document
    for place in places:
        view.moved.emit(0, place, gesture)
    np.testing.assert_allclose(window.store.document.models[0].probability_row(0), places[0], atol=1e-12)
    QApplication.processEvents()
    np.testing.assert_allclose(window.store.document.models[0].probability_row(0), places[-1], atol=1e-12)
    assert len(asked) == 2
    window.store.undo()
    assert window.store.document is before


def test_a_drop_asks_for_the_last_place_at_once(window: MainWindow):
    view, gesture = window.panels["surface"].view, object()
    places = np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])
    for place in places:
        view.moved.emit(0, place, gesture)
    view.dropped.emit()
    np.testing.assert_allclose(window.store.document.models[0].probability_row(0), places[-1], atol=1e-12)


def test_a_drag_that_is_called_off_leaves_nothing_to_come(window: MainWindow):
    view, gesture = window.panels["surface"].view, object()
    before = window.store.document
    for place in ([0.2, 0.3, 0.5], [0.6, 0.3, 0.1]):
        view.moved.emit(0, np.array(place), gesture)
    view.called_off.emit(gesture)
    QApplication.processEvents()
    assert window.store.document is before
