"""Means of the samples that are shown: a model's figures cut down to them, a block at a time."""

from __future__ import annotations

from dataclasses import dataclass

from core.ordering import Mask, Order
from core.parts import ModelPart, TruthPart
from core.results import ModelResults, Results


@dataclass(frozen=True, eq=False)
class Shown:
    """A model's figures over the samples that an order shows, and whose they are.

    Attributes
    ----------
    order
        Which samples.
    whole
        The figures over all samples.
    model
        The same over those shown: its means, counts and deviations are theirs.
    """

    order: Order
    whole: ModelResults
    model: ModelResults


def shown(results: Results, model: int, order: Order, previous: Shown | None = None) -> Shown:
    """Return a model's figures over the samples shown; blocks that `previous` had of the same order are taken over."""
    whole = results.models[model]
    known: dict[ModelPart, ModelPart] = {}
    if previous is not None and previous.order is order:
        known = dict(zip(previous.whole.parts, previous.model.parts, strict=True))
    mask, start = order.mask(), 0
    parts: list[ModelPart] = []
    for part in whole.parts:
        end = start + part.states.size
        parts.append(known.get(part) or _cut(part, mask[start:end]))
        start = end
    return Shown(order, whole, ModelResults(whole.name, tuple(parts)))


def _cut(part: ModelPart, mask: Mask) -> ModelPart:
    """Return a block's figures of some of its rows."""
    truth = part.truth
    return ModelPart(
        truth=TruthPart(truth.states[mask], truth.used[mask], truth.sums[mask], truth.entropy[mask]),
        states=part.states[mask],
        used=part.used[mask],
        sums=part.sums[mask],
        values={loss: values[mask] for loss, values in part.values.items()},
        weights={loss: weights[mask] for loss, weights in part.weights.items()},
        divergence=part.divergence[mask],
        cross_entropy=part.cross_entropy[mask],
        predicted=part.predicted[mask],
        right=part.right[mask],
    )
