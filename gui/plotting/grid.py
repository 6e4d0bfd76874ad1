"""A small table as a drawing, for figures made of text and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.plotting.figure import LEFT, RIGHT, Text, draw_marker, draw_text, elided, pen
from gui.plotting.style import Style


@dataclass(frozen=True)
class GridCell:
    """One cell: its text, and whether it is strong or faint."""

    text: str
    bold: bool = False
    faint: bool = False
    model: int | None = None
    """A model whose marker stands before the text."""


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
        columns = len(self.rows[0])
        first = inner.width() * (0.34 if columns <= 4 else 0.22)
        each = (inner.width() - first) / max(columns - 1, 1)
        for number, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                self._draw_cell(painter, cell, column, QPointF(inner.left(), y), (first, each), style)
            y += px(15)
            painter.setPen(pen(style.line, 1.4 if number == 0 else 0.7, style))
            painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
            y += px(15)
        for line in self.note.split("\n"):
            line = elided(painter, line, 11, inner.width(), style)
            draw_text(painter, QPointF(inner.left(), y + px(2)), line, Text(11, style.muted), style)
            y += px(18)

    def _draw_cell(
        self,
        painter: QPainter,
        cell: GridCell,
        column: int,
        origin: QPointF,
        widths: tuple[float, float],
        style: Style,
    ) -> None:
        first, each = widths
        colour = style.muted if cell.faint else style.text
        if cell.model is not None:
            colour = style.model_colour(cell.model).name()
        room = (first if column == 0 else each) - style.px(24 if cell.model is not None else 8)
        text = elided(painter, cell.text, 12, room, style, bold=cell.bold)
        how = Text(12, colour, bold=cell.bold, align=LEFT if column == 0 else RIGHT)
        x = origin.x() + (0 if column == 0 else first + column * each)
        box = draw_text(painter, QPointF(x, origin.y()), text, how, style)
        if cell.model is not None:
            at = QPointF(box.left() - style.px(10), origin.y())
            draw_marker(painter, style.marker(cell.model), at, 4.2, style.model_colour(cell.model), style)
