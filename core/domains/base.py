"""What every domain is: a part of the plane each of whose points stands for a distribution, or for logits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from core import distributions
from core.validation import Float, Scale

OTHER = -1
"""Stands in for a class's index where several classes are together."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """Evenly spaced points of a domain, n + 1 along each of two directions.

    Attributes
    ----------
    at
        Coordinates, shape (n + 1, n + 1, d); of points outside the domain those of some point of it.
    x, y
        Where they lie in the plane, shape (n + 1, n + 1).
    inside
        Which of them belong to the domain.
    interior
        Which lie neither outside nor on the outline.
    """

    at: Float
    x: Float
    y: Float
    inside: npt.NDArray[np.bool_]
    interior: npt.NDArray[np.bool_]


class Domain(ABC):
    """A part of the plane each of whose points stands for a distribution, or for logits.

    A point is given by *coordinates* (..., d) of the domain's own: three shares that sum to 1 on a triangle, two logits
    on a logit plane. `to_plane` and `from_plane` carry them to the plane (..., 2) in which it is drawn and contoured.
    What the coordinates do not say, as the probabilities of other classes, is *held* from one row.
    """

    of_logits: ClassVar[bool] = False
    """Whether `lift` gives logits; else probabilities."""

    @abstractmethod
    def lift(self, at: Float) -> Float:
        """Return the rows (..., K) that coordinates (..., d) stand for: probabilities, or logits if `of_logits`."""

    @abstractmethod
    def shadow(self, row: Float, scale: Scale = "probability") -> Float:
        """Return the coordinates (d,) at which a row (K,) falls, of a logit plane maybe beyond its outline."""

    @abstractmethod
    def place(self, row: Float) -> Float | None:
        """Return the coordinates (d,) within the domain at which its classes stand as in a row (K,), if there are."""

    @abstractmethod
    def moved(self, row: Float, at: Float, scale: Scale = "probability") -> Float:
        """Return a table's row (K,) moved to coordinates (d,), keeping what it holds itself; in the row's own scale."""

    @abstractmethod
    def nearest(self, at: Float) -> Float:
        """Return the coordinates within the domain that are nearest to `at` (d,)."""

    @abstractmethod
    def around(self, centre: Float, reach: float) -> Float:
        """Return a lattice of 81 coordinates (81, d) of the domain around a point; `reach` 1 spans it all."""

    @property
    @abstractmethod
    def centre(self) -> Float:
        """The coordinates (d,) of the middle."""

    @abstractmethod
    def to_plane(self, at: Float) -> Float:
        """Return plane points (..., 2) of coordinates (..., d)."""

    @abstractmethod
    def from_plane(self, points: Float) -> Float:
        """Return coordinates (..., d) of plane points (..., 2), which may lie outside."""

    @property
    @abstractmethod
    def outline(self) -> Float:
        """The corners of the domain in the plane, in order (m, 2)."""

    @abstractmethod
    def lattice(self, steps: int) -> Lattice:
        """Return evenly spaced points, `steps` + 1 along each direction."""

    @property
    @abstractmethod
    def corner_classes(self) -> tuple[int, ...]:
        """The classes that the coordinates are about; `OTHER` where several are together."""

    @property
    def distinct(self) -> bool:
        """Whether no two points stand for the same distribution."""
        return True

    @abstractmethod
    def on_outline(self, at: Float) -> bool:
        """Return whether a point (d,) of the domain lies on its outline."""

    @property
    @abstractmethod
    def signature(self) -> tuple[object, ...]:
        """What two domains have in common exactly if they are the same but for rounding."""

    def rows(self, at: Float) -> Float:
        """Return the distributions (..., K) at coordinates (..., d)."""
        lifted = self.lift(at)
        return distributions.softmax_of(lifted) if self.of_logits else lifted


def rounded(values: Float) -> bytes:
    """Return numbers as bytes that rounding errors leave alone."""
    return (np.round(values, 9) + 0.0).tobytes()
