"""One handle drag on the first screen against repainting the same viewports with nothing changed.

Run with `make bench`. The ratio is what counts; both are measured in turn in one run. Paint events are counted, so a
tick that left something unpainted would show.
"""

from __future__ import annotations

import time
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from core import losses
from core.document import TRUTH, Document
from gui.main_window import MainWindow
from gui.store import Intent
from tests.bench.timing import PaintCounter, dragging, medians, place, repainting, viewports

GOAL = 1.3
"""What is aimed at, printed beside what was measured."""
BURST = 2.0
"""How many edits a burst of 200 may cost."""
LIMIT = 2.0
"""What fails: a noisy machine moves the ratio by a third."""


@pytest.mark.parametrize("table", [0, TRUTH], ids=["a model's handle", "the truth's handle"])
def test_drag_against_repainting_the_same_viewports(window: MainWindow, table: int) -> None:
    window.focus.move(model=0)
    drag = dragging(window, table)
    counter = PaintCounter(viewports(window))
    drag(0)
    counter.painted.clear()
    drag(1)
    drag(2)
    changed = counter.painted.copy()
    named = {viewport.parent().objectName() for viewport in changed if viewport.parent() is not None}
    wanted = {"surface.view", "decomposition.view", "table.comparison", "table.results", "table.means"}
    wanted.add("table.truth" if table == TRUTH else "table.predictions")
    assert wanted <= named, f"not painted: {wanted - named}"

    found = medians({"edit": drag, "floor": repainting(window)})
    edited, floor = found["edit"], found["floor"]
    print(f"\none edit {edited * 1e3:.2f} ms, floor {floor * 1e3:.2f} ms, ratio {edited / floor:.2f} (goal {GOAL})")
    assert edited <= LIMIT * floor


def test_drag_with_each_panel_of_the_bottom_row_in_front(window: MainWindow) -> None:
    """Every panel open at the bottom in its turn; the floor repaints that panel as well."""
    window.focus.move(model=0)
    ratios: dict[str, float] = {}
    for name, panel in window.panels.items():
        if panel.area != "bottom":
            continue
        window.docks[f"panel.{name}"].raise_()
        drag = dragging(window, 0)
        for tick in range(5):
            drag(tick)
        found = medians({"edit": drag, "floor": repainting(window)})
        ratios[name] = found["edit"] / found["floor"]
        print(f"\n{name}: {found['edit'] * 1e3:.2f} ms, floor {found['floor'] * 1e3:.2f} ms, ratio {ratios[name]:.2f}")
    assert max(ratios.values()) <= LIMIT, ratios


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_drag_of_the_truth_with_each_loss_on_the_surface(window: MainWindow, dark: bool) -> None:
    """Each surface is another one at every tick; the floor repaints the same viewports."""
    window.focus.move(model=0)
    window.set_theme(dark)
    drag, floor = dragging(window, TRUTH), repainting(window)
    ratios: dict[str, float] = {}
    for name in losses.names():
        window.store.push(Intent(name, partial(Document.with_settings, loss=name)))
        for tick in range(5):
            drag(tick)
        found = medians({"edit": drag, "floor": floor}, 40)
        ratios[name] = found["edit"] / found["floor"]
    print(f"\nof the truth, {'dark' if dark else 'light'}:", *(f"{k} {x:.2f};" for k, x in ratios.items()))
    assert max(ratios.values()) <= LIMIT, ratios


def test_a_burst_of_edits_is_shown_once(window: MainWindow) -> None:
    """Two hundred edits in one turn of the event loop against one edit."""
    window.focus.move(model=0)
    drag = dragging(window, 0)
    gesture = object()
    counter = PaintCounter([window.panels["surface"].view.viewport()])

    def burst(tick: int) -> None:
        for step in range(200):
            window.panels["surface"].view.moved.emit(0, place(tick + step), gesture)
        counter.painted.clear()
        while not counter.painted:
            QApplication.processEvents()
        QApplication.processEvents()

    drag(0)
    found = medians({"burst": burst, "edit": drag})
    ratio = found["burst"] / found["edit"]
    print(
        f"\n200 edits {found['burst'] * 1e3:.1f} ms, one {found['edit'] * 1e3:.1f} ms, ratio {ratio:.2f} (goal {BURST})"
    )
    assert ratio <= 2 * BURST


def test_the_longest_wait_of_random_dragging(window: MainWindow) -> None:
    """Three thousand drags of all handles at random: no turn of the event loop should hold a hand up."""
    window.focus.move(model=0)
    drags = [dragging(window, table) for table in (TRUTH, 0, 1)]
    waits: list[float] = []
    own: list[float] = []
    for tick in range(3000):
        start, worked = time.perf_counter(), time.thread_time()
        drags[(tick // 60) % 3](tick * 7)
        waits.append(time.perf_counter() - start)
        own.append(time.thread_time() - worked)
    waits.sort()
    own.sort()
    print(f"\nlongest {waits[-1] * 1e3:.0f} ms, 99 % below {waits[-30] * 1e3:.0f} ms (goal 50)")
    print(f"of the thread's own work: longest {own[-1] * 1e3:.0f} ms, 99 % below {own[-30] * 1e3:.0f} ms")
    assert waits[-30] <= 0.1
    assert own[-1] <= 0.1
