"""Numbers as they are written in the window."""

from __future__ import annotations

import pytest

from gui.text import number


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
