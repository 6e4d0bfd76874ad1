"""Unsaved work kept in a recovery file, beside its session or with the program's own data: for after a crash.

Whoever opens a session holds a lock beside it, so that a second window notices the first, and so that a recovery file
is known for one left behind: its lock's owner is gone. A document without a session has its files in the program's
folder.
"""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QLockFile, QObject, QRunnable, QStandardPaths, QThreadPool, QTimer, Signal

from core.document import Document
from core.errors import LossAtlasError
from core.io import session
from core.io.session import Session
from gui import session_files
from gui.session_files import RECOVERY
from gui.store import DocumentStore

PAUSE = 600
"""Milliseconds from a change to the writing of it, and at least as long as the last writing took."""
RETRY = 10_000
"""Milliseconds until writing that failed is tried again, if nothing changes before."""
_LOCK = ".lock"


@dataclass(frozen=True)
class Lock:
    """A session held by this window; `file` is None where no lock can be made, as in a folder that is read only."""

    path: Path
    file: QLockFile | None

    def release(self) -> None:
        """Let others have it."""
        if self.file is not None:
            self.file.unlock()


@dataclass(frozen=True)
class Found:
    """A recovery file that was left behind, held by `lock`; `path` is the session it belongs to, if any."""

    file: Path
    path: Path | None
    lock: Lock

    @property
    def name(self) -> str:
        """The name of what it is the latest state of; empty if it had none."""
        return self.path.name if self.path is not None else Path(session.origin_of(self.file)).name

    @property
    def when(self) -> QDateTime:
        """When it was written."""
        return QDateTime.fromSecsSinceEpoch(int(self.file.stat().st_mtime))


def folder() -> Path:
    """Return the folder for recovery files of documents without a session."""
    base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(base) / "recovery"


def hold(path: Path) -> Lock | None:
    """Return the lock of a session, or None if another window has it."""
    target = session_files.target_of(path)
    return _hold(target, target.with_name(f".{target.name}{_LOCK}"))


def _hold(path: Path, at: Path) -> Lock | None:
    file = QLockFile(str(at))
    file.setStaleLockTime(0)  # however old, it is in force while its program runs
    if file.tryLock(0):
        return Lock(path, file)
    return None if file.error() == QLockFile.LockError.LockFailedError else Lock(path, None)


def beside(lock: Lock) -> list[Found]:
    """Return what was left behind beside a session that this window holds, the latest first."""
    if lock.file is None:
        return []
    return sorted((Found(file, lock.path, lock) for file in _left(lock.path)), key=_age)


def _left(path: Path) -> list[Path]:
    return list(path.parent.glob(f".{_escaped(path.name)}.*{RECOVERY}"))


def beside_any(paths: Sequence[Path], held: Lock | None) -> list[Found]:
    """Return what was left behind beside any of these sessions that no window has but the one in `held`."""
    found: list[Found] = []
    for path in paths:
        target = session_files.target_of(path)
        if (held is None or held.path != target) and _left(target):
            lock = hold(target)
            found += beside(lock) if lock is not None else []
    return found


def orphans() -> list[Found]:
    """Return what was left behind of documents without a session, the latest first, each held."""
    found: list[Found] = []
    for file in {at.with_suffix(RECOVERY) for at in folder().glob("*") if at.suffix in (RECOVERY, _LOCK)}:
        lock = _hold(file, file.with_suffix(_LOCK))
        if lock is None or lock.file is None:
            continue
        if file.exists():
            found.append(Found(file, None, lock))
        else:
            lock.release()  # of a program that ended with nothing unsaved: its lock goes too
    return sorted(found, key=_age)


def _age(found: Found) -> float:
    return -found.file.stat().st_mtime


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


class _Relay(QObject):
    done = Signal(int, object, float)


class _Job(QRunnable):
    def __init__(self, number: int, work: Callable[[], None], relay: _Relay) -> None:
        super().__init__()
        self._number, self._work, self._relay = number, work, relay

    def run(self) -> None:
        """Write on a thread of the pool; the error, if any, travels by signal."""
        begin, error = time.monotonic(), None
        try:
            self._work()
        except LossAtlasError as failed:
            error = failed
        except Exception as failed:  # whatever it is, the next change is to be kept again
            error = LossAtlasError("file_unwritable", where=RECOVERY, reason=str(failed) or type(failed).__name__)
        with contextlib.suppress(RuntimeError):  # the window is gone, and with it the relay
            self._relay.done.emit(self._number, error, time.monotonic() - begin)


class Recovery(QObject):
    """Writes the document of a store into a recovery file soon after each change, and removes it once it is saved.

    `snapshot` gives the session as it is. Writing is on another thread; documents do not change, so it needs no care.
    """

    failed = Signal(object)

    def __init__(self, store: DocumentStore, snapshot: Callable[[], Session], parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._snapshot = store, snapshot
        self._name = uuid.uuid4().hex[:12]
        self._lock: Lock | None = None
        self._own: Lock | None = None
        self._files: set[Path] = set()
        self._kept: Document | None = None
        self._number, self._busy, self._has_failed = 0, False, False
        self._pause = PAUSE
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._relay = _Relay(self)
        self._relay.done.connect(self._done)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._due)
        store.historyChanged.connect(self._changed)

    # -- whose the session is ---------------------------------------------------------------------------

    @property
    def lock(self) -> Lock | None:
        """The session that is held, if any."""
        return self._lock

    def hold(self, path: Path) -> Lock | None:
        """Return the lock of a session, perhaps the one held already; None if another window has it."""
        if self._lock is not None and self._lock.path == session_files.target_of(path):
            return self._lock
        return hold(path)

    def take(self, lock: Lock | None) -> None:
        """Look from now on after the document of this session, or of none; what was kept of the last is removed."""
        self.forget()
        if self._lock is not None and self._lock is not lock:
            self._lock.release()
        self._lock = lock

    # -- keeping ----------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if not self._busy and (not self._timer.isActive() or self._has_failed):
            self._timer.start(self._pause)

    def _due(self) -> None:
        if not self._store.is_changed:
            self.forget()
        elif self._store.own is not self._kept:
            self._start()

    def _start(self) -> None:
        kept, places = self._snapshot(), self._places()
        self._number, self._busy, self._kept = self._number + 1, True, kept.document
        self._files.update(places)
        self._pool.start(_Job(self._number, lambda: _write(places, kept), self._relay))

    def _places(self) -> list[Path]:
        """Return where to write, the best place first: beside the session, or else in the program's folder."""
        places: list[Path] = []
        if self._lock is not None and self._lock.file is not None:
            places.append(self._lock.path.with_name(f".{self._lock.path.name}.{self._name}{RECOVERY}"))
        with contextlib.suppress(OSError):
            folder().mkdir(parents=True, exist_ok=True)
        own = folder() / f"{self._name}{RECOVERY}"
        self._own = self._own or _hold(own, own.with_suffix(_LOCK))
        return [*places, own]

    def _done(self, number: int, error: LossAtlasError | None, seconds: float) -> None:
        if number != self._number:
            return
        self._busy = False
        is_latest = self._store.document is self._kept
        self._pause = max(PAUSE, round(1000 * seconds))
        if error is not None:
            self._kept = None
            self._tell(error)
            self._timer.start(RETRY if is_latest else self._pause)
            return
        self._has_failed = False
        if not is_latest:
            self._timer.start(self._pause)

    def keep_now(self) -> bool:
        """Write at once and wait for it; return whether it is written."""
        self._pool.waitForDone()
        try:
            places = self._places()
            self._files.update(places)
            _write(places, self._snapshot())
        except LossAtlasError as error:
            self._tell(error)
            return False
        self._kept, self._has_failed = self._store.document, False
        return True

    def _tell(self, error: LossAtlasError) -> None:
        """Tell of an error once, until writing works again."""
        if not self._has_failed:
            self.failed.emit(error)
        self._has_failed = True

    def forget(self) -> None:
        """Remove what was kept; wait for what is being written."""
        self._timer.stop()
        self._pool.waitForDone()
        self._number, self._busy, self._kept = self._number + 1, False, None
        for file in self._files:
            session_files.remove(file)
        self._files.clear()

    def finish(self) -> None:
        """Leave nothing behind: the work is saved or given up."""
        self.take(None)
        if self._own is not None:
            self._own.release()
            self._own = None


def _write(places: list[Path], kept: Session) -> None:
    """Write into the first place that takes it."""
    for place in places[:-1]:
        with contextlib.suppress(LossAtlasError):
            session_files.save(place, kept, reuse=True)
            return
    session_files.save(places[-1], kept, reuse=True)
