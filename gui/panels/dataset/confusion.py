"""Confusion: which class is taken for which, in a matrix, and the most frequent mistakes beside it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from core import dataset
from core.dataset import Answers, Flags, Indices, Mistake
from core.results import Results
from gui import text
from gui.focus import Brush, FocusState
from gui.kept import kept
from gui.panels.dataset.common import (
    Chosen,
    MessageFigure,
    Shown,
    about,
    answers_of,
    beside,
    brushed,
    from_to,
    left_out,
    no_rows,
    percent,
    soft_words,
)
from gui.panels.dataset.confusion_figure import LIST_NET, ConfusionFigure, Group
from gui.plotting.figure import Cell, Numbers
from gui.plotting.picking import Pick

translate = QCoreApplication.translate

CHOICES: Sequence[str] = ("share",)

MOST_CLASSES = 16
"""Up to so many classes have rows of their own; of more, those with the most mistakes, and one row for the others."""
_MISTAKES = 10


@dataclass(frozen=True, eq=False)
class Prepared:
    """The matrix of groups, the part of it that is brushed, the most frequent mistakes and theirs, and words."""

    groups: tuple[Group, ...]
    counts: Indices
    brushed: Indices | None
    right_of_others: int
    mistakes: tuple[Mistake, ...]
    words: str


def key(results: Results, focus: FocusState, chosen: Chosen) -> Hashable:
    """Return what the figures depend on."""
    return ("confusion", focus.model, focus.brush)


def groups_of(answers: Answers, names: Sequence[str]) -> tuple[tuple[Group, ...], npt.NDArray[np.int64]]:
    """Return the rows of the matrix, and which of them each class (K,) is in."""
    count = len(names)
    if count <= MOST_CLASSES:
        return tuple(Group(name, k) for k, name in enumerate(names)), np.arange(count)
    shown = dataset.hardest(answers.labels, answers.predicted, count, MOST_CLASSES - 1)
    number = np.full(count, len(shown))
    number[shown] = np.arange(len(shown))
    others = translate("Dataset", "{count} others").format(count=count - len(shown))
    listed: list[int] = shown.tolist()
    return (*(Group(names[k], k) for k in listed), Group(others, -1)), number


def prepare(results: Results, focus: FocusState, chosen: Chosen) -> Prepared:
    """Count the answers by true class and predicted class."""
    answers = answers_of(results, focus.model)
    names = results.document.classes
    groups, number = groups_of(answers, names)

    def counted(flags: Flags | slice) -> Indices:
        return dataset.confusion(number[answers.labels[flags]], number[answers.predicted[flags]], len(groups))

    flags = brushed(focus.brush, answers.rows)
    part = None if flags is None else counted(flags)
    found = dataset.mistakes(answers.labels, answers.predicted, len(names), _MISTAKES)
    last = len(groups) - 1
    right = int((answers.right & (number[answers.labels] == last)).sum()) if groups[last].index < 0 else 0
    return Prepared(groups, counted(slice(None)), part, right, found, _words(results, focus, answers, flags))


def _words(results: Results, focus: FocusState, answers: Answers, flags: Flags | None) -> str:
    right, count = int(answers.right.sum()), answers.rows.size
    words = translate("Dataset", "{right} of {count} samples are right, {share}.")
    said = [words.format(right=right, count=count, share=percent(right / count if count else np.nan))]
    if flags is not None:
        right, count = int((answers.right & flags).sum()), int(flags.sum())
        words = translate("Dataset", "Of the brushed ones {right} of {count} are right.")
        said.append(words.format(right=right, count=count))
    if len(results.document.classes) > MOST_CLASSES:
        words = translate("Dataset", "The {count} classes with the most mistakes are shown, the others together.")
        said.append(words.format(count=MOST_CLASSES - 1))
    return about(results, focus.model, [*said, *soft_words(answers), *left_out(results, focus.model)])


def make(results: Results, focus: FocusState, chosen: Chosen) -> Shown:
    """Return the figure."""
    if not results.models[focus.model].used_count:
        return MessageFigure(no_rows())
    found = kept(results, key(results, focus, chosen), lambda: prepare(results, focus, chosen))
    return ConfusionFigure(
        found.groups,
        found.counts,
        found.brushed,
        found.right_of_others,
        found.mistakes,
        results.document.classes,
        chosen["share"],
        found.words,
        _own(results, focus, found.groups),
        lambda pick: _brush(results, focus.model, found, pick),
    )


def _own(results: Results, focus: FocusState, groups: Sequence[Group]) -> tuple[int, int] | None:
    """Return the row and column of the sample in focus; None if it is left out."""
    part, inside = results.model_part(focus.model, focus.sample)
    if not part.used[inside]:
        return None
    places = {group.index: k for k, group in enumerate(groups)}
    others = len(groups) - 1
    label = int(results.document.truth.row(focus.sample).argmax())
    return places.get(label, others), places.get(int(part.predicted[inside]), others)


def _brush(results: Results, model: int, found: Prepared, pick: Pick) -> Brush:
    """Return the samples of some cells, or of some of the most frequent mistakes."""
    answers, names = answers_of(results, model), results.document.classes
    name = results.models[model].name
    if pick.net == LIST_NET:
        chosen = found.mistakes[pick.rows[0] : pick.rows[1] + 1]
        pairs = np.array([each.label * len(names) + each.predicted for each in chosen])
        flags = np.isin(answers.labels * len(names) + answers.predicted, pairs)
        words = translate("Dataset", "{true} taken for {predicted}")
        said = [words.format(true=names[each.label], predicted=names[each.predicted]) for each in chosen]
        return Brush.of(answers.mask(flags), label_of(name, said))
    _, number = groups_of(answers, names)
    true, predicted = number[answers.labels], number[answers.predicted]
    flags = (true >= pick.rows[0]) & (true <= pick.rows[1])
    flags &= (predicted >= pick.columns[0]) & (predicted <= pick.columns[1])
    words = translate("Dataset", "true {true}, predicted {predicted}")
    said = words.format(true=_range(found.groups, pick.rows), predicted=_range(found.groups, pick.columns))
    return Brush.of(answers.mask(flags), label_of(name, [said]))


def label_of(model: str, said: Sequence[str]) -> str:
    """Return the label of a brush of a model's answers."""
    return translate("Dataset", "{model}: {what}").format(model=model, what=text.listed(said))


def _range(groups: Sequence[Group], ends: tuple[int, int]) -> str:
    first, last = groups[ends[0]].name, groups[ends[1]].name
    return first if ends[0] == ends[1] else from_to(first, last)


def numbers(results: Results, focus: FocusState, chosen: Chosen) -> Numbers:
    """Return the matrix as it is shown, what is brushed below it, and the most frequent mistakes beside it."""
    figure = make(results, focus, chosen)
    corner = translate("Dataset", "true ↓ predicted →")
    if not isinstance(figure, ConfusionFigure):
        return Numbers((corner,), ((no_rows(),),))
    names = tuple(group.name for group in figure.groups)
    rows: list[tuple[Cell, ...]] = [
        (group.name, *_cells(values)) for group, values in zip(figure.groups, figure.values(), strict=True)
    ]
    if figure.brushed is not None:
        words = translate("Dataset", "{name}, brushed")
        pairs = zip(figure.groups, figure.brushed, strict=True)
        rows += [(words.format(name=group.name), *values.tolist()) for group, values in pairs]
    header = (
        translate("Dataset", "mistake: true"),
        translate("Dataset", "mistake: predicted"),
        translate("Dataset", "mistake: samples"),
    )
    classes = results.document.classes
    listed = tuple((classes[each.label], classes[each.predicted], each.count) for each in figure.mistakes)
    return beside(Numbers((corner, *names), tuple(rows)), Numbers(header, listed))


def _cells(values: npt.NDArray[np.generic]) -> list[Cell]:
    return [None if value != value else value for value in values.tolist()]
