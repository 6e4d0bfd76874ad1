"""Files of other programs into the window: by dialog, by dropping, from the clipboard; asked about only if in doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.document import Document
from core.errors import LossAtlasError
from core.watching import Cancelled
from gui import reading, text

if TYPE_CHECKING:
    from core.io.importing import Part, Proposal
    from gui.dialogs.import_dialog import ImportDialog, Source

Shower = Callable[[Document, Path | None], bool]
"""Shows another document, of a file or of none; False if the person keeps the present one."""


class Importer(QObject):
    """Asks what files are where that is not plain, and hands over the document.

    Signals
    -------
    said, failed
        What was decided without asking; what cannot be done and why.
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, window: QWidget, show: Shower) -> None:
        super().__init__(window)
        self._window, self._show = window, show
        self.dialog: ImportDialog | None = None

    def choose_files(self) -> None:
        """Ask for files, and show in the dialog what they are."""
        from core.io import importing

        suffixes = " ".join(f"*{suffix}" for suffix in sorted(importing.FORMATS))
        filters = self.tr("Data") + f" ({suffixes})"
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Import"), "", filters)
        if names:
            self._opened().add([Path(name) for name in names])

    def decide(self, proposal: Proposal, sources: Sequence[Source]) -> None:
        """Have the person say what files are that were read already."""
        self._opened().decide(proposal, sources)

    def paste(self) -> None:
        """Make a new document of the table on the clipboard; ask what its columns are if that is not plain."""
        from core.io import importing

        copied = QGuiApplication.clipboard().text()
        name = self.tr("Clipboard")
        try:
            if not copied.strip():
                raise LossAtlasError("paste_empty")
            proposal = reading.run(
                self._window, self.tr("Reading the clipboard"), lambda: _judged(importing.from_text(copied, name))
            )
        except Cancelled:
            return
        except LossAtlasError as error:
            self.failed.emit(error)
            QMessageBox.warning(self._window, self.tr("Cannot paste"), text.error_sentence(error))
            return
        document = proposal.outcome.document
        if proposal.is_certain and document is not None:
            if self._show(document, None):
                self._tell(proposal)
        else:
            self.decide(proposal, [copied])

    def _opened(self) -> ImportDialog:
        """Return a new dialog, open."""
        from gui.dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(self._window)
        dialog.chosen.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()
        return dialog

    def _chosen(self, document: Document, sources: Sequence[Source]) -> None:
        paths = [source for source in sources if isinstance(source, Path)]
        if self.dialog is not None and self._show(document, paths[0] if len(paths) == len(sources) == 1 else None):
            self.dialog.accept()
            self.dialog = None

    def _tell(self, proposal: Proposal) -> None:
        """Say what came out and what was decided on the way."""
        from gui.dialogs import import_words

        self.said.emit(" ".join([import_words.counts(proposal.outcome) + ".", *import_words.remarks(proposal)]))


def _judged(part: Part) -> Proposal:
    from core.io.importing import Proposal

    proposal = Proposal.of([part])
    _ = proposal.outcome
    return proposal
