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
