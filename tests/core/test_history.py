"""Undo and redo: gestures count as one step, and a cancelled one as none."""

from __future__ import annotations

import numpy as np
import pytest

from core.document import Document
from core.history import History

START = Document.make(np.array([0]), [("m", np.array([[0.5, 0.5]]), "probability")])
A, B, C = (START.with_cells(0, {(0, 0): value}) for value in (0.1, 0.2, 0.3))


@pytest.fixture
def history() -> History:
    return History.start(START).pushed(A, "set A").pushed(B, "set B")


def test_a_new_history_has_nothing_to_undo_or_redo():
    history = History.start(START)
    assert (history.undo_label, history.redo_label) == (None, None)
    assert history.undone().document is history.redone().document is START


def test_undo_and_redo_walk_the_same_documents(history: History):
    assert history.document is B
    assert (history.undo_label, history.redo_label) == ("set B", None)
    back = history.undone()
    assert back.document is A
    assert (back.undo_label, back.redo_label) == ("set A", "set B")
    assert back.undone().undone().document is START
    assert back.redone().document is B
    assert back.redone().redone().document is B


def test_an_edit_after_undo_drops_what_could_be_redone(history: History):
    changed = history.undone().pushed(C, "set C")
    assert changed.redo_label is None
    assert changed.undone().document is A
    assert changed.redone().document is C


def test_the_steps_of_a_gesture_count_as_one(history: History):
    gesture = object()
    dragged = history.pushed(A, "drag", gesture).pushed(C, "drag", gesture)
    assert dragged.document is C
    assert dragged.undone().document is B
    assert dragged.undone().redone().document is C


def test_two_gestures_count_as_two(history: History):
    dragged = history.pushed(A, "drag", "one").pushed(C, "drag", "two")
    assert dragged.undone().document is A


def test_edits_that_are_no_gesture_are_never_merged():
    history = History.start(START).pushed(A, "type").pushed(B, "type")
    assert history.undone().document is A


def test_a_gesture_on_an_untouched_document_can_be_undone():
    history = History.start(START).pushed(A, "drag", "g").pushed(B, "drag", "g")
    assert history.undone().document is START


def test_a_cancelled_gesture_leaves_no_step(history: History):
    cancelled = history.pushed(A, "drag", "g").pushed(C, "drag", "g").cancelled("g")
    assert cancelled == history


def test_cancelling_what_did_not_begin_changes_nothing(history: History):
    assert history.cancelled("g") is history
    start = History.start(START)
    assert start.cancelled("g") is start
    assert start.cancelled(None) is start
    assert history.cancelled(None) is history


def test_a_jump_keeps_every_step_and_ends_at_the_ends(history: History):
    back = history.at(0)
    assert back.document is START
    assert back.steps == history.steps
    assert back.redo_label == "set A"
    assert back.at(2).document is B
    assert (history.at(-5).index, history.at(99).index) == (0, 2)
    assert not history.is_new
    assert History.start(START).is_new
