"""Cross-entropy, with the two variations that frameworks build into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.errors import QT_TRANSLATE_NOOP, LossAtlasError
from core.losses.base import Loss, Proper, parameter
from core.pieces import Flags, Piece
from core.validation import Float


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """Cross-entropy H(p, q), optionally of a smoothed truth and with class weights.

    L(p, q) = -Σₖ wₖ p′ₖ log qₖ with p′ = (1 - ε)·p + ε·Σp/K. Without ε and w it is strictly proper;
    smoothing and weights move its minimum away from p, to q ∝ w·p′.
    """

    name: ClassVar[str] = "cross_entropy"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Cross-entropy")
    symbol: ClassVar[str] = "CE"
    formula: ClassVar[str] = r"-\sum_k p_k \log q_k"
    reference: ClassVar[str] = "Good (1952), Rational decisions; smoothing: Szegedy et al. (2016)"
    scoring_rule: ClassVar[Proper] = "strictly"
    in_units: ClassVar[bool] = True
    linear_in_truth: ClassVar[bool] = True
    order: ClassVar[int] = 30

    label_smoothing: float = parameter(
        QT_TRANSLATE_NOOP("core", "smoothing ε"),
        QT_TRANSLATE_NOOP("core", "The part of the truth that is spread evenly over the classes."),
        default=0.0,
    )
    class_weights: tuple[float, ...] | None = parameter(
        QT_TRANSLATE_NOOP("core", "weights"),
        QT_TRANSLATE_NOOP("core", "A factor a class, in class order; empty for all 1."),
        kind="weights",
        default=None,
        maximum=1e6,
    )

    mean_over: str = parameter(
        QT_TRANSLATE_NOOP("core", "mean over"),
        QT_TRANSLATE_NOOP(
            "core",
            "With class weights: “samples” divides their sum by the number of rows; “weights” by the sum of wₖ·pₖ.",
        ),
        kind="choice",
        default="samples",
        choices=(QT_TRANSLATE_NOOP("core", "samples"), QT_TRANSLATE_NOOP("core", "weights")),
        beside="class_weights",
    )

    @property
    def proper(self) -> Proper:
        """Strictly, unless the truth is smoothed or the classes are weighted differently."""
        weights = set(self.class_weights or (1.0,))
        alike = len(weights) == 1 and weights != {0.0}
        return "strictly" if alike and self.label_smoothing == 0 else "no"

    def _code(self, from_logits: bool) -> str:
        surprise = "-log_q"
        if self.class_weights is not None:
            surprise = "class_weights * -log_q" if all(self.class_weights) else "careful(class_weights, -log_q)"
        if not self.label_smoothing:
            return f"expect({surprise})"
        if self.label_smoothing == 1:
            return f"spread({surprise})"
        return f"""
            surprise = {surprise}
            at_truth = expect(surprise)
            evenly = spread(surprise)
            (1 - label_smoothing) * at_truth + label_smoothing * evenly
        """

    def code_of_weights(self) -> str:
        """Return Σ wₖ·pₖ if the mean is over weights."""
        return "" if self.class_weights is None or self.mean_over == "samples" else "expect(class_weights)"

    def row_weights(self, piece: Piece) -> Float | None:
        """Return Σ wₖ·pₖ, for a label its class's weight, if the mean is over weights."""
        if self.class_weights is None or self.mean_over == "samples":
            return None
        weights = self._weights(piece.classes)
        return weights[piece.labels] if piece.is_labels else np.vecdot(piece.truth, weights)  # a row as by itself

    def truth_weights(self, p: Float) -> Float | None:
        """Return Σ wₖ·pₖ if the mean is over weights."""
        if self.class_weights is None or self.mean_over == "samples":
            return None
        return p @ self._weights(p.shape[-1])

    def _weights(self, classes: int) -> Float:
        weights = self.class_weights or (1.0,) * classes
        if len(weights) != classes:
            raise LossAtlasError("weights_length", count=len(weights), classes=classes)
        return np.asarray(weights)

    def _target(self, p: Float) -> Float:
        """Return w·p′, what multiplies -log q."""
        target = p
        if self.label_smoothing:
            share = p.sum(axis=-1, keepdims=True) / p.shape[-1]
            target = (1.0 - self.label_smoothing) * p + self.label_smoothing * share
        if self.class_weights is not None:
            target = target * self._weights(p.shape[-1])
        return target

    def _terms(self, p: Float, q: Float) -> Float:
        return information.cross_entropy_terms(self._target(p), information.log_of(q))

    def _gradient(self, p: Float, q: Float) -> Float:
        target = self._target(p)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            return np.where(target > 0, -target / q, 0.0)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return information.cross_entropy_terms_of_logits(self._target(p), z).sum(axis=-1)

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        """Return q·Σt - t with t = w·p′: for a distribution without weights just q - p."""
        return distributions.softmax_pull(z, self._target(p))

    def _of_piece(self, piece: Piece) -> tuple[Float, Flags] | None:
        if self.label_smoothing or self.class_weights is not None:
            return None
        cross = piece.cross_entropy.copy()
        soft_logits = piece.from_logits and not piece.is_labels
        return cross, ~np.isfinite(cross) if soft_logits else piece.none()

    def minimizer(self, p: Float) -> Float | None:
        """Return w·p′ divided by its sum."""
        target = self._target(p)
        total = float(target.sum())
        return target / total if total > 0 else None
