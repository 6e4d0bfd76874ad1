"""Several panels in several formats at once: all drawn before the first file is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize

from core.results import Results
from gui import panels
from gui.export import files, writer_of
from gui.focus import FocusState
from gui.plotting.style import Style


def draw(
    results: Results,
    focus: FocusState,
    names: Sequence[str],
    formats: Sequence[str],
    *,
    size: QSize | None,
    style: Style,
    scale: int,
) -> dict[str, bytes]:
    """Return the bytes of every file by its name, `<panel>.<format>`; `size` None is each panel's own."""
    kinds = {name: panels.kind_of(name) for name in names}
    writers = {name: writer_of(name) for name in formats}
    drawn: dict[str, bytes] = {}
    for name, kind in kinds.items():
        figure, numbers = kind.figure(results, focus), kind.numbers(results, focus)
        for suffix, writer in writers.items():
            drawn[f"{name}.{suffix}"] = writer.to_bytes(figure, numbers, size or kind.figure_size, style, scale)
    return drawn


def write(drawn: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write the files into a folder that is there, each whole or not at all, and return them."""
    for name, data in drawn.items():
        files.write(folder / name, data)
    return [folder / name for name in drawn]
