"""Class weights that follow from the labels."""

from __future__ import annotations

import numpy as np

from core.blocks import Rows

MOST = 1e6
"""The largest weight of a class."""


def balanced(truth: Rows) -> tuple[float, ...]:
    """Return the weights under which every class counts alike in all.

    wₖ = N / (K·nₖ) with nₖ = Σᵢ pᵢₖ and N = Σₖ nₖ, the rows of the truth as typed; so Σₖ wₖ·nₖ = N and a class of the
    average size has weight 1. A class that no row has any of gets 1, and no weight is above 10⁶.

    Returns
    -------
    A number a class, K of them.

    References
    ----------
    King & Zeng (2001), Logistic regression in rare events data; scikit-learn's `class_weight="balanced"`.

    Examples
    --------
    >>> balanced(Rows.from_array(np.array([0, 0, 0, 1]), 2))
    (0.6666666666666666, 2.0)
    """
    found = np.zeros(truth.width)
    for block in truth.blocks:
        counts = np.bincount(block.values, minlength=block.width) if block.is_labels else block.dense().sum(axis=0)
        found += counts
    there = found > 0
    weights = np.where(there, found.sum() / (truth.width * np.where(there, found, 1.0)), 1.0)
    return tuple(np.minimum(weights, MOST).tolist())
