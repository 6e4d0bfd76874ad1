"""Losses × models: every mean, on demand with its spread, the better one marked, ties said in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QVBoxLayout, QWidget

from core.losses import Loss
from core.results import Results
from gui import text
from gui.focus import FocusState
from gui.panels.comparison.common import Chosen, View
from gui.plotting.figure import Numbers
from gui.plotting.grid import GridCell, GridFigure
from gui.plotting.markers import marker_icon
from gui.plotting.style import LIGHT, Style
from gui.tables.header import GAP, LARGEST_WIDTH, SHORT_ROLE
from gui.tables.views import TableView
from gui.text import number

translate = QCoreApplication.translate

_TIE = 1e-12
"""Means within this share of each other are a tie: they differ by rounding only."""

_MARKER, _SCROLL_BAR, _SHORT_WIDTH = 17, 16, 56
"""The widths of a model's marker beside its name, of a scroll bar, and of short names of losses."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """One loss: its title, every model's mean in the shown unit or why it has none, and the indices of the best."""

    name: str
    title: str
    symbol: str
    means: tuple[float, ...]
    best: tuple[int, ...]
    reasons: tuple[str, ...] = ()
    beside: tuple[float, ...] = ()
    """Every model's spread, if one is chosen."""

    @property
    def is_tie(self) -> bool:
        """Whether no model alone is best."""
        return len(self.best) != 1


def compare(results: Results, spread: str = "none") -> tuple[Line, ...]:
    """Return a line a loss that the tables show; no model is best where the means are over different rows."""
    settings = results.document.settings
    comparable = over_same_rows(results)
    lines: list[Line] = []
    for loss in settings.table_losses:
        scale = text.scale_of(loss, settings.unit)
        means = tuple(model.mean(loss) / scale for model in results.models)
        known = [mean for mean in means if not math.isnan(mean)]
        least = min(known, default=math.nan)
        best: tuple[int, ...] = ()
        if comparable and known:
            best = tuple(k for k, mean in enumerate(means) if mean == least or abs(mean - least) <= _TIE * abs(least))
        reasons = tuple(
            text.why_no_mean(model, loss) if math.isnan(mean) else ""
            for model, mean in zip(results.models, means, strict=True)
        )
        beside = tuple(value / scale for value in _spreads(results, loss, spread))
        title = text.measure_title(loss, settings.unit)
        lines.append(Line(loss.name, title, loss.symbol, means, best, reasons, beside))
    return tuple(lines)


def _spreads(results: Results, loss: Loss, spread: str) -> list[float]:
    if spread == "deviation":
        return [model.deviation(loss) for model in results.models]
    return [model.standard_error(loss) for model in results.models] if spread == "error" else []


def over_same_rows(results: Results) -> bool:
    """Return whether the same rows count for every model."""
    first, *others = results.models
    return all(
        np.array_equal(one.used, other.used)
        for model in others
        for one, other in zip(first.parts, model.parts, strict=True)
    )


def verdict(results: Results, lines: tuple[Line, ...]) -> str:
    """Return in words what the table says: who is better, who cannot tell, whether losses disagree."""
    names = [model.name for model in results.models]
    titles = {loss.name: text.loss_title(loss) for loss in results.document.settings.losses}
    sentences: list[str] = []
    if len(names) > 1 and lines and over_same_rows(results):
        ties = [titles[line.name] for line in lines if len(line.best) > 1]
        winners = {line.best[0] for line in lines if len(line.best) == 1}
        if ties and winners:
            sentences.append(
                translate("Comparison", "{losses} cannot tell these models apart; the others can.").format(
                    losses=text.listed(ties)
                )
            )
        if len(winners) > 1:
            sentences.append(translate("Comparison", "The losses disagree about which model is better."))
        elif len(winners) == 1:
            better = names[winners.pop()]
            sentences.append(translate("Comparison", "{model} is better.").format(model=better))
        elif ties:
            sentences.append(translate("Comparison", "No loss tells these models apart."))
    lost = [titles[line.name] for line in lines if _lacks_labels(results, line)]
    if lost:
        sentences.append(
            translate("Comparison", "{losses} needs labels, and some truths are spread over classes.").format(
                losses=text.listed(lost)
            )
        )
    counts = [model.used_count for model in results.models]
    if any(count < results.document.size for count in counts):
        one = translate("Comparison", "{model} {count}")
        each = text.listed(one.format(model=name, count=count) for name, count in zip(names, counts, strict=True))
        sentences.append(
            translate("Comparison", "Rows left out; the means are over: {counts} of {all} samples.").format(
                counts=each, all=results.document.size
            )
        )
    return text.joined(sentences)


def _lacks_labels(results: Results, line: Line) -> bool:
    """Return whether a line has no mean since its loss needs labels and the truth is not."""
    pairs = zip(results.models, line.means, strict=True)
    needs_labels = results.document.settings.find(line.name).needs_labels
    return needs_labels and any(model.used_count and math.isnan(mean) for model, mean in pairs)


def better_text(line: Line, names: list[str]) -> str:
    """Return who is better by one loss."""
    if not line.best:
        return "—"
    if line.is_tie:
        return translate("Comparison", "tie") if len(names) > 1 else ""
    return f"◆ {names[line.best[0]]}" if len(names) > 1 else ""


class ComparisonModel(QAbstractTableModel):
    """Rows are losses, columns models, then who is better."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.names: list[str] = []
        self.results: Results | None = None
        self.style = LIGHT

    def show_lines(self, lines: tuple[Line, ...], results: Results) -> None:
        """Show other numbers, resetting only if the table's shape changes."""
        self.results, names = results, [model.name for model in results.models]
        if len(lines) != len(self.lines) or names != self.names:
            self.beginResetModel()
            self.lines, self.names = lines, names
            self.endResetModel()
            return
        old, self.lines = self.lines, lines
        for row, (before, after) in enumerate(zip(old, lines, strict=True)):
            if before.title != after.title:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, row, row)
            for column in range(len(names) + 1):
                if self._look(before, column) != self._look(after, column):
                    index = self.index(row, column)  # a view repaints a single cell alone, and for two all it shows
                    self.dataChanged.emit(index, index)

    def _look(self, line: Line, column: int) -> tuple[str, bool]:
        """Return what is written in a cell, and whether it stands out."""
        if column == len(self.names):
            return better_text(line, self.names), not line.is_tie
        return with_spread(line, column), column in line.best and not line.is_tie

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or not self.lines else len(self.names) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            line = self.lines[section]
            return {
                Qt.ItemDataRole.DisplayRole: line.title,
                Qt.ItemDataRole.ToolTipRole: line.title,
                SHORT_ROLE: line.symbol,
            }.get(Qt.ItemDataRole(role))
        if role == Qt.ItemDataRole.DecorationRole and section < len(self.names):
            return marker_icon(section, self.style)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return translate("Comparison", "better") if section == len(self.names) else self.names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        words, stands_out = self._look(line, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.FontRole:
            return self.style.font(12, bold=stands_out and column < len(self.names))
        if column == len(self.names):
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(self.style.accent if stands_out else self.style.muted)
            return words if role == Qt.ItemDataRole.ToolTipRole else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.reasons[column] or self._all_of(line, column)
        return None

    def _all_of(self, line: Line, column: int) -> str:
        """Return a mean in full, with its standard deviation and its standard error or why there are none."""
        mean = text.plain(line.means[column])
        if self.results is None:
            return mean
        settings, model = self.results.document.settings, self.results.models[column]
        loss = settings.find(line.name)
        scale = text.scale_of(loss, settings.unit)
        deviation, error = model.deviation(loss) / scale, model.standard_error(loss) / scale
        if math.isnan(deviation):
            why = translate("Comparison", "no spread: it takes two rows, and finite losses")
            return translate("Comparison", "{mean} ({why})").format(mean=mean, why=why)
        return "\n".join(
            (
                mean,
                translate("Comparison", "standard deviation {value}").format(value=text.plain(deviation)),
                translate("Comparison", "standard error of the mean {value}").format(value=text.plain(error)),
            )
        )


def with_spread(line: Line, model: int) -> str:
    """Return a mean as it is shown, with what is chosen beside it."""
    mean = number(line.means[model])
    return f"{mean} ± {number(line.beside[model])}" if line.beside and not math.isnan(line.means[model]) else mean


def spread_title(spread: str) -> str:
    """Return what is shown beside the mean, or nothing."""
    return {
        "deviation": translate("Comparison", "standard deviation"),
        "error": translate("Comparison", "standard error"),
    }.get(spread, "")


class MeansView(View):
    """Losses × models with means."""

    key = "means"
    choices = ("spread",)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ComparisonModel(self)
        self.view = TableView("table.comparison", translate("Comparison", "Comparison"), self)
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setObjectName("comparison.words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.words)
        self.view.clicked.connect(self._choose)
        self._written: object = None
        """What the columns were last fitted to."""

    @staticmethod
    def figure(results: Results, focus: FocusState, chosen: Chosen) -> GridFigure:
        lines = compare(results, chosen["spread"])
        names = [model.name for model in results.models]
        header = [GridCell("")]
        header += [GridCell(name, bold=True, model=index) for index, name in enumerate(names)]
        header.append(GridCell(translate("Comparison", "better"), faint=True))
        rows = [tuple(header)]
        for line in lines:
            cells = [GridCell(line.title, short=line.symbol)]
            cells += [
                GridCell(with_spread(line, index), bold=index in line.best and not line.is_tie)
                for index in range(len(names))
            ]
            cells.append(GridCell(better_text(line, names), faint=line.is_tie))
            rows.append(tuple(cells))
        return GridFigure(_mean_words(results, chosen["spread"]), tuple(rows), verdict(results, lines))

    @staticmethod
    def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
        names = [model.name for model in results.models]
        beside = spread_title(chosen["spread"])
        titles = tuple(text.labelled(name, beside) for name in names) if beside else ()
        header = (translate("Comparison", "loss"), *names, *titles, translate("Comparison", "better"))
        rows = tuple(
            (line.title, *line.means, *line.beside, better_text(line, names).removeprefix("◆ "))
            for line in compare(results, chosen["spread"])
        )
        return Numbers(header, rows)

    def set_style(self, style: Style) -> None:
        self.model.style = style
        self.view.set_style(style)

    def show_results(self, results: Results, focus: FocusState, chosen: Chosen) -> None:
        lines = compare(results, chosen["spread"])
        names = [model.name for model in results.models]
        self.model.show_lines(lines, results)
        written = names, [line.title for line in lines], chosen["spread"], number(0.0), self.model.style
        if written != self._written:
            self._written = written
            self._fit_columns(names, chosen["spread"])
        mean = translate("Comparison", "{words}.").format(words=_mean_words(results, chosen["spread"]))
        words = text.joined(filter(None, (mean, verdict(results, lines))))
        if self.words.text() != words:
            self.words.setText(words)

    def _fit_columns(self, names: list[str], spread: str) -> None:
        """Give columns the widths of what is written in them."""
        widest = number(0.0)
        self.view.fit_numbers(widest if spread == "none" else f"{widest} ± {widest}", bold=True)
        metrics = QFontMetrics(self.model.style.font(12))
        widest = max(metrics.horizontalAdvance(f"◆ {name}") for name in names)
        self.view.fix_column(len(names), min(max(widest + 19, 64), 150))
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_width()
        super().resizeEvent(event)

    def _share_width(self) -> None:
        """Let the losses' names have what the numbers do not need; if that is too little, short ones take less."""
        across, down, columns = self.view.horizontalHeader(), self.view.verticalHeader(), len(self.model.names)
        numbers = columns * (across.minimumSectionSize() + _MARKER) + across.sectionSize(columns)
        room = max(LARGEST_WIDTH, self.width() - numbers - _SCROLL_BAR)
        metrics = QFontMetrics(self.model.style.font(12))
        need = max((metrics.horizontalAdvance(line.title) for line in self.model.lines), default=0)
        down.setMaximumWidth(room if need + 2 * GAP <= room else _SHORT_WIDTH)

    def _choose(self, index: QModelIndex) -> None:
        if index.column() < len(self.model.names):
            self.focused.emit({"model": index.column()})


def _mean_words(results: Results, spread: str) -> str:
    count = results.document.size
    several = translate("Comparison", "Mean over {count} samples").format(count=count)
    words = several if count > 1 else translate("Comparison", "One sample")
    heated = [text.model_title(model) for model in results.document.models if model.temperature != 1.0]
    if heated:
        words = translate("Comparison", "{mean}; {models}").format(mean=words, models=text.listed(heated))
    beside = spread_title(spread)
    return translate("Comparison", "{mean} ± {spread}").format(mean=words, spread=beside) if beside else words
