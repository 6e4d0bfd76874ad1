"""A part of a triangle, to be seen closer."""

from __future__ import annotations

from dataclasses import dataclass

from core.domains.triangles import Triangle
from core.validation import Float, Scale


@dataclass(frozen=True, eq=False)
class Part(Triangle):
    """A smaller triangle within another, in the same direction.

    Its own coordinates b are 0 to 1 over the part; on the whole they are low + side·b.

    Attributes
    ----------
    whole
        The triangle it is part of.
    low
        The least share (3,) of each corner of the whole, at least 0.
    side
        The side of the part, 1 - Σ low; more than 0.

    Examples
    --------
    >>> import numpy as np
    >>> from core.domains import Slice
    >>> part = Part(Slice((0, 1, 2), np.array([0.2, 0.3, 0.5])), np.array([0.5, 0.25, 0.0]), 0.25)
    >>> part.lift(np.array([0.0, 0.0, 1.0])).tolist()
    [0.5, 0.25, 0.25]
    """

    whole: Triangle
    low: Float
    side: float

    @property
    def corner_classes(self) -> tuple[int, int, int]:
        """The whole's: the directions are the same."""
        return self.whole.corner_classes

    @property
    def frame(self) -> Float:
        """The whole's, as much smaller as the part is."""
        return self.side * self.whole.frame

    @property
    def rest(self) -> Float:
        """What is held on the whole, and the least of each class within the part."""
        return self.whole.rest + self.low @ self.whole.frame

    def holding(self, row: Float) -> Part:
        """Return the same part of the triangle in which a row lies."""
        return Part(self.whole.holding(row), self.low, self.side)

    def lift(self, at: Float) -> Float:
        """Return the rows of the whole."""
        return self.whole.lift(self.low + self.side * at)

    def shadow(self, row: Float, scale: Scale = "probability") -> Float:
        """Return where a row falls, maybe outside the part."""
        return (self.whole.shadow(row, scale) - self.low) / self.side

    def place(self, row: Float) -> Float | None:
        """Return the coordinates at which the classes stand as in a row, if that is within the part."""
        at = self.whole.place(row)
        inner = (at - self.low) / self.side if at is not None else None
        return inner if inner is not None and inner.min() >= 0.0 else None

    def moved(self, row: Float, at: Float, scale: Scale = "probability") -> Float:
        """Return a row moved to coordinates of the part; of logits, as logits."""
        return self.whole.moved(row, self.low + self.side * at, scale)

    @property
    def signature(self) -> tuple[object, ...]:
        """The whole's, and which part."""
        return (*self.whole.signature, *self.low.tolist(), self.side)
