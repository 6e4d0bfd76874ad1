"""Make frameworks.json: what PyTorch, Keras (on JAX) and optax report for the documents below.

Run from the repository's root by a Python that has torch, jax, optax and keras beside numpy:

    python -m tests.reference.make_frameworks

The calls come from `core.conventions` and are evaluated as they are written there; no value does. A call that raises
is stored as the name of its error. Where a truth is no label, `y` stands for its rows.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

PLACE = Path(__file__).with_name("frameworks.json")
SINGLE = ("q = 0 at the label", "certain and right", "rows of 32-bit numbers")
"""The documents that are also computed in 32-bit, the default of all three."""

INF = math.inf


def _random(seed: int, rows: int, classes: int, *, soft: bool, logits: bool) -> dict[str, Any]:
    generator = np.random.default_rng(seed)
    z = generator.normal(scale=2.0, size=(rows, classes))
    q = generator.dirichlet(np.ones(classes), size=rows)
    truth = generator.dirichlet(np.ones(classes), size=rows) if soft else generator.integers(classes, size=rows)
    return {
        "truth": truth.tolist(),
        "given": (z if logits else q).tolist(),
        "scale": "logit" if logits else "probability",
    }


def _typed(truth: Any, given: Any, *losses: str) -> dict[str, Any]:
    return {"truth": truth, "given": given, "scale": "probability", "losses": list(losses)}


def _logits(truth: Any, given: Any, *losses: str) -> dict[str, Any]:
    return {"truth": truth, "given": given, "scale": "logit", "losses": list(losses)}


WEIGHTS = "cross_entropy:class_weights=2/4/6"
KERAS_ROWS = [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]
SOFT = [[0.2, 0.8, 0.0], [0.25, 0.25, 0.5]]

DOCUMENTS: dict[str, dict[str, Any]] = {
    "the tour's first model": _typed([2, 0], [[0.3, 0.3, 0.4], [0.1, 0.8, 0.1]]),
    "a row that sums to 1.1": _typed([2, 0], [[0.0, 0.1, 0.9], [0.4, 0.7, 0.0]]),
    "Keras's rows": _typed([1, 2], KERAS_ROWS, "focal:gamma=2,alpha=0.25"),
    "Keras's rows with weights": _typed([1, 2], KERAS_ROWS, "cross_entropy:class_weights=1/0.3/0.7"),
    "PyTorch's weighted mean": _logits([2, 1], [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]], WEIGHTS),
    "PyTorch's weighted mean, over weights": _logits(
        [2, 1], [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]], WEIGHTS + ",mean_over=weights"
    ),
    "weights of soft rows, over weights": _typed(SOFT, KERAS_ROWS[::-1], WEIGHTS + ",mean_over=weights"),
    "weights and smoothing": _typed([1, 2], [[0.2, 0.7, 0.1], [0.3, 0.3, 0.4]], WEIGHTS + ",label_smoothing=0.1"),
    "weights and smoothing of soft logits": _logits(
        SOFT, [[1.0, 4.0, 0.2], [2.0, 1.0, 0.0]], WEIGHTS + ",label_smoothing=0.2"
    ),
    "a weight of 0 at q = 0": _typed([1, 0], [[0.5, 0.0, 0.5], [0.5, 0.2, 0.3]], "cross_entropy:class_weights=1/0/1"),
    "weights of 0 for every row": _typed(
        [0, 0], [[0.5, 0.2, 0.3], [0.3, 0.3, 0.4]], "cross_entropy:class_weights=0/1/0,label_smoothing=0.1"
    ),
    "smoothing with q = 0": _typed([1, 0], [[0.0, 0.9, 0.1], [0.6, 0.4, 0.0]], "cross_entropy:label_smoothing=0.1"),
    "smoothing at logits far apart": _logits([0], [[100.0, -100.0, -100.0]], "cross_entropy:label_smoothing=0.1"),
    "a smoothed truth that sums to 2": _typed([[0.5, 1.5]], [[0.4, 0.6]], "cross_entropy:label_smoothing=0.3"),
    "q = 0 at the label": _typed([1, 1], [[0.0, 0.95, 0.05], [1.0, 0.0, 0.0]]),
    "q = 0 under a soft truth": _typed([[0.2, 0.8, 0.0], [0.0, 0.5, 0.5]], [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]),
    "certain and right": _typed([0, 1], [[1.0, 0.0], [0.0, 1.0]]),
    "one class ruled out": _logits([1, 0], [[0.0, 1.0, -INF], [2.0, 1.0, 0.5]]),
    "the true class ruled out": _logits([1, 1], [[0.0, 1.0, 0.5], [2.0, -INF, 3.0]]),
    "a soft truth and classes ruled out": _logits(SOFT, [[0.0, 1.0, -INF], [2.0, -INF, 3.0]]),
    "a row of zeros": _typed([1, 0], [[0.0, 0.0, 0.0], [0.6, 0.3, 0.1]]),
    "rows far from 1": _typed([0, 2], [[3.0, 0.5, 0.0], [0.2, 0.1, 0.05]]),
    "two classes": _typed([0, 1, 1, 0], [[0.9, 0.1], [0.1, 0.9], [0.2, 0.8], [0.6, 0.4]]),
    "two classes, all the second": _logits([1, 1], [[10.0, 1.0], [-1.0, -2.0]]),
    "half a distribution": _typed([1], [[0.2, 0.3]]),
    "logits that sum to less than 0": _logits([0, 1], [[-1.0, -2.0, -3.0], [2.0, -1.0, -1.0]]),
    "logits far apart": _logits([0, 1, 2], [[1000.0, 0.0, -1000.0]] * 3),
    "optax's Poly-1": _logits([[0.1, 0.15, 0.2, 0.25, 0.3]], [[0.14, 1.456, 2.356, -0.124, -2.47]], "poly1:epsilon=-1"),
    "Loss Atlas with other parameters": _logits(
        [0, 3],
        [[1.2, -0.8, -0.5, 0.3], [0.9, -1.2, 1.1, 1.0]],
        "mse:reduction=mean",
        "mae:reduction=mean",
        "focal:gamma=3,alpha=1/2/3/4",
        "poly1:epsilon=2",
        "hinge:form=sum,margin=2",
        "generalized_cross_entropy:exponent=0.5",
    ),
    "rows of 32-bit numbers": _typed([2, 0], [[0.25, 0.25, 0.5], [0.125, 0.75, 0.125]]),
    "many labels, probabilities": _random(1, 40, 4, soft=False, logits=False),
    "many soft rows, probabilities": _random(2, 40, 4, soft=True, logits=False),
    "many labels, logits": _random(3, 40, 6, soft=False, logits=True),
    "many soft rows, logits": _random(4, 40, 6, soft=True, logits=True),
}


def document_of(case: dict[str, Any]) -> Any:
    """Return a document of one model with the parameters of the case."""
    from core import losses
    from core.document import Document

    made = Document.make(np.array(case["truth"]), [("model", _array(case["given"]), case["scale"])])
    for text in case.get("losses", []):
        made = made.with_loss(losses.parse(text))
    return made


def _array(rows: list[list[Any]]) -> np.ndarray:
    return np.array([[float(x) for x in row] for row in rows])


def _names(case: dict[str, Any], document: Any, dtype: Any) -> dict[str, Any]:
    """Return the arrays that a call speaks of."""
    given = _array(case["given"]).astype(dtype)
    p = np.concatenate([block.dense() for block in document.truth.blocks]).astype(dtype)
    names = {"p": p, "y": np.array(case["truth"]), "z" if case["scale"] == "logit" else "q": given}
    if names["y"].ndim == 2:
        names["y"] = p
    weights = document.settings.find("cross_entropy").class_weights
    if weights is not None:
        names["w"] = np.array(weights, dtype=dtype)
    return names


def _tools() -> dict[str, tuple[dict[str, Any], Callable[[np.ndarray], Any]]]:
    """Return for each library the modules that its calls name, and how it wants arrays."""
    os.environ["KERAS_BACKEND"] = "jax"
    jax, optax, keras, torch = (importlib.import_module(name) for name in ("jax", "optax", "keras", "torch"))
    jax.config.update("jax_enable_x64", True)
    return {
        "PyTorch": ({"F": torch.nn.functional}, torch.tensor),
        "Keras": ({"keras": keras}, lambda array: array),
        "optax": ({"optax": optax, "jax": jax, "jnp": jax.numpy}, jax.numpy.asarray),
    }


def _evaluate(tools: Any, call: str, names: dict[str, np.ndarray]) -> float | str:
    modules, convert = tools
    try:
        value = float(eval(call, {**modules, **{name: convert(array) for name, array in names.items()}}))
    except (TypeError, ValueError, RuntimeError, IndexError) as error:
        return type(error).__name__
    return value if math.isfinite(value) else str(value)


def _figures(tools: Any, case: dict[str, Any], dtype: str) -> dict[str, dict[str, float | str]]:
    from core import conventions

    importlib.import_module("keras").config.set_floatx(dtype)
    document = document_of(case)
    names = _names(case, document, dtype)
    found: dict[str, dict[str, float | str]] = {library: {} for library in tools}
    for each in conventions.reported(document):
        if each.library in tools:
            found[each.library][each.call] = _evaluate(tools[each.library], each.call, names)
    return found


def _stored(case: dict[str, Any]) -> dict[str, Any]:
    given = [[x if math.isfinite(x) else str(x) for x in row] for row in case["given"]]
    return {**case, "given": given, "losses": case.get("losses", [])}


def main() -> None:
    """Write frameworks.json."""
    warnings.simplefilter("ignore")
    tools = _tools()
    versions = {name: importlib.import_module(name).__version__ for name in ("torch", "keras", "jax", "optax", "numpy")}
    documents: dict[str, Any] = {}
    for name, case in DOCUMENTS.items():
        documents[name] = {**_stored(case), "float64": _figures(tools, case, "float64")}
        if name in SINGLE:
            documents[name]["float32"] = _figures(tools, case, "float32")
    text = json.dumps({"versions": versions, "documents": documents}, indent=1, ensure_ascii=False, allow_nan=False)
    PLACE.write_text(text + "\n", encoding="utf-8")
    print(f"{len(documents)} documents with {versions}", file=sys.stderr)


if __name__ == "__main__":
    main()
