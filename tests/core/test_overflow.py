"""The overflow demonstration: steps computed in each type, and which of them breaks down first."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import distributions, overflow
from core.errors import LossAtlasError

TOUR = (1000.0, 0.0, -1000.0)


@pytest.mark.parametrize("dtype", overflow.DTYPES)
def test_the_tours_logits(dtype: str):
    naive, fused = overflow.naive(TOUR, dtype), overflow.fused(TOUR, dtype)
    assert fused.losses.tolist() == [0.0, 1000.0, 2000.0]
    assert fused.failing is None
    assert np.isnan(naive.losses[0])
    assert naive.losses[1:].tolist() == [math.inf, math.inf]
    assert naive.failing == 1
    step = naive.steps[1]
    assert step.formula == "exp(z)"
    assert step.trouble is not None
    assert (step.trouble.kind, step.trouble.index, step.trouble.what) == ("overflow", 0, "exp(1000)")
    assert all(step.values.dtype == dtype for way in (naive, fused) for step in way.steps)
    assert not math.copysign(1.0, fused.losses[0]) < 0


@pytest.mark.parametrize(
    ("logits", "dtype", "failing", "kind", "what"),
    [
        ((12.0, 0.0), "float16", 1, "overflow", "exp(12)"),
        ((12.0, 0.0), "float32", None, "", ""),
        ((100.0, 0.0), "float32", 1, "overflow", "exp(100)"),
        ((100.0, 0.0), "float64", None, "", ""),
        ((70000.0, 0.0), "float16", 0, "overflow", "70000"),
        ((11.0, 11.0), "float16", 2, "overflow", "5.987e+04 + 5.987e+04"),
        ((-2000.0, -2000.0), "float64", 3, "undefined", "0 / 0"),
        ((0.0, -1000.0), "float64", 4, "log of 0", "−log 0"),
        ((0.0, -math.inf), "float64", None, "", ""),
        ((5.0, -5.0), "float16", None, "", ""),
    ],
)
def test_the_first_step_that_breaks(logits: tuple[float, ...], dtype: str, failing: int | None, kind: str, what: str):
    way = overflow.naive(logits, dtype)
    assert way.failing == failing
    if failing is not None:
        trouble = way.steps[failing].trouble
        assert trouble is not None
        assert (trouble.kind, trouble.what) == (kind, what)


def test_the_fused_way_breaks_where_the_result_itself_is_too_large():
    assert overflow.fused((60000.0, -60000.0), "float32").failing is None
    way = overflow.fused((60000.0, -60000.0), "float16")
    assert way.largest == 65504.0
    assert way.failing == 2
    trouble = way.steps[2].trouble
    assert trouble is not None
    assert trouble.kind == "overflow"


def test_what_is_lost_without_harm_is_said_and_not_serious():
    step = overflow.fused(TOUR, "float64").steps[3]
    assert step.trouble is not None
    assert (step.trouble.kind, step.trouble.index, step.trouble.is_serious) == ("lost", 1, False)


@given(st.lists(st.floats(-80, 80), min_size=2, max_size=overflow.MOST))
def test_both_ways_agree_with_the_core_where_nothing_breaks(logits: list[float]):
    expected = -distributions.log_softmax(logits)
    for way in (overflow.naive, overflow.fused):
        found = way(tuple(logits), "float64")
        assert found.failing is None
        assert found.losses == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=overflow.MOST))
def test_a_column_that_breaks_nowhere_is_right(logits: list[float]):
    for dtype in overflow.DTYPES:
        found = overflow.naive(tuple(logits), dtype)
        quotient = found.steps[3].values
        if found.failing is None and (quotient >= np.finfo(dtype).tiny).all():  # smaller ones have fewer digits
            rounded = -distributions.log_softmax(np.array(logits).astype(dtype).astype(float))
            close = {"float16": 2e-2, "float32": 1e-5, "float64": 1e-12}[dtype]
            assert np.abs(found.losses - rounded).max() <= close * max(1.0, np.abs(logits).max())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1000, 0, -1000", TOUR),
        ("1000，0；−1000", TOUR),
        (" 1e3 0\t-1e3 ", TOUR),
        ("1;2;-inf", (1.0, 2.0, -math.inf)),
    ],
)
def test_logits_are_read_as_people_write_them(text: str, found: tuple[float, ...]):
    assert overflow.parse(text) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "logit_count"),
        ("1", "logit_count"),
        (",".join("1" * 11), "logit_count"),
        ("1, two", "cell_text"),
        ("1, inf", "bad_logit"),
        ("nan, 1", "bad_logit"),
        ("-inf, -inf", "all_ruled_out"),
    ],
)
def test_what_are_no_logits_is_refused(text: str, code: str):
    with pytest.raises(LossAtlasError) as caught:
        overflow.parse(text)
    assert caught.value.code == code
