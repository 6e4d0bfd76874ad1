"""Which part of a program is what, found by Python's own tokenizer, and its colour in both themes."""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gui.plotting.style import Style

Kind = Literal["keyword", "text", "number", "comment", "name"]

COLOURS: dict[bool, dict[Kind, str]] = {
    False: {"keyword": "#7C3AED", "text": "#0B6A62", "number": "#9A3F06", "comment": "#55606E", "name": "#1D4ED8"},
    True: {"keyword": "#C4ADFF", "text": "#4FE0CB", "number": "#FBBF24", "comment": "#A7B3C1", "name": "#93B7FF"},
}
"""By whether the theme is dark; each reads on the panel's ground and on that of a marked line."""

_BUILTINS = frozenset(dir(builtins))
_TEXT = {name for name in ("STRING", "FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END") if hasattr(tokenize, name)}


@dataclass(frozen=True)
class Span:
    """A part of a line, from a column to before another, in code points."""

    start: int
    end: int
    kind: Kind


@lru_cache(maxsize=4)
def spans(text: str) -> tuple[tuple[Span, ...], ...]:
    """Return for each line of a program what its parts are; what is plain is left out."""
    lines = text.split("\n")
    found: list[list[Span]] = [[] for _ in lines]
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = _kind(token, before)
        before = token.string
        if kind is None:
            continue
        (first, start), (last, end) = token.start, token.end
        for line in range(first, last + 1):  # a text in three quotes may go over lines
            left = start if line == first else 0
            right = end if line == last else len(lines[line - 1])
            found[line - 1].append(Span(left, right, kind))
    return tuple(map(tuple, found))


def _kind(token: tokenize.TokenInfo, before: str) -> Kind | None:
    name = tokenize.tok_name[token.type]
    if name == "COMMENT":
        return "comment"
    if name == "NUMBER":
        return "number"
    if name in _TEXT:
        return "text"
    if name == "NAME":
        if keyword.iskeyword(token.string):
            return "keyword"
        return "name" if before == "def" or token.string in _BUILTINS else None
    return None


def colour(kind: Kind, style: Style) -> str:
    """Return the colour of a kind in a theme."""
    return COLOURS[style.dark][kind]


def units(line: str, column: int) -> int:
    """Return a column as Qt counts it: in units of UTF-16."""
    return len(line[:column].encode("utf-16-le", "surrogatepass")) // 2
