"""Data frames as columns: numbers with the first cell that is none, texts, and lists in cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core import watching
from core.errors import LossAtlasError
from core.io.ahead import ahead
from core.io.importing.columns import Column, Texts, flat

if TYPE_CHECKING:
    import polars as pl

_FEW = 1000
"""So few texts are gone through sooner one by one, which counts where there are many columns."""
_STRIP = 10
"""So many columns are put together at a time."""
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


class Stack:
    """Frames put one below another; a column of numbers takes texts too, and remembers the first that is no number."""

    def __init__(self, titles: Sequence[str], numeric: Sequence[bool]) -> None:
        self._titles, self._numeric = titles, numeric
        self._taken: list[list[pl.Series]] = [[] for _ in titles]
        self._flaws: list[LossAtlasError | None] = [None] * len(titles)
        self._rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take rows that come after those taken before."""
        for place, title in enumerate(self._titles):
            series = frame[title]
            if self._numeric[place]:
                series, flaw = _as_numbers(series, self._rows)
                self._flaws[place] = self._flaws[place] or flaw
            self._taken[place].append(series)
        self._rows += frame.height

    def columns(self) -> list[Column]:
        """Return all rows taken, as columns."""
        if not self._rows:
            raise LossAtlasError("no_samples")
        count = len(self._titles)
        strips = (partial(self._some, first, first + _STRIP) for first in range(0, count, _STRIP))
        return [column for some in ahead(strips) for column in some]

    def _some(self, first: int, last: int) -> list[Column]:
        return [self._column(place) for place in range(first, min(last, len(self._titles)))]

    def _column(self, place: int) -> Column:
        import polars as pl

        title, taken = self._titles[place], self._taken[place]
        if not self._numeric[place]:
            return text_column(title, pl.concat(taken))
        if len({series.dtype for series in taken}) > 1:  # whole numbers in some rows only
            taken = [series.cast(pl.Float64) for series in taken]
        values = pl.concat(taken).to_numpy()
        self._taken[place] = []
        return Column(title, values, flaw=self._flaws[place])


def numbers(series: pl.Series) -> tuple[npt.NDArray[Any], LossAtlasError | None]:
    """Return a series as numbers, nan where there is none, and what is wrong with the first such cell."""
    values, flaw = _as_numbers(series, 0)
    return values.to_numpy(), flaw


def _as_numbers(series: pl.Series, first: int) -> tuple[pl.Series, LossAtlasError | None]:
    """Return rows from `first` on as a series of numbers, and what is wrong with the first cell that is none."""
    import polars as pl

    values = series
    if series.dtype == pl.String:
        values = series.str.strip_chars().cast(pl.Float64, strict=False)
    if not values.null_count():
        return values, None
    row = int(values.is_null().arg_max() or 0)
    where, text = f"row {first + row + 1}", str(series[row] or "").strip()
    flaw = (
        LossAtlasError("cell_text", where=where, text=text[:60]) if text else LossAtlasError("cell_empty", where=where)
    )
    return values.cast(pl.Float64).fill_null(np.nan), flaw


def column(title: str, series: pl.Series) -> Column:
    """Return a typed series as a column."""
    import polars as pl

    kind = series.dtype
    if isinstance(kind, pl.List | pl.Array):
        return _lists(title, series)
    if kind == pl.Boolean:
        series = series.cast(pl.Int8)
    elif not kind.is_numeric():
        if kind.is_nested() or kind == pl.Binary or kind == pl.Object:
            return Column(title, flaw=LossAtlasError("array_dtype", found=kind, expected="numbers"))
        return text_column(title, series.cast(pl.String))
    values, flaw = numbers(series)
    return Column(title, values if values.dtype.kind in "iuf" else values.astype(np.float64), flaw=flaw)


def text_column(title: str, series: pl.Series) -> Column:
    """Return texts as a column; texts that look like lists, as programs print them, as what they list."""
    import polars as pl

    if len(series) < _FEW:
        cells = [(cell or "").strip() for cell in series.to_list()]
        return _printed(title, cells) if _is_list(cells[0]) else Column(title, texts=Texts.of(cells))
    series = series.fill_null("").str.strip_chars()
    if _is_list(series[0]):
        return _printed(title, series.to_list())
    names = series.unique(maintain_order=True)
    codes = series.replace_strict(names, pl.int_range(len(names), dtype=pl.Int64, eager=True), return_dtype=pl.Int64)
    return Column(title, texts=Texts(tuple(names.to_list()), codes.to_numpy()))


def _lists(title: str, series: pl.Series) -> Column:
    """Return a series of lists, all equally long, as a column (N, K)."""
    import polars as pl

    if isinstance(series.dtype, pl.Array):
        series = series.arr.to_list()
    lengths = series.list.len()
    width = int(lengths[0] or 0)
    off = lengths.is_null() | (lengths != width)
    if off.any() or not width:
        row = int(off.arg_max() or 0)
        found = LossAtlasError("list_length", where=f"row {row + 1}", found=lengths[row] or 0, expected=width)
        return Column(title, flaw=found)
    cells = series.explode()
    if cells.dtype == pl.String:
        return flat_texts(title, cells.fill_null("").to_list(), width)
    if not cells.dtype.is_numeric():
        return Column(title, flaw=LossAtlasError("array_dtype", found=series.dtype, expected="numbers"))
    values, flaw = numbers(cells)
    if flaw is not None:
        return Column(title, flaw=LossAtlasError("cell_empty", where=f"row {(int(flaw.where[4:]) - 1) // width + 1}"))
    return flat(Column(title, values.reshape(-1, width)))


def flat_texts(title: str, cells: Sequence[str], width: int) -> Column:
    """Return texts listed row after row as a column (N, K)."""
    return Column(title, texts=Texts.of(cells, width if width > 1 else 0))


def _is_list(text: str) -> bool:
    return text.startswith("[") and text.endswith("]")


def _printed(title: str, texts: Sequence[str]) -> Column:
    """Return lists in text, such as `[0.9 0.1]` or `['cat', 'dog']`, as a column (N, K)."""
    are_texts = "'" in texts[0] or '"' in texts[0]
    take: Callable[[str], list[Any]] = _texts_in if are_texts else _numbers_in
    rows: list[list[Any]] = []
    for row, text in enumerate(texts):
        if not row % 4096:
            watching.tell(row, len(texts))
        try:
            cells = take(text)
        except ValueError:
            return Column(title, flaw=LossAtlasError("cell_text", where=f"row {row + 1}", text=text[:60]))
        if not cells or len(cells) != len(rows[0] if rows else cells):
            width = len(rows[0]) if rows else 1
            flaw = LossAtlasError("list_length", where=f"row {row + 1}", found=len(cells), expected=width)
            return Column(title, flaw=flaw)
        rows.append(cells)
    if are_texts:
        return flat_texts(title, [cell for cells in rows for cell in cells], len(rows[0]))
    return flat(Column(title, np.array(rows, dtype=np.float64)))


def _texts_in(text: str) -> list[str]:
    return [single or double for single, double in _QUOTED.findall(text)]


def _numbers_in(text: str) -> list[float]:
    """Return the numbers of a printed list; where it was cut to "..." they are not all there."""
    return [float(cell) for cell in text.strip("[]").replace(",", " ").split()]
