"""What is remembered between sessions of the program: theme, language, layout. View state only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, QSettings

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
THEMES = ("system", "light", "dark")
DECIMALS = ("2", "3", "4", "5", "6", "7", "8", "9", "10")

RECENT = 9
"""So many files are remembered."""
LAYOUT_VERSION = 2
"""Raised when the docks change, so that an old layout is not put on new ones."""


def _settings() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Loss Atlas", "Loss Atlas")


def text(key: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return a remembered choice, or the default if there is none or it is not allowed."""
    value = _settings().value(key, default)
    return value if isinstance(value, str) and value in allowed else default


def theme() -> str:
    """Return the theme chosen before, or "system"."""
    return text("theme", "system", THEMES)


def decimals() -> int:
    """Return how many decimals were chosen before, or 4."""
    return int(text("decimals", "4", DECIMALS))


def language() -> str:
    """Return the language chosen before, or else the system's if it is one of ours."""
    system = "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
    return text("language", system, tuple(LANGUAGES))


def any_text(key: str, default: str) -> str:
    """Return a remembered text, or the default."""
    value = _settings().value(key, default)
    return value if isinstance(value, str) else default


def number(key: str) -> int:
    """Return a remembered whole number, or 0."""
    value = any_text(key, "0")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def remember(key: str, value: str) -> None:
    """Remember a choice."""
    _settings().setValue(key, value)


def files() -> tuple[Path, ...]:
    """Return the files last opened or saved, the latest first."""
    import json  # here and below: not for the first frame, which waits for language and theme only

    value = _settings().value("files", "[]")
    try:
        names = json.loads(value) if isinstance(value, str) else []
    except ValueError:
        names = []
    return tuple(Path(name) for name in names if isinstance(name, str))[:RECENT] if isinstance(names, list) else ()


def remember_file(path: Path) -> None:
    """Put a file first among those last opened or saved."""
    path = path.absolute()
    remember_files([path, *(other for other in files() if other != path)])


def remember_files(paths: Sequence[Path]) -> None:
    """Remember these files, of more than `RECENT` the first."""
    import json

    remember("files", json.dumps([str(path) for path in paths[:RECENT]]))


def layout() -> tuple[QByteArray, QByteArray] | None:
    """Return the remembered geometry and docks, if any."""
    settings = _settings()
    geometry, docks = settings.value("window/geometry"), settings.value("window/docks")
    if isinstance(geometry, QByteArray) and isinstance(docks, QByteArray):
        return geometry, docks
    return None


def remember_layout(geometry: QByteArray, docks: QByteArray) -> None:
    """Remember the window's geometry and docks."""
    settings = _settings()
    settings.setValue("window/geometry", geometry)
    settings.setValue("window/docks", docks)
