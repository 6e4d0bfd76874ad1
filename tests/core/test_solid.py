"""Surfaces as solids: the mesh's values and its cut, lines on it, and what a camera sees."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core import losses, simplex, solid, surfaces
from core.domains import LogitPlane, Slice
from core.objectives import OfDifference, OfPrediction
from core.solid import Camera

ONE_HOT = np.array([0.0, 0.0, 1.0])


def made(name: str, p: np.ndarray = ONE_HOT, steps: int = 32) -> tuple[solid.Mesh, surfaces.Surface]:
    objective = OfPrediction(losses.create(name), p)
    plane = Slice((0, 1, 2), np.full(3, 1.0 / 3.0))
    surface = surfaces.surface(objective, plane)
    return solid.mesh(objective, plane, surface, steps), surface


def areas(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    one, other = b - a, c - a
    return (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2


@pytest.mark.parametrize("steps", [1, 2, 32])
def test_the_lattice_fills_the_triangle_without_overlap(steps: int):
    at, triangles = solid.lattice(steps)
    assert len(at) == (steps + 1) * (steps + 2) // 2
    assert len(triangles) == steps**2
    np.testing.assert_allclose(at.sum(axis=1), 1.0, atol=1e-15)
    found = areas(simplex.to_plane(at), triangles)
    assert (found > 0).all()  # all the same way round, so none is folded over another
    assert found.sum() == pytest.approx(simplex.HEIGHT / 2)


def test_the_lattice_is_closer_together_at_the_edges():
    at, _ = solid.lattice(32)
    edge = np.sort(at[at[:, 2] == 0][:, 1])
    assert edge[1] - edge[0] < 0.1 * (edge[17] - edge[16])


def test_values_are_those_of_the_loss():
    mesh, surface = made("mse")
    np.testing.assert_allclose(mesh.values, ((mesh.at - ONE_HOT) ** 2).sum(axis=1), rtol=1e-14, atol=1e-15)
    assert not mesh.capped.any()
    assert mesh.values.max() == surface.high == 2.0


@pytest.mark.parametrize("name", [name for name in losses.names() if losses.create(name).accepts(ONE_HOT)])
def test_an_infinite_loss_is_cut_in_a_plane_and_nothing_is_lost(name: str):
    mesh, surface = made(name)
    assert np.isfinite(mesh.values).all()
    assert mesh.values.max() <= surface.high
    assert mesh.capped.any() == surface.infinite
    assert (mesh.values[mesh.triangles[mesh.capped]] == surface.high).all()
    assert areas(simplex.to_plane(mesh.at), mesh.triangles).sum() == pytest.approx(simplex.HEIGHT / 2)


def test_cross_entropy_is_cut_where_its_value_is_that_of_the_cut():
    mesh, surface = made("cross_entropy", steps=64)
    cut = np.flatnonzero(mesh.values == surface.high)
    reached = mesh.at[cut][:, 2].max()
    assert reached == pytest.approx(math.exp(-surface.high), rel=0.15)
    assert areas(simplex.to_plane(mesh.at), mesh.triangles[mesh.capped]).sum() > 0


def test_lines_lie_where_the_loss_has_their_level():
    mesh, _ = made("mse")
    owners, level_of, ends, values = mesh.lines([0.5, 1.0])
    assert set(level_of.tolist()) == {0, 1}
    np.testing.assert_array_equal(values, np.array([0.5, 1.0])[level_of])
    there = ((ends - ONE_HOT) ** 2).sum(axis=-1)
    np.testing.assert_allclose(there, np.repeat(values[:, None], 2, axis=1), atol=5e-3)
    corners = mesh.at[mesh.triangles[owners]]
    assert (ends >= corners.min(axis=1, keepdims=True) - 1e-12).all()
    assert (ends <= corners.max(axis=1, keepdims=True) + 1e-12).all()
    assert mesh.lines([])[2].shape == (0, 2, 3)


def test_the_tetrahedron_is_regular():
    ways = solid.TETRAHEDRON[:, None] - solid.TETRAHEDRON[None]
    np.testing.assert_allclose(np.linalg.norm(ways, axis=-1), 1.0 - np.eye(4), atol=1e-15)


def test_a_camera_turns_without_stretching():
    turn = Camera(123.0, 31.0).turn
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-15)


def test_straight_down_the_triangle_is_seen_as_on_paper():
    camera = Camera(0.0, 90.0)
    seen = camera.seen(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.5, simplex.HEIGHT, 0.0], [0.0, 0.0, 1.0]]))
    np.testing.assert_allclose(seen[:, :2], [[0, 0], [1, 0], [0.5, simplex.HEIGHT], [0, 0]], atol=1e-15)
    assert seen[3, 2] < seen[0, 2]  # what is higher is nearer


def test_a_move_of_the_hand_is_seen_as_it_was_made():
    ways = np.array([[1.0, 0.0, 0.0], [0.5, simplex.HEIGHT, 0.0]])
    for camera in (Camera(), Camera(200.0, 60.0), Camera(77.0, 10.0)):
        move = camera.unproject(np.array([0.03, -0.02]), ways)
        np.testing.assert_allclose(camera.seen(move @ ways)[:2], [0.03, -0.02], atol=1e-12)


def test_a_camera_stays_above_the_floor_and_in_reach():
    camera = Camera().orbited(-400.0, -90.0).zoomed(1e9)
    assert 0.0 <= camera.azimuth < 360.0
    assert (camera.elevation, camera.zoom) == (5.0, 4.0)
    assert Camera().orbited(0.0, 500.0).elevation == 90.0
    assert Camera.read(camera.words) == camera


@pytest.mark.parametrize("text", ["", "1 2", "a b c", "nan 1 1", "1 2 3 4"])
def test_a_camera_that_cannot_be_read_is_the_usual_one(text: str):
    assert Camera.read(text) == Camera()


def test_the_farthest_triangle_is_drawn_first():
    away = np.array([0.0, 1.0, 2.0, 5.0])
    assert solid.far_first(away, np.array([[0, 1, 2], [1, 2, 3]])).tolist() == [1, 0]


def test_a_plane_of_logits_is_a_square_cut_into_triangles():
    plane = LogitPlane((0, 2), np.zeros(3), 8.0, (1.0, -2.0))
    objective = OfPrediction(losses.create("cross_entropy"), ONE_HOT)
    mesh = solid.mesh(objective, plane, surfaces.surface(objective, plane), 16)
    assert areas(mesh.at, mesh.triangles).sum() == pytest.approx(16.0**2)
    assert (areas(mesh.at, mesh.triangles) > 0).all()
    np.testing.assert_allclose(mesh.values, objective.value_from_logits(plane.lift(mesh.at)))
    sides = solid.on_sides(plane, mesh.at)
    assert sides.sum(axis=0).tolist() == [17, 17, 17, 17]
    assert (sides.sum(axis=1) == 2).sum() == 4, "a corner lies on two sides"


def test_a_difference_is_cut_at_both_ends():
    plane = Slice((0, 1, 2), np.full(3, 1.0 / 3.0))
    one, other = (OfPrediction(losses.create("cross_entropy"), p) for p in (ONE_HOT, ONE_HOT[::-1]))
    units = (1.0, 1.0)
    surface = surfaces.difference(surfaces.surface(one, plane), surfaces.surface(other, plane), units)
    mesh = solid.mesh(OfDifference(one, other, units), plane, surface, 32)
    assert np.isfinite(mesh.values).all()
    assert (mesh.values.min(), mesh.values.max()) == (surface.low, surface.high)
    assert mesh.capped.any()
    assert mesh.sunken.any()
    assert not (mesh.capped & mesh.sunken).any()
    assert (mesh.values[mesh.triangles[mesh.sunken]] == surface.low).all()
    assert areas(simplex.to_plane(mesh.at), mesh.triangles).sum() == pytest.approx(simplex.HEIGHT / 2)
    low = mesh.values < surface.high / 2
    near = low & (mesh.at.min(axis=1) > 0.05)
    np.testing.assert_allclose(mesh.values[near], np.log(mesh.at[near, 0] / mesh.at[near, 2]), atol=1e-9)


def test_a_mesh_is_parted_along_a_line():
    mesh, _ = made("mse")
    parts, above = solid.parted(mesh, mesh.at[:, 0], 0.3)
    found = areas(simplex.to_plane(parts.at), parts.triangles)
    assert found[above].sum() == pytest.approx(0.7**2 * simplex.HEIGHT / 2)
    assert found[~above].sum() == pytest.approx((1 - 0.7**2) * simplex.HEIGHT / 2)
    shares = parts.at[parts.triangles][..., 0]
    assert (shares[above] >= 0.3 - 1e-12).all()
    assert (shares[~above] <= 0.3 + 1e-12).all()
