"""What was made of results, made once and forgotten with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from core.results import Results

_MOST = 48
"""So many answers are remembered for the same results; then the oldest goes."""
_KEPT: WeakKeyDictionary[Results, dict[Hashable, Any]] = WeakKeyDictionary()
_T = TypeVar("_T")


def kept(results: Results, key: Hashable, make: Callable[[], _T]) -> _T:
    """Return what was made of these results for this key, made once; from any thread."""
    answers = _KEPT.setdefault(results, {})
    try:
        return answers[key]
    except KeyError:
        answers[key] = made = make()
    while len(answers) > _MOST:
        answers.pop(next(iter(answers)), None)
    return made


def is_kept(results: Results, key: Hashable) -> bool:
    """Return whether `kept` would answer at once."""
    return key in _KEPT.get(results, {})


def forget(results: Results) -> None:
    """Forget what was made of results."""
    _KEPT.pop(results, None)
