"""The probability simplex of three classes as a triangle in the plane, and slices of larger simplexes.

Corner order: left, right, top. The plane has its origin at the left corner and a side of length 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.validation import Float

HEIGHT = math.sqrt(3.0) / 2.0
CORNERS: Float = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, HEIGHT]])
"""The corners left, right and top in the plane."""


def to_plane(barycentric: Float) -> Float:
    """Return plane points (..., 2) of barycentric coordinates (..., 3)."""
    return barycentric @ CORNERS


def from_plane(points: Float) -> Float:
    """Return barycentric coordinates (..., 3), which sum to 1 and are negative outside the triangle."""
    top = points[..., 1] / HEIGHT
    right = points[..., 0] - top / 2.0
    return np.stack([1.0 - right - top, right, top], axis=-1)


def nearest(barycentric: Float) -> Float:
    """Return the point of the simplex nearest to `barycentric` (K,), in the Euclidean sense.

    Subtract the threshold that leaves a sum of 1 and cut at 0 (Held, Wolfe & Crowder, 1974). The entries are
    then rounded to multiples of 2⁻⁵², whose sums are exact, and the largest makes the sum just 1.
    """
    descending = np.sort(barycentric)[::-1]
    thresholds = (np.cumsum(descending) - 1.0) / np.arange(1, barycentric.size + 1)
    count = int(np.nonzero(descending >= thresholds)[0][-1])
    point = np.rint(np.maximum(barycentric - thresholds[count], 0.0) * 2.0**52) / 2.0**52
    largest = int(point.argmax())
    point[largest] = 1.0 - np.delete(point, largest).sum()
    return point


@dataclass(frozen=True, eq=False)
class Slice:
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
    def mass(self) -> float:
        """How much probability the three corner classes share."""
        return max(0.0, 1.0 - float(np.delete(self.held, self.corners).sum()))

    def lift(self, barycentric: Float) -> Float:
        """Return rows (..., K) at barycentric coordinates (..., 3) of the triangle."""
        rows = np.empty((*barycentric.shape[:-1], self.held.size))
        rows[...] = self.held
        rows[..., list(self.corners)] = barycentric * self.mass
        return rows

    def shadow(self, row: Float) -> Float:
        """Return where a row (K,) falls in the triangle: its three classes in their proportions."""
        three = row[list(self.corners)]
        total = float(three.sum())
        return three / total if total > 0 else np.full(3, 1.0 / 3.0)
