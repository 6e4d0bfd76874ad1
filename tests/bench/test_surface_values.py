"""The values of a surface alone against a copy of the same bytes, for every loss that is a sum over classes.

Run with `make bench`. What is called is what the window calls: the tables of each class, their sum on the lattice, and
the edges that are infinite.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from core import losses
from core.domains import Slice
from core.objectives import OfPrediction
from core.surfaces.raster import lattice_values
from tests.bench.timing import Way, medians

GOAL = 5.0
SOFT, LABEL = np.array([0.2, 0.1, 0.7]), np.array([0.0, 0.0, 1.0])


def _values(objective: OfPrediction, triangle: Slice, steps: int, _tick: int) -> None:
    lattice_values(objective, triangle, steps)


@pytest.mark.parametrize("side", [256, 512, 1024])
def test_values_against_a_copy(side: int) -> None:
    values = np.random.default_rng(0).random((side, side))
    copied = np.empty_like(values)
    ways: dict[str, Way] = {"copy": lambda _tick: np.copyto(copied, values)}
    for name in losses.names():
        loss = losses.create(name)
        if loss.separable:
            row = LABEL if loss.needs_labels else SOFT
            objective, triangle = OfPrediction(loss, row), Slice((0, 1, 2), row)
            ways[name] = partial(_values, objective, triangle, side - 1)
    found = medians(ways, ticks=200 if side < 1024 else 40)
    copy = found.pop("copy")
    print(f"\n{side}²: a copy {copy * 1e6:.0f} µs (goal {GOAL:g})")
    for name, seconds in found.items():
        print(f"    {name}: {seconds / copy:.1f}")
    assert max(found.values()) <= 40 * copy
