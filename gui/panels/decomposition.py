"""H(p, q) = H(p) + KL(p‖q): what of the loss is the truth's own, and what the model adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from core.information import nats_per
from core.results import Results
from gui import text
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting import bars
from gui.plotting.bars import Bar, Group
from gui.plotting.figure import Numbers, Text, draw_text
from gui.plotting.style import Style
from gui.plotting.view import FigureView
from gui.text import number

translate = QCoreApplication.translate

_BARS = 8
"""How many bars of single samples are shown; more samples are shown around the one in focus."""


@dataclass(frozen=True)
class DecompositionFigure:
    """The stacked bars as a figure."""

    groups: tuple[Group, ...]
    unit: str
    note: str

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the formula in the colours of the bars, and the bars."""
        x = rect.left() + style.px(14)
        y = rect.top() + style.px(17)
        for words, colour in (
            ("H(p,q)", style.ink),
            ("  =  ", style.muted),
            ("H(p)", style.entropy),
            ("  +  ", style.muted),
            ("KL(p‖q)", style.divergence),
        ):
            box = draw_text(painter, QPointF(x, y), words, Text(13, colour, bold=True), style)
            x = box.right()
        if self.note:
            draw_text(painter, QPointF(x + style.px(12), y), self.note, Text(11, style.muted), style)
        bars.draw(painter, rect, self.groups, self.unit, style)


def make_figure(results: Results, focus: FocusState) -> DecompositionFigure:
    """Return the bars of the samples around the focus, and of the mean."""
    document = results.document
    scale = nats_per(document.settings.unit)
    count = max(1, min(document.size, _BARS // len(document.models)))
    first = min(max(0, focus.sample - count // 2), document.size - count)
    groups = [_sample_group(results, row, focus, scale) for row in range(first, first + count)]
    groups.append(
        Group(
            translate("Decomposition", "mean"),
            tuple(
                Bar(
                    index,
                    model.mean_entropy / scale,
                    model.mean_divergence / scale,
                    model.mean_cross_entropy / scale,
                )
                for index, model in enumerate(results.models)
            ),
            None,
        )
    )
    note = ""
    if count < document.size:
        note = translate("Decomposition", "{count} of {all} samples").format(count=count, all=document.size)
    return DecompositionFigure(tuple(groups), text.unit_name(document.settings.unit), note)


def _sample_group(results: Results, row: int, focus: FocusState, scale: float) -> Group:
    made: list[Bar] = []
    for index in range(len(results.models)):
        part, inside = results.model_part(index, row)
        lower, upper, whole = part.truth.entropy[inside], part.divergence[inside], part.cross_entropy[inside]
        focused = row == focus.sample and index == focus.model
        made.append(Bar(index, float(lower) / scale, float(upper) / scale, float(whole) / scale, focused))
    return Group(text.sample_title(results.document, row), tuple(made), row)


class _Bars(FigureView):
    """The bars under a pointer."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: Sequence[Group] = ()
        self.models: Sequence[str] = ()
        self.setMouseTracking(True)

    def _bar_at(self, at: QPointF) -> bars.Placed | None:
        placed = bars.Geometry(self.area, self.groups, self.figure_style).placed
        return next((each for each in placed if each.rect.adjusted(-3, -20, 3, 30).contains(at)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        over = self._bar_at(event.position())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if over is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(-1 if over.group.sample is None else over.group.sample, over.bar.model)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pass

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._bar_at(event.position())
        if over is None:
            QToolTip.hideText()
            return
        bar = over.bar
        words = text.beside(over.group.name, self.models[bar.model]) + "\n"
        words += f"H(p) {number(bar.lower)} + KL {number(bar.upper)} = H(p,q) {number(bar.whole)}"
        QToolTip.showText(event.globalPosition().toPoint(), words, self)


class DecompositionPanel(Panel):
    """Cross-entropy in its two parts, by sample and model."""

    name = "decomposition"
    area = "right"
    order = 20
    figure_size = QSize(640, 420)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = _Bars(self)
        self.view.setObjectName("decomposition.view")
        self.view.setAccessibleName(self.title())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumSize(240, 160)
        self._figure: DecompositionFigure | None = None
        self.view.chosen.connect(self._choose)

    @staticmethod
    def title() -> str:
        return translate("Decomposition", "Decomposition")

    @staticmethod
    def figure(results: Results, focus: FocusState) -> DecompositionFigure:
        return make_figure(results, focus)

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return H(p), KL and H(p, q) of every sample and model, then their means."""
        document = results.document
        unit = document.settings.unit
        scale = nats_per(unit)
        rows: list[tuple[str | float, ...]] = []
        for index, model in enumerate(document.models):
            for row in range(document.size):
                part, inside = results.model_part(index, row)
                figures = (part.truth.entropy[inside], part.divergence[inside], part.cross_entropy[inside])
                rows.append((text.sample_title(document, row), model.name, *(float(x) / scale for x in figures)))
        mean = translate("Decomposition", "mean")
        for model in results.models:
            means = (model.mean_entropy, model.mean_divergence, model.mean_cross_entropy)
            rows.append((mean, model.name, *(x / scale for x in means)))
        sample, name = translate("Decomposition", "sample"), translate("Decomposition", "model")
        unit = text.unit_name(unit)
        return Numbers((sample, name, f"H(p) {unit}", f"KL(p‖q) {unit}", f"H(p,q) {unit}"), tuple(rows))

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show(self, results: Results, focus: FocusState) -> None:
        figure = make_figure(results, focus)
        self.view.groups = figure.groups
        self.view.models = [model.name for model in results.models]
        if figure != self._figure:
            self._figure = figure
            self.view.set_ground(figure.draw)

    def _choose(self, sample: int, model: int) -> None:
        self.focused.emit({"model": model} if sample < 0 else {"sample": sample, "model": model})
