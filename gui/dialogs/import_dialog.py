"""The dialog that says what files are taken for, lets it be changed, and tells at once what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.document import Document
from core.errors import LossAtlasError
from core.io import importing
from core.io.importing import Form, Part, Proposal, delimited
from core.watching import Cancelled
from gui import text
from gui.dialogs import import_words as words
from gui.dialogs.import_columns import (
    CELLS,
    CLASS,
    KIND,
    MODEL,
    TITLE,
    ColumnsModel,
    KindDelegate,
    PreviewModel,
    roles_of,
)
from gui.dialogs.import_form import FormBoxes
from gui.reading import PATIENCE_MS, Reading

Source = Path | str
"""A file, or copied text."""


def read_source(source: Source, name: str, form: Form) -> Part:
    """Return the columns of a file, or of copied text that is called `name`.

    A text that cannot be taken apart is there all the same, with what is wrong: another form may mend it.
    """
    if isinstance(source, str):
        return importing.from_text(source, name, form)
    try:
        return importing.read_part(source, form)
    except LossAtlasError as error:
        if error.code not in _MENDED_BY_FORM or source.suffix.lower() not in delimited.SUFFIXES:
            raise
        return Part(source.name, (), form, error)


_MENDED_BY_FORM = ("file_encoding", "file_ragged", "duplicate_name")


class ImportDialog(QDialog):
    """Files on top, their columns below, and under them what comes out or what is in the way.

    Reading is done on another thread; the dialog stays alive and says how far it is.

    Signals
    -------
    chosen
        The document that the person wants to see, and the sources it is from.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.import")
        self.setWindowTitle(self.tr("Import"))
        self.setModal(True)
        self.resize(980, 640)
        self._sources: list[Source] = []
        self._forms: list[Form] = []
        self._proposal = Proposal((), (), ())
        self._reading: Reading | None = None
        self._refusal: LossAtlasError | None = None
        self._build()
        self._show()

    # -- what is read -----------------------------------------------------------------------------------

    def add(self, sources: Sequence[Source]) -> None:
        """Read more files or copied texts, and show what all together come to."""
        clipboard = self.tr("Clipboard")

        def read() -> Proposal:
            parts = [read_source(source, clipboard, Form()) for source in sources]
            return _judged(before.with_added(parts))

        def take() -> None:
            self._sources.extend(sources)
            self._forms.extend([Form()] * len(sources))

        before = self._proposal
        self._work(read, take, len(self._sources))

    def decide(self, proposal: Proposal, sources: Sequence[Source]) -> None:
        """Show files that were read already."""
        self._proposal, self._sources, self._forms = proposal, list(sources), [Form()] * len(sources)
        self._fill_files(0)
        self._show()

    def _remove(self) -> None:
        place = self._files.currentRow()
        if place >= 0:
            del self._sources[place], self._forms[place]
            self._change(self._proposal.without(place), place)

    def _reread(self, form: Form) -> None:
        """Take the text of the file on show apart in another way."""
        place, before, clipboard = self._files.currentRow(), self._proposal, self.tr("Clipboard")
        if not 0 <= place < len(self._sources):
            return
        source = self._sources[place]

        def keep() -> None:
            self._forms[place] = form

        self._work(lambda: _judged(before.with_part(place, read_source(source, clipboard, form))), keep, place)

    def _change_roles(self, roles: dict[int, importing.Role]) -> None:
        place = self._files.currentRow()
        self._change(self._proposal.with_roles(place, roles), place)

    def _change_scale(self, state: bool) -> None:
        place = self._files.currentRow()
        self._change(self._proposal.with_scale("logit" if state else "probability"), place)

    def _change(self, proposal: Proposal, place: int) -> None:
        self._work(partial(_judged, proposal), None, place)

    def _work(self, function: Callable[[], Proposal], then: Callable[[], None] | None, place: int) -> None:
        """Do something slow that gives another proposal; what was begun before is called off."""
        self._call_off()
        reading = Reading(function, self)
        self._reading = reading
        reading.progressed.connect(self._bar.setValue)
        reading.ended.connect(partial(self._ended, reading, then, place))
        self._bar.setValue(0)
        self._patience.start()
        self._set_busy(True)
        reading.start()

    def _ended(
        self, reading: Reading, then: Callable[[], None] | None, place: int, proposal: Any, error: Exception | None
    ) -> None:
        reading.deleteLater()
        if reading is not self._reading:
            return
        self._reading = None
        self._set_busy(False)
        self._refusal = error if isinstance(error, LossAtlasError) else None
        if error is None:
            self._proposal = proposal
            if then is not None:
                then()
            self._fill_files(place)
        elif not isinstance(error, LossAtlasError | Cancelled):
            raise error
        self._show()

    def _call_off(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or checked."""
        return self._reading is not None

    # -- building ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._columns = ColumnsModel(self)
        self._columns.changed.connect(self._change_roles)
        self._preview = PreviewModel(self)
        self._build_files()
        self._build_tables()
        self._build_end()
        layout = QVBoxLayout(self)
        top = QHBoxLayout()
        top.addLayout(self._files_box, 3)
        top.addWidget(self._form, 2)
        layout.addLayout(top)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._logits)
        layout.addWidget(self._said)
        layout.addWidget(self._progress)
        layout.addWidget(self._buttons)

    def _build_files(self) -> None:
        self._files = QListWidget()
        self._files.setObjectName("import.files")
        self._files.setAccessibleName(self.tr("Files"))
        self._files.setMaximumHeight(110)
        self._files.currentRowChanged.connect(lambda _: self._show())
        add, truth = QPushButton(self.tr("&Add files…")), QPushButton(self.tr("&Truth file…"))
        self._take = QPushButton(self.tr("&Remove"))
        for button, name in ((add, "add"), (truth, "truth"), (self._take, "remove")):
            button.setObjectName(f"import.{name}")
            button.setAutoDefault(False)
        add.clicked.connect(partial(self._ask_files, self.tr("Add files")))
        truth.clicked.connect(partial(self._ask_files, self.tr("The file that holds the truth")))
        self._take.clicked.connect(self._remove)
        row = QHBoxLayout()
        for button in (add, truth, self._take):
            row.addWidget(button)
        row.addStretch(1)
        self._files_box = QVBoxLayout()
        self._files_box.addWidget(self._files)
        self._files_box.addLayout(row)
        self._form = FormBoxes(self)
        self._form.changed.connect(self._reread)

    def _ask_files(self, title: str) -> None:
        suffixes = " ".join(f"*{suffix}" for suffix in sorted(importing.FORMATS))
        names, _ = QFileDialog.getOpenFileNames(self, title, "", self.tr("Data") + f" ({suffixes})")
        if names:
            self.add([Path(name) for name in names])

    def _build_tables(self) -> None:
        view = _table("import.columns", self.tr("Columns"), self._columns)
        view.setItemDelegateForColumn(KIND, KindDelegate(view))
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        view.selectionModel().selectionChanged.connect(self._select)
        for column, width in ((TITLE, 110), (CELLS, 105), (KIND, 140), (MODEL, 85), (CLASS, 80)):
            view.setColumnWidth(column, width)
        preview = _table("import.preview", self.tr("First rows"), self._preview)
        preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        preview.horizontalHeader().setDefaultSectionSize(125)
        self._view = view
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        for title, table in ((self.tr("What the columns are"), view), (self.tr("First rows"), preview)):
            box = QWidget()
            inside = QVBoxLayout(box)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(QLabel(title))
            inside.addWidget(table)
            self._splitter.addWidget(box)
        self._splitter.setSizes([560, 400])

    def _build_end(self) -> None:
        self._logits = QCheckBox(self.tr("These are &logits: scores before the softmax"))
        self._logits.setObjectName("import.logits")
        self._logits.clicked.connect(self._change_scale)
        self._said = QLabel()
        self._said.setObjectName("import.said")
        self._said.setWordWrap(True)
        self._said.setMinimumHeight(3 * self.fontMetrics().lineSpacing() + 4)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setObjectName("import.progress")
        self._bar.setRange(0, 1000)
        self._bar.setFormat(self.tr("Reading… %p %"))
        stop = QPushButton(self.tr("&Stop"))
        stop.setObjectName("import.stop")
        stop.setAutoDefault(False)
        stop.clicked.connect(self.stop)
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._bar, 1)
        row.addWidget(stop)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Import"))
        self._ok.setObjectName("import.ok")
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self._buttons.accepted.connect(self._choose)
        self._buttons.rejected.connect(self.reject)
        self._patience = _patience(self, self._progress)

    # -- showing ----------------------------------------------------------------------------------------

    def _fill_files(self, current: int) -> None:
        self._files.blockSignals(True)
        self._files.clear()
        self._files.addItems([part.file for part in self._proposal.parts])
        self._files.setCurrentRow(min(current, self._files.count() - 1))
        self._files.blockSignals(False)

    def _show(self) -> None:
        """Show the file that is chosen, and what all come to."""
        part, roles = roles_of(self._proposal, self._files.currentRow())
        self._columns.show_part(part, roles)
        self._preview.show_part(part, roles)
        said = self._forms[self._files.currentRow()] if part is not None else Form()
        self._form.show_form(part.form if part is not None else None, said)
        self._take.setEnabled(part is not None)
        scales = self._proposal.scales()
        self._logits.setEnabled(bool(scales))
        self._logits.setChecked(scales == {"logit"})
        outcome = self._proposal.outcome
        self._ok.setEnabled(outcome.document is not None and not self.is_busy)
        error = self._refusal or (outcome.error if self._proposal.parts else None)
        if error is not None:
            self._said.setText(f"▲ {text.error_sentence(error)}")
        elif self._proposal.parts:
            lines = [f"✓ {words.counts(outcome)}", *words.remarks(self._proposal)]
            self._said.setText("\n".join(lines))
        else:
            self._said.setText(self.tr("Add the files that hold predictions, and the one that holds the labels."))

    def _set_busy(self, busy: bool) -> None:
        if not busy:
            self._patience.stop()
            self._progress.hide()
        self._ok.setEnabled(not busy and self._proposal.outcome.document is not None)

    def _select(self, _new: QItemSelection, _old: QItemSelection) -> None:
        self._columns.selected = [index.row() for index in self._view.selectionModel().selectedRows()]

    # -- ending -----------------------------------------------------------------------------------------

    def document(self) -> Document | None:
        """Return what comes out now."""
        return self._proposal.outcome.document

    def _choose(self) -> None:
        document = self.document()
        if document is not None and not self.is_busy:
            self.chosen.emit(document, list(self._sources))

    def stop(self) -> None:
        """Call off what is being read; what was read before stays."""
        if self._reading is not None:
            self._reading.cancel()

    def done(self, result: int) -> None:
        self._call_off()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._call_off()
        super().closeEvent(event)


def _table(name: str, title: str, model: QAbstractItemModel) -> QTableView:
    view = QTableView()
    view.setObjectName(name)
    view.setAccessibleName(title)
    view.setModel(model)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(26)
    view.horizontalHeader().setHighlightSections(False)
    return view


def _patience(dialog: QDialog, bar: QWidget) -> QTimer:
    """Return what shows the bar if something takes long."""
    timer = QTimer(dialog, singleShot=True, interval=PATIENCE_MS)
    timer.timeout.connect(bar.show)
    bar.hide()
    return timer


def _judged(proposal: Proposal) -> Proposal:
    """Return a proposal whose outcome is known, so that showing it takes no time."""
    _ = proposal.outcome
    return proposal
