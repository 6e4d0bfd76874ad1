"""What is done without a command: the window, or the version. Imports little, as the window is waited for."""

from __future__ import annotations

from collections.abc import Sequence

from commands.interrupts import ends_at_once


def run(argv: Sequence[str]) -> int:
    """Open the window on files, or print the version; return the exit status."""
    names = list(argv)
    if any(each.startswith("-") for each in names):
        from commands import usage

        options = usage.parser().parse_args(names)
        if options.version:
            import core

            print(f"Loss Atlas {core.__version__}")
            return 0
        names = options.files
    with ends_at_once():
        from gui import app
    return app.run(names)
