"""Losses: how many samples have which loss, and how much of the whole the worst of them carry."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from core import calibration, dataset
from core.dataset import Concentration, Flags, Indices
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import Brush, FocusState
from gui.kept import kept
from gui.panels.dataset.common import (
    Chosen,
    MessageFigure,
    Shown,
    about,
    brushed,
    from_to,
    left_out,
    models_shown,
    no_rows,
    percent,
)
from gui.panels.dataset.losses_figure import STRETCHES, WORST_NET, LossesFigure, ModelLosses, range_words
from gui.plotting.figure import Cell, Numbers
from gui.plotting.picking import Pick

translate = QCoreApplication.translate

CHOICES: Sequence[str] = ("scale", "counts")
WORST = 0.01
"""The share of samples that the words are about."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What is drawn: the borders of the bins, in the unit shown, each model's figures, the one in focus last."""

    edges: Float
    models: tuple[ModelLosses, ...]
    brushed: Indices | None
    words: str


def key(results: Results, focus: FocusState, chosen: Chosen) -> Hashable:
    """Return what the figures depend on."""
    return ("losses", focus.model, chosen["scale"], focus.brush)


def values_of(results: Results, model: int) -> Float:
    """Return the current loss of every row (N,) in the unit shown; nan where there is none."""
    settings = results.document.settings
    return results.models[model].per_sample(settings.current) / text.scale_of(settings.current, settings.unit)


def prepare(results: Results, focus: FocusState, chosen: Chosen) -> Prepared:
    """Count every model's losses in the same bins, and add them up from the greatest."""
    models = models_shown(results, focus)
    log = chosen["scale"] == "log"

    def counted() -> tuple[Float, tuple[ModelLosses, ...]]:
        values = [values_of(results, model) for model in models]
        edges = dataset.value_edges(np.concatenate([_extremes(each) for each in values]), log=log)
        return edges, tuple(_model_losses(results, *each, edges) for each in zip(models, values, strict=True))

    edges, found = kept(results, ("losses of", models, log), counted)
    values = values_of(results, focus.model)
    flags = brushed(focus.brush, np.arange(results.size))
    part = None if flags is None else dataset.histogram(values[flags], edges)
    return Prepared(edges, found, part, _words(results, focus.model, values, flags))


def _extremes(values: Float) -> Float:
    """Return the least, the least above 0 and the greatest finite value: what the borders of bins follow from."""
    finite = values[np.isfinite(values)]
    positive = finite[finite > 0.0]
    return np.array([each for some in (finite, positive) if some.size for each in (some.min(), some.max())])


def _model_losses(results: Results, model: int, values: Float, edges: Float) -> ModelLosses:
    finite = values[np.isfinite(values)]
    counts = dataset.histogram(values, edges)
    return ModelLosses(model, results.models[model].name, counts, dataset.concentration(finite))


def _words(results: Results, model: int, values: Float, flags: Flags | None) -> str:
    settings = results.document.settings
    there = values[~np.isnan(values)]
    finite = there[np.isfinite(there)]
    infinite = there.size - finite.size
    said: list[str] = []
    if there.size and not (finite < 0.0).any():
        said += _share_words(finite, infinite)
        if flags is not None:
            said += _brush_words(values, flags)
    missing = results.models[model].used_count - there.size
    if missing:
        said.append(
            translate("Dataset", "Without a value, since this loss needs labels: {count}.").format(count=missing)
        )
    said += left_out(results, model)
    title = text.measure_title(settings.current, settings.unit)
    return about(results, model, [text.labelled(title, text.joined(said))] if said else [title])


def _share_words(finite: Float, infinite: int) -> list[str]:
    """Return in words how much the worst samples carry."""
    said: list[str] = []
    if infinite:
        words = translate("Dataset", "infinite on {count} of the samples, and so is the mean.")
        said.append(words.format(count=infinite))
    carried = calibration.share_of_largest(finite, WORST)
    if math.isnan(carried):
        return said
    count = max(1, round(WORST * finite.size))
    words = (
        translate("Dataset", "Of the others the worst {share} ({count}) carry {carried} of the loss.")
        if infinite
        else translate("Dataset", "the worst {share} of the samples ({count}) carry {carried} of the loss.")
    )
    said.append(words.format(share=percent(count / finite.size), count=count, carried=percent(carried)))
    return said


def _brush_words(values: Float, flags: Flags) -> list[str]:
    counted = np.isfinite(values)
    total = float(values[counted].sum())
    if not total > 0.0:
        return []
    share = float(values[counted & flags].sum()) / total
    words = translate("Dataset", "The brushed samples carry {share} of the finite loss.")
    return [words.format(share=percent(share))]


def make(results: Results, focus: FocusState, chosen: Chosen) -> Shown:
    """Return the figure."""
    if not results.models[focus.model].used_count:
        return MessageFigure(no_rows())
    found = kept(results, key(results, focus, chosen), lambda: prepare(results, focus, chosen))
    settings = results.document.settings
    part, inside = results.model_part(focus.model, focus.sample)
    own = float(part.values[settings.current][inside]) / text.scale_of(settings.current, settings.unit)
    return LossesFigure(
        found.edges,
        found.models,
        found.brushed,
        found.words,
        text.measure_title(settings.current, settings.unit),
        chosen["scale"] == "log" and found.edges[0] > 0.0,
        chosen["counts"] == "log",
        own,
        lambda pick: _brush(results, focus.model, found.edges, pick),
    )


def _brush(results: Results, model: int, edges: Float, pick: Pick) -> Brush:
    """Return the samples of some bars, or of a stretch of the samples counted from the worst."""
    settings = results.document.settings
    values, name = values_of(results, model), results.models[model].name
    title = text.loss_title(settings.current)
    first, last = pick.columns
    if pick.net == WORST_NET:
        low, high = first / STRETCHES, (last + 1) / STRETCHES
        finite = np.isfinite(values)
        mask = np.zeros(results.size, np.bool_)
        mask[finite] = dataset.ranked_between(values[finite], low, high)
        words = translate("Dataset", "{model}: the worst {range} by {loss}")
        return Brush.of(mask, words.format(model=name, loss=title, range=from_to(percent(low), percent(high))))
    bins = dataset.value_bins(values, edges)
    measure = text.measure_title(settings.current, settings.unit)
    words = translate("Dataset", "{model}: {loss} {range}").format(
        model=name, loss=measure, range=range_words(edges, first, last)
    )
    return Brush.of((bins >= first) & (bins <= last), words)


def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
    """Return a row for each bar and each point of the curves."""
    header = (
        translate("Dataset", "figure"),
        translate("Dataset", "model"),
        translate("Dataset", "from"),
        translate("Dataset", "to"),
        translate("Dataset", "value"),
        translate("Dataset", "brushed"),
    )
    figure = make(results, focus, chosen)
    if not isinstance(figure, LossesFigure):
        return Numbers(header, ((no_rows(), None, None, None, None, None),))
    rows: list[tuple[Cell, ...]] = []
    for each in figure.models:
        rows += _bars(figure, each, figure.brushed if each.model == focus.model else None)
    for each in figure.models:
        rows += _points(each.name, each.concentration)
    return Numbers(header, tuple(rows))


def _bars(figure: LossesFigure, each: ModelLosses, part: Indices | None) -> list[tuple[Cell, ...]]:
    what = translate("Dataset", "samples")
    ends = [(low, high) for low, high in itertools.pairwise(figure.edges.tolist())]
    ends += [(math.inf, math.inf)] if figure.has_infinite else []
    return [
        (what, each.name, low, high, int(each.counts[k]), None if part is None else int(part[k]))
        for k, (low, high) in enumerate(ends)
    ]


def _points(name: str, curve: Concentration | None) -> list[tuple[Cell, ...]]:
    if curve is None:
        return []
    what = translate("Dataset", "loss carried by the worst")
    pairs = zip(curve.share.tolist(), curve.carried.tolist(), strict=True)
    return [(what, name, 0.0, share, carried, None) for share, carried in pairs]
