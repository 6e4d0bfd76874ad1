"""JSON by anybody: records, arrays by name, a bare array, and how pandas, pipelines and `json.dump` write these."""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np

from core import watching
from core.errors import LossAtlasError
from core.io.importing import words
from core.io.importing.columns import Column, Part, Texts, flat

SUFFIXES = (".json", ".jsonl", ".ndjson")

_STEP = 4096
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
_Raw = msgspec.Raw


def read(path: Path) -> Part:
    """Return the columns of a JSON file.

    Raises
    ------
    LossAtlasError
        With the byte, for what is no JSON; for JSON that is neither records nor arrays.
    """
    try:
        columns = _columns(_utf_8(path.read_bytes()), path.suffix.lower() != ".json")
    except RecursionError:
        raise LossAtlasError("file_damaged", reason="brackets within brackets without end") from None
    except (msgspec.MsgspecError, ValueError, OverflowError) as error:
        if isinstance(error, LossAtlasError):
            raise
        raise LossAtlasError("file_damaged", reason=str(error).splitlines()[0][:80]) from None
    return Part(path.name, tuple(columns))


def _utf_8(data: bytes) -> bytes:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            try:
                data = data.decode(encoding).encode()
            except UnicodeError:
                raise LossAtlasError("file_encoding") from None
    data = data.strip()
    if not data:
        raise LossAtlasError("file_empty")
    return data


def _columns(data: bytes, lines: bool) -> list[Column]:
    if data[:1] == b"{" and (lines or _is_lines(data)):
        return _records([_Raw(line) for line in data.splitlines() if line.strip()])
    if data[:1] == b"[":
        return _list(cast(list[Any], _decoded(data, list[_Raw])))
    if data[:1] == b"{":
        return _object(cast(dict[str, Any], _decoded(data, dict[str, _Raw])))
    raise LossAtlasError("json_shape")


def _is_lines(data: bytes) -> bool:
    """Return whether the first line is a whole object and another follows."""
    first, _, rest = data.partition(b"\n")
    return rest.lstrip().startswith(b"{") and first.rstrip().endswith(b"}")


def _decoded(data: bytes | msgspec.Raw, kind: Any = Any) -> Any:
    """Return what JSON says; nan and infinities, which Python writes and JSON does not know, included."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError):
        found = json.loads(bytes(data))
        if kind is Any:
            return found
        if kind == list[_Raw]:
            return [_Again(each) for each in cast(list[Any], found)]
        return {name: _Again(each) for name, each in cast(dict[str, Any], found).items()}


class _Again:
    """A value that was decoded already, where others are still text."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _value(raw: Any) -> Any:
    return raw.value if isinstance(raw, _Again) else _decoded(raw)


def _values(raws: Sequence[Any]) -> list[Any]:
    """Return what some texts say, in one go a few thousand at a time."""
    found: list[Any] = []
    for at in range(0, len(raws), _STEP):
        watching.tell(at, len(raws))
        some = raws[at : at + _STEP]
        if isinstance(some[0], _Again):
            found += [raw.value for raw in some]
        else:
            found += cast(list[Any], _decoded(b"[" + b",".join(bytes(raw) for raw in some) + b"]"))
    return found


# -- shapes -----------------------------------------------------------------------------------------------


def _list(raws: list[Any]) -> list[Column]:
    """Return the columns of records, of scored labels, or of a bare array."""
    if not raws:
        raise LossAtlasError("no_samples")
    first = _value(raws[0])
    if isinstance(first, dict):
        return _records(raws)
    rows = _values(raws)
    if isinstance(first, list) and first and all(isinstance(each, dict) for each in cast(list[Any], first)):
        return _scored(rows)
    return [column("array", rows)]


def _records(raws: Sequence[Any]) -> list[Column]:
    """Return a column a key; a record without a key has an empty cell there."""
    records = _values(raws)
    titles: dict[str, None] = {}
    for row, record in enumerate(records):
        if not isinstance(record, dict):
            raise LossAtlasError("json_record", where=f"row {row + 1}")
        titles.update(dict.fromkeys(cast(dict[str, Any], record)))
    return [column(title, [record.get(title) for record in records]) for title in titles]


def _scored(rows: list[Any]) -> list[Column]:
    """Return the two columns of rows such as [{"label": "cat", "score": 0.9}, …], as pipelines give them."""
    for row, record in enumerate(rows):
        if not isinstance(record, list) or not all(isinstance(each, dict) for each in cast(list[Any], record)):
            raise LossAtlasError("json_record", where=f"row {row + 1}")
    titles = list(rows[0][0])
    return [column(title, [[each.get(title) for each in row] for row in rows]) for title in titles]


def _object(raws: dict[str, Any]) -> list[Column]:
    """Return the columns of arrays by name, or of a data frame in one of the orders that pandas writes."""
    if {"columns", "data"} <= set(raws):
        return _split(_value(raws["columns"]), _value(raws["data"]), _value(raws["index"]) if "index" in raws else None)
    first = _value(next(iter(raws.values()))) if raws else None
    if isinstance(first, dict) and first:
        return _frame(list(raws), _values(list(raws.values())))
    lists = {name: cells for name, raw in raws.items() if (cells := _cells(raw))}
    if not lists:
        raise LossAtlasError("json_shape")
    return [column(name, cells) for name, cells in lists.items()]


def _cells(raw: Any) -> list[Any]:
    """Return a list; nothing for what is none."""
    if isinstance(raw, _Again):
        return cast(list[Any], raw.value) if isinstance(raw.value, list) else []
    return _values(_decoded(raw, list[_Raw])) if bytes(raw).lstrip()[:1] == b"[" else []


def _split(titles: Any, data: Any, index: Any) -> list[Column]:
    if not isinstance(titles, list) or not isinstance(data, list) or not data:
        raise LossAtlasError("json_shape")
    rows = cast(list[Any], data)
    width = len(cast(list[Any], titles))
    for row, cells in enumerate(rows):
        if not isinstance(cells, list) or len(cast(list[Any], cells)) != width:
            raise LossAtlasError("json_record", where=f"row {row + 1}")
    found = [column(str(title), [cells[k] for cells in rows]) for k, title in enumerate(cast(list[Any], titles))]
    if isinstance(index, list) and len(cast(list[Any], index)) == len(rows):
        found.insert(0, column("index", cast(list[Any], index)))
    return found


def _frame(names: list[str], values: list[Any]) -> list[Column]:
    """Return {row: {column: cell}} or {column: {row: cell}} as columns: by known words, else by length."""
    for name, value in zip(names, values, strict=True):
        if not isinstance(value, dict):
            raise LossAtlasError("json_record", where=name)
    inner = list(cast(dict[str, Any], values[0]))
    by_column = any(words.plain(name) in words.KNOWN for name in names)
    by_row = any(words.plain(name) in words.KNOWN for name in inner)
    if by_row or (not by_column and len(names) > len(inner)):
        return [column("index", names), *(column(title, [value.get(title) for value in values]) for title in inner)]
    cells = [[value.get(row) for row in inner] for value in values]
    return [column("index", inner), *(column(name, cell) for name, cell in zip(names, cells, strict=True))]


# -- cells ------------------------------------------------------------------------------------------------


def column(title: str, cells: list[Any]) -> Column:
    """Return a list of cells as a column: all numbers, all texts, or lists of these of one length."""
    if all(isinstance(cell, str) for cell in cells):
        return Column(title, texts=Texts.of(cells))
    if isinstance(cells[0], list):
        return _nested(title, cells)
    numbers, flaw = _numbers(cells)
    if flaw is not None and all(isinstance(cell, str | None) for cell in cells):
        return Column(title, texts=Texts.of([cell or "" for cell in cells]))
    return Column(title, numbers, flaw=flaw)


def _nested(title: str, rows: list[Any]) -> Column:
    width = len(rows[0])
    for row, cells in enumerate(rows):
        length = len(cast(list[Any], cells)) if isinstance(cells, list) else 0
        if length != width or not width:
            flaw = LossAtlasError("list_length", where=f"row {row + 1}", found=length, expected=width)
            return Column(title, flaw=flaw)
    cells = [cell for row in rows for cell in row]
    if all(isinstance(cell, str) for cell in cells):
        return Column(title, texts=Texts.of(cells, width if width > 1 else 0))
    numbers, flaw = _numbers(cells)
    if flaw is not None:
        row = int(flaw.where[4:]) - 1
        return Column(title, flaw=LossAtlasError(flaw.code, where=f"row {row // width + 1}", **flaw.values))
    return flat(Column(title, numbers.reshape(-1, width)))


def _numbers(cells: list[Any]) -> tuple[np.ndarray[Any, Any], LossAtlasError | None]:
    """Return cells as numbers, nan where one is none, and what is wrong with the first such cell."""
    if all(type(cell) is int and -(2**63) <= cell < 2**63 for cell in cells):
        return np.array(cells, dtype=np.int64), None
    flaw: LossAtlasError | None = None
    found = np.full(len(cells), math.nan)
    for row, cell in enumerate(cells):
        if isinstance(cell, int | float):
            found[row] = float(cell) if abs(cell) < 2**1023 else math.inf if cell > 0 else -math.inf
            continue
        if flaw is None:
            where, text = f"row {row + 1}", "" if cell is None else str(cell).strip()[:60]
            code = LossAtlasError("cell_text", where=where, text=text) if text else None
            flaw = code or LossAtlasError("cell_empty", where=where)
    return found, flaw
