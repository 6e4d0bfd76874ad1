"""The reliability diagram and the coverage curves drawn of figures known by hand, and looked at pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from core.calibration import BrierParts, Reliability
from gui.focus import Brush
from gui.panels.dataset.coverage_figure import CoverageFigure, ModelCoverage
from gui.panels.dataset.reliability_figure import ReliabilityFigure
from gui.plotting.figure import Figure
from gui.plotting.picking import Pick
from gui.plotting.style import LIGHT

RECT = QRectF(0, 0, 900, 480)


def drawn(figure: Figure) -> QImage:
    image = QImage(RECT.size().toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.panel))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    figure.draw(painter, RECT, LIGHT)
    painter.end()
    return image


def is_bare(image: QImage, at: QPointF) -> bool:
    return image.pixelColor(at.toPoint()) == QColor(LIGHT.panel)


def brush(_: Pick) -> Brush:
    return Brush(np.array([3]), 5, "picked")


@pytest.fixture
def reliability(qapp: QApplication) -> ReliabilityFigure:
    """Return two bins of four: one too sure, one empty, one not sure enough, one just right."""
    table = Reliability(
        np.linspace(0.0, 1.0, 5),
        np.array([10, 0, 20, 40]),
        np.array([0.2, np.nan, 0.6, 0.9]),
        np.array([0.1, np.nan, 0.8, 0.9]),
    )
    parts = BrierParts(0.2, 0.03, 0.05, 0.22, 0.0)
    return ReliabilityFigure(table, None, (("ECE", 0.0714),), parts, "a note", 0, None, brush)


def test_a_bin_is_as_high_as_its_share_that_came_true(reliability: ReliabilityFigure):
    image = drawn(reliability)
    upper, lower = reliability.charts(RECT, LIGHT)
    for middle, share in ((0.105, 0.1), (0.605, 0.8), (0.855, 0.9)):
        assert not is_bare(image, upper.at(middle, share - 0.04))
    assert is_bare(image, upper.at(0.905, 0.95)), "nothing above a bin that is just right"
    assert not is_bare(image, upper.at(0.15, 0.15)), "the gap up to the mean forecast"
    assert is_bare(image, upper.at(0.385, 0.3)), "an empty bin has no bar"
    counts = [lower.at(middle, 5.0) for middle in (0.125, 0.375, 0.625, 0.875)]
    assert [is_bare(image, at) for at in counts] == [False, True, False, False]


def test_the_bins_are_picked_where_they_stand(reliability: ReliabilityFigure):
    (net,) = reliability.nets(RECT, LIGHT)
    upper, _ = reliability.charts(RECT, LIGHT)
    assert list(net.across) == pytest.approx([upper.at(edge, 0.0).x() for edge in (0.0, 0.25, 0.5, 0.75, 1.0)])
    words = reliability.described(Pick("bins", (2, 2), (0, 0)))
    assert "20" in words
    assert "mean forecast 0.6000, came true 0.8000" in words
    assert "70" in reliability.described(Pick("bins", (0, 3), (0, 0)))
    assert reliability.brush(Pick("bins", (0, 0), (0, 0))).label == "picked"


def test_the_parts_of_the_score_add_up_in_the_table(reliability: ReliabilityFigure):
    figures = dict(reliability.all_figures())
    assert figures["ECE"] == 0.0714
    parts = figures["= reliability"] - figures["− resolution"] + figures["+ uncertainty"] + figures["+ within the bins"]
    assert parts == pytest.approx(figures["Brier score"])


def coverage(*, as_risk: bool) -> CoverageFigure:
    surer = ModelCoverage(0, "surer", np.array([0.25, 0.5, 0.75, 1.0]), np.array([0.0, 0.0, 1 / 3, 0.25]), 0.146)
    worse = ModelCoverage(1, "worse", np.array([0.5, 1.0]), np.array([0.5, 0.5]), 0.5)
    return CoverageFigure((worse, surer), None, as_risk, "a note", brush)


@pytest.mark.parametrize(("as_risk", "ends"), [(True, (0.0, 52.5)), (False, (46.0, 100.0))])
def test_the_curves_go_through_their_points_on_an_axis_that_holds_them(
    qapp: QApplication, as_risk: bool, ends: tuple[float, float]
):
    figure = coverage(as_risk=as_risk)
    chart, image = figure.chart(RECT, LIGHT), drawn(figure)
    assert (chart.y.low, chart.y.high) == pytest.approx(ends)
    for each in figure.models:
        for covered, height in zip(each.coverage, figure.heights(each), strict=True):
            at = chart.at(100 * float(covered), 100 * float(height))
            around = [at + QPointF(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
            near = [point for point in around if image.rect().contains(point.toPoint())]
            assert not all(is_bare(image, point) for point in near), (each.name, covered)


def test_a_stretch_says_every_model_at_its_end(qapp: QApplication):
    figure = coverage(as_risk=False)
    (net,) = figure.nets(RECT, LIGHT)
    assert len(net.across) == 101
    words = figure.described(Pick("stretches", (0, 74), (0, 0)))
    assert words.startswith("coverage 0 % to 75 %")
    assert "surer 66.7 %" in words
    assert "worse 50 %" in words
    assert words.index("surer") < words.index("worse"), "the model in focus first"
