"""What a snippet has to know of a document: its arrays, which rows are no distributions, where a 0 needs care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core import validation
from core.blocks import Block, Rows
from core.document import Document, sums_to_one
from core.errors import LossAtlasError
from core.losses import Loss
from core.snippets.terms import Setting, names_in
from core.validation import Float, Labels, Scale

MOST_ROWS, MOST_NUMBERS = 24, 4000
"""A document with more samples, or more numbers, is shown by its first samples."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A document whose every row is printed, and how large the one is that it was taken from.

    Attributes
    ----------
    data_file
        The .npz file that the rows are read from; empty if they stand in the snippet.
    beside
        Whether that file lies beside the program.
    """

    document: Document
    whole: int
    data_file: str = ""
    beside: bool = False

    @classmethod
    def of(cls, document: Document, data_file: str = "", *, beside: bool = False) -> Facts:
        """Return the facts of a document, or of its first rows where it is large and in no file.

        Raises
        ------
        LossAtlasError
            Where the loss has no code, or needs labels and the truth is soft.
        """
        shown = document if data_file else first_rows(document, shown_rows(document))
        facts = cls(shown, document.size, data_file, beside)
        loss = facts.loss
        if not loss.code(from_logits=False):
            raise LossAtlasError("no_code", name=loss.title)
        if loss.needs_labels and facts.labels is None:
            raise LossAtlasError("needs_label", where="truth")
        loss.value(facts.truth[:1], facts.truth[:1])  # refuses weights of another number than the classes
        return facts

    @property
    def loss(self) -> Loss:
        """The loss that is computed."""
        return self.document.settings.current

    @property
    def classes(self) -> int:
        """K."""
        return len(self.document.classes)

    @cached_property
    def truth(self) -> Float:
        """p, (N, K)."""
        return _dense(self.document.truth)

    @cached_property
    def labels(self) -> Labels | None:
        """The true classes (N,), if every row of the truth is one class."""
        return self.truth.argmax(axis=1) if validation.is_one_hot(self.truth).all() else None

    @cached_property
    def keeps_labels(self) -> bool:
        """Whether the truth is kept as labels, as a file then has it too."""
        return all(block.is_labels for block in self.document.truth.blocks)

    def models(self, scale: Scale) -> list[int]:
        """Return the models that were given as probabilities or as logits."""
        return [index for index, model in enumerate(self.document.models) if model.scale == scale]

    def given(self, model: int) -> Float:
        """Return the rows of a model as typed, (N, K)."""
        return _dense(self.document.models[model].rows)

    def in_use(self, model: int) -> Float:
        """Return the rows of a model as they are computed with, (N, K)."""
        own = self.document.models[model]
        return np.concatenate([own.in_use(block).dense() for block in own.rows.blocks])

    def off(self, table: int) -> list[bool]:
        """Return for each row of a table whether it is no distribution; of logits every row is one."""
        if self.document.scale(table) == "logit":
            return [False] * self.document.size
        blocks = self.document.rows(table).blocks
        return (~np.concatenate([sums_to_one(block.dense(), block.single) for block in blocks])).tolist()

    def tolerance(self, tables: Sequence[int]) -> float:
        """Return how far from 1 rows of these tables may sum."""
        single = any(block.single for table in tables for block in self.document.rows(table).blocks)
        return validation.sum_tolerance(np.dtype(np.float32 if single else np.float64), self.classes)

    def mends(self, tables: Sequence[int]) -> bool:
        """Return whether the row-sum setting changes what some row of these tables counts."""
        return self.document.settings.row_sums != "as-typed" and any(any(self.off(table)) for table in tables)

    def has_empty(self, tables: Sequence[int]) -> bool:
        """Return whether a row of these tables sums to 0."""
        return any(
            not _dense(self.document.rows(table)).any(axis=1).all()
            for table in tables
            if self.document.scale(table) == "probability"
        )

    def setting(self, scale: Scale) -> Setting:
        """Return which forms are right for the models of a scale."""
        if scale not in self._settings:
            self._settings[scale] = self._setting(scale)
        return self._settings[scale]

    @cached_property
    def _settings(self) -> dict[Scale, Setting]:
        return {}

    def _setting(self, scale: Scale) -> Setting:
        code = self.loss.code(from_logits=scale == "logit")
        used = names_in("\n".join(line.strip() for line in code.strip().splitlines()))
        floor = -np.inf if scale == "logit" else 0.0
        rows = [self.in_use(model) for model in self.models(scale)]
        has_zeros = any((each == floor).any() for each in rows)
        return Setting(
            scale,
            self.classes,
            self.labels is not None,
            has_zeros or ("log_p" in used and not self.truth.all()),
            scale == "probability" and any((each > 1).any() for each in rows),
            has_empty_rows=scale == "probability" and self.has_empty(self.models(scale)),
            weights=frozenset(name for name, values in self.weights().items() if name in used and len(values) > 1),
        )

    def weights(self) -> dict[str, tuple[float, ...]]:
        """Return the loss's parameters that are numbers a class."""
        found = {spec.name: getattr(self.loss, spec.name) for spec in self.loss.parameters if spec.kind == "weights"}
        return {name: values for name, values in found.items() if values is not None}


def shown_rows(document: Document) -> int:
    """Return how many samples of a document stand in its snippet."""
    tables = len(document.models) + 1
    return min(document.size, MOST_ROWS, max(1, MOST_NUMBERS // (tables * len(document.classes))))


def is_large(document: Document) -> bool:
    """Return whether a document has more samples than stand in a snippet."""
    return document.size > shown_rows(document)


def first_rows(document: Document, count: int) -> Document:
    """Return the document of the first `count` samples; itself if it has no more."""
    if document.size <= count:
        return document
    return replace(
        document,
        truth=_first(document.truth, count),
        models=tuple(replace(model, rows=_first(model.rows, count)) for model in document.models),
        samples=None if document.samples is None else document.samples[:count],
    )


def _first(rows: Rows, count: int) -> Rows:
    kept: list[Block] = []
    for block in rows.blocks:
        if count <= 0:
            break
        kept.append(block if len(block) <= count else replace(block, values=block.values[:count]))
        count -= len(block)
    return Rows(tuple(kept))


def _dense(rows: Rows) -> Float:
    return np.concatenate([block.dense() for block in rows.blocks])
