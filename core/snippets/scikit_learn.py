"""scikit-learn: a value a sample in NumPy and SciPy, and its metrics, which give the mean."""

from __future__ import annotations

from core.snippets.base import Framework
from core.snippets.numpy import FRAMEWORK as NUMPY
from core.snippets.numpy import TERMS

_METRICS = (
    "brier_score_loss",
    "hinge_loss",
    "log_loss",
    "mean_absolute_error",
    "mean_squared_error",
    "zero_one_loss",
)

FRAMEWORK = Framework(
    name="sklearn",
    title="scikit-learn",
    library="scikit-learn",
    order=50,
    imports={
        "np": "import numpy as np",
        "log_softmax": "from scipy.special import log_softmax",
        "softmax": "from scipy.special import softmax",
        **{name: f"from sklearn.metrics import {name}" for name in _METRICS},
    },
    terms={**TERMS, "softmax": "softmax(a, axis=1)", "log_softmax": "log_softmax(a, axis=1)"},
    quiet=NUMPY.quiet,
)
