"""Where pasted cells go: from the selection on, or to the classes and samples that they name."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect

from core.blocks import Indices
from core.document import Document
from core.edits.paste import Paste
from gui.tables.distributions import DistributionModel
from gui.tables.parsing import Pasted

translate = QCoreApplication.translate


def plan(block: Pasted, document: Document, model: DistributionModel, box: QRect) -> Paste:
    """Return where a block goes if it is pasted into the selected cells.

    Titles that name classes lead their columns to those, and other titles to new ones; names that samples have lead
    rows to these. A single cell fills all that are selected.
    """
    values = block.values
    if values.shape in ((1,), (1, 1)) and block.titles is None and block.names is None:
        samples = model.samples(box.top(), box.bottom())
        columns = range(box.left(), box.right() + 1)
        shape = (samples.size,) if block.is_labels else (samples.size, len(columns))
        return Paste(samples, tuple(columns), np.broadcast_to(values, shape))
    known = _samples_named(block, document)
    if known is None:
        last = min(box.top() + len(values), model.rowCount()) - 1
        known = model.samples(box.top(), last)
    return Paste(known, _columns(block, document, box.left()), values, block.names)


def _samples_named(block: Pasted, document: Document) -> Indices | None:
    """Return the samples that the names of a block's rows name; None unless all do."""
    if block.names is None or document.samples is None or len(set(block.names)) < len(block.names):
        return None
    wanted = set(block.names)
    place = {name: index for index, name in enumerate(document.samples) if name in wanted}
    if len(place) < len(wanted):
        return None
    return np.array([place[name] for name in block.names], np.int64)


def _columns(block: Pasted, document: Document, first: int) -> tuple[int | str, ...]:
    if block.is_labels:
        return ()
    titles = block.titles or ()
    if any(title in document.classes for title in titles):
        by_name = {name: index for index, name in enumerate(document.classes)}
        return tuple(by_name.get(title, title) for title in titles)
    count, width = len(document.classes), block.values.shape[1]
    names = titles or ("",) * width
    return tuple(first + k if first + k < count else names[k] for k in range(width))


def growing(paste: Paste) -> str:
    """Return the question whether a table is to grow for what is pasted."""
    if paste.more_samples and paste.more_classes:
        words = translate(
            "Paste", "It has more rows and columns than there is room for: {samples} and {classes} too many."
        )
    elif paste.more_samples:
        words = translate("Paste", "It has more rows than there is room for: {samples} too many.")
    else:
        words = translate("Paste", "It has more columns than there is room for: {classes} too many.")
    ask = translate(
        "Paste",
        "Add samples and classes for them? Other tables get uniform predictions, and the first class as the truth.",
    )
    return words.format(samples=paste.more_samples, classes=paste.more_classes) + "\n\n" + ask
