"""Reading ahead: some tasks at a time in threads, what they give in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

_T = TypeVar("_T")

_THREADS = min(4, os.cpu_count() or 1)
"""More would hold more of a file in memory, and gain little: its lines are found in one."""


def ahead(tasks: Iterable[Callable[[], _T]]) -> Iterator[_T]:
    """Yield what tasks return, in their order; while one is waited for, a few that come after it are worked on.

    The tasks themselves are made in the caller's thread, and who watches it is told by them as well. The first that
    fails, in their order, raises; those after it are given up.
    """
    waiting: deque[Future[_T]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(copy_context().run, task))
                if len(waiting) > _THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
