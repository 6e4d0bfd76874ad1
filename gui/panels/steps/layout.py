"""Where the tokens of worked steps stand: lines broken before signs, brackets as tall as what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from core.explain import Token
from gui.plotting import formulas
from gui.plotting.formulas import Shape

_BEFORE = {"relation": 0.34, "plus": 0.26, "times": 0.14, "unit": 0.34}
_AFTER = {"relation": 0.34, "plus": 0.26, "times": 0.14, "comma": 0.3}
"""The room around a token, in units of the formula's size."""
_APART = 0.06
_INDENT = 1.6
_NAMES = re.compile(r"\\(?:ln|log(?:_\{\d+\})?)(?=[ \d])")
"""The names of functions, after which the typesetter leaves no room."""
_LEAST = (0.78, 0.24)
"""The ascent and descent of a row of low signs, so that rows are evenly apart."""


@dataclass(frozen=True)
class Placed:
    """A token with its outline, left end and baseline, the box that a pointer is over, its size; in device units."""

    token: Token
    shape: Shape | None
    x: float
    baseline: float
    box: QRectF
    size: float
    stretch: float = 1.0


@dataclass(frozen=True)
class Set:
    """A line that is set: its tokens, its height, and the baseline of its first row below its top."""

    placed: tuple[Placed, ...]
    height: float
    baseline: float


def set_line(tokens: Sequence[Token], left: float, right: float, size: float, font: QFont) -> Set:
    """Return a line's tokens between two ends, in as many rows as it takes, its top at 0.

    Where a part that cannot be broken is too wide, the line is set smaller.
    """
    pieces = [_Piece(token, _shape(token), size, font) for token in tokens]
    _stretch(pieces)
    widest = max(_width(chunk) for side in _sides(pieces) for chunk in _chunks(side))
    room = right - left - _INDENT * size
    if widest > room > 0:
        return set_line(tokens, left, right, size * room / widest * 0.98, font)
    rows: list[list[tuple[_Piece, float]]] = [[]]
    x = left
    for side in _sides(pieces):
        indent = left + _INDENT * size
        width = _width(side)
        whole = width <= right - x or (bool(rows[-1]) and width <= right - indent)
        for chunk in [side] if whole else _chunks(side):
            if rows[-1] and x + _width(chunk) > right:
                rows.append([])
                x = indent
            for piece in chunk:
                start = x + (piece.before if rows[-1] else 0.0)
                rows[-1].append((piece, start))
                x = start + piece.width + piece.after
    return _stacked(rows, size)


class _Piece:
    """A token while its line is set."""

    def __init__(self, token: Token, shape: Shape | None, size: float, font: QFont) -> None:
        self.token, self.shape, self.stretch = token, shape, 1.0
        self.before = _BEFORE.get(token.kind, _APART) * size
        self.after = _AFTER.get(token.kind, 0.0) * size
        if shape is not None:
            self.width, self.ascent, self.descent = shape.width * size, shape.ascent * size, shape.descent * size
        else:
            metrics = QFontMetricsF(font)
            self.width, self.ascent, self.descent = (
                metrics.horizontalAdvance(token.text), metrics.ascent(), metrics.descent()
            )  # fmt: skip

    @property
    def advance(self) -> float:
        return self.before + self.width + self.after


def _width(pieces: Sequence[_Piece]) -> float:
    return sum(piece.advance for piece in pieces) - pieces[-1].after


def _shape(token: Token) -> Shape | None:
    return None if token.kind == "unit" else formulas.shape(latex_of(token))


def latex_of(token: Token) -> str:
    """Return what is typeset for a token by itself: a bracket without the command that needs its partner."""
    if token.kind in ("open", "close"):
        return token.text
    return _NAMES.sub(r"\g<0>\\,", token.latex)


def _stretch(pieces: Sequence[_Piece]) -> None:
    """Make every bracket as tall as what it holds."""
    opened: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.token.kind == "open":
            opened.append(at)
        elif piece.token.kind == "close" and opened:
            start = opened.pop()
            inner = pieces[start + 1 : at]
            for bracket in (pieces[start], piece):
                middle = (bracket.ascent - bracket.descent) / 2.0
                half = (bracket.ascent + bracket.descent) / 2.0
                need = max((max(p.ascent - middle, p.descent + middle) for p in inner), default=half)
                if need > half > 0:
                    bracket.stretch = need / half
                    bracket.ascent, bracket.descent = middle + need, need - middle


def _sides(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Return the sides of a line, each with the sign of relation before it."""
    side: list[_Piece] = []
    for piece in pieces:
        if piece.token.kind == "relation" and side:
            yield side
            side = []
        side.append(piece)
    if side:
        yield side


def _chunks(side: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Return the parts of a side that are not broken: it may be before a plus and after a comma."""
    chunk: list[_Piece] = []
    for piece in side:
        if chunk and (piece.token.kind == "plus" or chunk[-1].token.kind == "comma"):
            yield chunk
            chunk = []
        chunk.append(piece)
    if chunk:
        yield chunk


def _stacked(rows: Sequence[Sequence[tuple[_Piece, float]]], size: float) -> Set:
    placed: list[Placed] = []
    top, first = 0.0, 0.0
    for number, row in enumerate(rows):
        ascent = max([_LEAST[0] * size, *(piece.ascent for piece, _ in row)])
        descent = max([_LEAST[1] * size, *(piece.descent for piece, _ in row)])
        baseline = top + ascent
        first = baseline if number == 0 else first
        for piece, x in row:
            height = max(piece.ascent, 0.5 * size) + max(piece.descent, 0.12 * size)
            box = QRectF(x, baseline - max(piece.ascent, 0.5 * size), piece.width, height)
            placed.append(Placed(piece.token, piece.shape, x, baseline, box, size, piece.stretch))
        top = baseline + descent + 0.36 * size
    return Set(tuple(placed), top, first)
