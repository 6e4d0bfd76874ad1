"""Where a loss falls: its gradient as a field on the plane of a picture, and short streamlines through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core import simplex
from core.domains import LogitPlane
from core.losses import Loss
from core.validation import Float

Field = Callable[[Float], Float]
"""Takes points of the plane (n, 2) and returns a vector for each (n, 2)."""
_STEPS = 2
"""Steps of the midpoint rule from the middle of a streamline to each of its ends."""


@dataclass(frozen=True, eq=False)
class Strokes:
    """Short pieces of streamlines, each in the direction of the field.

    Attributes
    ----------
    lines
        Points of the plane from tail to tip, shape (n, 5, 2).
    strength
        The length of the field's vector in the middle of each, shape (n,).
    """

    lines: Float
    strength: Float


def descent_by_probabilities(loss: Loss, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
    """Return -∂L/∂q without what would change the sum of q: the steepest way down within the simplex.

    Formula: -(g - mean(g)) with g = ∂L/∂q.

    Parameters
    ----------
    loss
        The loss.
    p, q
        Truth and predictions, shapes (K,) and (..., K).

    Returns
    -------
    Shape (..., K); each row sums to 0. Where q has a 0 and the gradient is infinite, infinite or nan. In nats a unit of
    probability.

    Raises
    ------
    LossAtlasError
        As `Loss.gradient`: not for distributions, or not for a loss that needs labels.

    Examples
    --------
    >>> from core import losses
    >>> descent_by_probabilities(losses.create("mse"), [0.0, 0.0, 1.0], [0.5, 0.25, 0.25]).round(12).tolist()
    [-1.0, -0.5, 1.5]
    """
    slope = loss.gradient(p, q)
    with np.errstate(invalid="ignore"):
        return slope.mean(axis=-1, keepdims=True) - slope


def descent_by_logits(loss: Loss, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
    """Return -∂L/∂z at the logits z = ln q: of cross-entropy with a truth that sums to 1, p - q.

    Shapes as of `descent_by_probabilities`; each row sums to 0, and is finite where q has a 0. In nats a unit of logit.

    Examples
    --------
    >>> from core import losses
    >>> q = [0.5, 0.25, 0.25]
    >>> descent_by_logits(losses.create("cross_entropy"), [0.0, 0.0, 1.0], q).round(12).tolist()
    [-0.5, -0.25, 0.75]
    """
    with np.errstate(divide="ignore"):
        return 0.0 - loss.gradient_from_logits(p, np.log(np.asarray(q, dtype=np.float64)))


def on_triangle(vectors: Float) -> Float:
    """Return vectors of three entries as vectors of the plane, (..., 3) -> (..., 2).

    What all three have in common is perpendicular to the triangle and left out. Infinite entries give nan.

    Examples
    --------
    >>> on_triangle(np.array([[-1.0, 1.0, 0.0], [5.0, 5.0, 5.0]])).round(12).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    with np.errstate(invalid="ignore"):  # infinite both ways there is no direction: nan
        within: Float = vectors - vectors.mean(axis=-1, keepdims=True)
        return simplex.to_plane(within)


def on_logit_plane(loss: Loss, p: npt.ArrayLike, plane: LogitPlane) -> Field:
    """Return -∂L/∂z of the two classes that a plane of logits is over, as a field on it.

    Parameters
    ----------
    loss
        The loss, which must have a gradient.
    p
        The truth, shape (K,).
    plane
        The plane; the other logits are held.

    Returns
    -------
    Of cross-entropy with a truth that sums to 1 the vectors are p - q, q being the softmax. In nats a unit of logit.

    Examples
    --------
    >>> from core import losses
    >>> field = on_logit_plane(losses.create("cross_entropy"), [1.0, 0.0], LogitPlane((0, 1), np.zeros(2)))
    >>> field(np.array([[0.0, 0.0]])).round(12).tolist()
    [[0.5, -0.5]]
    """

    def down(at: Float) -> Float:
        return 0.0 - loss.gradient_from_logits(p, plane.lift(at))[..., list(plane.axes)]

    return down


def seeds(n: int) -> Float:
    """Return points of the triangle spread evenly, (n·(n + 1)/2, 3): the middles of the upright cells of a lattice.

    Examples
    --------
    >>> seeds(2).round(3).tolist()
    [[0.667, 0.167, 0.167], [0.167, 0.667, 0.167], [0.167, 0.167, 0.667]]
    """
    top, right = (axis.ravel() for axis in np.mgrid[0:n, 0:n])
    inside = top + right < n
    right, top = (right[inside] + 1.0 / 3.0) / n, (top[inside] + 1.0 / 3.0) / n
    return np.stack([1.0 - right - top, right, top], axis=-1)


def strokes(field: Field, middles: Float, reach: float, inside: Callable[[Float], npt.NDArray[np.bool_]]) -> Strokes:
    """Return a short streamline through each of some points.

    Its length is reach·s/(s + median(s)) with s the strength of the field there: so a field that explodes somewhere is
    still seen elsewhere, and where it vanishes so does the line. Each is followed by the midpoint rule, and ends where
    it would leave the picture.

    Parameters
    ----------
    field
        The field, in the plane.
    middles
        Points of the plane, shape (n, 2).
    reach
        The greatest length.
    inside
        Tells which of some points (n, 2) belong to the picture.

    Returns
    -------
    As many strokes as there are points at which the field is finite.

    Examples
    --------
    >>> made = strokes(lambda at: np.ones_like(at), np.array([[0.5, 0.5]]), 0.1, lambda at: at[:, 0] > 0)
    >>> made.lines[0, [0, -1]].round(4).tolist()
    [[0.4823, 0.4823], [0.5177, 0.5177]]
    """
    vectors = field(middles)
    there = np.isfinite(vectors).all(axis=-1)
    middles, vectors = middles[there], vectors[there]
    strength = np.hypot(vectors[:, 0], vectors[:, 1])
    typical = float(np.median(strength)) if strength.size else 0.0
    length = reach * strength / (strength + typical) if typical > 0 else np.where(strength > 0, reach, 0.0)
    step = length / (2 * _STEPS)
    back, ahead = _followed(field, middles, -step, inside), _followed(field, middles, step, inside)
    lines = np.stack([*back[::-1], middles, *ahead], axis=1)
    return Strokes(lines, strength)


def _followed(field: Field, start: Float, step: Float, inside: Callable[[Float], npt.NDArray[np.bool_]]) -> list[Float]:
    """Return the points reached by each step along the field's directions."""
    points: list[Float] = []
    at = start
    for _ in range(_STEPS):
        half = _kept(at, at + 0.5 * step[:, None] * _direction(field, at), inside)
        at = _kept(at, at + step[:, None] * _direction(field, half), inside)
        points.append(at)
    return points


def _direction(field: Field, at: Float) -> Float:
    vectors = field(at)
    length = np.hypot(vectors[:, 0], vectors[:, 1])[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = vectors / length
    return np.where(np.isfinite(unit), unit, 0.0)


def _kept(before: Float, after: Float, inside: Callable[[Float], npt.NDArray[np.bool_]]) -> Float:
    """Return where points come to, those that would leave the picture where they were."""
    return np.where(inside(after)[:, None], after, before)
