"""The surface in three dimensions as a figure, from results and focus."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication

from core import solid, surfaces, tetrahedron
from core.document import TRUTH
from core.domains import Domain, LogitPlane, Triangle
from core.dragging import row_of
from core.objectives import Objective
from core.results import Results
from core.solid import TETRAHEDRON, Camera
from core.surfaces import Surface
from core.validation import Float
from gui import text, trails
from gui.focus import FocusState
from gui.plotting import scales
from gui.plotting.figure import Numbers
from gui.plotting.scales import ColourScale
from gui.plotting.solid import Face, Manner, Scene, Sheet
from gui.plotting.solid_figure import SolidFigure
from gui.plotting.style import LIGHT
from gui.plotting.ternary import Point
from gui.plotting.trails import Trail
from gui.surfaces import compared, curves, planes, shown, triangles
from gui.surfaces.corners import slice_of
from gui.surfaces.shown import Shown

translate = QCoreApplication.translate

_SMOOTH_STEPS, _SHARP_STEPS, _FACE_STEPS = 32, 64, 20
_SQUARE = 0.84
"""The side of the floor under two logits, where that of a triangle is 1."""
_TRIANGLE, _ALL = ((0, 1), (0, 2), (1, 2)), ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3))


def camera_of(focus: FocusState) -> Camera:
    """Return where it is looked at from."""
    return Camera.read(focus.choices.get("surface3d.camera", ""))


def is_over_logits(focus: FocusState) -> bool:
    """Return whether the floor is the plane of two logits."""
    return shown.chosen(focus, "domain") == "logits"


def is_body(results: Results, focus: FocusState) -> bool:
    """Return whether the simplex of four classes is shown as a tetrahedron."""
    four = len(results.document.classes) == 4 and not is_over_logits(focus)
    return four and focus.choices.get("surface3d.show") == "tetrahedron"


def manner_of(focus: FocusState) -> Manner:
    """Return how the body of four classes is drawn."""
    manner = focus.choices.get("surface3d.faces", "cut")
    return cast(Manner, manner if manner in ("cut", "glass", "none") else "cut")


def domain_of(results: Results, focus: FocusState, least_reach: float = 0.0) -> Domain:
    """Return what the sheet is over: what the surface in the plane shows; within a body always the whole slice."""
    if is_over_logits(focus):
        return shown.seen_plane_of(results, focus, least_reach)
    plane = slice_of(results, focus)
    return plane if is_body(results, focus) else triangles.seen_of(plane, focus)


def make_figure(
    results: Results,
    focus: FocusState,
    before: SolidFigure | None = None,
    least_reach: float = 0.0,
    *,
    now: bool = True,
) -> SolidFigure:
    """Return the figure, taking over the scene of `before` if nothing that it is made of changed.

    Unless it has to be there `now`, one that takes long is returned as waiting, without its scene.
    """
    document, camera = results.document, camera_of(focus)
    if len(document.classes) < 3 and not is_over_logits(focus):
        words = translate("Solid", "Two classes leave a curve, not a surface: see Surface and Curves.")
        return SolidFigure(None, (), camera, (), words)
    what, domain = shown.shown(results, focus), domain_of(results, focus, least_reach)
    level = _level_of(results, focus, what)
    body, kind = is_body(results, focus), shown.chosen(focus, "scale")
    manner = manner_of(focus) if body else None
    key = (what.key, compared.key_of(results, focus), domain.signature, document.classes, what.measure, what.title)
    key = (*key, kind, manner, level if body and manner != "cut" else None)
    same = before is not None and before.key == key and not before.is_waiting
    waits = not now and not same and compared.is_slow(results, focus, what)
    if waits:
        what = shown.waiting(what)
    seen = None if same else compared.see(results, focus, what, domain, cast(scales.Kind, kind))
    if before is not None and same:
        scene, titles, message = before.scene, before.titles, before.message
    else:
        assert seen is not None
        scene = _scene(results, focus, seen, domain, what, level) if seen.objective is not None else None
        titles, message = _titles(results, focus, seen, domain), seen.message
    if scene is None:
        return SolidFigure(None, (), camera, titles, message, key, is_waiting=waits)
    points = tuple(_points(results, focus, domain, scene, what))
    paths = _trails(results, focus, domain, scene) if scene.raised else ()
    line = level if scene.colours.low < (level or -math.inf) < scene.colours.high and not _differs(scene) else None
    return SolidFigure(scene, points, camera, titles, message, key, paths, line)


def _differs(scene: Scene) -> bool:
    return scene.surface.diverging


def _level_of(results: Results, focus: FocusState, what: Shown) -> float | None:
    """Return the value of the row in focus, where the line of its level is wanted and there are lines."""
    wanted = shown.chosen(focus, "level") == "on" and compared.other_of(results, focus) is None
    if not wanted or what.objective is None or not what.objective.smooth:
        return None
    row = shown.moving_row(results, focus)
    total = float(row.sum())
    value = float(what.objective.value(row / total)) if total > 0 else math.nan
    return value if math.isfinite(value) else None


def _titles(results: Results, focus: FocusState, seen: compared.Seen, domain: Domain) -> tuple[str, ...]:
    """Return what it is of, and what is held."""
    notes = [seen.note]
    if isinstance(domain, Triangle):
        notes.append(shown.held_words(results, focus, slice_of(results, focus)))
        window = triangles.window_of(focus)
        if not window.is_whole and not is_body(results, focus):
            words = translate("Surface", "A part of the triangle, {side} of its side.")
            notes.append(words.format(side=f"{window.side:.3g}"))
    elif len(results.document.classes) > 2:
        notes.append(planes.held_words(results, focus))
    return (seen.title, text.joined(each for each in notes if each))


def _scene(
    results: Results, focus: FocusState, seen: compared.Seen, domain: Domain, what: Shown, level: float | None
) -> Scene:
    """Return what stands there."""
    objective, surface, colours = seen.objective, seen.surface, seen.colours
    assert objective is not None
    assert surface is not None
    assert colours is not None
    steps = _SMOOTH_STEPS if objective.smooth else _SHARP_STEPS
    faces: tuple[Face, ...] = ()
    body = is_body(results, focus)
    manner = manner_of(focus) if body else "none"
    if manner != "none":
        surface, colours = _whole_range(objective, surface, colours)
    sheet = _sheet(objective, domain, surface, steps, body=body)
    if manner != "none":
        faces = tuple(_face(objective, sheet, surface, left_out) for left_out in range(4))
    levels = colours.levels(seen.unit_scale) if objective.smooth else []
    document = results.document
    if isinstance(domain, LogitPlane):
        classes, corners = domain.axes, sheet.origin + domain.outline @ sheet.ways
        ends = domain.outline[[0, 2]].T.tolist()
        ranges = tuple((float(low), float(high)) for low, high in ends)
        names = tuple(translate("Solid", "z of “{name}”").format(name=document.classes[k]) for k in domain.axes)
        edges: tuple[tuple[int, int], ...] = ((0, 1), (1, 2), (2, 3), (3, 0))
    else:
        classes = tuple(range(4)) if body else domain.corner_classes
        corners = TETRAHEDRON if body else sheet.origin + domain.outline @ sheet.ways
        ranges, names, edges = (), tuple(shown.corner_names(document, classes)), _ALL if body else _TRIANGLE
    return Scene(
        objective=objective,
        sheet=sheet,
        surface=surface,
        colours=colours,
        levels=tuple(levels),
        unit_scale=seen.unit_scale,
        unit=seen.unit,
        axis=what.measure if not surface.diverging else translate("Surface", "Difference"),
        raised=not body,
        corners=corners,
        edges=edges,
        names=names,
        classes=tuple(classes),
        ranges=ranges,
        faces=faces,
        manner=manner,
        level=_isosurface(objective, level) if body and manner != "cut" else None,
        smooth=objective.smooth,
    )


def _sheet(objective: Objective, domain: Domain, surface: Surface, steps: int, *, body: bool) -> Sheet:
    """Return the mesh over a domain where it lies in space: on the floor, or within the body of four classes."""
    mesh = solid.mesh(objective, domain, surface, steps)
    if isinstance(domain, LogitPlane):
        scale = _SQUARE / (2.0 * domain.reach)
        middle = np.append(domain.centre, 0.0)
        return Sheet(mesh, domain, np.array([0.5, 0.29, 0.0]) - scale * middle, scale * np.eye(2, 3))
    if body:
        return _within(mesh, domain)
    return Sheet(mesh, domain, np.zeros(3), np.eye(2, 3))


def _within(mesh: solid.Mesh, domain: Domain) -> Sheet:
    """Return a mesh over a triangle of four classes where it lies in their body."""
    plane = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    origin, right, up = tetrahedron.places(domain.lift(domain.from_plane(plane)))
    return Sheet(mesh, domain, origin, np.stack([right - origin, up - origin]))


def _whole_range(objective: Objective, surface: Surface, colours: ColourScale) -> tuple[Surface, ColourScale]:
    """Return the surface and its colours with the range of the whole body."""
    values, within = tetrahedron.spread(objective)
    finite = values[np.isfinite(values)]
    low, top = (float(finite.min()), float(finite.max())) if finite.size else (surface.low, surface.high)
    if surface.diverging:
        low, high = -max(-low, top, 1e-9), max(-low, top, 1e-9)
    else:
        infinite = bool(np.isposinf(values).any())
        inner = within[np.isfinite(within)]
        high = float(np.quantile(inner, 0.975)) if infinite and inner.size else top
        surface = replace(surface, infinite=infinite)
    wide = replace(surface, low=low, high=max(high, low + 1e-9))
    return wide, scales.make(colours.kind, wide.low, wide.high, finite)


def _face(objective: Objective, sheet: Sheet, surface: Surface, left_out: int) -> Face:
    """Return one face of the body, parted where the slice meets it."""
    domain = tetrahedron.face(left_out)
    whole = _within(solid.mesh(objective, domain, surface, _FACE_STEPS), domain)
    up = np.cross(*sheet.ways)
    mesh, above = solid.parted(whole.mesh, (whole.places(whole.mesh.at) - sheet.origin) @ up, 0.0)
    middle = TETRAHEDRON.mean(axis=0)
    outward = np.delete(TETRAHEDRON, left_out, axis=0).mean(axis=0) - middle
    return Face(replace(whole, mesh=mesh), above, outward)


def _isosurface(objective: Objective, level: float | None) -> tuple[Float, float] | None:
    """Return the surface of all distributions that cost as much as the one in focus, in space."""
    if level is None:
        return None
    return tetrahedron.places(tetrahedron.isosurface(objective, level)), level


def _trails(results: Results, focus: FocusState, domain: Domain, scene: Scene) -> tuple[Trail, ...]:
    """Return the paths of a descent on the sheet, each as high as what is shown is there."""
    made: list[Trail] = []
    for trail in trails.on_domain(results, focus, domain):
        there = np.isfinite(trail.points[:, 0])
        at = domain.from_plane(trail.points[there])
        places = np.full((len(there), 3), np.nan)
        values = surfaces.values_at(scene.objective, domain, at)
        places[there] = scene.stand(at, np.nan_to_num(values, nan=scene.surface.high))
        made.append(replace(trail, points=places))
    return tuple(made)


def _points(results: Results, focus: FocusState, domain: Domain, scene: Scene, what: Shown) -> list[Point]:
    """Return the truth and every model where they stand, as far as they are in sight."""
    document = results.document
    points: list[Point] = []
    for table in range(TRUTH, len(document.models)):
        at, beyond = _at(results, focus, domain, table)
        if at is None:
            continue
        value = shown.value_words(results, focus, what, table)
        name = shown.truth_words(at_minimum=False) if table == TRUTH else document.models[table].name
        label = f"{name}  {value}".rstrip()
        if beyond:
            label = translate("Surface", "{name} (beyond the edge)").format(name=label)
        place = _place(scene, at, row_of(document, table, focus.sample))
        points.append(
            Point(
                table,
                (float(place[0]), float(place[1]), float(place[2])),
                label,
                "star" if table == TRUTH else LIGHT.marker(table),
                "",
                hollow=beyond or shown.is_off(results, table, focus.sample),
                focused=focus.handle == table,
                in_focus=focus.model == table,
            )
        )
    return points


def _at(results: Results, focus: FocusState, domain: Domain, table: int) -> tuple[Float | None, bool]:
    """Return a row's coordinates, None out of sight; and whether they are at the edge instead of beyond it."""
    if isinstance(domain, LogitPlane):
        at = shown.shadow_on(domain, results.document, table, focus.sample)
        inner = domain.nearest(at)
        return inner, not np.array_equal(inner, at)
    at = domain.shadow(row_of(results.document, table, focus.sample))
    return (at if at.min() >= -1e-9 else None), False


def _place(scene: Scene, at: Float, row: Float) -> Float:
    """Return where a row at coordinates of the sheet stands: at its height, or in a body by all four probabilities."""
    if not scene.raised:
        total = float(row.sum())
        return tetrahedron.places(row / total if total > 0 else np.full(4, 0.25))
    value, high = float(surfaces.values_at(scene.objective, scene.sheet.domain, at)), scene.surface.high
    return scene.stand(at, np.array(high if math.isnan(value) else min(value, high)))


def numbers(results: Results, focus: FocusState) -> Numbers:
    """Return the corners of the mesh: the three classes' probabilities, or the two logits, and the height up to a cut.

    Where there is no mesh, the same of the curve of two classes, or of a triangle or plane without values.
    """
    if len(results.document.classes) < 3 and not is_over_logits(focus):
        return curves.numbers(results, focus)
    scene = make_figure(results, focus).scene
    if scene is None:
        return planes.numbers(results, focus) if is_over_logits(focus) else triangles.numbers(results, focus)
    domain, mesh = scene.sheet.domain, scene.sheet.mesh
    heights = mesh.values / scene.unit_scale
    if isinstance(domain, Triangle):
        rows = domain.lift(mesh.at)
        shares = [rows[:, domain.members(corner)].sum(axis=1) for corner in range(3)]
        names = tuple(shown.corner_names(results.document, domain.corner_classes))
    else:
        assert isinstance(domain, LogitPlane)
        shares, names = list(mesh.at.T), planes.axis_names(results.document, domain)
    columns = np.column_stack([*shares, heights])
    return Numbers((*names, scene.axis), tuple(tuple(row) for row in columns.tolist()))
