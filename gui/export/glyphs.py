"""Whether the fonts that are here can write what a figure says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from PySide6.QtGui import QTextLayout

from core.document import Document
from core.errors import LossAtlasError
from gui.focus import FocusState
from gui.plotting.style import Style

_MOST = 2000
"""So many names of samples are looked at; no figure writes more."""


def check(document: Document, focus: FocusState, style: Style) -> None:
    """Raise for a name with a sign that neither the font nor any other here has: it would come out as a box.

    Raises
    ------
    LossAtlasError
        Naming the first such sign and the name it is in.
    """
    samples = document.samples or ()
    seen = (*samples[:_MOST], samples[focus.sample]) if samples else ()
    for name in (*document.classes, *(model.name for model in document.models), *seen):
        sign = _lacking(name, style)
        if sign:
            raise LossAtlasError("glyph", where=f"“{name[:60]}”", sign=sign, point=f"U+{ord(sign):04X}")


def _lacking(name: str, style: Style) -> str:
    """Return the first sign of a name that no font has; empty if all can be written."""
    if name.isascii() or not _has_box(name, style):
        return ""
    return next((sign for sign in _visible(name) if _has_box(sign, style)), "")


def _visible(name: str) -> Iterable[str]:
    """Return the signs that have a shape, those for private use among them: of these a font has what it likes."""
    for sign in name:
        kind = unicodedata.category(sign)
        if kind == "Co" or kind[0] not in "CZM":
            yield sign


def _has_box(words: str, style: Style) -> bool:
    layout = QTextLayout(words, style.font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())
