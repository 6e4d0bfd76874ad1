"""What pulls on the prediction in focus: the slope of every chosen loss, class by class."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

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
from gui.plotting import axes, lighting
from gui.plotting.axes import Axis, Key
from gui.plotting.figure import CENTRE, RIGHT, Numbers, Text, crisp, draw_text, elided, hairline, pen, whole
from gui.plotting.style import Style
from gui.plotting.view import HoverView
from gui.text import number

translate = QCoreApplication.translate

_CLASSES = 12
"""How many classes are shown; of more, those with the strongest pull."""

_KINK = 1e-4
"""Differences closer to the gradient than this agree with it."""


@dataclass(frozen=True, eq=False)
class Pull:
    """The gradient of one loss in the unit shown, shape (K,), and the same by differences or nothing."""

    title: str
    index: int
    slope: Float
    check: Float | None
    symbol: str = ""


@dataclass(frozen=True, eq=False)
class GradientsFigure:
    """Bars in groups: a group a class, a bar a loss."""

    classes: tuple[str, ...]
    shown: tuple[int, ...]
    pulls: tuple[Pull, ...]
    title: str
    notes: str

    def groups(self, rect: QRectF, style: Style) -> list[tuple[int, QRectF]]:
        """Return each class shown with the rectangle of its bars."""
        px = style.px
        plot = QRectF(rect.left() + px(58), rect.top() + px(46), rect.width() - px(74), rect.height() - px(74))
        width = plot.width() / max(1, len(self.shown))
        return [
            (k, QRectF(plot.left() + slot * width, plot.top(), width, plot.height()))
            for slot, k in enumerate(self.shown)
        ]

    def axis(self) -> Axis:
        """Return the vertical axis: from the least to the greatest finite slope, 0 among them."""
        values = np.concatenate([pull.slope[list(self.shown)] for pull in self.pulls])
        finite = values[np.isfinite(values)]
        low, high = min(0.0, float(finite.min(initial=0.0))), max(0.0, float(finite.max(initial=0.0)))
        if np.isinf(values).any():  # infinite bars stand out from the finite ones
            reach = max(-low, high, 1.0)
            low = min(low, -1.25 * reach) if np.isneginf(values).any() else low
            high = max(high, 1.25 * reach) if np.isposinf(values).any() else high
        if high - low < 1e-12:
            low, high = -1.0, 1.0
        margin = 0.12 * (high - low)
        return Axis("", low - (margin if low < 0 else 0.0), high + (margin if high > 0 else 0.0))

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the legend, the axis and the bars with their numbers where these fit."""
        px = style.px
        draw_text(painter, QPointF(rect.left() + px(12), rect.top() + px(15)), self.title, _heading(style), style)
        if not self.pulls:
            draw_text(painter, rect.center(), self.notes, Text(12, style.muted, align=CENTRE), style)
            return
        painter.setFont(style.font(13, bold=True))
        start = rect.left() + px(28) + painter.fontMetrics().horizontalAdvance(self.title)
        keys = [Key(pull.title, style.loss_colour(pull.index), short=pull.symbol) for pull in self.pulls]
        axes.draw_legend(painter, QPointF(start, rect.top() + px(15)), keys, rect.right() - px(12) - start, style)
        words = elided(painter, self.notes, 11, rect.width() - px(24), style)
        if style.shared is None or words == self.notes:
            draw_text(painter, QPointF(rect.left() + px(12), rect.top() + px(33)), words, Text(11, style.muted), style)
        groups, axis = self.groups(rect, style), self.axis()
        left, right = groups[0][1].left(), groups[-1][1].right()
        top, height = groups[0][1].top(), groups[0][1].height()

        def up(value: float) -> float:
            return top + height * (1.0 - min(max(float(axis.share(value)), 0.0), 1.0))

        for tick in axis.ticks(max(2, int(height / px(26)))):
            painter.setPen(hairline(style.line if tick == 0 else style.grid, 1, style))
            painter.drawLine(QPointF(left, crisp(up(tick), style)), QPointF(right, crisp(up(tick), style)))
            where = QPointF(left - px(6), up(tick))
            draw_text(painter, where, axes.tick_words(tick), Text(11, style.muted, align=RIGHT), style)
        for k, box in groups:
            name = elided(painter, self.classes[k], 12, box.width() - px(4), style, bold=True)
            below = QPointF(box.center().x(), box.bottom() + px(14))
            draw_text(painter, below, name, Text(12, style.class_text(k), bold=True, align=CENTRE), style)
            width = 0.76 * box.width() / len(self.pulls)
            for slot, pull in enumerate(self.pulls):
                x = whole(box.left() + 0.12 * box.width() + slot * width, style)
                right_ = max(whole(x + 0.88 * width, style), x + px(1))
                foot, head = whole(up(0.0), style), whole(up(float(pull.slope[k])), style)
                self._draw_bar(painter, QRectF(x, foot, right_ - x, head - foot), pull, k, style)
                if pull.check is not None and math.isfinite(pull.check[k]):
                    painter.setPen(pen(style.ink, 2, style))
                    y = up(float(pull.check[k]))
                    painter.drawLine(QPointF(x - px(2), y), QPointF(x + 0.88 * width + px(2), y))
        painter.setPen(hairline(style.muted, 1, style))
        painter.drawLine(QPointF(left, crisp(up(0.0), style)), QPointF(right, crisp(up(0.0), style)))

    def _draw_bar(self, painter: QPainter, bar: QRectF, pull: Pull, k: int, style: Style) -> None:
        px, value = style.px, float(pull.slope[k])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.loss_colour(pull.index)))
        if bar.height() != 0:
            painter.drawRect(bar.normalized())
        words = number(value)
        painter.setFont(style.font(10))
        if math.isinf(value) or painter.fontMetrics().horizontalAdvance(words) < bar.width() + px(8):
            y = bar.bottom() + (px(8) if value < 0 else -px(8))
            draw_text(painter, QPointF(bar.center().x(), y), words, Text(10, style.text, align=CENTRE), style)


def _heading(style: Style) -> Text:
    return Text(13, style.ink, bold=True)


def make_figure(results: Results, focus: FocusState) -> GradientsFigure:
    """Return the slopes of the chosen losses at the prediction in focus."""
    document = results.document
    settings = document.settings
    chosen = GradientsPanel.chosen(focus)
    of_logits, checked = chosen["by"] == "logits", chosen["check"] == "on"
    p = results.truth_row(focus.sample)
    q = document.models[focus.model].probability_row(focus.sample)
    heading = "∂L/∂z" if of_logits else "∂L/∂q"
    pulls: list[Pull] = []
    refused: list[str] = []
    flat: list[str] = []
    bent: list[str] = []
    worst = 0.0
    for index, loss in enumerate(settings.losses):
        if loss not in settings.computed:
            continue
        name = text.loss_title(loss)
        if not loss.accepts(p) or (of_logits and not (q > 0).any()):
            refused.append(name)
        elif not loss.differentiable:
            flat.append(name)
        else:
            scale = text.scale_of(loss, settings.unit)
            with np.errstate(divide="ignore"):
                at = np.log(q) if of_logits else q
            slope = loss.gradient_from_logits(p, at) if of_logits else loss.gradient(p, at)
            check = _check(loss, p, at, of_logits=of_logits) if checked else None
            if check is not None:
                worst = max(worst, _apart(check, slope))
                bent += [name] if _is_kink(loss, p, at, slope, of_logits=of_logits) else []
                check = check / scale
            pulls.append(Pull(name, index, slope / scale, check, loss.symbol))
    shown = tuple(range(len(document.classes)))
    notes = [translate("Gradients", "Down is where the loss falls when the class gets more.")]
    if len(shown) > _CLASSES and pulls:
        strongest = np.max([np.abs(pull.slope) for pull in pulls], axis=0)
        shown = tuple(sorted(np.argsort(-strongest, kind="stable")[:_CLASSES].tolist()))
        notes.append(
            translate("Gradients", "The {count} classes of {all} with the strongest pull.").format(
                count=_CLASSES, all=len(document.classes)
            )
        )
    for words, names in (
        (translate("Gradients", "{losses}: not for this row."), refused),
        (translate("Gradients", "{losses}: no gradient, only steps."), flat),
        (translate("Gradients", "{losses}: a kink, where each side has its slope; differences give the mean."), bent),
    ):
        notes += [words.format(losses=text.listed(names))] if names else []
    if checked and pulls:
        notes.append(translate("Gradients", "Differences agree within {worst}.").format(worst=f"{worst:.1e}"))
    model = document.models[focus.model]
    if of_logits and model.temperature != 1.0:
        notes.insert(1, translate("Gradients", "z is the logit in use, divided by T."))
    title = f"{heading}  {text.sample_title(document, focus.sample)}, {text.model_title(model)}"
    return GradientsFigure(document.classes, shown, tuple(pulls), title, text.joined(notes if pulls else notes[1:]))


def _apart(check: Float, slope: Float) -> float:
    """Return how far two gradients are apart where both are finite."""
    both = np.isfinite(check) & np.isfinite(slope)
    return float(np.abs(check - slope)[both].max(initial=0.0))


def _is_kink(loss: Loss, p: Float, at: Float, slope: Float, *, of_logits: bool) -> bool:
    """Return whether differences stay apart from the gradient however small their step, as across a kink."""
    return all(_apart(_check(loss, p, at, of_logits=of_logits, step=h), slope) > _KINK for h in (1e-3, 1e-5))


def _check(loss: Loss, p: Float, at: Float, *, of_logits: bool, step: float = 1e-3) -> Float:
    """Return the slope by differences; nan where a step would leave what the loss is of."""
    if of_logits:
        inner = np.isfinite(at)
        safe = np.where(inner, at, -np.inf)

        def value(points: Float) -> Float:
            return loss.value_from_logits(p, np.where(inner, points, -np.inf))

        slope = paths.slope_by_differences(value, np.where(inner, safe, 0.0), step)
        return np.where(inner, slope, np.nan)
    room = float(at[at > 0].min(initial=1.0)) / 4.0
    step = min(step, room)
    slope = paths.slope_by_differences(lambda points: loss.value(p, np.abs(points)), at, step)
    return np.where(at > 2.0 * step, slope, np.nan)


class GradientsPanel(Panel):
    """The pull of every chosen loss on each class."""

    name = "gradients"
    area = "bottom"
    order = 50
    figure_size = QSize(720, 400)
    of_losses = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: GradientsFigure | None = None
        self.view = HoverView(self)
        self.view.setObjectName("gradients.view")
        self.view.setAccessibleName(self.title())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        self.setMinimumSize(280, 165)
        self._class: int | None = None
        self._lit: int | None = None
        self.view.hovered.connect(self._describe)
        self.view.left.connect(lambda: self._point_at(None))

    @staticmethod
    def title() -> str:
        return translate("Gradients", "Gradients")

    @staticmethod
    def choices() -> tuple[Choice, ...]:
        return (
            Choice(
                "by",
                translate("Gradients", "By what the slope is taken"),
                (
                    ("logits", translate("Gradients", "By the logits z")),
                    ("probabilities", translate("Gradients", "By the probabilities q")),
                ),
            ),
            Choice(
                "check",
                translate("Gradients", "Check by differences"),
                (
                    ("off", translate("Gradients", "By formula")),
                    ("on", translate("Gradients", "By formula, checked by differences")),
                ),
            ),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> GradientsFigure:
        return make_figure(results, focus)

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return the slope of every loss shown, for each class."""
        figure = make_figure(results, focus)
        header = (
            translate("Gradients", "class"),
            *(f"{pull.title} {figure.title.split()[0]}" for pull in figure.pulls),
        )
        rows = ((name, *(float(pull.slope[k]) for pull in figure.pulls)) for k, name in enumerate(figure.classes))
        return Numbers(header, tuple(rows))

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show_class(self, k: int | None) -> None:
        if k != self._lit:
            self._lit = k
            self.view.set_over(None if k is None else partial(self._draw_lit, k))

    def _draw_lit(self, k: int, painter: QPainter, rect: QRectF, style: Style) -> None:
        if self._figure is not None and self._figure.pulls:
            boxes = [(own, box.adjusted(0, 0, 0, style.px(22))) for own, box in self._figure.groups(rect, style)]
            lighting.draw(painter, boxes, k, style)

    def _point_at(self, k: int | None) -> None:
        """Say which class is under the pointer, if it is another one."""
        if k != self._class:
            self._class = k
            self.focused.emit({"highlight": k})

    def _show(self, results: Results, focus: FocusState) -> None:
        self._show_class(focus.highlight)
        self._figure = make_figure(results, focus)
        self.show_choices(focus)
        self.view.set_marks(self._figure.draw)

    def _describe(self, point: QPointF) -> None:
        """Say in words what pulls on the class under the pointer."""
        figure = self._figure
        if figure is None or not figure.pulls:
            self.pointed.emit("")
            return
        for k, box in figure.groups(self.view.area, self.view.figure_style):
            if box.contains(point):
                parts = [f"{pull.title} {number(float(pull.slope[k]))}" for pull in figure.pulls]
                self.pointed.emit(f"{figure.classes[k]}   →   " + "   ".join(parts))
                self._point_at(k)
                return
        self.pointed.emit("")
        self._point_at(None)
