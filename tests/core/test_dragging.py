"""What dragged and nudged parts of figures do to a document."""

from __future__ import annotations

import math

import numpy as np
import pytest

import core
from core import dragging
from core.document import TRUTH, Document
from core.dragging import Grip, heeding
from core.errors import LossAtlasError
from core.locks import Locks


def document() -> Document:
    truth = np.array([[0.5, 0.3, 0.2], [1.0, 1.0, 0.0]])
    q = np.array([[0.2, 0.3, 0.5], [0.0, 0.0, 0.0]])
    return Document.make(truth, [("m", q, "probability"), ("z", np.log([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]]), "logit")])


def test_a_grip_stands_at_what_it_moves():
    made = document()
    assert dragging.value_of(made, Grip("entropy", TRUTH, 0)) == pytest.approx(float(core.entropy([0.5, 0.3, 0.2])))
    assert dragging.value_of(made, Grip("entropy", TRUTH, 1)) == pytest.approx(math.log(2)), "of the row over its sum"
    cross = -(0.5 * math.log(0.2) + 0.3 * math.log(0.3) + 0.2 * math.log(0.5))
    for model in (0, 1):
        assert dragging.value_of(made, Grip("cross_entropy", model, 0)) == pytest.approx(cross)
    assert dragging.value_of(made, Grip("share", 0, 0, 2)) == 0.5
    assert dragging.value_of(made, Grip("share", 0, 1, 2)) == 0.0, "a row of zeros has nothing to divide by"
    assert dragging.value_of(made, Grip("edge", TRUTH, 0, 0)) == 0.5
    assert dragging.value_of(made, Grip("edge", TRUTH, 0, 1)) == 0.8
    assert dragging.value_of(made, Grip("edge", TRUTH, 0, 2)) == 0.8, "the left edge of the last class"


def test_a_drag_is_seen_from_where_it_began():
    start = document()
    grip = Grip("entropy", TRUTH, 0)
    sharp = dragging.dragged(start, start, grip, 0.0)
    assert sharp.truth.row(0).tolist() == [1.0, 0.0, 0.0]
    back = dragging.dragged(sharp, start, grip, float(core.entropy([0.5, 0.3, 0.2])))
    assert back.truth.row(0) == pytest.approx([0.5, 0.3, 0.2], abs=1e-12)
    share = Grip("share", 0, 0, 2)
    high = dragging.dragged(start, start, share, 7.0)
    assert high.models[0].rows.row(0).tolist() == [0.0, 0.0, 1.0]
    assert dragging.dragged(high, start, share, 0.5).models[0].rows.row(0) == pytest.approx([0.2, 0.3, 0.5], abs=1e-15)
    assert dragging.dragged(start, start, Grip("share", 0, 0, 2), 0.5) is start, "nothing moved, nothing to undo"


def test_a_model_of_logits_keeps_its_scale():
    start = document()
    moved = dragging.dragged(start, start, Grip("cross_entropy", 1, 0), 2.0)
    assert moved.models[1].scale == "logit"
    assert core.cross_entropy([0.5, 0.3, 0.2], moved.models[1].probability_row(0)) == pytest.approx(2.0, abs=1e-12)


def test_keys_move_by_steps_from_where_it_stands():
    start = document()
    once = dragging.nudged(start, Grip("share", 0, 0, 0), 0.1)
    assert once.models[0].rows.row(0) == pytest.approx([0.3, 0.2625, 0.4375], abs=1e-15)
    edge = dragging.nudged(start, Grip("edge", TRUTH, 0, 0), -0.1)
    assert edge.truth.row(0) == pytest.approx([0.4, 0.36, 0.24], abs=1e-12)


def test_locked_classes_are_not_moved():
    start = document()
    held = dragging.dragged(start, start, Grip("share", 0, 0, 2), 0.6, {1})
    assert held.models[0].rows.row(0) == pytest.approx([0.1, 0.3, 0.6], abs=1e-15)
    with pytest.raises(LossAtlasError) as caught:
        dragging.nudged(start, Grip("share", 0, 0, 1), 0.1, {1})
    assert (caught.value.code, caught.value.values["name"]) == ("class_locked", "class 2")


def test_a_row_set_as_far_as_its_locks_allow():
    q = np.array([[0.3, 0.3, 0.4], [0.2, 0.2, 0.6]])
    document = Document.make(np.array([0, 1]), [("q", q, "probability"), ("z", np.log(q), "logit")])
    wanted = np.array([0.6, 0.2, 0.2])
    locks = Locks(frozenset(), frozenset({(0, 0, 2), (1, 0, 2)}))
    assert heeding(document, 0, 1, wanted, locks).models[0].rows.row(1).tolist() == wanted.tolist()
    for table in (0, 1):
        made = heeding(document, table, 0, wanted, locks).models[table].probability_row(0)
        assert made == pytest.approx([0.45, 0.15, 0.4])
    with pytest.raises(LossAtlasError) as caught:
        heeding(document, 0, 1, wanted, Locks(frozenset({0, 1, 2})))
    assert (caught.value.code, caught.value.where) == ("all_locked", "q, 2")
