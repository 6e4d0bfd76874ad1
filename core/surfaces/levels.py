"""Round levels of a surface, its contours, and the outlines of what lies above a level or beyond its cut."""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np

from core.surfaces.raster import Surface
from core.validation import Float


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


def above(surface_: Surface, level: float) -> list[Float]:
    """Return the outlines (m, 2) of where the value is above a level, as plane points; a hole's runs the other way."""
    return _outlines(surface_, level, np.inf)


def plateaus(surface_: Surface, most: int = 16) -> list[float]:
    """Return all finite values of a surface that has no more than so many, rising; of any other none."""
    values = surface_.values[surface_.domain.lattice(surface_.steps).inside]
    values = values[values < surface_.high] if surface_.walled else values
    found = np.unique(values)
    return found.tolist() if found.size <= most else []


def beyond_cut(surface_: Surface) -> list[Float]:
    """Return the outlines (m, 2) of where an infinite value is above the cut, or below the lower one."""
    outlines: list[Float] = []
    if surface_.infinite:
        outlines += above(surface_, surface_.high)
    if surface_.bottomless:
        outlines += _outlines(surface_, -np.inf, surface_.low)
    return outlines


def _outlines(surface_: Surface, low: float, high: float) -> list[Float]:
    """Return the outlines of where the value is between two."""
    polygons, codes = cast(tuple[list[Any], list[Any]], surface_.generator.filled(low, high))
    outlines: list[Float] = []
    for points, kinds in zip(polygons, codes, strict=True):
        starts = np.nonzero(np.asarray(kinds) == 1)[0][1:]
        outlines.extend(np.split(np.asarray(points, dtype=np.float64), starts))
    return outlines
