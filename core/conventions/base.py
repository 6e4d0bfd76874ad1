"""What a library's module works with: the document's arrays, sentences with values, steps from value to value.

A library's value is reached from Loss Atlas's by one convention after another. The ones that change the value are
the reasons why the two differ, so a reason is found by computing, not by a rule about when it applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions, information, validation
from core.document import Document, RowSums, Scale, sums_to_one
from core.errors import QT_TRANSLATE_NOOP, LossAtlasError
from core.losses import Loss
from core.losses.cross_entropy import CrossEntropy
from core.remarks import Remark, remark
from core.validation import Float

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Two values within these of each other do not differ: what is left is rounding."""

Indices = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]


NEEDS_LABELS = Remark(
    QT_TRANSLATE_NOOP("core", "It takes one true class a row; the truth here is spread over several, or none.")
)
_ONLY_LABELS_HERE = Remark(
    QT_TRANSLATE_NOOP("core", "Loss Atlas refuses this loss for a truth that is not one class a row.")
)
_LEAVES_OUT = QT_TRANSLATE_NOOP(
    "core", "It takes every row as typed; Loss Atlas leaves out those that do not sum to 1."
)
_NORMALIZES = QT_TRANSLATE_NOOP(
    "core", "It takes every row as typed; Loss Atlas divides those that do not sum to 1 by their sum."
)
NO_SMOOTHING = Remark(QT_TRANSLATE_NOOP("core", "It does not smooth labels."))
NO_WEIGHTS = Remark(QT_TRANSLATE_NOOP("core", "It takes no class weights."))
EVEN_SHARE = Remark(
    QT_TRANSLATE_NOOP("core", "Smoothing adds ε/K to each class, whatever the row of the truth sums to.")
)
ROW_WEIGHT = Remark(
    QT_TRANSLATE_NOOP("core", "A row is weighed as a whole, by the weight of its class; Loss Atlas weighs its classes.")
)
OVER_WEIGHTS = Remark(
    QT_TRANSLATE_NOOP("core", "The mean divides by the sum of the rows' weights, not by the number of rows.")
)
OVER_ROWS = Remark(
    QT_TRANSLATE_NOOP("core", "The mean divides by the number of rows, not by the sum of the rows' weights.")
)
_OVER_CLASSES = QT_TRANSLATE_NOOP(
    "core", "The mean is over rows and classes, so the sum is divided by K = {classes} too."
)
SOFTMAX_NORMALIZES = Remark(
    QT_TRANSLATE_NOOP("core", "The softmax inside divides each row of probabilities by its sum.")
)
DIVIDES_ROWS = Remark(QT_TRANSLATE_NOOP("core", "It divides each row of probabilities by its sum."))
SOFTMAX_TWICE = Remark(
    QT_TRANSLATE_NOOP("core", "It takes the probabilities for logits and puts them through a softmax.")
)
_CLIPS = QT_TRANSLATE_NOOP("core", "It clips probabilities to {low} … {high} before the logarithm.")
NOT_A_NUMBER = Remark(
    QT_TRANSLATE_NOOP(
        "core", "Somewhere it computes 0·∞, ∞ - ∞ or 0/0, which is not a number; Loss Atlas counts 0·∞ as 0."
    )
)
EVERY_RIVAL = Remark(QT_TRANSLATE_NOOP("core", "It adds up every rival class; Loss Atlas counts the strongest one."))
STRONGEST_RIVAL = Remark(
    QT_TRANSLATE_NOOP("core", "It counts the strongest rival class; Loss Atlas adds up every one.")
)
LIKELIEST = Remark(
    QT_TRANSLATE_NOOP("core", "A row is right or wrong by the likeliest class of the truth, whatever the others hold.")
)


def over_classes(classes: int) -> Remark:
    """Return that the mean divides by the number of classes too."""
    return remark(_OVER_CLASSES, classes=classes)


def clips(low: float, high: float) -> Remark:
    """Return that probabilities are clipped, and to what."""
    return remark(_CLIPS, low=f"{low:.3g}", high="1" if high == 1 else f"1 - {1 - high:.3g}")


@dataclass(frozen=True, eq=False)
class Case:
    """One model of a document as arrays, in use: as typed, and at its temperature.

    Attributes
    ----------
    truth
        p, shape (N, K).
    given
        Probabilities or logits, shape (N, K), as `scale` says; z/T at a temperature T.
    proper_rows
        Whether the row of the truth and that of the model sum to 1, shape (N,).
    """

    truth: Float
    given: Float
    scale: Scale
    row_sums: RowSums
    proper_rows: Flags
    losses: Mapping[str, Loss]

    @classmethod
    def of(cls, document: Document, model: int, losses: Mapping[str, Loss]) -> Case:
        """Return the case of a model of a document."""
        own = document.models[model]
        tables = [(document.truth, "probability"), (own.rows, own.scale)]
        truth = np.concatenate([block.dense() for block in document.truth.blocks])
        given = np.concatenate([own.in_use(block).dense() for block in own.rows.blocks])
        fine = np.ones(len(truth), dtype=np.bool_)
        for rows, scale in tables:
            if scale == "probability":
                fine &= np.concatenate([sums_to_one(block.dense(), block.single) for block in rows.blocks])
        return cls(truth, given, own.scale, document.settings.row_sums, fine, losses)

    @property
    def classes(self) -> int:
        """K."""
        return self.truth.shape[1]

    @property
    def is_logit(self) -> bool:
        """Whether logits were given."""
        return self.scale == "logit"

    @cached_property
    def labels(self) -> Indices | None:
        """The true classes y (N,), if every row of the truth is one class."""
        return self.truth.argmax(axis=1) if validation.is_one_hot(self.truth).all() else None

    @cached_property
    def q(self) -> Float:
        """The probabilities as typed, or the softmax of the logits."""
        return distributions.softmax_of(self.given) if self.is_logit else self.given

    @cached_property
    def log_q(self) -> Float:
        """The logarithm of the probabilities as typed, or the log-softmax of the logits."""
        return distributions.log_softmax_of(self.given) if self.is_logit else information.log_of(self.given)

    @cached_property
    def z(self) -> Float:
        """The logits; for probabilities log q, which are logits of q divided by its sum."""
        return self.given if self.is_logit else self.log_q

    @cached_property
    def log_softmax(self) -> Float:
        """The log-softmax of `z`."""
        return log_softmax(self.z)

    @cached_property
    def _means(self) -> dict[tuple[Loss, RowSums], float]:
        return {}

    def typed(self, loss: Loss) -> float:
        """Return Loss Atlas's mean of `loss` over all rows as typed."""
        return self._mean_under(loss, "as-typed")

    def ours(self, loss: Loss) -> float:
        """Return Loss Atlas's mean of `loss` under the document's row-sum setting; nan if no row counts."""
        return self._mean_under(loss, self.row_sums)

    def _mean_under(self, loss: Loss, row_sums: RowSums) -> float:
        if (loss, row_sums) not in self._means:
            self._means[loss, row_sums] = self._mean(loss, *self._rows_under(row_sums))
        return self._means[loss, row_sums]

    def _rows_under(self, row_sums: RowSums) -> tuple[Float, Float]:
        """Return the rows of truth and model that count, as they count."""
        p, given = self.truth, self.given
        if row_sums == "as-typed":
            return p, given
        if row_sums == "strict":
            return p[self.proper_rows], given[self.proper_rows]
        used = p.any(axis=1) & (self.is_logit | given.any(axis=1))
        off = ~self.proper_rows[used, None]
        p, given = p[used], given[used]
        p = np.where(off, distributions.normalize(p), p)
        return p, given if self.is_logit else np.where(off, distributions.normalize(given), given)

    def _mean(self, loss: Loss, p: Float, given: Float) -> float:
        if not len(p):
            return float("nan")
        values = loss.value_from_logits(p, given) if self.is_logit else loss.value(p, given)
        weights = mean_weights(loss, p)
        return mean(values) if weights is None else ratio(values, weights)


class Steps:
    """The way from Loss Atlas's value to a library's, a convention at a time.

    Attributes
    ----------
    ours, value
        Loss Atlas's value, nan if it has none, and the one reached so far.
    """

    def __init__(self, case: Case, loss: Loss) -> None:
        self._refused = False
        self._reasons: list[Remark] = []
        self.ours = self.value = float("nan")
        try:
            self.ours = self.value = case.ours(loss)
            self.to(case.typed(loss), Remark(_LEAVES_OUT if case.row_sums == "strict" else _NORMALIZES))
        except LossAtlasError as error:
            if error.code != "needs_label":
                raise
            self._refused = True

    def to(self, value: float, why: Remark) -> None:
        """Go on to `value`; if that is another one, `why` is a reason."""
        if not same(self.value, value):
            self._reasons.append(why)
        self.value = value

    @property
    def reasons(self) -> tuple[Remark, ...]:
        """Why the two values differ, in the order in which it happens; empty if they do not."""
        if self._refused:
            return (_ONLY_LABELS_HERE,)
        return () if same(self.ours, self.value) else tuple(self._reasons)


@dataclass(frozen=True, eq=False)
class Call:
    """One call of a library on a case.

    Attributes
    ----------
    loss
        The name of the Loss Atlas loss that it is to be compared with.
    text
        The call, in which y are labels, p the truth's rows, q probabilities, z logits, w class weights.
    how
        What the library does.
    steps
        The way to its value.
    refusal
        Why the library does not take this document, or None.
    mistaken
        Whether it is there as a common mistake, and not to be written.
    """

    loss: str
    text: str
    how: Remark
    steps: Steps
    refusal: Remark | None = None
    mistaken: bool = False


@dataclass(frozen=True)
class Library:
    """A library: its name, the version looked at, the type it computes in unless told, and its calls on a case."""

    name: str
    version: str
    dtype: str
    order: int
    calls: Callable[[Case], Iterator[Call]]


# -- arithmetic -----------------------------------------------------------------------------------------


def same(a: float, b: float) -> bool:
    """Return whether two values are one but for rounding; inf is inf and nan is nan."""
    return bool(np.isclose(a, b, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True))


def mean(rows: Float) -> float:
    """Return the mean over rows (N,)."""
    return float(rows.sum() / len(rows))


def ratio(values: Float, weights: Float) -> float:
    """Return Σ values / Σ weights, nan for 0/0."""
    return float(np.divide(values.sum(), weights.sum()))


def mean_weights(loss: Loss, p: Float) -> Float | None:
    """Return Σ wₖ·pₖ a row (N,), if Loss Atlas's mean is over these weights; None if rows count alike."""
    if not isinstance(loss, CrossEntropy) or loss.class_weights is None or loss.mean_over == "samples":
        return None
    return p @ np.asarray(loss.class_weights)


def log_softmax(z: Float) -> Float:
    """Return the log-softmax over the last axis, nan for a row of -inf."""
    return distributions.log_softmax_of(z)


def normalized(q: Float) -> Float:
    """Return rows divided by their sums, whatever these are."""
    return q / q.sum(axis=1, keepdims=True)


def smoothed(p: Float, epsilon: float, share: Float | float) -> Float:
    """Return (1 - ε)·p + ε·share."""
    return (1.0 - epsilon) * p + epsilon * share


def product(target: Float, log_q: Float) -> Float:
    """Return -Σ target·log q a row, as it is written: 0·∞ is not a number."""
    return -(target * log_q).sum(axis=1)


def careful(target: Float, log_q: Float) -> Float:
    """Return -Σ target·log q a row, with 0 where the target is 0."""
    return information.cross_entropy_terms(target, log_q).sum(axis=1)


def picked(values: Float, labels: Indices) -> Float:
    """Return the entry of each row (N, K) at its label (N,)."""
    return np.take_along_axis(values, labels[:, None], axis=1)[:, 0]


def margins(case: Case, labels: Indices) -> Float:
    """Return 1 + zⱼ - z_y (N, K), and -inf at j = y."""
    own = distributions.is_class(labels, case.classes)
    return np.where(own, -np.inf, 1.0 + case.z - picked(case.z, labels)[:, None])
