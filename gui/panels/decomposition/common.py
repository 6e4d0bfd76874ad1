"""What the views of the decomposition share: their heading, their place, and the row they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from core import decomposition
from core.decomposition import Terms
from core.information import nats_per
from core.losses.cross_entropy import CrossEntropy
from core.results import OK, Results
from gui import text
from gui.focus import FocusState
from gui.plotting.figure import CENTRE, Text, draw_text, elided, wrapped
from gui.plotting.style import Style

translate = QCoreApplication.translate

Pieces = Sequence[tuple[str, str]]
"""Words of a heading, each with what colours it: "cross", "entropy", "divergence", or "" for what joins them."""

SUM: Pieces = (
    ("H(p,q)", "cross"),
    ("  =  ", ""),
    ("H(p)", "entropy"),
    ("  +  ", ""),
    ("KL(p‖q)", "divergence"),
)


def draw_heading(painter: QPainter, rect: QRectF, pieces: Pieces, about: str, note: str, style: Style) -> None:
    """Draw the formula in the colours of the bars, beside it what it is about, below it what is to be said."""
    px = style.px
    if note and is_low(rect, style):  # one line has to do
        about, note = note, ""
    x, y = rect.left() + px(14), rect.top() + px(15)
    colours = {"cross": style.ink, "entropy": style.entropy, "divergence": style.divergence, "": style.muted}
    for words, role in pieces:
        x = draw_text(painter, QPointF(x, y), words, Text(13, colours[role], bold=bool(role)), style).right()
    if about:
        words = elided(painter, about, 11, rect.right() - x - px(24), style)
        draw_text(painter, QPointF(x + px(12), y), words, Text(11, style.muted), style)
    if note:
        words = elided(painter, note, 11, rect.width() - px(28), style)
        draw_text(painter, QPointF(rect.left() + px(14), rect.top() + px(33)), words, Text(11, style.muted), style)


def draw_message(painter: QPainter, rect: QRectF, message: str, style: Style) -> None:
    """Write why nothing is drawn."""
    painter.setFont(style.font(12))
    lines = wrapped(painter, message, rect.width() - style.px(40))
    for k, line in enumerate(lines):
        at = rect.center() + QPointF(0, (k - (len(lines) - 1) / 2) * style.px(17))
        draw_text(painter, at, line, Text(12, style.muted, align=CENTRE), style)


def plot_of(rect: QRectF, style: Style, *, below: float, above: float = 62) -> QRectF:
    """Return the plot below the heading."""
    px = style.px
    return rect.adjusted(px(48), px(above - (16 if is_low(rect, style) else 0)), -px(14), -px(below))


def is_low(rect: QRectF, style: Style) -> bool:
    """Return whether there is so little height that only the most needful is written."""
    return rect.height() < style.px(190)


@dataclass(frozen=True)
class Row:
    """The row in focus: its terms, or why it has none; and the unit."""

    terms: Terms | None
    about: str
    why: str
    scale: float
    unit: str


def row_of(results: Results, focus: FocusState) -> Row:
    """Return the row in focus."""
    document = results.document
    terms = decomposition.row_terms(results, focus.model, focus.sample)
    sample, model = text.sample_title(document, focus.sample), document.models[focus.model].name
    why = ""
    if terms is None:
        table = focus.model if results.state(focus.model, focus.sample) != OK else -1
        state = results.state(table, focus.sample)
        problem = text.row_problem(document, table, focus.sample, state)
        why = text.labelled(text.beside(text.table_title(document, table), sample), problem)
    unit = document.settings.unit
    return Row(terms, text.beside(sample, model), why, nats_per(unit), text.unit_name(unit))


def note_of(results: Results) -> str:
    """Return what is to be said where "cross-entropy" elsewhere in the window means something else."""
    loss = results.document.settings.find("cross_entropy")
    if isinstance(loss, CrossEntropy) and (loss.label_smoothing or loss.class_weights is not None):
        return translate("Decomposition", "H(p) + KL of the truth itself, without label smoothing or class weights.")
    return ""


def part_names() -> tuple[str, str]:
    """Return the titles of the columns "class" and "total"."""
    return translate("Decomposition", "class"), translate("Decomposition", "total")


def other_name(count: int) -> str:
    """Return what the classes are called that are not shown by name."""
    return translate("Decomposition", "{count} others").format(count=count)
