"""A solid as a figure: its ground by a painter or from a picture, handles and paths above."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from core.document import TRUTH
from core.solid import Camera
from gui.plotting import lighting, solid_drawing
from gui.plotting import points as marked
from gui.plotting.figure import CENTRE, Text, draw_text, hairline, pen, wrapped
from gui.plotting.solid import Geometry, Scene
from gui.plotting.square import draw_titles
from gui.plotting.style import Style
from gui.plotting.ternary import Point
from gui.plotting.trails import Trail
from gui.plotting.trails import draw as draw_trails


@dataclass(frozen=True, eq=False)
class SolidFigure:
    """A solid as a figure, drawn without OpenGL; `scene` is None where `message` says why there is none."""

    scene: Scene | None
    points: tuple[Point, ...]
    camera: Camera
    titles: tuple[str, ...]
    message: str = ""
    key: object = None
    trails: tuple[Trail, ...] = ()
    """Paths of a descent, their points in the solid's space."""
    level: float | None = None
    """The value whose line on the sheet stands out."""
    is_waiting: bool = False
    """Whether the solid is still to be computed."""
    lit: int | None = None
    """The class that is pointed at somewhere, in a window only."""

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw all of it."""
        self.draw_ground(painter, rect, style)
        self.draw_marks(painter, rect, style)

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style, picture: QImage | None = None) -> None:
        """Draw what stays while models move; the solid itself from `picture`, if there is one."""
        if self.scene is None:
            self._draw_message(painter, rect, style)
            return
        geometry = Geometry(rect, self.camera, self.scene, style)
        solid_drawing.draw_ground(painter, geometry, self.scene, picture)
        solid_drawing.draw_frame(painter, geometry, self.scene)
        draw_titles(painter, rect, self.titles, style)

    def _draw_message(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        px = style.px
        painter.setFont(style.font(13))
        lines = wrapped(painter, self.message, rect.width() - px(48))
        top = rect.center().y() - px(20) * (len(lines) - 1) / 2
        for count, line in enumerate(lines):
            at = QPointF(rect.center().x(), top + px(20) * count)
            draw_text(painter, at, line, Text(13, style.muted, align=CENTRE), style)

    def draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the handles, each on a stem from the floor, and the line of the level."""
        if self.scene is None:
            return
        geometry = Geometry(rect, self.camera, self.scene, style)
        points = [_coloured(point, style) for point in self.points]
        if self.level is not None:
            self._draw_level(painter, geometry, next((p.colour for p in points if p.in_focus), style.ink), style)
        if self.scene.raised:
            for point in points:
                x, y, _ = point.barycentric
                painter.setPen(hairline(point.colour, 1, style))
                painter.drawLine(geometry.point((x, y, 0.0)), geometry.point(point.barycentric))
        if self.lit is not None:
            lighting.draw(painter, solid_drawing.lit_boxes(painter, geometry, self.scene), self.lit, style)
        draw_trails(painter, self.trails, geometry.all, style)
        marked.draw(painter, geometry, points, style, avoid=solid_drawing.name_boxes(geometry, self.scene))

    def _draw_level(self, painter: QPainter, geometry: Geometry, colour: str, style: Style) -> None:
        assert self.scene is not None
        assert self.level is not None
        pieces = solid_drawing.lines_of(geometry, self.scene, self.level).reshape(-1, 4).tolist()
        lines = [QLineF(*piece) for piece in pieces]
        for ink, width in ((style.halo, 3.4), (colour, 1.8)):
            painter.setPen(pen(ink, width, style, Qt.PenStyle.SolidLine))
            painter.drawLines(lines)


def _coloured(point: Point, style: Style) -> Point:
    """Return the point in the theme's colour of its model, or of the truth."""
    colour = style.entropy if point.table == TRUTH else style.model_colour(point.table).name()
    return replace(point, colour=colour)
