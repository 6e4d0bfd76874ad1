"""Softmax, one-hot rows, normalizing and sharing what is left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core import distributions
from core.errors import LossAtlasError
from tests import strategies
from tests.strategies import Row

any_logits = strategies.class_counts.flatmap(strategies.logits)


@given(any_logits, st.sampled_from([1.0, 0.1, 7.5]))
def test_softmax_is_a_distribution_and_agrees_with_its_logarithm(z: Row, temperature: float):
    with np.errstate(all="raise"):
        q = core.softmax(z, temperature=temperature)
        log_q = core.log_softmax(z, temperature=temperature)
    assert q.sum() == pytest.approx(1.0, rel=1e-12)
    assert (log_q <= 0.0).all()
    seen = log_q > -700.0
    assert np.exp(log_q[seen]) == pytest.approx(q[seen], rel=1e-12)
    assert (q[np.isneginf(z)] == 0.0).all()


@given(strategies.class_counts.flatmap(lambda k: st.lists(st.integers(-2000, 2000), min_size=k, max_size=k)))
def test_shifting_all_logits_changes_nothing(halves: list[int]):
    z = np.array(halves) / 2.0  # exact, as the shift is
    assert core.log_softmax(z + 1024.0).tolist() == core.log_softmax(z).tolist()


def test_logits_beyond_the_range_of_exp_lose_nothing():
    assert core.log_softmax([1000.0, 0.0, -1000.0]).tolist() == [0.0, -1000.0, -2000.0]
    assert core.log_softmax([1e308, -1e308]).tolist() == [0.0, -np.inf]
    assert core.softmax([1e4, 1e4, -np.inf]).tolist() == [0.5, 0.5, 0.0]


def test_temperature_divides_the_logits():
    z = np.array([1.0, -2.0, 0.5])
    assert core.softmax(z, temperature=4.0).tolist() == core.softmax(z / 4.0).tolist()


@pytest.mark.parametrize("temperature", [0.0, -1.0, np.nan, np.inf])
def test_an_unusable_temperature_is_refused(temperature: float):
    for function in (core.softmax, core.log_softmax):
        with pytest.raises(LossAtlasError) as caught:
            function([0.0, 1.0], temperature=temperature)
        assert caught.value.code == "temperature"


@pytest.mark.parametrize(
    ("z", "code", "place"),
    [
        ([0.0, np.nan], "bad_logit", "z[1]"),
        ([[0.0, 1.0], [np.inf, 0.0]], "bad_logit", "z[1, 0]"),
        ([-np.inf, -np.inf], "all_ruled_out", "z"),
        ([[0.0, 1.0], [-np.inf, -np.inf]], "all_ruled_out", "z[1]"),
        ([], "no_classes", "z"),
        (["a", "b"], "not_a_number", "z"),
    ],
)
def test_logits_that_cannot_be_used_are_refused(z: Any, code: str, place: str):
    for function in (core.softmax, core.log_softmax):
        with pytest.raises(LossAtlasError) as caught:
            function(z)
        assert (caught.value.code, caught.value.where) == (code, place)


def test_normalize_divides_by_the_sum():
    assert distributions.normalize([[1.0, 1.0, 2.0], [0.0, 3.0, 0.0]]).tolist() == [
        [0.25, 0.25, 0.5],
        [0.0, 1.0, 0.0],
    ]
    assert distributions.normalize([5e-324, 5e-324]).tolist() == [0.5, 0.5]
    assert distributions.normalize([1e308, 1e308]).tolist() == [0.5, 0.5]


def test_a_row_of_zeros_is_not_normalized():
    with pytest.raises(LossAtlasError) as caught:
        distributions.normalize([0.0, 0.0])
    assert caught.value.code == "zero_row"


@given(
    strategies.class_counts.flatmap(lambda k: st.tuples(strategies.distributions(k), st.integers(0, k - 1))),
    st.floats(-0.5, 1.5),
)
def test_rescaling_keeps_the_proportions_of_the_others(case: tuple[Row, int], value: float):
    row, index = case
    changed = distributions.rescale_others(row, index, value)
    assert changed[index] == min(max(value, 0.0), 1.0)
    assert changed.sum() == pytest.approx(1.0, rel=1e-12)
    others, before = np.delete(changed, index), np.delete(row, index)
    if before.any():
        assert others * before.sum() == pytest.approx(before * others.sum(), rel=1e-9, abs=1e-300)
    else:
        assert others == pytest.approx((1.0 - changed[index]) / others.size, rel=1e-12)


def test_rescaling_shares_out_among_the_smallest_numbers():
    assert distributions.rescale_others(np.array([1.0, 5e-324]), 0, 0.25).tolist() == [0.25, 0.75]
    assert distributions.rescale_others(np.array([1.0]), 0, 0.25).tolist() == [0.25]


def test_one_hot_rows():
    assert distributions.one_hot(1, 3).tolist() == [0.0, 1.0, 0.0]
    assert distributions.one_hot([[0], [2]], 3).tolist() == [[[1.0, 0.0, 0.0]], [[0.0, 0.0, 1.0]]]
    with pytest.raises(LossAtlasError) as caught:
        distributions.one_hot([[0, 3]], 3)
    assert (caught.value.code, caught.value.where) == ("label_range", "y[0, 1]")
