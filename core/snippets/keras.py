"""Keras 3: written out in keras.ops, which any of its backends computes, and its loss classes."""

from __future__ import annotations

from core.errors import QT_TRANSLATE_NOOP
from core.snippets.base import Framework

_ON_JAX_TOO = QT_TRANSLATE_NOOP("core", "float64 on JAX too")

FRAMEWORK = Framework(
    name="keras",
    title="Keras",
    library="Keras",
    order=40,
    imports={"keras": "import keras", "np": "import numpy as np", "ops": "from keras import ops"},
    terms={
        "abs": "ops.abs(a)",
        "exp": "ops.exp(a)",
        "log": "ops.log(a)",
        "sqrt": "ops.sqrt(a)",
        "maximum": "ops.maximum(a, b)",
        "where": "ops.where(a, b, c)",
        "inf": "np.inf",
        "total": "ops.sum(a, axis=1)",
        "average": "ops.sum(a, axis=1) / K",  # ops.mean computes in 32 bits, whatever floatx is
        "largest": "ops.max(a, axis=1)",
        "sums": "ops.sum(a, axis=1, keepdims=True)",
        "norm": "ops.sqrt(ops.sum(a**2, axis=1, keepdims=True))",
        "softmax": "ops.softmax(a, axis=1)",
        "log_softmax": "ops.log_softmax(a, axis=1)",
        "wrong": 'ops.cast(ops.argmax(a, axis=1) != y, "float64")',
        "wrong_mass": "ops.sum(p * (ops.argmax(a, axis=1)[:, None] != np.arange(K)), axis=1)",
        "at_label": "ops.take_along_axis(a, y[:, None], axis=1)[:, 0]",
        "weight_at_label": "a[y]",
        "column": "a[:, None]",
        "numbers": "np.array(a, dtype=float)",
        "integers": "np.array(a)",
        "one_hot": "np.eye(K)[a]",
        "done": "ops.convert_to_numpy(a)",
        "masked": "np.where(a, b, np.nan)",
    },
    setup=('keras.config.set_floatx("float64")',),
    before_imports=("import os", "", f'os.environ.setdefault("JAX_ENABLE_X64", "1")  # {_ON_JAX_TOO}', ""),
)
