"""The window: everything that imports Qt. Stands on `core`, never the other way round."""

from __future__ import annotations

import builtins
import importlib


def _import_qt() -> None:
    """Import Qt, and leave Python's way of importing as it was.

    Qt's bindings put one of their own in its place, for names in snake_case, which nothing here asks for. It would read
    and keep the source of every module that is imported from then on: a tenth of the start and of the memory.
    """
    of_python = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = of_python


_import_qt()
