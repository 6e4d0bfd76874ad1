"""Pasted blocks that go where they belong, and tables that grow for them; labels; a single number typed."""

from __future__ import annotations

import numpy as np
import pytest

from core.document import TRUTH, Document
from core.edits import cells
from core.edits.paste import Paste, pasted
from core.errors import LossAtlasError
from core.locks import Locks

Q = np.array([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5]])


@pytest.fixture
def document() -> Document:
    return Document.make(
        np.array([0, 1]),
        [("first", Q, "probability"), ("second", np.log(Q), "logit")],
        classes=["car", "calf", "rocket"],
        samples=["a", "b"],
    )


def array(document: Document, table: int) -> list[list[float]]:
    return [document.rows(table).row(k).tolist() for k in range(document.size)]


def refused(call, code: str, where: str) -> None:
    with pytest.raises(LossAtlasError) as caught:
        call()
    assert (caught.value.code, caught.value.where) == (code, where)


def test_a_block_that_fits(document: Document):
    paste = Paste(np.array([1, 0]), (2, 0), np.array([[0.1, 0.2], [0.3, 0.4]]))
    assert (paste.more_samples, paste.more_classes) == (0, 0)
    assert array(pasted(document, 0, paste, "class"), 0) == [[0.4, 0.25, 0.3], [0.2, 0.3, 0.1]]


def test_a_table_grows(document: Document):
    values = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]])
    paste = Paste(np.array([1]), (2, "", "cloud"), values, ("x", "y", "z"))
    assert (paste.more_samples, paste.more_classes) == (2, 2)
    made = pasted(document, 0, paste, "class")
    assert made.classes == ("car", "calf", "rocket", "class 4", "cloud")
    assert made.samples == ("a", "b", "y", "z")
    assert array(made, 0)[1:] == [[0.2, 0.3, 0.1, 0.2, 0.3], [0.2, 0.2, 0.4, 0.5, 0.6], [0.2, 0.2, 0.7, 0.8, 0.9]]
    assert array(made, TRUTH)[2] == [1, 0, 0, 0, 0]
    assert array(made, 1)[1][3:] == [-np.inf] * 2
    unnamed = pasted(document, 0, Paste(np.array([1]), (0,), np.array([[0.1], [0.2]])), "class")
    assert unnamed.samples == ("a", "b", "3")


def test_labels_with_more_samples(document: Document):
    made = pasted(document, TRUTH, Paste(np.array([1]), (), np.array([2, 1])), "class")
    assert made.truth.array().tolist() == [0, 2, 1]
    made = pasted(document, 1, Paste(np.array([0]), (), np.array([1])), "class")
    assert array(made, 1)[0] == [-np.inf, 0.0, -np.inf]


def test_what_cannot_be_pasted_leaves_the_document_as_it_was(document: Document):
    bad = np.array([[0.1], [-0.2]])
    refused(lambda: pasted(document, 0, Paste(np.array([1]), (0,), bad), "class"), "negative", "first, 3, car")
    taken = Paste(np.array([0]), ("car",), np.array([[0.1]]))
    refused(lambda: pasted(document, 0, taken, "class"), "duplicate_name", "classes")
    assert (document.size, len(document.classes)) == (2, 3)


def test_a_number_typed(document: Document):
    assert cells.typed(document, 0, 1, 2, 0.5) is document
    assert array(cells.typed(document, 0, 1, 2, 0.7), 0)[1] == [0.2, 0.3, 0.7]
    kept = cells.typed(document, 0, 1, 2, 0.75, keep_sums=True)
    assert array(kept, 0)[1] == pytest.approx([0.1, 0.15, 0.75])
    assert array(cells.typed(document, 0, 1, 2, 1.5, keep_sums=True), 0)[1] == [0.2, 0.3, 1.5]
    assert array(cells.typed(document, 1, 1, 2, 0.5, keep_sums=True), 1)[1][:2] == np.log(Q[1, :2]).tolist()


def test_a_number_typed_beside_locks(document: Document):
    locks = Locks(frozenset({1}), frozenset({(0, 0, 0)}))
    refused(lambda: cells.typed(document, 0, 1, 1, 0.5, locks=locks), "class_locked", "first, b")
    refused(lambda: cells.typed(document, 0, 0, 0, 0.6, locks=locks), "class_locked", "first, a")
    made = cells.typed(document, 0, 1, 2, 0.6, keep_sums=True, locks=locks)
    assert array(made, 0)[1] == pytest.approx([0.1, 0.3, 0.6])
    refused(lambda: cells.typed(document, 0, 1, 2, 0.8, keep_sums=True, locks=locks), "no_room", "")
    refused(lambda: cells.typed(document, 0, 0, 2, 0.1, keep_sums=True, locks=locks), "all_locked", "")
