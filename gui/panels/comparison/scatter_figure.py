"""Losses of two models, a sample a point, or many of them counted in cells, around the diagonal."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.validation import Float
from gui.plotting import axes, palettes
from gui.plotting.axes import Axis, Chart, Key
from gui.plotting.figure import CENTRE, Text, draw_marker, draw_text, elided, hairline, marker_path, pen, wrapped
from gui.plotting.style import Style

MOST_POINTS = 2000
"""More samples than this are counted in cells."""

CELLS = 48
"""Cells along each axis."""

_STRIP = 18
"""The width of the edge that infinite losses stand on."""

Kinds = npt.NDArray[np.int8]
BOTH, FIRST, SECOND, NEITHER = 0, 1, 2, 3
"""Which of the two models is right about a sample."""


@dataclass(frozen=True, eq=False)
class Cloud:
    """The losses of the rows that count for both models, in the unit shown.

    Attributes
    ----------
    rows
        Which samples these are.
    x, y
        The losses of the first and of the second model.
    kinds
        Which of the two is right.
    """

    rows: npt.NDArray[np.intp]
    x: Float
    y: Float
    kinds: Kinds

    def of(self, flags: npt.NDArray[np.bool_]) -> Cloud:
        """Return some of its entries."""
        return Cloud(self.rows[flags], self.x[flags], self.y[flags], self.kinds[flags])

    def counts(self) -> tuple[int, int, int]:
        """Return on how many samples the first is better, the second, and neither."""
        first, second = int((self.x < self.y).sum()), int((self.y < self.x).sum())
        return first, second, self.x.size - first - second

    def range(self, *, log: bool) -> tuple[float, float]:
        """Return the ends of both axes."""
        high = max((float(v[np.isfinite(v)].max(initial=0.0)) for v in (self.x, self.y)), default=0.0)
        high = high if high > 0.0 else 1.0
        if not log:
            return 0.0, 1.04 * high
        least = min(float(v[v > 0].min(initial=high)) for v in (self.x, self.y))
        return max(least / 1.2, 1e-6 * high) if least < high else high / 10.0, 1.2 * high


@dataclass(frozen=True, eq=False)
class ScatterFigure:
    """Points, or cells with counts (`CELLS` + 1 each way, the last for infinite losses), on two axes alike."""

    cloud: Cloud
    x: Axis
    y: Axis
    models: tuple[int, int]
    keys: tuple[str, str, str, str]
    note: str
    focused: int | None
    """Which entry of the cloud is the sample in focus."""
    cells: npt.NDArray[np.int64] | None
    brushed: npt.NDArray[np.bool_] | None = None
    """Which entries of the cloud are brushed; None without a brush."""
    brushed_cells: npt.NDArray[np.int64] | None = None
    """How many brushed samples are in each cell."""

    def with_brush(self, brushed: npt.NDArray[np.bool_]) -> ScatterFigure:
        """Return the figure with some entries of the cloud brushed."""
        cells = None if self.cells is None else count_cells(self.cloud.of(brushed), self.x, self.y)
        return replace(self, brushed=brushed, brushed_cells=cells)

    def chart(self, rect: QRectF, style: Style) -> Chart:
        """Return where finite losses stand."""
        px = style.px
        top = _STRIP + (24 if self._is_small(rect, style) else 44)
        return Chart(rect.adjusted(px(58), px(top), -px(16 + _STRIP), -px(44)), self.x, self.y)

    def _is_small(self, rect: QRectF, style: Style) -> bool:
        """Return whether there is no room for a legend; the pointer tells what a sample is."""
        return self.cells is not None or rect.height() < style.px(230)

    def places(self, chart: Chart, style: Style, which: slice | npt.NDArray[np.intp] = slice(None)) -> Float:
        """Return where samples stand (n, 2): infinite losses on the edges, zeros of a log axis on the border."""
        values = ((self.x, self.cloud.x), (self.y, self.cloud.y))
        shares = [np.clip(axis.share(each[which]), 0.0, 1.0) for axis, each in values]
        plot, off = chart.plot, style.px(_STRIP / 2)
        across = np.where(np.isinf(self.cloud.x[which]), plot.right() + off, plot.left() + shares[0] * plot.width())
        up = np.where(np.isinf(self.cloud.y[which]), plot.top() - off, plot.bottom() - shares[1] * plot.height())
        return np.stack([across, up], axis=-1)

    def nearest(self, point: QPointF, rect: QRectF, style: Style) -> int | None:
        """Return the entry of the cloud under a point: within some pixels, or the nearest one in its cell."""
        chart = self.chart(rect, style)
        inside: npt.NDArray[np.intp] | slice = slice(None)
        if self.cells is not None:
            size = QPointF(chart.plot.width() / CELLS, chart.plot.height() / CELLS)
            column = min(int((point.x() - chart.plot.left()) // size.x()), CELLS)
            row = min(int((chart.plot.bottom() - point.y()) // size.y()), CELLS)
            at = cell_indices(self.cloud, self.x, self.y)
            inside = np.flatnonzero(at == row * (CELLS + 1) + column)
        places = self.places(chart, style, inside)
        if not len(places):
            return None
        apart = np.hypot(*(places - [point.x(), point.y()]).T)
        found = int(apart.argmin())
        if isinstance(inside, slice):
            return found if apart[found] <= style.px(12) else None
        return int(inside[found])

    def within(self, box: QRectF, rect: QRectF, style: Style) -> npt.NDArray[np.bool_]:
        """Return which entries of the cloud stand in a rectangle of the figure."""
        x, y = self.places(self.chart(rect, style), style).T
        return (x >= box.left()) & (x <= box.right()) & (y >= box.top()) & (y <= box.bottom())

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw axes, the diagonal, the samples, and in words which model is lower on how many."""
        px, chart = style.px, self.chart(rect, style)
        if not self.cloud.x.size:
            draw_words(painter, rect, self.note, style)
            return
        axes.draw_axes(painter, chart, style)
        self._draw_edges(painter, chart, style)
        painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DashLine))
        painter.drawLine(chart.plot.bottomLeft(), chart.plot.topRight())
        if self.cells is not None:
            self._draw_cells(painter, chart, style)
        else:
            self._draw_points(painter, chart, style)
        if self.focused is not None:
            at = self.places(chart, style, slice(self.focused, self.focused + 1))[0]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in ((style.halo, 4.5), (style.accent, 2.2)):
                painter.setPen(pen(colour, width, style))
                painter.drawEllipse(QPointF(*at), px(8), px(8))
        width = rect.width() - px(28)
        words = elided(painter, self.note, 11, width, style)
        draw_text(painter, QPointF(rect.left() + px(14), rect.top() + px(13)), words, Text(11, style.muted), style)
        if not self._is_small(rect, style):
            at = QPointF(rect.left() + px(14), rect.top() + px(32))
            axes.draw_legend(painter, at, self._legend(style), width, style)

    def _legend(self, style: Style) -> list[Key]:
        present = set(np.unique(self.cloud.kinds).tolist())
        looks = (look(kind, self.models, style) for kind in range(4))
        pairs = zip(range(4), self.keys, looks, strict=True)
        return [Key(words, colour, marker=marker) for kind, words, (marker, colour) in pairs if kind in present]

    def _draw_edges(self, painter: QPainter, chart: Chart, style: Style) -> None:
        """Draw the edges of infinite losses, where there are any."""
        plot, strip = chart.plot, style.px(_STRIP)
        muted = Text(12, style.muted, align=CENTRE)
        if np.isinf(self.cloud.x).any():
            painter.setPen(hairline(style.line, 1, style))
            painter.drawLine(QPointF(plot.right() + strip, plot.top() - strip), plot.bottomRight() + QPointF(strip, 0))
            draw_text(painter, QPointF(plot.right() + strip / 2, plot.bottom() + style.px(11)), "∞", muted, style)
        if np.isinf(self.cloud.y).any():
            painter.setPen(hairline(style.line, 1, style))
            painter.drawLine(plot.topLeft() - QPointF(0, strip), QPointF(plot.right() + strip, plot.top() - strip))
            draw_text(painter, QPointF(plot.left() - style.px(12), plot.top() - strip / 2), "∞", muted, style)

    def _draw_points(self, painter: QPainter, chart: Chart, style: Style) -> None:
        many = self.cloud.x.size > 200
        order = np.argsort(-(self.cloud.kinds == BOTH).astype(int), kind="stable")  # what both know lies below
        places = self.places(chart, style)
        for index in order.tolist():
            marker, colour = look(int(self.cloud.kinds[index]), self.models, style)
            at = QPointF(*places[index].tolist())
            if self.brushed is not None:
                if self.brushed[index]:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(pen(style.accent, 1.6, style))
                    painter.drawEllipse(at, *(2 * (style.px(4.5 if many else 7.5),)))
                else:
                    colour = style.pale(colour)
            if many:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                draw_plain(painter, marker, at, style.px(2.2))
            else:
                draw_marker(painter, marker, at, 4.2, colour, style)

    def _draw_cells(self, painter: QPainter, chart: Chart, style: Style) -> None:
        """Fill each cell by the logarithm of its count."""
        assert self.cells is not None
        table, plot, strip = palettes.sequential(), chart.plot, style.px(_STRIP)
        most = math.log1p(float(self.cells.max()))
        across = np.append(np.linspace(plot.left(), plot.right(), CELLS + 1), plot.right() + strip)
        up = np.append(np.linspace(plot.bottom(), plot.top(), CELLS + 1), plot.top() - strip)
        painter.setPen(Qt.PenStyle.NoPen)
        for row, column in np.argwhere(self.cells > 0).tolist():
            share = 0.15 + 0.85 * math.log1p(float(self.cells[row, column])) / most
            painter.setBrush(palettes.colour_at(table, share if not style.dark else 1.0 - share))
            cell = QRectF(QPointF(across[column], up[row + 1]), QPointF(across[column + 1], up[row]))
            painter.drawRect(cell)
            if self.brushed_cells is not None and self.brushed_cells[row, column]:
                side = 0.85 * math.sqrt(self.brushed_cells[row, column] / self.cells[row, column])  # by area
                inner = QRectF(0, 0, max(side * cell.width(), style.px(2)), max(side * cell.height(), style.px(2)))
                inner.moveCenter(cell.center())
                painter.setBrush(QColor(style.accent))
                painter.drawRect(inner)


def draw_words(painter: QPainter, rect: QRectF, words: str, style: Style) -> None:
    """Write words in the middle of a figure that has nothing to draw."""
    painter.setFont(style.font(12))
    lines = wrapped(painter, words, rect.width() - style.px(28))
    for k, line in enumerate(lines):
        at = QPointF(rect.center().x(), rect.center().y() + style.px(18) * (k - (len(lines) - 1) / 2))
        draw_text(painter, at, line, Text(12, style.muted, align=CENTRE), style)


def look(kind: int, models: tuple[int, int], style: Style) -> tuple[str, QColor]:
    """Return the marker and colour of a sample by who is right: a model's own if it alone is."""
    if kind in (FIRST, SECOND):
        model = models[kind - FIRST]
        return style.marker(model), style.model_colour(model)
    return ("star", QColor(style.warning)) if kind == NEITHER else ("down", QColor(style.muted))


def draw_plain(painter: QPainter, marker: str, at: QPointF, radius: float) -> None:
    """Draw a marker without halo or line, as many of them are."""
    painter.drawPath(marker_path(marker, at, radius))


def cell_indices(cloud: Cloud, x: Axis, y: Axis) -> npt.NDArray[np.int64]:
    """Return the cell of every sample, row · (`CELLS` + 1) + column; the last of each way holds infinite losses."""
    cells: list[npt.NDArray[np.int64]] = []
    for axis, values in ((x, cloud.x), (y, cloud.y)):
        inside = np.clip(np.nan_to_num(axis.share(values), posinf=0.0, neginf=0.0) * CELLS, 0, CELLS - 1)
        cells.append(np.where(np.isinf(values), CELLS, inside).astype(np.int64))
    return cells[1] * (CELLS + 1) + cells[0]


def count_cells(cloud: Cloud, x: Axis, y: Axis) -> npt.NDArray[np.int64]:
    """Return how many samples lie in each cell, rows from below."""
    flat = np.bincount(cell_indices(cloud, x, y), minlength=(CELLS + 1) ** 2)
    return flat.reshape(CELLS + 1, CELLS + 1)
