"""A solid drawn by OpenGL into a picture. Needs PyOpenGL, which is an optional part of the install."""

from __future__ import annotations

import importlib
import importlib.util
from collections import OrderedDict
from functools import cache
from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMatrix4x4, QOpenGLContext, QSurfaceFormat

from gui.plotting.solid import Colours, Geometry, Piece, Scene

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


_REMEMBERED = 2
"""The pieces of so many solids stay on the graphics card: two losses may stand side by side."""


def _options() -> dict[object, object]:
    """Return how items are drawn: blended as a picture that is clear itself needs it, meshes a little behind lines."""
    gl: Any = importlib.import_module("OpenGL.GL")
    blending = (gl.GL_SRC_ALPHA, gl.GL_ONE_MINUS_SRC_ALPHA, gl.GL_ONE, gl.GL_ONE_MINUS_SRC_ALPHA)
    return {
        gl.GL_DEPTH_TEST: True,
        gl.GL_BLEND: True,
        gl.GL_CULL_FACE: False,
        gl.GL_POLYGON_OFFSET_FILL: True,
        "glPolygonOffset": (1.0, 1.0),
        "glBlendFuncSeparate": blending,
    }


class Part:
    """A mesh and the lines on it."""

    def __init__(self, view: Any) -> None:
        gl: Any = importlib.import_module("pyqtgraph.opengl")
        self.mesh = gl.GLMeshItem(computeNormals=False, smooth=True, shader=None, glOptions=_options())
        self.lines = gl.GLLinePlotItem(mode="lines", antialias=True, width=1.0, glOptions=_options())
        for item in (self.mesh, self.lines):
            item.setVisible(False)  # nothing to draw yet
            view.addItem(item)

    def load(self, piece: Piece) -> None:
        """Give a piece to the graphics card."""
        self.mesh.setMeshData(
            vertexes=piece.vertices.astype(np.float32),
            faces=piece.triangles.astype(np.uint32),
            vertexColors=_parted(piece.dyes),
        )
        inks = np.where(piece.inks[:, None, None], _LIGHT_INK, _DARK_INK)
        colours = np.broadcast_to(inks, (len(inks), 2, 4)).reshape(-1, 4)
        self.lines.setData(
            pos=piece.ends.reshape(-1, 3).astype(np.float32), color=np.ascontiguousarray(colours, dtype=np.float32)
        )

    def show(self, *, there: bool) -> None:
        """Let it be drawn or not."""
        self.mesh.setVisible(there)
        self.lines.setVisible(there)


_DARK_INK, _LIGHT_INK = np.array([0.09, 0.13, 0.17, 0.9]), np.array([0.91, 0.93, 0.95, 0.9])


def _parted(packed: Colours) -> Any:
    """Return colours as four numbers from 0 to 1 each."""
    shares = np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255, packed >> 24], axis=-1) / 255.0
    return shares.astype(np.float32)


class _Stage:
    """A hidden OpenGL view whose meshes and lines are kept and given other data."""

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
        self.view.show()  # a hidden one has no context
        self._loaded: OrderedDict[tuple[Piece, ...], list[Part]] = OrderedDict()

    def draws(self) -> bool:
        """Return whether a triangle that fills the view is seen in a picture."""
        part = Part(self.view)
        corners = np.array([[-3.0, -3.0, 0.0], [3.0, -3.0, 0.0], [0.0, 3.0, 0.0]], dtype=np.float32)
        red = np.array([[1.0, 0.0, 0.0, 1.0]] * 3, dtype=np.float32)
        part.mesh.setMeshData(vertexes=corners, faces=np.array([[0, 1, 2]], np.uint32), vertexColors=red)
        part.mesh.setVisible(True)
        self.view.resize(16, 16)
        picture = self.view.grabFramebuffer()
        part.show(there=False)
        return not picture.isNull() and picture.pixelColor(picture.width() // 2, picture.height() // 2).red() > 200

    def picture(self, scene: Scene, geometry: Geometry, ratio: float) -> QImage:
        """Return the solid as `geometry` sees it, transparent around it, `ratio` pixels a unit."""
        self._show(scene.pieces(geometry.camera))
        self.view.matrix = _matrix(geometry)
        size = QSize(round(geometry.rect.width() * ratio), round(geometry.rect.height() * ratio))
        self.view.resize(size / self.view.devicePixelRatioF())
        return self.view.grabFramebuffer()

    def _show(self, pieces: tuple[Piece, ...]) -> None:
        """Let these pieces be drawn alone; those seen lately are on the graphics card still."""
        if pieces not in self._loaded:
            spare = self._loaded.popitem(last=False)[1] if len(self._loaded) >= _REMEMBERED else []
            while len(spare) < len(pieces):
                spare.append(Part(self.view))
            for part, piece in zip(spare, pieces, strict=False):
                part.load(piece)
            self._loaded[pieces] = spare
        self._loaded.move_to_end(pieces)
        for known, parts in self._loaded.items():
            for count, part in enumerate(parts):
                part.show(there=known == pieces and count < len(pieces))


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
