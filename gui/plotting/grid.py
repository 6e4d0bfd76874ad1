"""A small table as a drawing, for figures made of text and numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.plotting.figure import LEFT, RIGHT, Text, draw_marker, draw_text, elided, pen, wrapped
from gui.plotting.style import Style

_PICTURE = 110
"""The least width of a drawing in a cell."""

_LEAST_PITCH, _LEAST_FIRST = 18, 0.2
"""How close rows may stand where there are many, and the least share of the width for their names."""


@dataclass(frozen=True)
class GridCell:
    """One cell: its text, and whether it is strong or faint."""

    text: str
    bold: bool = False
    faint: bool = False
    model: int | None = None
    """A model whose marker stands before the text."""
    picture: Callable[[QPainter, QRectF, Style], None] | None = None
    """What is drawn instead of the text, in a wide cell."""
    short: str = ""
    """What names of rows are where not all have room."""


@dataclass(frozen=True)
class GridFigure:
    """A title, rows of cells (the first is the header; the first column is text, the rest stand right), and a note."""

    title: str
    rows: tuple[tuple[GridCell, ...], ...]
    note: str

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the rows from the top, the first column taking what the others leave."""
        px = style.px
        inner = rect.adjusted(px(14), px(10), -px(14), -px(10))
        y = inner.top() + px(12)
        if self.title:
            draw_text(painter, QPointF(inner.left(), y), self.title, Text(12.5, style.muted), style)
            y += px(28)
        painter.setFont(style.font(11))
        note = wrapped(painter, self.note, inner.width()) if self.note else []
        room = inner.bottom() - y - px(18) * len(note)
        pitch = min(px(30), max(px(_LEAST_PITCH), room / len(self.rows)))
        count = len(self.rows) if pitch * len(self.rows) <= room + px(30) else max(1, int(room / pitch))
        rows = (
            self.rows if sum(_needs(painter, self.rows, style)) <= inner.width() else tuple(map(_in_short, self.rows))
        )
        widths = _widths(_needs(painter, rows, style), inner.width())
        for number, row in enumerate(rows[:count]):
            for column, cell in enumerate(row):
                left = inner.left() + sum(widths[:column])
                place = QRectF(left, y - pitch / 2, widths[column], pitch)
                self._draw_cell(painter, cell, column == 0, place, style)
            y += pitch / 2
            painter.setPen(pen(style.line, 1.4 if number == 0 else 0.7, style))
            painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
            y += pitch / 2
        if count < len(self.rows):
            note = [f"… {count - 1} / {len(self.rows) - 1}", *note]
        for line in note:
            if y + px(9) > rect.bottom():
                return
            draw_text(painter, QPointF(inner.left(), y + px(2)), line, Text(11, style.muted), style)
            y += px(18)

    def _draw_cell(self, painter: QPainter, cell: GridCell, is_first: bool, place: QRectF, style: Style) -> None:
        """Write a cell from the left if it is in the first column, else up to the right."""
        if cell.picture is not None:
            cell.picture(painter, place.adjusted(style.px(12), style.px(1), 0, -style.px(1)), style)
            return
        colour = style.muted if cell.faint else style.text
        if cell.model is not None:
            colour = style.model_colour(cell.model).name()
        text = elided(painter, cell.text, 12, place.width() - _beside(cell, style), style, bold=cell.bold)
        how = Text(12, colour, bold=cell.bold, align=LEFT if is_first else RIGHT)
        at = QPointF(place.left() if is_first else place.right(), place.center().y())
        box = draw_text(painter, at, text, how, style)
        if cell.model is not None:
            at = QPointF(box.left() - style.px(10), place.center().y())
            draw_marker(painter, style.marker(cell.model), at, 4.2, style.model_colour(cell.model), style)


def _in_short(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    """Return a row whose name is in short, if it has a short form."""
    first, *rest = row
    return (replace(first, text=first.short or first.text), *rest)


def _widths(needs: Sequence[float], room: float) -> list[float]:
    """Return the columns' widths: what their texts need and an equal part of the rest, or all narrower."""
    rest = room - sum(needs)
    if rest >= 0:
        return [need + rest / len(needs) for need in needs]
    first = max(needs[0] + rest, min(needs[0], _LEAST_FIRST * room))  # numbers keep their room before names do
    others = sum(needs[1:])
    return [first, *(need * min(1.0, (room - first) / others) for need in needs[1:])]


def _needs(painter: QPainter, rows: Sequence[tuple[GridCell, ...]], style: Style) -> list[float]:
    """Return the width that the texts of each column need."""
    return [max(_need(painter, cell, style) for cell in column) for column in zip(*rows, strict=True)]


def _need(painter: QPainter, cell: GridCell, style: Style) -> float:
    if cell.picture is not None:
        return style.px(_PICTURE)
    painter.setFont(style.font(12, bold=cell.bold))
    return painter.fontMetrics().horizontalAdvance(cell.text) + 1 + _beside(cell, style)


def _beside(cell: GridCell, style: Style) -> float:
    """Return the room for a cell's gap and its marker."""
    return style.px(24 if cell.model is not None else 8)
