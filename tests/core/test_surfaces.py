"""A loss over the triangle: its raster, contours, cut and minimum, for every registered loss."""

from __future__ import annotations

import itertools
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import losses, simplex, surfaces
from core.domains import Slice
from core.errors import LossAtlasError
from core.losses import Loss
from core.losses.cross_entropy import CrossEntropy
from core.objectives import OfPrediction
from core.surfaces import Surface
from tests import strategies
from tests.strategies import Row

LOSSES = strategies.all_losses()
N = 32
TOP, RIGHT = np.mgrid[0 : N + 1, 0 : N + 1]
INSIDE = TOP + RIGHT <= N
LATTICE = np.stack([N - TOP - RIGHT, RIGHT, TOP], axis=-1)[INSIDE] / N
THREE = Slice((0, 1, 2), np.array([0.2, 0.3, 0.5]))
FIVE = Slice((3, 0, 4), np.array([0.1, 0.25, 0.15, 0.2, 0.3]))
CASES = {
    "inside": (np.array([0.2, 0.3, 0.5]), THREE),
    "corner": (np.array([0.0, 0.0, 1.0]), THREE),
    "edge": (np.array([0.5, 0.5, 0.0]), THREE),
    "turned": (np.array([0.2, 0.3, 0.5]), Slice((2, 0, 1), np.array([0.2, 0.3, 0.5]))),
    "slice": (np.array([0.1, 0.2, 0.25, 0.15, 0.3]), FIVE),
    "slice, label": (np.array([0.0, 0.0, 0.0, 1.0, 0.0]), FIVE),
    "slice, label held": (np.array([0.0, 1.0, 0.0, 0.0, 0.0]), FIVE),
}
SEPARABLE = [loss for loss in LOSSES if loss.separable]
SOFT = [loss for loss in LOSSES if not loss.needs_labels]
"""Losses that mean something for a truth that is spread over classes."""
every_loss = pytest.mark.parametrize("loss", SOFT, ids=lambda loss: loss.name)
every_case = pytest.mark.parametrize(("p", "plane"), CASES.values(), ids=CASES)


def made(loss: Loss, p: Row, plane: Slice, steps: int | None = N) -> Surface:
    return surfaces.surface(OfPrediction(loss, p), plane, steps)


@every_loss
@every_case
def test_raster_is_the_loss_at_the_lattice_points(loss: Loss, p: Row, plane: Slice):
    surface = made(loss, p, plane)
    assert surface.steps == N
    values, exact = surface.values[INSIDE], loss.value(p, plane.lift(LATTICE))
    finite = np.isfinite(exact)
    assert values[finite] == pytest.approx(exact[finite], rel=1e-12, abs=1e-14)
    assert np.isfinite(values).all()
    assert surface.infinite == (not finite.all())
    assert surface.low == (0.0 if surface.walled and not finite.any() else values.min())
    assert surface.low < surface.high
    if not surface.infinite:
        assert surface.high == pytest.approx(values.max(), abs=1e-8)


@pytest.mark.parametrize("loss", SEPARABLE, ids=lambda loss: loss.name)
@every_case
def test_an_infinite_edge_is_sampled_just_inside(loss: Loss, p: Row, plane: Slice):
    rows = plane.lift(LATTICE)
    terms = loss.class_terms(p, rows)
    edge = np.isinf(terms).any(axis=1)
    inside = loss.class_terms(p, np.maximum(rows, 1e-3 / N * plane.mass))
    expected = np.where(np.isinf(terms), inside, terms).sum(axis=1)
    if np.isinf(expected).any():  # a wall, not an edge
        assert made(loss, p, plane).walled or np.isinf(np.delete(terms, plane.corners, axis=1)).any()
        return
    assert made(loss, p, plane).values[INSIDE][edge] == pytest.approx(expected[edge], rel=1e-12)


@every_loss
@every_case
def test_nothing_is_below_the_minimum(loss: Loss, p: Row, plane: Slice):
    surface = made(loss, p, plane)
    if surface.minimum is None:
        values = loss.value(p, plane.lift(LATTICE))
        assert loss.minimizer(p) is None or np.isinf(values).all() or np.ptp(values) < 1e-12
        return
    assert (surface.minimum >= 0.0).all()
    assert surface.minimum.sum() == pytest.approx(1.0)
    least = loss.value(p, plane.lift(surface.minimum))
    assert least <= loss.value(p, plane.lift(LATTICE)).min() + 1e-12


def test_the_minimum_over_all_of_three_classes_is_the_truth():
    p = np.array([0.2, 0.3, 0.5])
    for loss in (loss for loss in LOSSES if loss.proper == "strictly"):
        assert made(loss, p, THREE).minimum == pytest.approx(p, abs=1e-15)
        assert made(loss, p, CASES["turned"][1]).minimum == pytest.approx(p[[2, 0, 1]], abs=1e-15)


def test_on_a_slice_squared_error_and_cross_entropy_are_least_at_different_points():
    p, plane = np.array([0.1, 0.6, 0.1, 0.2]), Slice((0, 1, 2), np.array([0.0, 0.0, 0.0, 0.7]))
    by_name = {loss.name: made(loss, p, plane).minimum for loss in SOFT}
    assert by_name["cross_entropy"] == pytest.approx([0.125, 0.75, 0.125], abs=1e-12)
    # Squared error shares the missing 0.5 equally, but no entry can fall below 0.
    assert by_name["mse"] == pytest.approx([0.0, 1.0, 0.0], abs=1e-7)


def test_a_plain_has_no_minimum():
    p = np.array([0.0, 0.0, 0.0, 1.0])
    plane = Slice((0, 1, 2), np.array([0.0, 0.0, 0.0, 0.5]))
    by_name = {loss.name: made(loss, p, plane) for loss in SOFT}
    assert by_name["cross_entropy"].minimum is None
    assert np.ptp(by_name["cross_entropy"].values[INSIDE]) == 0.0
    assert by_name["cross_entropy"].high > by_name["cross_entropy"].low
    assert by_name["mse"].minimum == pytest.approx([1 / 3] * 3, abs=1e-7)
    nothing = Slice((0, 1, 2), np.array([0.0, 0.0, 0.0, 1.0]))
    assert made(by_name_loss("cross_entropy"), p, nothing).minimum is None


def by_name_loss(name: str) -> Loss:
    return next(loss for loss in LOSSES if loss.name == name)


@every_loss
def test_a_triangle_of_no_mass_is_drawn_all_the_same(loss: Loss):
    plane = Slice((0, 1, 2), np.array([0.0, 0.0, 0.0, 1.0]))
    surface = made(loss, np.array([0.2, 0.3, 0.4, 0.1]), plane)
    assert np.isfinite(surface.values[INSIDE]).all()
    assert surface.low < surface.high


@every_loss
def test_a_held_class_that_rules_the_truth_out_leaves_a_surface(loss: Loss):
    plane = Slice((0, 1, 2), np.array([0.2, 0.3, 0.5, 0.0]))
    surface = made(loss, np.array([0.2, 0.3, 0.1, 0.4]), plane)
    assert np.isfinite(surface.values[INSIDE]).all()
    assert surface.low < surface.high


class Whole(CrossEntropy):
    """Cross-entropy that does not say that it is a sum over classes."""

    separable: ClassVar[bool] = False


def test_an_infinite_loss_that_is_no_sum_is_cut_at_its_largest():
    p = np.array([0.2, 0.3, 0.5])
    surface, sum_over_classes = made(Whole(), p, THREE), made(CrossEntropy(), p, THREE)
    exact = Whole().value(p, LATTICE)
    values = surface.values[INSIDE]
    finite = np.isfinite(exact)
    assert surface.infinite
    assert values[finite] == pytest.approx(sum_over_classes.values[INSIDE][finite], rel=1e-12)
    assert (values[~finite] == exact[finite].max()).all()
    nothing = Slice((0, 1, 2), np.array([0.0, 0.0, 0.0, 1.0]))
    flat = made(Whole(), np.array([0.2, 0.3, 0.4, 0.1]), nothing)
    assert flat.walled
    assert (flat.values > flat.high).all()


@every_loss
def test_the_lattice_is_finer_for_a_loss_of_steps(loss: Loss):
    steps = made(loss, *CASES["inside"], None).steps
    assert steps == (surfaces.SMOOTH_STEPS if loss.differentiable else surfaces.SHARP_STEPS)


# -- contours ---------------------------------------------------------------------------------------------


def lines_of(points: Row) -> list[Row]:
    """Return the polylines between rows of nan."""
    breaks = np.nonzero(np.isnan(points[:, 0]))[0]
    return [line[~np.isnan(line[:, 0])] for line in np.split(points, breaks)]


def second_differences(values: Row) -> float:
    """Return the largest second difference of a raster along its three directions, well inside the triangle."""
    steps = [(0, 1), (1, 0), (1, -1)]
    largest = 0.0
    for j, i in itertools.product(range(1, N), range(1, N)):
        if min(i, j, N - i - j) < 0.1 * N - 2:
            continue
        for dj, di in steps:
            around = values[j + dj, i + di] + values[j - dj, i - di]
            largest = max(largest, abs(around - 2 * values[j, i]))
    return largest


@pytest.mark.parametrize("loss", [x for x in SOFT if x.differentiable], ids=lambda loss: loss.name)
@pytest.mark.parametrize("case", ["inside", "corner", "slice"])
def test_contours_lie_where_the_loss_has_their_level(loss: Loss, case: str):
    p, plane = CASES[case]
    surface = made(loss, p, plane)
    levels = surfaces.nice_levels(surface.low, surface.high)
    assert len(levels) >= 3
    if surface.walled:
        assert all(len(line) == 0 for line in surfaces.contours(surface, levels))
        return
    seen = 0
    allowed = second_differences(surface.values) / 8 * 1.05 + 1e-12  # of straight lines between lattice points
    for level, line in zip(levels, surfaces.contours(surface, levels), strict=True):
        shares = simplex.from_plane(line[~np.isnan(line[:, 0])])
        assert (shares >= -1e-12).all()
        inner = shares[(shares > 0.1).all(axis=1)]
        seen += len(inner)
        assert np.abs(loss.value(p, plane.lift(inner)) - level).max(initial=0.0) <= allowed
    assert seen > 20


@pytest.mark.parametrize("loss", [x for x in SOFT if x.differentiable], ids=lambda loss: loss.name)
@pytest.mark.parametrize("case", ["inside", "corner", "slice"])
def test_contours_close_or_end_on_an_edge(loss: Loss, case: str):
    surface = made(loss, *CASES[case])
    levels = surfaces.nice_levels(surface.low, surface.high)
    for points in surfaces.contours(surface, levels):
        for line in lines_of(points) if len(points) else []:
            closed = np.array_equal(line[0], line[-1])
            ends = simplex.from_plane(line[[0, -1]])
            assert closed or (np.abs(ends).min(axis=1) < 1e-12).all()


def test_contours_of_a_known_loss():
    squared = by_name_loss("mse")
    p = np.array([0.3, 0.3, 0.4])
    (line,) = surfaces.contours(made(squared, p, THREE, 128), [0.04])
    distance = np.linalg.norm(simplex.from_plane(line) - p, axis=1)
    assert distance == pytest.approx(0.2, abs=1e-3)
    assert len(line) > 50


def test_levels_that_are_not_reached_have_no_line():
    surface = made(by_name_loss("mse"), *CASES["inside"])
    assert surfaces.contours(surface, []) == []
    assert [line.shape for line in surfaces.contours(surface, [100.0])] == [(0, 2)]


# -- the cut ----------------------------------------------------------------------------------------------


def area(outline: Row) -> float:
    x, y = outline.T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def test_what_is_beyond_the_cut_is_outlined():
    loss = by_name_loss("cross_entropy")
    p, plane = CASES["corner"]
    surface = made(loss, p, plane, 128)
    outlines = surfaces.beyond_cut(surface)
    shares = simplex.from_plane(np.concatenate(outlines))
    assert (shares >= -1e-12).all()
    height = np.exp(-surface.high)  # the loss is -log of the top share
    assert shares[:, 2].max() == pytest.approx(height, rel=0.05)
    whole = simplex.HEIGHT / 2
    assert sum(area(outline) for outline in outlines) / whole == pytest.approx(2 * height, rel=0.1)


def test_a_wall_is_beyond_the_cut_everywhere_but_where_the_loss_is_finite():
    loss = by_name_loss("reverse_kl")
    surface = made(loss, *CASES["edge"])
    assert surface.walled
    assert surface.minimum == pytest.approx([0.5, 0.5, 0.0])
    edge = surface.values[0, :]
    assert edge == pytest.approx(loss.value(CASES["edge"][0], LATTICE[: N + 1]))
    assert surface.values[INSIDE & (TOP > 0)].min() > edge.max()
    assert sum(area(outline) for outline in surfaces.beyond_cut(surface)) > 0.9 * simplex.HEIGHT / 2


@pytest.mark.parametrize("loss", [x for x in LOSSES if x.needs_labels], ids=lambda loss: loss.name)
def test_a_loss_of_labels_has_a_surface_for_labels_only(loss: Loss):
    surface = made(loss, *CASES["corner"])
    exact = loss.value(CASES["corner"][0], LATTICE)
    finite = np.isfinite(exact)
    assert surface.values[INSIDE][finite] == pytest.approx(exact[finite])
    with pytest.raises(LossAtlasError) as caught:
        made(loss, *CASES["inside"])
    assert caught.value.code == "needs_label"


def test_parts_beyond_the_cut_are_separate_outlines():
    outlines = surfaces.beyond_cut(made(by_name_loss("cross_entropy"), np.array([0.2, 0.3, 0.5]), THREE))
    assert len(outlines) > 1
    assert all(outline[0].tolist() == outline[-1].tolist() for outline in outlines)


def test_a_finite_loss_is_not_cut():
    surface = made(by_name_loss("mse"), *CASES["corner"])
    assert not surface.infinite
    assert surfaces.beyond_cut(surface) == []


# -- levels -----------------------------------------------------------------------------------------------


@given(st.floats(-1e6, 1e6), st.floats(-6, 6), st.integers(4, 12))
def test_levels_are_few_round_and_strictly_between(low: float, exponent: float, count: int):
    high = low + 10.0**exponent
    levels = surfaces.nice_levels(low, high, count)
    assert count // 2 - 1 <= len(levels) <= count
    assert all(low < level < high for level in levels)
    steps = np.diff(levels)
    assert (steps > 0).all()
    if steps.size:
        step = float(np.median(steps))
        assert steps == pytest.approx(step, rel=1e-3)
        mantissa = step / 10.0 ** np.floor(np.log10(step) + 1e-4)
        assert min(abs(mantissa - m) for m in (1.0, 2.0, 2.5, 5.0)) < 1e-2


def test_levels_one_knows():
    assert surfaces.nice_levels(0.0, 2.0, 8) == [0.25 * k for k in range(1, 8)]
    assert surfaces.nice_levels(0.1, 0.9, 4) == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert surfaces.nice_levels(-1.0, 1.0, 4) == [-0.5, 0.0, 0.5]


@pytest.mark.parametrize(
    ("low", "high"),
    [(1.0, 1.0), (2.0, 1.0), (0.0, np.inf), (0.0, np.nan), (0.0, 5e-324), (1e10, np.nextafter(1e10, 2e10))],
)
def test_there_are_no_levels_where_there_is_no_room(low: float, high: float):
    assert surfaces.nice_levels(low, float(high)) == []


def test_what_lies_above_a_level_is_bounded_by_its_contour_and_the_edges():
    """Cross-entropy to a corner is above a level within a part whose area follows from its outline."""
    made_ = made(CrossEntropy(), np.array([0.0, 0.0, 1.0]), THREE, 96)
    (outline,) = surfaces.above(made_, -np.log(0.5))  # -ln q is above it where q is below a half
    x, y = outline[:, 0], outline[:, 1]
    area = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    assert area == pytest.approx(0.75 * simplex.HEIGHT / 2, rel=1e-6)
    assert y.min() == pytest.approx(0.0, abs=1e-12)
    assert y.max() == pytest.approx(simplex.HEIGHT / 2, rel=1e-4)


def test_few_values_are_told_and_many_are_not():
    p = np.array([0.0, 0.0, 1.0])
    assert surfaces.plateaus(made(losses.create("classification_error"), p, THREE)) == [0.0, 1.0]
    assert surfaces.plateaus(made(CrossEntropy(), p, THREE)) == []
    walled = made(losses.create("reverse_kl"), p, THREE)
    assert walled.walled
    assert max(surfaces.plateaus(walled), default=0.0) < walled.high
