"""Every loss in the window and in files: where it has a surface, where it is least, and why there is none."""

from __future__ import annotations

import csv
import io
import math
import re

import numpy as np
import polars
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from core import io as core_io
from core import losses
from core.document import TRUTH
from core.errors import LossAtlasError
from core.results import Results, compute
from gui import panels
from gui.export import writer_of, writers
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels import comparison
from gui.panels.surface import SurfacePanel
from gui.plotting.style import DARK, LIGHT, Style
from gui.plotting.ternary import Geometry
from gui.store import Intent
from gui.surfaces.triangles import SurfaceFigure
from tests import strategies
from tests.gui.hands import (
    Opener,
    choose,
    click_action,
    column_of,
    drag,
    handle,
    hover,
    is_minimum,
    row,
    said,
    settle,
    spot,
    status,
    surface,
    table,
)

Role = Qt.ItemDataRole
SMALL = QSize(300, 260)
SOFT = (0.2, 0.3, 0.5)
REFUSAL = "This loss needs a truth that is 1 for one class and 0 for the others; this one is not. Choose another loss."
OF_LABELS = [loss.name for loss in strategies.all_losses() if loss.needs_labels]


def results_of(name: str, loss: str, truth: tuple[float, ...] | None = None) -> Results:
    """Return the results of an example with a loss on the surface, and another truth in the first row."""
    document = core_io.load(name).with_settings(loss=loss)
    if truth is not None:
        document = document.with_rows(TRUTH, {0: np.array(truth)})
    return compute(document)


def figure_of(results: Results) -> SurfaceFigure:
    return SurfacePanel.figure(results, FocusState())


def drawn_words(results: Results, size: QSize, style: Style = LIGHT) -> list[str]:
    """Return the texts of the surface's figure as they are drawn."""
    figure, numbers = figure_of(results), SurfacePanel.numbers(results, FocusState())
    drawing = writer_of("svg").to_bytes(figure, numbers, size, style, 1).decode()
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


def set_truth(window: MainWindow, truth: tuple[float, ...], sample: int = 0) -> None:
    window.store.push(Intent("truth", lambda document: document.with_rows(TRUTH, {sample: np.array(truth)})))
    settle()


DRAWN = ("surface", "decomposition", "distributions", "descent")
"""Panels of which there is a Matplotlib script for every loss; of others there may be none."""

# -- files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", list(writers()))
@pytest.mark.parametrize("panel", list(panels.kinds()))
@pytest.mark.parametrize("truth", [None, SOFT, (0.5, 0.5, 0.0), (0.0, 0.0, 0.0)], ids=["label", "soft", "edge", "zero"])
@pytest.mark.parametrize("name", losses.names())
def test_every_figure_of_every_loss_can_be_written(
    qapp: QApplication, name: str, truth: tuple[float, ...] | None, panel: str, suffix: str
):
    document = core_io.load("mended").with_settings(loss=name, shown=(name,))
    if truth is not None:
        document = document.with_rows(TRUTH, {0: np.array(truth)})
    results, kind = compute(document), panels.kind_of(panel)
    figure, numbers = kind.figure(results, FocusState()), kind.numbers(results, FocusState())
    try:
        data = writer_of(suffix).to_bytes(figure, numbers, SMALL, DARK, 1)
    except LossAtlasError as error:
        if (suffix, error.code) != ("py", "no_script") or panel in DRAWN:
            raise
        return
    if suffix == "png":
        image = QImage.fromData(data)
        assert image.size() == SMALL
    elif suffix == "csv":
        header, *rows = csv.reader(io.StringIO(data.decode()))
        assert rows
        assert {len(line) for line in rows} == {len(header)}
        assert "nan" not in data.decode()
    elif suffix == "parquet":
        frame = polars.read_parquet(io.BytesIO(data))
        assert (frame.height, frame.width) == (len(numbers.rows), len(numbers.header))
    elif suffix == "py":
        compile(data, "figure.py", "exec")
    else:
        assert data.startswith(b"%PDF" if suffix == "pdf" else b"<?xml")
        if suffix == "svg":
            assert "nan" not in re.sub(r'base64,[^"]*', "", data.decode()), "no coordinate is lost"


@pytest.mark.parametrize("name", losses.names())
def test_numbers_of_the_surface_are_the_losses_own(qapp: QApplication, name: str):
    for truth in (None, SOFT):
        results = results_of("mended", name, truth)
        loss, p = results.document.settings.current, results.truth_row(0)
        for *q, value in SurfacePanel.numbers(results, FocusState()).rows[::97]:
            expected = float(loss.value(p, np.array(q))) if loss.accepts(p) else math.nan
            assert value == pytest.approx(expected, rel=1e-12, nan_ok=True)


# -- where a loss is least ----------------------------------------------------------------------------------


@pytest.mark.parametrize("truth", [None, SOFT, (0.05, 0.15, 0.8)], ids=["label", "soft", "near"])
@pytest.mark.parametrize("name", [name for name in losses.names() if name not in OF_LABELS])
def test_what_is_called_the_minimum_is_one(qapp: QApplication, name: str, truth: tuple[float, ...] | None):
    """No point of a fine lattice is lower; and p is called the minimum only where it is."""
    results = results_of("mended", name, truth)
    loss, p = results.document.settings.current, results.truth_row(0)
    points = figure_of(results).points
    label = points[0].label
    marked = [point for point in points if is_minimum(point)]
    if label == "p = minimum":
        assert not marked
        least = p
    elif marked:
        assert label == "p, the truth"
        least = np.array(marked[0].barycentric)
    else:
        assert label == "p, the truth"
        assert not loss.differentiable, "only flat steps have no one minimum"
        return
    n = 60
    lattice = np.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)]) / n
    values = loss.value(p, lattice)
    best = float(loss.value(p, least))
    assert best <= values.min() + 1e-9
    if label != "p = minimum":
        assert best < float(loss.value(p, p)) - 1e-6


@pytest.mark.parametrize("name", ["focal", "poly1", "generalized_cross_entropy"])
def test_an_improper_loss_marks_its_minimum_beside_a_soft_truth(window: MainWindow, name: str):
    choose(window, "control.loss", name)
    assert handle(window, TRUTH).label == "p = minimum", "for a label it is"
    set_truth(window, SOFT)
    assert handle(window, TRUTH).label == "p, the truth"
    assert any(is_minimum(point) for point in surface(window).view.points)


def test_with_many_classes_the_minimum_is_that_of_the_triangle(digits: MainWindow):
    """The other classes are held, so the least loss there is not the shadow of the least of all."""
    choose(digits, "control.loss", "focal")
    document = digits.store.document
    p = np.full(10, 0.03)
    p[:3] = (0.4, 0.24, 0.15)
    digits.store.push(Intent("truth", lambda _: document.with_rows(TRUTH, {0: p / p.sum()})))
    digits.focus.move(corners=(0, 1, 2))
    settle()
    figure = surface(digits)._figure
    marked = next(point for point in figure.points if is_minimum(point))
    assert marked.barycentric == pytest.approx(figure.ground.surface.minimum.tolist())


# -- a loss that needs labels -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OF_LABELS)
def test_a_soft_truth_has_words_in_place_of_a_surface(open_window: Opener, name: str):
    window = open_window("mended")
    choose(window, "control.loss", name)
    assert surface(window)._figure.ground.surface is not None
    set_truth(window, SOFT)
    figure = surface(window)._figure
    assert figure.ground.surface is None
    assert figure.ground.message == REFUSAL
    assert figure.ground.corner_names == ("car", "calf", "rocket")
    assert [point.table for point in figure.points] == [TRUTH, 0, 1], "the handles stay"
    assert [point.label for point in figure.points] == ["p, the truth", "Model 1  —", "Model 2  —"]
    assert figure.foot[1:] == (f"{losses.create(name).title} —",), "neither a value nor a gradient"


@pytest.mark.parametrize("name", OF_LABELS)
def test_the_truth_goes_to_a_corner_and_the_surface_comes_back(open_window: Opener, name: str):
    window = open_window("mended")
    choose(window, "control.loss", name)
    drag(window, TRUTH, [(0.2, 0.2, 0.6)])
    assert surface(window)._figure.ground.surface is None
    hover(surface(window).view.viewport(), spot(window, (0.3, 0.4, 0.3)))
    assert status(window).endswith(f"{losses.create(name).title}: —")
    drag(window, 0, [(0.5, 0.2, 0.3)])
    assert row(window.store.document, 0, 0) == pytest.approx((0.5, 0.2, 0.3), abs=0.005), "models can be moved"
    drag(window, TRUTH, [(0.5, 0.3, 0.2), (1.4, -0.2, -0.2)])
    assert row(window.store.document, TRUTH, 0) == [1, 0, 0]
    assert surface(window)._figure.ground.surface is not None


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(720, 600), (340, 520), (300, 260)])
def test_the_words_are_drawn_whole_and_in_the_middle(qapp: QApplication, size: tuple[int, int], dark: bool):
    words = drawn_words(results_of("mended", "hinge", SOFT), QSize(*size), DARK if dark else LIGHT)
    first = next(k for k, text in enumerate(words) if text.startswith("This loss"))
    last = next(k for k, text in enumerate(words) if k > first and text.endswith("loss."))
    assert " ".join(text.strip() for text in words[first : last + 1]) == REFUSAL
    assert "∞" not in words
    assert not any("nan" in text for text in words)


def test_the_words_stay_inside_a_large_triangle(qapp: QApplication):
    """What is drawn with the message and what is drawn without it differ only inside the triangle."""
    figure = figure_of(results_of("mended", "hinge", SOFT))
    ground = figure.ground
    rect = QRectF(0, 0, 720, 600)
    pictures: list[QImage] = []
    for message in (ground.message, ""):
        image = QImage(720, 600, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        object.__setattr__(ground, "message", message)
        figure.draw_ground(painter, rect, LIGHT)
        painter.end()
        pictures.append(image)
    geometry = Geometry(rect, LIGHT)
    touched = [
        geometry.barycentric(QPointF(x, y)).min()
        for y in range(0, 600, 2)
        for x in range(0, 720, 2)
        if pictures[0].pixel(x, y) != pictures[1].pixel(x, y)
    ]
    assert len(touched) > 100
    assert min(touched) > -0.01


def test_tables_and_comparison_say_why_there_is_no_number(open_window: Opener):
    window = open_window("mended")
    click_action(window, "show_loss.hinge")
    set_truth(window, SOFT)
    results, means, compared = (table(window, name) for name in ("results", "means", "comparison"))
    column = column_of(results, "Hinge")
    assert [said(results, k, column) for k in (0, 1)] == ["—", "3.0794"]
    assert said(results, 0, column, Role.ToolTipRole) == REFUSAL
    assert said(means, 0, column) == "—"
    assert said(means, 0, column, Role.ToolTipRole) == REFUSAL
    line = [loss.name for loss in window.store.document.settings.table_losses].index("hinge")
    assert [said(compared, line, k) for k in range(3)] == ["—", "—", "—"]
    assert said(compared, line, 0, Role.ToolTipRole) == REFUSAL
    assert [said(compared, line, k, Role.FontRole).bold() for k in (0, 1)] == [False, False]
    words = window.panels["comparison"].words.text()
    assert "Hinge needs labels, and some truths are spread over classes." in words
    assert "Hinge cannot tell" not in words
    assert ("Hinge", "—") in [
        (cells[0], cells[-1]) for cells in comparison.ComparisonPanel.numbers(window.results, window.focus.state).rows
    ]


def test_alone_it_does_not_say_that_no_loss_tells_the_models_apart(open_window: Opener):
    window = open_window("mended")
    window.store.push(Intent("only", lambda document: document.with_settings(shown=("hinge",))))
    set_truth(window, SOFT)
    words = window.panels["comparison"].words.text()
    assert "apart" not in words
    assert "is better" not in words


def test_a_row_that_is_left_out_is_not_blamed_on_labels(open_window: Opener):
    """And one that counts as typed is not said to be left out."""
    window = open_window("mended")
    click_action(window, "show_loss.hinge")
    set_truth(window, (0.0, 0.0, 1.5))
    results = table(window, "results")
    column = column_of(results, "Hinge")
    assert said(results, 0, column, Role.ToolTipRole) == REFUSAL
    choose(window, "control.row_sums", "strict")
    assert "left out of every figure" in str(said(results, 0, column, Role.ToolTipRole))
    assert said(table(window, "means"), 0, column) != "—", "the other row has a label"
    set_truth(window, (0.5, 0.0, 0.0), sample=1)
    means = table(window, "means")
    assert said(means, 0, column_of(means, "Cross-entropy"), Role.ToolTipRole) == "Every row is left out."
    assert "labels" not in window.panels["comparison"].words.text()
    choose(window, "control.row_sums", "normalize")
    assert said(results, 0, column) != "—", "divided by its sum it is a label"


def test_a_mean_over_weights_that_sum_to_0_says_so(open_window: Opener):
    window = open_window("mended")
    loss = losses.create("cross_entropy", class_weights=(0, 1, 0), mean_over="weights")
    window.store.push(Intent("weights", lambda document: document.with_loss(loss)))
    settle()
    means = table(window, "means")
    column = column_of(means, "Cross-entropy")
    assert said(means, 0, column) == "—"
    assert said(means, 0, column, Role.ToolTipRole) == "The weights of the rows sum to 0."
    assert "needs labels" not in window.panels["comparison"].words.text()


# -- reverse KL: a wall -------------------------------------------------------------------------------------


def walled_words(truth: tuple[float, ...] | None) -> list[str]:
    return drawn_words(results_of("mended", "reverse_kl", truth), QSize(720, 600))


def test_a_label_makes_reverse_kl_a_wall(qapp: QApplication):
    figure = figure_of(results_of("mended", "reverse_kl"))
    assert figure.ground.surface.walled
    assert all(len(line) == 0 for line in figure.ground.lines)
    assert figure.ground.beyond
    words = walled_words(None)
    assert "Infinite everywhere but on an edge or at a corner." in words
    assert not any(word.startswith("≥") for word in words), "a wall has no cut to read off"
    assert [word for word in words if word in ("∞", "0", "0.5", "1")] == ["∞", "0"], "the one finite value"


def test_on_an_edge_the_colour_bar_ends_at_the_largest_finite_value(qapp: QApplication):
    words = walled_words((0.5, 0.5, 0.0))
    assert "∞" in words
    largest = [word for word in words if re.fullmatch(r"0\.69\d?", word)]
    assert largest, "log 2, at the corners of that edge"
    assert not any(word.startswith("≥") for word in words)
    assert "1" not in words


def test_a_soft_truth_leaves_no_wall(qapp: QApplication):
    words = walled_words(SOFT)
    assert "∞" not in words
    assert not any("Infinite" in word for word in words)


def test_a_held_class_can_make_all_of_a_triangle_infinite(digits: MainWindow):
    choose(digits, "control.loss", "reverse_kl")
    figure = surface(digits)._figure
    assert figure.ground.subtitle.startswith("Infinite everywhere on this triangle. The other classes are held at")
    assert handle(digits, TRUTH).label == "p, the truth"
