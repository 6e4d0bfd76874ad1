"""A part of a triangle: it stands for the same rows as the whole, and its surface is the whole's seen closer."""

from __future__ import annotations

import numpy as np
import pytest

from core import surfaces
from core.domains import Merged, Part, Slice, Triangle
from core.losses import Loss
from core.objectives import OfPrediction
from tests import strategies

LOSSES = [loss for loss in strategies.all_losses() if not loss.needs_labels]
HELD = np.array([0.1, 0.25, 0.15, 0.2, 0.3])
WHOLES: dict[str, Triangle] = {
    "three": Slice((0, 1, 2), np.array([0.2, 0.3, 0.5])),
    "slice": Slice((3, 0, 4), HELD),
    "merged": Merged((1, 3), HELD),
}
LOW, SIDE = np.array([0.1, 0.0, 0.4]), 0.5
N = 24
TOP, RIGHT = np.mgrid[0 : N + 1, 0 : N + 1]
INSIDE = TOP + RIGHT <= N
INNER = np.stack([N - TOP - RIGHT, RIGHT, TOP], axis=-1)[INSIDE] / N
every_whole = pytest.mark.parametrize("name", WHOLES)


@every_whole
def test_it_stands_for_rows_of_the_whole(name: str):
    whole = WHOLES[name]
    part = Part(whole, LOW, SIDE)
    rows = whole.lift(LOW + SIDE * INNER)
    assert part.lift(INNER) == pytest.approx(rows, abs=1e-15)
    assert part.rest + INNER @ part.frame == pytest.approx(rows, abs=1e-15)
    assert part.corner_classes == whole.corner_classes
    for at, row in zip(INNER[::17], rows[::17], strict=True):
        assert part.shadow(row) == pytest.approx(at, abs=1e-12)
        assert part.moved(row, at) == pytest.approx(row, abs=1e-15)
        assert part.holding(row).lift(at) == pytest.approx(row, abs=1e-15)
    assert part.signature != Part(whole, LOW, 0.5 * SIDE).signature != whole.signature


def test_what_lies_outside_has_no_place_but_a_shadow():
    part = Part(WHOLES["three"], LOW, SIDE)
    assert part.place(np.array([1.0, 0.0, 0.0])) is None
    assert part.place(np.zeros(3)) is None
    assert part.shadow(np.array([1.0, 0.0, 0.0])) == pytest.approx([1.8, 0.0, -0.8])
    assert part.place(np.array([0.1, 0.0, 0.9])) == pytest.approx([0.0, 0.0, 1.0])


@every_whole
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_its_raster_is_the_loss(loss: Loss, name: str):
    whole = WHOLES[name]
    p = np.array([0.2, 0.3, 0.5]) if name == "three" else np.array([0.1, 0.2, 0.25, 0.15, 0.3])
    made = surfaces.surface(OfPrediction(loss, p), Part(whole, LOW, SIDE), N)
    exact = loss.value(p, whole.lift(LOW + SIDE * INNER))
    finite = np.isfinite(exact)
    assert made.values[INSIDE][finite] == pytest.approx(exact[finite], rel=1e-12, abs=1e-14)
    assert made.infinite == (not finite.all())
    least = surfaces.surface(OfPrediction(loss, p), whole, N).minimum
    if least is None:
        assert made.minimum is None
    else:
        assert LOW + SIDE * made.minimum == pytest.approx(least, abs=1e-12)
