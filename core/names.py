"""Names of samples by the million: found by what they contain, and put in the order a person expects."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.validation import Float

_DIGITS = re.compile(r"\d+")
_PREFIX = 48
"""Of keys to sort by so many bytes are compared at once; only those that agree in all of them are compared in full."""


@dataclass(frozen=True, eq=False)
class _Heap:
    """All names as one text, a line each, folded so that upper and lower case are alike."""

    names: tuple[str, ...] | None
    size: int

    @cached_property
    def text(self) -> npt.NDArray[np.uint8]:
        """The text in UTF-8, each line ended."""
        names: Iterable[str] = map(str, range(1, self.size + 1)) if self.names is None else self.names
        lines = (name.replace("\n", " ") if "\n" in name else name for name in names)
        whole = "\n".join(lines).casefold() + "\n"
        return np.frombuffer(whole.encode("utf-8", "surrogatepass"), np.uint8)

    @cached_property
    def ends(self) -> npt.NDArray[np.int64]:
        """Where each line ends."""
        return np.flatnonzero(self.text == ord("\n"))

    @cached_property
    def ranks(self) -> Float:
        """The place of each name among them in natural order; equal names have equal ones."""
        names = self.names or ()
        keys = [_natural(name) for name in names]
        width = min(max(map(len, keys)), _PREFIX)
        order: list[int] = np.argsort(np.array([key[:width] for key in keys], f"S{width}"), kind="stable").tolist()
        _sort_alike(order, keys, width)
        differ = [one != other for one, other in itertools.pairwise(keys[index] for index in order)]
        ranks = np.empty(len(keys))
        ranks[order] = np.cumsum([False, *differ])
        return ranks


_kept: list[_Heap] = []


def _heap(names: tuple[str, ...] | None, size: int) -> _Heap:
    """Return the heap of names, kept until other names are asked for; told by identity, as there may be a million."""
    for heap in _kept:
        if heap.names is names and heap.size == size:
            return heap
    heap = _Heap(names, size)
    _kept[:] = [heap]
    return heap


def containing(names: tuple[str, ...] | None, size: int, text: str) -> npt.NDArray[np.bool_]:
    """Return for each name (N,) whether it contains a text, upper and lower case alike.

    Names that are None are the numbers from 1. Found by comparing all bytes at once, so a million names take
    milliseconds.

    >>> containing(("Cat 1", "dog", "concat"), 3, "CAT").tolist()
    [True, False, True]
    """
    heap = _heap(names, size)
    wanted = np.frombuffer(text.replace("\n", " ").casefold().encode("utf-8", "surrogatepass"), np.uint8)
    found = np.zeros(size, np.bool_)
    if not wanted.size:
        return ~found
    at = np.flatnonzero(heap.text[: heap.text.size - wanted.size + 1] == wanted[0])
    for offset, byte in enumerate(wanted[1:], start=1):
        at = at[heap.text[at + offset] == byte]
    found[np.searchsorted(heap.ends, at)] = True
    return found


def ranks(names: tuple[str, ...] | None, size: int) -> Float:
    """Return the place of each name (N,) in natural order: numbers in names by their size, case ignored.

    Names that are None are the numbers from 1. Equal names have equal places.

    >>> ranks(("b", "a 10", "A 9", "b"), 4).tolist()
    [2.0, 1.0, 0.0, 2.0]
    """
    return np.arange(float(size)) if names is None else _heap(names, size).ranks


def _natural(name: str) -> bytes:
    """Return a key under which "a 9" comes before "a 10": a number is led by how many digits it has."""
    folded = name.casefold().replace("\0", " ")
    if any(map(str.isdigit, folded)):
        folded = _DIGITS.sub(_counted, folded)
    return folded.encode("utf-8", "surrogatepass")


def _counted(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0")
    return f"0{len(digits):04d}{digits}"


def _sort_alike(order: list[int], keys: list[bytes], width: int) -> None:
    """Sort in full, in place, each run whose keys agree in their first `width` bytes."""
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or keys[order[end]][:width] != keys[order[start]][:width]:
            if end - start > 1:
                order[start:end] = sorted(order[start:end], key=keys.__getitem__)
            start = end
