"""Which classes are at the corners of the triangle, and the edit that moves a row on it. Shared by its views."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.distributions import softmax_of
from core.document import Document
from core.domains import Domain, Triangle
from core.dragging import heeding
from core.locks import NONE, Locks
from core.results import Results
from core.validation import Float, Scale
from gui.focus import FocusState
from gui.surfaces import shown

Place = Callable[[Domain, Float, Scale], Float]
"""Gives where a row goes, in coordinates of the domain it moves in, from the row and its scale."""


def corners_of(results: Results, focus: FocusState) -> tuple[int, int, int]:
    """Return the classes at the left, right and top corner, turned as far as was chosen."""
    left, right, top = classes_of(results, focus)
    return ((left, right, top), (top, left, right), (right, top, left))[turns_of(focus)]


def turns_of(focus: FocusState) -> int:
    """Return how many times the corners were turned; asked for many times a frame, so not by way of `chosen`."""
    return {"1": 1, "2": 2}.get(focus.choices.get("surface.turn", ""), 0)


def classes_of(results: Results, focus: FocusState) -> tuple[int, int, int]:
    """Return the three classes on the triangle: those in focus, or for many classes the sample's weightiest."""
    document = results.document
    if len(document.classes) == 3:
        return (0, 1, 2)
    if focus.corners is not None:
        return focus.corners
    weight = results.truth_row(focus.sample) * 1e3
    for model in document.models:
        weight = weight + model.probability_row(focus.sample)
    left, right, top = sorted(np.argsort(-weight, kind="stable")[:3].tolist())
    return (left, right, top)


def slice_of(results: Results, focus: FocusState) -> Triangle:
    """Return the triangle that is shown, through the row that moves."""
    return shown.triangle_of(results, focus, corners_of(results, focus))


def moving(
    domain: Domain, table: int, sample: int, place: Place, locks: Locks = NONE
) -> Callable[[Document], Document]:
    """Return the edit that moves a table's row to where `place` says, given the row by then; locked classes stay."""

    def edit(document: Document) -> Document:
        row, scale = document.row_in_use(table, sample), document.scale(table)
        moved = domain.moved(row, place(domain, row, scale), scale)
        if np.array_equal(moved, row):
            return document
        if locks.of(table, sample):
            q = softmax_of(moved) if scale == "logit" else moved
            return heeding(document, table, sample, q, locks)
        return document.with_row_in_use(table, sample, moved)

    return edit


def swapped(classes: tuple[int, ...], place: int, key: str) -> tuple[int, ...]:
    """Return the classes with another one at a place; where that one was is then the one that had the place."""
    made = list(classes)
    if key.isdigit() and place < len(made):
        wanted = int(key)
        if wanted in made:
            made[made.index(wanted)] = made[place]
        made[place] = wanted
    return tuple(made)
