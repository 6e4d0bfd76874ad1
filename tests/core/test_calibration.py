"""Calibration against published worked examples, scikit-learn, scipy and sums written out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from core import calibration


def some(count: int = 2000, seed: int = 3):
    rng = np.random.default_rng(seed)
    f = rng.beta(2, 1, count)
    return f, rng.random(count) < f**1.5


def test_the_published_example():
    q = np.array([[0.25, 0.20, 0.55], [0.55, 0.05, 0.40], [0.10, 0.30, 0.60], [0.90, 0.05, 0.05]])
    right = q.argmax(axis=1) == np.array([0, 1, 2, 0])
    table = calibration.reliability(q.max(axis=1), right, 3)
    assert table.error() == pytest.approx(0.2000, abs=5e-5)
    assert table.error(2) == pytest.approx(0.2082, abs=5e-5)
    assert table.error(math.inf) == pytest.approx(0.2333, abs=5e-5)


@pytest.mark.parametrize(("kind", "strategy"), [("width", "uniform"), ("mass", "quantile")])
def test_bins_are_as_scikit_learn_has_them(kind: str, strategy: str):
    f, came = some()
    table = calibration.reliability(f, came, 12, kind)
    accuracy, confidence = calibration_curve(came, f, n_bins=12, strategy=strategy)
    filled = table.counts > 0
    assert filled.sum() == len(accuracy)
    close = 1e-12 if kind == "width" else 0.02  # scikit-learn's quantiles lie between two forecasts
    assert table.confidence[filled] == pytest.approx(confidence, abs=close)
    assert table.accuracy[filled] == pytest.approx(accuracy, abs=close)


def test_certain_forecasts_are_binned():
    table = calibration.reliability(np.array([1.0, 1.0, 0.0]), np.array([True, False, False]), 4)
    assert table.counts.tolist() == [1, 0, 0, 2]
    assert table.accuracy[-1] == 0.5
    assert table.error() == pytest.approx(1 / 3)


def test_bins_of_equal_mass_hold_equally_many():
    f, came = some(1000)
    assert set(calibration.reliability(f, came, 10, "mass").counts.tolist()) == {100}
    same = calibration.reliability(np.full(50, 0.7), np.ones(50, bool), 10, "mass")
    assert same.counts.sum() == same.counts.max() == 50


@pytest.mark.parametrize("kind", ["width", "mass"])
@pytest.mark.parametrize("count", [1, 2, 777])
def test_the_parts_of_the_brier_score_make_it_exactly(kind: str, count: int):
    f, came = some(count)
    parts = calibration.brier_parts(f, came, 7, kind)
    whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert whole == pytest.approx(parts.score, abs=1e-14)
    assert parts.score == pytest.approx(brier_score_loss(came, f, labels=[False, True]), rel=1e-12)


def test_equal_forecasts_leave_nothing_within_bins():
    f = np.repeat([0.25, 0.75], [4, 8])
    came = np.array([1, 0, 0, 0] + [1] * 5 + [0] * 3, bool)
    parts = calibration.brier_parts(f, came)
    assert parts.within == pytest.approx(0, abs=1e-15)
    assert parts.reliability == pytest.approx(8 / 12 * (0.75 - 0.625) ** 2)
    assert parts.resolution == pytest.approx(4 / 12 * 0.25**2 + 8 / 12 * 0.125**2)
    assert parts.uncertainty == 0.25


def test_the_published_brier_score():
    parts = calibration.brier_parts(np.array([0.1, 0.9, 0.8, 0.4]), np.array([0, 1, 1, 0], bool))
    assert parts.score == pytest.approx(0.055)


def test_coverage_row_by_row():
    confidence, right = np.array([0.9, 0.6, 0.8, 0.8]), np.array([True, False, False, True])
    curve = calibration.coverage(confidence, right)
    assert curve.coverage.tolist() == [0.25, 0.75, 1.0]
    assert curve.risk == pytest.approx([0, 1 / 3, 0.5])
    assert curve.area == pytest.approx(0.5 / 3 + 0.25 * 0.5)


def test_who_carries_the_loss():
    loss = np.r_[np.ones(99), 901.0]
    assert calibration.share_of_largest(loss, 0.01) == pytest.approx(0.901)
    assert calibration.share_of_largest(loss, 1.0) == pytest.approx(1.0)
    assert calibration.share_of_largest(np.array([1.0, np.inf, np.inf]), 0.34) == 0.5
    assert math.isnan(calibration.share_of_largest(np.zeros(3), 0.5))


def test_no_rows():
    none, flags = np.zeros(0), np.zeros(0, bool)
    assert math.isnan(calibration.reliability(none, flags).error())
    assert math.isnan(calibration.reliability(none, flags, 5, "mass").error(math.inf))
    assert math.isnan(calibration.brier_parts(none, flags).score)
    assert math.isnan(calibration.coverage(none, flags).area)
    assert math.isnan(calibration.share_of_largest(none, 0.01))


def test_a_thinned_curve_keeps_its_ends_and_lies_on_the_whole_one():
    f, came = some(5000)
    whole = calibration.coverage(f, came)
    thin = calibration.thinned(whole, 100)
    assert 90 <= thin.coverage.size <= 101
    assert set(zip(thin.coverage, thin.risk, strict=True)) <= set(zip(whole.coverage, whole.risk, strict=True))
    assert (thin.coverage[0], thin.coverage[-1]) == (whole.coverage[0], 1.0)
    assert calibration.thinned(thin, 200) is thin
