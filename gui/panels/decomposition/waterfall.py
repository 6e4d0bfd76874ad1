"""Waterfall: class by class, first what the truth costs by itself, then what the prediction adds or takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from core import decomposition
from core.decomposition import Terms
from core.results import Results
from gui.focus import FocusState
from gui.panels.decomposition.common import (
    SUM,
    Row,
    draw_heading,
    draw_message,
    note_of,
    other_name,
    part_names,
    plot_of,
    row_of,
)
from gui.plotting.columns import Columns, Span, draw_hatch, draw_levels, draw_name, fill, fits, outline, span_of
from gui.plotting.figure import CENTRE, Numbers, Text, crisp, draw_text, hairline
from gui.plotting.handles import Handle
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

_CLASSES = 8
"""How many classes have steps of their own; of more, the greatest, and one step for the others."""


@dataclass(frozen=True)
class Step:
    """From where to where the sum goes: a term of a class, or the sum so far (`kind` "entropy total", "total")."""

    name: str
    index: int
    kind: str
    start: float
    stop: float
    value: float


@dataclass(frozen=True)
class WaterfallFigure:
    """The steps as a figure, in the unit shown."""

    steps: tuple[Step, ...]
    row: Row
    note: str
    held: Span | None = None

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the formula, the axis and the steps with their numbers and names."""
        draw_heading(painter, rect, SUM, self.row.about, self.note, style)
        if not self.steps:
            draw_message(painter, rect, self.row.why, style)
            return
        columns = self.columns(rect, style)
        draw_levels(painter, columns, self.row.unit, style)
        self._draw_titles(painter, columns, style)
        for slot, step in enumerate(self.steps):
            _draw_step(painter, columns, slot, step, style)

    def columns(self, rect: QRectF, style: Style) -> Columns:
        """Return where the steps stand."""
        ends = [end for step in self.steps for end in (step.start, step.stop)]
        return Columns(plot_of(rect, style, below=64, above=72), self.held or span_of(ends), len(self.steps))

    def _draw_titles(self, painter: QPainter, columns: Columns, style: Style) -> None:
        """Write over each half what its steps are."""
        count = (len(self.steps) - 2) // 2
        for start, words, colour in ((0, "p·log 1/p", style.entropy), (count + 1, "p·log p/q", style.divergence)):
            slots = columns.slot(start, count)
            at = QPointF(slots.center().x(), columns.plot.top() - style.px(23))
            if fits(painter, words, 11, slots.width() + columns.width, style):
                draw_text(painter, at, words, Text(11, colour, bold=True, align=CENTRE), style)

    def span(self, rect: QRectF, style: Style) -> Span:
        """Return the ends of the axis."""
        return (self.columns(rect, style).axis.low, self.columns(rect, style).axis.high)

    def handles(self, rect: QRectF, style: Style) -> Sequence[Handle]:
        """Return none: the steps are read, not dragged."""
        return ()

    def value_at(self, handle: Handle, point: QPointF, rect: QRectF, style: Style) -> float:
        """Return the nats at a point's height."""
        return self.columns(rect, style).value(point.y()) * self.row.scale

    def chosen_at(self, point: QPointF, rect: QRectF, style: Style) -> dict[str, object]:
        """Return nothing: the figure is about what is in focus."""
        return {}

    def class_boxes(self, rect: QRectF, style: Style) -> list[tuple[int, QRectF]]:
        """Return where each class's steps and their names stand."""
        if not self.steps:
            return []
        columns = self.columns(rect, style)
        return [
            (step.index, columns.slot(slot).adjusted(0, -style.px(17), 0, style.px(24)))
            for slot, step in enumerate(self.steps)
            if step.index >= 0
        ]

    def described(self, point: QPointF, rect: QRectF, style: Style) -> str:
        """Return the step at a point in words."""
        if not self.steps:
            return ""
        columns = self.columns(rect, style)
        for slot, step in enumerate(self.steps):
            if columns.slot(slot).adjusted(0, 0, 0, style.px(58)).contains(point):
                words = {"entropy": "p·log 1/p", "divergence": "p·log p/q"}.get(step.kind, "")
                return f"{step.name}   {words} {number(step.value)} {self.row.unit}".replace("    ", "   ")
        return ""


def _draw_step(painter: QPainter, columns: Columns, slot: int, step: Step, style: Style) -> None:
    px = style.px
    bar = columns.bar(slot, step.start, step.stop)
    colour = {"entropy": style.entropy, "entropy total": style.entropy, "divergence": style.divergence}.get(step.kind)
    thin = px(2)
    if bar.height() < thin:
        bar = QRectF(bar.left(), bar.center().y() - thin / 2, bar.width(), thin)
    if colour is not None:
        fill(painter, bar, colour)
    if step.value < 0 or math.isinf(step.value):
        draw_hatch(painter, bar, style.ink, style)
    if "total" in step.kind:
        outline(painter, bar, style.ink, 1.6, style)
    elif step.value != 0:
        outline(painter, bar, style.ink, 0.8, style)
    last = columns.slot(slot + 1).left() + 0.12 * columns.width
    if step.kind != "total":
        y = crisp(columns.y(step.stop), style)
        painter.setPen(hairline(style.muted, 1, style))
        painter.drawLine(QPointF(bar.right(), y), QPointF(last, y))
    words = number(step.value)
    if fits(painter, words, 10, columns.width + px(2), style) or "total" in step.kind:
        below = step.value < 0 and bar.bottom() + px(14) < columns.plot.bottom()
        y = bar.bottom() + px(8) if below else bar.top() - px(8)
        how = Text(10, style.text, bold="total" in step.kind, align=CENTRE)
        draw_text(painter, QPointF(bar.center().x(), y), words, how, style)
    name_colour = style.class_text(step.index) if step.index >= 0 else style.text
    how = Text(11, name_colour, bold=True)
    draw_name(painter, QPointF(bar.center().x(), columns.plot.bottom() + px(5)), step.name, columns.width, how, style)


def _groups(terms: Terms, classes: Sequence[str]) -> list[tuple[str, int, list[int]]]:
    """Return what stands as one: name, class or -1, and classes; the greatest by themselves, then the others."""
    count = len(classes)
    if count <= _CLASSES:
        return [(name, k, [k]) for k, name in enumerate(classes)]
    weights = np.abs(terms.entropy) + np.abs(terms.divergence)
    shown: list[int] = decomposition.strongest(weights, _CLASSES - 1).tolist()
    rest = [k for k in range(count) if k not in shown]
    return [*((classes[k], k, [k]) for k in shown), (other_name(len(rest)), -1, rest)]


def make(results: Results, focus: FocusState, chosen: dict[str, str], held: Span | None = None) -> WaterfallFigure:
    """Return the steps of the row in focus."""
    del chosen
    row = row_of(results, focus)
    if row.terms is None:
        return WaterfallFigure((), row, "", held)
    terms, groups = row.terms, _groups(row.terms, results.document.classes)
    steps: list[Step] = []
    at = 0.0
    for kind, values, name, total in (
        ("entropy", terms.entropy, "H(p)", terms.total_entropy),
        ("divergence", terms.divergence, "H(p,q)", terms.total_cross),
    ):
        for title, index, members in groups:
            value = float(values[members].sum()) / row.scale
            steps.append(Step(title, index, kind, at, at + value, value))
            at += value
        at = total / row.scale
        steps.append(Step(name, -1, "entropy total" if kind == "entropy" else "total", 0.0, at, at))
    return WaterfallFigure(tuple(steps), row, note_of(results), held)


def numbers(results: Results, focus: FocusState, chosen: dict[str, str]) -> Numbers:
    """Return both terms of each class shown, and their sum; then the totals."""
    figure = make(results, focus, chosen)
    name, total = part_names()
    unit = figure.row.unit
    header = (name, f"p·log 1/p {unit}", f"p·log p/q {unit}", f"p·log 1/q {unit}")
    if figure.row.terms is None:
        return Numbers(header, ())
    half = len(figure.steps) // 2
    first, second = figure.steps[: half - 1], figure.steps[half:-1]
    rows = [(one.name, one.value, two.value, one.value + two.value) for one, two in zip(first, second, strict=True)]
    terms, scale = figure.row.terms, figure.row.scale
    totals = (terms.total_entropy / scale, terms.total_divergence / scale, terms.total_cross / scale)
    return Numbers(header, (*rows, (total, *totals)))
