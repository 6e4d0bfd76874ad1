"""JAX: written out in jax.numpy, and the losses of optax."""

from __future__ import annotations

from core.snippets.base import Framework
from core.snippets.numpy import TERMS

_SAME = {
    name: template.replace("np.", "jnp.")
    for name, template in TERMS.items()
    if name not in ("softmax", "log_softmax", "one_hot")
}

FRAMEWORK = Framework(
    name="jax",
    title="JAX",
    library="optax",
    order=30,
    imports={
        "jax": "import jax",
        "jnp": "import jax.numpy as jnp",
        "np": "import numpy as np",
        "optax": "import optax",
    },
    terms={
        **_SAME,
        "softmax": "jax.nn.softmax(a)",
        "log_softmax": "jax.nn.log_softmax(a)",
        "one_hot": "jax.nn.one_hot(a, K)",
    },
    setup=('jax.config.update("jax_enable_x64", True)',),
)
