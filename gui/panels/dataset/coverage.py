"""Coverage: how many answers are wrong if only the surest are given, for every model."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from core import calibration, dataset
from core.calibration import Coverage
from core.results import Results
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
    models_shown,
    no_rows,
    percent,
    soft_words,
)
from gui.panels.dataset.coverage_figure import STRETCHES, CoverageFigure, ModelCoverage
from gui.plotting.figure import Cell, Numbers
from gui.plotting.picking import Pick

translate = QCoreApplication.translate

CHOICES: Sequence[str] = ("measure",)
_POINTS = 200
"""A curve has at most so many points: about as many as can be told apart."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """The models' curves, the one in focus last, that of the brushed samples, and words."""

    models: tuple[ModelCoverage, ...]
    part: ModelCoverage | None
    words: str


def key(results: Results, focus: FocusState, chosen: Chosen) -> Hashable:
    """Return what the figures depend on."""
    return ("coverage", focus.model, focus.brush)


def _curve(model: int, name: str, curve: Coverage) -> ModelCoverage:
    thin = calibration.thinned(curve, _POINTS)
    return ModelCoverage(model, name, thin.coverage, thin.risk, curve.area)


def _of_model(results: Results, model: int) -> ModelCoverage:
    def made() -> ModelCoverage:
        answers = answers_of(results, model)
        return _curve(model, results.models[model].name, calibration.coverage(answers.confidence, answers.right))

    return kept(results, ("coverage of", model), made)


def prepare(results: Results, focus: FocusState, chosen: Chosen) -> Prepared:
    """Rank every model's answers by their confidence."""
    models = tuple(_of_model(results, model) for model in models_shown(results, focus))
    answers = answers_of(results, focus.model)
    flags, part = brushed(focus.brush, answers.rows), None
    if flags is not None:
        curve = calibration.coverage(answers.confidence[flags], answers.right[flags])
        part = _curve(focus.model, translate("Dataset", "brushed"), curve)
    said = _at_half(models[-1])
    return Prepared(
        models, part, about(results, focus.model, [*said, *soft_words(answers), *left_out(results, focus.model)])
    )


def _at_half(model: ModelCoverage) -> list[str]:
    """Return in words what giving only the surest half of the answers would bring."""
    if not model.risk.size:
        return []
    k = int(np.abs(model.coverage - 0.5).argmin())
    words = translate("Dataset", "{all} of all answers are wrong, of the surest {share} of them {part}.")
    whole, part = percent(float(model.risk[-1])), percent(float(model.risk[k]))
    return [words.format(all=whole, share=percent(float(model.coverage[k])), part=part)]


def make(results: Results, focus: FocusState, chosen: Chosen) -> Shown:
    """Return the figure."""
    if not results.models[focus.model].used_count:
        return MessageFigure(no_rows())
    found = kept(results, key(results, focus, chosen), lambda: prepare(results, focus, chosen))
    return CoverageFigure(
        found.models,
        found.part,
        chosen["measure"] == "risk",
        found.words,
        lambda pick: _brush(results, focus.model, pick),
    )


def _brush(results: Results, model: int, pick: Pick) -> Brush:
    """Return the samples of a stretch, counted from the surest answer of a model."""
    answers = answers_of(results, model)
    low, high = pick.columns[0] / STRETCHES, (pick.columns[1] + 1) / STRETCHES
    flags = dataset.ranked_between(answers.confidence, low, high)
    words = translate("Dataset", "{model}: coverage {range}, the surest first")
    label = words.format(model=results.models[model].name, range=from_to(percent(low), percent(high)))
    return Brush.of(answers.mask(flags), label)


def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
    """Return a row for each point of each curve, and the areas beside them."""
    figure = make(results, focus, chosen)
    value = translate("Dataset", "wrong") if chosen["measure"] == "risk" else translate("Dataset", "right")
    header = (translate("Dataset", "model"), translate("Dataset", "coverage"), value)
    areas = (translate("Dataset", "model"), "AURC")
    if not isinstance(figure, CoverageFigure):
        return beside(Numbers(header, ((no_rows(), None, None),)), Numbers(areas, ()))
    curves = [*figure.models, *([figure.part] if figure.part is not None else [])]
    rows: list[tuple[Cell, ...]] = []
    for each in curves:
        values = figure.heights(each)
        rows += [(each.name, *pair) for pair in zip(each.coverage.tolist(), values.tolist(), strict=True)]
    listed = tuple((each.name, cell(each.area)) for each in curves)
    return beside(Numbers(header, tuple(rows)), Numbers(areas, listed))
