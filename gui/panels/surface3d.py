"""The loss as a landscape: its height over the triangle, or a slice within the tetrahedron of four classes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import solid, surfaces
from core.descent import Path
from core.document import TRUTH
from core.domains import Triangle
from core.dragging import row_of
from core.results import Results
from core.solid import Camera
from core.validation import Float
from gui import text, trails
from gui.choices import AnyChoice, Choice
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting import scales, solid_gl, ternary
from gui.plotting import solid as drawing
from gui.plotting.figure import CENTRE, LEFT, Numbers, Text, draw_text, elided, hairline, wrapped
from gui.plotting.solid import Scene
from gui.plotting.solid_view import SolidView
from gui.plotting.style import LIGHT, Style
from gui.plotting.ternary import Point
from gui.plotting.trails import Trail
from gui.plotting.trails import draw as draw_trails
from gui.store import Intent
from gui.surfaces import curves, shown, triangles
from gui.surfaces.corners import Place, classes_of, corners_of, moving, slice_of
from gui.surfaces.shown import Shown

translate = QCoreApplication.translate

_SMOOTH_STEPS, _SHARP_STEPS = 32, 64


@dataclass(frozen=True, eq=False)
class SolidFigure:
    """A solid as a figure, drawn without OpenGL; `scene` is None where `message` says why there is none."""

    scene: Scene | None
    points: tuple[Point, ...]
    camera: Camera
    title: str
    message: str = ""
    key: object = None
    trails: tuple[Trail, ...] = ()
    """Paths of a descent, their points in the solid's space."""

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw all of it."""
        self.draw_ground(painter, rect, style)
        self.draw_marks(painter, rect, style)

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style, picture: QImage | None = None) -> None:
        """Draw what stays while models move; the solid itself from `picture`, if there is one."""
        px = style.px
        if self.scene is None:
            painter.setFont(style.font(13))
            lines = wrapped(painter, self.message, rect.width() - px(48))
            top = rect.center().y() - px(20) * (len(lines) - 1) / 2
            for count, line in enumerate(lines):
                at = QPointF(rect.center().x(), top + px(20) * count)
                draw_text(painter, at, line, Text(13, style.muted, align=CENTRE), style)
            return
        geometry = drawing.Geometry(rect, self.camera, self.scene, style)
        drawing.draw_ground(painter, geometry, self.scene, picture)
        drawing.draw_frame(painter, geometry, self.scene)
        words = elided(painter, self.title, 12.5, rect.width() - px(28), style)
        draw_text(painter, rect.topLeft() + QPointF(px(14), px(15)), words, Text(12.5, style.muted), style)

    def draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the handles, each on a stem from the floor."""
        if self.scene is None:
            return
        geometry = drawing.Geometry(rect, self.camera, self.scene, style)
        points = [_coloured(point, style) for point in self.points]
        if self.scene.raised:
            for point in points:
                x, y, _ = point.barycentric
                painter.setPen(hairline(point.colour, 1, style))
                painter.drawLine(geometry.point((x, y, 0.0)), geometry.point(point.barycentric))
        draw_trails(painter, self.trails, lambda at: (geometry.places(at)[:, 0], geometry.places(at)[:, 1]), style)
        ternary.draw_points(painter, geometry, points, style, avoid=drawing.name_boxes(geometry, self.scene))


def _coloured(point: Point, style: Style) -> Point:
    """Return the point in the theme's colour of its model, or of the truth."""
    colour = style.entropy if point.table == TRUTH else style.model_colour(point.table).name()
    return replace(point, colour=colour)


def make_figure(results: Results, focus: FocusState, before: SolidFigure | None = None) -> SolidFigure:
    """Return the figure, taking over the scene of `before` if nothing that it is made of changed."""
    document = results.document
    camera = Camera.read(focus.choices.get("surface3d.camera", ""))
    if len(document.classes) < 3:
        return SolidFigure(
            None,
            (),
            camera,
            "",
            translate("Solid", "Two classes leave a curve, not a surface: see Surface and Curves."),
        )
    what, plane = shown.shown(results, focus), slice_of(results, focus)
    whole = _whole(results, focus)
    colour_kind = focus.choices.get("surface.scale", "linear")
    words = shown.held_words(results, focus, plane)
    key = (what.key, plane.signature, document.classes, what.measure, what.title, colour_kind, whole)
    if before is not None and before.key == key:
        scene = before.scene
    else:
        scene = _scene(results, what, plane, colour_kind, whole=whole) if what.objective is not None else None
    points = tuple(_points(results, focus, plane, scene, what)) if scene is not None else ()
    title = text.joined([what.title, words]) if words else what.title
    paths = _trails(results, focus, plane, scene, what) if scene is not None and scene.raised else ()
    return SolidFigure(scene, points, camera, title, what.message, key, paths)


def _trails(results: Results, focus: FocusState, plane: Triangle, scene: Scene, what: Shown) -> tuple[Trail, ...]:
    """Return the paths of a descent on the surface, each as high as what is shown is there."""

    def place(path: Path) -> Float:
        at = np.array([plane.shadow(row) for row in path.q])
        values = what.objective.value(plane.lift(at)) if what.objective is not None else np.zeros(len(at))
        return scene.stand(at, values)

    return trails.placed(results, focus, place)


def _whole(results: Results, focus: FocusState) -> bool:
    """Return whether the simplex of four classes is shown as a tetrahedron."""
    return len(results.document.classes) == 4 and SolidPanel.chosen(focus)["show"] == "tetrahedron"


def _scene(results: Results, what: Shown, plane: Triangle, colour_kind: str, *, whole: bool) -> Scene:
    """Return what stands there."""
    objective = what.objective
    assert objective is not None
    document = results.document
    surface = surfaces.surface(objective, plane)
    steps = _SMOOTH_STEPS if objective.smooth else _SHARP_STEPS
    inside = surface.values[plane.lattice(surface.steps).inside]
    kind = cast(scales.Kind, colour_kind if colour_kind in ("linear", "log", "rank") else "linear")
    colours = scales.make(kind, surface.low, surface.high, inside)
    classes = tuple(range(4)) if whole else plane.corner_classes
    floor = drawing.floor_base()
    return Scene(
        mesh=solid.mesh(objective, plane, surface, steps),
        surface=surface,
        colours=colours,
        levels=tuple(colours.levels(what.unit_scale)) if objective.smooth else (),
        unit_scale=what.unit_scale,
        unit=what.unit,
        axis=what.measure,
        base=plane.lift(np.eye(3)) @ solid.TETRAHEDRON if whole else floor,
        corners=solid.TETRAHEDRON if whole else floor,
        names=tuple(shown.corner_names(document, classes)),
        classes=classes,
        smooth=objective.smooth,
    )


def _points(results: Results, focus: FocusState, plane: Triangle, scene: Scene, what: Shown) -> list[Point]:
    """Return the truth and every model where they stand."""
    document = results.document
    points: list[Point] = []
    for table in range(TRUTH, len(document.models)):
        row = row_of(document, table, focus.sample)
        value = shown.value_words(results, focus, what, table)
        name = shown.truth_words(at_minimum=False) if table == TRUTH else document.models[table].name
        points.append(
            Point(
                table,
                _stand(scene, plane, row, what),
                f"{name}  {value}" if value else name,
                "star" if table == TRUTH else LIGHT.marker(table),
                "",
                hollow=shown.is_off(results, table, focus.sample),
                focused=focus.handle == table,
                in_focus=focus.model == table,
            )
        )
    return points


def _stand(scene: Scene, plane: Triangle, row: Float, what: Shown) -> tuple[float, float, float]:
    """Return where a row stands: at its height over the floor, or by all four of its probabilities."""
    if scene.raised:
        at = plane.shadow(row)
        assert what.objective is not None
        value = float(what.objective.value(plane.lift(at)))
        place = scene.stand(at, np.array(value if math.isfinite(value) else scene.surface.high))
    else:
        total = float(row.sum())
        place = (row / total if total > 0 else np.full(4, 0.25)) @ solid.TETRAHEDRON
    x, y, z = (float(each) for each in place)
    return x, y, z


class SolidPanel(Panel):
    """The surface of the chosen loss in three dimensions."""

    name = "surface3d"
    area = "bottom"
    order = 70
    figure_size = QSize(720, 540)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self._focus = FocusState()
        self._figure: SolidFigure | None = None
        self._from: dict[object, Float] = {}
        self.renderer = ""
        self.view = SolidView(self)
        self.view.setObjectName("surface3d.view")
        self.view.setAccessibleName(self.title())
        self.view.setAccessibleDescription(
            self.tr(
                "Drag a marker, or move the focused one with the arrow keys. Drag beside the markers, or use Ctrl and "
                "the arrow keys, to turn; + and − zoom, Home goes back."
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumSize(280, 165)
        self.view.taken.connect(self._take)
        self.view.moved.connect(self._move)
        self.view.nudged.connect(self._nudge)
        self.view.called_off.connect(self.called_off)
        self.view.turned.connect(self._turn)
        self.view.hovered.connect(self._describe)
        self.view.exact_wanted.connect(lambda table: self.exact_wanted.emit(table, self._focus.sample))

    @staticmethod
    def title() -> str:
        return translate("Solid", "3-D")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            Choice(
                "show",
                translate("Solid", "Four classes as"),
                (
                    ("surface", translate("Solid", "Surface over a slice")),
                    ("tetrahedron", translate("Solid", "Tetrahedron (4 classes)")),
                ),
            ),
            Choice(
                "renderer",
                translate("Solid", "Drawn by"),
                (
                    ("auto", translate("Solid", "OpenGL if it works")),
                    ("opengl", translate("Solid", "OpenGL")),
                    ("painter", translate("Solid", "Without OpenGL")),
                ),
            ),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> SolidFigure:
        if trails.are_wanted(focus):
            trails.race_of(results, focus).paths()  # in the window they are computed in the background
        return make_figure(results, focus)

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return the corners of the mesh: the three classes' probabilities and the height, no higher than the cut.

        Where there is no mesh, the same of the curve of two classes, or of a triangle without values.
        """
        if len(results.document.classes) < 3:
            return curves.numbers(results, focus)
        scene = make_figure(results, focus).scene
        if scene is None:
            return triangles.numbers(results, focus)
        plane = slice_of(results, focus)
        rows = plane.lift(scene.mesh.at)
        shares = [rows[:, plane.members(corner)].sum(axis=1) for corner in range(3)]
        columns = np.column_stack([*shares, scene.mesh.values / scene.unit_scale])
        header = (*shown.corner_names(results.document, plane.corner_classes), scene.axis)
        return Numbers(header, tuple(tuple(row) for row in columns.tolist()))

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show(self, results: Results, focus: FocusState) -> None:
        before = self._figure
        figure = make_figure(results, focus, before)
        self._results, self._focus = results, focus
        self.show_choices(focus)
        renderer = self.chosen(focus)["renderer"]
        kept = before is not None and figure.scene is before.scene is not None and figure.camera == before.camera
        kept = kept and figure.title == before.title and renderer == self.renderer  # pyright: ignore[reportOptionalMemberAccess]
        self.renderer = renderer
        self._present(figure, ground=not kept)

    def _present(self, figure: SolidFigure, *, ground: bool) -> None:
        """Give the view a figure; its ground only if that is another one."""
        self._figure = figure
        self.view.camera, self.view.scene_, self.view.points = figure.camera, figure.scene, figure.points
        if ground:
            self.view.set_ground(self._draw_ground)
        self.view.set_marks(self._draw_marks)

    def _draw_ground(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        if self._figure is not None:
            self._figure.draw_ground(painter, rect, style, self._picture(rect, style))

    def _draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        if self._figure is None:
            return
        self._figure.draw_marks(painter, rect, style)
        if self._figure.scene is not None:
            words = elided(painter, self.renderer_words(), 11, rect.width() - style.px(28), style)
            at = rect.bottomLeft() + QPointF(style.px(14), -style.px(12))
            draw_text(painter, at, words, Text(11, style.muted, align=LEFT), style)

    def _picture(self, rect: QRectF, style: Style) -> QImage | None:
        """Return the solid drawn by OpenGL, or None where the painter is to draw it."""
        figure = self._figure
        if figure is None or figure.scene is None or self.renderer == "painter" or solid_gl.trouble():
            return None
        geometry = drawing.Geometry(rect, figure.camera, figure.scene, style)
        return solid_gl.stage().picture(figure.scene, geometry, self.view.devicePixelRatioF())

    def renderer_words(self) -> str:
        """Return what draws the solid and why."""
        if self.renderer == "painter":
            return self.tr("Drawn without OpenGL, as chosen.")
        reasons = {
            "": self.tr("Drawn by OpenGL."),
            solid_gl.NO_MODULE: self.tr("Drawn without OpenGL: PyOpenGL is not installed."),
            solid_gl.OFFSCREEN: self.tr("Drawn without OpenGL: there is no screen."),
            solid_gl.NO_CONTEXT: self.tr("Drawn without OpenGL: this system offers none."),
            solid_gl.BLANK: self.tr("Drawn without OpenGL: its pictures stay empty here."),
        }
        return reasons[solid_gl.trouble()]

    # -- hands ------------------------------------------------------------------------------------------

    def _turn(self, camera: Camera, done: bool) -> None:
        """Look from elsewhere: at once, and for everyone when the hand is done."""
        if self._figure is not None and camera != self._figure.camera:
            self._present(replace(self._figure, camera=camera), ground=True)
        if done:
            self.focused.emit({"choices": {"surface3d.camera": camera.words}})

    def _take(self, table: int) -> None:
        self.focused.emit({"handle": table} if table == TRUTH else {"model": table})
        self._hold_corners()

    def _hold_corners(self) -> None:
        """Keep the triangle under the hand, whichever classes are the weightiest by then."""
        if self._results is not None and len(self._results.document.classes) > 3 and self._focus.corners is None:
            self.focused.emit({"corners": classes_of(self._results, self._focus)})

    def _move(self, table: int, move: Float, gesture: object) -> None:
        """Ask for a row to be moved from where the gesture took it."""
        if self._results is None:
            return
        if gesture not in self._from:
            document = self._results.document
            row = document.row_in_use(table, self._focus.sample)
            self._from = {gesture: self._domain(table).shadow(row, document.scale(table))}
        start = self._from[gesture]
        self._ask(table, lambda domain, *_: domain.nearest(start + move), gesture)

    def _nudge(self, table: int, move: Float) -> None:
        """Ask for a row to be moved from where it is by then: keys may come faster than pictures."""
        self._hold_corners()
        self._ask(table, lambda domain, row, scale: domain.nearest(domain.shadow(row, scale) + move), None)

    def _ask(self, table: int, place: Place, gesture: object) -> None:
        if self._results is None:
            return
        document, sample = self._results.document, self._focus.sample
        label = self.tr("Move {table}, {sample}").format(
            table=text.table_title(document, table), sample=text.sample_title(document, sample)
        )
        self.intended.emit(Intent(label, moving(self._domain(table), table, sample, place, self._focus.locks), gesture))

    def _domain(self, table: int) -> Triangle:
        """Return the triangle that a table's handle moves on."""
        assert self._results is not None
        row = row_of(self._results.document, table, self._focus.sample)
        return shown.triangle_through(self._focus, corners_of(self._results, self._focus), row)

    def _describe(self, point: Point | None) -> None:
        """Say in words what is under the pointer, and what draws."""
        if self._results is None or self._figure is None or self._figure.scene is None:
            self.pointed.emit("")
        elif point is None:
            self.pointed.emit(self.renderer_words() if self.view.underMouse() else "")
        else:
            document = self._results.document
            row = row_of(document, point.table, self._focus.sample)
            corners = corners_of(self._results, self._focus)
            words = ternary.readout([document.classes[k] for k in corners], [float(row[k]) for k in corners])
            self.pointed.emit(f"{point.label}   {words}")
