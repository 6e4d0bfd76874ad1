"""What must hold for entropy, cross-entropy and divergences of any rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core.errors import LossAtlasError
from tests import strategies
from tests.strategies import Row

UNITS = {"nat": 1.0, "bit": np.log(2.0), "dit": np.log(10.0)}
OF_TWO: dict[str, Callable[..., Any]] = {
    "cross_entropy": core.cross_entropy,
    "kl_divergence": core.kl_divergence,
    "jensen_shannon_divergence": core.jensen_shannon_divergence,
}


def rounding(p: Row) -> float:
    """Return how far two sums of rows that mean 1 may be apart, which the divergence counts as 0."""
    return 4 * p.size * 2.0**-52


@given(strategies.pairs())
def test_cross_entropy_is_entropy_plus_divergence(pair: tuple[Row, Row]):
    p, q = pair
    whole, parts = core.cross_entropy(p, q), core.entropy(p) + core.kl_divergence(p, q)
    if np.isinf(whole):
        assert np.isinf(parts)
    else:
        assert abs(whole - parts) <= 1e-12 * whole + rounding(p)


@given(strategies.typed_pairs())
def test_cross_entropy_is_entropy_plus_divergence_for_rows_as_typed(pair: tuple[Row, Row]):
    p, q = pair
    whole, parts = core.cross_entropy(p, q), core.entropy(p) + core.kl_divergence(p, q)
    if np.isinf(whole):
        assert np.isinf(parts)
        return
    at = p > 0
    size = np.abs(p[at] * np.log(p[at])).sum() + np.abs(p[at] * np.log(q[at])).sum() + p.sum()
    # The three are rounded to multiples of 5e-324, the smallest number there is.
    assert abs(whole - parts) <= 1e-12 * size + 4 * 5e-324


@given(strategies.pairs())
def test_divergences_are_not_negative(pair: tuple[Row, Row]):
    p, q = pair
    assert core.kl_divergence(p, q) >= 0.0
    assert 0.0 <= core.jensen_shannon_divergence(p, q) <= np.log(2.0) * (1 + 1e-12)
    assert core.entropy(p) >= 0.0


@given(strategies.pairs())
def test_divergences_of_equals_are_zero(pair: tuple[Row, Row]):
    p, _ = pair
    assert core.kl_divergence(p, p) == 0.0
    assert core.jensen_shannon_divergence(p, p) == 0.0


@given(strategies.pairs())
def test_jensen_shannon_is_symmetric(pair: tuple[Row, Row]):
    p, q = pair
    there, back = core.jensen_shannon_divergence(p, q), core.jensen_shannon_divergence(q, p)
    assert abs(there - back) <= 1e-12 * there


@given(strategies.typed_pairs(), st.randoms(use_true_random=False))
def test_order_of_classes_does_not_matter(pair: tuple[Row, Row], random: Any):
    p, q = pair
    order = list(range(p.size))
    random.shuffle(order)
    for name, measure in OF_TWO.items():
        straight, shuffled = measure(p, q), measure(p[order], q[order])
        scale = np.abs(p).sum() + np.abs(q).sum()
        same = straight == shuffled or abs(straight - shuffled) <= 1e-11 * max(abs(straight), scale)
        assert same, name


@given(strategies.typed_pairs())
def test_nothing_is_nan_and_no_warning_escapes(pair: tuple[Row, Row]):
    p, q = pair
    with np.errstate(all="raise"):
        values = [core.entropy(p), *(measure(p, q) for measure in OF_TWO.values())]
    assert not np.isnan(values).any()


@given(strategies.pairs())
def test_units_differ_by_a_factor(pair: tuple[Row, Row]):
    p, q = pair
    for unit, factor in UNITS.items():
        for measure in OF_TWO.values():
            assert measure(p, q, unit=unit) == measure(p, q) / factor
        assert core.entropy(p, unit=unit) == core.entropy(p) / factor


@given(strategies.class_counts.flatmap(lambda k: st.tuples(strategies.distributions(k), st.integers(0, k - 1))))
def test_labels_are_one_hot_rows(case: tuple[Row, int]):
    q, label = case
    from_label = core.cross_entropy_from_labels(label, q)
    assert from_label == core.cross_entropy(np.eye(q.size)[label], q)


def test_boundary_values():
    assert core.entropy([0.0, 1.0, 0.0]) == 0.0
    assert core.kl_divergence([1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0.0]) == np.inf
    assert core.cross_entropy([0.5, 0.5], [1.0, 0.0]) == np.inf
    assert core.cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0.0
    assert core.cross_entropy_from_labels(1, [1.0, 0.0]) == np.inf
    assert not np.signbit(core.cross_entropy_from_labels(0, [1.0, 0.0]))


def test_leading_axes_broadcast():
    p = np.full((4, 1, 3), 1 / 3)
    q = np.full((5, 3), [0.2, 0.3, 0.5])
    for measure in OF_TWO.values():
        assert measure(p, q).shape == (4, 5)
    assert core.entropy(p).shape == (4, 1)
    assert core.cross_entropy_from_labels(np.zeros((4, 1), dtype=int), q).shape == (4, 5)


BAD_ROWS = [
    ([0.5, -0.1], "negative", "[1]"),
    ([np.nan, 1.0], "not_finite", "[0]"),
    ([[0.5, 0.5], [np.inf, 0.0]], "not_finite", "[1, 0]"),
    ([], "no_classes", ""),
    (0.5, "no_classes", ""),
    ("abc", "not_a_number", ""),
    ([[0.5, 0.5], [1.0]], "not_a_number", ""),
    ([0.5 + 1j, 0.5], "not_a_number", ""),
    ([10**400, 1], "not_a_number", ""),
]


@pytest.mark.parametrize(("row", "code", "place"), BAD_ROWS)
def test_a_row_that_cannot_be_used_is_refused_with_its_place(row: Any, code: str, place: str):
    with pytest.raises(LossAtlasError) as caught:
        core.entropy(row)
    assert (caught.value.code, caught.value.where) == (code, "p" + place)
    for measure in OF_TWO.values():
        with pytest.raises(LossAtlasError) as caught:
            measure([0.5, 0.5], row)
        assert (caught.value.code, caught.value.where) == (code, "q" + place)


@pytest.mark.parametrize("measure", OF_TWO.values())
def test_shapes_that_do_not_fit_are_refused(measure: Callable[..., Any]):
    for p, q in [([0.5, 0.5], [0.2, 0.3, 0.5]), ([[1.0]], [0.5, 0.5]), (np.ones((2, 2)), np.ones((3, 2)))]:
        with pytest.raises(LossAtlasError) as caught:
            measure(p, q)
        assert caught.value.code == "shape"


@pytest.mark.parametrize(
    ("labels", "code", "place"),
    [
        ([0, 3], "label_range", "y[1]"),
        ([-1, 0], "label_range", "y[0]"),
        ([0.0, 1.0], "label_type", "y"),
        ([True, False], "label_type", "y"),
        ([[0], [1, 2]], "not_a_number", "y"),
        ([0, 1, 2], "shape", ""),
    ],
)
def test_labels_that_cannot_be_used_are_refused(labels: Any, code: str, place: str):
    with pytest.raises(LossAtlasError) as caught:
        core.cross_entropy_from_labels(labels, [[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])
    assert (caught.value.code, caught.value.where) == (code, place)


@pytest.mark.parametrize("unit", ["nats", "", None, ["nat"]])
def test_an_unknown_unit_is_refused(unit: Any):
    with pytest.raises(LossAtlasError) as caught:
        core.entropy([0.5, 0.5], unit=unit)
    assert caught.value.code == "unit"


def test_the_error_is_a_value_error():
    with pytest.raises(ValueError, match="negative"):
        core.entropy([-1.0])
