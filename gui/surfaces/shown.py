"""What a surface is of: the domain, what moves on it, and the words for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from core import truths
from core.document import TRUTH, Document
from core.domains import OTHER, LogitPlane, Merged, Slice, Triangle
from core.domains.logit_plane import reach_for
from core.dragging import row_of
from core.errors import LossAtlasError
from core.information import nats_per
from core.losses import Loss
from core.objectives import Objective, OfItself, OfPrediction, OfTruth
from core.results import OK, Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.kept import kept
from gui.plotting.window import Square
from gui.text import number

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class Shown:
    """What is shown the height of: an objective, or why there is none, in words and in the shown unit.

    Attributes
    ----------
    title
        What it is of, as a sentence.
    name, measure
        What the height is called, and that with its unit.
    unit_scale
        What one of the unit shown is in nats.
    key
        What it is made from: while this is equal it stays the same.
    """

    objective: Objective | None
    message: str
    title: str
    name: str
    measure: str
    unit: str
    unit_scale: float
    key: tuple[object, ...]


_KEYS = {
    "domain": ("simplex", "logits"),
    "moves": ("prediction", "mean", "truth", "entropy"),
    "others": ("held", "merged"),
    "scale": ("linear", "log", "rank"),
    "field": ("none", "q", "z"),
    "level": ("off", "on"),
}


def chosen(focus: FocusState, name: str) -> str:
    """Return what is chosen about the surface, whichever panel shows it; asked for many times a frame."""
    key, keys = focus.choices.get(f"surface.{name}", ""), _KEYS[name]
    return key if key in keys else keys[0]


def shown(results: Results, focus: FocusState, loss: Loss | None = None) -> Shown:
    """Return what the focus looks at, of the current loss or another one."""
    document = results.document
    settings = document.settings
    loss = loss or loss_of(results, focus)
    moves = chosen(focus, "moves")
    if moves == "entropy":
        unit = text.unit_name(settings.unit)
        title = translate("Surface", "Entropy H(q) of every distribution q")
        measure = f"{translate('Surface', 'Entropy')} {unit}"
        return Shown(
            OfItself(),
            "",
            title,
            translate("Surface", "Entropy"),
            measure,
            unit,
            nats_per(settings.unit),
            (moves, settings.unit),
        )
    unit = text.unit_name(settings.unit) if loss.in_units else ""
    scale = text.scale_of(loss, settings.unit)
    measure = text.measure_title(loss, settings.unit)
    if moves == "truth":
        q = row_of(document, focus.model, focus.sample)
        title = translate("Surface", "{loss} of every truth p for {model}’s prediction, {sample}").format(
            loss=text.loss_title(loss),
            model=document.models[focus.model].name,
            sample=text.sample_title(document, focus.sample),
        )
        objective, message = _tried(lambda: OfTruth(loss, q), np.full(q.size, 1.0 / q.size))
        key = (moves, loss, q.tobytes(), settings.unit)
        return Shown(
            objective,
            message,
            title,
            text.loss_title(loss),
            measure,
            unit,
            scale,
            key,
        )
    if moves == "mean":
        title = translate("Surface", "{loss} of one prediction q for all samples, on average").format(
            loss=text.loss_title(loss)
        )
        objective, message = _tried(
            lambda: kept(results, ("shared by all", loss), lambda: truths.shared_by_all(results, loss)), None
        )
        key = (moves, loss, document.truth.blocks, results.row_sums, settings.unit)
        return Shown(objective, message, title, text.loss_title(loss), measure, unit, scale, key)
    p = results.truth_row(focus.sample)
    title = translate("Surface", "{loss} of every prediction q for {sample}").format(
        loss=text.loss_title(loss), sample=text.sample_title(document, focus.sample)
    )
    objective, message = _tried(lambda: OfPrediction(loss, p), np.full(p.size, 1.0 / p.size))
    key = (moves, loss, p.tobytes(), settings.unit)
    return Shown(objective, message, title, text.loss_title(loss), measure, unit, scale, key)


def waiting(what: Shown) -> Shown:
    """Return the same while it is computed: without an objective, and with words that say so."""
    words = translate("Surface", "Computing: this loss has to be averaged over all truths one by one…")
    return replace(what, objective=None, message=words)


def _tried(make: Callable[[], Objective], row: Float | None) -> tuple[Objective | None, str]:
    """Return the objective, or None and why the loss has none here."""
    try:
        objective = make()
        if row is not None:
            objective.value(row)
    except LossAtlasError as error:
        return None, text.error_sentence(LossAtlasError(error.code, where="", **error.values))
    return objective, ""


def loss_of(results: Results, focus: FocusState) -> Loss:
    """Return the loss that is looked at: the current one, or the one a focus names as "surface.loss"."""
    settings = results.document.settings
    name = focus.choices.get("surface.loss", "")
    return settings.find(name) if name else settings.current


def value_words(results: Results, focus: FocusState, shown_: Shown, table: int) -> str:
    """Return the height at which a table's row of the sample in focus stands; empty where it is not one that moves."""
    moves = chosen(focus, "moves")
    if (table == TRUTH) != (moves == "truth"):
        return ""
    loss = loss_of(results, focus)
    if (
        moves == "prediction" and loss == results.document.settings.current
    ):  # nan, and so "—", where the loss has no value
        part, inside = results.model_part(table, focus.sample)
        return number(float(part.values[loss][inside]) / shown_.unit_scale)
    if shown_.objective is None:
        return ""
    row = row_of(results.document, table, focus.sample)
    return number(float(shown_.objective.value(row)) / shown_.unit_scale)


def is_off(results: Results, table: int, sample: int) -> bool:
    """Return whether a row is not a distribution, so that it is drawn hollow, at its projection."""
    return results.state(table, sample) != OK


def truth_words(*, at_minimum: bool) -> str:
    """Return what is written beside the truth."""
    return translate("Surface", "p = minimum") if at_minimum else translate("Surface", "p, the truth")


# -- the logit plane ----------------------------------------------------------------------------------------


def axes_of(results: Results, focus: FocusState) -> tuple[int, int]:
    """Return the classes of the logit plane: those chosen, or the true class upwards and its strongest rival.

    Kept in `focus.choices` as "surface.axes": "1,2", or "1,2@5" to hold for sample 5 alone.
    """
    classes = len(results.document.classes)
    chosen_axes, _, sample = focus.choices.get("surface.axes", "").partition("@")
    words = chosen_axes.split(",") if sample in ("", str(focus.sample)) else []
    if len(words) == 2 and all(word.isdigit() and int(word) < classes for word in words) and words[0] != words[1]:
        return int(words[0]), int(words[1])
    true = int(results.truth_row(focus.sample).argmax())
    weight = sum((m.probability_row(focus.sample) for m in results.document.models), np.zeros(classes))
    weight[true] = -1.0
    return int(weight.argmax()), true


def seen_plane_of(results: Results, focus: FocusState, least_reach: float = 0.0) -> LogitPlane:
    """Return the part that is seen of the logit plane: what was zoomed in on, or all of it."""
    square = Square.read(focus.choices.get("surface.square"))
    whole = plane_of(results, focus, least_reach)
    return whole if square is None else LogitPlane(whole.axes, whole.held, square.reach, square.middle)


def plane_of(results: Results, focus: FocusState, least_reach: float = 0.0) -> LogitPlane:
    """Return the logit plane through the row that moves, large enough for the handles."""
    document = results.document
    axes = axes_of(results, focus)
    if chosen(focus, "moves") == "truth":
        plane = LogitPlane.through(axes, document.truth.row(focus.sample))
    else:
        model = document.models[focus.model]
        plane = LogitPlane.through(axes, model.row_in_use(focus.sample), model.scale)
    near = [shadow_on(plane, document, table, focus.sample) for table in range(len(document.models))]
    farthest = np.array([at for at in near if np.abs(at).max() < 48.0]).reshape(-1, 2)
    reach = max(reach_for(farthest), least_reach)
    return LogitPlane(plane.axes, plane.held, reach)


def shadow_on(plane: LogitPlane, document: Document, table: int, sample: int) -> Float:
    """Return where a table's row falls on a plane, maybe beyond its edge."""
    if table == TRUTH:
        return plane.shadow(document.truth.row(sample))
    model = document.models[table]
    return plane.shadow(model.row_in_use(sample), model.scale)


# -- triangles ----------------------------------------------------------------------------------------------


def moving_row(results: Results, focus: FocusState) -> Float:
    """Return the row (K,) whose other classes are held: of the truth if that moves, else of the model in focus."""
    if chosen(focus, "moves") == "truth":
        return results.truth_row(focus.sample)
    return row_of(results.document, focus.model, focus.sample)


def triangle_through(focus: FocusState, corners: tuple[int, int, int], row: Float) -> Triangle:
    """Return the triangle of three classes through a row (K,): the others held, or merged into the top corner."""
    if row.size > 3 and chosen(focus, "others") == "merged":
        return Merged(corners[:2], row)
    return Slice(corners, row)


def triangle_of(results: Results, focus: FocusState, corners: tuple[int, int, int]) -> Triangle:
    """Return the triangle that is shown; of four classes at the fourth's chosen share, if one was chosen."""
    row = moving_row(results, focus)
    share = slice_share(focus)
    if row.size == 4 and share is not None:
        fourth = next(k for k in range(4) if k not in corners)
        row = row.copy()
        row[fourth] = share
    return triangle_through(focus, corners, row)


def slice_share(focus: FocusState) -> float | None:
    """Return the chosen share of the fourth of four classes; None while it follows the row that moves.

    Kept in `focus.choices` as "surface.slice" (the share as text) and "surface.follow" ("on" unless it was chosen).
    """
    if focus.choices.get("surface.follow", "on") != "off":
        return None
    try:
        return min(max(float(focus.choices.get("surface.slice", "0")), 0.0), 1.0)
    except ValueError:
        return 0.0


def corner_names(document: Document, classes: tuple[int, ...]) -> list[str]:
    """Return the classes' names, "other" for several together."""
    return [document.classes[k] if k != OTHER else translate("Surface", "other") for k in classes]


def held_words(results: Results, focus: FocusState, triangle: Triangle) -> str:
    """Return what becomes of the classes that are not at a corner; nothing if there is none."""
    document = results.document
    if len(document.classes) < 4:
        return ""
    of_truth = chosen(focus, "moves") == "truth"
    model = translate("core", "Truth") if of_truth else document.models[focus.model].name
    if isinstance(triangle, Merged):
        words = translate("Surface", "“other” is all other classes together, in {model}’s proportions.")
        return words.format(model=model)
    mass = number(float(triangle.rest.sum()))
    if len(document.classes) == 4 and slice_share(focus) is not None:
        (fourth,) = np.flatnonzero(np.isin(np.arange(4), triangle.corner_classes, invert=True)).tolist()
        words = translate("Surface", "A slice of the tetrahedron: {name} is held at {mass}.")
        return words.format(name=document.classes[fourth], mass=mass)
    words = translate("Surface", "The other classes are held at {model}’s values, {mass} together.")
    return words.format(model=model, mass=mass)
