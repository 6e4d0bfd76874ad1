"""The simplex of four classes as a body: its corners and faces in space, and surfaces of equal value within it."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import numpy as np

from core.domains import Slice
from core.objectives import Objective
from core.solid import TETRAHEDRON, Ints
from core.validation import Float

_STEPS = 24
"""So fine is the lattice that surfaces of equal value are looked for in."""
_HALVINGS = 6
"""A crossing is found on its edge of the lattice to a 64th."""


def places(rows: Float) -> Float:
    """Return where distributions (..., 4) stand in space, (..., 3).

    >>> places(np.array([1.0, 0.0, 0.0, 0.0])).tolist()
    [0.0, 0.0, 0.0]
    """
    return rows @ TETRAHEDRON


def face(left_out: int) -> Slice:
    """Return the face on which one class has no probability."""
    left, right, top = (k for k in range(4) if k != left_out)
    return Slice((left, right, top), np.zeros(4))


@cache
def lattice(steps: int) -> tuple[Float, Ints]:
    """Return evenly spaced distributions of four classes (m, 4), and the small tetrahedra (t, 4) between them.

    With n ≥ x ≥ y ≥ z ≥ 0 and q = (n - x, x - y, y - z, z)/n the simplex is a sixth of a cube, cut along the diagonals
    of its little cubes (Kuhn, 1960).
    """
    x, y, z = np.mgrid[0 : steps + 1, 0 : steps + 1, 0 : steps + 1]
    inside = (x >= y) & (y >= z)
    number = np.full(inside.shape, -1, np.intp)
    number[inside] = np.arange(int(inside.sum()))
    x, y, z = x[inside], y[inside], z[inside]
    rows = np.stack([steps - x, x - y, y - z, z], axis=-1) / steps
    base = np.stack([x, y, z], axis=-1)[x < steps]
    found: list[Ints] = []
    for order in permutations(range(3)):
        walk = np.repeat(base[:, None], 4, axis=1)
        for step, axis in enumerate(order, start=1):
            walk[:, step:, axis] += 1
        ordered = (walk[..., 0] >= walk[..., 1]) & (walk[..., 1] >= walk[..., 2]) & (walk[..., 0] <= steps)
        walk = walk[ordered.all(axis=1)]
        found.append(number[walk[..., 0], walk[..., 1], walk[..., 2]])
    return rows, np.concatenate(found)


def spread(objective: Objective) -> tuple[Float, Float]:
    """Return an objective's values (m,) over the whole body, and those within it, off its faces."""
    rows, _ = lattice(_STEPS)
    values = objective.value(rows)
    return values, values[rows.min(axis=1) > 0]


def isosurface(objective: Objective, level: float) -> Float:
    """Return the surface on which an objective of four classes has a value, as triangles of distributions (s, 3, 4)."""
    rows, cells = lattice(_STEPS)
    values = objective.value(rows)
    above = values[cells] > level
    count = above.sum(axis=1)
    corners: list[Float] = [np.empty((0, 3, 4))]
    for odd_above in (True, False):  # one corner on its own side: a triangle
        chosen = cells[count == (1 if odd_above else 3)]
        odd = np.argmax((values[chosen] > level) == odd_above, axis=1)
        own, *others = (np.take_along_axis(chosen, (odd[:, None] + k) % 4, axis=1)[:, 0] for k in range(4))
        ends = [_crossing(objective, level, rows, *((each, own) if odd_above else (own, each))) for each in others]
        corners.append(np.stack(ends, axis=1))
    chosen = cells[count == 2]  # two and two: a four-sided piece, as two triangles
    order = np.argsort(values[chosen] > level, axis=1, kind="stable")
    a, b, c, d = np.take_along_axis(chosen, order, axis=1).T
    ac, ad, bc, bd = (_crossing(objective, level, rows, low, high) for low, high in ((a, c), (a, d), (b, c), (b, d)))
    corners += [np.stack([ac, ad, bd], axis=1), np.stack([ac, bd, bc], axis=1)]
    return np.concatenate(corners)


def _crossing(objective: Objective, level: float, rows: Float, low: Ints, high: Ints) -> Float:
    """Return where the value rises above `level` on the way from some distributions to others, (s, 4)."""
    under, over = rows[low], rows[high]
    for _ in range(_HALVINGS):
        middle = (under + over) / 2.0
        beyond = (objective.value(middle) > level)[:, None]
        under, over = np.where(beyond, under, middle), np.where(beyond, middle, over)
    return (under + over) / 2.0
