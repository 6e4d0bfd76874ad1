"""Means of some samples: those that a document of just these samples would have."""

from __future__ import annotations

import numpy as np
import pytest

from core.document import Document, Settings
from core.losses import create
from core.ordering import Order
from core.results import Results, compute
from core.shown import shown

WEIGHTED = create("cross_entropy", class_weights=(1.0, 2.0, 5.0))


def document(count: int) -> Document:
    rng = np.random.default_rng(5)
    q = rng.dirichlet(np.ones(3), count)
    q[::7] *= 0.9  # not distributions, which strict leaves out
    settings = Settings(row_sums="strict").with_loss(WEIGHTED)
    return Document.make(rng.integers(0, 3, count), [("m", q, "probability")], settings=settings)


def only(of: Document, samples: np.ndarray) -> Results:
    truth, q = of.truth.array()[samples], of.models[0].rows.array()[samples]
    return compute(Document.make(truth, [("m", q, "probability")], settings=of.settings))


@pytest.mark.parametrize("samples", [[3, 1, 20], list(range(9000, 4000, -3)), [0]])
def test_they_are_those_of_a_document_of_these_samples(samples: list[int]):
    whole = document(10_000)
    found = shown(compute(whole), 0, Order(10_000, np.array(samples, np.int32))).model
    expected = only(whole, np.array(samples)).models[0]
    assert (found.used_count, found.right_count, found.off_count) == (
        expected.used_count,
        expected.right_count,
        expected.off_count,
    )
    for loss in whole.settings.computed:
        for figure in ("mean", "standard_error"):
            one, other = getattr(found, figure)(loss), getattr(expected, figure)(loss)
            assert np.allclose(one, other, rtol=1e-12, atol=0, equal_nan=True), loss.name
    for name in ("mean_entropy", "mean_divergence", "mean_cross_entropy"):
        assert np.allclose(getattr(found, name), getattr(expected, name), rtol=1e-12, atol=0, equal_nan=True)


def test_no_sample_has_no_mean():
    found = shown(compute(document(30)), 0, Order(30, np.array([], np.int32))).model
    assert found.used_count == 0
    assert np.isnan(found.mean(WEIGHTED))


def test_an_edit_cuts_one_block_anew():
    first = document(10_000)
    order = Order(10_000, np.arange(0, 10_000, 2, dtype=np.int32))
    before = shown(compute(first), 0, order)
    edited = first.with_cells(0, {(5000, 1): 0.25})
    after = shown(compute(edited, compute(first)), 0, order, before)
    results = compute(first)
    kept = shown(compute(edited, results), 0, order, shown(results, 0, order))
    same = [a is b for a, b in zip(kept.model.parts, shown(results, 0, order, kept).model.parts, strict=True)]
    assert same == [True, False, True]
    assert after.model.mean(WEIGHTED) == only(edited, np.arange(0, 10_000, 2)).models[0].mean(WEIGHTED)
    other = shown(results, 0, Order(10_000, np.array([1], np.int32)), kept)
    assert other.model.used_count == 1
