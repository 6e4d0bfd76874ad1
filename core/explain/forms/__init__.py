"""Losses written out: one file each, found by the name of its loss. One without a file is written by its formula."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache

from core.explain.case import Case
from core.explain.forms.base import Form

__all__ = ["Form", "form_of", "kinds"]


@cache
def kinds() -> dict[str, type[Form]]:
    """Return every form by the name of its loss."""
    found: dict[str, type[Form]] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Form) and kind.name:
                found[kind.name] = kind
    return found


def form_of(case: Case) -> Form:
    """Return how the case's loss is written out."""
    return kinds().get(case.loss.name, Form)(case)
