"""`main.py export`: the window's figures without a window."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize

from core.errors import LossAtlasError
from core.results import compute
from gui import opening
from gui import panels as registry
from gui.export import batch, writer_of
from gui.export.png import LARGEST_SIDE
from gui.plotting.style import STYLES


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
    chosen = [registry.kind_of(name).name for name in panels] or list(registry.kinds())
    kinds = [writer_of(name).FORMAT for name in formats] or ["png"]
    wanted = parse_size(size, scale) if size else None
    from gui import app

    application = app.application([], language=language)
    opened = opening.load(names)
    results = compute(opened.document)
    focus = opened.focus.fitted(results.document)
    drawn = batch.draw(results, focus, chosen, kinds, size=wanted, style=STYLES[theme], scale=scale)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LossAtlasError("file_unwritable", where=str(out), reason=error.strerror or str(error)) from None
    written = batch.write(drawn, out)
    del application
    return written


def parse_size(text: str, scale: int = 1) -> QSize:
    """Return the size that WIDTHxHEIGHT says, if a picture `scale` times as large is possible."""
    match = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text.strip())
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    limit = LARGEST_SIDE // scale
    if not (200 <= width <= limit and 150 <= height <= limit):
        raise LossAtlasError("figure_size", text=text, limit=limit)
    return QSize(width, height)
