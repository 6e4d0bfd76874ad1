"""The triangle: there and back, and the nearest point."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import simplex
from tests import strategies
from tests.strategies import Row

anywhere = st.integers(2, 6).flatmap(lambda k: st.lists(st.floats(-3.0, 3.0), min_size=k, max_size=k).map(np.array))


@given(strategies.distributions(3))
def test_the_plane_and_back(row: Row):
    assert simplex.from_plane(simplex.to_plane(row)) == pytest.approx(row, abs=1e-15)


def test_corners_lie_left_right_and_on_top():
    assert simplex.to_plane(np.eye(3)).tolist() == [[0.0, 0.0], [1.0, 0.0], [0.5, simplex.HEIGHT]]
    sides = simplex.CORNERS - np.roll(simplex.CORNERS, 1, axis=0)
    assert np.hypot(*sides.T) == pytest.approx([1.0, 1.0, 1.0])


@given(st.tuples(st.floats(-2, 2), st.floats(-2, 2)))
def test_points_outside_have_negative_shares(point: tuple[float, float]):
    shares = simplex.from_plane(np.array(point))
    assert shares.sum() == pytest.approx(1.0)
    assert simplex.to_plane(shares) == pytest.approx(np.array(point), abs=1e-14)


def by_brute_force(point: Row) -> Row:
    """Return the nearest of the nearest points on every face."""
    best = None
    for size in range(1, point.size + 1):
        for face in itertools.combinations(range(point.size), size):
            at = np.zeros(point.size)
            on = list(face)
            at[on] = point[on] + (1.0 - point[on].sum()) / size
            inside = (at >= 0).all()
            if inside and (best is None or ((at - point) ** 2).sum() < ((best - point) ** 2).sum()):
                best = at
    assert best is not None
    return best


@given(anywhere)
def test_nearest_is_the_nearest(point: Row):
    assert simplex.nearest(point) == pytest.approx(by_brute_force(point), abs=1e-12)


@given(anywhere)
def test_nearest_is_a_distribution_to_the_last_digit(point: Row):
    found = simplex.nearest(point)
    assert (found >= 0.0).all()
    assert found.sum() == 1.0


@given(strategies.class_counts.flatmap(strategies.distributions))
def test_a_distribution_is_its_own_nearest(row: Row):
    assert simplex.nearest(row) == pytest.approx(row, abs=1e-15)


@pytest.mark.parametrize("far", [1e17, -1e17, 1e300])
def test_nearest_to_a_point_far_away(far: float):
    assert simplex.nearest(np.array([far, 0.0, 0.0])).sum() == 1.0
