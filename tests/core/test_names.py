"""Names found and sorted, against what Python says of each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core import names

NAMES = st.lists(st.text("aAbß 01 2\u00e9图\0\n", max_size=6) | st.text(max_size=4), min_size=1, max_size=12)


@given(all_=NAMES, text=st.text("aAbß01é图", max_size=2) | st.text(max_size=2))
def test_containing_is_pythons_without_case(all_: list[str], text: str):
    def folded(name: str) -> str:
        return name.replace("\n", " ").casefold()

    found = names.containing(tuple(all_), len(all_), text)
    assert found.tolist() == [folded(text) in folded(name) for name in all_]


def test_numbers_stand_for_missing_names():
    assert names.containing(None, 12, "1").tolist() == [n in (1, 10, 11, 12) for n in range(1, 13)]
    assert names.ranks(None, 3).tolist() == [0, 1, 2]


def test_numbers_in_names_count_as_numbers():
    given_ = ("run 10", "run 9", "run 100", "run 09", "Run 1", "a", "run", "run 9b")
    order = names.ranks(given_, len(given_))
    assert [given_[k] for k in sorted(range(8), key=lambda k: order[k])] == [
        "a", "run", "Run 1", "run 9", "run 09", "run 9b", "run 10", "run 100",
    ]  # fmt: skip
    assert order[1] == order[3], "09 is 9"


@given(all_=st.lists(st.text("abc", max_size=80) | st.just("x" * 60) | st.just("x" * 60 + "y"), min_size=1, max_size=9))
def test_names_without_numbers_are_sorted_as_text_however_long(all_: list[str]):
    order = names.ranks(tuple(all_), len(all_))
    for a, one in enumerate(all_):
        for b, other in enumerate(all_):
            assert (order[a] < order[b]) == (one < other)
