"""The Kullback-Leibler divergence with its arguments exchanged: mode-seeking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions, information
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, nearest_multiple
from core.validation import Float


@dataclass(frozen=True)
class ReverseKL(Loss):
    """Kullback-Leibler divergence of the truth from the prediction.

    L(p, q) = KL(q‖p) = Σₖ qₖ log(qₖ/pₖ). A class with q > 0 and p = 0 makes it infinite, so with a one-hot truth it is
    infinite for every prediction but the truth itself.
    """

    name: ClassVar[str] = "reverse_kl"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Reverse KL")
    symbol: ClassVar[str] = "rKL"
    formula: ClassVar[str] = r"\sum_k q_k \log\frac{q_k}{p_k}"
    reference: ClassVar[str] = "Kullback & Leibler (1951); as an objective: Minka (2005), Divergence measures"
    scoring_rule: ClassVar[Proper] = "no"
    in_units: ClassVar[bool] = True
    order: ClassVar[int] = 45

    def _code(self, from_logits: bool) -> str:
        return """
            terms = careful(q, log_q - log_p)
            ruled_out = where(log_q > -inf, inf, 0)
            total(where(p > 0, terms, ruled_out))
        """

    def _terms(self, p: Float, q: Float) -> Float:
        """Return q·log(q/p) class by class, whose parts of the whole may be negative."""
        return information.kl_terms(q, p)

    def _value(self, p: Float, q: Float) -> Float:
        return information.kl_of(q, p)

    def _gradient(self, p: Float, q: Float) -> Float:
        """Return log(q/p) + 1; +inf where p = 0, also at q = 0, since the slope there is."""
        return np.where(p > 0, np.log(q) - np.log(p) + 1.0, np.inf)

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        p, z = np.broadcast_arrays(p, z)
        q = distributions.softmax_of(z)
        value = information.kl_of(q, p, -distributions.softmax_minus(z, p), -q * information.log_of(p))
        return np.where(((p == 0) & (z > -np.inf)).any(axis=-1), np.inf, value)

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        """Return qₖ·Σⱼ qⱼ·(rₖ - rⱼ) with r = log(q/p); where p = 0 and q > 0 the limit as p goes to 0."""
        p, z = np.broadcast_arrays(p, z)
        parts = distributions.softmax_parts(z.astype(np.longdouble))
        near = distributions.extended_softmax_minus(z, p) / p
        ratio = np.where(np.abs(near) < 0.5, np.log1p(near), parts.log_q - np.log(p.astype(np.longdouble)))
        forbidden = (p == 0) & (z > -np.inf)
        pull = np.where((parts.q > 0) & ~forbidden, parts.q * ratio, 0.0)
        slope = pull * parts.complement - parts.q * distributions.sum_of_others(pull)
        infinite = np.where(forbidden, np.inf, np.where(z > -np.inf, -np.inf, 0.0))
        mixed = forbidden.any(axis=-1) & (~forbidden & (z > -np.inf)).any(axis=-1)
        return np.where(mixed[..., None], infinite, slope).astype(np.float64)

    def minimizer(self, p: Float) -> Float | None:
        """Return p divided by its sum."""
        return nearest_multiple(p)
