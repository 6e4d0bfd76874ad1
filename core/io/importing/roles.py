"""What the columns of a file are taken for, guessed from their titles and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from core.io.importing import titles, words
from core.io.importing.columns import Column, Part, Texts

Kind = Literal["ignored", "sample", "label", "classes", "truth", "probability", "logit", "ranked"]
KINDS: tuple[Kind, ...] = ("ignored", "sample", "label", "classes", "truth", "probability", "logit", "ranked")
PREDICTED = ("probability", "logit")

Doubt = Literal["label", "scale", "models", "percent"]

_SUM_SLACK = 1e-3
_MOST_LABELS = 1000
"""Whole numbers up to this may be labels of a file that holds labels only."""


@dataclass(frozen=True)
class Role:
    """What a column is.

    Attributes
    ----------
    kind
        "ranked" says, in lists, which class each number of the lists beside it belongs to.
    model, name
        Of predictions: the model, by default called as its file, and the class; a column (N, K) is of all classes.
    """

    kind: Kind = "ignored"
    model: str = ""
    name: str = ""


@dataclass(frozen=True)
class Guess:
    """A role a column, and what of it the file leaves open."""

    roles: tuple[Role, ...]
    doubts: frozenset[Doubt]


def guess(part: Part) -> Guess:
    """Return what the columns of a file most likely are."""
    return _Guesser(part).guess()


class _Guesser:
    """Gives out roles one kind after another; a column that has one is out of the question for the next."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._roles: dict[int, Role] = {}
        self._doubts: set[Doubt] = set()
        self._added: dict[tuple[int, ...], npt.NDArray[np.float64]] = {}

    def guess(self) -> Guess:
        self._take_names()
        self._take_label()
        self._take_wide()
        self._take_flat()
        self._take_label_late()
        roles = tuple(self._roles.get(place, Role()) for place in range(len(self._part.columns)))
        return Guess(roles, frozenset(self._doubts))

    def _left(self) -> list[tuple[int, Column]]:
        columns = enumerate(self._part.columns)
        return [(place, column) for place, column in columns if place not in self._roles and column.shape != (0,)]

    def _word(self, column: Column) -> str:
        return words.last(column.title)

    # -- names ------------------------------------------------------------------------------------------

    def _take_names(self) -> None:
        """Find the column that names samples, the one that counts rows, and an array of class names."""
        rows = self._part.rows
        for place, column in self._left():
            word = self._word(column)
            if word in words.COUNTER and column.is_flat and column.numbers is not None:
                if _counts(column.numbers) or not column.are_different:
                    self._roles[place] = Role()
            elif column.is_flat and column.texts is not None and column.shape[0] < rows and word in words.CLASSES:
                self._roles[place] = Role("classes")
            elif word in words.DECIDED and column.is_flat and (column.texts is not None or column.spread.whole):
                self._roles[place] = Role()
        by_title = [(k, c) for k, c in self._left() if self._word(c) in words.SAMPLE | words.COUNTER and c.is_flat]
        texts = [(k, c) for k, c in self._left() if c.texts is not None and rows > 2]
        others = [(k, c) for k, c in texts if self._word(c) not in words.LABEL]  # few rows may all be of other classes
        numbering = self._numbering()
        for place, column in by_title + others + numbering:
            if column.are_different and column.shape[0] == rows and (column.texts is not None or column.spread.whole):
                counts = column.numbers is not None and _counts(column.numbers)
                self._roles[place] = Role("ignored" if counts and (place, column) in numbering else "sample")
                return

    def _numbering(self) -> list[tuple[int, Column]]:
        """Return the one column, whatever its title, of whole numbers too many and too large to be labels or scores.

        A score of which no row has the same, all of them whole beside others that are not, is a number of the row.
        """
        scores = [(k, c) for k, c in self._left() if c.is_flat and c.numbers is not None]
        whole = [(k, c) for k, c in scores if c.spread.whole and self._word(c) not in words.LABEL]
        if len(whole) != 1 or len(scores) < 2 or self._part.rows <= len(scores):
            return []
        low, high, _ = whole[0][1].spread
        return whole if low >= 0 and high >= len(scores) else []

    # -- the truth --------------------------------------------------------------------------------------

    def _take_label(self) -> None:
        """Find the labels by their title, or take the only column of whole numbers or texts."""
        found = [
            (place, column)
            for place, column in self._left()
            if column.is_flat and self._word(column) in words.LABEL and (column.texts or column.spread.whole)
        ]
        if found:
            self._roles[found[0][0]] = Role("label")
            for place, _ in found[1:]:
                self._roles[place] = Role()
                self._doubts.add("label")
            return
        left = self._left()
        if len(left) == 1 and left[0][1].is_flat and _may_be_label(left[0][1]):
            self._roles[left[0][0]] = Role("label")
            if len(self._part.columns) > 1:
                self._doubts.add("label")

    def _take_label_late(self) -> None:
        """Find the labels by what they hold: texts that name the classes, or few texts at all."""
        kinds = {role.kind for role in self._roles.values()}
        if "label" in kinds or "truth" in kinds:
            return
        named = {role.name for role in self._roles.values() if role.kind in PREDICTED}
        widths = [c.shape for k, c in enumerate(self._part.columns) if self._roles.get(k, Role()).kind in PREDICTED]
        for place, column in self._left():
            if any(len(s) == 2 and _indexes(column, *s) for s in widths):
                self._roles[place] = Role("label")
                return
            if column.texts is not None and column.is_flat and len(column.texts.names) < max(2, column.shape[0]):
                self._roles[place] = Role("label")
                if not set(column.texts.names) <= named:
                    self._doubts.add("label")
                return

    # -- arrays and lists -------------------------------------------------------------------------------

    def _take_wide(self) -> None:
        """Give roles to columns (N, K): rankings, a truth, predictions."""
        wide = [(place, column) for place, column in self._left() if not column.is_flat]
        ranked = [(place, column) for place, column in wide if _may_rank(column, self._word(column), wide)]
        for place, column in ranked:
            self._roles[place] = Role("ranked" if (place, column) == _best_rank(ranked) else "ignored")
        predicted = [(k, c) for k, c in wide if k not in self._roles and c.numbers is not None and c.flaw is None]
        truths = [(k, c) for k, c in predicted if self._word(c) in words.LABEL and c.spread.low >= 0]
        labelled = any(role.kind == "label" for role in self._roles.values())
        if truths and not labelled and len(predicted) > 1:
            self._roles[truths[0][0]] = Role("truth")
            predicted.remove(truths[0])
        for place, column in predicted:
            assert column.numbers is not None
            hint = _hint(column.title)
            scale = self._scale(hint, [column], column.numbers.sum(axis=1, dtype=np.float64))
            self._roles[place] = Role(scale, titles.model_of(column.title, self._part.stem, len(predicted)))

    # -- columns a class --------------------------------------------------------------------------------

    def _take_flat(self) -> None:
        """Part the columns of numbers that are left by models and classes."""
        left = [(place, column) for place, column in self._left() if column.is_flat and column.numbers is not None]
        left = self._without_whole_labels(left)
        label = next((self._part.columns[k] for k, role in self._roles.items() if role.kind == "label"), None)
        if any(role.kind in PREDICTED for role in self._roles.values()):
            return
        known = label.different.names if label is not None and label.flaw is None else ()

        def add_to_one(some: Sequence[int]) -> bool:
            return _are_one(self._sums([left[k] for k in some]))

        truth, groups, sure = titles.grouped([c.title for _, c in left], known, add_to_one)
        if not sure:
            self._doubts.add("models")
        untitled = self._part.form is not None and self._part.form.titles == "no"
        for place, name in truth:
            self._roles[left[place][0]] = Role("truth", name=name)
        for group in groups:
            members = [left[place] for place, _ in group.columns]
            scale = self._scale(group.hint, [column for _, column in members], self._sums(members))
            for number, (place, name) in enumerate(group.columns):
                own = str(number) if untitled else name
                self._roles[left[place][0]] = Role(scale, group.model or self._part.stem, own)

    def _without_whole_labels(self, left: list[tuple[int, Column]]) -> list[tuple[int, Column]]:
        """Take one column of whole numbers for the labels, if the rows of the others then sum to 1."""
        if any(role.kind == "label" for role in self._roles.values()) or len(left) < 3:
            return left
        for place, column in left[:1] + left[-1:]:
            others = [each for each in left if each[0] != place]
            fits = column.spread.whole and column.spread.low >= 0 and column.spread.high < len(others)
            if fits and _are_one(self._sums(others)):
                self._roles[place] = Role("label")
                return others
        return left

    def _sums(self, columns: Sequence[tuple[int, Column]]) -> npt.NDArray[np.float64]:
        """Return the sum of each row over some columns, computed once."""
        places = tuple(place for place, _ in columns)
        if places not in self._added:
            total = np.zeros(columns[0][1].shape[0] if columns else 0)
            for _, column in columns:
                if column.numbers is not None and column.shape == total.shape:
                    total += column.numbers
            self._added[places] = total
        return self._added[places]

    def _scale(self, hint: str, columns: Sequence[Column], sums: npt.NDArray[np.float64]) -> Kind:
        """Return whether numbers are probabilities or logits: as their title says, else by their range."""
        if hint in PREDICTED:
            return "logit" if hint == "logit" else "probability"
        low, high = min(c.spread.low for c in columns), max(c.spread.high for c in columns)
        if low >= 0 and high <= 1 + _SUM_SLACK:
            if not _are_one(sums):
                self._doubts.add("scale")
            return "probability"
        if low >= 0 and _are_one(sums / 100):
            self._doubts.add("percent")
            return "probability"
        if low >= -1 and high <= 1 + _SUM_SLACK:
            self._doubts.add("scale")
            return "probability"
        return "logit"


def _hint(title: str) -> str:
    """Return the scale that a title names, or nothing."""
    parts = {words.plain(part) for part in titles.parts(title)}
    return "logit" if parts & words.LOGIT else "probability" if parts & words.PROBABILITY else ""


def _counts(numbers: npt.NDArray[Any]) -> bool:
    """Return whether numbers count the rows from 0 or 1."""
    return bool(numbers[0] in (0, 1) and (np.diff(numbers) == 1).all())


def _may_be_label(column: Column) -> bool:
    if column.texts is not None:
        return 1 < len(column.texts.names) <= max(2, column.shape[0] // 2)
    return column.flaw is None and column.spread.whole and column.spread.low >= 0 and column.spread.high < _MOST_LABELS


def _indexes(column: Column, rows: int, classes: int) -> bool:
    """Return whether a column holds a class index a row."""
    fits = column.shape == (rows,) and column.numbers is not None and column.spread.whole
    return fits and column.spread.low >= 0 and column.spread.high < classes


def _may_rank(column: Column, word: str, wide: Sequence[tuple[int, Column]]) -> bool:
    """Return whether lists name the classes that the numbers of other lists belong to."""
    beside = any(c is not column and c.numbers is not None and c.shape == column.shape for _, c in wide)
    is_ranking = column.texts is not None or (column.spread.whole and word in words.RANKED)
    return beside and is_ranking


def _best_rank(ranked: Sequence[tuple[int, Column]]) -> tuple[int, Column]:
    """Return names rather than indices."""
    return next((each for each in ranked if each[1].texts is not None), ranked[0])


def _are_one(sums: npt.NDArray[np.float64]) -> bool:
    """Return whether nearly all sums are 1, as rounded numbers give it."""
    with np.errstate(invalid="ignore"):
        return bool(sums.size and np.mean(np.abs(sums - 1) <= _SUM_SLACK * 10) > 0.9)


# -- rankings in columns of their own ---------------------------------------------------------------------


def bundled(part: Part) -> Part:
    """Return the part with `label_0, label_1, …` beside `prob_0, prob_1, …` as lists: classes and their numbers."""
    groups: dict[str, list[Column]] = {}
    for column in part.columns:
        stem, _, number = column.title.rpartition("_")
        if words.plain(stem) in words.RANKED | words.NUMBERS and number == str(len(groups.get(stem, ()))):
            groups.setdefault(stem, []).append(column)
    ranks = {stem for stem in groups if words.plain(stem) in words.RANKED}
    numbers = {stem for stem in groups if words.plain(stem) in words.NUMBERS}
    if not ranks or not numbers or any(len(groups[stem]) < 2 for stem in ranks | numbers):
        return part
    inside = {column.title for columns in groups.values() for column in columns}
    kept = [column for column in part.columns if column.title not in inside]
    return replace(part, columns=(*kept, *(_joined(stem, columns) for stem, columns in groups.items())))


def _joined(title: str, columns: Sequence[Column]) -> Column:
    flaw = next((column.flaw for column in columns if column.flaw is not None), None)
    if all(column.numbers is not None for column in columns):
        return Column(title, np.stack([c.numbers for c in columns if c.numbers is not None], axis=1), flaw=flaw)
    rows = zip(*(column.different.cells() for column in columns), strict=True)
    return Column(title, texts=Texts.of([cell for row in rows for cell in row], len(columns)), flaw=flaw)
