"""Bars of how many samples have which loss, and the curve of how much of it the worst samples carry."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from core.dataset import Concentration, Indices
from core.validation import Float
from gui.focus import Brush
from gui.panels.dataset.common import CountAxis, draw_note, from_to, of_all, percent, short, top_of
from gui.plotting import axes
from gui.plotting.axes import Axis, Chart, Key
from gui.plotting.columns import draw_hatch, fill, outline
from gui.plotting.figure import CENTRE, Text, draw_marker, draw_text, pen
from gui.plotting.picking import Net, Pick
from gui.plotting.style import Style

translate = QCoreApplication.translate

BARS_NET, WORST_NET = "bars", "worst"
STRETCHES = 100
"""In so many stretches the samples are taken from the worst on."""
_INFINITE = 34
"""The width that the bar of infinite losses takes."""


@dataclass(frozen=True, eq=False)
class ModelLosses:
    """One model: how many samples are in each bin, are infinite, have no value; and what the worst carry."""

    model: int
    name: str
    counts: Indices
    concentration: Concentration | None


def range_words(edges: Float, first: int, last: int) -> str:
    """Return the range of some bins in words; the one after the last holds what is infinite."""
    if first >= edges.size - 1:
        return "∞"
    return from_to(short(float(edges[first])), "∞" if last >= edges.size - 1 else short(float(edges[last + 1])))


@dataclass(frozen=True, eq=False)
class LossesFigure:
    """The bars of the model in focus, the outlines of the others; beside them the curves."""

    edges: Float
    models: tuple[ModelLosses, ...]
    brushed: Indices | None
    note: str
    title: str
    log: bool
    log_counts: bool
    own: float
    """The loss of the sample in focus."""
    picked: Callable[[Pick], Brush]

    @property
    def has_infinite(self) -> bool:
        """Whether any model has an infinite loss."""
        return any(each.counts[-2] for each in self.models)

    # -- places -----------------------------------------------------------------------------------------

    def charts(self, rect: QRectF, style: Style) -> tuple[Chart, Chart | None]:
        """Return where the bars stand, and the curves if there is room for them."""
        px, top = style.px, top_of(rect, style) + (20 if len(self.models) > 1 else 6)
        wide = rect.width() >= style.px(560)
        left = QRectF(rect.left(), rect.top(), rect.width() * (0.6 if wide else 1.0), rect.height())
        bars = Chart.within(
            left,
            Axis(self.title, float(self.edges[0]), float(self.edges[-1]), self.log),
            self._counts(),
            style,
            top=top,
        )
        if self.has_infinite:
            bars = Chart(bars.plot.adjusted(0, 0, -px(_INFINITE), 0), bars.x, bars.y)
        if not wide:
            return bars, None
        right = QRectF(left.right(), rect.top(), rect.width() - left.width(), rect.height())
        x = Axis(translate("Dataset", "samples, the worst first, %"), 0.0, 100.0)
        y = Axis(translate("Dataset", "of the loss, %"), 0.0, 100.0)
        return bars, Chart.within(right, x, y, style, top=top)

    def _counts(self) -> Axis:
        most = max(1, *(int(each.counts[:-1].max()) for each in self.models))
        title = translate("Dataset", "samples")
        return CountAxis(title, 0.7, 1.6 * most, log=True) if self.log_counts else CountAxis(title, 0.0, 1.06 * most)

    def _bar(self, chart: Chart, k: int, count: float, style: Style) -> QRectF:
        """Return the bar of a bin; the one after the last stands apart."""
        top = chart.at(chart.x.low, count).y() if count > 0 else chart.plot.bottom()
        if k >= self.edges.size - 1:
            left = chart.plot.right() + style.px(8)
            return QRectF(left, top, style.px(_INFINITE - 12), chart.plot.bottom() - top)
        ends = [chart.at(float(self.edges[k + each]), chart.y.low).x() for each in (0, 1)]
        return QRectF(ends[0], top, ends[1] - ends[0], chart.plot.bottom() - top)

    def nets(self, rect: QRectF, style: Style) -> Sequence[Net]:
        """Return the bars, and the samples in a hundred stretches."""
        bars, curves = self.charts(rect, style)
        across = [bars.at(float(edge), bars.y.low).x() for edge in self.edges]
        if self.has_infinite:
            across.append(bars.plot.right() + style.px(_INFINITE))
        nets = [Net(BARS_NET, across, (bars.plot.top(), bars.plot.bottom()))]
        if curves is not None and self.models[-1].concentration is not None:
            plot = curves.plot
            stretches = np.linspace(plot.left(), plot.right(), STRETCHES + 1).tolist()
            nets.append(Net(WORST_NET, stretches, (plot.top(), plot.bottom())))
        return nets

    # -- words ------------------------------------------------------------------------------------------

    def described(self, pick: Pick) -> str:
        """Return what some bars or stretches hold."""
        first, last = pick.columns
        if pick.net == WORST_NET:
            low, high = first / STRETCHES, (last + 1) / STRETCHES
            curve = self.models[-1].concentration
            assert curve is not None
            carried = np.interp([low, high], curve.share, curve.carried)
            words = translate("Dataset", "the worst {range} of the samples carry {carried} of the loss")
            share = percent(float(carried[1] - carried[0]))
            return words.format(range=from_to(percent(low), percent(high)), carried=share)
        whole = int(self.models[-1].counts[first : last + 1].sum())
        part = None if self.brushed is None else int(self.brushed[first : last + 1].sum())
        return f"{self.title} {range_words(self.edges, first, last)}   {of_all(part, whole)}"

    def brush(self, pick: Pick) -> Brush:
        """Return the samples of some bars or stretches."""
        return self.picked(pick)

    # -- drawing ----------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw bars, outlines and curves with their words."""
        draw_note(painter, rect, self.note, style)
        bars, curves = self.charts(rect, style)
        if len(self.models) > 1:
            at = QPointF(rect.left() + style.px(14), rect.top() + style.px(top_of(rect, style) + 8))
            axes.draw_legend(painter, at, self._legend(style), rect.width() - style.px(28), style)
        axes.draw_axes(painter, bars, style)
        self._draw_bars(painter, bars, style)
        for each in self.models[:-1]:
            self._draw_outline(painter, bars, each, style)
        self._draw_own(painter, bars, style)
        if curves is not None:
            self._draw_curves(painter, curves, style)

    def _legend(self, style: Style) -> list[Key]:
        first = self.models[-1]
        ordered = [first, *self.models[:-1]]
        keys = [Key(each.name, style.model_colour(each.model), style.marker(each.model)) for each in ordered]
        return [*keys, *([Key(translate("Dataset", "brushed"), style.accent)] if self.brushed is not None else [])]

    def _draw_bars(self, painter: QPainter, chart: Chart, style: Style) -> None:
        focused = self.models[-1]
        colour = style.model_colour(focused.model)
        for k, count in enumerate(focused.counts[: self.edges.size].tolist()):
            if not count:
                continue
            bar = self._bar(chart, k, count, style)
            fill(painter, bar, style.pale(colour, 0.3 if self.brushed is None else 0.15))
            if k == self.edges.size - 1:
                draw_hatch(painter, bar, colour, style)
            if self.brushed is not None and self.brushed[k]:
                fill(painter, self._bar(chart, k, int(self.brushed[k]), style), style.accent)
            outline(painter, bar, colour, 0.8, style)
        if self.has_infinite:
            at = QPointF(chart.plot.right() + style.px(8 + (_INFINITE - 12) / 2), chart.plot.bottom() + style.px(11))
            draw_text(painter, at, "∞", Text(12, style.muted, align=CENTRE), style)

    def _draw_outline(self, painter: QPainter, chart: Chart, each: ModelLosses, style: Style) -> None:
        """Draw the upper border of a model's bars as one line."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(style.model_colour(each.model), 1.4, style))
        line: list[QPointF] = []
        for k, count in enumerate(each.counts[: self.edges.size - 1].tolist()):
            bar = self._bar(chart, k, count, style)
            line += [bar.topLeft(), bar.topRight()]
        painter.drawPolyline(QPolygonF(line))
        if each.counts[-2]:
            bar = self._bar(chart, self.edges.size - 1, int(each.counts[-2]), style)
            painter.drawPolyline(QPolygonF([bar.bottomLeft(), bar.topLeft(), bar.topRight(), bar.bottomRight()]))

    def _draw_own(self, painter: QPainter, chart: Chart, style: Style) -> None:
        """Mark the loss of the sample in focus on the axis."""
        if math.isnan(self.own):
            return
        if math.isinf(self.own):
            x = chart.plot.right() + style.px(8 + (_INFINITE - 12) / 2)
        else:
            x = chart.at(self.own, chart.y.low).x()
        at = QPointF(x, chart.plot.bottom() - style.px(4))
        draw_marker(painter, "down", at, 4, style.model_colour(self.models[-1].model), style)

    def _draw_curves(self, painter: QPainter, chart: Chart, style: Style) -> None:
        axes.draw_axes(painter, chart, style)
        painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DashLine))
        painter.drawLine(chart.plot.bottomLeft(), chart.plot.topRight())
        for each in self.models:
            curve = each.concentration
            if curve is None:
                continue
            focused = each is self.models[-1]
            axes.draw_curve(
                painter,
                chart,
                100.0 * curve.share,
                100.0 * curve.carried,
                style.model_colour(each.model),
                style,
                width=2.0 if focused else 1.2,
            )
        if self.models[-1].concentration is None:
            words = translate("Dataset", "no shares: nothing to add up")
            draw_text(painter, chart.plot.center(), words, Text(11, style.muted, align=CENTRE), style)
