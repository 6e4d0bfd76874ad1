"""Titles of columns: which model and which class they name, and whether they say what the numbers are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.io.importing import words

_SEPARATORS = (":", "/", "_", ".", "-", " ")
_LOGIT = "logit:"


@dataclass(frozen=True)
class Group:
    """The columns of one model.

    Attributes
    ----------
    model
        Its name; empty where the titles name none.
    hint
        "probability" or "logit" where the titles say so, else empty.
    columns
        The place of each column, and its class.
    """

    model: str
    hint: str
    columns: tuple[tuple[int, str], ...]


_Truth = list[tuple[int, str]]


def parts(title: str) -> list[str]:
    """Return the words of a title."""
    return [part for part in re.split(r"[:/_.\- ]", title) if part]


def model_of(title: str, stem: str, count: int) -> str:
    """Return the name of a model whose array has this title: what is no word for numbers, or the file's name."""
    path = [part for part in re.split(r"[/:.]", title) if words.plain(part) not in words.NUMBERS]
    name = "/".join(path)
    if not name or (count == 1 and (path == [title] and re.fullmatch(r"arr_\d+|array", title))):
        return stem if count == 1 else title
    return name


def grouped(
    titles: Sequence[str], labels: Sequence[str], are_one: Callable[[Sequence[int]], bool]
) -> tuple[_Truth, list[Group], bool]:
    """Return the columns of the truth with their classes, those of every model, and whether that is sure.

    Parameters
    ----------
    labels
        The texts of the labels, which name classes; empty where they are not known.
    are_one
        Tells of some columns whether their rows sum to 1.
    """
    truth = _truth(titles)
    taken = {place for place, _ in truth}
    left = [place for place in range(len(titles)) if place not in taken]
    if not left:
        return truth, [], True
    logit = all(titles[place].lower().startswith(_LOGIT) for place in left)
    names = {p: titles[p][len(_LOGIT) :] if titles[p].lower().startswith(_LOGIT) else titles[p] for p in left}
    groups, sure = _models(names, set(labels), are_one)
    if logit or any(titles[p] != names[p] for p in left):
        marked = {p for p in left if titles[p] != names[p]}
        groups = [Group(g.model, "logit" if {p for p, _ in g.columns} & marked else g.hint, g.columns) for g in groups]
    return truth, groups, sure


def _truth(titles: Sequence[str]) -> _Truth:
    """Return the columns that begin with a word for the truth, if there are two of them."""
    for separator in _SEPARATORS:
        found: dict[str, _Truth] = {}
        for place, title in enumerate(titles):
            for cut in (title.partition(separator), title.rpartition(separator)):
                if cut[1] and cut[2] and words.plain(cut[0]) in words.LABEL - {"class", "y"}:
                    found.setdefault(cut[0], []).append((place, cut[2]))
                    break
        best = max(found.values(), key=len, default=_Truth())
        if len(best) > 1:
            return best
    return []


def _models(
    names: dict[int, str], labels: set[str], are_one: Callable[[Sequence[int]], bool]
) -> tuple[list[Group], bool]:
    """Return the groups of titles, and whether there can be no others."""
    alone = Group("", "", tuple(names.items()))
    if any(":" in name for name in names.values()):
        return _by_prefix(names, ":", first=True) or [alone], True
    if labels and labels <= set(names.values()):
        return [alone], True
    for separator in _SEPARATORS:
        for first in (True, False):
            stripped = _without_words(names, separator, first, labels)
            if stripped is not None:
                return [stripped], True
            groups = _by_prefix(names, separator, first=first)
            if groups is None or not _agree(groups):
                continue
            if labels and labels <= {name for _, name in groups[0].columns}:
                return groups, True
            if len(groups) > 1 and not are_one(list(names)):
                return groups, all(are_one([place for place, _ in group.columns]) for group in groups)
    return [alone], True


def _by_prefix(names: dict[int, str], separator: str, *, first: bool) -> list[Group] | None:
    """Return a group for each text before the first or the last separator; None where a title has none."""
    found: dict[str, list[tuple[int, str]]] = {}
    for place, name in names.items():
        model, cut, rest = name.partition(separator) if first else name.rpartition(separator)
        if separator == ":" and not cut:
            model, rest = "", name
        elif not model or not rest:
            return None
        found.setdefault(model, []).append((place, rest))
    return [Group(model, "", tuple(columns)) for model, columns in found.items()]


def _agree(groups: Sequence[Group]) -> bool:
    classes = {frozenset(name for _, name in group.columns) for group in groups}
    return len(classes) == 1 and len(groups[0].columns) > 1


def _without_words(names: dict[int, str], separator: str, first: bool, labels: set[str]) -> Group | None:
    """Return the one group whose titles all begin, or all end, with the same word for numbers."""
    cuts = {p: name.partition(separator) if first else name.rpartition(separator) for p, name in names.items()}
    if len(cuts) < 2 or not all(before and after for before, _, after in cuts.values()):
        return None
    for at, rest in ((0, 2), (2, 0)):
        word = {words.plain(cut[at]) for cut in cuts.values()}
        classes = tuple((place, cut[rest]) for place, cut in cuts.items())
        if len(word) == 1 and word <= words.NUMBERS and len({name for _, name in classes}) == len(classes):
            hint = "logit" if word <= words.LOGIT else "probability" if word <= words.PROBABILITY else ""
            return Group("", hint, classes)
    return None
