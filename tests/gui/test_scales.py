"""Colours of a surface: three scales that a person chooses, and maps that survive a grey printer."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from core import losses, simplex, surfaces
from core.domains import Slice
from core.objectives import OfPrediction
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels.surface import SurfacePanel
from gui.plotting import contours, palettes, scales
from gui.plotting.figure import Figure, Text
from gui.plotting.scales import ColourScale
from gui.plotting.style import LIGHT, Style, luminance
from gui.plotting.ternary import Geometry
from tests.gui.hands import choose, hover, spot, status, surface
from tests.gui.pictures import pixels

VALUES = np.concatenate([np.linspace(0.0, 1.0, 901), np.linspace(1.0, 10.0, 100)])
KINDS = ("linear", "log", "rank")


def made(kind: scales.Kind) -> ColourScale:
    return scales.make(kind, 0.0, 10.0, VALUES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_of_the_map_is_the_place_of_its_value(kind: scales.Kind):
    scale = made(kind)
    for share in np.linspace(0.0, 1.0, 31):
        assert scale.share(scale.value(share)) == pytest.approx(share, abs=1e-12)
    assert scale.share([-5.0, 50.0]).tolist() == [0.0, 1.0]


def test_what_each_scale_shows():
    assert made("linear").share(2.5) == pytest.approx(0.25)
    assert made("log").share([0.01, 0.1, 1.0, 10.0]) == pytest.approx([0, 1 / 3, 2 / 3, 1])
    rank = made("rank")
    assert rank.share(0.5) == pytest.approx((VALUES < 0.5).mean(), abs=2e-3)
    assert rank.share(1.0) == pytest.approx(0.9, abs=5e-3)


def test_a_logarithm_says_where_it_ends_and_is_refused_below_zero():
    assert made("log").floored
    assert made("log").low == pytest.approx(0.01)
    assert not scales.make("log", 0.5, 10.0, VALUES).floored
    assert scales.make("log", -1.0, 10.0, VALUES).kind == "linear"
    assert scales.make("rank", 3.0, 3.0 + 1e-9, np.full(5, 3.0)).kind == "linear", "a plain has no ranks"


def test_a_difference_has_zero_in_the_middle():
    scale = scales.make("diverging", -1.0, 4.0, VALUES)
    assert scale.share([-4.0, 0.0, 4.0]) == pytest.approx([0.0, 0.5, 1.0])
    light = [luminance(QColor.fromRgb(int(each) & 0xFFFFFF).name()) for each in palettes.diverging()]
    middle = len(light) // 2
    assert len(light) == 256
    assert all(one <= other for one, other in itertools.pairwise(light[:middle]))
    assert all(one >= other for one, other in itertools.pairwise(light[middle:]))


@given(st.sampled_from(KINDS), st.floats(-3, 3), st.floats(0, 5), st.floats(0.2, 1.5))
def test_levels_and_ticks_lie_within(kind: scales.Kind, exponent: float, low: float, unit: float):
    high = low + 10.0**exponent
    scale = scales.make(kind, low, high, low + (high - low) * VALUES / 10.0)
    levels = scale.levels(unit)
    assert all(scale.low < level < scale.high for level in levels)
    assert levels == sorted(levels)
    assert len(levels) <= 12
    ticks = scale.ticks(unit, scale.high)
    assert len(ticks) >= 2
    assert all(scale.low / unit * (1 - 1e-9) <= tick <= scale.high / unit * (1 + 1e-9) for tick in ticks)


def test_levels_by_rank_part_the_picture_evenly():
    levels = made("rank").levels(1.0)
    shares = [(level > VALUES).mean() for level in levels]
    assert shares == pytest.approx(np.arange(1, 10) / 10, abs=5e-3)


def test_levels_by_logarithm_are_round_in_the_unit_shown():
    unit = float(np.log(2))
    assert [round(level / unit, 9) for level in made("log").levels(unit)] == pytest.approx(
        [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_in_grey_a_higher_loss_is_darker(window: MainWindow, kind: str):
    """Read the picture as a person who sees no colour does: by lightness alone."""
    choose_scale(window, kind)
    window.panels["surface"].view.moved.emit(-1, np.array([0.2, 0.3, 0.5]), object())
    choose(window, "control.loss", "mse")
    p = np.array([0.2, 0.3, 0.5])
    rng = np.random.default_rng(5)
    q = rng.dirichlet(np.ones(3), 400)
    view = surface(window).view
    shot = pixels(view.grab().toImage())
    geometry = Geometry(view.area, LIGHT)
    places = [geometry.point(each) for each in q]
    grey = np.array([shot[int(at.y()), int(at.x()), :3] @ [0.2126, 0.7152, 0.0722] for at in places])
    value = losses.create("mse").value(p, simplex.from_plane(simplex.to_plane(q)))
    clean = [k for k in range(len(q)) if _plain(shot, places[k])]
    assert len(clean) > 120, "many places have neither line nor label"
    share = surface(window)._figure.ground.colours.share(value[clean])
    seen = grey[clean]
    clearly_more = share[:, None] - share > 0.04
    assert clearly_more.sum() > 4000
    assert (seen[:, None] < seen)[clearly_more].mean() > 0.995, "but for a probe on a faint line of the grid"


def _plain(shot: np.ndarray, at) -> bool:
    """Return whether a place is free of lines, labels and handles: around it the picture hardly changes."""
    x, y = int(at.x()), int(at.y())
    patch = shot[y - 2 : y + 3, x - 2 : x + 3, :3]
    return float(np.ptp(patch, axis=(0, 1)).max()) < 14


def choose_scale(window: MainWindow, kind: str) -> None:
    choose(window, "control.surface.scale", kind)
    control = window.findChild(object, "control.surface.scale")
    control.activated.emit(control.currentIndex())


def test_the_scale_is_part_of_the_figure_and_changes_no_number(window: MainWindow):
    panel = surface(window)
    hover(panel.view.viewport(), spot(window, (0.2, 0.3, 0.5)))
    said = status(window)
    before = panel.figure(window.results, window.focus.state).ground
    choose_scale(window, "log")
    assert window.focus.state.choices["surface.scale"] == "log"
    ground = panel.figure(window.results, window.focus.state).ground
    assert (ground.colours.kind, before.colours.kind) == ("log", "linear")
    assert ground.levels != before.levels
    hover(panel.view.viewport(), spot(window, (0.2, 0.3, 0.5)))
    assert status(window) == said
    assert panel.figure(window.results, FocusState()).ground.colours.kind == "linear", "what nobody chose is linear"


def test_contours_of_each_scale_lie_on_their_level():
    p, plane = np.array([0.2, 0.3, 0.5]), Slice((0, 1, 2), np.array([0.2, 0.3, 0.5]))
    loss = losses.create("cross_entropy")
    made_ = surfaces.surface(OfPrediction(loss, p), plane, 192)
    inside = made_.values[np.add.outer(np.arange(193), np.arange(193)) <= 192]
    for kind in KINDS:
        levels = scales.make(kind, made_.low, made_.high, inside).levels(1.0)
        assert len(levels) >= 3
        for level, line in zip(levels, surfaces.contours(made_, levels), strict=True):
            q = simplex.from_plane(line[~np.isnan(line[:, 0])])
            inner = q[(q > 0.1).all(axis=1)]
            assert np.abs(loss.value(p, inner) - level).max(initial=0.0) < 1e-3


@pytest.mark.parametrize("domain", ["simplex", "logits"])
def test_no_line_of_a_level_cuts_a_contours_label(window: MainWindow, monkeypatch: pytest.MonkeyPatch, domain: str):
    boxes: list[QRectF] = []
    draw_text = contours.draw_text

    def noting(painter: QPainter, at: QPointF, words: str, how: Text, style: Style) -> QRectF:
        boxes.append(draw_text(painter, at, words, how, style))
        return boxes[-1]

    monkeypatch.setattr(contours, "draw_text", noting)
    figure = SurfacePanel.figure(window.results, FocusState(choices={"surface.domain": domain}))
    if domain == "simplex":
        one = next(point for point in figure.points if point.in_focus)
        bare = replace(figure, points=(replace(one, barycentric=(0.98, 0.01, 0.01), label=""),))
    else:
        bare = replace(figure, marks=())
    line = figure.ground.lines[len(figure.ground.lines) // 2]
    shots = [drawn(each) for each in (bare, replace(bare, level=line))]
    assert (np.abs(shots[1] - shots[0]) > 100).any(), "the line runs along a contour, and so through its label"
    assert boxes
    for box in boxes:
        inner = box.toRect().adjusted(2, 3, -2, -3)
        part = np.s_[inner.top() : inner.bottom(), inner.left() : inner.right(), :3]
        assert np.abs(shots[1][part] - shots[0][part]).max() < 60, "its ground covers the line but for a shine"


def drawn(figure: Figure) -> np.ndarray:
    image = QImage(600, 500, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    figure.draw(painter, QRectF(0, 0, 600, 500), LIGHT)
    painter.end()
    return pixels(image).astype(int)
