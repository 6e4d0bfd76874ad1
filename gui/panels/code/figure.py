"""The program as a picture with real text, and the numbers that it prints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication, QPainter

from core.results import Results, compute
from core.snippets import first_rows
from gui import text
from gui.panels.code.colours import Span, colour, spans
from gui.plotting.figure import Numbers
from gui.plotting.style import Style

translate = QCoreApplication.translate

_PITCH = 1.35
_SIZE = 11


_FIXED = ("Consolas", "Menlo", "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono", "Courier New")
"""Fonts to fall back on where what the system calls its fixed font is none, as with an alias to a missing family."""


@cache
def _fixed_families() -> tuple[str, ...]:
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if QFontInfo(fixed).fixedPitch():
        return tuple(fixed.families())
    known = [name for name in (*_FIXED, *QFontDatabase.families()) if QFontDatabase.isFixedPitch(name)]
    return (known[0] if known else fixed.family(),)


def fixed_font(size: float) -> QFont:
    """Return the font whose signs are equally wide, with the interface's behind it for other scripts."""
    interface = QGuiApplication.font()
    font = QFont([*_fixed_families(), *(interface.families() or [interface.family()])])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(max(1, round(size)))
    return font


@dataclass(frozen=True)
class CodeFigure:
    """A program; of a long one lines in the middle, which are data, are left out."""

    program: str

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the lines from the top."""
        lines = list(zip(self.program.rstrip("\n").split("\n"), spans(self.program), strict=False))
        inner = rect.adjusted(style.px(14), style.px(12), -style.px(14), -style.px(12))
        room = max(int(inner.height() / style.px(_SIZE * _PITCH)), 3)
        left_out = max(len(lines) - room + 1, 0) if len(lines) > room else 0
        head = (room - 1) // 3 if left_out else len(lines)
        font = fixed_font(style.px(_SIZE))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # as wide on the screen as in a file
        painter.setFont(font)
        y = inner.top() + style.px(_SIZE)
        for number, (line, parts) in enumerate(lines):
            if left_out and number == head:
                painter.setPen(QColor(style.muted))
                more = translate("Code", "… {count} more lines …").format(count=left_out)
                painter.drawText(QPointF(inner.left(), y), more)
                y += style.px(_SIZE * _PITCH)
            if not head <= number < head + left_out:
                self._draw_line(painter, QPointF(inner.left(), y), line, parts, inner.width(), style)
                y += style.px(_SIZE * _PITCH)

    @staticmethod
    def _draw_line(
        painter: QPainter, at: QPointF, line: str, parts: tuple[Span, ...], width: float, style: Style
    ) -> None:
        """Write a line part by part, each in its colour, cut where the figure ends."""
        metrics = QFontMetricsF(painter.font(), painter.device())
        fits = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
        kept = len(line) if fits == line else max(len(fits) - 1, 0)
        x, column = at.x(), 0
        for start, end, kind in [*((span.start, span.end, span.kind) for span in parts), (kept, kept, None)]:
            for piece, tint in (
                (line[column : min(start, kept)], style.text),
                (line[min(start, kept) : min(end, kept)], style.text if kind is None else colour(kind, style)),
            ):
                if piece:
                    painter.setPen(QColor(tint))
                    painter.drawText(QPointF(x, at.y()), piece)
                    x += metrics.horizontalAdvance(piece)
            column = min(end, kept)
        if kept < len(line):
            painter.setPen(QColor(style.muted))
            painter.drawText(QPointF(x, at.y()), "…")


def numbers(results: Results, count: int) -> Numbers:
    """Return what the program prints: each model's loss of the first `count` samples, and their mean."""
    document = results.document
    loss, unit = document.settings.current, document.settings.unit
    scale = text.scale_of(loss, unit)
    if count < document.size:
        results = compute(first_rows(document, count))
    header = (
        translate("Code", "model"),
        translate("Code", "sample"),
        text.measure_title(loss, unit),
    )
    rows: list[tuple[str | float | int | None, ...]] = []
    for model in results.models:
        per_sample = (model.per_sample(loss) / scale).tolist()
        rows += [(model.name, text.sample_title(document, k), value) for k, value in enumerate(per_sample)]
        mean = model.mean(loss) / scale
        rows.append((model.name, translate("Code", "mean"), mean))
    return Numbers(header, tuple(rows))
