"""Steps: the arithmetic of the sample and model in focus, as a person would write it, live."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QCoreApplication, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import LossAtlasError
from core.explain import What
from core.losses import Loss
from core.results import Results
from gui import text
from gui.background import Background
from gui.focus import FocusState
from gui.panels.base import AnyChoice, Choice, MenuEntry, Panel
from gui.panels.steps import words
from gui.panels.steps.figure import StepsFigure, make, prepared
from gui.panels.steps.view import StepsView
from gui.plotting.figure import Numbers
from gui.plotting.style import Style

translate = QCoreApplication.translate

_PAUSE = 80
"""Milliseconds a hand must rest before steps are written: done at every step of a drag they would hold it up."""
CURRENT = "current"


class StepsPanel(Panel):
    """Formula, numbers put in term by term, simplified, value."""

    name = "steps"
    area = "bottom"
    order = 24
    figure_size = QSize(860, 480)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[Results, FocusState] | None = None
        self._key: tuple[object, ...] | None = None
        self._figure: StepsFigure | None = None
        self._background = Background(self)
        self._background.ready.connect(lambda _: self._write())
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._write)
        self.view = StepsView(self)
        self.view.setObjectName("steps.view")
        self.view.setAccessibleName(self.title())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumSize(280, 120)
        self.view.lit.connect(self._light)
        self.view.copy_wanted.connect(self._copy_text)

    @staticmethod
    def title() -> str:
        return translate("Steps", "Steps")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        whats = (
            ("value", translate("Steps", "The loss")),
            ("gradient", translate("Steps", "Its gradient")),
            ("logits", translate("Steps", "From logits")),
            ("mean", translate("Steps", "Mean over samples")),
        )
        current = ((CURRENT, translate("Steps", "Loss of the surface")),)
        return (
            Choice("what", translate("Steps", "What is written out"), whats),
            Choice("loss", translate("Steps", "Loss"), current, open=True),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> StepsFigure:
        return make(results, focus, *_chosen(results, focus))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return every line as text, and the number it comes to."""
        return make(results, focus, *_chosen(results, focus)).numbers()

    def menu(self) -> tuple[MenuEntry, ...]:
        return (
            (self.tr("Copy as plain text"), self._copy_text),
            (self.tr("Copy as LaTeX"), self._copy_latex),
        )

    def set_style(self, style: Style) -> None:
        self.view.set_style(style)

    # -- showing ------------------------------------------------------------------------------------------

    def _show(self, results: Results, focus: FocusState) -> None:
        """Write the steps once the hand rests; what is highlighted changes at once."""
        before, self._key = self._key, _key_of(results, focus)
        self._asked = results, focus
        losses = results.document.settings.computed
        options = [(loss.name, text.loss_title(loss)) for loss in losses]
        self.set_options("loss", [(CURRENT, translate("Steps", "Loss of the surface")), *options])
        self.show_choices(focus)
        if before != self._key:
            self._pause.setInterval(_PAUSE if before is not None else 0)  # the first ones no hand has changed
            self._pause.start()
        elif self._figure is not None:
            self._put(self._figure.lit(focus.highlight))

    def _show_class(self, k: int | None) -> None:
        if self._asked is not None:
            self._asked = self._asked[0], replace(self._asked[1], highlight=k)
        if self._figure is not None:
            self._put(self._figure.lit(k))

    def _write(self) -> None:
        if self._asked is None:
            return
        results, focus = self._asked
        chosen = _chosen(results, focus)
        try:
            figure = self._background.get(self._key, lambda: prepared(results, focus, *chosen))
        except LossAtlasError as error:
            self._put(_refused(error, results, focus))
            return
        if figure is not None:
            self._put(figure.lit(focus.highlight))

    def _put(self, figure: StepsFigure) -> None:
        if figure is not self._figure:
            self._figure = figure
            self.view.set_figure(figure)
            self.view.page.setAccessibleDescription(self._plain_text())

    def wait(self) -> None:
        """Stay until what is asked for is written; for tests."""
        if self._pause.isActive():
            self._pause.stop()
            self._write()
        self._background.wait()

    # -- what a person does -------------------------------------------------------------------------------

    def _light(self, k: object) -> None:
        """Highlight a class everywhere, and say which it is."""
        self.focused.emit({"highlight": k})
        figure = self._figure
        self.pointed.emit(figure.described(k) if isinstance(k, int) and figure is not None else "")

    def _plain_text(self) -> str:
        figure = self._figure
        if figure is None or figure.explanation is None:
            return "" if figure is None else figure.refusal
        return words.plain_text(figure.explanation, figure.how, figure.sample)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._plain_text())
        self.told.emit(self.tr("Copied the steps as plain text"))

    def _copy_latex(self) -> None:
        figure = self._figure
        if figure is not None and figure.explanation is not None:
            QGuiApplication.clipboard().setText(words.latex(figure.explanation, figure.how, figure.sample))
            self.told.emit(self.tr("Copied the steps as LaTeX"))


def _key_of(results: Results, focus: FocusState) -> tuple[object, ...]:
    """Return what decides the steps."""
    return results, focus.sample, focus.model, *_chosen(results, focus), text.Numbers.decimals


def _chosen(results: Results, focus: FocusState) -> tuple[Loss, What]:
    """Return the loss and what of it is written out; a loss that is in no table any more gives way to the current."""
    chosen = StepsPanel.chosen(focus)
    settings = results.document.settings
    found = next((loss for loss in settings.computed if loss.name == chosen["loss"]), settings.current)
    return found, cast(What, chosen["what"])


def _refused(error: LossAtlasError, results: Results, focus: FocusState) -> StepsFigure:
    nothing = results.truth_row(focus.sample)
    return StepsFigure(None, words.manner(), "", "", nothing, nothing, text.error_sentence(error))
