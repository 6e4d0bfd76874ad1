"""Worked steps as a figure: titles and remarks as text, formulas typeset, every class's terms in its colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.explain import Explanation, Line, Manner, What, explain
from core.explain.expressions import Num
from core.losses import Loss
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.panels.steps import words
from gui.panels.steps.layout import Placed, latex_of, set_line
from gui.plotting import formulas
from gui.plotting.figure import Cell, Numbers, fitting, pen
from gui.plotting.style import Style

translate = QCoreApplication.translate

SIZE = 17.0
"""The formulas' size in design pixels."""
_SIDE, _TOP, _INDENT = 14.0, 8.0, 10.0
_LABEL = 130.0
"""So wide the names before lines may be."""


@dataclass(frozen=True)
class Wording:
    """A piece of text: its words, left end and baseline, size, weight and colour."""

    words: str
    at: QPointF
    size: float
    colour: QColor
    bold: bool = False


@dataclass(frozen=True)
class Page:
    """Everything where it stands, from the top of the page; its height in device units."""

    wordings: tuple[Wording, ...]
    placed: tuple[Placed, ...]
    height: float

    def class_at(self, point: QPointF) -> int | None:
        """Return the class of the term at a point."""
        for each in self.placed:
            if each.token.k is not None and each.box.adjusted(-3, -4, 3, 4).contains(point):
                return each.token.k
        return None

    def runs(self, k: int | None) -> list[QRectF]:
        """Return boxes around the neighbouring tokens of a class."""
        found: list[QRectF] = []
        before: Placed | None = None
        for each in self.placed if k is not None else ():
            if each.token.k == k:
                if before is not None and before.token.k == k and before.baseline == each.baseline:
                    found[-1] = found[-1].united(each.box)
                else:
                    found.append(each.box)
            before = each
        return found


@dataclass(frozen=True, eq=False)
class StepsFigure:
    """The steps, what they are called, and the class that is highlighted.

    Attributes
    ----------
    sample
        The sample's name in the person's language.
    unit
        The name of the unit.
    refusal
        Why there are no steps, instead of them.
    """

    explanation: Explanation | None
    how: Manner
    sample: str
    unit: str
    p: Float
    q: Float
    refusal: str = ""
    highlight: int | None = None

    def lit(self, highlight: int | None) -> StepsFigure:
        """Return the figure with another class highlighted."""
        return replace(self, highlight=highlight)

    def lines(self) -> Iterator[Line]:
        """Return the lines of all steps."""
        if self.explanation is not None:
            for step in self.explanation.steps:
                yield from step.lines

    def latex_pieces(self) -> set[str]:
        """Return what has to be typeset before the figure can be drawn."""
        return {latex_of(token) for line in self.lines() for token in line.tokens(self.how) if token.kind != "unit"}

    def classes(self) -> list[int]:
        """Return the classes that have terms, in order of place."""
        found = (token.k for line in self.lines() for token in line.tokens(self.how) if token.k is not None)
        labels = (line.k for line in self.lines() if line.k is not None)
        return sorted({*found, *labels})

    # -- where things stand -------------------------------------------------------------------------------

    def page(self, width: float, style: Style) -> Page:
        """Return where everything stands on a page of a width."""
        if self.explanation is None:
            writer = _Writer(width, style, self.how)
            writer.note(self.refusal)
            return writer.page()
        writer = _Writer(width, style, self.how, self.unit)
        writer.heading(words.heading(self.explanation, self.sample))
        for step in self.explanation.steps:
            writer.title(words.said(step.title, self.how))
            writer.lines([(line, words.about(line, self.explanation.classes)) for line in step.lines])
            for note in step.notes:
                writer.note(words.said(note, self.how))
        return writer.page()

    def described(self, k: int) -> str:
        """Return a class's name and probabilities in words."""
        assert self.explanation is not None
        values = f"p {text.number(float(self.p[k]))}   q {text.number(float(self.q[k]))}"
        return f"{self.explanation.classes[k]}   {values}"

    # -- drawing ------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the page into `rect`; one that is too long is drawn smaller, until it fits."""
        style = fitting(self, rect.width(), rect.height(), style)
        self.draw_page(painter, self.page(rect.width(), style), rect.topLeft(), style)

    def height_for(self, width: float, style: Style) -> float:
        """Return how high the page of a width is."""
        return self.page(width, style).height

    def draw_page(
        self, painter: QPainter, page: Page, origin: QPointF, style: Style, seen: QRectF | None = None
    ) -> None:
        """Draw what of a page is within `seen`, with its top left corner at a point."""
        px = style.px
        for run in page.runs(self.highlight):
            painter.setPen(pen(style.class_text(self.highlight or 0), 1.4, style))
            painter.setBrush(QColor(style.accent_soft))
            box = run.translated(origin).adjusted(-px(3), -px(3), px(3), px(3))
            painter.drawRoundedRect(box, px(3), px(3))
        for each in page.placed:
            if seen is not None and not seen.intersects(each.box.translated(origin).adjusted(-4, -4, 4, 4)):
                continue
            k = each.token.k
            colour = QColor(style.text) if k is None else style.class_text(k)
            at = QPointF(each.x, each.baseline) + origin
            if each.shape is not None:
                each.shape.draw(painter, at, each.size, colour, each.stretch)
            else:
                painter.setFont(style.font(13))
                painter.setPen(colour)
                painter.drawText(at, each.token.text)
        for wording in page.wordings:
            painter.setFont(style.font(wording.size, bold=wording.bold))
            painter.setPen(wording.colour)
            painter.drawText(wording.at + origin, wording.words)

    def numbers(self) -> Numbers:
        """Return a row a line: its step, what it is about, the line as text, and the number it comes to."""
        header = (
            translate("Steps", "step"),
            translate("Steps", "about"),
            translate("Steps", "line"),
            translate("Steps", "value"),
            translate("Steps", "unit"),
        )
        rows: list[tuple[Cell, ...]] = []
        made = self.explanation
        for step in made.steps if made is not None else ():
            for line in step.lines:
                last = line.sides[-1]
                bare = replace(line, k=None, about="", unit="")
                written = words.emit.line_text(bare, made.classes if made is not None else (), self.how)
                value = last.value if isinstance(last, Num) else None
                title = words.said(step.title, self.how)
                name = words.about(line, made.classes if made is not None else ())
                rows.append((title, name, written, value, text.unit_name(line.unit) if line.unit else ""))
        if not rows:
            rows.append(("", "", self.refusal, "", ""))
        return Numbers(header, tuple(rows))


class _Writer:
    """Sets a page from the top down."""

    def __init__(self, width: float, style: Style, how: Manner, unit: str = "") -> None:
        self._width, self._style, self._how, self._unit = width, style, how, unit
        self._y = style.px(_TOP)
        self._wordings: list[Wording] = []
        self._placed: list[Placed] = []

    def page(self) -> Page:
        return Page(tuple(self._wordings), tuple(self._placed), self._y + self._style.px(_TOP))

    def heading(self, words: str) -> None:
        self._text(words, 13, QColor(self._style.ink), left=_SIDE, bold=True)

    def title(self, words: str) -> None:
        self._y += self._style.px(4)
        self._text(words, 12, QColor(self._style.muted), left=_SIDE, bold=True)

    def note(self, words: str) -> None:
        self._text(words, 12, QColor(self._style.muted), left=_SIDE + _INDENT)

    def lines(self, lines: Sequence[tuple[Line, str]]) -> None:
        """Set the lines of a step, those with names before them in line with each other."""
        px = self._style.px
        metrics = QFontMetricsF(self._style.font(12, bold=True))
        labels = [metrics.elidedText(about, Qt.TextElideMode.ElideRight, px(_LABEL)) for _, about in lines]
        room = max((metrics.horizontalAdvance(label) + px(14) for label in labels if label), default=0.0)
        for (line, _), label in zip(lines, labels, strict=True):
            self._line(line, label, px(_SIDE + _INDENT) + (room if label else 0.0))

    def _line(self, line: Line, label: str, left: float) -> None:
        px = self._style.px
        tokens = [
            replace(token, text=self._unit) if token.kind == "unit" else token for token in line.tokens(self._how)
        ]
        made = set_line(tokens, left, self._width - px(_SIDE), px(SIZE), self._style.font(13))
        if label:
            colour = self._style.class_text(line.k) if line.k is not None else QColor(self._style.text)
            at = QPointF(px(_SIDE + _INDENT), self._y + made.baseline)
            self._wordings.append(Wording(label, at, 12, colour, bold=True))
        for each in made.placed:
            k = line.k if each.token.k is None else each.token.k
            token = each.token if line.k is None else replace(each.token, k=k)
            box = each.box.translated(0, self._y)
            self._placed.append(replace(each, token=token, baseline=each.baseline + self._y, box=box))
        self._y += made.height

    def _text(self, words: str, size: float, colour: QColor, *, left: float, bold: bool = False) -> None:
        px = self._style.px
        metrics = QFontMetricsF(self._style.font(size, bold=bold))
        for part in _wrapped(words, metrics, self._width - px(left + _SIDE)):
            self._y += metrics.ascent()
            self._wordings.append(Wording(part, QPointF(px(left), self._y), size, colour, bold))
            self._y += metrics.descent() + px(2)
        self._y += px(2)


def _wrapped(words: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Return words in lines that fit a width: broken at spaces, in a script without spaces between any two signs."""
    lines, rest = [], words
    while metrics.horizontalAdvance(rest) > width and len(rest) > 1:
        count = next((n for n in range(len(rest), 1, -1) if metrics.horizontalAdvance(rest[:n]) <= width), 1)
        space = rest.rfind(" ", 0, count + 1)
        cut = space if space > 0 and rest[:count].isascii() else count
        cut = space if space > count // 2 else cut
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, rest]


def make(results: Results, focus: FocusState, loss: Loss, what: What) -> StepsFigure:
    """Return the figure of what is in focus; its formulas are typeset when it is drawn."""
    document = results.document
    how = words.manner()
    made = explain(results, focus.sample, focus.model, loss, what)
    return StepsFigure(
        made,
        how,
        text.sample_title(document, focus.sample),
        text.unit_name(document.settings.unit),
        results.truth_row(focus.sample),
        document.models[focus.model].probability_row(focus.sample),
        highlight=focus.highlight,
    )


def prepared(results: Results, focus: FocusState, loss: Loss, what: What) -> StepsFigure:
    """Return the same with its formulas typeset: slow, so a panel asks for it in the background."""
    figure = make(results, focus, loss, what)
    formulas.prepare(figure.latex_pieces())
    return figure
