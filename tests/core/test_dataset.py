"""What all rows say together, against scikit-learn, numpy and sums written out."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from sklearn.metrics import confusion_matrix

from core import dataset
from core.document import Document
from core.results import compute

RNG = np.random.default_rng(8)


def softmax_rows(count: int = 9000, classes: int = 4):
    z = 2 * RNG.normal(size=(count, classes))
    return z, special.softmax(z, axis=1), RNG.integers(0, classes, count)


@pytest.mark.parametrize("classes", [2, 4, 100])
@pytest.mark.parametrize("scale", ["logit", "probability"])
def test_answers_are_the_largest_probabilities(classes: int, scale: str):
    z, q, y = softmax_rows(300 if classes == 100 else 9000, classes)
    results = compute(Document.make(y, [("m", z if scale == "logit" else q, scale)]))
    found = dataset.answers(results, 0)
    np.testing.assert_array_equal(found.labels, y)
    np.testing.assert_array_equal(found.predicted, q.argmax(axis=1))
    np.testing.assert_allclose(found.confidence, q.max(axis=1), rtol=1e-12)
    np.testing.assert_array_equal(found.right, q.argmax(axis=1) == y)
    assert (found.size, found.soft) == (len(y), 0)
    for k in (0, classes - 1):
        np.testing.assert_allclose(dataset.probability(results, 0, k), q[:, k], rtol=1e-12)


@pytest.mark.parametrize("scale", ["logit", "probability"])
def test_answers_are_those_at_the_temperature(scale: str):
    z, q, y = softmax_rows(500)
    document = Document.make(y, [("m", z if scale == "logit" else q, scale)]).with_temperature(0, 2.5)
    found = dataset.answers(compute(document), 0)
    np.testing.assert_allclose(found.confidence, special.softmax(z / 2.5, axis=1).max(axis=1), rtol=1e-12)
    np.testing.assert_allclose(
        dataset.probability(compute(document), 0, 1), special.softmax(z / 2.5, axis=1)[:, 1], rtol=1e-12
    )


def test_a_certain_logit_keeps_its_confidence():
    results = compute(Document.make(np.array([0]), [("m", np.array([[0.0, -40.0]]), "logit")]))
    assert dataset.answers(results, 0).confidence[0] == 1.0
    assert dataset.probability(results, 0, 1)[0] == pytest.approx(math.exp(-40.0), rel=1e-12)


ROWS = np.array([[0.5, 0.25, 0.25], [0.6, 0.6, 0.0], [0.0, 0.0, 0.0], [0.2, 0.2, 0.6]])


@pytest.mark.parametrize(
    ("policy", "rows", "confidence"),
    [
        ("as-typed", [0, 1, 2, 3], [0.5, 0.6, 0.0, 0.6]),
        ("strict", [0, 3], [0.5, 0.6]),
        ("normalize", [0, 1, 3], [0.5, 0.5, 0.6]),
    ],
)
def test_rows_that_are_no_distributions_follow_the_policy(policy: str, rows: list[int], confidence: list[float]):
    document = Document.make(np.array([0, 1, 2, 0]), [("m", ROWS, "probability")]).with_settings(row_sums=policy)
    results = compute(document)
    found = dataset.answers(results, 0)
    assert found.rows.tolist() == rows
    assert found.confidence == pytest.approx(confidence)
    assert found.mask(found.right).tolist() == [k in rows and k == 0 for k in range(4)]
    expected = {"as-typed": 0.6, "strict": 0.6, "normalize": 0.5}[policy]
    assert dataset.probability(results, 0, 1)[1] == pytest.approx(expected)


def test_a_soft_truth_gives_its_most_probable_class_and_is_counted():
    truth = np.array([[0.4, 0.4, 0.2], [0.0, 1.0, 0.0], [0.1, 0.2, 0.7]])
    results = compute(Document.make(truth, [("m", np.full((3, 3), 1 / 3), "probability")]))
    found = dataset.answers(results, 0)
    assert found.labels.tolist() == [0, 1, 2]
    assert found.soft == 2


# -- bins -----------------------------------------------------------------------------------------------------


def test_bins_are_those_of_numpy():
    values = RNG.gamma(1.0, 2.0, 5000)
    edges = dataset.value_edges(values)
    counts = dataset.histogram(values, edges)
    np.testing.assert_array_equal(counts[:-2], np.histogram(values, edges)[0])
    assert counts[-2:].tolist() == [0, 0]
    assert edges[0] == 0.0
    assert edges[-1] >= values.max()
    assert 20 <= edges.size <= 45


@given(st.lists(st.floats(0, 1e6) | st.sampled_from([0.0, math.inf, math.nan]), max_size=40), st.booleans())
def test_every_value_is_in_exactly_one_bin(values: list[float], log: bool):
    given_ = np.array(values, dtype=np.float64)
    edges = dataset.value_edges(given_, log=log)
    counts = dataset.histogram(given_, edges)
    assert (np.diff(edges) > 0).all()
    assert counts.sum() == len(values)
    assert counts[-2] == np.isposinf(given_).sum()
    assert counts[-1] == np.isnan(given_).sum()
    finite = given_[np.isfinite(given_)]
    assert (finite <= edges[-1] * (1 + 1e-9)).all()
    if finite.size and not log:
        assert (finite >= edges[0] - 1e-9 * abs(edges[0])).all()


def test_bins_of_far_values_do_not_begin_at_zero():
    assert dataset.value_edges(np.array([100.0, 101.0]))[0] == 100.0
    assert dataset.value_edges(np.array([-1.0, 1.0]))[0] == -1.0
    assert dataset.value_edges(np.array([3.0, 3.0])).tolist()[0] == 3.0
    assert dataset.value_edges(np.array([]))[[0, -1]].tolist() == [0.0, 1.0]


def test_bins_by_logarithm_have_equal_ratios_over_eight_decades_at_most():
    edges = dataset.value_edges(np.array([0.0, 1e-30, 1e-3, 10.0]), log=True)
    ratios = edges[1:] / edges[:-1]
    assert ratios == pytest.approx(np.full(40, ratios[0]))
    assert edges[0] == pytest.approx(1e-7)
    assert dataset.histogram(np.array([0.0, 1e-30]), edges)[0] == 2
    assert dataset.value_edges(np.array([0.0, 0.0]), log=True)[0] == 0.0, "no logarithm of nothing but zeros"


# -- what the worst carry -------------------------------------------------------------------------------------


def test_the_worst_carry_their_share():
    values = RNG.pareto(2.0, 5000)
    curve = dataset.concentration(values)
    assert curve is not None
    ranked = np.sort(values)[::-1]
    for share, carried in zip(curve.share.tolist(), curve.carried.tolist(), strict=True):
        count = round(share * values.size)
        assert carried == pytest.approx(ranked[:count].sum() / values.sum(), rel=1e-12)
    assert curve.share.size <= 201
    assert (curve.share[0], curve.share[-1], curve.carried[-1]) == (0.0, 1.0, 1.0)
    equal = dataset.concentration(np.full(7, 2.0))
    assert equal is not None
    assert equal.carried == pytest.approx(equal.share)


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [-0.5, 1.0], [math.inf, 1.0]])
def test_where_shares_mean_nothing_there_are_none(values: list[float]):
    assert dataset.concentration(np.array(values)) is None


@given(st.lists(st.integers(0, 6), min_size=1, max_size=50), st.integers(0, 10), st.integers(0, 10))
def test_neighbouring_ranges_part_the_values(values: list[int], one: int, other: int):
    given_ = np.array(values, dtype=np.float64)
    cuts = sorted({0.0, one / 10, other / 10, 1.0})
    parts = [dataset.ranked_between(given_, low, high) for low, high in itertools.pairwise(cuts)]
    assert np.sum(parts, axis=0).tolist() == [1] * len(values)
    for part, high in zip(parts, cuts[1:], strict=True):
        if part.any():
            assert (given_ >= given_[part].min()).sum() <= high * given_.size + 1e-9


# -- mistakes -------------------------------------------------------------------------------------------------


def test_the_matrix_is_that_of_scikit_learn():
    y, predicted = RNG.integers(0, 7, 3000), RNG.integers(0, 7, 3000)
    np.testing.assert_array_equal(dataset.confusion(y, predicted, 7), confusion_matrix(y, predicted))


def test_the_hardest_classes_and_the_most_frequent_mistakes():
    y = np.array([0, 0, 0, 1, 2, 2, 3, 4, 4])
    predicted = np.array([1, 1, 0, 1, 0, 2, 3, 3, 3])
    assert dataset.hardest(y, predicted, 5, 3).tolist() == [0, 1, 3]  # 3, 2, 2 and 2 mistakes: 4 comes after 3
    assert dataset.hardest(y, predicted, 5, 9).tolist() == [0, 1, 2, 3, 4]
    found = dataset.mistakes(y, predicted, 5, 2)
    assert [(each.label, each.predicted, each.count) for each in found] == [(0, 1, 2), (4, 3, 2)]
    assert dataset.mistakes(y, y, 5, 2) == ()
