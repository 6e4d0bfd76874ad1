"""scikit-learn: its metrics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from core.conventions import base, shared
from core.conventions.base import Call, Case, Indices, Library, Remark, Steps
from core.errors import QT_TRANSLATE_NOOP
from core.losses.mae import MeanAbsoluteError
from core.losses.mse import MeanSquaredError

EPSILON = float(np.finfo(np.float64).eps)

_LOG_LOSS = QT_TRANSLATE_NOOP(
    "core", "Clips to 2.2e-16 … 1 - 2.2e-16; warns of rows that do not sum to 1 and leaves them as they are."
)
_BRIER = QT_TRANSLATE_NOOP("core", "Squared error summed over classes, halved for two classes; mean over rows.")
_HALF = QT_TRANSLATE_NOOP("core", "With two classes it is halved (scale_by_half=“auto”).")
_SUMS = QT_TRANSLATE_NOOP("core", "It adds the classes up; Loss Atlas is set to divide by K = {classes}.")
_MSE = QT_TRANSLATE_NOOP("core", "Squared error, the mean over rows and then over classes.")
_MAE = QT_TRANSLATE_NOOP("core", "Absolute error, the mean over rows and then over classes.")
_ERROR = QT_TRANSLATE_NOOP("core", "The part of rows whose likeliest class is not the label.")
_HINGE = QT_TRANSLATE_NOOP(
    "core", "Hinge of the strongest rival with margin 1, after Crammer and Singer; mean over rows."
)
_HINGE_TWO = QT_TRANSLATE_NOOP(
    "core",
    "For two classes it takes the difference of the logits. If all labels are one class, that counts as the first.",
)
_ONE_CLASS = QT_TRANSLATE_NOOP("core", "All labels are the second class, which it takes for the first.")
_ABOVE_ONE = QT_TRANSLATE_NOOP("core", "It refuses probabilities above 1; the largest here is {value}.")
_INFINITE = QT_TRANSLATE_NOOP("core", "It refuses infinite decision values, such as log 0.")
_NO_WEIGHT = QT_TRANSLATE_NOOP("core", "It refuses weights that are all 0.")


def calls(case: Case) -> Iterator[Call]:
    """Yield scikit-learn's calls on a case."""
    if "cross_entropy" in case.losses:
        yield _log_loss(case)
    if "mse" in case.losses:
        yield _brier(case)
        steps = shared.mean_error(case, cast(MeanSquaredError, case.losses["mse"]))
        yield Call("mse", f"mean_squared_error(p, {_q(case)})", Remark(_MSE), steps)
    if "mae" in case.losses:
        steps = shared.mean_error(case, cast(MeanAbsoluteError, case.losses["mae"]))
        yield Call("mae", f"mean_absolute_error(p, {_q(case)})", Remark(_MAE), steps)
    if "hinge" in case.losses:
        yield _hinge(case)
    if "classification_error" in case.losses:
        yield _error(case)


LIBRARY = Library("scikit-learn", "1.9.1", "float64", 40, calls)


def _q(case: Case) -> str:
    return "softmax(z, axis=1)" if case.is_logit else "q"


def _refusal(case: Case) -> Remark | None:
    """Return why a truth or probabilities are refused."""
    if case.labels is None:
        return base.NEEDS_LABELS
    return base.remark(_ABOVE_ONE, value=f"{case.q.max():.17g}") if case.q.max() > 1 else None


def _log_loss(case: Case) -> Call:
    way = shared.cross_entropy(case, smooths=False, weighs="rows")
    by_row = shared.row_weights(case)
    way.to(base.clips(EPSILON, 1.0 - EPSILON), log_q=np.log(np.clip(case.q, EPSILON, 1.0 - EPSILON)))
    refusal = _refusal(case)
    if by_row is not None:
        way.divide_by(by_row, base.OVER_WEIGHTS)
        refusal = refusal or (None if by_row.any() else Remark(_NO_WEIGHT))
    weights = "" if by_row is None else ", sample_weight=w[y]"
    text = f"log_loss(y, {_q(case)}, labels=np.arange({case.classes}){weights})"
    return Call("cross_entropy", text, Remark(_LOG_LOSS), way.steps, refusal)


def _brier(case: Case) -> Call:
    steps = Steps(case, case.losses["mse"])
    steps.to(case.typed(MeanSquaredError()), base.remark(_SUMS, classes=case.classes))
    if case.classes == 2:
        steps.to(steps.value / 2.0, Remark(_HALF))
    text = f"brier_score_loss(y, {_q(case)}, labels=np.arange({case.classes}))"
    return Call("mse", text, Remark(_BRIER), steps, _refusal(case))


def _hinge(case: Case) -> Call:
    steps, labels = shared.hinge(case, "max")
    two = case.classes == 2
    z = "z" if case.is_logit else "np.log(q)"
    text = f"hinge_loss(y, np.diff({z})[:, 0])" if two else f"hinge_loss(y, {z}, labels=np.arange({case.classes}))"
    how = Remark(_HINGE_TWO if two else _HINGE)
    if labels is None:
        return Call("hinge", text, how, steps, base.NEEDS_LABELS)
    if not np.isfinite(np.diff(case.z) if two else case.z).all():
        return Call("hinge", text, how, steps, Remark(_INFINITE))
    if two and labels.all():
        steps.to(_all_first(case), Remark(_ONE_CLASS))
    return Call("hinge", text, how, steps)


def _all_first(case: Case) -> float:
    """Return the hinge loss if every label were the first class."""
    first: Indices = np.zeros(len(case.z), dtype=np.int64)
    return base.mean(np.maximum(base.margins(case, first).max(axis=1), 0.0))


def _error(case: Case) -> Call:
    steps = Steps(case, case.losses["classification_error"])
    text = f"zero_one_loss(y, {'z' if case.is_logit else 'q'}.argmax(axis=1))"
    refusal = base.NEEDS_LABELS if case.labels is None else None
    return Call("classification_error", text, Remark(_ERROR), steps, refusal)
