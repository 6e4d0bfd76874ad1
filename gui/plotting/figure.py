"""What can be drawn: on the screen, and into a file. And the numbers behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPaintDevice, QPainter, QPainterPath, QPen, QTextLayout

from gui.plotting.style import Style

Cell = str | float | int | None


@dataclass(frozen=True)
class Numbers:
    """The figures behind a drawing: a header and rows of text or numbers; None is an empty cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Figure(Protocol):
    """A drawing made of values: the same on a screen and in a file.

    `draw` works in the painter's own units with every pen, gap and font times `style.scale`; no cosmetic pens and
    no clipping by the painter, so that SVG and PDF writers get geometry they can keep.
    """

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw into `rect`."""
        ...


@runtime_checkable
class Page(Figure, Protocol):
    """A drawing of words, which need so much height at a width; in less they are drawn smaller."""

    def height_for(self, width: float, style: Style) -> float:
        """Return the height of all words at a width, both in device units."""
        ...


def fitting(page: Page, width: float, height: float, style: Style) -> Style:
    """Return the style in which all words of a page are within a room: smaller where that is too low."""
    for _ in range(12):
        needed = page.height_for(width, style)
        if needed <= height:
            break
        style = style.scaled(style.scale * max(0.6, min(0.96, (height / needed) ** 0.5)))
    return style


def pen(colour: str | QColor, width: float, style: Style, kind: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen of a design width."""
    made = QPen(QColor(colour), style.width(width), kind, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    made.setCosmetic(False)
    return made


def hairline(colour: str | QColor, width: float, style: Style) -> QPen:
    """Return a thin pen for many long lines, with the caps and joins that cost least."""
    made = QPen(
        QColor(colour), style.width(width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.BevelJoin
    )
    made.setCosmetic(False)
    return made


def whole(at: float, style: Style) -> float:
    """Return a coordinate moved to the border of a design pixel: where a filled bar ends sharply in every viewer."""
    return style.px(round(at / style.scale))


def crisp(at: float, style: Style) -> float:
    """Return a coordinate moved to the middle of a design pixel: where a line one pixel wide is sharp."""
    return style.px(math.floor(at / style.scale) + 0.5)


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_BEFORE = {LEFT: 0.0, CENTRE: 0.5, RIGHT: 1.0}
"""How much of a text stands before its point."""


@dataclass(frozen=True)
class Text:
    """How a piece of text is written: size and colour in the design's terms."""

    size: float = 12.0
    colour: str | QColor = "#000000"
    bold: bool = False
    align: Qt.AlignmentFlag = LEFT
    ground: str | QColor | None = None


def draw_text(painter: QPainter, at: QPointF, text: str, how: Text, style: Style) -> QRectF:
    """Write one line with its left, centre or right at a point, vertically centred; return where it stands."""
    font = style.font(how.size, bold=how.bold)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    width, height = float(metrics.horizontalAdvance(text)), float(metrics.height())
    left = at.x() - _BEFORE[how.align] * width
    box = QRectF(left, at.y() - height / 2, width, height)
    if how.ground is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(how.ground))
        margin = style.px(3)
        painter.drawRoundedRect(box.adjusted(-margin, 0, margin, 0), style.px(3), style.px(3))
    painter.setPen(QColor(how.colour))
    painter.drawText(QPointF(left, box.top() + metrics.ascent()), text)
    return box


def kept_inside(box: QRectF, room: QRectF) -> QRectF:
    """Return a box moved as little as puts it into a room, at its upper left where it is too large."""
    x = max(min(box.left(), room.right() - box.width()), room.left())
    y = max(min(box.top(), room.bottom() - box.height()), room.top())
    return QRectF(x, y, box.width(), box.height())


def elided(painter: QPainter, text: str, size: float, width: float, style: Style, *, bold: bool = False) -> str:
    """Return `text` cut to a width with an ellipsis."""
    painter.setFont(style.font(size, bold=bold))
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(width)))


_POLYGONS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    "up": ((0, -1.1), (1.05, 0.8), (-1.05, 0.8)),
    "down": ((0, 1.1), (1.05, -0.8), (-1.05, -0.8)),
    "pentagon": ((0, -1.08), (1.03, -0.33), (0.64, 0.87), (-0.64, 0.87), (-1.03, -0.33)),
    "plus": (
        (-0.4, -1.05), (0.4, -1.05), (0.4, -0.4), (1.05, -0.4), (1.05, 0.4), (0.4, 0.4), (0.4, 1.05), (-0.4, 1.05),
        (-0.4, 0.4), (-1.05, 0.4), (-1.05, -0.4), (-0.4, -0.4),
    ),
    "cross": (
        (-1.05, -0.65), (-0.65, -1.05), (0, -0.4), (0.65, -1.05), (1.05, -0.65), (0.4, 0), (1.05, 0.65), (0.65, 1.05),
        (0, 0.4), (-0.65, 1.05), (-1.05, 0.65), (-0.4, 0),
    ),
    "star": (
        (0, -1.3), (0.33, -0.42), (1.24, -0.4), (0.52, 0.17), (0.78, 1.06), (0, 0.55), (-0.78, 1.06), (-0.52, 0.17),
        (-1.24, -0.4), (-0.33, -0.42),
    ),
}  # fmt: skip


def marker_path(kind: str, centre: QPointF, radius: float) -> QPainterPath:
    """Return the outline of a marker shape."""
    path = QPainterPath()
    if kind == "circle":
        path.addEllipse(centre, radius, radius)
        return path
    points = [QPointF(centre.x() + x * radius, centre.y() + y * radius) for x, y in _POLYGONS[kind]]
    path.moveTo(points[0])
    for point in points[1:]:
        path.lineTo(point)
    path.closeSubpath()
    return path


def draw_marker(
    painter: QPainter,
    kind: str,
    centre: QPointF,
    radius: float,
    colour: QColor,
    style: Style,
    *,
    hollow: bool = False,
) -> None:
    """Draw a marker with a halo around it, filled or hollow."""
    path = marker_path(kind, centre, style.px(radius))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(style.halo, 4.5 if hollow else 3.5, style))
    painter.drawPath(path)
    if hollow:
        painter.setPen(pen(colour, 2.2, style))
    else:
        painter.setPen(pen(colour, 1, style))
        painter.setBrush(QBrush(colour))
    painter.drawPath(path)


def hatch_lines(outline: QPainterPath, gap: float) -> QPainterPath:
    """Return diagonal lines cut to an outline by geometry, so that no writer of files has to clip."""
    bounds = outline.boundingRect()
    lines = QPainterPath()
    width, height = bounds.width(), bounds.height()
    offset = 0.0
    half = gap * 0.16
    while offset < width + height:
        x = bounds.left() + offset
        strip = QPainterPath()
        strip.moveTo(x - half, bounds.top())
        strip.lineTo(x + half, bounds.top())
        strip.lineTo(x + half - height, bounds.bottom())
        strip.lineTo(x - half - height, bounds.bottom())
        strip.closeSubpath()
        lines.addPath(strip)
        offset += gap
    return lines.intersected(outline)


def wrapped(painter: QPainter, text: str, width: float) -> list[str]:
    """Return `text` in lines that fit a width in the painter's font, broken where its script allows."""
    return wrapped_in(painter.font(), text, width, painter.device())


def wrapped_in(font: QFont, text: str, width: float, device: QPaintDevice | None = None) -> list[str]:
    """Return `text` in lines that fit a width in a font."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font, device) if device is not None else QTextLayout(paragraph, font)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    return lines
