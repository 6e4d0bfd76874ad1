"""Many rows at once, for callers with arrays instead of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core import information, losses, validation
from core.errors import LossAtlasError
from core.losses import Loss
from core.parts import in_threads, slices, space
from core.pieces import Piece

_PIECES_A_TASK = 4


def evaluate(
    truth: npt.ArrayLike,
    *,
    probabilities: npt.ArrayLike | None = None,
    logits: npt.ArrayLike | None = None,
    losses: Sequence[str | Loss] = ("cross_entropy",),
    unit: str = "nat",
) -> dict[str, npt.NDArray[Any]]:
    """Losses, entropy and predicted class of every row, in one pass over pieces of rows on all cores.

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
    A dict with an (N,) float64 array a loss under its name, "entropy" (N,) float64, and "predicted" (N,) int. Each
    figure is right to about 1e-12 of itself. Beyond these it needs a few MiB a thread: arrays that are already of
    numbers are neither copied nor converted as a whole, and labels are not made one-hot.

    Raises
    ------
    LossAtlasError
        For shapes that do not agree, an entry that cannot be used, an unknown loss or unit, or a loss that needs
        labels where the truth is not one class.

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
    chosen = _create(losses)
    y, q = _arrays(truth, given)
    values = {loss: np.empty(len(q)) for loss in chosen}
    entropy, predicted = np.empty(len(q)), np.empty(len(q), dtype=np.int64)

    def work(task: list[slice]) -> slice | None:
        """Fill in some pieces; return the first whose entries cannot be used, if any."""
        with np.errstate(all="ignore"):
            for rows in task:
                piece = Piece(y[rows], q[rows], logits is not None, space())
                if not piece.is_sound() and not _is_usable(y[rows], q[rows], logits is not None):
                    return rows
                entropy[rows], predicted[rows] = piece.entropy, piece.predicted
                for loss, column in values.items():
                    column[rows] = loss.of_piece(piece)
        return None

    pieces = list(slices(len(q), q.shape[1]))
    tasks = [pieces[start : start + _PIECES_A_TASK] for start in range(0, len(pieces), _PIECES_A_TASK)]
    if any(rows is not None for rows in in_threads(work, tasks)):
        _check(y, q, logits is not None)
    for loss, column in values.items():
        if loss.needs_labels and np.isnan(column).any():
            validation.one_class(y, "truth")
        if loss.in_units:
            column /= scale
    entropy /= scale
    return {**{loss.name: column for loss, column in values.items()}, "entropy": entropy, "predicted": predicted}


def _check(y: npt.NDArray[Any], q: npt.NDArray[Any], from_logits: bool) -> None:
    """Raise if an entry cannot be used, naming its place."""
    if from_logits:
        validation.check_logits(q, "logits")
    else:
        validation.check_entries(q, "probabilities")
    if y.ndim == 2:
        validation.check_entries(y, "truth")


def _is_usable(y: npt.NDArray[Any], q: npt.NDArray[Any], from_logits: bool) -> bool:
    try:
        _check(y, q, from_logits)
    except LossAtlasError:
        return False
    return True


def _arrays(truth: npt.ArrayLike, given: npt.ArrayLike) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return truth and predictions as arrays whose shapes agree, labels in range."""
    y = validation.any_array(truth, "truth")
    q = validation.any_array(given, "predictions")
    if q.ndim != 2 or y.ndim not in (1, 2) or len(y) != len(q) or (y.ndim == 2 and y.shape != q.shape):
        raise LossAtlasError("shape", p=y.shape, q=q.shape)
    if q.shape[1] == 0:
        raise LossAtlasError("no_classes", where="predictions")
    y = validation.labels(y, q.shape[1], "truth") if y.ndim == 1 else validation.numbers(y, "truth")
    return y, validation.numbers(q, "predictions")


def _create(names: Sequence[str | Loss]) -> list[Loss]:
    chosen = list(dict.fromkeys(losses.create(each) if isinstance(each, str) else each for each in names))
    titles = [loss.name for loss in chosen]
    for name in titles:
        if titles.count(name) > 1:
            raise LossAtlasError("duplicate_name", where="losses", name=name)
    return chosen
