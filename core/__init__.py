"""Loss Atlas's numbers: information measures, losses, documents and files. No Qt.

The names here and their behaviour stay put; other programs rely on them. Each is imported when it is first used, so
that the version and the errors are to be had without numpy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from core.errors import LossAtlasError

if TYPE_CHECKING:
    from core.batch import evaluate
    from core.distributions import log_softmax, softmax
    from core.information import (
        cross_entropy,
        cross_entropy_from_labels,
        entropy,
        jensen_shannon_divergence,
        kl_divergence,
    )

__version__ = "0.1.0"

__all__ = [
    "LossAtlasError",
    "__version__",
    "cross_entropy",
    "cross_entropy_from_labels",
    "entropy",
    "evaluate",
    "jensen_shannon_divergence",
    "kl_divergence",
    "log_softmax",
    "softmax",
]

_PLACES = {
    "evaluate": "batch",
    "log_softmax": "distributions",
    "softmax": "distributions",
    "cross_entropy": "information",
    "cross_entropy_from_labels": "information",
    "entropy": "information",
    "jensen_shannon_divergence": "information",
    "kl_divergence": "information",
}


def __getattr__(name: str) -> object:
    """Import a name of this package when it is first asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the names of this package, imported by now or not."""
    return sorted({*globals(), *__all__})
