"""Area: rectangles as wide as p and as high as log 1/q over those as high as log 1/p: their area is the entropy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from core.document import TRUTH
from core.dragging import Grip
from core.information import log_of
from core.locks import Locks
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.panels.decomposition.common import (
    Row,
    draw_heading,
    draw_message,
    is_low,
    note_of,
    part_names,
    plot_of,
    row_of,
)
from gui.plotting.axes import Axis, tick_words
from gui.plotting.columns import Columns, Span, draw_hatch, draw_levels, fill, fits, outline, span_of
from gui.plotting.figure import CENTRE, Numbers, Text, draw_text
from gui.plotting.handles import Handle
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

_EDGES = 12
"""With more classes than this, only those wide enough can be made wider or narrower here."""


@dataclass(frozen=True, eq=False)
class AreaFigure:
    """The rectangles as a figure; heights in the unit shown, of all classes (K,)."""

    row: Row
    classes: tuple[str, ...]
    sample: int
    model: int
    own: Float
    guess: Float
    note: str
    locks: Locks
    held: Span | None = None

    # -- where things stand -----------------------------------------------------------------------------

    def columns(self, rect: QRectF, style: Style) -> Columns:
        """Return the plot and its height; widths are shares of the largest sum that has room."""
        wide = self.widths > 0
        heights = np.concatenate([self.own[wide], self.guess[wide]])
        return Columns(
            plot_of(rect, style, below=36 if is_low(rect, style) else 52), self.held or span_of(heights.tolist()), 1
        )

    @property
    def widths(self) -> Float:
        """The truth p (K,)."""
        return self.row.terms.p if self.row.terms is not None else np.zeros(0)

    def edges(self, plot: QRectF) -> Float:
        """Return where the classes begin, and where the last ends, shape (K + 1,)."""
        ends = np.concatenate([[0.0], np.cumsum(self.widths)])
        return plot.left() + ends / max(1.0, float(ends[-1])) * plot.width()

    def span(self, rect: QRectF, style: Style) -> Span:
        """Return the ends of the axis."""
        axis = self.columns(rect, style).axis
        return axis.low, axis.high

    def handles(self, rect: QRectF, style: Style) -> Sequence[Handle]:
        """Return a handle on each rectangle for q, and one below its edge for p."""
        if self.row.terms is None:
            return ()
        columns = self.columns(rect, style)
        edges = self.edges(columns.plot).tolist()
        made: list[Handle] = []
        count, below = len(self.classes), columns.plot.bottom() + style.px(8)
        taken = -math.inf
        own, of_truth = self.locks.of(self.model, self.sample), self.locks.of(TRUTH, self.sample)
        for k in range(count):
            left, right = edges[k], edges[k + 1]
            width = right - left
            words = self._words(k)
            if width >= style.px(6) and k not in own:
                at = QPointF((left + right) / 2, columns.y(float(self.guess[k])))
                reach = QRectF(left, at.y() - 8, width, 16)
                half = min(11.0, 0.3 * width / style.scale)
                hint = translate("Decomposition", "Drag: q of this class changes, the others rescale.")
                made.append(
                    Handle(Grip("share", self.model, self.sample, k), k, at, reach, True, f"{words}\n{hint}", half=half)
                )
            if k not in of_truth and (count <= _EDGES or width >= style.px(6)):
                x = max(right if k < count - 1 else left, taken + style.px(9))
                x = min(x, columns.plot.right() - (count - 1 - k) * style.px(9) if count <= _EDGES else math.inf)
                taken = x
                at = QPointF(x, below)
                reach = QRectF(x - style.px(4.5), below - style.px(9), style.px(9), style.px(18))
                hint = translate("Decomposition", "Drag: p of this class changes, the others rescale.")
                grip = Grip("edge", TRUTH, self.sample, k)
                made.append(Handle(grip, self.model, at, reach, False, f"{words}\n{hint}", half=7.0))
        return made

    def value_at(self, handle: Handle, point: QPointF, rect: QRectF, style: Style) -> float:
        """Return q from a height, or where an edge is put, 0 to 1."""
        columns = self.columns(rect, style)
        if handle.grip.what == "edge":
            return (point.x() - columns.plot.left()) / columns.plot.width()
        height = columns.value(point.y()) * self.row.scale
        return math.exp(-max(height, 0.0))

    def chosen_at(self, point: QPointF, rect: QRectF, style: Style) -> dict[str, object]:
        """Return nothing: the figure is about what is in focus."""
        return {}

    def class_boxes(self, rect: QRectF, style: Style) -> list[tuple[int, QRectF]]:
        """Return where each class's area stands, its strip included."""
        if self.row.terms is None:
            return []
        plot = self.columns(rect, style).plot
        edges = self.edges(plot).tolist()
        return [
            (k, QRectF(left, plot.top(), right - left, plot.height() + style.px(4)))
            for k, (left, right) in enumerate(pairwise(edges))
            if right > left
        ]

    def described(self, point: QPointF, rect: QRectF, style: Style) -> str:
        """Return the class at a point in words."""
        if self.row.terms is None:
            return ""
        plot = self.columns(rect, style).plot
        if not plot.adjusted(0, 0, 0, style.px(30)).contains(point):
            return ""
        edges = self.edges(plot)
        k = int(np.searchsorted(edges, point.x(), side="right")) - 1
        return self._words(k) if 0 <= k < len(self.classes) and edges[k + 1] > edges[k] else ""

    def _words(self, k: int) -> str:
        terms = self.row.terms
        assert terms is not None
        unit, scale = self.row.unit, self.row.scale
        return (
            f"{self.classes[k]}   p {number(float(terms.p[k]))}   q {number(float(terms.q[k]))}\n"
            f"log 1/p {number(float(self.own[k]))}   log 1/q {number(float(self.guess[k]))} {unit}\n"
            f"p·log 1/p {number(float(terms.entropy[k]) / scale)}   "
            f"p·log 1/q {number(float(terms.cross[k]) / scale)} {unit}"
        )

    # -- drawing ----------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the sums, the axes and the rectangles."""
        terms = self.row.terms
        if terms is None:
            draw_heading(painter, rect, (), self.row.about, "", style)
            draw_message(painter, rect, self.row.why, style)
            return
        scale = self.row.scale
        pieces = (
            (f"H(p,q) {number(terms.total_cross / scale)}", "cross"),
            ("  =  ", ""),
            (f"H(p) {number(terms.total_entropy / scale)}", "entropy"),
            ("  +  ", ""),
            (f"KL {number(terms.total_divergence / scale)}", "divergence"),
        )
        draw_heading(painter, rect, pieces, self.row.about, self.note if is_low(rect, style) else self._said(), style)
        columns = self.columns(rect, style)
        draw_levels(painter, columns, f"log 1/q {self.row.unit}", style)
        edges = self.edges(columns.plot).tolist()
        for k in range(len(self.classes)):
            if edges[k + 1] > edges[k]:
                self._draw_class(painter, columns, k, (edges[k], edges[k + 1]), style)
        self._draw_below(painter, rect, edges, style)

    def _draw_class(self, painter: QPainter, columns: Columns, k: int, ends: tuple[float, float], style: Style) -> None:
        """Draw the rectangle of log 1/p, and what log 1/q adds to it or takes."""
        zero, own, guess = columns.y(0.0), columns.y(float(self.own[k])), columns.y(float(self.guess[k]))
        left, width = ends[0], ends[1] - ends[0]
        fill(painter, QRectF(left, own, width, zero - own), style.entropy)
        between = QRectF(left, min(own, guess), width, abs(own - guess))
        if self.guess[k] > self.own[k]:
            fill(painter, between, style.divergence)
        if self.guess[k] < self.own[k] or math.isinf(self.guess[k]):
            draw_hatch(painter, between, style.ink, style)
        outline(painter, QRectF(left, min(guess, zero), width, abs(zero - guess)), style.ink, 1.2, style)
        words = number(float(self.guess[k]))
        if fits(painter, words, 10, width - style.px(2), style):
            at = QPointF(left + width / 2, guess - style.px(10))
            ground = style.panel if self.guess[k] < self.own[k] else None  # over the hatch it would not be read
            draw_text(painter, at, words, Text(10, style.text, align=CENTRE, ground=ground), style)

    def _draw_below(self, painter: QPainter, rect: QRectF, edges: list[float], style: Style) -> None:
        """Draw a strip in each class's colour, its name where it fits, and the axis of p."""
        px, plot = style.px, self.columns(rect, style).plot
        for k, name in enumerate(self.classes):
            left, width = edges[k], edges[k + 1] - edges[k]
            if self.widths[k] == 0:
                continue
            fill(painter, QRectF(left, plot.bottom(), width, px(4)), style.class_colour(k))
            if fits(painter, name, 11, width - px(2), style):
                at = QPointF(left + width / 2, plot.bottom() + px(24))
                draw_text(painter, at, name, Text(11, style.class_text(k), bold=True, align=CENTRE), style)
        if is_low(rect, style):
            return
        axis = Axis("", 0.0, max(1.0, float(self.widths.sum())))
        for tick in axis.ticks(5):
            at = QPointF(plot.left() + float(axis.share(tick)) * plot.width(), plot.bottom() + px(42))
            words = tick_words(round(tick, 6))
            draw_text(painter, at, f"p {words}" if tick == 0 else words, Text(10, style.muted, align=CENTRE), style)

    def _said(self) -> str:
        """Return what is to be said below the heading: which classes have no width."""
        hidden = [name for name, width in zip(self.classes, self.widths.tolist(), strict=True) if width == 0]
        if not hidden or len(hidden) == len(self.classes):
            return self.note
        words = translate("Decomposition", "p = 0, no width: {classes}").format(classes=text.listed(hidden[:4]))
        return text.joined([self.note, words + (" …" if len(hidden) > 4 else "")]) if self.note else words


def make(results: Results, focus: FocusState, chosen: dict[str, str], held: Span | None = None) -> AreaFigure:
    """Return the rectangles of the row in focus."""
    del chosen
    row, document = row_of(results, focus), results.document
    none = np.zeros(0)
    own = guess = none
    if row.terms is not None:
        own = 0.0 - log_of(row.terms.p) / row.scale
        with np.errstate(divide="ignore", invalid="ignore"):  # where q underflows, its log is had from p·log 1/q
            exact = np.where(row.terms.p > 0, row.terms.cross / row.terms.p, -log_of(row.terms.q))
        guess = exact / row.scale + 0.0
    note = note_of(results)
    return AreaFigure(row, document.classes, focus.sample, focus.model, own, guess, note, focus.locks, held)


def numbers(results: Results, focus: FocusState, chosen: dict[str, str]) -> Numbers:
    """Return width, heights and areas of each class, then the areas' sums."""
    figure = make(results, focus, chosen)
    name, total = part_names()
    unit, terms, scale = figure.row.unit, figure.row.terms, figure.row.scale
    header = (name, "p", "q", *(f"{each} {unit}" for each in ("log 1/p", "log 1/q", "p·log 1/p", "p·log 1/q")))
    if terms is None:
        return Numbers(header, ())
    columns = (terms.p, terms.q, figure.own, figure.guess, terms.entropy / scale, terms.cross / scale)
    rows = [(each, *map(float, values)) for each, *values in zip(figure.classes, *columns, strict=True)]
    sums = (float(terms.p.sum()), float(terms.q.sum()), None, None)
    return Numbers(header, (*rows, (total, *sums, terms.total_entropy / scale, terms.total_cross / scale)))
