"""The document: what it accepts, what it shares after an edit, and what it refuses without a change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core import blocks, losses
from core.document import TRUTH, Document, Settings, sums_to_one
from core.edits.rows import mended
from core.errors import LossAtlasError

LABELS = np.array([2, 0, 1, 1, 0, 2, 2, 0, 1, 0])
RANDOM = np.random.default_rng(3)
Q = RANDOM.dirichlet(np.ones(3), 10)
Z = RANDOM.normal(0, 3, (10, 3))
SAMPLES = [f"image {k}" for k in range(10)]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 4)


@pytest.fixture
def document() -> Document:
    return Document.make(
        LABELS,
        [("first", Q, "probability"), ("second", Z, "logit")],
        classes=["car", "calf", "rocket"],
        samples=SAMPLES,
    )


def refused(call: Any, code: str, place: str) -> None:
    with pytest.raises(LossAtlasError) as caught:
        call()
    assert (caught.value.code, caught.value.where) == (code, place)


# -- making -----------------------------------------------------------------------------------------------


def test_names_are_made_where_none_are_given():
    document = Document.make(LABELS, [("m", Q, "probability")])
    assert document.classes == ("class 1", "class 2", "class 3")
    assert document.samples is None
    assert document.sample_name(0) == "1"
    assert document.size == 10


def test_it_says_what_its_tables_are(document: Document):
    assert [document.table_name(table) for table in (TRUTH, 0, 1)] == ["truth", "first", "second"]
    assert [document.scale(table) for table in (TRUTH, 0, 1)] == ["probability", "probability", "logit"]
    assert document.rows(TRUTH) is document.truth
    assert document.rows(1) is document.models[1].rows
    assert document.sample_name(3) == "image 3"


def test_a_model_gives_probabilities_of_either_scale(document: Document):
    first, second = document.models
    assert first.probability_row(1).tolist() == Q[1].tolist()
    assert first.probabilities(first.rows.blocks[0]).tolist() == Q[:4].tolist()
    assert second.probability_row(1).sum() == pytest.approx(1.0)
    softmax = second.probabilities(second.rows.blocks[0])
    assert softmax.argmax(axis=1).tolist() == Z[:4].argmax(axis=1).tolist()
    assert softmax[1].tolist() == second.probability_row(1).tolist()


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.float16, ">f8"])
def test_other_numbers_become_float64(dtype: Any):
    document = Document.make(LABELS, [("m", np.ones((10, 3), dtype=dtype), "probability")])
    assert document.models[0].rows.array().dtype == np.float64


def bad(array: Any, value: float) -> Any:
    changed = array.copy()
    changed[5, 1] = value
    return changed


@pytest.mark.parametrize(
    ("truth", "models", "names", "code", "place"),
    [
        (LABELS, [], {}, "no_models", ""),
        (LABELS, [("m", Q[:, :1], "probability")], {}, "too_few_classes", ""),
        (LABELS, [("m", Q[:, 0], "probability")], {"classes": "abc"}, "array_shape", "m"),
        (LABELS, [("m", Q[:4], "probability")], {}, "row_count", "m"),
        (LABELS, [("m", Q, "probability"), ("n", Q[:, :2], "logit")], {}, "class_count", "n"),
        (LABELS, [("m", Q, "probability")], {"classes": "abcd"}, "class_count", "m"),
        (LABELS, [("m", Q, "probability")], {"classes": "aba"}, "duplicate_name", "classes"),
        (LABELS, [("m", Q, "probability")], {"classes": ["a", " ", "c"]}, "empty_name", "classes"),
        (LABELS, [("m", Q, "probability"), ("m", Q, "logit")], {}, "duplicate_name", "models"),
        (LABELS, [("", Q, "probability")], {}, "empty_name", "models"),
        (LABELS, [("m", Q, "probability")], {"samples": ["a"]}, "row_count", "samples"),
        (LABELS[:0], [("m", Q[:0], "probability")], {}, "no_samples", "truth"),
        (LABELS + 1, [("m", Q, "probability")], {}, "label_range", "labels[0]"),
        (LABELS / 1.0, [("m", Q, "probability")], {}, "label_type", "labels"),
        (Q[:, :2], [("m", Q, "probability")], {}, "class_count", "truth"),
        (Q[None], [("m", Q, "probability")], {}, "array_shape", "truth"),
        (np.array(2), [("m", Q, "probability")], {}, "array_shape", "truth"),
        (bad(Q, np.nan), [("m", Q, "probability")], {}, "not_finite", "truth[5, 1]"),
        (LABELS, [("m", bad(Q, -1e-9), "probability")], {}, "negative", "m[5, 1]"),
        (
            LABELS,
            [("m", bad(Q.astype(np.longdouble), np.longdouble("1e400")), "probability")],
            {},
            "not_finite",
            "m[5, 1]",
        ),
        (LABELS, [("m", bad(Z, np.inf), "logit")], {}, "bad_logit", "m[5, 1]"),
        (LABELS, [("m", np.full((10, 3), -np.inf), "logit")], {}, "all_ruled_out", "m[0]"),
    ],
)
def test_what_cannot_be_used_is_refused(truth: Any, models: Any, names: Any, code: str, place: str):
    refused(lambda: Document.make(truth, models, **names), code, place)


def test_settings_are_checked():
    refused(lambda: Settings(unit="byte"), "unit", "")
    refused(lambda: Settings(row_sums="mend"), "unknown_policy", "")
    refused(lambda: Settings(loss="nll"), "unknown_loss", "")
    refused(lambda: Settings().find("nll"), "unknown_loss", "")


def test_settings_choose_losses_in_menu_order():
    settings = Settings(shown=("cross_entropy", "mse"), loss="kl_divergence")
    assert settings.current.name == "kl_divergence"
    assert [loss.name for loss in settings.table_losses] == ["mse", "cross_entropy"]
    assert [loss.name for loss in settings.computed] == ["mse", "cross_entropy", "kl_divergence"]


def test_label_texts_are_names_before_they_are_indices(document: Document):
    assert document.class_indices(["calf", "0", "rocket"]) == [1, 0, 2]
    swapped = Document.make(LABELS, [("m", Q, "probability")], classes=["1", "0", "x"])
    assert swapped.class_indices(["0", "1", "2"]) == [1, 0, 2]


@pytest.mark.parametrize("text", ["3", "-1", "", "Car", "²", "1.0", "9" * 5000])
def test_an_unknown_label_text_is_refused(document: Document, text: str):
    refused(lambda: document.class_indices(["car", text]), "unknown_label", "row 2")


# -- edits ------------------------------------------------------------------------------------------------


def test_an_edit_shares_every_block_it_did_not_touch(document: Document):
    changed = document.with_cells(0, {(5, 1): 0.25, (6, 0): 0.0})
    assert changed.truth is document.truth
    assert changed.models[1] is document.models[1]
    before, after = document.models[0].rows.blocks, changed.models[0].rows.blocks
    assert [a is b for a, b in zip(before, after, strict=True)] == [True, False, True]
    expected = Q.copy()
    expected[5, 1], expected[6, 0] = 0.25, 0.0
    assert np.array_equal(changed.models[0].rows.array(), expected)
    assert np.array_equal(document.models[0].rows.array(), Q)


def test_the_truth_can_be_edited(document: Document):
    changed = document.with_rows(TRUTH, {0: np.array([0.2, 0.3, 0.5])})
    assert changed.truth.row(0).tolist() == [0.2, 0.3, 0.5]
    assert changed.truth.blocks[1] is document.truth.blocks[1]
    assert changed.models is document.models


def test_a_distribution_can_be_put_into_either_scale(document: Document):
    q = np.array([0.2, 0.0, 0.8])
    changed = document.with_probabilities(0, 2, q).with_probabilities(1, 2, q)
    assert changed.models[0].rows.row(2).tolist() == q.tolist()
    assert changed.models[1].rows.row(2)[1] == -np.inf
    assert changed.models[1].probability_row(2) == pytest.approx(q)


@pytest.mark.parametrize(
    ("edit", "code", "place"),
    [
        (lambda d: d.with_cells(0, {(2, 1): -0.5}), "negative", "first, image 2, calf"),
        (lambda d: d.with_cells(TRUTH, {(2, 0): np.nan}), "not_finite", "truth, image 2, car"),
        (lambda d: d.with_cells(1, {(2, 1): np.inf}), "bad_logit", "second, image 2, calf"),
        (lambda d: d.with_rows(1, {2: np.full(3, -np.inf)}), "all_ruled_out", "second, image 2"),
        (lambda d: d.with_rows(0, {2: np.ones(2)}), "class_count", "first, image 2"),
        (lambda d: d.with_rows(0, {10: np.ones(3)}), "row_index", "first"),
        (lambda d: d.with_rows(0, {-1: np.ones(3)}), "row_index", "first"),
        (lambda d: d.with_cells(0, {(10, 0): 0.5}), "row_index", ""),
        (lambda d: d.with_cells(0, {(2, 1): 5.0}).with_scale(0, "logit"), "not_a_distribution", "first, image 2"),
        (lambda d: d.with_settings(unit="byte"), "unit", ""),
        (lambda d: d.with_settings(loss="nll"), "unknown_loss", ""),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_with_its_place(document: Document, edit: Any, code: str, place: str):
    refused(lambda: edit(document), code, place)


def test_changing_the_scale_keeps_the_distributions(document: Document):
    there = document.with_scale(0, "logit")
    back = there.with_scale(0, "probability")
    assert there.scale(0) == "logit"
    assert there.truth is document.truth
    assert back.models[0].rows.array() == pytest.approx(Q, rel=1e-12)
    assert document.with_scale(0, "probability") is document


def test_settings_change_without_the_data(document: Document):
    changed = document.with_settings(unit="bit").with_loss(losses.create("mse", reduction="mean"))
    assert changed.settings.unit == "bit"
    assert changed.settings.find("mse").reduction == "mean"
    assert changed.models is document.models
    assert changed.settings.find("cross_entropy") is document.settings.find("cross_entropy")


def test_single_precision_may_sum_less_exactly():
    rows = np.full((1, 1000), 1e-3)
    rows[0, 0] += 5e-5
    assert not sums_to_one(rows).any()
    assert sums_to_one(rows.astype(np.float32)).all()


def test_an_edit_does_not_make_other_rows_of_single_precision_wrong():
    rows = np.full((3, 1000), 1e-3, dtype=np.float32)
    rows[:, 0] += np.float32(5e-5)
    document = Document.make(np.zeros(3, dtype=int), [("m", rows, "probability")])
    changed = document.with_cells(0, {(0, 5): 1e-3})
    assert mended(changed) is changed
