"""Numbers against reference values from high-precision arithmetic, to a relative 1e-12."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

import core
from core import losses
from tests.reference import exact

PROBABILITIES = exact.oracles("probabilities")
LOGITS = exact.oracles("logits")

# In these cases the softmax is so close to a vertex that the 60 digits of the stored values ran out (1 - q is below
# 1e-60; in case 14 the stored cross-entropy is 0 where it is 7.2e-139). They are compared with 400 digits.
OUT_OF_DIGITS = {13, 14, 28, 29, 30}

MEASURES = {
    "cross_entropy": core.cross_entropy,
    "kl_divergence": core.kl_divergence,
    "jensen_shannon": core.jensen_shannon_divergence,
}
LOSSES = {
    "cross_entropy": ("cross_entropy", {}),
    "kl_divergence": ("kl_divergence", {}),
    "jensen_shannon": ("jensen_shannon", {}),
    "mse_sum": ("mse", {}),
    "focal_2": ("focal", {"gamma": 2.0}),
    "gce_07": ("generalized_cross_entropy", {"exponent": 0.7}),
    "poly1_1": ("poly1", {"epsilon": 1.0}),
}
KNOWN_LOSSES = {key: pair for key, pair in LOSSES.items() if pair[0] in losses.names()}


@cache
def figures_of_logits(number: int) -> dict[str, Any]:
    case = LOGITS[number]
    if number in OUT_OF_DIGITS:
        return exact.softmax_figures(case["p"], logits_of(case))
    return case


def logits_of(case: dict[str, Any]) -> list[float]:
    return [float(x) for x in case["z"]]


@pytest.mark.parametrize("number", range(len(PROBABILITIES)))
def test_entropy_keeps_its_digits(number: int):
    exact.assert_close(core.entropy(PROBABILITIES[number]["p"]), PROBABILITIES[number]["entropy"])


@pytest.mark.parametrize("number", range(len(PROBABILITIES)))
@pytest.mark.parametrize("measure", MEASURES)
def test_measures_keep_their_digits(measure: str, number: int):
    case = PROBABILITIES[number]
    exact.assert_close(MEASURES[measure](case["p"], case["q"]), case[measure])


@pytest.mark.parametrize("number", range(len(PROBABILITIES)))
@pytest.mark.parametrize("key", KNOWN_LOSSES)
def test_losses_of_probabilities_keep_their_digits(key: str, number: int):
    name, parameters = KNOWN_LOSSES[key]
    case = PROBABILITIES[number]
    exact.assert_close(losses.create(name, **parameters).value(case["p"], case["q"]), case[key])


@pytest.mark.parametrize("number", range(len(LOGITS)))
def test_softmax_keeps_its_digits(number: int):
    exact.assert_close(core.softmax(logits_of(LOGITS[number])), figures_of_logits(number)["softmax"])


@pytest.mark.parametrize("number", range(len(LOGITS)))
@pytest.mark.parametrize(("name", "key"), [("cross_entropy", "cross_entropy"), ("mse", "mse_sum")])
def test_losses_of_logits_keep_their_digits(name: str, key: str, number: int):
    case, loss, figures = LOGITS[number], losses.create(name), figures_of_logits(number)
    exact.assert_close(loss.value_from_logits(case["p"], logits_of(case)), figures[key])
    exact.assert_close(loss.gradient_from_logits(case["p"], logits_of(case)), figures[f"gradient_{key}"])


@pytest.mark.parametrize("number", sorted(set(range(len(LOGITS) - 1)) - OUT_OF_DIGITS))
def test_our_arithmetic_agrees_with_the_stored_values(number: int):
    case = LOGITS[number]
    for key, value in exact.softmax_figures(case["p"], logits_of(case), digits=60).items():
        exact.assert_close(np.asarray(value, dtype=object).astype(float), case[key], relative="1e-15")


@pytest.mark.parametrize("distance", [1e-2, 1e-5, 1e-8])
def test_loss_of_logits_near_the_truth_keeps_its_digits(distance: float):
    z = np.log([0.2, 0.3, 0.5])
    moved = z + distance * np.array([1.0, -1.0, 0.5])
    truth = core.softmax(z)
    figures = exact.softmax_figures(truth.tolist(), moved.tolist())
    # What 64 bits of significand leave of the difference; float64 alone would leave 2e-16 / distance.
    relative = str(max(1e-12, 1e-18 / distance))
    exact.assert_close(losses.create("mse").value_from_logits(truth, moved), figures["mse_sum"], relative)
    exact.assert_close(
        losses.create("cross_entropy").gradient_from_logits(truth, moved),
        figures["gradient_cross_entropy"],
        relative,
    )
    divergence = exact.kl(truth.tolist(), figures["softmax"])
    rounding = abs(sum(truth.tolist()) - 1.0) + 1e-16  # Σp differs from 1 by this, which counts as 0
    found = float(losses.create("kl_divergence").value_from_logits(truth, moved))
    assert abs(found - float(divergence)) <= 1e-12 * found + rounding


def test_divergence_counts_sums_within_their_rounding_as_equal():
    p = np.array([0.1, 0.2, 0.7])
    q = p * (1.0 + 1e-9 * np.array([1.0, 1.0, -3.0 / 7.0]))
    r = (q - p) / p
    assert core.kl_divergence(p, q) == pytest.approx(float((p * r * r / 2).sum()), rel=1e-6, abs=0.0)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ([0.5, 0.5], [1e10, 1e-3]),
        ([0.2, 0.3, 0.6], [0.2000001, 0.3, 0.9]),
        ([0.1, 0.1, 0.9], [0.3, 0.3, 0.4]),
        ([2.0, 3.0], [2.5, 40.0]),
        ([0.5, 0.5], [1e300, 1e300]),
        ([1e-300, 3e-299], [1.3e-300, 2.9e-299]),
    ],
)
def test_divergence_of_rows_as_typed(p: list[float], q: list[float]):
    exact.assert_close(core.kl_divergence(p, q), exact.kl(p, q))


def test_logits_at_the_ends_of_the_range():
    p, z = [0.2, 0.3, 0.5], [1e308, 1e308, -1e308]
    for name in ("cross_entropy", "kl_divergence"):
        assert losses.create(name).value_from_logits(p, z) == pytest.approx(1e308, rel=1e-15)
    assert core.log_softmax(z).tolist() == [-np.log(2.0), -np.log(2.0), -np.inf]
