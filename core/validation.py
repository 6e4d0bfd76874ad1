"""What counts as a distribution, and the checks every number passes on its way in.

Nothing here repairs anything: a function returns the values it was given, or raises.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import LossAtlasError

Float = npt.NDArray[np.float64]
Real = npt.NDArray[np.floating[Any]]
Labels = npt.NDArray[np.integer[Any]]

SUM_TOLERANCE = 1e-6
"""How far from 1 a row of float64 may sum and still count as a distribution."""


def sum_tolerance(dtype: np.dtype[Any], classes: int) -> float:
    """Return how far from 1 a row may sum: `SUM_TOLERANCE`, and its type's own rounding of K terms."""
    return SUM_TOLERANCE + classes * float(np.finfo(dtype).eps if dtype.kind == "f" else 0.0)


def _first(mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(mask)[0])


def place(index: tuple[int, ...], what: str) -> str:
    """Return an index as words: `p[3, 1]`."""
    return f"{what}[{', '.join(map(str, index))}]" if index else what


def check_entries(values: Real, what: str) -> None:
    """Raise unless every entry is finite and not negative."""
    if values.size == 0 or (values.min() >= 0 and values.max() < np.inf):
        return
    bad = ~(np.isfinite(values) & (values >= 0))
    index = _first(bad)
    value = float(values[index])
    raise LossAtlasError(
        "negative" if value < 0 and np.isfinite(value) else "not_finite",
        where=place(index, what),
        value=value,
    )


def any_array(values: npt.ArrayLike, what: str) -> npt.NDArray[Any]:
    """Return `values` as an array; lists of different lengths raise."""
    try:
        return np.asarray(values)
    except ValueError:
        raise LossAtlasError("not_a_number", where=what, text=str(values)[:60]) from None


def _rows(values: npt.ArrayLike, what: str) -> Float:
    """Return `values` as float64 with a class axis."""
    array = any_array(values, what)
    try:
        if array.dtype.kind == "c":
            raise TypeError
        with np.errstate(over="ignore"):  # beyond the largest float64 is inf, which the checks refuse
            array = array.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError):
        raise LossAtlasError("not_a_number", where=what, text=str(values)[:60]) from None
    if array.ndim == 0 or array.shape[-1] == 0:
        raise LossAtlasError("no_classes", where=what)
    return array


def probabilities(values: npt.ArrayLike, what: str) -> Float:
    """Return `values` as float64 with a class axis, every entry finite and not negative."""
    array = _rows(values, what)
    check_entries(array, what)
    return array


def check_logits(values: Real, what: str) -> None:
    """Raise unless every logit is finite or -inf and every row has a finite one."""
    if np.isfinite(values).all():
        return
    bad = np.isnan(values) | (values == np.inf)
    if bad.any():
        index = _first(bad)
        raise LossAtlasError("bad_logit", where=place(index, what), value=float(values[index]))
    ruled_out = (values == -np.inf).all(axis=-1)
    if ruled_out.any():
        raise LossAtlasError("all_ruled_out", where=place(_first(ruled_out), what) if ruled_out.ndim else what)


def logits(values: npt.ArrayLike, what: str = "z") -> Float:
    """Return `values` as float64 logits: finite or -inf, with at least one finite entry a row."""
    array = _rows(values, what)
    check_logits(array, what)
    return array


def labels(values: npt.ArrayLike, classes: int, what: str = "y") -> Labels:
    """Return `values` as integer labels from 0 to `classes` - 1."""
    array = any_array(values, what)
    if array.dtype.kind not in "iu":
        raise LossAtlasError("label_type", where=what, dtype=str(array.dtype))
    if array.size and (array.min() < 0 or array.max() >= classes):
        index = _first((array < 0) | (array >= classes))
        raise LossAtlasError("label_range", where=place(index, what), value=int(array[index]), last=classes - 1)
    return array


def same_classes(p: Float, q: Float) -> None:
    """Raise unless `p` and `q` have as many classes as each other and broadcast."""
    try:
        if p.shape[-1] != q.shape[-1]:
            raise ValueError
        np.broadcast_shapes(p.shape, q.shape)
    except ValueError:
        raise LossAtlasError("shape", p=p.shape, q=q.shape) from None
