"""Results: what is taken over, the row-sum policies, and means with infinite and left-out rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

import core
from core import blocks, losses, results
from core.document import ROW_SUMS, TRUTH, Document
from core.results import OFF_SUM, OK, ZERO_SUM, Results, compute, pending_entries

CE, MSE, KL = (losses.create(name) for name in ("cross_entropy", "mse", "kl_divergence"))
RANDOM = np.random.default_rng(5)
TRUTHS = RANDOM.dirichlet(np.ones(3), 14)
Q = RANDOM.dirichlet(np.ones(3), 14)
Z = RANDOM.normal(0, 3, (14, 3))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 4)


@pytest.fixture
def document() -> Document:
    return Document.make(TRUTHS, [("a", Q, "probability"), ("b", Z, "logit")])


def parts(of: Results) -> list[list[Any]]:
    return [list(of.truth), *(list(model.parts) for model in of.models)]


def same(before: Results, after: Results) -> list[list[bool]]:
    """Return by table and block whether the part was taken over."""
    return [
        [a is b for a, b in zip(old, new, strict=True)] for old, new in zip(parts(before), parts(after), strict=True)
    ]


def test_figures_are_those_of_the_losses(document: Document):
    found = compute(document)
    first, second = found.models
    for loss in document.settings.computed:
        assert first.per_sample(loss) == pytest.approx(loss.value(TRUTHS, Q), rel=1e-13, abs=0)
        assert second.per_sample(loss) == pytest.approx(loss.value_from_logits(TRUTHS, Z), rel=1e-13, abs=0)
        assert first.mean(loss) == pytest.approx(loss.value(TRUTHS, Q).mean(), rel=1e-14)
    assert found.entropy() == pytest.approx(core.entropy(TRUTHS), rel=1e-14, abs=0)
    assert found.mean_entropy == pytest.approx(core.entropy(TRUTHS).mean(), rel=1e-14)


def test_the_decomposition_of_each_model_adds_up(document: Document):
    for model in compute(document).models:
        assert model.mean_cross_entropy == pytest.approx(model.mean_entropy + model.mean_divergence)
        assert model.mean_cross_entropy == pytest.approx(model.mean(CE))


def test_predicted_and_right(document: Document):
    for model, numbers in zip(compute(document).models, (Q, Z), strict=True):
        predicted = np.concatenate([part.predicted for part in model.parts])
        assert predicted.tolist() == numbers.argmax(axis=1).tolist()
        assert model.right_count == (numbers.argmax(axis=1) == TRUTHS.argmax(axis=1)).sum()


def test_rows_can_be_looked_up(document: Document):
    found = compute(document.with_cells(0, {(9, 0): 5.0}))
    part, inside = found.model_part(0, 9)
    assert part.values[CE][inside] == found.models[0].per_sample(CE)[9]
    truth, inside = found.truth_part(13)
    assert truth.entropy[inside] == found.entropy()[13]
    assert [found.state(0, row) for row in (8, 9)] == [OK, OFF_SUM]
    assert found.state(TRUTH, 9) == found.state(1, 9) == OK


def test_nothing_is_computed_again_for_an_unchanged_document(document: Document, monkeypatch: pytest.MonkeyPatch):
    before = compute(document)
    assert pending_entries(document, before) == 0

    def refuse(*given: Any) -> None:
        raise AssertionError("computed again")

    for name in ("model_part", "truth_part", "renewed_model", "renewed_truth"):
        monkeypatch.setattr(results, name, refuse)
    assert all(all(kept) for kept in same(before, compute(document, before)))
    bits = document.with_settings(unit="bit")
    assert pending_entries(bits, before) == 0
    compute(bits, before)


def test_an_edit_of_a_model_computes_one_block_of_it(document: Document):
    before = compute(document)
    changed = document.with_cells(0, {(5, 0): 0.5})
    after = compute(changed, before)
    assert same(before, after) == [[True] * 4, [True, False, True, True], [True] * 4]
    assert pending_entries(changed, before) == 4 * 3
    assert after.models[0].per_sample(CE)[5] == pytest.approx(float(CE.value(TRUTHS[5], [0.5, *Q[5, 1:]])), rel=1e-13)


def test_an_edit_of_the_truth_computes_one_block_of_each_table(document: Document):
    before = compute(document)
    changed = document.with_rows(TRUTH, {13: np.array([0.0, 0.0, 1.0])})
    assert same(before, compute(changed, before)) == [[True] * 3 + [False]] * 3
    assert pending_entries(changed, before) == 2 * 2 * 3


@pytest.mark.parametrize("change", [{"row_sums": "strict"}, {"shown": ("mse",)}])
def test_a_change_of_settings_computes_the_models_anew(document: Document, change: Any):
    before = compute(document)
    changed = document.with_settings(**change)
    assert same(before, compute(changed, before))[1:] == [[False] * 4] * 2
    assert pending_entries(changed, before) == 14 * 3 * 2


def test_a_change_of_scale_computes_that_model_anew(document: Document):
    before = compute(document)
    after = compute(document.with_scale(0, "logit"), before)
    assert same(before, after) == [[True] * 4, [False] * 4, [True] * 4]
    assert after.models[0].per_sample(CE) == pytest.approx(before.models[0].per_sample(CE), rel=1e-12)


def test_what_tables_and_surface_need_is_computed(document: Document):
    chosen = document.with_settings(shown=("mse",), loss="cross_entropy")
    model = compute(chosen).models[0]
    assert list(model.parts[0].values) == [MSE, CE]
    assert model.mean_divergence == pytest.approx(KL.value(TRUTHS, Q).mean())


# -- row sums ---------------------------------------------------------------------------------------------

ROWS = np.array([[0.1, 0.1, 0.9], [0.0, 0.0, 0.0], [0.2, 0.3, 0.5], [0.25, 0.25, 0.5]])
LABELS = np.array([2, 2, 2, 2])


def of_policy(row_sums: Any, truth: Any = LABELS) -> Results:
    document = Document.make(truth, [("m", ROWS, "probability")])
    return compute(document.with_settings(row_sums=row_sums, shown=("mse", "cross_entropy")))


def test_as_typed_computes_every_row_literally():
    model = of_policy("as-typed").models[0]
    assert model.per_sample(MSE) == pytest.approx(MSE.value(LABELS, ROWS))
    assert model.per_sample(CE)[1] == np.inf
    assert model.mean(CE) == np.inf
    assert (model.used_count, model.off_count, model.right_count) == (4, 2, 3)
    assert list(of_policy("as-typed").left_out()) == []


def test_strict_leaves_out_what_is_no_distribution():
    found = of_policy("strict")
    model = found.models[0]
    assert np.isnan(model.per_sample(CE)).tolist() == [True, True, False, False]
    assert model.mean(CE) == pytest.approx(np.log(2.0))
    assert model.mean_cross_entropy == pytest.approx(np.log(2.0))
    assert (model.used_count, model.right_count) == (2, 2)
    assert model.parts[0].predicted.tolist() == [-1, -1, 2, 2]
    assert list(found.left_out()) == [(0, 0, OFF_SUM, pytest.approx(1.1)), (0, 1, ZERO_SUM, 0.0)]


def test_normalize_computes_on_the_row_divided_by_its_sum():
    found = of_policy("normalize")
    model = found.models[0]
    assert model.per_sample(CE)[0] == pytest.approx(-np.log(0.9 / 1.1))
    assert np.isnan(model.per_sample(CE)).tolist() == [False, True, False, False]
    assert model.mean(CE) == pytest.approx((-np.log(0.9 / 1.1) + 2 * np.log(2.0)) / 3)
    assert list(found.left_out()) == [(0, 1, ZERO_SUM, 0.0)]
    assert list(found.off_rows()) == [(0, 0, OFF_SUM, pytest.approx(1.1)), (0, 1, ZERO_SUM, 0.0)]
    assert np.array_equal(found.document.models[0].rows.array(), ROWS)


def test_a_row_of_the_truth_that_is_left_out_is_left_out_of_every_model():
    truth = np.array([[0, 0, 1.0], [0, 0, 1.0], [0, 0, 2.0], [0, 0, 1.0]])
    found = of_policy("strict", truth)
    assert found.models[0].per_sample(CE)[3] == pytest.approx(np.log(2.0))
    assert np.isnan(found.models[0].per_sample(CE)).tolist() == [True, True, True, False]
    assert np.isnan(found.entropy()).tolist() == [False, False, True, False]
    assert (found.truth_used_count, found.truth_off_count, found.off_count) == (3, 1, 3)
    assert next(found.left_out()) == (TRUTH, 2, OFF_SUM, 2.0)
    assert of_policy("normalize", truth).models[0].per_sample(CE)[2] == pytest.approx(np.log(2.0))


def test_a_mean_of_no_rows_is_nan():
    document = Document.make(np.array([0]), [("m", np.zeros((1, 3)), "probability")])
    model = compute(document.with_settings(row_sums="strict")).models[0]
    assert np.isnan([model.mean(CE), model.mean_divergence, model.mean_entropy]).all()


@pytest.mark.parametrize("row_sums", ROW_SUMS)
def test_logits_are_always_distributions(row_sums: Any):
    document = Document.make(LABELS, [("m", np.array([[1.0, 2.0, -np.inf]] * 4), "logit")])
    model = compute(document.with_settings(row_sums=row_sums)).models[0]
    assert (model.used_count, model.off_count) == (4, 0)
    assert model.mean(CE) == np.inf
    assert model.mean(MSE) < 2.0


def test_single_precision_rows_are_distributions_and_kept():
    single = RANDOM.dirichlet(np.ones(500), 6).astype(np.float32)
    document = Document.make(np.zeros(6, dtype=int), [("m", single, "probability")])
    found = compute(document.with_settings(row_sums="strict"))
    assert found.off_count == 0
    assert found.models[0].per_sample(CE).tolist() == core.cross_entropy_from_labels([0] * 6, single).tolist()
    assert document.models[0].rows.array().dtype == np.float32


def test_rows_of_every_block_are_named_by_their_place_in_the_whole():
    rows = np.full((10, 2), 0.5)
    rows[[0, 5, 9]] = [[1.0, 1.0], [0.0, 0.0], [0.5, 0.6]]
    document = Document.make(rows, [("m", rows, "probability")])
    off = [(0, OFF_SUM, 2.0), (5, ZERO_SUM, 0.0), (9, OFF_SUM, 1.1)]
    assert list(compute(document).off_rows()) == [(t, *row) for t in (TRUTH, 0) for row in off]


def test_the_truth_is_shown_as_it_is_computed_on():
    truth = np.array([[0, 0, 1.0], [0, 0, 1.0], [0, 1.0, 1.0], [0, 0, 0.0]])
    assert of_policy("as-typed", truth).truth_row(2).tolist() == [0.0, 1.0, 1.0]
    normalized = of_policy("normalize", truth)
    assert normalized.truth_row(2).tolist() == [0.0, 0.5, 0.5]
    assert normalized.truth_row(3).tolist() == [0.0, 0.0, 0.0]
    assert normalized.models[0].per_sample(CE)[2] == pytest.approx(float(CE.value([0, 0.5, 0.5], ROWS[2])))
    assert normalized.mean_entropy == pytest.approx(np.log(2.0) / 3)


def test_the_spread_of_a_loss_is_that_of_its_rows(document: Document):
    first = compute(document).models[0]
    rows = first.per_sample(CE)
    assert first.deviation(CE) == pytest.approx(np.std(rows, ddof=1), rel=1e-13)
    assert first.standard_error(CE) == pytest.approx(stats.sem(rows), rel=1e-13)


def test_the_spread_is_of_the_rows_that_count(document: Document):
    made = document.with_settings(row_sums="strict").with_rows(0, {0: np.array([0.5, 0.5, 0.5])})
    first = compute(made).models[0]
    assert first.deviation(CE) == pytest.approx(np.std(CE.value(TRUTHS[1:], Q[1:]), ddof=1), rel=1e-13)


def test_what_has_no_spread():
    one = compute(Document.make(TRUTHS[:1], [("a", Q[:1], "probability")])).models[0]
    assert np.isnan([one.deviation(CE), one.standard_error(CE)]).all()
    made = Document.make(TRUTHS, [("a", Q, "probability")]).with_rows(0, {5: np.array([1.0, 0.0, 0.0])})
    infinite = compute(made).models[0]
    assert infinite.mean(CE) == np.inf
    assert np.isnan([infinite.deviation(CE), infinite.standard_error(CE)]).all()
    assert infinite.deviation(MSE) > 0
    none = compute(Document.make(TRUTHS, [("a", 2 * Q, "probability")]).with_settings(row_sums="strict")).models[0]
    assert np.isnan([none.deviation(CE), none.standard_error(CE)]).all()


def test_the_error_of_a_weighted_mean_is_that_of_a_ratio():
    """Against the spread of the ratio over many bootstrap samples of the same rows."""
    labels = RANDOM.integers(0, 3, 400)
    q = RANDOM.dirichlet(np.ones(3), 400)
    loss = losses.create("cross_entropy", class_weights=(0.5, 1.0, 4.0), mean_over="weights")
    made = Document.make(labels, [("a", q, "probability")])
    found = compute(made.with_loss(loss)).models[0]
    w = np.array([0.5, 1.0, 4.0])[labels]
    values = -w * np.log(q[np.arange(400), labels])
    drawn = RANDOM.integers(0, 400, (20_000, 400))
    spread = (values[drawn].sum(axis=1) / w[drawn].sum(axis=1)).std()
    assert found.standard_error(loss) == pytest.approx(spread, rel=0.02)
    nothing = losses.create("cross_entropy", class_weights=(0.0, 0.0, 0.0), mean_over="weights")
    assert np.isnan(compute(made.with_loss(nothing)).models[0].standard_error(nothing))
