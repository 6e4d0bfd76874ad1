"""Blocks of numbers into cells, at once: as cell by cell, or refused whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import blocks
from core.document import TRUTH, Document
from core.edits import cells
from core.errors import LossAtlasError
from core.locks import Locks
from tests.strategies import documents

tables = st.sampled_from([TRUTH, 0, 1])
numbers = st.sampled_from([0.0, 0.25, 1.0, 1e-300, 3.0])


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 3)


def array(document: Document, table: int) -> np.ndarray:
    return np.array([document.rows(table).row(k) for k in range(document.size)])


def refused(call, code: str, where: str) -> None:
    with pytest.raises(LossAtlasError) as caught:
        call()
    assert (caught.value.code, caught.value.where) == (code, where)


@given(documents(), tables, st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_block_is_as_its_cells_one_by_one(document: Document, table: int, data: st.DataObject):
    samples = np.array(data.draw(st.permutations(range(document.size))))[: data.draw(st.integers(0, document.size))]
    classes = data.draw(st.lists(st.integers(0, len(document.classes) - 1), unique=True))
    values = np.array([[data.draw(numbers) for _ in classes] for _ in samples]).reshape(samples.size, len(classes))
    made = cells.put(document, table, samples.astype(np.int64), classes, values)
    expected = array(document, table)
    for sample, row in zip(samples, values, strict=True):
        expected[sample, classes] = row
    assert np.array_equal(array(made, table), expected)
    assert (made is document) == np.array_equal(expected, array(document, table))
    for other in {TRUTH, 0, 1} - {table}:
        assert made.rows(other) is document.rows(other)


@pytest.fixture
def document() -> Document:
    q = np.array([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5], [1.0, 0.0, 0.0], [0.1, 0.1, 0.8]])
    return Document.make(
        np.array([0, 1, 2, 0]),
        [("first", q, "probability"), ("second", np.log(q + 0.1), "logit")],
        classes=["car", "calf", "rocket"],
        samples=["a", "b", "c", "d"],
    )


def test_what_a_table_cannot_hold_is_refused_with_its_cell(document: Document):
    every = np.arange(4)
    block = np.full((4, 2), 0.5)
    for value, code in ((-0.1, "negative"), (np.nan, "not_finite"), (np.inf, "not_finite")):
        block[3, 1] = value
        refused(lambda: cells.put(document, 0, every[::-1], [2, 0], block), code, "first, a, car")
        refused(lambda: cells.put(document, TRUTH, every, [2, 0], block), code, "truth, d, car")
    block[3, 1] = np.inf
    refused(lambda: cells.put(document, 1, every, [0, 1], block), "bad_logit", "second, d, calf")
    ruled_out = np.full(3, -np.inf)
    refused(lambda: cells.put(document, 1, np.array([3, 1]), [0, 1, 2], ruled_out), "all_ruled_out", "second, b")
    refused(lambda: cells.put(document, 0, np.array([1, 4]), [0], np.array([0.5])), "row_index", "")


def test_labels_stay_labels_where_rows_stay_one_hot(document: Document):
    one_hot = cells.put(document, TRUTH, np.array([1, 3]), [0, 1, 2], np.array([[0.0, 0, 1], [0, 1, 0]]))
    assert one_hot.truth.array().tolist() == [0, 2, 2, 1]
    soft = cells.put(document, TRUTH, np.array([3]), [0, 1], np.array([0.5, 0.5]))
    assert [block.is_labels for block in soft.truth.blocks] == [True, False]


def test_a_locked_cell_keeps_its_number(document: Document):
    locks = Locks(frozenset({2}), frozenset({(0, 1, 0), (TRUTH, 0, 0)}))
    every = np.arange(4)
    refused(lambda: cells.put(document, 0, every, [0], np.array(0.7), locks), "class_locked", "first, b")
    refused(lambda: cells.put(document, 0, every, [1, 2], np.array(0.0), locks), "class_locked", "first, a")
    assert cells.put(document, 0, every, [1], np.array(0.0), locks).models[0].rows.row(0).tolist() == [0.5, 0.0, 0.25]
    same = np.array([[0.9], [0.2]])
    assert cells.put(document, 0, np.array([0, 1]), [0], same, locks).models[0].rows.row(0)[0] == 0.9


def test_filling_down_repeats_the_first_in_the_order_given(document: Document):
    made = cells.filled_down(document, 0, np.array([3, 0, 2]), [0, 2])
    assert array(made, 0).tolist() == [[0.1, 0.25, 0.8], [0.2, 0.3, 0.5], [0.1, 0.0, 0.8], [0.1, 0.1, 0.8]]
    assert cells.filled_down(document, 0, np.array([3]), [0]) is document
