"""Triangles: three classes of any number, the others held or merged into one corner."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Self

import numpy as np

from core import distributions, information, simplex
from core.domains.base import OTHER, Domain, Lattice, rounded
from core.validation import Float, Scale


class Triangle(Domain):
    """Three corners, each one class or several in fixed proportions, that share a mass; other classes are held.

    Coordinates are barycentric: the shares of the left, right and top corner, which sum to 1.
    """

    @property
    @abstractmethod
    def corner_classes(self) -> tuple[int, int, int]:
        """The class at the left, right and top corner; `OTHER` where several are together."""

    @property
    @abstractmethod
    def frame(self) -> Float:
        """What a whole share of each corner adds to each class, shape (3, K); a class belongs to one corner at most."""

    @property
    @abstractmethod
    def rest(self) -> Float:
        """What every point has of each class beside its corners' shares, shape (K,)."""

    @abstractmethod
    def holding(self, row: Float) -> Self:
        """Return the triangle of the same corners in which a row (K,) of probabilities lies."""

    def members(self, corner: int) -> list[int]:
        """Return the classes that a corner (0 to 2) stands for."""
        own = self.corner_classes[corner]
        if own != OTHER:
            return [own]
        return [k for k in range(self.rest.size) if k not in self.corner_classes]

    def lift(self, at: Float) -> Float:
        """Return probabilities (..., K): each corner's classes by its share, the others held."""
        # The class axis last, and outermost in memory: long loops for numpy instead of many short ones.
        rows = np.moveaxis(np.empty((self.rest.size, *at.shape[:-1])), 0, -1)
        rows[...] = self.rest
        for corner in range(3):
            own = self.members(corner)
            rows[..., own] = at[..., corner, None] * self.frame[corner, own]
        return rows

    def shadow(self, row: Float, scale: Scale = "probability") -> Float:
        """Return the corners' shares of what they have in the row together; the middle if that is nothing."""
        at = self.place(distributions.softmax_of(row) if scale == "logit" else row)
        return self.centre if at is None else at

    def place(self, row: Float) -> Float | None:
        """Return the corners' shares of what they have in the row together, if that is anything."""
        shares = np.array([row[self.members(corner)].sum() for corner in range(3)])
        total = float(shares.sum())
        return shares / total if total > 0 else None

    def moved(self, row: Float, at: Float, scale: Scale = "probability") -> Float:
        """Return the row with its own held classes and proportions, and these shares of the corners."""
        if scale == "logit":
            return information.log_of(self.holding(distributions.softmax_of(row)).lift(at))
        return self.holding(row).lift(at)

    def nearest(self, at: Float) -> Float:
        """Return the point of the triangle nearest to `at`."""
        return simplex.nearest(at)

    def around(self, centre: Float, reach: float) -> Float:
        """Return a lattice of 81 points (81, 3), cut to the triangle."""
        a, b = (axis.ravel() for axis in np.mgrid[-4:5, -4:5] / 4.0)
        points = np.maximum(centre + reach * np.stack([a, b, -a - b], axis=-1), 0.0)
        return points / points.sum(axis=-1, keepdims=True)

    @property
    def centre(self) -> Float:
        """Even shares."""
        return np.full(3, 1.0 / 3.0)

    def to_plane(self, at: Float) -> Float:
        """Return plane points of barycentric coordinates."""
        return simplex.to_plane(at)

    def from_plane(self, points: Float) -> Float:
        """Return barycentric coordinates of plane points."""
        return simplex.from_plane(points)

    @property
    def outline(self) -> Float:
        """The left, right and top corner."""
        return simplex.CORNERS

    def lattice(self, steps: int) -> Lattice:
        """Return a barycentric lattice."""
        return triangle_lattice(steps)

    def on_outline(self, at: Float) -> bool:
        """Return whether a share is 0."""
        return bool(at.min() <= 0.0)

    @property
    def signature(self) -> tuple[object, ...]:
        """The corners and what they share."""
        return (type(self).__name__, self.corner_classes, rounded(self.frame), rounded(self.rest))


@cache
def triangle_lattice(n: int) -> Lattice:
    """Return the barycentric lattice: entry [j, i] has the top share j/n and the right one i/n."""
    j, i = np.mgrid[0 : n + 1, 0 : n + 1]
    left = n - i - j
    at = np.stack([np.maximum(left, 0), i, j], axis=-1) / n
    return Lattice(at, (i + j / 2.0) / n, j / n * simplex.HEIGHT, left >= 0, (i > 0) & (j > 0) & (left > 0))


@dataclass(frozen=True, eq=False)
class Slice(Triangle):
    """A triangle in the simplex of K classes: three classes share what the held others leave.

    Attributes
    ----------
    corners
        Indices of the classes at the left, right and top corner.
    held
        A row (K,): the probabilities of all classes; those of the corners do not matter.
    """

    corners: tuple[int, int, int]
    held: Float

    @property
    def corner_classes(self) -> tuple[int, int, int]:
        """The class at the left, right and top corner."""
        return self.corners

    @cached_property
    def mass(self) -> float:
        """How much probability the three corner classes share."""
        return max(0.0, 1.0 - float(np.delete(self.held, self.corners).sum()))

    @property
    def frame(self) -> Float:
        """The mass, at each corner's class."""
        return self._frame

    @cached_property
    def _frame(self) -> Float:
        frame = np.zeros((3, self.held.size))
        frame[range(3), self.corners] = self.mass
        return frame

    @property
    def rest(self) -> Float:
        """The held classes' probabilities."""
        return self._rest

    @cached_property
    def _rest(self) -> Float:
        rest = self.held.copy()
        rest[list(self.corners)] = 0.0
        return rest

    def holding(self, row: Float) -> Slice:
        """Return the triangle of the same corners in which a row lies."""
        return Slice(self.corners, row)


@dataclass(frozen=True, eq=False)
class Merged(Triangle):
    """The whole simplex seen as two classes and the rest of them together, whose proportions stay.

    Attributes
    ----------
    pair
        Indices of the classes at the left and right corner; on top are all others.
    held
        A row (K,): its other classes' proportions are those of every point; of none they are even.
    """

    pair: tuple[int, int]
    held: Float

    @property
    def corner_classes(self) -> tuple[int, int, int]:
        """The classes at the left and right corner, and `OTHER`."""
        return (*self.pair, OTHER)

    @property
    def frame(self) -> Float:
        """One of each class of the pair, and the others' proportions."""
        return self._frame

    @cached_property
    def _frame(self) -> Float:
        frame = np.zeros((3, self.held.size))
        frame[range(2), self.pair] = 1.0
        others = self.members(2)
        total = float(self.held[others].sum())
        frame[2, others] = self.held[others] / total if total > 0 else 1.0 / len(others)
        return frame

    @property
    def rest(self) -> Float:
        """Nothing: every class belongs to a corner."""
        return self._rest

    @cached_property
    def _rest(self) -> Float:
        return np.zeros(self.held.size)

    def holding(self, row: Float) -> Merged:
        """Return the triangle of the same corners in which a row lies."""
        return Merged(self.pair, row)
