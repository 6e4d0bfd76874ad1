"""All distributions of two classes, along one line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core import distributions, information
from core.domains.base import Domain, Lattice
from core.validation import Float, Scale


@dataclass(frozen=True)
class Segment(Domain):
    """The distributions of two classes. The one coordinate is the second's probability; the plane's y is 0."""

    @property
    def corner_classes(self) -> tuple[int, int]:
        """The first and the second class, at 0 and at 1."""
        return (0, 1)

    def lift(self, at: Float) -> Float:
        """Return distributions (..., 2) of probabilities (..., 1) of the second class."""
        return np.concatenate([1.0 - at, at], axis=-1)

    def shadow(self, row: Float, scale: Scale = "probability") -> Float:
        """Return the second class's share of both; a half if there is nothing to share."""
        at = self.place(distributions.softmax_of(row) if scale == "logit" else row)
        return self.centre if at is None else at

    def place(self, row: Float) -> Float | None:
        """Return the second class's share of both, if that is anything."""
        total = float(row.sum())
        return row[1:] / total if total > 0 else None

    def moved(self, row: Float, at: Float, scale: Scale = "probability") -> Float:
        """Return the distribution at a point, in the row's scale."""
        q = self.lift(at)
        return information.log_of(q) if scale == "logit" else q

    def nearest(self, at: Float) -> Float:
        """Return a probability: the number cut at 0 and 1."""
        return np.clip(at[:1], 0.0, 1.0)

    def around(self, centre: Float, reach: float) -> Float:
        """Return 81 points (81, 1), cut to the line."""
        return np.clip(centre + reach * np.linspace(-1.0, 1.0, 81)[:, None], 0.0, 1.0)

    @property
    def centre(self) -> Float:
        """Even shares."""
        return np.array([0.5])

    def to_plane(self, at: Float) -> Float:
        """Return points (..., 2) of the x axis."""
        return np.concatenate([at, np.zeros_like(at)], axis=-1)

    def from_plane(self, points: Float) -> Float:
        """Return the x of points."""
        return points[..., :1]

    @property
    def outline(self) -> Float:
        """Both ends."""
        return np.array([[0.0, 0.0], [1.0, 0.0]])

    def lattice(self, steps: int) -> Lattice:
        """Return points along the line, shape (1, steps + 1)."""
        x = np.linspace(0.0, 1.0, steps + 1)[None]
        return Lattice(x[..., None], x, np.zeros_like(x), np.ones_like(x, dtype=bool), (x > 0) & (x < 1))

    def on_outline(self, at: Float) -> bool:
        """Return whether a point is an end."""
        return bool(at[0] in (0.0, 1.0))

    @property
    def signature(self) -> tuple[object, ...]:
        """There is only one."""
        return (type(self).__name__,)
