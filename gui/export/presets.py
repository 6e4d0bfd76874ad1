"""Where a figure is to stand, and what that asks of its size, its text and its lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QSize

from core.errors import LossAtlasError

translate = QCoreApplication.translate

TEXT = 12.0
"""What text is measured by: the design size of a figure's own."""
TEXT_POINTS = (5.0, 72.0)
LINE_POINTS = (0.1, 10.0)
LEAST_TEXT = 7.6
"""Smaller than this in points, the smallest text of a figure, about 9.5 pixels in the design, has less than 6."""
LEAST_WORDS = 6
"""In points, the least that a page of words may become to fit its place."""
_PART = QSize(340, 330)
"""In pixels of the design, what a panel needs to be drawn well."""
_INCH = 25.4


@dataclass(frozen=True)
class Preset:
    """A place for figures.

    Attributes
    ----------
    width, height
        In millimetres; a height of 0 follows from the panel's own shape.
    font, line
        In points: of the text that is `TEXT` pixels in the design, and of a line of one pixel.
    """

    name: str
    width: float
    height: float
    font: float
    line: float

    @property
    def points(self) -> float:
        """Points of a pixel of the design."""
        return self.font / TEXT

    @property
    def stroke(self) -> float:
        """How many times as wide as in the design lines are."""
        return self.line / self.points

    def size(self, own: QSize) -> QSize:
        """Return the design size of a panel whose own size is `own`."""
        width = self._pixels(self.width)
        if self.height:
            return QSize(width, self._pixels(self.height))
        narrow = max(0.0, 1.0 - width / own.width())  # what stands around a plot does not shrink with it
        return QSize(width, round(width * own.height() / own.width() * (1.0 + 0.4 * narrow)))

    def part(self, own: QSize, columns: int, rows: int) -> QSize:
        """Return the design size of a panel that is one of several in so many columns and rows."""
        height = self.height / rows if self.height else 0.0
        return replace(self, width=self.width / columns, height=height).size(own)

    def for_parts(self, columns: int, rows: int) -> Preset:
        """Return the same place for so many panels beside and below each other, with text as small as they ask for."""
        wide = self.width / _INCH * 72 / (columns * _PART.width())
        high = self.height / _INCH * 72 / (rows * _PART.height()) if self.height else wide
        return replace(self, font=max(LEAST_TEXT, min(self.font, wide * TEXT, high * TEXT)))

    def exact_points(self, size: QSize) -> float:
        """Return the points of a pixel with which a design of this size is as wide as the place to a hair."""
        return self.width / _INCH * 72 / size.width()

    def _pixels(self, length: float) -> int:
        return round(length / _INCH * 72 / self.points)


PRESETS = {
    preset.name: preset
    for preset in (
        Preset("column", 85.0, 0.0, 8.0, 0.5),
        Preset("page", 170.0, 0.0, 8.0, 0.5),
        Preset("slide", 338.667, 190.5, 18.0, 1.5),
        Preset("poster", 400.0, 0.0, 24.0, 2.0),
    )
}


def preset_of(name: str) -> Preset:
    """Return the preset of a name."""
    try:
        return PRESETS[name]
    except KeyError:
        raise LossAtlasError("unknown_preset", name=name, known=", ".join(PRESETS)) from None


def title_of(name: str) -> str:
    """Return what a preset is called, in the person's language."""
    return {
        "column": translate("Export", "One column, 85 mm"),
        "page": translate("Export", "Two columns, 170 mm"),
        "slide": translate("Export", "Slide of 16 by 9"),
        "poster": translate("Export", "Poster, 400 mm"),
    }[name]
