"""The probability simplex of three classes as a triangle in the plane.

Corner order: left, right, top. The plane has its origin at the left corner and a side of length 1.
"""

from __future__ import annotations

import math

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
