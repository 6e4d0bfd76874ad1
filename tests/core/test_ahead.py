"""Tasks worked on ahead of need: their order, how far ahead, and what fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from core.io import ahead
from core.io.ahead import ahead as read_ahead


def test_what_tasks_give_comes_in_their_order():
    def late(number: int) -> int:
        time.sleep(0.002 * (number % 3))
        return number

    assert list(read_ahead(partial(late, number) for number in range(40))) == list(range(40))
    assert list(read_ahead([])) == []


def test_no_more_are_made_than_are_soon_needed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ahead, "_THREADS", 2)
    made: list[int] = []

    def tasks() -> Iterator[Callable[[], int]]:
        for number in range(50):
            made.append(number)
            yield partial(int, number)

    for number in read_ahead(tasks()):
        assert len(made) <= number + 3


def test_several_are_worked_on_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ahead, "_THREADS", 2)
    met = threading.Barrier(2, timeout=10)
    assert len(list(read_ahead([met.wait, met.wait]))) == 2


def test_the_first_that_fails_raises_and_later_ones_are_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ahead, "_THREADS", 1)
    begun: list[int] = []

    def task(number: int) -> int:
        begun.append(number)
        if number >= 2:
            raise ValueError(number)
        return number

    found: list[int] = []
    with pytest.raises(ValueError, match="2"):
        found.extend(read_ahead(partial(task, number) for number in range(50)))
    assert max(begun) <= 4


def test_what_makes_the_tasks_may_fail():
    def tasks() -> Iterator[Callable[[], int]]:
        yield partial(int, 1)
        raise KeyError("made")

    with pytest.raises(KeyError):
        list(read_ahead(tasks()))
