"""One tick of a tool bar's slider on the first screen against repainting the same viewports with nothing changed.

Run with `make bench`. The ratio is what counts; both are measured in turn in one run. Paint events are counted, so a
tick that left something unpainted would show.
"""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.sliders import Slider
from tests.bench.timing import PaintCounter, Way, dragging, medians, repainting, viewports

GOAL = 1.3
"""What is aimed at, as for a drag, printed beside what was measured."""
LIMITS = {"control.temperature": 2.0, "control.parameter.label_smoothing": 2.5}
"""What fails, as for a drag; a parameter of the loss on show changes the surface too, every point and contour of it."""


def sliding(window: MainWindow, name: str) -> Way:
    """Return what moves a slider by a stop or two, to and fro, and has all of it painted."""
    slider = window.findChild(Slider, f"{name}.slider")
    assert slider is not None
    gesture = object()

    def slide(tick: int) -> None:
        value = slider.track.values[20 + tick % 150]
        slider.slid.emit(value, gesture)
        QApplication.processEvents()
        QApplication.processEvents()

    return slide


@pytest.mark.parametrize("name", LIMITS)
def test_a_slider_against_repainting_the_same_viewports(window: MainWindow, name: str) -> None:
    window.focus.move(model=0)
    slide, drag = sliding(window, name), dragging(window, 0)
    counter = PaintCounter(viewports(window))
    slide(0)
    counter.painted.clear()
    slide(1)
    slide(2)
    named = {viewport.parent().objectName() for viewport in counter.painted if viewport.parent() is not None}
    wanted = {"surface.view", "table.comparison", "table.results", "table.means"}
    wanted |= {"decomposition.view"} if name == "control.temperature" else set()
    assert wanted <= named, f"not painted: {wanted - named}"

    found = medians({"slide": slide, "drag": drag, "floor": repainting(window)}, ticks=100)
    ratio = found["slide"] / found["floor"]
    print(
        f"\n{name}: {found['slide'] * 1e3:.2f} ms, a drag {found['drag'] * 1e3:.2f} ms, "
        f"floor {found['floor'] * 1e3:.2f} ms, ratio {ratio:.2f} (goal {GOAL})"
    )
    assert ratio <= LIMITS[name]
