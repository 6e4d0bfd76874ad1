"""Surfaces and four-class simplexes as solids: a mesh over a triangle, where it is cut, and how a camera sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from core.domains import Triangle
from core.objectives import Objective
from core.surfaces import Surface
from core.validation import Float

Ints = npt.NDArray[np.intp]

TETRAHEDRON: Float = np.array(
    [
        [0.0, 0.0, 0.0],
        [1.0, 0.0, 0.0],
        [0.5, math.sqrt(3.0) / 2.0, 0.0],
        [0.5, math.sqrt(3.0) / 6.0, math.sqrt(2.0 / 3.0)],
    ]
)
"""The corners of the simplex of four classes, every two of them 1 apart."""

_NUDGE = 1e-4
"""An infinite loss is sampled so much of the way from its edge to the middle."""
_LEAST_ELEVATION, _MOST_ELEVATION = 5.0, 90.0
_LEAST_ZOOM, _MOST_ZOOM = 0.5, 4.0


@dataclass(frozen=True)
class Camera:
    """Where a solid is looked at from, in parallel projection.

    Attributes
    ----------
    azimuth, elevation
        Degrees around the vertical, and above the floor: from 5, nearly level, to 90, straight down.
    zoom
        How many times larger than what fills the picture.
    """

    azimuth: float = 130.0
    elevation: float = 32.0
    zoom: float = 1.0

    @classmethod
    def read(cls, text: str) -> Camera:
        """Return the camera that `words` wrote; the usual one for anything else.

        >>> Camera.read("30 40 2") == Camera(30.0, 40.0, 2.0)
        True
        """
        try:
            azimuth, elevation, zoom = (float(each) for each in text.split())
        except ValueError:
            return cls()
        if not all(map(math.isfinite, (azimuth, elevation, zoom))):
            return cls()
        return cls(0.0, 0.0, 1.0).orbited(azimuth, elevation).zoomed(zoom)

    @property
    def words(self) -> str:
        """The camera as text."""
        return f"{self.azimuth:g} {self.elevation:g} {self.zoom:g}"

    def orbited(self, right: float, up: float) -> Camera:
        """Return the camera moved around by degrees, never below the floor."""
        elevation = min(max(self.elevation + up, _LEAST_ELEVATION), _MOST_ELEVATION)
        return replace(self, azimuth=(self.azimuth + right) % 360.0, elevation=elevation)

    def zoomed(self, factor: float) -> Camera:
        """Return the camera so many times nearer."""
        return replace(self, zoom=min(max(self.zoom * factor, _LEAST_ZOOM), _MOST_ZOOM))

    @property
    def turn(self) -> Float:
        """The rotation (3, 3) from a solid's axes to right, up and away."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        away = np.array([math.sin(a), math.cos(a), 0.0])
        up = np.array([0.0, 0.0, 1.0])
        return np.stack(
            [
                np.array([math.cos(a), -math.sin(a), 0.0]),
                math.cos(e) * up + math.sin(e) * away,
                math.cos(e) * away - math.sin(e) * up,
            ]
        )

    def seen(self, points: Float) -> Float:
        """Return points (..., 3) as the camera sees them: to the right, up, and away from it."""
        return points @ self.turn.T

    def unproject(self, move: Float, base: Float) -> Float:
        """Return the barycentric move (3,), of sum 0, that is seen as `move` (2,): right and up.

        `base` (3, 3) is where the triangle's corners stand. A triangle seen edge-on gives the shortest such move.
        """
        sides = self.seen(base[1:] - base[0])[:, :2]
        right, top = np.linalg.lstsq(sides.T, move, rcond=1e-3)[0]
        return np.array([-right - top, right, top])


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle cut into small ones, with a value at each of their corners.

    Attributes
    ----------
    at
        Barycentric coordinates of the corners, shape (m, 3).
    values
        What is shown there, shape (m,), nowhere above the cut.
    triangles
        Indices of three corners each, shape (t, 3).
    capped
        Which triangles lie in the plane of the cut, shape (t,): there the value is above it, maybe infinite.
    """

    at: Float
    values: Float
    triangles: Ints
    capped: npt.NDArray[np.bool_]

    def lines(self, levels: list[float]) -> tuple[Ints, Ints, Float, Float]:
        """Return the pieces of lines of equal value.

        Returns
        -------
        The index of each piece's triangle and of its level, both (s,), its two ends in barycentric coordinates
        (s, 2, 3), and its value (s,).
        """
        owners: list[Ints] = [np.empty(0, np.intp)]
        which: list[Ints] = [np.empty(0, np.intp)]
        ends: list[Float] = [np.empty((0, 2, 3))]
        order = np.argsort(self.values[self.triangles], axis=1, kind="stable")
        ordered: Ints = np.take_along_axis(self.triangles, order, axis=1)
        low, middle, high = ordered[:, 0], ordered[:, 1], ordered[:, 2]
        v = self.values
        for index, level in enumerate(levels):
            crossed = np.flatnonzero((v[low] < level) & (v[high] >= level) & ~self.capped)
            a, b, c = low[crossed], middle[crossed], high[crossed]
            upper = v[b] < level
            through = self._between(a, c, level)
            other = self._between(b * upper + a * ~upper, c * upper + b * ~upper, level)
            owners.append(crossed)
            which.append(np.full(crossed.size, index, np.intp))
            ends.append(np.stack([through, other], axis=1))
        level_of = np.concatenate(which)
        return np.concatenate(owners), level_of, np.concatenate(ends), np.array(levels, dtype=np.float64)[level_of]

    def _between(self, low: Ints, high: Ints, level: float) -> Float:
        return _between(self.at, self.values, low, high, level)


def _between(at: Float, values: Float, low: Ints, high: Ints, level: float) -> Float:
    """Return where the value reaches `level` on the way from one corner to another."""
    share = ((level - values[low]) / (values[high] - values[low]))[:, None]
    return at[low] * (1.0 - share) + at[high] * share


@cache
def lattice(steps: int) -> tuple[Float, Ints]:
    """Return points (m, 3) of a triangle, closer together towards its edges, and the small triangles (t, 3)."""
    j, i = np.mgrid[0 : steps + 1, 0 : steps + 1]
    inside = i + j <= steps
    number = np.full(inside.shape, -1, np.intp)
    number[inside] = np.arange(int(inside.sum()))
    i, j = i[inside], j[inside]
    shares = (1.0 - np.cos(np.pi * np.stack([steps - i - j, i, j], axis=-1) / steps)) / 2.0
    shares /= shares.sum(axis=-1, keepdims=True)
    upright = i + j < steps
    a = np.stack([number[j, i], number[j, np.minimum(i + 1, steps)], number[np.minimum(j + 1, steps), i]], axis=-1)
    hanging = i + j < steps - 1
    i, j = i[hanging], j[hanging]
    b = np.stack([number[j, i + 1], number[j + 1, i + 1], number[j + 1, i]], axis=-1)
    return shares, np.concatenate([a[upright], b])


def mesh(objective: Objective, triangle: Triangle, surface: Surface, steps: int) -> Mesh:
    """Return `objective` over a triangle as a mesh, cut where `surface`, of the same, is cut."""
    at, triangles = lattice(steps)
    values = objective.value(triangle.lift(at))
    endless = np.isposinf(values)
    if endless.any():
        inner = at[endless] + _NUDGE * (1.0 / 3.0 - at[endless])
        values = values.copy()
        values[endless] = objective.value(triangle.lift(inner))
    values = np.nan_to_num(values, posinf=surface.high + (surface.high - surface.low))
    made = Mesh(at, values, triangles, np.zeros(len(triangles), np.bool_))
    return _cut(made, surface.high) if surface.infinite else made


def _cut(whole: Mesh, level: float) -> Mesh:
    """Return a mesh with all that is above `level` laid into its plane, triangles parted where they cross it."""
    at, values, triangles = whole.at, whole.values, whole.triangles
    above = values > level
    count = above[triangles].sum(axis=1)
    lower, upper = [triangles[count == 0]], [triangles[count == 3]]
    points, heights = [at], [np.minimum(values, level)]
    size = len(at)
    for odd_above in (True, False):
        chosen = triangles[count == (1 if odd_above else 2)]
        first = np.argmax(above[chosen] == odd_above, axis=1)
        odd, one, two = (np.take_along_axis(chosen, (first[:, None] + k) % 3, axis=1)[:, 0] for k in range(3))
        for other in (one, two):
            low, high = (other, odd) if odd_above else (odd, other)
            points.append(_between(at, values, low, high, level))
            heights.append(np.full(len(chosen), level))
        new_one = size + np.arange(len(chosen))
        new_two = new_one + len(chosen)
        size += 2 * len(chosen)
        tip = np.stack([odd, new_one, new_two], axis=-1)
        rest = [np.stack([one, two, new_two], axis=-1), np.stack([one, new_two, new_one], axis=-1)]
        (upper if odd_above else lower).append(tip)
        (lower if odd_above else upper).extend(rest)
    below, over = np.concatenate(lower), np.concatenate(upper)
    capped = np.arange(len(below) + len(over)) >= len(below)
    return Mesh(np.concatenate(points), np.concatenate(heights), np.concatenate([below, over]), capped)


def far_first(away: Float, triangles: Ints) -> Ints:
    """Return the order in which triangles, their corners so far `away` (m,), cover each other rightly."""
    return np.argsort(-away[triangles].sum(axis=1), kind="stable")
