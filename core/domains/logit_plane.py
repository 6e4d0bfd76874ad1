"""The logit plane: two classes' logits as axes, the others' held."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.domains.base import Domain, Lattice, rounded
from core.validation import Float, Scale

LEAST_REACH, MOST_REACH = 8.0, 64.0
_FLOOR = -60.0
"""A probability of 0 counts as e⁻⁶⁰ of the largest where its logit is looked for: beyond the edge of any plane."""


@dataclass(frozen=True, eq=False)
class LogitPlane(Domain):
    """A square of the plane of two classes' logits.

    Softmax leaves a common addend open. A row of probabilities is given the logits log q plus what makes the held
    classes' mean 0, so that they stay where they are while the two move; of two classes, the mean of both is 0.

    Attributes
    ----------
    axes
        Indices of the classes whose logits run to the right and up.
    held
        Logits (K,); those of the axes do not matter.
    reach
        The square goes so far from its middle along both axes.
    middle
        The two logits in the middle of the square.
    """

    of_logits: ClassVar[bool] = True

    axes: tuple[int, int]
    held: Float
    reach: float = LEAST_REACH
    middle: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def through(
        cls, axes: tuple[int, int], row: Float, scale: Scale = "probability", reach: float = LEAST_REACH
    ) -> LogitPlane:
        """Return the plane in which a table's row (K,) lies."""
        others = np.delete(np.arange(row.size), axes)
        held = row.copy() if scale == "logit" else information.log_of(row)
        finite = others[np.isfinite(held[others])]
        if scale == "probability" and finite.size:
            held = held - held[finite].mean()
        elif scale == "probability" and others.size:  # nothing is left for them: an even share of what the plane adds
            held[others] = 0.0
        held[list(axes)] = 0.0
        return cls(axes, held, reach)

    @cached_property
    def _others(self) -> list[int]:
        return [k for k in range(self.held.size) if k not in self.axes]

    @cached_property
    def _weight(self) -> float:
        """The log of what the held classes add to the sum of exponentials."""
        return _log_sum(self.held[self._others])

    @property
    def corner_classes(self) -> tuple[int, int]:
        """The classes along the two axes."""
        return self.axes

    def lift(self, at: Float) -> Float:
        """Return logits (..., K): the two, and the held ones."""
        rows = np.empty((*at.shape[:-1], self.held.size))
        rows[...] = self.held
        rows[..., list(self.axes)] = at
        return rows

    def shadow(self, row: Float, scale: Scale = "probability") -> Float:
        """Return the logits at which the two classes have the probabilities that they have in the row."""
        z = row if scale == "logit" else information.log_of(row)
        z = np.maximum(z, z.max() + _FLOOR) if np.isfinite(z.max()) else np.zeros(z.size)
        two = z[list(self.axes)]
        if self._others:
            return two - _log_sum(z[self._others]) + max(self._weight, _FLOOR)
        return two if scale == "logit" else two - two.mean()

    def place(self, row: Float) -> Float | None:
        """Return its two logits, if they are within the square."""
        at = self.shadow(row)
        return at if np.array_equal(self.nearest(at), at) else None

    def moved(self, row: Float, at: Float, scale: Scale = "probability") -> Float:
        """Return the row with the two classes as probable as at the point, the others in their proportions."""
        z = row.copy() if scale == "logit" else information.log_of(row)
        own = _log_sum(z[self._others])
        if not self._others:
            z[list(self.axes)] = at
        elif math.isfinite(own) and math.isfinite(self._weight):
            z[list(self.axes)] = at + (own - self._weight)
        else:
            z = self.lift(at)
        return z if scale == "logit" else distributions.softmax_of(z)

    def nearest(self, at: Float) -> Float:
        """Return the two logits, each cut at the square's edges."""
        return np.clip(at, self.centre - self.reach, self.centre + self.reach)

    def around(self, centre: Float, reach: float) -> Float:
        """Return a lattice of 81 points (81, 2), cut to the square."""
        offsets = np.mgrid[-4:5, -4:5].reshape(2, -1).T / 4.0
        return self.nearest(centre + self.reach * reach * offsets)

    @property
    def centre(self) -> Float:
        """The two logits in the middle."""
        return np.array(self.middle)

    def to_plane(self, at: Float) -> Float:
        """Return the two logits: they are the plane."""
        return at

    def from_plane(self, points: Float) -> Float:
        """Return the two logits: they are the plane."""
        return points

    @property
    def outline(self) -> Float:
        """The square's corners, from the lower left on."""
        return self.centre + self.reach * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])

    def lattice(self, steps: int) -> Lattice:
        """Return a square lattice."""
        return _square_lattice(steps, self.reach, self.middle)

    @property
    def distinct(self) -> bool:
        """Not for two classes, nor where no other has any probability: a common addend changes nothing."""
        return math.isfinite(self._weight)

    def on_outline(self, at: Float) -> bool:
        """Return whether a logit is at an edge."""
        return bool(np.abs(at - self.centre).max() >= self.reach)

    @property
    def signature(self) -> tuple[object, ...]:
        """The axes, the held logits and the square."""
        return (type(self).__name__, self.axes, rounded(self.held), self.reach, self.middle)


def reach_for(points: Float) -> float:
    """Return half the side of a plane that holds points (n, 2): ±8, or the next of a few steps, at most ±64."""
    farthest = float(np.abs(points).max(initial=0.0))
    steps = (LEAST_REACH, 12.0, 16.0, 24.0, 32.0, 48.0)
    return next((step for step in steps if farthest <= step), MOST_REACH)


def _log_sum(z: Float) -> float:
    """Return log Σ exp z; -inf for none."""
    top = float(z.max(initial=-np.inf))
    return top + math.log(float(np.exp(z - top).sum())) if math.isfinite(top) else -math.inf


@lru_cache(maxsize=32)  # a square that is carried along is another one at every step
def _square_lattice(n: int, reach: float, middle: tuple[float, float]) -> Lattice:
    """Return the square lattice: entry [j, i] is i steps right and j steps up of the lower left corner."""
    j, i = np.mgrid[0 : n + 1, 0 : n + 1]
    x, y = middle[0] + reach * (2.0 * i / n - 1.0), middle[1] + reach * (2.0 * j / n - 1.0)
    interior = (i > 0) & (j > 0) & (i < n) & (j < n)
    return Lattice(np.stack([x, y], axis=-1), x, y, np.ones_like(interior), interior)
