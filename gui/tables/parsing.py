"""Numbers as people write them: 0.25, 1/4, 25%, a decimal comma; and blocks of them from a clipboard."""

from __future__ import annotations

import math
import re

from core.errors import LossAtlasError

_NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
_FRACTION = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})")
_PLAIN = re.compile(_NUMBER)
_WORDS = {"inf": math.inf, "∞": math.inf, "infinity": math.inf, "nan": math.nan}


def parse_number(text: str) -> float:
    """Return the number that `text` says.

    Understands 0.25, .25, 2.5e-1, 0,25, 25% and 1/4. Spaces do not matter; a typographic minus does as a minus.

    Raises
    ------
    LossAtlasError
        "not_a_number" for anything else.
    """
    cleaned = re.sub(r"\s", "", text).replace("−", "-")
    percent = cleaned.endswith(("%", "％"))
    body = cleaned[:-1] if percent else cleaned
    sign = -1.0 if body.startswith("-") else 1.0
    word = body.lstrip("+-").lower()
    if word in _WORDS:
        return sign * _WORDS[word]
    value = _value(body)
    if value is None:
        raise LossAtlasError("not_a_number", text=text.strip()[:60])
    return value / 100.0 if percent else value


def _value(body: str) -> float | None:
    fraction = _FRACTION.fullmatch(body)
    if fraction:
        below = float(fraction[2].replace(",", "."))
        return float(fraction[1].replace(",", ".")) / below if below else None
    return float(body.replace(",", ".")) if _PLAIN.fullmatch(body) else None


def parse_block(text: str) -> list[list[float]]:
    """Return the numbers of copied cells, row by row.

    Cells are parted by tabs, or without tabs by semicolons, or by commas where those are not decimal commas, or by
    spaces. Every row must have as many cells as the first.
    """
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        raise LossAtlasError("paste_empty")
    rows = [_cells(line) for line in lines]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise LossAtlasError("paste_ragged", line=number, found=len(row), expected=len(rows[0]))
    return [[parse_number(cell) for cell in row] for row in rows]


def _cells(line: str) -> list[str]:
    for separator in ("\t", ";"):
        if separator in line:
            return line.strip("\n").split(separator)
    if "," in line and ("." in line or line.count(",") > 1 or ", " in line):
        return line.split(",")
    return re.split(r"(?<!/)\s+(?!/)", line.strip())
