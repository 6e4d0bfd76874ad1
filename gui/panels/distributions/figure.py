"""The bars of the distributions as a figure, with a lock at each class and what is said of each distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core import decomposition, diversity, information
from core.document import TRUTH
from core.dragging import Grip, row_of
from core.information import nats_per
from core.locks import Locks
from core.results import OK, Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.plotting.columns import Columns, Span, draw_hatch, draw_levels, fill, fits, outline, span_of
from gui.plotting.figure import CENTRE, LEFT, RIGHT, Numbers, Text, draw_marker, draw_text, elided, pen
from gui.plotting.handles import Handle
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

_CLASSES, _BARS = 12, 54
"""At most so many classes and about so many bars are shown: of more the strongest classes, and one for the others."""
_TABLE = 250.0


@dataclass(frozen=True)
class Spread:
    """How spread out a distribution is: H in the unit shown, exp(H), and 1/Σp²."""

    entropy: float
    perplexity: float
    simpson: float


@dataclass(frozen=True, eq=False)
class DistributionsFigure:
    """Groups of bars: a group a class, first the truth, then the models.

    `rows` are the probabilities as typed, shape (1 + models, K), the truth first; `shown` the classes with bars of
    their own, in order; `spreads` is empty where it is not wanted.
    """

    rows: Float
    names: tuple[str, ...]
    classes: tuple[str, ...]
    shown: tuple[int, ...]
    sample: int
    about: str
    focused: int
    hollow: tuple[bool, ...]
    locks: Locks
    surprisal: bool
    scale: float
    unit: str
    spreads: tuple[Spread, ...]
    held: Span | None = None

    # -- what is shown ----------------------------------------------------------------------------------

    @property
    def has_others(self) -> bool:
        """Whether a last group stands for the classes without bars of their own."""
        return len(self.shown) < len(self.classes)

    def group_name(self, group: int) -> str:
        """Return the class of a group, or how many others there are."""
        if group < len(self.shown):
            return self.classes[self.shown[group]]
        return translate("Distributions", "{count} others").format(count=len(self.classes) - len(self.shown))

    def heights(self) -> Float:
        """Return the height of every bar, shape (groups, 1 + models): probabilities, or surprisals in the unit."""
        values = self.rows[:, list(self.shown)]
        if self.has_others:
            rest = np.delete(self.rows, list(self.shown), axis=1).sum(axis=1)
            values = np.column_stack([values, rest])
        if self.surprisal:
            values = 0.0 - information.log_of(values) / self.scale
        return values.T

    # -- where things stand -----------------------------------------------------------------------------

    def columns(self, rect: QRectF, style: Style) -> Columns:
        """Return the slots: one a bar, and one more a group for the gaps."""
        px = style.px
        table = px(_TABLE) if self.spreads and rect.width() > px(2.2 * _TABLE) else 0.0
        plot = QRectF(
            rect.left() + px(48), rect.top() + px(44), rect.width() - px(62) - table, rect.height() - px(44 + 50)
        )
        heights = self.heights()
        most = float(heights.max())
        fitting = (0.0, (max(1.0, most) if most > 0.5 else max(most, 1e-3)) * 1.06)  # nearly all are seen against 1
        if self.surprisal:
            fitting = span_of(heights.ravel().tolist())
        return Columns(plot, self.held or fitting, len(heights) * (len(self.rows) + 1))

    def slot(self, group: int, table: int) -> float:
        """Return the slot of a bar; `table` from `TRUTH` on."""
        return group * (len(self.rows) + 1) + 0.5 + (table + 1)

    def span(self, rect: QRectF, style: Style) -> Span:
        """Return the ends of the axis."""
        axis = self.columns(rect, style).axis
        return axis.low, axis.high

    def lock_box(self, columns: Columns, group: int, style: Style) -> QRectF:
        """Return where the lock of a group stands."""
        slots = columns.slot(self.slot(group, TRUTH), len(self.rows))
        size = style.px(16)
        return QRectF(slots.center().x() - size / 2, columns.plot.bottom() + style.px(34), size, size)

    def handles(self, rect: QRectF, style: Style) -> Sequence[Handle]:
        """Return a handle a bar, but for classes that are locked and those without bars of their own."""
        columns, heights = self.columns(rect, style), self.heights()
        made: list[Handle] = []
        for group, k in enumerate(self.shown):
            for table in range(TRUTH, len(self.rows) - 1):
                if k in self.locks.of(table, self.sample):
                    continue
                slot = columns.slot(self.slot(group, table))
                at = QPointF(slot.center().x(), columns.y(float(heights[group, table + 1])))
                reach = QRectF(slot.left(), at.y() - 9, slot.width(), 18)
                hint = translate("Distributions", "Drag, or arrow keys: the others rescale. L locks the class.")
                grip = Grip("share", table, self.sample, k)
                half = min(11.0, 0.34 * slot.width() / style.scale)
                words = f"{self._words(group, table)}\n{hint}"
                made.append(Handle(grip, table, at, reach, True, words, slot.width() >= style.px(5), half))
        return made

    def value_at(self, handle: Handle, point: QPointF, rect: QRectF, style: Style) -> float:
        """Return the probability at a point's height."""
        value = self.columns(rect, style).value(point.y())
        return math.exp(-max(value, 0.0) * self.scale) if self.surprisal else value

    def _group_at(self, point: QPointF, columns: Columns, style: Style) -> tuple[int, int] | None:
        """Return the group and the table of the bar in whose slot a point lies."""
        if not columns.plot.adjusted(0, 0, 0, style.px(50)).contains(point):
            return None
        slot = (point.x() - columns.plot.left()) / columns.width
        group, table = divmod(slot, len(self.rows) + 1)
        return int(group), min(max(int(table - 0.5), 0), len(self.rows) - 1) - 1

    def chosen_at(self, point: QPointF, rect: QRectF, style: Style) -> dict[str, object]:
        """Return the lock turned by a press on it, or the model of the bar at a point."""
        columns = self.columns(rect, style)
        for group, k in enumerate(self.shown):
            if self.lock_box(columns, group, style).adjusted(-3, -3, 3, 3).contains(point):
                return {"locked": self.locks.classes ^ {k}}
        found = self._group_at(point, columns, style)
        if found is None:
            return {}
        return {"handle": TRUTH} if found[1] == TRUTH else {"model": found[1]}

    def class_boxes(self, rect: QRectF, style: Style) -> list[tuple[int, QRectF]]:
        """Return where each class's bars and its name stand."""
        columns = self.columns(rect, style)
        boxes: list[tuple[int, QRectF]] = []
        for group, k in enumerate(self.shown):
            slots = columns.slot(group * (len(self.rows) + 1), len(self.rows) + 1)
            boxes.append((k, slots.adjusted(0, -style.px(17), 0, style.px(34))))
        return boxes

    def described(self, point: QPointF, rect: QRectF, style: Style) -> str:
        """Return the bar at a point in words, or what its lock does."""
        columns = self.columns(rect, style)
        for group, k in enumerate(self.shown):
            if self.lock_box(columns, group, style).adjusted(-3, -3, 3, 3).contains(point):
                words = (
                    translate("Distributions", "{name} is locked: it keeps its probability while others rescale.")
                    if k in self.locks.classes
                    else translate("Distributions", "Lock {name}: it keeps its probability while others rescale.")
                )
                return words.format(name=self.classes[k])
        found = self._group_at(point, columns, style)
        return self._words(*found) if found is not None else ""

    def _words(self, group: int, table: int) -> str:
        k = self.shown[group] if group < len(self.shown) else -1
        row = self.rows[table + 1]
        value = float(row[k]) if k >= 0 else float(np.delete(row, list(self.shown)).sum())
        own = float(0.0 - information.log_of(np.array(value)) / self.scale)
        symbol = "p" if table == TRUTH else "q"
        name = text.beside(self.names[table + 1], self.group_name(group))
        return f"{name}\n{symbol} {number(value)}   log 1/{symbol} {number(own)} {self.unit}"

    # -- drawing ----------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the legend, the bars with their names and locks, and the table of spreads."""
        columns, heights = self.columns(rect, style), self.heights()
        self._draw_legend(painter, rect, columns, style)
        draw_levels(painter, columns, f"log 1/q {self.unit}" if self.surprisal else "p, q", style)
        for group in range(len(heights)):
            for table in range(TRUTH, len(self.rows) - 1):
                self._draw_bar(painter, columns, (group, table), float(heights[group, table + 1]), style)
            self._draw_foot(painter, columns, group, style)
        if self.spreads and columns.plot.right() < rect.right() - style.px(_TABLE):
            self._draw_spreads(painter, QPointF(columns.plot.right() + style.px(24), rect.top() + style.px(16)), style)

    def _draw_legend(self, painter: QPainter, rect: QRectF, columns: Columns, style: Style) -> None:
        px = style.px
        at = QPointF(rect.left() + px(14), rect.top() + px(15))
        at.setX(draw_text(painter, at, self.about, Text(13, style.ink, bold=True), style).right() + px(16))
        for table, name in enumerate(self.names, start=TRUTH):
            end = columns.plot.right() - at.x()
            if end < px(40):
                draw_text(painter, at, "…", Text(11, style.muted), style)
                return
            self._draw_mark(painter, at + QPointF(px(5), 0), table, style)
            how = Text(11, style.text, bold=table == self.focused, align=LEFT)
            words = elided(painter, name, 11, end - px(14), style, bold=how.bold)
            at.setX(draw_text(painter, at + QPointF(px(14), 0), words, how, style).right() + px(14))

    def _draw_mark(self, painter: QPainter, at: QPointF, table: int, style: Style) -> None:
        marker = "star" if table == TRUTH else style.marker(table)
        colour = QColor(style.entropy) if table == TRUTH else style.model_colour(table)
        draw_marker(painter, marker, at, 4.4, colour, style, hollow=self.hollow[table + 1])

    def _draw_bar(self, painter: QPainter, columns: Columns, bar: tuple[int, int], value: float, style: Style) -> None:
        """Draw one bar in its class's colour: the truth's full, a model's lighter, outlined in the model's."""
        px, (group, table) = style.px, bar
        box = columns.bar(self.slot(*bar), 0.0, value, 0.8)
        colour = style.class_colour(self.shown[group]) if group < len(self.shown) else QColor(style.muted)
        thin = box.height() < px(2)
        box = QRectF(box.left(), box.bottom() - px(2), box.width(), px(2)) if thin else box
        fill(painter, box, colour if table == TRUTH or thin else _mixed(colour, QColor(style.panel)))
        if math.isinf(value):
            draw_hatch(painter, box, style.ink, style)
        if not thin:
            edge = QColor(style.ink) if table == TRUTH else style.model_colour(table)
            outline(painter, box, edge, 2.0 if table == self.focused else 1.0, style)
        words = number(value)
        if fits(painter, words, 10, columns.width, style) or (math.isinf(value) and columns.width > px(8)):
            at = QPointF(box.center().x(), box.top() - px(10))
            draw_text(painter, at, words, Text(10, style.text, align=CENTRE), style)
        if columns.width >= px(7):
            self._draw_mark(painter, QPointF(box.center().x(), columns.plot.bottom() + px(9)), table, style)

    def _draw_foot(self, painter: QPainter, columns: Columns, group: int, style: Style) -> None:
        """Write the class's name below its bars, and draw its lock."""
        px = style.px
        slots = columns.slot(group * (len(self.rows) + 1), len(self.rows) + 1)
        own = group < len(self.shown)
        colour = style.class_text(self.shown[group]) if own else style.muted
        name = elided(painter, self.group_name(group), 11, slots.width() - px(2), style, bold=True)
        at = QPointF(slots.center().x(), columns.plot.bottom() + px(25))
        draw_text(painter, at, name, Text(11, colour, bold=True, align=CENTRE), style)
        if own:
            draw_lock(
                painter, self.lock_box(columns, group, style), style, closed=self.shown[group] in self.locks.classes
            )

    def _draw_spreads(self, painter: QPainter, at: QPointF, style: Style) -> None:
        """Draw a row a distribution: H, perplexity and effective number of classes."""
        px = style.px
        ends = [at.x() + px(x) for x in (96, 156, 216)]
        heads = (f"H {self.unit}", "exp(H)", "1/Σp²")
        for x, head in zip(ends, heads, strict=True):
            draw_text(painter, QPointF(x, at.y()), head, Text(11, style.muted, align=RIGHT), style)
        for table, spread in enumerate(self.spreads, start=TRUTH):
            y = at.y() + (table + 2) * px(19)
            self._draw_mark(painter, QPointF(at.x() + px(4), y), table, style)
            bold = table == self.focused
            symbol = "p" if table == TRUTH else "q"
            draw_text(painter, QPointF(at.x() + px(14), y), symbol, Text(11.5, style.text, bold=bold), style)
            for x, value in zip(ends, (spread.entropy, spread.perplexity, spread.simpson), strict=True):
                how = Text(11.5, style.text, bold=bold, align=RIGHT)
                draw_text(painter, QPointF(x, y), number(value), how, style)

    def numbers(self) -> Numbers:
        """Return the height of every bar shown, then what is said of each distribution."""
        what = f"log 1/q {self.unit}" if self.surprisal else ""
        header = (translate("Distributions", "class"), *(f"{name} {what}".rstrip() for name in self.names))
        rows: list[tuple[str | float, ...]] = [
            (self.group_name(group), *map(float, values)) for group, values in enumerate(self.heights())
        ]
        if self.spreads:
            rows.append((f"H {self.unit}", *(spread.entropy for spread in self.spreads)))
            rows.append(("exp(H)", *(spread.perplexity for spread in self.spreads)))
            rows.append(("1/Σp²", *(spread.simpson for spread in self.spreads)))
        return Numbers(header, tuple(rows))


def _mixed(colour: QColor, ground: QColor) -> QColor:
    """Return a colour half way to the ground."""
    return QColor(
        (colour.red() + ground.red()) // 2,
        (colour.green() + ground.green()) // 2,
        (colour.blue() + ground.blue()) // 2,
    )


def draw_lock(painter: QPainter, box: QRectF, style: Style, *, closed: bool) -> None:
    """Draw a padlock, shut and filled or open and in outline."""
    px, centre = style.px, box.center()
    body = QRectF(centre.x() - px(4.5), centre.y() - px(1), px(9), px(7))
    colour = style.ink if closed else style.muted
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(colour, 1.3, style))
    shift = 0.0 if closed else px(4.5)
    painter.drawArc(QRectF(centre.x() - px(3) + shift, centre.y() - px(6), px(6), px(9)), 0, 180 * 16)
    if closed:
        painter.setBrush(QColor(colour))
    painter.drawRoundedRect(body, px(1.2), px(1.2))


def make(results: Results, focus: FocusState, chosen: dict[str, str], held: Span | None = None) -> DistributionsFigure:
    """Return the bars of the sample in focus."""
    document = results.document
    tables = range(TRUTH, len(document.models))
    rows = np.array([row_of(document, table, focus.sample) for table in tables])
    count = min(_CLASSES, max(4, _BARS // len(rows)))
    shown = tuple(range(len(document.classes)))
    if len(shown) > count:
        shown = tuple(decomposition.strongest(rows.max(axis=0), count - 1).tolist())
    scale = nats_per(document.settings.unit)
    spreads = tuple(
        Spread(float(information.entropy(row)) / scale, float(diversity.perplexity(row)), float(simpson))
        for row, simpson in zip(rows, diversity.inverse_simpson(rows), strict=True)
    )
    return DistributionsFigure(
        rows,
        (text.table_title(document, TRUTH), *(text.model_title(model) for model in document.models)),
        document.classes,
        shown,
        focus.sample,
        text.sample_title(document, focus.sample),
        focus.handle,
        tuple(results.state(table, focus.sample) != OK for table in tables),
        focus.locks,
        chosen["axis"] == "surprisal",
        scale,
        text.unit_name(document.settings.unit),
        spreads if chosen["spread"] == "on" else (),
        held,
    )
