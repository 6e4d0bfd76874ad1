"""An objective as a surface over a domain: its values on a lattice, and the range that is coloured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import contourpy
import numpy as np

from core.domains import Domain, Part, Triangle
from core.objectives import Objective
from core.surfaces.minima import minimum, values_at
from core.validation import Float

SMOOTH_STEPS, SHARP_STEPS, FEW_STEPS = 96, 240, 32
_CUT_QUANTILE = 0.975
"""An infinite loss is coloured up to where this share of the domain lies below."""


@dataclass(frozen=True, eq=False)
class Surface:
    """An objective over a domain.

    Attributes
    ----------
    domain
        What the points stand for.
    values
        Shape (n + 1, n + 1), in nats or unitless, at the points of `domain.lattice(n)`; those outside the domain mean
        nothing. All finite: an infinite edge is sampled a thousandth of a step inside it, and what a held class makes
        infinite everywhere is left out.
    low, high
        The range to colour. `high` is the largest value, or where the objective is infinite the cut.
    infinite
        Whether the objective is infinite somewhere on the domain, so that `high` is a cut.
    minimum
        Coordinates of the least value on the domain, or None where that is not one point.
    walled
        Whether it is infinite not only on edges, as reverse KL is wherever a true 0 gets any probability.
    bottomless
        Of a difference: whether it is -inf somewhere, so that `low` is a cut too.
    diverging
        Whether the values are a difference, to be coloured apart from 0 both ways; `low` is then -`high`.
    """

    domain: Domain
    values: Float
    low: float
    high: float
    infinite: bool
    minimum: Float | None
    walled: bool = False
    bottomless: bool = False
    diverging: bool = False

    @property
    def steps(self) -> int:
        """The number of lattice steps n along a side."""
        return self.values.shape[0] - 1

    @cached_property
    def generator(self) -> contourpy.ContourGenerator:
        """What draws lines and outlines of this surface, in the plane.

        The lattice is masked outside the domain and a triangle's corner cells are contoured as triangles, so lines end
        exactly on the edges.
        """
        lattice = self.domain.lattice(self.steps)
        # `contourpy.contour_generator` would import numpy's masked arrays for this, which nothing else needs.
        return contourpy.SerialContourGenerator(
            lattice.x,
            lattice.y,
            self.values,
            ~lattice.inside,
            corner_mask=True,
            line_type=contourpy.LineType.ChunkCombinedNan,
            fill_type=contourpy.FillType.OuterCode,
            quad_as_tri=False,
            z_interp=contourpy.ZInterp.Linear,
        )


def surface(objective: Objective, domain: Domain, steps: int | None = None) -> Surface:
    """Return `objective` over `domain`, on a lattice of `steps` along a side.

    By default as fine as the picture needs: what is smooth is interpolated between the points, what has steps is not;
    what is slow and no sum over classes is looked at in fewer points.
    Of a `Part` the minimum is the whole's, in the coordinates of the part, which may lie outside it.
    """
    if steps is None:
        steps = steps_of(domain, objective)
    values, infinite = lattice_values(objective, domain, steps)
    lattice = domain.lattice(steps)
    inside = values[lattice.inside]
    least = _minimum(objective, domain, values)
    if np.isinf(inside).any():
        return _walled(domain, values, steps, least)
    low = float(inside.min())
    if infinite:
        interior = values[lattice.interior]
        rank = int(_CUT_QUANTILE * (interior.size - 1))
        high = float(np.partition(interior, rank)[rank])
    else:
        high = float(inside.max())
    if high <= low:
        high = low + max(1e-9, 1e-9 * abs(low))
    return Surface(domain, values, low, high, infinite, least)


def steps_of(domain: Domain, *objectives: Objective) -> int:
    """Return how many steps along a side a picture needs of objectives that are looked at together."""
    wanted = [_steps_of(domain, each) for each in objectives]
    return FEW_STEPS if FEW_STEPS in wanted else max(wanted)


def _steps_of(domain: Domain, objective: Objective) -> int:
    if objective.is_slow and not (objective.separable and isinstance(domain, Triangle)):
        return FEW_STEPS
    return SMOOTH_STEPS if objective.smooth else SHARP_STEPS


def lattice_values(objective: Objective, domain: Domain, steps: int) -> tuple[Float, bool]:
    """Return values at a domain's lattice points, and whether any is infinite; one on an edge is sampled inside it."""
    if objective.separable and isinstance(domain, Triangle):
        return _separable(objective, domain, steps)
    return _dense(objective, domain, steps)


def _minimum(objective: Objective, domain: Domain, values: Float) -> Float | None:
    """Return where it is least, of a part the whole's in the part's coordinates; if slow, near the lowest of values."""
    whole = domain.whole if isinstance(domain, Part) else domain
    near = None
    if objective.is_slow:
        if whole is not domain:
            values, _ = lattice_values(objective, whole, FEW_STEPS)
        lattice = whole.lattice(len(values) - 1)
        lowest = np.where(lattice.inside, values, np.inf).argmin()
        near = lattice.at.reshape(-1, lattice.at.shape[-1])[lowest], 2.0 / (len(values) - 1)
    least = minimum(objective, whole, near)
    return (least - domain.low) / domain.side if isinstance(domain, Part) and least is not None else least


def _walled(domain: Domain, values: Float, n: int, least: Float | None) -> Surface:
    """Return a surface that is infinite inside: there it stands above the cut, which is above all that is finite."""
    finite = values[domain.lattice(n).inside & np.isfinite(values)]
    low, top = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    high = top + max(1.0, abs(top))
    values = np.where(np.isfinite(values), values, 2.0 * high - top)
    return Surface(domain, values, low, high, True, least, walled=True)


def _separable(objective: Objective, triangle: Triangle, n: int) -> tuple[Float, bool]:
    """Sum three tables of n + 1 entries by broadcasting; the left corner's is indexed by n - i - j."""
    members = [triangle.members(corner) for corner in range(3)]
    moves = np.zeros(triangle.rest.size, dtype=bool)
    moves[[k for own in members for k in own]] = True
    shares = np.arange(n + 2) / n
    shares[n + 1] = 1e-3 / n  # where an edge that is infinite is sampled instead
    # The class axis last for the loss, and outermost in memory: long loops for numpy instead of many short ones.
    rows = (triangle.rest[:, None] + shares * triangle.frame.sum(axis=0)[:, None]).T
    terms = objective.terms(rows)
    terms, beside = terms[: n + 1], terms[n + 1]
    unbounded = np.isinf(terms)
    if (unbounded[1:] & moves).any():  # not only on an edge, as reverse KL where the truth has a 0
        return _dense(objective, triangle, n)
    infinite = bool((unbounded[0] & moves).any())
    terms[0] = np.where(unbounded[0], beside, terms[0])
    left, right, top = (sum((terms[:, k] for k in own[1:]), terms[:, own[0]]) for own in members)
    constant = terms[n, ~moves & np.isfinite(terms[n])].sum()
    reversed_left = np.empty(2 * n + 1)
    reversed_left[: n + 1] = left[::-1]
    reversed_left[n + 1 :] = left[0]
    step = reversed_left.itemsize
    hankel = np.lib.stride_tricks.as_strided(reversed_left, (n + 1, n + 1), (step, step), writeable=False)
    values = hankel.copy()  # a copy and a sum in place take less than a sum of arrays that are broadcast
    values += right + constant
    values += top[:, None]
    return values, infinite


def _dense(objective: Objective, domain: Domain, n: int) -> tuple[Float, bool]:
    """Evaluate the objective at every lattice point, where it is not a sum over classes or the domain no triangle."""
    lattice = domain.lattice(n)
    values = values_at(objective, domain, lattice.at)
    infinite = bool(np.isinf(values[lattice.inside]).any())
    if infinite and not np.isinf(values[lattice.interior]).any():  # on edges only
        values = np.where(np.isfinite(values), values, values[lattice.inside & np.isfinite(values)].max())
    return values, infinite
