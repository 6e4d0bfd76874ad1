"""What is written over and under a figure on request: what it is, the formula, and all that its numbers depend on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from core.document import Document
from core.losses import Loss
from core.results import Results
from gui import text
from gui.focus import FocusState
from gui.plotting.composed import Captioned, letter
from gui.plotting.figure import Figure

translate = QCoreApplication.translate


def captioned(figure: Figure, results: Results, focus: FocusState, titles: Sequence[str]) -> Captioned:
    """Return a figure of panels with these titles between a title and a caption."""
    document = results.document
    loss = document.settings.current
    formula = rf"L(p, q) = {loss.formula}"
    if len(titles) == 1:
        return Captioned(figure, titles[0], words(document, focus), formula)
    lettered = [f"({letter(k)}) {title}" for k, title in enumerate(titles)]
    return Captioned(figure, text.listed(lettered), words(document, focus), formula)


def words(document: Document, focus: FocusState) -> str:
    """Return sample, model, losses with their parameters, unit and row sums as sentences."""
    settings = document.settings
    loss = text.loss_title(settings.current)
    parts = [
        translate("Export", "L is {loss}.").format(loss=loss),
        translate("Export", "Sample: {sample}.").format(sample=text.sample_title(document, focus.sample)),
        translate("Export", "Model: {model}.").format(model=text.model_title(document.models[focus.model])),
        translate("Export", "Unit: {unit}.").format(unit=text.unit_name(settings.unit)),
        translate("Export", "Row sums: {how}.").format(how=translate("core", text.ROW_SUM_NAMES[settings.row_sums])),
    ]
    pattern = translate("Export", "{loss}: {parameters}.")
    for each in settings.computed:
        if given := _parameters(each):
            parts.append(pattern.format(loss=text.loss_title(each), parameters=text.listed(given)))
    return text.joined(parts)


def _parameters(loss: Loss) -> list[str]:
    """Return every parameter that is set, with its value."""
    pairs = ((text.parameter_title(spec), getattr(loss, spec.name)) for spec in loss.parameters)
    return [f"{title} = {_value(value)}" for title, value in pairs if value is not None]


def _value(value: float | str | tuple[float, ...]) -> str:
    if isinstance(value, tuple):
        return f"({text.listed(map(text.plain, value))})"
    return translate("core", value) if isinstance(value, str) else text.plain(value)
