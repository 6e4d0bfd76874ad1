"""A class pointed at anywhere stands out everywhere, and nothing is computed for it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication, QWidget

from core.document import Document
from gui.main_window import MainWindow
from gui.panels.gradients import GradientsPanel
from gui.plotting import lighting
from gui.plotting.handles import HandleView
from gui.plotting.view import FigureView
from tests.gui.hands import Opener, hover, settle, surface, table
from tests.gui.pictures import pixels


def raise_(window: MainWindow, name: str) -> QWidget:
    window.docks[f"panel.{name}"].raise_()
    settle()
    return window.panels[name]


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    settle()


def view_of(window: MainWindow, name: str) -> HandleView:
    found = raise_(window, name).findChild(HandleView)
    assert found is not None
    return found


def lit(window: MainWindow) -> int | None:
    settle()
    return window.focus.state.highlight


@pytest.mark.parametrize("name", ["truth", "predictions"])
def test_a_column_under_the_pointer_lights_its_class(window: MainWindow, name: str):
    view = table(window, name)
    at = view.visualRect(view.model().index(0, 1)).center()
    hover(view.viewport(), at)
    assert lit(window) == 1
    header = view.horizontalHeader()
    hover(header.viewport(), QPointF(header.sectionViewportPosition(2) + 5, 8))
    assert lit(window) == 2
    hover(view.viewport(), view.visualRect(view.model().index(0, 3)).center())
    assert lit(window) is None, "the sum is of no class"
    hover(view.viewport(), at)
    leave(view.viewport())
    assert lit(window) is None


@pytest.mark.parametrize(
    ("panel", "choices"),
    [
        ("distributions", {}),
        ("decomposition", {"decomposition.view": "waterfall"}),
        ("decomposition", {"decomposition.view": "area"}),
    ],
)
def test_what_belongs_to_a_class_lights_it(open_window: Opener, panel: str, choices: dict[str, str]):
    truth, q = np.array([[0.2, 0.3, 0.5]]), np.array([[0.5, 0.2, 0.3]])
    window = open_window(Document.make(truth, [("A", q, "probability")]))
    view = view_of(window, panel)
    window.focus.move(choices=choices)
    settle()
    assert view.figure is not None
    boxes = view.figure.class_boxes(view.area, view.figure_style)
    assert {k for k, _ in boxes} == {0, 1, 2}
    for k, box in boxes:
        hover(view.viewport(), box.center())
        assert lit(window) == k
    leave(view)
    assert lit(window) is None


def test_the_bars_of_a_slope_light_their_class(window: MainWindow):
    panel = raise_(window, "gradients")
    assert isinstance(panel, GradientsPanel)
    assert panel._figure is not None
    _, box = panel._figure.groups(panel.view.area, panel.view.figure_style)[2]
    hover(panel.view.viewport(), box.center())
    assert lit(window) == 2
    leave(panel.view)
    assert lit(window) is None


def look(view: QWidget) -> np.ndarray:
    return pixels(view.grab().toImage()).copy()


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("surface", {}),
        ("surface", {"surface.domain": "logits"}),
        ("surface3d", {}),
        ("surface3d", {"surface.domain": "logits"}),
        ("distributions", {}),
        ("gradients", {}),
        ("decomposition", {"decomposition.view": "waterfall"}),
        ("decomposition", {"decomposition.view": "area"}),
    ],
)
def test_a_lit_class_is_seen_and_goes_out_again(window: MainWindow, name: str, choices: dict[str, str]):
    panel = raise_(window, name)
    window.focus.move(choices=choices)
    settle()
    view = next(each for each in panel.findChildren(FigureView) if each.isVisible())
    before = look(view)
    window.focus.move(highlight=2)
    settle()
    assert (look(view) != before).any()
    window.focus.move(model=1)
    window.focus.move(model=0)
    settle()
    assert (look(view) != before).any(), "it stays while other things change"
    window.focus.move(highlight=None)
    settle()
    assert (look(view) == before).all()


def test_pointing_computes_and_shows_nothing_anew(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    raise_(window, "gradients")
    shown: list[str] = []
    for name, panel in window.panels.items():
        monkeypatch.setattr(panel, "_show", lambda *_, name=name: shown.append(name))
    monkeypatch.setattr(window.recompute, "schedule", lambda *_: shown.append("recompute"))
    ground = surface(window)._figure
    for k in (0, 1, None):
        window.focus.move(highlight=k)
        settle()
    assert not shown
    assert surface(window)._figure is ground
    window.focus.move(model=1)
    settle()
    assert {"surface", "gradients"} <= set(shown)


def test_a_panel_that_comes_to_the_front_knows_the_lit_class(window: MainWindow):
    raise_(window, "steps")
    window.focus.move(highlight=1)
    settle()
    view = view_of(window, "distributions")
    with_it = look(view)
    window.focus.move(highlight=None)
    settle()
    assert (look(view) != with_it).any()


def test_a_class_is_at_the_first_box_that_holds_the_point():
    assert lighting.class_at([], QPointF(1, 1)) is None
