"""An edited block: computed from the rows that changed, it is to the last bit what it is computed anew."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from core import blocks, losses, renewing
from core.blocks import Block
from core.document import TRUTH, Document, Settings
from core.losses.cross_entropy import CrossEntropy
from core.parts import STRETCH, ModelPart, TruthPart
from core.renewing import changed_stretch, spanned
from core.results import Results, compute, pending_entries
from core.validation import ROW_SUMS

BLOCK = 5 * STRETCH + 1
"""The last stretch is the longer one; if it were not, its row would be computed alone."""


@pytest.fixture(autouse=True)
def blocks_of_several_stretches(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", BLOCK)


def made(rng: np.random.Generator, classes: int, settings: Settings, *, soft: bool, type_: Any) -> Document:
    """Return a document of three blocks, with rows that are no distributions and rows with zeros."""
    size = 2 * BLOCK + 2 * STRETCH + 1
    truth = rng.dirichlet(np.ones(classes), size) if soft else rng.integers(0, classes, size)
    q = rng.dirichlet(np.full(classes, 0.3), size)
    often = np.where(np.arange(size) < BLOCK, 0.05, 0.001)[:, None]
    q[rng.random(q.shape) < often] = 0.0
    z = rng.normal(0, 6, (size, classes)).astype(type_)
    models = [("q", q.astype(type_), "probability"), ("z", z, "logit"), ("hot", q[::-1].copy(), "probability")]
    return Document.make(truth, models, settings=settings).with_temperature(2, 1.7)


def edited(document: Document, rng: np.random.Generator) -> Document:
    """Return the document with an edit such as a hand makes: a cell, a row, a few rows, or the truth of one."""
    table, at = int(rng.integers(TRUTH, 3)), int(rng.integers(document.size))
    classes = len(document.classes)
    rows = range(at, min(at + int(rng.choice([1, 1, 5, 200])), document.size))
    kind = rng.integers(4)
    if kind == 0:
        return document.with_cells(table, {(at, int(rng.integers(classes))): float(rng.choice([0.0, 0.25, 1e-300]))})
    if kind == 1:
        return document.with_rows(table, {row: np.eye(classes)[row % classes] for row in rows})
    if kind == 2:
        return document.with_rows(table, {row: np.zeros(classes) for row in rows[:1]})
    return document.with_rows(table, {row: rng.dirichlet(np.ones(classes)) for row in rows})


def assert_same(found: Any, expected: Any, name: str) -> None:
    assert np.array_equal(found, expected, equal_nan=True), name
    if np.asarray(found).dtype == np.float64:
        assert np.array_equal(np.signbit(found), np.signbit(expected)), name


def assert_same_part(found: ModelPart | TruthPart, expected: ModelPart | TruthPart) -> None:
    for field in fields(expected):
        a, b = getattr(found, field.name), getattr(expected, field.name)
        if isinstance(b, TruthPart):
            assert_same_part(a, b)
        elif isinstance(b, dict):
            assert a.keys() == b.keys()
            for key in b:
                assert_same(a[key], b[key], f"{field.name} {key}")
        else:
            assert_same(a, b, field.name)


def assert_same_results(found: Results, expected: Results) -> None:
    assert (found.off_count, found.truth_used_count) == (expected.off_count, expected.truth_used_count)
    assert_same(found.mean_entropy, expected.mean_entropy, "H(p)")
    for a, b in zip(found.truth, expected.truth, strict=True):
        assert_same_part(a, b)
    for model, other in zip(found.models, expected.models, strict=True):
        for a, b in zip(model.parts, other.parts, strict=True):
            assert_same_part(a, b)
        for loss in expected.document.settings.computed:
            for figure in ("mean", "deviation", "standard_error"):
                assert_same(getattr(model, figure)(loss), getattr(other, figure)(loss), f"{figure} {loss}")
        for figure in ("used_count", "right_count", "mean_entropy", "mean_divergence", "mean_cross_entropy"):
            assert_same(getattr(model, figure), getattr(other, figure), figure)


@pytest.mark.parametrize("row_sums", ROW_SUMS)
@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize(("classes", "type_"), [(2, np.float64), (10, np.float64), (10, np.float32), (70, np.float64)])
def test_after_any_edits_the_results_are_those_computed_anew(row_sums: Any, soft: bool, classes: int, type_: Any):
    rng = np.random.default_rng(classes)
    settings = Settings(row_sums=row_sums, shown=tuple(losses.names()))
    settings = settings.with_loss(CrossEntropy(class_weights=tuple(np.linspace(0.5, 2, classes)), mean_over="weights"))
    document = made(rng, classes, settings, soft=soft, type_=type_)
    results = compute(document)
    for _ in range(25):
        document = edited(document, rng)
        results = compute(document, results)
        assert_same_results(results, compute(document))


def test_one_cell_computes_one_stretch(monkeypatch: pytest.MonkeyPatch):
    document = made(np.random.default_rng(1), 10, Settings(), soft=True, type_=np.float64)
    before = compute(document)
    seen: list[int] = []
    whole = renewing.model_part

    def counted(truth: TruthPart, *given: Any) -> ModelPart:
        seen.append(truth.states.size)
        return whole(truth, *given)

    monkeypatch.setattr(renewing, "model_part", counted)
    after = compute(document.with_cells(1, {(BLOCK + 70, 3): 0.5}), before)
    assert seen == [STRETCH]
    assert after.models[0] is before.models[0], "another model's figures stay the same object"
    compute(document.with_cells(TRUTH, {(5, 3): 0.5}), before)
    assert seen == [STRETCH] * 4


def test_edits_that_write_the_same_numbers_compute_nothing():
    document = made(np.random.default_rng(1), 10, Settings(), soft=True, type_=np.float64)
    before = compute(document)
    again = document.with_rows(0, {3: document.rows(0).row(3)}).with_rows(TRUTH, {3: document.truth.row(3)})
    assert pending_entries(again, before) == 3 * BLOCK * 10
    after = compute(again, before)
    assert after.truth is before.truth
    assert after.models == before.models


def test_models_that_change_places_keep_their_figures():
    document = made(np.random.default_rng(1), 10, Settings(), soft=True, type_=np.float64)
    before = compute(document)
    turned = replace(document, models=document.models[::-1])
    assert pending_entries(turned, before) == 0
    after = compute(turned, before)
    for found, expected in zip(after.models, before.models[::-1], strict=True):
        assert (found.name, found.parts) == (expected.name, expected.parts)


def test_the_stretches_of_blocks():
    old = Block(np.zeros((300, 2)), 2)

    def changed(*rows: int) -> slice | None:
        new = np.zeros((300, 2))
        new[list(rows), 1] = 1.0
        return changed_stretch(old, Block(new, 2))

    assert changed(130, 131) == slice(128, 192)
    assert changed(299) == slice(192, 300)
    assert changed() == slice(0, 0)
    assert changed(130, 299) is None, "more than half: it is computed as a whole"
    assert changed_stretch(old, Block(np.zeros((300, 2), np.float32), 2, single=True)) is None
    assert spanned(slice(0, 64), slice(128, 192), 300) is None
    assert spanned(slice(0, 64), slice(64, 128), 300) == slice(0, 128)
    assert spanned(slice(0, 0), slice(64, 128), 300) == spanned(slice(64, 128), slice(0, 0), 300) == slice(64, 128)
    assert spanned(None, slice(0, 0), 300) is None
