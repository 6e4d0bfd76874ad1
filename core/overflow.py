"""Where the naive softmax breaks down and the fused one does not: both computed, step by step, in 16, 32 and 64 bits.

Naive is the formula as it is written: exp of the logits, their sum, the quotient, minus its log. Fused is what
frameworks do: the largest logit is taken off first, and the log of the quotient is never formed from the quotient.
Every step is numpy's own arithmetic in the type, so what breaks here breaks there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from core import validation
from core.errors import QT_TRANSLATE_NOOP, LossAtlasError

DTYPES = ("float16", "float32", "float64")
DEFAULT = (1000.0, 0.0, -1000.0)
MOST = 10
"""At most so many logits are shown."""

Kind = Literal["overflow", "undefined", "log of 0", "lost"]
Values = npt.NDArray[np.floating[Any]]

OVERFLOW = QT_TRANSLATE_NOOP("core", "{what} overflows in {dtypes}: beyond the largest number, {largest}, it is ∞.")
UNDEFINED = QT_TRANSLATE_NOOP("core", "{what} is undefined in {dtypes}: it is not a number.")
LOG_OF_ZERO = QT_TRANSLATE_NOOP("core", "{what} is ∞ in {dtypes}, because a probability that is not 0 has become 0.")
LOST = QT_TRANSLATE_NOOP("core", "{what} is below the smallest number in {dtypes} and becomes 0.")
SENTENCES: dict[Kind, str] = {
    "overflow": OVERFLOW,
    "undefined": UNDEFINED,
    "log of 0": LOG_OF_ZERO,
    "lost": LOST,
}


@dataclass(frozen=True)
class Trouble:
    """What went wrong at an entry of a step.

    Attributes
    ----------
    kind
        "overflow": finite numbers gave an infinite one. "undefined": ∞/∞, 0/0 or ∞ - ∞. "log of 0": a probability that
        is not 0 had become 0. "lost": a number that is not 0 became 0, which need not do harm.
    index
        The first class at which it did.
    what
        The operation with its numbers, such as exp(1000).
    """

    kind: Kind
    index: int
    what: str

    @property
    def is_serious(self) -> bool:
        """Whether what follows cannot be right."""
        return self.kind != "lost"


@dataclass(frozen=True, eq=False)
class Step:
    """One step: how it is written, a number a class or one for all, and what went wrong first."""

    formula: str
    values: Values
    trouble: Trouble | None


@dataclass(frozen=True, eq=False)
class Way:
    """The steps from logits to the loss with each label, in one type."""

    name: Literal["naive", "fused"]
    dtype: str
    steps: tuple[Step, ...]

    @property
    def losses(self) -> Values:
        """The cross-entropy with each class as the label, (K,): the last step."""
        return self.steps[-1].values

    @cached_property
    def failing(self) -> int | None:
        """The first step after which the result cannot be right; None if there is none."""
        return next((k for k, step in enumerate(self.steps) if step.trouble and step.trouble.is_serious), None)

    @property
    def largest(self) -> float:
        """The largest number of the type."""
        return float(np.finfo(self.dtype).max)


def parse(text: str) -> tuple[float, ...]:
    """Return the logits in a text: numbers with commas, semicolons or spaces between them.

    Raises
    ------
    LossAtlasError
        For a word that is no number or no logit, and for fewer than two or too many.

    Examples
    --------
    >>> parse("1000, 0, -1000")
    (1000.0, 0.0, -1000.0)
    """
    words = [word for word in re.split(r"[\s,;，；、]+", text.replace("−", "-")) if word]
    found: list[float] = []
    for word in words:
        try:
            found.append(float(word))
        except ValueError:
            raise LossAtlasError("cell_text", text=word[:40]) from None
    if not 2 <= len(found) <= MOST:
        raise LossAtlasError("logit_count", count=len(found), most=MOST)
    validation.check_logits(np.array(found), "z")
    return tuple(found)


@np.errstate(all="ignore")
def naive(logits: tuple[float, ...], dtype: str) -> Way:
    """Return the steps of -log(exp z / Σ exp z) as it is written.

    Examples
    --------
    >>> naive((1000.0, 0.0, -1000.0), "float64").losses.tolist()
    [nan, inf, inf]
    """
    z, first = _typed(logits, dtype)
    e = np.exp(z)
    total = _summed(e)
    q = e / total
    loss, gone = -np.log(q), (q == 0) & (e > 0)
    steps = (
        first,
        _step("exp(z)", e, lambda k: f"exp({_short(z[k])})", (z,), lost=(e == 0) & (z > -np.inf)),
        _step("Σ exp(z)", total, lambda _: " + ".join(map(_short, e)), (e,)),
        _step("q = exp(z) / Σ", q, lambda k: f"{_short(e[k])} / {_short(total[0])}", (e, total), lost=gone),
        _step("−log q", loss, lambda k: f"−log {_short(q[k])}", (q,), pole=(q == 0) & (z > -np.inf)),
    )
    return Way("naive", dtype, steps)


@np.errstate(all="ignore")
def fused(logits: tuple[float, ...], dtype: str) -> Way:
    """Return the steps of log Σ exp(z - max z) - (z - max z), which is the same number.

    Examples
    --------
    >>> fused((1000.0, 0.0, -1000.0), "float16").losses.tolist()
    [0.0, 1000.0, 2000.0]
    """
    z, first = _typed(logits, dtype)
    top = z.max(keepdims=True)
    d = z - top
    e = np.exp(d)
    total = _summed(e)
    log = np.log(total)
    loss = log - d
    possible = z > -np.inf
    steps = (
        first,
        _step("m = max z", top, lambda _: "max z", (z,)),
        _step("d = z − m", d, lambda k: f"{_short(z[k])} − {_short(top[0])}", (z, top)),
        _step("exp(d)", e, lambda k: f"exp({_short(d[k])})", (d,), lost=(e == 0) & possible),
        _step("Σ exp(d)", total, lambda _: " + ".join(map(_short, e)), (e,)),
        _step("log Σ", log, lambda _: f"log {_short(total[0])}", (total,)),
        _step("log Σ − d", loss, lambda k: f"{_short(log[0])} − {_short(d[k])}", (log, d)),
    )
    return Way("fused", dtype, steps)


def _typed(logits: tuple[float, ...], dtype: str) -> tuple[Values, Step]:
    """Return the logits rounded to a type, and that as a step."""
    given = np.array(logits)
    z: Values = given.astype(dtype)
    return z, _step("z", z, lambda k: f"{logits[k]:g}", (given,))


def _summed(values: Values) -> Values:
    """Return the sum (1,), of numbers and by additions of the type, one after another."""
    total = values[:1].copy()
    for each in values[1:]:
        total = total + each
    return total


def _step(
    formula: str,
    values: Values,
    what: Callable[[int], str],
    operands: tuple[Values, ...],
    *,
    lost: npt.NDArray[np.bool_] | None = None,
    pole: npt.NDArray[np.bool_] | None = None,
) -> Step:
    """Return a step, with the first entry that its operands do not explain: worst of all what is undefined."""
    values = values + values.dtype.type(0)  # -0 is shown as 0
    finite = np.ones(values.shape, np.bool_)
    for each in operands:
        finite &= np.isfinite(each) if each.shape == values.shape else np.isfinite(each).all()
    found: list[tuple[Kind, npt.NDArray[np.bool_]]] = [
        ("undefined", np.isnan(values) & np.full(values.shape, not _had_nan(operands))),
        ("log of 0", _none(values) if pole is None else pole),
        ("overflow", np.isinf(values) & finite if pole is None else _none(values)),
        ("lost", _none(values) if lost is None else lost),
    ]
    for kind, where in found:
        if where.any():
            index = int(where.argmax())
            return Step(formula, values, Trouble(kind, index, what(index)))
    return Step(formula, values, None)


def _none(values: Values) -> npt.NDArray[np.bool_]:
    return np.zeros(values.shape, np.bool_)


def _had_nan(operands: tuple[Values, ...]) -> bool:
    return any(bool(np.isnan(each).any()) for each in operands)


def _short(value: Any) -> str:
    """Return a number in few digits, with a proper sign."""
    return f"{float(value):.4g}".replace("-", "−").replace("inf", "∞")
