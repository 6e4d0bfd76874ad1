"""What surfaces show: losses of predictions, of truths, of many samples, entropy, curves and differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import softmax

from core import losses, surfaces, truths
from core.document import Document
from core.domains import LogitPlane, Merged, Part, Segment, Slice
from core.errors import LossAtlasError
from core.losses import Loss
from core.objectives import OfDifference, OfItself, OfPrediction, OfTruth
from core.results import compute
from tests import strategies

LOSSES = strategies.all_losses()
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
ROW = np.array([0.1, 0.25, 0.15, 0.2, 0.3])
LABEL = np.array([0.0, 0.0, 0.0, 1.0, 0.0])
FLOAT32 = 1e-6


@every_loss
def test_merged_classes_have_the_loss_of_their_rows(loss: Loss):
    domain, p = Merged((3, 0), ROW), strategies.fitting(loss, ROW)
    surface = surfaces.surface(OfPrediction(loss, p), domain, 24)
    lattice = domain.lattice(24)
    exact = loss.value(p, domain.lift(lattice.at[lattice.interior]))
    finite = np.isfinite(exact)
    assert surface.values[lattice.interior][finite] == pytest.approx(exact[finite], rel=FLOAT32, abs=1e-12)


@every_loss
def test_a_logit_plane_has_the_loss_of_its_logits(loss: Loss):
    z = np.array([1.0, -2.0, 0.5, 3.0, -1.0])
    domain, p = LogitPlane.through((3, 0), z, "logit"), strategies.fitting(loss, ROW)
    surface = surfaces.surface(OfPrediction(loss, p), domain, 24)
    lattice = domain.lattice(24)
    exact = loss.value_from_logits(p, domain.lift(lattice.at))
    assert surface.values == pytest.approx(exact, rel=FLOAT32)
    if loss.name not in ("hinge", "reverse_kl"):
        assert surface.values == pytest.approx(
            loss.value(p, softmax(domain.lift(lattice.at), axis=-1)), rel=1e-6, abs=1e-9
        )


def test_on_the_logit_plane_cross_entropy_slopes_on_where_squared_error_is_flat():
    plane = LogitPlane.through((0, 3), np.full(5, 0.2))
    out, farther = np.array([7.0, -7.0]), np.array([8.0, -8.0])
    for name, rises in (("cross_entropy", 1.9), ("mse", 0.0)):
        loss = losses.create(name)
        gain = loss.value_from_logits(LABEL, plane.lift(farther)) - loss.value_from_logits(LABEL, plane.lift(out))
        assert gain == pytest.approx(rises, abs=0.11)
    minimum = surfaces.surface(OfPrediction(losses.create("cross_entropy"), LABEL), plane, 16).minimum
    assert minimum is None, "it is infinitely far out"
    soft = surfaces.surface(OfPrediction(losses.create("cross_entropy"), ROW), plane, 16)
    assert soft.minimum is not None
    assert plane.rows(soft.minimum)[[0, 3]] == pytest.approx([0.1, 0.2], abs=1e-6)


@pytest.mark.parametrize("loss", [x for x in LOSSES if not x.needs_labels], ids=lambda loss: loss.name)
def test_a_moving_truth(loss: Loss):
    objective = OfTruth(loss, ROW)
    domain = Slice((0, 1, 2), ROW)
    surface = surfaces.surface(objective, domain, 16)
    lattice = domain.lattice(16)
    exact = loss.value(domain.lift(lattice.at[lattice.interior]), ROW)
    finite = np.isfinite(exact)
    assert surface.values[lattice.interior][finite] == pytest.approx(exact[finite], rel=1e-12, abs=1e-14)
    assert objective.value_from_logits(np.log(ROW)) == pytest.approx(loss.value(ROW, ROW), abs=1e-12)
    assert objective.in_units == loss.in_units
    if surface.minimum is not None:
        assert objective.value(domain.lift(surface.minimum)) <= np.nanmin(exact[finite]) + 1e-9


def test_entropy_is_of_the_moving_distribution_itself():
    domain = Slice((0, 1, 2), np.array([0.2, 0.3, 0.5]))
    surface = surfaces.surface(OfItself(), domain, 12)
    at = domain.lattice(12).at[domain.lattice(12).interior]
    assert surface.values[domain.lattice(12).interior] == pytest.approx(-(at * np.log(at)).sum(axis=-1))
    assert surface.minimum is None
    assert surface.high == pytest.approx(np.log(3.0))
    assert OfItself().in_units
    assert OfItself().value_from_logits(np.zeros(4)) == pytest.approx(np.log(4.0))


# -- one prediction for all samples -----------------------------------------------------------------------


def document_of(truth: np.ndarray) -> Document:
    q = np.full((len(truth), 3), 1 / 3)
    return Document.make(truth, [("m", q, "probability")])


SOFT = np.random.default_rng(3).dirichlet(np.ones(3), 40)
HARD = np.random.default_rng(4).integers(0, 3, 5000)


@every_loss
@pytest.mark.parametrize("truth", [HARD, SOFT], ids=["labels", "soft"])
def test_a_shared_prediction_has_the_mean_of_all_losses(loss: Loss, truth: np.ndarray):
    rows = np.eye(3)[truth] if truth.ndim == 1 else truth
    if loss.needs_labels and truth.ndim == 2:
        return
    objective = truths.shared_by_all(compute(document_of(truth)), loss)
    q = np.array([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]])
    expected = [loss.value(rows, each).mean() for each in q]
    assert objective.value(q) == pytest.approx(expected, rel=1e-10)
    assert objective.value_from_logits(np.log(q)) == pytest.approx(expected, rel=1e-9)
    domain = Slice((0, 1, 2), q[0])
    surface = surfaces.surface(objective, domain, 12)
    if surface.minimum is not None:
        inside = domain.lattice(12)
        assert objective.value(surface.minimum) <= objective.value(inside.at[inside.interior]).min() + 1e-9


def test_labels_are_counted_not_listed():
    objective = truths.shared_by_all(compute(document_of(HARD)), losses.create("mse"))
    assert objective.truths.shape == (3, 3)
    assert objective.weights == pytest.approx(np.bincount(HARD) / 5000)
    results = compute(document_of(HARD))
    first, again = (truths.shared_by_all(results, losses.create("mse")).weights for _ in range(2))
    assert again == pytest.approx(first), "what is known of a block stays right"


def test_class_weights_weigh_the_mean():
    loss = losses.create("cross_entropy", class_weights=(1.0, 2.0, 4.0), mean_over="weights")
    weights = np.array([1.0, 2.0, 4.0])
    for truth in (HARD, SOFT):
        rows = np.eye(3)[truth] if truth.ndim == 1 else truth
        q = np.array([0.2, 0.3, 0.5])
        expected = loss.value(rows, q).sum() / (rows @ weights).sum()
        assert truths.shared_by_all(compute(document_of(truth)), loss).value(q) == pytest.approx(expected)


def test_rows_left_out_and_normalized_count_as_the_policy_says():
    truth = np.array([[0.5, 0.5, 0.0], [2.0, 0.0, 0.0]])
    q, loss = np.array([0.2, 0.3, 0.5]), losses.create("mse")
    strict = document_of(truth).with_settings(row_sums="strict")
    assert truths.shared_by_all(compute(strict), loss).value(q) == pytest.approx(loss.value(truth[0], q))
    mended = document_of(truth).with_settings(row_sums="normalize")
    expected = (loss.value(truth[0], q) + loss.value([1.0, 0.0, 0.0], q)) / 2
    assert truths.shared_by_all(compute(mended), loss).value(q) == pytest.approx(expected)
    nothing = document_of(truth[1:]).with_settings(row_sums="strict")
    with pytest.raises(LossAtlasError):
        truths.shared_by_all(compute(nothing), loss)


def test_too_many_soft_truths_are_refused_only_where_each_would_count():
    many = compute(document_of(np.tile(SOFT, (truths.MOST_ROWS // len(SOFT) + 1, 1))))
    with pytest.raises(LossAtlasError) as caught:
        truths.shared_by_all(many, losses.create("jensen_shannon"))
    assert caught.value.code == "too_many_truths"
    q = np.array([0.2, 0.3, 0.5])
    expected = losses.create("cross_entropy").value(SOFT, q).mean()
    assert truths.shared_by_all(many, losses.create("cross_entropy")).value(q) == pytest.approx(expected)


MANY_SOFT = np.random.default_rng(5).dirichlet([1.0, 2.0, 3.0], 20_000)


@pytest.mark.parametrize("name", ["jensen_shannon", "mse", "mae", "hellinger", "kl_divergence", "reverse_kl"])
def test_many_soft_truths_are_gone_over_one_by_one(name: str):
    loss = losses.create(name)
    objective = truths.shared_by_all(compute(document_of(MANY_SOFT)), loss)
    assert objective.is_slow
    rows = np.random.default_rng(6).dirichlet([2.0, 2.0, 2.0], (2, 3))
    assert objective.value(rows) == pytest.approx(loss.value(MANY_SOFT[:, None, None], rows).mean(axis=0), rel=1e-11)
    logits = np.log(rows)
    assert objective.value_from_logits(logits) == pytest.approx(objective.value(rows), rel=1e-9)


@pytest.mark.parametrize("name", ["jensen_shannon", "mae", "hellinger"])
def test_the_least_value_of_many_truths_is_found_from_the_picture(name: str):
    loss = losses.create(name)
    some = OfPrediction(loss, MANY_SOFT[:300], np.full(300, 1 / 300))
    assert some.is_slow
    plane = Slice((0, 1, 2), np.full(3, 1 / 3))
    made = surfaces.surface(some, plane)
    assert made.minimum is not None
    assert made.steps == (96 if loss.separable else 32)
    around = plane.around(made.minimum, 5e-3)
    least = some.value(plane.lift(made.minimum))
    assert least <= some.value(plane.lift(around)).min() + 1e-6
    part = Part(plane, np.array([0.1, 0.2, 0.3]), 0.4)
    within = surfaces.surface(some, part).minimum
    assert within is not None
    assert part.lift(within) == pytest.approx(plane.lift(made.minimum), abs=1e-3)
    logits = LogitPlane.through((0, 2), np.full(3, 1 / 3))
    lowest = surfaces.surface(some, logits).minimum
    assert lowest is not None
    near = some.value_from_logits(logits.lift(logits.around(lowest, 0.02)))
    assert some.value_from_logits(logits.lift(lowest)) <= near.min() + 1e-4


def test_two_losses_are_looked_at_on_one_lattice():
    slow = OfPrediction(losses.create("hellinger"), MANY_SOFT[:300], np.full(300, 1 / 300))
    steps = OfPrediction(losses.create("classification_error"), MANY_SOFT[0])
    plane = Slice((0, 1, 2), np.full(3, 1 / 3))
    assert surfaces.steps_of(plane, slow, steps) == 32
    assert surfaces.steps_of(plane, steps, OfItself()) == 240


def test_a_difference_is_of_two_scales():
    one, other = OfPrediction(losses.create("cross_entropy"), ROW), OfItself()
    less = OfDifference(one, other, (2.0, 0.5), (1.0, 0.25))
    q = np.array([[0.1, 0.2, 0.3, 0.2, 0.2], [0.0, 0.5, 0.5, 0.0, 0.0]])
    assert less.value(q) == pytest.approx((one.value(q) - 1.0) / 2.0 - (other.value(q) - 0.25) / 0.5)
    assert less.value_from_logits(np.log(q[0])) == pytest.approx(less.value(q[0]))
    assert less.smooth
    assert not less.is_slow
    assert one.in_units
    assert not less.in_units
    assert np.isnan(OfDifference(one, one, (1.0, 1.0)).value(q[1]))
    assert not OfDifference(one, OfPrediction(losses.create("classification_error"), LABEL), (1.0, 1.0)).smooth


def test_what_is_no_sum_has_no_terms():
    with pytest.raises(TypeError):
        OfTruth(losses.create("mse"), ROW).terms(ROW)
    assert OfTruth(losses.create("mse"), ROW).minimizer() is None


# -- curves over two classes ------------------------------------------------------------------------------


@every_loss
@pytest.mark.parametrize("p", [np.array([0.3, 0.7]), np.array([0.0, 1.0])], ids=["soft", "label"])
def test_a_curve_is_the_loss(loss: Loss, p: np.ndarray):
    if not loss.accepts(p):
        return
    made = surfaces.profile(OfPrediction(loss, p))
    q = np.stack([1 - made.at, made.at], axis=-1)
    assert made.values == pytest.approx(loss.value(p, q), rel=1e-12)
    assert (made.at[0], made.at[-1]) == (0.0, 1.0)
    assert made.low < made.high < np.inf
    assert made.infinite == np.isinf(made.values).any()
    if made.minimum is not None:
        least = loss.value(p, [1 - made.minimum, made.minimum])
        assert least <= made.values.min() + 1e-12


def test_the_least_mean_on_a_curve_is_found():
    objective = OfPrediction(losses.create("jensen_shannon"), np.eye(2), np.array([0.5, 0.5]))
    assert surfaces.profile(objective).minimum == pytest.approx(0.5, abs=1e-6)
    assert surfaces.profile(OfItself()).minimum is None
    flat = OfTruth(losses.create("cross_entropy"), np.array([0.5, 0.5]))
    assert surfaces.profile(flat).minimum is None
    assert surfaces.profile(OfPrediction(losses.create("cross_entropy"), np.zeros(2))).high == 1.0


def test_a_segment_is_all_there_is_of_two_classes():
    segment = Segment()
    assert segment.lift(np.array([0.25])).tolist() == [0.75, 0.25]
    assert segment.shadow(np.zeros(2)).tolist() == [0.5]
    assert segment.place(np.zeros(2)) is None
    assert segment.shadow(np.log([0.2, 0.8]), "logit") == pytest.approx([0.8])
    assert softmax(segment.moved(np.zeros(2), np.array([0.3]), "logit")) == pytest.approx([0.7, 0.3])
    assert segment.nearest(np.array([1.5])).tolist() == [1.0]
    assert segment.around(segment.centre, 0.1).shape == (81, 1)
    assert segment.from_plane(segment.to_plane(np.array([0.2]))).tolist() == [0.2]
    assert segment.outline.tolist() == [[0.0, 0.0], [1.0, 0.0]]
    assert segment.lattice(4).interior.tolist() == [[False, True, True, True, False]]
    assert segment.on_outline(np.array([1.0]))
    assert not segment.on_outline(np.array([0.5]))
    assert segment.signature == Segment().signature
    assert segment.corner_classes == (0, 1)


# -- differences ------------------------------------------------------------------------------------------


def two(first: str, second: str, p: np.ndarray, steps: int = 24) -> list[surfaces.Surface]:
    domain = Slice((0, 1, 2), p)
    return [surfaces.surface(OfPrediction(losses.create(name), p), domain, steps) for name in (first, second)]


def test_a_difference_is_that_of_the_losses_and_its_zero_lies_where_they_agree():
    p = np.array([0.2, 0.3, 0.5])
    first, second = two("mse", "mae", p, 96)
    made = surfaces.difference(first, second, (1.0, 1.0))
    lattice = first.domain.lattice(96)
    q = lattice.at[lattice.inside]
    exact = losses.create("mse").value(p, q) - losses.create("mae").value(p, q)
    assert made.values[lattice.inside] == pytest.approx(exact, rel=1e-6, abs=1e-12)
    assert made.diverging
    assert made.low == -made.high
    assert made.high == pytest.approx(np.abs(exact).max())
    assert not made.infinite
    assert not made.bottomless


def test_rescaled_each_goes_from_0_to_1():
    first, second = two("mse", "mae", np.array([0.2, 0.3, 0.5]))
    made = surfaces.difference(first, second, (1.0, 1.0), rescaled=True)
    inside = first.domain.lattice(24).inside
    one = (first.values - first.low) / (first.high - first.low)
    other = (second.values - second.low) / (second.high - second.low)
    assert made.values[inside] == pytest.approx((one - other)[inside])
    assert made.high < 1.0


def test_infinite_ends_of_a_difference_are_cut_on_their_side():
    p = np.array([0.0, 0.0, 1.0])
    up = surfaces.difference(*two("cross_entropy", "mse", p), (1.0, 1.0))
    assert (up.infinite, up.bottomless) == (True, False)
    down = surfaces.difference(*two("mse", "cross_entropy", p), (1.0, 1.0))
    assert (down.infinite, down.bottomless) == (False, True)
    assert len(surfaces.beyond_cut(down)) >= 1
    bits = surfaces.difference(*two("cross_entropy", "mse", p), (np.log(2.0), 1.0))
    at = bits.domain.lattice(24)
    q = at.at[at.interior]
    exact = -np.log2(q[:, 2]) - ((q - p) ** 2).sum(axis=-1)
    assert bits.values[at.interior] == pytest.approx(exact)
    walls = surfaces.difference(*two("reverse_kl", "reverse_kl", p), (1.0, 1.0))
    assert walls.infinite
    assert np.isfinite(walls.values).all()


def test_the_difference_of_two_curves_is_that_of_their_values():
    p = np.array([0.4, 0.6])
    one, other = (surfaces.profile(OfPrediction(losses.create(name), p)) for name in ("cross_entropy", "mse"))
    made = surfaces.profile_difference(one, other, (np.log(2.0), 1.0))
    at = made.at[1:-1]
    bits = -p[0] * np.log2(1.0 - at) - p[1] * np.log2(at)
    assert made.values[1:-1] == pytest.approx(bits - 2.0 * (at - p[1]) ** 2, rel=1e-12, abs=1e-14)
    assert (made.infinite, made.bottomless, made.minimum) == (True, False, None)
    assert made.low == 0.0
    assert made.high < made.values[1]
    turned = surfaces.profile_difference(other, one, (1.0, np.log(2.0)))
    assert turned.values[1:-1] == pytest.approx(-made.values[1:-1])
    assert (turned.infinite, turned.bottomless) == (False, True)
    assert turned.low == pytest.approx(-made.high)


def test_a_difference_of_curves_each_on_its_own_range():
    p = np.array([0.5, 0.5])  # a point of the curve, so that both are 0 there
    one, other = (surfaces.profile(OfPrediction(losses.create(name), p)) for name in ("mae", "mse"))
    made = surfaces.profile_difference(one, other, (1.0, 1.0), rescaled=True)
    away = np.abs(made.at - 0.5) / 0.5
    assert made.values == pytest.approx(away - away**2, abs=1e-12)
    assert (made.infinite, made.bottomless) == (False, False)


def test_a_curve_less_itself_is_flat_and_not_a_number_where_both_are_infinite():
    one = surfaces.profile(OfPrediction(losses.create("cross_entropy"), np.array([0.4, 0.6])))
    made = surfaces.profile_difference(one, one, (1.0, 1.0))
    assert np.isnan(made.values[[0, -1]]).all()
    assert (made.values[1:-1] == 0.0).all()
    assert (made.low, made.high) == (0.0, 1.0)
