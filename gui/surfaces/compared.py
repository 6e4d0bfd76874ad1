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
    names = {"surface.loss": second, "surface.second": "", "surface.beside": shown.loss_of(results, focus).name}
    return replace(focus, choices={**focus.choices, **names})


def beside_of(results: Results, focus: FocusState, what: Shown) -> Shown | None:
    """Return what stands beside and has the same unit, so that both are to have the same colours and heights."""
    name = focus.choices.get("surface.beside", "") or (second_of(results, focus) if _is_beside(focus) else "")
    other = shown.shown(results, focus, results.document.settings.find(name)) if name else None
    return other if other is not None and (other.unit, other.unit_scale) == (what.unit, what.unit_scale) else None


def _is_beside(focus: FocusState) -> bool:
    """Return whether two losses stand side by side."""
    return focus.choices.get("surface.compare") == "side"


def key_of(results: Results, focus: FocusState) -> tuple[object, ...]:
    """Return what a comparison adds to what a ground is made from."""
    other = other_of(results, focus)
    if other is not None:
        return other.key, is_rescaled(focus)
    beside = beside_of(results, focus, shown.shown(results, focus)) if _is_beside(focus) else None
    return (beside.key,) if beside is not None else ()


def other_of(results: Results, focus: FocusState) -> Shown | None:
    """Return what is taken off, where one loss is shown less another one."""
    name = second_of(results, focus) if not _is_beside(focus) else ""
    return shown.shown(results, focus, results.document.settings.find(name)) if name else None


def is_rescaled(focus: FocusState) -> bool:
    """Return whether each of two losses is put on its own range from 0 to 1."""
    return focus.choices.get("surface.rescale") == "on"


def is_slow(results: Results, focus: FocusState, what: Shown) -> bool:
    """Return whether what is shown, or the loss it is compared with, takes long."""
    other = other_of(results, focus) or beside_of(results, focus, what)
    both = (what.objective, other.objective if other is not None else None)
    return any(each is not None and each.is_slow for each in both)


def see(results: Results, focus: FocusState, what: Shown, domain: Domain, kind: Kind) -> Seen:
    """Return the surface of what is shown over a domain, or its difference to the second loss's."""
    other = other_of(results, focus)
    if other is not None:
        return _difference(focus, what, other, domain)
    if what.objective is None:
        return Seen(None, None, (), (), (), what.unit_scale, what.unit, what.title, "", what.message)
    surface = _ranged(surfaces.surface(what.objective, domain), beside_of(results, focus, what), domain)
    inside = surface.values[domain.lattice(surface.steps).inside]
    colours = scales.make(kind, surface.low, surface.high, inside)
    levels = colours.levels(what.unit_scale) if what.objective.smooth else []  # borders of steps are no such lines
    return _seen(what.objective, surface, colours, levels, (what.unit_scale, what.unit, what.title, ""))


def _ranged(surface: Surface, beside: Shown | None, domain: Domain) -> Surface:
    """Return a surface with the range that it has together with what stands beside it."""
    if beside is None or beside.objective is None or surface.walled:
        return surface
    other = surfaces.surface(beside.objective, domain)
    if other.walled:
        return surface
    return replace(surface, low=min(surface.low, other.low), high=max(surface.high, other.high))


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
    equal = surface.high <= surfaces.LEAST_REACH  # but for rounding, whose lines would mean nothing
    levels = colours.levels(1.0) if all(each.smooth for each in both) and not equal else []
    if equal:
        note = translate("Surface", "{first} and {second} are equal here.").format(first=what.name, second=other.name)
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
