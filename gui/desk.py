"""What goes in and out of the window: opening, saving, exporting, copying."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core import io
from core.document import Document, Settings
from core.errors import LossAtlasError
from core.io import npz
from core.io import tables as csv_tables
from core.losses import Loss
from gui import examples, panels, preferences, text
from gui.dialogs.export_dialog import ExportChoice, ExportDialog
from gui.export import batch, files, png
from gui.export.csv import to_text
from gui.focus import Focus, FocusState
from gui.plotting.style import STYLES
from gui.recompute import Recompute
from gui.store import DocumentStore


class Desk(QObject):
    """Opens and saves documents, writes and copies figures; tells of what cannot be done and why."""

    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self, window: QWidget, store: DocumentStore, focus: Focus, recompute: Recompute, path: Path | None
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._focus, self._recompute = window, store, focus, recompute
        self.path = path

    def _say_error(self, error: LossAtlasError) -> None:
        self.failed.emit(error)

    def open_dialog(self) -> None:
        """Ask for files and open them."""
        suffixes = " ".join(f"*{suffix}" for suffix in sorted(io.readers()))
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open"), "", self.tr("Data") + f" ({suffixes})")
        if names:
            self.open_names(*names)

    def open_names(self, *names: object) -> bool:
        """Open files or an example; an unusable one is refused with its reason and the document stays."""
        chosen = [name for name in names if isinstance(name, str)]
        if not self.may_discard():
            return False
        try:
            document = examples.load(chosen)
        except LossAtlasError as error:
            self._say_error(error)
            QMessageBox.warning(self._window, self.tr("Cannot open"), text.error_sentence(error))
            return False
        self.path = Path(chosen[0]) if len(chosen) == 1 else None
        self._focus.state = FocusState()
        self._store.open(replace(document, settings=self._settings_for(document)))
        return True

    def _settings_for(self, document: Document) -> Settings:
        """Return the present settings for another document, without class weights that do not fit it."""
        settings = self._store.document.settings
        if len(document.classes) == len(self._store.document.classes):
            return settings
        return replace(settings, losses=tuple(_without_weights(loss) for loss in settings.losses))

    def may_discard(self) -> bool:
        """Ask before changes that were not saved are given up."""
        if not self._store.is_changed:
            return True
        box = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            self.tr("Unsaved changes"),
            self.tr("The numbers were changed and not saved. Save them first?"),
            box.Save | box.Discard | box.Cancel,
            box.Save,
        )
        if answer == box.Save:
            return self.save_dialog()
        return answer == box.Discard

    def save_dialog(self) -> bool:
        """Ask for a name and save the data there."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save data"),
            "",
            self.tr("NumPy archive") + " (*.npz);;" + self.tr("Table") + " (*.csv)",
        )
        return bool(name) and self.save_as(Path(name))

    def save_as(self, path: Path) -> bool:
        """Save the data as .npz or .csv, whole or not at all."""
        if path.suffix.lower() not in (".npz", ".csv"):
            path = path.with_name(path.name + ".npz")
        to_bytes = csv_tables.to_bytes if path.suffix.lower() == ".csv" else npz.to_bytes
        try:
            files.write(path, to_bytes(self._store.document))
        except LossAtlasError as error:
            self._say_error(error)
            QMessageBox.warning(self._window, self.tr("Cannot save"), text.error_sentence(error))
            return False
        self.path = path
        self._store.mark_saved()
        heated = path.suffix.lower() == ".csv" and any(m.temperature != 1.0 for m in self._store.document.models)
        said = self.tr("Saved {name}, rows as they are at their temperatures") if heated else self.tr("Saved {name}")
        self.said.emit(said.format(name=path.name))
        return True

    def export_dialog(self, panel: str | None = None) -> None:
        """Ask which panels to write, how and where, and write them."""
        folder = preferences.any_text("export/folder", str(Path.home()))
        dialog = ExportDialog(list(panels.kinds().values()), panel, folder, self._window)
        if dialog.exec() == ExportDialog.DialogCode.Accepted:
            self.export(dialog.choice())

    def export(self, choice: ExportChoice) -> list[Path]:
        """Write figures; everything is drawn before the first file is written."""
        style = replace(STYLES[choice.theme], transparent=choice.transparent)
        try:
            drawn = batch.draw(
                self._recompute.results,
                self._focus.state,
                choice.panels,
                choice.formats,
                size=choice.size,
                style=style,
                scale=choice.scale,
            )
            written = batch.write(drawn, choice.folder)
        except LossAtlasError as error:
            self._say_error(error)
            QMessageBox.warning(self._window, self.tr("Cannot export"), text.error_sentence(error))
            return []
        preferences.remember("export/folder", str(choice.folder))
        self.said.emit(self.tr("Wrote {count} files to {folder}").format(count=len(drawn), folder=choice.folder))
        return written

    def copy_figure(self, name: str) -> None:
        """Put a panel's figure on the clipboard as a picture, light and at twice its size."""
        kind = panels.kind_of(name)
        image = png.render(
            kind.figure(self._recompute.results, self._focus.state), kind.figure_size, STYLES["light"], 2
        )
        QGuiApplication.clipboard().setImage(image)
        self.said.emit(self.tr("Copied {panel} as a picture").format(panel=kind.title()))

    def copy_numbers(self, name: str) -> None:
        """Put the numbers behind a panel on the clipboard as a table."""
        kind = panels.kind_of(name)
        QGuiApplication.clipboard().setText(to_text(kind.numbers(self._recompute.results, self._focus.state), "\t"))
        self.said.emit(self.tr("Copied the numbers of {panel}").format(panel=kind.title()))


def _without_weights(loss: Loss) -> Loss:
    return replace(loss, **{spec.name: spec.default for spec in loss.parameters if spec.kind == "weights"})
