"""From results, a sample, a model and a loss to worked steps."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np

from core import distributions
from core.document import TRUTH
from core.errors import QT_TRANSLATE_NOOP, LossAtlasError
from core.explain.case import Case, case_of, row_steps, softmax_step, sum_of, temperature_steps
from core.explain.expressions import Div, Expr, Log, Num, Symbols, minus, mul
from core.explain.forms import Form, form_of
from core.explain.forms.base import sides_of
from core.explain.gradient import gradient_steps
from core.explain.mean import mean_steps
from core.explain.steps import Explanation, Step, line, step
from core.losses import Loss
from core.parts import OK, ZERO_SUM
from core.remarks import Remark, remark
from core.results import Results

What = Literal["value", "gradient", "logits", "mean"]
WHATS: tuple[What, ...] = ("value", "gradient", "logits", "mean")
"""What can be written out: the loss of a row, its gradient, the same from logits, the mean over samples."""

_REFUSED = QT_TRANSLATE_NOOP("core", "No figure for this row")
_NEEDS_LABEL = QT_TRANSLATE_NOOP(
    "core", "This loss needs a truth that is 1 for one class and 0 for the others; this one is not."
)
_LEFT_OUT = QT_TRANSLATE_NOOP("core", "{table} sums to {total}, not to 1; such rows are left out.")
_TRUTH = QT_TRANSLATE_NOOP("core", "Truth")
_ARE_LOGS = QT_TRANSLATE_NOOP(
    "core", "The model gives probabilities; log q are logits of theirs, since softmax does not see a shift."
)
_NO_LOGITS = QT_TRANSLATE_NOOP("core", "A row of zeros has no logits.")
_NORMALIZES = QT_TRANSLATE_NOOP(
    "core", "q sums to {total}, and softmax divides by it: this loss is of that distribution."
)
_AT_ONCE = QT_TRANSLATE_NOOP("core", "In one go, as frameworks compute it from logits")


def explain(results: Results, sample: int, model: int, loss: Loss | None = None, what: What = "value") -> Explanation:
    """Return the worked steps of a sample and a model.

    Parameters
    ----------
    results
        The figures of a document.
    sample, model
        Indices; one that is not there raises.
    loss
        Any loss; by default the document's current one.
    what
        One of `WHATS`.

    Raises
    ------
    LossAtlasError
        For a sample or model that is not there, or parameters of the loss that do not fit the classes.
    """
    document = results.document
    loss = loss or document.settings.current
    document.truth.locate(sample)
    if not 0 <= model < len(document.models):
        raise LossAtlasError("unknown_model", text=str(model), last=len(document.models) - 1)
    steps, value = _steps(results, sample, model, loss, what)
    named = document.sample_name(sample) if document.samples is not None else f"sample {sample + 1}"
    names = "" if what == "mean" else named, document.models[model].name
    return Explanation(*names, loss.title, document.classes, tuple(steps), value)


@np.errstate(all="ignore")
def _steps(results: Results, sample: int, model: int, loss: Loss, what: What) -> tuple[list[Step], float]:
    if what == "mean":
        return mean_steps(results, model, loss)
    refusal = _refusal(results, sample, model, loss)
    if refusal is not None:
        return [step(remark(_REFUSED), [], [refusal])], math.nan
    case = case_of(results, sample, model, loss)
    value = case.value / case.scale
    before = [*row_steps(results, sample, model), *temperature_steps(results, sample, model)]
    if what == "gradient":
        return [*before, *gradient_steps(case)], value
    if what == "logits":
        return [*before, *_logit_steps(case)], value
    if case.z is not None:
        before.append(softmax_step(case))
    form = form_of(case)
    return [*before, *form.before(), form.step(), *form.after()], value


def _refusal(results: Results, sample: int, model: int, loss: Loss) -> Remark | None:
    """Return why there is no figure for the row, or None."""
    document = results.document
    for table in (TRUTH, model):
        state = results.state(table, sample)
        if state != OK and results.leaves_out(state):
            name = Remark(_TRUTH) if table == TRUTH else document.models[model].name
            total = 0.0 if state == ZERO_SUM else float(document.rows(table).row(sample).sum())
            return remark(_LEFT_OUT, table=name, total=total)
    return None if loss.accepts(results.truth_row(sample)) else remark(_NEEDS_LABEL)


def _logit_steps(case: Case) -> list[Step]:
    """Return the softmax step by step, and the loss of what it gives."""
    if not (case.log_q > -np.inf).any():
        return [step(remark(_REFUSED), [], [remark(_NO_LOGITS)])]
    z = case.logits
    value = float(case.loss.value_from_logits(case.p, z))
    of_logits = replace(case, q=distributions.softmax_of(z), z=z, value=value)
    notes: list[Remark] = []
    if case.z is None:
        notes.append(remark(_ARE_LOGS))
        if not math.isclose(float(case.q.sum()), 1.0, rel_tol=1e-6):
            notes.append(remark(_NORMALIZES, total=float(case.q.sum())))
    softmax = softmax_step(of_logits)
    form = form_of(of_logits)
    first = replace(softmax, notes=(*notes, *softmax.notes))
    return [first, *form.before(), form.step(), *_at_once(of_logits, form)]


def _at_once(case: Case, form: Form) -> list[Step]:
    """Return Σt·log Σ exp z - Σ t·z, for losses that are -Σ t·log q."""
    target = form.target()
    if target is None or case.loss.name == "kl_divergence" or not math.isfinite(case.value):
        return []
    z = case.logits
    lse = float(z.max()) + math.log(float(np.exp(2.0 * (0.5 * z - 0.5 * z.max())).sum()))
    total = float(target.sum())
    put_in: Expr = minus(
        Num(lse) if total == 1.0 else mul(Num(total), Num(lse)),
        sum_of(case.weights, lambda k: mul(Num(float(target[k])), Num(float(z[k])))),
    )
    if case.log_unit != "nat":
        put_in = Div(put_in, Log(Num({"bit": 2.0, "dit": 10.0}[case.log_unit])))
    if not form.is_right(put_in):
        return []
    letters = "t" if target is not case.p else "p"
    whole = "" if total == 1.0 else rf"\sum_k {letters}_k \,"
    formula = rf"{whole} \ln \sum_k e^{{z_k}} - \sum_k {letters}_k z_k"
    if case.log_unit != "nat":
        formula = rf"\left( {formula} \right) / \ln {2 if case.log_unit == 'bit' else 10}"
    made = line(Symbols("L"), Symbols(formula), *sides_of(put_in), case.final(), unit=case.value_unit)
    return [step(remark(_AT_ONCE), [made])]
