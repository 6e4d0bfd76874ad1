"""Stack: a bar a sample and model, of two parts that add up; both ends can be dragged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from core.document import TRUTH, Document
from core.dragging import Grip
from core.information import nats_per
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.panels.decomposition.common import SUM, draw_heading, note_of
from gui.plotting import bars
from gui.plotting.bars import Bar, Group, Placed
from gui.plotting.columns import Span
from gui.plotting.figure import Numbers
from gui.plotting.handles import Handle
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

_BARS = 8
"""How many bars of single samples are shown; of more samples those around the focus, or the greatest."""


@dataclass(frozen=True)
class StackFigure:
    """The stacked bars as a figure. `scale` is nats in a unit, `span` an axis that a drag holds still."""

    groups: tuple[Group, ...]
    unit: str
    about: str
    note: str
    models: tuple[str, ...]
    samples: tuple[tuple[int, str], ...]
    scale: float
    held: Span | None = None

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the formula in the colours of the bars, and the bars."""
        self.draw_ground(painter, rect, style)
        self.draw_frame(painter, rect, style)

    def draw_ground(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what values change: the bars and their axis."""
        bars.draw_values(painter, rect, self.groups, self.unit, style, self.held)

    def draw_frame(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw what stays while values change."""
        draw_heading(painter, rect, SUM, self.about, self.note, style)
        bars.draw_names(painter, rect, self.groups, style)

    @property
    def frame(self) -> object:
        """What the frame is drawn from."""
        names = [
            (group.name, group.short, group.model, [(b.model, b.focused, b.foot, b.short) for b in group.bars])
            for group in self.groups
        ]
        return names, self.about, self.note

    def geometry(self, rect: QRectF, style: Style) -> bars.Geometry:
        """Return where the bars stand."""
        return bars.Geometry(rect, self.groups, style, self.held)

    def span(self, rect: QRectF, style: Style) -> Span:
        """Return the ends of the axis."""
        geometry = self.geometry(rect, style)
        return geometry.low, geometry.high

    def handles(self, rect: QRectF, style: Style) -> Sequence[Handle]:
        """Return two handles a bar: where H(p) ends, and where the whole does."""
        made: list[Handle] = []
        geometry = self.geometry(rect, style)
        for placed in geometry.placed:
            bar = placed.bar
            if bar.sample is None or math.isnan(bar.whole):
                continue
            half = min(11.0, 0.2 * placed.rect.width() / style.scale)
            for what, value, share in (("entropy", bar.lower, 0.27), ("cross_entropy", bar.whole, 0.73)):
                table = TRUTH if what == "entropy" else bar.model
                grip = Grip("entropy" if what == "entropy" else "cross_entropy", table, bar.sample)
                at = QPointF(placed.rect.left() + share * placed.rect.width(), geometry.y(value))
                reach = QRectF(placed.rect.left() - 3, at.y() - 8, placed.rect.width() + 6, 16)
                words = self._words(placed) + "\n" + _hint(grip)
                made.append(Handle(grip, bar.model, at, reach, True, words, bar.focused, half))
        return made

    def value_at(self, handle: Handle, point: QPointF, rect: QRectF, style: Style) -> float:
        """Return the nats at a point's height."""
        return self.geometry(rect, style).value(point.y()) * self.scale

    def at(self, point: QPointF, rect: QRectF, style: Style) -> Placed | None:
        """Return the bar at a point, its number and its marker included."""
        placed = self.geometry(rect, style).placed
        return next((each for each in placed if each.rect.adjusted(-3, -20, 3, 30).contains(point)), None)

    def chosen_at(self, point: QPointF, rect: QRectF, style: Style) -> dict[str, object]:
        """Return the sample and the model of the bar at a point; of a mean the model alone."""
        placed = self.at(point, rect, style)
        if placed is None:
            return {}
        bar = placed.bar
        return {"model": bar.model} if bar.sample is None else {"sample": bar.sample, "model": bar.model}

    def class_boxes(self, rect: QRectF, style: Style) -> list[tuple[int, QRectF]]:
        """Return nothing: its parts are of all classes together."""
        return []

    def described(self, point: QPointF, rect: QRectF, style: Style) -> str:
        """Return the sum of the bar at a point in words."""
        placed = self.at(point, rect, style)
        return self._words(placed) if placed is not None else ""

    def _words(self, placed: Placed) -> str:
        bar = placed.bar
        sample = dict(self.samples)[bar.sample] if bar.sample is not None else translate("Decomposition", "mean")
        words = text.beside(sample, self.models[bar.model]) + "\n"
        return words + f"H(p) {number(bar.lower)} + KL {number(bar.upper)} = H(p,q) {number(bar.whole)}"


def _hint(grip: Grip) -> str:
    if grip.what == "entropy":
        return translate(
            "Decomposition",
            "Drag: the truth p moves, down towards certainty in its most probable class, up towards equal shares.",
        )
    return translate("Decomposition", "Drag: q moves on the straight line through p, down towards p, up away from it.")


def make(results: Results, focus: FocusState, chosen: dict[str, str], held: Span | None = None) -> StackFigure:
    """Return the bars of some samples, grouped by sample or by model, and of the means."""
    document = results.document
    scale = nats_per(document.settings.unit)
    count = max(1, min(document.size, _BARS // len(document.models)))
    rows = _rows(results, focus, chosen["sort"], count)
    samples = tuple((row, text.sample_title(document, row)) for row in rows)
    groups = _by_sample if chosen["group"] == "sample" else _by_model
    about = ""
    if count < document.size:
        about = translate("Decomposition", "{count} of {all} samples").format(count=len(rows), all=document.size)
    return StackFigure(
        groups(results, samples, focus, scale),
        text.unit_name(document.settings.unit),
        about,
        note_of(results),
        tuple(text.model_title(model) for model in document.models),
        samples,
        scale,
        held,
    )


def _rows(results: Results, focus: FocusState, sort: str, count: int) -> list[int]:
    """Return the samples shown: those around the focus, or those of the greatest part and the one in focus."""
    size = results.document.size
    if sort == "order":
        first = min(max(0, focus.sample - count // 2), size - count)
        return list(range(first, first + count))
    values = _part(results, focus.model, sort)
    values = np.where(np.isnan(values), -np.inf, values)
    top = np.argpartition(-values, count - 1)[:count]
    rows = top[np.lexsort((top, -values[top]))].tolist()
    return rows if focus.sample in rows else [*rows, focus.sample]


def _part(results: Results, model: int, part: str) -> Float:
    """Return H(p), KL or H(p, q) of every sample, shape (N,), in nats."""
    if part == "entropy":
        found = [each.truth.entropy for each in results.models[model].parts]
    elif part == "divergence":
        found = [each.divergence for each in results.models[model].parts]
    else:
        found = [each.cross_entropy for each in results.models[model].parts]
    return np.concatenate(found)


def _bar(results: Results, row: int, model: int, focus: FocusState, scale: float, foot: str = "") -> Bar:
    part, inside = results.model_part(model, row)
    lower, upper, whole = part.truth.entropy[inside], part.divergence[inside], part.cross_entropy[inside]
    focused = row == focus.sample and model == focus.model
    values = float(lower) / scale, float(upper) / scale, float(whole) / scale
    return Bar(model, *values, focused, row, foot, _short(results.document, row))


def _mean(results: Results, model: int, scale: float, foot: str = "") -> Bar:
    of = results.models[model]
    means = of.mean_entropy / scale, of.mean_divergence / scale, of.mean_cross_entropy / scale
    return Bar(model, *means, foot=foot)


Samples = tuple[tuple[int, str], ...]


def _short(document: Document, row: int) -> str:
    """Return the number of a sample that has no name, which is what tells "sample 11" from "sample 12"."""
    return str(row + 1) if document.samples is None else ""


def _by_sample(results: Results, samples: Samples, focus: FocusState, scale: float) -> tuple[Group, ...]:
    models = range(len(results.models))
    document = results.document
    made = [
        Group(name, tuple(_bar(results, row, m, focus, scale) for m in models), row, short=_short(document, row))
        for row, name in samples
    ]
    mean = tuple(_mean(results, m, scale) for m in models)
    return (*made, Group(translate("Decomposition", "mean"), mean, None))


def _by_model(results: Results, samples: Samples, focus: FocusState, scale: float) -> tuple[Group, ...]:
    mean = translate("Decomposition", "mean")
    return tuple(
        Group(
            model.name,
            (*(_bar(results, row, m, focus, scale, name) for row, name in samples), _mean(results, m, scale, mean)),
            None,
            m,
        )
        for m, model in enumerate(results.models)
    )


def numbers(results: Results, focus: FocusState, chosen: dict[str, str]) -> Numbers:
    """Return H(p), KL and H(p, q) of every sample and model in the order of the bars, then their means."""
    document = results.document
    unit = document.settings.unit
    scale = nats_per(unit)
    order = np.arange(document.size)
    if chosen["sort"] != "order":
        values = _part(results, focus.model, chosen["sort"])
        order = np.argsort(-np.where(np.isnan(values), -np.inf, values), kind="stable")
    names = [text.sample_title(document, row) for row in order.tolist()]
    columns: list[list[tuple[str | float, ...]]] = []
    for index, model in enumerate(document.models):
        parts = [(_part(results, index, part)[order] / scale).tolist() for part in ("entropy", "divergence", "cross")]
        columns.append(list(zip(names, repeat(text.model_title(model)), *parts, strict=False)))
    by_model = chosen["group"] == "model"
    rows = (
        [row for column in columns for row in column]
        if by_model
        else [row for s in zip(*columns, strict=True) for row in s]
    )
    mean = translate("Decomposition", "mean")
    for index, model in enumerate(results.models):
        bar = _mean(results, index, scale)
        rows.append((mean, model.name, bar.lower, bar.upper, bar.whole))
    sample, name = translate("Decomposition", "sample"), translate("Decomposition", "model")
    unit = text.unit_name(unit)
    return Numbers((sample, name, f"H(p) {unit}", f"KL(p‖q) {unit}", f"H(p,q) {unit}"), tuple(rows))
