"""Fields of a loss: their vectors against hand-worked ones and differences, and the streamlines through them."""

from __future__ import annotations

import numpy as np
import pytest

from core import fields, losses, simplex
from core.domains import LogitPlane
from core.losses import Loss
from tests import strategies

SOFT = [loss for loss in strategies.all_losses() if not loss.needs_labels and loss.differentiable]
every_loss = pytest.mark.parametrize("loss", SOFT, ids=lambda loss: loss.name)
P = np.array([0.2, 0.3, 0.5])
SEEDS = fields.seeds(9)


def test_cross_entropy_by_logits_is_p_minus_q():
    down = fields.descent_by_logits(losses.create("cross_entropy"), P, SEEDS)
    assert down == pytest.approx(P - SEEDS, abs=1e-15)
    corner = fields.descent_by_logits(losses.create("cross_entropy"), P, [1.0, 0.0, 0.0])
    assert corner == pytest.approx(P - [1, 0, 0], abs=1e-15), "at a corner too"


def test_cross_entropy_by_probabilities_is_known():
    down = fields.descent_by_probabilities(losses.create("cross_entropy"), [0, 0, 1], [0.25, 0.25, 0.5])
    assert down == pytest.approx([-2 / 3, -2 / 3, 4 / 3])


@every_loss
def test_both_are_the_slopes_of_the_loss(loss: Loss):
    """Moved a little along any way within the simplex, the loss changes by what the vectors say."""
    rng = np.random.default_rng(3)
    for q in SEEDS[::5] + np.array([1e-4, -1e-4, 0.0]):
        if np.abs(q - P).min() < 5e-3:
            continue  # a corner of |q - p|
        way = rng.normal(size=3)
        way -= way.mean()
        step = 1e-6
        change = (loss.value(P, q + step * way) - loss.value(P, q - step * way)) / (2 * step)
        assert -fields.descent_by_probabilities(loss, P, q) @ way == pytest.approx(change, rel=1e-5, abs=1e-7)
        z = np.log(q)
        change = (loss.value_from_logits(P, z + step * way) - loss.value_from_logits(P, z - step * way)) / (2 * step)
        assert -fields.descent_by_logits(loss, P, q) @ way == pytest.approx(change, rel=1e-5, abs=1e-7)


def test_a_vector_on_the_triangle_points_where_it_leads():
    """Adding p - q to q leads to p, and so does the vector on the plane."""
    q = np.array([0.6, 0.3, 0.1])
    assert simplex.to_plane(q) + fields.on_triangle(P - q) == pytest.approx(simplex.to_plane(P), abs=1e-15)


@pytest.mark.parametrize("n", [1, 4, 17])
def test_seeds_are_spread_over_the_triangle(n: int):
    made = fields.seeds(n)
    assert made.shape == (n * (n + 1) // 2, 3)
    assert made.sum(axis=1) == pytest.approx(1.0)
    assert made.min() == pytest.approx(1 / (3 * n))


def inside(at: np.ndarray) -> np.ndarray:
    return (simplex.from_plane(at) > 0).all(axis=-1)


def field_of(loss: Loss) -> fields.Field:
    return lambda at: fields.on_triangle(fields.descent_by_probabilities(loss, P, simplex.from_plane(at)))


@every_loss
def test_strokes_lead_down(loss: Loss):
    made = fields.strokes(field_of(loss), simplex.to_plane(SEEDS), 0.06, inside)
    shares = simplex.from_plane(made.lines)
    assert (shares >= -1e-12).all()
    value = loss.value(P, np.maximum(shares, 0.0))
    moving = np.linalg.norm(made.lines[:, -1] - made.lines[:, 0], axis=1) > 1e-3
    far = np.abs(shares[:, 2] - P).min(axis=1) > 0.03  # not across the kinks of |q - p|
    assert moving.any()
    assert (value[:, -1] < value[:, 0])[moving & far].all()


def test_strokes_are_legible_where_the_gradient_explodes():
    """Toward an edge the slope of cross-entropy grows without end, the strokes do not."""
    made = fields.strokes(field_of(losses.create("cross_entropy")), simplex.to_plane(fields.seeds(40)), 0.025, inside)
    length = np.linalg.norm(np.diff(made.lines, axis=1), axis=2).sum(axis=1)
    assert made.strength.max() > 20 * np.median(made.strength)
    assert length.max() <= 0.025 + 1e-12
    assert np.quantile(length, 0.2) > 0.2 * length.max()
    middle = made.strength.argsort()[len(length) // 2]
    assert length[middle] == pytest.approx(0.0125, rel=0.05)


def test_where_there_is_no_slope_there_is_no_stroke():
    made = fields.strokes(np.zeros_like, simplex.to_plane(SEEDS), 0.1, inside)
    assert (made.lines == made.lines[:, :1]).all()
    assert (made.strength == 0).all()
    none = fields.strokes(lambda at: np.full_like(at, np.inf), simplex.to_plane(SEEDS), 0.1, inside)
    assert none.lines.shape == (0, 5, 2)


def test_a_stroke_follows_the_bend_of_the_field():
    """Around a centre the streamlines are circles."""

    def turning(at: np.ndarray) -> np.ndarray:
        return np.stack([-at[:, 1], at[:, 0]], axis=-1)

    start = np.array([[1.0, 0.0]])
    made = fields.strokes(turning, start, 1.0, lambda at: np.full(len(at), True))
    assert np.linalg.norm(made.lines[0], axis=1) == pytest.approx(1.0, abs=2e-3)
    assert made.lines[0, 0, 1] < 0 < made.lines[0, -1, 1]
    assert made.lines[0, 2] == pytest.approx([1.0, 0.0])


def test_on_the_logit_plane_cross_entropy_leads_along_p_minus_q():
    plane = LogitPlane.through((2, 0), np.array([0.25, 0.35, 0.4]))
    at = np.array([[0.0, 0.0], [3.0, -1.0], [-7.0, 7.0]])
    z = plane.lift(at)
    q = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    down = fields.on_logit_plane(losses.create("cross_entropy"), P, plane)(at)
    assert down == pytest.approx((P - q)[:, [2, 0]], abs=1e-14)


@every_loss
def test_strokes_on_the_logit_plane_lead_down(loss: Loss):
    plane = LogitPlane.through((0, 1), np.array([0.25, 0.35, 0.4]))
    middles = np.stack(np.meshgrid(np.linspace(-6, 6, 9), np.linspace(-6, 6, 9)), axis=-1).reshape(-1, 2) + 0.1
    made = fields.strokes(fields.on_logit_plane(loss, P, plane), middles, 0.6, lambda at: np.abs(at).max(axis=-1) < 8)
    value = loss.value_from_logits(P, plane.lift(made.lines))
    moving = np.linalg.norm(made.lines[:, -1] - made.lines[:, 0], axis=1) > 0.05
    assert moving.sum() > 10
    assert (value[:, -1] < value[:, 0])[moving].mean() > 0.95, "but across a kink of |q - p|"


def test_where_a_slope_is_infinite_both_ways_there_is_no_direction():
    # As of reverse KL wherever a true 0 gets any probability; numpy's warnings are errors here.
    ways = fields.on_triangle(np.array([[np.inf, np.inf, -np.inf], [1.0, -1.0, 0.0]]))
    assert np.isnan(ways[0]).any()
    assert ways[1] == pytest.approx([-1.0, 0.0])
