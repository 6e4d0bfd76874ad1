"""PyTorch: torch.nn.functional."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from core import information
from core.conventions import base, shared
from core.conventions.base import Call, Case, Indices, Library, Remark, Steps
from core.errors import QT_TRANSLATE_NOOP
from core.losses.mae import MeanAbsoluteError
from core.losses.mse import MeanSquaredError
from core.validation import Float

_INDEX = QT_TRANSLATE_NOOP(
    "core", "Log-softmax of the logits at the label; with weights, the mean divides by the sum of the rows' weights."
)
_SOFT = QT_TRANSLATE_NOOP(
    "core", "Log-softmax of the logits against a row of probabilities; the mean divides by the number of rows always."
)
_MISTAKEN = QT_TRANSLATE_NOOP(
    "core", "Given probabilities it raises nothing: it puts them through a softmax as if they were logits."
)
_NLL = QT_TRANSLATE_NOOP(
    "core", "Minus log q at the label: nothing is normalized or clipped, and log 0 gives an infinite loss."
)
_KL = QT_TRANSLATE_NOOP(
    "core", "KL(p‖q), log q first and the truth second; reduction “mean”, the default, is over rows and classes."
)
_KL_ROWS = QT_TRANSLATE_NOOP("core", "KL(p‖q), log q first and the truth second; “batchmean” is the mean over rows.")
_KL_SWAPPED = QT_TRANSLATE_NOOP("core", "With log p first and q second it is KL(q‖p).")
_SWAPPED = QT_TRANSLATE_NOOP("core", "The arguments are the other way round: this is KL(q‖p), reverse KL.")
_MSE = QT_TRANSLATE_NOOP("core", "Squared error, the mean over rows and classes.")
_MAE = QT_TRANSLATE_NOOP("core", "Absolute error, the mean over rows and classes.")
_HINGE = QT_TRANSLATE_NOOP(
    "core", "Hinge of every rival with margin 1, divided by the number of classes; mean over rows."
)


def calls(case: Case) -> Iterator[Call]:
    """Yield PyTorch's calls on a case."""
    if "cross_entropy" in case.losses:
        yield from _cross_entropies(case)
    if "kl_divergence" in case.losses:
        yield from _divergences(case)
    if "mse" in case.losses:
        steps = shared.mean_error(case, cast(MeanSquaredError, case.losses["mse"]))
        yield Call("mse", f"F.mse_loss({_q(case)}, p)", Remark(_MSE), steps)
    if "mae" in case.losses:
        steps = shared.mean_error(case, cast(MeanAbsoluteError, case.losses["mae"]))
        yield Call("mae", f"F.l1_loss({_q(case)}, p)", Remark(_MAE), steps)
    if "hinge" in case.losses:
        yield _hinge(case)


LIBRARY = Library("PyTorch", "2.13.0", "float32", 10, calls)


def _q(case: Case) -> str:
    return "z.softmax(1)" if case.is_logit else "q"


def _z(case: Case) -> str:
    return "z" if case.is_logit else "q.log()"


def _log_q(case: Case) -> str:
    return "z.log_softmax(1)" if case.is_logit else "q.log()"


def _cross_entropies(case: Case) -> Iterator[Call]:
    loss = shared.cross_entropy_loss(case)
    weight = "" if loss.class_weights is None else ", weight=w"
    options = weight + (f", label_smoothing={loss.label_smoothing!r}" if loss.label_smoothing else "")
    name, labels = "cross_entropy", case.labels
    refusal = base.NEEDS_LABELS if labels is None else None
    log_q, why = case.log_softmax, base.SOFTMAX_NORMALIZES
    if labels is not None:
        steps = _index(case, labels, log_q, why)
        yield Call(name, f"F.cross_entropy({_z(case)}, y{options})", Remark(_INDEX), steps)
    yield Call(name, f"F.cross_entropy({_z(case)}, p{options})", Remark(_SOFT), _soft(case, log_q, why))
    yield Call(name, f"F.nll_loss({_log_q(case)}, y{weight})", Remark(_NLL), _nll(case), refusal)
    if not case.is_logit:
        log_q, why = base.log_softmax(case.q), base.SOFTMAX_TWICE
        steps = _soft(case, log_q, why) if labels is None else _index(case, labels, log_q, why)
        y = "p" if labels is None else "y"
        yield Call(name, f"F.cross_entropy(q, {y}{options})", Remark(_MISTAKEN), steps, mistaken=True)


def _soft(case: Case, log_q: Float, why: Remark) -> Steps:
    """Return the way to a target of probabilities: weights multiply classes, the mean is over rows."""
    way = shared.cross_entropy(case, smooths=True, weighs="classes")
    way.to(why, log_q=log_q)
    way.divide_by(None, base.OVER_ROWS)
    way.as_written()
    return way.steps


def _index(case: Case, labels: Indices, log_q: Float, why: Remark) -> Steps:
    """Return the way to a label: (1 - ε)·w_y·(-log q_y) + ε/K·Σ w·(-log q), over Σ w_y."""
    way = shared.cross_entropy(case, smooths=True, weighs="classes")
    way.to(why, log_q=log_q)
    by_row = shared.row_weights(case)
    if by_row is not None:
        way.divide_by(by_row, base.OVER_WEIGHTS)
    weights, epsilon = shared.class_weights(case), shared.cross_entropy_loss(case).label_smoothing
    weighed = log_q if weights is None else log_q * weights

    def average(rows: Float) -> float:
        return base.mean(rows) if by_row is None else base.ratio(rows, by_row)

    value = average(-base.picked(weighed, labels))
    if epsilon:
        value = (1.0 - epsilon) * value + epsilon / case.classes * average(-weighed.sum(axis=1))
    way.steps.to(value, base.NOT_A_NUMBER)
    return way.steps


def _nll(case: Case) -> Steps:
    way = shared.cross_entropy(case, smooths=False, weighs="classes")
    by_row = shared.row_weights(case)
    if case.labels is not None and by_row is not None:
        way.divide_by(by_row, base.OVER_WEIGHTS)
        way.steps.to(base.ratio(-by_row * base.picked(case.log_q, case.labels), by_row), base.NOT_A_NUMBER)
    return way.steps


def _divergences(case: Case) -> Iterator[Call]:
    name, log_p = "kl_divergence", information.log_of(case.truth)

    def rows() -> tuple[Steps, Float]:
        steps = Steps(case, case.losses[name])
        terms = np.where(case.truth > 0, case.truth * log_p, 0.0) - case.truth * case.log_q
        steps.to(base.mean(terms.sum(axis=1)), base.NOT_A_NUMBER)
        return steps, terms

    steps, terms = rows()
    steps.to(float(terms.sum() / terms.size), base.over_classes(case.classes))
    yield Call(name, f"F.kl_div({_log_q(case)}, p)", Remark(_KL), steps)
    steps, _ = rows()
    yield Call(name, f'F.kl_div({_log_q(case)}, p, reduction="batchmean")', Remark(_KL_ROWS), steps)
    steps = Steps(case, case.losses[name])
    terms = np.where(case.q > 0, case.q * information.log_of(case.q), 0.0) - case.q * log_p
    steps.to(base.mean(information.kl_terms(case.q, case.truth).sum(axis=1)), Remark(_SWAPPED))
    steps.to(base.mean(terms.sum(axis=1)), base.NOT_A_NUMBER)
    text = f'F.kl_div(p.log(), {_q(case)}, reduction="batchmean")'
    yield Call(name, text, Remark(_KL_SWAPPED), steps, mistaken=True)


def _hinge(case: Case) -> Call:
    steps, labels = shared.hinge(case, "sum")
    text, how = f"F.multi_margin_loss({_z(case)}, y)", Remark(_HINGE)
    if labels is None:
        return Call("hinge", text, how, steps, base.NEEDS_LABELS)
    short = base.margins(case, labels)
    rows = np.where(short > 0, short, 0.0).sum(axis=1)  # a margin that is not a number counts as 0 here too
    steps.to(base.mean(rows) / case.classes, base.over_classes(case.classes))
    return Call("hinge", text, how, steps)
