"""What the dataset panel counts, against the per-row losses of the same rows; all in turn in one run, medians printed.

Run with `make bench`. The floor is `compute`, which gives every row its losses in the tables; each view may take three
times that. Drawing is measured apart: a figure of a million samples has no more marks than one of a thousand.
"""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from core.document import Document
from core.results import Results, compute
from gui import app, kept
from gui.focus import Brush, FocusState
from gui.panels.dataset import DatasetPanel
from gui.plotting.style import LIGHT
from tests.bench.timing import Way, medians

VIEWS = ("losses", "confusion", "reliability", "temperature", "coverage")
ROUNDS = 3


def document(rows: int, classes: int = 10) -> Document:
    random = np.random.default_rng(0)
    z = 2.0 * random.normal(size=(rows, classes))
    y = (0.7 * z + random.gumbel(size=z.shape)).argmax(axis=1)
    return Document.make(y, [("one", z, "logit")])


@pytest.mark.parametrize(("rows", "classes"), [(1_000_000, 10), (100_000, 100)], ids=["1e6x10", "1e5x100"])
def test_each_view_against_the_losses_of_the_rows(rows: int, classes: int) -> None:
    app.application([])
    shown = document(rows, classes)
    results = compute(shown)

    def view(name: str) -> Way:
        focus = FocusState(choices={"dataset.view": name})

        def once(_tick: int) -> None:
            kept.forget(results)
            DatasetPanel.figure(results, focus)

        return once

    def together(_tick: int) -> None:
        kept.forget(results)
        for name in VIEWS:
            DatasetPanel.figure(results, FocusState(choices={"dataset.view": name}))

    ways = {"losses of the rows": lambda _tick: compute(shown), **{name: view(name) for name in VIEWS}}
    found = medians({**ways, "all five": together}, ROUNDS)
    floor = found["losses of the rows"]
    print()
    for name, seconds in found.items():
        print(f"{rows} x {classes}   {name:20} {1000 * seconds:8.0f} ms   {seconds / floor:5.2f}")


def test_a_brush_and_a_repaint_at_a_million() -> None:
    app.application([])
    small, large = compute(document(1000)), compute(document(1_000_000))
    image = QImage(940, 240, QImage.Format.Format_RGB32)

    def drawing(results: Results, name: str) -> Way:
        figure = DatasetPanel.figure(results, FocusState(choices={"dataset.view": name}))

        def draw(_tick: int) -> None:
            painter = QPainter(image)
            figure.draw(painter, image.rect().toRectF(), LIGHT)
            painter.end()

        return draw

    def brushing(name: str) -> Way:
        def once(tick: int) -> None:
            mask = np.zeros(large.size, np.bool_)
            mask[tick::5] = True
            brush = Brush.of(mask, "some")
            DatasetPanel.figure(large, FocusState(choices={"dataset.view": name}, brush=brush))

        return once

    print()
    for name in VIEWS:
        found = medians({"small": drawing(small, name), "large": drawing(large, name)}, 30)
        brushed = medians({"brush": brushing(name)}, ROUNDS)["brush"]
        ratio = found["large"] / found["small"]
        drawn = 1000 * found["large"]
        print(f"{name:12} drawn {drawn:6.2f} ms, {ratio:5.2f} of a thousand's   brushed {1000 * brushed:6.0f} ms")
