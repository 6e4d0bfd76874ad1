"""Curves of how many of the surest answers are right, or wrong, over how many answers are given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from core.validation import Float
from gui.focus import Brush
from gui.panels.dataset.common import draw_note, from_to, percent, top_of
from gui.plotting import axes
from gui.plotting.axes import Axis, Chart, Key
from gui.plotting.figure import draw_marker
from gui.plotting.picking import Net, Pick
from gui.plotting.style import Style
from gui.text import number

translate = QCoreApplication.translate

STRETCHES_NET = "stretches"
STRETCHES = 100
"""In so many stretches answers are picked out."""


@dataclass(frozen=True, eq=False)
class ModelCoverage:
    """One model: the share of wrong answers `risk` (m,) among the surest `coverage` (m,), and the area under it."""

    model: int
    name: str
    coverage: Float
    risk: Float
    area: float


@dataclass(frozen=True, eq=False)
class CoverageFigure:
    """The models' curves, the one in focus last; `part` is that of its brushed samples."""

    models: tuple[ModelCoverage, ...]
    part: ModelCoverage | None
    as_risk: bool
    note: str
    picked: Callable[[Pick], Brush]

    def heights(self, each: ModelCoverage) -> Float:
        """Return what is drawn over the coverage."""
        return each.risk if self.as_risk else 1.0 - each.risk

    # -- places -----------------------------------------------------------------------------------------

    def chart(self, rect: QRectF, style: Style) -> Chart:
        """Return where the curves stand; the axis begins where they do, at a round number."""
        heights = np.concatenate([self.heights(each) for each in self._drawn() if each.risk.size])
        if self.as_risk:
            high = float(heights.max())
            y = Axis(translate("Dataset", "wrong, %"), 0.0, 100.0 * high * 1.05 if high > 0.0 else 1.0)
        else:
            low = 100.0 * float(heights.min())
            y = Axis(translate("Dataset", "right, %"), max(0.0, min(low - 0.08 * (100.0 - low), 90.0)), 100.0)
        x = Axis(translate("Dataset", "coverage: answers given, the surest first, %"), 0.0, 100.0)
        return Chart.within(rect, x, y, style, top=top_of(rect, style) + 22)

    def _drawn(self) -> list[ModelCoverage]:
        return [*self.models, *([self.part] if self.part is not None else [])]

    def nets(self, rect: QRectF, style: Style) -> Sequence[Net]:
        """Return a hundred stretches of the answers."""
        plot = self.chart(rect, style).plot
        across = np.linspace(plot.left(), plot.right(), STRETCHES + 1).tolist()
        return [Net(STRETCHES_NET, across, (plot.top(), plot.bottom()))]

    # -- words ------------------------------------------------------------------------------------------

    def described(self, pick: Pick) -> str:
        """Return a stretch, and every model's figure at its end."""
        low, high = pick.columns[0] / STRETCHES, (pick.columns[1] + 1) / STRETCHES
        said = [translate("Dataset", "coverage {range}").format(range=from_to(percent(low), percent(high)))]
        for each in reversed(self.models):
            inside = np.flatnonzero(each.coverage <= high + 1e-12)
            if inside.size:
                said.append(f"{each.name} {percent(float(self.heights(each)[inside[-1]]))}")
        return "   ".join(said)

    def brush(self, pick: Pick) -> Brush:
        """Return the samples of a stretch."""
        return self.picked(pick)

    # -- drawing ----------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the curves with a legend that has their areas."""
        px = style.px
        draw_note(painter, rect, self.note, style)
        chart = self.chart(rect, style)
        at = QPointF(rect.left() + px(14), rect.top() + px(top_of(rect, style) + 9))
        axes.draw_legend(painter, at, self._legend(style), rect.width() - px(28), style)
        axes.draw_axes(painter, chart, style)
        for each in self._drawn():
            focused = each is self.models[-1]
            colour = style.accent if each is self.part else style.model_colour(each.model)
            width = 2.0 if focused or each is self.part else 1.2
            heights = 100.0 * self.heights(each)
            axes.draw_curve(painter, chart, 100.0 * each.coverage, heights, colour, style, width=width)
            if each is not self.part and heights.size:
                end = chart.at(100.0 * float(each.coverage[-1]), float(heights[-1]))
                draw_marker(painter, style.marker(each.model), end, 4, style.model_colour(each.model), style)

    def _legend(self, style: Style) -> list[Key]:
        keys: list[Key] = []
        for each in (self.models[-1], *self.models[:-1]):
            words = f"{each.name}  AURC {number(each.area)}"
            keys.append(Key(words, style.model_colour(each.model), style.marker(each.model)))
        if self.part is not None:
            keys.append(Key(f"{self.part.name}  AURC {number(self.part.area)}", style.accent))
        return keys
