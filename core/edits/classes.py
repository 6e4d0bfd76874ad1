"""Classes added, removed, renamed and moved, in the truth and all models at once; class weights follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core import validation, watching
from core.blocks import Block, Rows
from core.document import TRUTH, Document, Settings
from core.edits.names import checked, order_of_move, replaced
from core.errors import LossAtlasError
from core.losses import Loss
from core.validation import Scale

Weights = tuple[float, ...]


def added(document: Document, name: str, at: int | None = None) -> Document:
    """Return the document with one more class, which nothing is given to: probability 0, logit -inf, weight 1.

    Parameters
    ----------
    at
        Its index; at the end by default.
    """
    count = len(document.classes)
    at = count if at is None else at
    name = checked(name, document.classes, "classes")

    def widened(block: Block, scale: Scale) -> Block:
        if block.is_labels:
            return Block(block.values + (block.values >= at), count + 1)
        nothing = -np.inf if scale == "logit" else 0.0
        return Block(np.insert(block.values, at, nothing, axis=1), count + 1, block.single)

    classes = (*document.classes[:at], name, *document.classes[at:])
    return _rebuilt(document, classes, widened, lambda weights: (*weights[:at], 1.0, *weights[at:]))


def renamed(document: Document, index: int, name: str) -> Document:
    """Return the document with another name for a class."""
    if name.strip() == document.classes[index]:
        return document
    others = replaced(document.classes, index, "")
    return replace(document, classes=replaced(document.classes, index, checked(name, others, "classes")))


def moved(document: Document, index: int, to: int) -> Document:
    """Return the document with a class at another place."""
    order = order_of_move(len(document.classes), index, to)
    if index == to:
        return document
    new_place = np.argsort(order)

    def turned(block: Block, scale: Scale) -> Block:
        del scale
        return Block(new_place[block.values] if block.is_labels else block.values[:, order], block.width, block.single)

    classes = tuple(document.classes[k] for k in order)
    return _rebuilt(document, classes, turned, lambda weights: tuple(weights[k] for k in order))


def holding(document: Document, index: int) -> int:
    """Return how many rows, of all tables together, give a class some probability."""
    count = 0
    for table in range(TRUTH, len(document.models)):
        nothing = -np.inf if document.scale(table) == "logit" else 0.0
        for block in document.rows(table).blocks:
            held = block.values == index if block.is_labels else block.values[:, index] != nothing
            count += int(np.count_nonzero(held))
    return count


def removed(document: Document, index: int, *, drop: bool = False) -> Document:
    """Return the document without a class.

    Parameters
    ----------
    drop
        What becomes of rows that give it some probability. False refuses. True drops that probability: such a row no
        longer sums to 1, and is marked as one that does not; of logits the class's logit goes, and as softmax has it
        the others take its share in their proportions.

    Raises
    ------
    LossAtlasError
        For fewer than two classes left, for probability that would be lost, for logits of which only -inf is left.
    """
    count = len(document.classes)
    if count <= 2:
        raise LossAtlasError("too_few_classes", where="classes", count=count - 1)
    if not drop and (rows := holding(document, index)):
        raise LossAtlasError("class_held", name=document.classes[index], rows=rows)
    for table, model in enumerate(document.models):
        if model.scale == "logit":
            _check_left(document, table, index)

    def narrowed(block: Block, scale: Scale) -> Block:
        del scale
        if block.is_labels and not (block.values == index).any():
            return Block(block.values - (block.values > index), count - 1)
        values = block.dense() if block.is_labels else block.values
        return Block(np.delete(values, index, axis=1), count - 1, block.single)

    classes = (*document.classes[:index], *document.classes[index + 1 :])
    return _rebuilt(document, classes, narrowed, lambda weights: (*weights[:index], *weights[index + 1 :]))


def _check_left(document: Document, table: int, index: int) -> None:
    """Raise for the first row of logits that would be left with -inf only."""
    start = 0
    for block in document.rows(table).blocks:
        try:
            validation.check_logits(np.delete(block.values, index, axis=1), "")
        except LossAtlasError as error:
            row = start + int(error.where.strip("[]"))
            raise LossAtlasError(error.code, where=document.place(table, row)) from None
        start += len(block)


def _rebuilt(
    document: Document,
    classes: tuple[str, ...],
    change: Callable[[Block, Scale], Block],
    weigh: Callable[[Weights], Weights],
) -> Document:
    def rows(table: int) -> Rows:
        with watching.part(table - TRUTH, 1 + len(document.models)):
            return document.rows(table).mapped(lambda block: change(block, document.scale(table)))

    truth = rows(TRUTH)
    models = tuple(replace(model, rows=rows(table)) for table, model in enumerate(document.models))
    settings = _weighed(document.settings, len(document.classes), weigh)
    return replace(document, classes=classes, truth=truth, models=models, settings=settings)


def _weighed(settings: Settings, classes: int, weigh: Callable[[Weights], Weights]) -> Settings:
    """Return settings in which every loss's weights, a number a class, follow the classes."""
    losses = tuple(_loss_weighed(loss, classes, weigh) for loss in settings.losses)
    return settings if losses == settings.losses else replace(settings, losses=losses)


def _loss_weighed(loss: Loss, classes: int, weigh: Callable[[Weights], Weights]) -> Loss:
    for spec in loss.parameters:
        weights = getattr(loss, spec.name)
        if spec.kind == "weights" and weights is not None and len(weights) == classes:
            loss = replace(loss, **{spec.name: weigh(weights)})
    return loss
