"""The registry of losses, their parameters, and how both are written on a command line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

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
    assert {"classification_error", "mse", "cross_entropy", "kl_divergence"} <= set(losses.names())
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
    ],
)
def test_text_that_cannot_be_read_is_refused(text: str, code: str):
    refused(code, lambda: losses.parse(text))


def test_mean_reduction_divides_by_the_number_of_classes():
    p, q = [0, 0, 1], [0.3, 0.3, 0.4]
    mean, total = losses.create("mse", reduction="mean"), losses.create("mse")
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


def test_weights_of_zero_leave_no_minimum():
    loss = losses.create("cross_entropy", class_weights=(0.0, 0.0))
    assert loss.minimizer(np.array([0.5, 0.5])) is None
