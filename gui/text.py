"""How numbers and names of the core are written in the window, in the person's language."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from core.document import TRUTH, Document
from core.errors import MESSAGES, QT_TRANSLATE_NOOP, LossAtlasError
from core.information import nats_per
from core.losses import Loss, Parameter
from core.results import ZERO_SUM

translate = QCoreApplication.translate

DECIMALS = 4

EXAMPLE_NAMES = (
    QT_TRANSLATE_NOOP("example", "car"),
    QT_TRANSLATE_NOOP("example", "calf"),
    QT_TRANSLATE_NOOP("example", "rocket"),
    QT_TRANSLATE_NOOP("example", "image 1"),
    QT_TRANSLATE_NOOP("example", "image 2"),
    QT_TRANSLATE_NOOP("example", "Model 1"),
    QT_TRANSLATE_NOOP("example", "Model 2"),
    QT_TRANSLATE_NOOP("example", "logistic regression"),
    QT_TRANSLATE_NOOP("example", "naive Bayes"),
)
"""Names in the built-in examples, which follow the window's language."""

UNIT_NAMES = {
    "nat": QT_TRANSLATE_NOOP("core", "nat"),
    "bit": QT_TRANSLATE_NOOP("core", "bit"),
    "dit": QT_TRANSLATE_NOOP("core", "dit"),
}

ROW_SUM_NAMES = {
    "as-typed": QT_TRANSLATE_NOOP("core", "as typed"),
    "strict": QT_TRANSLATE_NOOP("core", "strict"),
    "normalize": QT_TRANSLATE_NOOP("core", "normalized"),
}


class Numbers:
    """How many decimals are shown: one setting for the whole window."""

    decimals = DECIMALS


def number(value: float) -> str:
    """Return a short text: fixed decimals, ∞ for infinite, — for none; a tiny number keeps its power of ten."""
    if math.isnan(value):
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value != 0 and abs(value) < 0.5 * 10.0**-Numbers.decimals:
        return f"{value:.0e}".replace("-", "−")
    if abs(value) >= 1e7:
        return f"{value:.{Numbers.decimals}e}".replace("-", "−")
    return f"{value:.{Numbers.decimals}f}".replace("-", "−")


def plain(value: float) -> str:
    """Return the shortest text that a reader of numbers takes back to the same number."""
    return repr(float(value)).removesuffix(".0")


def unit_name(unit: str) -> str:
    """Return a unit in the person's language."""
    return translate("core", UNIT_NAMES[unit])


def loss_title(loss: Loss | type[Loss]) -> str:
    """Return a loss's name in the person's language."""
    return translate("core", loss.title)


def measure_title(loss: Loss, unit: str) -> str:
    """Return a loss's name with its unit, if it has one."""
    return f"{loss_title(loss)} {unit_name(unit)}" if loss.in_units else loss_title(loss)


def scale_of(loss: Loss, unit: str) -> float:
    """Return what to divide a loss's inner value by to show it."""
    return nats_per(unit) if loss.in_units else 1.0


def parameter_title(spec: Parameter) -> str:
    """Return a parameter's name in the person's language."""
    return translate("core", spec.title)


def parameter_meaning(spec: Parameter) -> str:
    """Return what a parameter does, in the person's language."""
    return translate("core", spec.meaning)


def error_sentence(error: LossAtlasError) -> str:
    """Return an error's whole sentence in the person's language."""
    text = translate("errors", MESSAGES[error.code]).format(**error.values)
    return f"{error.where}: {text}" if error.where else text


def table_title(document: Document, table: int) -> str:
    """Return what a table is called: the truth, or its model."""
    return translate("core", "Truth") if table == TRUTH else document.models[table].name


def sample_title(document: Document, index: int) -> str:
    """Return a sample's name, or "sample 3" if it has none."""
    if document.samples is not None:
        return document.samples[index]
    return translate("core", "sample {number}").format(number=index + 1)


def row_problem(document: Document, table: int, row: int, state: int) -> str:
    """Return why a row is not a distribution, and what is done about it under the row-sum policy."""
    total = f"{float(document.rows(table).row(row).sum()):.6g}"
    if state == ZERO_SUM:
        what = translate("core", "sums to 0: not a distribution")
    else:
        what = translate("core", "sums to {total}: not a distribution").format(total=total)
    done = {
        "as-typed": translate("core", "computed as typed"),
        "strict": translate("core", "left out of every figure"),
        "normalize": translate("core", "computed on the row divided by its sum")
        if state != ZERO_SUM
        else translate("core", "left out of every figure"),
    }[document.settings.row_sums]
    return f"{what}; {done}"
