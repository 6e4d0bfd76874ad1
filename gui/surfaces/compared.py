"""A surface ready to be drawn, of one loss or of one less another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from core import surfaces
from core.domains import Domain
from core.objectives import Objective, OfDifference
from core.results import Results
from core.surfaces import Surface
from core.validation import Float
from gui.focus import FocusState
from gui.plotting import scales
from gui.plotting.scales import ColourScale, Kind
from gui.surfaces import shown
from gui.surfaces.shown import Shown

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class Seen:
    """A surface with its colours, its lines and its words; or why there is none."""

    surface: Surface | None
    colours: ColourScale | None
    levels: tuple[float, ...]
    lines: tuple[Float, ...]
    beyond: tuple[Float, ...]
    unit_scale: float
    unit: str
    title: str
    note: str
    message: str
    objective: Objective | None = None
    """What the surface is the height of."""


def second_of(results: Results, focus: FocusState) -> str:
    """Return the name of the loss to compare with, or nothing."""
    name = focus.choices.get("surface.second", "")
    known = {loss.name for loss in results.document.settings.losses}
    return name if name in known and shown.chosen(focus, "moves") != "entropy" else ""


def of_second(results: Results, focus: FocusState) -> FocusState | None:
    """Return the focus that looks at the second loss alone, if the two stand side by side."""
    second = second_of(results, focus)
    if not second or not _is_beside(focus):
        return None
    return replace(focus, choices={**focus.choices, "surface.loss": second, "surface.second": ""})


def _is_beside(focus: FocusState) -> bool:
    """Return whether two losses stand side by side."""
    return focus.choices.get("surface.compare") == "side"


def key_of(results: Results, focus: FocusState) -> tuple[object, ...]:
    """Return what a comparison adds to what a ground is made from."""
    other = other_of(results, focus)
    return (other.key, is_rescaled(focus)) if other is not None else ()


def other_of(results: Results, focus: FocusState) -> Shown | None:
    """Return what is taken off, where one loss is shown less another one."""
    name = second_of(results, focus) if not _is_beside(focus) else ""
    return shown.shown(results, focus, results.document.settings.find(name)) if name else None


def is_rescaled(focus: FocusState) -> bool:
    """Return whether each of two losses is put on its own range from 0 to 1."""
    return focus.choices.get("surface.rescale") == "on"


def is_slow(results: Results, focus: FocusState, what: Shown) -> bool:
    """Return whether what is shown, or the loss it is compared with, takes long."""
    return any(
        each.objective is not None and each.objective.is_slow for each in (what, other_of(results, focus)) if each
    )


def see(results: Results, focus: FocusState, what: Shown, domain: Domain, kind: Kind) -> Seen:
    """Return the surface of what is shown over a domain, or its difference to the second loss's."""
    other = other_of(results, focus)
    if other is not None:
        return _difference(focus, what, other, domain)
    if what.objective is None:
        return Seen(None, None, (), (), (), what.unit_scale, what.unit, what.title, "", what.message)
    surface = surfaces.surface(what.objective, domain)
    inside = surface.values[domain.lattice(surface.steps).inside]
    colours = scales.make(kind, surface.low, surface.high, inside)
    levels = colours.levels(what.unit_scale) if what.objective.smooth else []  # borders of steps are no such lines
    return _seen(what.objective, surface, colours, levels, (what.unit_scale, what.unit, what.title, ""))


def words_of(focus: FocusState, what: Shown, other: Shown) -> tuple[str, str, str]:
    """Return a difference's title, its unit, and what its colours mean."""
    names = {"first": what.name, "second": other.name}
    title = translate("Surface", "{first} less {second}").format(**names)
    note = translate("Surface", "Blue where {first} is less, orange where it is more.").format(**names)
    if is_rescaled(focus):
        return translate("Surface", "{title}, each from 0 to 1 over its own range").format(title=title), "", note
    return title, what.unit if what.unit == other.unit else "", note


def _difference(focus: FocusState, what: Shown, other: Shown, domain: Domain) -> Seen:
    title, unit, note = words_of(focus, what, other)
    if what.objective is None or other.objective is None:
        return Seen(None, None, (), (), (), 1.0, unit, title, "", what.message or other.message)
    both = (what.objective, other.objective)
    steps = surfaces.steps_of(domain, *both)
    first, second = (surfaces.surface(each, domain, steps) for each in both)
    surface = surfaces.difference(first, second, (what.unit_scale, other.unit_scale), rescaled=is_rescaled(focus))
    colours = scales.make("diverging", surface.low, surface.high, surface.values)
    levels = colours.levels(1.0) if all(each.smooth for each in both) else []
    spans = (first.high - first.low, second.high - second.low), (first.low, second.low)
    less = OfDifference(*both, *(spans if is_rescaled(focus) else ((what.unit_scale, other.unit_scale),)))
    return _seen(less, surface, colours, levels, (1.0, unit, title, note))


def _seen(
    objective: Objective,
    surface: Surface,
    colours: ColourScale,
    levels: list[float],
    words: tuple[float, str, str, str],
) -> Seen:
    unit_scale, unit, title, note = words
    lines = tuple(surfaces.contours(surface, levels))
    beyond = tuple(surfaces.beyond_cut(surface))
    return Seen(surface, colours, tuple(levels), lines, beyond, unit_scale, unit, title, note, "", objective)
