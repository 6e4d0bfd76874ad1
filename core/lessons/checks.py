"""What a lesson waits for: conditions on the document, its figures and the view, as values that are read from a file.

There is no expression to run: a check is one of a few fixed kinds, put together by "all", "any" and "not".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
import numpy as np

from core.document import TRUTH, Document
from core.dragging import row_of
from core.errors import LossAtlasError
from core.information import entropy
from core.losses import Loss
from core.results import Results

COMPARISONS = ("<", ">", "=", "≠")
SETTINGS = ("loss", "unit", "row_sums")
PLACES = ("sample", "model")
CLOSE = 0.005
"""How near a figure has to come to what is asked for, where a lesson does not say."""


class Quantity(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A figure of the document; exactly one of the first seven is given.

    Attributes
    ----------
    mean, loss
        The name of a loss: its mean over all samples of a model; its value for one sample.
    probability
        The index of a class: its probability in a row of a model, or of the truth.
    entropy, perplexity
        True for H, in nats, and exp H of such a row.
    temperature
        True for a model's temperature.
    parameter
        The name of a parameter of the loss that is shown, or of `of`.
    model, sample
        Which model, from 0, or "truth"; which sample, from 0.
    of
        The loss that a parameter belongs to.
    """

    mean: str | None = None
    loss: str | None = None
    probability: int | None = None
    entropy: bool | None = None
    perplexity: bool | None = None
    temperature: bool | None = None
    parameter: str | None = None
    model: int | str = 0
    sample: int = 0
    of: str | None = None


class Check(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, rename={"not_": "not", "is_": "is"}):
    """A condition; exactly one of the first eight is given.

    Attributes
    ----------
    all, any, not_
        Other checks.
    value
        A quantity, which is compared: `is` "<", ">", "=" or "≠" `than` a number or another quantity, "=" and "≠" up to
        `within`.
    setting
        "loss", "unit" or "row_sums": what it is to be stands in `to`.
    choice
        What is chosen about a panel's view, as "surface.domain", is `to`.
    focus
        "sample" or "model": its index is `to`.
    front
        The name of a panel that is to be seen.
    """

    all: list[Check] | None = None
    any: list[Check] | None = None
    not_: Check | None = None
    value: Quantity | None = None
    setting: str | None = None
    choice: str | None = None
    focus: str | None = None
    front: str | None = None
    is_: str = "="
    than: Quantity | float | None = None
    within: float = CLOSE
    to: str | int | None = None


@dataclass(frozen=True)
class Seen:
    """What a person has before them."""

    results: Results
    choices: Mapping[str, str] = field(default_factory=dict[str, str])
    sample: int = 0
    model: int = 0
    front: frozenset[str] = frozenset()

    @property
    def document(self) -> Document:
        """The document on show."""
        return self.results.document


def holds(check: Check, seen: Seen) -> bool:
    """Return whether a condition is met.

    Raises
    ------
    LossAtlasError
        If it names what there is not; `where` is the path within the check.
    """
    kind = _kind(check, ("all", "any", "not_", "value", "setting", "choice", "focus", "front"))
    if kind == "value":
        return _compared(check, seen)
    if kind in ("all", "any"):
        found = [_at(f"{kind}[{n}]", each, seen) for n, each in enumerate(getattr(check, kind))]
        return all(found) if kind == "all" else any(found)
    if kind == "not_":
        assert check.not_ is not None
        return not _at("not", check.not_, seen)
    return _viewed(check, kind, seen)


def _at(place: str, check: Check, seen: Seen) -> bool:
    try:
        return holds(check, seen)
    except LossAtlasError as error:
        raise LossAtlasError(
            error.code, where=".".join(each for each in (place, error.where) if each), **error.values
        ) from None


def _kind(entry: Check | Quantity, names: tuple[str, ...]) -> str:
    """Return the one kind that is given."""
    given = [name for name in names if getattr(entry, name) is not None]
    if len(given) != 1:
        words = ", ".join(name.rstrip("_") for name in names)
        raise LossAtlasError("lesson_one_of", names=words)
    return given[0]


def _compared(check: Check, seen: Seen) -> bool:
    assert check.value is not None
    if check.is_ not in COMPARISONS:
        raise LossAtlasError("session_choice", where="is", value=check.is_[:60], known=" ".join(COMPARISONS))
    if check.than is None:
        raise LossAtlasError("session_missing", name="than")
    one = quantity(check.value, seen, "value")
    other = quantity(check.than, seen, "than") if isinstance(check.than, Quantity) else check.than
    if check.is_ in ("<", ">"):
        return one < other if check.is_ == "<" else one > other
    equal = one == other or abs(one - other) <= check.within  # two infinities are equal, and their difference is nan
    return equal if check.is_ == "=" else not equal


def _viewed(check: Check, kind: str, seen: Seen) -> bool:
    if kind == "front":
        return check.front in seen.front
    if check.to is None:
        raise LossAtlasError("session_missing", name="to")
    if kind == "choice":
        assert check.choice is not None
        return seen.choices.get(check.choice, "") == str(check.to)
    known = SETTINGS if kind == "setting" else PLACES
    name = getattr(check, kind)
    if name not in known:
        raise LossAtlasError("session_choice", where=kind, value=name[:60], known=", ".join(known))
    if kind == "setting":
        return getattr(seen.document.settings, name) == check.to
    return getattr(seen, name) == check.to


# -- figures ----------------------------------------------------------------------------------------------


def quantity(wanted: Quantity, seen: Seen, where: str = "") -> float:
    """Return a figure of the document; nan where a loss has none."""
    try:
        return _figure(wanted, seen)
    except LossAtlasError as error:
        raise error.at(where) if where else error from None


def _figure(wanted: Quantity, seen: Seen) -> float:
    kinds = ("mean", "loss", "probability", "entropy", "perplexity", "temperature", "parameter")
    kind, document = _kind(wanted, kinds), seen.document
    if kind == "parameter":
        assert wanted.parameter is not None
        loss = document.settings.find(wanted.of) if wanted.of is not None else document.settings.current
        value = getattr(loss, wanted.parameter, None)
        if not any(spec.name == wanted.parameter for spec in loss.parameters):
            known = ", ".join(spec.name for spec in loss.parameters) or "none"
            raise LossAtlasError("unknown_parameter", name=wanted.parameter, loss=loss.name, known=known)
        return float(value) if isinstance(value, int | float) else math.nan
    table = _table(wanted, document)
    if kind in ("mean", "loss", "temperature") and table == TRUTH:
        raise LossAtlasError("lesson_truth")
    if kind == "temperature":
        return document.models[table].temperature
    if kind == "mean":
        assert wanted.mean is not None
        return _mean(document.settings.find(wanted.mean), table, seen.results)
    row = row_of(document, table, _sample(wanted, document))
    if kind == "loss":
        assert wanted.loss is not None
        return _one(document.settings.find(wanted.loss), seen.results, table, wanted.sample)
    if kind == "probability":
        assert wanted.probability is not None
        if not 0 <= wanted.probability < row.size:
            raise LossAtlasError("lesson_index", value=wanted.probability, last=row.size - 1)
        return float(row[wanted.probability])
    nats = float(entropy(row))
    return math.exp(nats) if kind == "perplexity" else nats


def _table(wanted: Quantity, document: Document) -> int:
    if wanted.model == "truth":
        return TRUTH
    if not isinstance(wanted.model, int) or not 0 <= wanted.model < len(document.models):
        raise LossAtlasError("lesson_index", value=wanted.model, last=len(document.models) - 1)
    return wanted.model


def _sample(wanted: Quantity, document: Document) -> int:
    if not 0 <= wanted.sample < document.size:
        raise LossAtlasError("lesson_index", value=wanted.sample, last=document.size - 1)
    return wanted.sample


def _one(loss: Loss, results: Results, model: int, sample: int) -> float:
    """Return the loss of one sample as it stands in the tables, or computed if it is not shown there."""
    part, inside = results.model_part(model, sample)
    if loss in part.values:
        return float(part.values[loss][inside])
    try:
        return float(loss.value(results.truth_row(sample), row_of(results.document, model, sample)))
    except LossAtlasError:
        return math.nan


def _mean(loss: Loss, model: int, results: Results) -> float:
    found = results.models[model]
    if loss in found.parts[0].values:
        return found.mean(loss)
    return float(np.mean([_one(loss, results, model, sample) for sample in range(results.document.size)]))
