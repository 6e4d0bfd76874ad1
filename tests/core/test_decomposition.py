"""Terms class by class against hand-worked and published numbers; distributions found from what they are to give."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

import core
from core import decomposition, distributions, diversity
from core.decomposition import prediction_with_cross_entropy, terms_of, truth_with_entropy, with_edge
from core.document import Document
from core.errors import LossAtlasError
from core.results import compute
from tests import strategies
from tests.strategies import Row

KULLBACK = np.array([0.36, 0.48, 0.16])
THIRD = np.full(3, 1 / 3)


def test_kullbacks_example_class_by_class():
    """Published totals: KL 0.0852996, reverse 0.0974550, CE 1.0986123, H 1.0133127; the terms are worked by hand."""
    terms = terms_of(KULLBACK, THIRD)
    assert terms.entropy == pytest.approx([0.36 * math.log(1 / 0.36), 0.48 * math.log(1 / 0.48), 0.16 * math.log(6.25)])
    assert terms.divergence == pytest.approx([0.36 * math.log(1.08), 0.48 * math.log(1.44), 0.16 * math.log(0.48)])
    assert terms.divergence[2] < 0, "a class that q overrates is worth less than nothing"
    assert terms.cross == pytest.approx(KULLBACK * math.log(3))
    assert terms.total_entropy == pytest.approx(1.0133127, abs=5e-8)
    assert terms.total_divergence == pytest.approx(0.0852996, abs=5e-8)
    assert terms.total_cross == pytest.approx(1.0986123, abs=5e-8)
    assert terms.total_reverse == pytest.approx(0.0974550, abs=5e-8)
    assert terms.reverse.sum() == pytest.approx(0.0974550, abs=5e-8)


def test_published_figures_in_bits():
    bits = math.log(2)
    half, other = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    terms = terms_of(half, other)
    assert terms.total_divergence / bits == pytest.approx(0.7369656, abs=5e-8)
    assert terms.total_cross / bits == pytest.approx(1.7369656, abs=5e-8)
    back = terms_of(other, half)
    assert back.total_entropy / bits == pytest.approx(0.468996, abs=5e-7)
    assert back.total_reverse == pytest.approx(terms.total_divergence, rel=1e-14)
    quarter = terms_of(half, np.array([0.75, 0.25]))
    assert quarter.total_cross / bits == pytest.approx(1.2075187, abs=5e-8)
    assert quarter.total_reverse / bits == pytest.approx(0.1887219, abs=5e-8)
    overlap = terms_of(np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5]))
    assert overlap.total_jensen_shannon / bits == pytest.approx(0.5, rel=1e-14)
    assert overlap.jensen_shannon / bits == pytest.approx([0.25, 0.0, 0.25], rel=1e-14)
    assert terms_of(THIRD, np.array([0.5, 0.5, 0.0])).divergence[2] == math.inf


@given(strategies.pairs())
def test_terms_add_up_and_agree_with_scipy(pair: tuple[Row, Row]):
    p, q = pair
    terms = terms_of(p, q)
    assert terms.entropy == pytest.approx(special.entr(p), rel=1e-12)
    mixed = (p + q) / 2
    assert terms.jensen_shannon == pytest.approx(
        (special.rel_entr(p, mixed) + special.rel_entr(q, mixed)) / 2 - (p + q) / 2 + mixed, rel=1e-6, abs=1e-12
    )
    assert terms.divergence == pytest.approx(special.rel_entr(p, q), rel=1e-9, abs=1e-15)
    assert terms.reverse == pytest.approx(special.rel_entr(q, p), rel=1e-9, abs=1e-15)
    finite = np.isfinite(terms.cross)
    assert (terms.entropy + terms.divergence)[finite] == pytest.approx(terms.cross[finite], rel=1e-9, abs=1e-12)
    assert terms.total_divergence == pytest.approx(float(core.kl_divergence(p, q)), rel=1e-12)


def test_terms_of_logits_are_finite_where_q_has_underflowed():
    terms = terms_of(np.array([0.5, 0.5]), np.array([1.0, 0.0]), np.array([1000.0, 0.0]))
    assert terms.cross.tolist() == [0.0, 500.0]
    assert terms.divergence == pytest.approx([0.5 * math.log(0.5), 500.0 + 0.5 * math.log(0.5)])
    assert terms.total_cross == 500.0
    assert terms.total_divergence == pytest.approx(500.0 - math.log(2), rel=1e-14)
    assert terms.total_reverse == pytest.approx(math.log(2))


def test_terms_of_a_row_follow_the_policy():
    truth, q = np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([[2.0, 6.0], [0.5, 0.5]])
    document = Document.make(truth, [("m", q, "probability")])
    as_typed = decomposition.row_terms(compute(document), 0, 0)
    assert as_typed is not None
    assert as_typed.p.tolist() == [1.0, 1.0]
    assert as_typed.total_cross == pytest.approx(-math.log(12))
    normalized = decomposition.row_terms(compute(document.with_settings(row_sums="normalize")), 0, 0)
    assert normalized is not None
    assert (normalized.p.tolist(), normalized.q.tolist()) == ([0.5, 0.5], [0.25, 0.75])
    assert normalized.total_cross == pytest.approx(-0.5 * math.log(3 / 16))
    assert decomposition.row_terms(compute(document.with_settings(row_sums="strict")), 0, 0) is None
    logits = document.with_rows(0, {0: np.array([0.5, 0.5])}).with_scale(0, "logit")
    of_logits = decomposition.row_terms(compute(logits.with_rows(-1, {0: np.array([1.0, 0.0])})), 0, 0)
    assert of_logits is not None
    assert of_logits.total_cross == pytest.approx(math.log(2))


def test_the_strongest_classes_come_in_class_order():
    weights = np.array([0.2, math.inf, math.nan, 0.2, 0.5])
    assert decomposition.strongest(weights, 3).tolist() == [0, 1, 4]
    assert decomposition.strongest(weights, 9).tolist() == [0, 1, 2, 3, 4]


cases = strategies.class_counts.flatmap(lambda k: strategies.distributions(k))


@given(cases, st.floats(0.0, 1.0))
def test_every_entropy_is_met_on_the_path_of_the_truth(p: Row, share: float):
    target = share * math.log(p.size)
    found = truth_with_entropy(p, target)
    assert found.sum() == pytest.approx(1.0, abs=1e-12)
    assert (found >= 0).all()
    assert float(stats.entropy(found)) == pytest.approx(target, abs=1e-10)
    assert found[p.argmax()] == found.max(), "the most probable class stays so"


@given(cases)
def test_the_path_of_the_truth_leads_through_it(p: Row):
    here = float(core.entropy(p))
    found = truth_with_entropy(p, here)
    assert float(core.entropy(found)) == pytest.approx(here, abs=1e-12)
    if 1e-3 < here < math.log(p.size) - 1e-3:
        assert found == pytest.approx(p, abs=1e-6)


def test_a_certain_truth_can_be_made_uncertain_and_back():
    softer = truth_with_entropy(np.array([0.0, 0.0, 1.0]), 0.5)
    assert softer[0] == softer[1] > 0
    assert core.entropy(softer) == pytest.approx(0.5, abs=1e-13)
    assert truth_with_entropy(softer, -1.0).tolist() == [0.0, 0.0, 1.0]
    assert truth_with_entropy(softer, 9.0) == pytest.approx(THIRD, abs=1e-15)


@given(
    strategies.class_counts.flatmap(lambda k: st.tuples(strategies.distributions(k), strategies.distributions(k))),
    st.floats(0.0, 40.0),
)
def test_a_prediction_of_any_cross_entropy_lies_on_the_ray(pair: tuple[Row, Row], more: float):
    p, q = pair
    target = float(core.entropy(p)) + more
    found = prediction_with_cross_entropy(p, q, target)
    assert found.sum() == pytest.approx(1.0, abs=1e-12)
    assert (found >= 0).all()
    loss = float(core.cross_entropy(p, found))
    if loss < target - 1e-9 * max(1.0, target):  # the ray ends where p has nothing, or at the smallest numbers
        assert (found == 0).any() or found.min() < 1e-300
        assert not (found[p > 0] == 0).any()
    else:
        assert loss == pytest.approx(target, rel=1e-9, abs=1e-9)


@given(strategies.inner_pairs())
def test_the_ray_leads_through_the_prediction(pair: tuple[Row, Row]):
    p, q = pair
    found = prediction_with_cross_entropy(p, q, float(core.cross_entropy(p, q)))
    assert core.cross_entropy(p, found) == pytest.approx(core.cross_entropy(p, q), rel=1e-13)
    if np.abs(p - q).max() > 1e-3:
        assert found == pytest.approx(q, abs=1e-9)


def test_the_ends_of_the_ray():
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.3, 0.3, 0.4])
    assert prediction_with_cross_entropy(p, q, 0.0) == pytest.approx(p, abs=1e-15)
    assert prediction_with_cross_entropy(p, q, math.inf) == pytest.approx([0.0, 0.3, 0.7], abs=1e-15)
    assert prediction_with_cross_entropy(p, p, math.inf).tolist() == [0.0, 0.0, 1.0], "to the least probable class"
    far = prediction_with_cross_entropy(p, q, 300.0)
    assert core.cross_entropy(p, far) == pytest.approx(300.0, rel=1e-12)
    assert 0 < far[0] < 1e-250


def test_an_infinite_loss_can_be_dragged_down():
    p, q = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.5, 0.5])
    found = prediction_with_cross_entropy(p, q, 2.0)
    assert found == pytest.approx([math.exp(-2), (1 - math.exp(-2)) / 2, (1 - math.exp(-2)) / 2], rel=1e-12)


def test_locked_classes_stay_while_bars_are_dragged():
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])
    assert truth_with_entropy(p, 0.9, {1})[1] == 0.3
    assert core.entropy(truth_with_entropy(p, 0.9, {1})) == pytest.approx(0.9, abs=1e-12)
    moved = prediction_with_cross_entropy(p, q, 2.0, {1})
    assert moved[1] == 0.3
    assert moved.sum() == pytest.approx(1.0, abs=1e-14)
    assert core.cross_entropy(p, moved) == pytest.approx(2.0, abs=1e-12)
    nearest = prediction_with_cross_entropy(p, q, 0.0, {1})
    assert nearest == pytest.approx([0.5, 0.3, 0.2], abs=1e-15)
    with pytest.raises(LossAtlasError) as caught:
        truth_with_entropy(p, 0.9, {0, 1})
    assert caught.value.code == "all_locked"
    with pytest.raises(LossAtlasError) as caught:
        prediction_with_cross_entropy(p, np.array([1.0, 0.0, 0.0]), 1.0, {0})
    assert caught.value.code == "locked_sum"


def test_a_row_that_does_not_sum_to_1_is_dragged_as_divided_by_its_sum():
    assert truth_with_entropy(np.array([0.0, 0.0]), 9.0).tolist() == [0.5, 0.5]
    found = prediction_with_cross_entropy(np.array([0.0, 2.0]), np.array([0.5, 0.5]), math.log(4))
    assert found.sum() == pytest.approx(1.0, abs=1e-15)


def test_an_edge_goes_where_it_is_put():
    p = np.array([0.2, 0.3, 0.5])
    for index in (0, 1):
        moved = with_edge(p, index, 0.6)
        assert moved[: index + 1].sum() == pytest.approx(0.6, abs=1e-14)
        others, before = np.delete(moved, index), np.delete(p, index)
        assert others / others.sum() == pytest.approx(before / before.sum(), rel=1e-13)
    last = with_edge(p, 2, 0.9)
    assert last[2] == pytest.approx(0.1, abs=1e-15)
    assert with_edge(p, 0, -1.0)[0] == 0.0
    assert with_edge(p, 0, 2.0).tolist() == [1.0, 0.0, 0.0]
    held = with_edge(p, 0, 0.4, {1})
    assert held == pytest.approx([0.4, 0.3, 0.3], abs=1e-15)


def test_how_many_classes_a_distribution_is_spread_over():
    assert diversity.perplexity(KULLBACK) == pytest.approx(math.exp(1.0133127), rel=1e-7)
    assert diversity.perplexity([1.0, 0.0]) == 1.0
    assert diversity.inverse_simpson([0.5, 0.25, 0.25]) == pytest.approx(8 / 3)
    assert diversity.inverse_simpson([[1.0, 0.0], [0.5, 0.5]]).tolist() == [1.0, 2.0]
    assert diversity.inverse_simpson([0.0, 0.0]) == math.inf
    for q in (np.full(7, 1 / 7), np.eye(4)[1]):
        spread = np.count_nonzero(q)
        assert diversity.perplexity(q) == pytest.approx(spread, rel=1e-14)
        assert diversity.inverse_simpson(q) == pytest.approx(spread, rel=1e-14)


# -- locks ----------------------------------------------------------------------------------------------


@given(
    st.sampled_from([3, 4, 7]).flatmap(
        lambda k: st.tuples(strategies.distributions(k), st.integers(0, k - 1), st.sets(st.integers(0, k - 1)))
    ),
    st.floats(-0.5, 1.5),
)
def test_locked_classes_keep_what_they_hold(case: tuple[Row, int, set[int]], value: float):
    row, index, locked = case
    held = locked - {index}
    if len(held) == row.size - 1:
        with pytest.raises(LossAtlasError) as caught:
            distributions.rescale_others(row, index, value, locked)
        assert caught.value.code == "all_locked"
        return
    changed = distributions.rescale_others(row, index, value, locked)
    assert changed.sum() == pytest.approx(1.0, abs=1e-12)
    assert (changed >= 0).all()
    assert all(changed[k] == row[k] for k in held)
    room = distributions.room_for(row, index, locked)
    assert changed[index] == min(max(value, 0.0), room)


def test_locked_classes_that_hold_more_than_1_leave_no_room():
    with pytest.raises(LossAtlasError) as caught:
        distributions.rescale_others(np.array([0.9, 0.4, 0.1]), 2, 0.2, {0, 1})
    assert caught.value.code == "all_locked"
    with pytest.raises(LossAtlasError) as caught:
        distributions.rescale_others(np.array([0.9, 0.4, 0.1, 0.0]), 2, 0.2, {0, 1})
    assert caught.value.code == "locked_sum"
    assert "1.3" in str(caught.value)
