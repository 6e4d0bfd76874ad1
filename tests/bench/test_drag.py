"""One handle drag on the first screen against repainting the same viewports with nothing changed.

Run with `make bench`. The ratio is what counts; both are measured in turn in one run. Paint events are counted, so a
tick that left something unpainted would show.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from core.document import TRUTH
from gui import app
from gui.main_window import MainWindow

TICKS = 200
LIMIT = 2.0


class PaintCounter(QObject):
    """Counts the paint events of some widgets."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self.painted: set[QWidget] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.painted.add(watched)
        return False


@pytest.fixture
def window() -> Iterator[MainWindow]:
    application, window = app.build(["example"])
    window.resize(1440, 900)
    window.show()
    for _ in range(5):
        application.processEvents()
    yield window
    window.store.mark_saved()
    window.close()


def _viewports(window: MainWindow) -> list[QWidget]:
    areas = [area for area in window.findChildren(QAbstractScrollArea) if area.isVisible()]
    return [area.viewport() for area in areas]


def _median_pair(one: Callable[[int], None], other: Callable[[int], None]) -> tuple[float, float]:
    """Return the median seconds of two actions done in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for tick in range(TICKS):
        for action, kept in zip((one, other), times, strict=True):
            start = time.perf_counter()
            action(tick)
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


@pytest.mark.parametrize("table", [0, TRUTH], ids=["a model's handle", "the truth's handle"])
def test_drag_against_repainting_the_same_viewports(window: MainWindow, table: int) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    viewports = _viewports(window)
    counter = PaintCounter(viewports)
    panel = window.panels["surface"]
    gesture = object()
    window.focus.move(model=0)

    def drag(tick: int) -> None:
        angle = tick * 0.21
        at = np.array([0.4 + 0.2 * math.cos(angle), 0.3 + 0.2 * math.sin(angle), 0.0])
        at[2] = 1.0 - at.sum()
        panel.view.moved.emit(table, at, gesture)
        application.processEvents()
        application.processEvents()

    def repaint(_tick: int) -> None:
        for viewport in viewports:
            viewport.update()
        application.processEvents()

    drag(0)
    counter.painted.clear()
    drag(1)
    drag(2)
    changed = counter.painted.copy()
    named = {viewport.parent().objectName() for viewport in changed if viewport.parent() is not None}
    wanted = {"surface.view", "decomposition.view", "table.comparison", "table.results", "table.means"}
    wanted.add("table.truth" if table == TRUTH else "table.predictions")
    assert wanted <= named, f"not painted: {wanted - named}"

    edited, floor = _median_pair(drag, repaint)
    print(f"\none edit {edited * 1e3:.2f} ms, floor {floor * 1e3:.2f} ms, ratio {edited / floor:.2f}")
    assert edited <= LIMIT * floor
