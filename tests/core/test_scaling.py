"""Temperatures over all rows of a model, against scipy, scikit-learn's log loss and the search on one array."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize, special
from sklearn.metrics import log_loss

from core import calibration, scaling
from core.document import Document
from core.scaling import Rows
from tests.reference import temperatures

RNG = np.random.default_rng(12)


def rows_of(values, labels, scale: str = "logit", kept=None) -> Rows:
    labels = np.asarray(labels)
    model = Document.make(labels, [("m", np.asarray(values, dtype=np.float64), scale)]).models[0]
    kept = np.arange(labels.size) if kept is None else kept
    return Rows(model, kept, labels[kept])


def drawn(count: int, classes: int = 5, temperature: float = 0.6):
    """Return logits and labels: the same for a test whichever came before it."""
    rng = np.random.default_rng([count, classes])
    z = 2 * rng.normal(size=(count, classes))
    return z, (z * temperature + rng.gumbel(size=z.shape)).argmax(axis=1)


def plain_loss(z, y, temperature: float) -> float:
    """Return the mean of -log softmax(z/T) at the labels; scikit-learn's takes any q below 2e-16 for that."""
    return -special.log_softmax(z / temperature, axis=1)[np.arange(len(y)), y].mean()


@pytest.mark.parametrize("scale", ["logit", "probability"])
@pytest.mark.parametrize(("count", "classes"), [(1, 3), (2, 2), (300, 5), (9001, 5), (200, 100)])
def test_the_curve_is_the_log_loss_of_the_softmax(count: int, classes: int, scale: str):
    z, y = drawn(count, classes)
    rows = rows_of(z if scale == "logit" else special.softmax(z, axis=1), y, scale)
    found = scaling.scaling(rows, points=9)
    assert found is not None
    assert found.count == found.curve_count == count
    for k, temperature in enumerate(found.temperatures):
        q = special.softmax(z / temperature, axis=1)
        assert found.log_loss[k] == pytest.approx(plain_loss(z, y, temperature), rel=2e-6)
        confidence, right = q.max(axis=1), q.argmax(axis=1) == y
        # Single precision may put a forecast on the other side of a border.
        assert found.error[k] == pytest.approx(
            calibration.reliability(confidence, right).error(), abs=2e-6 + 1e-3 / count
        )


@pytest.mark.parametrize("scale", ["logit", "probability"])
def test_the_best_temperature_is_that_of_scipy(scale: str):
    z, y = drawn(5000)
    values = z if scale == "logit" else special.softmax(z, axis=1)
    found = scaling.best_temperature(rows_of(values, y, scale))
    least = optimize.minimize_scalar(
        lambda t: -special.log_softmax(z / t, axis=1)[np.arange(5000), y].mean(),
        bounds=(0.1, 10),
        method="bounded",
        options={"xatol": 1e-10},
    )
    assert found == pytest.approx(least.x, rel=1e-6)
    assert found == pytest.approx(temperatures.best_temperature(z, y), rel=1e-7)


def test_before_and_after_are_exact_and_of_all_rows():
    z, y = drawn(2000)
    found = scaling.scaling(rows_of(z, y), 1.7)
    assert found is not None
    for mark, temperature in ((found.now, 1.7), (found.best, found.best.temperature)):
        q = special.softmax(z / temperature, axis=1)
        assert mark.temperature == temperature
        assert mark.log_loss == pytest.approx(log_loss(y, q, labels=range(5)), rel=1e-12)
        expected = calibration.reliability(q.max(axis=1), q.argmax(axis=1) == y).error()
        assert mark.error == pytest.approx(expected, rel=1e-9)
    assert found.best.log_loss < found.now.log_loss


def test_many_rows_begin_where_some_of_them_lead():
    z, y = drawn(150_000, 3)
    rows = rows_of(z, y)
    best = temperatures.best_temperature(z, y)
    assert scaling.best_temperature(rows) == pytest.approx(best, rel=1e-7)
    found = scaling.scaling(rows, 0.8)
    assert found is not None
    assert (found.count, found.curve_count) == (150_000, 75_000)
    assert found.best.log_loss == pytest.approx(temperatures.log_loss_at(z, y, best), rel=1e-7)
    assert found.now.log_loss == pytest.approx(temperatures.log_loss_at(z, y, 0.8), rel=1e-12)
    every = scaling.curves(rows, found.temperatures)
    np.testing.assert_allclose(found.log_loss, every[0], atol=0.01 * np.ptp(every[0]))


def test_where_some_lead_nowhere_all_are_asked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scaling, "_START_ROWS", 10)
    z = np.tile([[2.0, 0.0]], (60, 1))
    y = np.zeros(60, np.int64)
    assert scaling.best_temperature(rows_of(z, y)) == 0.0
    y[1::2] = RNG.random(30) < 0.5  # the rows that are asked first are all right
    y[1] = 1
    assert scaling.best_temperature(rows_of(z, y)) == pytest.approx(temperatures.best_temperature(z, y), rel=1e-6)


def test_some_rows_are_the_same_gathered_or_not(monkeypatch: pytest.MonkeyPatch):
    z, y = drawn(3000)
    rows = rows_of(z, y)
    gathered = scaling.best_temperature(rows.some(500))
    monkeypatch.setattr(scaling, "_GATHERED", 10)
    assert scaling.best_temperature(rows.some(500)) == pytest.approx(gathered, rel=1e-9)
    assert gathered == pytest.approx(temperatures.best_temperature(z[::6], y[::6]), rel=1e-7)


def test_the_curve_of_very_many_rows_is_of_some(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scaling, "_CURVE_ROWS", (1000, 1000))
    z, y = drawn(5000)
    found = scaling.scaling(rows_of(z, y), points=5)
    assert found is not None
    assert (found.count, found.curve_count) == (5000, 1000)
    some = scaling.curves(rows_of(z[::5], y[::5]), found.temperatures)
    np.testing.assert_allclose(found.log_loss, some[0], rtol=1e-6)


def test_rows_that_follow_each_other_and_those_that_do_not_are_the_same():
    z, y = drawn(10_000)
    kept = np.flatnonzero(RNG.random(10_000) < 0.3)
    one = scaling.best_temperature(rows_of(z, y, kept=kept))
    assert one == pytest.approx(temperatures.best_temperature(z[kept], y[kept]), rel=1e-7)


@pytest.mark.parametrize(
    ("z", "y", "best"),
    [
        ([[2.0, 0.0], [0.0, 1.0]], [0, 1], 0.0),
        ([[2.0, 0.0], [0.0, 1.0]], [1, 0], math.inf),
        ([[1.0, 1.0], [3.0, 3.0]], [1, 0], 1.0),
        ([[0.0, -math.inf], [-math.inf, 5.0]], [0, 1], 1.0),
        ([[0.0, -math.inf], [0.0, -math.inf]], [1, 1], 1.0),
        ([[2.0, 0.0]] * 3 + [[2.0, -math.inf]], [0, 0, 1, 1], 2.0 / math.log(2.0)),
    ],
    ids=["all right", "all wrong", "all alike", "one class each", "all ruled out", "one ruled out"],
)
def test_where_there_is_no_best_temperature_its_limit_is_given(z, y, best: float):
    found = scaling.best_temperature(rows_of(z, y))
    assert found == pytest.approx(best, rel=1e-9)
    assert temperatures.best_temperature(np.array(z), np.array(y)) == pytest.approx(best, rel=1e-6)


def test_the_figures_at_the_limits_are_what_the_curve_goes_towards():
    z, y = np.array([[2.0, 0.0, -1.0], [0.0, 1.0, 1.0]]), np.array([0, 2])
    temperatures = (0.0, math.inf)
    cold, hot = (sums.at(t) for sums, t in zip(scaling.at(rows_of(z, y), temperatures), temperatures, strict=True))
    near, far = (log_loss(y, special.softmax(z / t, axis=1), labels=range(3)) for t in (1e-3, 1e6))
    assert cold.log_loss == pytest.approx(near, rel=1e-9) == pytest.approx(math.log(2) / 2)
    assert hot.log_loss == pytest.approx(far, rel=1e-5) == pytest.approx(math.log(3))
    (wrong,) = scaling.at(rows_of([[2.0, 0.0]], [1]), (0.0,))
    assert wrong.at(0.0).log_loss == math.inf


def test_a_ruled_out_label_is_counted_and_left_out_of_the_mean():
    q = np.array([[1.0, 0.0], [0.75, 0.25], [0.0, 0.0], [0.5, 0.5]])
    found = scaling.scaling(rows_of(q, [1, 0, 0, 1], "probability"), points=3)
    assert found is not None
    assert (found.impossible, found.count) == (2, 4)
    assert found.now.log_loss == pytest.approx((math.log(4 / 3) + math.log(2)) / 2)
    nothing = scaling.scaling(rows_of([[1.0, 0.0]], [1], "probability"), points=3)
    assert nothing is not None
    assert math.isnan(nothing.now.log_loss)
    assert np.isnan(nothing.log_loss).all()


def test_no_rows_have_no_curve():
    z, y = drawn(5)
    none = rows_of(z, y, kept=np.zeros(0, np.int64))
    assert scaling.scaling(none) is None
    assert scaling.best_temperature(none) == 1.0
    assert np.isnan(scaling.curves(none, np.array([1.0, 2.0]))).all()


def test_the_temperature_in_use_is_in_the_range():
    z, y = drawn(100)
    for now in (1e-3, 1.0, 1e4):
        found = scaling.scaling(rows_of(z, y), now)
        assert found is not None
        assert found.temperatures[0] <= now * (1 + 1e-12)
        assert found.temperatures[-1] >= now * (1 - 1e-12)


@pytest.mark.parametrize("scale", [1e-5, 1e-3, 1e3, 1e5])
def test_the_search_comes_from_far_away(scale: float):
    z, y = drawn(3000)
    found = scaling.best_temperature(rows_of(scale * z, y))
    assert found == pytest.approx(scale * temperatures.best_temperature(z, y), rel=1e-6)


@pytest.mark.parametrize(("scale", "best"), [(1e-9, 0.0), (1e9, math.inf)])
def test_beyond_any_useful_temperature_the_limit_is_given(scale: float, best: float):
    z, y = drawn(3000)
    assert scaling.best_temperature(rows_of(scale * z, y)) == best
