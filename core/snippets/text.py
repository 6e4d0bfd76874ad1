"""Text as it may stand in a program: names as literals, comments of a width, nothing that could end either."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

WIDTH = 88
"""Lines are at most so wide, as formatters of Python leave them."""


def literal(text: str) -> str:
    r"""Return a string's literal, in the quotes that need fewer escapes.

    Every sign that cannot be seen is escaped, so nothing in a name can end the literal or its line, or reorder it.

    Examples
    --------
    >>> print(literal("a car"), literal('say "car"'), literal("two\nlines"))
    "a car" 'say "car"' "two\nlines"
    """
    made = repr(text)
    if made[0] == '"' or text.count('"') > text.count("'"):
        return made
    inside = made[1:-1].replace("\\'", "'")
    return '"' + inside.replace('"', '\\"') + '"'


def visible(text: str) -> str:
    """Return text for a comment: what could end it, or cannot be seen, becomes a space."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def number(value: float) -> str:
    """Return the shortest literal of the same number; infinity is `inf`.

    Examples
    --------
    >>> number(0.1), number(1.0), number(float("-inf"))
    ('0.1', '1', '-inf')
    """
    return repr(float(value)).removesuffix(".0")


def width(text: str) -> int:
    """Return how many columns a text takes: signs of East Asia take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def cut(text: str, columns: int) -> str:
    """Return a text cut to so many columns, with an ellipsis if it was; empty if hardly anything would be left."""
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[:-1]
    return f"{text.rstrip()}…" if width(text) > 3 else ""


def comment(text: str, indent: str = "") -> list[str]:
    """Return a comment in as many lines as it needs, broken at spaces or between signs of East Asia."""
    start, lines = f"{indent}# ", [""]
    for piece in _pieces(visible(text)):
        if lines[-1].strip() and width(start + lines[-1] + piece.rstrip()) > WIDTH:
            lines.append("")
        lines[-1] += piece
    return [start + line.strip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Yield words with the space after them, and signs that may end a line alone."""
    piece = ""
    for sign, following in zip(text, text[1:] + " ", strict=True):
        piece += sign
        wide = unicodedata.east_asian_width(sign) in "WF" and following not in "，。；：、）”"
        if sign == " " or wide:
            yield piece
            piece = ""
    yield piece
