"""The panels: one file each, found by itself. They know their base class and nothing of each other."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache

from core.errors import LossAtlasError
from gui.panels.base import Panel


@cache
def kinds() -> dict[str, type[Panel]]:
    """Return every panel class by its registry name, in order of place."""
    found: list[type[Panel]] = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Panel) and kind is not Panel and kind.__module__ == module.__name__:
                found.append(kind)
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.order)}


def kind_of(name: str) -> type[Panel]:
    """Return the panel class of a registry name."""
    try:
        return kinds()[name]
    except KeyError:
        raise LossAtlasError("unknown_panel", name=name, known=", ".join(kinds())) from None
