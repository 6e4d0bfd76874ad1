"""What part of the triangle is seen: a smaller triangle of the same direction, which never leaves it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core import simplex
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
