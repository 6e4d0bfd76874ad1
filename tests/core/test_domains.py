"""Domains: rows out of coordinates and back, what a move leaves alone, and where rows fall."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logsumexp, softmax

from core.domains import OTHER, Domain, LogitPlane, Merged, Slice
from core.domains.logit_plane import reach_for
from tests import strategies
from tests.strategies import Row

ROW = np.array([0.1, 0.25, 0.15, 0.2, 0.3])
LOGITS = np.array([1.0, -2.0, 0.5, 3.0, -1.0])
DOMAINS: dict[str, Domain] = {
    "slice": Slice((3, 0, 4), ROW),
    "merged": Merged((3, 0), ROW),
    "plane of probabilities": LogitPlane.through((3, 0), ROW),
    "plane of logits": LogitPlane.through((3, 0), LOGITS, "logit"),
}
every_domain = pytest.mark.parametrize("domain", DOMAINS.values(), ids=DOMAINS)
inner = strategies.distributions(5, least=0.02)


@every_domain
def test_lattice_points_lie_where_they_are_drawn(domain: Domain):
    lattice = domain.lattice(8)
    inside = lattice.inside
    points = np.stack([lattice.x, lattice.y], axis=-1)
    assert domain.to_plane(lattice.at[inside]) == pytest.approx(points[inside], abs=1e-15)
    assert domain.from_plane(points[inside]) == pytest.approx(lattice.at[inside], abs=1e-14)
    assert (lattice.interior <= inside).all()
    on_outline = [domain.on_outline(at) for at in lattice.at[inside]]
    assert on_outline == (~lattice.interior[inside]).tolist()
    low, high = domain.outline.min(axis=0), domain.outline.max(axis=0)
    assert (points[inside].min(axis=0) == low).all()
    assert points[inside].max(axis=0) == pytest.approx(high)


@every_domain
def test_a_point_lifted_falls_back_to_itself(domain: Domain):
    for at in domain.lattice(6).at[domain.lattice(6).interior]:
        row = domain.rows(at)
        assert row.sum() == pytest.approx(1.0)
        assert domain.shadow(row) == pytest.approx(at, abs=1e-9)
        assert domain.place(row) == pytest.approx(at, abs=1e-9)


@every_domain
@given(row=inner, data=st.data())
def test_a_moved_row_falls_where_it_was_moved_to_and_keeps_its_other_classes(
    domain: Domain, row: Row, data: st.DataObject
):
    at = domain.nearest(domain.shadow(data.draw(inner)))
    for scale, given_row in (("probability", row), ("logit", np.log(row) + 2.0)):
        moved = domain.moved(given_row, at, scale)
        q = moved if scale == "probability" else softmax(moved)
        assert q.sum() == pytest.approx(1.0, abs=1e-12)
        assert domain.shadow(moved, scale) == pytest.approx(at, abs=1e-9)
        assert q[1] * row[2] == pytest.approx(q[2] * row[1])  # the two that are on no axis and at no single corner
        if isinstance(domain, Slice):
            assert q[[1, 2]] == pytest.approx(row[[1, 2]])


@every_domain
def test_the_nearest_point_of_a_point_inside_is_itself(domain: Domain):
    for at in domain.lattice(4).at[domain.lattice(4).inside]:
        assert domain.nearest(at) == pytest.approx(at)
        assert np.linalg.norm(domain.nearest(at * 40.0 - 13.0)) <= np.linalg.norm(domain.lattice(1).at, axis=-1).max()


@every_domain
def test_points_around_another_are_points_of_the_domain(domain: Domain):
    for reach in (1.0, 1e-3):
        for at in domain.around(domain.centre, reach):
            assert domain.nearest(at) == pytest.approx(at, abs=1e-15)


def _through(domain: Domain, row: Row) -> Domain:
    """Return the domain of the same kind and classes through another row."""
    if isinstance(domain, LogitPlane):
        return LogitPlane.through(domain.axes, row)
    assert isinstance(domain, Slice | Merged)
    return domain.holding(row)


def test_rounding_does_not_make_another_domain():
    for domain in DOMAINS.values():
        row = domain.rows(domain.centre)
        once = domain.moved(row, domain.nearest(domain.centre * 1.1))
        again, before = _through(domain, once), _through(domain, row)
        assert again.signature == before.signature
    assert Slice((0, 1, 2), ROW).signature != Slice((3, 0, 4), ROW).signature


# -- slices -----------------------------------------------------------------------------------------------


def test_a_slice_holds_the_other_classes():
    plane = Slice((4, 0, 2), np.array([9.0, 0.125, 9.0, 0.25, 9.0]))
    assert plane.mass == 0.625
    rows = plane.lift(np.array([[1.0, 0.0, 0.0], [0.2, 0.3, 0.5]]))
    assert rows[0].tolist() == [0.0, 0.125, 0.0, 0.25, 0.625]
    assert rows[1] == pytest.approx([0.3 * 0.625, 0.125, 0.5 * 0.625, 0.25, 0.2 * 0.625])
    assert plane.shadow(rows[1]) == pytest.approx([0.2, 0.3, 0.5])


def test_a_slice_of_three_classes_is_the_whole_simplex():
    plane = Slice((2, 0, 1), np.array([0.1, 0.2, 0.7]))
    assert plane.mass == 1.0
    assert plane.lift(np.array([0.2, 0.3, 0.5])).tolist() == [0.3, 0.5, 0.2]


def test_a_row_without_the_corner_classes_falls_in_the_middle():
    plane = Slice((0, 1, 2), np.array([0.0, 0.0, 0.0, 1.0]))
    assert plane.mass == 0.0
    assert plane.shadow(np.array([0.0, 0.0, 0.0, 1.0])) == pytest.approx([1 / 3] * 3)


def test_held_classes_may_be_more_than_all():
    assert Slice((0, 1, 2), np.array([0.0, 0.0, 0.0, 0.9, 0.9])).mass == 0.0


# -- merged -----------------------------------------------------------------------------------------------


def test_merged_classes_share_in_their_present_proportions():
    triangle = Merged((3, 0), ROW)
    assert triangle.corner_classes == (3, 0, OTHER)
    assert triangle.shadow(ROW) == pytest.approx([0.2, 0.1, 0.7])
    (row,) = triangle.lift(np.array([[0.5, 0.2, 0.3]]))
    assert row == pytest.approx([0.2, 0.3 * 25 / 70, 0.3 * 15 / 70, 0.5, 0.3 * 30 / 70])


def test_merged_classes_without_probability_share_evenly():
    triangle = Merged((0, 1), np.array([0.5, 0.5, 0.0, 0.0]))
    assert triangle.lift(np.array([0.0, 0.0, 1.0])).tolist() == [0.0, 0.0, 0.5, 0.5]


# -- logit planes -----------------------------------------------------------------------------------------


def test_a_plane_of_logits_has_them_as_they_are():
    plane = DOMAINS["plane of logits"]
    assert plane.shadow(LOGITS, "logit").tolist() == [3.0, 1.0]
    assert plane.lift(np.array([-4.0, 5.0])).tolist() == [5.0, -2.0, 0.5, -4.0, -1.0]
    assert plane.moved(LOGITS, np.array([-4.0, 5.0]), "logit").tolist() == [5.0, -2.0, 0.5, -4.0, -1.0]


def test_probabilities_have_logits_against_the_mean_of_the_held():
    at = LogitPlane.through((3, 0), ROW).shadow(ROW)
    held = np.log(ROW[[1, 2, 4]]).mean()
    assert at == pytest.approx(np.log(ROW[[3, 0]]) - held)


def test_another_row_falls_where_its_two_classes_are_as_probable():
    plane = LogitPlane.through((3, 0), LOGITS, "logit")
    at = plane.shadow(ROW)
    assert softmax(plane.lift(at))[[3, 0]] == pytest.approx(ROW[[3, 0]])
    rest = logsumexp(LOGITS[[1, 2, 4]])
    assert at == pytest.approx(np.log(ROW[[3, 0]] / 0.7) + rest)


def test_two_classes_have_logits_of_mean_0():
    plane = LogitPlane.through((1, 0), np.array([0.25, 0.75]))
    assert plane.shadow(np.array([0.2, 0.8])) == pytest.approx(np.log(4.0) / 2 * np.array([1.0, -1.0]))
    assert plane.moved(np.array([0.5, 0.5]), np.array([3.0, 1.0])) == pytest.approx(softmax([1.0, 3.0]))
    assert not plane.distinct
    assert DOMAINS["plane of logits"].distinct


def test_a_certain_row_lies_beyond_any_plane_and_can_be_brought_back():
    certain = np.array([0.0, 0.0, 0.0, 1.0, 0.0])
    plane = LogitPlane.through((3, 0), certain)
    assert plane.shadow(certain)[0] > 50
    assert plane.place(certain) is None
    row = plane.moved(certain, np.array([0.0, 0.0]))
    assert row == pytest.approx([0.2] * 5)
    assert LogitPlane.through((1, 0), np.array([0.0, 1.0])).shadow(np.array([0.0, 1.0]))[0] == pytest.approx(30.0)


def test_the_plane_reaches_as_far_as_needed():
    assert [reach_for(np.array([[0.0, x]])) for x in (0.0, -8.0, 8.1, -30.0, 1e3)] == [8.0, 8.0, 12.0, 32.0, 64.0]
    assert reach_for(np.empty((0, 2))) == 8.0
