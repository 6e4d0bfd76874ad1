"""The door of Loss Atlas: takes the command line to the command that it names, or to the window."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

# Before numpy is first imported: a threaded BLAS stalls on a busy small machine and is not needed here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_BAD = 2
"""The exit status for what cannot be used."""


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit status."""
    from commands import find

    command = find(arguments[0]) if arguments else None
    try:
        if command is None:
            from commands import window

            return window.run(arguments)
        return command.run(command.parser().parse_args(arguments[1:]))
    except ImportError as error:
        from commands import libraries

        lack = libraries.lack(error)
        if lack is None:
            raise
        raise lack from None


def main(argv: Sequence[str] | None = None) -> int:
    """Run Loss Atlas with these arguments; return its exit status."""
    if getattr(sys, "frozen", False):
        from commands.interrupts import take_over

        take_over()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names and signs print on a console of any encoding
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        from core.errors import LossAtlasError

        try:
            return run(list(sys.argv[1:] if argv is None else argv))
        except LossAtlasError as error:
            print(f"loss-atlas: {error}", file=sys.stderr)
            return _BAD
        except BrokenPipeError:  # the reader of our output stopped early, as `head` does
            from commands.output import silence

            silence()
            return 0
    except KeyboardInterrupt:
        from commands.interrupts import CALLED_OFF

        return CALLED_OFF


if __name__ == "__main__":
    raise SystemExit(main())
