"""What is to be written, how and where: the same for the dialog and for the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize

from gui.export.presets import Preset, preset_of
from gui.plotting.style import STYLES, Style


@dataclass(frozen=True)
class ExportChoice:
    """What was chosen.

    Attributes
    ----------
    size
        In pixels of the design; None is each panel's own, or what the preset makes of that.
    preset
        A name of `presets.PRESETS`; empty for none.
    font, line
        In points, instead of the preset's; 0 for those.
    session
        Whether pictures carry the session they show.
    compose
        Whether the panels go into one figure, in the order they are named.
    columns
        How many panels of one figure stand beside each other; 0 for what suits their number.
    bands
        Whether heat maps are filled contours instead of pictures.
    caption
        Whether a title and a caption with formula and parameters are written.
    """

    panels: tuple[str, ...]
    formats: tuple[str, ...]
    folder: Path
    theme: str = "light"
    scale: int = 1
    transparent: bool = False
    size: QSize | None = None
    preset: str = ""
    session: bool = True
    compose: bool = False
    columns: int = 0
    caption: bool = False
    font: float = 0.0
    line: float = 0.0
    bands: bool = False

    @property
    def place(self) -> Preset | None:
        """The preset, if one was chosen."""
        if not self.preset:
            return None
        preset = preset_of(self.preset)
        if self.compose:
            columns = self.columns_of(len(self.panels))
            preset = preset.for_parts(columns, -(-len(self.panels) // columns))
        return replace(preset, font=self.font or preset.font, line=self.line or preset.line)

    @property
    def style(self) -> Style:
        """The look of the figures."""
        stroke = self.place.stroke if self.place else 1.0
        return replace(STYLES[self.theme], transparent=self.transparent, stroke=stroke, bands=self.bands)

    def columns_of(self, count: int) -> int:
        """Return how many of so many panels in one figure stand beside each other."""
        if self.columns:
            return min(self.columns, count)
        if self.preset == "column":
            return 1
        return 1 if count == 1 else 3 if count > 6 or (count == 3 and self.preset == "slide") else 2
