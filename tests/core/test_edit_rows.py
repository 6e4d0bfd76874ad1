"""Rows made anew: each formula, by rows and by logits, with what is locked left alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core import blocks
from core.distributions import softmax
from core.document import TRUTH, Document
from core.edits import rows
from core.errors import LossAtlasError
from core.locks import NONE, Locks
from tests.strategies import distributions, documents, logits

tables = st.sampled_from([TRUTH, 0, 1])

EDITS: dict[str, Callable[[Document, int, np.ndarray, Locks], Document]] = {
    "normalized": lambda d, t, s, locks: rows.normalized(d, t, s, locks),
    "largest": lambda d, t, s, locks: rows.one_hot_largest(d, t, s, locks),
    "one-hot": lambda d, t, s, locks: rows.one_hot(d, t, s, 1, locks),
    "uniform": lambda d, t, s, locks: rows.uniform(d, t, s, locks),
    "smoothed": lambda d, t, s, locks: rows.smoothed(d, t, s, 0.1, locks),
    "random": lambda d, t, s, locks: rows.random(d, t, s, 0.5, 7, locks),
    "powered": lambda d, t, s, locks: rows.powered(d, t, s, 2.5, locks),
}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 3)


def array(document: Document, table: int) -> np.ndarray:
    return np.array([document.rows(table).row(k) for k in range(document.size)])


def probabilities(document: Document, table: int) -> np.ndarray:
    values = array(document, table)
    return softmax(values) if document.scale(table) == "logit" else values


def refused(call, code: str, where: str) -> None:
    with pytest.raises(LossAtlasError) as caught:
        call()
    assert (caught.value.code, caught.value.where) == (code, where)


def expected(name: str, q: np.ndarray) -> np.ndarray:
    """Return one row as the edit's formula has it, in plain numbers."""
    match name:
        case "normalized":
            return q if abs(q.sum() - 1) < 1.1e-6 else q / q.sum()
        case "largest":
            return np.eye(q.size)[int(np.argmax(q))]
        case "one-hot":
            return np.eye(q.size)[1]
        case "uniform":
            return np.full(q.size, 1 / q.size)
        case "smoothed":
            return 0.9 * q + 0.1 / q.size
        case "powered":
            powers = [(x / q.max()) ** 2.5 for x in q]
            return np.array(powers) / sum(powers)
    raise AssertionError(name)


@given(documents(), tables, st.sampled_from([name for name in EDITS if name != "random"]), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_row_follows_its_formula(document: Document, table: int, name: str, data: st.DataObject):
    samples = np.array(sorted(data.draw(st.sets(st.integers(0, document.size - 1)))), np.int64)
    before = probabilities(document, table)
    assume(all(before[k].any() for k in samples))
    made = EDITS[name](
        document, table, data.draw(st.permutations(samples.tolist()).map(np.array)).astype(np.int64), NONE
    )
    now = probabilities(made, table)
    for k in range(document.size):
        if k in samples:
            assert now[k] == pytest.approx(expected(name, before[k]), rel=1e-9, abs=1e-12)
        else:
            assert array(made, table)[k].tolist() == array(document, table)[k].tolist()
    for other in {TRUTH, 0, 1} - {table}:
        assert made.rows(other) is document.rows(other)


@given(documents(), tables, st.sampled_from(list(EDITS)), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])
def test_what_is_locked_stays_and_the_others_share_the_rest(
    document: Document, table: int, name: str, data: st.DataObject
):
    width, samples = len(document.classes), np.arange(document.size)
    pairs = st.tuples(st.just(table), st.integers(0, document.size - 1), st.integers(0, width - 1))
    locks = Locks(data.draw(st.frozensets(st.integers(2, 3), max_size=1)), data.draw(st.frozensets(pairs, max_size=3)))
    before, held = array(document, table), locks.mask(table, samples, width)
    q = probabilities(document, table)
    try:
        made = EDITS[name](document, table, samples, locks)
    except LossAtlasError as error:
        assert error.code in ("zero_row", "class_locked", "all_locked", "locked_sum")  # noqa: PT017
        return
    now, after = array(made, table), probabilities(made, table)
    for k in range(document.size):
        closed = held is not None and held[k].any()
        if not closed:
            continue
        if document.scale(table) == "logit" and name != "normalized":
            assert now[k][held[k]].tolist() == before[k][held[k]].tolist()
            if np.abs(before[k]).max(initial=0, where=np.isfinite(before[k])) < 1e3:  # else digits are lost beside it
                assert after[k] == pytest.approx(np.where(held[k], q[k], after[k]), rel=1e-9, abs=1e-12)
        elif document.scale(table) != "logit":
            assert now[k][held[k]].tolist() == before[k][held[k]].tolist()
            assert now[k].sum() == pytest.approx(1.0, abs=2e-6)


LOCKED = Locks(frozenset({0}))
Q = np.array([[0.2, 0.5, 0.3, 0.0], [0.4, 0.0, 0.0, 0.6], [0.25, 0.25, 0.25, 0.25]])


@pytest.fixture
def document() -> Document:
    return Document.make(
        np.array([0, 1, 2]),
        [("first", Q, "probability"), ("second", np.log(Q + 0.1), "logit")],
        classes=["car", "calf", "rocket", "cloud"],
        samples=["a", "b", "c"],
    )


def test_locked_rows_in_numbers(document: Document):
    every = np.arange(3)
    made = {name: array(edit(document, 0, every, LOCKED), 0) for name, edit in EDITS.items()}
    assert made["uniform"] == pytest.approx(
        np.array([[0.2, 0.8 / 3, 0.8 / 3, 0.8 / 3], [0.4, 0.2, 0.2, 0.2], [0.25] * 4])
    )
    assert made["largest"].tolist() == [[0.2, 0.8, 0, 0], [0.4, 0, 0, 0.6], [0.25, 0.75, 0, 0]]
    assert made["one-hot"].tolist() == [[0.2, 0.8, 0, 0], [0.4, 0.6, 0, 0], [0.25, 0.75, 0, 0]]
    assert made["random"][:, 0].tolist() == [0.2, 0.4, 0.25]
    assert made["powered"][0] == pytest.approx([0.2, *(0.8 * np.array([5, 3, 0]) ** 2.5 / (5**2.5 + 3**2.5))])


def test_what_cannot_be_done_is_refused_with_its_row(document: Document):
    every = np.arange(3)
    zero = document.with_rows(0, {1: np.zeros(4)})
    for name in ("normalized", "largest", "powered"):
        refused(lambda name=name: EDITS[name](zero, 0, every, NONE), "zero_row", "first, b")
    assert array(rows.uniform(zero, 0, every), 0)[1].tolist() == [0.25] * 4
    refused(lambda: EDITS["one-hot"](document, 0, every, Locks(frozenset({1}))), "class_locked", "first, a")
    held = Locks(frozenset(), frozenset((0, 2, k) for k in range(4)))
    refused(lambda: rows.uniform(document, 0, every, held), "all_locked", "first, c")
    much = document.with_rows(0, {1: np.array([1.2, 0.5, 0, 0])})
    refused(lambda: rows.uniform(much, 0, every, LOCKED), "locked_sum", "first, b")
    refused(lambda: rows.smoothed(document, 0, every, 1.5), "amount_range", "")
    refused(lambda: rows.random(document, 0, every, 0.0, 1), "amount_range", "")
    refused(lambda: rows.powered(document, 0, every, 0.0), "amount_range", "")
    refused(lambda: rows.powered(document, 0, every, np.nan), "amount_range", "")


def test_nothing_changes_where_nothing_would(document: Document):
    every = np.arange(3)
    assert rows.normalized(document, 0, every) is document
    assert rows.normalized(document, 1, every) is document, "logits have no sum"
    assert rows.mended(document) is document
    assert rows.powered(document, 0, every, 1.0) is document
    assert rows.one_hot_largest(document, TRUTH, every) is document
    assert rows.uniform(document, 0, np.array([], np.int64)) is document


def test_mending_normalizes_every_row_that_needs_it(document: Document):
    off = document.with_cells(0, {(2, 1): 2.0}).with_rows(TRUTH, {0: np.array([1.0, 1.0, 2.0, 0.0])})
    made = rows.mended(off)
    assert made.truth.row(0).tolist() == [0.25, 0.25, 0.5, 0.0]
    assert made.models[0].rows.row(2) == pytest.approx(np.array([0.25, 2, 0.25, 0.25]) / 2.75)
    assert made.models[0].rows.row(0).tolist() == Q[0].tolist()
    assert made.models[1] is document.models[1]
    some = rows.normalized(off, TRUTH, np.array([1, 2]))
    assert some is off
    kept = rows.mended(off, Locks(frozenset(), frozenset({(0, 2, 0)})))
    assert kept.models[0].rows.row(2) == pytest.approx(np.array([0.25, *(0.75 * np.array([2, 0.25, 0.25]) / 2.5)]))


def test_random_rows_are_dirichlet_and_follow_their_seed():
    q = np.full((4000, 3), 1 / 3)
    document = Document.make(np.zeros(4000, int), [("m", q, "probability")])
    every = np.arange(4000)
    one, again, other = (array(rows.random(document, 0, every, 2.0, seed), 0) for seed in (1, 1, 2))
    assert one.tolist() == again.tolist()
    assert one.tolist() != other.tolist()
    assert one.sum(axis=1) == pytest.approx(np.ones(4000))
    # Dir(α, α, α): mean 1/K, variance (K - 1) / (K²·(αK + 1)); six standard errors of each
    assert one.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=6 * np.sqrt(2 / 63 / 4000))
    assert one.var(axis=0) == pytest.approx([2 / 63] * 3, rel=0.15)
    shuffled = array(rows.random(document, 0, every[::-1].copy(), 2.0, 1), 0)
    assert shuffled.tolist() == one.tolist(), "the order in which rows are shown plays no part"


@given(distributions(3, least=0.01), st.floats(0.2, 5.0))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sharpening_is_a_temperature(q: np.ndarray, gamma: float):
    document = Document.make(np.array([0]), [("p", q[None], "probability"), ("z", np.log(q)[None], "logit")])
    one = np.array([0])
    by_temperature = softmax(np.log(q), temperature=1 / gamma)
    for table in (0, 1):
        assert probabilities(rows.powered(document, table, one, gamma), table)[0] == pytest.approx(by_temperature)


@given(logits(4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sharpened_logits_lose_nothing(z: np.ndarray):
    document = Document.make(np.array([0]), [("z", z[None], "logit")])
    made = array(rows.powered(document, 0, np.array([0]), 0.5), 0)[0]
    assert made.max() == z.max()
    for a, b in itertools.combinations(range(4), 2):
        if np.isfinite(z[[a, b]]).all() and np.abs(z).max(initial=0, where=np.isfinite(z)) < 1e5:
            assert made[a] - made[b] == pytest.approx(0.5 * (z[a] - z[b]), rel=1e-9, abs=1e-9)


def test_a_locked_logit_stays_and_the_others_fit_to_it():
    z = np.array([[10.0, 11.0, 9.0, 10.0], [-5.0, -5.0, -6.0, -7.0]])
    document = Document.make(np.array([0, 1]), [("z", z, "logit")])
    locks = Locks(frozenset(), frozenset({(0, 0, 0), (0, 0, 2)}))
    made = array(rows.uniform(document, 0, np.arange(2), locks), 0)
    even = np.log((np.exp(11.0) + np.exp(10.0)) / 2)
    assert made[0] == pytest.approx([10.0, even, 9.0, even])
    assert made[1] == pytest.approx([-np.log(4)] * 4)
