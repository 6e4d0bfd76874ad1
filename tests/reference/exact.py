"""Reference values: the stored oracles, arithmetic of 400 digits, and how a float is compared with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

DIGITS = 400
"""Enough for 1 - 1e-330, and so for every cancellation whose result float64 can hold."""
SMALLEST_NORMAL = Decimal(2.0**-1022)
STEP_BELOW = Decimal(2.0**-1074)
"""Below the smallest normal number floats are this far apart and have no relative accuracy."""


@cache
def oracles(kind: str) -> list[dict[str, Any]]:
    """Return the stored cases of `kind`: probabilities or logits."""
    text = Path(__file__).with_name("oracles.json").read_text(encoding="utf-8")
    return json.loads(text)[kind]


def assert_close(actual: npt.ArrayLike, expected: Any, relative: str = "1e-12") -> None:
    """Fail unless every number is within `relative` of its expected one; there is no absolute tolerance."""
    found = np.asarray(actual, dtype=np.float64)
    wanted = np.asarray(expected, dtype=object)
    assert found.shape == wanted.shape
    with localcontext() as context:
        context.prec = 50
        for index, number in np.ndenumerate(found):
            exact = _decimal(wanted[index])
            if not exact.is_finite():
                assert Decimal(float(number)) == exact, f"{index}: {number} instead of {exact}"
                continue
            allowed = abs(exact) * Decimal(relative)
            if abs(exact) < SMALLEST_NORMAL:
                allowed = 4 * STEP_BELOW
            assert np.isfinite(number), f"{index}: {number} instead of {exact:.20e}"
            assert abs(Decimal(float(number)) - exact) <= allowed, f"{index}: {number} instead of {exact:.20e}"


def _decimal(value: str | float | Decimal) -> Decimal:
    """Return the number; an exponent of hundreds of digits, which Decimal cannot hold, as 0."""
    return Decimal(0) if isinstance(value, str) and len(value) > 200 else Decimal(value)


def softmax_figures(p: Sequence[float], z: Sequence[float], digits: int = DIGITS) -> dict[str, Any]:
    """Return what the oracles give for logits, by plain formulas."""
    with localcontext() as context:
        context.prec = digits
        truth, logits = [Decimal(x) for x in p], [Decimal(x) for x in z]
        weights = [(x - max(logits)).exp() for x in logits]
        total = sum(weights)
        q = [weight / total for weight in weights]
        log_q = [x - max(logits) - total.ln() for x in logits]
        g = [2 * (b - a) for a, b in zip(truth, q, strict=True)]
        mean = sum(a * b for a, b in zip(q, g, strict=True))
        return {
            "cross_entropy": -sum(a * b for a, b in zip(truth, log_q, strict=True) if a),
            "mse_sum": sum((b - a) ** 2 for a, b in zip(truth, q, strict=True)),
            "softmax": q,
            "gradient_cross_entropy": [b - a for a, b in zip(truth, q, strict=True)],
            "gradient_mse_sum": [b * (a - mean) for a, b in zip(g, q, strict=True)],
        }


def kl(p: Sequence[float], q: Sequence[float]) -> Decimal:
    """Return Σ p·log(p/q) of numbers as typed."""
    with localcontext() as context:
        context.prec = 60
        pairs = [(Decimal(a), Decimal(b)) for a, b in zip(p, q, strict=True) if a]
        return sum((a * (a / b).ln() for a, b in pairs), Decimal(0))
