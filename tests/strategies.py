"""Hypothesis strategies: distributions with exact zeros, vertices, tiny entries and near equals; rows; logits."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from core import losses
from core.document import Document
from core.losses import Loss

Row = npt.NDArray[np.float64]

class_counts = st.sampled_from([2, 3, 4, 7])
weights = st.one_of(
    st.floats(0.01, 1.0),
    st.just(0.0),
    st.floats(-300.0, -3.0).map(lambda exponent: 10.0**exponent),
)


def all_losses() -> list[Loss]:
    """Return every registered loss with its defaults; tests go over these, so a new loss is tested unasked."""
    return [losses.create(name) for name in losses.names()]


def fitting(loss: Loss, p: Row) -> Row:
    """Return `p`, or the one-hot row of its largest entry for a loss that needs one true class."""
    return np.eye(p.shape[-1])[p.argmax(axis=-1)] if loss.needs_labels else p


def distributions(classes: int, *, least: float = 0.0) -> st.SearchStrategy[Row]:
    """Return rows that sum to 1 to rounding; with `least` > 0 every entry is at least about that."""
    entries = st.floats(max(least * 2 * classes, 1e-6), 1.0) if least else weights
    rows = st.lists(entries, min_size=classes, max_size=classes).filter(lambda row: sum(row) > 1e-2)
    mixed = rows.map(lambda row: np.array(row) / math.fsum(row))
    return mixed if least else st.one_of(mixed, vertices(classes))


def vertices(classes: int) -> st.SearchStrategy[Row]:
    """Return one-hot rows."""
    return st.integers(0, classes - 1).map(lambda k: np.eye(classes)[k])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Row, Row]:
    """Return two distributions of as many classes: unrelated, equal, or nearly equal."""
    classes = draw(class_counts)
    p = draw(distributions(classes))
    kind = draw(st.sampled_from(["unrelated", "equal", "near"]))
    if kind == "unrelated":
        return p, draw(distributions(classes))
    if kind == "equal":
        return p, p.copy()
    distance = 10.0 ** draw(st.floats(-15.0, -2.0))
    moves = draw(st.lists(st.floats(-1.0, 1.0), min_size=classes, max_size=classes))
    q = p * (1.0 + distance * np.array(moves))
    return p, q / math.fsum(q)


@st.composite
def inner_pairs(draw: st.DrawFn) -> tuple[Row, Row]:
    """Return two distributions of as many classes, away from the edges."""
    classes = draw(class_counts)
    return draw(distributions(classes, least=0.02)), draw(distributions(classes, least=0.02))


@st.composite
def typed_pairs(draw: st.DrawFn) -> tuple[Row, Row]:
    """Return two rows as a person may type them: entries ≥ 0, sums whatever they are."""
    classes = draw(class_counts)
    entry = st.one_of(weights, st.floats(0.0, 2.0), st.floats(0.0, 1e6))
    row = st.lists(entry, min_size=classes, max_size=classes).map(np.array)
    return draw(row), draw(row)


def logits(classes: int, *, finite: bool = False) -> st.SearchStrategy[Row]:
    """Return logits: mild, large, at the ends of the range, and unless `finite` also -inf."""
    one = st.one_of(st.floats(-8.0, 8.0), st.floats(-1e4, 1e4), st.sampled_from([1e308, -1e308, 0.0]))
    entries = one if finite else st.one_of(one, st.just(-math.inf))
    rows = st.lists(entries, min_size=classes, max_size=classes).map(np.array)
    return rows.filter(lambda row: bool(np.isfinite(row).any()))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return documents of 1 to 9 samples: labels or soft truths, a model of probabilities, one of logits.

    Some rows of the soft truths and of the first model do not sum to 1.
    """
    classes, size = draw(st.sampled_from([2, 3, 4])), draw(st.integers(1, 9))
    typed = st.one_of(distributions(classes), st.lists(st.floats(0.0, 2.0), min_size=classes, max_size=classes))
    rows = st.lists(typed, min_size=size, max_size=size).map(np.array)
    labels = st.lists(st.integers(0, classes - 1), min_size=size, max_size=size).map(np.array)
    return Document.make(
        draw(st.one_of(labels, rows)),
        [
            ("first", draw(rows), "probability"),
            ("second", np.array([draw(logits(classes)) for _ in range(size)]), "logit"),
        ],
        samples=draw(st.sampled_from([None, [f"image {k}" for k in range(size)]])),
    )
