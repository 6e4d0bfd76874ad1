"""Edits of very many rows: done beside the window, told of, called off, and one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressDialog, QPushButton, QTableView

from core import blocks, watching
from core.document import Document
from core.edits import classes, rows
from gui import reading, store
from gui.main_window import MainWindow
from gui.store import DocumentStore, Intent
from tests.gui.hands import CTRL, Key, Opener, click_action, focus_cell, press, settle, table

N = 4000
Edit = Callable[[Document], Document]


@pytest.fixture(autouse=True)
def soon_slow(monkeypatch: pytest.MonkeyPatch):
    """Take what is small here for large."""
    monkeypatch.setattr(store, "MANY_ENTRIES", 100)
    monkeypatch.setattr(reading, "PATIENCE_MS", 0)
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 20)


def document() -> Document:
    q = np.random.default_rng(3).dirichlet(np.ones(3), N)
    return Document.make(np.arange(N) % 3, [("one", q, "probability"), ("two", q[::-1], "probability")])


def bar(window: MainWindow) -> QProgressDialog | None:
    """Return the bar that is on the screen."""
    return next((each for each in window.findChildren(QProgressDialog, "dialog.reading") if each.isVisible()), None)


def all_of(view: QTableView) -> None:
    focus_cell(view, 0, 0)
    press(Key.Key_A, CTRL)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every block take a moment."""
    tell = watching.tell

    def slowly(done: int, of: int) -> None:
        time.sleep(0.002)
        tell(done, of)

    monkeypatch.setattr(watching, "tell", slowly)


@pytest.mark.usefixtures("slow")
def test_an_edit_of_all_rows_tells_how_far_it_is(open_window: Opener):
    window = open_window(document())
    before = window.store.document
    all_of(table(window, "predictions"))
    seen: list[tuple[str, int]] = []

    def look() -> None:
        found = bar(window)
        if found is not None:
            seen.append((found.labelText(), found.value()))

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(0)
    click_action(window, "normalize_rows")  # all sum to 1: nothing to do
    assert window.store.document is before
    click_action(window, "uniform")
    timer.stop()
    settle()
    assert np.all(window.store.document.models[0].rows.array() == 1 / 3)
    assert "Uniform rows" in {words for words, _ in seen}
    assert window.store.undo_label == "Uniform rows"
    assert bar(window) is None


def call_off_soon(window: MainWindow) -> None:
    """Click on Cancel once there is a bar."""

    def stop() -> None:
        found = bar(window)
        assert found is not None
        found.findChildren(QPushButton)[0].click()

    QTimer.singleShot(60, stop)


@pytest.mark.usefixtures("slow")
def test_a_scale_called_off_is_chosen_no_more(open_window: Opener):
    window = open_window(document())
    box = window.deck.scale_choice
    call_off_soon(window)
    box.setCurrentIndex(box.findData("logit"))
    box.activated.emit(box.currentIndex())
    assert window.store.document.models[0].scale == "probability"
    assert box.currentData() == "probability"


@pytest.mark.usefixtures("slow")
def test_an_edit_called_off_changes_nothing(open_window: Opener):
    window = open_window(document())
    before = window.store.document
    all_of(table(window, "predictions"))

    call_off_soon(window)
    click_action(window, "uniform")
    assert window.store.document is before
    assert window.store.undo_label is None
    assert bar(window) is None


def test_what_cannot_be_is_refused_as_ever(open_window: Opener):
    q = np.full((N, 3), 1 / 3)
    q[7] = 0.0
    window = open_window(Document.make(np.zeros(N, np.int64), [("one", q, "probability")]))
    before = window.store.document
    refused: list[object] = []
    window.store.refused.connect(refused.append)
    all_of(table(window, "predictions"))
    click_action(window, "one_hot_largest")
    assert window.store.document is before
    assert list(map(str, refused)) == ["one, 8: A row of zeros cannot be normalized; give a class some probability."]


def test_while_one_goes_on_no_other_is_taken():
    taken: list[bool] = []

    def worker(label: str, work: object) -> Document:
        del label, work
        taken.append(held.push(Intent("another", lambda now: now.with_settings(loss="mse"))))
        return document()

    held = DocumentStore(document(), None, worker)
    assert held.push(Intent("wide", lambda now: now, wide=True))
    assert taken == [False]
    assert held.push(Intent("after", lambda now: now.with_settings(loss="mse")))


@pytest.mark.parametrize("edit", [lambda d: classes.added(d, "new"), lambda d: classes.moved(d, 0, 2), rows.mended])
def test_progress_over_several_tables_rises_to_the_end(edit: Edit):
    q = np.full((N, 3), 0.3)
    given = Document.make(q, [("one", q, "probability"), ("two", q, "probability")])
    told: list[float] = []
    with watching.watched(lambda done, of: told.append(done / of)):
        edit(given)
    assert told == sorted(told)
    assert (told[0], len(told)) == (0.0, 3 * N // 20)
    assert told[-1] > 0.99
