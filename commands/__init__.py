"""The commands of the command line: one file each, found by itself.

They stand on `core` and `gui`. Qt is imported only while a command runs that draws.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from commands.base import Command


@cache
def commands() -> dict[str, Command]:
    """Return every command by its name, in the order in which help lists them."""
    found = [command for info in pkgutil.iter_modules(__path__) if (command := _command_in(info.name)) is not None]
    return {command.name: command for command in sorted(found, key=lambda command: command.order)}


def find(name: str) -> Command | None:
    """Return the command of a name, from the file of that name; None if there is none. No other file is imported."""
    return _command_in(name) if any(info.name == name for info in pkgutil.iter_modules(__path__)) else None


def _command_in(file: str) -> Command | None:
    module = importlib.import_module(f"{__name__}.{file}")
    return next((value for value in vars(module).values() if isinstance(value, Command)), None)
