"""Figures one column wide: what has no room is said in short, and nothing is left out."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui.plotting import axes, grid
from gui.plotting.axes import Axis, Key
from gui.plotting.grid import GridCell, GridFigure
from gui.plotting.style import LIGHT
from tests.gui.pictures import pixels

NAMES = (("Classification error", "0-1"), ("Squared error", "MSE"), ("Cross-entropy", "CE"), ("KL divergence", "KL"))


@pytest.fixture
def written(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is written from now on."""
    del qapp
    words: list[str] = []
    for module in (axes, grid):
        draw = module.draw_text

        def noting(painter: QPainter, at: QPointF, text: str, *rest: object, draw: object = draw) -> object:
            words.append(text)
            assert callable(draw)
            return draw(painter, at, text, *rest)

        monkeypatch.setattr(module, "draw_text", noting)
    return words


@pytest.mark.parametrize(("width", "form"), [(230, 1), (600, 0)])
def test_a_legend_says_every_loss(written: list[str], width: int, form: int):
    image = QImage(width, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    axes.draw_legend(painter, QPointF(0, 20), [Key(name, "red", short=short) for name, short in NAMES], width, LIGHT)
    painter.end()
    assert written == [name[form] for name in NAMES]


@pytest.mark.parametrize(("width", "form"), [(260, 1), (600, 0)])
def test_a_table_names_every_loss(written: list[str], width: int, form: int):
    rows = [(GridCell(name, short=short), *(GridCell(x) for x in ("0.0367", "0.0990", "◆ a"))) for name, short in NAMES]
    image = QImage(width, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    GridFigure("", tuple(rows), "").draw(painter, QRectF(0, 0, width, 300), LIGHT)
    painter.end()
    assert written[::4] == [name[form] for name in NAMES]


@pytest.mark.parametrize("high", [8e-4, 4.0, 9e6])
def test_the_title_of_an_axis_stands_clear_of_its_numbers(written: list[str], high: float):
    rect = QRectF(0, 0, 300, 220)
    chart = axes.Chart.within(rect, Axis("Step", 0.0, 1.0), Axis("Loss", 0.0, high), LIGHT)
    image = QImage(300, 220, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    axes.draw_axes(painter, chart, LIGHT)
    painter.end()
    assert written[-1] == "Loss"
    inked = (pixels(image)[: int(chart.plot.bottom()), : int(chart.plot.left()) - 2, :3] != 255).any(axis=(0, 2))
    starts = np.flatnonzero(np.diff(inked.astype(int), prepend=0) == 1)
    ends = np.flatnonzero(np.diff(inked.astype(int), append=0) == -1)
    assert starts[0] > 0, "the title is not cut"
    assert starts[1] - ends[0] > 3, "a gap between the title and the numbers"
