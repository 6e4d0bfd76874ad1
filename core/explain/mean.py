"""The steps to the mean of a loss over samples."""

from __future__ import annotations

import numpy as np

from core.document import Document
from core.errors import QT_TRANSLATE_NOOP
from core.explain.expressions import Add, Div, Expr, Num, Rest, Symbols
from core.explain.steps import Line, Step, line, step
from core.information import nats_per
from core.losses import Loss
from core.remarks import Remark, remark
from core.results import ModelResults, Results, compute
from core.validation import Float

_FIRST, _LAST = 3, 1
"""Of many samples so many stand at the beginning, and so many at the end."""

_EACH = QT_TRANSLATE_NOOP("core", "Each sample")
_MEAN = QT_TRANSLATE_NOOP("core", "The mean over samples")
_WEIGHTED = QT_TRANSLATE_NOOP("core", "Each sample counts with the weight w of its truth.")
_LEFT_OUT = QT_TRANSLATE_NOOP("core", "{count} of {all} samples are left out.")
_NO_VALUE = QT_TRANSLATE_NOOP("core", "Some sample has no value under this loss, so there is no mean.")
_NONE = QT_TRANSLATE_NOOP("core", "Every sample is left out, so there is no mean.")
_INFINITE = QT_TRANSLATE_NOOP("core", "One infinite sample makes the mean infinite.")


def mean_steps(results: Results, model: int, loss: Loss) -> tuple[list[Step], float]:
    """Return the steps to a model's mean loss, and the mean in the unit shown."""
    if loss not in results.document.settings.computed:
        results = compute(with_loss(results.document, loss))
    document, figures = results.document, results.models[model]
    unit = document.settings.unit if loss.in_units else ""
    scale = nats_per(unit) if unit else 1.0
    used = np.flatnonzero(np.concatenate([part.used for part in figures.parts]))
    values = figures.per_sample(loss)[used] / scale
    weights = _weights(figures, loss, used)
    mean = figures.mean(loss) / scale
    notes: list[Remark] = []
    if used.size < document.size:
        notes.append(remark(_LEFT_OUT, count=document.size - used.size, all=document.size))
    if not used.size or np.isnan(values).any():
        return [step(remark(_MEAN), [], [remark(_NO_VALUE if used.size else _NONE), *notes])], mean
    if np.isinf(values).any():
        notes.append(remark(_INFINITE))
    if weights is not None:
        notes.append(remark(_WEIGHTED))
    each = [
        line(
            Symbols(rf"L_{{{at + 1}}}"),
            Num(float(values[at]) + 0.0, final=True),
            unit=unit,
            about=document.sample_name(int(used[at])),
        )
        for at in _ends(values.size)
    ]
    return [step(remark(_EACH), each), step(remark(_MEAN), [_mean_line(values, weights, mean, unit)], notes)], mean


def with_loss(document: Document, loss: Loss) -> Document:
    """Return a document in which a loss, with these parameters, is the one that is looked at."""
    return document.with_loss(loss).with_settings(loss=loss.name)


def _weights(figures: ModelResults, loss: Loss, used: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Float | None:
    if not all(loss in part.weights for part in figures.parts):
        return None
    return np.concatenate([part.weights[loss] for part in figures.parts])[used]


def _ends(count: int) -> list[int]:
    """Return which samples are written out: all of a few, of many the first and the last."""
    if count <= _FIRST + _LAST + 1:
        return list(range(count))
    return [*range(_FIRST), *range(count - _LAST, count)]


def _mean_line(values: Float, weights: Float | None, mean: float, unit: str) -> Line:
    """Return Σ Lᵢ / N, or Σ wᵢLᵢ/wᵢ… with weights: the weighted losses are known already."""
    final = Num(mean + 0.0, final=True)
    if weights is None:
        letters = Symbols(r"\frac{1}{N} \sum_i L_i")
        put_in = Div(_sum(values), Num(float(values.size)))
    else:
        letters = Symbols(r"\frac{\sum_i L_i}{\sum_i w_i}")
        put_in = Div(_sum(values), _sum(weights))
    return line(Symbols(r"\bar{L}"), letters, put_in, final, unit=unit)


def _sum(values: Float) -> Expr:
    """Return the sum of what is written out and, between its ends, of the rest."""
    shown = _ends(values.size)
    terms: list[Expr] = [Num(float(values[at])) for at in shown]
    if len(shown) < values.size:
        terms.insert(_FIRST, Rest(values.size - len(shown), float(values[_FIRST:-_LAST].sum())))
    return Add(tuple(terms)) if len(terms) > 1 else terms[0]
