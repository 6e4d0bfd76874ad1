"""Arithmetic as a person writes it: small immutable trees of numbers, signs and functions.

A tree knows its exact value and, given a number of decimals, the value of what is printed of it: numbers on paper are
rounded, and a sign of equality between two trees is only right if the left one, computed as printed, gives the right
one. Nothing here knows of losses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from core.explain.numerals import printed, spread

LOG_BASES = {"nat": math.e, "bit": 2.0, "dit": 10.0}

Bounds = tuple[float, float]
"""The least and the largest value that something may have."""
Leaf = Callable[["Num"], Bounds]


@dataclass(frozen=True)
class Num:
    """A number. A `final` one is printed to the decimals chosen; others keep at least as many significant digits."""

    value: float
    final: bool = False


@dataclass(frozen=True)
class Symbols:
    """A formula in letters, as LaTeX without a value; it stands alone on its side."""

    latex: str


@dataclass(frozen=True)
class Add:
    """A sum; a term that is a `Neg` is taken away."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True)
class Neg:
    """The negative of something."""

    of: Expr


@dataclass(frozen=True)
class Mul:
    """A product. 0 times anything is 0, as 0·log 0 is."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True)
class Div:
    """A quotient."""

    over: Expr
    under: Expr


@dataclass(frozen=True)
class Pow:
    """A power of something that is 0 or more, or a square."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True)
class Root:
    """A square root."""

    of: Expr


@dataclass(frozen=True)
class Log:
    """A logarithm to the base of a unit of information: nat, bit or dit."""

    of: Expr
    unit: str = "nat"


@dataclass(frozen=True)
class Exp:
    """A power of e."""

    of: Expr


@dataclass(frozen=True)
class Abs:
    """A distance from 0."""

    of: Expr


@dataclass(frozen=True)
class Max:
    """The larger of 0 and something."""

    of: Expr


@dataclass(frozen=True)
class Term:
    """The part of an expression that belongs to a class: it has the class's colour, and follows its highlight."""

    k: int
    of: Expr


@dataclass(frozen=True)
class Rest:
    """What is left out of a long sum or row: how many there are and, in a sum, what they come to."""

    count: int
    total: float | None = None


@dataclass(frozen=True)
class Row:
    """Numbers side by side: a distribution, or logits."""

    entries: tuple[Expr, ...]


Expr = Num | Symbols | Add | Neg | Mul | Div | Pow | Root | Log | Exp | Abs | Max | Term | Rest | Row


def mul(*factors: Expr) -> Expr:
    """Return a product."""
    return Mul(factors)


def minus(one: Expr, other: Expr) -> Expr:
    """Return a difference."""
    return Add((one, Neg(other)))


# -- values -----------------------------------------------------------------------------------------------


def value_of(expr: Expr) -> float:
    """Return the exact value of an expression; nan for a formula in letters and for a row."""
    return _bounds(expr, _exactly)[0]


def value_as_printed(expr: Expr, decimals: int) -> float:
    """Return what a reader gets who computes with the numbers as they are printed."""

    def leaf(number: Num) -> Bounds:
        value = printed(number.value, decimals, number.final).value
        return value, value

    return _bounds(expr, leaf)[0]


def bounds_as_printed(expr: Expr, decimals: int) -> Bounds:
    """Return between what ends the value lies, for a reader who sees only the numbers as printed."""

    def leaf(number: Num) -> Bounds:
        shown = printed(number.value, decimals, number.final)
        return spread(shown)

    return _bounds(expr, leaf)


def agree(left: Expr, right: Expr, decimals: int) -> bool:
    """Return whether the left side, computed as it is printed, gives the right side as it is printed."""
    if isinstance(left, Row) and isinstance(right, Row):
        return all(agree(one, other, decimals) for one, other in zip(left.entries, right.entries, strict=True))
    value = value_as_printed(left, decimals)
    low, high = bounds_as_printed(right, decimals)
    if math.isnan(value) or math.isnan(low):
        return True  # letters and rows are names, not results
    slack = 1e-12 * max(abs(low), abs(high)) if math.isfinite(low) and math.isfinite(high) else 0.0
    return low - slack <= value <= high + slack


def _exactly(number: Num) -> Bounds:
    return number.value, number.value


def _bounds(expr: Expr, leaf: Leaf) -> Bounds:  # noqa: C901 - one case a kind of node
    """Return the ends of an expression's value where each number lies between the ends that `leaf` gives."""

    def of(inner: Expr) -> Bounds:
        return _bounds(inner, leaf)

    match expr:
        case Num():
            return leaf(expr)
        case Term(_, inner):
            return of(inner)
        case Add(terms):
            return _total([of(term) for term in terms])
        case Neg(inner):
            low, high = of(inner)
            return -high, -low
        case Mul(factors):
            return reduce(_times, map(of, factors))
        case Div(over, under):
            return _quotient(of(over), of(under))
        case Pow(base, exponent):
            return _power(of(base), of(exponent))
        case Root(inner):
            low, high = of(inner)
            return math.sqrt(max(low, 0.0)), math.sqrt(max(high, 0.0))
        case Log(inner, unit):
            low, high = of(inner)
            return log(low, unit), log(high, unit)
        case Exp(inner):
            low, high = of(inner)
            return _exp(low), _exp(high)
        case Abs(inner):
            low, high = of(inner)
            ends = abs(low), abs(high)
            return (0.0 if low < 0 < high else min(ends)), max(ends)
        case Max(inner):
            low, high = of(inner)
            return max(0.0, low), max(0.0, high)
        case Rest(_, total):
            return leaf(Num(total)) if total is not None else (math.nan, math.nan)
        case _:
            return math.nan, math.nan


def log(value: float, unit: str = "nat") -> float:
    """Return a logarithm to the base of a unit; -inf at 0 and below, where only rounding leads."""
    if value <= 0:
        return -math.inf
    return {"nat": math.log, "bit": math.log2, "dit": math.log10}[unit](value)


def _total(parts: Sequence[Bounds]) -> Bounds:
    return _sum([low for low, _ in parts]), _sum([high for _, high in parts])


def _sum(values: Sequence[float]) -> float:
    return math.fsum(values) if all(map(math.isfinite, values)) else sum(values)


def _exp(value: float) -> float:
    return math.exp(value) if value < 709 else math.inf


def _product(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _times(one: Bounds, other: Bounds) -> Bounds:
    if one == (0.0, 0.0) or other == (0.0, 0.0):
        return 0.0, 0.0
    ends = [_product(a, b) for a in one for b in other]
    return (math.nan, math.nan) if any(map(math.isnan, ends)) else (min(ends), max(ends))


def _quotient(over: Bounds, under: Bounds) -> Bounds:
    if over == (0.0, 0.0):
        return (0.0, 0.0) if under != (0.0, 0.0) else (math.nan, math.nan)
    if under[0] <= 0 <= under[1]:
        signed = math.copysign(math.inf, over[0])
        return (signed, signed) if under == (0.0, 0.0) else (-math.inf, math.inf)
    ends = [a / b for a in over for b in under]
    return (math.nan, math.nan) if any(map(math.isnan, ends)) else (min(ends), max(ends))


def _power(base: Bounds, exponent: Bounds) -> Bounds:
    if exponent == (2.0, 2.0):
        low, high = base
        ends = low * low, high * high
        return (0.0 if low < 0 < high else min(ends)), max(ends)
    ends = [_raised(max(b, 0.0), e) for b in base for e in exponent]
    return min(ends), max(ends)


def _raised(base: float, exponent: float) -> float:
    if base == 0.0:
        return 1.0 if exponent == 0 else 0.0 if exponent > 0 else math.inf
    return base**exponent
