"""A reader of worked steps: it computes what is printed, knowing nothing but the signs of arithmetic.

A number with fewer digits than are printed of a rounded one is taken at its word; another may be half a unit in its
last place away. So a side has a value, as computed from what stands there, and ends between which its value lies.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

Ends = tuple[float, float]

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?:×10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    r"|(?P<rest>… \(\d+ more: (?P<total>[^)]+)\))|(?P<word>log₂|log₁₀|ln|exp|max|∞|…|[-−+·/²^√(),|]))"
)
LOGS: dict[str, Callable[[float], float]] = {"ln": math.log, "log₂": math.log2, "log₁₀": math.log10}


@dataclass(frozen=True)
class Side:
    """One side of a line: its value as printed, its ends, and for a row those of every entry."""

    value: float
    ends: Ends
    entries: tuple[Side, ...] = ()


class UnreadableError(ValueError):
    """What stands there is not arithmetic, as a formula in letters is not."""


class Reader:
    """Reads one side, a sign after the other."""

    def __init__(self, text: str, decimals: int, *, exactly: bool) -> None:
        self.decimals, self.exactly = decimals, exactly
        self.signs: list[re.Match[str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = TOKEN.match(text, at)
            if match is None:
                raise UnreadableError(text)
            self.signs.append(match)
            at = match.end()
        self.at = 0

    def peek(self) -> str:
        return self.signs[self.at]["word"] or "number" if self.at < len(self.signs) else ""

    def take(self, *wanted: str) -> bool:
        if self.peek() in wanted:
            self.at += 1
            return True
        return False

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise UnreadableError(f"{sign} is missing at sign {self.at}")

    def whole(self) -> list[Ends]:
        """Return the value, or the entries of a row."""
        start = self.at
        if self.take("("):
            entries = [self.sum()]
            while self.take(","):
                if self.take("…"):
                    break
                entries.append(self.sum())
            if len(entries) > 1 and self.take(")") and not self.peek():
                return entries
            self.at = start
        found = self.sum()
        if self.peek():
            raise UnreadableError(self.peek())
        return [found]

    def sum(self) -> Ends:
        terms = [self.product()]
        while self.peek() in ("+", "−"):
            if self.take("+"):
                terms.append(self.product())
            else:
                self.need("−")
                terms.append(negative(self.product()))
        return total([low for low, _ in terms]), total([high for _, high in terms])

    def product(self) -> Ends:
        if self.take("−"):
            return negative(self.product())
        made = self.power()
        while self.peek() in ("·", "/"):
            by = self.take("/")
            self.at += not by
            other = self.power()
            made = over(made, other) if by else times(made, other)
        return made

    def power(self) -> Ends:
        base = self.atom()
        while True:
            if self.take("²"):
                base = monotone(lambda x: x * x, base) if base[0] >= 0 or base[1] <= 0 else (0.0, max(map(sq, base)))
            elif self.take("^"):
                exponent = self.atom()
                ends = [raised(b, e) for b in base for e in exponent]
                base = min(ends), max(ends)
            else:
                return base

    def atom(self) -> Ends:  # noqa: C901 - one case a sign
        match = self.signs[self.at] if self.at < len(self.signs) else None
        if match is None:
            raise UnreadableError("the end")
        if match["rest"]:
            self.at += 1
            return Reader(match["total"], self.decimals, exactly=self.exactly).whole()[0]
        if match["number"]:
            self.at += 1
            return self.number(match["number"], match["power"])
        if self.take("∞"):
            return math.inf, math.inf
        if self.take("("):
            inner = self.sum()
            self.need(")")
            return inner
        if self.take("|"):
            inner = self.sum()
            self.need("|")
            ends = abs(inner[0]), abs(inner[1])
            return (0.0 if inner[0] < 0 < inner[1] else min(ends)), max(ends)
        if self.take("√"):
            return monotone(lambda x: math.sqrt(max(x, 0.0)), self.atom())
        if self.take("exp"):
            return monotone(lambda x: math.exp(x) if x < 700 else math.inf, self.atom())
        if self.take("max"):
            self.need("(")
            self.number_zero()
            inner = self.sum()
            self.need(")")
            return monotone(lambda x: max(0.0, x), inner)
        for name, log in LOGS.items():
            if self.take(name):
                inner = self.atom()
                return monotone(lambda x, log=log: log(x) if x > 0 else -math.inf, inner)
        raise UnreadableError(self.peek())

    def number_zero(self) -> None:
        assert self.atom() == (0.0, 0.0)
        self.need(",")

    def number(self, digits: str, power: str | None) -> Ends:
        scale = 10.0 ** int(power.translate(SUPERSCRIPTS)) if power else 1.0
        value = float(f"{digits}e{int(power.translate(SUPERSCRIPTS))}") if power else float(digits)
        places = len(digits.partition(".")[2])
        least = self.decimals - 1 if power else self.decimals
        half = 0.0 if self.exactly or places < least else 0.5 * 10.0**-places * scale
        return value - half, value + half


def sq(x: float) -> float:
    return x * x


def total(values: list[float]) -> float:
    return math.fsum(values) if all(map(math.isfinite, values)) else sum(values)


def negative(ends: Ends) -> Ends:
    return -ends[1], -ends[0]


def product(a: float, b: float) -> float:
    return 0.0 if 0.0 in (a, b) else a * b


def times(one: Ends, other: Ends) -> Ends:
    if (0.0, 0.0) in (one, other):
        return 0.0, 0.0
    ends = [product(a, b) for a in one for b in other]
    return min(ends), max(ends)


def over(one: Ends, other: Ends) -> Ends:
    if one == (0.0, 0.0):
        return (0.0, 0.0) if other != (0.0, 0.0) else (math.nan, math.nan)
    if other[0] <= 0 <= other[1]:
        return (math.copysign(math.inf, one[0]),) * 2 if other == (0.0, 0.0) else (-math.inf, math.inf)
    ends = [a / b for a in one for b in other]
    return min(ends), max(ends)


def monotone(function: Callable[[float], float], ends: Ends) -> Ends:
    found = function(ends[0]), function(ends[1])
    return min(found), max(found)


def raised(base: float, exponent: float) -> float:
    if base <= 0:
        return 1.0 if exponent == 0 else 0.0 if exponent > 0 else math.inf
    return base**exponent


def read(text: str, decimals: int = 4) -> Side:
    """Return what one side says."""
    exact = Reader(text, decimals, exactly=True).whole()
    loose = Reader(text, decimals, exactly=False).whole()
    entries = tuple(Side(a[0], b) for a, b in zip(exact, loose, strict=True))
    return entries[0] if len(entries) == 1 else Side(math.nan, (math.nan, math.nan), entries)


def sides(line: str) -> list[tuple[str, str]]:
    """Return the sides of a line, each with the sign before it; without the name and the unit around."""
    body = line.strip()
    body = re.sub(r"^[^=≈]*?: ", "", body) if re.match(r"^[\w “”.-]+: ", body) else body
    body = re.sub(r" (nat|bit|dit)$", "", body)
    parts = re.split(r" ([=≈]) ", body)
    return [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


def numeric(line: str, decimals: int = 4) -> list[tuple[str, Side]]:
    """Return the sides that are arithmetic, each with the sign before it."""
    found: list[tuple[str, Side]] = []
    for sign, text in sides(line):
        try:
            found.append((sign, read(text, decimals)))
        except UnreadableError:
            continue
    return found


def check(line: str, decimals: int = 4) -> int:
    """Hold every two neighbouring sides against each other; return how many were compared."""
    count = 0
    for (_, left), (sign, right) in pairwise(numeric(line, decimals)):
        pairs = list(zip(left.entries, right.entries, strict=True)) if left.entries else [(left, right)]
        exact = [is_between(a.value, b.ends) for a, b in pairs]
        if sign == "=":
            assert all(exact), line
        else:
            assert any(a.value != b.value for a, b in pairs), line
            assert all(overlap(a.ends, b.ends) for a, b in pairs), line
        count += 1
    return count


def is_between(value: float, ends: Ends) -> bool:
    slack = 1e-11 * max(map(abs, ends)) if all(map(math.isfinite, ends)) else 0.0
    return ends[0] - slack <= value <= ends[1] + slack


def overlap(one: Ends, other: Ends) -> bool:
    """Return whether two sides may be the same, but for what adding up in floating point leaves of a 0."""
    finite = [abs(end) for end in (*one, *other) if math.isfinite(end)]
    slack = 1e-12 * max(1.0, *finite) if finite else 0.0
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack
