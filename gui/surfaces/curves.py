"""The curve over two classes as a figure, from results and focus."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from core import surfaces
from core.document import TRUTH
from core.dragging import row_of
from core.results import Results
from core.surfaces import Profile
from gui import text
from gui.focus import FocusState
from gui.plotting.axes import Axis
from gui.plotting.figure import Numbers
from gui.plotting.hands import Mark
from gui.plotting.profile import ProfileFigure
from gui.plotting.style import LIGHT
from gui.surfaces import compared, shown
from gui.surfaces.shown import Shown
from gui.text import number

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class _Curve:
    """The curve to draw, its heights in the unit shown once divided by `unit_scale`, and what it is of in words."""

    profile: Profile | None
    message: str
    unit_scale: float
    titles: tuple[str, ...]
    measure: str
    is_difference: bool = False

    def height(self, at: float) -> float:
        """Return the height above a probability of the second class, in the unit shown; nan where there is none."""
        if self.profile is None:
            return math.nan
        return float(np.interp(at, self.profile.at, self.profile.values)) / self.unit_scale


def make(results: Results, focus: FocusState, before: object = None, *, now: bool = True) -> ProfileFigure:
    """Return the curve, taking over that of `before` if it is of the same.

    Unless it has to be there `now`, one that takes long is returned as waiting, without its line.
    """
    document = results.document
    what = shown.shown(results, focus)
    sample = text.sample_title(document, focus.sample)
    key = (what.key, compared.key_of(results, focus), document.classes, sample, what.title)
    known = isinstance(before, ProfileFigure) and before.key == key and not before.is_waiting
    waits = not now and not known and compared.is_slow(results, focus, what)
    if waits:
        what = shown.waiting(what)
    curve = _curve(results, focus, what, before.profile if isinstance(before, ProfileFigure) and known else None)
    profile = curve.profile
    letter = "p" if shown.chosen(focus, "moves") == "truth" else "q"
    title = translate("Surface", "Probability {letter} of “{name}”").format(letter=letter, name=document.classes[1])
    low, high = (profile.low, profile.high) if profile is not None else (0.0, 1.0)
    low, high = min(low, 0.0) / curve.unit_scale, high / curve.unit_scale
    room = 0.04 * (high - low)
    notes: list[str] = []
    if profile is not None and (profile.infinite or profile.bottomless):
        words = translate("Surface", "Infinite where it is hatched; shown up to {top}.")
        notes.append(words.format(top=number(high if profile.infinite else low)))
    return ProfileFigure(
        profile,
        curve.message,
        curve.unit_scale,
        (*curve.titles, *notes),
        Axis(title, 0.0, 1.0),
        Axis(curve.measure, low - room if low < 0.0 else low, high + room),
        _marks(results, focus, what, curve),
        _foot(results, focus, what),
        key,
        around_zero=curve.is_difference,
        is_waiting=waits,
    )


def _curve(results: Results, focus: FocusState, what: Shown, same: Profile | None) -> _Curve:
    """Return the curve of what is shown, or of its difference to the second loss; `same` is its profile if known."""
    other = compared.other_of(results, focus)
    if other is None:
        profile = same or (surfaces.profile(what.objective) if what.objective is not None else None)
        return _Curve(profile, what.message, what.unit_scale, (what.title,), what.measure)
    title, unit, note = compared.words_of(focus, what, other)
    measure = f"{translate('Surface', 'Difference')} {unit}".rstrip()
    if what.objective is None or other.objective is None:
        return _Curve(None, what.message or other.message, 1.0, (title,), measure)
    first, second = surfaces.profile(what.objective), surfaces.profile(other.objective)
    scales = what.unit_scale, other.unit_scale
    profile = same or surfaces.profile_difference(first, second, scales, rescaled=compared.is_rescaled(focus))
    return _Curve(profile, "", 1.0, (title, note), measure, is_difference=True)


def _marks(results: Results, focus: FocusState, what: Shown, curve: _Curve) -> tuple[Mark, ...]:
    """Return the truth, the models and the least value, each on the curve above its probability of the second class."""
    document = results.document
    best = curve.profile.minimum if curve.profile is not None else None
    marks: list[Mark] = []
    at_truth = False
    for table in range(TRUTH, len(document.models)):
        row = row_of(document, table, focus.sample)
        total = float(row.sum())
        at = float(row[1] / total) if total > 0 else 0.5
        height = curve.height(at) if curve.is_difference else _height(what, at)
        if table == TRUTH:
            at_truth = best is not None and abs(best - at) < 1e-6
            name = shown.truth_words(at_minimum=at_truth)
        else:
            name = document.models[table].name
        words = shown.value_words(results, focus, what, table)
        if curve.is_difference and words:
            words = number(height)
        marker = "star" if table == TRUTH else LIGHT.marker(table)
        hollow = shown.is_off(results, table, focus.sample)
        place = (at, 0.0 if math.isnan(height) else height)
        marks.append(Mark(table, place, f"{name}  {words}".rstrip(), marker, hollow, focus.handle == table))
    if best is not None and not at_truth:
        words = translate("Surface", "minimum")
        marks.insert(0, Mark(TRUTH, (best, _height(what, best)), words, "cross", is_handle=False))
    return tuple(marks)


def _height(what: Shown, at: float) -> float:
    """Return the value at a probability of the second class, in the shown unit; 0 where there is none."""
    if what.objective is None:
        return 0.0
    return float(what.objective.value(np.array([1.0 - at, at]))) / what.unit_scale


def _foot(results: Results, focus: FocusState, what: Shown) -> str:
    """Return the focused row in words, with its height."""
    document = results.document
    row = row_of(document, focus.handle, focus.sample)
    shares = "   ".join(f"{name} {number(float(q))}" for name, q in zip(document.classes, row, strict=True))
    words = [text.table_title(document, focus.handle), shares]
    value = shown.value_words(results, focus, what, focus.handle)
    if value:
        words.append(f"{what.measure} {value}")
    return "      ".join(words)


def numbers(results: Results, focus: FocusState) -> Numbers:
    """Return one loss at the points its curve is drawn through, in the shown unit."""
    what = shown.shown(results, focus)
    title = make(results, focus).x.title
    if what.objective is None:
        return Numbers((title, what.measure), ())
    profile = surfaces.profile(what.objective)
    both = zip(profile.at.tolist(), (profile.values / what.unit_scale).tolist(), strict=True)
    return Numbers((title, what.measure), tuple(both))
