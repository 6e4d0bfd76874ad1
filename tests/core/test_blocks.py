"""Rows in blocks: reading them, and edits that copy one block and share the others."""

from __future__ import annotations

import numpy as np
import pytest

from core import blocks
from core.blocks import Block, Rows
from core.errors import LossAtlasError

NUMBERS = np.arange(30.0).reshape(10, 3)
LABELS = np.arange(10) % 3


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 4)


def test_rows_come_in_blocks():
    rows = Rows.from_array(NUMBERS)
    assert [len(block) for block in rows.blocks] == [4, 4, 2]
    assert (len(rows), rows.width) == (10, 3)
    assert np.array_equal(rows.array(), NUMBERS)
    assert [rows.row(index).tolist() for index in (0, 3, 4, 9)] == NUMBERS[[0, 3, 4, 9]].tolist()
    assert [rows.locate(index) for index in (0, 3, 4, 9)] == [(0, 0), (0, 3), (1, 0), (2, 1)]


def test_labels_stand_for_one_hot_rows():
    rows = Rows.from_array(LABELS, 3)
    assert (len(rows), rows.width) == (10, 3)
    assert rows.array().tolist() == LABELS.tolist()
    assert rows.row(5).tolist() == [0.0, 0.0, 1.0]
    assert rows.blocks[0].dense().tolist() == np.eye(3)[LABELS[:4]].tolist()
    with pytest.raises(ValueError, match="width"):
        Rows.from_array(LABELS)


def test_no_rows():
    rows = Rows(())
    assert (len(rows), rows.width) == (0, 0)


def test_an_edit_copies_one_block_and_shares_the_rest():
    rows = Rows.from_array(NUMBERS)
    changed = rows.replaced({5: np.array([7.0, 8.0, 9.0])})
    assert changed.blocks[0] is rows.blocks[0]
    assert changed.blocks[2] is rows.blocks[2]
    assert changed.blocks[1] is not rows.blocks[1]
    assert changed.row(5).tolist() == [7.0, 8.0, 9.0]
    assert np.array_equal(np.delete(changed.array(), 5, axis=0), np.delete(NUMBERS, 5, axis=0))
    assert np.array_equal(rows.array(), NUMBERS)


def test_an_edit_of_labels_keeps_the_labels_of_other_blocks():
    rows = Rows.from_array(LABELS, 3)
    changed = rows.replaced({0: np.array([0.5, 0.5, 0.0]), 1: np.array([0.0, 0.5, 0.5])})
    assert [block.is_labels for block in changed.blocks] == [False, True, True]
    expected = np.eye(3)[LABELS]
    expected[:2] = [[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]]
    assert np.array_equal(changed.array(), expected)


def test_nobody_can_write_into_a_block():
    numbers = NUMBERS.copy()
    for given in (numbers, numbers[:, :], numbers.T.copy().T):
        rows = Rows.from_array(given)
        numbers[0, 0] = -1.0
        assert rows.row(0)[0] == 0.0
        numbers[0, 0] = 0.0
        with pytest.raises(ValueError, match="read-only"):
            rows.blocks[0].values[0, 0] = 1.0
        rows.row(0)[0] = 5.0
        rows.blocks[0].dense()[0, 0] = 5.0
        assert rows.row(0)[0] == 0.0


@pytest.mark.parametrize("cuts", [[], [4], [1, 2, 3], [3, 3, 9], [8], [5, 6]])
def test_rows_of_parts_are_cut_as_those_of_one_array(cuts: list[int]):
    for whole, width in ((NUMBERS, 3), (LABELS, 3), (NUMBERS.astype(np.float32), 3)):
        parts = np.split(whole.copy(), cuts)
        found, expected = Rows.from_parts(parts, width), Rows.from_array(whole, width)
        for block, other in zip(found.blocks, expected.blocks, strict=True):
            assert (block.width, block.single, block.values.dtype) == (other.width, other.single, other.values.dtype)
            assert np.array_equal(block.values, other.values)
            assert not block.values.flags.writeable


def test_a_block_within_a_part_needs_no_copy():
    parts = [NUMBERS[:6].copy(), NUMBERS[6:].copy()]
    first, second, third = Rows.from_parts(parts, 3).blocks
    assert first.values.base is parts[0]
    assert second.values.base is None
    assert third.values.base is parts[1]
    assert Rows.from_parts([], 3).blocks == ()


def test_single_precision_is_kept_and_remembered():
    rows = Rows.from_array(NUMBERS.astype(np.float32))
    assert rows.array().dtype == np.float32
    assert rows.row(0).dtype == rows.blocks[0].dense().dtype == np.float64
    changed = rows.replaced({0: np.array([0.1, 0.2, 0.7])})
    assert changed.row(0).tolist() == [0.1, 0.2, 0.7]
    assert [block.single for block in changed.blocks] == [True] * 3
    assert not Rows.from_array(NUMBERS).blocks[0].single


def test_blocks_are_compared_by_identity():
    assert Block(NUMBERS.copy(), 3) != Block(NUMBERS.copy(), 3)


@pytest.mark.parametrize("row", [-1, 10])
def test_a_row_that_is_not_there_is_refused(row: int):
    rows = Rows.from_array(NUMBERS)
    for call in (lambda: rows.row(row), lambda: rows.replaced({row: NUMBERS[0]})):
        with pytest.raises(LossAtlasError) as caught:
            call()
        assert caught.value.code == "row_index"
        assert "0 to 9" in str(caught.value)
