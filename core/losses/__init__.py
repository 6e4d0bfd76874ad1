"""The registry of losses: every concrete `Loss` in a module of this package, found by itself.

A new loss is one file here; nothing else names it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import Any

from core.errors import LossAtlasError
from core.losses.base import Loss, Parameter, Setting, parameters_of

__all__ = ["Loss", "Parameter", "Setting", "create", "kinds", "names", "parse"]


@cache
def kinds() -> dict[str, type[Loss]]:
    """Return every loss class by its name, in menu order."""
    found: list[type[Loss]] = []
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Loss) and not inspect.isabstract(kind) and kind.__module__ == module.__name__:
                found.append(kind)
    return {kind.name: kind for kind in sorted(found, key=lambda kind: (kind.order, kind.name))}


def names() -> tuple[str, ...]:
    """Return the names of all losses, in menu order."""
    return tuple(kinds())


def kind_of(name: str) -> type[Loss]:
    """Return the loss class called `name`."""
    try:
        return kinds()[name]
    except KeyError:
        raise LossAtlasError("unknown_loss", name=name, known=", ".join(names())) from None


def create(name: str, **parameters: Any) -> Loss:
    """Return the loss `name` with these parameters; what is not given has its default.

    Examples
    --------
    >>> round(float(create("cross_entropy").value([0, 0, 1], [0.3, 0.3, 0.4])), 4)
    0.9163
    """
    kind = kind_of(name)
    known = [spec.name for spec in parameters_of(kind)]
    for given in parameters:
        if given not in known:
            raise LossAtlasError(
                "unknown_parameter", loss=name, name=given, known=", ".join(known) if known else "none"
            )
    return kind(**parameters)


def parse(text: str) -> Loss:
    """Return the loss that `NAME` or `NAME:key=value,key=value` says; class weights are written 1/2/1.

    Examples
    --------
    >>> parse("mse:reduction=mean").reduction
    'mean'
    """
    name, _, tail = text.partition(":")
    specs = {spec.name: spec for spec in parameters_of(kind_of(name.strip()))}
    given: dict[str, Setting] = {}
    for part in filter(None, (piece.strip() for piece in tail.split(","))):
        key, equals, value = part.partition("=")
        if not equals:
            raise LossAtlasError("bad_loss_text", text=text)
        key = key.strip()
        if key not in specs:
            raise LossAtlasError("unknown_parameter", loss=name, name=key, known=", ".join(specs) if specs else "none")
        given[key] = specs[key].parse(value)
    return create(name.strip(), **given)
