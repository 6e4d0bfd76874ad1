"""Worked examples from print, and the tour's numbers, by every way to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import core
from core import io, losses
from core.document import Document
from core.edits.rows import mended
from core.results import compute
from tests.strategies import Row


def near(value: Any, places: int = 4) -> Any:
    """Return what equals `value` as printed: to half a unit of its last place."""
    return pytest.approx(value, rel=0.0, abs=0.5000001 * 10.0**-places)


# -- McCaffrey (2013): two models that err alike ----------------------------------------------------------

TRUTH = [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
MODEL_A = [[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]]
MODEL_B = [[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]]


@pytest.mark.parametrize(("model", "cross_entropy", "squared"), [(MODEL_A, 1.37839, 0.80667), (MODEL_B, 0.63911, 0.34)])
def test_two_models_of_one_classification_error(model: Any, cross_entropy: float, squared: float):
    figures = core.evaluate(TRUTH, probabilities=model, losses=["classification_error", "cross_entropy", "mse"])
    assert figures["classification_error"].mean() == pytest.approx(1 / 3)
    assert figures["cross_entropy"].mean() == near(cross_entropy, 5)
    assert figures["mse"].mean() == near(squared, 5)


# -- Kullback (1959), and examples in bits ----------------------------------------------------------------


def test_kullbacks_example():
    p, q = [0.36, 0.48, 0.16], np.ones(3) / 3
    assert core.kl_divergence(p, q) == near(0.0852996, 7)
    assert core.kl_divergence(q, p) == near(0.0974550, 7)
    assert core.cross_entropy(p, q) == near(1.0986123, 7)
    assert core.entropy(p) == near(1.0133127, 7)


def test_examples_in_bits():
    half = [0.5, 0.5]
    assert core.entropy([0.9, 0.1], unit="bit") == near(0.468996, 6)
    assert core.kl_divergence(half, [0.9, 0.1], unit="bit") == near(0.7369656, 7)
    assert core.cross_entropy(half, [0.9, 0.1], unit="bit") == near(1.7369656, 7)
    assert core.cross_entropy(half, [0.75, 0.25], unit="bit") == near(1.2075187, 7)
    assert core.kl_divergence([0.75, 0.25], half, unit="bit") == near(0.1887219, 7)
    assert core.jensen_shannon_divergence([0.5, 0.5, 0], [0, 0.5, 0.5], unit="bit") == pytest.approx(0.5)
    assert core.jensen_shannon_divergence([1, 0], [0, 1], unit="bit") == 1.0


# -- frameworks' documentation ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z", "label", "value", "places"),
    [
        ([10, 1, -2], 1, 9.00013, 5),
        ([1, 4, 0.2], 0, 3.0696733, 7),
        ([1.2, -0.8, -0.5], 0, 0.2761, 4),
        ([0.9, -1.2, 1.1], 1, 2.9518, 4),
    ],
)
def test_softmax_cross_entropy(z: list[float], label: int, value: float, places: int):
    assert losses.create("cross_entropy").value_from_logits(label, z) == near(value, places)
    assert core.cross_entropy_from_labels(label, core.softmax(z)) == near(value, places)


def test_softmax():
    assert core.softmax([2, 1, 0]) == near([0.665, 0.245, 0.090], 3)


def test_keras_rows():
    figures = core.evaluate([1, 2], probabilities=[[0.05, 0.95, 0], [0.1, 0.8, 0.1]])["cross_entropy"]
    assert figures[0] == near(0.0513)
    assert figures[1] == near(2.303, 3)
    assert figures.mean() == near(1.177, 3)
    assert figures.sum() == near(2.354, 3)


def test_pytorch_class_weights():
    loss = losses.create("cross_entropy", class_weights=(2.0, 4.0, 6.0))
    rows = loss.value_from_logits([2, 1], [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]])
    assert rows == near([5.6390, 4.9593])
    assert rows.sum() == near(10.5983)


def test_label_smoothing():
    loss = losses.create("cross_entropy", label_smoothing=0.1)
    assert loss.value_from_logits(0, [100, -100, -100]) == near(13.3333)


def test_brier_score_of_two_classes_is_the_mean_squared_error():
    positive = np.array([0.1, 0.9, 0.8, 0.4])
    loss = losses.create("mse", reduction="mean")
    assert loss.value([0, 1, 1, 0], np.stack([1 - positive, positive], axis=1)).mean() == pytest.approx(0.055)


def test_a_row_that_does_not_sum_to_one_as_typed_and_normalized():
    document = Document.make(np.array([1]), [("model", np.array([[0.2, 0.3]]), "probability")])
    loss = losses.create("cross_entropy")
    assert compute(document).models[0].mean(loss) == near(1.20397, 5)
    assert compute(document.with_settings(row_sums="normalize")).models[0].mean(loss) == near(0.51083, 5)


VARIANTS = [
    ("focal", {"gamma": 2.0, "alpha": 0.25}, [0, 1, 0], [0.05, 0.95, 0.0], 3.2058e-5, 9),
    ("focal", {"gamma": 2.0, "alpha": 0.25}, [0, 0, 1], [0.1, 0.8, 0.1], 0.466273, 6),
    *(
        ("poly1", {"epsilon": e}, [0.1, 0.15, 0.2, 0.25, 0.3], [0.14, 1.456, 2.356, -0.124, -2.47], v, 4)
        for e, v in [(0.0, 2.8990), (1.0, 3.7153), (2.0, 4.5317), (-1.0, 2.0827)]
    ),
]


@pytest.mark.parametrize(
    ("name", "parameters", "p", "given", "value", "places"), [v for v in VARIANTS if v[0] in losses.names()]
)
def test_variants(name: str, parameters: Any, p: Any, given: Any, value: float, places: int):
    loss = losses.create(name, **parameters)
    found = loss.value_from_logits(p, given) if name == "poly1" else loss.value(np.array(p, float), given)
    assert found == near(value, places)


# -- the tour ---------------------------------------------------------------------------------------------

TOUR = {
    "example": {
        "classification_error": ([[0, 1], [0, 1]], [0.5, 0.5]),
        "mse": ([[0.54, 1.46], [0.03, 0.62]], [1.00, 0.325]),
        "cross_entropy": ([[0.9163, 2.3026], [0.1054, 0.9163]], [1.6094, 0.5108]),
        "kl_divergence": ([[0.9163, 2.3026], [0.1054, 0.9163]], [1.6094, 0.5108]),
    },
    "mended": {
        "classification_error": ([[0, 1], [0, 1]], [0.5, 0.5]),
        "mse": ([[0.54, 1.46], [0.02, 0.62]], [1.00, 0.32]),
        "cross_entropy": ([[0.9163, 2.3026], [0.1054, 0.9163]], [1.6094, 0.5108]),
    },
}


def arrays(document: Document) -> tuple[Row, list[Row]]:
    return document.truth.array(), [model.rows.array() for model in document.models]


@pytest.mark.parametrize("example", TOUR)
def test_the_tour_by_results(example: str):
    document = io.load(example)
    results = compute(document)
    assert document.classes == ("car", "calf", "rocket")
    for name, (rows, means) in TOUR[example].items():
        loss = losses.create(name)
        for model, row, mean in zip(results.models, rows, means, strict=True):
            assert model.per_sample(loss) == near(row)
            assert model.mean(loss) == near(mean)


@pytest.mark.parametrize("example", TOUR)
def test_the_tour_by_evaluate(example: str):
    labels, models = arrays(io.load(example))
    assert labels.tolist() == [2, 0]
    for number, model in enumerate(models):
        figures = core.evaluate(labels, probabilities=model, losses=list(TOUR[example]))
        assert figures["predicted"].tolist() == [2, 1]
        assert figures["entropy"].tolist() == [0.0, 0.0]
        for name, (rows, _) in TOUR[example].items():
            assert figures[name] == near(rows[number])


def test_the_published_slip_is_caught_and_mended():
    results = compute(io.load("example"))
    assert list(results.off_rows()) == [(1, 0, 1, pytest.approx(1.1))]
    assert not list(compute(mended(io.load("example"))).off_rows())
    assert not list(compute(io.load("mended")).off_rows())


def test_a_frameworks_mean_squared_error_divides_by_the_classes():
    _, models = arrays(io.load("example"))
    loss = losses.create("mse", reduction="mean")
    assert [float(loss.value([2, 0], model).mean()) for model in models] == near([0.3333, 0.1083])


def test_the_units_of_the_published_divergences():
    p = [0, 0, 1]
    for q, nat, dit in [([0.3, 0.3, 0.4], 0.9163, 0.3979), ([0, 0.1, 0.9], 0.1054, 0.0458)]:
        assert core.kl_divergence(p, q) == near(nat)
        assert core.kl_divergence(p, q, unit="dit") == near(dit)
    assert core.entropy([0.3, 0.3, 0.4]) == near(1.0889)


def test_gradients_at_a_confident_mistake():
    z = [-20.0, 20.0, 0.0]
    assert losses.create("cross_entropy").gradient_from_logits(0, z)[0] == pytest.approx(-1.0)
    assert abs(losses.create("mse").gradient_from_logits(0, z)).max() < 1e-8


def test_the_fused_form_does_not_overflow():
    loss = losses.create("cross_entropy")
    z = [1000.0, 0.0, -1000.0]
    assert [float(loss.value_from_logits(y, z)) for y in range(3)] == [0.0, 1000.0, 2000.0]
