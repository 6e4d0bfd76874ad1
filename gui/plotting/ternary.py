"""The triangle of three classes: heat map, contours with labels, three-way grid, colour bar and marked points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core import fields, simplex
from core.domains import OTHER
from core.fields import Field
from core.surfaces import Surface, nice_levels
from core.validation import Float
from gui.plotting import arrows, bands, colour_bar, contours, heatmap, lighting
from gui.plotting.bands import Bands
from gui.plotting.figure import (
    CENTRE,
    LEFT,
    RIGHT,
    Text,
    draw_text,
    elided,
    hairline,
    pen,
    wrapped,
)
from gui.plotting.scales import ColourScale
from gui.plotting.style import Style
from gui.plotting.window import WHOLE, Window
from gui.text import number

_SMALL = 400
"""Below this width, as of one of two side by side, scales stand closer."""
_TICKS = 5
"""About so many steps of a scale along a side."""


@dataclass(frozen=True, eq=False)
class Ground:
    """All that stays while points move: the surface, its lines and its labels; or why there is no surface."""

    surface: Surface | None
    colours: ColourScale | None
    levels: tuple[float, ...]
    lines: tuple[Float, ...]
    beyond: tuple[Float, ...]
    unit_scale: float
    unit: str
    title: str
    subtitle: str
    corner_names: tuple[str, str, str]
    corner_classes: tuple[int, int, int]
    message: str = ""
    window: Window = WHOLE
    field: Field | None = None
    """The way down, in the plane, to be shown by arrows."""

    @property
    def frame(self) -> object:
        """What the frame is drawn from: while this is equal the frame stays."""
        words = self.title, self.subtitle, self.corner_names
        return words, self.corner_classes, self.surface is None, self.window


@dataclass(frozen=True)
class Point:
    """A marked distribution: where it falls in the triangle, how it looks and what is written beside it.

    Attributes
    ----------
    table
        `TRUTH` or the model's index.
    """

    table: int
    barycentric: tuple[float, float, float]
    label: str
    marker: str
    colour: str
    hollow: bool = False
    focused: bool = False
    in_focus: bool = False
    """Whether it is the model that is looked at."""


class Geometry:
    """Where the triangle, or the part of it that is seen, and the colour bar stand in a rectangle."""

    def __init__(self, rect: QRectF, style: Style, window: Window = WHOLE) -> None:
        px = style.px
        small = rect.width() < px(_SMALL)
        left, right = px(36 if small else 48), px(84 if small else 104)
        top, bottom = (px(76), px(104)) if style.shared is None else (px(60), px(56))
        width, height = rect.width() - left - right, rect.height() - top - bottom
        side = max(px(40), min(width, height / simplex.HEIGHT))
        x = rect.left() + left + (width - side) / 2
        foot = rect.top() + top + (height + side * simplex.HEIGHT) / 2
        self.rect, self.style = rect, style
        self.window = window
        self.side = side
        self.left = QPointF(x, foot)
        self.bar = QRectF(
            x + side + px(22 if small else 34), foot - side * simplex.HEIGHT * 0.9, px(14), side * simplex.HEIGHT * 0.78
        )

    def plane(self, x: float, y: float) -> QPointF:
        """Return the point of the seen part's plane coordinates."""
        return QPointF(self.left.x() + x * self.side, self.left.y() - y * self.side)

    def plane_all(self, points: Float) -> tuple[Float, Float]:
        """Return x and y of the seen part's plane coordinates (..., 2)."""
        return self.left.x() + points[..., 0] * self.side, self.left.y() - points[..., 1] * self.side

    def inner_point(self, inner: Sequence[float] | Float) -> QPointF:
        """Return the point of the seen part's barycentric coordinates."""
        _, right, top = inner  # `simplex.to_plane` for one point, many times a frame
        return self.plane(float(right) + float(top) / 2.0, float(top) * simplex.HEIGHT)

    def point(self, barycentric: Sequence[float] | Float) -> QPointF:
        """Return the point of barycentric coordinates, which may be out of sight."""
        low, side = self.window.low, self.window.side
        return self.inner_point([(float(x) - least) / side for x, least in zip(barycentric, low, strict=True)])

    def inner(self, at: QPointF) -> Float:
        """Return the seen part's barycentric coordinates of a point, which may be outside."""
        x, y = (at.x() - self.left.x()) / self.side, (self.left.y() - at.y()) / self.side
        return simplex.from_plane(np.array([x, y]))

    def barycentric(self, at: QPointF) -> Float:
        """Return the barycentric coordinates of a point, which may be outside."""
        return self.window.outer(self.inner(at))

    def shows(self, barycentric: Sequence[float] | Float) -> bool:
        """Return whether a point of the triangle is in sight."""
        low = self.window.low
        return all(float(x) >= least - 1e-9 * self.window.side for x, least in zip(barycentric, low, strict=True))

    def ticks(self, corner: int) -> list[float]:
        """Return round values of a corner's class within the part seen."""
        low, side = self.window.low[corner], self.window.side
        return nice_levels(low + 0.02 * side, low + 0.98 * side, _TICKS)

    def coordinate_words(self, value: float, finer: int = 0) -> str:
        """Return a coordinate with the digits that tell one tick from the next, and `finer` more."""
        ticks = self.ticks(0)
        step = ticks[1] - ticks[0] if len(ticks) > 1 else self.window.side / _TICKS
        digits = next(n for n in range(1, 12) if abs(round(step, n) - step) < 1e-3 * step)
        return f"{value:.{digits + finer}f}"

    @property
    def corners(self) -> tuple[QPointF, QPointF, QPointF]:
        """The left, right and top corner."""
        return self.plane(0, 0), self.plane(1, 0), self.plane(0.5, simplex.HEIGHT)


def draw_ground(painter: QPainter, rect: QRectF, ground: Ground, style: Style) -> None:
    """Draw what a new truth changes: the heat map, its contours and the colour bar; or why there is none."""
    geometry = Geometry(rect, style, ground.window)
    if ground.surface is None or ground.colours is None:
        _draw_message(painter, geometry, ground.message, style)
        return
    surface, colours = ground.surface, ground.colours
    made = bands.of(surface, colours, ground.levels) if style.bands else None
    _draw_heat(painter, geometry, ground, surface, colours, made, style)
    if ground.field is not None:
        _draw_arrows(painter, geometry, ground.field, surface, colours, style)
    contours.draw(painter, _contours(geometry, ground, colours), style)
    colour_bar.draw(painter, geometry.bar, surface, colours, ground.unit_scale, ground.unit, style, made)


def draw_frame(painter: QPainter, rect: QRectF, ground: Ground, style: Style) -> None:
    """Draw what stays while truth and models move: titles, grid, outline, ticks and names."""
    geometry = Geometry(rect, style, ground.window)
    _draw_titles(painter, geometry, ground, style)
    _draw_grid(painter, geometry, "#16202B" if ground.surface is not None else style.ink, style)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(style.ink, 1.4, style))
    painter.drawPath(heatmap.triangle_path(geometry.corners))
    _draw_ticks(painter, geometry, ground, style)
    _draw_corner_names(painter, geometry, ground, style)


def _draw_titles(painter: QPainter, geometry: Geometry, ground: Ground, style: Style) -> None:
    """Write title and subtitle, wrapped where there is room above the triangle, else cut."""
    painter.setFont(style.font(12.5))
    rect, width = geometry.rect, geometry.rect.width() - style.px(28)
    titles = [title for title in (ground.title, ground.subtitle) if title]
    lines = [line for title in titles for line in wrapped(painter, title, width)]
    above = geometry.corners[2].y() - style.px(32) - rect.top()
    if style.px(8 + 18 * len(lines)) > above:
        lines = [elided(painter, title, 12.5, width, style) for title in titles]
    for count, line in enumerate(lines):
        at = rect.topLeft() + QPointF(style.px(14), style.px(17 + 18 * count))
        draw_text(painter, at, line, Text(12.5, style.muted), style)


def _draw_message(painter: QPainter, geometry: Geometry, message: str, style: Style) -> None:
    """Write why there is no surface: inside the triangle if there is room, else above it."""
    painter.setFont(style.font(13))
    foot, height, gap = geometry.left.y(), geometry.side * simplex.HEIGHT, style.px(20)
    x = geometry.left.x() + geometry.side / 2
    lines: list[str] = []
    for share in (0.7, 0.6, 0.5):
        lines = wrapped(painter, message, share * geometry.side - style.px(8))
        tall = len(lines) * gap
        top = max(style.px(12) + tall, 0.22 * height + tall / 2)
        if top <= (1 - share) * height:
            y = foot - top
            break
    else:
        x = geometry.rect.center().x()
        lines = wrapped(painter, message, geometry.rect.width() - style.px(48))
        y = max(geometry.rect.top() + style.px(44), foot - height - style.px(44) - len(lines) * gap)
    ground = QColor(style.panel)
    ground.setAlphaF(0.93)
    for count, line in enumerate(lines):
        how = Text(13, style.text, align=CENTRE, ground=ground)
        draw_text(painter, QPointF(x, y + (count + 0.5) * gap), line, how, style)


def _draw_heat(
    painter: QPainter,
    geometry: Geometry,
    ground: Ground,
    surface: Surface,
    colours: ColourScale,
    made: Bands | None,
    style: Style,
) -> None:
    left, right, top = corners = geometry.corners
    area = QRectF(QPointF(left.x(), top.y()), QPointF(right.x(), left.y())).adjusted(-2, -2, 2, 2)
    place = heatmap.Place(corners, heatmap.triangle_path(corners), area, geometry.plane_all)
    heatmap.draw(painter, surface, colours, place, ground.beyond, made, style)


def _draw_grid(painter: QPainter, geometry: Geometry, ink: str, style: Style) -> None:
    """Draw the three families of lines along which one class's probability is constant."""
    colour = QColor(ink)
    colour.setAlphaF(0.16)
    painter.setPen(hairline(colour, 0.8, style))
    lines: list[QLineF] = []
    for k in range(3):
        for tick in geometry.ticks(k):
            t = (tick - geometry.window.low[k]) / geometry.window.side
            one, other = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
            one[k] = other[k] = t
            one[(k + 1) % 3] = other[(k + 2) % 3] = 1 - t
            lines.append(QLineF(geometry.inner_point(one), geometry.inner_point(other)))
    painter.drawLines(lines)


def draw_labels(painter: QPainter, rect: QRectF, ground: Ground, style: Style) -> None:
    """Draw the contours' labels again, over a line that would cut them."""
    if ground.colours is not None:
        contours.draw_labels(painter, _contours(Geometry(rect, style, ground.window), ground, ground.colours), style)


def _contours(geometry: Geometry, ground: Ground, colours: ColourScale) -> contours.Contours:
    def edge(x: Float, y: Float) -> Float:
        points = np.stack([x - geometry.left.x(), geometry.left.y() - y], axis=-1) / geometry.side
        return simplex.from_plane(points).min(axis=-1) * (geometry.side * simplex.HEIGHT)

    placed = [geometry.plane_all(line) for line in ground.lines]
    lines = list(zip(ground.levels, placed, strict=True))
    return contours.Contours(lines, colours, ground.unit_scale, edge, geometry.corners)


def _draw_arrows(
    painter: QPainter, geometry: Geometry, field: Field, surface: Surface, colours: ColourScale, style: Style
) -> None:
    """Draw the field, as densely as it stays legible in this size."""
    count = max(3, round(geometry.side / style.px(arrows.SPACING)))
    reach = style.px(arrows.REACH) / geometry.side
    middles = simplex.to_plane(fields.seeds(count))
    made = fields.strokes(field, middles, reach, lambda at: simplex.from_plane(at).min(axis=-1) > 0)
    shares = np.rint(simplex.from_plane(made.lines[:, made.lines.shape[1] // 2]) * surface.steps).astype(np.intp)
    on_dark = colours.share(surface.values[shares[:, 2], shares[:, 1]]) > colours.darkness
    arrows.draw(painter, np.stack(geometry.plane_all(made.lines), axis=-1), on_dark, style)


def _draw_ticks(painter: QPainter, geometry: Geometry, ground: Ground, style: Style) -> None:
    """Draw ticks along the lines they read, the left class's on the left side, the right one's at the foot."""
    left, right, top = geometry.corners
    sides = ((left, top, top - right, RIGHT), (right, left, left - top, CENTRE), (top, right, right - left, LEFT))
    for corner, (own, other, outward, align) in enumerate(sides):
        colour = style.class_text(ground.corner_classes[corner])
        direction = outward * (style.px(1) / geometry.side)
        painter.setPen(hairline(colour, 1, style))
        gap = direction * (14 if align == CENTRE else 9)
        places: list[tuple[float, QPointF]] = []
        for tick in geometry.ticks(corner):
            t = (tick - geometry.window.low[corner]) / geometry.window.side
            places.append((tick, own * t + other * (1 - t)))
            painter.drawLine(places[-1][1], places[-1][1] + direction * 6)
        for tick, at in places:
            how = Text(10.5, colour, align=align)
            draw_text(painter, at + gap, geometry.coordinate_words(tick), how, style)


def _names(geometry: Geometry, ground: Ground) -> list[tuple[QPointF, str, int]]:
    """Return where each corner's name stands, the name, and its class."""
    left, right, top = geometry.corners
    px = geometry.style.px
    places = (left + QPointF(px(-6), px(34)), right + QPointF(px(6), px(34)), top + QPointF(0, px(-21)))
    return list(zip(places, ground.corner_names, ground.corner_classes, strict=True))


def _draw_corner_names(painter: QPainter, geometry: Geometry, ground: Ground, style: Style) -> None:
    px = style.px
    for place, name, index in _names(geometry, ground):
        how = Text(13, style.class_text(index), bold=True, align=CENTRE)
        rect = geometry.rect
        width = min(px(130), 2 * min(place.x() - rect.left(), rect.right() - place.x()) - px(4))
        draw_text(painter, place, elided(painter, name, 13, width, style, bold=True), how, style)


def name_boxes(painter: QPainter, rect: QRectF, ground: Ground, style: Style) -> list[QRectF]:
    """Return where the corners' names stand, to keep other words off them."""
    painter.setFont(style.font(13, bold=True))
    metrics = painter.fontMetrics()
    halves = [
        (place, min(metrics.horizontalAdvance(name) / 2, style.px(65)) + style.px(2))
        for place, name, _ in _names(Geometry(rect, style, ground.window), ground)
    ]
    return [QRectF(at.x() - half, at.y() - style.px(9), 2 * half, style.px(18)) for at, half in halves]


def draw_lit(painter: QPainter, rect: QRectF, ground: Ground, lit: int, style: Style) -> None:
    """Draw frames around the names of the corners that are a class, or hold it among others."""
    geometry = Geometry(rect, style, ground.window)
    painter.setFont(style.font(13, bold=True))
    for place, name, index in _names(geometry, ground):
        if index == lit or (index == OTHER and lit not in ground.corner_classes):
            wide = painter.fontMetrics().horizontalAdvance(elided(painter, name, 13, style.px(130), style, bold=True))
            half = QPointF(wide / 2 + style.px(7), style.px(11))
            box = QRectF(place - half, place + half)
            lighting.draw(painter, [(lit, box)], lit, style)


def draw_foot(painter: QPainter, rect: QRectF, lines: Sequence[str], style: Style) -> None:
    """Write what is read off the focused point below the triangle, on as few lines as fit."""
    if style.shared is not None:
        return
    geometry = Geometry(rect, style)
    painter.setFont(style.font(11.5))
    y = geometry.left.y() + style.px(62)
    gap = "      "
    row = ""
    rows: list[str] = []
    for words in lines:
        wider = f"{row}{gap}{words}" if row else words
        if row and painter.fontMetrics().horizontalAdvance(wider) > rect.width() - style.px(24):
            rows.append(row)
            wider = words
        row = wider
    room = max(1, int((rect.bottom() - style.px(8) - y) / style.px(19)) + 1)
    for line in (*rows, row)[:room]:  # what comes last is what can be spared
        words = elided(painter, line, 11.5, rect.width() - style.px(12), style)
        draw_text(painter, QPointF(rect.center().x(), y), words, Text(11.5, style.muted, align=CENTRE), style)
        y += style.px(19)


def readout(names: Sequence[str], shares: Sequence[float]) -> str:
    """Return named coordinates as words."""
    return "   ".join(f"{name} {number(share)}" for name, share in zip(names, shares, strict=True))
