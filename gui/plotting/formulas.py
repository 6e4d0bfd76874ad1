"""Typeset mathematics: LaTeX as an outline, each formula typeset once.

The typesetter is imported when the first formula is wanted, never at start. Typesetting takes milliseconds a formula,
so a panel has it done in the background (`prepare`); a file's figure does it as it is drawn.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QTransform

_SIZE = 24.0
"""What is typeset once is typeset at this size, and drawn at any."""
_REMEMBERED = 4000
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?|[MLQCZ]")


@dataclass(frozen=True, eq=False)
class Shape:
    """A formula's outline in units of its font size, its baseline at 0 and its left edge at 0, y downwards.

    Attributes
    ----------
    width, ascent, descent
        How far it reaches to the right, above the baseline and below it.
    """

    path: QPainterPath
    width: float
    ascent: float
    descent: float

    def draw(self, painter: QPainter, at: QPointF, size: float, colour: QColor, stretch: float = 1.0) -> None:
        """Fill the outline with its baseline's left end at a point; `stretch` makes it taller about its middle."""
        middle = (self.descent - self.ascent) / 2.0
        turn = QTransform().translate(at.x(), at.y() + middle * size).scale(size, size * stretch).translate(0, -middle)
        painter.fillPath(turn.map(self.path), QBrush(colour))


_KNOWN: OrderedDict[str, Shape | None] = OrderedDict()
_LOCK = threading.Lock()


def shape(latex: str) -> Shape | None:
    """Return the outline of a formula; None for one that cannot be typeset, which is then written as text."""
    with _LOCK:
        if latex in _KNOWN:
            _KNOWN.move_to_end(latex)
            return _KNOWN[latex]
        made = _typeset(latex)
        _KNOWN[latex] = made
        while len(_KNOWN) > _REMEMBERED:
            _KNOWN.popitem(last=False)
        return made


def prepare(formulas: Iterable[str]) -> None:
    """Typeset formulas that are not known yet; may be called on any thread."""
    for latex in formulas:
        shape(latex)


def known(formulas: Iterable[str]) -> bool:
    """Return whether all of these are typeset already."""
    with _LOCK:
        return all(latex in _KNOWN for latex in formulas)


def _typeset(latex: str) -> Shape | None:
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # outlines instead of references to them
    try:
        drawing = Latex(latex, size=_SIZE).svgxml()
    except Exception:  # whatever the typesetter trips over: a formula of a new loss may use anything
        return None
    path = QPainterPath()
    for element in drawing.iter():
        if element.tag == "path":
            _add_outline(path, element.attrib["d"])
        elif element.tag == "rect":
            x, y, width, height = (float(element.attrib[key]) for key in ("x", "y", "width", "height"))
            path.addRect(x, y, width, height)
    box = path.boundingRect()
    unit = QTransform().scale(1.0 / _SIZE, 1.0 / _SIZE).translate(-box.left(), 0.0)
    path.setFillRule(path.fillRule().WindingFill)
    return Shape(unit.map(path), box.width() / _SIZE, -box.top() / _SIZE, box.bottom() / _SIZE)


def _add_outline(path: QPainterPath, outline: str) -> None:
    """Add an outline of absolute lines and quadratic curves."""
    signs: list[Any] = _NUMBER.findall(outline)
    at = 0
    while at < len(signs):
        sign, count = signs[at], {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}[signs[at]]
        numbers = [float(text) for text in signs[at + 1 : at + 1 + count]]
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if sign == "M":
            path.moveTo(points[0])
        elif sign == "L":
            path.lineTo(points[0])
        elif sign == "Q":
            path.quadTo(*points)
        elif sign == "C":
            path.cubicTo(*points)
        else:
            path.closeSubpath()
        at += 1 + count
