"""The numbers behind a figure as a Python script that draws them with Matplotlib, for those who restyle.

Nothing but the numbers tells what is drawn: a value over the triangle or over a plane, curves over a first column that
grows, a curve for each group, counts and curves by figure, or bars. Where none fits there is no script.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QSize

from core.errors import LossAtlasError
from gui.export.sheet import SCREEN, Sheet
from gui.plotting.figure import Cell, Figure, Numbers
from gui.plotting.style import CLASS_COLOURS, LOSS_COLOURS, Style

FORMAT = "py"

_MOST_BARS = 400
_MOST_GROUPS = 40
_MOST_FIGURES = 4
_EXACT = 1e-9
_TOP = """\
# Draws a figure of Loss Atlas with Matplotlib: python FILE.py [PICTURE]
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager

inf, nan = float("inf"), float("nan")
HEADER = {header}
ROWS = [
{rows}
]

here = {{font.name for font in font_manager.fontManager.ttflist}}
wanted = ("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
plt.rcParams["font.family"] = [name for name in wanted if name in here] or ["sans-serif"]
plt.rcParams["font.size"] = {font}
plt.rcParams["lines.linewidth"] = {line}
plt.rcParams["svg.hashsalt"] = "loss-atlas"
COLOURS = {colours}
columns = dict(enumerate(zip(*ROWS)))


def numbers(k):
    return np.array([nan if value is None else value for value in columns[k]], dtype=float)


fig, ax = plt.subplots(figsize=({width}, {height}), layout="constrained")
"""
_END = """\

default = Path(__file__).with_name(Path(__file__).stem + "-matplotlib.pdf")
fig.savefig(sys.argv[1] if len(sys.argv) > 1 else default)
"""


@dataclass(frozen=True)
class _Table:
    """Columns by their kind; `values` holds the columns that are numbers, nan where a cell is empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: tuple[int, ...]
    values: dict[int, Any]


def can(numbers: Numbers) -> bool:
    """Return whether there is a script for these numbers."""
    return _body(_table(numbers)) is not None


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int, sheet: Sheet = SCREEN) -> bytes:
    """Return the script, UTF-8; it runs as it stands where Matplotlib is installed.

    Raises
    ------
    LossAtlasError
        If the numbers are of no kind that it knows to draw.
    """
    body = _body(_table(numbers))
    if body is None:
        raise LossAtlasError("no_script")
    top = _TOP.format(
        header=_literal(numbers.header),
        rows="\n".join(f"    {_literal(row)}," for row in numbers.rows),
        font=round(11 * sheet.points, 3),
        line=round(1.8 * sheet.points * style.stroke, 3),
        colours=_literal((*LOSS_COLOURS, *CLASS_COLOURS)),
        width=round(size.width() * sheet.points / 72, 4),
        height=round(size.height() * sheet.points / 72, 4),
    )
    return (top + body + _END).encode("utf-8")


def _literal(cells: Sequence[Cell]) -> str:
    """Return a tuple as Python reads it; `inf` and `nan` are names in the script."""
    return "(" + "".join(f"{_plain(cell)!r}, " for cell in cells).rstrip() + ")"


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, (bool, str)) or cell is None:
        return cell
    return float(cell) if isinstance(cell, float) else int(cell)


def _table(numbers: Numbers) -> _Table:
    columns = list(zip(*numbers.rows, strict=True))
    words = tuple(k for k, cells in enumerate(columns) if any(isinstance(cell, str) for cell in cells))
    values = {
        k: np.array([math.nan if cell is None else cell for cell in cells], float)
        for k, cells in enumerate(columns)
        if k not in words
    }
    return _Table(numbers.header, numbers.rows, words, values)


def _body(table: _Table) -> str | None:
    """Return what draws a table, by the first kind that it is of."""
    if not table.rows or not table.values:
        return None
    kinds: tuple[Callable[[_Table], str | None], ...] = (_triangle, _plane, _curves, _groups, _stretches, _bars)
    return next((body for kind in kinds if (body := kind(table)) is not None), None)


def _triangle(table: _Table) -> str | None:
    """Return filled contours over shares of three classes."""
    if table.words or len(table.values) < 4 or len(table.rows) < 10:
        return None
    shares = np.stack([table.values[k] for k in range(3)])
    total = shares.sum(axis=0)
    if not (shares.min() >= -_EXACT and np.ptp(total) < _EXACT and 0 < total[0] <= 1 + _EXACT):
        return None
    return """\
a, b, c = (numbers(k) / sum(numbers(j)[0] for j in range(3)) for k in range(3))
x, y = b + c / 2, c * np.sqrt(3) / 2
height = numbers(3)
finite = np.isfinite(height)
top = np.percentile(height[finite], 97)
drawn = ax.tricontourf(x, y, np.where(finite, np.minimum(height, top), top), levels=24, cmap="YlGnBu")
ax.tricontour(x, y, np.where(finite, np.minimum(height, top), top), levels=8, colors="#16202B", linewidths=0.4)
fig.colorbar(drawn, ax=ax, label=HEADER[3])
ax.plot((0, 1, 0.5, 0), (0, 0, np.sqrt(3) / 2, 0), color="#16202B", linewidth=0.8)
for at, side, name in (((0, -0.04), "center", HEADER[0]), ((1, -0.04), "center", HEADER[1])):
    ax.text(*at, name, ha=side, va="top")
ax.text(0.5, np.sqrt(3) / 2 + 0.03, HEADER[2], ha="center", va="bottom")
ax.set_aspect("equal")
ax.set_axis_off()
"""


def _plane(table: _Table) -> str | None:
    """Return filled contours over a lattice of two numbers."""
    if table.words or len(table.values) < 3 or len(table.rows) < 10:
        return None
    one, other = np.unique(table.values[0]), np.unique(table.values[1])
    pairs = len(set(zip(table.values[0].tolist(), table.values[1].tolist(), strict=True)))
    if min(one.size, other.size) < 3 or one.size * other.size != len(table.rows) or pairs != len(table.rows):
        return None
    return """\
height = numbers(2)
finite = np.isfinite(height)
top = np.percentile(height[finite], 97)
drawn = ax.tricontourf(numbers(0), numbers(1), np.where(finite, np.minimum(height, top), top), levels=24, cmap="YlGnBu")
fig.colorbar(drawn, ax=ax, label=HEADER[2])
ax.set_xlabel(HEADER[0])
ax.set_ylabel(HEADER[1])
"""


def _curves(table: _Table) -> str | None:
    """Return curves over a first column that grows."""
    if table.words or len(table.values) < 2 or len(table.rows) < 3:
        return None
    if not np.all(np.diff(table.values[0]) > 0):
        return None
    return """\
for k in range(1, len(HEADER)):
    values = numbers(k)
    ax.plot(numbers(0), np.where(np.isfinite(values), values, nan), color=COLOURS[(k - 1) % len(COLOURS)],
            linestyle="-" if k % 2 else "--", label=HEADER[k])
ax.set_xlabel(HEADER[0])
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
"""


def _groups(table: _Table) -> str | None:
    """Return a curve for each name in the second column, over the first."""
    if table.words != (1,) or len(table.values) < 2 or not np.isfinite(table.values[0]).all():
        return None
    names = [str(row[1]) for row in table.rows]
    for name in dict.fromkeys(names):
        at = table.values[0][[each == name for each in names]]
        if not np.all(np.diff(at) > 0):
            return None
    return """\
names = list(dict.fromkeys(columns[1]))
for k, name in enumerate(names):
    own = np.array([each == name for each in columns[1]])
    ax.plot(numbers(0)[own], numbers(2)[own], color=COLOURS[k % len(COLOURS)], label=name)
ax.set_xlabel(HEADER[0])
ax.set_ylabel(HEADER[2])
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
"""


def _stretches(table: _Table) -> str | None:
    """Return a plot for each name in the first column: heights over stretches, or a curve where all begin alike."""
    if table.words != (0, 1) or len(table.values) < 3 or list(table.values)[:3] != [2, 3, 4]:
        return None
    low, high = table.values[2], table.values[3]
    groups: dict[tuple[Cell, ...], list[int]] = {}
    for at, row in enumerate(table.rows):
        if math.isfinite(low[at]):
            groups.setdefault(row[:2], []).append(at)
    if len({figure for figure, _ in groups}) > _MOST_FIGURES:
        return None
    for own in groups.values():
        starts, ends = low[own], high[own]
        if len(own) < 2 or not (np.ptp(starts) == 0 or np.array_equal(starts[1:], ends[:-1])):
            return None
    return """\
figures, names = (list(dict.fromkeys(columns[k])) for k in range(2))
fig.clear()
axes = fig.subplots(1, len(figures), squeeze=False)[0]
for ax, figure in zip(axes, figures):
    for k, name in enumerate(names):
        own = np.array([(row[0], row[1]) == (figure, name) for row in ROWS]) & np.isfinite(numbers(2))
        low, high, value = (numbers(j)[own] for j in (2, 3, 4))
        colour = COLOURS[k % len(COLOURS)]
        if own.any() and np.all(low == low[0]):
            ax.plot(high, value, color=colour, label=name)
        elif own.any():
            ax.stairs(value, np.append(low, high[-1]), color=colour, label=name)
            ax.set_xscale("log" if low[0] > 0 and np.isclose(high[0] / low[0], high[-1] / low[-1]) else "linear")
    ax.set_title(figure)
    ax.legend(frameon=False)
    ax.spines[["top", "right"]].set_visible(False)
"""


def _bars(table: _Table) -> str | None:
    """Return bars beside each other, a group a row; on each other where the last column is the sum of the others.

    Words before the numbers name the group; a remark after them, where one word does that, is left out.
    """
    bars = list(table.values)
    count = bars[0]
    in_line = bars == list(range(count, count + len(bars)))
    if not in_line or not count or len(table.words) > max(count, 2):
        return None
    if len(table.rows) > _MOST_GROUPS or len(table.rows) * len(bars) > _MOST_BARS:
        return None
    parts = np.stack([table.values[k] for k in bars[:-1]]) if len(bars) > 2 else None
    total = table.values[bars[-1]]
    finite = np.isfinite(total)
    is_sum = parts is not None and finite.any() and bool(np.allclose(parts.sum(axis=0)[finite], total[finite]))
    shown = tuple(bars[:-1] if is_sum else bars)
    return f"""\
labels = ["\\n".join(str(columns[k][row] or "") for k in range({count})) for row in range(len(ROWS))]
at, shown, stacked = np.arange(len(ROWS)), {shown!r}, {is_sum}
foot, width = np.zeros(len(ROWS)), 0.8 if stacked else 0.8 / len(shown)
for place, k in enumerate(shown):
    height = np.where(np.isfinite(numbers(k)), numbers(k), nan)
    x = at if stacked else at - 0.4 + (place + 0.5) * width
    ax.bar(x, height, width, bottom=foot if stacked else 0, color=COLOURS[place % len(COLOURS)], label=HEADER[k])
    for row in np.flatnonzero(np.isinf(numbers(k))):
        ax.text(x[row], 0, "∞", ha="center", va="bottom", color=COLOURS[place % len(COLOURS)])
    foot = foot + np.nan_to_num(height)
ax.set_xticks(at, labels, rotation=0 if len(at) <= 8 else 90)
ax.axhline(0, color="#16202B", linewidth=0.6)
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
"""
