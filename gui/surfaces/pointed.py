"""What is under the pointer over a surface, in words."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from core import surfaces
from core.domains import OTHER, Domain
from core.objectives import Objective
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.plotting import readings, ternary
from gui.surfaces import compared, shown
from gui.surfaces.corners import slice_of
from gui.text import number


def on_chart(results: Results, focus: FocusState, domain: Domain, at: Float) -> str:
    """Return the coordinates and values under a point of a curve or of a logit plane; empty outside."""
    what = shown.shown(results, focus)
    if what.objective is None or not np.array_equal(domain.nearest(at), at):
        return ""
    names = [results.document.classes[k] for k in domain.corner_classes]
    value = float(surfaces.values_at(what.objective, domain, at)) / what.unit_scale
    shares = at if domain.of_logits else domain.lift(at)
    words = ternary.readout(names, [float(each) for each in shares])
    words = f"{words}   →   {text.labelled(what.measure, number(value))}"
    return words + _second_words(results, focus, lambda other: surfaces.values_at(other, domain, at))


def on_triangle(results: Results, focus: FocusState, at: Float) -> str:
    """Return the coordinates, values and slopes under a point of the triangle."""
    plane, what = slice_of(results, focus), shown.shown(results, focus)
    row = plane.lift(at)
    value = float(what.objective.value(row)) / what.unit_scale if what.objective is not None else math.nan
    names = shown.corner_names(results.document, plane.corner_classes)
    words = ternary.readout(names, [float(row[plane.members(corner)].sum()) for corner in range(3)])
    words = f"{words}   →   {text.labelled(what.measure, number(value))}"
    words += _second_words(results, focus, lambda other: other.value(row))
    if shown.chosen(focus, "moves") == "prediction":
        loss, p = results.document.settings.current, results.truth_row(focus.sample)
        own = [k for k in plane.corner_classes if k != OTHER]
        words = f"{words}   {readings.slope_words(loss, p, row, own, what.unit_scale, 'q')}".rstrip()
    return words


def _second_words(results: Results, focus: FocusState, value: Callable[[Objective], Float]) -> str:
    """Return what the second loss is worth under the pointer, if there is one."""
    name = compared.second_of(results, focus)
    if not name:
        return ""
    other = shown.shown(results, focus, results.document.settings.find(name))
    if other.objective is None:
        return ""
    return f"   {text.labelled(other.measure, number(float(value(other.objective)) / other.unit_scale))}"
