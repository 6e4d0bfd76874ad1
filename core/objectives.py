"""What a surface shows the height of: a loss as a function of one distribution that moves, or its entropy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core import distributions, information, watching
from core.losses import Loss
from core.validation import Float

_ENTRIES = 1 << 17
"""About so many numbers, a MiB, are worked on at a time: more leave the cache."""
MANY = 100
"""An objective that goes over more rows than this is slow: a picture of it takes more than a tenth of a second."""


class Objective(ABC):
    """A number for every distribution (K,), in nats or unitless."""

    @property
    @abstractmethod
    def in_units(self) -> bool:
        """Whether the value is an amount of information."""

    @property
    def smooth(self) -> bool:
        """Whether the value changes continuously, so that lines of equal value mean something."""
        return True

    @property
    def separable(self) -> bool:
        """Whether the value is a sum over classes of a function of the class and its probability."""
        return False

    @property
    def searchable(self) -> bool:
        """Whether its least value, where `minimizer` does not know it, is to be looked for."""
        return False

    @property
    def is_slow(self) -> bool:
        """Whether a picture of it takes long, so that it is drawn in the background, maybe from fewer values."""
        return False

    @abstractmethod
    def value(self, rows: Float) -> Float:
        """Return the values (...) of distributions (..., K)."""

    @abstractmethod
    def value_from_logits(self, z: Float) -> Float:
        """Return the values (...) of the softmax of logits (..., K)."""

    def terms(self, rows: Float) -> Float:
        """Return the value class by class, (..., K); of a separable objective only."""
        raise TypeError(f"{type(self).__name__} is not a sum over classes")

    def minimizer(self) -> Float | None:
        """Return the distribution (K,) of the least value; None if it is not known or not one."""
        return None


@dataclass(frozen=True, eq=False)
class OfPrediction(Objective):
    """A loss as a function of the prediction q: of one truth, or its mean over many that share q.

    Attributes
    ----------
    loss
        The loss.
    truths
        Rows (G, K), or one (K,).
    weights
        How much each row counts, (G,), summing to 1; None for one row.
    """

    loss: Loss
    truths: Float
    weights: Float | None = None

    @property
    def in_units(self) -> bool:
        """As the loss."""
        return self.loss.in_units

    @property
    def smooth(self) -> bool:
        """As the loss: steps have borders, not lines of equal value."""
        return self.loss.differentiable

    @property
    def separable(self) -> bool:
        """As the loss."""
        return self.loss.separable

    @property
    def searchable(self) -> bool:
        """A mean over many truths is, unless it has steps."""
        return self.weights is not None and self.loss.differentiable

    @cached_property
    def _shared(self) -> tuple[Float, Float]:
        """The rows to go over with their weights: one row where the loss of a mixture is the mixture of losses."""
        if self.weights is None:
            return self.truths[None], np.ones(1)
        if self.loss.linear_in_truth and not self.loss.needs_labels:
            return (self.weights @ self.truths)[None], np.ones(1)
        counts = self.weights > 0
        return self.truths[counts], self.weights[counts]

    @property
    def is_slow(self) -> bool:
        """Whether each value is a mean over many truths one by one."""
        return len(self._shared[0]) > MANY

    def value(self, rows: Float) -> Float:
        """Return the values (...) of distributions (..., K)."""
        return self._sum(self.loss.value, rows)

    def value_from_logits(self, z: Float) -> Float:
        """Return the values (...) of the softmax of logits (..., K)."""
        return self._sum(self.loss.value_from_logits, z)

    def terms(self, rows: Float) -> Float:
        """Return the value class by class."""
        return self._sum(self.loss.class_terms, rows)

    def _sum(self, of: Callable[[Float, Float], Float], rows: Float) -> Float:
        """Return the weighted sum of `of(truth, rows)` over all truths, as many of them at a time as stay in cache."""
        truths, weights = self._shared
        if weights.size == 1:
            return of(truths[0], rows)
        total: Float = np.zeros(())
        count = max(1, _ENTRIES // max(1, rows.size))
        between = (1,) * (rows.ndim - 1)
        for first in range(0, len(truths), count):
            if self.is_slow:
                watching.tell(first, len(truths))  # who watches may call it off
            some = truths[first : first + count]
            values = of(some.reshape(len(some), *between, -1), rows)
            total = total + np.tensordot(weights[first : first + count], values, axes=1)
        return total

    def minimizer(self) -> Float | None:
        """Return the loss's own; for many truths that of their mean, where it is the same."""
        if self.weights is None:
            return self.loss.minimizer(self.truths)
        if self.loss.linear_in_truth or self.loss.proper == "strictly":
            return self.loss.minimizer(self.weights @ self.truths)
        return None


@dataclass(frozen=True, eq=False)
class OfTruth(Objective):
    """A loss as a function of the truth p, for one prediction q (K,)."""

    loss: Loss
    prediction: Float

    @property
    def in_units(self) -> bool:
        """As the loss."""
        return self.loss.in_units

    @property
    def searchable(self) -> bool:
        """Where a loss is least over p depends on the loss."""
        return True

    def value(self, rows: Float) -> Float:
        """Return the values (...) of distributions (..., K)."""
        return self.loss.value(rows, self.prediction)

    def value_from_logits(self, z: Float) -> Float:
        """Return the values (...) of the softmax of logits (..., K)."""
        return self.value(distributions.softmax_of(z))


@dataclass(frozen=True, eq=False)
class OfItself(Objective):
    """The entropy H of the moving distribution. It is least, 0, at every corner, and most where all are equal."""

    @property
    def in_units(self) -> bool:
        """It is an amount of information."""
        return True

    @property
    def separable(self) -> bool:
        """It is a sum over classes."""
        return True

    def value(self, rows: Float) -> Float:
        """Return the values (...) of distributions (..., K)."""
        return self.terms(rows).sum(axis=-1)

    def value_from_logits(self, z: Float) -> Float:
        """Return the values (...) of the softmax of logits (..., K)."""
        return information.cross_entropy_terms_of_logits(distributions.softmax_of(z), z).sum(axis=-1)

    def terms(self, rows: Float) -> Float:
        """Return the value class by class."""
        return information.cross_entropy_terms(rows, information.log_of(rows))


@dataclass(frozen=True, eq=False)
class OfDifference(Objective):
    """One objective less another, each put on a scale of its own: (A - a₀)/a - (B - b₀)/b; nan where both are infinite.

    Attributes
    ----------
    first, second
        A and B.
    units
        a and b.
    floors
        a₀ and b₀.
    """

    first: Objective
    second: Objective
    units: tuple[float, float]
    floors: tuple[float, float] = (0.0, 0.0)

    @property
    def in_units(self) -> bool:
        """It is in whatever the scales make of it."""
        return False

    @property
    def smooth(self) -> bool:
        """Where both are."""
        return self.first.smooth and self.second.smooth

    @property
    def is_slow(self) -> bool:
        """Where one is."""
        return self.first.is_slow or self.second.is_slow

    def value(self, rows: Float) -> Float:
        """Return the values (...) of distributions (..., K)."""
        return self._less(self.first.value(rows), self.second.value(rows))

    def value_from_logits(self, z: Float) -> Float:
        """Return the values (...) of the softmax of logits (..., K)."""
        return self._less(self.first.value_from_logits(z), self.second.value_from_logits(z))

    def _less(self, one: Float, other: Float) -> Float:
        with np.errstate(invalid="ignore"):
            return (one - self.floors[0]) / self.units[0] - (other - self.floors[1]) / self.units[1]
