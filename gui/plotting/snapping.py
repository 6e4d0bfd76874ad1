"""Places of the triangle that draw a handle to them: corners, the uniform distribution, edges."""

from __future__ import annotations

import numpy as np

from core import simplex
from core.validation import Float

UNIFORM: Float = simplex.nearest(np.full(3, 1.0 / 3.0))
CORNERS: Float = np.eye(3)


def snapped(at: Float, reach: float) -> Float:
    """Return the corner, the uniform point or the point of an edge that is within `reach` of a point, else the point.

    `at` is a point (3,) of the triangle, `reach` in sides of the triangle. What is reached is reached exactly. Corners
    come before the uniform point, that before edges.
    """
    for place in (*CORNERS, UNIFORM):
        if float(np.linalg.norm(simplex.to_plane(at - place))) <= reach:
            return place.copy()
    near = at * simplex.HEIGHT <= reach
    if not near.any():
        return at
    return simplex.nearest(np.where(near, 0.0, at) + np.where(near, 0.0, at[near].sum() / (~near).sum()))
