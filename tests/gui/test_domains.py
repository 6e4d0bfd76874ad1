"""The surface panel over other domains than the triangle of three: curve, logits, merged classes, what moves."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtWidgets import QApplication, QComboBox
from scipy.special import logsumexp, softmax, xlogy

from core import watching
from core.document import TRUTH, Document
from core.results import compute
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels.surface import SurfacePanel
from gui.plotting.square import SquareGround
from gui.plotting.ternary import Ground
from gui.store import Intent
from tests.gui.hands import (
    DOUBLE,
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    Key,
    Opener,
    mouse,
    once,
    press,
    row,
    settle,
    status,
    surface,
)

TWO = Document.make(
    np.array([1, 0, 1]),
    [
        ("one", np.array([[0.3, 0.7], [0.8, 0.2], [0.6, 0.4]]), "probability"),
        ("two", np.array([[0.1, 2.0], [1.0, 0.0], [0.0, 0.0]]), "logit"),
    ],
    classes=["no", "yes"],
)
FOUR = Document.make(
    np.array([[0.4, 0.3, 0.2, 0.1]]),
    [
        ("one", np.array([[0.2, 0.3, 0.3, 0.2]]), "probability"),
        ("two", np.array([[1.0, 2.0, 0.0, 0.5]]), "logit"),
    ],
    classes=["a", "b", "c", "d"],
)

SurfaceOf = Ground | SquareGround


def pick(window: MainWindow, **choices: str) -> None:
    """Choose views of the surface."""
    window.focus.move(choices={f"surface.{name}": key for name, key in choices.items()})
    settle()


def take(window: MainWindow, name: str, key: str) -> None:
    """Choose an option as a person does: the box tells that it was activated."""
    box = window.findChild(QComboBox, name)
    assert box is not None, name
    assert box.isEnabled(), name
    index = box.findData(key)
    assert index >= 0, key
    box.setCurrentIndex(index)
    box.activated.emit(index)
    settle()


def spot(window: MainWindow, *at: float) -> QPointF:
    """Return where coordinates stand on the chart."""
    places = surface(window).chart.places()
    assert places is not None
    return places.point(at)


def handle_spot(window: MainWindow, table: int) -> QPointF:
    figure = surface(window).chart.shown
    assert figure is not None
    (mark,) = [mark for mark in figure.marks if mark.table == table and mark.is_handle]
    return spot(window, *mark.at)


def carry(window: MainWindow, table: int, to: QPointF) -> None:
    """Drag a table's handle on the chart."""
    viewport = surface(window).chart.viewport()
    start = handle_spot(window, table)
    mouse(viewport, PRESS, start, LEFT, LEFT)
    mouse(viewport, MOVE, (start + to) / 2, held=LEFT)
    settle()
    mouse(viewport, MOVE, to, held=LEFT)
    settle()
    mouse(viewport, RELEASE, to, LEFT)
    settle()


def test_two_classes_are_a_curve_with_handles(open_window: Opener):
    window = open_window(TWO)
    assert surface(window).chart.isVisible()
    once(window, lambda: carry(window, 0, spot(window, 0.25, 0.0)))
    assert row(window.store.document, 0, 0) == pytest.approx([0.75, 0.25], abs=2e-3)
    once(window, lambda: carry(window, TRUTH, spot(window, 0.5, 0.0)))
    assert row(window.store.document, TRUTH, 0) == pytest.approx([0.5, 0.5], abs=2e-3)
    once(window, lambda: carry(window, 1, spot(window, 0.9, 0.0)))
    assert softmax(row(window.store.document, 1, 0)) == pytest.approx([0.1, 0.9], abs=2e-3)
    for table in (TRUTH, 0):
        assert sum(row(window.store.document, table, 0)) == pytest.approx(1.0, abs=1e-12)


def test_keys_escape_and_exact_numbers_on_the_curve(open_window: Opener):
    window = open_window(TWO)
    chart = surface(window).chart
    chart.setFocus()
    once(window, lambda: press(Key.Key_Left))
    assert row(window.store.document, 0, 0) == pytest.approx([0.31, 0.69])
    before = window.store.document
    start = handle_spot(window, 0)
    mouse(chart.viewport(), PRESS, start, LEFT, LEFT)
    mouse(chart.viewport(), MOVE, start - QPointF(60, 0), held=LEFT)
    settle()
    assert window.store.document is not before
    press(Key.Key_Escape)
    assert row(window.store.document, 0, 0) == row(before, 0, 0)
    mouse(chart.viewport(), DOUBLE, start, LEFT, LEFT)
    settle()
    assert QApplication.focusWidget() is not chart
    mouse(chart.viewport(), MOVE, spot(window, 0.5, 0.1))
    assert "yes 0.50" in status(window)


def test_the_curve_in_numbers_is_the_loss():
    table = SurfacePanel.numbers(compute(TWO), FocusState(sample=0))
    q, value = np.array(table.rows, dtype=np.float64).T
    with np.errstate(divide="ignore"):
        assert value == pytest.approx(-np.log(q), rel=1e-12)
    assert (q[0], q[-1]) == (0.0, 1.0)


def test_a_handle_on_the_logit_plane_sets_both_logits(open_window: Opener):
    window = open_window("example")
    pick(window, domain="logits", axes="1,2")
    once(window, lambda: carry(window, 0, spot(window, 2.0, -1.0)))
    q = row(window.store.document, 0, 0)
    assert np.log(q[1] / q[0]) == pytest.approx(2.0, abs=0.1)
    assert np.log(q[2] / q[0]) == pytest.approx(-1.0, abs=0.1)
    assert sum(q) == pytest.approx(1.0, abs=1e-12)
    before = window.store.document
    surface(window).chart.setFocus()
    once(window, lambda: press(Key.Key_Up))
    after = row(window.store.document, 0, 0)
    assert np.log(after[2] / after[0]) - np.log(q[2] / q[0]) == pytest.approx(0.1)
    assert window.store.document is not before


def test_dragging_on_the_logit_plane_leaves_its_ground(open_window: Opener):
    window = open_window("example")
    pick(window, domain="logits", axes="1,2")
    ground = surface(window).chart.shown.ground
    carry(window, 0, spot(window, 1.0, 1.0))
    assert surface(window).chart.shown.ground is ground


def test_a_model_of_logits_keeps_its_other_logits():
    document = FOUR
    results = compute(document)
    table = SurfacePanel.numbers(
        results, FocusState(model=1, choices={"surface.domain": "logits", "surface.axes": "1,3"})
    )
    b, d, value = np.array(table.rows, dtype=np.float64).T
    z = np.stack([np.full(b.size, 1.0), b, np.zeros(b.size), d], axis=-1)
    expected = -(z - logsumexp(z, axis=-1, keepdims=True)) @ np.array([0.4, 0.3, 0.2, 0.1])
    assert value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("moves", ["prediction", "mean", "truth", "entropy"])
@pytest.mark.parametrize("others", ["held", "merged"])
def test_numbers_of_what_moves(moves: str, others: str):
    results = compute(FOUR)
    focus = FocusState(corners=(0, 1, 2), choices={"surface.moves": moves, "surface.others": others})
    rows = np.array(SurfacePanel.numbers(results, focus).rows, dtype=np.float64)
    p, q = FOUR.truth.row(0), FOUR.models[0].rows.row(0)
    held = p if moves == "truth" else q
    if others == "held":
        full = np.column_stack([rows[:, :3], np.full(len(rows), held[3])])
    else:
        rest = held[2:] / held[2:].sum()
        full = np.column_stack([rows[:, :2], rows[:, 2:3] * rest])
    with np.errstate(divide="ignore"):
        expected = {
            "prediction": lambda: -xlogy(p, full).sum(axis=1),
            "mean": lambda: -xlogy(p, full).sum(axis=1),
            "truth": lambda: -xlogy(full, q).sum(axis=1),
            "entropy": lambda: -xlogy(full, full).sum(axis=1),
        }[moves]()
    assert full.sum(axis=1) == pytest.approx(1.0)
    assert rows[:, 3] == pytest.approx(expected, rel=1e-9)


def test_a_slice_of_the_tetrahedron_is_held_where_it_was_chosen():
    focus = FocusState(corners=(0, 1, 2), choices={"surface.follow": "off", "surface.slice": "0.4"})
    rows = np.array(SurfacePanel.numbers(compute(FOUR), focus).rows, dtype=np.float64)
    assert rows[:, :3].sum(axis=1) == pytest.approx(0.6)


@pytest.mark.parametrize("size", [QSize(1024, 700), QSize(1440, 900)])
def test_every_domain_is_drawn(open_window: Opener, size: QSize):
    window = open_window(FOUR, size=size)
    seen = set()
    for choices in (
        {"domain": "simplex"},
        {"others": "merged"},
        {"others": "held", "follow": "off", "slice": "0.5"},
        {"domain": "logits"},
        {"moves": "truth"},
        {"moves": "entropy"},
    ):
        pick(window, **choices)
        seen.add(window.panels["surface"].grab().toImage().bits().tobytes())
    assert len(seen) == 6


def test_classes_are_chosen_for_corners_and_axes(digits: MainWindow):
    window = digits
    take(window, "control.surface.left", "7")
    assert window.focus.state.corners is not None
    assert window.focus.state.corners[0] == 7
    first = window.focus.state.corners
    take(window, "control.surface.right", "7")
    assert window.focus.state.corners[:2] == (first[1], 7), "the two change places"
    take(window, "control.surface.domain", "logits")
    take(window, "control.surface.right", "4")
    assert window.focus.state.choices["surface.axes"].endswith(",4")
    assert "“4”" in surface(window).chart.shown.ground.y.title


def test_a_second_loss_is_taken_off(open_window: Opener):
    window = open_window("mended")
    take(window, "control.surface.second", "mse")
    ground = surface(window)._figure.ground
    assert ground.surface.diverging
    assert ground.title == "Cross-entropy less Squared error"
    at = ground.surface.domain.lattice(ground.surface.steps)
    q = at.at[at.interior]
    expected = -np.log(q[:, 2]) - ((q - np.array([0.0, 0.0, 1.0])) ** 2).sum(axis=1)
    assert ground.surface.values[at.interior] == pytest.approx(expected)
    assert any(abs(level) < 1e-12 for level in ground.levels) or ground.surface.values[at.interior].min() > 0
    window.focus.move(choices={"surface.rescale": "on"})
    settle()
    assert "0 to 1" in surface(window)._figure.ground.title


def test_of_two_classes_a_second_loss_is_taken_off_the_curve(open_window: Opener):
    window = open_window(TWO)
    take(window, "control.surface.second", "total_variation")
    take(window, "control.surface.compare", "difference")
    figure = surface(window).chart.shown
    assert figure.titles[0] == "Cross-entropy less Total variation"
    at, values = figure.profile.at[1:-1], figure.profile.values[1:-1]
    p = TWO.truth.row(0)
    assert values == pytest.approx(-p[0] * np.log1p(-at) - p[1] * np.log(at) - np.abs(at - p[1]), rel=1e-9, abs=1e-9)
    (mark,) = [mark for mark in figure.marks if mark.table == 0]
    q = TWO.models[0].probability_row(0)
    expected = float(-(p * np.log(q)).sum() - abs(q[1] - p[1]))
    assert mark.at[1] == pytest.approx(expected, abs=1e-3)
    assert mark.label.endswith(f"{expected:.4f}")
    assert figure.y.low <= 0 <= figure.y.high
    take(window, "control.surface.compare", "side")
    assert surface(window).second_chart.isVisible()
    assert surface(window).chart.shown.titles[0].startswith("Cross-entropy of every")


def test_two_losses_stand_side_by_side_with_the_same_handles(open_window: Opener):
    window = open_window("mended")
    panel = surface(window)
    take(window, "control.surface.second", "mse")
    take(window, "control.surface.compare", "side")
    assert panel.second_view.isVisible()
    assert panel.view.isVisible()
    assert "Squared error" in panel._second_figure.ground.title
    assert "Cross-entropy" in panel._figure.ground.title
    at = {point.table: point.barycentric for point in panel.view.points if point.marker != "cross"}
    assert {point.table: point.barycentric for point in panel.second_view.points if point.marker != "cross"} == at
    (label,) = [point.label for point in panel.second_view.points if point.table == 0]
    assert label == "Model 1  0.5400"
    geometry = panel.second_view.geometry_()
    start, end = geometry.point(at[0]), geometry.point((0.5, 0.25, 0.25))
    viewport = panel.second_view.viewport()
    mouse(viewport, PRESS, start, LEFT, LEFT)
    mouse(viewport, MOVE, end, held=LEFT)
    settle()
    mouse(viewport, RELEASE, end, LEFT)
    assert row(window.store.document, 0, 0) == pytest.approx([0.5, 0.25, 0.25], abs=5e-3)
    mouse(viewport, MOVE, end)
    assert "Squared error" in status(window)
    assert "Cross-entropy" in status(window)
    take(window, "control.surface.domain", "logits")
    assert panel.second_chart.isVisible()
    take(window, "control.surface.second", "")
    assert not panel.second_chart.isVisible()


@pytest.mark.parametrize("domain", ["simplex", "logits"])
def test_side_by_side_what_has_one_unit_has_one_range_of_colours(open_window: Opener, domain: str):
    window = open_window("mended")
    panel = surface(window)
    pick(window, domain=domain, second="mae", compare="side")

    def grounds() -> list[SurfaceOf]:
        views = (panel.chart.shown, panel.second_chart.shown) if domain == "logits" else ()
        return [figure.ground for figure in (views or (panel._figure, panel._second_figure))]

    one, other = grounds()
    alone = SurfacePanel.figure(window.results, FocusState(choices={"surface.domain": domain})).ground
    assert one.surface.high == alone.surface.high, "nats and a number without a unit have nothing in common"
    assert other.surface.high == pytest.approx(2.0, abs=1e-3)
    window.store.push(Intent("loss", lambda document: document.with_settings(loss="total_variation")))
    settle()
    one, other = grounds()
    assert one.surface.high == other.surface.high == pytest.approx(2.0, abs=1e-3)
    assert one.colours.high == other.colours.high
    pick(window, second="")
    assert (panel.chart.shown if domain == "logits" else panel._figure).ground.surface.high < 1.01


def test_two_surfaces_stand_the_way_they_are_larger(open_window: Opener):
    window = open_window("mended")
    panel = surface(window)
    pick(window, second="mse", compare="side")
    for size, beside in ((QSize(900, 500), True), (QSize(500, 900), False)):
        panel.setParent(None)
        panel.resize(size)
        panel.show()
        settle()
        one, other = panel.view.geometry(), panel.second_view.geometry()
        assert (one.right() < other.left()) == beside
        assert (one.bottom() < other.top()) != beside
    panel.close()


def test_two_losses_are_two_columns_of_numbers():
    focus = FocusState(choices={"surface.second": "mse", "surface.compare": "side"})
    table = SurfacePanel.numbers(compute(FOUR), focus)
    assert table.header[-2:] == ("Cross-entropy nat", "Squared error")
    assert table.rows[0][-1] == pytest.approx(squared_error(table.rows[0]))


def squared_error(numbers: Sequence[float]) -> float:
    """Return the squared error of a row of three shares, the fourth class held at 0.2."""
    q = np.array([*numbers[:3], 0.2])
    return float(((q - FOUR.truth.row(0)) ** 2).sum())


def test_a_view_that_goes_away_under_the_keyboard_leaves_the_focus_where_it_was(window: MainWindow):
    surface(window).view.setFocus()
    assert window.focus.state.handle == 0
    window.focus.move(choices={"surface.domain": "logits"})
    settle()
    assert not surface(window).view.isVisible()
    assert window.focus.state.handle == 0, "hiding a view is nobody's Tab"


def soft(count: int, classes: int) -> Document:
    rng = np.random.default_rng(8)
    truth, q = rng.dirichlet(np.ones(classes), count), rng.dirichlet(np.ones(classes), count)
    document = Document.make(truth, [("one", q, "probability")])
    return document.with_settings(loss="jensen_shannon")


@pytest.mark.parametrize(("classes", "domain"), [(3, "simplex"), (3, "logits"), (2, "simplex")])
def test_a_mean_over_thousands_of_soft_truths_is_computed_in_the_background(
    open_window: Opener, classes: int, domain: str
):
    document = soft(3000, classes)
    window = open_window(document)
    panel = surface(window)
    pick(window, moves="mean", domain=domain)
    shown = panel._shown_chart or panel._figure
    assert shown is not None
    for patience in panel._patience:
        patience.background.wait()
    settle()
    ready = panel._shown_chart or panel._figure
    assert ready is not None
    assert not ready.is_waiting
    values = np.array(SurfacePanel.numbers(window.results, window.focus.state).rows, dtype=float)
    assert np.isfinite(values).all()
    ground = ready.profile if classes == 2 else ready.ground.surface
    assert ground is not None, "the surface itself is there in the end"
    window.focus.move(handle=TRUTH)
    settle()
    again = panel._shown_chart or panel._figure
    assert again is not None
    assert not again.is_waiting, "what is known is not computed again"


@pytest.mark.parametrize("domain", ["simplex", "logits"])
def test_losses_that_are_equal_are_said_to_be_and_their_rounding_has_no_lines(open_window: Opener, domain: str):
    window = open_window("mended")  # its truths are labels, for which cross-entropy is the KL divergence
    pick(window, domain=domain, second="kl_divergence")
    figure = surface(window).chart.shown if domain == "logits" else surface(window)._figure
    ground = figure.ground
    words = ground.titles[1] if domain == "logits" else ground.subtitle
    assert "Cross-entropy and KL divergence are equal here." in words
    assert ground.levels == ()


def test_an_average_that_nobody_wants_any_more_is_called_off(open_window: Opener, monkeypatch: pytest.MonkeyPatch):
    window = open_window(soft(3000, 3))
    panel = surface(window)
    asked, goes_on = threading.Event(), threading.Event()
    tell = watching.tell
    told: list[int] = []

    def slowly(done: int, of: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            told.append(done)
            asked.set()
            assert goes_on.wait(20)
        tell(done, of)

    monkeypatch.setattr(watching, "tell", slowly)
    pick(window, moves="mean")
    assert asked.wait(20)
    assert panel._figure is not None
    assert panel._figure.is_waiting
    assert "averaged over all truths" in panel._figure.ground.message
    pick(window, moves="prediction")
    assert not panel._figure.is_waiting
    goes_on.set()
    panel._patience[0].background.wait()
    assert len(told) == 1, "it stopped at once"
    pick(window, moves="mean")
    panel._patience[0].background.wait()
    settle()
    assert not panel._figure.is_waiting
    assert panel._figure.ground.surface is not None
