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


def minimum(objective: Objective, domain: Domain) -> Float | None:
    """Return the coordinates of the least value on this domain, or None if that is not one point within it."""
    best = objective.minimizer()
    if not domain.distinct or (best is None and not objective.searchable):
        return None
    at = domain.place(best) if best is not None else None
    if best is not None and at is not None:
        if np.allclose(domain.rows(at), best, rtol=0.0, atol=1e-13):
            return at
        # For many losses it is just the proportions of the minimum of all.
        around = np.concatenate([domain.around(at, 1e-3), domain.around(at, 1e-6)])
        least = values_at(objective, domain, around).min()
        if values_at(objective, domain, at) <= least + 1e-12 * abs(least):
            return at if np.isfinite(least) else None
    return _search(objective, domain)


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
