"""What stands in three dimensions: a surface as a landscape, or the body of four classes with a slice through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF

from core import solid
from core.domains import Domain
from core.objectives import Objective
from core.solid import Camera, Mesh
from core.surfaces import Surface
from core.validation import Float
from gui.plotting.scales import ColourScale
from gui.plotting.style import Style

TALL = 0.62
"""How high the highest point of a surface stands, where a side of its triangle is 1."""
Colours = npt.NDArray[np.uint32]
Manner = Literal["cut", "glass", "none"]
_BACK, _FRONT = 0.8, 0.3
"""How opaque faces of glass are: those behind the slice, and those before it."""
_LIGHT = np.array([0.35, -0.6, 0.72])


@dataclass(frozen=True, eq=False)
class Sheet:
    """A mesh in space: the plane that its domain is drawn in lies at `origin`, its axes run along `ways` (2, 3)."""

    mesh: Mesh
    domain: Domain
    origin: Float
    ways: Float

    def places(self, at: Float) -> Float:
        """Return where coordinates (..., d) lie in space, (..., 3)."""
        return self.origin + self.domain.to_plane(at) @ self.ways

    def rim(self) -> tuple[solid.Ints, solid.Ints]:
        """Return the pieces of the domain's own outline: the triangle of each (s,), and its two corners (s, 2)."""
        corners, outer = self.mesh.triangles, solid.on_sides(self.domain, self.mesh.at)
        owners: list[solid.Ints] = []
        ends: list[solid.Ints] = []
        for one, other in ((0, 1), (1, 2), (2, 0)):
            found = np.flatnonzero((outer[corners[:, one]] & outer[corners[:, other]]).any(axis=1))
            owners.append(found)
            ends.append(corners[found][:, [one, other]])
        return np.concatenate(owners), np.concatenate(ends)


@dataclass(frozen=True, eq=False)
class Face:
    """A face of a body: which of its triangles lie above the slice, and which way it looks."""

    sheet: Sheet
    above: npt.NDArray[np.bool_]
    outward: Float


@dataclass(frozen=True, eq=False)
class Piece:
    """Coloured triangles with lines on them, ready to be drawn.

    Attributes
    ----------
    vertices, triangles
        Places (m, 3), and indices of three of them (t, 3).
    tints, dyes
        A colour for each triangle (t,), and for each vertex (m,), as 0xAARRGGBB.
    capped, sunken
        Which triangles are to be hatched: those above a cut, and those below one.
    owners, ends, inks
        The triangle that each piece of line lies on (s,), its ends (s, 2, 3), and whether it is light (s,).
    """

    vertices: Float
    triangles: solid.Ints
    tints: Colours
    dyes: Colours
    capped: npt.NDArray[np.bool_]
    sunken: npt.NDArray[np.bool_]
    owners: solid.Ints
    ends: Float
    inks: npt.NDArray[np.bool_]

    @property
    def is_clear(self) -> bool:
        """Whether what is behind shows through."""
        return bool(self.tints.size) and int(self.tints[0]) >> 24 < 255

    def only(self, which: npt.NDArray[np.bool_]) -> Piece:
        """Return the piece with some of its triangles (t,) only."""
        number = np.cumsum(which) - 1
        kept = which[self.owners]
        return replace(
            self,
            triangles=self.triangles[which],
            tints=self.tints[which],
            capped=self.capped[which],
            sunken=self.sunken[which],
            owners=number[self.owners[kept]],
            ends=self.ends[kept],
            inks=self.inks[kept],
        )

    def clear(self, opacity: float) -> Piece:
        """Return the piece as of glass, without hatching."""
        alpha = np.uint32(round(255 * opacity) << 24)
        none = np.zeros(len(self.triangles), np.bool_)
        tints, dyes = ((each & np.uint32(0xFFFFFF)) | alpha for each in (self.tints, self.dyes))
        return replace(self, tints=tints, dyes=dyes, capped=none, sunken=none)

    def joined(self, other: Piece) -> Piece:
        """Return both as one, whose triangles may hide each other."""
        first, count = len(self.vertices), len(self.triangles)
        pairs = ((getattr(self, name), getattr(other, name)) for name in ("tints", "dyes", "capped", "sunken"))
        tints, dyes, capped, sunken = (np.concatenate(pair) for pair in pairs)
        return Piece(
            np.concatenate([self.vertices, other.vertices]),
            np.concatenate([self.triangles, other.triangles + first]),
            tints,
            dyes,
            capped,
            sunken,
            np.concatenate([self.owners, other.owners + count]),
            np.concatenate([self.ends, other.ends]),
            np.concatenate([self.inks, other.inks]),
        )


@dataclass(frozen=True, eq=False)
class Scene:
    """What stands there: a sheet raised by its values, or lying as a slice in a body.

    Attributes
    ----------
    objective
        What height or colour is.
    corners, edges
        The corners of the floor or of the body (c, 3), and the pairs of them that a line joins.
    names, classes
        What is written at the corners, or along the first two edges of a square, and the classes that are meant.
    ranges
        Of a square: the numbers at the ends of its two axes; else nothing.
    faces, manner
        A body's faces, and whether it is cut open at the slice, of glass, or only its edges are drawn.
    level
        A surface of equal value within a body, triangles in space (s, 3, 3), and the value.
    smooth
        Whether values change continuously; else they have steps.
    """

    objective: Objective
    sheet: Sheet
    surface: Surface
    colours: ColourScale
    levels: tuple[float, ...]
    unit_scale: float
    unit: str
    axis: str
    raised: bool
    corners: Float
    edges: tuple[tuple[int, int], ...]
    names: tuple[str, ...]
    classes: tuple[int, ...]
    ranges: tuple[tuple[float, float], ...] = ()
    faces: tuple[Face, ...] = ()
    manner: Manner = "none"
    level: tuple[Float, float] | None = None
    smooth: bool = True

    def height(self, values: Float) -> Float:
        """Return how high values stand over the floor."""
        surface = self.surface
        shares = np.clip((values - surface.low) / (surface.high - surface.low), 0.0, 1.0)
        return shares * (TALL if self.raised else 0.0)

    def stand(self, at: Float, values: Float) -> Float:
        """Return where points of the sheet (..., d) with these values (...) stand, (..., 3)."""
        places = self.sheet.places(at)
        places[..., 2] += self.height(values)
        return places

    @property
    def base(self) -> Float:
        """Where the corners of the sheet's domain stand, (c, 3)."""
        return self.sheet.origin + self.sheet.domain.outline @ self.sheet.ways

    @cached_property
    def ground(self) -> Piece:
        """The sheet itself."""
        return self._piece(self.sheet)

    @cached_property
    def _faces(self) -> tuple[Piece, ...]:
        return tuple(self._piece(face.sheet) for face in self.faces)

    @cached_property
    def _known(self) -> dict[object, tuple[Piece, ...]]:
        return {}

    def pieces(self, camera: Camera) -> tuple[Piece, ...]:
        """Return what is drawn, from the back to the front; the same objects while the same sides are seen."""
        away = camera.turn[2]
        front = tuple(bool(away @ face.outward < 0) for face in self.faces)
        up = bool(away @ np.cross(*self.sheet.ways) > 0)
        key = front, up
        if key not in self._known:
            self._known[key] = tuple(self._pieces(front, up=up))
        return self._known[key]

    def _pieces(self, front: Sequence[bool], *, up: bool) -> list[Piece]:
        if self.manner == "cut" and self.faces:
            far = zip(front, self.faces, self._faces, strict=True)
            body = [piece.only(face.above == up) for seen, face, piece in far if seen]
            return [*body, self.ground]
        within = self.ground if self.level is None else self.ground.joined(self._level_piece(*self.level))
        if self.manner != "glass":
            return [within]
        sides = list(zip(front, self._faces, strict=True))
        behind = [piece.clear(_BACK) for seen, piece in sides if not seen]
        return [*behind, within, *(piece.clear(_FRONT) for seen, piece in sides if seen)]

    def _piece(self, sheet: Sheet) -> Piece:
        """Return a sheet coloured, with its contours and its outline."""
        mesh = sheet.mesh
        corners = mesh.values[mesh.triangles]
        fills = corners.mean(axis=1) if self.smooth else corners.max(axis=1)
        owners, _, ends, values = mesh.lines([] if self.surface.walled else list(self.levels))
        rim, rim_ends = sheet.rim()
        different = np.unique(values).tolist()
        light = dict(zip(different, self.colours.are_dark(different), strict=True))
        vertices, lines = sheet.places(mesh.at), sheet.places(ends)
        vertices[:, 2] += self.height(mesh.values)
        lines[..., 2] += self.height(values)[:, None]
        return Piece(
            vertices,
            mesh.triangles,
            self.colours.colours(fills),
            self.colours.colours(mesh.values),
            mesh.capped,
            mesh.sunken,
            np.concatenate([owners, rim]),
            np.concatenate([lines, vertices[rim_ends]]),
            np.array([light[value] for value in values.tolist()] + [False] * len(rim), np.bool_),
        )

    def _level_piece(self, corners: Float, value: float) -> Piece:
        """Return a surface of equal value in the colour of that value, lighter where it faces the light."""
        count = len(corners)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        length = np.maximum(np.linalg.norm(normals, axis=1), 1e-300)
        shine = 0.62 + 0.5 * np.abs(normals @ _LIGHT) / (length * np.linalg.norm(_LIGHT))
        colour = int(self.colours.colours(np.array([value]))[0])
        rgb = np.array([colour >> 16 & 255, colour >> 8 & 255, colour & 255])
        red, green, blue = np.minimum(shine * rgb[:, None], 255.0).astype(np.uint32)
        tints = np.uint32(255 << 24) | red << np.uint32(16) | green << np.uint32(8) | blue
        none, no_line = np.zeros(count, np.bool_), np.empty(0, np.intp)
        return Piece(
            corners.reshape(-1, 3),
            np.arange(3 * count).reshape(-1, 3),
            tints,
            np.repeat(tints, 3),
            none,
            none,
            no_line,
            np.empty((0, 2, 3)),
            np.empty(0, np.bool_),
        )


class Geometry:
    """Where a solid seen by a camera, and the colour bar, stand in a rectangle."""

    def __init__(self, rect: QRectF, camera: Camera, scene: Scene, style: Style) -> None:
        px = style.px
        self.rect, self.camera, self.style = rect, camera, style
        small = rect.width() < px(400)
        low = rect.height() < px(300)
        room = rect.adjusted(
            px(44 if small else 70), px(32 if low else 40), -px(96 if small else 108), -px(26 if low else 36)
        )
        self._turn = camera.turn
        corners = scene.corners
        middle = corners.mean(axis=0)
        reach = float(np.linalg.norm((corners - middle)[:, :2], axis=1).max())
        high = TALL if scene.raised else float(np.ptp(corners[:, 2]))
        self._middle = np.array([middle[0], middle[1], high / 2.0])
        tall = abs(self._turn[1, 2]) * high + 2.0 * reach * abs(float(np.hypot(*self._turn[1, :2])))
        self.scale = max(px(40), min(room.width() / (2.0 * reach), room.height() / tall)) * camera.zoom
        self._centre = room.center()
        length = min(room.height() * 0.8, px(240))
        self.bar = QRectF(rect.right() - px(84), room.center().y() - length / 2 + px(8), px(14), length)

    def places(self, points: Float) -> Float:
        """Return where points (..., 3) are seen, (..., 3): across, down, and how far away."""
        seen = (points - self._middle) @ self._turn.T
        seen[..., 0] = self._centre.x() + self.scale * seen[..., 0]
        seen[..., 1] = self._centre.y() - self.scale * seen[..., 1]
        return seen

    def all(self, points: Float) -> tuple[Float, Float]:
        """Return how far across and down points (..., 3) are seen."""
        seen = self.places(points)
        return seen[..., 0], seen[..., 1]

    def point(self, at: Sequence[float] | Float) -> QPointF:
        """Return where a point of the solid is seen."""
        x, y, _ = self.places(np.asarray(at, dtype=np.float64))
        return QPointF(float(x), float(y))

    def shows(self, at: Sequence[float] | Float) -> bool:
        """Return whether a point is in sight."""
        return self.rect.contains(self.point(at))

    def move(self, step: QPointF, scene: Scene) -> Float:
        """Return the move on the sheet, in coordinates of its domain, that is seen as a step of the hand."""
        sheet = scene.sheet
        found = self.camera.unproject(np.array([step.x(), -step.y()]) / self.scale, sheet.ways)
        return sheet.domain.from_plane(found) - sheet.domain.from_plane(np.zeros(2))
