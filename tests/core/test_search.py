"""Finding: against looking at every place in turn, in any order of rows, forward and backward."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import search
from core.document import TRUTH, Document
from core.ordering import Order
from core.search import NAME, Place, Wanted, find

Q = np.array([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5], [1 / 3, 1 / 3, 1 / 3], [1.0, 0.0, 0.0]])


@pytest.fixture
def document() -> Document:
    return Document.make(
        np.array([0, 1, 2, 0]),
        [("first", Q, "probability"), ("second", np.log(Q + 0.1), "logit")],
        classes=["car", "calf", "rocket"],
        samples=["image 1", "image 2", "other", "IMAGE 4"],
    )


def walk(document: Document, order: Order, text: str, *, backward: bool = False) -> list[Place]:
    """Return the places found from the start on until the first comes again."""
    found: list[Place] = []
    at: Place | None = Place(NAME, NAME)
    while (at := find(document, 0, order, Wanted.of(text), at, backward=backward)) is not None and at not in found:
        found.append(at)
    return found


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.33", [0.325, 1 / 3, 0.334999]),
        ("0.3", [0.25, 0.3, 0.349]),
        ("33%", [0.33, 1 / 3]),
        ("0,50", [0.5]),
        ("1", [1.0]),
        ("0", [0.0]),
        ("-2.5", [-2.5, -2.46]),
        ("−2.5", [-2.5]),
        ("1e-3", [0.001, 0.00052]),
        (".5", [0.5]),
    ],
)
def test_numbers_are_found_as_they_are_shown(text: str, numbers: list[float]):
    wanted = Wanted.of(text)
    assert all(wanted.least <= x <= wanted.most for x in numbers)
    assert not wanted.least <= numbers[0] + 1 <= wanted.most


@pytest.mark.parametrize("text", ["car", "", "1/3", "e5", "%", "-", "."])
def test_what_is_no_number_is_looked_for_as_a_name(text: str):
    assert np.isnan(Wanted.of(text).least)
    assert np.isnan(Wanted.of(text).most)


def test_places_come_as_one_reads(document: Document):
    plain = Order(4)
    assert walk(document, plain, "0.5") == [Place(0, 0), Place(1, 2)]
    assert walk(document, plain, "0.5", backward=True) == [Place(1, 2), Place(0, 0)]
    assert walk(document, plain, "image") == [Place(0, NAME), Place(1, NAME), Place(3, NAME)]
    assert walk(document, plain, "CA") == [Place(NAME, 0), Place(NAME, 1)]
    assert walk(document, plain, "nothing") == []
    assert walk(document, plain, "  ") == []


def test_rows_are_looked_through_as_they_are_shown(document: Document):
    shown = Order(4, np.array([3, 1], np.int32))
    assert walk(document, shown, "image") == [Place(0, NAME), Place(1, NAME)]
    assert walk(document, shown, "0.5") == [Place(1, 2)]
    assert walk(document, Order(4, np.array([], np.int32)), "car") == [Place(NAME, 0)]


def test_samples_without_names_are_found_by_their_number():
    document = Document.make(np.zeros(30, int), [("m", np.full((30, 2), 0.5), "probability")])
    assert walk(document, Order(30), "12") == [Place(11, NAME)]
    assert walk(document, Order(30), "31") == []
    assert walk(document, Order(30), "0") == []


@given(
    st.integers(1, 12),
    st.sampled_from(["1", "0.5", "a", "b 1", "0.0"]),
    st.integers(-1, 12),
    st.integers(-1, 1),
    st.booleans(),
    st.integers(0, 99),
    st.sampled_from([1, 2, 3, 4096]),
)
def test_it_is_the_next_of_all_places(
    size: int, text: str, row: int, column: int, backward: bool, seed: int, chunk: int
):
    rng = np.random.default_rng(seed)
    q = rng.choice([0.0, 0.5, 1.0], (size, 2))
    document = Document.make(
        rng.integers(0, 2, size),
        [("m", q, "probability")],
        classes=["a 1", "b"],
        samples=[f"{rng.choice(['a', 'b'])} {k}" for k in range(size)],
    )
    order = Order(size, rng.permutation(size).astype(np.int32)[: rng.integers(1, size + 1)])
    start, wanted = Place(min(row, len(order) - 1), column), Wanted.of(text)

    def is_wanted(at: Place) -> bool:
        if at.row == NAME:
            return at.column != NAME and text in document.classes[at.column]
        sample = order.sample(at.row)
        if at.column == NAME:
            return text in document.sample_name(sample)
        return bool(wanted.least <= document.rows(0).row(sample)[at.column] <= wanted.most)

    places = [Place(r, c) for r in range(-1, len(order)) for c in range(-1, 2)]
    at = places.index(start)
    turn = places[at + 1 :] + places[: at + 1] if not backward else (places[at:] + places[:at])[::-1]
    expected = next((place for place in turn if is_wanted(place)), None)
    patch = pytest.MonkeyPatch()
    patch.setattr(search, "_ROWS", chunk)
    try:
        assert find(document, 0, order, wanted, start, backward=backward) == expected
    finally:
        patch.undo()


def test_the_truth_and_logits_are_searched_too(document: Document):
    assert find(document, TRUTH, Order(4), Wanted.of("1.0"), Place(0, 0)) == Place(1, 1)
    z = float(np.log(0.6))
    assert find(document, 1, Order(4), Wanted.of(f"{z:.3f}"), Place(NAME, NAME)) == Place(0, 0)
