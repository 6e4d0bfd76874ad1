"""One surface less another over the same domain."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.surfaces.raster import Surface
from core.validation import Float

_CUT_QUANTILE = 0.975
LEAST_REACH = 1e-9
"""The colours of a difference reach so far at least: what is less is rounding."""


def difference(first: Surface, second: Surface, units: tuple[float, float], *, rescaled: bool = False) -> Surface:
    """Return A/a - B/b over the domain and lattice that both surfaces have.

    Parameters
    ----------
    first, second
        A and B, of equal shape.
    units
        What each is divided by, a and b: one of the unit shown, in nats.
    rescaled
        Whether each is put from 0 at its lowest to 1 at its highest instead, or at its cut where it is infinite.

    Returns
    -------
    A surface to be coloured around 0. `infinite` and `bottomless` say whether A or B goes to infinity beyond the range.
    """
    one, one_wall = _heights(first, units[0], rescaled)
    other, other_wall = _heights(second, units[1], rescaled)
    values = one - other
    lattice = first.domain.lattice(first.steps)
    some_infinite = first.infinite or second.infinite
    finite = ~(one_wall | other_wall)
    known = values[(lattice.interior if some_infinite else lattice.inside) & finite]
    sizes = np.abs(known)
    if not sizes.size:
        reach = 1.0
    elif some_infinite:
        reach = float(np.quantile(sizes, _CUT_QUANTILE))
    else:
        reach = float(sizes.max())
    reach = max(reach, LEAST_REACH)
    values = np.where(one_wall, 2.0 * reach, np.where(other_wall, -2.0 * reach, values))
    inside = values[lattice.inside]
    return Surface(
        first.domain,
        values,
        -reach,
        reach,
        infinite=first.infinite and bool((inside > reach).any()),
        minimum=None,
        walled=False,
        bottomless=second.infinite and bool((inside < -reach).any()),
        diverging=True,
    )


def _heights(surface: Surface, unit: float, rescaled: bool) -> tuple[Float, npt.NDArray[np.bool_]]:
    """Return a surface's values in its unit or rescaled, and where a wall stands."""
    wall = (surface.values > surface.high) & surface.walled
    if rescaled:
        return (surface.values - surface.low) / (surface.high - surface.low), wall
    return surface.values / unit, wall
