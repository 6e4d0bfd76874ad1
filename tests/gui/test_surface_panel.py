"""The triangle under a person's hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit

import core
from core.document import TRUTH, Document
from gui.main_window import MainWindow
from gui.plotting import marked, ternary
from gui.plotting.style import LIGHT
from gui.store import Intent
from tests.gui.hands import (
    CTRL,
    DOUBLE,
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    SHIFT,
    Key,
    Opener,
    choose,
    drag,
    enter,
    handle,
    hover,
    is_minimum,
    mouse,
    press,
    row,
    said,
    settle,
    shown,
    spot,
    status,
    steps,
    surface,
    table,
    values,
    write,
)

WAY = ((0.3, 0.3, 0.4), (0.35, 0.3, 0.35), (0.45, 0.3, 0.25), (0.5, 0.3, 0.2), (0.55, 0.35, 0.1))
"""A way across the triangle, far from its edges."""


def place(window: MainWindow, table_: int, sample: int = 0) -> list[float]:
    return row(window.store.document, table_, sample)


@pytest.mark.parametrize(("table_", "sample"), [(0, 0), (1, 0), (TRUTH, 0), (1, 1)])
def test_a_drag_is_one_step_and_everything_shows_it(window: MainWindow, table_: int, sample: int):
    window.focus.move(sample=sample)
    before = window.store.document
    drag(window, table_, WAY)
    document = window.store.document
    q = document.rows(table_).row(sample)
    assert q == pytest.approx(WAY[-1], abs=0.005)
    assert abs(q.sum() - 1) <= 1e-12
    assert steps(window) == 1
    other = {0: 1, 1: 0, TRUTH: 0}[table_]
    assert document.rows(other) is before.rows(other)
    assert place(window, table_, 1 - sample) == before.rows(table_).row(1 - sample).tolist()

    model = max(table_, 0)
    view = table(window, "truth" if table_ == TRUTH else "predictions")
    assert window.focus.state.model == model
    assert window.focus.state.handle == table_
    assert [said(view, sample, k) for k in range(3)] == [f"{x:.4f}" for x in q]
    p_now, q_now = document.truth.row(sample), document.models[model].rows.row(sample)
    assert values(table(window, "results"), "Cross-entropy")[sample] == pytest.approx(
        float(core.cross_entropy(p_now, q_now)), rel=1e-12
    )
    assert values(table(window, "results"), "H(p)")[sample] == pytest.approx(float(core.entropy(p_now)), rel=1e-12)
    bar = window.panels["decomposition"].view.figure.groups[sample].bars[model]
    assert bar.whole == pytest.approx(float(core.cross_entropy(p_now, q_now)), rel=1e-12)
    line = next(line for line in window.panels["comparison"].model.lines if line.name == "cross_entropy")
    both = [float(core.cross_entropy(document.truth.row(k), document.models[model].rows.row(k))) for k in (0, 1)]
    assert line.means[model] == pytest.approx(np.mean(both), rel=1e-12)
    assert handle(window, table_).barycentric == pytest.approx(q, abs=1e-12)
    assert "Move" in window.actions_.all["undo"].text()

    press(Key.Key_Z, CTRL)
    assert window.store.document is before
    assert handle(window, table_).barycentric == pytest.approx(
        before.rows(table_).row(sample) / before.rows(table_).row(sample).sum(), abs=1e-12
    )


def test_while_it_is_held_every_table_follows(window: MainWindow):
    seen = []
    for end in range(1, len(WAY)):
        drag(window, 0, WAY[end - 1 : end + 1], release=False)
        seen.append(shown(table(window, "results"), "Cross-entropy")[0])
        QTest.mouseRelease(surface(window).view.viewport(), LEFT, pos=spot(window, WAY[end]).toPoint())
    assert all(float(a) < float(b) for a, b in pairwise(seen)), "farther from the rocket costs more"


def test_two_drags_are_two_steps(window: MainWindow):
    drag(window, 0, WAY[:2])
    middle = window.store.document
    drag(window, 0, WAY[2:])
    assert steps(window) == 2
    window.store.undo()
    assert window.store.document is middle


def test_a_click_without_a_move_is_no_edit_but_takes_the_focus(window: MainWindow):
    before = window.store.document
    drag(window, 1, [])
    assert window.store.document is before
    assert window.focus.state.model == 1
    assert window.deck.model_choice.currentIndex() == 1
    assert handle(window, 1).focused


def test_escape_calls_a_drag_off_without_a_trace(window: MainWindow):
    drag(window, 1, [(0.3, 0.3, 0.4)])
    before, redo = window.store.document, window.store.redo_label
    drag(window, 0, WAY, release=False)
    assert window.store.document is not before
    press(Key.Key_Escape)
    assert window.store.document is before
    assert steps(window) == 1
    assert window.store.redo_label == redo
    assert said(table(window, "predictions"), 0, 0) == "0.3000"
    viewport = surface(window).view.viewport()
    mouse(viewport, MOVE, spot(window, (0.6, 0.2, 0.2)), held=LEFT)
    mouse(viewport, RELEASE, spot(window, (0.6, 0.2, 0.2)), LEFT)
    settle()
    assert window.store.document is before, "the hand that still moves holds nothing any more"


def test_after_escape_redo_still_leads_where_it_led(window: MainWindow):
    drag(window, 1, [(0.3, 0.3, 0.4)])
    after = window.store.document
    press(Key.Key_Z, CTRL)
    start = window.store.document
    drag(window, 0, WAY, release=False)
    press(Key.Key_Escape)
    assert window.store.document is start
    press(Key.Key_Y, CTRL)
    assert window.store.document is after, "a gesture called off takes nothing away"


def test_undo_during_a_drag_keeps_the_history_whole(window: MainWindow):
    start = window.store.document
    enter(table(window, "predictions"), 0, 0, "0.25")
    typed = window.store.document
    drag(window, 1, [(0.3, 0.3, 0.4), (0.4, 0.3, 0.3)], release=False)
    press(Key.Key_Z, CTRL)
    viewport = surface(window).view.viewport()
    mouse(viewport, MOVE, spot(window, (0.5, 0.3, 0.2)), held=LEFT)
    mouse(viewport, RELEASE, spot(window, (0.5, 0.3, 0.2)), LEFT)
    settle()
    documents = [window.store.document]
    while window.store.undo_label is not None:
        window.store.undo()
        documents.append(window.store.document)
    assert documents[-1] is start
    assert typed in documents


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ((1.6, -0.3, -0.3), (1, 0, 0)),
        ((-0.4, -0.4, 1.8), (0, 0, 1)),
        ((0.6, 0.6, -0.2), (0.5, 0.5, 0)),
        ((-0.2, 0.4, 0.8), (0, 0.3, 0.7)),
    ],
)
def test_a_drag_outside_stays_on_the_edge(window: MainWindow, target: Sequence[float], expected: Sequence[float]):
    drag(window, 0, [(0.4, 0.3, 0.3), target])
    q = place(window, 0)
    assert q == pytest.approx(expected, abs=0.005)
    assert min(q) >= 0
    assert abs(sum(q) - 1) <= 1e-12


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (Key.Key_Left, (0.01, -0.01, 0)),
        (Key.Key_Right, (-0.01, 0.01, 0)),
        (Key.Key_Up, (-0.005, -0.005, 0.01)),
        (Key.Key_Down, (0.005, 0.005, -0.01)),
    ],
)
def test_arrow_keys_move_the_focused_handle(window: MainWindow, key: Qt.Key, change: tuple[float, ...]):
    surface(window).view.setFocus()
    start = np.array(place(window, 0))
    press(key)
    assert place(window, 0) == pytest.approx(start + change, abs=1e-12)
    press(key, SHIFT)
    assert place(window, 0) == pytest.approx(start + 11 * np.array(change), abs=1e-12)
    assert abs(sum(place(window, 0)) - 1) <= 1e-12
    assert steps(window) == 2
    press(Key.Key_Z, CTRL)
    press(Key.Key_Z, CTRL)
    assert place(window, 0) == start.tolist()


def test_keys_that_come_faster_than_pictures_all_count(window: MainWindow):
    view = surface(window).view
    view.setFocus()
    for _ in range(5):
        QTest.keyClick(view, Key.Key_Left)
    settle()
    assert place(window, 0) == pytest.approx([0.35, 0.25, 0.4], abs=1e-12)


def test_arrow_keys_stop_at_the_edge(window: MainWindow):
    surface(window).view.setFocus()
    for _ in range(9):
        press(Key.Key_Up, SHIFT)
    assert place(window, 0) == pytest.approx([0, 0, 1], abs=1e-12)
    before = steps(window)
    press(Key.Key_Up, SHIFT)
    assert place(window, 0) == [0, 0, 1]
    assert steps(window) == before, "where nothing moves there is nothing to undo"


def test_tab_goes_through_the_handles_and_on(window: MainWindow):
    view = surface(window).view
    view.setFocus()
    assert window.focus.state.handle == 0
    press(Key.Key_Tab)
    assert window.focus.state.handle == 1
    assert window.focus.state.model == 1
    assert view.hasFocus()
    press(Key.Key_Backtab, SHIFT)
    press(Key.Key_Backtab, SHIFT)
    assert window.focus.state.handle == TRUTH
    assert window.focus.state.model == 0, "the truth is no model to look at"
    press(Key.Key_Down)
    assert place(window, TRUTH) == pytest.approx([0.005, 0.005, 0.99], abs=1e-12)
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    assert view.hasFocus()
    press(Key.Key_Tab)
    assert not view.hasFocus(), "after the last handle the keyboard goes on to the next panel"


def test_double_click_types_the_exact_value(window: MainWindow):
    viewport = surface(window).view.viewport()
    at = spot(window, handle(window, 1).barycentric)
    for kind, held in ((PRESS, LEFT), (RELEASE, Qt.MouseButton.NoButton), (DOUBLE, LEFT)):
        mouse(viewport, kind, at, LEFT, held)
    mouse(viewport, RELEASE, at, LEFT)
    settle()
    assert window.focus.state.model == 1
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "0.1"
    write("0")
    press(Key.Key_Tab)
    assert place(window, 1) == [0, 0.1, 0.9]


def test_double_click_on_the_truth_opens_its_table(window: MainWindow):
    viewport = surface(window).view.viewport()
    at = spot(window, handle(window, TRUTH).barycentric)
    mouse(viewport, DOUBLE, at, LEFT, LEFT)
    settle()
    assert table(window, "truth").isAncestorOf(QApplication.focusWidget())


def test_what_is_under_the_pointer_is_said_in_words(window: MainWindow):
    viewport = surface(window).view.viewport()
    q = (0.2, 0.3, 0.5)
    hover(viewport, spot(window, q))
    words = status(window)
    for part in ("car 0.2000", "calf 0.3000", "rocket 0.5000", "Cross-entropy nat: 0.6931"):
        assert part in words
    choose(window, "control.unit", "bit")
    hover(viewport, spot(window, q))
    assert "Cross-entropy bit: 1.0000" in status(window)
    hover(viewport, QPointF(2, 2))
    assert "rocket 0.5" not in status(window), "outside there is nothing to read"
    assert "Drag a marker" in status(window)


def test_hover_on_an_edge_where_the_loss_is_infinite(window: MainWindow):
    hover(surface(window).view.viewport(), spot(window, (0.5, 0.5, 1e-9)))
    assert "Cross-entropy nat: 20.7233" in status(window)


def test_the_handle_of_a_row_that_is_no_distribution_is_hollow_at_its_projection(window: MainWindow):
    point = handle(window, 1)
    assert point.hollow
    assert point.barycentric == pytest.approx(np.array([0.1, 0.1, 0.9]) / 1.1, abs=1e-12)
    drag(window, 1, [(0.2, 0.2, 0.6)])
    assert not handle(window, 1).hollow, "what is dragged is a distribution"
    assert window.words.warnings.text() == ""


def test_a_row_of_zeros_stands_in_the_middle_and_can_be_dragged_out(window: MainWindow):
    view = table(window, "predictions")
    for k in range(3):
        enter(view, 0, k, "0", Key.Key_Tab)
    point = handle(window, 0)
    assert point.hollow
    assert point.barycentric == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    drag(window, 0, [(0.2, 0.3, 0.5)])
    assert place(window, 0) == pytest.approx([0.2, 0.3, 0.5], abs=0.005)


def test_labels_say_each_models_loss(window: MainWindow):
    assert handle(window, 0).label == "Model 1  0.9163"
    assert handle(window, 1).label == "Model 2  0.1054"
    assert handle(window, TRUTH).label == "p = minimum"
    choose(window, "control.loss", "mse")
    assert handle(window, 0).label == "Model 1  0.5400"
    choose(window, "control.loss", "classification_error")
    assert handle(window, TRUTH).label == "p, the truth", "flat steps have no one minimum"


def test_the_minimum_leaves_the_truth_where_the_loss_is_smoothed(window: MainWindow):
    window.focus.move(sample=1)
    assert not any(is_minimum(point) for point in surface(window).view.points)
    window.findChild(QDoubleSpinBox, "control.parameter.label_smoothing").setValue(0.3)
    settle()
    point = next(point for point in surface(window).view.points if is_minimum(point))
    assert point.barycentric == pytest.approx((0.8, 0.1, 0.1))
    assert handle(window, TRUTH).label == "p, the truth"
    viewport = surface(window).view.viewport()
    before = window.store.document
    at = spot(window, point.barycentric)
    mouse(viewport, PRESS, at, LEFT, LEFT)
    mouse(viewport, MOVE, at + QPointF(-60, 60), held=LEFT)
    mouse(viewport, RELEASE, at + QPointF(-60, 60), LEFT)
    settle()
    assert window.store.document is before, "the minimum is where it is"


def test_ten_classes_are_a_slice_that_keeps_the_others(digits: MainWindow):
    window = digits
    naive = next(k for k, model in enumerate(window.store.document.models) if model.scale == "probability")
    sample = 2
    window.focus.move(sample=sample, model=naive)
    q = np.full(10, 0.04)
    q[[0, 1, 2]] = 0.2, 0.3, 0.22
    index = window.deck.predictions_model.index(sample, 0)
    assert index.isValid()
    window.store.push(Intent("set", lambda document: document.with_rows(naive, {sample: q})))
    settle()
    corners = list(surface(window).figure(window.results, window.focus.state).ground.corner_classes)
    others = [k for k in range(10) if k not in corners]
    ground = surface(window)._figure.ground
    drag(window, naive, [(0.4, 0.3, 0.3), (0.2, 0.5, 0.3)])
    assert surface(window)._figure.ground is ground, "what lies under the handles is not drawn anew"
    after = np.array(place(window, naive, sample))
    mass = q[corners].sum()
    assert after[others].tolist() == q[others].tolist(), "the others stay to the last digit"
    assert after[corners] == pytest.approx(mass * np.array([0.2, 0.5, 0.3]), abs=0.005)
    assert abs(after.sum() - 1) <= 1e-12
    foot = surface(window).figure(window.results, window.focus.state)
    assert f"{1 - mass:.4f}" in foot.ground.subtitle


def test_the_triangle_stays_while_a_handle_takes_its_classes_apart(digits: MainWindow):
    """Which classes matter most changes under the drag; the triangle must not be pulled away from the hand."""
    window = digits
    naive = next(k for k, model in enumerate(window.store.document.models) if model.scale == "probability")
    window.focus.move(sample=2, model=naive)
    q = np.full(10, 0.04)
    q[[0, 1, 2]] = 0.2, 0.3, 0.22
    window.store.push(Intent("set", lambda document: document.with_rows(naive, {2: q})))
    settle()

    def corners() -> tuple[int, ...]:
        return surface(window).figure(window.results, window.focus.state).ground.corner_classes

    start = corners()
    others = [k for k in range(10) if k not in start]
    drag(window, naive, [(0.4, 0.3, 0.3), (0, 1, 0)])
    assert corners() == start
    drag(window, naive, [(0.2, 0.4, 0.4)])
    after = np.array(place(window, naive, 2))
    assert corners() == start
    assert after[others].tolist() == q[others].tolist()
    window.focus.move(sample=3)
    assert int(window.store.document.truth.row(3).argmax()) in corners(), "another sample has its own classes"
    window.focus.move(sample=2)
    surface(window).view.setFocus()
    start = corners()
    for _ in range(12):
        press(Key.Key_Right, SHIFT)
    assert corners() == start


def test_ten_classes_dragging_logits_keeps_them_logits(digits: MainWindow):
    window = digits
    model = next(k for k, model in enumerate(window.store.document.models) if model.scale == "logit")
    window.focus.move(sample=4, model=model)
    before = window.store.document.models[model].probability_row(4)
    corners = list(surface(window).figure(window.results, window.focus.state).ground.corner_classes)
    drag(window, model, [(0.4, 0.3, 0.3), (0.2, 0.5, 0.3)])
    document = window.store.document
    assert document.models[model].scale == "logit"
    after = document.models[model].probability_row(4)
    others = [k for k in range(10) if k not in corners]
    assert after[others] == pytest.approx(before[others], rel=1e-9)
    assert after[corners] / after[corners].sum() == pytest.approx([0.2, 0.5, 0.3], abs=0.005)
    assert abs(after.sum() - 1) <= 1e-12


def test_the_corners_are_the_classes_that_matter(digits: MainWindow):
    document = digits.store.document
    for sample in (0, 1, 2):
        digits.focus.move(sample=sample)
        ground = surface(digits).figure(digits.results, digits.focus.state).ground
        truth = int(document.truth.row(sample).argmax())
        assert truth in ground.corner_classes
        assert sorted(ground.corner_classes) == list(ground.corner_classes)
        assert [document.classes[k] for k in ground.corner_classes] == list(ground.corner_names)


@pytest.mark.parametrize("size", [QSize(320, 300), QSize(460, 480), QSize(800, 700)])
def test_labels_of_markers_leave_the_names_of_the_corners_free(
    digits: MainWindow, monkeypatch: pytest.MonkeyPatch, size: QSize
):
    boxes: list[QRectF] = []
    draw_text = marked.draw_text

    def note(*args: Any) -> QRectF:
        boxes.append(draw_text(*args))
        return boxes[-1]

    monkeypatch.setattr(marked, "draw_text", note)
    rect = QRectF(0, 0, size.width(), size.height())
    image = QImage(size, QImage.Format.Format_RGB32)
    for sample in range(6):
        digits.focus.move(sample=sample)
        figure = surface(digits).figure(digits.results, digits.focus.state)
        painter = QPainter(image)
        figure.draw(painter, rect, LIGHT)
        names = ternary.name_boxes(painter, rect, figure.ground, LIGHT)
        painter.end()
        assert len(boxes) == 3, "p and two models"
        assert not any(box.intersects(name) for box in boxes for name in names)
        boxes.clear()


def test_the_heat_map_is_drawn_where_the_triangle_is(window: MainWindow):
    view = surface(window).view
    picture = view.grab().toImage()
    ratio = picture.devicePixelRatio()

    def light(*q: float) -> float:
        """Return how light the picture is around a point of the triangle."""
        at = (spot(window, q) * ratio).toPoint()
        patch = picture.copy(at.x() - 8, at.y() - 8, 17, 17)
        return float(np.median([patch.pixelColor(x, y).lightnessF() for x in range(17) for y in range(17)]))

    steps_up = [light(0.1, 0.1, 0.8), light(0.35, 0.35, 0.3), light(0.49, 0.36, 0.15)]
    assert steps_up == sorted(steps_up, reverse=True)
    assert steps_up[0] > steps_up[2] + 0.2, "light for a low loss, dark for a high one"
    assert light(-0.1, 0.55, 0.55) == pytest.approx(1.0, abs=1e-3), "outside is the panel's white"


def test_moving_a_model_does_not_draw_the_ground_again(window: MainWindow):
    before = surface(window)._figure.ground
    drag(window, 0, WAY)
    assert surface(window)._figure.ground is before
    drag(window, TRUTH, [(0.2, 0.2, 0.6)])
    assert surface(window)._figure.ground is not before, "another truth is another surface"


def test_a_rename_of_the_model_in_focus_reaches_the_words(open_window: Opener):
    """With many classes the held ones are named after their model."""
    q = np.full((1, 4), 0.25)
    document = Document.make(np.array([0]), [("one", q, "probability"), ("two", q.copy(), "probability")])
    window = open_window(document)
    assert "held at one’s values" in surface(window)._figure.ground.subtitle
    window.focus.move(model=1)
    assert "held at two’s values" in surface(window)._figure.ground.subtitle, "equal numbers, another model"


def test_a_middle_or_right_button_holds_nothing(window: MainWindow):
    before = window.store.document
    viewport = surface(window).view.viewport()
    at = spot(window, handle(window, 0).barycentric)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        mouse(viewport, PRESS, at, button, button)
        mouse(viewport, MOVE, at + QPointF(40, 0), held=button)
        mouse(viewport, RELEASE, at + QPointF(40, 0), button)
    settle()
    assert window.store.document is before


def test_release_of_another_button_does_not_end_a_drag(window: MainWindow):
    drag(window, 0, WAY[:2], release=False)
    viewport = surface(window).view.viewport()
    mouse(viewport, PRESS, spot(window, WAY[1]), Qt.MouseButton.RightButton, LEFT | Qt.MouseButton.RightButton)
    mouse(viewport, RELEASE, spot(window, WAY[1]), Qt.MouseButton.RightButton, LEFT)
    mouse(viewport, MOVE, spot(window, WAY[3]), held=LEFT)
    mouse(viewport, RELEASE, spot(window, WAY[3]), LEFT)
    settle()
    assert place(window, 0) == pytest.approx(WAY[3], abs=0.005)
    assert steps(window) == 1


def test_the_figure_follows_the_window_theme_and_not_the_other_way(window: MainWindow):
    style = replace(window.style_)
    drag(window, 0, WAY[:2])
    assert window.style_ == style
