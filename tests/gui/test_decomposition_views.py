"""The views of the decomposition: dragging the stack and the areas, the waterfall's steps, divergences both ways."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import core
from core import losses
from core.document import TRUTH, Document
from core.dragging import Grip
from core.edits import samples
from core.results import compute
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels.decomposition import DecompositionPanel, area, divergences, make_figure, stack, waterfall
from gui.plotting.handles import Handle, HandleView
from gui.plotting.style import DARK, LIGHT, Style
from tests.gui.hands import LEFT, MOVE, PRESS, RELEASE, Key, Opener, choose, mouse, once, press, row, settle, steps

KULLBACK = np.array([0.36, 0.48, 0.16])


def kullback(**settings: object) -> Document:
    """Return the published example, and a prediction that rules a possible class out."""
    q = np.array([[1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0.0]])
    models = [("uniform", q, "probability"), ("other", np.array([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]]), "probability")]
    document = Document.make(np.array([KULLBACK, KULLBACK]), models, classes=["a", "b", "c"])
    return document.with_settings(**settings) if settings else document


def view_of(name: str, **more: str) -> dict[str, str]:
    return {f"decomposition.{key}": value for key, value in {"view": name, **more}.items()}


def panel(window: MainWindow) -> DecompositionPanel:
    found = window.panels["decomposition"]
    assert isinstance(found, DecompositionPanel)
    return found


def handle(window: MainWindow, grip: Grip, slot: int) -> Handle:
    return next(h for h in panel(window).view.handles() if h.key == (grip, slot))


def carry(window: MainWindow, held: Handle, end: QPointF, *, release: bool = True) -> None:
    viewport = panel(window).view.viewport()
    mouse(viewport, PRESS, held.at, LEFT, LEFT)
    settle()
    for share in (0.5, 1.0):
        mouse(viewport, MOVE, held.at + (end - held.at) * share, held=LEFT)
        settle()
    if release:
        mouse(viewport, RELEASE, end, LEFT)
        settle()


def height(window: MainWindow, value: float) -> float:
    view = panel(window).view
    figure = view.figure
    assert isinstance(figure, stack.StackFigure)
    return figure.geometry(view.area, view.figure_style).y(value)


# -- the stack dragged ----------------------------------------------------------------------------------


def test_the_divider_moves_the_truth(window: MainWindow):
    """In the example H(p) is 0: it grows out of nothing under the hand."""
    held = handle(window, Grip("entropy", TRUTH, 0), 0)
    end = QPointF(held.at.x(), height(window, 0.8))
    once(window, lambda: carry(window, held, end))
    p = row(window.store.document, TRUTH, 0)
    assert core.entropy(p) == pytest.approx(0.8, abs=1e-9)
    assert p[2] > p[0] == p[1] > 0
    assert sum(p) == pytest.approx(1.0, abs=1e-12)
    q = row(window.store.document, 0, 0)
    bar = panel(window).view.figure.groups[0].bars[0]
    assert bar.whole == pytest.approx(float(core.cross_entropy(p, q)))


def test_the_top_moves_the_prediction_on_its_line_through_the_truth(open_window: Opener):
    window = open_window(kullback())
    choose(window, "control.unit", "bit")
    held = handle(window, Grip("cross_entropy", 1, 0), 1)
    start = float(core.cross_entropy(KULLBACK, [0.7, 0.2, 0.1], unit="bit"))
    target = start - 0.1
    once(window, lambda: carry(window, held, QPointF(held.at.x(), height(window, target))))
    q = np.array(row(window.store.document, 1, 0))
    assert core.cross_entropy(KULLBACK, q, unit="bit") == pytest.approx(target, abs=1e-9)
    away, before = q - KULLBACK, np.array([0.7, 0.2, 0.1]) - KULLBACK
    assert away / np.linalg.norm(away) == pytest.approx(before / np.linalg.norm(before), abs=1e-9)
    assert (window.focus.state.sample, window.focus.state.model) == (0, 1)


def test_a_drag_keeps_the_axis_and_escape_takes_it_back(open_window: Opener):
    window = open_window(kullback())
    before, count = window.store.document, steps(window)
    view = panel(window).view
    held = handle(window, Grip("cross_entropy", 1, 0), 1)
    figure = view.figure
    assert figure is not None
    span = figure.span(view.area, view.figure_style)
    carry(window, held, QPointF(held.at.x(), 2.0), release=False)
    assert window.store.document is not before
    assert view.figure is not None
    assert view.figure.span(view.area, view.figure_style) == span
    press(Key.Key_Escape)
    settle()
    assert window.store.document is before
    assert steps(window) == count
    mouse(view.viewport(), MOVE, QPointF(5, 5))
    assert window.store.document is before, "nothing is held any more"


def test_keys_move_the_ends_of_the_focused_bar(open_window: Opener):
    window = open_window(kullback())
    view = panel(window).view
    window.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    entropy = float(core.entropy(KULLBACK))
    once(window, lambda: press(Key.Key_Down))
    assert core.entropy(row(window.store.document, TRUTH, 0)) == pytest.approx(entropy - 0.01, abs=1e-12)
    press(Key.Key_Tab)
    before = float(core.cross_entropy(row(window.store.document, TRUTH, 0), row(window.store.document, 0, 0)))
    once(window, lambda: press(Key.Key_Up))
    after = float(core.cross_entropy(row(window.store.document, TRUTH, 0), row(window.store.document, 0, 0)))
    assert after == pytest.approx(before + 0.01, abs=1e-12)


# -- grouping and sorting -------------------------------------------------------------------------------


def test_by_model_the_same_bars_stand_in_other_groups():
    results = compute(kullback())
    by_sample = make_figure(results, FocusState())
    by_model = make_figure(results, FocusState(choices=view_of("stack", group="model")))
    assert isinstance(by_sample, stack.StackFigure)
    assert isinstance(by_model, stack.StackFigure)
    assert [group.name for group in by_model.groups] == ["uniform", "other"]
    assert [bar.foot for bar in by_model.groups[0].bars] == ["sample 1", "sample 2", "mean"]
    flat = [(bar.sample, bar.model, bar.whole) for group in by_sample.groups for bar in group.bars]
    assert sorted(flat, key=str) == sorted(
        ((bar.sample, bar.model, bar.whole) for group in by_model.groups for bar in group.bars), key=str
    )


@pytest.mark.parametrize("part", ["entropy", "divergence", "cross"])
def test_sorted_by_any_part_the_greatest_come_first(qapp: object, part: str):
    rng = np.random.default_rng(5)
    p, q = rng.dirichlet(np.ones(4), 300), rng.dirichlet(np.ones(4), 300)
    document = Document.make(p, [("m", q, "probability")])
    whole = {
        "entropy": core.entropy(p),
        "divergence": core.kl_divergence(p, q),
        "cross": core.cross_entropy(p, q),
    }[part]
    focus = FocusState(sample=int(whole.argmin()), choices=view_of("stack", sort=part))
    made = make_figure(compute(document), focus)
    assert isinstance(made, stack.StackFigure)
    expected = np.argsort(-whole)[:8].tolist()
    assert [group.sample for group in made.groups] == [*expected, focus.sample, None], "the one in focus stays in sight"
    numbers = DecompositionPanel.numbers(compute(document), focus)
    column = {"entropy": 2, "divergence": 3, "cross": 4}[part]
    listed = [float(each[column]) for each in numbers.rows[:-1]]
    assert listed == pytest.approx(sorted(whole.tolist(), reverse=True), rel=1e-12)


def test_sorting_puts_infinite_first_and_left_out_last():
    document = kullback(row_sums="strict").with_rows(0, {0: np.array([0.5, 0.1, 0.1])})
    numbers = DecompositionPanel.numbers(compute(document), FocusState(choices=view_of("stack", sort="cross")))
    ours = [each[4] for each in numbers.rows if each[1] == "uniform" and each[0] != "mean"]
    assert ours[0] == math.inf
    assert math.isnan(ours[1])


# -- the waterfall --------------------------------------------------------------------------------------


def test_the_steps_run_to_the_total_and_one_goes_down():
    made = make_figure(compute(kullback()), FocusState(choices=view_of("waterfall")))
    assert isinstance(made, waterfall.WaterfallFigure)
    values = [step.value for step in made.steps]
    assert values[:3] == pytest.approx([0.36 * math.log(1 / 0.36), 0.48 * math.log(1 / 0.48), 0.16 * math.log(6.25)])
    assert values[3] == pytest.approx(1.0133127, abs=5e-8)
    assert values[4:7] == pytest.approx([0.36 * math.log(1.08), 0.48 * math.log(1.44), 0.16 * math.log(0.48)])
    assert values[7] == pytest.approx(1.0986123, abs=5e-8)
    assert made.steps[6].stop < made.steps[6].start
    assert made.steps[6].stop == pytest.approx(math.log(3))
    for one, two in zip(made.steps, made.steps[1:], strict=False):
        if "total" not in two.kind:
            assert two.start == pytest.approx(one.stop), "each begins where the last one ended"


def test_an_infinite_step_is_said_and_the_total_with_it():
    made = make_figure(compute(kullback()), FocusState(sample=1, choices=view_of("waterfall")))
    assert isinstance(made, waterfall.WaterfallFigure)
    assert made.steps[6].value == math.inf
    assert made.steps[7].value == math.inf
    numbers = DecompositionPanel.numbers(compute(kullback()), FocusState(sample=1, choices=view_of("waterfall")))
    assert numbers.rows[-1][1:] == pytest.approx((1.0133127, math.inf, math.inf), abs=5e-8)


def test_of_many_classes_the_small_ones_are_one_step():
    rng = np.random.default_rng(2)
    p, q = rng.dirichlet(np.ones(100), 2)
    document = Document.make(p[None], [("m", q[None], "probability")])
    focus = FocusState(choices=view_of("waterfall"))
    numbers = DecompositionPanel.numbers(compute(document), focus)
    assert len(numbers.rows) == 9
    assert numbers.rows[-2][0] == "93 others"
    for column, total in ((1, core.entropy(p)), (2, core.kl_divergence(p, q)), (3, core.cross_entropy(p, q))):
        summed = sum(float(each[column]) for each in numbers.rows[:-1])
        assert summed == pytest.approx(float(total))
        assert numbers.rows[-1][column] == pytest.approx(float(total))


# -- areas ----------------------------------------------------------------------------------------------


def test_the_areas_are_the_entropies(open_window: Opener):
    window = open_window(kullback())
    window.focus.move(choices=view_of("area"))
    settle()
    view = panel(window).view
    figure = view.figure
    assert isinstance(figure, area.AreaFigure)
    columns = figure.columns(view.area, view.figure_style)
    edges = figure.edges(columns.plot)
    one = columns.plot.width() * (columns.y(0.0) - columns.y(1.0))
    below = columns.plot.bottom() - np.array([columns.y(float(h)) for h in figure.guess])
    assert float((np.diff(edges) * below).sum()) / one == pytest.approx(math.log(3), rel=1e-9)
    own = columns.plot.bottom() - np.array([columns.y(float(h)) for h in figure.own])
    assert float((np.diff(edges) * own).sum()) / one == pytest.approx(1.0133127, abs=5e-8)


def test_a_rectangle_dragged_up_makes_its_class_less_probable(open_window: Opener):
    window = open_window(kullback())
    window.focus.move(choices=view_of("area"))
    settle()
    view = panel(window).view
    held = handle(window, Grip("share", 0, 0, 1), 1)
    figure = view.figure
    assert isinstance(figure, area.AreaFigure)
    columns = figure.columns(view.area, view.figure_style)
    once(window, lambda: carry(window, held, QPointF(held.at.x(), columns.y(math.log(2)))))
    assert row(window.store.document, 0, 0) == pytest.approx([0.25, 0.5, 0.25], abs=1e-9)


def test_an_edge_dragged_makes_its_class_wider(open_window: Opener):
    window = open_window(kullback())
    window.focus.move(choices=view_of("area"))
    settle()
    view = panel(window).view
    held = handle(window, Grip("edge", TRUTH, 0, 0), 0)
    figure = view.figure
    assert isinstance(figure, area.AreaFigure)
    plot = figure.columns(view.area, view.figure_style).plot
    once(window, lambda: carry(window, held, QPointF(plot.left() + 0.2 * plot.width(), held.at.y())))
    p = row(window.store.document, TRUTH, 0)
    assert p == pytest.approx([0.2, 0.6, 0.2], abs=1e-9)


def test_a_class_without_width_can_be_given_some(window: MainWindow):
    window.focus.move(choices=view_of("area"))
    settle()
    view = panel(window).view
    figure = view.figure
    assert isinstance(figure, area.AreaFigure)
    assert figure.own[0] == math.inf
    plot = figure.columns(view.area, view.figure_style).plot
    held = handle(window, Grip("edge", TRUTH, 0, 0), 0)
    once(window, lambda: carry(window, held, QPointF(plot.left() + 0.25 * plot.width(), held.at.y())))
    assert row(window.store.document, TRUTH, 0) == pytest.approx([0.25, 0.0, 0.75], abs=1e-9)


# -- divergences ----------------------------------------------------------------------------------------


def test_both_directions_stand_side_by_side():
    numbers = DecompositionPanel.numbers(compute(kullback()), FocusState(choices=view_of("divergences")))
    assert numbers.header == ("model", "class", "KL(p‖q) nat", "KL(q‖p) nat", "JS(p,q) nat")
    total = numbers.rows[3]
    assert total[:2] == ("uniform", "total")
    assert total[2] == pytest.approx(0.0852996, abs=5e-8)
    assert total[3] == pytest.approx(0.0974550, abs=5e-8)
    assert total[4] == pytest.approx(float(core.jensen_shannon_divergence(KULLBACK, np.full(3, 1 / 3))))
    for column in (2, 3, 4):
        parts = [float(each[column]) for each in numbers.rows[:3]]
        assert sum(parts) == pytest.approx(float(total[column]))


def test_a_press_on_a_divergence_takes_its_model_into_focus(open_window: Opener):
    window = open_window(kullback())
    window.focus.move(choices=view_of("divergences"))
    settle()
    view = panel(window).view
    figure = view.figure
    assert isinstance(figure, divergences.DivergencesFigure)
    slot = figure.columns(view.area, view.figure_style).slot(figure.slot(figure.bars[1]))
    mouse(view.viewport(), PRESS, slot.center(), LEFT, LEFT)
    settle()
    assert window.focus.state.model == 1


# -- all views ------------------------------------------------------------------------------------------

VIEWS = ("stack", "waterfall", "area", "divergences")


@pytest.mark.parametrize("view", VIEWS)
def test_a_row_left_out_says_why(view: str):
    document = kullback(row_sums="strict").with_rows(0, {0: np.array([0.5, 0.1, 0.1])})
    made = make_figure(compute(document), FocusState(choices=view_of(view)))
    if not isinstance(made, stack.StackFigure):
        why = made.why if isinstance(made, divergences.DivergencesFigure) else made.row.why
        assert "sums to 0.7" in why
        assert "left out" in why


@pytest.mark.parametrize("view", VIEWS)
def test_smoothing_elsewhere_is_said_not_to_count_here(view: str):
    document = kullback()
    plain = make_figure(compute(document), FocusState(choices=view_of(view)))
    smoothed = core.losses.create("cross_entropy", label_smoothing=0.1)
    made = make_figure(compute(document.with_loss(smoothed)), FocusState(choices=view_of(view)))
    assert plain.note == ""
    assert "without label smoothing" in made.note


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("classes", "models"), [(2, 1), (10, 2), (100, 8)])
@pytest.mark.parametrize("style", [LIGHT, DARK], ids=["light", "dark"])
def test_every_view_draws_and_speaks(qapp: object, view: str, classes: int, models: int, style: Style):
    rng = np.random.default_rng(classes)
    q = [(f"m{k}", rng.dirichlet(np.ones(classes), 3), "probability") for k in range(models)]
    q[0][1][0] = np.eye(classes)[0]
    results = compute(Document.make(rng.dirichlet(np.ones(classes), 3), q))
    made = make_figure(results, FocusState(choices=view_of(view)))
    rect = QRectF(0, 0, 430, 260)
    image = QImage(QSize(430, 260), QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    made.draw(painter, rect, style)
    painter.end()
    spoken = [made.described(QPointF(x, 150), rect, LIGHT) for x in range(50, 420, 10)]
    assert any(spoken)
    for each in made.handles(rect, LIGHT):
        assert rect.adjusted(-12, -12, 12, 12).contains(each.at)
        value = made.value_at(each, each.at, rect, LIGHT)
        assert math.isfinite(value)


SHOWN: dict[str, tuple[Callable[[Document], Document], dict[str, object]]] = {
    "values": (lambda document: document.with_rows(0, {0: np.array([0.1, 0.6, 0.3])}), {}),
    "the bar in focus": (lambda document: document, {"sample": 1, "model": 1}),
    "a name": (lambda document: samples.renamed(document, 0, "first"), {}),
    "a note": (lambda document: document.with_loss(losses.create("cross_entropy", label_smoothing=0.1)), {}),
    "other groups": (lambda document: document, {"choices": view_of("stack", group="model")}),
    "another view": (lambda document: document, {"choices": view_of("waterfall")}),
}
"""What is shown after the stack of `kullback`: an edit of it, and what the focus is moved to."""


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("change", SHOWN)
def test_a_view_shows_the_next_figure_as_a_new_view_would(qapp: QApplication, change: str, style: Style):
    """Names and heading are kept from one figure to the next, and must not be those of the one before."""
    del qapp
    edit, move = SHOWN[change]
    first = make_figure(compute(kullback()), FocusState())
    second = make_figure(compute(edit(kullback())), replace(FocusState(), **move))
    shots: list[QImage] = []
    for figures in ((first,), (first, second), (second,), (second, first)):
        view = HandleView()
        view.set_style(style)
        view.resize(425, 249)
        shot = QImage()
        for figure in figures:
            view.set_figure(figure)
            shot = view.grab().toImage()
        shots.append(shot)
    assert shots[1] == shots[2] != shots[0] == shots[3]
