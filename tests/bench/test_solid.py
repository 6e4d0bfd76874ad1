"""The 3-D panel: its mesh against pyqtgraph's surface item at 128², and a frame of the painter against a 2-D tick.

The first needs a screen and PyOpenGL, so it runs by hand: `xvfb-run -a` with QT_QPA_PLATFORM=xcb. Both are ratios of
medians measured in turn in one run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from core import losses, solid, surfaces
from core.domains import Slice
from core.objectives import OfPrediction
from gui import app
from gui.plotting import solid_gl
from gui.plotting.style import LIGHT

TICKS = 60


def medians(*actions: Callable[[int], None]) -> list[float]:
    taken: list[list[float]] = [[] for _ in actions]
    for tick in range(TICKS):
        for action, times in zip(actions, taken, strict=True):
            start = time.perf_counter()
            action(tick)
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


def test_a_frame_of_the_painter_against_a_tick_of_the_first_screen():
    application, window = app.build(["example"])
    window.resize(1440, 900)
    window.show()
    for _ in range(5):
        application.processEvents()
    panel, gesture = window.panels["surface"], object()
    figure = window.panels["surface3d"].figure(window.results, window.focus.state)
    image = QImage(560, 300, QImage.Format.Format_ARGB32_Premultiplied)

    def frame(_tick: int) -> None:
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        figure.draw(painter, QRectF(0, 0, 560, 300), LIGHT)
        painter.end()

    def tick(count: int) -> None:
        at = np.array([0.4, 0.3 + 0.002 * (count % 50), 0.0])
        at[2] = 1.0 - at.sum()
        panel.view.moved.emit(-1, at, gesture)
        application.processEvents()
        application.processEvents()

    frame(0)
    tick(0)
    drawn, ticked = medians(frame, tick)
    window.store.mark_saved()
    window.close()
    print(f"\nfallback frame {drawn * 1e3:.2f} ms, 2-D tick {ticked * 1e3:.2f} ms, ratio {drawn / ticked:.2f}")
    assert drawn <= 1.5 * ticked


def test_the_mesh_against_the_surface_item(qapp: object):
    if solid_gl.trouble():
        pytest.skip(f"no OpenGL here: {solid_gl.trouble()}")
    import pyqtgraph.opengl as gl

    plane = Slice((0, 1, 2), np.full(3, 1.0 / 3.0))
    objective = OfPrediction(losses.create("mse"), np.array([0.0, 0.0, 1.0]))
    made = solid.mesh(objective, plane, surfaces.surface(objective, plane), 128)
    stage = solid_gl.stage()
    stage.view.resize(560, 300)
    part = solid_gl.Part(stage.view)
    grid = np.random.default_rng(1).random((129, 129)).astype(np.float32)
    paint = np.ones((129 * 129, 4), np.float32)
    item = gl.GLSurfacePlotItem(z=grid, colors=paint, shader="shaded")  # as it comes, with normals
    vertices = np.column_stack([made.at, made.values])[:, 1:].astype(np.float32)
    faces, colours = made.triangles.astype(np.uint32), np.ones((len(vertices), 4), np.float32)

    def mesh(_tick: int) -> None:
        item.setVisible(False)
        part.mesh.setVisible(True)
        part.mesh.setMeshData(vertexes=vertices, faces=faces, vertexColors=colours)
        stage.view.grabFramebuffer()

    def surface(_tick: int) -> None:
        part.mesh.setVisible(False)
        item.setVisible(True)
        item.setData(z=grid, colors=paint)
        stage.view.grabFramebuffer()

    stage.view.addItem(item)
    mesh(0)
    surface(0)
    ours, theirs = medians(mesh, surface)
    stage.view.removeItem(item)
    print(f"\nmesh {ours * 1e3:.2f} ms, surface item {theirs * 1e3:.2f} ms, ratio {theirs / ours:.2f}")
    assert 2.0 * ours <= theirs
