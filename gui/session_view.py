"""How a document was looked at, as a session keeps it, and back; what does not fit is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

import numpy as np

from core.document import TRUTH, Document
from core.locks import Cell
from core.ordering import SUM, UNMEASURED, Arrangement, Bounds, Kind, Sort
from gui.focus import Brush, FocusState

_PLAIN = Arrangement()
_ONLY = ("wrong", "disagree", "off", "brushed")
_CLASSES = ("true", "predicted")
_MOST_RUNS = 10_000
"""A brush of more runs of samples is left out: what picked them out says it shorter."""


def to_entries(state: FocusState, arrangement: Arrangement = _PLAIN) -> dict[str, Any]:
    """Return the entries of a focus, and of how the tables' rows are sorted and filtered.

    Indices are from 0, choices by panel and name; a lesson that is on is none of them.
    """
    entries: dict[str, Any] = {"sample": state.sample, "model": state.model}
    if state.handle == TRUTH:
        entries["handle"] = "truth"
    if state.corners is not None:
        entries["corners"] = list(state.corners)
    if state.locked:
        entries["locked"] = sorted(state.locked)
    if state.cells:
        entries["locked_cells"] = sorted([*cell] for cell in state.cells)
    choices = {name: value for name, value in state.choices.items() if not name.startswith("guide.")}
    if choices:
        entries["choices"] = choices
    runs = _runs(state.brush) if state.brush is not None else []
    if state.brush is not None and len(runs) <= _MOST_RUNS:
        entries["brush"] = {"label": state.brush.label, "samples": runs}
    if not arrangement.is_plain:
        entries["rows"] = _row_entries(arrangement)
    return entries


def _runs(brush: Brush) -> list[list[int]]:
    """Return the first and the last sample of every run that is brushed."""
    ends = np.flatnonzero(np.diff(brush.rows) != 1)
    first, last = np.concatenate([[0], ends + 1]), np.concatenate([ends, [brush.count - 1]])
    return np.stack([brush.rows[first], brush.rows[last]], axis=1).tolist() if brush.count else []


def _row_entries(arrangement: Arrangement) -> dict[str, Any]:
    entries: dict[str, Any] = {name: True for name in _ONLY if getattr(arrangement, name)}
    if arrangement.text:
        entries["text"] = arrangement.text
    entries |= {name: k for name in _CLASSES if (k := getattr(arrangement, name)) is not None}
    bounds, sort = arrangement.bounds, arrangement.sort
    if bounds is not None:
        ends = {"from": bounds.low, "to": bounds.high}
        entries["bounds"] = _measure_entries(bounds.measure) | {k: x for k, x in ends.items() if np.isfinite(x)}
    if sort is not None:
        entries["sort"] = _measure_entries(sort) | ({"descending": True} if sort.descending else {})
    return entries


def _measure_entries(sort: Sort) -> dict[str, Any]:
    by: dict[str, Any] = {"by": sort.kind}
    if sort.kind == "loss":
        by["loss"] = sort.loss
    if sort.kind in ("truth", "model"):
        by["column"] = "sum" if sort.column == SUM else sort.column
    return by


def from_entries(entries: Mapping[str, Any], document: Document) -> FocusState:
    """Return the focus that entries say, as far as it exists in `document`; a panel passes over a choice it has not."""
    classes = len(document.classes)
    sample = _index(entries.get("sample"), document.size) or 0
    model = _index(entries.get("model"), len(document.models)) or 0
    corners = [k for each in _list(entries.get("corners")) if (k := _index(each, classes)) is not None]
    fits = len(corners) == 3 and len(set(corners)) == 3
    locked = [k for each in _list(entries.get("locked")) if (k := _index(each, classes)) is not None]
    cells = [_cell(each, document) for each in _list(entries.get("locked_cells"))]
    pairs = _dict(entries.get("choices"))
    return FocusState(
        sample,
        model,
        TRUTH if entries.get("handle") == "truth" else model,
        (corners[0], corners[1], corners[2]) if fits else None,
        {name: value for name, value in pairs.items() if isinstance(value, str)},
        frozenset(locked),
        _brush(entries.get("brush"), document.size),
        cells=frozenset(cell for cell in cells if cell is not None),
    )


def arrangement_of(entries: Mapping[str, Any], document: Document) -> Arrangement:
    """Return how rows are sorted and filtered, as far as it makes sense for `document`."""
    rows = _dict(entries.get("rows"))
    words = rows.get("text")
    found: dict[str, Any] = {name: rows.get(name) is True for name in _ONLY}
    found |= {name: _index(rows.get(name), len(document.classes)) for name in _CLASSES}
    found["bounds"] = _bounds(_dict(rows.get("bounds")), document)
    made = Arrangement(_sort(_dict(rows.get("sort")), document), words if isinstance(words, str) else "", **found)
    return made.fitted(document, has_brush=_brush(entries.get("brush"), document.size) is not None)


def _sort(entries: Mapping[str, Any], document: Document) -> Sort | None:
    kind, loss, column = entries.get("by"), entries.get("loss"), entries.get("column", 0)
    place = SUM if column == "sum" else _index(column, len(document.classes))
    if kind not in get_args(Kind) or place is None:
        return None
    return Sort(cast(Kind, kind), loss if isinstance(loss, str) else "", place, entries.get("descending") is True)


def _bounds(entries: Mapping[str, Any], document: Document) -> Bounds | None:
    measure, low, high = _sort(entries, document), entries.get("from", -np.inf), entries.get("to", np.inf)
    if measure is None or measure.kind in UNMEASURED or type(low) not in (int, float) or type(high) not in (int, float):
        return None
    return Bounds(replace(measure, descending=False), low, high)


def _brush(value: Any, size: int) -> Brush | None:
    """Return the brush of runs of samples; None where there is none, or some are not in the document."""
    entries = _dict(value)
    label, runs = entries.get("label"), _list(entries.get("samples"))
    mask = np.zeros(size, bool)
    for run in runs:
        ends = [_index(each, size) for each in _list(run)]
        if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            return None
        mask[ends[0] : ends[1] + 1] = True
    return Brush.of(mask, label) if isinstance(label, str) and "samples" in entries else None


def _cell(value: Any, document: Document) -> Cell | None:
    """Return a table (`TRUTH` or a model), sample and class; None for what is not there."""
    ends = (len(document.models), document.size, len(document.classes))
    if not isinstance(value, list) or len(cast(list[Any], value)) != len(ends):
        return None
    table, sample, k = cast(list[Any], value)
    found = TRUTH if table == TRUTH else _index(table, ends[0]), _index(sample, ends[1]), _index(k, ends[2])
    return None if None in found else cast(Cell, found)


def _dict(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else []


def _index(value: Any, count: int) -> int | None:
    return value if type(value) is int and 0 <= value < count else None
