"""The first screen's tick against the same picture drawn plainly: by pyqtgraph's own items, and by Matplotlib.

Run with `make bench`; Matplotlib is compared where it is installed (the dependency group `frameworks`). One drag of a
handle, everything painted, against what the first screen shows, at the same size: a surface of 256 × 256 with ten
contours and their labels, six stacked bars with their numbers, three marks, and four tables. What a plain program draws
anew is drawn anew; a picture that is blitted keeps the surface, as ours does while a model's handle moves.
"""

from __future__ import annotations

import importlib.util
import statistics
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from core.document import TRUTH
from gui.main_window import MainWindow
from tests.bench.timing import Way, dragging, medians, place, repainting

N = 256
LEVELS = np.linspace(0.25, 3.5, 10)
TABLES = ((2, 4), (2, 4), (4, 3), (14, 3))
"""Rows and columns of the tables of the first screen: truth, predictions, results and comparison."""
_ROUNDS = 3


def _grid() -> Any:
    """Return q of every point of the square around the triangle, the third class in its inside only."""
    j, i = np.mgrid[0:N, 0:N] / (N - 1)
    return np.stack([np.clip(1 - i - j, 1e-9, 1), i, j], axis=-1)


def _loss(q: Any) -> Any:
    return -(np.array([0.0, 0.0, 1.0]) * np.log(np.clip(q, 1e-9, 1))).sum(axis=-1)


def _numbers(at: Any) -> list[Any]:
    """Return what a tick writes into the tables."""
    return [np.resize(-np.log(np.clip(at, 1e-9, 1)), shape) for shape in TABLES]


def _pyqtgraph() -> Way:
    """Compute the grid, set the image and the isocurves, clear and plot bars and marks, fill the tables."""
    box = QWidget()
    box.resize(1440, 900)
    rows = QHBoxLayout(box)
    tables = [pg.TableWidget(sortable=False) for _ in TABLES]
    for table in tables:
        rows.addWidget(table)
    layout = pg.GraphicsLayoutWidget()
    rows.addWidget(layout, 4)
    surface, bars, marks = layout.addPlot(), layout.addPlot(), layout.addPlot()
    image = pg.ImageItem()
    surface.addItem(image)
    curves = [pg.IsocurveItem(level=level) for level in LEVELS]
    for curve in curves:
        curve.setParentItem(image)
    box.show()
    grid = _grid()

    def tick(step: int) -> None:
        values, at = _loss(grid), place(step)
        image.setImage(values)
        for curve in curves:
            curve.setData(values)
        heights = -np.log(np.tile(at, 2))
        bars.clear()
        bars.addItem(pg.BarGraphItem(x=np.arange(6), height=heights, width=0.8))
        bars.addItem(pg.BarGraphItem(x=np.arange(6), y0=heights, height=heights / 2, width=0.8))
        for x, height in enumerate(heights):
            words = pg.TextItem(f"{height:.4f}")
            words.setPos(x, height)
            bars.addItem(words)
        marks.clear()
        for k, level in enumerate(LEVELS):
            words = pg.TextItem(f"{level:.3g}")
            words.setPos(0.1 * k, 0.5)
            marks.addItem(words)
        marks.plot(np.tile(at[:1], 3), np.array([at[1], 0.2, 0.4]), pen=None, symbol="o")
        for table, numbers in zip(tables, _numbers(at), strict=True):
            table.setData(numbers)
        box.update()
        layout.viewport().update()
        QApplication.processEvents()
        QApplication.processEvents()  # as a drag of ours does: what is left over would be counted as ours

    return tick


def _draw_rest(axes: Any, at: Any, *, animated: bool) -> list[Any]:
    """Draw marks, bars with their numbers, and tables; return all that moves."""
    surface, bars, *sheets = axes
    heights = -np.log(np.tile(at, 2))
    made: list[Any] = surface.plot(np.tile(at[:1], 3), [at[1], 0.2, 0.4], "o", animated=animated)
    made += bars.bar(np.arange(6), heights, animated=animated)
    made += bars.bar(np.arange(6), heights / 2, bottom=heights, animated=animated)
    made += [bars.text(x, y, f"{y:.4f}", animated=animated) for x, y in enumerate(heights)]
    for sheet, numbers in zip(sheets, _numbers(at), strict=True):
        rows, columns = numbers.shape
        made += [
            sheet.text((k + 0.5) / columns, (r + 0.5) / rows, f"{numbers[r, k]:.4f}", animated=animated)
            for r in range(rows)
            for k in range(columns)
        ]
    return made


def _matplotlib(*, blitting: bool) -> Way:
    """Draw the figure anew, or restore its background and draw what changes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14.4, 9.0), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.subplots(2, 3).ravel()
    surface, bars, *sheets = axes
    grid = _grid()

    def draw_surface() -> None:
        values = _loss(grid)
        surface.clear()
        surface.imshow(values, origin="lower", extent=(0, 1, 0, 1))
        surface.clabel(surface.contour(np.linspace(0, 1, N), np.linspace(0, 1, N), values, LEVELS))

    if not blitting:

        def redraw(step: int) -> None:
            for each in (bars, *sheets):
                each.clear()
            draw_surface()
            _draw_rest(axes, place(step), animated=False)
            canvas.draw()

        return redraw

    draw_surface()
    moving = _draw_rest(axes, place(0), animated=True)
    bars.set_ylim(0, 6)
    canvas.draw()
    background = canvas.copy_from_bbox(figure.bbox)
    (mark, *others) = moving
    heights = others[:12]
    words = others[12:]

    def blit(step: int) -> None:
        at = place(step)
        canvas.restore_region(background)
        mark.set_data(np.tile(at[:1], 3), [at[1], 0.2, 0.4])
        tall = -np.log(np.tile(at, 2))
        for rectangle, height in zip(heights, [*tall, *(tall / 2)], strict=True):
            rectangle.set_height(height)
        values = np.concatenate([tall, *(each.ravel() for each in _numbers(at))])
        for text, value in zip(words, values, strict=True):
            text.set_text(f"{value:.4f}")
        for artist in moving:
            artist.axes.draw_artist(artist)
        # A window shows the canvas as a picture of its own, so blitting ends with that copy.
        np.asarray(canvas.buffer_rgba()).copy()

    return blit


def _compared(window: MainWindow, table: int, ways: dict[str, Way], ticks: int) -> dict[str, float]:
    """Print and return how many times as long as one drag of a handle each of the other ways takes.

    Beside it stands how many times it would be if a drag took as long as repainting the same viewports with nothing
    changed, the floor that drags are held against.

    Drags follow each other as under a hand, the other ways after them: one of those between two drags would take longer
    than what waits for the hand to rest, such as the steps' typesetting, which would then be counted as the drag's.
    """
    window.focus.move(model=0)
    ours = {"edit": dragging(window, table), "floor": repainting(window)}
    rounds = [medians(ours, 40) | medians(ways, ticks) for _ in range(_ROUNDS)]
    found = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    edit, floor = found.pop("edit"), found.pop("floor")
    times = {name: seconds / edit for name, seconds in found.items()}
    for name, ratio in times.items():
        print(f"\n{name} {found[name] * 1e3:.1f} ms, one edit {edit * 1e3:.1f} ms, {ratio:.2f} times", end="")
        print(f"; {found[name] / floor:.2f} times the floor of {floor * 1e3:.1f} ms")
    return times


@pytest.mark.parametrize("table", [0, TRUTH], ids=["a model's handle", "the truth's handle"])
def test_a_tick_against_plain_pyqtgraph(window: MainWindow, table: int) -> None:
    times = _compared(window, table, {"plain pyqtgraph": _pyqtgraph()}, 5)
    assert times["plain pyqtgraph"] >= (3 if table == TRUTH else 10)


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="compared where Matplotlib is installed")
@pytest.mark.parametrize("table", [0, TRUTH], ids=["a model's handle", "the truth's handle"])
def test_a_tick_against_matplotlib(window: MainWindow, table: int) -> None:
    ways = {"Matplotlib redrawn": _matplotlib(blitting=False), "Matplotlib blitted": _matplotlib(blitting=True)}
    assert _compared(window, table, ways, 7)["Matplotlib redrawn"] >= (3 if table == TRUTH else 5)
