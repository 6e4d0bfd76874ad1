"""The three tables together: truth, predictions of the model in focus, and its results with their means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.document import TRUTH, Document
from core.ordering import UNMEASURED, Arrangement, Sort
from core.results import Results
from gui import text
from gui.focus import FocusState
from gui.plotting.markers import marker_icon
from gui.plotting.style import LIGHT, Style
from gui.store import Intent
from gui.tables.distributions import DistributionModel
from gui.tables.measures import Measure
from gui.tables.order import RowOrder
from gui.tables.pointing import Pointing
from gui.tables.results import ResultsModel
from gui.tables.samples import SampleModel
from gui.tables.strip import RowNote, RowState, RowStrip, SortChoice
from gui.tables.together import scroll_together
from gui.tables.views import ROW_HEIGHT, DistributionView, TableView
from gui.text import number

translate = QCoreApplication.translate

_MOST_COLUMNS = 100
"""Columns of more classes than these are not offered to filter by."""


class TableDeck(QObject):
    """Builds the tables, gives them results, and passes on what a person wants done in them."""

    intended = Signal(object)
    refused = Signal(object)
    focused = Signal(dict)
    normalize_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style: Style = LIGHT
        self._names: list[tuple[str, bool]] = []
        self._seen: tuple[Results, FocusState] | None = None
        self.rows = RowOrder(self)
        self.strip = RowStrip()
        self.state = RowState()
        self.note = RowNote()
        self._measured: tuple[tuple[str, ...], int] | None = None
        self._columns: object = None
        self._sorts: list[SortChoice] = []
        self.truth_model = DistributionModel(TRUTH, self)
        self.predictions_model = DistributionModel(0, self)
        self.results_model = ResultsModel(parent=self)
        self.means_model = ResultsModel(mean=True, parent=self)
        self.truth = DistributionView("table.truth", translate("Tables", "Truth p"), self.truth_model)
        self.predictions = DistributionView(
            "table.predictions", translate("Tables", "Predictions q"), self.predictions_model
        )
        self.results = TableView("table.results", translate("Tables", "Results"))
        self.results.setModel(self.results_model)
        self.means = TableView("table.means", translate("Tables", "Means"))
        self.means.setModel(self.means_model)
        self.model_choice = QComboBox()
        self.scale_choice = QComboBox()
        self.warning = QLabel()
        for view in (self.truth, self.predictions, self.results):
            view.setMinimumWidth(300)
        self._docked = (
            ("truth", translate("Tables", "Truth p"), self.truth),
            ("predictions", translate("Tables", "Predictions q"), self._predictions_widget()),
            ("results", translate("Tables", "Results"), self._results_widget()),
        )
        self._connect()

    def widgets(self) -> tuple[tuple[str, str, QWidget], ...]:
        """Return name, title and widget of each table, from the top."""
        return self._docked

    def _predictions_widget(self) -> QWidget:
        self.model_choice.setObjectName("control.model")
        self.model_choice.setAccessibleName(translate("Tables", "Model"))
        self.model_choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.scale_choice.setObjectName("control.scale")
        self.scale_choice.setAccessibleName(translate("Tables", "Probabilities or logits"))
        self.scale_choice.addItem(translate("Tables", "probabilities"), "probability")
        self.scale_choice.addItem(translate("Tables", "logits"), "logit")
        self.warning.setObjectName("predictions.warning")
        self.warning.setWordWrap(True)
        self.warning.setTextFormat(Qt.TextFormat.RichText)
        self.warning.hide()
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 10, 6)
        head.setSpacing(8)
        head.addWidget(self.model_choice, 1)
        head.addWidget(self.scale_choice)
        widget = QWidget()
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.predictions, 1)
        layout.addWidget(self.warning)
        widget.setMinimumHeight(204)  # a dock asks no wrapped label how high it is
        return widget

    def _results_widget(self) -> QWidget:
        """Return the results with the row of means below, in the same columns."""
        self.means.horizontalHeader().hide()
        self.means.setMinimumHeight(0)
        self.means.setFixedHeight(ROW_HEIGHT + 4)
        self.means.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.means.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.means.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        widget = QWidget()
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.results, 1)
        layout.addWidget(self.means)
        self.means.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.results.verticalHeader().geometriesChanged.connect(self._align_means)
        # A header tells of sections while it is still sharing out the width: look once it is done.
        self._aligning = QTimer(self, singleShot=True, interval=0)
        self._aligning.timeout.connect(self._align_means)
        self.results.horizontalHeader().sectionResized.connect(lambda *_: self._aligning.start())
        self.results_model.modelReset.connect(self._align_means)
        self.results.horizontalScrollBar().valueChanged.connect(self.means.horizontalScrollBar().setValue)
        return widget

    def _align_means(self) -> None:
        """Give the row of means the widths of the table above it."""
        self.means.verticalHeader().setFixedWidth(max(self.results.verticalHeader().width(), 1))
        across = self.results.horizontalHeader()
        for section in range(min(across.count(), self.means.horizontalHeader().count())):
            self.means.setColumnWidth(section, across.sectionSize(section))

    def _connect(self) -> None:
        for view in (self.truth, self.predictions):
            view.source.intended.connect(self.intended)
            view.source.refused.connect(self.refused)
        for view in (self.truth, self.predictions, self.results):
            view.rowChosen.connect(lambda row: self.focused.emit({"sample": row}))
            view.sortWanted.connect(partial(self._sort_by, view))
        scroll_together((self.truth, self.predictions, self.results))
        self.rows.changed.connect(self._show_again)
        self.strip.wanted.connect(self.rows.ask)
        self.strip.left.connect(partial(self.results.setFocus, Qt.FocusReason.OtherFocusReason))
        self.strip.opened.connect(self.state.filter.setChecked)
        self.state.opened.connect(self.strip.open)
        self.note.all_wanted.connect(self.show_all_rows)
        self.state.seen.connect(lambda seen: self.note.set_out_of_sight(not seen))
        self.state.again.connect(self.rows.ask_again)
        self.state.all_wanted.connect(self.show_all_rows)
        self.model_choice.currentIndexChanged.connect(lambda index: self.focused.emit({"model": index}))
        self.scale_choice.currentIndexChanged.connect(self._choose_scale)
        self.active: TableView = self.predictions
        for view in (self.truth, self.predictions):
            pointing = Pointing(view)
            pointing.lit.connect(self._light)
        for view in (self.truth, self.predictions, self.results):
            view.entered.connect(partial(setattr, self, "active", view))
        self.warning.linkActivated.connect(lambda _: self.normalize_wanted.emit())

    # -- results in -------------------------------------------------------------------------------------

    def show_results(self, results: Results, focus: FocusState) -> None:
        """Show results for the model and the sample in focus."""
        document = results.document
        self._seen = results, focus
        order = self.rows.show(results, focus)
        self.truth_model.show_results(results, TRUTH, order)
        self.predictions_model.show_results(results, focus.model, order)
        for model in (self.truth_model, self.predictions_model):
            model.show_locks(focus.locks)
        self.results_model.show_results(results, focus.model, order)
        self.means_model.show_results(results, focus.model, order)
        self.means.setFixedHeight(ROW_HEIGHT * self.means_model.rowCount() + 4)
        if (document.classes, document.size) != self._measured:
            self._measured = document.classes, document.size
            metrics = QFontMetrics(self._style.font(12))
            names = max(metrics.horizontalAdvance(f"{name} ✗") for name in document.classes)
            counts = QFontMetrics(self._style.font(12, bold=True)).horizontalAdvance(
                f"{document.size}/{document.size} ✓"
            )
            self.results.fix_column(0, max(min(names, 110), counts, 50) + 16)
            self.truth.fit_numbers(number(0.0))
            self.results.fit_numbers(number(0.0), bold=True)  # as the means below it
            self.results.fit_names(translate("Tables", "mean"))
            self._align_means()
        self._show_choices(results, focus)
        for view in (self.truth, self.predictions, self.results):
            view.show_row(order.row(focus.sample))
            view.show_brush(focus.brush)
        self.show_class(focus)
        self._show_warning(results, document, focus)
        self._show_rows(document, focus)

    def show_class(self, focus: FocusState) -> None:
        """Let the class that is pointed at stand out."""
        for view in (self.truth, self.predictions):
            view.show_class(focus.highlight)

    def _show_again(self) -> None:
        """Show the same results in another order."""
        if self._seen is not None:
            self.show_results(*self._seen)

    def _show_rows(self, document: Document, focus: FocusState) -> None:
        """Say which rows are shown, and mark the column that they are sorted by."""
        sort, choices = self.rows.arrangement.sort, self._sort_choices(document)
        for model in (self.truth_model, self.predictions_model, self.results_model):
            model.show_sort(sort)
        words = ""
        if sort is not None:
            arrow = "↓" if sort.descending else "↑"
            title = self._sort_title(sort, choices)
            words = translate("Rows", "by {title} {arrow}").format(title=title, arrow=arrow)
        self.strip.show_state(self.rows, document, focus, choices, partial(self._measures, document), words)
        self.state.show_state(self.rows, words)
        self.note.show_state(self.rows, self._style)

    def _show_choices(self, results: Results, focus: FocusState) -> None:
        titles = [text.model_title(model) for model in results.document.models]
        names = [(title, model.off_count > 0) for title, model in zip(titles, results.models, strict=True)]
        with QSignalBlocker(self.model_choice), QSignalBlocker(self.scale_choice):
            if names != self._names:
                self._names = names
                self.model_choice.clear()
                for index, (name, off) in enumerate(names):
                    self.model_choice.addItem(marker_icon(index, self._style), f"{name} ▲" if off else name)
            self.model_choice.setCurrentIndex(focus.model)
            scale = results.document.models[focus.model].scale
            self.scale_choice.setCurrentIndex(self.scale_choice.findData(scale))
        self.predictions.fit_numbers(number(-10.0 if scale == "logit" else 0.0))

    def _show_warning(self, results: Results, document: Document, focus: FocusState) -> None:
        """Say below the predictions at which T they are in use, which row is not a distribution, and its mend."""
        found = islice(results.off_rows(), 1000) if results.off_count else ()
        rows = sorted(found, key=lambda each: each[0] not in (TRUTH, focus.model))
        row = rows[0] if rows else None
        others = results.off_count - 1
        words = ""
        if row is not None:
            table, index, state, _ = row
            name = text.beside(text.table_title(document, table), text.sample_title(document, index))
            more = translate("Tables", " (and {count} more)").format(count=others) if others else ""
            problem = text.row_problem(document, table, index, state)
            mend = translate("Tables", "Normalize (Ctrl+R)")
            sentence = translate("Tables", "{row} {problem}{more}.").format(row=name, problem=problem, more=more)
            words = (
                f'<span style="color:{self._style.warning}">▲ {sentence}</span> '
                f'<a href="#normalize" style="color:{self._style.accent}">{mend}</a>'
            )
        temperature = document.models[focus.model].temperature
        if temperature != 1.0:
            heated = translate("Tables", "Computed at T = {temperature}; the table holds what was typed.")
            words = f"{heated.format(temperature=f'{temperature:.4g}')} {words}".strip()
        if words != self.warning.text():
            self.warning.setText(words)
            self.warning.setVisible(bool(words))

    def _light(self, column: int) -> None:
        """Let the class of a column stand out everywhere; no column, or that of the sums, is none."""
        classes = len(self._seen[0].document.classes) if self._seen is not None else 0
        self.focused.emit({"highlight": column if 0 <= column < classes else None})

    # -- a person's wishes ------------------------------------------------------------------------------

    def _choose_scale(self) -> None:
        model, scale = self.predictions_model.table, self.scale_choice.currentData()
        label = self.scale_choice.currentText()
        self.intended.emit(Intent(label, lambda document: document.with_scale(model, scale), wide=True))

    def _sort_by(self, view: TableView, column: int, descending: bool | None) -> None:
        """Sort by a column: as told, or in turn smallest first, largest first, as the samples come."""
        model, now = view.model(), self.rows.arrangement.sort
        if not isinstance(model, SampleModel):
            return
        up = model.sort_of(column)
        wanted: Sort | None = up.turned() if descending else up
        if descending is None and now in (up, up.turned()):
            wanted = up.turned() if now == up else None
        self.rows.ask(replace(self.rows.arrangement, sort=wanted))

    def _sort_choices(self, document: Document) -> list[SortChoice]:
        """Return what the menu offers to sort by: names and every column of the results."""
        columns = document.settings.table_losses, document.settings.unit
        if columns != self._columns:
            names = SortChoice(translate("Rows", "Sample name"), Sort("name"))
            self._sorts = [names, *(SortChoice(*each) for each in self.results_model.sorts())]
            self._columns = columns
        return self._sorts

    def _measures(self, document: Document) -> list[Measure]:
        """Return what rows may be filtered by as a number: the results, and where they are few the classes' columns."""
        found = [(title, sort) for title, sort in self.results_model.sorts() if sort.kind not in UNMEASURED]
        for model in (self.truth_model, self.predictions_model):
            if model.columnCount() <= _MOST_COLUMNS:
                found += [(self._sort_title(sort, ()), sort) for _, sort in model.sorts()]
        return [Measure.of(title, sort, document) for title, sort in found]

    def _sort_title(self, sort: Sort, choices: Sequence[SortChoice]) -> str:
        """Return what rows are sorted by in words, whichever way."""
        model = {"truth": self.truth_model, "model": self.predictions_model}.get(sort.kind)
        found = choices if model is None else [SortChoice(*each) for each in model.sorts()]
        title = next(each.title for each in found if sort in (each.sort, each.sort.turned()))
        return title if model is None else f"{'p' if model is self.truth_model else 'q'}({title})"

    def show_all_rows(self) -> None:
        """Show all rows as they come."""
        self.rows.ask(Arrangement())

    def filter_rows(self) -> None:
        """Unfold the line to filter by and go to it; from there, fold it."""
        self.strip.open(not (self.strip.is_open and self.strip.text.hasFocus()))

    def keep_sums(self, keep: bool) -> None:
        """Rescale the others of a row while typing, or leave them alone."""
        self.truth_model.keep_sums = keep
        self.predictions_model.keep_sums = keep

    def refuse(self) -> None:
        """Tell the tables that what they asked for was refused."""
        self.truth_model.refuse()
        self.predictions_model.refuse()
        with QSignalBlocker(self.scale_choice):
            self.scale_choice.setCurrentIndex(self.scale_choice.findData(self.predictions_model.scale))

    @property
    def edited(self) -> DistributionView:
        """The editable table that the keyboard was in last."""
        return self.truth if self.active is self.truth else self.predictions

    def title_of(self, view: DistributionView) -> str:
        """Return what a table is called."""
        document = view.source.document
        return text.table_title(document, view.source.table) if document is not None else ""

    def edit(self, table: int, sample: int) -> None:
        """Let the person type a sample's exact numbers."""
        view = self.truth if table == TRUTH else self.predictions
        row = self.rows.order.row(sample)
        if row is None:
            self.show_all_rows()
            row = sample
        index = view.model().index(row, 0)
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        view.setCurrentIndex(index)
        view.edit(index)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self._style = style
        self._names, self._measured = [], None
        self.state.set_style(style)
        for model in (self.truth_model, self.predictions_model, self.results_model, self.means_model):
            model.style = style
        for view in (self.truth, self.predictions, self.results, self.means):
            view.set_style(style)
        self.warning.setText("")
