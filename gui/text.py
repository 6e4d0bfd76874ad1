"""How numbers and names of the core are written in the window, in the person's language."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from functools import reduce

from PySide6.QtCore import QCoreApplication

from core.document import TRUTH, Document, Model
from core.errors import MESSAGES, QT_TRANSLATE_NOOP, LossAtlasError
from core.losses import Loss, Parameter
from core.results import ZERO_SUM, ModelResults
from core.results import scale_of as scale_of

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

ERROR_WORDS = (
    QT_TRANSLATE_NOOP("errors", "none"),
    QT_TRANSLATE_NOOP("errors", "it must be a number"),
    QT_TRANSLATE_NOOP("errors", "it must be a number a class"),
    QT_TRANSLATE_NOOP("errors", "numbers"),
    QT_TRANSLATE_NOOP("errors", "whole numbers"),
    QT_TRANSLATE_NOOP("errors", "text, one name each"),
    QT_TRANSLATE_NOOP("errors", "“labels” or “truth”"),
    QT_TRANSLATE_NOOP("errors", "“probabilities/NAME” or “logits/NAME”"),
    QT_TRANSLATE_NOOP("errors", "(), one number"),
    QT_TRANSLATE_NOOP("errors", "(samples,)"),
    QT_TRANSLATE_NOOP("errors", "(samples, classes)"),
    QT_TRANSLATE_NOOP("errors", "(N,) or (N, classes)"),
)
"""What errors say that they expect."""

PLACES = (
    QT_TRANSLATE_NOOP("errors", "arrays"),
    QT_TRANSLATE_NOOP("errors", "classes"),
    QT_TRANSLATE_NOOP("errors", "column label"),
    QT_TRANSLATE_NOOP("errors", "header"),
    QT_TRANSLATE_NOOP("errors", "losses"),
    QT_TRANSLATE_NOOP("errors", "models"),
    QT_TRANSLATE_NOOP("errors", "predictions"),
    QT_TRANSLATE_NOOP("errors", "samples"),
    QT_TRANSLATE_NOOP("errors", "session"),
    QT_TRANSLATE_NOOP("errors", "truth"),
)
NAMED_PLACES = {
    "column": QT_TRANSLATE_NOOP("errors", "column {name}"),
    "line": QT_TRANSLATE_NOOP("errors", "line {name}"),
    "model": QT_TRANSLATE_NOOP("errors", "model {name}"),
    "row": QT_TRANSLATE_NOOP("errors", "row {name}"),
}
"""Places of errors in files and tables."""


class Numbers:
    """How many decimals are shown: one setting for the whole window."""

    decimals = DECIMALS


def number(value: float, decimals: int | None = None) -> str:
    """Return a short text: fixed decimals, ∞ for infinite, — for none; a tiny number keeps its power of ten."""
    places = Numbers.decimals if decimals is None else decimals
    if math.isnan(value):
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if -1e-12 < value <= 0:
        value = 0.0  # -0.0 too; what rounding leaves of a sum that is 0: no loss and no probability is negative
    if value != 0 and abs(value) < 0.5 * 10.0**-places:
        return f"{value:.0e}".replace("-", "−")
    if abs(value) >= 1e7:
        return f"{value:.{places}e}".replace("-", "−")
    return f"{value:.{places}f}".replace("-", "−")


def fitting(value: float, fits: Callable[[str], bool]) -> str:
    """Return the number with as many decimals, up to those shown elsewhere, as fit."""
    written = (number(value, decimals) for decimals in range(Numbers.decimals, -1, -1))
    return next(filter(fits, written), number(value, 0).replace("e+", "e"))


def counted(count: int) -> str:
    """Return a count of things, its thousands parted."""
    return f"{count:,}"


def plain(value: float) -> str:
    """Return the shortest text that a reader of numbers takes back to the same number."""
    return repr(float(value)).removesuffix(".0")


def model_title(model: Model) -> str:
    """Return a model's name, with its temperature unless that is 1."""
    return model.name if model.temperature == 1.0 else f"{model.name} · T = {model.temperature:.4g}"


def unit_name(unit: str) -> str:
    """Return a unit in the person's language."""
    return translate("core", UNIT_NAMES[unit])


def loss_title(loss: Loss | type[Loss]) -> str:
    """Return a loss's name in the person's language."""
    return translate("core", loss.title)


def measure_title(loss: Loss, unit: str) -> str:
    """Return a loss's name with its unit, if it has one."""
    return f"{loss_title(loss)} {unit_name(unit)}" if loss.in_units else loss_title(loss)


def parameter_title(spec: Parameter) -> str:
    """Return a parameter's name in the person's language."""
    return translate("core", spec.title)


def parameter_meaning(spec: Parameter) -> str:
    """Return what a parameter does, in the person's language."""
    return translate("core", spec.meaning)


def error_sentence(error: LossAtlasError) -> str:
    """Return an error's whole sentence in the person's language."""
    words = {
        key: translate("errors", value) if isinstance(value, str) and key in ("expected", "found", "known") else value
        for key, value in error.values.items()
    }
    text = translate("errors", MESSAGES[error.code]).format(**words)
    return labelled(error_place(error.where), text) if error.where else text


def error_place(where: str) -> str:
    """Return where an error happened: files, arrays and names as they are, the words around them translated."""
    first, *inner = re.split(r", (?![^\[]*\])", where)  # not at the comma of an index such as p[3, 1]
    return reduce(beside, map(_inner_place, inner), _place(first))


def _place(piece: str) -> str:
    return translate("errors", piece) if piece in PLACES else piece


def _inner_place(piece: str) -> str:
    kind, _, name = piece.partition(" ")
    if name and kind in NAMED_PLACES and piece not in PLACES:
        return translate("errors", NAMED_PLACES[kind]).format(name=name)
    return _place(piece)


def beside(place: str, inner: str) -> str:
    """Return a place and what lies in it: a table and its row."""
    return translate("core", "{place}, {inner}").format(place=place, inner=inner)


def labelled(label: str, words: str) -> str:
    """Return words with what they are about in front."""
    return translate("core", "{label}: {words}").format(label=label, words=words)


def listed(items: Iterable[str]) -> str:
    """Return items in a row as the language parts them."""
    return translate("core", ", ").join(items)


def joined(sentences: Iterable[str]) -> str:
    """Return sentences after each other, with the gap that the language puts between them."""
    pattern = translate("core", "{sentence} {next}")
    return reduce(lambda text, more: pattern.format(sentence=text, next=more) if text else more, sentences, "")


def table_title(document: Document, table: int) -> str:
    """Return what a table is called: the truth, or its model."""
    return translate("core", "Truth") if table == TRUTH else document.models[table].name


def sample_title(document: Document, index: int) -> str:
    """Return a sample's name, or "sample 3" if it has none."""
    if document.samples is not None:
        return document.samples[index]
    return translate("core", "sample {number}").format(number=index + 1)


def why_no_value() -> str:
    """Return why a loss has no value for a row that counts."""
    return error_sentence(LossAtlasError("needs_label"))


def why_no_mean(model: ModelResults, loss: Loss | None = None) -> str:
    """Return why the mean of a loss, or of a figure that every row has, is not a number."""
    if not model.used_count:
        return translate("core", "Every row is left out.")
    if loss is None or loss.needs_labels:
        return why_no_value()
    return translate("core", "The weights of the rows sum to 0.")


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
    return translate("core", "{what}; {done}").format(what=what, done=done)
