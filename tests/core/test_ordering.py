"""Sorted and filtered rows against plain Python: the same rows in the same order, equal ones as they come."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Document, Settings
from core.losses import create
from core.ordering import SUM, Arrangement, Bounds, Order, Sort, arrange, disagreeing, figures, stable_order
from core.results import Results, compute

NUMBERS = st.sampled_from([0.0, -0.0, 1.0, 0.5, 2.0, -3.0, math.inf, -math.inf, math.nan]) | st.floats()


@given(values=st.lists(NUMBERS, max_size=60), descending=st.booleans())
def test_sorting_is_pythons_with_nan_last(values: list[float], descending: bool):
    def key(index: int) -> tuple[bool, float]:
        value = values[index]
        return (True, 0.0) if math.isnan(value) else (False, -value if descending else value)

    expected = sorted(range(len(values)), key=key)
    assert stable_order(np.array(values, np.float64), descending=descending).tolist() == expected


@pytest.mark.parametrize("different", [1, 2, 10, 16, 17, 300, 5000, 10**9])
@pytest.mark.parametrize("nans", [0, 40])
def test_equal_figures_keep_their_order_however_many_there_are(different: int, nans: int):
    rng = np.random.default_rng(different)
    values = rng.integers(0, different, 20_000).astype(np.float64)
    values[rng.integers(0, values.size, nans)] = np.nan
    assert np.array_equal(stable_order(values), np.argsort(values, kind="stable"))
    assert np.array_equal(stable_order(values, descending=True), np.argsort(-values, kind="stable"))


def test_figures_that_are_no_whole_numbers():
    values = np.random.default_rng(4).random(20_000).astype(np.float32).astype(np.float64)
    assert np.unique(values).size < values.size
    assert np.array_equal(stable_order(values), np.argsort(values, kind="stable"))


@pytest.mark.parametrize("odd", [0.5, 1e9, math.inf, -math.inf, math.nan])
def test_whole_numbers_with_an_odd_one_among_them(odd: float):
    values = np.random.default_rng(1).integers(-50, 50, 20_000).astype(np.float64)
    values[12_345] = odd
    assert np.array_equal(stable_order(values), np.argsort(values, kind="stable"))
    assert np.array_equal(stable_order(values, descending=True), np.argsort(-values, kind="stable"))


def test_values_that_a_glance_misses_are_sorted_too():
    values = np.zeros(100_000)
    values[77_777] = -1.0
    assert stable_order(values)[:2].tolist() == [77_777, 0]


# -- a document with something of everything ---------------------------------------------------------------

TRUTH = np.array([[1, 0, 0], [0, 1, 0], [0.2, 0.3, 0.5], [0, 0, 1], [1, 0, 0], [0.5, 0.5, 0.5]])
ONE = np.array([[0.6, 0.3, 0.1], [0.6, 0.3, 0.1], [0.2, 0.3, 0.5], [0, 1, 0], [0.5, 0.4, 0.4], [0.2, 0.2, 0.6]])
TWO = np.array([[2.0, 0, 0], [0, 1, 0], [0, 0, 3], [0, 0, 1], [0, 0, 5], [1, 0, 0]])
NAMES = ("img 10", "img 9", "Img 2", "b", "img 9", "A")


def results(row_sums: str = "as-typed", names: tuple[str, ...] | None = NAMES, **settings: object) -> Results:
    made = Settings(row_sums=row_sums, **settings)
    return compute(
        Document.make(TRUTH, [("one", ONE, "probability"), ("two", TWO, "logit")], samples=names, settings=made)
    )


def rows(of: Results, model: int = 0, brushed: list[int] | None = None, **wanted: object) -> list[int]:
    picked = None if brushed is None else np.array(brushed)
    order = arrange(of, model, Arrangement(**wanted), picked)
    return [order.sample(row) for row in range(len(order))]


def test_all_rows_as_they_come():
    order = arrange(results(), 0, Arrangement())
    assert (order.samples, len(order), order.is_partial) == (None, 6, False)
    assert Arrangement().is_plain
    assert not Arrangement(sort=Sort("name")).is_plain
    assert not Arrangement(wrong=True).is_plain


def test_sorted_by_a_loss_with_infinite_ones_and_left_out_rows_last():
    strict = results("strict")
    per_sample = strict.models[0].per_sample(create("cross_entropy"))
    assert np.isnan(per_sample[[4, 5]]).all()
    assert math.isinf(per_sample[3])
    up, down = Sort("loss", "cross_entropy"), Sort("loss", "cross_entropy", descending=True)
    assert down == up.turned()
    assert rows(strict, sort=up) == [0, 2, 1, 3, 4, 5]
    assert rows(strict, sort=down) == [3, 1, 2, 0, 4, 5]


def test_only_rows_of_a_class():
    found = results()
    assert [rows(found, true=k) for k in range(3)] == [[0, 4, 5], [1], [2, 3]], "of a tie the first"
    assert [rows(found, predicted=k) for k in range(3)] == [[0, 1, 4], [3], [2, 5]]
    assert rows(found, predicted=0, true=1) == [1]
    assert rows(found, 1, predicted=0) == [0, 5]
    assert rows(results("strict"), predicted=0) == [0, 1], "a row left out says nothing"


def test_only_rows_of_a_class_by_labels_and_a_row_of_zeros():
    labels = compute(Document.make(np.array([2, 0, 2]), [("one", ONE[:3], "probability")]))
    assert [rows(labels, true=k) for k in range(3)] == [[1], [], [0, 2]]
    zeros = np.array([[0.0, 0, 0], [1, 0, 0]])
    nothing = compute(Document.make(zeros, [("one", ONE[:2], "probability")]))
    assert rows(nothing, true=0) == [1]


def test_only_rows_with_a_figure_in_a_range():
    found = results("strict")
    per_sample = found.models[0].per_sample(create("cross_entropy"))
    measure = Sort("loss", "cross_entropy")
    low, high = np.sort(per_sample[:3])[[0, 1]]
    inside = np.flatnonzero((per_sample >= low) & (per_sample <= high)).tolist()
    assert len(inside) == 2
    assert rows(found, bounds=Bounds(measure, low, high)) == inside, "the ends belong to it"
    assert rows(found, bounds=Bounds(measure, high)) == [k for k in range(4) if per_sample[k] >= high], (
        "infinite as well"
    )
    assert rows(found, bounds=Bounds(measure, -math.inf, math.inf)) == [0, 1, 2, 3], "those left out have none"
    assert rows(found, bounds=Bounds(Sort("model", column=1), 0.35)) == [3, 4]
    assert rows(found, bounds=Bounds(Sort("truth", column=SUM), 1.1), sort=Sort("name")) == [5]
    assert rows(found, bounds=Bounds(Sort("entropy"), 0.1)) == [2]


def test_what_is_asked_of_numbers_must_fit_the_document():
    document = results().document
    asked = Arrangement(true=2, predicted=2, bounds=Bounds(Sort("model", column=2), 0.5))
    assert asked.is_filter
    assert not Arrangement(true=0).is_plain
    assert asked.fitted(document, has_brush=False) == asked
    wide = Arrangement(true=3, predicted=3, bounds=Bounds(Sort("model", column=3), 0.5))
    assert wide.fitted(document, has_brush=False).is_plain


def test_sorted_by_names_as_a_person_counts():
    assert rows(results(), sort=Sort("name")) == [5, 3, 2, 1, 4, 0]
    assert rows(results(), sort=Sort("name", descending=True)) == [0, 1, 4, 2, 3, 5], "equal names as they come"
    assert rows(results(names=None), sort=Sort("name", descending=True)) == [5, 4, 3, 2, 1, 0]


def test_sorted_by_what_the_model_says_right_before_wrong():
    # one says 0, 0, 2, 1, 0, 2; wrong for the second, the fourth and the last
    assert rows(results(), sort=Sort("predicted")) == [0, 4, 1, 3, 2, 5]
    assert rows(results("strict"), sort=Sort("predicted")) == [0, 1, 3, 2, 4, 5]


def test_sorted_by_columns_as_they_stand():
    assert rows(results(), sort=Sort("truth", column=0)) == [1, 3, 2, 5, 0, 4]
    assert rows(results(), sort=Sort("model", column=1, descending=True)) == [3, 4, 0, 1, 2, 5]
    assert rows(results(), 1, sort=Sort("model", column=2, descending=True)) == [4, 2, 3, 0, 1, 5], "logits"
    assert rows(results(), sort=Sort("truth", column=SUM, descending=True)) == [5, 0, 1, 2, 3, 4]
    assert rows(results(), sort=Sort("model", column=SUM, descending=True)) == [4, 0, 1, 2, 3, 5]
    labels = compute(Document.make(np.array([1, 0, 1]), [("m", np.full((3, 2), 0.5), "probability")]))
    assert rows(labels, sort=Sort("truth", column=1, descending=True)) == [0, 2, 1]


def test_sorted_by_entropy_and_divergence():
    of = results()
    assert figures(of, 0, Sort("entropy")).tolist() == of.entropy().tolist()
    divergence = figures(of, 0, Sort("divergence"))
    assert divergence.tolist() == of.models[0].per_sample(create("kl_divergence")).tolist()
    assert rows(of, sort=Sort("divergence"))[-1] == 3


def test_filtered():
    of = results()
    assert rows(of, wrong=True) == [1, 3, 5]
    assert rows(of, 1, wrong=True) == [4], "of the model asked for"
    assert rows(of, disagree=True) == [1, 3, 4, 5]
    assert rows(of, off=True) == [4, 5]
    assert rows(of, text="IMG") == [0, 1, 2, 4]
    assert rows(of, text="9", wrong=True) == [1]
    assert rows(of, text="nowhere") == []
    assert rows(of, text="nowhere", sort=Sort("name")) == []
    assert rows(of, brushed=[2, 4]) == [0, 1, 2, 3, 4, 5], "not asked for"
    assert rows(of, brushed=[2, 4], **{"text": "img"}) == [0, 1, 2, 4]
    assert rows(results(names=None), text="5") == [4]


def test_only_those_picked_out():
    order = arrange(results(), 0, Arrangement(brushed=True), np.array([2, 4]))
    assert [order.sample(k) for k in range(len(order))] == [2, 4]
    assert len(arrange(results(), 0, Arrangement(brushed=True), np.array([], np.int64))) == 0


def test_filtered_and_sorted():
    by_loss = Sort("loss", "cross_entropy", descending=True)
    assert rows(results(), sort=by_loss, wrong=True) == [3, 5, 1]
    assert rows(results(), sort=Sort("name"), off=True) == [5, 4]


def test_a_row_left_out_is_neither_wrong_nor_a_disagreement():
    strict = results("strict")
    assert rows(strict, wrong=True) == [1, 3]
    assert disagreeing(strict).tolist() == [False, True, False, True, False, False]
    assert rows(strict, off=True) == [4, 5]


def test_what_a_document_has_not_is_dropped():
    document = results().document
    wanted = Arrangement(Sort("loss", "cross_entropy"), "x", True, True, True, True)
    assert wanted.fitted(document, has_brush=True) == wanted
    assert not wanted.fitted(document, has_brush=False).brushed
    hidden = document.with_settings(shown=("mse",))
    assert wanted.fitted(hidden, has_brush=True).sort is None
    assert Arrangement(Sort("model", column=3)).fitted(document, has_brush=True).sort is None
    assert Arrangement(Sort("model", column=2)).fitted(document, has_brush=True).sort is not None
    assert Arrangement(Sort("name")).fitted(document, has_brush=True).sort == Sort("name")
    assert Arrangement().fitted(document, has_brush=False) == Arrangement()


# -- from rows to samples and back -------------------------------------------------------------------------


def test_an_order_leads_both_ways():
    order = Order(6, np.array([4, 0, 2], np.int32))
    assert (len(order), order.is_partial) == (3, True)
    assert [order.sample(row) for row in range(3)] == [4, 0, 2]
    assert [order.row(sample) for sample in range(7)] == [1, None, 2, None, 0, None, None]
    assert order.mask().tolist() == [True, False, True, False, True, False]
    assert (order.span(0, 2), order.span(2, 5), order.span(3, 3)) == ((1, 2), (0, 2), None)
    assert order.samples is not None
    with pytest.raises(ValueError, match="read-only"):
        order.samples[0] = 1
    everything = Order(3)
    assert [everything.row(sample) for sample in (-1, 0, 2, 3)] == [None, 0, 2, None]
    assert (everything.sample(2), everything.span(1, 2), everything.is_partial) == (2, (1, 2), False)
    assert everything.mask().all()


def test_the_same_order_is_known_again():
    some = Order(3, np.array([2, 1], np.int32))
    assert some.same_as(Order(3, np.array([2, 1], np.int32)))
    assert not some.same_as(Order(3, np.array([1, 2], np.int32)))
    assert not some.same_as(Order(4, np.array([2, 1], np.int32)))
    assert not some.same_as(Order(3))
    assert Order(3).same_as(Order(3))
    assert not Order(3).same_as(Order(4))


def test_steps_follow_the_rows_shown():
    order = Order(8, np.array([5, 1, 3], np.int32))
    assert (order.step(5, 1), order.step(1, 1), order.step(3, 1)) == (1, 3, 3)
    assert (order.step(5, -1), order.step(3, -2)) == (5, 5)
    assert (order.step(0, 1), order.step(0, -1), order.step(2, 1), order.step(2, -1)) == (1, 1, 3, 1)
    assert (order.step(7, 1), order.step(7, -1)) == (5, 5)
    assert Order(8, np.array([], np.int32)).step(4, 1) == 4
    assert (Order(4).step(3, 1), Order(4).step(1, -1)) == (3, 0)
