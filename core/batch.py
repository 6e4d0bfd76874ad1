"""Many rows at once, for callers with arrays instead of a document."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions, information, losses, validation
from core.errors import LossAtlasError
from core.losses import Loss

_BLOCK_BYTES = 1 << 20


def evaluate(
    truth: npt.ArrayLike,
    *,
    probabilities: npt.ArrayLike | None = None,
    logits: npt.ArrayLike | None = None,
    losses: Sequence[str | Loss] = ("cross_entropy",),
    unit: str = "nat",
) -> dict[str, npt.NDArray[Any]]:
    """Losses, entropy and predicted class of every row, in one pass over blocks of rows on all cores.

    Parameters
    ----------
    truth
        (N,) integer labels or (N, K) probabilities.
    probabilities, logits
        (N, K), float32 or float64; exactly one of the two.
    losses
        Names, or Loss objects for other parameters.
    unit
        "nat", "bit" or "dit", for entropy and for the losses that are amounts of information.

    Returns
    -------
    A dict with an (N,) float64 array a loss under its name, "entropy" (N,) float64, and "predicted" (N,) int.
    Beyond these it needs a few MiB.

    Raises
    ------
    LossAtlasError
        For shapes that do not agree, an entry that cannot be used, an unknown loss or unit.

    Examples
    --------
    >>> figures = evaluate([2, 0], probabilities=[[0.3, 0.3, 0.4], [0.1, 0.8, 0.1]])
    >>> figures["cross_entropy"].round(4).tolist(), figures["predicted"].tolist()
    ([0.9163, 2.3026], [2, 1])
    """
    scale = information.nats_per(unit)
    given = logits if logits is not None else probabilities
    if given is None or (logits is not None and probabilities is not None):
        raise LossAtlasError("one_prediction")
    from_logits = logits is not None
    chosen = _create(losses)
    y, q = _arrays(truth, given)
    check = validation.logits if from_logits else validation.probabilities

    results: dict[str, npt.NDArray[Any]] = {loss.name: np.empty(len(q)) for loss in chosen}
    results["entropy"] = np.empty(len(q))
    results["predicted"] = np.empty(len(q), dtype=np.int64)

    def block(start: int, stop: int) -> None:
        rows = slice(start, stop)
        p = distributions.one_hot(y[rows], q.shape[1]) if y.ndim == 1 else y[rows]
        rows_q = check(q[rows], "")
        results["entropy"][rows] = information.entropy(p, unit=unit)
        results["predicted"][rows] = rows_q.argmax(axis=-1)
        for loss in chosen:
            value = loss.value_from_logits(p, rows_q) if from_logits else loss.value(p, rows_q)
            results[loss.name][rows] = value / scale if loss.in_units else value

    step = max(1, _BLOCK_BYTES // (8 * q.shape[1]))
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            starts = range(0, len(q), step)
            for done in [pool.submit(block, start, min(start + step, len(q))) for start in starts]:
                done.result()
    except LossAtlasError:
        check(q, "logits" if from_logits else "probabilities")  # to name the entry by its place in the whole
        if y.ndim == 2:
            validation.probabilities(y, "truth")
        raise
    return results


def _arrays(truth: npt.ArrayLike, given: npt.ArrayLike) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return truth and predictions as arrays whose shapes agree, labels in range."""
    y = validation.any_array(truth, "truth")
    q = validation.any_array(given, "predictions")
    if q.ndim != 2 or y.ndim not in (1, 2) or len(y) != len(q) or (y.ndim == 2 and y.shape != q.shape):
        raise LossAtlasError("shape", p=y.shape, q=q.shape)
    if q.shape[1] == 0:
        raise LossAtlasError("no_classes", where="predictions")
    return (validation.labels(y, q.shape[1], "truth") if y.ndim == 1 else y), q


def _create(names: Sequence[str | Loss]) -> list[Loss]:
    chosen = list(dict.fromkeys(losses.create(each) if isinstance(each, str) else each for each in names))
    titles = [loss.name for loss in chosen]
    for name in titles:
        if titles.count(name) > 1:
            raise LossAtlasError("duplicate_name", where="losses", name=name)
    return chosen
