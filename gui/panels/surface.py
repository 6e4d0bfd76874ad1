"""The loss of every prediction at once: a triangle for three classes, with truth and models as handles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core import fields, simplex, surfaces
from core.document import TRUTH
from core.domains import OTHER, Domain, Part, Segment, Triangle
from core.fields import Field
from core.losses import Loss
from core.objectives import Objective
from core.results import OK, Results
from core.validation import Float
from gui import text, trails
from gui.choices import AnyChoice, Choice, Switch, show_chosen
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting import colour_bar, contours, readings, scales, ternary
from gui.plotting.figure import CENTRE, Numbers, Text, draw_text
from gui.plotting.hands import HandsView
from gui.plotting.pair import PairFigure
from gui.plotting.profile import ProfileFigure
from gui.plotting.square import SquareFigure
from gui.plotting.style import LIGHT, Style
from gui.plotting.ternary_view import TernaryView
from gui.plotting.trails import Trail
from gui.plotting.trails import draw as draw_trails
from gui.plotting.window import Window
from gui.store import Intent
from gui.surfaces import compared, curves, planes, shown
from gui.surfaces.corners import Place, classes_of, corners_of, moving, slice_of, turns_of
from gui.surfaces.shown import Shown, row_of
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
    trails: tuple[Trail, ...] = ()
    """Paths of a descent."""

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
        draw_trails(painter, self.trails, geometry.plane_all, style)
        ternary.draw_points(painter, geometry, points, style)
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


def make_figure(results: Results, focus: FocusState, before: SurfaceFigure | None = None) -> SurfaceFigure:
    """Return the figure, taking over the ground of `before` if nothing under the handles changed."""
    document = results.document
    if len(document.classes) < 3:
        return SurfaceFigure(None, (), ())
    chosen, what = SurfacePanel.chosen(focus), shown.shown(results, focus)
    plane = slice_of(results, focus)
    words = shown.held_words(results, focus, plane), translate("Surface", "Truth")
    key = (
        what.key,
        compared.key_of(results, focus),
        what.title,
        plane.signature,
        words,
        document.classes,
        chosen["scale"],
        chosen["field"],
        window_of(focus),
    )
    ground = before.ground if before is not None and before.key == key else _make_ground(results, focus, plane, what)
    surface = ground.surface if ground is not None else None
    points = tuple(_points(results, focus, plane, surface, what))
    level = _level(results, focus, plane, surface, what) if chosen["level"] == "on" else None
    paths = trails.on_domain(results, focus, plane, seen_of(plane, focus))
    return SurfaceFigure(ground, points, _foot(results, focus, surface, what), key, level, paths)


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
    chosen = SurfacePanel.chosen(focus)
    ready = compared.see(results, focus, what, seen, cast(scales.Kind, chosen["scale"]))
    surface = ready.surface
    left, right, top = shown.corner_names(document, plane.corner_classes)
    subtitles = [_wall_words(surface)] if surface is not None and surface.walled else []
    subtitles.append(shown.held_words(results, focus, plane))
    if not window.is_whole:
        words = translate("Surface", "A part of the triangle, {side} of its side.")
        subtitles.append(words.format(side=f"{window.side:.3g}"))
    has_field = chosen["field"] != "none" and shown.chosen(focus, "moves") == "prediction" and not ready.note
    if has_field:
        subtitles.append(readings.arrow_words(loss, chosen["field"]))
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
        field=_field(loss, p, seen, chosen["field"]) if surface is not None and has_field else None,
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


def _chart(
    results: Results, focus: FocusState, before: object, least_reach: float = 0.0
) -> SquareFigure | ProfileFigure | None:
    """Return the figure over two logits, or over two classes; None where it is a triangle."""
    if shown.chosen(focus, "domain") == "logits":
        scale = cast(scales.Kind, SurfacePanel.chosen(focus)["scale"])
        return planes.make(results, focus, scale, before, least_reach)
    if len(results.document.classes) == 2:
        return curves.make(results, focus, before)
    return None


def _numbers(results: Results, focus: FocusState) -> Numbers:
    """Return the numbers of one loss."""
    document = results.document
    if shown.chosen(focus, "domain") == "logits":
        return planes.numbers(results, focus)
    if len(document.classes) < 3:
        return curves.numbers(results, focus)
    plane, what = slice_of(results, focus), shown.shown(results, focus)
    seen = seen_of(plane, focus)
    lattice = seen.lattice(50)
    q = seen.lift(lattice.at[lattice.inside])
    values = np.full(len(q), np.nan)
    if what.objective is not None:
        values = what.objective.value(q) / what.unit_scale
    header = tuple(shown.corner_names(document, plane.corner_classes))
    columns = np.stack([*(q[:, plane.members(corner)].sum(axis=1) for corner in range(3)), values], axis=-1)
    return Numbers((*header, what.measure), tuple(tuple(row) for row in columns.tolist()))


def _put(view: TernaryView, figure: SurfaceFigure, before: SurfaceFigure | None, focus: FocusState) -> None:
    """Show a figure in a view, drawing again only what differs from the one before."""
    view.points, view.window_ = figure.points, window_of(focus)
    view.classes = figure.ground.corner_classes if figure.ground is not None else None
    if before is None or figure.ground is not before.ground or figure.ground is None:
        view.set_ground(figure.draw_ground)
        if before is None or before.frame != figure.frame:
            view.set_frame(figure.draw_frame)
    view.set_marks(figure.draw_marks)


def _swapped(classes: tuple[int, ...], place: int, key: str) -> tuple[int, ...]:
    """Return the classes with another one at a place; where that one was is then the one that had the place."""
    made = list(classes)
    if key.isdigit() and place < len(made):
        wanted = int(key)
        if wanted in made:
            made[made.index(wanted)] = made[place]
        made[place] = wanted
    return tuple(made)


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
        self._second_figure: SurfaceFigure | None = None
        self._shown: object = None
        self.view, self.second_view = self._make_view("surface.view"), self._make_view("surface.view.second")
        self.chart, self.second_chart = self._make_chart("surface.chart"), self._make_chart("surface.chart.second")
        self._shown_chart: SquareFigure | ProfileFigure | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for view in (self.view, self.chart, self.second_view, self.second_chart):
            layout.addWidget(view)
            view.setVisible(view is self.view)
        for one, other in ((self.view, self.second_view), (self.second_view, self.view)):
            one.hovered.connect(other.read)
        self.setMinimumSize(300, 240)

    def _make_view(self, name: str) -> TernaryView:
        """Return a triangle whose hands are this panel's."""
        view = TernaryView(self)
        view.setObjectName(name)
        view.setAccessibleName(self.title())
        view.setAccessibleDescription(
            self.tr(
                "Drag a marker, or move the focused one with the arrow keys; Tab goes to the next. 1, 2 and 3 set it "
                "to a corner, 0 to the uniform distribution; Alt lets a drag pass them by. R turns the corners. "
                "The wheel, + and − zoom; Ctrl and an arrow, or a drag with the middle button, moves what is seen; "
                "Home shows all."
            )
        )
        view.taken.connect(self._take)
        view.stepped.connect(self._take)
        view.moved.connect(self._move)
        view.turned.connect(self._turn)
        view.framed.connect(self._frame_to)
        view.nudged.connect(self._nudge)
        view.called_off.connect(self.called_off)
        view.hovered.connect(self._describe)
        view.exact_wanted.connect(lambda table: self.exact_wanted.emit(table, self._focus.sample))
        return view

    def _make_chart(self, name: str) -> HandsView:
        """Return a chart of other domains whose hands are this panel's."""
        chart = HandsView(self)
        chart.setObjectName(name)
        chart.setAccessibleName(self.title())
        chart.setAccessibleDescription(
            self.tr("Drag a marker, or move the focused one with the arrow keys; Tab goes to the next.")
        )
        chart.taken.connect(self._take)
        chart.moved.connect(self._move)
        chart.nudged.connect(self._nudge)
        chart.called_off.connect(self.called_off)
        chart.hovered.connect(self._describe_chart)
        chart.exact_wanted.connect(lambda table: self.exact_wanted.emit(table, self._focus.sample))
        return chart

    @staticmethod
    def title() -> str:
        return translate("Surface", "Surface")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            *shown.domain_choices(),
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
            *shown.comparison_choices(),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> SurfaceFigure | SquareFigure | ProfileFigure | PairFigure:
        if trails.are_wanted(focus):
            trails.race_of(results, focus).paths()  # in the window they are computed in the background
        figure = _chart(results, focus, None) or make_figure(results, focus)
        second = compared.of_second(results, focus)
        if second is None:
            return figure
        return PairFigure(figure, _chart(results, second, None) or make_figure(results, second))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return what is seen of the surface on a lattice of 50 steps, in the shown unit, a column for each loss."""
        table = _numbers(results, focus)
        name = compared.second_of(results, focus)
        if not name:
            return table
        second = _numbers(results, replace(focus, choices={**focus.choices, "surface.loss": name}))
        rows = tuple((*one, other[-1]) for one, other in zip(table.rows, second.rows, strict=True))
        return Numbers((*table.header, second.header[-1]), rows)

    def _choose(self, name: str, key: str) -> None:
        """Let a class go to a corner or an axis, the one that was there to its place; a share leaves the row."""
        if self._results is None or name not in ("left", "right", "top", "slice"):
            super()._choose(name, key)
        elif name == "slice":
            self.focused.emit({"choices": {"surface.follow": "off", "surface.slice": key}})
        elif shown.chosen(self._focus, "domain") == "logits":
            across, up = _swapped(shown.axes_of(self._results, self._focus), ("left", "right", "top").index(name), key)
            self.focused.emit({"choices": {"surface.axes": f"{across},{up}"}})
        else:
            place = ("left", "right", "top").index(name)
            corners = _swapped(corners_of(self._results, self._focus), place, key)
            self.focused.emit({"corners": corners, "choices": {"surface.turn": "0"}})

    def _show_controls(self, results: Results, focus: FocusState) -> None:
        """Let the controls show what is chosen, and only those be used that change something."""
        document = results.document
        classes = len(document.classes)
        logits = shown.chosen(focus, "domain") == "logits"
        names = tuple((str(k), name) for k, name in enumerate(document.classes))
        losses = tuple((loss.name, text.loss_title(loss)) for loss in document.settings.losses)
        self.set_options("second", (shown.no_second(), *losses))
        self.show_choices(focus)
        at: tuple[int, ...] = ()
        if logits:
            at = shown.axes_of(results, focus)
        elif classes > 2:
            at = slice_of(results, focus).corner_classes
        for place, name in enumerate(("left", "right", "top")):
            self.set_options(name, names)
            box = self._controls[name]
            there = place < len(at) and at[place] != OTHER
            box.setEnabled(there and (logits or classes > 3))
            show_chosen(box, str(at[place]) if there else "")
        four = classes == 4 and not logits and shown.chosen(focus, "others") == "held"
        self._controls["follow"].setEnabled(four)
        self._controls["slice"].setEnabled(four)
        if four and shown.slice_share(focus) is None:
            show_chosen(self._controls["slice"], f"{float(slice_of(results, focus).rest.sum()):.2f}")
        self._controls["others"].setEnabled(classes > 3 and not logits)
        self._controls["compare"].setEnabled(bool(compared.second_of(results, focus)))
        self._controls["rescale"].setEnabled(bool(compared.key_of(results, focus)))

    def set_style(self, style: Style) -> None:
        for view in (self.view, self.chart, self.second_view, self.second_chart):
            view.set_style(style)

    @property
    def _reach(self) -> float:
        """How far the logit plane must go: while a handle is held it does not shrink under the hand."""
        square = self.chart.is_holding or self.second_chart.is_holding
        return self._shown_chart.ground.x.high if square and isinstance(self._shown_chart, SquareFigure) else 0.0

    def _show_chart(self, results: Results, focus: FocusState) -> bool:
        """Show the figure that is no triangle, if it is to be seen, and return whether it is."""
        before = self._shown_chart
        figure = _chart(results, focus, before, self._reach)
        self._shown_chart = self.chart.shown = figure
        self.view.setVisible(figure is None)
        self.chart.setVisible(figure is not None)
        if figure is None:
            return False
        self._results, self._focus, self._figure = results, focus, None
        self._show_controls(results, focus)
        if before is None or type(before) is not type(figure) or before.key != figure.key:
            self.chart.set_ground(figure.draw_ground)
        self.chart.set_marks(figure.draw_marks)
        second = compared.of_second(results, focus)
        self.second_view.hide()
        self.second_chart.setVisible(second is not None)
        if second is not None:
            other = _chart(results, second, self.second_chart.shown, self._reach)
            self.second_chart.shown = other
            if other is not None:
                self.second_chart.set_ground(other.draw_ground)
                self.second_chart.set_marks(other.draw_marks)
        return True

    def _show_second(self, results: Results, focus: FocusState) -> None:
        """Show the triangle of the second loss, if the two stand side by side."""
        second = compared.of_second(results, focus)
        self.second_chart.hide()
        self.second_view.setVisible(second is not None)
        if second is None:
            self._second_figure = None
            return
        before = self._second_figure
        figure = self._second_figure = make_figure(results, second, before)
        _put(self.second_view, figure, before, focus)

    def _describe_chart(self, at: Float | None) -> None:
        """Say in words what is under the pointer of a figure that is no triangle."""
        if at is None or self._results is None:
            self.pointed.emit("")
            return
        domain, what = self._domain(self._focus.model), shown.shown(self._results, self._focus)
        if what.objective is None or not np.array_equal(domain.nearest(at), at):
            self.pointed.emit("")
            return
        names = [self._results.document.classes[k] for k in domain.corner_classes]
        value = float(surfaces.values_at(what.objective, domain, at)) / what.unit_scale
        shares = at if domain.of_logits else domain.lift(at)
        words = ternary.readout(names, [float(each) for each in shares])
        words = f"{words}   →   {text.labelled(what.measure, number(value))}"
        self.pointed.emit(words + self._second_words(lambda other: surfaces.values_at(other, domain, at)))

    def _second_words(self, value: Callable[[Objective], Float]) -> str:
        """Return what the second loss is worth under the pointer, if there is one."""
        assert self._results is not None
        name = compared.second_of(self._results, self._focus)
        if not name:
            return ""
        other = shown.shown(self._results, self._focus, self._results.document.settings.find(name))
        if other.objective is None:
            return ""
        words = text.labelled(other.measure, number(float(value(other.objective)) / other.unit_scale))
        return f"   {words}"

    def _show(self, results: Results, focus: FocusState) -> None:
        if self._show_chart(results, focus):
            return
        before = self._figure
        figure = make_figure(results, focus, before)
        self._results, self._focus, self._figure = results, focus, figure
        document = results.document
        four = round(float(slice_of(results, focus).rest.sum()), 2) if len(document.classes) == 4 else 0.0
        looked_at = focus.choices, corners_of(results, focus), document.classes, document.settings.losses, four
        if looked_at != self._shown:
            self._shown = looked_at
            self._show_controls(results, focus)
        _put(self.view, figure, before, focus)
        self._show_second(results, focus)

    def _take(self, table: int) -> None:
        self.focused.emit({"handle": table} if table == TRUTH else {"model": table})
        self._hold_corners()

    def _hold_corners(self) -> None:
        """Keep the classes under the hand, whichever are the weightiest by then."""
        if self._results is not None and shown.chosen(self._focus, "domain") == "logits":
            across, up = shown.axes_of(self._results, self._focus)
            if not self._focus.choices.get("surface.axes"):
                self.focused.emit({"choices": {"surface.axes": f"{across},{up}@{self._focus.sample}"}})
            return
        if self._results is not None and len(self._results.document.classes) > 3 and self._focus.corners is None:
            self.focused.emit({"corners": classes_of(self._results, self._focus)})

    def _move(self, table: int, at: Float, gesture: object) -> None:
        """Ask for a handle's row to be set to a point of the triangle."""
        self._ask(table, lambda domain, *_: domain.nearest(at), gesture)
        if gesture is None:
            self._say_mended(table)

    def _nudge(self, table: int, move: Float) -> None:
        """Ask for a handle's row to be moved from where it is by then: keys may come faster than pictures."""
        self._hold_corners()
        self._ask(table, lambda domain, row, scale: domain.nearest(domain.shadow(row, scale) + move), None)
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

    def _ask(self, table: int, place: Place, gesture: object) -> None:
        """Ask for a row to be moved to where `place` says, given the domain it moves in and the row by then."""
        if self._results is None:
            return
        sample, domain = self._focus.sample, self._domain(table)
        name = text.table_title(self._results.document, table)
        label = self.tr("Move {table}, {sample}").format(
            table=name, sample=text.sample_title(self._results.document, sample)
        )
        self.intended.emit(Intent(label, moving(domain, table, sample, place), gesture))

    def _domain(self, table: int) -> Domain:
        """Return what a table's handle moves on."""
        assert self._results is not None
        if shown.chosen(self._focus, "domain") == "logits":
            return shown.plane_of(self._results, self._focus, self._reach)
        document = self._results.document
        if len(document.classes) == 2:
            return Segment()
        row = row_of(document, table, self._focus.sample)
        return shown.triangle_through(self._focus, corners_of(self._results, self._focus), row)

    def _describe(self, at: Float | None) -> None:
        """Say in words what is under the pointer."""
        if at is None or self._results is None or self._figure is None or self._figure.ground is None:
            self.pointed.emit("")
            return
        plane, what = slice_of(self._results, self._focus), shown.shown(self._results, self._focus)
        row = plane.lift(at)
        value = float(what.objective.value(row)) / what.unit_scale if what.objective is not None else math.nan
        names = shown.corner_names(self._results.document, plane.corner_classes)
        words = ternary.readout(names, [float(row[plane.members(corner)].sum()) for corner in range(3)])
        words = f"{words}   →   {text.labelled(what.measure, number(value))}"
        words += self._second_words(lambda other: other.value(row))
        if shown.chosen(self._focus, "moves") == "prediction":
            loss, p = self._results.document.settings.current, self._results.truth_row(self._focus.sample)
            own = [k for k in plane.corner_classes if k != OTHER]
            words = f"{words}   {readings.slope_words(loss, p, row, own, what.unit_scale, 'q')}".rstrip()
        self.pointed.emit(words)
