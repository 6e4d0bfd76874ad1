"""What PyTorch, Keras, optax and scikit-learn would report for the model in focus, where it differs, and why."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QVBoxLayout, QWidget

from core.conventions import Remark, Reported, reported
from core.results import Results
from gui import text
from gui.background import Background
from gui.focus import FocusState
from gui.panels.comparison.common import Chosen, View, is_kept, kept
from gui.panels.comparison.rows import Row, RowCell, RowsModel
from gui.panels.comparison.words import Words
from gui.plotting.figure import Numbers
from gui.plotting.grid import GridCell, GridFigure
from gui.plotting.style import Style
from gui.tables.views import TableView
from gui.text import number

translate = QCoreApplication.translate

_INLINE_ENTRIES = 20_000
"""Up to so many probabilities the window's own thread computes the table within a frame or two."""


def _key(focus: FocusState) -> tuple[str, int]:
    return ("conventions", focus.model)


def found(results: Results, focus: FocusState) -> tuple[Reported, ...]:
    """Return what the libraries report for the model in focus; computed once for each results."""
    return kept(results, _key(focus), lambda: reported(results.document, focus.model))


def remark_words(remark: Remark) -> str:
    """Return a remark in the person's language."""
    return translate("core", remark.text).format(**dict(remark.values))


def why(each: Reported) -> str:
    """Return why the two values differ or why there is none; that they agree if they do."""
    remarks = each.differs if each.refusal is None else (each.refusal,)
    if not remarks:
        return translate("Comparison", "The same as here.")
    return text.joined(map(remark_words, remarks))


def _columns() -> tuple[str, ...]:
    return (
        translate("Comparison", "call"),
        translate("Comparison", "it reports"),
        translate("Comparison", "here"),
        translate("Comparison", "why they differ"),
    )


def caption(results: Results, focus: FocusState) -> str:
    """Return what the table is of."""
    return translate("Comparison", "What libraries report for {model} under their defaults, in nat").format(
        model=results.models[focus.model].name
    )


class ConventionsView(View):
    """Calls of libraries × what they report; the whole of a row is said below, and follows the arrow keys."""

    key = "conventions"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(self)
        self.view = TableView("table.conventions", translate("Comparison", "Conventions"), self)
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.words = Words("conventions.words", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.words)
        self.view.rowChosen.connect(self._tell)
        self._background = Background(self, remembered=1)
        self._background.ready.connect(self._again)
        self._shown: tuple[Results, FocusState, Chosen] | None = None
        self._reported: tuple[Reported, ...] = ()

    @staticmethod
    def figure(results: Results, focus: FocusState, chosen: Chosen) -> GridFigure:
        """Return the table; reasons are numbered, and written out below it."""
        numbers: dict[str, int] = {}
        rows = [
            (GridCell(""), *(GridCell(each, faint=True) for each in (*_columns()[1:3], translate("Comparison", "why"))))
        ]
        for each in found(results, focus):
            remarks = each.differs if each.refusal is None else (each.refusal,)
            notes = [numbers.setdefault(remark_words(remark), len(numbers) + 1) for remark in remarks]
            rows.append(
                (
                    GridCell(f"{each.library}  {each.call}"),
                    GridCell(number(each.value), bold=bool(notes)),
                    GridCell(number(each.ours)),
                    GridCell(text.listed(map(str, notes)) if notes else "=", faint=not notes),
                )
            )
        note = "\n".join(f"{k}  {words}" for words, k in numbers.items())
        return GridFigure(caption(results, focus), tuple(rows), note)

    @staticmethod
    def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
        header = (
            translate("Comparison", "library"),
            translate("Comparison", "version"),
            *_columns()[:3],
            translate("Comparison", "what it does"),
            _columns()[3],
        )
        rows = (
            (
                each.library,
                each.version,
                each.call,
                None if math.isnan(each.value) else each.value,
                None if math.isnan(each.ours) else each.ours,
                remark_words(each.how),
                why(each),
            )
            for each in found(results, focus)
        )
        return Numbers(header, tuple(rows))

    def set_style(self, style: Style) -> None:
        self.model.style = style
        self.view.set_style(style)

    def show_results(self, results: Results, focus: FocusState, chosen: Chosen) -> None:
        self._shown = (results, focus, chosen)
        document = results.document
        if is_kept(results, _key(focus)) or document.size * len(document.classes) <= _INLINE_ENTRIES:
            self._fill(results, focus)
            return
        self._background.get((results, _key(focus)), partial(found, results, focus))  # which keeps it
        self._reported = ()
        self.model.show_rows((), ())
        self.words.say(translate("Comparison", "Computing what libraries report…"))

    def _again(self, key: object) -> None:
        if self._shown is not None:
            self.show_results(*self._shown)

    def _fill(self, results: Results, focus: FocusState) -> None:
        self._reported = found(results, focus)
        rows = []
        for each in self._reported:
            differs = bool(each.differs) or each.refusal is not None
            reason = why(each)
            cells = (
                RowCell(each.call, each.call, left=True),
                RowCell(number(each.value), text.plain(each.value), bold=differs),
                RowCell(number(each.ours), text.plain(each.ours)),
                RowCell(reason if differs else "=", reason, colour="" if differs else "muted", left=True),
            )
            version = translate("Comparison", "{library} {version}, computes in {dtype}")
            more = version.format(library=each.library, version=each.version, dtype=each.dtype)
            rows.append(Row(each.library, each.library, cells, more))
        self.model.show_rows(_columns(), tuple(rows))
        self._fit()
        self._tell(self.view.currentIndex().row())

    def _fit(self) -> None:
        """Give numbers what they need and calls the rest; reasons have a column of their own if there is room."""
        across, metrics = self.view.horizontalHeader(), self.fontMetrics()
        titles = _columns()
        numbers = [max(metrics.horizontalAdvance(each) for each in (number(0.0), title)) + 20 for title in titles[1:3]]
        calls = max((metrics.horizontalAdvance(row.cells[0].text) for row in self.model.rows), default=0) + 16
        libraries = max((metrics.horizontalAdvance(row.title) for row in self.model.rows), default=0) + 20
        room = self.width() - sum(numbers) - libraries - 20
        wide = room > 360
        self.view.setColumnHidden(3, not wide)
        across.setMinimumSectionSize(50)
        for column, width in enumerate((min(calls, room // 2) if wide else max(room, 120), *numbers)):
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            across.resizeSection(column, width)
        across.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)

    def _tell(self, row: int) -> None:
        """Say the whole of a row, or before one is chosen what the table is."""
        if self._shown is None or not self._reported:
            return
        if not 0 <= row < len(self._reported):
            results, focus, _ = self._shown
            differing = sum(bool(each.differs) or each.refusal is not None for each in self._reported)
            said = translate("Comparison", "{caption}: {differing} of {all} calls differ from here.").format(
                caption=caption(results, focus), differing=differing, all=len(self._reported)
            )
            more = translate("Comparison", "Choose a row to read why.")
            self.words.say(text.joined((said, more)))
            return
        each = self._reported[row]
        self.words.say(text.joined((text.labelled(each.call, remark_words(each.how)), why(each))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._reported:
            self._fit()
