"""Paths of predictions, and slopes by differences, against what they are defined by."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core import paths
from tests import strategies

shares = st.floats(0.0, 1.0)


@given(data=st.data(), share=shares)
def test_a_class_gets_its_share_and_the_others_keep_their_proportions(data: st.DataObject, share: float):
    q = np.array(data.draw(strategies.distributions(4)))
    row = paths.toward_class(q, 1, [share])[0]
    assert row[1] == share
    assert abs(row.sum() - 1.0) < 1e-12
    if np.delete(q, 1).sum() > 0:
        np.testing.assert_allclose(row[0] * q[2], row[2] * q[0], rtol=1e-12, atol=1e-300)


def test_others_of_nothing_share_evenly():
    assert paths.toward_class([0.0, 1.0, 0.0], 1, [0.5]).tolist() == [[0.25, 0.5, 0.25]]


@given(odds=st.floats(-30.0, 30.0))
def test_log_odds_are_what_they_say(odds: float):
    z = paths.toward_logit([0.2, 0.5, 0.3], 2, [odds])[0]
    q = np.exp(z) / np.exp(z).sum()
    np.testing.assert_allclose(np.log(q[2]) - np.log(q[0] + q[1]), odds, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(q[0] * 5, q[1] * 2, rtol=1e-12)


def test_a_line_begins_and_ends_where_it_should():
    line = paths.between([0.2, 0.8], [1.0, 0.0], [0.0, 0.5, 1.0])
    np.testing.assert_allclose(line, [[0.2, 0.8], [0.6, 0.4], [1.0, 0.0]], rtol=1e-15)


def test_differences_find_the_slope():
    at = np.array([0.3, -1.2, 2.0])
    found = paths.slope_by_differences(lambda x: np.exp(x).sum(axis=-1), at)
    np.testing.assert_allclose(found, np.exp(at), rtol=1e-10)


def test_a_slope_where_there_is_no_value_is_none():
    with np.errstate(divide="ignore", invalid="ignore"):
        found = paths.slope_by_differences(lambda x: np.log(x).sum(axis=-1), [1.0, 0.0])
    assert np.isnan(found[1])
