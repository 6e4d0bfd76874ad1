"""Writing files whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, cast

from PySide6.QtCore import QIODevice, QSaveFile

from core.errors import LossAtlasError


def write(path: Path, data: bytes) -> None:
    """Write a file in one piece: the old one stays until the new one is complete.

    Raises
    ------
    LossAtlasError
        If the folder is missing, or the file cannot be written; nothing is left behind.
    """
    write_by(path, lambda stream: stream.write(data))


def write_by(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Write a file in one piece as `write` does, by what `fill` puts into a stream."""
    _commit(path, _filled(path, fill))


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files all or none, each as `write` does: none is put in its place before the last one is complete."""
    waiting: dict[Path, QSaveFile] = {}
    new = [path for path in contents if not path.exists()]
    done: list[Path] = []
    try:
        for path, data in contents.items():
            waiting[path] = _filled(path, lambda stream, data=data: stream.write(data))
        for path, file in waiting.items():
            _commit(path, file)
            done.append(path)
    except BaseException:
        for path, file in waiting.items():
            if path not in done:
                file.cancelWriting()
            elif path in new:
                path.unlink(missing_ok=True)
        raise


def move_all(moves: Mapping[Path, Path], aside: Path) -> None:
    """Move files that are complete to their places, all or none: where one cannot be moved the old ones come back.

    `aside` is a folder beside the places, which is thrown away afterwards; old files wait there.
    """
    done: list[tuple[Path, Path, Path]] = []
    try:
        for there, place in moves.items():
            old = aside / f"{place.name}.old"
            if place.exists():
                place.replace(old)
            done.append((there, place, old))
            there.replace(place)
    except BaseException:
        for there, place, old in reversed(done):
            if not there.exists():
                place.replace(there)
            if old.exists():
                old.replace(place)
        raise


def _filled(path: Path, fill: Callable[[IO[bytes]], object]) -> QSaveFile:
    """Return a file that holds all it is to hold and is not yet in its place."""
    try:
        is_folder, has_folder = path.is_dir(), path.parent.is_dir()
    except OSError as error:  # a folder that may not be looked into
        raise LossAtlasError("file_unwritable", where=path.name, reason=error.strerror or str(error)) from None
    if is_folder:
        raise LossAtlasError("file_directory", where=path.name)
    if not has_folder:
        raise LossAtlasError("folder_missing", where=str(path.parent))
    file = QSaveFile(str(path))
    try:
        # Through a buffer of Qt's a small file's error would come without its reason.
        if not file.open(QIODevice.OpenModeFlag.WriteOnly | QIODevice.OpenModeFlag.Unbuffered):
            raise OSError
        fill(cast(IO[bytes], _Stream(file)))
    except OSError:
        raise _unwritable(path, file) from None
    except BaseException:  # also when a person calls it off
        file.cancelWriting()
        raise
    return file


def _commit(path: Path, file: QSaveFile) -> None:
    if not file.commit():
        raise _unwritable(path, file)


def _unwritable(path: Path, file: QSaveFile) -> LossAtlasError:
    reason = file.errorString().rstrip(".")
    file.cancelWriting()
    return LossAtlasError("file_unwritable", where=path.name, reason=reason)


class _Stream(io.RawIOBase):
    """What is written goes into a file of Qt's; too little room raises."""

    def __init__(self, file: QSaveFile) -> None:
        super().__init__()
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        given = rest = bytes(data)  # pyright: ignore[reportArgumentType]
        while rest:
            written = self._file.write(rest)
            if written <= 0:
                raise OSError
            rest = rest[written:]
        return len(given)
