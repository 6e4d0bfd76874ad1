"""Squared error between the two distributions as vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, simplex
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, parameter
from core.pieces import Flags, Piece
from core.validation import Float


@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """Squared error over the classes.

    L(p, q) = Σₖ (qₖ - pₖ)², the Brier score; with `reduction` "mean" divided by K, as a framework's MSE is.
    Finite everywhere; through the softmax its gradient vanishes at both ends.
    """

    name: ClassVar[str] = "mse"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Squared error")
    symbol: ClassVar[str] = "MSE"
    formula: ClassVar[str] = r"\sum_k (q_k - p_k)^2"
    reference: ClassVar[str] = "Brier (1950), Verification of forecasts expressed in terms of probability"
    scoring_rule: ClassVar[Proper] = "strictly"
    order: ClassVar[int] = 20

    reduction: str = parameter(
        QT_TRANSLATE_NOOP("core", "over classes"),
        QT_TRANSLATE_NOOP("core", "“sum” is the Brier score; “mean” divides by the number of classes."),
        kind="choice",
        default="sum",
        choices=(QT_TRANSLATE_NOOP("core", "sum"), QT_TRANSLATE_NOOP("core", "mean")),
    )

    def _code(self, from_logits: bool) -> str:
        return f"{'average' if self.reduction == 'mean' else 'total'}((q - p) ** 2)"

    def _factor(self, classes: int) -> float:
        return 1.0 / classes if self.reduction == "mean" else 1.0

    def _terms(self, p: Float, q: Float) -> Float:
        return (q - p) ** 2 * self._factor(q.shape[-1])

    def _gradient(self, p: Float, q: Float) -> Float:
        return 2.0 * (q - p) * self._factor(q.shape[-1])

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return (distributions.softmax_minus(z, p) ** 2).sum(axis=-1) * self._factor(z.shape[-1])

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        """Return qₖ·(gₖ - Σⱼ qⱼgⱼ) with g = 2·(q - p), with more digits than the cancellation takes."""
        q = distributions.softmax_of(z.astype(np.longdouble))
        g = 2.0 * distributions.extended_softmax_minus(z, p) * self._factor(z.shape[-1])
        # Where one class has nearly all the mass, gₖ - Σⱼ qⱼgⱼ is taken as Σⱼ qⱼ(gₖ - gⱼ) instead.
        top = distributions.is_class(z.argmax(axis=-1), z.shape[-1])
        g_top = np.where(top, g, 0.0).sum(axis=-1, keepdims=True)
        at_top = (q * (g_top - g)).sum(axis=-1, keepdims=True)
        mean = (q * g).sum(axis=-1, keepdims=True)
        return np.asarray(q * np.where(top, at_top, g - mean), dtype=np.float64)

    def _of_piece(self, piece: Piece) -> tuple[Float, Flags]:
        """Return Σ(q - p)²; where softmax and a soft truth are very near, their difference needs more digits."""
        doubtful = piece.none()
        if piece.from_logits:
            difference = piece.softmax_minus_truth()
            value = piece.dot(difference, difference)
            if not piece.is_labels:
                doubtful = piece.soft(value < 1e-5)
        elif piece.is_labels:
            others = piece.without(piece.q, piece.labels)
            value = piece.dot(others, others) + (piece.at(piece.q, piece.labels) - 1.0) ** 2
        else:
            difference = piece.difference(piece.q, piece.p)
            value = piece.dot(difference, difference)
        return value * self._factor(piece.classes), doubtful

    def minimizer(self, p: Float) -> Float:
        """Return the distribution nearest to `p`, which is `p` itself if it is one."""
        return simplex.nearest(p)
