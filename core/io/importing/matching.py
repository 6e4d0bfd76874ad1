"""Rows of several files brought together: by the names of their samples where both have them, else by their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import LossAtlasError
from core.io.importing.columns import Texts


@dataclass(frozen=True)
class Note:
    """Something decided on the way that the person should know: a code, and values for its sentence."""

    code: str
    values: Mapping[str, object]


class Order:
    """Takes rows of any file in the order of one of them.

    Parameters
    ----------
    files
        Their names.
    samples
        The names of the samples of each, where it has them.
    base
        The file whose order is that of all.
    """

    def __init__(self, files: Sequence[str], samples: Sequence[Texts | None], base: int) -> None:
        self._files, self._samples, self._base = files, samples, base
        self._rows: dict[int, npt.NDArray[np.int64] | None] = {}
        self._unused: dict[str, int] = {}

    def taken(self, part: int, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return rows of a file (N, …) in the common order; raise for a sample that the file lacks."""
        if part not in self._rows:
            self._rows[part] = self._matched(part)
        rows = self._rows[part]
        return values if rows is None else values[rows]

    def _matched(self, part: int) -> npt.NDArray[np.int64] | None:
        own, base = self._samples[part], self._samples[self._base]
        if part == self._base or own is None or base is None:
            return None
        places: dict[str, int] = {}
        for row, name in enumerate(own.cells()):
            if name in places:
                raise LossAtlasError("sample_twice", where=f"{self._files[part]}, row {row + 1}", name=name)
            places[name] = row
        names = base.cells()
        rows = np.fromiter((places.get(name, -1) for name in names), np.int64, len(names))
        if (rows < 0).any():
            first = int((rows < 0).argmax())
            where, other = f"{self._files[self._base]}, row {first + 1}", self._files[part]
            raise LossAtlasError("sample_missing", where=where, name=names[first], other=other)
        unused = len(places) - len(set(names))
        if unused:
            self._unused[self._files[part]] = unused
        return None if np.array_equal(rows, np.arange(len(own.codes))) else rows

    def notes(self) -> list[Note]:
        """Return how many rows of which file have no counterpart."""
        return [Note("unused", {"file": file, "count": count}) for file, count in self._unused.items()]
