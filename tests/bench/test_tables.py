"""Tables of a million rows: opening, scrolling, one cell's edit, selecting all, pasting. Ratios in one run.

Run with `make bench`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from core.document import Document
from gui import app
from gui.main_window import MainWindow
from tests.bench.timing import medians

TALL, SHORT = 1_000_000, 1_000


def document(size: int) -> Document:
    """Return 10 classes and two models."""
    rng = np.random.default_rng(size)
    q = rng.random((size, 10), np.float32)
    q /= q.sum(axis=1, keepdims=True)
    return Document.make(rng.integers(0, 10, size), [("one", q, "probability"), ("two", q[::-1], "probability")])


def shown(size: int) -> MainWindow:
    app.application([])
    window = MainWindow(document(size))
    window.resize(1440, 900)
    window.show()
    wait()
    return window


def wait() -> None:
    for _ in range(4):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


@pytest.fixture(scope="module")
def windows() -> Iterator[dict[int, MainWindow]]:
    made = {size: shown(size) for size in (SHORT, TALL)}
    yield made
    for window in made.values():
        window.store.mark_saved()
        window.close()


def ratio_of(what: str, found: dict[str, float]) -> float:
    """Say and return how much longer something takes at a million rows than at a thousand."""
    tall, short = found[str(TALL)], found[str(SHORT)]
    print(f"\n{what} at 1e6 rows {tall * 1e3:.2f} ms, at 1e3 {short * 1e3:.2f} ms, ratio {tall / short:.2f} (goal 1.2)")
    return tall / short


def test_scrolling_a_page(windows: dict[int, MainWindow]) -> None:
    def scroll(window: MainWindow):
        bar = window.deck.predictions.verticalScrollBar()

        def way(tick: int) -> None:
            bar.setValue((tick * bar.pageStep()) % max(bar.maximum(), 1))
            QApplication.processEvents()

        return way

    found = medians({str(size): scroll(window) for size, window in windows.items()}, ticks=100)
    assert ratio_of("a page scrolled", found) <= 1.5


def test_opening_a_table(windows: dict[int, MainWindow]) -> None:
    """Another model's table comes up: its model is reset and painted."""

    def open_(window: MainWindow):
        def way(tick: int) -> None:
            model = window.deck.predictions_model
            results = window.results
            model.beginResetModel()
            model._results, model.table = results, tick % 2
            model.endResetModel()
            window.deck.predictions.viewport().update()
            QApplication.processEvents()

        return way

    found = medians({str(size): open_(window) for size, window in windows.items()}, ticks=60)
    assert ratio_of("opened", found) <= 1.5


def test_one_cell(windows: dict[int, MainWindow]) -> None:
    """An edit, all recomputed and the cell painted, against the cell painted alone and the same edit at 1e3 rows."""
    ways = {}
    for size, window in windows.items():
        for name, dock in window.docks.items():
            dock.setVisible(name.startswith("dock."))
        window.deck.predictions.verticalScrollBar().setValue(0)
        wait()

        def edit(tick: int, window: MainWindow = window) -> None:
            model = window.deck.predictions_model
            assert model.setData(model.index(2, 3), repr(0.1 + (tick % 7) * 1e-3))
            assert window.results.document is window.store.document
            QApplication.processEvents()

        def repaint(_tick: int, window: MainWindow = window) -> None:
            view = window.deck.predictions
            view.update(view.model().index(2, 3))
            QApplication.processEvents()

        def repaint_shown(_tick: int, window: MainWindow = window) -> None:
            """Repaint the cells that show another number after the edit: the cell, Σ, its results, the means."""
            deck = window.deck
            for column in (3, deck.predictions_model.columnCount() - 1):
                deck.predictions.update(deck.predictions_model.index(2, column))
            for column in range(deck.results_model.columnCount()):
                deck.results.update(deck.results_model.index(2, column))
                deck.means.update(deck.means_model.index(0, column))
            QApplication.processEvents()

        ways |= {f"edit {size}": edit, f"repaint {size}": repaint, f"all {size}": repaint_shown}
    found = medians(ways, ticks=60)
    for size in windows:
        edited, bare = found[f"edit {size}"], found[f"repaint {size}"]
        times = f"edit {edited * 1e3:.2f} ms, bare repaint {bare * 1e3:.2f} ms"
        whole = found[f"all {size}"]
        print(f"\n{size} rows: {times}, ratio {edited / bare:.2f} (goal 2)")
        print(f"    repainting all that shows it {whole * 1e3:.2f} ms, ratio {edited / whole:.2f}")
    assert found[f"edit {TALL}"] <= 6 * found[f"edit {SHORT}"]


def test_selecting_all(windows: dict[int, MainWindow]) -> None:
    view = windows[TALL].deck.predictions

    def select(_tick: int) -> None:
        view.clearSelection()
        view.selectAll()
        QApplication.processEvents()

    found = medians({"all": select}, ticks=20)
    print(f"\nall 1e7 cells selected and painted {found['all'] * 1e3:.1f} ms (goal 50)")
    assert found["all"] <= 0.2


def test_pasting_a_block(windows: dict[int, MainWindow]) -> None:
    """A thousand rows of ten at once against one cell after the other."""
    window = windows[TALL]
    view = window.deck.predictions
    rng = np.random.default_rng(1)
    block = rng.random((1000, 10))
    QApplication.clipboard().setText("\n".join("\t".join(map(repr, row)) for row in block.tolist()))
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    before = window.store.document
    start = time.perf_counter()
    window.actions_.all["paste"].trigger()
    wait()
    at_once = time.perf_counter() - start
    assert np.array_equal([window.store.document.rows(0).row(k) for k in range(1000)], block)
    window.store.undo()
    assert window.store.document is before
    wait()
    start = time.perf_counter()
    for row in range(20):
        for column in range(10):
            view.source.setData(view.model().index(row, column), repr(float(block[row, column])))
    wait()
    one_by_one = (time.perf_counter() - start) * 50
    times = f"pasted {at_once * 1e3:.0f} ms, cell by cell {one_by_one * 1e3:.0f} ms"
    print(f"\n1000 × 10 {times}, {one_by_one / at_once:.0f} times (goal 8)")
    assert one_by_one >= 8 * at_once
