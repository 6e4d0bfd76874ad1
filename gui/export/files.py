"""Writing files whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from core.errors import LossAtlasError


def write(path: Path, data: bytes) -> None:
    """Write a file in one piece: the old one stays until the new one is complete.

    Raises
    ------
    LossAtlasError
        If the folder is missing, or the file cannot be written; nothing is left behind.
    """
    try:
        is_folder, has_folder = path.is_dir(), path.parent.is_dir()
    except OSError as error:  # a folder that may not be looked into
        raise LossAtlasError("file_unwritable", where=path.name, reason=error.strerror or str(error)) from None
    if is_folder:
        raise LossAtlasError("file_directory", where=path.name)
    if not has_folder:
        raise LossAtlasError("folder_missing", where=str(path.parent))
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != len(data) or not file.commit():
        reason = file.errorString().rstrip(".")
        file.cancelWriting()
        raise LossAtlasError("file_unwritable", where=path.name, reason=reason)
