"""How a loss becomes a colour: in proportion, by its logarithm, by rank, or as a difference around zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.surfaces import nice_levels
from core.validation import Float
from gui.plotting import palettes

Kind = Literal["linear", "log", "rank", "diverging"]
DECADES = 3
"""A logarithmic scale shows so many powers of ten below its upper end at most."""
_RANKS = 256
_DARK = 0.42
"""The lightness below which a colour is dark."""


@dataclass(frozen=True, eq=False)
class ColourScale:
    """Where values lie on a colour map.

    Attributes
    ----------
    kind
        "linear": in proportion between `low` and `high`; "log": by the logarithm; "rank": by the share of the picture
        that is below; "diverging": in proportion, 0 in the middle.
    low, high
        What gets the first and the last colour, in nats or unitless.
    ranks
        For "rank": the values below which 0, 1/256, … 1 of the picture lies.
    floored
        Whether there are values below `low`, which a logarithm has no room for.
    """

    kind: Kind
    low: float
    high: float
    ranks: Float | None = None
    floored: bool = False

    @property
    def table(self) -> npt.NDArray[np.uint32]:
        """The colours, as 0xffRRGGBB."""
        return palettes.diverging() if self.kind == "diverging" else palettes.sequential()

    def share(self, values: npt.ArrayLike) -> Float:
        """Return where values lie on the map, 0 at its first colour and 1 at its last; beyond, the nearer end."""
        values = np.asarray(values, dtype=np.float64)
        if self.ranks is not None:
            return np.interp(values, self.ranks, np.linspace(0.0, 1.0, self.ranks.size))
        if self.kind == "log":
            shares = np.log(np.maximum(values, self.low) / self.low) / math.log(self.high / self.low)
        else:
            shares = (values - self.low) / (self.high - self.low)
        return np.clip(shares, 0.0, 1.0)

    def value(self, share: float) -> float:
        """Return the value at a place of the map."""
        if self.ranks is not None:
            return float(np.interp(share, np.linspace(0.0, 1.0, self.ranks.size), self.ranks))
        if self.kind == "log":
            return self.low * (self.high / self.low) ** share
        return self.low + share * (self.high - self.low)

    def colours(self, values: Float) -> npt.NDArray[np.uint32]:
        """Return a colour for each value."""
        if self.kind in ("linear", "diverging"):
            index = (values - self.low) * ((palettes.SIZE - 1) / (self.high - self.low))
        else:
            index = self.share(values) * (palettes.SIZE - 1)
        # Negative or large floats have no defined whole number, so they are cut first.
        np.clip(index, 0, palettes.SIZE - 1, out=index)
        return np.take(self.table, index.astype(np.intp))

    @property
    def darkness(self) -> float:
        """The share of the sequential map beyond which marks on it must be light."""
        return _darkness()

    def are_dark(self, values: Sequence[float]) -> list[bool]:
        """Return for each value whether its colour is so dark that marks on it must be light."""
        shares = self.share(values)
        if self.kind != "diverging":
            return (shares > self.darkness).tolist()
        return [palettes.colour_at(self.table, share).lightnessF() < _DARK for share in shares.tolist()]

    def levels(self, unit_scale: float, count: int = 10) -> list[float]:
        """Return values at which contours say most, strictly between the ends; round in the unit shown.

        By rank they part the picture in equal areas.
        """
        low, high = self.low / unit_scale, self.high / unit_scale
        if self.ranks is not None:
            parts = {self.value(k / count) for k in range(1, count)}
            return sorted(value for value in parts if self.low < value < self.high)
        if self.kind == "log":
            return [level * unit_scale for level in _decades(low, high, count) if low < level < high]
        return [level * unit_scale for level in nice_levels(low, high, count)]

    def ticks(self, unit_scale: float, top: float) -> list[float]:
        """Return values for a colour bar up to `top`, the ends among them, in the unit shown."""
        low, high = self.low / unit_scale, top / unit_scale
        if not high > low:
            return [low] if high == low else []
        if self.ranks is not None:
            quarters = [self.value(k / 4) / unit_scale for k in range(5)]
            return [value for value in quarters if value <= high]
        if self.kind == "log":
            near = low * (high / low) ** 0.06 if self.floored else low  # the lower end is then to be read itself
            return _with_ends([t for t in _decades(low, high, 8) if near <= t <= high], low, high, logarithmic=True)
        return _with_ends(nice_levels(low, high, 5), low, high)


@cache
def _darkness() -> float:
    light = [palettes.colour_at(palettes.sequential(), k / palettes.SIZE).lightnessF() for k in range(palettes.SIZE)]
    return next(k for k, each in enumerate(light) if each < _DARK) / palettes.SIZE


def make(kind: Kind, low: float, high: float, values: Float) -> ColourScale:
    """Return a scale for a picture of `values` (any shape) that is coloured from `low` to `high`.

    Where a loss falls below 0 it has no logarithm, so its scale stays linear; one that reaches 0 is shown over three
    powers of ten.
    """
    if kind == "rank":
        ranks = np.quantile(np.minimum(values, high), np.linspace(0.0, 1.0, _RANKS + 1))
        if ranks[-1] > ranks[0]:
            return ColourScale("rank", float(ranks[0]), float(ranks[-1]), ranks)
    if kind == "log" and high > 0 and low > -1e-9 * high:
        floor = high * 10.0**-DECADES
        return ColourScale("log", max(low, floor), high, floored=low < floor)
    if kind == "diverging":
        reach = max(abs(low), abs(high))
        return ColourScale("diverging", -reach, reach)
    return ColourScale("linear", low, high)


def _decades(low: float, high: float, count: int) -> list[float]:
    """Return 1, 2 and 5 times powers of ten from below `low` to above `high`, fewer where that were too many."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    span = math.log10(high / low)
    if span < 0.6:  # less than a few such steps: round numbers a constant step apart serve better
        return nice_levels(low, high, count)
    steps = (1.0, 2.0, 5.0) if 3 * span <= count else (1.0, 3.0) if 2 * span <= count else (1.0,)
    return [step * 10.0**power for power in range(first, last + 1) for step in steps]


def _with_ends(ticks: list[float], low: float, high: float, *, logarithmic: bool = False) -> list[float]:
    """Return ticks and both ends, an end only where no tick is near."""

    def place(value: float) -> float:
        return math.log(value / low) / math.log(high / low) if logarithmic else (value - low) / (high - low)

    ends = [end for end in (low, high) if all(abs(place(end) - place(tick)) > 0.06 for tick in ticks)]
    return sorted([*ticks, *ends])
