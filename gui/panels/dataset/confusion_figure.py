"""A matrix of true classes down and predicted ones across, filled by counts or shares, and a list of mistakes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.dataset import Indices, Mistake
from core.validation import Float
from gui.focus import Brush
from gui.panels.dataset.common import draw_note, from_to, of_all, percent, samples, top_of
from gui.plotting import palettes
from gui.plotting.columns import fill, fits, outline
from gui.plotting.figure import CENTRE, LEFT, RIGHT, Text, draw_text, elided
from gui.plotting.picking import Net, Pick
from gui.plotting.style import Style, text_on

translate = QCoreApplication.translate

CELLS_NET, LIST_NET = "cells", "mistakes"
_LIST, _ROW = 250, 19
"""The width of the list of mistakes, and the height of one of its rows."""


@dataclass(frozen=True)
class Group:
    """A row and column of the matrix: a class, or several together, whose index is -1."""

    name: str
    index: int


@dataclass(frozen=True, eq=False)
class ConfusionFigure:
    """The matrix. `share` is "none" for counts, "true" for shares of each row, "predicted" for those of each column."""

    groups: tuple[Group, ...]
    counts: Indices
    brushed: Indices | None
    right_of_others: int
    mistakes: tuple[Mistake, ...]
    classes: tuple[str, ...]
    share: str
    note: str
    own: tuple[int, int] | None
    """The row and column of the sample in focus."""
    picked: Callable[[Pick], Brush]

    def values(self) -> Float | Indices:
        """Return what is written in the cells: counts or shares; nan for a share of nothing."""
        if self.share == "none":
            return self.counts
        totals = self.counts.sum(axis=1 if self.share == "true" else 0, keepdims=True)
        with np.errstate(invalid="ignore"):
            return self.counts / totals

    # -- places -----------------------------------------------------------------------------------------

    def matrix(self, rect: QRectF, style: Style) -> QRectF:
        """Return where the matrix stands: cells at most three times as wide as high."""
        px, top = style.px, top_of(rect, style) + 22
        room = rect.adjusted(px(118), px(top), -px(16), -px(10))
        if self._has_list(rect, style):
            room.setRight(room.right() - px(_LIST))
        side = room.height() / len(self.groups)
        return QRectF(room.left(), room.top(), min(room.width(), 3.0 * side * len(self.groups)), room.height())

    def _has_list(self, rect: QRectF, style: Style) -> bool:
        return rect.width() >= style.px(620) and bool(self.mistakes)

    def _list(self, rect: QRectF, style: Style) -> QRectF:
        """Return where the list of mistakes stands, as many as there is room for."""
        px, matrix = style.px, self.matrix(rect, style)
        left, top = matrix.right() + px(28), rect.top() + px(top_of(rect, style) + 22)
        count = min(len(self.mistakes), max(0, int((rect.bottom() - px(6) - top) / px(_ROW))))
        return QRectF(left, top, px(_LIST - 24), count * px(_ROW))

    def nets(self, rect: QRectF, style: Style) -> Sequence[Net]:
        """Return the cells, and the list."""
        matrix, count = self.matrix(rect, style), len(self.groups)
        across = np.linspace(matrix.left(), matrix.right(), count + 1).tolist()
        down = np.linspace(matrix.top(), matrix.bottom(), count + 1).tolist()
        nets = [Net(CELLS_NET, across, down)]
        if self._has_list(rect, style) and (place := self._list(rect, style)).height() > 0:
            rows = round(place.height() / style.px(_ROW))
            nets.append(
                Net(
                    LIST_NET, (place.left(), place.right()), np.linspace(place.top(), place.bottom(), rows + 1).tolist()
                )
            )
        return nets

    # -- words ------------------------------------------------------------------------------------------

    def described(self, pick: Pick) -> str:
        """Return what some cells hold."""
        if pick.net == LIST_NET:
            chosen = self.mistakes[pick.rows[0] : pick.rows[1] + 1]
            return f"{self._mistake_words(chosen[0])}   {samples(sum(each.count for each in chosen))}"
        inside = (slice(pick.rows[0], pick.rows[1] + 1), slice(pick.columns[0], pick.columns[1] + 1))
        part = None if self.brushed is None else int(self.brushed[inside].sum())
        whole = int(self.counts[inside].sum())
        words = translate("Dataset", "true {true}, predicted {predicted}   {samples}").format(
            true=self._names(pick.rows), predicted=self._names(pick.columns), samples=of_all(part, whole)
        )
        last = len(self.groups) - 1
        if self.groups[last].index < 0 and pick.rows == pick.columns == (last, last):
            right = translate("Dataset", "{right} of them right").format(right=self.right_of_others)
            return f"{words}   {right}"
        return words

    def _names(self, ends: tuple[int, int]) -> str:
        first, last = self.groups[ends[0]].name, self.groups[ends[1]].name
        return first if ends[0] == ends[1] else from_to(first, last)

    def _mistake_words(self, each: Mistake) -> str:
        words = translate("Dataset", "{true} taken for {predicted}")
        return words.format(true=self.classes[each.label], predicted=self.classes[each.predicted])

    def brush(self, pick: Pick) -> Brush:
        """Return the samples of some cells or mistakes."""
        return self.picked(pick)

    # -- drawing ----------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the matrix with the names of its rows and columns, and the list."""
        draw_note(painter, rect, self.note, style)
        matrix = self.matrix(rect, style)
        values, cell = self.values(), (matrix.width() / len(self.groups), matrix.height() / len(self.groups))
        whole = self.counts.max() if self.share == "none" else 1.0
        for row in range(len(self.groups)):
            for column in range(len(self.groups)):
                place = QRectF(matrix.left() + column * cell[0], matrix.top() + row * cell[1], *cell)
                self._draw_cell(painter, place, (row, column), float(values[row, column]), float(whole), style)
        outline(painter, matrix, style.line, 1, style)
        if self.own is not None:
            corner = matrix.topLeft() + QPointF(self.own[1] * cell[0], self.own[0] * cell[1])
            outline(painter, QRectF(corner, corner + QPointF(*cell)), style.accent, 2, style)
        self._draw_names(painter, matrix, cell, style)
        if self._has_list(rect, style):
            self._draw_list(painter, self._list(rect, style), style)

    def _draw_cell(
        self, painter: QPainter, place: QRectF, at: tuple[int, int], value: float, whole: float, style: Style
    ) -> None:
        """Fill a cell by its value, write the value if it fits, and show how much of it is brushed."""
        px, ground = style.px, QColor(style.panel)
        if value > 0:
            share = 0.08 + 0.92 * (math.sqrt(value / whole))
            ground = palettes.colour_at(palettes.sequential(), share if not style.dark else 1.0 - share)
            fill(painter, place.adjusted(px(0.5), px(0.5), -px(0.5), -px(0.5)), ground)
        part = 0 if self.brushed is None else int(self.brushed[at])
        if part:
            bar = QRectF(place.left(), place.bottom() - px(4), place.width() * part / int(self.counts[at]), px(4))
            fill(painter, bar, style.accent)
        if value > 0 and place.height() >= px(11):
            words = str(int(self.counts[at])) if self.share == "none" else percent(value)
            if self.brushed is not None and self.share == "none":
                words = f"{part} / {words}"
            size = 11 if place.height() >= px(15) else 9.5
            if fits(painter, words, size, place.width() - px(2), style):
                how = Text(size, text_on(ground.name()), bold=at[0] == at[1], align=CENTRE)
                draw_text(painter, place.center() - QPointF(0, px(1) if part else 0), words, how, style)

    def _draw_names(self, painter: QPainter, matrix: QRectF, cell: tuple[float, float], style: Style) -> None:
        px = style.px
        every = max(1, math.ceil(px(11) / cell[1]))
        for k, group in enumerate(self.groups):
            colour = style.class_text(group.index) if group.index >= 0 else style.muted
            if k % every == 0:
                name = elided(painter, group.name, 10.5, px(96), style)
                at = QPointF(matrix.left() - px(6), matrix.top() + (k + 0.5) * cell[1])
                draw_text(painter, at, name, Text(10.5, colour, align=RIGHT), style)
            name = _in_the_middle(painter, group.name, cell[0] - px(3), style)
            at = QPointF(matrix.left() + (k + 0.5) * cell[0], matrix.top() - px(9))
            draw_text(painter, at, name, Text(10.5, colour, align=CENTRE), style)
        corner = translate("Dataset", "true ↓ predicted →")
        at = QPointF(matrix.left() - px(6), matrix.top() - px(9))
        draw_text(painter, at, elided(painter, corner, 10, px(108), style), Text(10, style.muted, align=RIGHT), style)

    def _draw_list(self, painter: QPainter, place: QRectF, style: Style) -> None:
        px = style.px
        title = translate("Dataset", "most frequent mistakes")
        draw_text(painter, QPointF(place.left(), place.top() - px(9)), title, Text(10.5, style.muted), style)
        most = self.mistakes[0].count
        for k in range(round(place.height() / px(_ROW))):
            each, y = self.mistakes[k], place.top() + (k + 0.5) * px(_ROW)
            bar = QRectF(place.left(), y - px(7), px(44) * each.count / most, px(14))
            fill(painter, bar, style.grid)
            draw_text(
                painter, QPointF(place.left() + px(40), y), str(each.count), Text(11, style.text, align=RIGHT), style
            )
            words = elided(painter, self._mistake_words(each), 11, place.width() - px(54), style)
            draw_text(painter, QPointF(place.left() + px(52), y), words, Text(11, style.text, align=LEFT), style)


def _in_the_middle(painter: QPainter, name: str, width: float, style: Style) -> str:
    """Return a name cut to a width in its middle: names of many classes often differ at their ends only."""
    painter.setFont(style.font(10.5))
    return painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(width))
