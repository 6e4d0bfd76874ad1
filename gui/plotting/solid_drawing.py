"""A solid drawn by a painter: its triangles from the farthest on, and the frame that is read off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from core import solid
from core.surfaces import nice_levels
from core.validation import Float
from gui.plotting import colour_bar, heatmap
from gui.plotting.figure import CENTRE, LEFT, RIGHT, Text, draw_text, elided, hairline, pen
from gui.plotting.solid import TALL, Geometry, Piece, Scene
from gui.plotting.style import Style


def draw_ground(painter: QPainter, geometry: Geometry, scene: Scene, picture: QImage | None) -> None:
    """Draw the floor and the solid on it, the solid from `picture` if that was drawn by other means."""
    style = geometry.style
    edges = _edges(geometry, scene)
    _draw_edges(painter, [line for line, behind in edges if scene.raised or behind], style, dashed=not scene.raised)
    if picture is not None:
        painter.drawImage(geometry.rect, picture)
    for piece in scene.pieces(geometry.camera):
        if picture is None:
            _draw_piece(painter, geometry, piece)
        _hatch(painter, geometry, piece, piece.capped)
    if not scene.raised:
        _draw_edges(painter, [line for line, behind in edges if not behind], style, dashed=False)


def _edges(geometry: Geometry, scene: Scene) -> list[tuple[QLineF, bool]]:
    """Return the lines between the named corners, and whether each lies behind the slice."""
    seen = geometry.places(scene.corners)
    slice_away = geometry.places(scene.base)[:, 2].mean()
    return [
        (QLineF(*seen[one, :2], *seen[other, :2]), bool(seen[[one, other], 2].mean() > slice_away))
        for one, other in scene.edges
    ]


def _draw_edges(painter: QPainter, lines: Sequence[QLineF], style: Style, *, dashed: bool) -> None:
    painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
    painter.drawLines(lines)


def _draw_piece(painter: QPainter, geometry: Geometry, piece: Piece) -> None:
    """Draw triangles from the farthest on, each with its pieces of lines; what is below a cut is hatched first."""
    style = geometry.style
    _hatch(painter, geometry, piece, piece.sunken)
    seen = geometry.places(piece.vertices)
    order = solid.far_first(seen[:, 2], piece.triangles)
    order = order[~(piece.capped | piece.sunken)[order]]
    points = [QPointF(x, y) for x, y in seen[:, :2].tolist()]
    brushes = {int(c): QBrush(QColor.fromRgba(int(c))) for c in np.unique(piece.tints)}
    lines: dict[int, list[tuple[QLineF, bool]]] = {}
    places = geometry.places(piece.ends)[..., :2].reshape(-1, 4).tolist()
    for owner, line, light in zip(piece.owners.tolist(), places, piece.inks.tolist(), strict=True):
        lines.setdefault(owner, []).append((QLineF(*line), light))
    pens = [hairline(colour, 0.9, style) for colour in ("#16202B", "#E8EDF3")]
    seams = heatmap.in_file(painter) and not piece.is_clear
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    corners, packed = piece.triangles.tolist(), piece.tints.tolist()
    for index in order.tolist():
        a, b, c = corners[index]
        painter.setBrush(brushes[packed[index]])
        if seams:  # a pen in its own colour closes the seam to its neighbour
            painter.setPen(QPen(painter.brush().color(), style.px(0.5)))
        elif smooth:  # smooth edges of neighbours would let the floor through
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawConvexPolygon([points[a], points[b], points[c]])
        if index in lines:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
            for line, light in lines[index]:
                painter.setPen(pens[light])
                painter.drawLine(line)
            painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)


def _hatch(painter: QPainter, geometry: Geometry, piece: Piece, which: np.ndarray) -> None:
    """Hatch triangles beyond a cut; those above one are the highest, so that from above nothing hides them."""
    style = geometry.style
    corners = geometry.places(piece.vertices[piece.triangles[which].ravel()])[:, :2]
    if not len(corners):
        return
    points = [QPointF(x, y) for x, y in corners.tolist()]
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for k in range(0, len(points), 3):
        path.addPolygon(QPolygonF([*points[k : k + 3], points[k]]))
    heatmap.hatch_path(painter, path.simplified() if heatmap.in_file(painter) else path, style.px(7))


Name = tuple[QPointF, Qt.AlignmentFlag, str, int]
"""Where something is named, how it stands there, the words, and the class that is meant."""


def _names(geometry: Geometry, scene: Scene) -> list[Name]:
    """Return the names of the corners, farther from the middle than these; of a square those of its two axes."""
    seen = geometry.places(scene.corners)[:, :2]
    middle, px = seen.mean(axis=0), geometry.style.px
    if scene.ranges:
        anchors = [max(((seen[a] + seen[b]) / 2 for a, b in sides), key=lambda at: at[1]) for sides in _SIDES]
        off = 30
    else:
        anchors, off = list(seen), 16
    names: list[Name] = []
    for at, name, index in zip(anchors, scene.names, scene.classes, strict=True):
        way = (at - middle) / max(float(np.hypot(*(at - middle))), 1e-9)
        align = CENTRE if abs(way[0]) < 0.5 else LEFT if way[0] > 0 else RIGHT
        names.append((QPointF(*at) + QPointF(*way) * px(off), align, name, index))
    return names


_SIDES = (((0, 1), (3, 2)), ((0, 3), (1, 2)))
"""The two sides of a square along which each of its axes may be read, from its lower end to its upper one."""


def name_boxes(geometry: Geometry, scene: Scene) -> list[QRectF]:
    """Return about where the names of corners and of the axis are, to keep other words off them."""
    px = geometry.style.px
    left = int(geometry.places(scene.corners)[:, 0].argmin())
    high = geometry.point(scene.corners[left] + np.array([0.0, 0.0, TALL]))
    title = [QRectF(high.x() - px(110), high.y() - px(23), px(118), px(18))] if scene.raised else []
    return title + [
        QRectF(at.x() - px(70 if align == RIGHT else 0 if align == LEFT else 35), at.y() - px(9), px(70), px(18))
        for at, align, *_ in _names(geometry, scene)
    ]


def lit_boxes(painter: QPainter, geometry: Geometry, scene: Scene) -> list[tuple[int, QRectF]]:
    """Return where the names are, each with its class."""
    px = geometry.style.px
    painter.setFont(geometry.style.font(12.5, bold=True))
    boxes: list[tuple[int, QRectF]] = []
    for at, align, name, index in _names(geometry, scene):
        wide = painter.fontMetrics().horizontalAdvance(name)
        left = at.x() - (wide if align == RIGHT else 0 if align == LEFT else wide / 2)
        boxes.append((index, QRectF(left - px(6), at.y() - px(11), wide + px(12), px(22))))
    return boxes


def draw_frame(painter: QPainter, geometry: Geometry, scene: Scene) -> None:
    """Draw what is read off: names of corners, the axis of height, the colour bar."""
    style = geometry.style
    if scene.raised:
        _draw_axis(painter, geometry, scene, int(geometry.places(scene.corners)[:, 0].argmin()))
    ground = QColor(style.halo)
    ground.setAlphaF(0.8)  # a corner behind the surface has its name before it
    for at, align, name, index in _names(geometry, scene):
        how = Text(12.5, style.class_text(index), bold=True, align=align, ground=ground)
        width = min(style.px(200 if scene.ranges else 120), _room(geometry, at, align) - style.px(6))
        if width < style.px(24):  # out of sight
            continue
        draw_text(painter, at, elided(painter, name, 12.5, width, style, bold=True), how, style)
    if scene.ranges:
        _draw_ends(painter, geometry, scene)
    bar = geometry.bar
    colour_bar.draw(painter, bar, scene.surface, scene.colours, scene.unit_scale, scene.unit, style)


def _room(geometry: Geometry, at: QPointF, align: Qt.AlignmentFlag) -> float:
    """Return how long words at a point may be, up to the colour bar."""
    left, right = at.x() - geometry.rect.left(), geometry.bar.left() - at.x()
    return 2 * min(left, right) if align == CENTRE else right if align == LEFT else left


def _draw_ends(painter: QPainter, geometry: Geometry, scene: Scene) -> None:
    """Write the numbers at the ends of a square's axes, along the sides that are nearest."""
    seen, style = geometry.places(scene.corners)[:, :2], geometry.style
    middle = seen.mean(axis=0)
    for sides, ends in zip(_SIDES, scene.ranges, strict=True):
        side = max(sides, key=lambda pair: float(seen[list(pair)][:, 1].sum()))
        for corner, value, other in zip(side, ends, side[::-1], strict=True):
            at = 0.88 * seen[corner] + 0.12 * seen[other]
            way = (at - middle) / max(float(np.hypot(*(at - middle))), 1e-9)
            place = QPointF(*at) + QPointF(*way) * style.px(13)
            how = Text(10.5, style.muted, align=CENTRE)
            draw_text(painter, place, colour_bar.level_text(round(value, 6)), how, style)


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


def lines_of(geometry: Geometry, scene: Scene, level: float) -> Float:
    """Return where the line of one level is seen on the sheet, as pieces (s, 2, 2)."""
    _, _, ends, values = scene.sheet.mesh.lines([level])
    placed = scene.stand(ends, np.repeat(values[:, None], 2, axis=1))
    return geometry.places(placed)[..., :2]
