"""Descent paths: against plain loops in many digits, and what must hold for every loss."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from core import descent, losses
from core.errors import LossAtlasError
from core.losses import Loss

SMOOTH = [losses.create(name) for name in losses.names() if losses.create(name).differentiable]
CE, MSE = losses.create("cross_entropy"), losses.create("mse")


def by_hand(loss: str, p: list[float], z: list[float], rate: float, steps: int, momentum: float) -> list[list[float]]:
    """Return the logits of every step, from the gradients of the textbooks in 50 digits."""
    with mpmath.workdps(50):
        at = [mpmath.mpf(x) for x in z]
        velocity = [mpmath.mpf(0)] * len(z)
        rows = [at]
        for _ in range(steps):
            e = [mpmath.exp(x) for x in at]
            q = [x / sum(e) for x in e]
            if loss == "cross_entropy":
                pull = [a - b for a, b in zip(q, p, strict=True)]
            else:
                slope = [2 * (a - b) for a, b in zip(q, p, strict=True)]
                mean = sum(a * b for a, b in zip(q, slope, strict=True))
                pull = [a * (b - mean) for a, b in zip(q, slope, strict=True)]
            velocity = [mpmath.mpf(momentum) * v - mpmath.mpf(rate) * g for v, g in zip(velocity, pull, strict=True)]
            at = [a + v for a, v in zip(at, velocity, strict=True)]
            rows.append(at)
        return [[float(x) for x in row] for row in rows]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("name", ["cross_entropy", "mse"])
def test_a_path_is_that_of_plain_arithmetic(name: str, momentum: float):
    p, z = [0.0, 0.25, 0.75], [2.0, -1.0, 0.5]
    path = descent.descend(losses.create(name), p, z, rate=0.25, steps=40, momentum=momentum)
    assert_allclose(path.z, by_hand(name, p, z, 0.25, 40, momentum), rtol=1e-12, atol=1e-12)
    assert path.steps == 40
    assert_allclose(path.q.sum(axis=-1), 1.0, rtol=1e-15)
    assert_allclose(path.values, losses.create(name).value(p, path.q), rtol=1e-9)


def test_cross_entropy_wins_the_race_from_a_confident_mistake():
    start = np.log([0.98, 0.01, 0.01])
    ours, theirs = (descent.descend(loss, [0, 0, 1], start, rate=0.5, steps=200) for loss in (CE, MSE))
    first, second = ours.first_above(2, 0.9), theirs.first_above(2, 0.9)
    assert first is not None
    assert second is not None
    assert first < second
    for path, step in ((ours, first), (theirs, second)):
        assert path.q[step, 2] > 0.9
        assert (path.q[:step, 2] <= 0.9).all()
    assert descent.descend(MSE, [0, 0, 1], start, steps=5).first_above(2, 0.9) is None


@given(st.lists(st.floats(-4, 4), min_size=2, max_size=6), st.data())
@settings(max_examples=60, deadline=None)
def test_small_steps_go_down_and_keep_the_sum_of_the_logits(z: list[float], data: st.DataObject):
    label = data.draw(st.integers(0, len(z) - 1))
    path = descent.descend(CE, label, z, rate=0.3, steps=30)
    assert (np.diff(path.values) <= 1e-15).all()
    assert_allclose(path.z.sum(axis=-1), sum(z), rtol=0, atol=1e-12)  # a sum near 0 has no relative error to hold


@pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.name)
@pytest.mark.parametrize(
    ("p", "z"),
    [
        ([0.0, 0.0, 1.0], [0.0, -np.inf, 1.0]),
        ([1.0, 0.0, 0.0], [-np.inf, 0.0, 0.0]),
        ([0.0, 1.0, 0.0], [1e4, -1e4, 0.0]),
    ],
)
def test_every_loss_stays_on_its_face_and_never_becomes_nan(loss: Loss, p: list[float], z: list[float]):
    path = descent.descend(loss, p, z, rate=50.0, steps=20, momentum=0.9)
    assert not np.isnan(path.z).any()
    assert not np.isnan(path.values).any()
    assert (path.q[:, np.isinf(z)] == 0).all()


def test_an_infinite_slope_leaves_the_path_where_it_is():
    path = descent.descend(losses.create("reverse_kl"), [0.0, 0.0, 1.0], np.log([0.5, 0.25, 0.25]), steps=3)
    assert_allclose(path.q, np.tile([0.5, 0.25, 0.25], (4, 1)))
    assert np.isinf(path.values).all()


@pytest.mark.parametrize(
    ("name", "settings_", "code"),
    [
        ("classification_error", {}, "no_gradient"),
        ("mse", {"rate": 0.0}, "descent_setting"),
        ("mse", {"rate": np.inf}, "descent_setting"),
        ("mse", {"steps": -1}, "descent_setting"),
        ("mse", {"steps": descent.LONGEST + 1}, "descent_setting"),
        ("mse", {"momentum": 1.0}, "descent_setting"),
    ],
)
def test_what_cannot_be_descended_is_refused(name: str, settings_: dict[str, float], code: str):
    with pytest.raises(LossAtlasError) as refused:
        descent.descend(losses.create(name), 0, [0.0, 0.0], **settings_)
    assert refused.value.code == code


def test_a_confident_mistake_takes_the_likeliest_wrong_class():
    assert_allclose(descent.confidently_wrong([0, 0, 1], [0.1, 0.2, 0.7]), [0.01, 0.98, 0.01])
    assert_allclose(descent.confidently_wrong([1, 0], [0.9, 0.1]), [0.02, 0.98])
