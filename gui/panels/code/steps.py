"""What the overflow demonstration shows, without a widget: steps, words, figure and numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core import overflow
from core.errors import LossAtlasError
from core.overflow import Trouble, Way
from gui import text
from gui.focus import FocusState
from gui.plotting.figure import Numbers
from gui.plotting.grid import GridCell, GridFigure

translate = QCoreApplication.translate

KEY = "code.logits"
DEFAULT = ", ".join(f"{value:g}" for value in overflow.DEFAULT)


@dataclass(frozen=True)
class Shown:
    """The logits and both ways through each type."""

    logits: tuple[float, ...]
    naive: tuple[Way, ...]
    fused: tuple[Way, ...]

    @classmethod
    def of(cls, typed: str) -> Shown:
        """Return what a text of logits shows; raises for one that cannot be read."""
        logits = overflow.parse(typed)
        return cls(
            logits,
            tuple(overflow.naive(logits, dtype) for dtype in overflow.DTYPES),
            tuple(overflow.fused(logits, dtype) for dtype in overflow.DTYPES),
        )


def typed(focus: FocusState) -> str:
    """Return the logits that the person typed."""
    return focus.choices.get(KEY, DEFAULT)


def way_title(name: str) -> str:
    """Return what a way is called."""
    return translate("Code", "Naive") if name == "naive" else translate("Code", "Fused")


def values_text(values: list[float], between: str = "  ") -> str:
    """Return numbers side by side, in few digits."""
    return between.join(_short(value) for value in values)


def _short(value: float) -> str:
    if math.isnan(value):
        return "nan"
    return f"{value:.4g}".replace("-", "−").replace("inf", "∞")


def trouble_words(trouble: Trouble, ways: Sequence[Way]) -> str:
    """Return in words what goes wrong, alike in each of these ways."""
    return translate("core", overflow.SENTENCES[trouble.kind]).format(
        what=trouble.what,
        dtypes=text.listed(way.dtype for way in ways),
        largest=text.listed(f"{way.largest:.5g}" for way in ways),
    )


def sentences(shown: Shown) -> list[str]:
    """Return where each way breaks down first and where it does not, types of which the same is to be said together."""
    made: list[str] = []
    for ways in (shown.naive, shown.fused):
        alike: dict[tuple[str, str], list[Way]] = {}
        for way in ways:
            trouble = None if way.failing is None else way.steps[way.failing].trouble
            told = values_text(way.losses.tolist(), ", ") if trouble is None else trouble.what
            alike.setdefault(("" if trouble is None else trouble.kind, told), []).append(way)
        made += [_said(group, told) for (_, told), group in alike.items()]
    return made


def _said(ways: Sequence[Way], told: str) -> str:
    first = ways[0]
    trouble = None if first.failing is None else first.steps[first.failing].trouble
    if trouble is not None:
        words = trouble_words(trouble, ways)
    else:
        fine = translate("Code", "nothing breaks down in {dtypes}; the losses are {losses}.")
        words = fine.format(dtypes=text.listed(way.dtype for way in ways), losses=told)
    return text.labelled(way_title(first.name), words)


@dataclass(frozen=True)
class Cell:
    """One cell of the table: its text, and whether the step is where its column breaks down."""

    text: str
    breaks: bool
    words: str

    @property
    def shown(self) -> str:
        """The text, with a sign where the column breaks down."""
        return f"▲ {self.text}" if self.breaks else self.text


def rows(ways: Sequence[Way]) -> list[tuple[str, list[Cell]]]:
    """Return how every step is written, and a cell a type."""
    return [(step.formula, [_cell(way, number) for way in ways]) for number, step in enumerate(ways[0].steps)]


def _cell(way: Way, number: int) -> Cell:
    step = way.steps[number]
    words = "" if step.trouble is None else trouble_words(step.trouble, [way])
    return Cell(values_text(step.values.tolist()), way.failing == number, words)


def figure(focus: FocusState) -> GridFigure:
    """Return the table as a figure, with what goes wrong as its note."""
    try:
        shown = Shown.of(typed(focus))
    except LossAtlasError as error:
        return GridFigure(text.error_sentence(error), ((GridCell(""), GridCell("")),), "")
    head = (GridCell(translate("Code", "step"), bold=True), *(GridCell(dtype, bold=True) for dtype in overflow.DTYPES))
    body = [
        (
            GridCell(text.labelled(way_title(ways[0].name), title)),
            *(GridCell(cell.shown, bold=cell.breaks) for cell in cells),
        )
        for ways in (shown.naive, shown.fused)
        for title, cells in rows(ways)
    ]
    return GridFigure(_caption(shown), (head, *body), "\n".join(sentences(shown)))


def _caption(shown: Shown) -> str:
    words = translate("Code", "Softmax and cross-entropy of the logits {logits}, with each label")
    return words.format(logits=text.listed(map(_short, shown.logits)))


def numbers(focus: FocusState) -> Numbers:
    """Return every value of every step; none for logits that cannot be read."""
    header = (
        translate("Code", "way"),
        translate("Code", "type"),
        translate("Code", "step"),
        translate("Code", "class"),
        translate("Code", "value"),
        translate("Code", "what goes wrong"),
    )
    try:
        shown = Shown.of(typed(focus))
    except LossAtlasError:
        return Numbers(header, ())
    made: list[tuple[str | float | int | None, ...]] = []
    for way in (*shown.naive, *shown.fused):
        for number, step in enumerate(way.steps):
            words = _cell(way, number).words
            for index, value in enumerate(step.values.tolist()):
                known = "nan" if math.isnan(value) else value
                told = words if step.trouble is not None and step.trouble.index == index else ""
                place = index if step.values.size > 1 else ""
                made.append((way_title(way.name), way.dtype, step.formula, place, known, told))
    return Numbers(header, tuple(made))
