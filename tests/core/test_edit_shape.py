"""Classes, samples and models added, removed, renamed and moved: against plain lists, and shared where they can be."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core import blocks, losses
from core.document import TRUTH, Document
from core.edits import classes, models, names, samples
from core.errors import LossAtlasError
from core.results import compute
from tests.strategies import documents


@dataclass
class Lists:
    """What a document holds, as lists: a table is a list of rows."""

    classes: list[str]
    samples: list[str] | None
    models: list[str]
    truth: list[list[float]]
    predictions: list[list[list[float]]]
    weights: list[float]

    @classmethod
    def of(cls, document: Document) -> Lists:
        def rows(table: int) -> list[list[float]]:
            return [document.rows(table).row(k).tolist() for k in range(document.size)]

        weights = document.settings.find("cross_entropy").class_weights
        return cls(
            list(document.classes),
            list(document.samples) if document.samples is not None else None,
            [model.name for model in document.models],
            rows(TRUTH),
            [rows(table) for table in range(len(document.models))],
            list(weights),
        )

    def tables(self) -> list[list[list[float]]]:
        return [self.truth, *self.predictions]


class Shapes(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(blocks, "BLOCK_ROWS", 3)

    @initialize(document=documents())
    def start(self, document: Document):
        weights = tuple(float(k + 1) for k in range(len(document.classes)))
        document = document.with_loss(losses.create("cross_entropy", class_weights=weights))
        self.document, self.lists = document, Lists.of(document)
        self.scales = [model.scale for model in document.models]
        self.counter = 0

    def teardown(self):
        self.patch.undo()

    def name(self) -> str:
        self.counter += 1
        return f"new {self.counter}"

    @rule(data=st.data())
    def add_a_class(self, data: st.DataObject):
        at, name = data.draw(st.integers(0, len(self.lists.classes))), self.name()
        self.document = classes.added(self.document, f" {name} ", at)
        self.lists.classes.insert(at, name)
        self.lists.weights.insert(at, 1.0)
        for scale, rows in zip(["probability", *self.scales], self.lists.tables(), strict=True):
            for row in rows:
                row.insert(at, -np.inf if scale == "logit" else 0.0)

    @rule(data=st.data(), drop=st.booleans())
    def remove_a_class(self, data: st.DataObject, drop: bool):
        at = data.draw(st.integers(0, len(self.lists.classes) - 1))
        logit_rows = [
            row for s, rows in zip(self.scales, self.lists.predictions, strict=True) if s == "logit" for row in rows
        ]
        code = None
        if len(self.lists.classes) == 2:
            code = "too_few_classes"
        elif not drop and any(
            row[at] != (-np.inf if scale == "logit" else 0.0)
            for scale, rows in zip(["probability", *self.scales], self.lists.tables(), strict=True)
            for row in rows
        ):
            code = "class_held"
        elif any(np.isinf(row[:at] + row[at + 1 :]).all() for row in logit_rows):
            code = "all_ruled_out"
        if code:
            refused(lambda: classes.removed(self.document, at, drop=drop), code)
            return
        self.document = classes.removed(self.document, at, drop=drop)
        for each in (self.lists.classes, self.lists.weights, *(row for rows in self.lists.tables() for row in rows)):
            del each[at]

    @rule(data=st.data())
    def move_a_class(self, data: st.DataObject):
        index, to = (data.draw(st.integers(0, len(self.lists.classes) - 1)) for _ in range(2))
        self.document = classes.moved(self.document, index, to)
        for each in (self.lists.classes, self.lists.weights, *(row for rows in self.lists.tables() for row in rows)):
            each.insert(to, each.pop(index))

    @rule(data=st.data(), named=st.booleans())
    def add_samples(self, data: st.DataObject, named: bool):
        size, count = len(self.lists.truth), data.draw(st.integers(1, 5))
        at = data.draw(st.integers(0, size))
        given = [self.name() for _ in range(count)] if named else None
        self.document = samples.added(self.document, at, count, given)
        if named or self.lists.samples is not None:
            if self.lists.samples is None:
                self.lists.samples = [str(k + 1) for k in range(size)]
            self.lists.samples[at:at] = given or [str(size + k + 1) for k in range(count)]
        width = len(self.lists.classes)
        self.lists.truth[at:at] = [[1.0, *[0.0] * (width - 1)] for _ in range(count)]
        for scale, rows in zip(self.scales, self.lists.predictions, strict=True):
            rows[at:at] = [[0.0 if scale == "logit" else 1.0 / width] * width for _ in range(count)]

    @rule(data=st.data())
    def copy_samples(self, data: st.DataObject):
        chosen = self.some(data)
        if not chosen or len(self.lists.truth) > 40:
            return
        self.document = samples.copied(self.document, np.array(chosen), [f"again {k}" for k in chosen])
        size, at = len(self.lists.truth), max(chosen) + 1
        self.lists.samples = self.lists.samples or [str(k + 1) for k in range(size)]
        self.lists.samples[at:at] = [f"again {k}" for k in chosen]
        for rows in self.lists.tables():
            rows[at:at] = copy.deepcopy([rows[k] for k in chosen])

    @rule(data=st.data())
    def remove_samples(self, data: st.DataObject):
        chosen = self.some(data)
        if len(chosen) == len(self.lists.truth):
            refused(lambda: samples.removed(self.document, np.array(chosen)), "no_samples")
            return
        self.document = samples.removed(self.document, np.array(chosen, np.int64))
        for each in (*self.lists.tables(), *([self.lists.samples] if self.lists.samples else [])):
            each[:] = [x for k, x in enumerate(each) if k not in chosen]

    @rule(data=st.data(), to=st.integers(0, 50))
    def move_samples(self, data: st.DataObject, to: int):
        chosen = self.some(data)
        if not chosen:
            return
        self.document = samples.moved(self.document, np.array(chosen), to)
        for each in (*self.lists.tables(), *([self.lists.samples] if self.lists.samples else [])):
            going = [each[k] for k in sorted(chosen)]
            each[:] = [x for k, x in enumerate(each) if k not in chosen]
            at = min(to, len(each))
            each[at:at] = going

    def some(self, data: st.DataObject) -> list[int]:
        return data.draw(st.lists(st.integers(0, len(self.lists.truth) - 1), unique=True))

    @rule(data=st.data(), copies=st.booleans())
    def add_a_model(self, data: st.DataObject, copies: bool):
        if len(self.lists.models) > 4:
            return
        name, width = self.name(), len(self.lists.classes)
        if copies:
            index = data.draw(st.integers(0, len(self.lists.models) - 1))
            self.document = models.copied(self.document, index, name)
            self.lists.models.insert(index + 1, name)
            self.scales.insert(index + 1, self.scales[index])
            self.lists.predictions.insert(index + 1, copy.deepcopy(self.lists.predictions[index]))
            return
        self.document = models.added(self.document, name)
        self.lists.models.append(name)
        self.scales.append("probability")
        self.lists.predictions.append([[1.0 / width] * width for _ in self.lists.truth])

    @rule(data=st.data())
    def remove_a_model(self, data: st.DataObject):
        index = data.draw(st.integers(0, len(self.lists.models) - 1))
        if len(self.lists.models) == 1:
            refused(lambda: models.removed(self.document, index), "no_models")
            return
        self.document = models.removed(self.document, index)
        for each in (self.lists.models, self.scales, self.lists.predictions):
            del each[index]

    @rule(data=st.data())
    def move_a_model(self, data: st.DataObject):
        index, to = (data.draw(st.integers(0, len(self.lists.models) - 1)) for _ in range(2))
        self.document = models.moved(self.document, index, to)
        for each in (self.lists.models, self.scales, self.lists.predictions):
            each.insert(to, each.pop(index))

    @rule(data=st.data())
    def rename(self, data: st.DataObject):
        name = self.name()
        k, m, s = (
            data.draw(st.integers(0, n - 1))
            for n in map(len, (self.lists.classes, self.lists.models, self.lists.truth))
        )
        self.document = classes.renamed(self.document, k, name)
        self.document = models.renamed(self.document, m, name)
        self.document = samples.renamed(self.document, s, name)
        self.lists.classes[k] = self.lists.models[m] = name
        self.lists.samples = self.lists.samples or [str(n + 1) for n in range(len(self.lists.truth))]
        self.lists.samples[s] = name

    @invariant()
    def the_document_is_the_lists(self):
        if not hasattr(self, "document"):
            return
        assert Lists.of(self.document) == self.lists
        assert [model.scale for model in self.document.models] == self.scales

    @invariant()
    def the_tables_are_cut_alike(self):
        if not hasattr(self, "document"):
            return
        tables = range(TRUTH, len(self.document.models))
        cuts = {tuple(len(block) for block in self.document.rows(table).blocks) for table in tables}
        assert len(cuts) == 1
        assert all(0 < size <= 3 for size in next(iter(cuts)))
        widths = {block.width for table in tables for block in self.document.rows(table).blocks}
        assert widths == {len(self.document.classes)}


TestShapes = Shapes.TestCase
TestShapes.settings = settings(max_examples=settings().max_examples // 3, stateful_step_count=20)


def refused(call: Any, code: str, where: str | None = None) -> None:
    with pytest.raises(LossAtlasError) as caught:
        call()
    assert caught.value.code == code
    assert where is None or caught.value.where == where


Q = np.array([[0.5, 0.25, 0.25], [0.2, 0.3, 0.5], [1.0, 0.0, 0.0], [0.1, 0.1, 0.8]])


@pytest.fixture
def document() -> Document:
    return Document.make(
        np.array([0, 1, 0, 0]),
        [("first", Q, "probability"), ("second", np.log(Q + 0.1), "logit")],
        classes=["car", "calf", "rocket"],
        samples=["a", "b", "c", "d"],
    )


def test_a_class_without_probability_goes_without_a_trace(document: Document):
    there = classes.added(document, "cloud", 1)
    assert there.truth.array().tolist() == [0, 2, 0, 0], "labels stay labels"
    assert classes.holding(there, 1) == 0
    back = classes.removed(there, 1)
    assert back.truth.array().tolist() == [0, 1, 0, 0]
    assert back.models[0].rows.array().tolist() == Q.tolist()
    assert compute(back).models[1].per_sample(back.settings.current) == pytest.approx(
        compute(document).models[1].per_sample(document.settings.current), rel=1e-15
    )


def test_a_class_that_holds_probability_is_not_removed_in_silence(document: Document):
    assert classes.holding(document, 1) == 1 + 3 + 4
    refused(lambda: classes.removed(document, 1), "class_held", "")
    made = classes.removed(document, 1, drop=True)
    assert made.truth.row(1).tolist() == [0.0, 0.0]
    assert [block.is_labels for block in made.truth.blocks] == [False]
    assert made.models[0].rows.array().tolist() == Q[:, [0, 2]].tolist(), "nothing is normalized"
    assert compute(made).off_count == 1 + 3
    z = document.models[1].rows.array()
    assert made.models[1].rows.array().tolist() == z[:, [0, 2]].tolist()


def test_logits_of_which_nothing_is_left(document: Document):
    ruled_out = document.with_rows(1, {2: np.array([-np.inf, 0.0, -np.inf])})
    refused(lambda: classes.removed(ruled_out, 1, drop=True), "all_ruled_out", "second, c")


def test_weights_follow_the_classes(document: Document):
    for loss in (
        losses.create("cross_entropy", class_weights=(1, 2, 3)),
        losses.create("focal", alpha=(0.1, 0.2, 0.3)),
    ):
        document = document.with_loss(loss)
    assert classes.moved(document, 0, 2).settings.find("cross_entropy").class_weights == (2.0, 3.0, 1.0)
    more = classes.added(document, "cloud", 1)
    assert more.settings.find("focal").alpha == (0.1, 1.0, 0.2, 0.3)
    assert classes.removed(more, 1).settings.find("focal").alpha == (0.1, 0.2, 0.3)
    compute(more)
    one_for_all = document.with_loss(losses.create("focal", alpha=(0.25,)))
    assert classes.added(one_for_all, "cloud").settings.find("focal").alpha == (0.25,)


@pytest.mark.parametrize(
    ("edit", "code", "where"),
    [
        (lambda d: classes.added(d, "car"), "duplicate_name", "classes"),
        (lambda d: classes.added(d, "  "), "empty_name", "classes"),
        (lambda d: classes.renamed(d, 0, "calf"), "duplicate_name", "classes"),
        (lambda d: classes.moved(d, 0, 3), "row_index", ""),
        (lambda d: classes.moved(d, -1, 0), "row_index", ""),
        (lambda d: classes.removed(classes.removed(d, 2, drop=True), 1), "too_few_classes", "classes"),
        (lambda d: models.added(d, "first"), "duplicate_name", "models"),
        (lambda d: models.copied(d, 0, ""), "empty_name", "models"),
        (lambda d: models.renamed(d, 0, "second"), "duplicate_name", "models"),
        (lambda d: samples.renamed(d, 0, ""), "empty_name", "samples"),
        (lambda d: samples.added(d, 5), "row_index", ""),
        (lambda d: samples.removed(d, np.array([4])), "row_index", ""),
        (lambda d: samples.removed(d, np.array([-1])), "row_index", ""),
    ],
)
def test_what_cannot_be_is_refused(document: Document, edit: Any, code: str, where: str):
    refused(lambda: edit(document), code, where)


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: classes.renamed(d, 0, "car"),
        lambda d: classes.moved(d, 1, 1),
        lambda d: samples.renamed(d, 0, "a"),
        lambda d: samples.removed(d, np.array([], np.int64)),
        lambda d: samples.moved(d, np.array([1, 0]), 0),
        lambda d: models.renamed(d, 0, "first"),
        lambda d: models.moved(d, 1, 1),
    ],
)
def test_what_changes_nothing_is_the_same_document(document: Document, edit: Any):
    assert edit(document) is document


def test_single_precision_stays_and_labels_mix():
    q = np.full((5, 3), 1 / 3, np.float32)
    document = Document.make(np.eye(3)[[0, 1, 2, 0, 1]] * 0.5 + 1 / 6, [("m", q, "probability")])
    copied = samples.copied(document, np.array([1, 3]))
    assert copied.models[0].rows.blocks[0].single
    assert copied.models[0].rows.row(4).tolist() == q[0].astype(float).tolist()
    assert samples.added(document, 2).truth.row(2).tolist() == [1.0, 0.0, 0.0]
    assert compute(samples.added(document, 2)).off_count == 0


def test_a_new_model_shares_one_memory_for_all_its_rows(document: Document):
    tall = Document.make(np.zeros(20_000, int), [("m", np.full((20_000, 3), 1 / 3), "probability")])
    rows = models.added(tall, "even").models[1].rows
    assert len({id(block) for block in rows.blocks}) == len(rows.blocks) > 3, "results are known by block"
    assert all(np.shares_memory(block.values, rows.blocks[0].values) for block in rows.blocks)
    assert models.copied(tall, 0, "again").models[1].rows is tall.models[0].rows


def test_at_a_million_rows_a_sample_costs_a_few_blocks():
    size = 1_000_000
    q = np.full((size, 10), 0.1, np.float32)
    document = Document.make(np.zeros(size, np.int64), [("m", q, "probability")])
    edits = {
        "added": samples.added(document),
        "added in the middle": samples.added(document, size // 2),
        "removed": samples.removed(document, np.array([size // 3])),
        "moved": samples.moved(document, np.array([size // 3]), size // 3 + 1),
    }
    for what, made in edits.items():
        for table in (TRUTH, 0):
            old = {id(block) for block in document.rows(table).blocks}
            assert sum(id(block) not in old for block in made.rows(table).blocks) <= 3, what
    start = time.perf_counter()
    copy_ = q.copy()
    whole = time.perf_counter() - start
    start = time.perf_counter()
    samples.removed(samples.added(document), np.array([5]))
    assert time.perf_counter() - start < whole, "two edits cost less than one copy of the predictions"
    assert copy_.size == q.size


def test_names():
    assert names.unused("class", ()) == "class 1"
    assert names.unused("class", ["class 2"]) == "class 3"
