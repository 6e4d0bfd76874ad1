"""The focus as a session keeps it, and back; what does not fit is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from core.document import TRUTH, Document
from core.locks import Cell
from gui.focus import FocusState


def to_entries(state: FocusState) -> dict[str, Any]:
    """Return the entries of a focus: indices from 0, choices by panel and name; a lesson that is on is none of them."""
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
    return entries


def from_entries(entries: Mapping[str, Any], document: Document) -> FocusState:
    """Return the focus that entries say, as far as it exists in `document`; a panel passes over a choice it has not."""
    classes = len(document.classes)
    sample = _index(entries.get("sample"), document.size) or 0
    model = _index(entries.get("model"), len(document.models)) or 0
    corners = [k for each in _list(entries.get("corners")) if (k := _index(each, classes)) is not None]
    fits = len(corners) == 3 and len(set(corners)) == 3
    locked = [k for each in _list(entries.get("locked")) if (k := _index(each, classes)) is not None]
    cells = [_cell(each, document) for each in _list(entries.get("locked_cells"))]
    given = entries.get("choices")
    pairs = cast(dict[str, Any], given) if isinstance(given, dict) else {}
    return FocusState(
        sample,
        model,
        TRUTH if entries.get("handle") == "truth" else model,
        (corners[0], corners[1], corners[2]) if fits else None,
        {name: value for name, value in pairs.items() if isinstance(value, str)},
        frozenset(locked),
        cells=frozenset(cell for cell in cells if cell is not None),
    )


def _cell(value: Any, document: Document) -> Cell | None:
    """Return a table (`TRUTH` or a model), sample and class; None for what is not there."""
    ends = (len(document.models), document.size, len(document.classes))
    if not isinstance(value, list) or len(cast(list[Any], value)) != len(ends):
        return None
    table, sample, k = cast(list[Any], value)
    found = TRUTH if table == TRUTH else _index(table, ends[0]), _index(sample, ends[1]), _index(k, ends[2])
    return None if None in found else cast(Cell, found)


def _list(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else []


def _index(value: Any, count: int) -> int | None:
    return value if type(value) is int and 0 <= value < count else None
