"""Figures in a browser and in Inkscape, held against the window's own pixels, and heat maps as filled contours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QApplication

from core import io as core_io
from core.results import Results, compute
from gui import language, panels
from gui.export import batch, writer_of
from gui.export.choice import ExportChoice
from gui.focus import FocusState
from gui.plotting import bands, heatmap, palettes
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import LIGHT, STYLES, Style
from gui.plotting.ternary import Geometry, Ground
from tests.gui.pictures import (
    EDGES,
    Pixels,
    along_edge,
    best_shift,
    difference,
    drawn_in_browser,
    drawn_in_inkscape,
    drawn_pdf,
    drawn_svg,
    miss,
    needs,
    picture,
    seen,
)

NAMES = tuple(panels.kinds())
CONTOURS = replace(LIGHT, bands=True)
TOLERANCE = 2.0
"""Of 255, on average: letters and edges are smoothed in other ways, and nothing else may differ."""
VIEWERS = [pytest.param("browser", marks=needs("chromium")), pytest.param("inkscape", marks=needs("inkscape"))]
EVERYWHERE = [
    "png",
    pytest.param("svg", marks=needs("rsvg-convert")),
    pytest.param("pdf", marks=needs("pdftoppm")),
    *VIEWERS,
]


def results_of(name: str, **settings: object) -> Results:
    document = core_io.load(name)
    return compute(document.with_settings(**settings) if settings else document)


def shot_of(
    folder: Path, panel: str, viewer: str, results: Results, style: Style = LIGHT, focus: FocusState | None = None
) -> Pixels:
    """Return a panel as a viewer shows it, of a file that our writer made for it."""
    kind = panels.kind_of(panel)
    focus = (focus or FocusState()).fitted(results.document)
    figure, numbers = kind.figure(results, focus), kind.numbers(results, focus)
    return viewed(folder / panel, viewer, figure, numbers, kind.figure_size, style)


def viewed(stem: Path, viewer: str, figure: Figure, numbers: Numbers, size: QSize, style: Style) -> Pixels:
    """Return a figure as a viewer shows it."""
    suffix = "svg" if viewer in ("browser", "inkscape") else viewer
    path = stem.with_suffix(f".{suffix}")
    path.write_bytes(writer_of(suffix).to_bytes(figure, numbers, size, style, 1))
    views: dict[str, Callable[[], Pixels]] = {
        "png": lambda: picture(path),
        "svg": lambda: drawn_svg(path, size.width()),
        "pdf": lambda: drawn_pdf(path),
        "browser": lambda: drawn_in_browser(path, size.width(), size.height()),
        "inkscape": lambda: drawn_in_inkscape(path, size.width()),
    }
    return views[viewer]()


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("name", "theme"), [("example", "light"), ("digits", "dark")])
@pytest.mark.parametrize("panel", NAMES)
def test_a_figure_looks_the_same(qapp: QApplication, tmp_path: Path, panel: str, name: str, theme: str, viewer: str):
    results, style = results_of(name), STYLES[theme]
    shot, other = (shot_of(tmp_path, panel, each, results, style) for each in ("png", viewer))
    assert difference(other, shot) < TOLERANCE
    assert best_shift(other, shot) == (0, 0)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_chinese_in_our_font_keeps_its_places_in_another(qapp: QApplication, tmp_path: Path, viewer: str):
    """The font that comes with the program is on no reader's machine; letters of another width may not run together."""
    before = QGuiApplication.font()
    qapp.setFont([language._bundled_family(), before.family()])
    try:
        results = results_of("example")
        shot, other = (shot_of(tmp_path, "surface", each, results) for each in ("png", viewer))
        source = (tmp_path / "surface.svg").read_text("utf-8")
    finally:
        qapp.setFont(before)
    assert len(re.findall(r"<text ", source)) == len(re.findall(r'textLength="[\d.]+"', source)) > 0
    columns = [np.flatnonzero(each[..., :3].min(axis=(0, 2)) < 160) for each in (shot[550:], other[550:])]
    for end in (0, -1):
        assert columns[1][end] == pytest.approx(columns[0][end], abs=4), "the lines at the foot begin and end alike"


def test_fonts_go_by_their_own_names(qapp: QApplication, tmp_path: Path):
    """What Qt calls “Sans Serif” is a wish, which a browser does not know."""
    shot_of(tmp_path, "comparison", "svg", results_of("example"))
    families = set(re.findall(r'font-family="([^"]*)"', (tmp_path / "comparison.svg").read_text("utf-8")))
    assert families
    assert not any("Sans Serif" in each for each in families)


# -- heat maps as filled contours ------------------------------------------------------------------------


def white(_: Pixels) -> Pixels:
    return np.full(3, 255.0)


def band_colours(results: Results) -> Callable[[Pixels], Pixels]:
    """Return what gives the colour of the band that a point of the triangle is in, by the core's loss."""
    ground = panels.kind_of("surface").figure(results, FocusState()).ground
    made = bands.of(ground.surface, ground.colours, ground.levels)
    document = results.document
    loss, p = document.settings.current, document.truth.row(0)

    def colour(q: Pixels) -> Pixels:
        fill = made.fills[int(np.searchsorted(made.edges, float(loss.value(p, q))))]
        return np.array([fill.red(), fill.green(), fill.blue()], dtype=float)

    return colour


@pytest.mark.parametrize("viewer", EVERYWHERE)
def test_bands_reach_each_edge_and_no_farther(qapp: QApplication, tmp_path: Path, viewer: str):
    results = results_of("example", loss="mse")
    shot = shot_of(tmp_path, "surface", viewer, results, CONTOURS)
    colour = band_colours(results)
    for edge in EDGES:
        probes = along_edge((720, 600), edge, 3.5)
        near = [np.abs(seen(shot, at)[:3] - colour(q)).max() < 4 for q, at in probes]
        assert np.mean(near) > 0.6, "contours and the grid cross some of them"
        assert miss(shot, along_edge((720, 600), edge, -3.5), white) < 4, edge


@dataclass(frozen=True)
class OnlyBands:
    """The bands of a ground over its triangle, without lines, grid or marks."""

    ground: Ground

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        geometry = Geometry(rect, style)
        ground = self.ground
        made = bands.of(ground.surface, ground.colours, ground.levels)
        bands.draw(painter, ground.surface, made, heatmap.triangle_path(geometry.corners), geometry.plane_all)


@pytest.mark.parametrize("viewer", EVERYWHERE)
def test_no_seam_shows_between_two_bands(qapp: QApplication, tmp_path: Path, viewer: str):
    """Across every border it gets darker and never lighter: nothing of the ground shines through."""
    figure = OnlyBands(panels.kind_of("surface").figure(results_of("example"), FocusState()).ground)
    shot = viewed(tmp_path / "bands", viewer, figure, Numbers((), ()), QSize(720, 600), LIGHT)
    falling = shot[150:480, 300, :3].mean(axis=1)
    assert falling[0] - falling[-1] > 100
    assert np.diff(falling).max() <= 1


@pytest.mark.parametrize("viewer", EVERYWHERE)
def test_what_is_infinite_stays_hatched(qapp: QApplication, tmp_path: Path, viewer: str):
    shot = shot_of(tmp_path, "surface", viewer, results_of("example"), CONTOURS)
    foot = [seen(shot, at)[:3].mean() for _, at in along_edge((720, 600), (0, 1), 4)]
    assert max(foot) - min(foot) > 60, "light and dark in turn"


@pytest.mark.parametrize("domain", ["triangle", "logits"])
@pytest.mark.parametrize("suffix", ["svg", "pdf"])
def test_filled_contours_are_no_picture(qapp: QApplication, tmp_path: Path, suffix: str, domain: str):
    results = results_of("example")
    focus = FocusState(choices={"surface.domain": domain})
    images = {"svg": b"<image", "pdf": b"/Subtype /Image"}[suffix]
    for style, is_there in ((LIGHT, True), (CONTOURS, False)):
        shot_of(tmp_path, "surface", suffix, results, style, focus)
        assert (images in (tmp_path / f"surface.{suffix}").read_bytes()) == is_there


def test_steps_have_a_band_each_in_their_own_colour(qapp: QApplication):
    results = results_of("example", loss="classification_error")
    ground = panels.kind_of("surface").figure(results, FocusState()).ground
    made = bands.of(ground.surface, ground.colours, ground.levels)
    assert made.edges == (0.5,)
    assert made.named == (0.0, 1.0)
    assert made.fills == tuple(palettes.colour_at(palettes.sequential(), share) for share in (0.0, 1.0))


def test_the_bar_names_the_borders_of_the_bands(qapp: QApplication, tmp_path: Path):
    shot_of(tmp_path, "surface", "svg", results_of("example"), CONTOURS)
    words = re.findall(r">([^<]+)</text>", (tmp_path / "surface.svg").read_text("utf-8"))
    for border in ("0.5", "1", "1.5", "2", "2.5", "3", "3.5"):
        assert words.count(border) >= 2 - (border == "3.5"), f"{border} stands at a line and at the bar"


def test_a_choice_of_contours_reaches_the_files(qapp: QApplication, tmp_path: Path):
    results = results_of("example")
    files = batch.draw(results, FocusState(), ExportChoice(("surface",), ("svg",), tmp_path, bands=True)).files
    assert b"<image" not in files["surface.svg"]
