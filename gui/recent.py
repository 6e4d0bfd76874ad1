"""The menu of files last opened or saved; those that are gone say so and cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from gui import preferences


class RecentFiles(QMenu):
    """Shows what is remembered whenever it opens, so that it is right in every window."""

    def __init__(self, open_names: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("menu.recent")
        self.setTitle(self.tr("Open &recent"))
        self._open = open_names
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Put the files into the menu, the latest first."""
        self.clear()
        paths = preferences.files()
        for number, path in enumerate(paths, 1):
            self._add(number, path)
        if not paths:
            self.addAction(self.tr("No files yet")).setEnabled(False)
            return
        self.addSeparator()
        forget = self.addAction(self.tr("&Clear this list"), partial(preferences.remember_files, ()))
        forget.setObjectName("action.clear_recent")

    def _add(self, number: int, path: Path) -> None:
        pattern = self.tr("&{number} {name} — {folder}") if path.exists() else self.tr("&{number} {name} (missing)")
        words = pattern.format(number=number, name=_shown(path.name), folder=_shown(_short(path.parent)))
        action = self.addAction(words, partial(self._open, str(path)))
        action.setEnabled(path.exists())
        action.setObjectName(f"action.recent.{number}")


def _shown(text: str) -> str:
    return text.replace("&", "&&")


def _short(folder: Path) -> str:
    """Return a folder with ~ for the person's own."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
