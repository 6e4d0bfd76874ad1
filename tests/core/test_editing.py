"""Edits, undo and redo at random, against plain lists; results kept up to date against results made afresh."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core import blocks, losses
from core.document import ROW_SUMS, TRUTH, Document
from core.edits.rows import mended
from core.errors import LossAtlasError
from core.history import History
from core.results import Results, compute, pending_entries

ROWS, CLASSES = 7, 3
tables = st.sampled_from([TRUTH, 0, 1])
row_numbers = st.integers(0, ROWS - 1)
columns = st.integers(0, CLASSES - 1)
entries = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1e-300])


@dataclass
class State:
    """What a document holds, as plain lists."""

    tables: dict[int, list[list[float]]]
    temperatures: tuple[float, float] = (1.0, 1.0)
    unit: str = "nat"
    row_sums: str = "as-typed"
    loss: str = "cross_entropy"


class Editing(RuleBasedStateMachine):
    @initialize(data=st.data())
    def start(self, data: st.DataObject):
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(blocks, "BLOCK_ROWS", 2)
        labels = data.draw(st.lists(st.integers(0, CLASSES - 1), min_size=ROWS, max_size=ROWS))
        row = st.sampled_from([[0.25, 0.25, 0.5], [0.5, 0.25, 0.5], [0.0, 1.0, 0.0]]).map(list)
        models = [data.draw(st.lists(row, min_size=ROWS, max_size=ROWS)) for _ in range(2)]
        made = Document.make(
            np.array(labels),
            [("a", np.array(models[0]), "probability"), ("b", np.array(models[1]), "probability")],
        )
        self.history = History.start(made)
        one_hot = [[float(k == label) for k in range(CLASSES)] for label in labels]
        self.states = [State({TRUTH: one_hot, 0: copy.deepcopy(models[0]), 1: copy.deepcopy(models[1])})]
        self.index = 0
        self.gestures: list[int | None] = [None]
        self.last_gesture = 0
        self.results: Results = compute(made)

    def teardown(self):
        if hasattr(self, "patch"):
            self.patch.undo()

    @property
    def state(self) -> State:
        return self.states[self.index]

    def push(self, document: Document, state: State, gesture: int | None = None):
        self.history = self.history.pushed(document, "edit", gesture)
        merge = gesture is not None and self.index > 0 and self.gestures[self.index] == gesture
        keep = self.index if merge else self.index + 1
        self.states = [*self.states[:keep], state]
        self.gestures = [*self.gestures[:keep], gesture]
        self.index = keep

    @rule(table=tables, row=row_numbers, column=columns, value=entries)
    def set_a_cell(self, table: int, row: int, column: int, value: float):
        state = copy.deepcopy(self.state)
        state.tables[table][row][column] = value
        self.push(self.history.document.with_cells(table, {(row, column): value}), state)

    @rule(table=tables, row=row_numbers, column=columns, new=st.booleans(), value=entries)
    def drag(self, table: int, row: int, column: int, new: bool, value: float):
        self.last_gesture += new
        state = copy.deepcopy(self.state)
        state.tables[table][row][column] = value
        document = self.history.document.with_cells(table, {(row, column): value})
        self.push(document, state, self.last_gesture)

    @rule(model=st.sampled_from([0, 1]), temperature=st.sampled_from([0.05, 0.5, 1.0, 2.0, 20.0]), new=st.booleans())
    def slide_the_temperature(self, model: int, temperature: float, new: bool):
        self.last_gesture += new
        state = copy.deepcopy(self.state)
        two = list(state.temperatures)
        two[model] = temperature
        state.temperatures = (two[0], two[1])
        self.push(self.history.document.with_temperature(model, temperature), state, self.last_gesture)

    @rule()
    def cancel(self):
        self.history = self.history.cancelled(self.last_gesture)
        if self.index and self.gestures[self.index] == self.last_gesture:
            self.states, self.gestures = self.states[: self.index], self.gestures[: self.index]
            self.index -= 1

    @rule(table=tables, row=row_numbers, value=st.sampled_from([-1.0, float("nan"), float("inf")]))
    def a_refused_edit_changes_nothing(self, table: int, row: int, value: float):
        with pytest.raises(LossAtlasError):
            self.history.document.with_cells(table, {(row, 0): value})

    @rule()
    def normalize(self):
        state = copy.deepcopy(self.state)
        sums = [sum(row) for rows in state.tables.values() for row in rows]
        if 0.0 in sums:
            with pytest.raises(LossAtlasError):
                mended(self.history.document)
            return
        for rows in state.tables.values():
            for number, row in enumerate(rows):
                if abs(sum(row) - 1.0) > 1e-6:
                    rows[number] = [x / sum(row) for x in row]
        self.push(mended(self.history.document), state)

    @rule(unit=st.sampled_from(["nat", "bit", "dit"]), row_sums=st.sampled_from(ROW_SUMS))
    def change_settings(self, unit: str, row_sums: str):
        state = copy.deepcopy(self.state)
        state.unit, state.row_sums = unit, row_sums
        self.push(self.history.document.with_settings(unit=unit, row_sums=row_sums), state)

    @rule(loss=st.sampled_from(losses.names()))
    def choose_a_loss(self, loss: str):
        state = copy.deepcopy(self.state)
        state.loss = loss
        self.push(self.history.document.with_settings(loss=loss), state)

    @rule()
    def undo(self):
        self.history, self.index = self.history.undone(), max(self.index - 1, 0)

    @rule()
    def redo(self):
        self.history, self.index = self.history.redone(), min(self.index + 1, len(self.states) - 1)

    @precondition(lambda self: hasattr(self, "history"))
    @invariant()
    def the_document_holds_what_the_lists_hold(self):
        document, state = self.history.document, self.state
        for table, rows in state.tables.items():
            kept = np.concatenate([block.dense() for block in document.rows(table).blocks])
            assert kept == pytest.approx(np.array(rows), rel=1e-14, abs=0.0)
        chosen = document.settings
        assert tuple(model.temperature for model in document.models) == state.temperatures
        assert (chosen.unit, chosen.row_sums, chosen.loss) == (state.unit, state.row_sums, state.loss)
        assert (self.history.undo_label is None) == (self.index == 0)
        assert (self.history.redo_label is None) == (self.index == len(self.states) - 1)

    @precondition(lambda self: hasattr(self, "history"))
    @invariant()
    def results_taken_over_are_as_results_made_afresh(self):
        document = self.history.document
        pending = pending_entries(document, self.results)
        before = self.results
        self.results = compute(document, before)
        known = {id(part) for model in before.models for part in model.parts}
        parts = [part for model in self.results.models for part in model.parts]
        anew = sum(part.states.size * CLASSES for part in parts if id(part) not in known)
        assert anew <= pending  # a block written again with the same numbers is not computed again
        fresh = compute(document)
        assert_same(self.results.entropy(), fresh.entropy())
        for kept, made in zip(self.results.models, fresh.models, strict=True):
            for loss in document.settings.computed:
                assert_same(kept.per_sample(loss), made.per_sample(loss))
                assert_same(kept.mean(loss), made.mean(loss))
        assert list(self.results.off_rows()) == list(fresh.off_rows())
        for row in range(ROWS):
            for model in document.models:
                typed = sum(model.rows.row(row))
                assert model.probability_row(row).sum() == pytest.approx(typed, rel=1e-14)


def assert_same(found: Any, expected: Any):
    assert np.array_equal(found, expected, equal_nan=True)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=settings().max_examples // 3, stateful_step_count=25)
