"""Stacked bars in little room: the number of a tall bar stays within the drawing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui.plotting import bars
from gui.plotting.bars import Bar, Group
from gui.plotting.style import LIGHT
from tests.gui.pictures import pixels

NARROW = tuple(
    Group(f"s{n}", (Bar(0, 0.0, value, value), Bar(1, 0.0, 0.1, 0.1)), n) for n, value in enumerate([42.8215] * 6)
)


@pytest.mark.parametrize("height", [140, 160, 300, 600])
def test_nothing_is_written_where_a_heading_stands(qapp: QApplication, height: int):
    del qapp
    image = QImage(360, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    rect = QRectF(0, 0, 360, height)
    painter = QPainter(image)
    bars.draw(painter, rect, NARROW, "nat", LIGHT)
    painter.end()
    free = int(bars.Geometry(rect, NARROW, LIGHT).plot.top()) - 24
    inked = (pixels(image)[:free, :, :3] != 255).any(axis=-1)
    assert free > 0
    assert not inked.any(), np.argwhere(inked)[0]


@pytest.mark.parametrize("width", [300, 410, 700])
def test_samples_without_names_are_told_apart_where_bars_are_narrow(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, width: int
):
    del qapp
    written: list[str] = []
    draw_text = bars.draw_text
    monkeypatch.setattr(
        bars, "draw_text", lambda p, at, words, *rest: [written.append(words), draw_text(p, at, words, *rest)][1]
    )
    groups = [Group(f"sample {n}", (Bar(0, 0.0, 1.0, 1.0),), n, short=str(n)) for n in range(11, 19)]
    groups.append(Group("mean", (Bar(0, 0.0, 1.0, 1.0),), None))
    image = QImage(width, 240, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    bars.draw(painter, QRectF(0, 0, width, 240), groups, "nat", LIGHT)
    painter.end()
    names = [f"sample {n}" if width == 700 else str(n) for n in range(11, 19)]
    assert written[-9:-1] == names
    if width >= 410:
        assert written[-1] == "mean"
