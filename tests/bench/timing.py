"""What the benchmarks of the window share: ways measured in turn, and the first screen dragged."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from gui.main_window import MainWindow

TICKS = 200

Way = Callable[[int], None]


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


def medians(ways: dict[str, Way], ticks: int = TICKS) -> dict[str, float]:
    """Return the median seconds of each way, all done in turn."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for tick in range(ticks):
        for name, way in ways.items():
            start = time.perf_counter()
            way(tick)
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(kept) for name, kept in times.items()}


def viewports(window: MainWindow) -> list[QWidget]:
    """Return what is painted on the first screen."""
    areas = [area for area in window.findChildren(QAbstractScrollArea) if area.isVisible()]
    return [area.viewport() for area in areas]


def place(tick: int) -> np.ndarray:
    """Return where a hand that goes round is at a tick, as a point of the triangle."""
    angle = tick * 0.21
    at = np.array([0.4 + 0.2 * math.cos(angle), 0.3 + 0.2 * math.sin(angle), 0.0])
    at[2] = 1.0 - at.sum()
    return at


def dragging(window: MainWindow, table: int) -> Way:
    """Return what drags the handle of a table one step further, and has all of it painted."""
    gesture = object()

    def drag(tick: int) -> None:
        window.panels["surface"].view.moved.emit(table, place(tick), gesture)
        QApplication.processEvents()
        QApplication.processEvents()

    return drag


def repainting(window: MainWindow) -> Way:
    """Return what paints the same viewports again with nothing changed."""
    seen = viewports(window)

    def repaint(_tick: int) -> None:
        for viewport in seen:
            viewport.update()
        QApplication.processEvents()

    return repaint
