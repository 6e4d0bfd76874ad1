"""The first screen's tick against the same picture drawn plainly: by pyqtgraph's own items, and by Matplotlib.

Run with `make bench`; Matplotlib is compared where it is installed (the dependency group `frameworks`). One drag of a
model's handle, everything painted, against a surface of 256 × 256 with ten contours, six bars and a mark, at the same
size.
"""

from __future__ import annotations

import importlib.util
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from tests.bench.timing import Way, dragging, medians, place

N = 256
LEVELS = np.linspace(0.25, 3.5, 10)


def _grid() -> Any:
    """Return q of every point of the square around the triangle, the third class in its inside only."""
    j, i = np.mgrid[0:N, 0:N] / (N - 1)
    return np.stack([np.clip(1 - i - j, 1e-9, 1), i, j], axis=-1)


def _loss(q: Any) -> Any:
    return -(np.array([0.0, 0.0, 1.0]) * np.log(np.clip(q, 1e-9, 1))).sum(axis=-1)


def _pyqtgraph() -> Way:
    """Compute the grid, set the image, make the isocurves anew, clear and plot the bars and marks."""
    layout = pg.GraphicsLayoutWidget(size=(1440, 900))
    surface, bars, marks = layout.addPlot(), layout.addPlot(), layout.addPlot()
    image = pg.ImageItem()
    surface.addItem(image)
    curves = [pg.IsocurveItem(level=level) for level in LEVELS]
    for curve in curves:
        curve.setParentItem(image)
    layout.show()
    grid = _grid()

    def tick(step: int) -> None:
        values = _loss(grid)
        image.setImage(values)
        for curve in curves:
            curve.setData(values)
        at = place(step)
        bars.clear()
        bars.addItem(pg.BarGraphItem(x=np.arange(6), height=-np.log(np.tile(at, 2)), width=0.8))
        marks.clear()
        marks.plot(at[:1], at[1:2], symbol="o")
        layout.viewport().update()
        QApplication.processEvents()

    return tick


def _matplotlib(*, blitting: bool) -> Way:
    """Draw the figure anew, or restore its background and draw what changes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14.4, 9.0), dpi=100)
    canvas = FigureCanvasAgg(figure)
    surface, bars = figure.subplots(1, 2)
    grid = _grid()

    def draw_surface() -> None:
        values = _loss(grid)
        surface.clear()
        surface.imshow(values, origin="lower", extent=(0, 1, 0, 1))
        surface.clabel(surface.contour(np.linspace(0, 1, N), np.linspace(0, 1, N), values, LEVELS))

    if not blitting:

        def redraw(step: int) -> None:
            draw_surface()
            bars.clear()
            at = place(step)
            surface.plot(at[:1], at[1:2], "o")
            bars.bar(np.arange(6), -np.log(np.tile(at, 2)))
            canvas.draw()

        return redraw

    draw_surface()
    rectangles = bars.bar(np.arange(6), np.ones(6), animated=True)
    (mark,) = surface.plot([0.3], [0.3], "o", animated=True)
    bars.set_ylim(0, 4)
    canvas.draw()
    background = canvas.copy_from_bbox(figure.bbox)

    def blit(step: int) -> None:
        at = place(step)
        canvas.restore_region(background)
        mark.set_data(at[:1], at[1:2])
        surface.draw_artist(mark)
        for rectangle, height in zip(rectangles, -np.log(np.tile(at, 2)), strict=True):
            rectangle.set_height(height)
            bars.draw_artist(rectangle)
        # A window shows the canvas as a picture of its own, so blitting ends with that copy.
        np.asarray(canvas.buffer_rgba()).copy()

    return blit


def test_a_tick_against_plain_pyqtgraph(window: MainWindow) -> None:
    window.focus.move(model=0)
    found = medians({"edit": dragging(window, 0), "plain": _pyqtgraph()}, ticks=12)
    ratio = found["plain"] / found["edit"]
    print(f"\nplain pyqtgraph {found['plain'] * 1e3:.0f} ms, one edit {found['edit'] * 1e3:.1f} ms, {ratio:.0f} times")
    assert ratio >= 10


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="compared where Matplotlib is installed")
def test_a_tick_against_matplotlib(window: MainWindow) -> None:
    window.focus.move(model=0)
    ways = {"edit": dragging(window, 0), "redrawn": _matplotlib(blitting=False), "blitted": _matplotlib(blitting=True)}
    found = medians(ways, ticks=30)
    redrawn, blitted = found["redrawn"] / found["edit"], found["blitted"] / found["edit"]
    own = found["edit"] * 1e3
    print(f"\nMatplotlib redrawn {redrawn:.1f} times, blitted {blitted:.2f} times one edit of {own:.1f} ms")
    assert redrawn >= 5
