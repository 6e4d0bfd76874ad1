"""Ctrl+C before a command has anything to clear away."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CALLED_OFF = 130
"""The exit status that a shell gives a program that Ctrl+C ended."""


def take_over() -> None:
    """Answer Ctrl+C as Python does, if anything does: the stand-alone program has ended at once by it until now."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def ends_at_once() -> Iterator[None]:
    """End the process there and then if Ctrl+C comes before the block is over.

    For where Qt is imported and draws: its bindings make classes as they are asked for, and an exception that rises
    in there, as Python's answer to Ctrl+C does, is swallowed or aborts the process. Nothing may be half-written within.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # whoever started the program wants it to go on
        yield
        return
    signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(_signal: int, _frame: FrameType | None) -> None:
    os._exit(CALLED_OFF)
