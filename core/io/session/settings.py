"""A document's settings as a session keeps them: every loss that has parameters with all of them."""

from __future__ import annotations

import math
from typing import Any, cast

from core import losses
from core.document import Settings
from core.errors import LossAtlasError
from core.io.session.schema import WORDS, StoredSettings
from core.losses import Loss, Parameter, Setting
from core.losses.base import parameters_of

_WORDS = {"number": WORDS["float"], "choice": WORDS["str"], "weights": WORDS["array"]}


def to_entries(settings: Settings) -> dict[str, Any]:
    """Return settings as entries."""
    return {
        "unit": settings.unit,
        "row_sums": settings.row_sums,
        "loss": settings.loss,
        "shown": list(settings.shown),
        "losses": {loss.name: _parameters(loss) for loss in settings.losses if loss.parameters},
    }


def _parameters(loss: Loss) -> dict[str, Any]:
    return {spec.name: _plain(getattr(loss, spec.name)) for spec in loss.parameters}


def _plain(value: Setting) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return "inf" if value == math.inf else value


def from_entries(entries: StoredSettings) -> Settings:
    """Return the settings that entries say; a loss or parameter they leave out has its default."""
    for name in entries.losses:
        _known(name, f"settings.losses.{name}")
    made = tuple(_loss(name, entries.losses.get(name, {})) for name in losses.names())
    default = Settings(losses=made)
    shown = default.shown if entries.shown is None else tuple(entries.shown)
    for number, name in enumerate(shown):
        _known(name, f"settings.shown[{number}]")
    return Settings(
        entries.unit or default.unit,
        made,
        default.loss if entries.loss is None else _known(entries.loss, "settings.loss"),
        shown,
        entries.row_sums or default.row_sums,
    )


def _known(name: str, where: str) -> str:
    try:
        losses.kind_of(name)
    except LossAtlasError as error:
        raise error.at(where[:80]) from None
    return name


def _loss(name: str, given: dict[str, Any]) -> Loss:
    specs = {spec.name: spec for spec in parameters_of(losses.kind_of(name))}
    where = f"settings.losses.{name}"
    for key in given:
        if key not in specs:
            raise LossAtlasError("session_unknown", where=where, name=key[:60])
    values = {key: _setting(specs[key], value, f"{where}.{key}") for key, value in given.items()}
    return losses.create(name, **values)


def _setting(spec: Parameter, value: Any, where: str) -> Setting:
    """Return a parameter's value; only what is of its kind is taken, nothing that could be turned into it."""
    if not _is_of(spec, value):
        raise LossAtlasError("session_kind_of_value", where=where, expected=_WORDS[spec.kind])
    try:
        return spec.check(value)
    except LossAtlasError as error:
        raise error.at(where) from None


def _is_of(spec: Parameter, value: Any) -> bool:
    if spec.kind == "choice":
        return isinstance(value, str)
    if spec.kind == "number":
        return _is_number(value)
    return value is None or (isinstance(value, list) and all(_is_number(each) for each in cast(list[Any], value)))


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) or value == "inf"
