"""Class weights as a list: a slider and a number for each class, all 1, balanced; for a thousand classes too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton

from core import losses
from core.class_weights import balanced
from core.document import Document
from core.losses.base import parameters_of
from gui.main_window import MainWindow
from gui.weights import NUMBER, ROW_HEIGHT, SLIDER, TRACK, WeightsField, WeightsLeaf, slider_rect
from tests.gui.hands import LEFT, MOVE, NONE, PRESS, RELEASE, Key, Opener, choose, mouse, press, settle, status, write

WEIGHTS = [
    (name, spec.name) for name, kind in losses.kinds().items() for spec in parameters_of(kind) if spec.kind == "weights"
]


def field_of(window: MainWindow, name: str = "class_weights") -> WeightsField:
    found = window.findChild(WeightsField, f"control.parameter.{name}")
    assert found is not None
    return found


def opened(window: MainWindow, name: str = "class_weights") -> WeightsLeaf:
    """Open the list by the keyboard."""
    field = field_of(window, name)
    field.setFocus()
    press(Key.Key_Down)
    assert field.leaf.isVisible()
    return field.leaf


def weights(window: MainWindow, name: str = "class_weights") -> tuple[float, ...] | None:
    return getattr(window.store.document.settings.current, name)


def spot(leaf: WeightsLeaf, row: int, share: float) -> QPointF:
    rect = slider_rect(leaf.view, leaf.model.index(row, SLIDER))
    return QPointF(rect.left() + 6 + share * (rect.width() - 12), rect.center().y())


def slide(leaf: WeightsLeaf, row: int, *shares: float, release: bool = True) -> None:
    port = leaf.view.viewport()
    mouse(port, PRESS, spot(leaf, row, shares[0]), LEFT, LEFT)
    for share in shares[1:]:
        mouse(port, MOVE, spot(leaf, row, share), held=LEFT)
        settle()
    if release:
        mouse(port, RELEASE, spot(leaf, row, shares[-1]), LEFT)
        settle()


@pytest.mark.parametrize(("loss", "name"), WEIGHTS)
def test_a_slider_a_class_by_name_one_step_a_gesture(window: MainWindow, loss: str, name: str):
    choose(window, "control.loss", loss)
    leaf = opened(window, name)
    QAbstractItemModelTester(leaf.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [leaf.model.index(k, 0).data() for k in range(3)] == list(window.store.document.classes)
    before = window.store.document
    slide(leaf, 1, 0.5, 0.7, 0.75)
    found = weights(window, name)
    assert found is not None
    assert (found[0], found[2]) == (1.0, 1.0)
    assert found[1] == pytest.approx(TRACK.at(0.75), rel=0.05)
    assert float(leaf.model.index(1, NUMBER).data()) == pytest.approx(found[1], rel=1e-3)
    document = window.store.document
    loss_value = float(document.settings.current.value(document.truth.row(0), document.models[0].rows.row(0)))
    assert window.results.models[0].per_sample(document.settings.current)[0] == pytest.approx(loss_value)
    window.store.undo()
    assert window.store.document is before
    settle()
    assert leaf.model.weights == (1.0, 1.0, 1.0)


def test_a_weight_reaches_nothing_exactly_and_one_by_snapping(window: MainWindow):
    leaf = opened(window)
    slide(leaf, 0, 0.3, -0.5)
    assert weights(window) == (0.0, 1.0, 1.0)
    middle = TRACK.share(1.0)
    slide(leaf, 0, 0.9, middle + 3 / (slider_rect(leaf.view, leaf.model.index(0, SLIDER)).width() - 12))
    assert weights(window) == (1.0, 1.0, 1.0)


def test_keys_move_type_and_leave(window: MainWindow):
    leaf = opened(window)
    assert leaf.view.hasFocus()
    before = window.store.document
    press(Key.Key_Right)
    assert weights(window) == (TRACK.moved(1.0, 1), 1.0, 1.0)
    window.store.undo()
    assert window.store.document is before, "a key is a step"
    settle()
    press(Key.Key_Home)
    assert weights(window) == (0.0, 1.0, 1.0)
    press(Key.Key_Down)
    press(Key.Key_End)
    assert weights(window) == (0.0, 100.0, 1.0)
    leaf.view.setCurrentIndex(leaf.model.index(2, NUMBER))
    write("2,5")
    press(Key.Key_Return)
    assert weights(window) == (0.0, 100.0, 2.5)
    for typed, words in (("-1", "out of range"), ("x", "“x”")):
        leaf.view.setCurrentIndex(leaf.model.index(2, NUMBER))
        write(typed)
        press(Key.Key_Return)
        assert weights(window) == (0.0, 100.0, 2.5)
        assert words in status(window)
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    assert not leaf.isVisible()


def test_escape_calls_a_drag_off_and_the_list_stays_open(window: MainWindow):
    leaf = opened(window)
    before = window.store.document
    slide(leaf, 0, 0.5, 0.9, release=False)
    assert window.store.document is not before
    QTest.keyClick(leaf.view, Key.Key_Escape)
    assert window.store.document is before
    mouse(leaf.view.viewport(), MOVE, spot(leaf, 0, 0.2), held=LEFT)
    mouse(leaf.view.viewport(), RELEASE, spot(leaf, 0, 0.2), LEFT)
    settle()
    assert window.store.document is before
    assert leaf.isVisible()


def test_balanced_and_all_one(window: MainWindow):
    leaf = opened(window)
    assert "N/(K·n)" in leaf.findChild(QLabel, "weights.formula").text()
    reset, balance = (leaf.findChild(QPushButton, f"weights.{name}") for name in ("reset", "balance"))
    assert not reset.isEnabled()
    QTest.mouseClick(balance, LEFT, NONE)
    settle()
    assert weights(window) == balanced(window.store.document.truth) == pytest.approx((2 / 3, 1.0, 2 / 3))
    assert window.store.undo_label == "Balance weights"
    before = window.store.document
    field = field_of(window)
    leaf.hide()
    field.setFocus()
    field.editingFinished.emit()
    assert window.store.document is before, "looking at weights of many digits rounds nothing"
    leaf = opened(window)
    QTest.mouseClick(reset, LEFT, NONE)
    settle()
    assert weights(window) is None


def test_one_alpha_for_all_is_shown_for_each(window: MainWindow):
    choose(window, "control.loss", "focal")
    window.controls._set(window.store.document.settings.current.parameters[1], (0.25,))
    settle()
    leaf = opened(window, "alpha")
    assert leaf.model.weights == (0.25, 0.25, 0.25)
    slide(leaf, 0, 0.9, 1.5)
    assert weights(window, "alpha") == (100.0, 0.25, 0.25)


def test_a_thousand_classes_scroll_and_slide(open_window: Opener, tmp_path: Path):
    random = np.random.default_rng(0)
    q = random.dirichlet(np.ones(1000), 30)
    made = Document.make(random.integers(0, 1000, 30), [("a", q, "probability")])
    window = open_window(made)
    choose(window, "control.loss", "cross_entropy")
    leaf = opened(window)
    assert leaf.height() < 500
    assert leaf.model.rowCount() == 1000
    leaf.view.setCurrentIndex(leaf.model.index(999, SLIDER))
    leaf.view.scrollTo(leaf.view.currentIndex())
    settle()
    assert leaf.view.visualRect(leaf.view.currentIndex()).height() == ROW_HEIGHT
    slide(leaf, 999, 0.5, 1.4)
    found = weights(window)
    assert found is not None
    assert found[-1] == 100.0
    assert set(found[:-1]) == {1.0}
