"""The reliability diagram: how often forecasts come true over what they forecast, with counts and figures beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.calibration import BrierParts, Reliability
from gui.focus import Brush
from gui.panels.dataset.common import CountAxis, draw_note, from_to, of_all, short, top_of
from gui.plotting import axes
from gui.plotting.axes import Axis, Chart
from gui.plotting.columns import draw_hatch, fill, fits, outline
from gui.plotting.figure import CENTRE, RIGHT, Text, draw_marker, draw_text, elided, hairline, pen
from gui.plotting.picking import Net, Pick
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

BINS_NET = "bins"
_TABLE = 236
"""The width of the figures beside the diagram."""


@dataclass(frozen=True, eq=False)
class ReliabilityFigure:
    """Bins of forecasts; `part` is the brushed ones in the same bins, `event` the class or None for the predicted."""

    table: Reliability
    part: Reliability | None
    figures: tuple[tuple[str, float], ...]
    brier: BrierParts
    note: str
    model: int
    event: str | None
    picked: Callable[[Pick], Brush]

    def all_figures(self) -> list[tuple[str, float]]:
        """Return the figures beside the diagram, the parts of the Brier score with their signs."""
        return [
            *self.figures,
            (translate("Dataset", "Brier score"), self.brier.score),
            (translate("Dataset", "= reliability"), self.brier.reliability),
            (translate("Dataset", "− resolution"), self.brier.resolution),
            (translate("Dataset", "+ uncertainty"), self.brier.uncertainty),
            (translate("Dataset", "+ within the bins"), self.brier.within),
        ]

    # -- places -----------------------------------------------------------------------------------------

    def charts(self, rect: QRectF, style: Style) -> tuple[Chart, Chart]:
        """Return where the diagram stands, and the counts below it."""
        px, room = style.px, QRectF(rect)
        if self._has_table(rect, style):
            room.setRight(room.right() - px(_TABLE))
        title = (
            translate("Dataset", "confidence")
            if self.event is None
            else translate("Dataset", "probability of {name}").format(name=self.event)
        )
        came = translate("Dataset", "right") if self.event is None else translate("Dataset", "came true")
        whole = Chart.within(room, Axis(title, 0.0, 1.0), Axis(came, 0.0, 1.0), style, top=top_of(rect, style) + 6)
        high = max(px(24), 0.24 * whole.plot.height())
        upper, lower = QRectF(whole.plot), QRectF(whole.plot)
        upper.setBottom(whole.plot.bottom() - high - px(12))
        lower.setTop(whole.plot.bottom() - high)
        most = max(1, int(self.table.counts.max()))
        return Chart(upper, whole.x, whole.y), Chart(lower, whole.x, CountAxis("", 0.0, 1.2 * most))

    def _has_table(self, rect: QRectF, style: Style) -> bool:
        return rect.width() >= style.px(560)

    def nets(self, rect: QRectF, style: Style) -> Sequence[Net]:
        """Return the bins, over diagram and counts."""
        upper, lower = self.charts(rect, style)
        across = [upper.at(float(edge), 0.0).x() for edge in self.table.edges]
        return [Net(BINS_NET, across, (upper.plot.top(), lower.plot.bottom()))]

    # -- words ------------------------------------------------------------------------------------------

    def described(self, pick: Pick) -> str:
        """Return what some bins hold; of one also its means."""
        first, last = pick.columns
        inside = slice(first, last + 1)
        whole = int(self.table.counts[inside].sum())
        part = None if self.part is None else int(self.part.counts[inside].sum())
        ends = from_to(short(float(self.table.edges[first])), short(float(self.table.edges[last + 1])))
        words = f"{ends}   {of_all(part, whole)}"
        if first == last and whole:
            mean = translate("Dataset", "mean forecast {forecast}, came true {share}")
            forecast, share = number(float(self.table.confidence[first])), number(float(self.table.accuracy[first]))
            words = f"{words}   {mean.format(forecast=forecast, share=share)}"
        return words

    def brush(self, pick: Pick) -> Brush:
        """Return the samples of some bins."""
        return self.picked(pick)

    # -- drawing ----------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the diagram, the counts below it and the figures beside it."""
        draw_note(painter, rect, self.note, style)
        upper, lower = self.charts(rect, style)
        axes.draw_axes(painter, upper, style, below=False)
        axes.draw_axes(painter, lower, style)
        painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DashLine))
        painter.drawLine(upper.plot.bottomLeft(), upper.plot.topRight())
        for k in range(self.table.counts.size):
            if self.table.counts[k]:
                self._draw_bin(painter, upper, lower, k, style)
        if self._has_table(rect, style):
            place = QRectF(upper.plot.right() + style.px(30), upper.plot.top(), style.px(_TABLE - 46), rect.height())
            self._draw_table(painter, place, rect.bottom(), style)

    def _draw_bin(self, painter: QPainter, upper: Chart, lower: Chart, k: int, style: Style) -> None:
        """Draw a bin: its share that came true as a bar, the gap to its mean forecast, and its count."""
        px, colour = style.px, style.model_colour(self.model)
        ends = [upper.at(float(self.table.edges[k + each]), 0.0).x() for each in (0, 1)]
        left, width = ends[0] + px(0.5), max(ends[1] - ends[0] - px(1), px(1))
        forecast, share = float(self.table.confidence[k]), float(self.table.accuracy[k])
        at, top = upper.at(forecast, share), upper.at(forecast, forecast).y()
        fill(painter, QRectF(left, at.y(), width, upper.plot.bottom() - at.y()), style.pale(colour, 0.25))
        gap = QRectF(left, min(at.y(), top), width, abs(top - at.y()))
        draw_hatch(painter, gap, style.warning, style)
        outline(painter, QRectF(left, at.y(), width, upper.plot.bottom() - at.y()), colour, 0.8, style)
        count = int(self.table.counts[k])
        bar = QRectF(left, lower.at(0.0, count).y(), width, lower.plot.bottom() - lower.at(0.0, count).y())
        fill(painter, bar, style.pale(colour, 0.45 if self.part is None else 0.2))
        if self.part is not None and self.part.counts[k]:
            high = lower.plot.bottom() - lower.at(0.0, int(self.part.counts[k])).y()
            fill(painter, QRectF(left, lower.plot.bottom() - high, width, high), style.accent)
            mean = upper.at(float(self.part.confidence[k]), float(self.part.accuracy[k]))
            draw_marker(painter, "diamond", mean, 4, QColor(style.accent), style)
        outline(painter, bar, colour, 0.8, style)
        draw_marker(painter, style.marker(self.model), at, 3.6, colour, style)
        words = str(count)
        if fits(painter, words, 9.5, width, style) and bar.top() - px(12) > lower.plot.top() - px(4):
            how = Text(9.5, style.muted, align=CENTRE)
            draw_text(painter, QPointF(left + width / 2, bar.top() - px(6)), words, how, style)

    def _draw_table(self, painter: QPainter, place: QRectF, bottom: float, style: Style) -> None:
        """Write the figures below each other, as far as there is room; a line parts the Brier score from the rest."""
        figures = self.all_figures()
        room = bottom - style.px(8) - place.top()
        pitch = min(style.px(20), max(style.px(13.5), room / len(figures)))
        size = 11.5 if pitch >= style.px(16) else 10.5
        for k, (name, value) in enumerate(figures):
            y = place.top() + (k + 0.5) * pitch
            if y + pitch / 2 > bottom:
                return
            strong = k == len(self.figures) or k == 0
            words = elided(painter, name, size, place.width() - style.px(62), style, bold=strong)
            draw_text(painter, QPointF(place.left(), y), words, Text(size, style.text, bold=strong), style)
            how = Text(size, style.text, bold=strong, align=RIGHT)
            draw_text(painter, QPointF(place.right(), y), number(value), how, style)
            if k == len(self.figures):
                painter.setPen(hairline(style.line, 1, style))
                painter.drawLine(QPointF(place.left(), y - pitch / 2), QPointF(place.right(), y - pitch / 2))
