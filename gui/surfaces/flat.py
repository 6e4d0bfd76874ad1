"""Which figure of the plane a surface is: a triangle, or a chart over two logits or over two classes."""

from __future__ import annotations

from typing import cast

from core.results import Results
from gui.focus import FocusState
from gui.plotting import scales
from gui.plotting.figure import Numbers
from gui.plotting.profile import ProfileFigure
from gui.plotting.square import SquareFigure
from gui.surfaces import curves, planes, shown, triangles
from gui.surfaces.triangles import SurfaceFigure, make_figure

Chart = SquareFigure | ProfileFigure


def is_chart(results: Results, focus: FocusState) -> bool:
    """Return whether the figure is over two logits, or over two classes, and no triangle."""
    return shown.chosen(focus, "domain") == "logits" or len(results.document.classes) == 2


def chart(
    results: Results, focus: FocusState, before: object = None, least_reach: float = 0.0, *, now: bool = True
) -> Chart:
    """Return the figure over two logits, or over two classes."""
    if shown.chosen(focus, "domain") == "logits":
        scale = cast(scales.Kind, shown.chosen(focus, "scale"))
        return planes.make(results, focus, scale, before, least_reach, now=now)
    return curves.make(results, focus, before, now=now)


def figure_of(results: Results, focus: FocusState) -> SurfaceFigure | Chart:
    """Return the figure of one loss."""
    return chart(results, focus) if is_chart(results, focus) else make_figure(results, focus)


def numbers_of(results: Results, focus: FocusState) -> Numbers:
    """Return the numbers of one loss."""
    document = results.document
    if shown.chosen(focus, "domain") == "logits":
        return planes.numbers(results, focus)
    if len(document.classes) < 3:
        return curves.numbers(results, focus)
    return triangles.numbers(results, focus)
