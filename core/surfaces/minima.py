"""Where on a domain an objective is least."""

from __future__ import annotations

import numpy as np

from core.domains import Domain
from core.objectives import Objective
from core.validation import Float


def values_at(objective: Objective, domain: Domain, at: Float) -> Float:
    """Return the values (...) at coordinates (..., d)."""
    rows = domain.lift(at)
    return objective.value_from_logits(rows) if domain.of_logits else objective.value(rows)


def minimum(objective: Objective, domain: Domain, near: tuple[Float, float] | None = None) -> Float | None:
    """Return the coordinates of the least value on this domain, or None if that is not one point within it.

    With `near`, a point and a reach as of `Domain.around`, it is looked for only there, to about a thousandth.
    """
    best = objective.minimizer()
    if not domain.distinct or (best is None and not objective.searchable):
        return None
    at = domain.place(best) if best is not None else None
    if best is not None and at is not None:
        if np.abs(domain.rows(at) - best).max() <= 1e-13:
            return at
        # For many losses it is just the proportions of the minimum of all.
        around = np.concatenate([domain.around(at, 1e-3), domain.around(at, 1e-6)])
        least = values_at(objective, domain, around).min()
        if values_at(objective, domain, at) <= least + 1e-12 * abs(least):
            return at if np.isfinite(least) else None
    return _search(objective, domain) if near is None else _fitted(objective, domain, *near)


def _search(objective: Objective, domain: Domain) -> Float | None:
    """Return the minimum by ever finer lattices around the best point; None on a plain, or if it is farther out."""
    best, reach = domain.centre, 1.0
    while reach > 1e-8:
        points = domain.around(best, reach)
        values = values_at(objective, domain, points)
        if reach == 1.0 and values.max() <= values.min() + 1e-12 * abs(values.min()):
            return None
        best, reach = points[values.argmin()], 0.6 * reach
    return None if domain.of_logits and domain.on_outline(best) else best


def _fitted(objective: Objective, domain: Domain, best: Float, reach: float) -> Float | None:
    """Return the lowest point near a point, by paraboloids through values around it; None as of `_search`."""
    for nearer in (reach, reach / 8.0):
        points = domain.around(best, nearer)
        values = values_at(objective, domain, points)
        best = points[values.argmin()]
        x, y = domain.to_plane(points - best).T
        terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
        _, b, c, d, e, f = np.linalg.lstsq(terms, values, rcond=None)[0]
        step = np.linalg.lstsq(np.array([[2 * d, e], [e, 2 * f]]), -np.array([b, c]), rcond=1e-9)[0]
        there = domain.nearest(best + domain.from_plane(step) - domain.from_plane(np.zeros(2)))
        best = there if values_at(objective, domain, there) < values.min() else best
    return None if domain.of_logits and domain.on_outline(best) else best
