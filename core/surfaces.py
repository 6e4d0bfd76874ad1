"""A loss as a surface over the triangle: values on a barycentric lattice, contours, and its minimum."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast

import contourpy
import numpy as np
import numpy.typing as npt

from core.losses import Loss
from core.simplex import HEIGHT, Slice
from core.validation import Float

SMOOTH_STEPS, SHARP_STEPS = 96, 240
_CUT_QUANTILE = 0.975
"""An infinite loss is coloured up to where this share of the triangle lies below."""


@dataclass(frozen=True, eq=False)
class Surface:
    """A loss for one truth over a triangle.

    Attributes
    ----------
    values
        Shape (n + 1, n + 1), in nats or unitless. Entry [j, i] is the point with the top class at j/n, the
        right one at i/n and the left one at the rest; entries with i + j > n lie outside and mean nothing. All
        finite: an infinite edge is sampled a thousandth of a step inside it, and what a held class makes
        infinite everywhere is left out.
    low, high
        The range to colour. `high` is the largest value, or where the loss is infinite the cut.
    infinite
        Whether the loss is infinite somewhere on the triangle, so that `high` is a cut.
    minimum
        Barycentric coordinates of the least loss on the triangle, or None where that is not one point.
    walled
        Whether it is infinite not only on edges, as reverse KL is wherever a true 0 gets any probability.
    """

    values: Float
    low: float
    high: float
    infinite: bool
    minimum: Float | None
    walled: bool = False

    @property
    def steps(self) -> int:
        """The number of lattice steps n along a side."""
        return self.values.shape[0] - 1

    @cached_property
    def generator(self) -> contourpy.ContourGenerator:
        """What draws lines and outlines of this surface, in the plane.

        The lattice is masked outside the triangle and its corner cells are contoured as triangles, so lines end
        exactly on the edges.
        """
        x, y = _plane_grid(self.steps)
        return contourpy.contour_generator(
            x,
            y,
            np.ma.masked_array(self.values, ~_inside(self.steps)),
            name="serial",
            corner_mask=True,
            line_type=contourpy.LineType.ChunkCombinedNan,
            fill_type=contourpy.FillType.OuterCode,
        )


def surface(loss: Loss, p: Float, plane: Slice, steps: int | None = None) -> Surface:
    """Return `loss` of every q on `plane` for the truth `p` (K,), on a lattice of `steps` along a side.

    By default as fine as the picture needs: a smooth loss is interpolated between the points, one with steps is not.
    """
    if steps is None:
        steps = SMOOTH_STEPS if loss.differentiable else SHARP_STEPS
    values, infinite = _separable(loss, p, plane, steps) if loss.separable else _dense(loss, p, plane, steps)
    inside = values[_inside(steps)]
    if np.isinf(inside).any():
        return _walled(values, steps, _minimum(loss, p, plane))
    low = float(inside.min())
    if infinite:
        interior = values[_interior(steps)]
        rank = int(_CUT_QUANTILE * (interior.size - 1))
        high = float(np.partition(interior, rank)[rank])
    else:
        high = float(inside.max())
    if high <= low:
        high = low + max(1e-9, 1e-9 * abs(low))
    return Surface(values, low, high, infinite, _minimum(loss, p, plane))


def _walled(values: Float, n: int, minimum: Float | None) -> Surface:
    """Return a surface that is infinite inside: there it stands above the cut, which is above all that is finite."""
    finite = values[_inside(n) & np.isfinite(values)]
    low, top = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    high = top + max(1.0, abs(top))
    return Surface(np.where(np.isfinite(values), values, 2.0 * high - top), low, high, True, minimum, walled=True)


def _minimum(loss: Loss, p: Float, plane: Slice) -> Float | None:
    """Return where on this triangle the loss is least, or None if that is not one point."""
    best = loss.minimizer(p)
    if best is None:
        return None
    corners = list(plane.corners)
    total = float(best[corners].sum())
    if np.array_equal(np.delete(best, corners), np.delete(plane.held, corners)):
        return best[corners] / total if total > 0 else None
    if total > 0:  # for many losses it is just the proportions of the minimum of all
        shares = best[corners] / total
        around = np.concatenate([_points(shares, 1e-3), _points(shares, 1e-6)])
        least = loss.value(p, plane.lift(around)).min()
        if loss.value(p, plane.lift(shares)) <= least + 1e-12 * abs(least):
            return shares if np.isfinite(least) else None
    return _search(loss, p, plane)


def _points(centre: Float, reach: float) -> Float:
    """Return a lattice of 81 points (81, 3) of the triangle around `centre`."""
    a, b = (axis.ravel() for axis in np.mgrid[-4:5, -4:5] / 4.0)
    points = np.maximum(centre + reach * np.stack([a, b, -a - b], axis=-1), 0.0)
    return points / points.sum(axis=-1, keepdims=True)


def _search(loss: Loss, p: Float, plane: Slice) -> Float | None:
    """Return the minimum on a triangle by ever finer lattices around the best point, or None on a plain."""
    best, reach = np.full(3, 1.0 / 3.0), 1.0
    while reach > 1e-8:
        points = _points(best, reach)
        values = loss.value(p, plane.lift(points))
        if reach == 1.0 and values.max() <= values.min() + 1e-12 * abs(values.min()):
            return None
        best, reach = points[values.argmin()], 0.6 * reach
    return best


def _separable(loss: Loss, p: Float, plane: Slice, n: int) -> tuple[Float, bool]:
    """Sum three tables of n + 1 entries by broadcasting; the left class's is indexed by n - i - j."""
    shares = np.arange(n + 1) / n
    corners = list(plane.corners)

    def tables(at: Float) -> Float:
        rows = np.broadcast_to(plane.held, (at.size, plane.held.size)).copy()
        rows[:, corners] = (at * plane.mass)[:, None]
        return loss.class_terms(p, rows)

    terms = tables(shares)
    if np.isinf(terms[1:, corners]).any():  # not only on an edge, as reverse KL where the truth has a 0
        return _dense(loss, p, plane, n)
    infinite = bool(np.isinf(terms[:, corners]).any())
    if infinite:
        terms[0] = np.where(np.isinf(terms[0]), tables(np.array([1e-3 / n]))[0], terms[0])
        terms[:, corners] = np.where(np.isinf(terms[:, corners]), 0.0, terms[:, corners])
    others = np.delete(terms[n], corners)
    constant = float(others[np.isfinite(others)].sum())
    left, right, top = (np.ascontiguousarray(terms[:, k]) for k in corners)
    reversed_left = np.empty(2 * n + 1)
    reversed_left[: n + 1] = left[::-1]
    reversed_left[n + 1 :] = left[0]
    hankel = np.lib.stride_tricks.sliding_window_view(reversed_left, n + 1)
    values = hankel + (right + constant)
    values += top[:, None]
    return values, infinite


def _dense(loss: Loss, p: Float, plane: Slice, n: int) -> tuple[Float, bool]:
    """Evaluate the loss at every lattice point, for losses that are not a sum over classes."""
    j, i = np.mgrid[0 : n + 1, 0 : n + 1]
    values = loss.value(p, plane.lift(np.stack([np.maximum(n - i - j, 0), i, j], axis=-1) / n))
    infinite = bool(np.isinf(values[_inside(n)]).any())
    if infinite and not np.isinf(values[_interior(n)]).any():  # on edges only
        values = np.where(np.isfinite(values), values, values[_inside(n) & np.isfinite(values)].max())
    return values, infinite


@cache
def _inside(n: int) -> npt.NDArray[np.bool_]:
    j, i = np.mgrid[0 : n + 1, 0 : n + 1]
    return i + j <= n


@cache
def _interior(n: int) -> npt.NDArray[np.bool_]:
    j, i = np.mgrid[0 : n + 1, 0 : n + 1]
    return (i > 0) & (j > 0) & (i + j < n)


@cache
def _plane_grid(n: int) -> tuple[Float, Float]:
    j, i = np.mgrid[0 : n + 1, 0 : n + 1] / n
    return i + j / 2.0, j * HEIGHT


def nice_levels(low: float, high: float, count: int = 10) -> list[float]:
    """Return round numbers strictly between `low` and `high`, at most `count`, a 1-2-2.5-5 step apart."""
    span = high - low
    if not (math.isfinite(span) and span > max(1e-300, 1e-12 * max(abs(low), abs(high)))):
        return []
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1.0, 2.0, 2.5, 5.0, 10.0) if power * m >= raw * (1 - 1e-9))
    margin = step * 1e-6
    first = math.floor(low / step) + 1
    last = math.ceil(high / step) - 1
    return [k * step for k in range(first, last + 1) if low + margin < k * step < high - margin]


def contours(surface_: Surface, levels: list[float]) -> list[Float]:
    """Return for each level its polylines as plane points (m, 2), a row of nan between two lines."""
    if not levels or surface_.walled:  # a line beside a wall would follow the lattice, not the loss
        return [np.empty((0, 2)) for _ in levels]
    lines: list[Float] = []
    for chunks, *_ in surface_.generator.multi_lines(levels):
        points = chunks[0] if chunks else None
        lines.append(np.empty((0, 2)) if points is None else np.asarray(points, dtype=np.float64))
    return lines


def beyond_cut(surface_: Surface) -> list[Float]:
    """Return the outlines (m, 2) of where an infinite loss is above the cut."""
    if not surface_.infinite:
        return []
    polygons, codes = cast(tuple[list[Any], list[Any]], surface_.generator.filled(surface_.high, np.inf))
    outlines: list[Float] = []
    for points, kinds in zip(polygons, codes, strict=True):
        starts = np.nonzero(np.asarray(kinds) == 1)[0][1:]
        outlines.extend(np.split(np.asarray(points, dtype=np.float64), starts))
    return outlines
