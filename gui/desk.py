"""What goes in and out of the window: opening and saving as `Filing` does them, exporting, copying."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import LossAtlasError
from gui import panels, preferences, text
from gui.export import files
from gui.filing import Filing
from gui.focus import Focus
from gui.importing import Importer
from gui.panels.base import Keeping
from gui.plotting.style import STYLES
from gui.recompute import Recompute
from gui.store import DocumentStore

if TYPE_CHECKING:
    from gui.export.choice import ExportChoice


class Desk(Filing):
    """Opens and saves documents, writes and copies figures; tells of what cannot be done and why."""

    def __init__(
        self, window: QWidget, store: DocumentStore, focus: Focus, recompute: Recompute, path: Path | None
    ) -> None:
        super().__init__(window, store, focus, path)
        self._recompute = recompute
        self.importer = Importer(window, self.show_imported)
        self.importer.said.connect(self.said)
        self.importer.failed.connect(self.failed)
        self.undecided.connect(self.importer.decide)

    def export_dialog(self, panel: str | None = None) -> None:
        """Ask which panels to write, how and where, and write them."""
        from gui.dialogs.export_dialog import ExportDialog

        folder = preferences.any_text("export/folder", str(Path.home()))
        dialog = ExportDialog(list(panels.kinds().values()), panel, folder, self._window)
        if dialog.exec() == ExportDialog.DialogCode.Accepted:
            self.export(dialog.choice())

    def export(self, choice: ExportChoice) -> list[Path]:
        """Write figures; everything is drawn before the first file is written."""
        from gui.export import batch

        try:
            drawn = batch.draw(self._recompute.results, self._focus.state, choice)
            written = batch.write(drawn, choice.folder)
        except LossAtlasError as error:
            self._refuse(self.tr("Cannot export"), error)
            return []
        preferences.remember("export/folder", str(choice.folder))
        words = self.tr("Wrote {count} files to {folder}").format(count=len(written), folder=choice.folder)
        self.said.emit(text.joined([words, *drawn.remarks]))
        return written

    def animation_dialog(self, panel: str | None = None) -> None:
        """Ask for an animation, of this panel or of any, and write it."""
        from gui import animating

        try:
            words = animating.ask(self._window, self._recompute.results, self._focus.state, panel)
        except LossAtlasError as error:
            self._refuse(self.tr("Cannot export"), error)
            return
        if words:
            self.said.emit(words)

    def keep(self, wanted: Keeping) -> list[Path]:
        """Ask where to save what a panel offers, and save it; everything is made before the first file is written."""
        folder = Path(preferences.any_text("code/folder", str(Path.home())))
        name, _ = QFileDialog.getSaveFileName(self._window, wanted.title, str(folder / wanted.name), wanted.kind)
        if not name:
            return []
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(Path(wanted.name).suffix)
        try:
            made = wanted.make(path)
            for place, data in made.items():
                files.write(place, data)
        except LossAtlasError as error:
            self._refuse(self.tr("Cannot save"), error)
            return []
        preferences.remember("code/folder", str(path.parent))
        self.said.emit(self.tr("Saved {name}").format(name=text.listed(place.name for place in made)))
        return list(made)

    def copy_figure(self, name: str) -> None:
        """Put a panel's figure on the clipboard as a picture, light and at twice its size."""
        from gui.export import png

        kind = panels.kind_of(name)
        image = png.render(
            kind.figure(self._recompute.results, self._focus.state), kind.figure_size, STYLES["light"], 2
        )
        QGuiApplication.clipboard().setImage(image)
        self.said.emit(self.tr("Copied {panel} as a picture").format(panel=kind.title()))

    def copy_numbers(self, name: str) -> None:
        """Put the numbers behind a panel on the clipboard as a table."""
        from gui.export.csv import to_text

        kind = panels.kind_of(name)
        QGuiApplication.clipboard().setText(to_text(kind.numbers(self._recompute.results, self._focus.state), "\t"))
        self.said.emit(self.tr("Copied the numbers of {panel}").format(panel=kind.title()))
