"""`core.evaluate`: many rows at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import core
from core import batch, losses
from core.errors import LossAtlasError

RANDOM = np.random.default_rng(11)
LABELS = RANDOM.integers(0, 5, 1000)
TRUTH = RANDOM.dirichlet(np.ones(5), 1000)
Q = RANDOM.dirichlet(np.ones(5), 1000)
Z = RANDOM.normal(0.0, 5.0, (1000, 5))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batch, "_BLOCK_BYTES", 8 * 5 * 64)


@pytest.mark.parametrize("truth", [LABELS, TRUTH], ids=["labels", "rows"])
@pytest.mark.usefixtures("small_blocks")
def test_every_loss_is_as_by_itself(truth: Any):
    for given, numbers in (("probabilities", Q), ("logits", Z)):
        figures = core.evaluate(truth, **{given: numbers}, losses=losses.names())
        for name in losses.names():
            loss = losses.create(name)
            alone = loss.value(truth, Q) if given == "probabilities" else loss.value_from_logits(truth, Z)
            assert np.array_equal(figures[name], alone)
        assert figures["predicted"].tolist() == numbers.argmax(axis=1).tolist()
        assert set(figures) == {*losses.names(), "entropy", "predicted"}


def test_types_of_the_figures():
    figures = core.evaluate(LABELS, probabilities=Q.astype(np.float32), losses=[])
    assert figures["entropy"].dtype == np.float64
    assert figures["predicted"].dtype.kind == "i"
    assert core.evaluate(TRUTH, probabilities=Q)["entropy"] == pytest.approx(core.entropy(TRUTH))


def test_single_precision_is_computed_in_double():
    single = Q.astype(np.float32)
    figures = core.evaluate(LABELS, probabilities=single)
    assert np.array_equal(figures["cross_entropy"], core.cross_entropy_from_labels(LABELS, single))


def test_units_reach_only_what_is_information():
    nat = core.evaluate(TRUTH, probabilities=Q, losses=["mse", "cross_entropy"])
    bit = core.evaluate(TRUTH, probabilities=Q, losses=["mse", "cross_entropy"], unit="bit")
    assert bit["mse"].tolist() == nat["mse"].tolist()
    for name in ("cross_entropy", "entropy"):
        assert bit[name] == pytest.approx(nat[name] / np.log(2.0))


def test_losses_with_parameters():
    loss = losses.create("cross_entropy", label_smoothing=0.1)
    assert np.array_equal(
        core.evaluate(LABELS, logits=Z, losses=[loss, loss])["cross_entropy"],
        loss.value_from_logits(LABELS, Z),
    )


def test_no_rows_give_no_figures():
    figures = core.evaluate(np.zeros(0, dtype=int), probabilities=np.zeros((0, 3)))
    assert {name: array.shape for name, array in figures.items()} == {
        "cross_entropy": (0,),
        "entropy": (0,),
        "predicted": (0,),
    }


def with_bad(array: Any, value: float) -> Any:
    bad = array.copy()
    bad[700, 3] = value
    return bad


@pytest.mark.parametrize(
    ("arguments", "code", "place"),
    [
        ({"truth": LABELS}, "one_prediction", ""),
        ({"truth": LABELS, "probabilities": Q, "logits": Z}, "one_prediction", ""),
        ({"truth": LABELS[:5], "probabilities": Q}, "shape", ""),
        ({"truth": LABELS, "probabilities": Q[:, 0]}, "shape", ""),
        ({"truth": TRUTH[:, :3], "probabilities": Q}, "shape", ""),
        ({"truth": 1, "probabilities": Q}, "shape", ""),
        ({"truth": LABELS, "probabilities": Q[:, :0]}, "no_classes", "predictions"),
        ({"truth": LABELS, "probabilities": [[0.5], [0.5, 0.5]]}, "not_a_number", "predictions"),
        ({"truth": LABELS.astype(float), "probabilities": Q}, "label_type", "truth"),
        ({"truth": LABELS + 1, "probabilities": Q}, "label_range", f"truth[{int((LABELS == 4).argmax())}]"),
        ({"truth": LABELS, "probabilities": with_bad(Q, -0.1)}, "negative", "probabilities[700, 3]"),
        ({"truth": LABELS, "logits": with_bad(Z, np.inf), "losses": []}, "bad_logit", "logits[700, 3]"),
        ({"truth": with_bad(TRUTH, np.nan), "probabilities": Q}, "not_finite", "truth[700, 3]"),
        ({"truth": LABELS, "probabilities": Q, "losses": ["nll"]}, "unknown_loss", ""),
        ({"truth": LABELS, "probabilities": Q, "unit": "byte"}, "unit", ""),
        (
            {"truth": LABELS, "probabilities": Q, "losses": ["mse", losses.create("mse", reduction="mean")]},
            "duplicate_name",
            "losses",
        ),
        (
            {
                "truth": LABELS,
                "probabilities": Q,
                "losses": [losses.create("cross_entropy", class_weights=(1.0, 2.0))],
            },
            "weights_length",
            "",
        ),
        (
            {
                "truth": TRUTH,
                "probabilities": Q,
                "losses": [losses.create("cross_entropy", class_weights=(1.0, 2.0))],
            },
            "weights_length",
            "",
        ),
    ],
)
@pytest.mark.usefixtures("small_blocks")
def test_what_cannot_be_used_is_refused_with_its_place(arguments: dict[str, Any], code: str, place: str):
    with pytest.raises(LossAtlasError) as caught:
        core.evaluate(**arguments)
    assert (caught.value.code, caught.value.where) == (code, place)
