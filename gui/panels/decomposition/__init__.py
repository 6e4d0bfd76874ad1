"""H(p, q) = H(p) + KL(p‖q): what of the loss is the truth's own, and what the model adds; in four views."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.results import Results
from gui.dragging import Hands
from gui.focus import FocusState
from gui.panels.base import AnyChoice, Choice, Panel
from gui.panels.decomposition import area, divergences, stack, waterfall
from gui.plotting.columns import Span
from gui.plotting.figure import Numbers
from gui.plotting.handles import Handled, HandleView
from gui.plotting.style import Style

translate = QCoreApplication.translate

_VIEWS = {"stack": stack, "waterfall": waterfall, "area": area, "divergences": divergences}
"""Each has `make`, a figure, and `numbers`, what it draws."""


def make_figure(results: Results, focus: FocusState, held: Span | None = None) -> Handled:
    """Return the chosen view; `held` is the axis that a drag keeps still."""
    chosen = DecompositionPanel.chosen(focus)
    return _VIEWS[chosen["view"]].make(results, focus, chosen, held)


class DecompositionPanel(Panel):
    """Cross-entropy in its two parts: by sample and model, by class, as areas, and the divergences both ways."""

    name = "decomposition"
    area = "right"
    order = 20
    figure_size = QSize(640, 420)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = HandleView(self)
        self.view.setObjectName("decomposition.view")
        self.view.setAccessibleName(self.title())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumSize(240, 140)
        self._hands = Hands(self, self.view)

    @staticmethod
    def title() -> str:
        return translate("Decomposition", "Decomposition")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            Choice(
                "view",
                translate("Decomposition", "View"),
                (
                    ("stack", translate("Decomposition", "Stack")),
                    ("waterfall", translate("Decomposition", "Waterfall")),
                    ("area", translate("Decomposition", "Area")),
                    ("divergences", translate("Decomposition", "Divergences")),
                ),
            ),
            Choice(
                "group",
                translate("Decomposition", "Stack grouped by"),
                (
                    ("sample", translate("Decomposition", "By sample")),
                    ("model", translate("Decomposition", "By model")),
                ),
            ),
            Choice(
                "sort",
                translate("Decomposition", "Stack sorted by"),
                (
                    ("order", translate("Decomposition", "As in the table")),
                    ("entropy", translate("Decomposition", "Greatest H(p)")),
                    ("divergence", translate("Decomposition", "Greatest KL")),
                    ("cross", translate("Decomposition", "Greatest H(p,q)")),
                ),
            ),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> Handled:
        return make_figure(results, focus)

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return the numbers of the chosen view."""
        chosen = DecompositionPanel.chosen(focus)
        return _VIEWS[chosen["view"]].numbers(results, focus, chosen)

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    def _show_class(self, k: int | None) -> None:
        self.view.show_class(k)

    def _show(self, results: Results, focus: FocusState) -> None:
        self._show_class(focus.highlight)
        self._hands.learn(results, focus)
        self.show_choices(focus)
        figure = make_figure(results, focus, self._hands.span)
        if figure != self.view.figure:
            self.view.set_figure(figure)
