"""Weights that follow from the labels, against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_class_weight

from core import blocks
from core.blocks import Rows
from core.class_weights import balanced


def test_balanced_weights_are_those_of_scikit_learn(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 7)
    labels = np.random.default_rng(3).choice(5, 40, p=[0.5, 0.2, 0.15, 0.1, 0.05])
    expected = compute_class_weight("balanced", classes=np.arange(5), y=labels)
    assert balanced(Rows.from_array(labels, 5)) == pytest.approx(expected.tolist(), rel=1e-15)
    assert balanced(Rows.from_array(np.eye(5)[labels])) == pytest.approx(expected.tolist(), rel=1e-14)


def test_soft_truths_count_by_their_shares_and_a_class_without_any_gets_one():
    rows = Rows.from_array(np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]))
    assert balanced(rows) == pytest.approx((2 / 4.5, 2 / 1.5, 1.0))
    assert balanced(Rows.from_array(np.zeros((2, 3)))) == (1.0, 1.0, 1.0)


def test_no_weight_is_beyond_what_a_loss_takes():
    assert balanced(Rows.from_array(np.array([[1e-9, 1.0]]))) == (1e6, pytest.approx(0.5))
