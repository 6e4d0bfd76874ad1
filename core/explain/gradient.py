"""The steps to a loss's gradient: by the probabilities, and through the softmax by the logits."""

from __future__ import annotations

import math

import numpy as np

from core import decomposition, distributions
from core.errors import QT_TRANSLATE_NOOP
from core.explain.case import Case, sum_of
from core.explain.expressions import Div, Expr, Log, Neg, Num, Symbols, minus, mul, value_of
from core.explain.forms import Form, form_of
from core.explain.forms.base import sides_of
from core.explain.simplify import simplified
from core.explain.steps import Line, Step, line, step
from core.remarks import Remark, remark
from core.validation import Float

_MOST_CLASSES = 6

_BY_Q = QT_TRANSLATE_NOOP("core", "By the probabilities")
_BY_Z = QT_TRANSLATE_NOOP("core", "By the logits, through the softmax")
_FLAT = QT_TRANSLATE_NOOP(
    "core", "The loss is flat between its steps: there is nothing to go down, so it trains no model."
)
_INFINITE = QT_TRANSLATE_NOOP("core", "At q = 0 it is the limit from above.")
_OTHERS = QT_TRANSLATE_NOOP("core", "The {count} classes with the strongest pull, of {all}.")
_COLLAPSES = QT_TRANSLATE_NOOP(
    "core", "Here every qⱼ·gⱼ is −tⱼ, with t what multiplies −log q; so the chain collapses to this."
)
_COLLAPSES_TO_P = QT_TRANSLATE_NOOP("core", "Here every qⱼ·gⱼ is −pⱼ, so the chain collapses to q − p.")
_LIMIT = QT_TRANSLATE_NOOP("core", "Where q is 0 or nearly so, the product q·g is taken as its limit.")
_NO_LOGITS = QT_TRANSLATE_NOOP("core", "A row of zeros has no logits.")
_NORMALIZES = QT_TRANSLATE_NOOP(
    "core", "The softmax of log q is q divided by its sum, {total}: this is the slope at that distribution."
)
_WHICH = r"\frac{\partial L}{\partial z_k}"
_CHAIN = r"q_k \left( g_k - \sum_j q_j\, g_j \right)"


@np.errstate(all="ignore")
def gradient_steps(case: Case) -> list[Step]:
    """Return the steps to ∂L/∂q and ∂L/∂z, in the unit shown."""
    return [_by_probabilities(case, form_of(case)), _by_logits(case)]


def strongest(values: Float) -> list[int]:
    """Return the classes that have lines of their own."""
    return [int(k) for k in decomposition.strongest(np.abs(values), _MOST_CLASSES)]


def _by_probabilities(case: Case, form: Form) -> Step:
    slopes = case.loss.gradient(case.p, case.q) / case.scale
    shown = strongest(slopes)
    letters = _letters(case, form.slope_letters())
    lines = [line(Symbols(r"\frac{\partial L}{\partial q_k}"), *letters)] if letters else []
    for k in shown:
        written = form.slope(k)
        put_in = None if written is None else _in_unit(case, written)
        lines.append(_class_line(put_in, float(slopes[k]), k))
    notes: list[Remark] = []
    if not case.loss.differentiable:
        notes.append(remark(_FLAT))
    if (np.isinf(slopes) & (case.q == 0)).any():
        notes.append(remark(_INFINITE))
    return step(remark(_BY_Q), lines, [*notes, *_left_out(shown, case)])


def _letters(case: Case, latex: str) -> list[Expr]:
    """Return the slope in letters, divided by what a unit is in nats."""
    if not latex:
        return []
    if case.log_unit == "nat" or latex == "0":
        return [Symbols(latex)]
    return [Symbols(rf"\left( {latex} \right) / \ln {_base(case)}")]


def _base(case: Case) -> int:
    return {"bit": 2, "dit": 10}[case.log_unit]


def _in_unit(case: Case, slope: Expr) -> Expr:
    if case.log_unit == "nat":
        return slope
    by = Log(Num(float(_base(case))))
    match slope:
        case Neg(Div(over, under)):
            return Neg(Div(over, mul(under, by)))
        case _:
            return Div(slope, by)


def _class_line(put_in: Expr | None, value: float, k: int) -> Line:
    """Return a class's line; numbers that do not come to the value, as at a limit, are not put in."""
    sides: list[Expr] = []
    if put_in is not None:
        found = value_of(put_in)
        if found == value or math.isclose(found, value, rel_tol=1e-6, abs_tol=1e-15):
            sides = [side for side in (put_in, simplified(put_in)) if not isinstance(side, Num)]
    return line(*sides, Num(value + 0.0, final=True), k=k)


def _left_out(shown: list[int], case: Case) -> list[Remark]:
    return [remark(_OTHERS, count=len(shown), all=case.size)] if len(shown) < case.size else []


def _by_logits(case: Case) -> Step:
    if not (case.log_q > -np.inf).any():
        return step(remark(_BY_Z), [], [remark(_NO_LOGITS)])
    z = case.logits
    q = distributions.softmax_of(z)
    slopes = case.loss.gradient_from_logits(case.p, z) / case.scale
    shown = strongest(slopes)
    target = form_of(case).target()
    notes: list[Remark] = []
    if case.z is None and not math.isclose(float(case.q.sum()), 1.0, rel_tol=1e-6):
        notes.append(remark(_NORMALIZES, total=float(case.q.sum())))
    lines = [line(Symbols(_WHICH), Symbols(_CHAIN))]
    if target is not None:
        notes.append(remark(_COLLAPSES_TO_P if target is case.p else _COLLAPSES))
        lines += _collapsed(case, q, target, slopes, shown)
    else:
        lines += _chained(case, q, slopes, shown)
        if (q < 1e-12).any():
            notes.append(remark(_LIMIT))
    return step(remark(_BY_Z), lines, [*notes, *_left_out(shown, case)])


def _collapsed(case: Case, q: Float, target: Float, slopes: Float, shown: list[int]) -> list[Line]:
    """Return q·Σt - t, class by class."""
    total = float(target.sum())
    is_one = math.isclose(total, 1.0, rel_tol=1e-12)
    letters = (r"q_k - p_k" if is_one else r"q_k \sum_j p_j - p_k") if target is case.p else r"q_k \sum_j t_j - t_k"
    lines = [line(Symbols(_WHICH), *_letters(case, letters))]
    for k in shown:
        share: Expr = Num(float(q[k]))
        pulled = minus(share if is_one else mul(share, Num(total)), Num(float(target[k])))
        lines.append(_class_line(_in_unit(case, pulled), float(slopes[k]), k))
    return lines


def _chained(case: Case, q: Float, slopes: Float, shown: list[int]) -> list[Line]:
    """Return the mean of g, and q times what g has beyond it, class by class."""
    g = case.loss.gradient(case.p, q) / case.scale
    mean = sum_of(case.weights, lambda j: mul(Num(float(q[j])), Num(float(g[j]))))
    total = value_of(mean)
    usable = math.isfinite(total)
    lines = [line(Symbols(r"\sum_j q_j\, g_j"), *sides_of(mean), Num(total))] if usable else []
    for k in shown:
        chained = mul(Num(float(q[k])), minus(Num(float(g[k])), Num(total))) if usable else None
        lines.append(_class_line(chained, float(slopes[k]), k))
    return lines
