"""The loss of every prediction at once: a triangle for three classes, with truth and models as handles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import fields, simplex, surfaces
from core.document import TRUTH, Document
from core.domains import Part, Slice, Triangle
from core.errors import LossAtlasError
from core.fields import Field
from core.losses import Loss
from core.objectives import OfPrediction
from core.results import OK, Results
from core.validation import Float
from gui import text
from gui.choices import AnyChoice, Choice, Switch
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting import colour_bar, contours, readings, scales, ternary
from gui.plotting.figure import CENTRE, Numbers, Text, draw_text
from gui.plotting.scales import ColourScale
from gui.plotting.style import LIGHT, Style
from gui.plotting.ternary_view import TernaryView
from gui.plotting.window import Window
from gui.store import Intent
from gui.text import number

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class SurfaceFigure:
    """The triangle as a figure; `ground` is None where there are not three classes."""

    ground: ternary.Ground | None
    points: tuple[ternary.Point, ...]
    foot: tuple[str, ...]
    key: object = None
    level: Float | None = None
    """The line of equal loss through the prediction in focus."""

    @property
    def frame(self) -> object:
        """What the frame is drawn from."""
        return self.ground.frame if self.ground is not None else None

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw all of it."""
        self.draw_ground(painter, rect, style)
        self.draw_frame(painter, rect, style)
        self.draw_marks(painter, rect, style)

    def draw_frame(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what stays while the truth moves too."""
        if self.ground is not None:
            ternary.draw_frame(painter, rect, self.ground, style)

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what stays while models move."""
        if self.ground is not None:
            ternary.draw_ground(painter, rect, self.ground, style)
        else:
            message = translate("Surface", "The triangle needs three classes or more.")
            draw_text(painter, rect.center(), message, Text(13, style.muted, align=CENTRE), style)

    def draw_marks(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the handles and the line that reads them."""
        if self.ground is None:
            return
        geometry = ternary.Geometry(rect, style, self.ground.window)
        points = [_coloured(point, style) for point in self.points]
        if self.level is not None:
            colour = next(point.colour for point in points if point.in_focus)
            contours.draw_level(painter, geometry.plane_all(self.level), colour, style)
        ternary.draw_points(painter, geometry, points, style)
        ternary.draw_foot(painter, rect, self.foot, style)


def _coloured(point: ternary.Point, style: Style) -> ternary.Point:
    """Return the point in the theme's colour of its model, or of the truth."""
    colour = style.entropy if point.table == TRUTH else style.model_colour(point.table).name()
    return replace(point, colour=colour)


def corners_of(results: Results, focus: FocusState) -> tuple[int, int, int]:
    """Return the classes at the left, right and top corner, turned as far as was chosen."""
    left, right, top = classes_of(results, focus)
    return ((left, right, top), (top, left, right), (right, top, left))[turns_of(focus)]


def window_of(focus: FocusState) -> Window:
    """Return the part of the triangle that is seen, its corners in the order drawn."""
    window = Window.read(focus.choices.get("surface.window"))  # in the order of the classes
    for _ in range(turns_of(focus)):
        window = window.turned()
    return window


def turns_of(focus: FocusState) -> int:
    """Return how many times the corners were turned; asked for many times a frame, so not by way of `chosen`."""
    return {"1": 1, "2": 2}.get(focus.choices.get("surface.turn", ""), 0)


def seen_of(plane: Slice, focus: FocusState) -> Triangle:
    """Return the part of a triangle that is seen."""
    window = window_of(focus)
    return plane if window.is_whole else Part(plane, np.array(window.low), window.side)


def classes_of(results: Results, focus: FocusState) -> tuple[int, int, int]:
    """Return the three classes on the triangle: those in focus, or for many classes the sample's weightiest."""
    document = results.document
    if len(document.classes) == 3:
        return (0, 1, 2)
    if focus.corners is not None:
        return focus.corners
    weight = results.truth_row(focus.sample) * 1e3
    for model in document.models:
        weight = weight + model.probability_row(focus.sample)
    left, right, top = sorted(np.argsort(-weight, kind="stable")[:3].tolist())
    return (left, right, top)


def slice_of(results: Results, focus: FocusState, table: int) -> Slice:
    """Return the triangle that a table's row of the sample in focus moves in, the other classes held."""
    return Slice(corners_of(results, focus), row_of(results.document, table, focus.sample))


def row_of(document: Document, table: int, sample: int) -> Float:
    """Return a row of a table as probabilities, as typed."""
    return document.truth.row(sample) if table == TRUTH else document.models[table].probability_row(sample)


def make_figure(results: Results, focus: FocusState, before: SurfaceFigure | None = None) -> SurfaceFigure:
    """Return the figure, taking over the ground of `before` if nothing under the handles changed."""
    document = results.document
    if len(document.classes) < 3:
        return SurfaceFigure(None, (), ())
    settings, chosen = document.settings, SurfacePanel.chosen(focus)
    loss = settings.current
    p = results.truth_row(focus.sample)
    plane = slice_of(results, focus, focus.model)
    held = np.delete(plane.held, plane.corners)
    holder = document.models[focus.model].name if held.size else ""
    language = translate("Surface", "Truth")
    sample = text.sample_title(document, focus.sample)
    key = (
        loss,
        p.tobytes(),
        plane.corners,
        held.tobytes(),
        holder,
        settings.unit,
        document.classes,
        sample,
        language,
        chosen["scale"],
        chosen["field"],
        window_of(focus),
    )
    ground = before.ground if before is not None and before.key == key else _make_ground(results, focus, p, plane)
    surface = ground.surface if ground is not None else None
    points = tuple(_points(results, focus, plane, surface))
    level = _level(results, focus, plane, surface) if chosen["level"] == "on" else None
    return SurfaceFigure(ground, points, _foot(results, focus, p, surface), key, level)


def _level(results: Results, focus: FocusState, plane: Slice, surface: surfaces.Surface | None) -> Float | None:
    """Return the line of equal loss through the prediction in focus, if the loss has lines there."""
    loss = results.document.settings.current
    if surface is None or not loss.differentiable:
        return None
    row = plane.lift(plane.shadow(row_of(results.document, focus.model, focus.sample)))
    value = float(loss.value(results.truth_row(focus.sample), row))
    return surfaces.contours(surface, [value])[0] if surface.low < value < surface.high else None


def _make_ground(results: Results, focus: FocusState, p: Float, plane: Slice) -> ternary.Ground:
    document = results.document
    settings = document.settings
    loss = settings.current
    scale = text.scale_of(loss, settings.unit)
    window = window_of(focus)
    surface, message = _surface_or_why(loss, p, seen_of(plane, focus))
    chosen = SurfacePanel.chosen(focus)
    colours = _colours(surface, chosen["scale"]) if surface is not None else None
    levels: list[float] = []
    if colours is not None and loss.differentiable:  # the borders of flat steps are not lines of equal loss
        levels = colours.levels(scale)
    names = [document.classes[k] for k in plane.corners]
    sample = text.sample_title(document, focus.sample)
    title = translate("Surface", "{loss} of every prediction q for {sample}").format(
        loss=text.loss_title(loss), sample=sample
    )
    subtitles = [_wall_words(surface)] if surface is not None and surface.walled else []
    if not window.is_whole:
        words = translate("Surface", "A part of the triangle, {side} of its side.")
        subtitles.append(words.format(side=f"{window.side:.3g}"))
    if chosen["field"] != "none":
        subtitles.append(_field_words(loss, chosen["field"]))
    if len(document.classes) > 3:
        held = 1.0 - plane.mass
        subtitles.append(
            translate("Surface", "The other classes are held at {model}’s values, {mass} together.").format(
                model=document.models[focus.model].name, mass=number(held)
            )
        )
    return ternary.Ground(
        surface=surface,
        colours=colours,
        levels=tuple(levels),
        lines=tuple(surfaces.contours(surface, levels)) if surface is not None else (),
        beyond=tuple(surfaces.beyond_cut(surface)) if surface is not None else (),
        unit_scale=scale,
        unit=text.unit_name(settings.unit) if loss.in_units else "",
        title=title,
        subtitle=text.joined(subtitles),
        corner_names=(names[0], names[1], names[2]),
        corner_classes=plane.corners,
        message=message,
        window=window,
        field=_field(loss, p, seen_of(plane, focus), chosen["field"]) if surface is not None else None,
    )


def _field(loss: Loss, p: Float, plane: Triangle, by: str) -> Field | None:
    """Return the way down on the triangle, or nothing where none is wanted or the loss has no gradient."""
    if by == "none" or not loss.differentiable:
        return None
    way = fields.descent_by_logits if by == "z" else fields.descent_by_probabilities

    def down(at: Float) -> Float:
        rows = plane.lift(np.maximum(simplex.from_plane(at), 0.0))
        return fields.on_triangle(way(loss, p, rows)[..., list(plane.corner_classes)])

    return down


def _colours(surface: surfaces.Surface, kind: str) -> ColourScale:
    """Return the chosen scale of colours for a surface."""
    right = np.arange(surface.steps + 1)
    inside = surface.values[np.add.outer(right, right) <= surface.steps]
    return scales.make(cast(scales.Kind, kind), surface.low, surface.high, inside)


def _surface_or_why(loss: Loss, p: Float, plane: Triangle) -> tuple[surfaces.Surface | None, str]:
    """Return the surface, or None and why the loss has none for this truth."""
    try:
        return surfaces.surface(OfPrediction(loss, p), plane), ""
    except LossAtlasError as error:
        here = LossAtlasError(error.code, where="", **error.values)  # the panel is about one row
        return None, text.error_sentence(here)


def _field_words(loss: Loss, by: str) -> str:
    """Return what the arrows say."""
    if not loss.differentiable:
        return translate("Surface", "No arrows: the loss has no gradient, only steps.")
    words = translate("Surface", "Arrows lead down, along {slope}.")
    return words.format(slope=f"−∂L/∂{by}")


def _wall_words(surface: surfaces.Surface) -> str:
    """Return where a loss that is infinite not only on edges is finite."""
    if not math.isfinite(colour_bar.finite_top(surface)):
        return translate("Surface", "Infinite everywhere on this triangle.")
    if not math.isfinite(colour_bar.finite_top(surface, inside=True)):
        return translate("Surface", "Infinite everywhere but on an edge or at a corner.")
    return translate("Surface", "Infinite wherever it is hatched.")


def _points(results: Results, focus: FocusState, plane: Slice, surface: surfaces.Surface | None) -> list[ternary.Point]:
    """Return the truth, the least loss on the triangle where that is elsewhere, and the models."""
    document = results.document
    loss = document.settings.current
    scale = text.scale_of(loss, document.settings.unit)
    truth = plane.shadow(results.truth_row(focus.sample))
    least = surface.minimum if surface is not None else None
    best = window_of(focus).outer(least) if least is not None else None
    at_truth = best is not None and np.allclose(best, truth, atol=1e-6)
    points = [_truth_point(results, focus, truth, at_minimum=at_truth)]
    if best is not None and not at_truth:
        distance = readings.distance_words(results.truth_row(focus.sample), plane.lift(best))
        label = translate("Surface", "minimum, {distance} from p").format(distance=distance)
        points.append(ternary.Point(TRUTH, _triple(best), label, "cross", ""))
    for index, model in enumerate(document.models):
        row = model.probability_row(focus.sample)
        part_, inside_ = results.model_part(index, focus.sample)
        value = number(float(part_.values[loss][inside_]) / scale)
        points.append(
            ternary.Point(
                index,
                _triple(plane.shadow(row)),
                f"{model.name}  {value}",
                LIGHT.marker(index),
                "",
                hollow=int(part_.states[inside_]) != OK,
                focused=focus.handle == index,
                in_focus=focus.model == index,
            )
        )
    return points


def _truth_point(results: Results, focus: FocusState, shadow: Float, *, at_minimum: bool) -> ternary.Point:
    label = translate("Surface", "p = minimum") if at_minimum else translate("Surface", "p, the truth")
    hollow = results.state(TRUTH, focus.sample) != OK
    return ternary.Point(TRUTH, _triple(shadow), label, "star", "", hollow=hollow, focused=focus.handle == TRUTH)


def _triple(row: Float) -> tuple[float, float, float]:
    left, right, top = (float(x) for x in row)
    return left, right, top


def _foot(results: Results, focus: FocusState, p: Float, surface: surfaces.Surface | None) -> tuple[str, ...]:
    """Return the focused prediction in words, its coordinates, loss and slope; and where the loss is least."""
    document = results.document
    settings = document.settings
    loss = settings.current
    row = row_of(document, focus.model, focus.sample)
    corners = corners_of(results, focus)
    words = [ternary.readout([document.classes[k] for k in corners], [float(row[k]) for k in corners])]
    part, inside = results.model_part(focus.model, focus.sample)
    scale = text.scale_of(loss, settings.unit)
    value = number(float(part.values[loss][inside]) / scale)
    words.append(f"{text.loss_title(loss)} {value} {text.unit_name(settings.unit) if loss.in_units else ''}".rstrip())
    words.append(readings.slope_words(loss, p, row, corners, scale, "z"))
    if surface is not None and surface.minimum is not None:
        plane = slice_of(results, focus, focus.model)
        least = plane.lift(window_of(focus).outer(surface.minimum))
        words.append(readings.least_words(loss, p, least, held=len(document.classes) > 3))
    return tuple(each for each in words if each)


class SurfacePanel(Panel):
    """The surface of the chosen loss over the triangle."""

    name = "surface"
    area = "centre"
    order = 10
    figure_size = QSize(720, 600)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self._focus = FocusState()
        self._figure: SurfaceFigure | None = None
        self._shown: object = None
        self.view = TernaryView(self)
        self.view.setObjectName("surface.view")
        self.view.setAccessibleName(self.title())
        self.view.setAccessibleDescription(
            self.tr(
                "Drag a marker, or move the focused one with the arrow keys; Tab goes to the next. 1, 2 and 3 set it "
                "to a corner, 0 to the uniform distribution; Alt lets a drag pass them by. R turns the corners. "
                "The wheel, + and − zoom; Ctrl and an arrow, or a drag with the middle button, moves what is seen; "
                "Home shows all."
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumSize(300, 240)
        self.view.taken.connect(self._take)
        self.view.stepped.connect(self._take)
        self.view.moved.connect(self._move)
        self.view.turned.connect(self._turn)
        self.view.framed.connect(self._frame_to)
        self.view.nudged.connect(self._nudge)
        self.view.called_off.connect(self.called_off)
        self.view.hovered.connect(self._describe)
        self.view.exact_wanted.connect(lambda table: self.exact_wanted.emit(table, self._focus.sample))

    @staticmethod
    def title() -> str:
        return translate("Surface", "Surface")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            Choice(
                "scale",
                translate("Surface", "Colour scale"),
                (
                    ("linear", translate("Surface", "Linear")),
                    ("log", translate("Surface", "Logarithmic")),
                    ("rank", translate("Surface", "By rank")),
                ),
            ),
            Choice(
                "field",
                translate("Surface", "Arrows downhill"),
                (
                    ("none", translate("Surface", "No arrows")),
                    ("q", translate("Surface", "Arrows −∂L/∂q")),
                    ("z", translate("Surface", "Arrows −∂L/∂z")),
                ),
            ),
            Switch(
                "level",
                translate("Surface", "Level of q"),
                meaning=translate("Surface", "Draw the line of all predictions that cost as much as the one in focus"),
            ),
            Choice(
                "turn",
                translate("Surface", "Order of the corners (R turns them)"),
                (
                    ("0", translate("Surface", "Corners in order")),
                    ("1", translate("Surface", "Turned once")),
                    ("2", translate("Surface", "Turned twice")),
                ),
            ),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> SurfaceFigure:
        return make_figure(results, focus)

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return what is seen of the surface on a lattice of 50 steps, in the shown unit."""
        document = results.document
        if len(document.classes) < 3:
            return Numbers((), ())
        loss, unit = document.settings.current, document.settings.unit
        plane = slice_of(results, focus, focus.model)
        rows: list[tuple[float, ...]] = []
        n = 50
        for top in range(n + 1):
            for right in range(n + 1 - top):
                rows.append(((n - right - top) / n, right / n, top / n))
        q = seen_of(plane, focus).lift(np.array(rows))
        p = results.truth_row(focus.sample)
        values = loss.value(p, q) / text.scale_of(loss, unit) if loss.accepts(p) else np.full(len(q), np.nan)
        header = tuple(document.classes[k] for k in plane.corners)
        corners = list(plane.corners)
        table = tuple((*map(float, at[corners]), float(value)) for at, value in zip(q, values, strict=True))
        return Numbers((*header, text.measure_title(loss, unit)), table)

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show(self, results: Results, focus: FocusState) -> None:
        before = self._figure
        figure = make_figure(results, focus, before)
        self._results, self._focus, self._figure = results, focus, figure
        if focus.choices is not self._shown:
            self._shown = focus.choices
            self.show_choices(focus)
        self.view.points, self.view.window_ = figure.points, window_of(focus)
        self.view.classes = figure.ground.corner_classes if figure.ground is not None else None
        if before is None or figure.ground is not before.ground or figure.ground is None:
            self.view.set_ground(figure.draw_ground)
            if before is None or before.frame != figure.frame:
                self.view.set_frame(figure.draw_frame)
        self.view.set_marks(figure.draw_marks)

    def _take(self, table: int) -> None:
        self.focused.emit({"handle": table} if table == TRUTH else {"model": table})
        self._hold_corners()

    def _hold_corners(self) -> None:
        """Keep the triangle under the hand, whichever classes are the weightiest by then."""
        if self._results is not None and len(self._results.document.classes) > 3 and self._focus.corners is None:
            self.focused.emit({"corners": classes_of(self._results, self._focus)})

    def _move(self, table: int, at: Float, gesture: object) -> None:
        """Ask for a handle's row to be set to a point of the triangle."""
        self._ask(table, lambda _: at, gesture)
        if gesture is None:
            self._say_mended(table)

    def _nudge(self, table: int, move: Float) -> None:
        """Ask for a handle's row to be moved from where it is by then: keys may come faster than pictures."""
        self._hold_corners()
        self._ask(table, lambda plane: simplex.nearest(plane.shadow(plane.held) + move), None)
        self._say_mended(table)

    def _say_mended(self, table: int) -> None:
        """Say that a key made a distribution of a row that was none."""
        if self._results is None or self._results.state(table, self._focus.sample) == OK:
            return
        document, sample = self._results.document, self._focus.sample
        row = text.beside(text.table_title(document, table), text.sample_title(document, sample))
        total = f"{float(document.rows(table).row(sample).sum()):.6g}"
        words = self.tr("{row} summed to {total}; to move it, it was normalized.").format(row=row, total=total)
        self.told.emit(words)

    def _frame_to(self, window: Window) -> None:
        """Look at another part of the triangle."""
        for _ in range(-turns_of(self._focus) % 3):  # on to the order of the classes
            window = window.turned()
        self._hold_corners()
        self.focused.emit({"choices": {"surface.window": window.text}})
        if not window.is_whole:
            self.pointed.emit(self.tr("Home or a double click beside the markers shows the whole triangle again."))

    def _turn(self) -> None:
        """Let each corner's class go to the next corner."""
        turns = (turns_of(self._focus) + 1) % 3
        self.focused.emit({"choices": {"surface.turn": str(turns)}})

    def _ask(self, table: int, place: Callable[[Slice], Float], gesture: object) -> None:
        if self._results is None:
            return
        sample, corners = self._focus.sample, corners_of(self._results, self._focus)
        name = text.table_title(self._results.document, table)
        label = self.tr("Move {table}, {sample}").format(
            table=name, sample=text.sample_title(self._results.document, sample)
        )

        def edit(document: Document) -> Document:
            plane = Slice(corners, row_of(document, table, sample))
            row = plane.lift(place(plane))
            return document if np.array_equal(row, plane.held) else document.with_probabilities(table, sample, row)

        self.intended.emit(Intent(label, edit, gesture))

    def _describe(self, at: Float | None) -> None:
        """Say in words what is under the pointer."""
        if at is None or self._results is None or self._figure is None or self._figure.ground is None:
            self.pointed.emit("")
            return
        document = self._results.document
        loss, unit = document.settings.current, document.settings.unit
        plane = slice_of(self._results, self._focus, self._focus.model)
        row = plane.lift(at)
        p = self._results.truth_row(self._focus.sample)
        value = float(loss.value(p, row)) / text.scale_of(loss, unit) if loss.accepts(p) else math.nan
        names = [document.classes[k] for k in plane.corners]
        words = ternary.readout(names, [float(row[k]) for k in plane.corners])
        words = f"{words}   →   {text.labelled(text.measure_title(loss, unit), number(value))}"
        slope = readings.slope_words(loss, p, row, plane.corners, text.scale_of(loss, unit), "q")
        self.pointed.emit(f"{words}   {slope}".rstrip())
