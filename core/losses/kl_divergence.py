"""Kullback-Leibler divergence: what cross-entropy adds to the truth's own entropy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper
from core.pieces import Flags, Piece
from core.validation import Float


@dataclass(frozen=True)
class KLDivergence(Loss):
    """Kullback-Leibler divergence of q from the truth p.

    L(p, q) = Σₖ pₖ log(pₖ/qₖ) = H(p, q) - H(p), and so with the same gradients as cross-entropy.
    """

    name: ClassVar[str] = "kl_divergence"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "KL divergence")
    symbol: ClassVar[str] = "KL"
    formula: ClassVar[str] = r"\sum_k p_k \log\frac{p_k}{q_k}"
    reference: ClassVar[str] = "Kullback & Leibler (1951), On information and sufficiency"
    scoring_rule: ClassVar[Proper] = "strictly"
    in_units: ClassVar[bool] = True
    order: ClassVar[int] = 40

    def _code(self, from_logits: bool) -> str:
        return "expect(log_p - log_q)"

    def _terms(self, p: Float, q: Float) -> Float:
        """Return p·log(p/q) class by class, whose parts of the whole may be negative."""
        return information.kl_terms(p, q)

    def _value(self, p: Float, q: Float) -> Float:
        return information.kl_of(p, q)

    def _gradient(self, p: Float, q: Float) -> Float:
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            return np.where(p > 0, -p / q, 0.0)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        cross = information.cross_entropy_terms_of_logits(p, z)
        return information.kl_of(p, distributions.softmax_of(z), distributions.softmax_minus(z, p), cross)

    def _of_piece(self, piece: Piece) -> tuple[Float, Flags]:
        """Return H(p, q) - H(p), and δ where it counts as 0; a small difference of sums is not to be trusted."""
        cross, entropy = piece.cross_entropy, piece.entropy
        if piece.is_labels:
            return (cross.copy() if piece.from_logits else _from_label(piece)), piece.none()
        apart = (1.0 if piece.from_logits else piece.total_q) - piece.total_p
        rounding = np.abs(apart) <= information.rounding_of_sums(piece.classes) * piece.total_p
        value = cross - entropy + np.where(rounding, apart, 0.0)
        return value, ~(value > 0.02 + 0.01 * (np.abs(cross) + np.abs(entropy)))

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        """Return q·Σp - p."""
        return distributions.softmax_pull(z, p)


def _from_label(piece: Piece) -> Float:
    """Return KL of probabilities from a label: -log q, or where q sums to 1 with its parts q - 1 - log q, all ≥ 0."""
    lacking = piece.at(piece.q, piece.labels) - 1.0
    others = piece.total(piece.without(piece.q, piece.labels))
    own = piece.cross_entropy + lacking
    near = np.flatnonzero(np.abs(lacking) < 0.25)
    own[near] = information.r_minus_log1p(lacking[near])
    whole = np.abs(others + lacking) <= information.rounding_of_sums(piece.classes)
    return np.where(whole, own + others, piece.cross_entropy)
