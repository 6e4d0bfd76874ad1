"""Slow work that tells how far it is, as a whole or in parts."""

from __future__ import annotations

import pytest

from core import watching


def test_what_parts_tell_is_of_all_of_them():
    told: list[tuple[int, int]] = []
    with watching.watched(lambda done, of: told.append((done, of))):
        for number in range(3):
            with watching.part(number, 3):
                watching.tell(0, 10)
                watching.tell(5, 10)
        watching.tell(1, 1)
    assert told == [(0, 30), (5, 30), (10, 30), (15, 30), (20, 30), (25, 30), (1, 1)]


def test_parts_that_nobody_watches_and_parts_that_are_called_off():
    with watching.part(0, 2):
        watching.tell(1, 2)

    def stop(done: int, of: int) -> None:
        if done * 2 > of:
            raise watching.Cancelled

    with watching.watched(stop), watching.part(0, 2):
        watching.tell(2, 2)
    with pytest.raises(watching.Cancelled), watching.watched(stop), watching.part(1, 2):
        watching.tell(1, 2)
