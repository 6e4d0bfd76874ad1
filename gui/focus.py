"""What is looked at: a sample, a model, classes on the triangle, each panel's view. View state, never undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from core.document import TRUTH, Document
from core.locks import Cell, Locks

_LOOKED_AT = 64
"""As many places are looked at for where a sample without a name went."""


@dataclass(frozen=True, eq=False)
class Brush:
    """Samples picked out together, by their sorted indices; compared by identity.

    Attributes
    ----------
    rows
        Sorted indices (n,), read-only; none is an empty brush, which is not no brush.
    size
        How many samples the document has.
    label
        How the samples were picked out, in the person's words, such as "loss over 2.5".
    """

    rows: npt.NDArray[np.int64]
    size: int
    label: str

    def __post_init__(self) -> None:
        self.rows.flags.writeable = False

    @classmethod
    def of(cls, mask: npt.NDArray[np.bool_], label: str) -> Brush:
        """Return the brush of the samples for which `mask` (N,) is true."""
        return cls(np.flatnonzero(mask), mask.size, label)

    @property
    def count(self) -> int:
        """How many samples it has."""
        return self.rows.size

    def mask(self) -> npt.NDArray[np.bool_]:
        """Return for every sample whether it is brushed, (N,)."""
        made = np.zeros(self.size, np.bool_)
        made[self.rows] = True
        return made

    def has(self, row: int) -> bool:
        """Return whether a sample is brushed."""
        at = int(np.searchsorted(self.rows, row))
        return at < self.rows.size and int(self.rows[at]) == row

    def next_after(self, row: int) -> int | None:
        """Return the first brushed sample after `row`, around the end; None if there is none."""
        if not self.rows.size:
            return None
        return int(self.rows[int(np.searchsorted(self.rows, row, side="right")) % self.rows.size])


@dataclass(frozen=True)
class FocusState:
    """One sample, one model, the handle that keys move (`TRUTH` or a model), and the triangle's corner classes.

    `choices` holds what a person chose in panels, such as an axis, by "<panel>.<choice>"; what is not there is at its
    default. `locked` holds the classes that keep their probability while others of a row are rescaled, `cells` the
    single cells that do: (table, sample, class) each.
    `brush` holds the samples picked out together, in tables and panels alike; None if none are. `highlight` is the
    class that is pointed at in one panel, and stands out in all.
    """

    sample: int = 0
    model: int = 0
    handle: int = 0
    corners: tuple[int, int, int] | None = None
    choices: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    locked: frozenset[int] = frozenset()
    brush: Brush | None = None
    cells: frozenset[Cell] = frozenset()
    highlight: int | None = None

    @property
    def locks(self) -> Locks:
        """What edits must leave alone."""
        return Locks(self.locked, self.cells)

    def fitted(self, document: Document) -> FocusState:
        """Return the nearest focus that exists in `document`."""
        classes = len(document.classes)
        model = min(self.model, len(document.models) - 1)
        corners = self.corners if self.corners and all(k < classes for k in self.corners) else None
        handle = self.handle if self.handle in (TRUTH, model) else model
        locked = frozenset(k for k in self.locked if k < classes)
        brush = self.brush if self.brush is not None and self.brush.size == document.size else None
        sample, models = min(self.sample, document.size - 1), len(document.models)
        cells = frozenset((t, s, k) for t, s, k in self.cells if t < models and s < document.size and k < classes)
        highlight = self.highlight if self.highlight is not None and self.highlight < classes else None
        return FocusState(sample, model, handle, corners, self.choices, locked, brush, cells, highlight)

    def followed(self, old: Document, new: Document) -> FocusState:
        """Return the focus on the same classes, models and cells after an edit, wherever they are now."""
        if (old.classes, old.samples, old.size) == (new.classes, new.samples, new.size) and _names(old) == _names(new):
            return self
        classes = _places(old.classes, new.classes)
        tables = {TRUTH: TRUTH, **_places(_names(old), _names(new))}
        locked = frozenset(classes[k] for k in self.locked if k in classes)
        corners = self.corners
        if corners is not None:
            a, b, c = (classes.get(k) for k in corners)
            corners = (a, b, c) if a is not None and b is not None and c is not None else None
        samples = _samples(old, new, {sample for _, sample, _ in self.cells})
        cells: set[Cell] = set()
        for table, sample, k in self.cells:
            if table in tables and k in classes and sample in samples:
                cells.add((tables[table], samples[sample], classes[k]))
        model = tables.get(self.model, self.model)
        handle = tables.get(self.handle, self.handle)
        there = replace(self, model=model, handle=handle, corners=corners, locked=locked, cells=frozenset(cells))
        return there.fitted(new)


def _names(document: Document) -> tuple[str, ...]:
    return tuple(model.name for model in document.models)


def _places(old: tuple[str, ...], new: tuple[str, ...]) -> dict[int, int]:
    """Return where each of some names is now: by its name, or, if as many are there, renamed in its place."""
    by_name = {name: place for place, name in enumerate(new)}
    found = {place: by_name[name] for place, name in enumerate(old) if name in by_name}
    if len(old) == len(new):
        taken = set(found.values())
        found |= {place: place for place in range(len(old)) if place not in found and place not in taken}
    return found


def _samples(old: Document, new: Document, asked: Collection[int]) -> dict[int, int]:
    """Return where samples are after an edit: those with names by these, others by what their rows hold."""
    if old.samples is not None and new.samples is not None:
        wanted = {old.samples[sample] for sample in asked}
        place = {name: index for index, name in enumerate(new.samples) if name in wanted}
        found = {sample: place[old.samples[sample]] for sample in asked if old.samples[sample] in place}
        if old.size != new.size:
            return found
        return {sample: found.get(sample, sample) for sample in asked}
    if old.size == new.size:
        return {sample: sample for sample in asked}
    away = new.size - old.size
    steps = (0, away) if abs(away) > _LOOKED_AT else range(away + 1) if away > 0 else range(0, away - 1, -1)
    there = ((sample, sample + step) for step in steps for sample in asked)
    return {sample: at for sample, at in there if 0 <= at < new.size and _same_row(old, sample, new, at)}


def _same_row(old: Document, sample: int, new: Document, there: int) -> bool:
    """Return whether a sample's truth and predictions are those of another document's."""
    tables = range(TRUTH, min(len(old.models), len(new.models)))
    return all(np.array_equal(old.rows(table).row(sample), new.rows(table).row(there)) for table in tables)


class Focus(QObject):
    """Holds the focus and says when it changes."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = FocusState()

    def move(self, **changes: Any) -> None:
        """Look at something else; a model taken into focus takes the handle with it, a sample its own triangle."""
        if "model" in changes:
            changes.setdefault("handle", changes["model"])
        if changes.get("sample", self.state.sample) != self.state.sample:
            changes.setdefault("corners", None)
        if "choices" in changes:
            changes["choices"] = {**self.state.choices, **changes["choices"]}
        self.put(replace(self.state, **changes))

    def put(self, state: FocusState) -> None:
        """Set the whole focus."""
        if state != self.state:
            self.state = state
            self.changed.emit(state)
