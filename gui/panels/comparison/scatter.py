"""The loss of every sample under two models against each other; a click looks at the sample."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from core import paired
from core.results import Results
from gui import text
from gui.background import Background
from gui.focus import Brush, FocusState
from gui.panels.comparison.common import Chosen, Two, View, is_kept, kept, only_one_model, two_of
from gui.panels.comparison.scatter_figure import MOST_POINTS, Cloud, ScatterFigure, count_cells, draw_words
from gui.plotting.axes import Axis
from gui.plotting.figure import Numbers
from gui.plotting.picking import draw_picked
from gui.plotting.style import Style
from gui.plotting.view import HoverView
from gui.text import number

translate = QCoreApplication.translate

_INLINE_ROWS = 100_000
"""Up to so many samples the window's own thread places within a frame."""

_NO_CLOUD = Cloud(np.empty(0, np.intp), np.empty(0), np.empty(0), np.empty(0, np.int8))


def _cloud(results: Results, two: Two) -> Cloud:
    """Return the losses of the samples that count for both models and have a value."""
    settings = results.document.settings
    loss = settings.current
    both = paired.pair(results, two.first, two.second, [loss])
    scale = text.scale_of(loss, settings.unit)
    x, y = both.first[:, 0] / scale, both.second[:, 0] / scale
    right = [
        np.concatenate([part.right for part in results.models[k].parts])[both.rows] for k in (two.first, two.second)
    ]
    kinds = np.where(right[0], np.where(right[1], 0, 1), np.where(right[1], 2, 3)).astype(np.int8)
    fine = ~(np.isnan(x) | np.isnan(y))
    return Cloud(both.rows[fine], x[fine], y[fine], kinds[fine])


def _key(two: Two, results: Results, chosen: Chosen) -> tuple[object, ...]:
    settings = results.document.settings
    return ("scatter", two.first, two.second, settings.current, settings.unit, chosen["scale"])


def _prepare(results: Results, two: Two, chosen: Chosen) -> ScatterFigure:
    """Return the figure without a focus, once for each results."""
    return kept(results, _key(two, results, chosen), lambda: _made(results, two, chosen))


def _made(results: Results, two: Two, chosen: Chosen) -> ScatterFigure:
    cloud = _cloud(results, two)
    log = chosen["scale"] == "log"
    low, high = cloud.range(log=log)
    x, y = (Axis(name, low, high, log) for name in two.names)
    only = translate("Comparison", "only {model} right")
    keys = (
        translate("Comparison", "both right"),
        only.format(model=two.names[0]),
        only.format(model=two.names[1]),
        translate("Comparison", "both wrong"),
    )
    cells = count_cells(cloud, x, y) if cloud.x.size > MOST_POINTS else None
    return ScatterFigure(cloud, x, y, (two.first, two.second), keys, _words(results, two, cloud), None, cells)


def _words(results: Results, two: Two, cloud: Cloud) -> str:
    """Return on how many samples each model has the lower loss, and what is not shown."""
    if not cloud.x.size:
        return translate("Comparison", "No sample has this loss under both models.")
    first, second, alike = cloud.counts()
    said = translate(
        "Comparison", "lower for {first} on {below} samples, for {second} on {above}; equal on {alike}."
    ).format(first=two.names[0], below=first, second=two.names[1], above=second, alike=alike)
    settings = results.document.settings
    parts = [text.labelled(text.measure_title(settings.current, settings.unit), said)]
    missing = results.document.size - cloud.x.size
    if missing:
        parts.append(translate("Comparison", "{count} samples are left out.").format(count=missing))
    infinite = int((np.isinf(cloud.x) | np.isinf(cloud.y)).sum())
    if infinite:
        parts.append(translate("Comparison", "{count} infinite, at the edge.").format(count=infinite))
    return text.joined(parts)


def make_figure(results: Results, focus: FocusState, chosen: Chosen) -> ScatterFigure:
    """Return the samples of two models with the one in focus marked."""
    two = two_of(results, focus, chosen)
    if two is None:
        axis = Axis("", 0.0, 1.0)
        return ScatterFigure(_NO_CLOUD, axis, axis, (0, 0), ("", "", "", ""), only_one_model(), None, None)
    made = _prepare(results, two, chosen)
    at = int(np.searchsorted(made.cloud.rows, focus.sample))
    there = at < made.cloud.rows.size and made.cloud.rows[at] == focus.sample
    brush = focus.brush
    if brush is not None:
        key = (*_key(two, results, chosen), brush)
        unmarked = made
        made = kept(results, key, lambda: unmarked.with_brush(brush.mask()[unmarked.cloud.rows]))
    return replace(made, focused=at if there else None)


def _range(low: float, high: float) -> str:
    """Return two values as a range."""
    return translate("Comparison", "{low} to {high}").format(low=number(low), high=number(high))


class _Picture(HoverView):
    """The scatter on the screen: a click takes a sample, a rectangle that is drawn takes those within."""

    def __init__(self, view: ScatterView) -> None:
        super().__init__(view)
        self._view = view
        self._start: QPointF | None = None
        self._box: QRectF | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._start, self._box = event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            super().mouseMoveEvent(event)
            return
        apart = event.position() - self._start
        if self._box is not None or abs(apart.x()) + abs(apart.y()) >= QApplication.startDragDistance():
            self._draw(QRectF(self._start, event.position()).normalized())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._start is None:
            return
        self._start, box = None, self._box
        self._draw(None)
        if box is None:
            self._view.take(event.position())
        else:
            self._view.brush(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is not None:
            self._view.step(step)
        elif key == Qt.Key.Key_Space:
            self._view.toggle()
        elif key == Qt.Key.Key_Escape and self._start is not None:
            self._start = None
            self._draw(None)
        else:
            super().keyPressEvent(event)

    def _draw(self, box: QRectF | None) -> None:
        """Draw the rectangle over the figure, or take it away."""
        self._box = box
        self.set_over(None if box is None else partial(draw_picked, picked=box))


class ScatterView(View):
    """Draws the samples; a click or the arrow keys move the focus."""

    key = "scatter"
    choices = ("against", "scale")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: ScatterFigure | None = None
        self.view = _Picture(self)
        self.view.setObjectName("scatter.view")
        self.view.setAccessibleName(translate("Comparison", "Scatter"))
        self.view.hovered.connect(self._describe)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._background = Background(self, remembered=1)
        self._background.ready.connect(self._again)
        self._asked: tuple[Results, FocusState, Chosen] | None = None

    @staticmethod
    def figure(results: Results, focus: FocusState, chosen: Chosen) -> ScatterFigure:
        return make_figure(results, focus, chosen)

    @staticmethod
    def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
        """Return the losses and who is right, a row a sample."""
        figure = make_figure(results, focus, chosen)
        settings = results.document.settings
        loss = text.measure_title(settings.current, settings.unit)
        names = (text.labelled(axis.title, loss) for axis in (figure.x, figure.y))
        header = (translate("Comparison", "sample"), *names, translate("Comparison", "right"))
        if not figure.cloud.x.size:
            return Numbers(header, ((figure.note, None, None, ""),))
        cloud, document = figure.cloud, results.document
        titles = (text.sample_title(document, row) for row in cloud.rows.tolist())
        kinds = (figure.keys[kind] for kind in cloud.kinds.tolist())
        columns = [titles, cloud.x.tolist(), cloud.y.tolist(), kinds]
        if figure.brushed is not None:
            header = (*header, translate("Comparison", "brushed"))
            columns.append(figure.brushed.astype(int).tolist())
        return Numbers(header, tuple(zip(*columns, strict=True)))

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def show_results(self, results: Results, focus: FocusState, chosen: Chosen) -> None:
        self._asked = (results, focus, chosen)
        two = two_of(results, focus, chosen)
        if (
            two is not None
            and results.document.size > _INLINE_ROWS
            and not is_kept(results, _key(two, results, chosen))
        ):
            key = (results, _key(two, results, chosen))
            self._background.get(key, partial(_prepare, results, two, chosen))  # which keeps it
            self.shown = None
            words = translate("Comparison", "Placing samples…")
            self.view.set_marks(lambda painter, rect, style: draw_words(painter, rect, words, style))
            return
        self.shown = make_figure(results, focus, chosen)
        self.view.set_marks(self.shown.draw)

    def _again(self, key: object) -> None:
        if self._asked is not None:
            self.show_results(*self._asked)

    def take(self, point: QPointF) -> None:
        """Look at the sample under a point."""
        found = self._under(point)
        if found is not None and self.shown is not None:
            self.focused.emit({"sample": int(self.shown.cloud.rows[found])})

    def brush(self, box: QRectF) -> None:
        """Brush the samples within a rectangle of the figure."""
        figure = self.shown
        if figure is None or self._asked is None or not figure.cloud.x.size:
            return
        style, area = self.view.figure_style, self.view.area
        chart, mask = figure.chart(area, style), np.zeros(self._asked[0].size, np.bool_)
        mask[figure.cloud.rows[figure.within(box, area, style)]] = True
        ends = [chart.values_at(corner) for corner in (box.bottomLeft(), box.topRight())]
        x, y = (_range(low, high) for low, high in zip(*ends, strict=True))
        words = translate("Comparison", "{first} {x}, {second} {y}")
        words = words.format(first=figure.x.title, x=x, second=figure.y.title, y=y)
        self._brush(Brush.of(mask, words))

    def toggle(self) -> None:
        """Add the sample in focus to those brushed, or take it from them."""
        if self._asked is None:
            return
        results, focus, _ = self._asked
        mask = np.zeros(results.size, np.bool_) if focus.brush is None else focus.brush.mask()
        mask[focus.sample] = not mask[focus.sample]
        self._brush(Brush.of(mask, translate("Comparison", "by hand")))

    def _brush(self, brush: Brush) -> None:
        self.focused.emit({"brush": brush if brush.count else None})

    def step(self, by: int) -> None:
        """Look at the next sample to the right, or to the left."""
        if self.shown is None or not self.shown.cloud.x.size:
            return
        order = np.argsort(self.shown.cloud.x, kind="stable")
        at = -1 if self.shown.focused is None else int(np.flatnonzero(order == self.shown.focused)[0])
        to = min(max(at + by, 0), order.size - 1)
        self.focused.emit({"sample": int(self.shown.cloud.rows[order[to]])})

    def _under(self, point: QPointF) -> int | None:
        if self.shown is None or not self.shown.cloud.x.size:
            return None
        return self.shown.nearest(point, self.view.area, self.view.figure_style)

    def _describe(self, point: QPointF) -> None:
        """Say in words which sample is under the pointer."""
        found = self._under(point) if self.shown is None or self.shown.cells is None else None
        if found is None or self.shown is None or self._asked is None:
            self.pointed.emit("")
            return
        cloud, figure, document = self.shown.cloud, self.shown, self._asked[0].document
        name = text.sample_title(document, int(cloud.rows[found]))
        x, y = number(float(cloud.x[found])), number(float(cloud.y[found]))
        right = figure.keys[int(cloud.kinds[found])]
        self.pointed.emit(f"{name}   →   {figure.x.title} {x}   {figure.y.title} {y}   {right}")
