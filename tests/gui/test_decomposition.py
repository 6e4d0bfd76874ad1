"""H(p, q) = H(p) + KL(p‖q) as bars, and the numbers written on them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QToolTip

import core
from core.document import Document
from core.information import nats_per
from core.results import compute
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels.decomposition import DecompositionPanel, make_figure
from gui.panels.decomposition.stack import StackFigure
from gui.plotting import bars
from gui.plotting.figure import Text
from gui.plotting.style import DARK, LIGHT, Style, contrast
from gui.text import number
from tests.gui.hands import (
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    Key,
    Opener,
    choose,
    enter,
    mouse,
    settle,
    table,
)


def panel(window: MainWindow) -> DecompositionPanel:
    found = window.panels["decomposition"]
    assert isinstance(found, DecompositionPanel)
    return found


def soft() -> Document:
    """Return five samples with truths that have an entropy of their own."""
    rng = np.random.default_rng(11)
    p, a, b = (rng.dirichlet(np.ones(4), 5) for _ in range(3))
    return Document.make(p, [("one", a, "probability"), ("two", np.log(b), "logit")])


def placed(window: MainWindow, group: int, bar: int) -> bars.Placed:
    view = panel(window).view
    figure = view.figure
    assert isinstance(figure, StackFigure)
    found = figure.geometry(view.area, view.figure_style).placed
    wanted = figure.groups[group]
    return next(each for each in found if each.group is wanted and each.bar is wanted.bars[bar])


@pytest.mark.parametrize("unit", ["nat", "bit", "dit"])
def test_the_bars_are_what_the_core_computes(open_window: Opener, unit: str):
    window = open_window(soft())
    choose(window, "control.unit", unit)
    document = window.store.document
    groups = panel(window).view.figure.groups
    shown_rows = [group.sample for group in groups if group.sample is not None]
    assert shown_rows == [0, 1, 2, 3], "eight bars of single samples"
    for group in groups[:-1]:
        for index, bar in enumerate(group.bars):
            p = document.truth.row(group.sample)
            q = document.models[index].probability_row(group.sample)
            assert bar.lower == pytest.approx(float(core.entropy(p, unit=unit)), rel=1e-12)
            assert bar.upper == pytest.approx(float(core.kl_divergence(p, q, unit=unit)), rel=1e-12)
            assert bar.whole == pytest.approx(float(core.cross_entropy(p, q, unit=unit)), rel=1e-12)
            assert bar.lower + bar.upper == pytest.approx(bar.whole, rel=1e-12)
    mean = groups[-1]
    assert mean.sample is None
    truth = document.truth.array()
    for index, bar in enumerate(mean.bars):
        q = np.array([document.models[index].probability_row(k) for k in range(5)])
        assert bar.lower == pytest.approx(core.entropy(truth, unit=unit).mean(), rel=1e-12)
        assert bar.upper == pytest.approx(core.kl_divergence(truth, q, unit=unit).mean(), rel=1e-12)
        assert bar.whole == pytest.approx(core.cross_entropy(truth, q, unit=unit).mean(), rel=1e-12)


def test_the_table_of_numbers_is_what_is_drawn(open_window: Opener):
    window = open_window(soft())
    choose(window, "control.unit", "bit")
    numbers = DecompositionPanel.numbers(window.results, window.focus.state)
    assert numbers.header == ("sample", "model", "H(p) bit", "KL(p‖q) bit", "H(p,q) bit")
    assert len(numbers.rows) == 2 * 5 + 2, "every sample, not only those around the focus"
    names = [model.name for model in window.store.document.models]
    written = {(row[0], row[1]): row[2:] for row in numbers.rows}
    for group in panel(window).view.figure.groups:
        for bar in group.bars:
            assert written[group.name, names[bar.model]] == (bar.lower, bar.upper, bar.whole)


def test_the_example_is_all_divergence(window: MainWindow):
    first, second, mean = panel(window).view.figure.groups
    assert [bar.lower for group in (first, second) for bar in group.bars] == [0, 0, 0, 0]
    assert [round(bar.whole, 4) for bar in (*first.bars, *second.bars)] == [0.9163, 0.1054, 2.3026, 0.9163]
    assert [round(bar.whole, 4) for bar in mean.bars] == [1.6094, 0.5108]
    assert (first.name, second.name) == ("image 1", "image 2")


def test_a_click_on_a_bar_moves_the_focus(window: MainWindow):
    bar = placed(window, 1, 1)
    at = bar.rect.center()
    viewport = panel(window).view.viewport()
    mouse(viewport, PRESS, at, LEFT, LEFT)
    mouse(viewport, RELEASE, at, LEFT)
    settle()
    assert (window.focus.state.sample, window.focus.state.model) == (1, 1)
    assert table(window, "truth").currentIndex().row() == 1
    assert window.deck.model_choice.currentIndex() == 1
    assert [bar.focused for group in panel(window).view.figure.groups for bar in group.bars] == [
        False, False, False, True, False, False,
    ]  # fmt: skip


def test_a_click_on_a_mean_chooses_the_model_and_keeps_the_sample(window: MainWindow):
    window.focus.move(sample=1)
    at = placed(window, 2, 1).rect.center()
    mouse(panel(window).view.viewport(), PRESS, at, LEFT, LEFT)
    settle()
    assert (window.focus.state.sample, window.focus.state.model) == (1, 1)


def test_a_click_beside_the_bars_or_with_another_button_does_nothing(window: MainWindow):
    before = window.focus.state
    viewport = panel(window).view.viewport()
    mouse(viewport, PRESS, QPointF(2, 2), LEFT, LEFT)
    mouse(viewport, PRESS, placed(window, 1, 1).rect.center(), Qt.MouseButton.RightButton)
    settle()
    assert window.focus.state == before


def test_a_bar_under_the_pointer_says_its_numbers(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda *args: said.append(args[1]))
    mouse(panel(window).view.viewport(), MOVE, placed(window, 0, 1).rect.center())
    assert said == ["image 1, Model 2\nH(p) 0.0000 + KL 0.1054 = H(p,q) 0.1054"]


class Pen:
    """Collects the words that a figure writes, by drawing it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.words: list[str] = []
        self.written: list[tuple[str, QPointF, Text]] = []
        draw_text = bars.draw_text

        def note(painter: QPainter, at: QPointF, text: str, how: Text, style: Style) -> QRectF:
            self.words.append(text)
            self.written.append((text, at, how))
            return draw_text(painter, at, text, how, style)

        monkeypatch.setattr(bars, "draw_text", note)

    def draw(self, groups: Sequence[bars.Group], size: QSize, style: Style = LIGHT) -> QImage:
        """Draw bars and return the picture."""
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        bars.draw(painter, QRectF(image.rect()), groups, "nat", style)
        painter.end()
        return image


def test_infinite_bars_go_to_the_top_hatched_and_say_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    enter(table(window, "predictions"), 0, 2, "0")
    groups = panel(window).view.figure.groups
    assert groups[0].bars[0].whole == math.inf
    assert groups[2].bars[0].whole == math.inf, "and so the mean is"
    pen = Pen(monkeypatch)
    size = QSize(640, 420)
    picture = pen.draw(groups, size)
    assert pen.words.count("∞") == 2
    geometry = bars.Geometry(QRectF(0, 0, 640, 420), groups, LIGHT)

    def ink(bar: int) -> float:
        """Return how much of a bar, left of its numbers, is as dark as ink."""
        column = geometry.placed[bar].rect
        x = round(column.left()) + 5
        top = round(geometry.y(groups[bar // 2].bars[bar % 2].whole)) + 4
        down = range(top, round(geometry.plot.bottom()) - 4)
        return sum(picture.pixelColor(x, y).lightnessF() < 0.3 for y in down) / len(down)

    assert geometry.y(math.inf) == geometry.plot.top()
    assert 0.1 < ink(0) < 0.9, "hatched"
    assert ink(2) == 0, "a finite bar is plain"


def test_a_row_left_out_has_a_dash_and_no_bar(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    choose(window, "control.row_sums", "strict")
    groups = panel(window).view.figure.groups
    assert math.isnan(groups[0].bars[1].whole)
    assert groups[2].bars[1].whole == pytest.approx(0.916290731874155), "the mean is over the rest"
    pen = Pen(monkeypatch)
    pen.draw(groups, QSize(640, 420))
    assert pen.words.count("—") == 1
    numbers = DecompositionPanel.numbers(window.results, window.focus.state)
    assert math.isnan(numbers.rows[1][4])


def test_the_unit_stands_on_the_axis_and_numbers_on_the_bars(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    pen = Pen(monkeypatch)
    pen.draw(panel(window).view.figure.groups, QSize(640, 420))
    assert "nat" in pen.words
    for words in ("0.9163", "2.3026", "0.1054", "1.6094", "0.5108", "image 1", "image 2", "mean"):
        assert words in pen.words


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_inside_the_bars_can_be_read(qapp, monkeypatch: pytest.MonkeyPatch, style: Style):
    figure = make_figure(compute(soft()), FocusState())
    pen = Pen(monkeypatch)
    size = QSize(1200, 600)
    pen.draw(figure.groups, size, style)
    geometry = bars.Geometry(QRectF(0, 0, 1200, 600), figure.groups, style)
    inside = 0
    for each in geometry.placed:
        for value, low, high, ground in (
            (each.bar.lower, 0.0, each.bar.lower, style.entropy),
            (each.bar.upper, each.bar.lower, each.bar.whole, style.divergence),
        ):
            for text, at, how in pen.written:
                across = each.rect.left() < at.x() < each.rect.right()
                if across and geometry.y(high) < at.y() < geometry.y(low) and text == number(value):
                    inside += 1
                    assert contrast(QColor(how.colour).name(), ground) >= 4.5
    assert inside >= 10, "most have room"


def test_a_negative_divergence_of_a_row_as_typed_is_drawn_below_zero():
    """A row that sums to more than 1 can have less than no divergence."""
    document = Document.make(np.array([[1.0, 0.0]]), [("m", np.array([[2.0, 0.5]]), "probability")])
    figure = make_figure(compute(document), FocusState())
    bar = figure.groups[0].bars[0]
    assert bar.whole == pytest.approx(-math.log(2))
    geometry = bars.Geometry(QRectF(0, 0, 640, 420), figure.groups, LIGHT)
    assert geometry.low <= bar.whole
    assert geometry.y(bar.whole) > geometry.y(0.0)
    assert geometry.y(bar.whole) <= geometry.plot.bottom() + 1e-9


def test_many_samples_are_shown_around_the_one_in_focus(digits: MainWindow):
    digits.focus.move(sample=500)
    groups = panel(digits).view.figure.groups
    assert [group.sample for group in groups] == [498, 499, 500, 501, None]
    assert "4 of 899 samples" in panel(digits).view.figure.about
    digits.focus.move(sample=898)
    assert [group.sample for group in panel(digits).view.figure.groups] == [895, 896, 897, 898, None]


def test_unit_changes_scale_the_bars_and_not_the_divergence_of_equals(window: MainWindow):
    enter(table(window, "predictions"), 0, 0, "0", Key.Key_Tab)
    enter(table(window, "predictions"), 0, 1, "0", Key.Key_Tab)
    enter(table(window, "predictions"), 0, 2, "1", Key.Key_Tab)
    for unit in ("nat", "bit", "dit"):
        choose(window, "control.unit", unit)
        groups = panel(window).view.figure.groups
        assert groups[0].bars[0].whole == 0
        assert groups[1].bars[0].whole == pytest.approx(math.log(10) / nats_per(unit))
