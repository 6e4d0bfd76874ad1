"""The ways that several libraries have in common: cross-entropy, squared and absolute error, hinge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from core.conventions import base
from core.conventions.base import Case, Indices, Remark, Steps
from core.errors import QT_TRANSLATE_NOOP
from core.losses.cross_entropy import CrossEntropy
from core.losses.hinge import Hinge
from core.losses.mae import MeanAbsoluteError
from core.losses.mse import MeanSquaredError
from core.validation import Float

_MARGIN = QT_TRANSLATE_NOOP("core", "Its margin is 1; Loss Atlas has {margin}.")


@dataclass(eq=False)
class CrossSteps:
    """The way of a cross-entropy: Σ target·(-log q) a row, and what the mean divides by (None: the rows' number)."""

    steps: Steps
    target: Float
    log_q: Float
    over: Float | None

    def to(self, why: Remark, *, target: Float | None = None, log_q: Float | None = None) -> None:
        """Go on with another target or log q; 0·∞ still counts as 0."""
        self.target = self.target if target is None else target
        self.log_q = self.log_q if log_q is None else log_q
        self.steps.to(self._average(base.careful(self.target, self.log_q)), why)

    def divide_by(self, over: Float | None, why: Remark) -> None:
        """Go on to a mean that divides by the sum of `over`, or by the number of rows."""
        self.over = over
        self.to(why)

    def as_written(self) -> None:
        """Go on to the sum as it is written, in which 0·∞ is not a number."""
        self.steps.to(self._average(base.product(self.target, self.log_q)), base.NOT_A_NUMBER)

    def _average(self, rows: Float) -> float:
        return base.mean(rows) if self.over is None else base.ratio(rows, self.over)


def cross_entropy_loss(case: Case) -> CrossEntropy:
    """Return Loss Atlas's cross-entropy with its present parameters."""
    return cast(CrossEntropy, case.losses["cross_entropy"])


def class_weights(case: Case) -> Float | None:
    """Return the document's class weights (K,), if it has any."""
    weights = cross_entropy_loss(case).class_weights
    return None if weights is None else np.asarray(weights)


def row_weights(case: Case) -> Float | None:
    """Return the weight of each row's true class (N,), if there are weights and every row has a true class."""
    weights = class_weights(case)
    return None if weights is None or case.labels is None else weights[case.labels]


def cross_entropy(case: Case, *, smooths: bool, weighs: Literal["classes", "rows", "no"]) -> CrossSteps:
    """Return the way to a library's target: whether it smooths labels, and what it weighs.

    With "rows" a row of a true class is multiplied by the weight of that class, another row by 1.
    """
    loss = cross_entropy_loss(case)
    p, weights = case.truth, class_weights(case)
    epsilon = loss.label_smoothing if smooths else 0.0
    factors = 1.0 if weights is None else weights
    way = CrossSteps(Steps(case, loss), p, case.log_q, base.mean_weights(loss, p))
    target = base.smoothed(p, epsilon, 1.0 / case.classes) if epsilon else p
    way.to(base.EVEN_SHARE if smooths else base.NO_SMOOTHING, target=target * factors)
    by_row = row_weights(case) if weighs == "rows" else None
    if by_row is not None:
        way.to(base.ROW_WEIGHT, target=target * by_row[:, None])
    elif weights is not None and weighs != "classes":
        way.over = None
        way.to(base.NO_WEIGHTS, target=target)
    return way


def mean_error(case: Case, loss: MeanSquaredError | MeanAbsoluteError) -> Steps:
    """Return the way to a mean over rows and classes of the squared or absolute error."""
    steps = Steps(case, loss)
    error = case.q - case.truth
    total = error**2 if isinstance(loss, MeanSquaredError) else np.abs(error)
    steps.to(float(total.sum() / total.size), base.over_classes(case.classes))
    return steps


def hinge(case: Case, form: Literal["max", "sum"]) -> tuple[Steps, Indices | None]:
    """Return the way to a hinge of this form with margin 1, and the labels."""
    loss = cast(Hinge, case.losses["hinge"])
    steps = Steps(case, loss)
    if case.labels is not None:
        why = base.EVERY_RIVAL if form == "sum" else base.STRONGEST_RIVAL
        steps.to(case.typed(Hinge(form=form, margin=loss.margin)), why)
        steps.to(case.typed(Hinge(form=form)), base.remark(_MARGIN, margin=f"{loss.margin:.6g}"))
    return steps, case.labels
