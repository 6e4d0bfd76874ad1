"""Distributions: the truth and every prediction of one sample as bars to be dragged, and how spread out each is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.results import Results
from gui.dragging import Hands
from gui.focus import FocusState
from gui.panels.base import AnyChoice, Choice, Panel, Switch
from gui.panels.distributions.figure import DistributionsFigure, make
from gui.plotting.figure import Numbers
from gui.plotting.handles import Handle, HandleView
from gui.plotting.style import Style

translate = QCoreApplication.translate


class DistributionsPanel(Panel):
    """p and every q of the sample in focus, class by class."""

    name = "distributions"
    area = "bottom"
    order = 35
    figure_size = QSize(820, 400)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = HandleView(self)
        self.view.setObjectName("distributions.view")
        self.view.setAccessibleName(self.title())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumSize(280, 165)
        self._hands = Hands(self, self.view)
        self._locked: frozenset[int] = frozenset()
        self.view.key_pressed.connect(self._key)

    @staticmethod
    def title() -> str:
        return translate("Distributions", "Distributions")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            Choice(
                "axis",
                translate("Distributions", "Height of the bars"),
                (
                    ("probability", translate("Distributions", "Probability")),
                    ("surprisal", translate("Distributions", "Surprisal log 1/q")),
                ),
            ),
            Switch(
                "spread",
                translate("Distributions", "Spread"),
                on=True,
                meaning=translate(
                    "Distributions",
                    "H, perplexity exp(H) and the effective number of classes 1/Σp² (inverse Simpson) of each.",
                ),
            ),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> DistributionsFigure:
        return make(results, focus, DistributionsPanel.chosen(focus))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return the height of every bar shown, then what is said of each distribution."""
        return make(results, focus, DistributionsPanel.chosen(focus)).numbers()

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show_class(self, k: int | None) -> None:
        self.view.show_class(k)

    def _show(self, results: Results, focus: FocusState) -> None:
        self._show_class(focus.highlight)
        self._locked = focus.locked
        self._hands.learn(results, focus)
        self.show_choices(focus)
        self.view.set_figure(make(results, focus, self.chosen(focus), self._hands.span))

    def _key(self, handle: Handle, key: int) -> None:
        """Let L lock or unlock the class of the bar that keys move."""
        if key == Qt.Key.Key_L:
            self.focused.emit({"locked": self._locked ^ {handle.grip.index}})
