"""The commands of the command line: one file each, found by itself.

They stand on `core` and `gui`. Qt is imported only while a command runs that draws.
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commands.base import Command


@cache
def commands() -> dict[str, Command]:
    """Return every command by its name, in the order in which help lists them."""
    import pkgutil

    found = [command for info in pkgutil.iter_modules(__path__) if (command := _command_in(info.name)) is not None]
    return {command.name: command for command in sorted(found, key=lambda command: command.order)}


def find(name: str) -> Command | None:
    """Return the command of a name, from the file of that name; None if there is none.

    No other file is imported, and nothing where there is none: whoever opens the window waits for it.
    """
    is_file = name.isidentifier() and importlib.util.find_spec(f"{__name__}.{name}") is not None
    return _command_in(name) if is_file else None


def _command_in(file: str) -> Command | None:
    from commands.base import Command

    module = importlib.import_module(f"{__name__}.{file}")
    return next((value for value in vars(module).values() if isinstance(value, Command)), None)
