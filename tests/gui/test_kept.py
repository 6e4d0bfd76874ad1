"""What was made of results: made once, not for ever, and gone with them."""

from __future__ import annotations

import gc
import weakref

import numpy as np

from core.document import Document
from core.results import Results, compute
from gui import kept


def some() -> Results:
    return compute(Document.make(np.array([0]), [("m", np.array([[0.5, 0.5]]), "probability")]))


def test_it_is_made_once_for_each_key_and_each_results():
    results, made = some(), []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.kept(results, key, make) for key in "aab"] == [1, 1, 2]
    assert kept.kept(some(), "a", make) == 3
    assert kept.is_kept(results, "a")
    assert not kept.is_kept(results, "c")
    kept.forget(results)
    assert not kept.is_kept(results, "a")
    kept.forget(results)


def test_none_is_an_answer_too():
    results, made = some(), []
    for _ in range(2):
        assert kept.kept(results, "a", lambda: made.append(1)) is None
    assert made == [1]


def test_the_oldest_goes_where_there_are_many():
    results = some()
    for k in range(200):
        kept.kept(results, k, lambda: 0)
    assert not kept.is_kept(results, 0)
    assert kept.is_kept(results, 199)


def test_it_goes_with_the_results():
    class Big:
        pass

    results = some()
    gone = weakref.ref(kept.kept(results, "a", Big))
    assert gone() is not None
    del results
    gc.collect()
    assert gone() is None
