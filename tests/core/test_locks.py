"""Locks: which cells of which rows an edit must leave alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.document import TRUTH
from core.locks import NONE, Locks

cells = st.frozensets(st.tuples(st.sampled_from([TRUTH, 0, 1]), st.integers(0, 4), st.integers(0, 3)), max_size=8)


@given(st.frozensets(st.integers(0, 3)), cells, st.sampled_from([TRUTH, 0]), st.lists(st.integers(0, 4), max_size=5))
def test_rows_and_masks_agree(classes: frozenset[int], locked: frozenset, table: int, samples: list[int]):
    locks = Locks(classes, locked)
    mask = locks.mask(table, np.array(samples, np.int64), 3)
    found = [set(np.flatnonzero(row).tolist()) for row in mask] if mask is not None else [set() for _ in samples]
    assert found == [{k for k in locks.of(table, sample) if k < 3} for sample in samples]


def test_locks_of_one_row():
    locks = Locks(frozenset({2}), frozenset({(TRUTH, 0, 1), (0, 0, 0), (0, 5, 1)}))
    assert locks.of(TRUTH, 0) == {1, 2}
    assert locks.of(0, 0) == {0, 2}
    assert locks.of(0, 1) == {2}
    assert NONE.of(0, 0) == frozenset()
    assert NONE.mask(0, np.arange(3), 4) is None


@given(cells, cells)
def test_toggling_locks_all_or_opens_all(locked: frozenset, asked: frozenset):
    now = Locks(frozenset({1}), locked).toggled(asked)
    assert now.classes == {1}
    if asked <= locked:
        assert now.cells == locked - asked
    else:
        assert now.cells == locked | asked
