"""The surface over a triangle of three classes as a figure and as numbers, from results and focus."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from core import fields, simplex, surfaces
from core.document import TRUTH
from core.domains import OTHER, Part, Triangle
from core.dragging import row_of
from core.fields import Field
from core.losses import Loss
from core.results import Results
from core.validation import Float
from gui import text, trails
from gui.focus import FocusState
from gui.plotting import colour_bar, contours, readings, scales, ternary
from gui.plotting import points as marked
from gui.plotting.figure import Numbers
from gui.plotting.style import LIGHT, Style
from gui.plotting.trails import Trail
from gui.plotting.trails import draw as draw_trails
from gui.plotting.window import Window
from gui.surfaces import compared, shown
from gui.surfaces.corners import slice_of, turns_of
from gui.surfaces.shown import Shown

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class SurfaceFigure:
    """The triangle as a figure."""

    ground: ternary.Ground
    points: tuple[ternary.Point, ...]
    foot: tuple[str, ...]
    key: object = None
    level: Float | None = None
    """The line of equal loss through the prediction in focus."""
    trails: tuple[Trail, ...] = ()
    """Paths of a descent."""
    is_waiting: bool = False
    """Whether the surface is still to be computed."""
    lit: int | None = None
    """The class that is pointed at somewhere, in a window only."""

    @property
    def frame(self) -> object:
        """What the frame is drawn from."""
        return self.ground.frame

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw all of it."""
        self.draw_ground(painter, rect, style)
        self.draw_frame(painter, rect, style)
        self.draw_marks(painter, rect, style)

    def draw_frame(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what stays while the truth moves too."""
        ternary.draw_frame(painter, rect, self.ground, style)

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what stays while models move."""
        ternary.draw_ground(painter, rect, self.ground, style)

    def draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the handles and the line that reads them."""
        geometry = ternary.Geometry(rect, style, self.ground.window)
        points = [_coloured(point, style) for point in self.points]
        if self.level is not None:
            colour = next(point.colour for point in points if point.in_focus)
            contours.draw_level(painter, geometry.plane_all(self.level), colour, style)
            ternary.draw_labels(painter, rect, self.ground, style)
        if self.lit is not None:
            ternary.draw_lit(painter, rect, self.ground, self.lit, style)
        draw_trails(painter, self.trails, geometry.plane_all, style)
        marked.draw(painter, geometry, points, style, avoid=ternary.name_boxes(painter, rect, self.ground, style))
        ternary.draw_foot(painter, rect, self.foot, style)


def _coloured(point: ternary.Point, style: Style) -> ternary.Point:
    """Return the point in the theme's colour of its model, or of the truth."""
    colour = style.entropy if point.table == TRUTH else style.model_colour(point.table).name()
    return replace(point, colour=colour)


def window_of(focus: FocusState) -> Window:
    """Return the part of the triangle that is seen, its corners in the order drawn."""
    window = Window.read(focus.choices.get("surface.window"))  # in the order of the classes
    for _ in range(turns_of(focus)):
        window = window.turned()
    return window


def seen_of(plane: Triangle, focus: FocusState) -> Triangle:
    """Return the part of a triangle that is seen."""
    window = window_of(focus)
    return plane if window.is_whole else Part(plane, np.array(window.low), window.side)


def make_figure(
    results: Results, focus: FocusState, before: SurfaceFigure | None = None, *, now: bool = True
) -> SurfaceFigure:
    """Return the figure of three classes or more, with the ground of `before` if nothing under the handles changed.

    Unless it has to be there `now`, one that takes long is returned as waiting, without its surface.
    """
    document = results.document
    what = shown.shown(results, focus)
    plane = slice_of(results, focus)
    words = shown.held_words(results, focus, plane), translate("Surface", "Truth")
    key = (
        what.key,
        compared.key_of(results, focus),
        what.title,
        plane.signature,
        words,
        document.classes,
        shown.chosen(focus, "scale"),
        shown.chosen(focus, "field"),
        window_of(focus),
    )
    same = before is not None and before.key == key and not before.is_waiting
    waits = not now and not same and compared.is_slow(results, focus, what)
    if waits:
        what = shown.waiting(what)
    ground = before.ground if before is not None and same else _make_ground(results, focus, plane, what)
    surface = ground.surface
    points = tuple(_points(results, focus, plane, surface, what))
    level = _level(results, focus, plane, surface, what) if shown.chosen(focus, "level") == "on" else None
    paths = trails.on_domain(results, focus, plane, seen_of(plane, focus))
    return SurfaceFigure(ground, points, _foot(results, focus, surface, what), key, level, paths, waits)


def _level(
    results: Results, focus: FocusState, plane: Triangle, surface: surfaces.Surface | None, what: Shown
) -> Float | None:
    """Return the line of equal value through the row in focus, if there are lines."""
    if surface is None or surface.diverging or what.objective is None or not what.objective.smooth:
        return None
    row = plane.lift(plane.shadow(row_of(results.document, focus.model, focus.sample)))
    value = float(what.objective.value(row))
    return surfaces.contours(surface, [value])[0] if surface.low < value < surface.high else None


def _make_ground(results: Results, focus: FocusState, plane: Triangle, what: Shown) -> ternary.Ground:
    document = results.document
    loss, p = shown.loss_of(results, focus), results.truth_row(focus.sample)
    window, seen = window_of(focus), seen_of(plane, focus)
    ready = compared.see(results, focus, what, seen, cast(scales.Kind, shown.chosen(focus, "scale")))
    surface = ready.surface
    left, right, top = shown.corner_names(document, plane.corner_classes)
    subtitles = [_wall_words(surface)] if surface is not None and surface.walled else []
    subtitles.append(shown.held_words(results, focus, plane))
    if not window.is_whole:
        words = translate("Surface", "A part of the triangle, {side} of its side.")
        subtitles.append(words.format(side=f"{window.side:.3g}"))
    has_field = (
        shown.chosen(focus, "field") != "none" and shown.chosen(focus, "moves") == "prediction" and not ready.note
    )
    if has_field:
        subtitles.append(readings.arrow_words(loss, shown.chosen(focus, "field")))
    subtitles.append(ready.note)
    return ternary.Ground(
        surface=surface,
        colours=ready.colours,
        levels=ready.levels,
        lines=ready.lines,
        beyond=ready.beyond,
        unit_scale=ready.unit_scale,
        unit=ready.unit,
        title=ready.title,
        subtitle=text.joined(each for each in subtitles if each),
        corner_names=(left, right, top),
        corner_classes=plane.corner_classes,
        message=ready.message,
        window=window,
        field=_field(loss, p, seen, shown.chosen(focus, "field")) if surface is not None and has_field else None,
    )


def _field(loss: Loss, p: Float, plane: Triangle, by: str) -> Field | None:
    """Return the way down on the triangle, or nothing where none is wanted or the loss has no gradient."""
    if by == "none" or not loss.differentiable:
        return None
    way = fields.descent_by_logits if by == "z" else fields.descent_by_probabilities

    def down(at: Float) -> Float:
        rows = plane.lift(np.maximum(simplex.from_plane(at), 0.0))
        moves = way(loss, p, rows)
        return fields.on_triangle(np.stack([moves[..., plane.members(c)].sum(axis=-1) for c in range(3)], axis=-1))

    return down


def _wall_words(surface: surfaces.Surface) -> str:
    """Return where a loss that is infinite not only on edges is finite."""
    if not math.isfinite(colour_bar.finite_top(surface)):
        return translate("Surface", "Infinite everywhere on this triangle.")
    if not math.isfinite(colour_bar.finite_top(surface, inside=True)):
        return translate("Surface", "Infinite everywhere but on an edge or at a corner.")
    return translate("Surface", "Infinite wherever it is hatched.")


def _points(
    results: Results, focus: FocusState, plane: Triangle, surface: surfaces.Surface | None, what: Shown
) -> list[ternary.Point]:
    """Return the truth, the least value on the triangle where that is elsewhere, and the models."""
    document = results.document
    truth = plane.shadow(results.truth_row(focus.sample))
    least = surface.minimum if surface is not None else None
    best = window_of(focus).outer(least) if least is not None else None
    at_truth = best is not None and np.allclose(best, truth, atol=1e-6)
    label = f"{shown.truth_words(at_minimum=at_truth)}  {shown.value_words(results, focus, what, TRUTH)}".rstrip()
    hollow = shown.is_off(results, TRUTH, focus.sample)
    points = [ternary.Point(TRUTH, _triple(truth), label, "star", "", hollow=hollow, focused=focus.handle == TRUTH)]
    if best is not None and not at_truth:
        label = translate("Surface", "minimum")
        if shown.chosen(focus, "moves") == "prediction":
            distance = readings.distance_words(results.truth_row(focus.sample), plane.lift(best))
            label = translate("Surface", "minimum, {distance} from p").format(distance=distance)
        points.append(ternary.Point(TRUTH, _triple(best), label, "cross", ""))
    for index, model in enumerate(document.models):
        row = model.probability_row(focus.sample)
        points.append(
            ternary.Point(
                index,
                _triple(plane.shadow(row)),
                f"{model.name}  {shown.value_words(results, focus, what, index)}".rstrip(),
                LIGHT.marker(index),
                "",
                hollow=shown.is_off(results, index, focus.sample),
                focused=focus.handle == index,
                in_focus=focus.model == index,
            )
        )
    return points


def _triple(row: Float) -> tuple[float, float, float]:
    left, right, top = (float(x) for x in row)
    return left, right, top


def _foot(results: Results, focus: FocusState, surface: surfaces.Surface | None, what: Shown) -> tuple[str, ...]:
    """Return the row in focus in words, its coordinates, value and slope; and where the loss is least."""
    document = results.document
    loss, p = shown.loss_of(results, focus), results.truth_row(focus.sample)
    moves = shown.chosen(focus, "moves")
    table = TRUTH if moves == "truth" else focus.model
    row = row_of(document, table, focus.sample)
    plane = slice_of(results, focus)
    names = shown.corner_names(document, plane.corner_classes)
    words = [ternary.readout(names, [float(row[plane.members(corner)].sum()) for corner in range(3)])]
    value = shown.value_words(results, focus, what, table)
    words.append(f"{what.name} {value} {what.unit}".rstrip() if value else "")
    if moves == "prediction":
        own = [k for k in plane.corner_classes if k != OTHER]
        words.append(readings.slope_words(loss, p, row, own, what.unit_scale, "z"))
        if surface is not None and surface.minimum is not None:
            least = plane.lift(window_of(focus).outer(surface.minimum))
            words.append(readings.least_words(loss, p, least, held=len(document.classes) > 3))
    return tuple(each for each in words if each)


def numbers(results: Results, focus: FocusState) -> Numbers:
    """Return what is seen of the triangle on a lattice of 50 steps, in the shown unit."""
    plane, what = slice_of(results, focus), shown.shown(results, focus)
    seen = seen_of(plane, focus)
    lattice = seen.lattice(50)
    q = seen.lift(lattice.at[lattice.inside])
    values = np.full(len(q), np.nan)
    if what.objective is not None:
        values = what.objective.value(q) / what.unit_scale
    header = tuple(shown.corner_names(results.document, plane.corner_classes))
    columns = np.stack([*(q[:, plane.members(corner)].sum(axis=1) for corner in range(3)), values], axis=-1)
    return Numbers((*header, what.measure), tuple(tuple(row) for row in columns.tolist()))
