"""Reliability: whether confidences mean what they say, bin by bin; ECE, MCE and the parts of the Brier score."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core import calibration, dataset
from core.calibration import Bins, BrierParts, Reliability
from core.dataset import Answers, Flags, Indices
from core.results import Results
from core.validation import Float
from gui.focus import Brush, FocusState
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
    from_to,
    left_out,
    no_rows,
    short,
    soft_words,
)
from gui.panels.dataset.reliability_figure import ReliabilityFigure
from gui.plotting.figure import Numbers
from gui.plotting.picking import Pick

translate = QCoreApplication.translate

CHOICES: Sequence[str] = ("event", "bins", "kind")
PREDICTED = "predicted"
"""The choice of the event that the predicted class is the true one."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """Forecasts of an event in bins, and what follows from them."""

    table: Reliability
    part: Reliability | None
    figures: tuple[tuple[str, float], ...]
    brier: BrierParts
    words: str


def event_of(results: Results, chosen: Chosen) -> int | None:
    """Return the class whose probability is looked at; None for the predicted class, whichever it is."""
    key = chosen["event"]
    return int(key) if key.isdigit() and int(key) < len(results.document.classes) else None


def key(results: Results, focus: FocusState, chosen: Chosen) -> Hashable:
    """Return what the figures depend on."""
    return ("reliability", focus.model, event_of(results, chosen), chosen["bins"], chosen["kind"], focus.brush)


def forecast_of(results: Results, model: int, event: int | None) -> tuple[Answers, Float, Flags]:
    """Return the rows that count, what is forecast for each, and whether it came."""
    answers = answers_of(results, model)
    if event is None:
        return answers, answers.confidence, answers.right
    whole = kept(results, ("probability", model, event), lambda: dataset.probability(results, model, event))
    return answers, whole[answers.rows], answers.labels == event


def _kind(chosen: Chosen) -> Bins:
    return "mass" if chosen["kind"] == "mass" else "width"


def prepare(results: Results, focus: FocusState, chosen: Chosen) -> Prepared:
    """Put the forecasts into bins, both ways, and take the Brier score apart."""
    event, bins, kind = event_of(results, chosen), int(chosen["bins"]), _kind(chosen)
    answers, forecast, came = forecast_of(results, focus.model, event)
    kinds: tuple[Bins, Bins] = ("width", "mass")
    tables = {each: calibration.reliability(forecast, came, bins, each) for each in kinds}
    flags = brushed(focus.brush, answers.rows)
    table = tables[kind]
    part = None if flags is None else _in_bins(table.edges, forecast[flags], came[flags])
    names = (
        (translate("Dataset", "ECE, equal width"), tables["width"].error()),
        (translate("Dataset", "MCE, equal width"), tables["width"].error(math.inf)),
        (translate("Dataset", "ECE, equal mass"), tables["mass"].error()),
        (translate("Dataset", "MCE, equal mass"), tables["mass"].error(math.inf)),
    )
    brier = calibration.brier_parts(forecast, came, bins, kind)
    return Prepared(table, part, names, brier, _words(results, focus, answers, event))


def _in_bins(edges: Float, forecast: Float, came: Flags) -> Reliability:
    """Return some forecasts in the bins of all."""
    return calibration.counted(edges, calibration.bin_numbers(forecast, edges), forecast, came)


def _words(results: Results, focus: FocusState, answers: Answers, event: int | None) -> str:
    if event is None:
        what = translate("Dataset", "confidence of the predicted class, against how often it is the true one.")
    else:
        words = translate("Dataset", "probability of {name}, against how often it is the true class.")
        what = words.format(name=results.document.classes[event])
    return about(results, focus.model, [what, *soft_words(answers), *left_out(results, focus.model)])


def make(results: Results, focus: FocusState, chosen: Chosen) -> Shown:
    """Return the figure."""
    if not results.models[focus.model].used_count:
        return MessageFigure(no_rows())
    found = kept(results, key(results, focus, chosen), lambda: prepare(results, focus, chosen))
    event = event_of(results, chosen)
    name = None if event is None else results.document.classes[event]
    return ReliabilityFigure(
        found.table,
        found.part,
        found.figures,
        found.brier,
        found.words,
        focus.model,
        name,
        lambda pick: _brush(results, focus.model, event, found.table.edges, pick),
    )


def _brush(results: Results, model: int, event: int | None, edges: Float, pick: Pick) -> Brush:
    """Return the samples of some bins."""
    answers, forecast, _ = forecast_of(results, model, event)
    number: Indices = calibration.bin_numbers(forecast, edges)
    first, last = pick.columns
    flags = (number >= first) & (number <= last)
    ends = from_to(short(float(edges[first])), short(float(edges[last + 1])))
    name = results.models[model].name
    if event is None:
        words = translate("Dataset", "{model}: confidence {range}").format(model=name, range=ends)
    else:
        words = translate("Dataset", "{model}: probability of {name} {range}")
        words = words.format(model=name, name=results.document.classes[event], range=ends)
    return Brush.of(answers.mask(flags), words)


def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
    """Return a row for each bin, and the figures beside them."""
    figure = make(results, focus, chosen)
    header = (
        translate("Dataset", "from"),
        translate("Dataset", "to"),
        translate("Dataset", "samples"),
        translate("Dataset", "mean forecast"),
        translate("Dataset", "came true"),
        translate("Dataset", "brushed"),
        translate("Dataset", "came true, brushed"),
    )
    named = (translate("Dataset", "figure"), translate("Dataset", "value"))
    if not isinstance(figure, ReliabilityFigure):
        return beside(Numbers(header, ()), Numbers(named, ((no_rows(), None),)))
    table, part = figure.table, figure.part
    rows = tuple(
        (
            float(table.edges[k]),
            float(table.edges[k + 1]),
            int(table.counts[k]),
            cell(float(table.confidence[k])),
            cell(float(table.accuracy[k])),
            None if part is None else int(part.counts[k]),
            None if part is None else cell(float(part.accuracy[k])),
        )
        for k in range(table.counts.size)
    )
    figures = tuple((name, cell(value)) for name, value in figure.all_figures())
    return beside(Numbers(header, rows), Numbers(named, figures))
