"""`main.py export`: the window's figures without a window."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize

from core.errors import LossAtlasError
from core.results import compute
from gui import examples
from gui import panels as registry
from gui.export import Writer, files, writer_of
from gui.focus import FocusState
from gui.plotting.style import STYLES, Style

LARGEST_SIDE = 16384


def export(
    names: Sequence[str],
    out: Path,
    *,
    panels: Sequence[str] = (),
    formats: Sequence[str] = (),
    theme: str = "light",
    size: str = "",
    scale: int = 1,
    language: str = "en",
) -> list[Path]:
    """Write panels of the document in `names` into the folder `out` and return the files.

    Everything is drawn before the first file is written, so that bad input leaves nothing behind.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    chosen = _panels(panels)
    kinds = {name: writer_of(name) for name in formats or ["png"]}
    wanted = parse_size(size) if size else None
    from gui import app

    application = app.application([], language=language)
    drawn = _draw(names, chosen, kinds, wanted, STYLES[theme], scale)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LossAtlasError("file_unwritable", where=str(out), reason=error.strerror or str(error)) from None
    written: list[Path] = []
    for name, data in drawn.items():
        files.write(out / name, data)
        written.append(out / name)
    del application
    return written


def _draw(
    names: Sequence[str],
    chosen: Sequence[str],
    kinds: dict[str, Writer],
    size: QSize | None,
    style: Style,
    scale: int,
) -> dict[str, bytes]:
    """Return the bytes of every file by its name."""
    results = compute(examples.load(names))
    focus = FocusState().fitted(results.document)
    drawn: dict[str, bytes] = {}
    for name in chosen:
        panel = registry.kind_of(name)
        figure, numbers = panel.figure(results, focus), panel.numbers(results, focus)
        for suffix, writer in kinds.items():
            data = writer.to_bytes(figure, numbers, size or panel.figure_size, style, scale)
            drawn[f"{name}.{suffix}"] = data
    return drawn


def _panels(names: Sequence[str]) -> list[str]:
    return [registry.kind_of(name).name for name in names] or list(registry.kinds())


def parse_size(text: str) -> QSize:
    """Return the size that WIDTHxHEIGHT says."""
    match = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text.strip())
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (200 <= width <= LARGEST_SIDE and 150 <= height <= LARGEST_SIDE):
        raise LossAtlasError("figure_size", text=text, limit=LARGEST_SIDE)
    return QSize(width, height)
