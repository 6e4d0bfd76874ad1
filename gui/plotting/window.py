"""What part of a triangle or of a plane of logits is seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core import simplex
from core.domains.logit_plane import MOST_REACH
from core.validation import Float

SMALLEST = 1e-3
"""The smallest side of a part, of the whole's: there a float still tells a thousand million points apart."""


@dataclass(frozen=True)
class Window:
    """A part of the triangle: where each coordinate is at least `low`, whose sum leaves `side`.

    Its own barycentric coordinates, "inner" ones, are 0 to 1 over the part.
    """

    low: tuple[float, float, float] = (0.0, 0.0, 0.0)
    side: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is out of sight."""
        return self.side >= 1.0

    def inner(self, outer: Float) -> Float:
        """Return inner coordinates of points (..., 3) of the whole."""
        return (outer - np.array(self.low)) / self.side

    def outer(self, inner: Float) -> Float:
        """Return points (..., 3) of the whole at inner coordinates."""
        return np.array(self.low) + self.side * inner

    def zoomed(self, factor: float, around: Float) -> Window:
        """Return a part `factor` times as large in which `around`, in inner coordinates, stays where it is."""
        side = min(max(self.side * factor, SMALLEST), 1.0)
        return _fitted(self.outer(around) - side * around, side)

    def panned(self, move: Float) -> Window:
        """Return the part moved by a difference (3,) of inner coordinates, as far as there is a triangle."""
        return _fitted(np.array(self.low) + self.side * move, self.side)

    def turned(self) -> Window:
        """Return the same part after each corner went to the next place: left to right, right to top, top to left."""
        left, right, top = self.low
        return Window((top, left, right), self.side)

    @property
    def text(self) -> str:
        """The part as text, for view state; empty for the whole."""
        return "" if self.is_whole else " ".join(repr(x) for x in (*self.low, self.side))

    @classmethod
    def read(cls, text: str | None) -> Window:
        """Return the part that `text` says; the whole for what says none."""
        try:
            *low, side = (float(word) for word in (text or "").split())
        except ValueError:
            return WHOLE
        if len(low) != 3 or not (math.isfinite(sum(low)) and SMALLEST <= side < 1.0):
            return WHOLE
        return _fitted(np.array(low), side)


WHOLE = Window()


def _fitted(low: Float, side: float) -> Window:
    """Return the part of this size nearest to one that may leave the triangle."""
    rest = 1.0 - side
    if rest < 1e-9:
        return WHOLE
    left, right, top = (simplex.nearest(low / rest) * rest).tolist()
    return Window((left, right, top), side)


SMALLEST_REACH = 0.02
"""Half the side of the smallest square of a plane of logits."""


@dataclass(frozen=True)
class Square:
    """A part of a plane of two logits: a square of half side `reach` around a middle, within ±64."""

    middle: tuple[float, float]
    reach: float

    def zoomed(self, factor: float, around: Float) -> Square:
        """Return a square `factor` times as large in which the point `around` (2,) stays where it is."""
        reach = min(max(self.reach * factor, SMALLEST_REACH), MOST_REACH)
        return _held(around + (np.array(self.middle) - around) * (reach / self.reach), reach)

    def panned(self, move: Float) -> Square:
        """Return the square moved by a difference (2,), as far as there is a plane."""
        return _held(np.array(self.middle) + move, self.reach)

    @property
    def text(self) -> str:
        """The square as text, for view state."""
        return " ".join(repr(x) for x in (*self.middle, self.reach))

    @classmethod
    def read(cls, text: str | None) -> Square | None:
        """Return the square that `text` says; None for what says none."""
        try:
            x, y, reach = (float(word) for word in (text or "").split())
        except ValueError:
            return None
        if not (math.isfinite(x + y) and SMALLEST_REACH <= reach <= MOST_REACH):
            return None
        return _held(np.array([x, y]), reach)


def _held(middle: Float, reach: float) -> Square:
    """Return the square of this size nearest to one that may leave the plane."""
    x, y = np.clip(middle, reach - MOST_REACH, MOST_REACH - reach).tolist()
    return Square((x, y), reach)
