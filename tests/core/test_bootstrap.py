"""Bootstrap intervals against scipy's, against theory, and by what they are for: how often they hold the true mean."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from core import bootstrap, parts
from core.bootstrap import Method, intervals, resampled_means
from core.errors import LossAtlasError
from core.validation import Float


def skewed(count: int, seed: int = 3) -> Float:
    return np.random.default_rng(seed).lognormal(0.0, 1.0, count)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
@pytest.mark.parametrize("method", ["percentile", "bca"])
@pytest.mark.parametrize("kind", ["skewed", "few", "errors"])
def test_the_ends_are_scipys_on_the_same_resamples(kind: str, method: Method, level: float):
    values = {"skewed": skewed(60), "few": skewed(5), "errors": np.repeat([-1.0, 0.0, 1.0], [7, 60, 13])}[kind]
    reference = stats.bootstrap(
        (values,), np.mean, n_resamples=4000, confidence_level=level, method=method, random_state=1, batch=100
    )
    found = bootstrap.interval(reference.bootstrap_distribution, values, level=level, method=method)
    assert found.estimate == pytest.approx(values.mean(), rel=1e-14)
    expected = reference.confidence_interval
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_the_ends_of_a_weighted_mean_are_scipys_on_the_same_resamples():
    values = skewed(40)
    weights = np.random.default_rng(4).choice([0.5, 1.0, 3.0], 40)
    reference = stats.bootstrap(
        (values * weights, weights),
        lambda v, w, axis=-1: v.sum(axis=axis) / w.sum(axis=axis),
        paired=True,
        n_resamples=4000,
        method="bca",
        random_state=2,
        batch=100,
    )
    found = bootstrap.interval(reference.bootstrap_distribution, values * weights, weights)
    expected = reference.confidence_interval
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-9)


@pytest.mark.parametrize("method", ["percentile", "bca"])
@pytest.mark.parametrize("small", [bootstrap.DRAWN_ROWS, 0], ids=["drawn", "counted"])
def test_our_resamples_spread_as_scipys(small: int, method: Method):
    """The whole way, at both sizes: the ends lie within the noise of 20,000 resamples, 1 % of the interval's width."""
    values = skewed(400)
    reference = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, method=method, random_state=5, batch=500
    ).confidence_interval
    drawn = resampled_means(values[:, None], resamples=20_000, small=small)[:, 0]
    found = bootstrap.interval(drawn, values, method=method)
    width = reference.high - reference.low
    assert abs(found.low - reference.low) < 0.02 * width
    assert abs(found.high - reference.high) < 0.02 * width


@pytest.mark.parametrize("count", [50, 4096, 4097, 20_000])
def test_resampled_means_have_the_mean_and_the_spread_of_theory(count: int):
    """Both ways of drawing: Var(mean*) = Σ (x - mean)² / N², within four standard errors of 4,000 resamples."""
    values = skewed(count)
    drawn = resampled_means(values[:, None], resamples=4000)[:, 0]
    deviation = values.std() / math.sqrt(count)
    assert drawn.mean() == pytest.approx(values.mean(), abs=4 * deviation / math.sqrt(4000))
    assert drawn.std() == pytest.approx(deviation, rel=4 / math.sqrt(2 * 4000))


def test_a_byte_and_what_is_left_make_poisson_counts():
    by_byte, first_left, cumulative = bootstrap._table()
    chances = np.bincount(by_byte[:first_left].astype(int), minlength=20) / 256
    chances += np.diff(cumulative, prepend=0.0) * (256 - first_left) / 256
    np.testing.assert_allclose(chances, stats.poisson.pmf(np.arange(20), 1.0), rtol=0, atol=2e-16)


def test_counts_are_poisson():
    counts = bootstrap.poisson_counts(np.random.default_rng(0), np.empty(200_000))
    seen = np.bincount(counts.astype(int), minlength=9)
    expected = 200_000 * stats.poisson.pmf(np.arange(7), 1.0)
    table = np.append(seen[:7], seen[7:].sum())
    assert stats.chisquare(table, np.append(expected, 200_000 - expected.sum())).pvalue > 0.001


def test_the_columns_share_their_resamples():
    values = skewed(30)
    drawn = resampled_means(np.stack([values, 2.0 * values], axis=-1), resamples=200)
    np.testing.assert_allclose(drawn[:, 1], 2.0 * drawn[:, 0], rtol=1e-13)


@pytest.mark.parametrize("count", [100, 9000])
def test_the_same_rows_give_the_same_interval_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch, count: int):
    values = skewed(count)
    first = intervals(values, resamples=300)[0]
    monkeypatch.setattr(parts, "in_threads", lambda function, items: [function(item) for item in items])
    monkeypatch.setattr(parts, "cores", lambda: 1)
    again = intervals(values, resamples=300)[0]
    assert (first.low, first.high) == (again.low, again.high)
    other = intervals(values, resamples=300, seed=1)[0]
    assert (first.low, first.high) != (other.low, other.high)


@pytest.mark.parametrize("count", [40, 5000])
def test_weights_of_one_are_no_weights(count: int):
    values = skewed(count)
    plain, weighted = intervals(values, resamples=200)[0], intervals(values, np.ones(count), resamples=200)[0]
    assert (plain.low, plain.high) == pytest.approx((weighted.low, weighted.high), rel=1e-12)


def test_intervals_hold_the_true_mean_as_often_as_they_say():
    """400 samples of 60 normal rows: 95 % within the noise of 400 trials, less what few rows cost (about 1 %)."""
    rng = np.random.default_rng(8)
    for method in ("percentile", "bca"):
        held = 0
        for _ in range(400):
            found = intervals(rng.normal(1.0, 2.0, 60), resamples=400, method=method)[0]
            held += found.low <= 1.0 <= found.high
        assert 0.915 <= held / 400 <= 0.975, method


def test_bca_follows_skewed_losses_where_percentiles_do_not():
    """Of what both intervals miss of exp(1/2), the mean of lognormal rows, BCa misses less."""
    rng = np.random.default_rng(9)
    held = {"percentile": 0, "bca": 0}
    for _ in range(300):
        values = rng.lognormal(0.0, 1.0, 40)
        for method in ("percentile", "bca"):
            found = intervals(values, resamples=300, method=method)[0]
            held[method] += found.low <= math.exp(0.5) <= found.high
    assert held["bca"] > held["percentile"]
    assert held["bca"] / 300 > 0.85


def test_rows_all_alike_have_an_interval_of_no_width():
    for method in ("percentile", "bca"):
        found = intervals([[0.25]] * 12, method=method)[0]
        assert (found.estimate, found.low, found.high) == (0.25, 0.25, 0.25)
        assert found.excludes_zero
    assert not intervals(np.zeros(12))[0].excludes_zero


def test_samples_in_which_nothing_has_a_weight_are_passed_over():
    weights = np.array([1.0, 1.0, 1.0, *[0.0] * 20])
    values = np.array([1.0, 2.0, 3.0, *[0.0] * 20])
    found = intervals(values, weights)[0]
    assert found.estimate == 2.0
    assert 1.0 <= found.low < 2.0 < found.high <= 3.0


def test_what_has_no_interval_is_refused():
    with pytest.raises(LossAtlasError) as refused:
        intervals([1.0])
    assert refused.value.code == "few_rows"
    for bad in (math.inf, math.nan):
        with pytest.raises(LossAtlasError) as refused:
            intervals([0.0, 1.0, bad])
        assert refused.value.code == "infinite_rows"
