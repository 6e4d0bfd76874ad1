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
    p, q = pair
    with np.errstate(all="raise"):
        value, gradient = loss.value(p, q), loss.gradient(p, q)
    assert value.shape == ()
    assert gradient.shape == q.shape
    assert not np.isnan(value)
    assert not np.isnan(gradient).any()


@every(LOSSES)
@few
@given(data=st.data())
def test_nothing_is_nan_for_logits(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p, z = data.draw(strategies.distributions(classes)), data.draw(strategies.logits(classes))
    with np.errstate(all="raise"):
        value, gradient = loss.value_from_logits(p, z), loss.gradient_from_logits(p, z)
    assert value.shape == ()
    assert gradient.shape == z.shape
    assert not np.isnan(value)
    assert not np.isnan(gradient).any()


@every(LOSSES)
@few
@given(data=st.data())
def test_logits_and_their_softmax_agree(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p = data.draw(strategies.distributions(classes))
    z = np.array(data.draw(st.lists(st.floats(-8, 8), min_size=classes, max_size=classes)))
    q = core.softmax(z)
    assume(np.diff(np.sort(q))[-1] > 1e-9)  # a tie that rounding makes or breaks
    assert loss.value_from_logits(p, z) == pytest.approx(float(loss.value(p, q)), rel=1e-9, abs=1e-12)


@every(LOSSES)
@few
@given(data=st.data())
def test_shifting_the_logits_changes_nothing(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p = data.draw(strategies.distributions(classes))
    halves = data.draw(st.lists(st.integers(-60, 60), min_size=classes, max_size=classes))
    z = np.array(halves) / 2.0  # exact, as the shift is
    assert loss.value_from_logits(p, z + 64.0) == loss.value_from_logits(p, z)
    assert loss.gradient_from_logits(p, z + 64.0).tolist() == loss.gradient_from_logits(p, z).tolist()


@every(LOSSES)
@few
@given(pair=strategies.pairs(), random=st.randoms(use_true_random=False))
def test_order_of_classes_does_not_matter(loss: Loss, pair: tuple[Row, Row], random: Any):
    p, q = pair
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
        loss.class_terms([0.5, 0.5], [0.5, 0.5])


@every(SMOOTH)
@few
@given(pair=strategies.inner_pairs())
def test_gradient_is_the_slope(loss: Loss, pair: tuple[Row, Row]):
    p, q = pair
    gradient = loss.gradient(p, q)
    for k in range(q.size):
        numeric = slope(lambda at: loss.value(p, at), q, k, 1e-3 * q[k])
        assert gradient[k] == pytest.approx(numeric, rel=1e-8, abs=1e-8)


@every(SMOOTH)
@few
@given(data=st.data())
def test_gradient_of_logits_is_the_slope(loss: Loss, data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    p = data.draw(strategies.distributions(classes))
    z = np.array(data.draw(st.lists(st.floats(-4, 4), min_size=classes, max_size=classes)))
    gradient = loss.gradient_from_logits(p, z)
    for k in range(classes):
        numeric = slope(lambda at: loss.value_from_logits(p, at), z, k, 2e-3)
        assert gradient[k] == pytest.approx(numeric, rel=1e-8, abs=1e-9)


@every(FLAT)
def test_a_loss_of_steps_has_no_slope(loss: Loss):
    assert loss.gradient([0.0, 0.0, 1.0], [[0.2, 0.3, 0.5]] * 4).tolist() == [[0.0] * 3] * 4
    assert loss.gradient_from_logits([0, 0, 1], [0.2, 0.3, 0.5]).tolist() == [0.0] * 3


@every(PROPER)
@few
@given(pair=strategies.pairs())
def test_a_proper_loss_is_least_at_the_truth(loss: Loss, pair: tuple[Row, Row]):
    p, q = pair
    assert loss.value(p, p) <= loss.value(p, q) + 1e-12


@every(STRICT)
@few
@given(pair=strategies.pairs())
def test_a_strictly_proper_loss_is_least_only_there(loss: Loss, pair: tuple[Row, Row]):
    p, q = pair
    assume(np.abs(p - q).max() > 1e-3)
    assert loss.value(p, p) < loss.value(p, q)


@every(LOSSES)
@few
@given(pair=strategies.pairs(), total=st.sampled_from([1.0, 1.1, 0.5, 3.0]))
def test_nothing_is_below_the_minimizer(loss: Loss, pair: tuple[Row, Row], total: float):
    p, q = pair[0] * total, pair[1]
    best = loss.minimizer(p)
    if best is None:
        assert loss.proper != "strictly"
        return
    assert best.sum() == pytest.approx(1.0, rel=1e-12)
    assert loss.value(p, best) <= loss.value(p, q) + 1e-12


@every(STRICT)
@few
@given(pair=strategies.pairs())
def test_the_minimizer_of_a_strictly_proper_loss_is_the_truth(loss: Loss, pair: tuple[Row, Row]):
    assert loss.minimizer(pair[0]) == pytest.approx(pair[0], rel=1e-12, abs=1e-15)


@every(LOSSES)
def test_a_truth_of_zeros_has_a_value(loss: Loss):
    zeros = np.zeros(3)
    assert np.isfinite(loss.value(zeros, [0.2, 0.3, 0.5]))
    assert np.isfinite(loss.gradient_from_logits(zeros, [0.2, 0.3, 0.5])).all()
    best = loss.minimizer(zeros)
    assert best is None or best.sum() == pytest.approx(1.0)


@every(LOSSES)
def test_leading_axes_broadcast(loss: Loss):
    p, q = np.full((4, 1, 3), 1 / 3), np.full((5, 3), [0.2, 0.3, 0.5])
    assert loss.value(p, q).shape == loss.value_from_logits(p, q).shape == (4, 5)
    assert loss.gradient(p, q).shape == loss.gradient_from_logits(p, q).shape == (4, 5, 3)
    assert loss.value(np.zeros((4, 5), dtype=int), np.broadcast_to(q, (4, 5, 3))).shape == (4, 5)


@every(LOSSES)
def test_rows_in_a_batch_are_as_by_themselves(loss: Loss):
    random = np.random.default_rng(7)
    p, z = random.dirichlet(np.ones(4), 20), random.normal(0, 20, (20, 4))
    z[3] = np.log(p[3]) * (1 + 1e-7)  # near its truth, where other rows are not
    q = core.softmax(z)
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
    good = [0.5, 0.5]
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
    proper: ClassVar[Any] = "strictly"

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
