"""Numbers as they are written in the window."""

from __future__ import annotations

import math

import pytest

from gui.text import fitting, number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.9163, "0.9163"),
        (-3e-17, "0.0000"),
        (-0.0, "0.0000"),
        (-0.6, "−0.6000"),
        (8e-7, "8e−07"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "—"),
    ],
)
def test_a_number_is_short_and_says_no_more_than_is_known(value: float, written: str):
    assert number(value) == written


@pytest.mark.parametrize(
    ("value", "room", "written"),
    [
        (13.83151, 7, "13.8315"),
        (13.83151, 6, "13.832"),
        (1e308, 6, "1e+308"),
        (1e308, 9, "1.00e+308"),
        (1e308, 5, "1e308"),
        (-12.5, 3, "−12"),
        (99999.0, 4, "99999"),
        (math.inf, 1, "∞"),
    ],
)
def test_a_number_in_a_narrow_place_has_fewer_decimals(value: float, room: int, written: str):
    assert fitting(value, lambda words: len(words) <= room) == written
