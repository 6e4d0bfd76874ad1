"""The status bar: what is under the pointer in words, what was just done or refused, and what is to be mended."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QStatusBar, QToolTip

from core.errors import LossAtlasError
from core.results import Results
from gui import text
from gui.focus import Focus
from gui.plotting.style import LIGHT, Style
from gui.store import DocumentStore

_MESSAGE_MS = 12_000


class Words(QObject):
    """Writes into a status bar."""

    normalize_wanted = Signal()
    brush_unwanted = Signal()

    def __init__(self, bar: QStatusBar, store: DocumentStore, focus: Focus) -> None:
        super().__init__(bar)
        self._store, self._focus = store, focus
        self._style: Style = LIGHT
        self.label = QLabel()
        self.label.setObjectName("status.pointed")
        self.warnings = QLabel()
        self.warnings.setObjectName("status.warnings")
        self.warnings.setTextFormat(Qt.TextFormat.RichText)
        self.warnings.linkActivated.connect(lambda _: self.normalize_wanted.emit())
        self.brushed = QLabel()
        self.brushed.setObjectName("status.brushed")
        self.brushed.setTextFormat(Qt.TextFormat.RichText)
        self.brushed.linkActivated.connect(lambda _: self.brush_unwanted.emit())
        bar.addWidget(self.label, 1)
        bar.addPermanentWidget(self.brushed)
        bar.addPermanentWidget(self.warnings)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(lambda: self.label.setText(self._idle_words()))

    def leave(self, bar: QStatusBar) -> None:
        """Take out of the status bar what was put into it."""
        self._timer.stop()
        for label in (self.label, self.brushed, self.warnings):
            bar.removeWidget(label)
            label.deleteLater()

    def point(self, words: str) -> None:
        """Say what is under the pointer, or for nothing what is in focus; a message still standing stays."""
        if not self._timer.isActive():
            words = words or self._idle_words()
            if words != self.label.text():
                self.label.setText(words)

    def tell(self, words: str) -> None:
        """Say something for a while."""
        self.label.setText(words)
        self._timer.start(_MESSAGE_MS)

    def tell_error(self, error: LossAtlasError) -> None:
        """Say what cannot be done and what mends it: in the status bar, and where the person looks."""
        sentence = text.error_sentence(error)
        self.tell(f"▲ {sentence}")
        widget = QApplication.focusWidget()
        if widget is not None:
            QToolTip.showText(widget.mapToGlobal(widget.rect().bottomLeft()), sentence, widget)

    def forget(self) -> None:
        """Drop the message: what was said of the document before is no longer so."""
        self._timer.stop()

    def show_results(self, results: Results) -> None:
        """Say how many rows are not distributions, with their mend as a link."""
        off, words = results.off_count, ""
        if off:
            count = self.tr("1 row is not a distribution") if off == 1 else self.tr("{n} rows are not distributions")
            mend = self.tr("Normalize")
            words = self.tr("{count}:").format(count=count.format(n=off))
            colours = self._style.warning, self._style.accent
            words = f'<span style="color:{colours[0]}">▲ {words}</span> '
            words += f'<a href="#normalize" style="color:{colours[1]}">{mend}</a>'
        if words != self.warnings.text():
            self.warnings.setText(words)
        self._show_brush()
        self.point("")

    def _show_brush(self) -> None:
        """Say how many samples are brushed, how they were picked out, and let them be let go."""
        brush, words = self._focus.state.brush, ""
        if brush is not None:
            words = self.tr("{count} of {size} samples brushed").format(count=brush.count, size=brush.size)
            clear = self.tr("Clear")
            link = f'<a href="#clear" style="color:{self._style.accent}">{clear}</a>'
            words = f'<span style="color:{self._style.text}">{words}</span> · {link}'
            self.brushed.setToolTip(brush.label)
        if words != self.brushed.text():
            self.brushed.setText(words)
        self.brushed.setVisible(brush is not None)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self._style = style

    def _idle_words(self) -> str:
        document, focus = self._store.document, self._focus.state
        place = text.beside(text.table_title(document, focus.handle), text.sample_title(document, focus.sample))
        hint = self.tr("Drag a marker, use the arrow keys, or type in a table.")
        return self.tr("{place}.   {hint}").format(place=place, hint=hint)
