"""The surface over two logits as a figure, from results and focus."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from core import fields, surfaces
from core.document import TRUTH, Document
from core.domains import LogitPlane
from core.domains.logit_plane import MOST_REACH
from core.dragging import row_of
from core.results import Results
from core.validation import Float
from gui import text, trails
from gui.focus import FocusState
from gui.plotting import readings
from gui.plotting.axes import Axis
from gui.plotting.figure import Numbers
from gui.plotting.hands import Mark
from gui.plotting.scales import Kind
from gui.plotting.square import SquareFigure, SquareGround
from gui.plotting.style import LIGHT
from gui.surfaces import compared, shown
from gui.surfaces.shown import Shown
from gui.text import number

translate = QCoreApplication.translate


def make(
    results: Results,
    focus: FocusState,
    scale: Kind,
    before: object = None,
    least_reach: float = 0.0,
    *,
    now: bool = True,
) -> SquareFigure:
    """Return the surface over the logit plane, with the ground of `before` if nothing under the handles changed.

    Unless it has to be there `now`, one that takes long is returned as waiting, without its surface.
    """
    document = results.document
    plane, what = shown.seen_plane_of(results, focus, least_reach), shown.shown(results, focus)
    sample = text.sample_title(document, focus.sample)
    key = (
        what.key,
        compared.key_of(results, focus),
        plane.signature,
        scale,
        _has_field(focus),
        document.classes,
        sample,
        translate("Surface", "minimum"),
    )
    same = before if isinstance(before, SquareFigure) and before.key == key and not before.is_waiting else None
    waits = not now and same is None and compared.is_slow(results, focus, what)
    if waits:
        what = shown.waiting(what)
    ground = same.ground if same is not None else _ground(results, focus, plane, what, scale)
    marks = _marks(results, focus, plane, what, ground.surface)
    paths = trails.on_domain(results, focus, plane)
    level = _level(results, focus, plane, ground.surface, what) if shown.chosen(focus, "level") == "on" else None
    return SquareFigure(
        ground,
        marks,
        _foot(results, focus, plane),
        key,
        trails=paths,
        level=level,
        is_waiting=waits,
        classes=plane.axes,
    )


def _level(
    results: Results, focus: FocusState, plane: LogitPlane, surface: surfaces.Surface | None, what: Shown
) -> Float | None:
    """Return the line of equal value through the row in focus, if there are lines."""
    if surface is None or surface.diverging or what.objective is None or not what.objective.smooth:
        return None
    table = TRUTH if shown.chosen(focus, "moves") == "truth" else focus.model
    at = shown.shadow_on(plane, results.document, table, focus.sample)
    value = float(what.objective.value_from_logits(plane.lift(at)))
    return surfaces.contours(surface, [value])[0] if surface.low < value < surface.high else None


def _ground(results: Results, focus: FocusState, plane: LogitPlane, what: Shown, scale: Kind) -> SquareGround:
    document = results.document
    seen = compared.see(results, focus, what, plane, scale)
    held = held_words(results, focus) if len(document.classes) > 2 else ""
    loss, notes = shown.loss_of(results, focus), [held] if held else []
    field = None
    if _has_field(focus) and seen.surface is not None and not seen.note:
        field = fields.on_logit_plane(loss, results.truth_row(focus.sample), plane) if loss.differentiable else None
        notes.append(readings.arrow_words(loss, "z"))
    x, y = (
        Axis(name, m - plane.reach, m + plane.reach)
        for name, m in zip(axis_names(document, plane), plane.middle, strict=True)
    )
    return SquareGround(
        surface=seen.surface,
        colours=seen.colours,
        levels=seen.levels,
        lines=seen.lines,
        beyond=seen.beyond,
        unit_scale=seen.unit_scale,
        unit=seen.unit,
        titles=(seen.title, text.joined(each for each in (seen.note, *notes) if each)),
        x=x,
        y=y,
        message=seen.message,
        field=field,
    )


def axis_names(document: Document, plane: LogitPlane) -> tuple[str, ...]:
    """Return what the two axes are called."""
    return tuple(translate("Surface", "Logit of “{name}”").format(name=document.classes[k]) for k in plane.axes)


def held_words(results: Results, focus: FocusState) -> str:
    """Return what becomes of the other classes' logits."""
    truth = shown.chosen(focus, "moves") == "truth"
    model = translate("core", "Truth") if truth else results.document.models[focus.model].name
    return translate("Surface", "The other logits are held at {model}’s values.").format(model=model)


def _has_field(focus: FocusState) -> bool:
    """Return whether arrows are wanted and there is one truth to lead to."""
    return focus.choices.get("surface.field", "none") != "none" and shown.chosen(focus, "moves") == "prediction"


def _marks(
    results: Results, focus: FocusState, plane: LogitPlane, what: Shown, surface: surfaces.Surface | None
) -> tuple[Mark, ...]:
    """Return the truth, the least value where that is within the plane, and the models; hollow beyond its edge."""
    document = results.document
    marks: list[Mark] = []
    for table in range(TRUTH, len(document.models)):
        at = shown.shadow_on(plane, document, table, focus.sample)
        inner = plane.nearest(at)
        name = shown.truth_words(at_minimum=False) if table == TRUTH else document.models[table].name
        label = f"{name}  {shown.value_words(results, focus, what, table)}".rstrip()
        if not np.array_equal(inner, at):
            label = translate("Surface", "{name} (beyond the edge)").format(name=label)
        hollow = shown.is_off(results, table, focus.sample) or not np.array_equal(inner, at)
        marker = "star" if table == TRUTH else LIGHT.marker(table)
        marks.append(Mark(table, (float(inner[0]), float(inner[1])), label, marker, hollow, focus.handle == table))
    if surface is not None and surface.minimum is not None:
        x, y = (float(each) for each in surface.minimum)
        marks.insert(0, Mark(TRUTH, (x, y), translate("Surface", "minimum"), "cross", is_handle=False))
    return tuple(marks)


def _foot(results: Results, focus: FocusState, plane: LogitPlane) -> str:
    """Return the focused row's two logits and probabilities in words."""
    document = results.document
    at = shown.shadow_on(plane, document, focus.handle, focus.sample)
    row = row_of(document, focus.handle, focus.sample)
    words = [text.table_title(document, focus.handle)]
    for k, z in zip(plane.axes, at, strict=True):
        most = max(plane.reach, MOST_REACH)
        logit = number(float(z)) if abs(z) <= most else f"{'<' if z < 0 else '>'} {number(float(np.sign(z)) * most)}"
        words.append(f"{document.classes[k]}  z {logit}  q {number(float(row[k]))}")
    return "      ".join(words)


def numbers(results: Results, focus: FocusState) -> Numbers:
    """Return the surface on a lattice of 50 steps: both logits, and the value in the shown unit."""
    plane, what = shown.seen_plane_of(results, focus), shown.shown(results, focus)
    titles = axis_names(results.document, plane)
    at = plane.lattice(50).at.reshape(-1, 2)
    values = np.full(len(at), np.nan)
    if what.objective is not None:
        values = what.objective.value_from_logits(plane.lift(at)) / what.unit_scale
    table = tuple((float(a), float(b), float(v)) for (a, b), v in zip(at, values, strict=True))
    return Numbers((*titles, what.measure), table)
