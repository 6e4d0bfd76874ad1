"""`main.py export`: the window's figures without a window."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize

from core.errors import LossAtlasError
from core.results import compute
from gui import opening
from gui import panels as registry
from gui.export import batch, writer_of
from gui.export.batch import Drawn
from gui.export.choice import ExportChoice
from gui.export.png import LARGEST_SIDE
from gui.export.presets import LINE_POINTS, PRESETS, TEXT_POINTS, preset_of


def draw(names: Sequence[str], choice: ExportChoice, *, size: str = "", language: str = "en") -> Drawn:
    """Return the files that were chosen of the document in `names`, none of them written yet.

    No panels are all of them, no formats PNG; `size` is WIDTHxHEIGHT in pixels of the design.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    chosen = tuple(registry.kind_of(name).name for name in choice.panels) or tuple(registry.kinds())
    formats = tuple(writer_of(name).FORMAT for name in choice.formats) or ("png",)
    _check_place(choice, size)
    wanted = parse_size(size, choice.scale) if size else None
    from gui import app

    application = app.application([], language=language)
    opened = opening.load(names)
    results = compute(opened.document)
    focus = opened.focus.fitted(results.document)
    drawn = batch.draw(results, focus, replace(choice, panels=chosen, formats=formats, size=wanted))
    del application
    return drawn


def write(drawn: Drawn, folder: Path) -> None:
    """Write files into a folder, which is made if it is missing: all of them, or none and no folder."""
    made = make_folder(folder)
    try:
        batch.write(drawn, folder)
    except BaseException:  # also when a person calls it off
        for each in made:
            each.rmdir()
        raise


def _check_place(choice: ExportChoice, size: str) -> None:
    """Raise for a preset that is not known, and for text and lines that no reader could make out."""
    if choice.preset:
        preset_of(choice.preset)
        if size:
            raise LossAtlasError("figure_size_preset", text=size, preset=choice.preset)
    elif choice.font or choice.line:
        raise LossAtlasError("figure_points_alone", known=", ".join(PRESETS))
    for value, (least, most) in ((choice.font, TEXT_POINTS), (choice.line, LINE_POINTS)):
        if value and not least <= value <= most:
            raise LossAtlasError("figure_points", value=value, least=TEXT_POINTS[0], most=TEXT_POINTS[1])


def make_folder(folder: Path) -> list[Path]:
    """Make a folder with those it is in; return what was made, the innermost first."""
    try:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LossAtlasError("file_unwritable", where=str(folder), reason=error.strerror or str(error)) from None
    return missing


def parse_size(text: str, scale: int = 1) -> QSize:
    """Return the size that WIDTHxHEIGHT says, if a picture `scale` times as large is possible."""
    match = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text.strip())
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    limit = LARGEST_SIDE // scale
    if not (200 <= width <= limit and 150 <= height <= limit):
        raise LossAtlasError("figure_size", text=text, limit=limit)
    return QSize(width, height)
