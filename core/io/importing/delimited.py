"""Delimited text by anybody: what parts its cells, what the decimal mark is and whether it has titles is found out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import LossAtlasError
from core.io import tables
from core.io.ahead import ahead
from core.io.importing import words
from core.io.importing.columns import Column, Form, Part
from core.io.importing.frames import Stack
from core.io.text import Span, Text

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".csv", ".tsv", ".txt", ".dat")
SEPARATORS = (",", ";", "\t", "|", " ")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "shift_jis", "cp1252")
"""What may be said to be the encoding; the first four are also found out."""

_SPAN = 8 << 20
_SAMPLE = 1 << 16
_ROWS = 200
"""So many rows tell what the columns hold."""
_WHOLE = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:inf|infinity|nan)", re.IGNORECASE)


def read(source: Path | bytes, file: str, form: Form) -> Part:
    """Return the columns of a text in a file or, as bytes, from the clipboard.

    Raises
    ------
    LossAtlasError
        With the line or the column, for what cannot be taken apart in this form.
    """
    import polars as pl

    try:
        text = Text(source, form.encoding)
        sample = _sample(text)
        form = form.over(_found(sample, file)).over(Form(encoding=text.encoding or "utf-8"))
        reader = _Reader(text, form, sample)
        return Part(file, tuple(reader.columns()), form)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        code = "file_encoding" if "utf-8" in str(error).lower() else "file_ragged"
        said = "a row has fewer cells than the first" if "n_missing" in str(error) else tables.short(error)
        reason = {} if code == "file_encoding" else {"reason": said}
        raise LossAtlasError(code, **reason) from None
    except UnicodeDecodeError:
        raise LossAtlasError("file_encoding") from None


def _sample(text: Text) -> list[str]:
    """Return the first lines."""
    first = next(text.spans(_SAMPLE), None)
    below = first.lines.decode().split("\n") if first is not None else []
    return [text.header, *(line for line in below[:_ROWS] if line.strip())]


# -- finding out ------------------------------------------------------------------------------------------


def _found(lines: Sequence[str], file: str) -> Form:
    """Return the form that the first lines tell."""
    separator = "\t" if file.lower().endswith(".tsv") else _separator(lines)
    rows = [cells_of(line, separator) for line in lines]
    decimal = _decimal(rows) if separator != "," else "."
    return Form(separator, "", decimal, "yes" if _has_titles(rows, decimal) else "no")


def _separator(lines: Sequence[str]) -> str:
    """Return what stands equally often in every line; of several the one that people would less write within a cell."""
    best, most = ",", 0.0
    for rank, separator in enumerate((";", "\t", "|", ",", " ")):
        counts = [len(cells_of(line, separator)) - 1 for line in lines]
        usual, times = Counter(counts).most_common(1)[0]
        score = times / len(lines) - 0.01 * rank if usual else 0.0
        if separator == " " and not all(_is_number(cell, ".") for line in lines[1:] for cell in cells_of(line, " ")):
            score = 0.0  # words of a text, rather than cells
        if score > most:
            best, most = separator, score
    return best


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of a line; a quotation that goes wrong raises."""
    if separator not in line and '"' not in line:
        return [line.strip()]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), list[str]())]
    except csv.Error as error:
        raise LossAtlasError("file_ragged", reason=str(error)[:80]) from None


def _decimal(rows: Sequence[Sequence[str]]) -> str:
    """Return "," where numbers have commas and none has a point."""
    cells = [cell for row in rows[1:] or rows for cell in row]
    commas = sum(bool(_NUMBER.fullmatch(cell.replace(",", "."))) for cell in cells if cell.count(",") == 1)
    points = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells if "." in cell)
    return "," if commas > points else "."


def _is_number(cell: str, decimal: str) -> bool:
    return bool(_NUMBER.fullmatch(cell.replace(decimal, ".")))


def _has_titles(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Return whether the first row names the columns: by words over numbers, by known words, or by counting from 0."""
    first, below = rows[0], rows[1:]
    if not below:
        return not all(_is_number(cell, decimal) for cell in first)
    named = [cell for cell in first if cell]
    if len(named) >= 2 and named == [str(k) for k in range(len(named))] and len(first) - len(named) <= 1:
        return True
    if any(words.plain(cell) in words.KNOWN for cell in named):
        return True
    over_numbers = [
        not _is_number(cell, decimal)
        for place, cell in enumerate(first)
        if place < len(below[0]) and _is_number(below[0][place], decimal)
    ]
    if over_numbers:
        return any(over_numbers)
    return not any(cell in {row[place] for row in below if place < len(row)} for place, cell in enumerate(first))


# -- reading ----------------------------------------------------------------------------------------------


class _Reader:
    """Reads the spans of a text by one schema: what is a number is read as one, the rest as text."""

    def __init__(self, text: Text, form: Form, sample: Sequence[str]) -> None:
        self._text, self._form = text, form
        rows = [cells_of(line, form.separator) for line in sample]
        has_titles = form.titles == "yes"
        titles = rows[0] if has_titles else [f"column {k + 1}" for k in range(len(rows[0]))]
        twice = [title for title, count in Counter(titles).items() if count > 1]
        if twice:
            raise LossAtlasError("duplicate_name", where="header", name=twice[0])
        self._titles, self._first = titles, b"" if has_titles else text.header.encode() + b"\n"
        self._kinds = [self._kind(k, title, rows[has_titles:]) for k, title in enumerate(titles)]

    def _kind(self, place: int, title: str, rows: Sequence[Sequence[str]]) -> str:
        """Return what a column holds: names of samples are texts even where they look like numbers."""
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        if words.plain(title) in words.SAMPLE - {""} and self._form.titles == "yes":
            return "text"
        if cells and all(_WHOLE.fullmatch(cell) for cell in cells):
            return "whole"
        numbers = sum(_is_number(cell, self._form.decimal) for cell in cells)
        most = len(cells) if words.plain(title) in words.LABEL else 0.5 * len(cells)
        return "number" if cells and numbers >= most else "text"

    def columns(self) -> list[Column]:
        """Return every column, read some rows at a time."""
        stack = Stack(self._titles, [kind != "text" for kind in self._kinds])
        if self._first:
            stack.add(self._as_text(self._first, 1))
        for frame in ahead(partial(self._frame, span) for span in self._text.spans(_SPAN)):
            stack.add(frame)
        return stack.columns()

    def _frame(self, span: Span) -> pl.DataFrame:
        """Return some rows as numbers where all of them are, else as text."""
        import polars as pl

        types = {"text": pl.String(), "whole": pl.Int64(), "number": pl.Float64()}
        try:
            frame = self._read(span.lines, [types[kind] for kind in self._kinds], self._form.decimal == ",")
        except pl.exceptions.PolarsError:
            return self._as_text(span.lines, span.rows)
        numeric = [t for t, kind in zip(self._titles, self._kinds, strict=True) if kind != "text"]
        # The reader may leave out rows of malformed text, so the rows are counted here as well.
        if frame.height != span.rows or any(frame[title].null_count() for title in numeric):
            return self._as_text(span.lines, span.rows)
        return frame

    def _as_text(self, lines: bytes, rows: int) -> pl.DataFrame:
        """Return rows as text, in columns of numbers with a point."""
        import polars as pl

        frame = self._read(lines, [pl.String()] * len(self._titles))
        if frame.height != rows:
            raise LossAtlasError("file_ragged", reason=f"{frame.height} rows in {rows} lines; a quotation mark?")
        if self._form.decimal != ",":
            return frame
        numeric = [t for t, kind in zip(self._titles, self._kinds, strict=True) if kind != "text"]
        return frame.with_columns(pl.col(numeric).str.replace(",", ".", literal=True))

    def _read(self, lines: bytes, types: Sequence[pl.DataType], comma: bool = False) -> pl.DataFrame:
        import polars as pl

        schema = dict(zip(self._titles, types, strict=True))
        separator = self._form.separator
        return pl.read_csv(lines, has_header=False, schema=schema, separator=separator, decimal_comma=comma)
