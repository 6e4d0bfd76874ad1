"""The row that steps are about: truth, prediction and loss, and the steps that lead from what is typed to them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core import decomposition, distributions, information
from core.document import TRUTH
from core.errors import QT_TRANSLATE_NOOP
from core.explain.expressions import (
    Add,
    Div,
    Exp,
    Expr,
    Log,
    Num,
    Pow,
    Rest,
    Row,
    Symbols,
    Term,
    minus,
    mul,
    value_of,
)
from core.explain.simplify import ONE
from core.explain.steps import Line, Step, line, step
from core.information import nats_per
from core.losses import Loss
from core.parts import OFF_SUM, OK
from core.remarks import Remark, remark
from core.results import Results
from core.validation import Float

MOST_TERMS = 7
"""A longer sum is written by its largest terms, and what the others come to."""
_LEAST_TERMS = 3

_ROW = QT_TRANSLATE_NOOP("core", "The row")
_AS_TYPED = QT_TRANSLATE_NOOP("core", "{table} sums to {total}, not to 1; the formula is applied to it as typed.")
_NORMALIZED = QT_TRANSLATE_NOOP("core", "{table} sums to {total}, not to 1; it is divided by its sum first.")
_TEMPERATURE = QT_TRANSLATE_NOOP("core", "Temperature")
_SOFTENED = QT_TRANSLATE_NOOP("core", "At temperature {value} the prediction is softer than typed.")
_SHARPENED = QT_TRANSLATE_NOOP("core", "At temperature {value} the prediction is sharper than typed.")
_SOFTMAX = QT_TRANSLATE_NOOP("core", "Softmax through log-sum-exp")
_TRUTH = QT_TRANSLATE_NOOP("core", "Truth")
_UNDERFLOW = QT_TRANSLATE_NOOP(
    "core", "e to the {value} is smaller than any number of this kind; its logarithm is kept, so nothing is lost."
)
_OVERFLOW = QT_TRANSLATE_NOOP(
    "core", "e to the {value} itself would overflow; the largest logit is taken away first, which changes no softmax."
)
_MOST_EXPONENT = math.log(np.finfo(np.float64).max)


@dataclass(frozen=True, eq=False)
class Case:
    """One truth and one prediction under one loss, as they are computed with.

    Attributes
    ----------
    p, q
        Distributions (K,), or rows as typed.
    z
        The logits (K,) that q is the softmax of, at the model's temperature; None for a model of probabilities.
    unit
        In what amounts of information are shown.
    value
        The loss, in nats or unitless.
    names
        What the classes are called.
    """

    loss: Loss
    p: Float
    q: Float
    z: Float | None
    unit: str
    value: float
    names: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of classes K."""
        return self.p.size

    @property
    def log_unit(self) -> str:
        """The unit whose logarithm the loss is written with: nat for a loss that has no unit."""
        return self.unit if self.loss.in_units else "nat"

    @property
    def scale(self) -> float:
        """What to divide the loss by to show it."""
        return nats_per(self.log_unit)

    @property
    def value_unit(self) -> str:
        """What stands after the loss."""
        return self.unit if self.loss.in_units else ""

    @property
    def weights(self) -> Float:
        """How much each class matters to a reader: by what the truth gives it, then the prediction."""
        return 2.0 * self.p + self.q

    @cached_property
    def log_q(self) -> Float:
        """The logarithm of q, in nats."""
        return information.log_of(self.q) if self.z is None else distributions.log_softmax_of(self.z)

    @property
    def logits(self) -> Float:
        """Logits of the prediction: its own, or log q, which is what they are up to a shift."""
        return self.log_q if self.z is None else self.z

    # -- as expressions -----------------------------------------------------------------------------------

    def p_of(self, k: int) -> Expr:
        """Return a class's p."""
        return Num(float(self.p[k]))

    def q_of(self, k: int) -> Expr:
        """Return a class's q."""
        return Num(float(self.q[k]))

    def log_q_of(self, k: int) -> Expr:
        """Return log q of a class: to be taken of a probability, known of a logit."""
        if self.z is None:
            return Log(self.q_of(k), self.log_unit)
        return Num(float(self.log_q[k]) / self.scale)

    def complement_of(self, k: int) -> Expr:
        """Return 1 - q of a class; very near 1 as a number, which keeps the digits that subtracting loses."""
        if self.z is not None and self.q[k] > 0.99:
            return Num(float(distributions.softmax_parts(self.z).complement[k]))
        return minus(ONE, self.q_of(k))

    def final(self, value: float | None = None) -> Expr:
        """Return the loss, or another amount of its kind in nats, as it is shown at the end of a line."""
        return Num((self.value if value is None else value) / self.scale + 0.0, final=True)


# -- long rows and sums -----------------------------------------------------------------------------------


def sum_of(weights: Float, term: Callable[[int], Expr]) -> Add:
    """Return the sum of a term a class: of more than a line's worth the largest, and what the rest comes to.

    Where few terms are not 0 the classes that weigh most stand with them, among them the true one.
    """
    terms = [term(k) for k in range(weights.size)]
    if weights.size <= MOST_TERMS:
        return Add(tuple(Term(k, each) for k, each in enumerate(terms)))
    values = np.array([value_of(each) for each in terms])
    kept = [int(k) for k in decomposition.strongest(np.abs(values), MOST_TERMS - 1) if values[k] != 0]
    kept = sorted({*kept, *decomposition.strongest(weights, max(1, _LEAST_TERMS - len(kept))).tolist()})
    rest = np.delete(values, kept)
    total = math.fsum(rest) if np.isfinite(rest).all() else float(rest.sum())
    return Add((*(Term(k, terms[k]) for k in kept), Rest(weights.size - len(kept), total)))


def row_of(values: Sequence[Expr], shown: Sequence[int]) -> Row:
    """Return the entries of some classes as a row, and a sign for those that are not shown."""
    entries: list[Expr] = [Term(k, values[k]) for k in shown]
    if len(shown) < len(values):
        entries.append(Rest(len(values) - len(shown)))
    return Row(tuple(entries))


def shown_of(weights: Float) -> list[int]:
    """Return which classes stand in a row: all of a few, of many the ones that weigh most."""
    if weights.size <= MOST_TERMS:
        return list(range(weights.size))
    return [int(k) for k in decomposition.strongest(weights, MOST_TERMS - 1)]


def numbers(values: Float) -> list[Expr]:
    """Return numbers as expressions."""
    return [Num(float(value)) for value in values]


# -- from what is typed to what is computed with ----------------------------------------------------------


def case_of(results: Results, sample: int, model: int, loss: Loss) -> Case:
    """Return the case of a sample and a model that count; the loss may be any."""
    document = results.document
    p, kept = results.truth_row(sample), document.models[model]
    q = decomposition.model_row(results, model, sample)
    z = kept.row_in_use(sample) if kept.scale == "logit" else None
    value = loss.value(p, q) if z is None else loss.value_from_logits(p, z)
    return Case(loss, p, q, z, document.settings.unit, float(value), document.classes)


def row_steps(results: Results, sample: int, model: int) -> list[Step]:
    """Return what is done to rows that do not sum to 1; nothing if all is well."""
    document = results.document
    notes: list[Remark] = []
    lines: list[Line] = []
    for table, letter in ((TRUTH, "p"), (model, "q")):
        if results.state(table, sample) == OK:
            continue
        row = document.rows(table).row(sample)
        name = Remark(_TRUTH) if table == TRUTH else document.models[model].name
        normalizes = results.row_sums == "normalize" and results.state(table, sample) == OFF_SUM
        notes.append(remark(_NORMALIZED if normalizes else _AS_TYPED, table=name, total=float(row.sum())))
        if normalizes:
            shown = shown_of(row)
            total = Num(float(row.sum()))
            parts = [Div(Num(float(x)), total) for x in row]
            mended = distributions.normalize(row)
            lines.append(line(Symbols(letter), row_of(parts, shown), row_of(numbers(mended), shown)))
    return [step(remark(_ROW), lines, notes)] if notes else []


def temperature_steps(results: Results, sample: int, model: int) -> list[Step]:
    """Return how the temperature changes the row; nothing at 1."""
    kept = results.document.models[model]
    temperature = kept.temperature
    if temperature == 1.0 or not kept.probability_row(sample).any():
        return []
    row = kept.rows.row(sample)
    shown = shown_of(2.0 * results.truth_row(sample) + kept.probability_row(sample))
    by = Num(temperature)
    notes = [remark(_SOFTENED if temperature > 1 else _SHARPENED, value=temperature)]
    if kept.scale == "logit":
        used = [Div(Num(float(x)), by) for x in row]
        values = numbers(row / temperature)
        letters = Symbols(r"\frac{z}{T}")
        return [step(remark(_TEMPERATURE), [line(letters, row_of(used, shown), row_of(values, shown))], notes)]
    if results.row_sums == "normalize" and results.state(model, sample) == OFF_SUM:
        row = distributions.normalize(row)
    powers = row ** (1.0 / temperature)
    total = float(powers.sum())
    raised: list[Expr] = [Pow(Num(float(x)), Div(ONE, by)) for x in row]
    shares: list[Expr] = [Div(mul(Num(float(row.sum())), Num(float(x))), Num(total)) for x in powers]
    after = decomposition.model_row(results, model, sample)
    lines = [
        line(Symbols(r"q^{1/T}"), row_of(raised, shown), row_of(numbers(powers), shown)),
        line(
            Symbols("q"),
            Symbols(r"\frac{q^{1/T} \sum_k q_k}{\sum_k q_k^{1/T}}"),
            row_of(shares, shown),
            row_of(numbers(after), shown),
        ),
    ]
    return [step(remark(_TEMPERATURE), lines, notes)]


def softmax_step(case: Case) -> Step:
    """Return how probabilities come out of logits without overflow: z, its largest, exponentials, sum, log q, q."""
    z = case.logits
    shown = shown_of(case.weights)
    top = float(z.max())
    with np.errstate(all="ignore"):
        below = 2.0 * (0.5 * z - 0.5 * top)
        powers = np.exp(below)
    total = float(powers.sum())
    lse = top + math.log(total)
    shifted = [minus(Num(float(x)), Num(top)) for x in z]
    exponents = sum_of(case.weights, lambda k: Exp(Num(float(below[k]))))
    log_q = [minus(Num(float(x)), Num(lse)) for x in z]
    lines = [
        line(Symbols("z"), row_of(numbers(z), shown)),
        line(Symbols(r"m = \max_k z_k"), Num(top)),
        line(Symbols("z - m"), row_of(shifted, shown), row_of(numbers(below), shown)),
        line(Symbols(r"s = \sum_k e^{z_k - m}"), exponents, Num(total)),
        line(Symbols(r"\ln \sum_k e^{z_k} = m + \ln s"), Add((Num(top), Log(Num(total)))), Num(lse)),
        line(Symbols(r"\ln q = z - \ln \sum_k e^{z_k}"), row_of(log_q, shown), row_of(numbers(case.log_q), shown)),
        line(Symbols("q"), row_of([Exp(Num(float(x))) for x in case.log_q], shown), row_of(numbers(case.q), shown)),
    ]
    notes: list[Remark] = []
    lost = below[(powers == 0) & (below > -np.inf)]
    if lost.size:
        notes.append(remark(_UNDERFLOW, value=float(lost.max())))
    if top > _MOST_EXPONENT:
        notes.append(remark(_OVERFLOW, value=top))
    return step(remark(_SOFTMAX), lines, notes)
