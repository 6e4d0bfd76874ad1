"""The 0-1 loss: whether the most probable class is the true one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper
from core.pieces import Flags, Piece
from core.validation import Float


@dataclass(frozen=True)
class ClassificationError(Loss):
    """Expected 0-1 loss of saying the most probable class.

    L(p, q) = Σₖ pₖ·[k ≠ argmax q], which is 0 or 1 for a one-hot truth. Ties in q go to the lowest index.
    Piecewise constant: its gradient is 0 wherever there is one, so it cannot train a model.
    """

    name: ClassVar[str] = "classification_error"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Classification error")
    symbol: ClassVar[str] = "0-1"
    formula: ClassVar[str] = r"\sum_k p_k\,[k \neq \arg\max_j q_j]"
    reference: ClassVar[str] = "Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, 2.4"
    scoring_rule: ClassVar[Proper] = "yes"
    differentiable: ClassVar[bool] = False
    separable: ClassVar[bool] = False
    linear_in_truth: ClassVar[bool] = True
    order: ClassVar[int] = 10

    def _code(self, from_logits: bool) -> str:
        return "wrong(scores)"

    def _value(self, p: Float, q: Float) -> Float:
        p, q = np.broadcast_arrays(p, q)
        said = distributions.is_class(q.argmax(axis=-1), q.shape[-1])
        return np.where(said, 0.0, p).sum(axis=-1)

    def _gradient(self, p: Float, q: Float) -> Float:
        return np.zeros(np.broadcast_shapes(p.shape, q.shape))

    def _of_piece(self, piece: Piece) -> tuple[Float, Flags]:
        if piece.is_labels:
            return (piece.predicted != piece.labels).astype(np.float64), piece.none()
        return piece.total(piece.without(piece.p, piece.predicted)), piece.none()

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return self._value(p, z)  # softmax keeps the order, and its rounding could make ties

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        return self._gradient(p, z)
