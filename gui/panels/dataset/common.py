"""What the views of the dataset share: what a view is, the rows it counts, its words and how they are written."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from core import dataset
from core.dataset import Answers, Flags
from core.results import Results
from gui import text
from gui.focus import Brush, FocusState
from gui.kept import kept
from gui.plotting.axes import Axis
from gui.plotting.figure import CENTRE, Cell, Numbers, Text, draw_text, elided, wrapped
from gui.plotting.picking import Net, Pick, Pickable
from gui.plotting.style import Style

translate = QCoreApplication.translate

Chosen = Mapping[str, str]

FEW_MODELS = 8
"""Of more models only the one in focus is drawn where all would be."""


class Shown(Pickable, Protocol):
    """A figure of the dataset."""

    def brush(self, pick: Pick) -> Brush:
        """Return the samples of some cells."""
        ...


class View(Protocol):
    """A view: a module with these functions. What takes long is in `prepare`, and kept with the results by `key`."""

    CHOICES: Sequence[str]
    """The panel's choices that change it."""

    def key(self, results: Results, focus: FocusState, chosen: Chosen) -> Hashable:
        """Return what `prepare` depends on besides the results."""
        ...

    def prepare(self, results: Results, focus: FocusState, chosen: Chosen) -> Any:
        """Return, from any thread, what takes long."""
        ...

    def make(self, results: Results, focus: FocusState, chosen: Chosen) -> Shown:
        """Return the figure."""
        ...

    def numbers(self, results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
        """Return the numbers that it draws."""
        ...


# -- rows -----------------------------------------------------------------------------------------------------


def answers_of(results: Results, model: int) -> Answers:
    """Return what a model says of the rows that count; computed once for each results."""
    return kept(results, ("answers", model), lambda: dataset.answers(results, model))


def brushed(brush: Brush | None, rows: npt.NDArray[np.int64]) -> Flags | None:
    """Return which of some rows are brushed; None without a brush."""
    return brush.mask()[rows] if brush is not None else None


def models_shown(results: Results, focus: FocusState) -> tuple[int, ...]:
    """Return the models to draw, the one in focus last, above the others."""
    count = len(results.models)
    others = (k for k in range(count) if k != focus.model) if count <= FEW_MODELS else ()
    return (*others, focus.model)


# -- words ----------------------------------------------------------------------------------------------------


def percent(share: float) -> str:
    """Return a share as so many per cent."""
    if math.isnan(share):
        return "—"
    value = 100.0 * share
    digits = f"{value:.0f}" if value == round(value) else f"{value:.1f}" if value >= 0.1 else f"{value:.1g}"
    return translate("Dataset", "{value} %").format(value=digits)


def from_to(low: str, high: str) -> str:
    """Return two ends as a range."""
    return translate("Dataset", "{low} to {high}").format(low=low, high=high)


def short(value: float) -> str:
    """Return a number on a border as short as it can be."""
    return f"{value:.4g}".replace("-", "−")


def samples(count: int) -> str:
    """Return a number of samples in words."""
    return translate("Dataset", "{count} samples").format(count=count)


def of_all(part: int | None, whole: int) -> str:
    """Return how many samples there are, and with a brush how many of them are brushed."""
    if part is None:
        return samples(whole)
    return translate("Dataset", "{part} of {whole} samples").format(part=part, whole=whole)


def left_out(results: Results, model: int) -> list[str]:
    """Return in words how many rows the row-sum policy leaves out."""
    count = results.size - results.models[model].used_count
    return [translate("Dataset", "Left out, since no distribution: {count}.").format(count=count)] if count else []


def soft_words(answers: Answers) -> list[str]:
    """Return in words what stands for the label where the truth is none."""
    if not answers.soft:
        return []
    words = translate("Dataset", "Soft truths: {count}; their most probable class counts as the label.")
    return [words.format(count=answers.soft)]


def no_rows() -> str:
    """Return why there is nothing to show."""
    return translate("Dataset", "Every row is left out: none is a distribution.")


def about(results: Results, model: int, sentences: Sequence[str]) -> str:
    """Return sentences about a model."""
    return text.labelled(results.models[model].name, text.joined(sentences))


class CountAxis(Axis):
    """An axis of counts: its ticks are whole numbers."""

    def ticks(self, count: int) -> list[float]:
        """Return at most about `count` whole numbers within the range."""
        return [tick for tick in super().ticks(count) if tick == round(tick)]


# -- drawing --------------------------------------------------------------------------------------------------


def draw_note(painter: QPainter, rect: QRectF, words: str, style: Style) -> None:
    """Write words above the plots: in one line, or in two where there is room for them."""
    px = style.px
    width = rect.width() - px(28)
    painter.setFont(style.font(11))
    lines = wrapped(painter, words, width)
    if len(lines) > note_lines(rect, style):
        lines, at = lines[: note_lines(rect, style) - 1], 0
        for line in lines:
            at = words.index(line, at) + len(line)
        lines.append(elided(painter, words[at:].strip(), 11, width, style))
    for k, line in enumerate(lines):
        at = QPointF(rect.left() + px(14), rect.top() + px(13 + 15 * k))
        draw_text(painter, at, line, Text(11, style.muted), style)


def note_lines(rect: QRectF, style: Style) -> int:
    """Return for how many lines of words there is room."""
    return 2 if rect.height() >= style.px(250) or rect.width() < style.px(640) else 1


def top_of(rect: QRectF, style: Style) -> float:
    """Return the design pixels that the words above take."""
    return 12 + 15 * note_lines(rect, style)


def draw_message(painter: QPainter, rect: QRectF, message: str, style: Style) -> None:
    """Write why nothing is drawn."""
    painter.setFont(style.font(12))
    lines = wrapped(painter, message, rect.width() - style.px(40))
    for k, line in enumerate(lines):
        at = rect.center() + QPointF(0, (k - (len(lines) - 1) / 2) * style.px(17))
        draw_text(painter, at, line, Text(12, style.muted, align=CENTRE), style)


# -- numbers --------------------------------------------------------------------------------------------------


def beside(*tables: Numbers) -> Numbers:
    """Return tables side by side, the shorter ones with empty cells below."""
    blanks = [(None,) * len(table.header) for table in tables]
    rows = (
        tuple(cell for row, blank in zip(line, blanks, strict=True) for cell in (row or blank))
        for line in zip_longest(*(table.rows for table in tables))
    )
    return Numbers(tuple(title for table in tables for title in table.header), tuple(rows))


def cell(value: float) -> Cell:
    """Return a number as a cell: an empty one for none."""
    return None if math.isnan(value) else value


class MessageFigure:
    """Words in place of a figure."""

    def __init__(self, words: str) -> None:
        self.words = words

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Write the words."""
        draw_message(painter, rect, self.words, style)

    def nets(self, rect: QRectF, style: Style) -> Sequence[Net]:
        """Return none."""
        return ()

    def described(self, pick: Pick) -> str:
        """Return the words."""
        return self.words

    def brush(self, pick: Pick) -> Brush:
        """Return no sample."""
        return Brush(np.zeros(0, np.int64), 0, "")
