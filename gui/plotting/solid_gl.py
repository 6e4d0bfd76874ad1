"""A solid drawn by OpenGL into a picture. Needs PyOpenGL, which is an optional part of the install."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMatrix4x4, QOpenGLContext, QSurfaceFormat

from gui.plotting.solid import Geometry, Scene

NO_MODULE, NO_CONTEXT, BLANK, OFFSCREEN = "module", "context", "blank", "offscreen"
"""Why OpenGL is not used: PyOpenGL is missing, no context can be made, pictures stay empty, there is no screen."""


@cache
def trouble() -> str:
    """Return why OpenGL cannot be used here, or "" if it can: a context is made, and a picture is drawn and looked at.

    Without working OpenGL views are silently blank, so what is drawn has to be seen.
    """
    if importlib.util.find_spec("OpenGL") is None:
        return NO_MODULE
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return OFFSCREEN
    if not QOpenGLContext().create():
        return NO_CONTEXT
    try:
        return "" if stage().draws() else BLANK
    except Exception:  # a driver may fail in any way, and none of them should take the panel along
        return BLANK


@cache
def stage() -> _Stage:
    """Return the one stage that pictures are taken of: pyqtgraph keeps its shaders for one context alone."""
    return _Stage()


class _Stage:
    """A hidden OpenGL view with one mesh and one set of lines, which are kept and given other data."""

    def __init__(self) -> None:
        gl: Any = importlib.import_module("pyqtgraph.opengl")

        class View(gl.GLViewWidget):
            """Looks along the solid's own camera in parallel projection."""

            matrix = QMatrix4x4()

            def projectionMatrix(self, *_: object) -> QMatrix4x4:
                return self.matrix

            def viewMatrix(self) -> QMatrix4x4:
                return QMatrix4x4()

        wanted = QSurfaceFormat()
        wanted.setAlphaBufferSize(8)
        wanted.setDepthBufferSize(24)
        wanted.setSamples(4)
        self.view = View()
        self.view.setFormat(wanted)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.view.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.view.setBackgroundColor((0, 0, 0, 0))
        self.mesh = gl.GLMeshItem(computeNormals=False, smooth=True, shader=None, glOptions="opaque")
        self.lines = gl.GLLinePlotItem(mode="lines", antialias=True, width=1.0, glOptions="translucent")
        self.view.addItem(self.mesh)
        self.view.addItem(self.lines)
        self.mesh.setVisible(False)  # nothing to draw yet
        self.lines.setVisible(False)
        self.view.show()  # a hidden one has no context
        self._scene: Scene | None = None

    def draws(self) -> bool:
        """Return whether a triangle that fills the view is seen in a picture."""
        corners = np.array([[-3.0, -3.0, 0.0], [3.0, -3.0, 0.0], [0.0, 3.0, 0.0]], dtype=np.float32)
        red = np.array([[1.0, 0.0, 0.0, 1.0]] * 3, dtype=np.float32)
        self.mesh.setMeshData(vertexes=corners, faces=np.array([[0, 1, 2]], np.uint32), vertexColors=red)
        self.mesh.setVisible(True)
        self.view.resize(16, 16)
        picture = self.view.grabFramebuffer()
        return not picture.isNull() and picture.pixelColor(picture.width() // 2, picture.height() // 2).red() > 200

    def picture(self, scene: Scene, geometry: Geometry, ratio: float) -> QImage:
        """Return the solid as `geometry` sees it, transparent around it, `ratio` pixels a unit."""
        if scene is not self._scene:
            self._scene = scene
            self._load(scene)
        self.view.matrix = _matrix(geometry)
        size = QSize(round(geometry.rect.width() * ratio), round(geometry.rect.height() * ratio))
        self.view.resize(size / self.view.devicePixelRatioF())
        return self.view.grabFramebuffer()

    def _load(self, scene: Scene) -> None:
        """Give the mesh and the lines to the graphics card."""
        mesh = scene.mesh
        packed = scene.colours.colours(mesh.values)
        colours = np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255, packed >> 24], axis=-1) / 255.0
        self.mesh.setMeshData(
            vertexes=scene.vertices.astype(np.float32),
            faces=mesh.triangles.astype(np.uint32),
            vertexColors=colours.astype(np.float32),
        )
        _, ends, _ = scene.lines
        self.mesh.setVisible(True)
        self.lines.setVisible(True)
        lifted = ends + np.array([0.0, 0.0, 2e-3])
        self.lines.setData(pos=lifted.reshape(-1, 3).astype(np.float32), color=(0.09, 0.13, 0.17, 0.9))


def _matrix(geometry: Geometry) -> QMatrix4x4:
    """Return what carries the solid's places to those of the picture, -1 to 1 along every axis."""
    origin = geometry.places(np.zeros(3))
    axes = geometry.places(np.eye(3)) - origin
    width, height = geometry.rect.width(), geometry.rect.height()
    rows = np.zeros((4, 4))
    rows[0, :3], rows[0, 3] = 2.0 * axes[:, 0] / width, 2.0 * (origin[0] - geometry.rect.left()) / width - 1.0
    rows[1, :3], rows[1, 3] = -2.0 * axes[:, 1] / height, 1.0 - 2.0 * (origin[1] - geometry.rect.top()) / height
    rows[2, :3], rows[2, 3] = axes[:, 2] / 8.0, origin[2] / 8.0
    rows[3, 3] = 1.0
    return QMatrix4x4(*rows.ravel().tolist())
