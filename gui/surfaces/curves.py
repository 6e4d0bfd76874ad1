"""The curve over two classes as a figure, from results and focus."""

from __future__ import annotations

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
from gui.surfaces import shown
from gui.surfaces.shown import Shown
from gui.text import number

translate = QCoreApplication.translate


def make(results: Results, focus: FocusState, before: object = None) -> ProfileFigure:
    """Return the curve, taking over that of `before` if it is of the same."""
    document = results.document
    what = shown.shown(results, focus)
    key = (what.key, document.classes, text.sample_title(document, focus.sample), what.title)
    if isinstance(before, ProfileFigure) and before.key == key:
        profile = before.profile
    else:
        profile = surfaces.profile(what.objective) if what.objective is not None else None
    letter = "p" if shown.chosen(focus, "moves") == "truth" else "q"
    title = translate("Surface", "Probability {letter} of “{name}”").format(letter=letter, name=document.classes[1])
    low, high = (profile.low, profile.high) if profile is not None else (0.0, 1.0)
    low, high = min(low, 0.0) / what.unit_scale, high / what.unit_scale
    top = high + 0.04 * (high - low)
    notes: list[str] = []
    if profile is not None and profile.infinite:
        words = translate("Surface", "Infinite where it is hatched; shown up to {top}.")
        notes.append(words.format(top=number(high)))
    return ProfileFigure(
        profile,
        what.message,
        what.unit_scale,
        (what.title, *notes),
        Axis(title, 0.0, 1.0),
        Axis(what.measure, low, top),
        _marks(results, focus, what, profile),
        _foot(results, focus, what),
        key,
    )


def _marks(results: Results, focus: FocusState, what: Shown, profile: Profile | None) -> tuple[Mark, ...]:
    """Return the truth, the models and the least value, each on the curve above its probability of the second class."""
    document = results.document
    best = profile.minimum if profile is not None else None
    marks: list[Mark] = []
    at_truth = False
    for table in range(TRUTH, len(document.models)):
        row = row_of(document, table, focus.sample)
        total = float(row.sum())
        at = float(row[1] / total) if total > 0 else 0.5
        if table == TRUTH:
            at_truth = best is not None and abs(best - at) < 1e-6
            name = shown.truth_words(at_minimum=at_truth)
        else:
            name = document.models[table].name
        label = f"{name}  {shown.value_words(results, focus, what, table)}".rstrip()
        marker = "star" if table == TRUTH else LIGHT.marker(table)
        hollow = shown.is_off(results, table, focus.sample)
        marks.append(Mark(table, (at, _height(what, at)), label, marker, hollow, focus.handle == table))
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
    """Return the curve at the points it is drawn through, in the shown unit."""
    figure = make(results, focus)
    what = shown.shown(results, focus)
    if figure.profile is None:
        return Numbers((figure.x.title, what.measure), ())
    both = zip(figure.profile.at, figure.profile.values / what.unit_scale, strict=True)
    return Numbers((figure.x.title, what.measure), tuple((float(a), float(v)) for a, v in both))
