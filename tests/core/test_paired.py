"""Two models on the same rows: their difference, its interval, and why there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from core import blocks, losses
from core.document import Document
from core.paired import differences, pair
from core.results import compute

CE, MSE, ERROR = (losses.create(name) for name in ("cross_entropy", "mse", "classification_error"))
RNG = np.random.default_rng(6)
N = 50
LABELS = RNG.integers(0, 3, N)
Q = RNG.dirichlet(np.ones(3), N)
BETTER = 0.5 * Q + 0.5 * np.eye(3)[LABELS]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 16)


def document(*models: np.ndarray, labels: np.ndarray = LABELS) -> Document:
    return Document.make(labels, [(f"m{k}", q, "probability") for k, q in enumerate(models)])


def own(q: np.ndarray) -> np.ndarray:
    return -np.log(q[np.arange(N), LABELS])


def test_a_difference_is_of_the_means_and_says_who_is_better():
    found = differences(compute(document(Q, BETTER)), 0, 1, [CE, MSE])
    assert (found.rows, found.size) == (N, N)
    ce, mse = found.differences
    assert ce.difference == pytest.approx((own(Q) - own(BETTER)).mean(), rel=1e-12)
    assert (ce.first, ce.second) == pytest.approx((own(Q).mean(), own(BETTER).mean()), rel=1e-13)
    assert 0.0 < ce.low < ce.difference < ce.high
    assert (ce.better, mse.better) == (1, 1)
    back = differences(compute(document(Q, BETTER)), 1, 0, [CE]).differences[0]
    assert back.better == 0
    assert back.difference == -ce.difference


def test_the_interval_is_that_of_paired_rows():
    expected = stats.bootstrap(
        (own(Q) - own(BETTER),), np.mean, n_resamples=20_000, method="bca", random_state=1, batch=1000
    ).confidence_interval
    found = differences(compute(document(Q, BETTER)), 0, 1, [CE], resamples=20_000).differences[0]
    width = expected.high - expected.low
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.02 * width)


def test_alike_models_cannot_be_told_apart():
    other = np.roll(Q, 1, axis=1)
    found = differences(compute(document(Q, Q, other)), 0, 1, [CE, ERROR]).differences
    assert [(each.difference, each.low, each.high, each.better) for each in found] == [(0.0, 0.0, 0.0, None)] * 2
    noise = differences(compute(document(RNG.dirichlet(np.ones(3), N), Q)), 0, 1, [CE]).differences[0]
    assert noise.low < 0.0 < noise.high
    assert noise.better is None


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_two_rows_have_no_interval(rows: int):
    found = differences(compute(document(Q[:rows], BETTER[:rows], labels=LABELS[:rows])), 0, 1, [CE]).differences[0]
    assert found.difference == pytest.approx((own(Q) - own(BETTER))[:rows].mean(), rel=1e-12)
    assert found.state == ("interval" if rows == 3 else "few")
    assert math.isnan(found.low) == (rows < 3)
    if rows < 3:
        assert found.better is None


def test_an_infinite_loss_has_no_interval_and_is_counted():
    wrong = BETTER.copy()
    wrong[[4, 40]] = np.eye(3)[(LABELS[[4, 40]] + 1) % 3]
    ce, mse = differences(compute(document(wrong, Q)), 0, 1, [CE, MSE]).differences
    assert ce.state == "infinite"
    assert ce.infinite == (2, 0)
    assert ce.difference == math.inf
    assert ce.better is None
    assert mse.state == "interval"
    both = differences(compute(document(wrong, wrong)), 0, 1, [CE]).differences[0]
    assert both.infinite == (2, 2)
    assert math.isnan(both.difference)


def test_only_rows_that_count_for_both_are_compared():
    one, other = Q.copy(), BETTER.copy()
    one[3] *= 1.5
    other[[20, 21]] *= 0.5
    made = document(one, other).with_settings(row_sums="strict")
    found = differences(compute(made), 0, 1, [CE])
    assert (found.rows, found.size) == (N - 3, N)
    kept = np.delete(np.arange(N), [3, 20, 21])
    assert found.differences[0].difference == pytest.approx((own(Q) - own(BETTER))[kept].mean(), rel=1e-12)
    assert pair(compute(made), 0, 1, [CE]).rows.tolist() == kept.tolist()


def test_nothing_left_to_compare():
    made = document(Q * 2.0, BETTER).with_settings(row_sums="strict")
    found = differences(compute(made), 0, 1, [CE])
    assert found.rows == 0
    assert found.differences[0].state == "no_value"
    assert math.isnan(found.differences[0].difference)


def test_a_loss_that_needs_labels_has_none_for_a_soft_truth():
    truth = np.full((N, 3), 1 / 3)
    hinge = losses.create("hinge")
    made = Document.make(truth, [("a", Q, "probability"), ("b", BETTER, "probability")]).with_settings(loss="hinge")
    found = differences(compute(made), 0, 1, [hinge, CE]).differences
    assert [each.state for each in found] == ["no_value", "interval"]
    assert found[0].better is None


def test_a_mean_over_weights_is_resampled_as_a_ratio():
    weights = (0.5, 1.0, 4.0)
    chosen = losses.create("cross_entropy", class_weights=weights, mean_over="weights")
    made = document(Q, BETTER).with_loss(chosen)
    loss = made.settings.find("cross_entropy")
    w = np.array(weights)[LABELS]
    d = w * (own(Q) - own(BETTER))
    expected = stats.bootstrap(
        (d, w),
        lambda d, w, axis=-1: d.sum(axis=axis) / w.sum(axis=axis),
        paired=True,
        n_resamples=20_000,
        method="bca",
        random_state=1,
        batch=1000,
    ).confidence_interval
    found = differences(compute(made), 0, 1, [MSE, loss], resamples=20_000).differences[1]
    assert found.difference == pytest.approx(d.sum() / w.sum(), rel=1e-12)
    width = expected.high - expected.low
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.02 * width)


def test_without_losses_there_are_no_differences():
    found = differences(compute(document(Q, BETTER)), 0, 1, [])
    assert (found.rows, found.differences) == (N, ())
