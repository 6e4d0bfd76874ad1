"""Make the bundled interface font ``LossAtlasSansSC-Regular.otf``.

The source is the Simplified Chinese face of Noto Sans CJK Regular (SIL Open Font License 1.1), either
the ``.ttc`` collection or a single ``.otf``.  The script

* keeps every character of GB 2312, ASCII, Latin-1, Greek, general punctuation, arrows, mathematical
  operators and geometric shapes that the source has, and drops the hinting and most layout features;
* adds some signs which the source lacks (superscripts and subscripts, small triangles, undo/redo
  arrows, thirds, brackets, thin spaces ...), composed of the source's own outlines or of plain polygons;
* renames the family, because a modified font must not carry a reserved name and must not clash with an
  installed copy of the original.

Two runs on the same source with the same fontTools version write the same bytes::

    python make_subset.py PATH_OF_SOURCE [--output FILE]
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable
from pathlib import Path

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Loss Atlas Sans SC"
POSTSCRIPT_NAME = "LossAtlasSansSC-Regular"
FACE = "Noto Sans CJK SC"
COPYRIGHT = "\u00a9 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'."
DESCRIPTION = "Modified version (subset with a few added signs) made for the Loss Atlas program."

#: Blocks of which everything the source offers is kept.
RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x02B0, 0x02FF),  # modifier letters
    (0x0370, 0x03FF),  # Greek
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20CF),  # currency signs
    (0x2100, 0x214F),  # letterlike symbols
    (0x2150, 0x218F),  # number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # technical symbols
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x26FF),  # stars, warning sign
    (0x2700, 0x27BF),  # check marks
    (0x3000, 0x303F),  # CJK punctuation
    (0xFF00, 0xFFEF),  # full-width forms
)

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ", "0123456789+\u2212=()niT", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₖₘₙₚₜₓ", "0123456789+\u2212=()ijkmnptx", strict=True))
SPACES = {"\u2009": 200, "\u200a": 120, "\u202f": 200}

Draw = Callable[[TransformPen], None]


def gb2312_characters() -> set[int]:
    """Return the code points of all characters of GB 2312.

    Returns
    -------
    set of int
        The 6763 hanzi and 682 further signs, plus the two code points (em dash and middle dot) that
        present-day text uses where the published mapping table has U+2015 and U+30FB.
    """
    found = {0x2014, 0x00B7}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def open_face(path: Path) -> TTFont:
    """Open the Simplified Chinese face of a collection, or a single font.

    Parameters
    ----------
    path : pathlib.Path
        A ``.ttc`` or an ``.otf`` file.

    Returns
    -------
    fontTools.ttLib.TTFont
        The opened face; its time stamp is left as it is on saving.
    """
    if path.suffix.lower() != ".ttc":
        return TTFont(path, recalcTimestamp=False)
    with TTCollection(path, lazy=True) as collection:
        names = [font["name"].getDebugName(1) for font in collection.fonts]
    return TTFont(path, fontNumber=names.index(FACE), recalcTimestamp=False)


def subset(font: TTFont) -> None:
    """Reduce the font in place to the characters and the few layout features wanted.

    Parameters
    ----------
    font : fontTools.ttLib.TTFont
        The opened source face.
    """
    offered = font.getBestCmap()
    wanted = gb2312_characters()
    for first, last in RANGES:
        wanted.update(range(first, last + 1))
    options = Options()
    options.layout_features = ["ccmp", "kern", "mark"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "DSIG"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options=options)
    subsetter.populate(unicodes=wanted & offered.keys())
    subsetter.subset(font)


def polygon(points: Iterable[tuple[float, float]]) -> Draw:
    """Return a drawing of one closed polygon.

    Parameters
    ----------
    points : iterable of (float, float)
        Corners in font units, in clockwise order.

    Returns
    -------
    callable
        Draws the polygon onto a pen.
    """
    corners = list(points)

    def draw(pen: TransformPen) -> None:
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()

    return draw


def stroke(points: list[tuple[float, float]], width: float) -> Draw:
    """Return a drawing of an open line of a given thickness with mitred corners.

    Parameters
    ----------
    points : list of (float, float)
        The corners of the line in font units.
    width : float
        Its thickness.

    Returns
    -------
    callable
        Draws the line's outline onto a pen.
    """
    count = len(points)
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for index, (x, y) in enumerate(points):
        normals = []
        for a, b in ((index - 1, index), (index, index + 1)):
            if a < 0 or b >= count:
                continue
            dx, dy = points[b][0] - points[a][0], points[b][1] - points[a][1]
            length = math.hypot(dx, dy)
            normals.append((-dy / length, dx / length))
        nx, ny = sum(n[0] for n in normals), sum(n[1] for n in normals)
        scale = width / 2 * len(normals) / (nx * nx + ny * ny)
        left.append((x + nx * scale, y + ny * scale))
        right.append((x - nx * scale, y - ny * scale))
    return polygon(left + right[::-1])


def turned_arrow(start: float, end: float, radius: float, centre: tuple[float, float], mirrored: bool) -> Draw:
    """Return a drawing of an arrow bent along a circle.

    Parameters
    ----------
    start, end : float
        Angles in degrees of the tail and of the head's base.
    radius : float
        Radius of the circle.
    centre : (float, float)
        Centre of the circle.
    mirrored : bool
        Whether to mirror the picture at the vertical line through the centre.

    Returns
    -------
    callable
        Draws the arrow onto a pen.
    """
    steps = 24
    sign = -1.0 if mirrored else 1.0

    def at(angle: float, r: float, ahead: float = 0.0) -> tuple[float, float]:
        a = math.radians(angle)
        direction = math.copysign(1.0, end - start)
        x = r * math.cos(a) - direction * ahead * math.sin(a)
        y = r * math.sin(a) + direction * ahead * math.cos(a)
        return centre[0] + sign * x, centre[1] + y

    arc = [at(start + (end - start) * i / steps, radius) for i in range(steps + 1)]
    head = [at(end, radius + 170), at(end, radius, 280), at(end, radius - 170)]
    if (end > start) == mirrored:
        head.reverse()
    parts = (stroke(arc, 72), polygon(head))

    def draw(pen: TransformPen) -> None:
        for part in parts:
            part(pen)

    return draw


class Adder:
    """Adds glyphs to a subset CID-keyed font.

    Parameters
    ----------
    font : fontTools.ttLib.TTFont
        The font, already reduced.
    """

    def __init__(self, font: TTFont) -> None:
        self.font = font
        self.top = font["CFF "].cff.topDictIndex[0]
        self.glyphs = font.getGlyphSet()
        self.cmap: dict[int, str] = dict(font.getBestCmap())
        model = self.cmap[ord("1")]
        self.fd = self.top.FDSelect[font.getGlyphID(model)]
        self.private = self.top.FDArray[self.fd].Private
        self.next_cid = 65100
        self.added: dict[int, str] = {}
        self.pending: list[tuple[int, float, object]] = []

    def outline(self, character: str) -> DecomposingRecordingPen:
        """Return the recorded outline of a character the font already has."""
        pen = DecomposingRecordingPen(self.glyphs)
        self.glyphs[self.cmap[ord(character)]].draw(pen)
        return pen

    def advance(self, character: str) -> int:
        """Return the advance width of a character the font already has."""
        return self.font["hmtx"][self.cmap[ord(character)]][0]

    def bounds(self, character: str) -> tuple[float, float, float, float]:
        """Return the bounding box of a character the font already has."""
        pen = BoundsPen(self.glyphs)
        self.glyphs[self.cmap[ord(character)]].draw(pen)
        return pen.bounds

    def add(self, character: str, width: float, *parts: tuple[Transform, Draw]) -> None:
        """Note a new glyph made of transformed drawings.

        Parameters
        ----------
        character : str
            The character it stands for; replaces an earlier mapping.
        width : float
            Advance width in font units.
        *parts : (Transform, callable)
            Drawings with their transformations.
        """
        pen = T2CharStringPen(round(width) - self.private.nominalWidthX, self.glyphs)
        for transform, draw in parts:
            draw(TransformPen(pen, transform))
        self.pending.append((ord(character), width, pen.getCharString(self.private, self.top.GlobalSubrs)))

    def scaled(self, source: str, scale: float, dx: float, dy: float) -> list[tuple[Transform, Draw]]:
        """Return the part drawing a reduced character.

        Parameters
        ----------
        source : str
            A character of the font.
        scale : float
            Reduction.
        dx, dy : float
            Shift in font units after the reduction.

        Returns
        -------
        list
            Parts for `add`.
        """
        return [(Identity.translate(dx, dy).scale(scale), self.outline(source).replay)]

    def flush(self) -> None:
        """Write the noted glyphs into the font's tables."""
        font, top = self.font, self.top
        strings = top.CharStrings
        order = list(font.getGlyphOrder())
        for code, width, charstring in self.pending:
            name = f"cid{self.next_cid:05d}"
            self.next_cid += 1
            strings.charStringsIndex.append(charstring)
            strings.charStrings[name] = len(strings.charStringsIndex) - 1
            top.FDSelect.gidArray.append(self.fd)
            order.append(name)
            box = charstring.calcBounds(None)
            font["hmtx"].metrics[name] = (round(width), math.floor(box[0]) if box else 0)
            self.added[code] = name
        top.charset = order
        top.CIDCount = max(top.CIDCount, self.next_cid)
        font.setGlyphOrder(order)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap.update({c: n for c, n in self.added.items() if c <= 0xFFFF or table.format == 12})


def add_signs(font: TTFont) -> None:
    """Add the signs of the field which the source lacks.

    Parameters
    ----------
    font : fontTools.ttLib.TTFont
        The font, already reduced.
    """
    adder = Adder(font)
    plain = Identity
    scale = 0.62
    for table, baseline in ((SUPERSCRIPTS, 315), (SUBSCRIPTS, -150)):
        for character, source in table.items():
            width = adder.advance(source) * scale + 24
            adder.add(character, width, *adder.scaled(source, scale, 12, baseline))

    for character, digit in (("⅓", "1"), ("⅔", "2")):
        parts = adder.scaled(digit, 0.58, 8, 310)
        parts += [(plain, stroke([(195, -20), (545, 755)], 62))]
        parts += adder.scaled("3", 0.58, 425, 0)
        adder.add(character, 775, *parts)

    mid = 380
    for character, corners in {
        "▾": [(-230, 140), (230, 140), (0, -180)],
        "▴": [(-230, -140), (0, 180), (230, -140)],
        "▸": [(-140, 230), (180, 0), (-140, -230)],
        "◂": [(140, -230), (-180, 0), (140, 230)],
    }.items():
        adder.add(character, 600, (plain.translate(300, mid), polygon(corners)))

    for character, mirrored in (("↶", False), ("↷", True)):
        adder.add(character, 1000, (plain, turned_arrow(-20, 180, 300, (520, 340), mirrored)))
    for character, mirrored in (("↺", False), ("↻", True)):
        adder.add(character, 1000, (plain, turned_arrow(120, 395, 310, (500, mid), mirrored)))

    cross = (stroke([(180, 60), (820, 700)], 84), stroke([(180, 700), (820, 60)], 84))
    for character in "✕✗":
        adder.add(character, 1000, *((plain, part) for part in cross))

    centre = 366
    left, bottom, right, top = adder.bounds(".")
    dot = adder.outline(".").replay
    shift = (300 - (left + right) / 2, centre - (bottom + top) / 2)
    adder.add("⋅", 600, (plain.translate(*shift), dot))
    left, bottom, right, top = adder.bounds("○")
    ring = adder.outline("○").replay
    factor = 0.36
    shift = (300 - (left + right) / 2 * factor, centre - (bottom + top) / 2 * factor)
    adder.add("∘", 600, *((plain.translate(shift[0] + dx, shift[1]).scale(factor), ring) for dx in (-9, 9)))
    adder.add("⟨", 380, (plain, stroke([(290, 820), (115, 340), (290, -140)], 66)))
    adder.add("⟩", 380, (plain, stroke([(90, 820), (265, 340), (90, -140)], 66)))
    adder.add("⌊", 380, (plain, stroke([(115, 850), (115, -130), (320, -130)], 68)))
    adder.add("⌋", 380, (plain, stroke([(265, 850), (265, -130), (60, -130)], 68)))
    adder.add("⌈", 380, (plain, stroke([(115, -150), (115, 830), (320, 830)], 68)))
    adder.add("⌉", 380, (plain, stroke([(265, -150), (265, 830), (60, 830)], 68)))
    tack = (stroke([(90, 690), (670, 690)], 74), stroke([(380, 690), (380, 20)], 74))
    adder.add("\u22a4", 760, *((plain, part) for part in tack))
    r_left, r_bottom, _, r_top = adder.bounds("R")
    bar = stroke([(r_left + 190, r_bottom), (r_left + 190, r_top)], 60)
    adder.add("\u211d", adder.advance("R"), (plain, adder.outline("R").replay), (plain, bar))

    y_left, _, y_right, _ = adder.bounds("y")
    hat = stroke([(-125, 590), (0, 745), (125, 590)], 64)
    parts = [(plain, adder.outline("y").replay), (plain.translate((y_left + y_right) / 2, 0), hat)]
    adder.add("ŷ", adder.advance("y"), *parts)
    adder.add("\u0302", 0, (plain.translate(-adder.advance("p") / 2, 0), hat))

    for character, width in SPACES.items():
        adder.add(character, width)
    adder.flush()


def rename(font: TTFont) -> None:
    """Give the font its own family name, keeping copyright and licence.

    Parameters
    ----------
    font : fontTools.ttLib.TTFont
        The font to rename in place.
    """
    table = font["name"]
    version = table.getDebugName(5).split(";")[0]
    keep = {number: table.getDebugName(number) for number in (9, 13, 14)}
    table.names = []
    records = {
        0: COPYRIGHT,
        1: FAMILY,
        2: "Regular",
        3: f"{version.removeprefix('Version ')};{POSTSCRIPT_NAME}",
        4: FAMILY,
        5: f"{version}; subset",
        6: POSTSCRIPT_NAME,
        9: keep[9],
        10: DESCRIPTION,
        13: keep[13],
        14: keep[14],
    }
    for number, text in records.items():
        table.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames[0] = POSTSCRIPT_NAME
    top = cff.topDictIndex[0]
    top.FullName = FAMILY
    top.FamilyName = FAMILY
    top.Notice = COPYRIGHT
    for index, part in enumerate(top.FDArray):
        part.FontName = f"{POSTSCRIPT_NAME}-{index}"
    font["OS/2"].achVendID = "NONE"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Make the bundled interface font.")
    parser.add_argument("source", type=Path, help="Noto Sans CJK Regular, .ttc or SC .otf")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name(f"{POSTSCRIPT_NAME}.otf"))
    arguments = parser.parse_args()
    font = open_face(arguments.source)
    subset(font)
    add_signs(font)
    rename(font)
    font.save(arguments.output)
    count = len(font.getBestCmap())
    print(f"{arguments.output.name}: {count} characters, {arguments.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
