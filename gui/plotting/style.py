"""One language of colour and shape for the window and for figures, in a light and a dark form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from PySide6.QtGui import QColor, QFont, QGuiApplication

# Okabe & Ito (2008), Color Universal Design; black is left to ink, two more follow for ten classes.
CLASS_COLOURS = (
    "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#D55E00", "#B8A900", "#7F7F7F", "#8C564B", "#5E4FA2",
)  # fmt: skip
# Tol (2021), Colour Schemes, "muted": other colours than the classes have.
LOSS_COLOURS = (
    "#882255", "#44AA99", "#332288", "#DDCC77", "#117733", "#CC6677", "#88CCEE", "#999933", "#AA4499",
)  # fmt: skip
MODEL_COLOURS_LIGHT = ("#16202B", "#C2410C", "#0F766E", "#7C3AED", "#A16207", "#BE185D", "#1D4ED8", "#4D7C0F")
MODEL_COLOURS_DARK = ("#F1F5F9", "#FF8A4C", "#2DD4BF", "#B79CFF", "#EAB308", "#F472B6", "#7DA8FF", "#A3E635")
MARKERS = ("circle", "square", "diamond", "up", "down", "pentagon", "plus", "cross")


@dataclass(frozen=True)
class Style:
    """Colours, font and scale of a drawing.

    Attributes
    ----------
    scale
        Device units for one pixel of the design; pens, fonts and gaps are this many times their design size.
    font_family
        Empty for the application's own.
    stroke
        How many times as wide as in the design lines are; in print thinner, on a poster thicker.
    shared
        Of a figure that is one of several: what the legend of all names, which is then left out of its own, as is what
        it says besides; None of one that stands by itself.
    bands
        Whether a heat map is drawn as filled contours instead of a picture.
    """

    dark: bool
    window: str
    panel: str
    text: str
    muted: str
    line: str
    grid: str
    accent: str
    accent_soft: str
    warning: str
    entropy: str
    divergence: str
    ink: str
    halo: str
    scale: float = 1.0
    transparent: bool = False
    stroke: float = 1.0
    bands: bool = False
    shared: tuple[str, ...] | None = None

    def scaled(self, scale: float) -> Style:
        """Return the same style for a drawing this many times larger."""
        return replace(self, scale=scale)

    def px(self, size: float) -> float:
        """Return a design size in device units."""
        return size * self.scale

    def width(self, line: float) -> float:
        """Return the width of a line in device units."""
        return line * self.scale * self.stroke

    def font(self, size: float = 12.0, *, bold: bool = False) -> QFont:
        """Return the font at a pixel size, with figures of equal width."""
        application = QGuiApplication.font()
        families = tuple(application.families()) or (application.family(),)
        return _made_font(families, max(1, round(size * self.scale)), bold)

    def pale(self, colour: str | QColor, share: float = 0.35) -> QColor:
        """Return a colour mixed with the ground: as if that shone through, which not every file could show."""
        one, ground = QColor(colour), QColor(self.panel)
        pairs = zip((one.red(), one.green(), one.blue()), (ground.red(), ground.green(), ground.blue()), strict=True)
        return QColor(*(round(share * a + (1 - share) * b) for a, b in pairs))

    def class_colour(self, index: int) -> QColor:
        """Return a class's colour for marks."""
        return QColor(CLASS_COLOURS[index % len(CLASS_COLOURS)])

    def class_text(self, index: int) -> QColor:
        """Return a class's colour for text, as dark or light as the ground asks for; of several together muted."""
        if index < 0:
            return QColor(self.muted)
        return QColor(_readable(CLASS_COLOURS[index % len(CLASS_COLOURS)], self.panel))

    def model_colour(self, index: int) -> QColor:
        """Return a model's colour."""
        colours = MODEL_COLOURS_DARK if self.dark else MODEL_COLOURS_LIGHT
        return QColor(colours[index % len(colours)])

    def loss_colour(self, index: int) -> QColor:
        """Return a loss's colour, as dark or light as the ground asks for."""
        return QColor(_readable(LOSS_COLOURS[index % len(LOSS_COLOURS)], self.panel))

    def marker(self, index: int) -> str:
        """Return a model's marker shape."""
        return MARKERS[index % len(MARKERS)]


LIGHT = Style(
    dark=False, window="#EDF1F6", panel="#FFFFFF", text="#16202B", muted="#5B6775", line="#D3DBE5", grid="#E6EBF1",
    accent="#0F766E", accent_soft="#DDF1EE", warning="#AB4E08", entropy="#3A6DC5", divergence="#E08A1E", ink="#16202B",
    halo="#FFFFFF",
)  # fmt: skip
DARK = Style(
    dark=True, window="#11161C", panel="#1A2129", text="#E8EDF3", muted="#9AA7B6", line="#323D4A", grid="#27313C",
    accent="#2DD4BF", accent_soft="#1D3F3E", warning="#FBBF24", entropy="#6C9BEF", divergence="#F0A33E", ink="#F1F5F9",
    halo="#1A2129",
)  # fmt: skip
STYLES = {"light": LIGHT, "dark": DARK}


@cache
def _made_font(families: tuple[str, ...], size: int, bold: bool) -> QFont:
    font = QFont(list(families))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setBold(bold)
    font.setPixelSize(size)
    return font


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    made = QColor(colour)
    shares = (made.redF(), made.greenF(), made.blueF())
    channels = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def text_on(ground: str) -> str:
    """Return the dark or the light colour, whichever reads better on a coloured ground."""
    return max(("#16202B", "#FFFFFF"), key=lambda colour: contrast(colour, ground))


@cache
def _readable(colour: str, ground: str) -> str:
    """Return `colour` moved towards black or white until text in it reads on `ground` (4.5 : 1)."""
    target = QColor("#000000" if luminance(ground) > 0.4 else "#FFFFFF")
    start = QColor(colour)
    for step in range(21):
        t = step / 20
        mixed = QColor(
            round(start.red() * (1 - t) + target.red() * t),
            round(start.green() * (1 - t) + target.green() * t),
            round(start.blue() * (1 - t) + target.blue() * t),
        ).name()
        if contrast(mixed, ground) >= 4.6:
            return mixed
    return target.name()
