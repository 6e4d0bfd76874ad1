"""Every chosen loss, or its slope, along a path of predictions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import paths
from core.losses import Loss
from core.results import Results
from core.validation import Float
from gui import text
from gui.focus import FocusState
from gui.panels.base import Choice, Panel
from gui.plotting import axes
from gui.plotting.axes import Axis, Chart, Key
from gui.plotting.figure import CENTRE, Numbers, Text, draw_marker, draw_text, elided, pen
from gui.plotting.style import Style
from gui.plotting.view import HoverView
from gui.text import number

translate = QCoreApplication.translate

_POINTS = 401
_ODDS = 8.0
"""The log-odds shown, to both sides: probabilities from 0.0003 to 0.9997."""
_LOW = 190
"""The design height below which there is no room for a sentence above the curves."""
_CUT = 0.01
"""An infinite loss is shown up to its value at this share of the path."""


@dataclass(frozen=True, eq=False)
class Curve:
    """One loss along the path, and at the present prediction; in the unit shown."""

    title: str
    index: int
    y: Float
    here: float
    symbol: str = ""


@dataclass(frozen=True, eq=False)
class CurvesFigure:
    """Curves over one axis. `here` is where the present prediction stands, `notes` says what is not shown."""

    x: Axis
    y: Axis
    at: Float
    curves: tuple[Curve, ...]
    here: float
    model: int
    notes: str
    claim: str = ""

    def chart(self, rect: QRectF, style: Style) -> Chart:
        """Return where the chart stands in `rect`."""
        return Chart.within(rect, self.x, self.y, style, top=_top(style) + 15 * len(self._lines(rect, style)))

    def _lines(self, rect: QRectF, style: Style) -> list[str]:
        """Return what is written below the legend: where there is little room only what is not shown."""
        roomy = rect.height() > style.px(_LOW) and style.shared is None
        return [words for words in (self.claim if roomy else "", self.notes) if words]

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the axes, the curves with their legend, and the present prediction on each."""
        chart = self.chart(rect, style)
        px = style.px
        if not self.curves:
            draw_text(painter, rect.center(), self.notes, Text(12, style.muted, align=CENTRE), style)
            return
        axes.draw_axes(painter, chart, style)
        keys = [Key(each.title, _colour(each, style), dash=_dashed(each), short=each.symbol) for each in self.curves]
        axes.draw_legend(painter, QPointF(chart.plot.left(), rect.top() + px(15)), keys, chart.plot.width(), style)
        for count, words in enumerate(self._lines(rect, style)):
            shown = elided(painter, words, 11, chart.plot.width(), style)
            at = QPointF(chart.plot.left(), rect.top() + px(_top(style) + 1 + 15 * count))
            draw_text(painter, at, shown, Text(11, style.muted), style)
        for curve in sorted(self.curves, key=_dashed):  # dashes last: through them a curve of the same course is seen
            axes.draw_curve(
                painter, chart, self.at, curve.y, _colour(curve, style), style, width=2, dash=_dashed(curve)
            )
        if np.isnan(self.here):
            return
        top = chart.at(self.here, self.y.high)
        painter.setPen(pen(style.model_colour(self.model), 1, style, Qt.PenStyle.DotLine))
        painter.drawLine(top, chart.at(self.here, self.y.low))
        for curve in self.curves:
            if np.isfinite(curve.here) or curve.here == np.inf:
                marker = style.marker(self.model)
                draw_marker(painter, marker, chart.at(self.here, curve.here), 4.5, _colour(curve, style), style)


def _top(style: Style) -> int:
    """Return how much is left free above for the legend: less where several figures share one."""
    return 32 if style.shared is None else 16


def _colour(curve: Curve, style: Style) -> QColor:
    return style.loss_colour(curve.index)


def _dashed(curve: Curve) -> bool:
    return curve.index % 2 == 1


def make_figure(results: Results, focus: FocusState) -> CurvesFigure:
    """Return the chosen losses along the chosen path through the prediction in focus."""
    document = results.document
    settings = document.settings
    chosen = CurvesPanel.chosen(focus)
    p = results.truth_row(focus.sample)
    q = document.models[focus.model].probability_row(focus.sample)
    total = q.sum()
    q = q / total if np.isfinite(total) and total > 0 else np.full(q.size, 1.0 / q.size)
    label = int(p.argmax())
    ends = _ends_of(results, focus, q)
    at, here, title = _axis(results, focus, chosen["along"], q, label)
    curves: list[Curve] = []
    left_out: list[str] = []
    flat: list[str] = []
    for index, loss in enumerate(settings.losses):
        if loss not in settings.computed:
            continue
        name = text.loss_title(loss)
        if not loss.accepts(p):
            left_out.append(name)
        elif chosen["show"] == "slope" and not loss.differentiable:
            flat.append(name)
        else:
            where = np.append(at, here if np.isfinite(here) else at[0])
            both = _along(loss, p, q, label, where, chosen, ends) / text.scale_of(loss, settings.unit)
            curves.append(Curve(name, index, both[:-1], float(both[-1]), loss.symbol))
    notes: list[str] = []
    if left_out:
        notes.append(translate("Curves", "{losses}: not for this truth.").format(losses=text.listed(left_out)))
    if flat:
        notes.append(translate("Curves", "{losses}: no slope, only steps.").format(losses=text.listed(flat)))
    unit = text.unit_name(settings.unit)  # of the losses that have one
    if chosen["show"] == "slope":
        words = translate("Curves", "Slope ({unit})").format(unit=unit)
    else:
        words = translate("Curves", "Loss ({unit})").format(unit=unit)
    y = _range(at, curves, words, log=chosen["scale"] == "log")
    return CurvesFigure(
        Axis(title, *_ends(chosen["along"])),
        y,
        at,
        tuple(curves),
        here,
        focus.model,
        text.joined(notes),
        _claim(results, p, q, label),
    )


def _claim(results: Results, p: Float, q: Float, label: int) -> str:
    """Return how hard cross-entropy and squared error pull on the true class here, by its logit and by its q."""
    settings = results.document.settings
    pair = [loss for loss in settings.computed if loss.name in ("cross_entropy", "mse")]
    if len(pair) < 2 or not 0.0 < q[label] < 1.0:
        return ""
    here = np.array([q[label]])
    choice = {"along": "probability", "show": "slope"}
    squared, cross = sorted(pair, key=lambda loss: loss.name == "cross_entropy")
    with np.errstate(divide="ignore"):
        by_logit = [float(loss.gradient_from_logits(p, np.log(q))[label]) for loss in (cross, squared)]
    by_share = [float(_along(loss, p, q, label, here, choice, (q, p))[0]) for loss in (cross, squared)]
    scales = [text.scale_of(loss, settings.unit) for loss in (cross, squared)]
    parts: list[str] = []
    for words, slopes in (
        (translate("Curves", "by the logit {cross} and {squared}, {times}"), by_logit),
        (translate("Curves", "by q {cross} and {squared}, {times}"), by_share),
    ):
        one, other = (slope / scale for slope, scale in zip(slopes, scales, strict=True))
        times = translate("Curves", "{ratio} times").format(ratio=f"{abs(one / other):.3g}" if other else "∞")
        parts.append(words.format(cross=number(one), squared=number(other), times=times))
    name = results.document.classes[label]
    words = translate("Curves", "Cross-entropy and squared error pull “{name}” here {slopes}.")
    slopes = translate("Curves", "{by_logit}; {by_q}").format(by_logit=parts[0], by_q=parts[1])
    return words.format(name=name, slopes=slopes)


def points_of(results: Results, focus: FocusState) -> tuple[tuple[str, str], ...]:
    """Return the points that a line may run between: keys and titles; the model in focus, the truth, and fixed ones."""
    document = results.document
    models = [(f"model {k}", model.name) for k, model in enumerate(document.models)]
    corners = [
        (f"class {k}", translate("Curves", "all on “{name}”").format(name=name))
        for k, name in enumerate(document.classes)
    ]
    fixed = [("truth", translate("core", "Truth")), ("uniform", translate("Curves", "uniform"))]
    return (("focus", translate("Curves", "model in focus")), *fixed, *models, *corners)


def _point(results: Results, focus: FocusState, key: str, q: Float) -> Float:
    """Return the distribution of a key of `points_of`, of one that is gone the model's in focus."""
    kind, _, place = key.partition(" ")
    document, index = results.document, int(place) if place.isdigit() else 0
    if kind == "truth":
        return results.truth_row(focus.sample)
    if kind == "uniform":
        return np.full(q.size, 1.0 / q.size)
    if kind == "class" and index < q.size:
        return np.eye(q.size)[index]
    if kind == "model" and index < len(document.models):
        row = document.models[index].probability_row(focus.sample)
        return row / row.sum() if row.sum() > 0 else row
    return q


def _ends_of(results: Results, focus: FocusState, q: Float) -> tuple[Float, Float]:
    """Return where the straight line starts and where it ends."""
    chosen = CurvesPanel.chosen(focus)
    if chosen["along"] != "line":
        return q, results.truth_row(focus.sample)
    return _point(results, focus, chosen["from"], q), _point(results, focus, chosen["to"], q)


def _ends(along: str) -> tuple[float, float]:
    return (-_ODDS, _ODDS) if along == "logit" else (0.0, 1.0)


def _axis(results: Results, focus: FocusState, along: str, q: Float, label: int) -> tuple[Float, float, str]:
    """Return the points along the path, where the present prediction is, and the axis's title."""
    document = results.document
    name = document.classes[label]
    share = np.linspace(0.0, 1.0, _POINTS)
    if along == "logit":
        with np.errstate(divide="ignore"):
            odds = float(np.log(q[label]) - np.log(np.delete(q, label).sum()))
        title = translate("Curves", "Log-odds of “{name}”: its logit, against the others").format(name=name)
        return (2.0 * share - 1.0) * _ODDS, odds, title
    if along == "truth":
        model = document.models[focus.model].name
        return share, 0.0, translate("Curves", "Share of the way from {model} to the truth").format(model=model)
    if along == "line":
        chosen, titles = CurvesPanel.chosen(focus), dict(points_of(results, focus))
        start, end = (titles.get(chosen[key], titles["focus"]) for key in ("from", "to"))
        words = translate("Curves", "Share of the way from {start} to {end}").format(start=start, end=end)
        points = _ends_of(results, focus, q)
        here = next((float(k) for k, point in enumerate(points) if np.array_equal(point, q)), np.nan)
        return share, here, words
    dense = (1.0 - np.cos(np.pi * share)) / 2.0  # closer together where losses are steep
    return dense, float(q[label]), translate("Curves", "Probability q of “{name}”").format(name=name)


def _along(
    loss: Loss, p: Float, q: Float, label: int, at: Float, chosen: dict[str, str], ends: tuple[Float, Float]
) -> Float:
    """Return the loss, or its slope, at points of the path, in nats."""
    slope = chosen["show"] == "slope"
    if chosen["along"] == "logit":
        z = paths.toward_logit(q, label, at)
        if np.isinf(z).all(axis=-1).any() or np.isposinf(z).any():  # at a corner: by its probabilities
            certain = paths.toward_class(q, label, np.where(at > 0, 1.0, 0.0))
            safe = np.where(np.isfinite(at)[:, None], z, 0.0)
            corners = np.zeros(at.size) if slope else loss.value(p, certain)
            inner = loss.gradient_from_logits(p, safe)[:, label] if slope else loss.value_from_logits(p, safe)
            return np.where(np.isfinite(at), inner, corners)
        return loss.gradient_from_logits(p, z)[:, label] if slope else loss.value_from_logits(p, z)
    line = chosen["along"] in ("truth", "line")
    rows = paths.between(*ends, at) if line else paths.toward_class(q, label, at)
    if not slope:
        return loss.value(p, rows)
    way = ends[1] - ends[0] if line else paths.toward_class(q, label, [1.0])[0] - paths.toward_class(q, label, [0.0])[0]
    pull = loss.gradient(p, rows)
    with np.errstate(invalid="ignore"):
        return np.where(way == 0, 0.0, pull * way).sum(axis=-1)


def _range(at: Float, curves: list[Curve], title: str, *, log: bool) -> Axis:
    """Return the vertical axis: over all that is finite, or where a curve is infinite up to near its end."""
    inner = (at >= at[0] + _CUT * (at[-1] - at[0])) & (at <= at[-1] - _CUT * (at[-1] - at[0]))
    seen = [curve.y if np.isfinite(curve.y).all() else curve.y[inner] for curve in curves]
    values = np.concatenate([y[np.isfinite(y)] for y in seen]) if seen else np.zeros(1)
    if log:
        values = values[values > 0]
        high = float(values.max()) if values.size else 1.0
        low = max(float(values.min()), 1e-6 * high) if values.size else 1e-3
        return Axis(title, low if low < high else high / 10.0, high, log=True)
    low, high = (min(0.0, float(values.min())), float(values.max())) if values.size else (0.0, 1.0)
    if high - low < 1e-9:
        high = low + 1.0
    margin = 0.03 * (high - low)
    return Axis(title, low - (margin if low < 0 else 0.0), high + margin)


class CurvesPanel(Panel):
    """Losses along a path of predictions."""

    name = "curves"
    area = "bottom"
    order = 40
    figure_size = QSize(720, 440)
    of_losses = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: CurvesFigure | None = None
        self.view = HoverView(self)
        self.view.setObjectName("curves.view")
        self.view.setAccessibleName(self.title())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        self.setMinimumSize(280, 165)
        self.view.hovered.connect(self._describe)

    @staticmethod
    def title() -> str:
        return translate("Curves", "Curves")

    @staticmethod
    def choices() -> tuple[Choice, ...]:
        return (
            Choice(
                "along",
                translate("Curves", "What moves"),
                (
                    ("probability", translate("Curves", "Probability of the true class")),
                    ("logit", translate("Curves", "Logit of the true class")),
                    ("truth", translate("Curves", "Straight to the truth")),
                    ("line", translate("Curves", "Between two points")),
                ),
            ),
            Choice(
                "show",
                translate("Curves", "What is shown"),
                (("value", translate("Curves", "Loss")), ("slope", translate("Curves", "Slope"))),
            ),
            Choice(
                "scale",
                translate("Curves", "Scale"),
                (("linear", translate("Curves", "Linear")), ("log", translate("Curves", "Logarithmic"))),
            ),
            Choice("from", translate("Curves", "The line from"), (("focus", ""),), open=True),
            Choice("to", translate("Curves", "The line to"), (("truth", ""),), open=True),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> CurvesFigure:
        return make_figure(results, focus)

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return every curve at the points it is drawn through."""
        figure = make_figure(results, focus)
        header = (figure.x.title, *(curve.title for curve in figure.curves))
        columns = [figure.at, *(curve.y for curve in figure.curves)]
        return Numbers(header, tuple(tuple(row) for row in np.stack(columns, axis=-1).tolist()))

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show(self, results: Results, focus: FocusState) -> None:
        self._figure = make_figure(results, focus)
        for name in ("from", "to"):
            self.set_options(name, points_of(results, focus))
            self._controls[name].setEnabled(self.chosen(focus)["along"] == "line")
        self.show_choices(focus)
        self.view.set_marks(self._figure.draw)

    def _describe(self, point: QPointF) -> None:
        """Say in words what every curve is worth under the pointer."""
        figure = self._figure
        under = figure.chart(self.view.area, self.view.figure_style).under(point) if figure is not None else None
        if figure is None or under is None or not figure.curves:
            self.pointed.emit("")
            return
        nearest = int(np.abs(figure.at - under[0]).argmin())
        parts = [f"{curve.title} {number(float(curve.y[nearest]))}" for curve in figure.curves]
        self.pointed.emit(f"{number(float(figure.at[nearest]))}   →   " + "   ".join(parts))
