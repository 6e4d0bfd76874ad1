"""Sessions on the disk: the archive first, then the text that names it, then what is no longer needed."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from core.errors import LossAtlasError
from core.io import session
from core.io.session import Encoded, Session
from gui.export import files

RECOVERY = ".recovery"
_OURS = re.compile(r"-[0-9a-f]{12}\.npz")


def save(path: Path, what: Session, *, reuse: bool = False) -> None:
    """Write a session, and beside it the archive it needs, if any; the old session is whole until the new one is.

    `reuse` trusts an archive that is there already under the name that its contents give.

    Raises
    ------
    LossAtlasError
        If a file cannot be written; nothing is left behind.
    """
    path = target_of(path)
    try:
        _save(path, session.encode(what, path.stem), reuse)
    except OSError as error:
        raise LossAtlasError("file_unwritable", where=path.name, reason=error.strerror or str(error)) from None


def _save(path: Path, encoded: Encoded, reuse: bool) -> None:
    before = session.archive_of(path)
    archive = path.with_name(encoded.archive) if encoded.arrays is not None else None
    is_new = archive is not None and not archive.exists()
    if archive is not None and encoded.arrays is not None and (is_new or not reuse):
        files.write_by(archive, encoded.arrays.write)
    try:
        files.write(path, encoded.text)
    except LossAtlasError:
        if archive is not None and is_new:
            archive.unlink(missing_ok=True)
        raise
    if before and before != encoded.archive:
        _remove_archive(path, before)


def target_of(path: Path) -> Path:
    """Return the file that a path leads to, links followed."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a folder that may not be looked into; links in a circle
        return path.absolute()


def remove(path: Path) -> None:
    """Remove a session and the archive that only it needs, as far as that is possible."""
    before = session.archive_of(path)
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        if before:
            _remove_archive(path, before)


def _remove_archive(path: Path, name: str) -> None:
    """Remove an archive that a session at `path` needed, unless another session beside it needs it too."""
    sessions = [*path.parent.glob(f"*{session.SUFFIX}"), *path.parent.glob(f".*{RECOVERY}")]
    if _OURS.search(name) and not any(session.archive_of(other) == name for other in sessions):
        with contextlib.suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)
