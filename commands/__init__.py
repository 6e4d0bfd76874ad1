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
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Command)]
    return {command.name: command for command in sorted(found, key=lambda command: command.order)}
