"""Opening and saving: what the window shows, whose file it is, and what was kept of it after a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core import io
from core.document import Document, Settings
from core.errors import LossAtlasError
from core.io import npz, session
from core.io.session import Session
from core.losses import Loss
from core.ordering import Arrangement
from core.watching import Cancelled
from gui import opening, preferences, reading, recovery, session_files, session_view, text
from gui.export import files
from gui.focus import Focus, FocusState
from gui.opening import Opened
from gui.recovery import Found, Lock, Recovery
from gui.store import DocumentStore

_NUMBERS = (".npz", ".csv")
"""Files of the numbers alone."""


class Filing(QObject):
    """Opens and saves documents of one window; tells of what cannot be done and why.

    Signals
    -------
    said, failed
        What was done, in words; the error of what could not be.
    own_wanted
        The person's own document is to be on show, if it is not.
    """

    said = Signal(str)
    failed = Signal(object)
    undecided = Signal(object, object)
    """What files hold is not plain: a proposal, and the files."""
    own_wanted = Signal()
    arrangement_wanted = Signal(object)
    """Rows are to be sorted and filtered so: an `Arrangement`."""

    def __init__(self, window: QWidget, store: DocumentStore, focus: Focus, path: Path | None) -> None:
        super().__init__(window)
        self._window, self._store, self._focus = window, store, focus
        self.path = path
        self._embedded = False
        self._stamp: tuple[int, int] | None = None
        self._notice = ""
        self.arranged: Callable[[], Arrangement] = Arrangement
        """Gives how the tables' rows are sorted and filtered; all as they come, until the window says otherwise."""
        self.recovery = Recovery(store, self.snapshot, self)
        self.recovery.failed.connect(self._tell_of_recovery)

    def snapshot(self) -> Session:
        """Return the session as it is now."""
        view = session_view.to_entries(self._focus.state, self.arranged())
        return Session(self._store.own, view, str(self.path or ""), self._embedded)

    # -- opening ----------------------------------------------------------------------------------------

    def open_dialog(self) -> None:
        """Ask for files and open them."""
        suffixes = " ".join(f"*{suffix}" for suffix in sorted(io.readers()))
        names, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Open"), str(self._folder()), self.tr("Sessions and data") + f" ({suffixes})"
        )
        if names:
            self.open_names(*names)

    def open_names(self, *names: object) -> bool:
        """Open files or an example; an unusable one is refused with its reason and the document stays."""
        from core.io.importing import UndecidedError

        chosen = [name for name in names if isinstance(name, str)]
        if not self.may_discard():
            return False
        try:
            opened = reading.run(self._window, self.tr("Reading files"), partial(opening.load, chosen))
        except Cancelled:
            return False
        except UndecidedError as undecided:
            self.undecided.emit(undecided.proposal, [Path(name) for name in chosen])
            return False
        except LossAtlasError as error:
            self._refuse(self.tr("Cannot open"), error)
            return False
        self._take(opened.path)
        self._show(opened)
        self.greet()
        return True

    def _folder(self) -> Path:
        """Return where to look for files: beside the one on show, or the last one, or among documents."""
        for path in (self.path, *preferences.files()):
            if path is not None and path.exists():
                return path.absolute().parent
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def show_imported(self, document: Document, path: Path | None) -> bool:
        """Show a document that was imported, of a file or of none; False if the person keeps the present one."""
        if not self.may_discard():
            return False
        self._take(path)
        self._show(Opened(document, path, FocusState()))
        return True

    def say_again(self) -> None:
        """Show a built-in example that nothing was done to with its names in the language of now."""
        store = self._store
        if str(self.path) in io.EXAMPLES and not (store.is_changed or store.undo_label or store.redo_label):
            document = opening.load([str(self.path)]).document
            store.open(replace(document, settings=store.document.settings))

    def begin(self, opened: Opened) -> None:
        """Take over what the window was made with."""
        self._take(opened.path)
        self._embedded = opened.embedded
        self._focus.put(opened.focus)
        self.arrangement_wanted.emit(opened.arrangement)

    def _show(self, opened: Opened, *, changed: bool = False) -> None:
        document = opened.document
        if not opened.is_session:
            document = replace(document, settings=self._settings_for(document))
        self._embedded = opened.embedded
        self._focus.state = opened.focus
        self._store.open(document, changed=changed)
        self.arrangement_wanted.emit(opened.arrangement)

    def _take(self, path: Path | None) -> None:
        """Hold the file that is to be shown, if it is a session; of one that another window has this is a copy."""
        lock = self.recovery.hold(path) if path is not None and opening.is_session(path) else None
        if path is not None and lock is None and opening.is_session(path):
            words = self.tr("“{name}” is open in another window. This is a copy; save it under a name of its own.")
            self._notice = words.format(name=path.name)
            path = Path(self.tr("{name} (copy)").format(name=path.stem))
        self._own(path, lock)

    def _own(self, path: Path | None, lock: Lock | None) -> None:
        """Give the document on show its name, and its lock if it is a session's."""
        self.recovery.take(lock)
        self.path, self._stamp = path, _stamp(path)
        if path is not None and self._stamp is not None:
            preferences.remember_file(path)

    def _settings_for(self, document: Document) -> Settings:
        """Return the present settings for another document, without class weights that do not fit it."""
        settings = self._store.document.settings
        if len(document.classes) == len(self._store.document.classes):
            return settings
        return replace(settings, losses=tuple(_without_weights(loss) for loss in settings.losses))

    # -- after a crash ----------------------------------------------------------------------------------

    def greet(self, *, starting: bool = False) -> None:
        """Say whose the file is, if another's, and offer what was kept of it, or at the start of any, after a crash."""
        from gui.dialogs import recovery_dialog

        if self._notice:
            QMessageBox.information(self._window, self.tr("Open in another window"), self._notice)
            self._notice = ""
        held = self.recovery.lock
        found = recovery.beside(held) if held is not None else []
        if starting:
            found += recovery.orphans() + recovery.beside_any(preferences.files(), held)
        restored = False
        for each in found:
            answer = recovery_dialog.ask(each, self._window) if not restored else recovery_dialog.LATER
            if answer == recovery_dialog.RESTORE:
                restored = self._restore(each)
            elif answer == recovery_dialog.DISCARD:
                session_files.remove(each.file)
            if each.lock is not self.recovery.lock:
                each.lock.release()

    def _restore(self, found: Found) -> bool:
        """Show what was kept as a changed document; its file is removed once it is kept again."""
        try:
            kept = session.load(found.file)
        except LossAtlasError as error:
            self._refuse(self.tr("Cannot restore"), error)
            return False
        if found.path is not None:
            self._own(found.path, found.lock)
        else:
            self._take(Path(kept.origin) if kept.origin else None)
        self._show(opening.of_session(kept, self.path), changed=True)
        if self.recovery.keep_now():
            session_files.remove(found.file)
        return True

    def _tell_of_recovery(self, error: LossAtlasError) -> None:
        words = self.tr("Unsaved changes cannot be kept for the case of a crash. {reason}")
        self.said.emit(words.format(reason=text.error_sentence(error)))

    # -- saving -----------------------------------------------------------------------------------------

    def may_discard(self) -> bool:
        """Ask before changes that were not saved are given up; the own document is then on show."""
        self.own_wanted.emit()
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
            return self.save()
        return answer == box.Discard

    def save(self) -> bool:
        """Save the session under its name, or ask for one."""
        if self.path is None or self.recovery.lock is None:
            return self.save_dialog()
        words = self.tr("“{name}” was changed by another program since it was opened. Replace it?")
        if self._stamp not in (None, _stamp(self.path)) and not self._may_replace(self.path, words):
            return False
        return self.save_as(self.path)

    def save_dialog(self) -> bool:
        """Ask for a name and a kind of file, and save there."""
        if self._is_lent():
            return False
        in_one = self.tr("Session in one file")
        kinds = (
            (self.tr("Session"), session.SUFFIX),
            (in_one, session.SUFFIX),
            (self.tr("NumPy archive, the numbers only"), ".npz"),
            (self.tr("Table, the numbers only"), ".csv"),
        )
        filters = [f"{title} (*{suffix})" for title, suffix in kinds]
        start = self._folder()
        if self.path is not None:
            start = start / (self.path.stem + session.SUFFIX)
        name, kind = QFileDialog.getSaveFileName(self._window, self.tr("Save as"), str(start), ";;".join(filters))
        if not name:
            return False
        chosen = filters.index(kind) if kind in filters else 0
        path = Path(name)
        if path.suffix.lower() not in (*_NUMBERS, session.SUFFIX):
            path = path.with_name(path.name + kinds[chosen][1])
            words = self.tr("“{name}” is there already. Replace it?")
            if path.exists() and not self._may_replace(path, words):
                return False
        self._embedded = kinds[chosen][0] == in_one
        return self.save_as(path)

    def _is_lent(self) -> bool:
        """Return whether it is not the person's own document that is on show, and say so."""
        if self._store.is_lent:
            self.said.emit(self.tr("Your own document is kept as it was; leave the lesson to save it."))
        return self._store.is_lent

    def save_as(self, path: Path) -> bool:
        """Save a session, or the numbers alone as .npz or .csv, whole or not at all."""
        if self._is_lent():
            return False
        suffix = path.suffix.lower()
        try:
            if suffix in _NUMBERS:
                files.write(path, _numbers(self._store.document, suffix))
                self._store.mark_saved()
                self._own(path, None)
            else:
                self._save_session(path)
        except LossAtlasError as error:
            self._refuse(self.tr("Cannot save"), error)
            return False
        self._store.historyChanged.emit()
        self.said.emit(self._words_of_saving(path).format(name=path.name))
        return True

    def _words_of_saving(self, path: Path) -> str:
        if path.suffix.lower() == ".csv" and any(model.temperature != 1.0 for model in self._store.document.models):
            return self.tr("Saved {name}, rows as they are at their temperatures")
        if path.suffix.lower() in _NUMBERS:
            return self.tr("Saved {name}: the numbers; a session keeps settings and view too")
        return self.tr("Saved {name}")

    def _save_session(self, path: Path) -> None:
        lock = self.recovery.hold(path)
        if lock is None:
            raise LossAtlasError("file_held", where=path.name)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            session_files.save(path, replace(self.snapshot(), origin=""))
        except LossAtlasError:
            if lock is not self.recovery.lock:
                lock.release()
            raise
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._store.mark_saved()
        self._own(path, lock)

    def _may_replace(self, path: Path, words: str) -> bool:
        box = QMessageBox.StandardButton
        title, words = self.tr("Replace the file"), words.format(name=path.name)
        return QMessageBox.question(self._window, title, words, box.Yes | box.No, box.No) == box.Yes

    def _refuse(self, title: str, error: LossAtlasError) -> None:
        self.failed.emit(error)
        QMessageBox.warning(self._window, title, text.error_sentence(error))


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """Return what changes when a file is written to; None if there is no file."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found is not None else None


def _without_weights(loss: Loss) -> Loss:
    return replace(loss, **{spec.name: spec.default for spec in loss.parameters if spec.kind == "weights"})


def _numbers(document: Document, suffix: str) -> bytes:
    """Return a document's numbers as .npz or .csv."""
    if suffix == ".npz":
        return npz.to_bytes(document)
    from core.io import tables  # not before: the first window waits for what is imported

    return tables.to_bytes(document)
