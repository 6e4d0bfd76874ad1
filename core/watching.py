"""How far slow work has come, reading or computing: told to whoever watches, who may call it off."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

Watcher = Callable[[int, int], None]
"""Takes how much is done and of how much; raises `Cancelled` to stop what is being done."""

_watcher: ContextVar[Watcher | None] = ContextVar("_watcher", default=None)


class Cancelled(Exception):  # noqa: N818 - no error
    """The person wants no more of it; nothing went wrong."""


@contextmanager
def watched(by: Watcher) -> Generator[None]:
    """Have `by` told of all that is read meanwhile in this thread."""
    token = _watcher.set(by)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(done: int, of: int) -> None:
    """Say that `done` parts `of` all are read, in whatever is counted: bytes or rows."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher(done, of)


@contextmanager
def part(number: int, count: int) -> Generator[None]:
    """Let what is told meanwhile be of one part, from 0 on, of `count` equal ones."""
    watcher = _watcher.get()
    if watcher is None:
        yield
        return

    def of_all(done: int, of: int) -> None:
        watcher(number * of + done, count * of)

    with watched(of_all):
        yield
