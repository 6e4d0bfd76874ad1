"""Making an expression shorter as a person does: 0 times anything is gone, 1 times it is itself."""

from __future__ import annotations

from core.explain.expressions import (
    Abs,
    Add,
    Div,
    Exp,
    Expr,
    Log,
    Max,
    Mul,
    Neg,
    Num,
    Pow,
    Rest,
    Root,
    Term,
    value_of,
)

_PAIR = 2
"""So many bare numbers a person adds up in the head."""
ZERO, ONE, TWO = Num(0.0), Num(1.0), Num(2.0)


def simplified(expr: Expr) -> Expr:  # noqa: C901 - one case a kind of node
    """Return an expression of the same value without its zeros and ones.

    Examples
    --------
    >>> simplified(Add((Mul((ZERO, Log(Num(0.3)))), Mul((ONE, Log(Num(0.4)))))))
    Log(of=Num(value=0.4, final=False), unit='nat')
    """
    match expr:
        case Add(terms):
            return _sum([simplified(term) for term in terms])
        case Mul(factors):
            return _product([simplified(factor) for factor in factors])
        case Neg(inner):
            return negative(simplified(inner))
        case Term(k, inner):
            return Term(k, simplified(inner))
        case Div(over, under):
            top, bottom = simplified(over), simplified(under)
            return bare_zero(top) if bare(top) == ZERO else top if bottom == ONE else Div(top, bottom)
        case Pow(base, exponent):
            return _power(simplified(base), exponent)
        case Log(inner, unit):
            shorter = simplified(inner)
            return ZERO if shorter == ONE else Log(shorter, unit)
        case Root(inner):
            shorter = simplified(inner)
            return shorter if shorter in (ZERO, ONE) else Root(shorter)
        case Exp(inner):
            shorter = simplified(inner)
            return ONE if bare(shorter) == ZERO else Exp(shorter)
        case Abs(inner):
            shorter = simplified(inner)
            return Num(abs(shorter.value)) if isinstance(shorter, Num) else Abs(shorter)
        case Max(inner):
            return Max(simplified(inner))
        case _:
            return expr


def bare(expr: Expr) -> Expr:
    """Return an expression without the class that it belongs to."""
    return expr.of if isinstance(expr, Term) else expr


def bare_zero(expr: Expr) -> Expr:
    """Return 0, of the same class."""
    return Term(expr.k, ZERO) if isinstance(expr, Term) else ZERO


def negative(expr: Expr) -> Expr:
    """Return the negative, without two signs in a row."""
    match expr:
        case Neg(inner):
            return inner
        case Num(value, final):
            return Num(0.0 - value, final)
        case Term(k, Num() as number):
            return Term(k, negative(number))
        case _:
            return expr if bare(expr) == ZERO else Neg(expr)


def worked_out(expr: Expr) -> Expr:
    """Return a sum with every class's term as its value, and whatever is around the sum as it is."""
    match expr:
        case Term(k, _):
            return Term(k, Num(value_of(expr)))
        case Add(terms):
            return Add(tuple(map(worked_out, terms)))
        case Neg(inner):
            return Neg(worked_out(inner))
        case Mul(factors):
            return Mul(tuple(map(worked_out, factors)))
        case Root(inner):
            return Root(worked_out(inner))
        case Div(over, under):
            return Div(worked_out(over), under)
        case _:
            return expr


def _sum(terms: list[Expr]) -> Expr:
    kept = [term for term in terms if bare(term) != ZERO and not (isinstance(term, Rest) and term.total == 0)]
    if not kept:
        return ZERO
    if len(kept) == _PAIR and all(isinstance(_unsigned(term), Num) for term in kept):
        return Num(value_of(Add(tuple(kept))))
    return kept[0] if len(kept) == 1 and not isinstance(kept[0], Rest) else Add(tuple(kept))


def _unsigned(expr: Expr) -> Expr:
    return expr.of if isinstance(expr, Neg) else expr


def _product(factors: list[Expr]) -> Expr:
    if any(bare(factor) == ZERO for factor in factors):
        return ZERO
    kept = [factor for factor in factors if bare(factor) != ONE]
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else Mul(tuple(kept))


def _power(base: Expr, exponent: Expr) -> Expr:
    if exponent == ONE:
        return base
    if exponent == ZERO:
        return ONE
    if exponent == TWO:
        base = _unsigned(base)
        if isinstance(base, Root):
            return base.of
    return base if base in (ZERO, ONE) else Pow(base, exponent)
