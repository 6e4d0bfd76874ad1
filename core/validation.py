"""What counts as a distribution, and the checks every number passes on its way in.

Nothing here repairs anything: a function returns the values it was given, or raises.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from core.errors import LossAtlasError

Float = npt.NDArray[np.float64]
Real = npt.NDArray[np.floating[Any]]
Labels = npt.NDArray[np.integer[Any]]

Scale = Literal["probability", "logit"]
RowSums = Literal["as-typed", "strict", "normalize"]
ROW_SUMS: tuple[RowSums, ...] = ("as-typed", "strict", "normalize")
"""What is done with a row that does not sum to 1."""

SUM_TOLERANCE = 1e-6
"""How far from 1 a row of float64 may sum and still count as a distribution."""


def sum_tolerance(dtype: np.dtype[Any], classes: int) -> float:
    """Return how far from 1 a row may sum: `SUM_TOLERANCE`, and its type's own rounding of K terms."""
    return SUM_TOLERANCE + classes * float(np.finfo(dtype).eps if dtype.kind == "f" else 0.0)


def is_one(sums: Float, classes: int, dtype: np.dtype[Any], single: bool = False) -> npt.NDArray[np.bool_]:
    """Return for each sum of a row whether it is 1 within the tolerance of the row's type, or of float32."""
    return np.abs(sums - 1.0) <= sum_tolerance(np.dtype(np.float32) if single else dtype, classes)


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


def numbers(array: npt.NDArray[Any], what: str) -> Real:
    """Return `array` as it is if it is of float32 or float64, else converted to float64."""
    return (
        array
        if array.dtype.kind == "f" and array.dtype.itemsize in (4, 8) and array.dtype.isnative
        else _rows(array, what)
    )


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


def one_class(p: Float, what: str) -> None:
    """Raise unless every row of `p` is one-hot."""
    bad = ~is_one_hot(p)
    if bad.any():
        raise LossAtlasError("needs_label", where=place(_first(bad), what) if bad.ndim else what)


def is_one_hot(p: Real) -> npt.NDArray[np.bool_]:
    """Return for each row (..., K) whether it is exactly 1 for one class and 0 for the others."""
    return np.asarray((p.max(axis=-1) == 1) & ((p != 0).sum(axis=-1) == 1))


def same_classes(p: Float, q: Float) -> None:
    """Raise unless `p` and `q` have as many classes as each other and broadcast."""
    try:
        if p.shape[-1] != q.shape[-1]:
            raise ValueError
        np.broadcast_shapes(p.shape, q.shape)
    except ValueError:
        raise LossAtlasError("shape", p=p.shape, q=q.shape) from None
