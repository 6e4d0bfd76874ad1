"""Two curves over the temperature side by side: log loss and calibration error, with the present and the best T."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.scaling import At, Scaling
from core.validation import Float
from gui.focus import Brush
from gui.panels.dataset.common import draw_message, draw_note, top_of
from gui.plotting import axes
from gui.plotting.axes import Axis, Chart, Key
from gui.plotting.figure import draw_marker, pen
from gui.plotting.picking import Net, Pick
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

STEPS = 240
"""A hand moves T in so many steps over the axis."""


def temperature_words(temperature: float) -> str:
    """Return a temperature in words."""
    return f"T = {temperature:.4g}"


@dataclass(frozen=True, eq=False)
class TemperatureFigure:
    """The curves; log loss in nats, shown in units of `unit_scale` nats."""

    scaling: Scaling
    part: tuple[Float, Float] | None
    note: str
    unit_scale: float
    unit: str
    model: int

    # -- places -----------------------------------------------------------------------------------------

    def charts(self, rect: QRectF, style: Style) -> tuple[Chart, Chart]:
        """Return where both curves stand."""
        temperatures = self.scaling.temperatures
        x = Axis(translate("Dataset", "temperature T"), float(temperatures[0]), float(temperatures[-1]), log=True)
        half = QRectF(rect.left(), rect.top(), rect.width() / 2, rect.height())
        log_loss = translate("Dataset", "log loss {unit}").format(unit=self.unit)
        losses, errors = self._curves()
        made = [
            Chart.within(each, x, _axis(title, curves), style, top=top_of(rect, style) + 26)
            for each, title, curves in (
                (half, log_loss, losses),
                (half.translated(half.width(), 0), "ECE", errors),
            )
        ]
        return made[0], made[1]

    def _curves(self) -> tuple[list[Float], list[Float]]:
        """Return what is drawn in each chart, the curve of all samples first."""
        losses, errors = [self.scaling.log_loss / self.unit_scale], [self.scaling.error]
        if self.part is not None:
            losses.append(self.part[0] / self.unit_scale)
            errors.append(self.part[1])
        return losses, errors

    def nets(self, rect: QRectF, style: Style) -> Sequence[Net]:
        """Return the temperatures of both charts, which a hand moves."""
        return [
            Net(
                name,
                np.linspace(chart.plot.left(), chart.plot.right(), STEPS + 1).tolist(),
                (chart.plot.top(), chart.plot.bottom()),
                live=True,
            )
            for name, chart in zip(("log_loss", "error"), self.charts(rect, style), strict=True)
        ]

    def temperature_of(self, step: int) -> float:
        """Return the temperature of a step of a net, to three digits."""
        first, last = (math.log(self.scaling.temperatures[k]) for k in (0, -1))
        return float(f"{math.exp(first + (step + 0.5) / STEPS * (last - first)):.3g}")

    # -- words ------------------------------------------------------------------------------------------

    def described(self, pick: Pick) -> str:
        """Return both figures at a temperature."""
        temperature = self.temperature_of(pick.columns[0])
        at = math.log(temperature)
        grid = np.log(self.scaling.temperatures)
        loss = float(np.interp(at, grid, self.scaling.log_loss)) / self.unit_scale
        error = float(np.interp(at, grid, self.scaling.error))
        words = translate("Dataset", "{temperature}   log loss {loss} {unit}   ECE {error}")
        return words.format(
            temperature=temperature_words(temperature), loss=number(loss), unit=self.unit, error=number(error)
        )

    def brush(self, pick: Pick) -> Brush:
        """Return no sample: a temperature is of all."""
        return Brush(np.zeros(0, np.int64), 0, "")

    # -- drawing ----------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the curves, and the two temperatures as upright lines."""
        px = style.px
        draw_note(painter, rect, self.note, style)
        if not np.isfinite(self.scaling.log_loss).any():
            words = translate("Dataset", "The log loss is infinite at every temperature.")
            draw_message(painter, rect, words, style)
            return
        at = QPointF(rect.left() + px(14), rect.top() + px(top_of(rect, style) + 11))
        axes.draw_legend(painter, at, self._legend(style), rect.width() - px(180), style)
        losses, errors = self._curves()
        now, best = self.scaling.now, self.scaling.best
        marks = ((now.log_loss, best.log_loss), (now.error, best.error))
        for chart, curves, values, scale in zip(
            self.charts(rect, style), (losses, errors), marks, (self.unit_scale, 1.0), strict=True
        ):
            axes.draw_axes(painter, chart, style)
            self._draw_mark(painter, chart, best, values[1] / scale, style)
            self._draw_mark(painter, chart, now, values[0] / scale, style)
            for k, curve in enumerate(curves):
                colour = style.model_colour(self.model) if k == 0 else style.accent
                axes.draw_curve(painter, chart, self.scaling.temperatures, curve, colour, style, width=2.0)

    def _draw_mark(self, painter: QPainter, chart: Chart, mark: At, value: float, style: Style) -> None:
        """Draw an upright line at a temperature, and its value on it; nothing where it is 0 or infinite."""
        if not 0.0 < mark.temperature < math.inf or math.isnan(value):
            return
        is_now, plot = mark is self.scaling.now, chart.plot
        x = chart.at(mark.temperature, chart.y.low).x()
        colour = style.ink if is_now else style.entropy
        painter.setPen(pen(colour, 1.4, style, Qt.PenStyle.SolidLine if is_now else Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        point = chart.at(mark.temperature, value)
        shape, shade = ("circle", style.model_colour(self.model)) if is_now else ("star", colour)
        draw_marker(painter, shape, point, 4.4, QColor(shade), style)

    def _legend(self, style: Style) -> list[Key]:
        now, best = self.scaling.now.temperature, self.scaling.best.temperature
        words = translate("Dataset", "now {temperature}").format(temperature=temperature_words(now))
        keys = [Key(words, style.model_colour(self.model), "circle")]
        if 0.0 < best < math.inf:
            words = translate("Dataset", "best {temperature}").format(temperature=temperature_words(best))
            keys.append(Key(words, style.entropy, "star"))
        if self.part is not None:
            keys.append(Key(translate("Dataset", "brushed"), style.accent))
        return keys


def _axis(title: str, curves: Sequence[Float]) -> Axis:
    """Return an axis for finite values of curves, with a little room."""
    finite = np.concatenate(curves)
    finite = finite[np.isfinite(finite)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    room = 0.06 * (high - low) or 0.1 * max(abs(high), 1.0)
    return Axis(title, max(0.0, low - room) if low >= 0.0 else low - room, high + room)
