"""Figures made of figures: several with letters and one legend, and one with a title and a caption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from gui.plotting import axes, formulas
from gui.plotting.axes import Key
from gui.plotting.figure import Figure, Text, draw_text, wrapped
from gui.plotting.formulas import Shape
from gui.plotting.style import Style

_LEGEND = 22
_LETTER = 15
_TITLE = 20
_LINE = 15
_GAP = 8
_FORMULA = 13
_MOST = 8
"""In units of its size no formula is as high as this."""
_MARGIN = 5
_TEXT = 11


@dataclass(frozen=True)
class Part:
    """One figure among several, with the size of the design that it asks for."""

    figure: Figure
    size: QSize


@dataclass(frozen=True)
class Composed:
    """Figures in rows of `columns`, lettered a, b, c, with one legend for all below.

    All parts of a row are as high as the highest; a last row of fewer is as wide as the others.
    """

    parts: tuple[Part, ...]
    columns: int
    keys: tuple[tuple[Key, ...], ...] = ()
    """The legend's lines."""

    def size(self) -> QSize:
        """Return the size of the design at which every part has the one that it asks for."""
        width = max(part.size.width() for part in self.parts)
        return QSize(width * self.columns, sum(self._heights()) + self._foot)

    @property
    def _foot(self) -> int:
        return _LEGEND * len(self.keys)

    def _rows(self) -> list[tuple[Part, ...]]:
        return [self.parts[k : k + self.columns] for k in range(0, len(self.parts), self.columns)]

    def _heights(self) -> list[int]:
        return [max(part.size.height() for part in row) for row in self._rows()]

    def cells(self, rect: QRectF, style: Style) -> Iterator[tuple[str, Part, QRectF]]:
        """Yield each part with its letter and its place in `rect`."""
        room = rect.height() - style.px(self._foot)
        heights = self._heights()
        top = rect.top()
        for number, (row, height) in enumerate(zip(self._rows(), heights, strict=True)):
            high, wide = room * height / sum(heights), rect.width() / self.columns
            for place, part in enumerate(row):
                cell = QRectF(rect.left() + place * wide, top, wide, high)
                yield letter(number * self.columns + place), part, cell
            top += high

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw every part in its place, its letter in the corner left free above it, and the legend."""
        px = style.px
        inner = replace(style, shared=tuple(key.words for keys in self.keys for key in keys))
        for name, part, cell in self.cells(rect, style):
            band = px(_LETTER + 5)
            part.figure.draw(painter, cell.adjusted(px(_MARGIN), band, -px(_MARGIN), 0), inner)
            at = QPointF(cell.left() + px(8), cell.top() + band / 2 + px(2))
            draw_text(painter, at, name, Text(_LETTER, style.text, bold=True), style)
        for line, keys in enumerate(reversed(self.keys)):
            at = QPointF(rect.left() + px(12), rect.bottom() - px(_LEGEND * (line + 0.5)))
            axes.draw_legend(painter, at, keys, rect.width() - px(24), style)


def letter(number: int) -> str:
    """Return the letter of a part: a to z, then aa."""
    first, last = divmod(number, 26)
    return (letter(first - 1) if first else "") + chr(ord("a") + last)


@dataclass(frozen=True)
class Captioned:
    """A figure with a title above it, and below it a formula and a paragraph of words."""

    figure: Figure
    title: str
    words: str
    latex: str = ""

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the title, the figure in what room is left, and the caption."""
        px = style.px
        left, right = rect.left() + px(12), rect.right() - px(12)
        lines = self._lines(painter, right - left, style)
        foot = px(self._foot(len(lines)))
        draw_text(painter, QPointF(left, rect.top() + px(_TITLE / 2 + 2)), self.title, self._title(style), style)
        self.figure.draw(painter, rect.adjusted(0, px(_TITLE), 0, -foot), style)
        y = rect.bottom() - foot + px(_GAP / 2)
        formula = self._formula()
        if formula is not None:
            at = QPointF(left, y + px(_FORMULA * formula.ascent))
            formula.draw(painter, at, px(_FORMULA), QColor(style.text))
            y += px(self._formula_height())
        for line in lines:
            draw_text(painter, QPointF(left, y + px(_LINE / 2)), line, Text(_TEXT, style.muted), style)
            y += px(_LINE)

    def _title(self, style: Style) -> Text:
        return Text(13, style.text, bold=True)

    def _lines(self, painter: QPainter, width: float, style: Style) -> list[str]:
        painter.setFont(style.font(_TEXT))
        return wrapped(painter, self.words, width)

    def _foot(self, lines: int) -> float:
        return _GAP + lines * _LINE + self._formula_height()

    def _formula_height(self) -> float:
        formula = self._formula()
        return _FORMULA * (formula.ascent + formula.descent) + _GAP / 2 if formula is not None else 0.0

    def _formula(self) -> Shape | None:
        """Return the formula's outline; None for one that cannot be typeset."""
        shape = formulas.shape(self.latex) if self.latex else None
        if shape is not None and shape.ascent + shape.descent > _MOST:
            # Brackets around a sum that has no limits above it grow beyond all bounds.
            shape = formulas.shape(self.latex.replace(r"\left", "").replace(r"\right", ""))
        return shape

    def more(self, width: int, style: Style) -> int:
        """Return by how much a design of this width is to be higher for title and caption."""
        image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        lines = self._lines(painter, width - 24, style.scaled(1.0))
        painter.end()
        return round(_TITLE + self._foot(len(lines)))
