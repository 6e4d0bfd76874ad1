"""What is remembered between sessions of the program: theme, language, layout. View state only."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

LAYOUT_VERSION = 1
"""Raised when the docks change, so that an old layout is not put on new ones."""


def _settings() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Loss Atlas", "Loss Atlas")


def text(key: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return a remembered choice, or the default if there is none or it is not allowed."""
    value = _settings().value(key, default)
    return value if isinstance(value, str) and value in allowed else default


def any_text(key: str, default: str) -> str:
    """Return a remembered text, or the default."""
    value = _settings().value(key, default)
    return value if isinstance(value, str) else default


def remember(key: str, value: str) -> None:
    """Remember a choice."""
    _settings().setValue(key, value)


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
