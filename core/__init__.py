"""Loss Atlas's numbers: information measures, losses, documents and files. No Qt.

The names here and their behaviour stay put; other programs rely on them.
"""

from core.batch import evaluate
from core.distributions import log_softmax, softmax
from core.errors import LossAtlasError
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
