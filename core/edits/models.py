"""Models added, copied, removed, renamed and moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.blocks import Block, Rows
from core.document import Document, Model
from core.edits.names import checked, order_of_move, replaced
from core.errors import LossAtlasError


def added(document: Document, name: str) -> Document:
    """Return the document with one more model, which gives every class the same probability."""
    width = len(document.classes)
    longest = max(len(block) for block in document.truth.blocks)
    even = np.full((longest, width), 1.0 / width)
    rows = Rows(tuple(Block(even[: len(block)], width) for block in document.truth.blocks))
    return _with(document, Model(_checked(document, name), rows), len(document.models))


def copied(document: Document, index: int, name: str) -> Document:
    """Return the document with a model once more, after it; the two share their rows until one is edited."""
    return _with(document, replace(document.models[index], name=_checked(document, name)), index + 1)


def removed(document: Document, index: int) -> Document:
    """Return the document without a model; the last one stays."""
    if len(document.models) == 1:
        raise LossAtlasError("no_models", where="models")
    return replace(document, models=(*document.models[:index], *document.models[index + 1 :]))


def renamed(document: Document, index: int, name: str) -> Document:
    """Return the document with another name for a model."""
    names = tuple(model.name for model in document.models)
    if name.strip() == names[index]:
        return document
    name = checked(name, replaced(names, index, ""), "models")
    models = list(document.models)
    models[index] = replace(models[index], name=name)
    return replace(document, models=tuple(models))


def moved(document: Document, index: int, to: int) -> Document:
    """Return the document with a model at another place."""
    order = order_of_move(len(document.models), index, to)
    return document if index == to else replace(document, models=tuple(document.models[k] for k in order))


def _checked(document: Document, name: str) -> str:
    return checked(name, [model.name for model in document.models], "models")


def _with(document: Document, model: Model, at: int) -> Document:
    return replace(document, models=(*document.models[:at], model, *document.models[at:]))
