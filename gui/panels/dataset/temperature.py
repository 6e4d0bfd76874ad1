"""Temperature: log loss and calibration error against T, where the log loss is least, before and after."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core import scaling
from core.dataset import Answers
from core.information import nats_per
from core.results import Results
from core.scaling import Rows, Scaling
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.kept import kept
from gui.panels.dataset.common import (
    Chosen,
    MessageFigure,
    Shown,
    about,
    answers_of,
    beside,
    brushed,
    cell,
    left_out,
    no_rows,
    soft_words,
)
from gui.panels.dataset.temperature_figure import TemperatureFigure, temperature_words
from gui.plotting.figure import Cell, Numbers
from gui.text import number

translate = QCoreApplication.translate

CHOICES: Sequence[str] = ("bins",)


@dataclass(frozen=True, eq=False)
class Prepared:
    """The curves in nats, those of the brushed samples, and words."""

    scaling: Scaling
    part: tuple[Float, Float] | None
    words: str


def key(results: Results, focus: FocusState, chosen: Chosen) -> Hashable:
    """Return what the figures depend on."""
    return ("temperature", focus.model, chosen["bins"], focus.brush)


def prepare(results: Results, focus: FocusState, chosen: Chosen) -> Prepared | None:
    """Compute the curves, and look for the best temperature; None if there is no row."""
    answers, model = answers_of(results, focus.model), results.document.models[focus.model]
    bins = int(chosen["bins"])

    def made() -> Scaling | None:
        return scaling.scaling(Rows(model, answers.rows, answers.labels), model.temperature, bins=bins)

    found = kept(results, ("scaling", focus.model, bins), made)
    if found is None:
        return None
    flags, part = brushed(focus.brush, answers.rows), None
    if flags is not None:
        rows = Rows(model, answers.rows[flags], answers.labels[flags])
        part = scaling.curves(rows.some(max(found.curve_count, 1)), found.temperatures, bins)
    return Prepared(found, part, _words(results, focus, answers, found))


def _words(results: Results, focus: FocusState, answers: Answers, found: Scaling) -> str:
    said = [_best_words(results, found)]
    if found.impossible:
        words = translate("Dataset", "Labels of probability 0, infinite at every T and left out of the mean: {count}.")
        said.append(words.format(count=found.impossible))
    off = results.models[focus.model].off_count
    if off and results.row_sums != "strict":
        words = translate("Dataset", "Rows that do not sum to 1, normalized here: {count}.")
        said.append(words.format(count=off))
    if found.curve_count < found.count:
        words = translate("Dataset", "The curves are of {part} of {whole} samples, the numbers of all.")
        said.append(words.format(part=found.curve_count, whole=found.count))
    return about(results, focus.model, [*said, *soft_words(answers), *left_out(results, focus.model)])


def _best_words(results: Results, found: Scaling) -> str:
    unit, now, best = results.document.settings.unit, found.now, found.best
    if best.temperature == 0.0:
        return translate("Dataset", "every label has the largest logit: the lower T, the lower the log loss.")
    if math.isinf(best.temperature):
        return translate("Dataset", "the answers are worse than none: the higher T, the lower the log loss.")
    words = translate("Dataset", "log loss is least at {best}: {before} → {after} {unit}; ECE {error} → {lower}.")
    return words.format(
        best=temperature_words(best.temperature),
        before=number(now.log_loss / nats_per(unit)),
        after=number(best.log_loss / nats_per(unit)),
        unit=text.unit_name(unit),
        error=number(now.error),
        lower=number(best.error),
    )


def best_of(results: Results, focus: FocusState, chosen: Chosen) -> float | None:
    """Return the best temperature, if it is one that a model can have and does not have already."""
    figure = make(results, focus, chosen)
    if not isinstance(figure, TemperatureFigure) or not 0.0 < figure.scaling.best.temperature < math.inf:
        return None
    found = figure.scaling.best.temperature
    return None if abs(found - figure.scaling.now.temperature) < 1e-6 * found else found


def make(results: Results, focus: FocusState, chosen: Chosen) -> Shown:
    """Return the figure."""
    found: Prepared | None = kept(results, key(results, focus, chosen), lambda: prepare(results, focus, chosen))
    if found is None:
        return MessageFigure(no_rows())
    unit = results.document.settings.unit
    return TemperatureFigure(found.scaling, found.part, found.words, nats_per(unit), text.unit_name(unit), focus.model)


def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
    """Return a row for each point of the curves, and the two temperatures beside them."""
    figure = make(results, focus, chosen)
    unit = text.unit_name(results.document.settings.unit)
    log_loss, error = translate("Dataset", "log loss {unit}").format(unit=unit), "ECE"
    part = translate("Dataset", "{name}, brushed")
    header = ("T", log_loss, error, part.format(name=log_loss), part.format(name=error))
    named = (translate("Dataset", "temperature"), translate("Dataset", "value"), log_loss, error)
    if not isinstance(figure, TemperatureFigure):
        return beside(Numbers(header, ()), Numbers(named, ((no_rows(), None, None, None),)))
    curves = [figure.scaling.log_loss / figure.unit_scale, figure.scaling.error]
    if figure.part is not None:
        curves += [figure.part[0] / figure.unit_scale, figure.part[1]]
    rows: list[tuple[Cell, ...]] = []
    for k, temperature in enumerate(figure.scaling.temperatures.tolist()):
        values = [cell(float(curve[k])) for curve in curves]
        rows.append((temperature, *values, *(None,) * (4 - len(values))))
    marks = (
        (translate("Dataset", "now"), figure.scaling.now),
        (translate("Dataset", "best"), figure.scaling.best),
    )
    listed = tuple(
        (name, mark.temperature, cell(mark.log_loss / figure.unit_scale), cell(mark.error)) for name, mark in marks
    )
    return beside(Numbers(header, tuple(rows)), Numbers(named, listed))
