"""A surface as a landscape over its triangle, or a slice within the tetrahedron of four classes, drawn by a painter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from core import simplex, solid
from core.solid import Camera, Mesh
from core.surfaces import Surface, nice_levels
from core.validation import Float
from gui.plotting import colour_bar, heatmap
from gui.plotting.figure import CENTRE, LEFT, RIGHT, Text, draw_text, elided, hairline, hatch_lines, pen
from gui.plotting.scales import ColourScale
from gui.plotting.style import Style

TALL = 0.62
"""How high the highest point of a surface stands, where a side of its triangle is 1."""
_EDGES = ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3))


@dataclass(frozen=True, eq=False)
class Scene:
    """What stands there: a mesh over a triangle, raised by its values, or lying in a tetrahedron.

    Attributes
    ----------
    base
        Where the triangle's corners stand, shape (3, 3).
    corners
        The named corners of the floor or the tetrahedron, shape (3, 3) or (4, 3).
    """

    mesh: Mesh
    surface: Surface
    colours: ColourScale
    levels: tuple[float, ...]
    unit_scale: float
    unit: str
    axis: str
    base: Float
    corners: Float
    names: tuple[str, ...]
    classes: tuple[int, ...]
    smooth: bool = True
    """Whether values change continuously; else they have steps."""

    @property
    def raised(self) -> bool:
        """Whether height is the loss."""
        return len(self.corners) == 3

    def height(self, values: Float) -> Float:
        """Return how high values stand over the floor."""
        surface = self.surface
        shares = np.clip((values - surface.low) / (surface.high - surface.low), 0.0, 1.0)
        return shares * (TALL if self.raised else 0.0)

    def stand(self, at: Float, values: Float) -> Float:
        """Return where points of the triangle (..., 3) with these values (...) stand, (..., 3)."""
        places = at @ self.base
        places[..., 2] += self.height(values)
        return places

    @cached_property
    def vertices(self) -> Float:
        """Where the mesh's corners stand, shape (m, 3)."""
        return self.stand(self.mesh.at, self.mesh.values)

    @cached_property
    def fills(self) -> Float:
        """The value that colours each triangle, shape (t,): the mean of its corners, or the upper end of a step."""
        corners = self.mesh.values[self.mesh.triangles]
        return corners.mean(axis=1) if self.smooth else corners.max(axis=1)

    @cached_property
    def lines(self) -> tuple[solid.Ints, Float, Float]:
        """Contours and the outline as pieces: the triangle each lies on, its ends (s, 2, 3), and its value or nan."""
        owners, _, ends, values = self.mesh.lines([] if self.surface.walled else list(self.levels))
        placed = self.stand(ends, np.repeat(values[:, None], 2, axis=1))
        rim_owners, rim = self._rim()
        nothing = np.full(len(rim), np.nan)
        return np.concatenate([owners, rim_owners]), np.concatenate([placed, rim]), np.concatenate([values, nothing])

    def _rim(self) -> tuple[solid.Ints, Float]:
        """Return the pieces of the mesh's own edge and the triangles they belong to."""
        owners: list[solid.Ints] = []
        ends: list[Float] = []
        corners, outer = self.mesh.triangles, self.mesh.at <= 1e-12
        for one, other in ((0, 1), (1, 2), (2, 0)):
            found = np.flatnonzero((outer[corners[:, one]] & outer[corners[:, other]]).any(axis=1))
            owners.append(found)
            ends.append(self.vertices[corners[found][:, [one, other]]])
        return np.concatenate(owners), np.concatenate(ends)


class Geometry:
    """Where a solid seen by a camera, and the colour bar, stand in a rectangle."""

    def __init__(self, rect: QRectF, camera: Camera, scene: Scene, style: Style) -> None:
        px = style.px
        self.rect, self.camera, self.style = rect, camera, style
        room = rect.adjusted(px(70), px(40), -px(108), -px(36))
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

    def point(self, at: Sequence[float] | Float) -> QPointF:
        """Return where a point of the solid is seen."""
        x, y, _ = self.places(np.asarray(at, dtype=np.float64))
        return QPointF(float(x), float(y))

    def shows(self, at: Sequence[float] | Float) -> bool:
        """Return whether a point is in sight."""
        return self.rect.contains(self.point(at))

    def move(self, step: QPointF, scene: Scene) -> Float:
        """Return the move in the triangle's plane, in barycentric coordinates, that is seen as a step of the hand."""
        return self.camera.unproject(np.array([step.x(), -step.y()]) / self.scale, scene.base)


def draw_ground(painter: QPainter, geometry: Geometry, scene: Scene, picture: QImage | None) -> None:
    """Draw the floor and the solid on it, the solid from `picture` if that was drawn by other means."""
    style = geometry.style
    edges = _edges(geometry, scene)
    _draw_edges(painter, [edge for edge in edges if scene.raised or edge[1]], style, dashed=not scene.raised)
    if picture is not None:
        painter.drawImage(geometry.rect, picture)
        _draw_cap(painter, geometry, scene)
    else:
        _draw_triangles(painter, geometry, scene)
    if not scene.raised:
        _draw_edges(painter, [edge for edge in edges if not edge[1]], style, dashed=False)


def _edges(geometry: Geometry, scene: Scene) -> list[tuple[QLineF, bool]]:
    """Return the lines between the named corners, and whether each lies behind the slice."""
    seen = geometry.places(scene.corners)
    slice_away = geometry.places(scene.base)[:, 2].mean()
    return [
        (QLineF(*seen[one, :2], *seen[other, :2]), bool(seen[[one, other], 2].mean() > slice_away))
        for one, other in _EDGES
        if other < len(seen)
    ]


def _draw_edges(painter: QPainter, edges: Sequence[tuple[QLineF, bool]], style: Style, *, dashed: bool) -> None:
    painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
    painter.drawLines([line for line, _ in edges])


def _draw_triangles(painter: QPainter, geometry: Geometry, scene: Scene) -> None:
    """Draw triangles from the farthest on, each with its pieces of lines; the plane of the cut, over all, last."""
    style = geometry.style
    mesh, in_file = scene.mesh, heatmap.in_file(painter)
    seen = geometry.places(scene.vertices)
    order = solid.far_first(seen[:, 2], mesh.triangles)
    order = order[~mesh.capped[order]]
    points = [QPointF(x, y) for x, y in seen[:, :2].tolist()]
    colours = scene.colours.colours(scene.fills)
    brushes = {int(c): QBrush(QColor.fromRgba(int(c))) for c in np.unique(colours)}
    owners, ends, values = scene.lines
    pieces: dict[int, list[tuple[QLineF, bool]]] = {}
    for owner, line, dark in zip(
        owners.tolist(), geometry.places(ends)[..., :2].reshape(-1, 4).tolist(), _light(scene, values), strict=True
    ):
        pieces.setdefault(owner, []).append((QLineF(*line), dark))
    pens = [hairline(colour, 0.9, style) for colour in ("#16202B", "#E8EDF3")]
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    corners, packed = mesh.triangles.tolist(), colours.tolist()
    for index in order.tolist():
        a, b, c = corners[index]
        painter.setBrush(brushes[packed[index]])
        if in_file:  # a pen in its own colour closes the seam to its neighbour
            painter.setPen(QPen(painter.brush().color(), style.px(0.5)))
        elif smooth:  # smooth edges of neighbours would let the floor through
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawConvexPolygon([points[a], points[b], points[c]])
        if index in pieces:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
            for line, light in pieces[index]:
                painter.setPen(pens[light])
                painter.drawLine(line)
            painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    _draw_cap(painter, geometry, scene)


def _light(scene: Scene, values: Float) -> list[bool]:
    """Return for each piece of line whether it lies on dark ground."""
    known = {value: scene.colours.is_dark(value) for value in np.unique(values[~np.isnan(values)]).tolist()}
    return [known.get(value, False) for value in values.tolist()]


def _draw_cap(painter: QPainter, geometry: Geometry, scene: Scene) -> None:
    """Hatch where the loss is above the cut: the highest there is, so that from above nothing hides it."""
    mesh, style = scene.mesh, geometry.style
    corners = geometry.places(scene.vertices[mesh.triangles[mesh.capped].ravel()])[:, :2]
    if not len(corners):
        return
    points = [QPointF(x, y) for x, y in corners.tolist()]
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for k in range(0, len(points), 3):
        path.addPolygon(QPolygonF([*points[k : k + 3], points[k]]))
    painter.setPen(Qt.PenStyle.NoPen)
    if not heatmap.in_file(painter):
        heatmap.hatch_path(painter, path, style.px(7))
        return
    path = path.simplified()
    painter.setBrush(QColor("#16202B"))
    painter.drawPath(path)
    painter.setBrush(QColor("#B9C4D0"))
    painter.drawPath(hatch_lines(path, style.px(7)))


def _names(geometry: Geometry, scene: Scene) -> list[tuple[QPointF, Qt.AlignmentFlag]]:
    """Return where the corners' names stand: farther from the middle than the corners."""
    seen = geometry.places(scene.corners)[:, :2]
    ways = seen - seen.mean(axis=0)
    ways /= np.maximum(np.hypot(ways[:, :1], ways[:, 1:]), 1e-9)
    px = geometry.style.px
    return [
        (QPointF(*place) + QPointF(*way) * px(16), CENTRE if abs(way[0]) < 0.5 else LEFT if way[0] > 0 else RIGHT)
        for place, way in zip(seen.tolist(), ways.tolist(), strict=True)
    ]


def name_boxes(geometry: Geometry, scene: Scene) -> list[QRectF]:
    """Return about where the names of corners and of the axis are, to keep other words off them."""
    px = geometry.style.px
    left = int(geometry.places(scene.corners)[:, 0].argmin())
    high = geometry.point(scene.corners[left] + np.array([0.0, 0.0, TALL]))
    title = [QRectF(high.x() - px(110), high.y() - px(23), px(118), px(18))] if scene.raised else []
    return title + [
        QRectF(at.x() - px(70 if align == RIGHT else 0 if align == LEFT else 35), at.y() - px(9), px(70), px(18))
        for at, align in _names(geometry, scene)
    ]


def draw_frame(painter: QPainter, geometry: Geometry, scene: Scene) -> None:
    """Draw what is read off: names of corners, the axis of height, the colour bar."""
    style = geometry.style
    if scene.raised:
        _draw_axis(painter, geometry, scene, int(geometry.places(scene.corners)[:, 0].argmin()))
    ground = QColor(style.halo)
    ground.setAlphaF(0.8)  # a corner behind the surface has its name before it
    for (at, align), name, index in zip(_names(geometry, scene), scene.names, scene.classes, strict=True):
        how = Text(12.5, style.class_text(index), bold=True, align=align, ground=ground)
        draw_text(painter, at, elided(painter, name, 12.5, style.px(120), style, bold=True), how, style)
    bar = geometry.bar
    colour_bar.draw(painter, bar, scene.surface, scene.colours, scene.unit_scale, scene.unit, style)


def _draw_axis(painter: QPainter, geometry: Geometry, scene: Scene, corner: int) -> None:
    """Draw the axis of height over the floor's corner that is farthest left, if it is seen at any length."""
    style, px = geometry.style, geometry.style.px
    surface, scale = scene.surface, scene.unit_scale
    foot = scene.corners[corner]
    low, high = geometry.point(foot), geometry.point(foot + np.array([0.0, 0.0, TALL]))
    if low.y() - high.y() < px(36):
        return
    painter.setPen(hairline(style.muted, 1, style))
    painter.drawLine(low, high)
    top = colour_bar.finite_top(surface) if surface.walled else surface.high
    count = max(2, int((low.y() - high.y()) / px(30)))
    for value in height_ticks(surface.low / scale, top / scale, count):
        height = float(scene.height(np.array(value * scale)))
        at = geometry.point(foot + np.array([0.0, 0.0, height]))
        painter.setPen(hairline(style.muted, 1, style))
        painter.drawLine(at, at - QPointF(px(5), 0))
        draw_text(
            painter, at - QPointF(px(8), 0), colour_bar.level_text(value), Text(10.5, style.muted, align=RIGHT), style
        )
    title = elided(painter, scene.axis, 11, high.x() - geometry.rect.left() - px(14), style)
    draw_text(painter, high + QPointF(px(8), -px(14)), title, Text(11, style.text, align=RIGHT), style)


def height_ticks(low: float, high: float, count: int) -> list[float]:
    """Return round heights from the floor to the top."""
    if not np.isfinite([low, high]).all() or high <= low:
        return []
    span = high - low
    return nice_levels(low - 1e-6 * span, high + 1e-6 * span, count)


def floor_base() -> Float:
    """Return where the corners of a level triangle stand."""
    return np.column_stack([simplex.CORNERS, np.zeros(3)])
