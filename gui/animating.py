"""Exporting an animation from the window: what, where to, and progress that can be called off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from core.results import Results
from gui import preferences
from gui.dialogs.animation_dialog import AnimationDialog
from gui.export import animation
from gui.export.animation import Film
from gui.focus import FocusState

translate = QCoreApplication.translate


class _CalledOffError(Exception):
    """The person does not want it any more."""


def ask(window: QWidget, results: Results, focus: FocusState, panel: str | None) -> str:
    """Ask for an animation and write it; return in words what was done, empty for nothing."""
    dialog = AnimationDialog(results.document, panel, window)
    if dialog.exec() != AnimationDialog.DialogCode.Accepted:
        return ""
    film = dialog.film()
    folder = Path(preferences.any_text("export/folder", str(Path.home())))
    kinds = ";;".join(
        (
            translate("Animation", "GIF (*.gif)"),
            translate("Animation", "APNG (*.apng)"),
            translate("Animation", "MP4 (*.mp4)"),
            translate("Animation", "Numbered PNGs (*.png)"),
        )
    )
    title = translate("Animation", "Export animation")
    name, kind = QFileDialog.getSaveFileName(window, title, str(folder / f"{film.panel}.gif"), kinds)
    if not name:
        return ""
    path = Path(name)
    if not path.suffix:
        path = path.with_suffix(kind.rpartition("*")[2].rstrip(")") or ".gif")
    return write(window, results, focus, film, path)


def write(window: QWidget, results: Results, focus: FocusState, film: Film, path: Path) -> str:
    """Write an animation with progress that can be called off; return in words what was done."""
    words, cancel = translate("Animation", "Drawing {name}…"), translate("Animation", "Cancel")
    shown = QProgressDialog(words.format(name=path.name), cancel, 0, 0, window)
    shown.setObjectName("dialog.progress")
    shown.setWindowTitle(translate("Animation", "Export animation"))
    shown.setWindowModality(Qt.WindowModality.WindowModal)
    shown.setMinimumDuration(500)

    def tell(done: int, count: int) -> None:
        shown.setMaximum(count)
        shown.setValue(done)  # lets Qt look at the button, too
        QCoreApplication.processEvents()
        if shown.wasCanceled():
            raise _CalledOffError

    try:
        written = animation.write(path, results, focus, film, tell)
    except _CalledOffError:
        return translate("Animation", "Called off; nothing was written.")
    finally:
        shown.close()
        shown.deleteLater()
    preferences.remember("export/folder", str(path.parent))
    if len(written) > 1:
        words = translate("Animation", "Wrote {count} pictures to {folder}")
        return words.format(count=len(written), folder=path.parent)
    return translate("Animation", "Wrote {name}").format(name=path.name)
