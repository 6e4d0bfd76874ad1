"""Nets of cells, and the ticks of axes: where a point lies, what is next, what stands below an axis."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF

from gui.panels.dataset.common import CountAxis
from gui.plotting.axes import Axis, Chart
from gui.plotting.picking import Net, Pick

NET = Net("net", (0.0, 10.0, 30.0), (0.0, 5.0, 10.0, 15.0))


def test_a_point_is_in_a_cell_and_beyond_the_net_in_the_nearest():
    assert NET.cell(QPointF(9.0, 4.0)) == (0, 0)
    assert NET.cell(QPointF(10.0, 14.0)) == (1, 2)
    assert NET.cell(QPointF(-50.0, 99.0)) == (0, 2)
    assert NET.cell(QPointF(30.0, 15.0)) == (1, 2), "its last border belongs to it"
    assert NET.contains(QPointF(30.0, 15.0))
    assert not NET.contains(QPointF(30.5, 15.0))


def test_a_pick_reaches_from_its_first_cell_in_any_direction():
    first = Pick("net", (1, 1), (1, 1))
    assert first.until(0, 2) == Pick("net", (0, 1), (1, 2))
    assert NET.rect(first.until(0, 2)) == QRectF(0, 5, 30, 10)
    assert NET.limited(9, -4) == (1, 0)


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0.2, 4.0, 3, [0.2, 0.5, 1.0, 2.0]),
        (0.2, 4.0, 2, [1.0]),
        (1e-7, 1e3, 6, [1e-6, 1e-4, 1e-2, 1.0, 100.0]),
        (1.0, 1000.0, 4, [1.0, 10.0, 100.0, 1000.0]),
    ],
)
def test_a_logarithmic_axis_has_as_many_round_ticks_as_there_is_room_for(low, high, count, expected):
    ticks = Axis("", low, high, log=True).ticks(count)
    assert len(ticks) <= count + 1
    if low != 1e-7:
        assert ticks == pytest.approx(expected)
    assert all(low * (1 - 1e-9) <= tick <= high * (1 + 1e-9) for tick in ticks)


def test_counts_have_whole_ticks():
    assert CountAxis("", 0.0, 1.06).ticks(8) == [0.0, 1.0]
    assert CountAxis("", 0.0, 212.0).ticks(4) == [0.0, 100.0, 200.0]


def test_beyond_its_upper_ends_a_chart_holds_what_is_infinite():
    chart = Chart(QRectF(0, 0, 100, 100), Axis("", 0.0, 10.0), Axis("", 1.0, 100.0, log=True))
    assert chart.values_at(QPointF(50, 50)) == pytest.approx((5.0, 10.0))
    assert chart.values_at(QPointF(101, -1)) == (float("inf"), float("inf"))
    assert chart.values_at(QPointF(-5, 105)) == pytest.approx((0.0, 1.0))
