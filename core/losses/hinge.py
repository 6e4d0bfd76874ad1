"""Multi-class hinge: the margin by which the true class's logit leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core import distributions
from core.distributions import Either
from core.errors import QT_TRANSLATE_NOOP
from core.losses.base import Loss, Proper, parameter
from core.validation import Float


@dataclass(frozen=True)
class Hinge(Loss):
    """Multi-class hinge loss on logits.

    L(y, z) = max(0, m + maxⱼ≠y zⱼ - z_y), or with `form` "sum" Σⱼ≠y max(0, m + zⱼ - z_y), with the margin m. It needs
    a label: a soft truth is refused. From probabilities the logits are log q, which is what they are up to a shift,
    and a shift changes nothing here. At a kink the flatter side's slope is given; of equal rivals the first is pushed.
    """

    name: ClassVar[str] = "hinge"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("core", "Hinge")
    symbol: ClassVar[str] = "Hin"
    formula: ClassVar[str] = r"\max\left(0,\; m + \max_{j \neq y} z_j - z_y\right)"
    reference: ClassVar[str] = "Crammer & Singer (2001); sum: Weston & Watkins (1999)"
    scoring_rule: ClassVar[Proper] = "no"
    separable: ClassVar[bool] = False
    needs_labels: ClassVar[bool] = True
    order: ClassVar[int] = 120

    form: str = parameter(
        QT_TRANSLATE_NOOP("core", "form"),
        QT_TRANSLATE_NOOP("core", "“max” counts the strongest rival class, “sum” every one."),
        kind="choice",
        default="max",
        choices=(QT_TRANSLATE_NOOP("core", "max"), QT_TRANSLATE_NOOP("core", "sum")),
    )
    margin: float = parameter(
        QT_TRANSLATE_NOOP("core", "margin"),
        QT_TRANSLATE_NOOP("core", "How far the true class's logit must lead to cost nothing."),
        default=1.0,
        maximum=100.0,
    )

    def _code(self, from_logits: bool) -> str:
        return "total(maximum(margin + ahead, 0))" if self.form == "sum" else "maximum(margin + largest(ahead), 0)"

    def _value(self, p: Float, q: Float) -> Float:
        value = self._value_from_logits(p, np.log(q.astype(np.longdouble)))
        return np.where((p * q).sum(axis=-1) > 0, value, np.inf)

    def _gradient(self, p: Float, q: Float) -> Float:
        pull = self._gradient_from_logits(p, np.log(q.astype(np.longdouble)))
        return np.where(pull == 0, 0.0, pull / q)

    def _value_from_logits(self, p: Float, z: Either) -> Float:
        return self._short(p, z).sum(axis=-1).astype(np.float64)

    def _gradient_from_logits(self, p: Float, z: Either) -> Float:
        """Return 1 for each rival that counts, and at the true class minus their number."""
        counts = (self._short(p, z) > 0).astype(np.float64)
        return np.where(p == 1, -counts.sum(axis=-1, keepdims=True), counts)

    def _short(self, p: Float, z: Either) -> Either:
        """Return by how much the true class's lead over each class that counts falls short of the margin."""
        p, z = np.broadcast_arrays(p, z.astype(np.longdouble))
        own = np.where(p == 1, z, -np.inf).max(axis=-1, keepdims=True)
        short = np.where((p == 1) | (z == -np.inf), 0.0, np.maximum(self.margin + (z - own), 0.0))
        if self.form == "sum":
            return short
        return np.where(distributions.is_class(short.argmax(axis=-1), z.shape[-1]), short, 0.0)
