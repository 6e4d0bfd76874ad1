"""Patterns of file names, for shells that leave them as they are."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence

from core.errors import LossAtlasError


def expanded(names: Sequence[str]) -> list[str]:
    """Return the names with each pattern replaced by what it matches.

    A pattern has `*`, `?`, `[…]`, or `**` for folders of any depth.
    Names are in the order they were given, what one pattern matches is sorted. A name that is there is no pattern,
    whatever signs it has.

    Raises
    ------
    LossAtlasError
        Naming the pattern that matches nothing.

    Examples
    --------
    >>> expanded(["example", "results.npz"])
    ['example', 'results.npz']
    """
    found: list[str] = []
    for name in names:
        found += _matches(name) if _is_pattern(name) else [name]
    return found


def single(name: str) -> str:
    """Return the one file that a name or a pattern says.

    Raises
    ------
    LossAtlasError
        If a pattern matches nothing, or several files.
    """
    found = expanded([name])
    if len(found) > 1:
        raise LossAtlasError("pattern_several", where=name, count=len(found), first=found[0])
    return found[0]


def _is_pattern(name: str) -> bool:
    return glob.has_magic(name) and not os.path.exists(name)  # noqa: PTH110 - says no of a name that cannot be


def _matches(pattern: str) -> list[str]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not found:
        raise LossAtlasError("pattern_nothing", where=pattern)
    return found
