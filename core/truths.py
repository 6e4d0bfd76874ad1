"""All samples' truths as few rows with weights, for a loss of one prediction that all samples share."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from core import distributions
from core.blocks import Block
from core.errors import LossAtlasError
from core.losses import Loss
from core.objectives import OfPrediction
from core.parts import OFF_SUM
from core.results import Results
from core.validation import Float

MOST_ROWS = 100_000
"""A loss that is not linear in the truth goes over at most so many soft rows, seconds of work."""

_counts: WeakKeyDictionary[Block, Float] = WeakKeyDictionary()


def shared_by_all(results: Results, loss: Loss) -> OfPrediction:
    """Return the mean loss over all samples that count, as a function of one prediction for all of them.

    Equal labels are put together, so any number of labels is K rows. Soft truths are added up to one row if the loss is
    linear in the truth; else each counts by itself.

    Raises
    ------
    LossAtlasError
        `too_many_truths` for more soft truths than `MOST_ROWS` and a loss that is not linear in them.
    """
    classes = len(results.document.classes)
    counts, soft, weights = np.zeros(classes), [np.empty((0, classes))], [np.empty(0)]
    few = 0
    for block, part in zip(results.document.truth.blocks, results.truth, strict=True):
        if block.is_labels and part.used_count == len(block):
            counts += _label_counts(block)
            continue
        rows = block.dense()
        if results.row_sums == "normalize":
            off = part.states == OFF_SUM
            rows[off] = distributions.normalize(rows[off]) if off.any() else rows[off]
        rows = rows[part.used]
        if loss.linear_in_truth and not loss.needs_labels:
            factors = loss.truth_weights(rows)
            soft.append(rows.sum(axis=0)[None])
            weights.append(np.array([float(len(rows)) if factors is None else float(factors.sum())]))
        else:
            few += len(rows)
            if few > MOST_ROWS:
                raise LossAtlasError("too_many_truths", count=few, most=MOST_ROWS)
            soft.append(rows)
            weights.append(np.ones(len(rows)))
    return _joined(loss, counts, np.concatenate(soft), np.concatenate(weights))


def _joined(loss: Loss, counts: Float, soft: Float, weights: Float) -> OfPrediction:
    """Return the objective of label counts (K,) and soft rows with weights."""
    there = np.flatnonzero(counts)
    labels = distributions.one_hot(there, counts.size)
    factors = loss.truth_weights(labels)
    total = float((counts[there] * (1.0 if factors is None else factors)).sum() + weights.sum())
    if not total > 0:
        raise LossAtlasError("no_samples", where="truth")
    if loss.linear_in_truth and not loss.needs_labels:
        mean = (counts[there] @ labels + soft.sum(axis=0)) / total
        return OfPrediction(loss, mean[None], np.ones(1))
    rows = np.concatenate([labels, soft])
    return OfPrediction(loss, rows, np.concatenate([counts[there], weights]) / total)


def _label_counts(block: Block) -> Float:
    """Return how often each label occurs in a block, (K,); of a block that stays it is known."""
    found = _counts.get(block)
    if found is None:
        found = _counts[block] = np.bincount(block.values, minlength=block.width).astype(np.float64)
    return found
