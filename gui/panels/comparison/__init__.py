"""Which model is better, by which loss, and whether that could be chance: four views, a file each."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QStackedLayout, QWidget

from core.results import Results
from gui.choices import AnyChoice, Choice
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.panels.comparison.common import BEST, View, models_to_choose
from gui.panels.comparison.conventions import ConventionsView
from gui.panels.comparison.differences import DifferencesView
from gui.panels.comparison.means import MeansView
from gui.panels.comparison.scatter import ScatterView
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

translate = QCoreApplication.translate

_VIEWS: tuple[type[View], ...] = (MeansView, DifferencesView, ScatterView, ConventionsView)


class ComparisonPanel(Panel):
    """Models against each other."""

    name = "comparison"
    area = "right"
    order = 30
    figure_size = QSize(640, 300)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedLayout(self)
        self.means = MeansView(self)
        self.model, self.words = self.means.model, self.means.words
        rest: list[View] = [DifferencesView(self), ScatterView(self), ConventionsView(self)]
        self.views = {view.key: view for view in (self.means, *rest)}
        for view in self.views.values():
            self._stack.addWidget(view)
            view.focused.connect(self.focused)
            view.pointed.connect(self.pointed)
        self.setMinimumSize(372, 150)

    @staticmethod
    def title() -> str:
        return translate("Comparison", "Comparison")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            Choice(
                "view",
                translate("Comparison", "View"),
                (
                    ("means", translate("Comparison", "Means")),
                    ("differences", translate("Comparison", "Differences")),
                    ("scatter", translate("Comparison", "Scatter")),
                    ("conventions", translate("Comparison", "Conventions")),
                ),
            ),
            Choice(
                "spread",
                translate("Comparison", "Beside the mean"),
                (
                    ("none", translate("Comparison", "the mean alone")),
                    ("deviation", translate("Comparison", "± standard deviation")),
                    ("error", translate("Comparison", "± standard error")),
                ),
            ),
            Choice(
                "against",
                translate("Comparison", "The model in focus"),
                ((BEST, translate("Comparison", "against the best other")),),
                open=True,
            ),
            Choice(
                "level",
                translate("Comparison", "Confidence"),
                (("95", "95 %"), ("90", "90 %"), ("99", "99 %")),
            ),
            Choice(
                "interval",
                translate("Comparison", "Interval"),
                (("bca", translate("Comparison", "BCa")), ("percentile", translate("Comparison", "percentile"))),
            ),
            Choice(
                "resamples",
                translate("Comparison", "Resamples"),
                (("2000", "2000 ×"), ("500", "500 ×"), ("10000", "10000 ×")),
            ),
            Choice(
                "scale",
                translate("Comparison", "Scale"),
                (("linear", translate("Comparison", "Linear")), ("log", translate("Comparison", "Logarithmic"))),
            ),
        )

    @classmethod
    def _view_kind(cls, focus: FocusState) -> type[View]:
        key = cls.chosen(focus)["view"]
        return next(kind for kind in _VIEWS if kind.key == key)

    @staticmethod
    def figure(results: Results, focus: FocusState) -> Figure:
        return ComparisonPanel._view_kind(focus).figure(results, focus, ComparisonPanel.chosen(focus))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        return ComparisonPanel._view_kind(focus).numbers(results, focus, ComparisonPanel.chosen(focus))

    def set_style(self, style: Style) -> None:
        for view in self.views.values():
            view.set_style(style)

    def _show(self, results: Results, focus: FocusState) -> None:
        chosen = self.chosen(focus)
        view = self.views[chosen["view"]]
        self.set_options("against", models_to_choose(results))
        self.show_choices(focus)
        for name, control in self._controls.items():
            control.setEnabled(name == "view" or name in view.choices)
        if self._stack.currentWidget() is not view:
            self._stack.setCurrentWidget(view)
        view.show_results(results, focus, chosen)
