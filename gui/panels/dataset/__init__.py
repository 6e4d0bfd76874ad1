"""The whole dataset at once: losses, confusion, calibration, temperature and coverage; five views, a file each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.results import Results
from gui.background import Background
from gui.choices import Amount, AnyChoice, Choice, ToolRow
from gui.focus import FocusState
from gui.kept import is_kept
from gui.panels.base import Panel
from gui.panels.dataset import confusion, coverage, losses, reliability, temperature
from gui.panels.dataset.common import MessageFigure, Shown, View, samples, top_of
from gui.panels.dataset.temperature_figure import TemperatureFigure, temperature_words
from gui.plotting.figure import Figure, Numbers
from gui.plotting.picking import Pick, PickView
from gui.plotting.style import Style
from gui.store import Intent

translate = QCoreApplication.translate

_VIEWS: dict[str, View] = {
    "losses": losses,
    "confusion": confusion,
    "reliability": reliability,
    "temperature": temperature,
    "coverage": coverage,
}
_INLINE_ENTRIES = 200_000
"""Up to so many probabilities of all models the window's own thread counts within a frame or two."""
_MOMENT_MS = 150
"""So long the figure before stays while the next is computed, so that quick ones come without a flicker."""
_MOST_EVENTS = 1000
"""Of so many classes one may be chosen; a longer list serves nobody."""
_NUDGE = 1.02
"""What one press of an arrow multiplies the temperature by."""


class DatasetPanel(Panel):
    """What all samples say together; bars, cells and stretches pick samples out."""

    name = "dataset"
    area = "bottom"
    order = 90
    figure_size = QSize(760, 420)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PickView(self)
        self.view.setObjectName("dataset.view")
        self.view.setAccessibleName(self.title())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumSize(240, 140)
        self._row = ToolRow([(choice.title, self._controls[choice.name]) for choice in self.choices()])
        self.use = QPushButton(self)
        self.use.setObjectName("dataset.use")
        self.use.hide()
        self.use.clicked.connect(self._use_best)
        self.view.picked.connect(self._pick)
        self.view.looked.connect(self._look)
        self.view.moved.connect(self._move)
        self.view.nudged.connect(self._nudge)
        self.view.called_off.connect(self.called_off)
        self._background = Background(self, remembered=1)
        self._background.ready.connect(self._again)
        self._late = QTimer(self, singleShot=True)
        self._late.timeout.connect(self._say_late)
        self._asked: tuple[Results, FocusState] | None = None
        self.shown: Shown | None = None
        """The figure of what was asked last; None while it is computed."""

    @staticmethod
    def title() -> str:
        return translate("Dataset", "Dataset")

    def tools(self) -> QWidget:
        return self._row

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            Choice(
                "view",
                translate("Dataset", "View"),
                (
                    ("losses", translate("Dataset", "Losses")),
                    ("confusion", translate("Dataset", "Confusion")),
                    ("reliability", translate("Dataset", "Reliability")),
                    ("temperature", translate("Dataset", "Temperature")),
                    ("coverage", translate("Dataset", "Coverage")),
                ),
            ),
            *_choices(),
        )

    @classmethod
    def _view(cls, focus: FocusState) -> View:
        return _VIEWS[cls.chosen(focus)["view"]]

    @staticmethod
    def figure(results: Results, focus: FocusState) -> Figure:
        return DatasetPanel._view(focus).make(results, focus, DatasetPanel.chosen(focus))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        return DatasetPanel._view(focus).numbers(results, focus, DatasetPanel.chosen(focus))

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    # -- showing ----------------------------------------------------------------------------------------

    def _show(self, results: Results, focus: FocusState) -> None:
        self._asked = results, focus
        chosen, view = self.chosen(focus), self._view(focus)
        names = results.document.classes
        classes = ((str(k), name) for k, name in enumerate(names[:_MOST_EVENTS]))
        self.set_options("event", (*_events(), *classes))
        self.show_choices(focus)
        self._row.leave_out([self._controls[name] for name in self._controls if name not in ("view", *view.CHOICES)])
        document = results.document
        small = document.size * len(names) * len(document.models) <= _INLINE_ENTRIES
        if not small and not is_kept(results, view.key(results, focus, chosen)):
            self._wait(results, focus, view)
            return
        self.shown = view.make(results, focus, chosen)
        self.view.set_figure(self.shown)
        self._offer(results, focus)

    def _wait(self, results: Results, focus: FocusState, view: View) -> None:
        """Compute elsewhere; what was on show stays for a moment, then it is said that another is on its way."""
        chosen = self.chosen(focus)
        key = (id(view), results, view.key(results, focus, chosen))
        self.shown = self._background.get(key, partial(view.make, results, focus, chosen))  # keeps what takes long
        self.use.hide()
        if self.shown is not None:
            self.view.set_figure(self.shown)
        elif not self._late.isActive():
            self._late.start(_MOMENT_MS if self.view.figure is not None else 0)

    def _say_late(self) -> None:
        """Say what is being done, if it is not done by now."""
        if self.shown is None and self._asked is not None:
            words = translate("Dataset", "Counting {count} samples…").format(count=self._asked[0].size)
            self.view.set_figure(MessageFigure(words))

    def _again(self, key: object) -> None:
        if self._asked is not None:
            self.show_results(*self._asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # -- samples ----------------------------------------------------------------------------------------

    def _pick(self, pick: Pick) -> None:
        """Brush the samples of some cells; of the cells that are brushed already, none."""
        if self.shown is None or self._asked is None:
            return
        focus, brush = self._asked[1], self.shown.brush(pick)
        if focus.brush is not None and focus.brush.label == brush.label and focus.brush.size == brush.size:
            self.focused.emit({"brush": None})
            return
        changes: dict[str, object] = {"brush": brush}
        if brush.count and not brush.has(focus.sample):
            changes["sample"] = int(brush.rows[0])
        self.focused.emit(changes)
        self.pointed.emit(f"{brush.label}   {samples(brush.count)}")

    def _look(self, pick: Pick | None) -> None:
        self.pointed.emit(self.shown.described(pick) if pick is not None and self.shown is not None else "")

    # -- temperature ------------------------------------------------------------------------------------

    def _offer(self, results: Results, focus: FocusState) -> None:
        """Offer the best temperature, where it is shown and not in use."""
        best = None
        if isinstance(self.shown, TemperatureFigure):
            best = temperature.best_of(results, focus, self.chosen(focus))
        self.use.setVisible(best is not None)
        if best is not None:
            words = translate("Dataset", "Use {temperature}").format(temperature=temperature_words(best))
            self.use.setText(words)
            self.use.setAccessibleName(words)
            self._place()

    def _place(self) -> None:
        size, top = self.use.sizeHint(), top_of(QRectF(self.rect()), self.view.figure_style)
        self.use.setGeometry(self.width() - size.width() - 14, round(top) - 3, size.width(), size.height())

    def _use_best(self) -> None:
        if self._asked is not None:
            best = temperature.best_of(*self._asked, self.chosen(self._asked[1]))
            if best is not None:
                self._set_temperature(best, None)

    def _move(self, pick: Pick, gesture: object) -> None:
        figure = self.view.figure  # that of before, while the next is computed
        if isinstance(figure, TemperatureFigure):
            self._set_temperature(figure.temperature_of(pick.columns[0]), gesture)

    def _nudge(self, by: int) -> None:
        if isinstance(self.shown, TemperatureFigure):
            self._set_temperature(self.shown.scaling.now.temperature * _NUDGE**by, None)

    def _set_temperature(self, value: float, gesture: object) -> None:
        if self._asked is None:
            return
        results, focus = self._asked
        model = focus.model
        label = translate("Dataset", "Temperature of {model}").format(model=results.models[model].name)
        self.intended.emit(Intent(label, lambda document: document.with_temperature(model, value), gesture))


def _events() -> tuple[tuple[str, str], ...]:
    return ((reliability.PREDICTED, translate("Dataset", "the predicted class")),)


def _choices() -> tuple[AnyChoice, ...]:
    """Return the choices of single views."""
    return (
        Choice(
            "scale",
            translate("Dataset", "Loss axis"),
            (("log", translate("Dataset", "log loss axis")), ("linear", translate("Dataset", "linear loss axis"))),
        ),
        Choice(
            "counts",
            translate("Dataset", "Count axis"),
            (("linear", translate("Dataset", "linear counts")), ("log", translate("Dataset", "log counts"))),
        ),
        Choice(
            "share",
            translate("Dataset", "Matrix"),
            (
                ("none", translate("Dataset", "counts")),
                ("true", translate("Dataset", "row shares")),
                ("predicted", translate("Dataset", "column shares")),
            ),
        ),
        Choice("event", translate("Dataset", "Probability of"), _events(), open=True),
        Choice(
            "kind",
            translate("Dataset", "Bins"),
            (("width", translate("Dataset", "of equal width")), ("mass", translate("Dataset", "of equal mass"))),
        ),
        Amount("bins", translate("Dataset", "Number of bins"), 1, 100, 10, sign=translate("Dataset", "bins")),
        Choice(
            "measure",
            translate("Dataset", "Over coverage"),
            (("accuracy", translate("Dataset", "accuracy")), ("risk", translate("Dataset", "risk"))),
        ),
    )
