"""Two models' mean losses taken from each other, with the interval that chance allows, around zero."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from core.bootstrap import Method
from core.paired import LEAST_ROWS, Difference, Paired, differences
from core.results import Results
from gui import text
from gui.background import Background
from gui.focus import FocusState
from gui.panels.comparison.common import Chosen, Two, View, is_kept, kept, only_one_model, two_of
from gui.panels.comparison.rows import MARK_ROLE, Row, RowCell, RowsModel
from gui.panels.comparison.words import Words
from gui.plotting.figure import Numbers, crisp, draw_marker, hairline, pen
from gui.plotting.grid import GridCell, GridFigure
from gui.plotting.style import Style
from gui.tables.views import TableView, rect_of
from gui.text import number

translate = QCoreApplication.translate

_INLINE_DRAWS = 2_000_000
"""Up to so many rows drawn in all the window's own thread makes the intervals within a frame or two."""

_SHORT, _LEAST = 56, 120
"""The widths of short names of losses, and of the least drawing with a scroll bar."""

_FEW = 20
"""With fewer rows than this intervals are noticeably too narrow."""


@dataclass(frozen=True)
class Mark:
    """An interval as it is drawn: its ends and the difference, at shares of the half axis from -1 to 1, around 0."""

    low: float
    middle: float
    high: float
    better: int | None
    """The model that is better, by number."""


def _question(results: Results, two: Two, chosen: Chosen) -> tuple[object, ...]:
    losses = results.document.settings.table_losses
    return ("differences", two.first, two.second, losses, chosen["level"], chosen["interval"], chosen["resamples"])


def found(results: Results, two: Two, chosen: Chosen) -> Paired:
    """Return the differences of two models under every loss of the tables; computed once for each results."""
    method: Method = "bca" if chosen["interval"] == "bca" else "percentile"
    return kept(
        results,
        _question(results, two, chosen),
        lambda: differences(
            results,
            two.first,
            two.second,
            results.document.settings.table_losses,
            level=float(chosen["level"]) / 100.0,
            resamples=int(chosen["resamples"]),
            method=method,
        ),
    )


def scale_of(results: Results, difference: Difference) -> float:
    """Return what a difference is divided by to be in the unit shown."""
    return text.scale_of(difference.loss, results.document.settings.unit)


def mark_of(difference: Difference, two: Two) -> Mark | None:
    """Return the drawing of a difference: every loss on a scale of its own, since their units differ."""
    ends = (difference.low, difference.difference, difference.high)
    if difference.state != "interval":
        return None
    reach = max(map(abs, ends)) or 1.0
    better = None if difference.better is None else (two.first, two.second)[difference.better]
    low, middle, high = (end / reach for end in ends)
    return Mark(low, middle, high, better)


def draw_mark(mark: Mark | None, painter: QPainter, rect: QRectF, style: Style) -> None:
    """Draw an interval around zero: hollow and muted if it holds zero, else with the better model's marker."""
    half, middle, y = rect.width() / 2 - style.px(8), crisp(rect.center().x(), style), rect.center().y()
    painter.setPen(hairline(style.line, 1, style))
    painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, rect.bottom()))
    if mark is None:
        return
    colour = style.muted if mark.better is None else style.model_colour(mark.better)
    low, at, high = (QPointF(middle + share * half, y) for share in (mark.low, mark.middle, mark.high))
    painter.setPen(pen(colour, 2, style))
    painter.drawLine(low, high)
    for end in (low, high):
        painter.drawLine(end + QPointF(0, -style.px(4)), end + QPointF(0, style.px(4)))
    if mark.better is None:
        draw_marker(painter, "circle", at, 2.6, QColor(style.muted), style)
    else:
        draw_marker(painter, style.marker(mark.better), at, 4.2, style.model_colour(mark.better), style)


def interval_text(results: Results, difference: Difference) -> str:
    """Return an interval's ends, or why there are none in a word."""
    if difference.state == "interval":
        scale = scale_of(results, difference)
        return translate("Comparison", "{low} to {high}").format(
            low=number(difference.low / scale), high=number(difference.high / scale)
        )
    return "—"


def why_none(difference: Difference, two: Two) -> str:
    """Return why a difference has no interval; empty if it has one."""
    if difference.state == "few":
        return translate("Comparison", "an interval of fewer than {least} rows would mean nothing.").format(
            least=LEAST_ROWS
        )
    if difference.state == "infinite":
        one = translate("Comparison", "{model}: {count}")
        counts = zip(two.names, difference.infinite, strict=True)
        each = text.listed(one.format(model=name, count=count) for name, count in counts)
        return translate("Comparison", "no interval, being infinite on some rows ({counts}).").format(counts=each)
    if difference.state == "no_value":
        return translate("Comparison", "no value on some rows, or no row counts.")
    return ""


def better_words(difference: Difference, two: Two) -> str:
    """Return who is better, in the table's few words."""
    if difference.state != "interval":
        return "—"
    if difference.better is None:
        return translate("Comparison", "open")
    return f"◆ {two.names[difference.better]}"


def verdict(results: Results, two: Two, paired: Paired, chosen: Chosen) -> str:
    """Return in words what the intervals say, over which rows, and how they were made."""
    level = chosen["level"]
    titles = {each.loss.name: text.loss_title(each.loss) for each in paired.differences}
    sentences: list[str] = []
    for which, name in enumerate(two.names):
        won = [titles[each.loss.name] for each in paired.differences if each.better == which]
        if won:
            sentences.append(
                translate("Comparison", "{model} is better by {losses}: the interval excludes 0.").format(
                    model=name, losses=text.listed(won)
                )
            )
    open_ = [titles[each.loss.name] for each in paired.differences if each.state == "interval" and each.better is None]
    if open_:
        sentences.append(
            translate("Comparison", "Cannot be told apart at {level} %: {losses}.").format(
                level=level, losses=text.listed(open_)
            )
        )
    sentences += _reasons(paired, two, titles)
    if paired.rows < paired.size:
        sentences.append(
            translate("Comparison", "Over the {rows} of {all} rows that count for both.").format(
                rows=paired.rows, all=paired.size
            )
        )
    if any(each.state == "interval" for each in paired.differences):
        if paired.rows < _FEW:
            sentences.append(translate("Comparison", "So few rows make intervals too narrow."))
        sentences.append(_method_words(chosen))
    return text.joined(sentences)


def _reasons(paired: Paired, two: Two, titles: dict[str, str]) -> list[str]:
    """Return why losses have no interval, each reason once."""
    by_reason: dict[str, list[str]] = {}
    for each in paired.differences:
        why = why_none(each, two)
        if why:
            by_reason.setdefault(why, []).append(titles[each.loss.name])
    return [text.labelled(text.listed(names), why) for why, names in by_reason.items()]


def _method_words(chosen: Chosen) -> str:
    if chosen["interval"] == "bca":
        return translate("Comparison", "BCa bootstrap of paired rows (Efron 1987), {count} resamples, seed 0.").format(
            count=chosen["resamples"]
        )
    return translate(
        "Comparison",
        "Percentile bootstrap of paired rows (Efron 1979), {count} resamples, seed 0.",
    ).format(count=chosen["resamples"])


def columns_of(two: Two, chosen: Chosen) -> tuple[str, ...]:
    """Return the titles of the columns."""
    sides = translate("Comparison", "◂ {first}   {second} ▸").format(first=two.names[0], second=two.names[1])
    interval = translate("Comparison", "{level} % interval").format(level=chosen["level"])
    return sides, translate("Comparison", "difference"), interval, translate("Comparison", "better")


def caption(two: Two) -> str:
    """Return what is taken from what."""
    return translate("Comparison", "Mean loss of {first} less that of {second}").format(
        first=two.names[0], second=two.names[1]
    )


class _MarkDelegate(QStyledItemDelegate):
    """Draws the interval in the first column."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        self._texts = view.itemDelegate()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._texts.paint(painter, option, index)
        if index.column() == 0:
            mark = index.data(MARK_ROLE)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(rect_of(option))
            draw_mark(mark if isinstance(mark, Mark) else None, painter, rect, self._view.figure_style)
            painter.restore()


class DifferencesView(View):
    """Losses × difference, interval, and its drawing."""

    key = "differences"
    choices = ("against", "level", "interval", "resamples")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(self)
        self.model.short = {0: "◂ 0 ▸"}
        self.view = TableView("table.differences", translate("Comparison", "Differences"), self)
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setItemDelegate(_MarkDelegate(self.view))
        self.words = Words("differences.words", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.words)
        self._background = Background(self, remembered=1)
        self._background.ready.connect(self._again)
        self._shown: tuple[Results, FocusState, Chosen] | None = None

    @staticmethod
    def figure(results: Results, focus: FocusState, chosen: Chosen) -> GridFigure:
        two = two_of(results, focus, chosen)
        if two is None:
            return GridFigure(only_one_model(), ((GridCell(""),),), "")
        paired = found(results, two, chosen)
        _, *others = columns_of(two, chosen)
        rows = [(GridCell(""), GridCell("◂ 0 ▸", faint=True), *(GridCell(each, faint=True) for each in others))]
        for each in paired.differences:
            rows.append(
                (
                    GridCell(text.measure_title(each.loss, results.document.settings.unit)),
                    GridCell("", picture=partial(draw_mark, mark_of(each, two))),
                    GridCell(number(each.difference / scale_of(results, each))),
                    GridCell(interval_text(results, each)),
                    GridCell(better_words(each, two), bold=each.better is not None, faint=each.better is None),
                )
            )
        return GridFigure(caption(two), tuple(rows), verdict(results, two, paired, chosen))

    @staticmethod
    def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
        header = (
            translate("Comparison", "loss"),
            translate("Comparison", "difference"),
            translate("Comparison", "lower end"),
            translate("Comparison", "upper end"),
            translate("Comparison", "better"),
        )
        two = two_of(results, focus, chosen)
        if two is None:
            return Numbers(header, ((only_one_model(), None, None, None, ""),))
        rows = []
        for each in found(results, two, chosen).differences:
            scale = scale_of(results, each)
            numbers = (_or_none(value / scale) for value in (each.difference, each.low, each.high))
            title = text.measure_title(each.loss, results.document.settings.unit)
            rows.append((title, *numbers, better_words(each, two).removeprefix("◆ ")))
        return Numbers(header, tuple(rows))

    def set_style(self, style: Style) -> None:
        self.model.style = style
        self.view.set_style(style)

    def show_results(self, results: Results, focus: FocusState, chosen: Chosen) -> None:
        self._shown = (results, focus, chosen)
        two = two_of(results, focus, chosen)
        if two is None:
            self.words.say(only_one_model())
            self.model.show_rows((), ())
            return
        key = _question(results, two, chosen)
        if is_kept(results, key) or results.document.size * int(chosen["resamples"]) <= _INLINE_DRAWS:
            self._fill(results, two, found(results, two, chosen), chosen)
        elif self._background.get((results, key), partial(found, results, two, chosen)) is None:
            self._wait(results, two, chosen)

    def _again(self, key: object) -> None:
        if self._shown is not None:
            self.show_results(*self._shown)

    def _wait(self, results: Results, two: Two, chosen: Chosen) -> None:
        """Show what is known at once, the difference of the means, while the intervals are made."""
        rows: list[Row] = []
        for loss in results.document.settings.table_losses:
            first, second = (results.models[k].mean(loss) for k in (two.first, two.second))
            shown = number((first - second) / text.scale_of(loss, results.document.settings.unit))
            cells = (RowCell(""), RowCell(shown), RowCell("…", colour="muted"), RowCell("…", colour="muted"))
            rows.append(Row(text.measure_title(loss, results.document.settings.unit), loss.symbol, cells))
        self.model.show_rows(columns_of(two, chosen), tuple(rows))
        self.words.say(translate("Comparison", "Computing intervals…"))
        self._share_width()

    def _fill(self, results: Results, two: Two, paired: Paired, chosen: Chosen) -> None:
        rows: list[Row] = []
        for each in paired.differences:
            why, scale = why_none(each, two), scale_of(results, each)
            difference, ends = each.difference / scale, interval_text(results, each)
            better = better_words(each, two)
            colour = "accent" if each.better is not None else "muted"
            cells = (
                RowCell("", why or ends, mark=mark_of(each, two)),
                RowCell(number(difference), text.plain(difference) if difference == difference else why),
                RowCell(ends, why or f"{text.plain(each.low / scale)} … {text.plain(each.high / scale)}"),
                RowCell(better, why, colour=colour),
            )
            rows.append(Row(text.measure_title(each.loss, results.document.settings.unit), each.loss.symbol, cells))
        self.model.show_rows(columns_of(two, chosen), tuple(rows))
        said = translate("Comparison", "{words}.").format(words=caption(two))
        self.words.say(verdict(results, two, paired, chosen), said)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_width()
        super().resizeEvent(event)

    def _share_width(self) -> None:
        """Give numbers what they need, the drawing the rest; where there is little, the ends are in the tool tip."""
        metrics = self.fontMetrics()
        widest = f"−{number(0.0)}"
        ends = translate("Comparison", "{low} to {high}").format(low=widest, high=widest)
        wants = [metrics.horizontalAdvance(words) + 16 for words in (widest, ends)]
        names = [translate("Comparison", "better"), *(row.cells[3].text for row in self.model.rows)]
        wants.append(min(max((metrics.horizontalAdvance(name) for name in names), default=0) + 20, 130))
        need = max((metrics.horizontalAdvance(row.title) for row in self.model.rows), default=0) + 18
        small = self.width() < sum(wants) + _SHORT + _LEAST
        self.view.setColumnHidden(2, small)
        room = self.width() - sum(wants) + (wants[1] if small else 0) - _LEAST
        self.view.verticalHeader().setMaximumWidth(need if need <= room else _SHORT)
        for column, width in enumerate(wants, start=1):
            self.view.fix_column(column, width)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
