"""Figures as files: what is in them, read and drawn again by programs that are not Qt."""

from __future__ import annotations

import csv
import io
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

import core
from core import io as core_io
from core import losses
from core.document import Document
from core.errors import LossAtlasError
from core.objectives import OfPrediction
from core.results import Results, compute
from core.surfaces import surface
from gui import panels
from gui.export import png, writer_of, writers
from gui.focus import FocusState
from gui.panels.surface import SurfacePanel
from gui.plotting import palettes
from gui.plotting.style import DARK, LIGHT, Style
from gui.surfaces.corners import slice_of
from tests.gui.pictures import (
    EDGES,
    along_edge,
    best_shift,
    difference,
    drawn_pdf,
    drawn_svg,
    miss,
    needs,
    picture,
    pixels,
    run,
)

NAMES = tuple(panels.kinds())
SIZE = QSize(720, 600)


def results_of(name: str, **settings: object) -> Results:
    document = core_io.load(name)
    return compute(document.with_settings(**settings) if settings else document)


def written(
    folder: Path,
    panel: str,
    suffix: str,
    results: Results,
    *,
    style: Style = LIGHT,
    size: QSize | None = None,
    scale: int = 1,
    focus: FocusState | None = None,
) -> Path:
    """Write a panel's figure of some results to a file and return its path."""
    kind = panels.kind_of(panel)
    focus = (focus or FocusState()).fitted(results.document)
    figure, numbers = kind.figure(results, focus), kind.numbers(results, focus)
    path = folder / f"{panel}.{suffix}"
    path.write_bytes(writer_of(suffix).to_bytes(figure, numbers, size or kind.figure_size, style, scale))
    return path


def table_of(path: Path) -> tuple[list[str], list[list[str]]]:
    header, *rows = csv.reader(io.StringIO(path.read_text("utf-8")))
    return header, rows


def words_of(svg: Path) -> list[str]:
    """Return the texts in an SVG drawing."""
    root = ET.fromstring(svg.read_text("utf-8"))
    return ["".join(each.itertext()).strip() for each in root.iter("{http://www.w3.org/2000/svg}text")]


WORDS = {
    ("surface", "example"): ["car", "calf", "rocket", "nat", "Model 1  0.9163", "Model 2  0.1054", "p = minimum", "∞"],
    ("surface", "digits"): ["Cross-entropy of every prediction q for digit 0001", "nat", "p = minimum"],
    ("decomposition", "example"): [
        "H(p,q)", "H(p)", "KL(p‖q)", "image 1", "image 2", "mean", "0.9163", "1.6094", "nat",
    ],
    ("decomposition", "digits"): ["H(p,q)", "mean", "4 of 899 samples", "∞"],
    ("comparison", "example"): [
        "Model 1", "Model 2", "better", "tie", "◆ Model 2", "Cross-entropy nat", "1.6094", "0.5108", "0.3250",
    ],
    ("comparison", "digits"): ["logistic regression", "naive Bayes", "Squared error", "∞"],
}  # fmt: skip


def test_every_format_there_is():
    assert list(writers()) == ["png", "svg", "pdf", "csv", "parquet", "py"]


@pytest.mark.parametrize("name", ["example", "digits"])
@pytest.mark.parametrize("panel", NAMES)
def test_svg_has_real_text_and_lines_that_scale(qapp, tmp_path: Path, panel: str, name: str):
    svg = written(tmp_path, panel, "svg", results_of(name))
    source = svg.read_text("utf-8")
    words = words_of(svg)
    for expected in WORDS.get((panel, name), []):
        assert expected in words, words
    assert "non-scaling-stroke" not in source
    size = panels.kind_of(panel).figure_size
    root = ET.fromstring(source)
    assert (root.get("width"), root.get("height")) == (str(size.width()), str(size.height()))
    assert root.get("viewBox") == f"0 0 {size.width()} {size.height()}"
    families = set(re.findall(r'font-family="([^"]*)"', source))
    assert families
    assert all(family.endswith("sans-serif") for family in families), "a reader without our font finds one"


@needs("rsvg-convert")
@pytest.mark.parametrize("name", ["example", "digits"])
@pytest.mark.parametrize("panel", NAMES)
def test_svg_looks_like_the_picture(qapp, tmp_path: Path, panel: str, name: str):
    results = results_of(name)
    shot = picture(written(tmp_path, panel, "png", results))
    svg = drawn_svg(written(tmp_path, panel, "svg", results), panels.kind_of(panel).figure_size.width())
    assert svg.shape == shot.shape
    assert difference(svg, shot) < 3.0
    assert best_shift(svg, shot) == (0, 0)


@needs("pdftoppm")
@pytest.mark.parametrize("name", ["example", "digits"])
@pytest.mark.parametrize("panel", NAMES)
def test_pdf_looks_like_the_picture(qapp, tmp_path: Path, panel: str, name: str):
    results = results_of(name)
    shot = picture(written(tmp_path, panel, "png", results))
    pdf = drawn_pdf(written(tmp_path, panel, "pdf", results))
    assert pdf.shape == shot.shape
    assert difference(pdf, shot) < 4.0
    assert best_shift(pdf, shot) == (0, 0)


@needs("pdftotext")
@pytest.mark.parametrize("name", ["example", "digits"])
@pytest.mark.parametrize("panel", NAMES)
def test_pdf_text_can_be_found(qapp, tmp_path: Path, panel: str, name: str):
    pdf = written(tmp_path, panel, "pdf", results_of(name))
    text = " ".join(run("pdftotext", "-layout", pdf, "-").split())
    for expected in WORDS.get((panel, name), []):
        assert " ".join(expected.split()) in text
    assert run("pdffonts", pdf).count("\n") > 2, "fonts are embedded, so text is text"


@pytest.mark.parametrize("scale", [1, 2, 4])
@pytest.mark.parametrize("panel", NAMES)
def test_png_is_as_large_and_fine_as_asked(qapp, tmp_path: Path, panel: str, scale: int):
    image = QImage(str(written(tmp_path, panel, "png", results_of("example"), size=QSize(500, 400), scale=scale)))
    assert (image.width(), image.height()) == (500 * scale, 400 * scale)
    dots = image.dotsPerMeterX() * 0.0254
    assert dots == pytest.approx(96 * scale, abs=0.02)
    assert image.dotsPerMeterX() == image.dotsPerMeterY()
    own = QImage(str(written(tmp_path, panel, "png", results_of("example"), scale=scale)))
    assert own.size() == panels.kind_of(panel).figure_size * scale


def test_a_finer_picture_is_the_same_picture(qapp, tmp_path: Path):
    results = results_of("example")
    coarse = pixels(QImage(str(written(tmp_path, "surface", "png", results))))
    fine = QImage(str(written(tmp_path, "surface", "png", results, scale=4)))
    smooth = fine.scaled(SIZE, mode=Qt.TransformationMode.SmoothTransformation)
    assert difference(pixels(smooth), coarse) < 2.5


# -- the heat map to its edges ---------------------------------------------------------------------------


def heat(results: Results):
    """Return what gives the colour of a point of the triangle, from the core's loss."""
    focus = FocusState()
    document = results.document
    p = document.truth.row(0)
    loss = document.settings.current
    made = surface(OfPrediction(loss, p), slice_of(results, focus))

    def colour(q: np.ndarray) -> np.ndarray:
        share = (float(loss.value(p, q)) - made.low) / (made.high - made.low)
        found = palettes.colour_at(palettes.sequential(), min(max(share, 0.0), 1.0))
        return np.array([found.red(), found.green(), found.blue()], dtype=float)

    return colour


def white(q: np.ndarray) -> np.ndarray:
    return np.array([255.0, 255.0, 255.0])


SHOTS = [
    "png",
    pytest.param("svg", marks=needs("rsvg-convert")),
    pytest.param("pdf", marks=needs("pdftoppm")),
]


def shot_of(path: Path) -> np.ndarray:
    if path.suffix == ".svg":
        return drawn_svg(path, SIZE.width())
    return drawn_pdf(path) if path.suffix == ".pdf" else picture(path)


@pytest.mark.parametrize("suffix", SHOTS)
def test_the_heat_map_reaches_each_edge_and_no_farther(qapp, tmp_path: Path, suffix: str):
    results = results_of("example", loss="mse")
    shot = shot_of(written(tmp_path, "surface", suffix, results, size=SIZE))
    colour = heat(results)
    for edge in EDGES:
        inside = along_edge((SIZE.width(), SIZE.height()), edge, 3.5)
        outside = along_edge((SIZE.width(), SIZE.height()), edge, -3.5)
        assert miss(shot, inside, colour) < 14, edge
        assert miss(shot, inside, white) > 20, "the probe tells the heat map from the ground"
        assert miss(shot, outside, white) < 4, edge


@pytest.mark.parametrize("suffix", SHOTS)
def test_where_the_loss_is_infinite_the_edge_is_hatched(qapp, tmp_path: Path, suffix: str):
    results = results_of("example")
    shot = shot_of(written(tmp_path, "surface", suffix, results, size=SIZE))
    foot = [shot[int(at.y()), int(at.x()), :3].mean() for _, at in along_edge((720, 600), (0, 1), 4)]
    assert max(foot) - min(foot) > 60, "light and dark in turn"
    side = along_edge((720, 600), (2, 0), 3.5)
    assert miss(shot, side, heat(results)) < 14, "the other edges are not"


@pytest.mark.parametrize("suffix", SHOTS)
def test_transparent_background(qapp, tmp_path: Path, suffix: str):
    results = results_of("example", loss="mse")
    style = replace(LIGHT, transparent=True)
    path = written(tmp_path, "surface", suffix, results, size=SIZE, style=style)
    if suffix == "pdf":
        out = tmp_path / "clear"
        run("pdftocairo", "-png", "-transp", "-singlefile", "-r", 96, path, out)
        shot = picture(tmp_path / "clear.png")
    else:
        shot = shot_of(path)
    assert shot[5, 5, 3] == 0
    assert shot[-5, -5, 3] == 0
    inside = [shot[int(at.y()), int(at.x()), 3] for _, at in along_edge((720, 600), (0, 1), 4)]
    assert min(inside) == 255
    opaque = written(tmp_path, "surface", "png", results, size=SIZE)
    assert picture(opaque)[..., 3].min() == 255


@pytest.mark.parametrize("panel", NAMES)
def test_dark_figures_are_dark(qapp, tmp_path: Path, panel: str):
    shot = picture(written(tmp_path, panel, "png", results_of("example"), style=DARK))
    ground = np.array([int(DARK.panel[k : k + 2], 16) for k in (1, 3, 5)])
    assert (shot[2, 2, :3] == ground).all()
    light = picture(written(tmp_path, panel, "png", results_of("example")))
    assert (light[2, 2, :3] == 255).all()
    assert difference(shot, light) > 60


def test_a_size_no_picture_can_have_is_refused(qapp):
    results = results_of("example")
    figure = SurfacePanel.figure(results, FocusState())
    with pytest.raises(core.LossAtlasError, match="not usable"):
        png.render(figure, QSize(16384, 9000), LIGHT, 4)


# -- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["nat", "dit"])
def test_the_surface_as_numbers(qapp, tmp_path: Path, unit: str):
    results = results_of("example", unit=unit)
    header, rows = table_of(written(tmp_path, "surface", "csv", results))
    assert header == ["car", "calf", "rocket", f"Cross-entropy {unit}"]
    assert len(rows) == 51 * 52 // 2
    values = np.array(rows, dtype=float)
    q = values[:, :3]
    assert q.sum(axis=1) == pytest.approx(1.0, abs=1e-12)
    assert values[:, 3] == pytest.approx(core.cross_entropy([0, 0, 1], q, unit=unit), rel=1e-12)
    assert np.isinf(values[:, 3]).sum() == 51, "written as inf, on the edge without the rocket"
    assert q.min() == 0
    assert q.max() == 1


def test_the_surface_of_ten_classes_as_numbers(qapp, tmp_path: Path):
    results = results_of("digits")
    header, rows = table_of(written(tmp_path, "surface", "csv", results))
    document = results.document
    corners = [document.classes.index(name) for name in header[:3]]
    q = document.models[0].probability_row(0)
    values = np.array(rows, dtype=float)
    held = 1 - np.delete(q, corners).sum()
    assert values[:, :3].sum(axis=1) == pytest.approx(held, abs=1e-12)
    truth = int(document.truth.row(0).argmax())
    with np.errstate(divide="ignore"):
        assert values[:, 3] == pytest.approx(-np.log(values[:, corners.index(truth)]), rel=1e-12)


def test_the_decomposition_as_numbers(qapp, tmp_path: Path):
    results = results_of("digits", unit="bit")
    header, rows = table_of(written(tmp_path, "decomposition", "csv", results))
    document = results.document
    assert header[2:] == ["H(p) bit", "KL(p‖q) bit", "H(p,q) bit"]
    assert len(rows) == 2 * 899 + 2
    for index, model in enumerate(document.models):
        mine = [row for row in rows if row[1] == model.name]
        q = np.array([model.probability_row(k) for k in range(document.size)])
        p = np.array([document.truth.row(k) for k in range(document.size)])
        expected = core.cross_entropy(p, q, unit="bit")
        if model.scale == "logit":  # straight from the logits, without the rounding of the softmax
            z = np.array([model.rows.row(k) for k in range(document.size)])
            loss = losses.create("cross_entropy")
            expected = loss.value_from_logits(p, z) / math.log(2)
        assert [float(row[4]) for row in mine[:-1]] == pytest.approx(expected.tolist(), rel=1e-12), index
        assert mine[-1][0] == "mean"
        assert float(mine[-1][4]) == pytest.approx(expected.mean(), rel=1e-12)


def test_the_comparison_as_numbers(qapp, tmp_path: Path):
    header, rows = table_of(written(tmp_path, "comparison", "csv", results_of("example")))
    assert header == ["loss", "Model 1", "Model 2", "better"]
    numbers = {row[0]: (float(row[1]), float(row[2]), row[3]) for row in rows}
    assert numbers["Classification error"] == (0.5, 0.5, "tie")
    assert numbers["Squared error"] == (pytest.approx(1.0), pytest.approx(0.325), "Model 2")
    assert numbers["Cross-entropy nat"] == (
        pytest.approx((-math.log(0.4) - math.log(0.1)) / 2, rel=1e-14),
        pytest.approx((-math.log(0.9) - math.log(0.4)) / 2, rel=1e-14),
        "Model 2",
    )


def test_what_the_comparison_says_in_words_is_not_cut(qapp, tmp_path: Path):
    svg = written(tmp_path, "comparison", "svg", results_of("example", row_sums="strict"))
    words = " ".join(words_of(svg))
    assert "Classification error" in words
    assert "the means are over: Model 1 2, Model 2 1 of 2 samples." in words
    assert "…" not in words


def test_a_row_left_out_is_an_empty_cell(qapp, tmp_path: Path):
    results = results_of("example", row_sums="strict")
    _, rows = table_of(written(tmp_path, "decomposition", "csv", results))
    assert [row[2:] for row in rows if row[:2] == ["image 1", "Model 2"]] == [["0.0", "", ""]], (
        "the truth's entropy stays, what the model adds to it is left out"
    )


@pytest.mark.parametrize("suffix", list(writers()))
@pytest.mark.parametrize("panel", NAMES)
def test_two_classes_and_names_with_every_sign(qapp, tmp_path: Path, panel: str, suffix: str):
    """Names with commas, quotes, angle brackets and other scripts arrive as they are, or at least break nothing."""
    q = np.array([[0.5, 0.5], [0.9, 0.1]])
    names = ('a<b & "c", d', "小车")
    document = Document.make(
        np.array([0, 1]), [("m<1>, & so", q, "probability")], classes=names, samples=("x,y", "<z>")
    )
    try:
        path = written(tmp_path, panel, suffix, compute(document))
    except LossAtlasError as error:
        if (suffix, error.code) != ("py", "no_script"):
            raise
        return
    if (panel, suffix) == ("surface", "csv"):
        assert path.read_text("utf-8").splitlines()[0] == "Probability q of “小车”,Cross-entropy nat"
    else:
        assert path.stat().st_size > 100
    if (panel, suffix) == ("surface", "svg"):
        assert any(word.startswith("Probability q of “") for word in words_of(path))
    if suffix == "csv" and panel == "decomposition":
        assert table_of(path)[1][0][:2] == ["x,y", "m<1>, & so"]
    if suffix == "svg" and panel == "comparison":
        assert "m<1>, & so" in words_of(path)
