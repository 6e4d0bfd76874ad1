"""Progress on standard error: only on a terminal, and only of work that takes long enough to be read about."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

_QUIET = 0.5
"""Seconds before the first word."""
_PAUSE = 0.1
"""Seconds between two."""


class Progress:
    """Says one line over and over; `wanted` is whether anybody can read it."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._next = time.monotonic() + _QUIET
        self._said = False

    def say(self, words: str) -> None:
        """Say how far the work is, if it is time to."""
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next = now + _PAUSE
        self._said = True
        print(f"\r{words}\033[K", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._said:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
            self._said = False


@contextmanager
def progress(wanted: bool = True) -> Generator[Progress]:
    """Give a `Progress`, whose line is gone afterwards, whatever happens."""
    made = Progress(wanted and sys.stderr.isatty())
    try:
        yield made
    finally:
        made.clear()
