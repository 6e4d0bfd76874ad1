"""Samples added, copied, removed, renamed and moved, in the truth and all models at once.

Tables stay cut into blocks alike, and blocks whose rows stay together are shared: at a million rows an edit costs a few
blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from core.blocks import Block, Indices, Rows
from core.document import TRUTH, Document
from core.edits.names import checked, replaced
from core.errors import LossAtlasError


def added(document: Document, at: int | None = None, count: int = 1, names: Sequence[str] | None = None) -> Document:
    """Return the document with new samples: of the first class by the truth, and uniform by every model.

    Parameters
    ----------
    at
        The index of the first of them; at the end by default.
    names
        A name each. By default their numbers, or none where samples have no names.
    """
    width = len(document.classes)

    def new(table: int) -> Block:
        if table == TRUTH:
            return Block(np.zeros(count, np.int64), width)
        even = 0.0 if document.scale(table) == "logit" else 1.0 / width
        return Block(np.full((count, width), even), width)

    return _inserted(document, document.size if at is None else at, count, new, names)


def copied(document: Document, samples: Indices, names: Sequence[str] | None = None) -> Document:
    """Return the document with some samples once more, after the last of them."""
    return _inserted(
        document, int(samples.max()) + 1, samples.size, lambda table: document.rows(table).picked(samples), names
    )


def removed(document: Document, samples: Indices) -> Document:
    """Return the document without some samples, distinct, in any order.

    Raises
    ------
    LossAtlasError
        If none would be left.
    """
    if samples.size == 0:
        return document
    if samples.size >= document.size:
        raise LossAtlasError("no_samples", where="samples")
    rising = np.sort(samples)
    document.truth.locate(int(rising[0]))
    document.truth.locate(int(rising[-1]))
    names = document.samples
    if names is not None:
        kept = np.ones(len(names), np.bool_)
        kept[rising] = False
        names = tuple(name for name, stays in zip(names, kept.tolist(), strict=True) if stays)
    return _rebuilt(document, lambda rows, _: rows.without(rising), names)


def renamed(document: Document, sample: int, name: str) -> Document:
    """Return the document with another name for a sample; where samples had none, all others get their numbers."""
    name = checked(name, (), "samples")
    if name == document.sample_name(sample):
        return document
    return replace(document, samples=replaced(_names(document), sample, name))


def moved(document: Document, samples: Indices, to: int) -> Document:
    """Return the document with some samples, in their order, one after the other at a place.

    Parameters
    ----------
    to
        The index that the first of them shall have.
    """
    rising = np.sort(samples)
    to = max(0, min(to, document.size - rising.size))
    if np.array_equal(rising, np.arange(to, to + rising.size)):
        return document

    def turned(rows: Rows, _: int) -> Rows:
        return rows.without(rising).inserted(to, rows.picked(rising))

    names = document.samples
    if names is not None:
        going: set[int] = set(rising.tolist())
        stay = [name for k, name in enumerate(names) if k not in going]
        names = (*stay[:to], *(names[int(k)] for k in rising), *stay[to:])
    return _rebuilt(document, turned, names)


def _inserted(
    document: Document, at: int, count: int, new: Callable[[int], Block], names: Sequence[str] | None
) -> Document:
    if not 0 <= at <= document.size:
        raise LossAtlasError("row_index", row=at, last=document.size)
    samples = document.samples
    if samples is not None or names is not None:
        given = [checked(name, (), "samples") for name in names] if names is not None else None
        given = given or [str(document.size + k + 1) for k in range(count)]
        old = _names(document)
        samples = (*old[:at], *given, *old[at:])
    return _rebuilt(document, lambda rows, table: rows.inserted(at, new(table)), samples)


def _names(document: Document) -> tuple[str, ...]:
    return document.samples or tuple(str(k + 1) for k in range(document.size))


def _rebuilt(document: Document, change: Callable[[Rows, int], Rows], samples: tuple[str, ...] | None) -> Document:
    models = tuple(replace(model, rows=change(model.rows, table)) for table, model in enumerate(document.models))
    return replace(document, truth=change(document.truth, TRUTH), models=models, samples=samples)
