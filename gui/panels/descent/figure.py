"""The race of a descent as a figure, from results and focus: curves over the steps, and who arrives first in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.descent import Path
from core.results import Results
from core.validation import Float
from gui import text, trails
from gui.focus import FocusState
from gui.plotting import axes
from gui.plotting.axes import Axis, Chart, Key
from gui.plotting.figure import CENTRE, Text, draw_marker, draw_text, elided, pen, wrapped
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

GOAL = 0.9
"""The probability of the true class at which a loss has arrived."""
_POINTS = 400
"""A curve of more steps is drawn through so many of them."""
_LOW = 180
"""The design height below which a chart has room for one line above it."""


@dataclass(frozen=True, eq=False)
class Runner:
    """One loss's curve, in the shown unit: its title, its place in the menu, y at every step, and its arrival."""

    title: str
    index: int
    y: Float
    arrived: int | None
    symbol: str = ""


@dataclass(frozen=True, eq=False)
class DescentFigure:
    """Curves over steps, up to the step looked at; the rest of each is faint. `words` tell the race."""

    x: Axis
    y: Axis
    runners: tuple[Runner, ...]
    at: int
    goal: float | None
    words: str
    notes: str

    def chart(self, rect: QRectF, style: Style) -> Chart:
        """Return where the chart stands in `rect`."""
        return Chart.within(rect, self.x, self.y, style, top=30 + 18 * len(self._lines(rect, style)))

    def _lines(self, rect: QRectF, style: Style) -> list[str]:
        """Return what is written above the chart: where there is little room the race alone."""
        lines = [words for words in (self.words, self.notes) if words]
        return lines if rect.height() > style.px(_LOW) else lines[:1]

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the race in words, the legend, the curves, and where each stands at the step looked at."""
        px = style.px
        if not self.runners:
            painter.setFont(style.font(12))
            for count, line in enumerate(wrapped(painter, self.notes, rect.width() - px(40))):
                at = rect.center() + QPointF(0, px(20) * count)
                draw_text(painter, at, line, Text(12, style.muted, align=CENTRE), style)
            return
        chart = self.chart(rect, style)
        left, width = chart.plot.left(), chart.plot.width()
        for count, words in enumerate(self._lines(rect, style)):
            how = Text(12 if not count else 11, style.text if not count else style.muted)
            shown = elided(painter, words, how.size, width, style)
            draw_text(painter, QPointF(left, rect.top() + px(14 + 18 * count)), shown, how, style)
        keys = [Key(each.title, _colour(each, style), dash=_dashed(each), short=each.symbol) for each in self.runners]
        axes.draw_legend(painter, QPointF(left, chart.plot.top() - px(15)), keys, width, style)
        axes.draw_axes(painter, chart, style)
        if self.goal is not None:
            painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DashLine))
            painter.drawLine(chart.at(self.x.low, self.goal), chart.at(self.x.high, self.goal))
        self._draw_runners(painter, chart, style)

    def _draw_runners(self, painter: QPainter, chart: Chart, style: Style) -> None:
        for runner in sorted(self.runners, key=_dashed):  # dashes last: through them a curve of the same course is seen
            steps = _thinned(runner.y.size)
            faint = QColor(_colour(runner, style))
            faint.setAlphaF(0.3)
            axes.draw_curve(painter, chart, steps, runner.y[steps], faint, style, dash=_dashed(runner))
            run = np.unique(np.append(steps[steps <= self.at], self.at))
            axes.draw_curve(
                painter, chart, run, runner.y[run], _colour(runner, style), style, width=2, dash=_dashed(runner)
            )
        painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DotLine))
        painter.drawLine(chart.at(self.at, self.y.low), chart.at(self.at, self.y.high))
        for runner in self.runners:
            colour = _colour(runner, style)
            if runner.arrived is not None and runner.arrived <= self.at:
                at = chart.at(runner.arrived, float(runner.y[runner.arrived]))
                draw_marker(painter, "diamond", at, 4, colour, style, hollow=True)
            if not np.isnan(runner.y[self.at]):
                draw_marker(painter, "circle", chart.at(self.at, float(runner.y[self.at])), 4.5, colour, style)


def _colour(runner: Runner, style: Style) -> QColor:
    return style.loss_colour(runner.index)


def _dashed(runner: Runner) -> bool:
    return runner.index % 2 == 1


def _thinned(count: int) -> np.ndarray:
    return np.unique(np.linspace(0, count - 1, min(count, _POINTS)).round().astype(np.int64))


def make_figure(results: Results, focus: FocusState, paths: tuple[Path, ...], show: str) -> DescentFigure:
    """Return the figure of these paths, seen at the step in focus; `show` is "loss", "share" or "probability"."""
    settings = results.document.settings
    label = int(results.truth_row(focus.sample).argmax())
    name = results.document.classes[label]
    steps = paths[0].steps if paths else 0
    runners: list[Runner] = []
    for path in paths:
        y = path.q[:, label] if show == "probability" else path.values / text.scale_of(path.loss, settings.unit)
        if show == "share":
            y = y / y[0] if np.isfinite(y[0]) and y[0] > 0 else np.full(y.size, np.nan)
        index = settings.losses.index(path.loss)
        runners.append(Runner(text.loss_title(path.loss), index, y, path.first_above(label, GOAL), path.loss.symbol))
    x = Axis(translate("Descent", "Step"), 0.0, float(max(1, steps)))
    y = _vertical(show, runners, name, text.unit_name(settings.unit))
    goal = GOAL if show == "probability" else None
    at = trails.at_of(focus, steps)
    return DescentFigure(x, y, tuple(runners), at, goal, _race_words(runners, name, steps), _notes(results, focus))


def _vertical(show: str, runners: list[Runner], name: str, unit: str) -> Axis:
    if show == "probability":
        return Axis(translate("Descent", "q of “{name}”").format(name=name), 0.0, 1.0)
    title = translate("Descent", "Loss ({unit})").format(unit=unit)
    if show == "share":
        title = translate("Descent", "Loss, of that at the start")
    finite = [y[np.isfinite(y)] for y in (runner.y for runner in runners)]
    high = max((float(y.max()) for y in finite if y.size), default=1.0)
    return Axis(title, 0.0, 1.04 * high if high > 0 else 1.0)


def _race_words(runners: list[Runner], name: str, steps: int) -> str:
    """Return who is first above the goal, who follows, and who does not arrive."""
    arrived = sorted({runner.arrived for runner in runners if runner.arrived is not None})
    sentences: list[str] = []
    for place, step in enumerate(arrived):
        who = text.listed(runner.title for runner in runners if runner.arrived == step)
        if place == 0:
            words = translate("Descent", "{losses} first: “{name}” above {goal} at step {step}.")
        else:
            words = translate("Descent", "{losses}: step {step}.")
        sentences.append(words.format(losses=who, name=name, goal=number(GOAL), step=step))
    late = [runner.title for runner in runners if runner.arrived is None]
    if late:
        words = translate("Descent", "{losses}: not above {goal} within {steps} steps.")
        sentences.append(words.format(losses=text.listed(late), goal=number(GOAL), steps=steps))
    return text.joined(sentences)


def _notes(results: Results, focus: FocusState) -> str:
    """Return which losses do not race, and what the start rules out."""
    settings = results.document.settings
    p = results.truth_row(focus.sample)
    notes: list[str] = []
    flat = [text.loss_title(loss) for loss in settings.computed if not loss.differentiable]
    refused = [text.loss_title(loss) for loss in settings.computed if loss.differentiable and not loss.accepts(p)]
    if flat:
        notes.append(
            translate("Descent", "{losses}: no slope to go down, only steps.").format(losses=text.listed(flat))
        )
    if refused:
        notes.append(translate("Descent", "{losses}: not for this truth.").format(losses=text.listed(refused)))
    if np.isneginf(trails.start_of(results, focus)).any():
        notes.append(translate("Descent", "A class that starts at 0 stays there: its logit is −∞."))
    return text.joined(notes)
