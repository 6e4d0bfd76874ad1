"""JSON laid out for reading: a row of numbers a line, short things on one line, names packed into lines."""

from __future__ import annotations

import json
from typing import Any, cast

import msgspec

WIDTH = 100
_PACKED = 10_000
"""A longer flat list is written in one line, quickly."""


def layout(value: Any, indent: int = 0) -> str:
    """Return JSON of dictionaries, lists and scalars; floats to their last digit, a whole one without its “.0”."""
    if isinstance(value, dict):
        return _object(cast(dict[str, Any], value), indent)
    if isinstance(value, list):
        return _list(cast(list[Any], value), indent)
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        text = repr(value)
        return text if text == "-0.0" else text.removesuffix(".0")
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:  # half of a pair of surrogates, which only an escape can say
        return json.dumps(value)


def _object(value: dict[str, Any], indent: int) -> str:
    inner = indent + 2
    parts = [f"{_scalar(name)}: {layout(item, inner)}" for name, item in value.items()]
    if _is_flat(list(value.values())):
        line = "{" + ", ".join(parts) + "}"
        if indent and indent + len(line) <= WIDTH:
            return line
    return _lines("{", parts, "}", indent)


def _list(value: list[Any], indent: int) -> str:
    if not _is_flat(value):
        return _lines("[", [layout(item, indent + 2) for item in value], "]", indent)
    parts = [_scalar(item) for item in value]
    line = "[" + ", ".join(parts) + "]"
    if indent + len(line) <= WIDTH or len(value) > _PACKED or any(isinstance(item, float) for item in value):
        return line
    return _lines("[", _packed(parts, WIDTH - indent - 2), "]", indent)


def _packed(parts: list[str], width: int) -> list[str]:
    """Return the parts put together into lines."""
    lines: list[str] = []
    room = -1
    for part in parts:
        if len(part) + 2 <= room:
            lines[-1] += f", {part}"
            room -= len(part) + 2
        else:
            lines.append(part)
            room = width - len(part)
    return lines


def _is_flat(items: list[Any]) -> bool:
    return not any(isinstance(item, (dict, list)) for item in items)


def _lines(opening: str, parts: list[str], closing: str, indent: int) -> str:
    gap = "\n" + " " * (indent + 2)
    return f"{opening}{gap}{f',{gap}'.join(parts)}\n{' ' * indent}{closing}"
