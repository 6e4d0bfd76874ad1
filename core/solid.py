"""Surfaces and four-class simplexes as solids: a mesh over a triangle, where it is cut, and how a camera sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from core.domains import Domain, Triangle
from core.objectives import Objective
from core.surfaces import Surface, values_at
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

    def unproject(self, move: Float, ways: Float) -> Float:
        """Return the move (2,) within a plane of space that is seen as `move` (2,): right and up.

        `ways` (2, 3) is where a step of 1 along each of the plane's own axes leads. A plane seen edge-on gives the
        shortest such move.
        """
        found = np.linalg.lstsq(self.seen(ways)[:, :2].T, move, rcond=1e-3)[0]
        return found.astype(np.float64)


@dataclass(frozen=True, eq=False)
class Mesh:
    """A domain cut into small triangles, with a value at each of their corners.

    Attributes
    ----------
    at
        Coordinates of the corners, shape (m, d).
    values
        What is shown there, shape (m,), nowhere beyond a cut.
    triangles
        Indices of three corners each, shape (t, 3).
    capped
        Which triangles lie in the plane of the cut, shape (t,): there the value is above it, maybe infinite.
    sunken
        Which lie in that of the lower cut of a difference, where the value is below.
    """

    at: Float
    values: Float
    triangles: Ints
    capped: npt.NDArray[np.bool_]
    sunken: npt.NDArray[np.bool_]

    def lines(self, levels: list[float]) -> tuple[Ints, Ints, Float, Float]:
        """Return the pieces of lines of equal value.

        Returns
        -------
        The index of each piece's triangle and of its level, both (s,), its two ends in coordinates (s, 2, d), and its
        value (s,).
        """
        owners: list[Ints] = [np.empty(0, np.intp)]
        which: list[Ints] = [np.empty(0, np.intp)]
        ends: list[Float] = [np.empty((0, 2, self.at.shape[1]))]
        order = np.argsort(self.values[self.triangles], axis=1, kind="stable")
        ordered: Ints = np.take_along_axis(self.triangles, order, axis=1)
        low, middle, high = ordered[:, 0], ordered[:, 1], ordered[:, 2]
        v = self.values
        for index, level in enumerate(levels):
            crossed = np.flatnonzero((v[low] < level) & (v[high] >= level) & ~self.capped & ~self.sunken)
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


def points_of(domain: Domain, steps: int) -> tuple[Float, Ints]:
    """Return points (m, d) of a domain, `steps` along a side, and the small triangles (t, 3) between them."""
    if isinstance(domain, Triangle):
        return lattice(steps)
    at = domain.lattice(steps).at
    number = np.arange((steps + 1) ** 2).reshape(steps + 1, steps + 1)
    one, two, three, four = (
        each.ravel() for each in (number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1])
    )
    return at.reshape(-1, at.shape[-1]), np.concatenate(
        [np.stack(three_of, -1) for three_of in ((one, two, three), (one, three, four))]
    )


def mesh(objective: Objective, domain: Domain, surface: Surface, steps: int) -> Mesh:
    """Return `objective` over a domain as a mesh, cut where `surface` is cut."""
    at, triangles = points_of(domain, steps)
    values = values_at(objective, domain, at)
    wild = ~np.isfinite(values)
    if wild.any():
        values = values.copy()
        values[wild] = values_at(objective, domain, at[wild] + _NUDGE * (domain.centre - at[wild]))
    high, low, span = surface.high, surface.low, surface.high - surface.low
    values = np.nan_to_num(values, nan=high + span, posinf=high + span, neginf=low - span)
    none = np.zeros(len(triangles), np.bool_)
    made = Mesh(at, values, triangles, none, none)
    if surface.infinite:
        made = _capped(made, high)
    return _sunk(made, low) if surface.bottomless else made


def on_sides(domain: Domain, at: Float) -> npt.NDArray[np.bool_]:
    """Return which points (m, d) lie on which of the domain's sides, (m, sides)."""
    corners = domain.outline
    sides = np.roll(corners, -1, axis=0) - corners
    offsets = domain.to_plane(at)[:, None] - corners
    away = sides[:, 0] * offsets[..., 1] - sides[:, 1] * offsets[..., 0]
    return np.abs(away) <= 1e-9 * (sides**2).sum(axis=1)


def _capped(whole: Mesh, level: float) -> Mesh:
    """Return a mesh with all that is above `level` laid into its plane, triangles parted where they cross it."""
    made, over = parted(whole, whole.values, level)
    values = np.minimum(made.values, level)
    values[len(whole.at) :] = level
    return replace(made, values=values, capped=over)


def _sunk(whole: Mesh, level: float) -> Mesh:
    """Return a mesh with all that is below `level` laid into its plane."""
    made, over = parted(whole, whole.values, level)
    values = np.maximum(made.values, level)
    values[len(whole.at) :] = level
    return replace(made, values=values, sunken=~over)


def parted(whole: Mesh, by: Float, level: float) -> tuple[Mesh, npt.NDArray[np.bool_]]:
    """Return a mesh parted where `by` (m,) crosses `level`, points added at its end, and which triangles are above."""
    above = by > level
    count = above[whole.triangles].sum(axis=1)
    kept = [np.flatnonzero(count == 0), np.flatnonzero(count == 3)]
    pieces, owners, over = (
        [whole.triangles[each] for each in kept],
        [*kept],
        [np.full(len(kept[k]), k == 1) for k in (0, 1)],
    )
    points, heights, size = [whole.at], [whole.values], len(whole.at)
    for odd_above in (True, False):
        owner = np.flatnonzero(count == (1 if odd_above else 2))
        chosen = whole.triangles[owner]
        first = np.argmax(above[chosen] == odd_above, axis=1)
        odd, one, two = (np.take_along_axis(chosen, (first[:, None] + k) % 3, axis=1)[:, 0] for k in range(3))
        for other in (one, two):
            share = ((level - by[odd]) / (by[other] - by[odd]))[:, None]
            points.append(whole.at[odd] * (1.0 - share) + whole.at[other] * share)
            heights.append(whole.values[odd] * (1.0 - share[:, 0]) + whole.values[other] * share[:, 0])
        new_one = size + np.arange(len(chosen))
        new_two = new_one + len(chosen)
        size += 2 * len(chosen)
        for tip, corners in (
            (True, (odd, new_one, new_two)),
            (False, (one, two, new_two)),
            (False, (one, new_two, new_one)),
        ):
            pieces.append(np.stack(corners, axis=-1))
            owners.append(owner)
            over.append(np.full(len(owner), tip == odd_above))
    of = np.concatenate(owners)
    made = Mesh(
        np.concatenate(points), np.concatenate(heights), np.concatenate(pieces), whole.capped[of], whole.sunken[of]
    )
    return made, np.concatenate(over)


def far_first(away: Float, triangles: Ints) -> Ints:
    """Return the order in which triangles, their corners so far `away` (m,), cover each other rightly."""
    return np.argsort(-away[triangles].sum(axis=1), kind="stable")
