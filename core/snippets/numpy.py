"""NumPy: every loss written out."""

from __future__ import annotations

from core.errors import QT_TRANSLATE_NOOP
from core.snippets.base import Framework

TERMS = {
    "abs": "np.abs(a)",
    "exp": "np.exp(a)",
    "log": "np.log(a)",
    "sqrt": "np.sqrt(a)",
    "maximum": "np.maximum(a, b)",
    "where": "np.where(a, b, c)",
    "inf": "np.inf",
    "total": "a.sum(axis=1)",
    "average": "a.mean(axis=1)",
    "largest": "a.max(axis=1)",
    "sums": "a.sum(axis=1, keepdims=True)",
    "norm": "np.linalg.norm(a, axis=1, keepdims=True)",
    "softmax": "np.exp(log_softmax(a))",
    "log_softmax": "log_softmax(a)",
    "wrong": "(a.argmax(axis=1) != y).astype(float)",
    "wrong_mass": "p.sum(axis=1) - p[np.arange(len(p)), a.argmax(axis=1)]",
    "at_label": "a[np.arange(len(y)), y]",
    "weight_at_label": "a[y]",
    "column": "a[:, None]",
    "numbers": "np.array(a, dtype=float)",
    "integers": "np.array(a)",
    "one_hot": "np.eye(K)[a]",
    "done": "a",
    "masked": "np.where(a, b, np.nan)",
}

_CANNOT_OVERFLOW = QT_TRANSLATE_NOOP("core", "exp of what is left cannot overflow")
_LOG_SOFTMAX = f"""\
def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)  # {_CANNOT_OVERFLOW}
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))
"""

FRAMEWORK = Framework(
    name="numpy",
    title="NumPy",
    library="",
    order=10,
    imports={"np": "import numpy as np"},
    terms=TERMS,
    helpers={"log_softmax": _LOG_SOFTMAX},
    quiet='np.seterr(divide="ignore", invalid="ignore")',
)
