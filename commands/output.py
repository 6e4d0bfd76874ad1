"""Standard output: what a command prints, let out to its last byte."""

from __future__ import annotations

import os
import sys

from core.errors import LossAtlasError


def put(text: str) -> None:
    """Print a text.

    Raises
    ------
    LossAtlasError
        If there is no room for it. `BrokenPipeError`, where the reader stops early, is for the caller.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        reason = error.strerror or str(error)
        raise LossAtlasError("file_unwritable", where="standard output", reason=reason) from None


def silence() -> None:
    """Let what is still to be printed go nowhere, so that nothing is said of it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
