"""Gradient descent under every loss in the tables, from one start: what each makes of it, and who arrives first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from core import distributions
from core.descent import Path
from core.results import Results
from core.validation import Float
from gui import text, trails
from gui.background import Background
from gui.choices import AnyChoice, Choice, Switch
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting import axes
from gui.plotting.axes import Axis, Chart, Key
from gui.plotting.figure import CENTRE, Cell, Numbers, Text, draw_marker, draw_text, elided, pen, wrapped
from gui.plotting.style import Style
from gui.plotting.view import HoverView
from gui.text import number

translate = QCoreApplication.translate

GOAL = 0.9
"""The probability of the true class at which a loss has arrived."""
_POINTS = 400
"""A curve of more steps is drawn through so many of them."""
_LOW = 180
"""The design height below which a chart has room for one line above it."""
_FRAME = 33
"""Milliseconds between two pictures of the play."""
_PAUSE = 80
"""Milliseconds a hand must rest before paths are computed: done at every step of a drag they would hold it up."""
_FRAMES = 150
"""About so many pictures a play takes, however many steps there are."""


@dataclass(frozen=True, eq=False)
class Runner:
    """One loss's curve, in the shown unit: its title, its place in the menu, y at every step, and its arrival."""

    title: str
    index: int
    y: Float
    arrived: int | None


@dataclass(frozen=True, eq=False)
class DescentFigure:
    """Curves over steps, up to the step looked at; the rest of each is faint. `words` tell the race."""

    x: Axis
    y: Axis
    runners: tuple[Runner, ...]
    at: int
    goal: float | None
    words: str
    notes: str

    def chart(self, rect: QRectF, style: Style) -> Chart:
        """Return where the chart stands in `rect`."""
        return Chart.within(rect, self.x, self.y, style, top=30 + 18 * len(self._lines(rect, style)))

    def _lines(self, rect: QRectF, style: Style) -> list[str]:
        """Return what is written above the chart: where there is little room the race alone."""
        lines = [words for words in (self.words, self.notes) if words]
        return lines if rect.height() > style.px(_LOW) else lines[:1]

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the race in words, the legend, the curves, and where each stands at the step looked at."""
        px = style.px
        if not self.runners:
            painter.setFont(style.font(12))
            for count, line in enumerate(wrapped(painter, self.notes, rect.width() - px(40))):
                at = rect.center() + QPointF(0, px(20) * count)
                draw_text(painter, at, line, Text(12, style.muted, align=CENTRE), style)
            return
        chart = self.chart(rect, style)
        left, width = chart.plot.left(), chart.plot.width()
        for count, words in enumerate(self._lines(rect, style)):
            how = Text(12 if not count else 11, style.text if not count else style.muted)
            shown = elided(painter, words, how.size, width, style)
            draw_text(painter, QPointF(left, rect.top() + px(14 + 18 * count)), shown, how, style)
        keys = [Key(runner.title, _colour(runner, style), dash=_dashed(runner)) for runner in self.runners]
        axes.draw_legend(painter, QPointF(left, chart.plot.top() - px(15)), keys, width, style)
        axes.draw_axes(painter, chart, style)
        if self.goal is not None:
            painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DashLine))
            painter.drawLine(chart.at(self.x.low, self.goal), chart.at(self.x.high, self.goal))
        self._draw_runners(painter, chart, style)

    def _draw_runners(self, painter: QPainter, chart: Chart, style: Style) -> None:
        for runner in sorted(self.runners, key=_dashed):  # dashes last: through them a curve of the same course is seen
            steps = _thinned(runner.y.size)
            faint = QColor(_colour(runner, style))
            faint.setAlphaF(0.3)
            axes.draw_curve(painter, chart, steps, runner.y[steps], faint, style, dash=_dashed(runner))
            run = np.unique(np.append(steps[steps <= self.at], self.at))
            axes.draw_curve(
                painter, chart, run, runner.y[run], _colour(runner, style), style, width=2, dash=_dashed(runner)
            )
        painter.setPen(pen(style.muted, 1, style, Qt.PenStyle.DotLine))
        painter.drawLine(chart.at(self.at, self.y.low), chart.at(self.at, self.y.high))
        for runner in self.runners:
            colour = _colour(runner, style)
            if runner.arrived is not None and runner.arrived <= self.at:
                at = chart.at(runner.arrived, float(runner.y[runner.arrived]))
                draw_marker(painter, "diamond", at, 4, colour, style, hollow=True)
            if not np.isnan(runner.y[self.at]):
                draw_marker(painter, "circle", chart.at(self.at, float(runner.y[self.at])), 4.5, colour, style)


def _colour(runner: Runner, style: Style) -> QColor:
    return style.loss_colour(runner.index)


def _dashed(runner: Runner) -> bool:
    return runner.index % 2 == 1


def _thinned(count: int) -> np.ndarray:
    return np.unique(np.linspace(0, count - 1, min(count, _POINTS)).round().astype(np.int64))


def make_figure(results: Results, focus: FocusState, paths: tuple[Path, ...]) -> DescentFigure:
    """Return the figure of these paths, seen at the step in focus."""
    settings = results.document.settings
    show = DescentPanel.chosen(focus)["show"]
    label = int(results.truth_row(focus.sample).argmax())
    name = results.document.classes[label]
    steps = paths[0].steps if paths else 0
    runners: list[Runner] = []
    for path in paths:
        y = path.q[:, label] if show == "probability" else path.values / text.scale_of(path.loss, settings.unit)
        if show == "share":
            y = y / y[0] if np.isfinite(y[0]) and y[0] > 0 else np.full(y.size, np.nan)
        index = settings.losses.index(path.loss)
        runners.append(Runner(text.loss_title(path.loss), index, y, path.first_above(label, GOAL)))
    x = Axis(translate("Descent", "Step"), 0.0, float(max(1, steps)))
    y = _vertical(show, runners, name, text.unit_name(settings.unit))
    goal = GOAL if show == "probability" else None
    at = trails.at_of(focus, steps)
    return DescentFigure(x, y, tuple(runners), at, goal, _race_words(runners, name, steps), _notes(results, focus))


def _vertical(show: str, runners: list[Runner], name: str, unit: str) -> Axis:
    if show == "probability":
        return Axis(translate("Descent", "q of “{name}”").format(name=name), 0.0, 1.0)
    title = translate("Descent", "Loss ({unit})").format(unit=unit)
    if show == "share":
        title = translate("Descent", "Loss, of that at the start")
    finite = [y[np.isfinite(y)] for y in (runner.y for runner in runners)]
    high = max((float(y.max()) for y in finite if y.size), default=1.0)
    return Axis(title, 0.0, 1.04 * high if high > 0 else 1.0)


def _race_words(runners: list[Runner], name: str, steps: int) -> str:
    """Return who is first above the goal, who follows, and who does not arrive."""
    arrived = sorted({runner.arrived for runner in runners if runner.arrived is not None})
    sentences: list[str] = []
    for place, step in enumerate(arrived):
        who = text.listed(runner.title for runner in runners if runner.arrived == step)
        if place == 0:
            words = translate("Descent", "{losses} first: “{name}” above {goal} at step {step}.")
        else:
            words = translate("Descent", "{losses}: step {step}.")
        sentences.append(words.format(losses=who, name=name, goal=number(GOAL), step=step))
    late = [runner.title for runner in runners if runner.arrived is None]
    if late:
        words = translate("Descent", "{losses}: not above {goal} within {steps} steps.")
        sentences.append(words.format(losses=text.listed(late), goal=number(GOAL), steps=steps))
    return text.joined(sentences)


def _notes(results: Results, focus: FocusState) -> str:
    """Return which losses do not race, and what the start rules out."""
    settings = results.document.settings
    p = results.truth_row(focus.sample)
    notes: list[str] = []
    flat = [text.loss_title(loss) for loss in settings.computed if not loss.differentiable]
    refused = [text.loss_title(loss) for loss in settings.computed if loss.differentiable and not loss.accepts(p)]
    if flat:
        notes.append(
            translate("Descent", "{losses}: no slope to go down, only steps.").format(losses=text.listed(flat))
        )
    if refused:
        notes.append(translate("Descent", "{losses}: not for this truth.").format(losses=text.listed(refused)))
    if np.isneginf(trails.start_of(results, focus)).any():
        notes.append(translate("Descent", "A class that starts at 0 stays there: its logit is −∞."))
    return text.joined(notes)


class _Track(HoverView):
    """The chart; keys play, pause and go through the steps."""

    pressed = Signal(str)

    _KEYS = {  # noqa: RUF012 - never changed
        Qt.Key.Key_Space: "play",
        Qt.Key.Key_Left: "back",
        Qt.Key.Key_Right: "on",
        Qt.Key.Key_Home: "first",
        Qt.Key.Key_End: "last",
    }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = self._KEYS.get(Qt.Key(event.key()))
        if wanted is None:
            event.ignore()
            return
        self.pressed.emit(wanted)


class DescentPanel(Panel):
    """Losses going downhill side by side."""

    name = "descent"
    area = "bottom"
    order = 60
    figure_size = QSize(720, 440)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self._focus = FocusState()
        self._figure: DescentFigure | None = None
        self._race: trails.Race | None = None
        self._background = Background(self)
        self._background.ready.connect(lambda _: self._show_again())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._compute)
        self._clock = QTimer(self, interval=_FRAME)
        self._clock.timeout.connect(self._tick)
        self.view = _Track(self)
        self.view.setObjectName("descent.view")
        self.view.setAccessibleName(self.title())
        self.view.setAccessibleDescription(self.tr("Space plays and pauses, arrow keys go through the steps."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._build_transport())
        self.setMinimumSize(280, 165)
        self.view.hovered.connect(self._describe)
        self.view.pressed.connect(self._obey)

    def _build_transport(self) -> QHBoxLayout:
        self.play = QToolButton(self)
        self.play.setObjectName("control.descent.play")
        self.play.clicked.connect(self._toggle)
        self.scrub = QSlider(Qt.Orientation.Horizontal, self)
        self.scrub.setObjectName("control.descent.at")
        self.scrub.setAccessibleName(self.tr("Step"))
        self.scrub.setToolTip(self.tr("The step that is looked at, here and on every surface"))
        self.scrub.valueChanged.connect(self._scrubbed)
        self.step_words = QLabel(self)
        self.step_words.setObjectName("descent.step")
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 4)
        for widget in (self.play, self.scrub, self.step_words):
            row.addWidget(widget)
        self._show_play()
        return row

    @staticmethod
    def title() -> str:
        return translate("Descent", "Descent")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        starts = (
            ("model", translate("Descent", "From the model’s q")),
            ("wrong", translate("Descent", "Confidently wrong")),
            ("uniform", translate("Descent", "From uniform")),
        )
        shows = (
            ("loss", translate("Descent", "Loss")),
            ("share", translate("Descent", "Loss, of the start’s")),
            ("probability", translate("Descent", "True class")),
        )
        return (
            Choice("show", translate("Descent", "What is shown"), shows),
            Choice("start", translate("Descent", "Where it starts"), starts),
            Switch(
                "trails",
                translate("Descent", "On surfaces"),
                meaning=translate("Descent", "Draw the paths on every surface"),
            ),
            replace(trails.RATE, title=translate("Descent", "Learning rate η")),
            replace(trails.STEPS, title=translate("Descent", "Number of steps T")),
            replace(trails.MOMENTUM, title=translate("Descent", "Momentum μ")),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> DescentFigure:
        return make_figure(results, focus, trails.race_of(results, focus).paths())

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return every path: step, loss, its value, and the probability and logit of every class.

        A loss that does not race stays at the start.
        """
        document = results.document
        unit = document.settings.unit
        rows: list[tuple[Cell, ...]] = []
        paths = trails.race_of(results, focus).paths()
        z = trails.start_of(results, focus)
        for loss in document.settings.computed:
            if all(path.loss != loss for path in paths):
                rows.append((0, text.loss_title(loss), None, *distributions.softmax(z).tolist(), *z.tolist()))
        for path in paths:
            title, scale = text.loss_title(path.loss), text.scale_of(path.loss, unit)
            for step in range(path.steps + 1):
                value = float(path.values[step]) / scale
                rows.append((step, title, value, *path.q[step].tolist(), *path.z[step].tolist()))
        words = translate("Descent", "value ({unit})").format(unit=text.unit_name(unit))
        heads = (translate("Descent", "step"), translate("Descent", "loss"), words)
        q, z = (tuple(f"{letter} {name}" for name in document.classes) for letter in "qz")
        return Numbers((*heads, *q, *z), tuple(rows))

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show(self, results: Results, focus: FocusState) -> None:
        self._results, self._focus = results, focus
        self.show_choices(focus)
        race = trails.race_of(results, focus)
        paths = race.known_paths()
        if not paths and race.losses:
            self._say(self.tr("Computing…"))
            self._want(race)
            return
        figure = self._figure = make_figure(results, focus, paths)
        steps = paths[0].steps if paths else 0
        with QSignalBlocker(self.scrub):
            self.scrub.setRange(0, steps)
            self.scrub.setValue(figure.at)
        self._say(self.tr("step {at} of {all}").format(at=figure.at, all=steps))
        self.view.set_marks(figure.draw)

    def show_results(self, results: Results, focus: FocusState) -> None:
        """Compute the paths behind another tab too, where surfaces are to show them."""
        super().show_results(results, focus)
        if not self.is_seen and trails.are_wanted(focus):
            race = trails.race_of(results, focus)
            if not race.known_paths():
                self._want(race)

    def _want(self, race: trails.Race) -> None:
        """Have the paths computed once the hand rests, the first ones at once."""
        self._race = race
        if self._figure is None:
            self._compute()
        else:
            self._pause.start()

    def _compute(self) -> None:
        if self._race is not None and self._background.get(self._race, self._race.paths) is not None:
            self._show_again()

    def _show_again(self) -> None:
        """Show what has been computed by now, here and, through the focus, where paths lie on surfaces."""
        if self._results is not None and self.is_seen:
            self._show(self._results, self._focus)
        waiting = self._waiting[1] if self._waiting is not None else self._focus
        if trails.are_wanted(waiting):
            turn = waiting.choices.get("descent.turn")
            self.focused.emit({"choices": {"descent.turn": "1" if turn == "0" else "0"}})

    def _say(self, words: str) -> None:
        self.step_words.setText(words)

    # -- the play ---------------------------------------------------------------------------------------

    def _toggle(self) -> None:
        if self._clock.isActive():
            self._stop()
            return
        if self.scrub.value() == self.scrub.maximum():
            self._look_at(0)
        self._clock.start()
        self._show_play()

    def _stop(self) -> None:
        self._clock.stop()
        self._show_play()

    def _show_play(self) -> None:
        words = self.tr("Pause") if self._clock.isActive() else self.tr("Play")
        self.play.setText("▮▮" if self._clock.isActive() else "▶")
        self.play.setAccessibleName(words)
        self.play.setToolTip(words)

    def _tick(self) -> None:
        self._look_at(self.scrub.value() + max(1, self.scrub.maximum() // _FRAMES))
        if self.scrub.value() >= self.scrub.maximum():
            self._stop()

    def _look_at(self, step: int) -> None:
        step = min(max(step, 0), self.scrub.maximum())
        with QSignalBlocker(self.scrub):  # the next tick must not wait for the picture
            self.scrub.setValue(step)
        self.focused.emit({"choices": {"descent.at": str(step)}})

    def _scrubbed(self, step: int) -> None:
        self._stop()
        self._look_at(step)

    def _obey(self, wanted: str) -> None:
        if wanted == "play":
            self._toggle()
            return
        places = {
            "back": self.scrub.value() - 1,
            "on": self.scrub.value() + 1,
            "first": 0,
            "last": self.scrub.maximum(),
        }
        self._scrubbed(places[wanted])

    def set_in_front(self, in_front: bool) -> None:
        """Play only while somebody can see it."""
        if not in_front:
            self._stop()
        super().set_in_front(in_front)

    def _describe(self, point: QPointF) -> None:
        """Say in words where every loss is at the step under the pointer."""
        figure = self._figure
        under = figure.chart(self.view.area, self.view.figure_style).under(point) if figure is not None else None
        if figure is None or under is None or not figure.runners:
            self.pointed.emit("")
            return
        step = min(max(round(under[0]), 0), figure.runners[0].y.size - 1)
        parts = [f"{runner.title} {number(float(runner.y[step]))}" for runner in figure.runners]
        self.pointed.emit(text.labelled(self.tr("step {at}").format(at=step), "   ".join(parts)))
