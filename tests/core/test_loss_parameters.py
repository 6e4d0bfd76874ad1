"""The registry of losses, their parameters, and how both are written on a command line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import losses
from core.errors import LossAtlasError
from core.losses import Loss
from tests import strategies
from tests.strategies import Row


def refused(code: str, call: Any) -> LossAtlasError:
    with pytest.raises(LossAtlasError) as caught:
        call()
    assert caught.value.code == code
    return caught.value


def test_every_name_makes_a_loss_of_that_name():
    assert {"classification_error", "mse", "cross_entropy", "kl_divergence", "hinge"} <= set(losses.names())
    assert [losses.create(name).name for name in losses.names()] == list(losses.names())


def test_losses_are_equal_by_their_parameters():
    assert losses.create("mse", reduction="mean") == losses.create("mse", reduction="mean")
    assert losses.create("mse", reduction="mean") != losses.create("mse")
    assert len({losses.create("mse"), losses.create("mse", reduction="sum")}) == 1


@pytest.mark.parametrize("loss", strategies.all_losses(), ids=lambda loss: loss.name)
def test_every_parameter_refuses_what_is_outside_its_range(loss: Loss):
    for parameter in loss.parameters:
        if parameter.kind == "choice":
            refused("parameter_choice", lambda p=parameter: losses.create(loss.name, **{p.name: "?"}))
            for choice in parameter.choices:
                assert getattr(losses.create(loss.name, **{parameter.name: choice}), parameter.name) == choice
            continue
        values = [parameter.minimum - 1.0, parameter.maximum * 2 + 1.0, np.nan]
        for value in values:
            given_value = (value,) if parameter.kind == "weights" else value
            error = refused(
                "parameter_range",
                lambda p=parameter, v=given_value: losses.create(loss.name, **{p.name: v}),
            )
            assert parameter.name in str(error)


def test_a_value_of_the_wrong_type_is_refused():
    refused("parameter_type", lambda: losses.create("cross_entropy", label_smoothing="much"))
    refused("parameter_type", lambda: losses.create("cross_entropy", label_smoothing=None))
    refused("parameter_type", lambda: losses.create("cross_entropy", class_weights=2.0))
    refused("parameter_type", lambda: losses.create("cross_entropy", class_weights=["heavy"]))
    refused("parameter_type", lambda: losses.create("focal", gamma="sharp"))
    refused("parameter_type", lambda: losses.create("focal", alpha=["heavy"]))
    refused("parameter_type", lambda: losses.create("focal", alpha=object()))


@pytest.mark.parametrize(
    ("name", "parameter", "least", "outside"),
    [
        ("focal", "gamma", 0.0, -1e-9),
        ("poly1", "epsilon", -1.0, -1.0 - 1e-9),
        ("generalized_cross_entropy", "exponent", 0.01, 0.0),
        ("generalized_cross_entropy", "exponent", 1.0, 1.0 + 1e-9),
        ("hinge", "margin", 0.5, -1e-9),
        ("cross_entropy", "label_smoothing", 1.0, 1.0 + 1e-9),
    ],
)
def test_ranges_end_where_the_formula_does(name: str, parameter: str, least: float, outside: float):
    assert getattr(losses.create(name, **{parameter: least}), parameter) == least
    refused("parameter_range", lambda: losses.create(name, **{parameter: outside}))


@pytest.mark.parametrize("one", [0.25, np.float64(0.25), (0.25,), [0.25]])
def test_alpha_is_one_number_or_one_a_class(one: Any):
    p, q = np.array([0.2, 0.3, 0.5]), np.array([0.3, 0.3, 0.4])
    plain, quarter = losses.create("focal"), losses.create("focal", alpha=one)
    assert quarter.class_terms(p, q) == pytest.approx(plain.class_terms(p, q) / 4)
    assert quarter.gradient(p, q) == pytest.approx(plain.gradient(p, q) / 4)
    assert quarter.gradient_from_logits(p, q) == pytest.approx(plain.gradient_from_logits(p, q) / 4)
    each = losses.create("focal", alpha=(1.0, 2.0, 6.0))
    assert each.class_terms(p, q) == pytest.approx(plain.class_terms(p, q) * [1.0, 2.0, 6.0])
    assert quarter == losses.create("focal", alpha=0.25) == losses.parse("focal:alpha=0.25")
    assert hash(quarter) == hash(losses.create("focal", alpha=0.25))


def test_alpha_must_be_one_or_one_a_class():
    loss = losses.create("focal", alpha=(1.0, 2.0))
    for method in (loss.value, loss.gradient, loss.value_from_logits, loss.gradient_from_logits):
        assert "3 classes" in str(refused("weights_length", lambda m=method: m([0, 0, 1], [0.3, 0.3, 0.4])))
    error = refused("parameter_range", lambda: losses.create("focal", alpha=-1.0))
    assert "alpha" in str(error)
    refused("parameter_range", lambda: losses.create("focal", alpha=(1.0, -1.0)))


@pytest.mark.parametrize(
    ("text", "proper"),
    [
        ("classification_error", "yes"),
        ("mse", "strictly"),
        ("mse:reduction=mean", "strictly"),
        ("mae", "no"),
        ("cross_entropy", "strictly"),
        ("cross_entropy:label_smoothing=0.1", "no"),
        ("cross_entropy:class_weights=1/2/1", "no"),
        ("cross_entropy:class_weights=2/2/2", "strictly"),
        ("kl_divergence", "strictly"),
        ("reverse_kl", "no"),
        ("jensen_shannon", "no"),
        ("focal", "no"),
        ("focal:gamma=0", "strictly"),
        ("focal:gamma=0,alpha=1/2/1", "no"),
        ("poly1", "no"),
        ("poly1:epsilon=0", "strictly"),
        ("poly1:epsilon=-1", "no"),
        ("generalized_cross_entropy", "no"),
        ("generalized_cross_entropy:exponent=1", "no"),
        ("hellinger", "no"),
        ("hellinger:form=squared", "no"),
        ("total_variation", "no"),
        ("spherical", "strictly"),
        ("hinge", "no"),
        ("hinge:form=sum", "no"),
    ],
)
def test_whether_a_loss_is_proper_depends_on_its_parameters(text: str, proper: str):
    loss = losses.parse(text)
    assert loss.proper == proper
    p = np.array([0.5, 0.3, 0.2])
    grid = [np.array([i, j, 20 - i - j]) / 20 for i in range(1, 19) for j in range(1, 20 - i)]

    def expected(q: Row) -> float:
        return float(p @ loss.value(np.arange(3), np.tile(q, (3, 1))))

    here = expected(p)
    others = [expected(q) for q in grid if not np.array_equal(q, p)]
    vertices = [expected(q) for q in np.eye(3)]
    flatter = [expected(0.9 * p + 0.1 / 3)]
    if proper == "strictly":
        assert here < min(others)
    elif proper == "yes":
        assert here <= min(others)
    else:
        assert np.isinf(here) or min(others + vertices + flatter) < here


def test_unknown_names_are_refused_with_the_known_ones():
    for call in (lambda: losses.create("nll"), lambda: losses.parse("nll:x=1")):
        assert "cross_entropy" in str(refused("unknown_loss", call))
    for call in (lambda: losses.create("mse", gamma=2), lambda: losses.parse("mse:gamma=2")):
        assert "reduction" in str(refused("unknown_parameter", call))
    for call in (
        lambda: losses.create("kl_divergence", gamma=2),
        lambda: losses.parse("kl_divergence:gamma=2"),
    ):
        assert "none" in str(refused("unknown_parameter", call))


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("mse", losses.create("mse")),
        ("mse:", losses.create("mse")),
        (" mse : reduction = mean ", losses.create("mse", reduction="mean")),
        (
            "cross_entropy:label_smoothing=0.1,class_weights=1/2/0.5",
            losses.create("cross_entropy", label_smoothing=0.1, class_weights=(1.0, 2.0, 0.5)),
        ),
        ("cross_entropy:class_weights=", losses.create("cross_entropy")),
        ("focal:gamma=5,alpha=0.25/0.75", losses.create("focal", gamma=5.0, alpha=(0.25, 0.75))),
        ("focal:alpha=0.25", losses.create("focal", alpha=0.25)),
        ("focal:alpha=", losses.create("focal")),
        ("poly1:epsilon=-1", losses.create("poly1", epsilon=-1.0)),
        ("hinge:form=sum,margin=0.5", losses.create("hinge", form="sum", margin=0.5)),
        ("hellinger:form=squared", losses.create("hellinger", form="squared")),
    ],
)
def test_a_loss_can_be_written_as_text(text: str, loss: Loss):
    assert losses.parse(text) == loss


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mse:mean", "bad_loss_text"),
        ("mse:reduction=median", "parameter_choice"),
        ("cross_entropy:label_smoothing=2", "parameter_range"),
        ("cross_entropy:label_smoothing=few", "parameter_type"),
        ("cross_entropy:class_weights=1/x", "parameter_type"),
        ("cross_entropy:class_weights=1/-1", "parameter_range"),
        ("focal:gamma=-1", "parameter_range"),
        ("focal:alpha=1/-1", "parameter_range"),
        ("poly1:epsilon=-2", "parameter_range"),
        ("generalized_cross_entropy:exponent=0", "parameter_range"),
        ("hinge:form=all", "parameter_choice"),
    ],
)
def test_text_that_cannot_be_read_is_refused(text: str, code: str):
    refused(code, lambda: losses.parse(text))


@pytest.mark.parametrize("name", ["mse", "mae"])
def test_mean_reduction_divides_by_the_number_of_classes(name: str):
    p, q = [0, 0, 1], [0.3, 0.3, 0.4]
    mean, total = losses.create(name, reduction="mean"), losses.create(name)
    assert mean.value(p, q) == pytest.approx(float(total.value(p, q)) / 3)
    assert mean.gradient(p, q) == pytest.approx(total.gradient(p, q) / 3)
    assert mean.value_from_logits(p, q) == pytest.approx(float(total.value_from_logits(p, q)) / 3)


def test_weights_must_be_one_a_class():
    loss = losses.create("cross_entropy", class_weights=(1.0, 2.0))
    assert "3 classes" in str(refused("weights_length", lambda: loss.value([0, 0, 1], [0.3, 0.3, 0.4])))


def test_weights_multiply_the_terms():
    loss = losses.create("cross_entropy", class_weights=(1.0, 2.0, 6.0))
    plain = losses.create("cross_entropy")
    p, q = np.array([0.2, 0.3, 0.5]), np.array([0.3, 0.3, 0.4])
    assert loss.class_terms(p, q) == pytest.approx(plain.class_terms(p, q) * [1.0, 2.0, 6.0])
    assert loss.minimizer(p) == pytest.approx(p * [1.0, 2.0, 6.0] / 3.8)


@given(strategies.inner_pairs())
def test_smoothing_and_weights_move_the_minimum(pair: tuple[Row, Row]):
    p, q = pair
    weights = tuple(float(k + 1) for k in range(p.size))
    loss = losses.create("cross_entropy", label_smoothing=0.2, class_weights=weights)
    best = loss.minimizer(p)
    assert best is not None
    assert loss.value(p, best) <= loss.value(p, q) + 1e-12
    z = np.log(best)
    assert loss.gradient_from_logits(p, z) == pytest.approx(np.zeros(p.size), abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "focal:gamma=0.5",
        "focal:gamma=1",
        "focal:gamma=5",
        "focal:alpha=0.25",
        "poly1:epsilon=-1",
        "poly1:epsilon=0",
        "poly1:epsilon=2",
        "generalized_cross_entropy:exponent=0.01",
        "generalized_cross_entropy:exponent=0.5",
        "generalized_cross_entropy:exponent=1",
        "hellinger:form=squared",
        "mae:reduction=mean",
        "mse:reduction=mean",
    ],
)
@settings(max_examples=settings().max_examples // 3)
@given(pair=strategies.pairs(), step=st.sampled_from([1.0, 1e-2, 1e-4]))
def test_nothing_is_below_the_minimizer_of_other_settings(text: str, pair: tuple[Row, Row], step: float):
    loss, (p, q) = losses.parse(text), pair
    best = loss.minimizer(p)
    if best is not None:
        assert best.sum() == pytest.approx(1.0, rel=1e-12)
        assert loss.value(p, best) <= loss.value(p, (1.0 - step) * best + step * q) + 1e-12


def test_focal_is_least_with_weights_where_its_slopes_are_even():
    loss, p = losses.create("focal", alpha=(1.0, 2.0, 6.0)), np.array([0.5, 0.3, 0.2])
    best = loss.minimizer(p)
    assert best is not None
    assert loss.gradient_from_logits(p, np.log(best)) == pytest.approx(np.zeros(3), abs=1e-12)


def test_weights_of_zero_leave_no_minimum():
    loss = losses.create("cross_entropy", class_weights=(0.0, 0.0))
    assert loss.minimizer(np.array([0.5, 0.5])) is None
