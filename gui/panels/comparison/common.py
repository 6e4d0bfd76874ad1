"""What the views of the comparison share: what a view is, which two models are compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from core.results import Results
from gui.focus import FocusState
from gui.kept import is_kept as is_kept
from gui.kept import kept as kept
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

translate = QCoreApplication.translate

Chosen = Mapping[str, str]
BEST = "best"
"""The choice of the other model that is best by the current loss."""


class View(QWidget):
    """One view of the comparison. It shows results, and says what a person looks at."""

    focused = Signal(dict)
    pointed = Signal(str)

    key: ClassVar[str]
    choices: ClassVar[tuple[str, ...]] = ()
    """The panel's choices that change this view."""

    @staticmethod
    def figure(results: Results, focus: FocusState, chosen: Chosen) -> Figure:
        """Return what the view shows as a figure."""
        raise _missing()

    @staticmethod
    def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
        """Return the numbers behind it."""
        raise _missing()

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        raise _missing()

    def show_results(self, results: Results, focus: FocusState, chosen: Chosen) -> None:
        """Show results; called only while the view is seen."""
        raise _missing()


def _missing() -> TypeError:
    # As for panels: Qt's metaclass cannot be joined with ABCMeta.
    return TypeError("a view must define figure, numbers, set_style and show_results")


@dataclass(frozen=True)
class Two:
    """The two models that are compared, by number and name."""

    first: int
    second: int
    names: tuple[str, str]


def two_of(results: Results, focus: FocusState, chosen: Chosen) -> Two | None:
    """Return the model in focus and the one it is compared with; None if there is only one."""
    others = [k for k in range(len(results.models)) if k != focus.model]
    if not others:
        return None
    key = chosen["against"]
    second = int(key) if key.isdigit() else -1
    if second not in others:
        loss = results.document.settings.current
        means = {k: results.models[k].mean(loss) for k in others}
        second = min(others, key=lambda k: math.inf if math.isnan(means[k]) else means[k])
    return Two(focus.model, second, (results.models[focus.model].name, results.models[second].name))


def models_to_choose(results: Results) -> tuple[tuple[str, str], ...]:
    """Return the options of the other model."""
    best = (BEST, translate("Comparison", "against the best other"))
    against = translate("Comparison", "against {model}")
    return (best, *((str(k), against.format(model=model.name)) for k, model in enumerate(results.models)))


def only_one_model() -> str:
    """Return why there is nothing to compare."""
    return translate("Comparison", "There is one model; two are needed to compare.")
