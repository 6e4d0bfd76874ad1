"""Expressions as tokens, each with its text and its LaTeX: what a line is broken between and a pointer can be over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.explain import letters
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
    Row,
    Symbols,
    Term,
)
from core.explain.numerals import printed

Kind = Literal["word", "sign", "plus", "times", "open", "close", "comma", "relation", "unit"]

_SUM, _UNARY, _PRODUCT, _FUNCTION, _POWER, _ATOM = range(6)
"""How tightly an expression holds together; one that is weaker than its place asks for gets parentheses."""

_FEW = 3
"""A sum of more terms is not kept in one piece."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOGS = {"nat": ("ln", r"\ln"), "bit": ("log₂", r"\log_{2}"), "dit": ("log₁₀", r"\log_{10}")}


@dataclass(frozen=True)
class Token:
    """A piece of a line: as text, as LaTeX, and the class it belongs to, if any."""

    text: str
    latex: str
    kind: Kind = "word"
    k: int | None = None


@dataclass(frozen=True)
class Manner:
    """How expressions are written: how many decimals, and in the person's words what is said of terms left out."""

    decimals: int = 4
    more: str = "{count} more: {total}"


@dataclass(frozen=True)
class _Written:
    text: str
    latex: str
    text_hold: int
    latex_hold: int

    def within(self, hold: int) -> _Written:
        """Return it with parentheses where it is weaker than `hold`."""
        text = f"({self.text})" if self.text_hold < hold else self.text
        latex = rf"\left({self.latex}\right)" if self.latex_hold < hold else self.latex
        return _Written(text, latex, max(self.text_hold, hold), max(self.latex_hold, hold))


_MINUS = Token("−", "-", "sign")
_PLUS, _LESS = Token("+", "+", "plus"), Token("−", "-", "plus")
_TIMES, _OVER = Token("·", r"\cdot", "times"), Token("/", "/", "times")
_OPEN, _CLOSE = Token("(", r"\left(", "open"), Token(")", r"\right)", "close")
_COMMA = Token(",", ",", "comma")
EQUAL, ABOUT = Token("=", "=", "relation"), Token("≈", r"\approx", "relation")


def tokens(expr: Expr, manner: Manner) -> list[Token]:
    """Return an expression as tokens: sums and rows in parts, everything else in one piece."""
    match expr:
        case Add(terms):
            return _sum(terms, manner)
        case Neg(inner):
            inside = tokens(inner, manner)
            weak = isinstance(_bare(inner), Add | Neg) or _is_negative(inner)
            return [_MINUS, *(_enclosed(inside) if weak else inside)]
        case Mul(factors) if any(map(_is_long, factors)):
            return _product(factors, manner)
        case Div(Add(terms), under) if _is_long(Add(terms)):
            return [*_enclosed(_sum(terms, manner)), _OVER, _word(under, manner)]
        case Row(entries):
            return [_OPEN, *_parted([tokens(entry, manner) for entry in entries]), _CLOSE]
        case Term(k, inner):
            return [replace(_word(inner, manner), k=k)]
        case _:
            return [_word(expr, manner)]


def text_of(parts: Sequence[Token]) -> str:
    """Return tokens as one line of text."""
    spaced = {"plus": " {} ", "relation": " {} ", "comma": "{} ", "unit": " {}"}
    return "".join(spaced.get(part.kind, "{}").format(part.text) for part in parts).strip()


def latex_of(parts: Sequence[Token]) -> str:
    """Return tokens as LaTeX for math mode."""
    return " ".join(part.latex for part in parts)


def _sum(terms: Sequence[Expr], manner: Manner) -> list[Token]:
    made: list[Token] = []
    for place, term in enumerate(terms):
        sign, positive = _signed(term)
        parts = tokens(positive, manner)
        if isinstance(_bare(positive), Add) and place:
            parts = _enclosed(parts)
        if place:
            made.append(_PLUS if sign > 0 else _LESS)
        elif sign < 0:
            made.append(_MINUS)
        made += parts
    return made


def _product(factors: Sequence[Expr], manner: Manner) -> list[Token]:
    made: list[Token] = []
    for place, factor in enumerate(factors):
        if place:
            made.append(_TIMES)
        if _is_long(factor):
            made += _enclosed(tokens(factor, manner))
        else:
            written = _within_product(factor, place == len(factors) - 1, place == 0, manner)
            k = factor.k if isinstance(factor, Term) else None
            made.append(Token(written.text, written.latex, k=k))
    return made


def _enclosed(parts: Sequence[Token]) -> list[Token]:
    return [_OPEN, *parts, _CLOSE]


def _parted(entries: Sequence[Sequence[Token]]) -> list[Token]:
    made = [token for entry in entries for token in (*entry, _COMMA)]
    return made[:-1]


def _bare(expr: Expr) -> Expr:
    return expr.of if isinstance(expr, Term) else expr


def _is_long(expr: Expr) -> bool:
    """Return whether an expression is a sum that may be broken: one of classes, of many terms, or without some."""
    if not isinstance(expr, Add):
        return False
    return len(expr.terms) > _FEW or any(isinstance(_signed(term)[1], Term | Rest) for term in expr.terms)


def _is_negative(expr: Expr) -> bool:
    bare = _bare(expr)
    return isinstance(bare, Num) and bare.value < 0


def _signed(expr: Expr) -> tuple[int, Expr]:
    """Return the sign that an expression has within a sum, and the expression without it."""
    match expr:
        case Neg(inner):
            sign, positive = _signed(inner)
            return -sign, positive
        case Num(value, final) if value < 0:
            return -1, Num(-value, final)
        case Term(k, inner):
            sign, positive = _signed(inner)
            return sign, Term(k, positive)
        case _:
            return 1, expr


# -- in one piece -----------------------------------------------------------------------------------------


def _word(expr: Expr, manner: Manner) -> Token:
    written = _written(expr, manner)
    return Token(written.text, written.latex)


def _joined(parts: Sequence[Token], hold: int) -> _Written:
    return _Written(text_of(parts), latex_of(parts), hold, hold)


def _written(expr: Expr, manner: Manner) -> _Written:  # noqa: C901 - one case a kind of node
    match expr:
        case Num():
            return _number(expr, manner)
        case Symbols(latex):
            return _Written(letters.plain(latex), latex, _SUM, _SUM)
        case Term(_, inner):
            return _written(inner, manner)
        case Add():
            return _joined(tokens(expr, manner), _SUM)
        case Neg():
            return _joined(tokens(expr, manner), _UNARY)
        case Row():
            return _joined(tokens(expr, manner), _ATOM)
        case Mul(factors):
            last = len(factors) - 1
            made = [_within_product(f, place == last, place == 0, manner) for place, f in enumerate(factors)]
            return _Written("·".join(f.text for f in made), r" \cdot ".join(f.latex for f in made), _PRODUCT, _PRODUCT)
        case Div(over, under):
            top, bottom = _written(over, manner), _written(under, manner)
            text = f"{top.within(_PRODUCT).text}/{bottom.within(_FUNCTION).text}"
            return _Written(text, rf"\frac{{{top.latex}}}{{{bottom.latex}}}", _PRODUCT, _POWER)
        case Pow(base, exponent):
            return _power(_written(base, manner).within(_ATOM), exponent, manner)
        case Root(inner):
            made = _written(inner, manner)
            return _Written(f"√{made.within(_ATOM).text}", rf"\sqrt{{{made.latex}}}", _FUNCTION, _ATOM)
        case Log(inner, unit):
            return _log(_written(inner, manner), unit)
        case Exp(inner):
            made = _written(inner, manner)
            return _Written(f"exp({made.text})", rf"e^{{{made.latex}}}", _ATOM, _POWER)
        case Abs(inner):
            made = _written(inner, manner)
            return _Written(f"|{made.text}|", rf"\left|{made.latex}\right|", _ATOM, _ATOM)
        case Max(inner):
            made = _written(inner, manner)
            return _Written(f"max(0, {made.text})", rf"\max\left(0,\,{made.latex}\right)", _ATOM, _ATOM)
        case _:
            return _rest(expr, manner)


def _within_product(factor: Expr, last: bool, first: bool, manner: Manner) -> _Written:
    """Return a factor: a function that is not the last gets parentheses, and a minus that is not the first."""
    made = _written(factor, manner)
    if not last and _FUNCTION in (made.text_hold, made.latex_hold):
        made = made.within(_POWER)
    return made.within(_UNARY if first else _PRODUCT)


def _number(number: Num, manner: Manner) -> _Written:
    shown = printed(number.value, manner.decimals, number.final)
    latex = {"∞": r"\infty", "—": r"\text{--}"}.get(shown.mantissa, shown.mantissa)
    text, hold = shown.mantissa, _ATOM
    if shown.power is not None:
        text += "×10" + str(shown.power).translate(_SUPERSCRIPTS)
        latex += rf" \times 10^{{{shown.power}}}"
        hold = _PRODUCT
    if shown.is_negative:
        text, latex, hold = f"−{text}", f"-{latex}", _UNARY
    return _Written(text, latex, hold, hold)


def _power(base: _Written, exponent: Expr, manner: Manner) -> _Written:
    if exponent == Num(2.0):
        return _Written(f"{base.text}²", f"{base.latex}^{{2}}", _POWER, _POWER)
    above = _written(exponent, manner)
    return _Written(f"{base.text}^{above.within(_ATOM).text}", f"{base.latex}^{{{above.latex}}}", _POWER, _POWER)


def _log(inner: _Written, unit: str) -> _Written:
    name, command = _LOGS[unit]
    text = f"{name} {inner.text}" if inner.text_hold == _ATOM else f"{name}({inner.text})"
    latex = inner.latex if inner.latex_hold >= _POWER else rf"\left({inner.latex}\right)"
    return _Written(text, rf"{command} {latex}", _FUNCTION, _FUNCTION)


def _rest(rest: Rest, manner: Manner) -> _Written:
    if rest.total is None:
        return _Written("…", r"\ldots", _ATOM, _ATOM)
    total = _number(Num(rest.total), manner)
    words = manner.more.format(count=rest.count, total=total.text)
    latex = rf"\underbrace{{\cdots}}_{{{rest.count}:\;{total.latex}}}"
    return _Written(f"… ({words})", latex, _ATOM, _ATOM)
