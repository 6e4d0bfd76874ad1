"""`core.evaluate`: many rows at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core
from core import losses, parts
from core.errors import LossAtlasError
from core.losses import Loss
from tests import strategies
from tests.reference.exact import assert_close
from tests.strategies import Row

RANDOM = np.random.default_rng(11)
LABELS = RANDOM.integers(0, 5, 1000)
TRUTH = RANDOM.dirichlet(np.ones(5), 1000)
Q = RANDOM.dirichlet(np.ones(5), 1000)
Z = RANDOM.normal(0.0, 5.0, (1000, 5))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parts, "PIECE_ENTRIES", 5 * 64)


few = settings(max_examples=settings().max_examples // 3)

VARIANTS = [
    losses.parse(text)
    for text in (
        "mse:reduction=mean",
        "cross_entropy:label_smoothing=0.1",
        "focal:gamma=0.5,alpha=0.25",
        "hellinger:form=squared",
        "hinge:form=sum",
    )
]


def check(truth: Any, numbers: Any, *, from_logits: bool, chosen: list[Loss] | None = None) -> None:
    """Compare every figure with the loss's own of the same rows, to a relative 1e-12."""
    given = {"logits" if from_logits else "probabilities": numbers}
    chosen = [loss for loss in chosen or strategies.all_losses() if truth.ndim == 1 or not loss.needs_labels]
    figures = core.evaluate(truth, losses=chosen, **given)
    for loss in chosen:
        single = loss.value_from_logits if from_logits else loss.value
        alone = np.array([single(p, q) for p, q in zip(truth, numbers, strict=True)])
        assert_close(figures[loss.name], [repr(float(x)) for x in alone])
    assert figures["predicted"].tolist() == numbers.argmax(axis=1).tolist()
    entropy = np.zeros(len(truth)) if truth.ndim == 1 else core.entropy(truth)
    assert_close(figures["entropy"], [repr(float(x)) for x in entropy])


@pytest.mark.parametrize("truth", [LABELS, TRUTH], ids=["labels", "rows"])
@pytest.mark.usefixtures("small_blocks")
def test_every_loss_is_as_by_itself(truth: Any):
    check(truth[:200], Q[:200], from_logits=False)
    check(truth[:200], Z[:200], from_logits=True)
    for loss in VARIANTS:
        check(truth[:50], Q[:50], from_logits=False, chosen=[loss])
        check(truth[:50], Z[:50], from_logits=True, chosen=[loss])


@st.composite
def tables(draw: st.DrawFn, *, logits: bool) -> tuple[Any, Row]:
    """Return some rows of truth and prediction: few or many classes, soft, one-hot or labels, far or near."""
    classes = draw(st.sampled_from([2, 3, 5, 64, 65, 70]))
    count = draw(st.integers(1, 6))
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    truth = random.dirichlet(np.full(classes, draw(st.sampled_from([0.05, 1.0, 50.0]))), count)
    kind = draw(st.sampled_from(["soft", "one-hot", "labels", "mixed"]))
    if kind != "soft":
        hot = np.eye(classes)[random.integers(0, classes, count)]
        truth = hot if kind != "mixed" else np.where(random.random((count, 1)) < 0.5, hot, truth)
    spread = 10.0 ** draw(st.floats(-8, 1))
    near = draw(st.booleans())
    with np.errstate(divide="ignore"):
        z = np.where(near, np.log(truth), 0.0) + random.normal(0, spread, truth.shape)
    z = np.where(np.isfinite(z) | logits, z, -50.0)
    z[:, 0] = np.where(np.isfinite(z).any(axis=1), z[:, 0], 0.0)
    if kind == "labels":
        return truth.argmax(axis=1), z if logits else core.softmax(z)
    return truth, z if logits else core.softmax(z)


@few
@given(tables(logits=False))
def test_probabilities_keep_their_digits(table: tuple[Any, Row]):
    check(*table, from_logits=False)


@few
@given(tables(logits=True))
def test_logits_keep_their_digits(table: tuple[Any, Row]):
    check(*table, from_logits=True)


@few
@given(st.lists(strategies.typed_pairs(), min_size=1, max_size=4))
def test_rows_as_typed_are_taken_literally(pairs: list[tuple[Row, Row]]):
    width = max(p.size for p, _ in pairs)
    p, q = (np.array([np.pad(pair[which], (0, width - pair[0].size)) for pair in pairs]) for which in (0, 1))
    check(p, q, from_logits=False)


@few
@given(st.data())
def test_logits_at_the_ends_of_the_range(data: st.DataObject):
    classes = data.draw(strategies.class_counts)
    rows = data.draw(st.integers(1, 4))
    z = np.array([data.draw(strategies.logits(classes)) for _ in range(rows)])
    p = np.array([data.draw(strategies.distributions(classes)) for _ in range(rows)])
    check(p, z, from_logits=True)
    check(p.argmax(axis=1), z, from_logits=True)


def test_many_classes_and_strided_arrays():
    random = np.random.default_rng(3)
    p, z = random.dirichlet(np.ones(3000), 7), random.normal(0, 4, (7, 3000))
    check(p, z, from_logits=True)
    check(np.asfortranarray(p), np.asfortranarray(core.softmax(z)), from_logits=False)
    check(p[::2, ::30] * 30, core.softmax(z[::2, ::30]), from_logits=False)
    check(np.arange(7), z[:, ::-1], from_logits=True)


def test_the_arrays_given_stay_as_they_are():
    for truth, numbers in ((TRUTH, Z), (LABELS, Z), (RANDOM.dirichlet(np.ones(100), 5), RANDOM.normal(size=(5, 100)))):
        before = truth.copy(), numbers.copy()
        core.evaluate(truth, logits=numbers, losses=losses.names()[:-1])
        assert np.array_equal(truth, before[0])
        assert np.array_equal(numbers, before[1])


def test_sums_beyond_the_largest_number_are_no_error():
    huge = np.array([[1e308, 1e308], [0.5, 0.5]])
    assert core.evaluate(huge, probabilities=huge)["predicted"].tolist() == [0, 0]


def test_a_loss_of_labels_refuses_a_soft_truth_with_its_row():
    hot = np.eye(5)[LABELS]
    figures = core.evaluate(hot, logits=Z, losses=["hinge"])
    assert figures["hinge"].tolist() == losses.create("hinge").value_from_logits(LABELS, Z).tolist()
    hot[431] = TRUTH[431]
    with pytest.raises(LossAtlasError) as caught:
        core.evaluate(hot, logits=Z, losses=["hinge"])
    assert (caught.value.code, caught.value.where) == ("needs_label", "truth[431]")


def test_types_of_the_figures():
    figures = core.evaluate(LABELS, probabilities=Q.astype(np.float32), losses=[])
    assert figures["entropy"].dtype == np.float64
    assert figures["predicted"].dtype.kind == "i"
    assert core.evaluate(TRUTH, probabilities=Q)["entropy"] == pytest.approx(core.entropy(TRUTH))


def test_single_precision_is_computed_in_double():
    single = Q.astype(np.float32)
    figures = core.evaluate(LABELS, probabilities=single)
    assert figures["cross_entropy"] == pytest.approx(core.cross_entropy_from_labels(LABELS, single), rel=1e-15, abs=0)


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
