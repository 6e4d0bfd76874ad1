"""What must hold for every registered loss, whatever its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import core
from core import losses
from core.errors import LossAtlasError
from core.losses import Loss
from tests import strategies
from tests.strategies import Row

few = settings(max_examples=settings().max_examples // 3)
"""For tests that run once a loss."""

LOSSES = strategies.all_losses()
SMOOTH = [loss for loss in LOSSES if loss.differentiable]
FLAT = [loss for loss in LOSSES if not loss.differentiable]
SEPARABLE = [loss for loss in LOSSES if loss.separable]
STRICT = [loss for loss in LOSSES if loss.proper == "strictly"]
PROPER = [loss for loss in LOSSES if loss.proper in ("strictly", "yes")]
IMPROPER = [loss for loss in LOSSES if loss.proper == "no"]
SOFT = [loss for loss in LOSSES if not loss.needs_labels]
LABELLED = [loss for loss in LOSSES if loss.needs_labels]


def every(chosen: list[Loss]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("loss", chosen, ids=[loss.name for loss in chosen])


def slope(function: Callable[[Row], Any], at: Row, k: int, step: float) -> float:
    """Return d function / d at[k] by five points: the error is of the order of step⁴."""
    values = []
    for times in (-2, -1, 1, 2):
        moved = at.copy()
        moved[k] += times * step
        values.append(float(function(moved)))
    return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step)


def secants(function: Callable[[Row], Any], at: Row, k: int, step: float) -> tuple[float, float]:
    """Return the mean slopes over a step to the left and a step to the right."""
    left, right = at.copy(), at.copy()
    left[k] -= step
    right[k] += step
    here = float(function(at))
    return (here - float(function(left))) / step, (float(function(right)) - here) / step


def assert_is_slope(found: float, function: Callable[[Row], Any], at: Row, k: int, step: float) -> None:
    """Fail unless `found` is the slope, or at a kink lies between the slopes to either side.

    A smooth function's secants differ half as much at half the step; a kink's, or those of a curve as sharp as the
    step is long, do not.
    """
    if found == pytest.approx(slope(function, at, k, step), rel=1e-8, abs=1e-8):
        return
    left, right = secants(function, at, k, 2 * step)
    half_left, half_right = secants(function, at, k, step)
    unevenness = abs((right - left) - 2 * (half_right - half_left))
    assert unevenness > 1e-7 * (abs(left) + abs(right)) + 2e-9, f"{found} where the slope is {(left + right) / 2}"
    slack = 1e-2 * abs(half_right - half_left) + 1e-8
    assert min(half_left, half_right) - slack <= found <= max(half_left, half_right) + slack


def expected(loss: Loss, p: Row, q: Row) -> float:
    """Return the loss of q expected over labels drawn from p."""
    of_labels = loss.value(np.arange(p.size), np.tile(q, (p.size, 1)))
    return float(sum(chance * cost for chance, cost in zip(p, of_labels, strict=True) if chance))


@every(LOSSES)
def test_says_what_it_is(loss: Loss):
    for text in (loss.name, loss.title, loss.formula, loss.reference, type(loss).__doc__):
        assert text
        assert text.strip()
    assert loss.proper in ("strictly", "yes", "no")
    assert losses.create(loss.name) == loss
    for parameter in loss.parameters:
        assert parameter.title
        assert parameter.meaning
        assert parameter.check(parameter.default) == getattr(loss, parameter.name)


@every(LOSSES)
@few
@given(pair=strategies.typed_pairs())
def test_nothing_is_nan_for_rows_as_typed(loss: Loss, pair: tuple[Row, Row]):
    p, q = strategies.fitting(loss, pair[0]), pair[1]
    with np.errstate(all="raise"):
        value, gradient = loss.value(p, q), loss.gradient(p, q)
    assert value.shape == ()
    assert gradient.shape == q.shape
    assert not np.isnan(value)
    assert not np.isnan(gradient).any()
    assert not np.signbit(gradient[gradient == 0]).any()  # -0 would be shown


@every(LOSSES)
@few
@given(data=st.data())
def test_nothing_is_nan_for_logits(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p = strategies.fitting(loss, data.draw(strategies.distributions(classes)))
    z = data.draw(strategies.logits(classes))
    with np.errstate(all="raise"):
        value, gradient = loss.value_from_logits(p, z), loss.gradient_from_logits(p, z)
    assert value.shape == ()
    assert gradient.shape == z.shape
    assert not np.isnan(value)
    assert not np.isnan(gradient).any()
    assert not np.signbit(gradient[gradient == 0]).any()  # -0 would be shown


@every(LOSSES)
@few
@given(data=st.data())
def test_logits_and_their_softmax_agree(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p = strategies.fitting(loss, data.draw(strategies.distributions(classes)))
    z = np.array(data.draw(st.lists(st.floats(-8, 8), min_size=classes, max_size=classes)))
    q = core.softmax(z)
    assume(np.diff(np.sort(q))[-1] > 1e-9)  # a tie that rounding makes or breaks
    assert loss.value_from_logits(p, z) == pytest.approx(float(loss.value(p, q)), rel=1e-9, abs=1e-12)


@every(LOSSES)
@few
@given(data=st.data())
def test_shifting_the_logits_changes_nothing(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p = strategies.fitting(loss, data.draw(strategies.distributions(classes)))
    halves = data.draw(st.lists(st.integers(-60, 60), min_size=classes, max_size=classes))
    z = np.array(halves) / 2.0  # exact, as the shift is
    assert loss.value_from_logits(p, z + 64.0) == loss.value_from_logits(p, z)
    assert loss.gradient_from_logits(p, z + 64.0).tolist() == loss.gradient_from_logits(p, z).tolist()


@every(LOSSES)
@few
@given(pair=strategies.pairs(), random=st.randoms(use_true_random=False))
def test_order_of_classes_does_not_matter(loss: Loss, pair: tuple[Row, Row], random: Any):
    p, q = strategies.fitting(loss, pair[0]), pair[1]
    assume(np.diff(np.sort(q))[-1] > 0.0)  # of a tie the lowest index wins
    order = list(range(p.size))
    random.shuffle(order)
    straight, shuffled = float(loss.value(p, q)), float(loss.value(p[order], q[order]))
    assert straight == shuffled or shuffled == pytest.approx(straight, rel=1e-12, abs=1e-15)


@every(LOSSES)
@few
@given(case=strategies.class_counts.flatmap(lambda k: st.tuples(strategies.distributions(k), st.integers(0, k - 1))))
def test_labels_are_one_hot_rows(loss: Loss, case: tuple[Row, int]):
    q, label = case
    one_hot = np.eye(q.size)[label]
    assert loss.value(label, q) == loss.value(one_hot, q)
    assert loss.gradient(label, q).tolist() == loss.gradient(one_hot, q).tolist()
    assert loss.value([label, label], [q, q]).tolist() == [loss.value(one_hot, q)] * 2
    z = 3.0 * q
    assert loss.value_from_logits(label, z) == loss.value_from_logits(one_hot, z)
    assert loss.gradient_from_logits(label, z).tolist() == loss.gradient_from_logits(one_hot, z).tolist()


@every(SEPARABLE)
@few
@given(pair=strategies.typed_pairs())
def test_value_is_the_sum_of_its_class_terms(loss: Loss, pair: tuple[Row, Row]):
    p, q = pair
    terms = loss.class_terms(p, q)
    assert terms.shape == p.shape
    value = float(loss.value(p, q))
    size = np.abs(terms).sum() + np.abs(p).sum()
    assert value == terms.sum() or abs(value - terms.sum()) <= 1e-12 * size


@every([loss for loss in LOSSES if not loss.separable])
def test_a_loss_that_is_no_sum_has_no_class_terms(loss: Loss):
    with pytest.raises(TypeError, match="not a sum"):
        loss.class_terms([1.0, 0.0], [0.5, 0.5])


@every(SMOOTH)
@few
@given(pair=strategies.inner_pairs())
def test_gradient_is_the_slope(loss: Loss, pair: tuple[Row, Row]):
    p, q = strategies.fitting(loss, pair[0]), pair[1]
    gradient = loss.gradient(p, q)
    assume(np.isfinite(loss.value(p, q)))
    for k in range(q.size):
        assert_is_slope(gradient[k], lambda at: loss.value(p, at), q, k, 1e-3 * q[k])


@every(SMOOTH)
@few
@given(data=st.data())
def test_gradient_of_logits_is_the_slope(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p = strategies.fitting(loss, data.draw(strategies.distributions(classes)))
    z = np.array(data.draw(st.lists(st.floats(-4, 4), min_size=classes, max_size=classes)))
    gradient = loss.gradient_from_logits(p, z)
    if not np.isfinite(loss.value_from_logits(p, z)):
        return
    for k in range(classes):
        assert_is_slope(gradient[k], lambda at: loss.value_from_logits(p, at), z, k, 2e-3)


@every(FLAT)
def test_a_loss_of_steps_has_no_slope(loss: Loss):
    assert loss.gradient([0.0, 0.0, 1.0], [[0.2, 0.3, 0.5]] * 4).tolist() == [[0.0] * 3] * 4
    assert loss.gradient_from_logits([0, 0, 1], [0.2, 0.3, 0.5]).tolist() == [0.0] * 3


@every(PROPER)
@few
@given(pair=strategies.pairs())
def test_a_proper_loss_is_expected_to_be_least_at_the_truth(loss: Loss, pair: tuple[Row, Row]):
    p, q = pair
    assert expected(loss, p, p) <= expected(loss, p, q) + 1e-12
    assert loss.value(p, p) <= loss.value(p, q) + 1e-12


@every(STRICT)
@few
@given(pair=strategies.pairs())
def test_a_strictly_proper_loss_is_least_only_there(loss: Loss, pair: tuple[Row, Row]):
    p, q = pair
    assume(np.abs(p - q).max() > 1e-3)
    assert expected(loss, p, p) < expected(loss, p, q)
    assert loss.value(p, p) < loss.value(p, q)


@every(IMPROPER)
def test_an_improper_loss_is_expected_to_be_less_elsewhere(loss: Loss):
    steps = [(i, j, 10 - i - j) for i in range(11) for j in range(11 - i)]
    grid = [np.array(step) / 10 for step in steps]
    # A loss that is infinite for every label but the certain one expects nothing finite of the truth either.
    assert any(
        np.isinf(expected(loss, p, p)) or expected(loss, p, q) < expected(loss, p, p) - 1e-6
        for p in (grid[i] for i in (13, 17, 25, 40))
        for q in grid
    )


@every(LOSSES)
@few
@given(pair=strategies.pairs(), total=st.sampled_from([1.0, 1.1, 0.5, 3.0]), step=st.sampled_from([1.0, 1e-2, 1e-4]))
def test_nothing_is_below_the_minimizer(loss: Loss, pair: tuple[Row, Row], total: float, step: float):
    p, q = strategies.fitting(loss, pair[0]) * (1.0 if loss.needs_labels else total), pair[1]
    best = loss.minimizer(p)
    if best is None:
        assert loss.proper != "strictly"
        return
    assert (best >= 0).all()
    assert best.sum() == pytest.approx(1.0, rel=1e-12)
    least = loss.value(p, best)
    assert least <= loss.value(p, (1.0 - step) * best + step * q) + 1e-12 * (1.0 + abs(least))


@every(STRICT)
@few
@given(pair=strategies.pairs())
def test_the_minimizer_of_a_strictly_proper_loss_is_the_truth(loss: Loss, pair: tuple[Row, Row]):
    assert loss.minimizer(pair[0]) == pytest.approx(pair[0], rel=1e-12, abs=1e-15)


@every(SOFT)
def test_a_truth_of_zeros_has_a_value(loss: Loss):
    zeros = np.zeros(3)
    assert not np.isnan(loss.value(zeros, [0.2, 0.3, 0.5]))
    assert np.isfinite(loss.gradient_from_logits(zeros, [0.2, 0.3, 0.5])).all()
    best = loss.minimizer(zeros)
    assert best is None or best.sum() == pytest.approx(1.0)


@every(LABELLED)
@pytest.mark.parametrize("p", [[0.2, 0.8], [0.0, 0.0], [2.0, 0.0], [1.0, 1.0], [1.0 - 2.0**-53, 0.0]])
def test_a_loss_of_labels_refuses_every_other_truth(loss: Loss, p: list[float]):
    for of_pair in (loss.value, loss.gradient, loss.value_from_logits, loss.gradient_from_logits):
        for truth, place in ((p, "p"), ([[0.0, 1.0], p], "p[1]")):
            with pytest.raises(LossAtlasError) as caught:
                of_pair(truth, [0.4, 0.6])
            assert (caught.value.code, caught.value.where) == ("needs_label", place)
        assert of_pair([0, 1], [[0.4, 0.6]] * 2).tolist() == of_pair(np.eye(2), [0.4, 0.6]).tolist()


@every(LOSSES)
def test_leading_axes_broadcast(loss: Loss):
    p, q = strategies.fitting(loss, np.full((4, 1, 3), 1 / 3)), np.full((5, 3), [0.2, 0.3, 0.5])
    assert loss.value(p, q).shape == loss.value_from_logits(p, q).shape == (4, 5)
    assert loss.gradient(p, q).shape == loss.gradient_from_logits(p, q).shape == (4, 5, 3)
    assert loss.value(np.zeros((4, 5), dtype=int), np.broadcast_to(q, (4, 5, 3))).shape == (4, 5)


@every(LOSSES)
def test_rows_in_a_batch_are_as_by_themselves(loss: Loss):
    random = np.random.default_rng(7)
    p, z = random.dirichlet(np.ones(4), 20), random.normal(0, 20, (20, 4))
    z[3] = np.log(p[3]) * (1 + 1e-7)  # near its truth, where other rows are not
    p, q = strategies.fitting(loss, p), core.softmax(z)
    for together, alone in [
        (loss.value(p, q), loss.value),
        (loss.gradient(p, q), loss.gradient),
    ]:
        assert np.array_equal(together, [alone(a, b) for a, b in zip(p, q, strict=True)])
    for together, alone in [
        (loss.value_from_logits(p, z), loss.value_from_logits),
        (loss.gradient_from_logits(p, z), loss.gradient_from_logits),
    ]:
        assert np.array_equal(together, [alone(a, b) for a, b in zip(p, z, strict=True)])


@every(LOSSES)
def test_rows_that_cannot_be_used_are_refused(loss: Loss):
    good = [0.0, 1.0]
    for of_probabilities in (loss.value, loss.gradient):
        for p, q, code, place in [
            ([0.5, -0.5], good, "negative", "p[1]"),
            (good, [np.nan, 0.5], "not_finite", "q[0]"),
            (good, [0.2, 0.3, 0.5], "shape", ""),
            (2, good, "label_range", "y"),
            ([[0.5], [0.5, 0.5]], good, "not_a_number", "p"),
        ]:
            with pytest.raises(LossAtlasError) as caught:
                of_probabilities(p, q)
            assert (caught.value.code, caught.value.where) == (code, place)
    for of_logits in (loss.value_from_logits, loss.gradient_from_logits):
        with pytest.raises(LossAtlasError) as caught:
            of_logits(good, [np.inf, 0.0])
        assert (caught.value.code, caught.value.where) == ("bad_logit", "z[0]")


@dataclass(frozen=True)
class Quartic(Loss):
    """A loss that fills in no more than it must."""

    name: ClassVar[str] = "quartic"
    title: ClassVar[str] = "Quartic"
    formula: ClassVar[str] = r"\sum_k (q_k - p_k)^4"
    reference: ClassVar[str] = "none"
    scoring_rule: ClassVar[Any] = "strictly"

    def _terms(self, p: Row, q: Row) -> Row:
        return (q - p) ** 4

    def _gradient(self, p: Row, q: Row) -> Row:
        return 4 * (q - p) ** 3


@given(strategies.inner_pairs())
def test_a_loss_need_only_say_its_terms_and_gradient(pair: tuple[Row, Row]):
    p, q = pair
    loss, z = Quartic(), np.log(q)
    assert loss.value_from_logits(p, z) == pytest.approx(float(loss.value(p, q)), rel=1e-9, abs=1e-15)
    for k in range(q.size):
        numeric = slope(lambda at: loss.value_from_logits(p, at), z, k, 1e-3)
        assert loss.gradient_from_logits(p, z)[k] == pytest.approx(numeric, rel=1e-8, abs=1e-10)
    assert loss.minimizer(p) == pytest.approx(p)
    assert loss.minimizer(np.zeros(3)) is None


# -- what is known of single losses and of pairs of them ----------------------------------------------------


@pytest.mark.parametrize("name", ["jensen_shannon", "hellinger", "total_variation", "mae", "mse"])
@given(pair=strategies.pairs())
def test_a_distance_is_the_same_both_ways(name: str, pair: tuple[Row, Row]):
    p, q = pair
    loss = losses.create(name)
    assert loss.value(p, q) == pytest.approx(float(loss.value(q, p)), rel=1e-13, abs=0.0)
    assert loss.value(p, p) == 0.0
    assert loss.value(p, q) >= 0.0


@pytest.mark.parametrize("name", ["hellinger", "total_variation", "mae"])
@given(pair=strategies.pairs(), seed=st.integers(0, 99))
def test_a_metric_keeps_the_triangle_inequality(name: str, pair: tuple[Row, Row], seed: int):
    p, q = pair
    between = np.random.default_rng(seed).dirichlet(np.ones(p.size))
    loss = losses.create(name)
    assert loss.value(p, q) <= loss.value(p, between) + loss.value(between, q) + 1e-15


@given(strategies.pairs())
def test_divergences_keep_their_bounds(pair: tuple[Row, Row]):
    p, q = pair
    figures = {
        name: float(losses.create(name).value(p, q))
        for name in ("kl_divergence", "reverse_kl", "jensen_shannon", "hellinger", "total_variation", "mae")
    }
    slack = 1.0 + 1e-14
    assert figures["mae"] == 2 * figures["total_variation"]
    assert figures["jensen_shannon"] <= np.log(2.0) * slack
    assert figures["total_variation"] <= slack
    assert figures["hellinger"] <= slack
    for divergence in ("kl_divergence", "reverse_kl"):  # Pinsker; the sums are 1 to rounding
        assert figures["total_variation"] ** 2 <= figures[divergence] / 2 * slack + 1e-29
    assert figures["jensen_shannon"] <= np.log(2.0) * figures["total_variation"] * slack  # Lin (1991)
    assert figures["hellinger"] ** 2 <= figures["total_variation"] * slack  # Le Cam
    assert figures["total_variation"] <= np.sqrt(2.0) * figures["hellinger"] * slack + 1e-300
    assert figures["reverse_kl"] == pytest.approx(float(core.kl_divergence(q, p)), rel=1e-12, abs=0.0)


@given(strategies.pairs())
def test_cross_entropy_is_entropy_and_divergence(pair: tuple[Row, Row]):
    p, q = pair
    sum_of_both = float(core.entropy(p) + losses.create("kl_divergence").value(p, q))
    assert losses.create("cross_entropy").value(p, q) == pytest.approx(sum_of_both, rel=1e-12, abs=1e-15)


def same(first: Loss, second: Loss, p: Row, q: Row, z: Row) -> None:
    """Fail unless the two losses are one."""
    for method, other in (("value", q), ("gradient", q), ("value_from_logits", z), ("gradient_from_logits", z)):
        found, wanted = (np.asarray(getattr(loss, method)(p, other)) for loss in (first, second))
        rounding = 1e-14 if method == "gradient_from_logits" else 1e-300  # of Σp, where Σp·q - p is nearly 0
        assert found == pytest.approx(wanted, rel=1e-12, abs=rounding)


@few
@given(pair=strategies.pairs(), data=st.data())
def test_families_contain_cross_entropy(pair: tuple[Row, Row], data: st.DataObject):
    p, q = pair
    z = data.draw(strategies.logits(p.size))
    weights = tuple(float(k + 1) for k in range(p.size))
    plain, weighted = losses.create("cross_entropy"), losses.create("cross_entropy", class_weights=weights)
    same(losses.create("focal", gamma=0.0), plain, p, q, z)
    same(losses.create("focal", gamma=0.0, alpha=weights), weighted, p, q, z)
    same(losses.create("poly1", epsilon=0.0), plain, p, q, z)


@given(pair=strategies.inner_pairs(), exponent=st.floats(0.01, 1.0))
def test_generalized_cross_entropy_goes_to_cross_entropy(pair: tuple[Row, Row], exponent: float):
    p, q = pair
    gap = losses.create("cross_entropy").value(p, q) - losses.create(
        "generalized_cross_entropy", exponent=exponent
    ).value(p, q)
    assert -1e-15 <= gap <= exponent / 2 * (p * np.log(q) ** 2).sum() + 1e-15  # the next term of qᵃ = exp(a·log q)
    linear = losses.create("generalized_cross_entropy", exponent=1.0)
    assert linear.value(p, q) == pytest.approx(float((p * (1.0 - q)).sum()), rel=1e-12)


def test_losses_of_one_label_by_hand():
    p, q = [0, 1, 0], np.array([0.25, 0.5, 0.25])
    figures = {
        "mse": 0.375,
        "mae": 1.0,
        "total_variation": 0.5,
        "cross_entropy": np.log(2.0),
        "reverse_kl": np.inf,
        "jensen_shannon": 0.75 * np.log(4.0 / 3.0),
        "focal": np.log(2.0) / 4,
        "poly1": np.log(2.0) + 0.5,
        "generalized_cross_entropy": (1.0 - 0.5**0.7) / 0.7,
        "hellinger": np.sqrt(1.0 - np.sqrt(0.5)),
        "spherical": 1.0 - np.sqrt(2.0 / 3.0),
        "hinge": 1.0 - np.log(2.0),
    }
    for name, figure in figures.items():
        assert losses.create(name).value(p, q) == pytest.approx(figure, rel=1e-14, abs=0.0), name
