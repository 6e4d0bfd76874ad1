"""Gradient descent under every loss in the tables, from one start: what each makes of it, and who arrives first."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QPointF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from core import distributions
from core.results import Results
from gui import text, trails
from gui.background import Background
from gui.choices import AnyChoice, Choice, Switch
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.panels.descent.figure import DescentFigure, make_figure
from gui.panels.descent.start import StartLine
from gui.plotting.figure import Cell, Numbers
from gui.plotting.style import Style
from gui.plotting.view import HoverView
from gui.text import number

translate = QCoreApplication.translate

_FRAME = 33
"""Milliseconds between two pictures of the play."""
_PAUSE = 80
"""Milliseconds a hand must rest before paths are computed: done at every step of a drag they would hold it up."""
_FRAMES = 150
"""About so many pictures a play takes, however many steps there are."""


class _Track(HoverView):
    """The chart; keys play, pause and go through the steps."""

    pressed = Signal(str)
    is_picked = False
    """Whether the start was picked, so that Esc gives it up; else Esc is for others."""

    _KEYS: ClassVar[dict[Qt.Key, str]] = {
        Qt.Key.Key_Space: "play",
        Qt.Key.Key_Left: "back",
        Qt.Key.Key_Right: "on",
        Qt.Key.Key_Home: "first",
        Qt.Key.Key_End: "last",
        Qt.Key.Key_Escape: "model",
    }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = self._KEYS.get(Qt.Key(event.key()))
        if wanted is None or (wanted == "model" and not self.is_picked):
            event.ignore()
            return
        self.pressed.emit(wanted)


class DescentPanel(Panel):
    """Losses going downhill side by side."""

    name = "descent"
    area = "bottom"
    order = 60
    figure_size = QSize(720, 440)
    of_losses = True

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
        layout.addWidget(self._build_start())
        layout.addLayout(self._build_transport())
        self.setMinimumSize(280, 165)
        self.view.hovered.connect(self._describe)
        self.view.pressed.connect(self._obey)

    def _build_start(self) -> StartLine:
        self.start = StartLine(self)
        self.start.picked.connect(lambda q: self.focused.emit({"choices": trails.picking(q)}))
        self.start.refused.connect(self.told)
        self.start.left.connect(self._leave_picked)
        return self.start

    def _leave_picked(self) -> None:
        """Start from the model's q again."""
        self.focused.emit({"choices": {"descent.start": "model"}})
        self.view.setFocus()

    def _choose(self, name: str, key: str) -> None:
        """Let a q be chosen from where descents start now, if none was."""
        results = self._results
        if name == "start" and key == "picked" and results is not None:
            picked = trails.picked_of(self._focus, len(results.document.classes))
            start = distributions.softmax(trails.start_of(results, self._focus)) if picked is None else picked
            self.focused.emit({"choices": trails.picking(start)})
            self.start.take_keys()
        else:
            super()._choose(name, key)

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
            ("picked", translate("Descent", "From a chosen q")),
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
        return make_figure(results, focus, trails.race_of(results, focus).paths(), DescentPanel.chosen(focus)["show"])

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
        wanted = self.chosen(focus)["start"] == "picked"
        start = distributions.softmax(trails.start_of(results, focus))
        self.view.is_picked = wanted
        self.start.show_start(start, results.document.classes, wanted=wanted)
        race = trails.race_of(results, focus)
        paths = race.known_paths()
        if not paths and race.losses:
            self._say(self.tr("Computing…"))
            self._want(race)
            return
        figure = self._figure = make_figure(results, focus, paths, self.chosen(focus)["show"])
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
        if wanted == "model":
            self._leave_picked()
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
