"""The body of four classes: its lattice, its faces, and surfaces of equal value within it."""

from __future__ import annotations

import numpy as np
import pytest

from core import losses, tetrahedron
from core.objectives import OfPrediction
from core.solid import TETRAHEDRON

SOFT, LABEL, Q = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.4, 0.3, 0.2, 0.1])


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_the_lattice_fills_the_body_without_overlap(steps: int):
    rows, cells = tetrahedron.lattice(steps)
    assert len(rows) == (steps + 1) * (steps + 2) * (steps + 3) // 6
    assert len(cells) == steps**3
    np.testing.assert_allclose(rows.sum(axis=1), 1.0, atol=1e-15)
    corners = tetrahedron.places(rows)[cells]
    volumes = np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])) / 6
    np.testing.assert_allclose(volumes, volumes[0])  # all alike, and together the whole
    assert volumes.sum() == pytest.approx(1 / (6 * np.sqrt(2)))


def test_a_face_leaves_one_class_out():
    for left_out in range(4):
        corners = tetrahedron.face(left_out).lift(np.eye(3))
        np.testing.assert_array_equal(corners[:, left_out], 0.0)
        np.testing.assert_array_equal(tetrahedron.places(corners), np.delete(TETRAHEDRON, left_out, axis=0))


@pytest.mark.parametrize("name", ["cross_entropy", "mse", "jensen_shannon", "hellinger", "spherical"])
@pytest.mark.parametrize("p", [SOFT, LABEL], ids=["soft", "label"])
def test_an_isosurface_lies_where_the_loss_has_its_value(name: str, p: np.ndarray):
    objective = OfPrediction(losses.create(name), p)
    level = float(objective.value(Q))
    found = tetrahedron.isosurface(objective, level)
    assert len(found) > 100
    np.testing.assert_allclose(found.sum(axis=-1), 1.0, atol=1e-12)
    inner = found[(found.min(axis=-1) > 0.02).all(axis=-1)]
    np.testing.assert_allclose(objective.value(inner), level, atol=0.02)


def test_an_isosurface_around_the_least_value_is_closed():
    # Cross-entropy is infinite on every face, so what costs as much as a q within is a closed shell around the truth.
    found = tetrahedron.isosurface(OfPrediction(losses.create("cross_entropy"), SOFT), 1.5)
    ends = np.round(found, 9)
    edges: dict[tuple[bytes, bytes], int] = {}
    for triangle in ends:
        keys = [corner.tobytes() for corner in triangle]
        for one, other in ((0, 1), (1, 2), (2, 0)):
            if keys[one] != keys[other]:
                pair = (min(keys[one], keys[other]), max(keys[one], keys[other]))
                edges[pair] = edges.get(pair, 0) + 1
    assert set(edges.values()) == {2}


def test_what_is_reached_nowhere_has_no_surface():
    assert tetrahedron.isosurface(OfPrediction(losses.create("mse"), LABEL), 9.0).shape == (0, 3, 4)


def test_the_spread_is_of_the_whole_body_and_of_its_inside():
    values, within = tetrahedron.spread(OfPrediction(losses.create("cross_entropy"), SOFT))
    assert np.isposinf(values).any()
    assert np.isfinite(within).all()
    assert within.size < values.size
