"""Divergences: KL both ways and Jensen-Shannon side by side, each model's sum beside what the classes give to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from core import decomposition
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.panels.decomposition.common import draw_heading, draw_message, is_low, note_of, other_name, plot_of, row_of
from gui.plotting.axes import Key, draw_legend
from gui.plotting.columns import Columns, Span, draw_hatch, draw_levels, fill, fits, outline, span_of
from gui.plotting.figure import CENTRE, Numbers, Text, draw_marker, draw_text
from gui.plotting.handles import Handle
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

MEASURES = ("KL(p‖q)", "KL(q‖p)", "JS(p,q)")
_CLASSES = 8


@dataclass(frozen=True)
class Bar:
    """One measure of one model: the sum, and what each class gives, in the unit shown; nan for a row left out."""

    measure: int
    model: int
    total: float
    parts: tuple[tuple[str, int, float], ...]


@dataclass(frozen=True)
class DivergencesFigure:
    """Three groups of bars, a bar a model."""

    bars: tuple[Bar, ...]
    models: tuple[str, ...]
    focused: int
    unit: str
    about: str
    note: str
    why: str
    held: Span | None = None

    def columns(self, rect: QRectF, style: Style) -> Columns:
        """Return where the bars stand: half a slot between two groups."""
        ends: list[float] = []
        for bar in self.bars:
            values = [value for _, _, value in bar.parts]
            ends += [bar.total, sum(v for v in values if v > 0), sum(v for v in values if v < 0)]
        plot = plot_of(rect, style, below=48)
        return Columns(plot, self.held or span_of(ends), 3 * len(self.models) + 2)

    def slot(self, bar: Bar) -> float:
        """Return the slot of a bar."""
        return 0.25 + bar.measure * (len(self.models) + 0.75) + bar.model

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the axis, the bars and their names."""
        heading = ((translate("Decomposition", "KL both ways, and Jensen-Shannon"), "cross"),)
        draw_heading(painter, rect, heading, self.about, self.note, style)
        if all(math.isnan(bar.total) for bar in self.bars):
            draw_message(painter, rect, self.why, style)
            return
        columns = self.columns(rect, style)
        if not self.note and not is_low(rect, style):
            parts = next((bar.parts for bar in self.bars if bar.parts), ())
            keys = [Key(name, style.class_colour(k) if k >= 0 else style.muted) for name, k, _ in parts]
            at = QPointF(rect.left() + style.px(14), rect.top() + style.px(33))
            draw_legend(painter, at, keys, rect.width() - style.px(28), style)
        draw_levels(painter, columns, self.unit, style)
        for bar in self.bars:
            self._draw_bar(painter, columns, bar, style)
        for measure, name in enumerate(MEASURES):
            slots = columns.slot(self.slot(Bar(measure, 0, 0.0, ())), len(self.models))
            at = QPointF(slots.center().x(), columns.plot.bottom() + style.px(34))
            draw_text(painter, at, name, Text(11.5, style.text, bold=True, align=CENTRE), style)

    def _draw_bar(self, painter: QPainter, columns: Columns, bar: Bar, style: Style) -> None:
        """Draw the sum outlined in ink, and beside it the classes' parts: up what adds, down, hatched, what takes."""
        px, slot = style.px, columns.slot(self.slot(bar))
        zero = columns.y(0.0)
        foot = QPointF(slot.center().x(), columns.plot.bottom() + px(15))
        colour = style.model_colour(bar.model)
        draw_marker(painter, style.marker(bar.model), foot, 4.6, colour, style)
        if math.isnan(bar.total):
            at = QPointF(slot.center().x(), zero - px(10))
            draw_text(painter, at, "—", Text(12, style.muted, align=CENTRE), style)
            return
        left, room = slot.left() + 0.12 * slot.width(), 0.76 * slot.width()
        top = columns.y(bar.total)
        whole = QRectF(left, min(top, zero), 0.5 * room, max(abs(zero - top), px(2)))
        fill(painter, whole, style.divergence if bar.measure < 2 else style.muted)
        if math.isinf(bar.total) or bar.total < 0:
            draw_hatch(painter, whole, style.ink, style)
        outline(painter, whole, style.ink, 2 if bar.model == self.focused else 1.0, style)
        up = down = 0.0
        for _, index, value in bar.parts:
            start = up if value >= 0 else down
            box = QRectF(left + 0.54 * room, columns.y(start), 0.46 * room, 0.0)
            box.setBottom(columns.y(start + value))
            box = box.normalized()
            fill(painter, box, style.class_colour(index) if index >= 0 else QColor(style.muted))
            if value < 0 or math.isinf(value):
                draw_hatch(painter, box, style.ink, style)
            up, down = (up + value, down) if value >= 0 else (up, down + value)
        words = number(bar.total)
        if fits(painter, words, 10.5, slot.width() + px(6), style) or math.isinf(bar.total):
            y = min(top, zero, columns.y(up)) - px(9)
            how = Text(10.5, style.text, bold=bar.model == self.focused, align=CENTRE)
            draw_text(painter, QPointF(slot.center().x(), y), words, how, style)

    def span(self, rect: QRectF, style: Style) -> Span:
        """Return the ends of the axis."""
        axis = self.columns(rect, style).axis
        return axis.low, axis.high

    def handles(self, rect: QRectF, style: Style) -> Sequence[Handle]:
        """Return none: the bars are read, not dragged."""
        return ()

    def value_at(self, handle: Handle, point: QPointF, rect: QRectF, style: Style) -> float:
        """Return the value at a point's height."""
        return self.columns(rect, style).value(point.y())

    def at(self, point: QPointF, rect: QRectF, style: Style) -> Bar | None:
        """Return the bar at a point."""
        columns = self.columns(rect, style)
        below = style.px(28)
        return next(
            (b for b in self.bars if columns.slot(self.slot(b)).adjusted(0, -20, 0, below).contains(point)), None
        )

    def chosen_at(self, point: QPointF, rect: QRectF, style: Style) -> dict[str, object]:
        """Return the model of the bar at a point."""
        bar = self.at(point, rect, style)
        return {"model": bar.model} if bar is not None else {}

    def class_boxes(self, rect: QRectF, style: Style) -> list[tuple[int, QRectF]]:
        """Return nothing: its parts are of all classes together."""
        return []

    def described(self, point: QPointF, rect: QRectF, style: Style) -> str:
        """Return the bar at a point in words, class by class."""
        bar = self.at(point, rect, style)
        if bar is None:
            return ""
        head = f"{self.models[bar.model]}   {MEASURES[bar.measure]} {number(bar.total)} {self.unit}"
        return "\n".join([head, *(f"{name}   {number(value)}" for name, _, value in bar.parts)])


def _bars(results: Results, focus: FocusState) -> list[Bar]:
    document = results.document
    made: list[Bar] = []
    found = [decomposition.row_terms(results, model, focus.sample) for model in range(len(document.models))]
    classes, shown = document.classes, list(range(len(document.classes)))
    if len(classes) > _CLASSES:
        weights: Float = np.zeros(len(classes))
        for terms in found:
            if terms is not None:
                weights = np.maximum(weights, np.abs(terms.divergence) + np.abs(terms.reverse))
        shown = decomposition.strongest(weights, _CLASSES - 1).tolist()
    rest = [k for k in range(len(classes)) if k not in shown]
    scale = row_of(results, focus).scale
    for measure in range(3):
        for model, terms in enumerate(found):
            if terms is None:
                made.append(Bar(measure, model, math.nan, ()))
                continue
            values = (terms.divergence, terms.reverse, terms.jensen_shannon)[measure] / scale
            total = (terms.total_divergence, terms.total_reverse, terms.total_jensen_shannon)[measure] / scale
            parts = [(classes[k], k, float(values[k])) for k in shown]
            if rest:
                parts.append((other_name(len(rest)), -1, float(values[rest].sum())))
            made.append(Bar(measure, model, total, tuple(parts)))
    return made


def make(results: Results, focus: FocusState, chosen: dict[str, str], held: Span | None = None) -> DivergencesFigure:
    """Return the three divergences of every model on the sample in focus."""
    del chosen
    row, document = row_of(results, focus), results.document
    return DivergencesFigure(
        tuple(_bars(results, focus)),
        tuple(text.model_title(model) for model in document.models),
        focus.model,
        row.unit,
        text.sample_title(document, focus.sample),
        note_of(results),
        row.why,
        held,
    )


def numbers(results: Results, focus: FocusState, chosen: dict[str, str]) -> Numbers:
    """Return a row a model and class shown, and one for the sum: the three measures."""
    figure = make(results, focus, chosen)
    header = (
        translate("Decomposition", "model"),
        translate("Decomposition", "class"),
        *(f"{name} {figure.unit}" for name in MEASURES),
    )
    rows: list[tuple[str | float, ...]] = []
    for model, name in enumerate(figure.models):
        own = [bar for bar in figure.bars if bar.model == model]
        for parts in zip(*(bar.parts for bar in own), strict=True):
            rows.append((name, parts[0][0], *(value for _, _, value in parts)))
        rows.append((name, translate("Decomposition", "total"), *(bar.total for bar in own)))
    return Numbers(header, tuple(rows))
