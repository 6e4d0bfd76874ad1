"""The Descent panel: the race as told and as drawn, the play and the scrubbing, and the paths as numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit

from core import descent, losses, simplex
from gui import session_view, trails
from gui.export import writer_of
from gui.focus import Brush, FocusState
from gui.main_window import MainWindow
from gui.panels.descent import DescentPanel
from gui.panels.descent.figure import DescentFigure
from gui.panels.surface import SurfacePanel
from gui.panels.surface3d import SolidPanel
from gui.plotting.figure import Figure, Numbers
from gui.plotting.square import SquareFigure
from gui.plotting.style import LIGHT
from gui.store import Intent
from gui.surfaces.triangles import SurfaceFigure
from tests.gui.hands import LEFT, hover, settle, spot, status, surface


def shown(window: MainWindow) -> DescentFigure:
    """Bring the panel to the front and wait for its paths."""
    window.docks["panel.descent"].raise_()
    settle()
    panel = window.panels["descent"]
    assert isinstance(panel, DescentPanel)
    rested(panel)
    assert panel._figure is not None
    return panel._figure


def rested(panel: DescentPanel) -> None:
    """Let the pause of the hand be over, and wait for the paths."""
    if panel._pause.isActive():
        panel._pause.stop()
        panel._pause.timeout.emit()
    panel._background.wait()
    settle()


def choose(window: MainWindow, name: str, key: str) -> DescentFigure:
    box = window.findChild(QComboBox, f"control.descent.{name}")
    assert box is not None
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())
    return shown(window)


def set_number(window: MainWindow, name: str, value: float) -> DescentFigure:
    spin = window.findChild(QDoubleSpinBox, f"control.descent.{name}")
    assert spin is not None
    spin.setValue(value)
    return shown(window)


def panel_of(window: MainWindow) -> DescentPanel:
    panel = window.panels["descent"]
    assert isinstance(panel, DescentPanel)
    return panel


def test_from_a_confident_mistake_cross_entropy_is_seen_to_win(window: MainWindow):
    shown(window)
    figure = choose(window, "start", "wrong")
    arrived = {runner.title: runner.arrived for runner in figure.runners}
    start = np.log([0.98, 0.01, 0.01])
    for title, name in (("Cross-entropy", "cross_entropy"), ("Squared error", "mse")):
        assert arrived[title] == descent.descend(losses.create(name), 2, start).first_above(2, 0.9)
    assert arrived["Cross-entropy"] < arrived["Squared error"]
    assert figure.words.startswith("Cross-entropy, KL divergence first: “rocket” above 0.9000 at step")
    assert f"Squared error: step {arrived['Squared error']}." in figure.words
    assert "Classification error: no slope" in figure.notes


def test_too_few_steps_are_said(window: MainWindow):
    choose(window, "start", "wrong")
    figure = set_number(window, "steps", 20)
    assert "Squared error: not above 0.9000 within 20 steps." in figure.words


def test_each_way_to_show_it_draws_what_it_says(window: MainWindow):
    figure = shown(window)
    curves = {runner.title: runner.y for runner in figure.runners}
    assert curves["Cross-entropy"][0] == pytest.approx(0.91629, abs=1e-5)
    path = descent.descend(losses.create("cross_entropy"), 2, np.log([0.3, 0.3, 0.4]))
    np.testing.assert_allclose(curves["Cross-entropy"], path.values, rtol=1e-12)
    share = {runner.title: runner.y for runner in choose(window, "show", "share").runners}
    np.testing.assert_allclose(share["Squared error"][0], 1.0)
    q = {runner.title: runner.y for runner in choose(window, "show", "probability").runners}
    np.testing.assert_allclose(q["Cross-entropy"], path.q[:, 2], rtol=1e-12)
    window.store.push(Intent("unit", lambda document: document.with_settings(unit="bit")))
    settle()
    bits = {runner.title: runner.y for runner in choose(window, "show", "loss").runners}
    np.testing.assert_allclose(bits["Cross-entropy"], path.values / np.log(2), rtol=1e-12)


def test_keys_and_slider_go_through_the_steps(window: MainWindow):
    shown(window)
    panel = panel_of(window)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    settle()
    assert shown(window).at == 0
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    assert shown(window).at == 2
    assert panel.step_words.text() == "step 2 of 200"
    panel.scrub.setValue(57)
    assert shown(window).at == 57
    QTest.keyClick(panel.view, Qt.Key.Key_End)
    assert shown(window).at == 200


def test_the_play_runs_from_the_start_to_the_end_and_stops(window: MainWindow):
    shown(window)
    panel = panel_of(window)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    settle()
    assert panel._clock.isActive()
    assert panel.play.toolTip() == "Pause"
    for _ in range(400):
        if not panel._clock.isActive():
            break
        panel._tick()
    assert not panel._clock.isActive()
    assert panel.scrub.value() == 200
    QTest.mouseClick(panel.play, Qt.MouseButton.LeftButton)
    panel._tick()
    QTest.mouseClick(panel.play, Qt.MouseButton.LeftButton)
    assert not panel._clock.isActive()
    assert 0 < panel.scrub.value() < 200


def test_the_numbers_are_every_path_step_by_step(window: MainWindow):
    shown(window)
    set_number(window, "steps", 3)
    numbers = DescentPanel.numbers(window.results, window.focus.state)
    assert numbers.header[:3] == ("step", "loss", "value (nat)")
    assert numbers.header[3:] == ("q car", "q calf", "q rocket", "z car", "z calf", "z rocket")
    assert numbers.rows[0][:3] == (0, "Classification error", None)
    assert len(numbers.rows) == 1 + 3 * 4
    first = numbers.rows[1]
    assert first[:2] == (0, "Squared error")
    np.testing.assert_allclose([float(str(x)) for x in first[2:6]], [0.54, 0.3, 0.3, 0.4], rtol=1e-12)


def test_a_start_in_a_corner_says_what_it_rules_out(window: MainWindow):
    window.store.push(
        Intent("corner", lambda document: document.with_cells(0, {(0, 0): 1.0, (0, 1): 0.0, (0, 2): 0.0}))
    )
    settle()
    figure = shown(window)
    assert "A class that starts at 0 stays there" in figure.notes
    assert all(runner.arrived is None for runner in figure.runners)


def test_the_pointer_reads_every_loss_at_a_step(window: MainWindow):
    figure = shown(window)
    panel = panel_of(window)
    at = figure.chart(panel.view.area, panel.view.figure_style).at(100, figure.y.high / 2)
    QTest.mouseMove(panel.view.viewport(), QPoint(round(at.x()), round(at.y())))
    settle()
    assert status(window).startswith("step ")
    assert "Cross-entropy" in status(window)


def test_a_panel_behind_another_tab_computes_nothing_and_stops_playing(window: MainWindow):
    shown(window)
    panel = panel_of(window)
    panel._toggle()
    window.docks["panel.curves"].raise_()
    settle()
    assert not panel._clock.isActive()
    before = panel._figure
    window.store.push(Intent("move", lambda document: document.with_cells(0, {(0, 0): 0.2})))
    settle()
    assert panel._figure is before
    assert not panel._background.is_busy


def test_paths_are_asked_for_on_surfaces_by_a_switch(window: MainWindow):
    shown(window)
    tick = window.findChild(QCheckBox, "control.descent.trails")
    assert tick is not None
    tick.click()
    settle()
    assert window.focus.state.choices["descent.trails"] == "on"


@pytest.mark.parametrize("domain", ["simplex", "logits"])
def test_paths_lie_on_the_surface_where_descent_went(window: MainWindow, domain: str):
    shown(window)
    window.focus.move(choices={"descent.trails": "on", "surface.domain": domain, "descent.at": "17"})
    choose(window, "start", "wrong")
    figure = SurfacePanel.figure(window.results, window.focus.state)
    assert isinstance(figure, SurfaceFigure | SquareFigure)
    found = {trail.symbol: trail for trail in figure.trails}
    path = descent.descend(losses.create("mse"), 2, np.log([0.98, 0.01, 0.01]))
    at = found["MSE"].points[17]
    assert found["MSE"].step == 17
    if domain == "simplex":
        np.testing.assert_allclose(simplex.from_plane(at), path.q[17], rtol=1e-9)
    else:
        panel = window.panels["surface"]
        seen = panel._shown_chart
        assert seen.trails
        np.testing.assert_allclose(seen.trails[0].points, found["MSE"].points)
    plain = SurfacePanel.figure(window.results, FocusState(choices={"surface.domain": domain}))
    assert plain.trails == ()
    assert picture(plain) != picture(figure)


def test_surfaces_get_new_paths_while_the_panel_is_behind_another_tab(window: MainWindow):
    panel = panel_of(window)
    window.focus.move(choices={"descent.trails": "on"})
    settle()
    window.docks["panel.curves"].raise_()
    settle()
    window.store.push(Intent("move", lambda document: document.with_rows(0, {0: np.array([0.6, 0.3, 0.1])})))
    settle()
    rested(panel)
    surface = window.panels["surface"]
    np.testing.assert_allclose(simplex.from_plane(surface._figure.trails[0].points[0]), [0.6, 0.3, 0.1], rtol=1e-9)


def test_paths_lie_on_the_landscape_as_high_as_the_loss_is_there(window: MainWindow):
    shown(window)
    window.focus.move(choices={"descent.trails": "on"})
    choose(window, "start", "wrong")
    figure = SolidPanel.figure(window.results, window.focus.state)
    trail = next(each for each in figure.trails if each.symbol == "MSE")
    path = descent.descend(losses.create("mse"), 2, np.log([0.98, 0.01, 0.01]))
    assert figure.scene is not None
    heights = figure.scene.height(-np.log(path.q[:, 2]))
    np.testing.assert_allclose(trail.points[:, 2] - path.q @ figure.scene.base[:, 2], heights, rtol=1e-9)
    assert picture(replace(figure, trails=())) != picture(figure)


def picture(figure: Figure) -> bytes:
    return writer_of("png").to_bytes(figure, Numbers((), ()), QSize(400, 360), LIGHT, 1)


def start_line(window: MainWindow) -> QLineEdit:
    line = window.findChild(QLineEdit, "control.descent.picked")
    assert line is not None
    return line


def started(window: MainWindow) -> np.ndarray:
    """Return the q that the paths on show start from."""
    figure = shown(window)
    assert figure.runners
    return trails.race_of(window.results, window.focus.state).paths()[0].q[0]


def test_shift_and_a_click_on_the_surface_start_descents_there(window: MainWindow):
    shown(window)
    at = spot(window, (0.7, 0.2, 0.1))
    viewport = surface(window).view.viewport()
    QTest.mouseClick(viewport, LEFT, Qt.KeyboardModifier.ShiftModifier, at.toPoint())
    settle()
    assert started(window) == pytest.approx([0.7, 0.2, 0.1], abs=0.01)
    assert window.focus.state.choices["descent.trails"] == "on"
    assert "Esc" in status(window)
    assert window.store.undo_label is None, "looking is no edit"
    assert start_line(window).isVisible()
    shares = [float(word) for word in start_line(window).text().split()]
    assert shares == pytest.approx(started(window), abs=1e-5)
    panel_of(window).view.setFocus()
    QTest.keyClick(panel_of(window).view, Qt.Key.Key_Escape)
    settle()
    assert started(window) == pytest.approx([0.3, 0.3, 0.4])
    assert not start_line(window).isVisible()


def test_a_start_is_picked_on_the_plane_of_logits_and_from_the_menu(window: MainWindow):
    shown(window)
    window.focus.move(choices={"surface.domain": "logits"})
    settle()
    panel = surface(window)
    at = panel.chart.places().point((2.0, -1.0))
    hover(panel.chart.viewport(), at)
    entries = dict(panel.menu())
    assert list(entries) == ["Start descents here"]
    entries["Start descents here"]()
    settle()
    q = started(window)
    plane = panel._seen_domain()
    assert plane.shadow(q) == pytest.approx([2.0, -1.0], abs=0.1)
    dict(panel.menu())["Start descents from the model’s q"]()
    settle()
    assert started(window) == pytest.approx([0.3, 0.3, 0.4])


def test_a_start_is_typed_and_what_is_none_is_refused(window: MainWindow):
    shown(window)
    choose(window, "start", "picked")
    line = start_line(window)
    assert line.text() == "0.3 0.3 0.4", "at first where the model is"
    for typed, words in (
        ("0.9 0.05", "2 numbers were typed; there are 3 classes."),
        ("0.9 0.3 0.1", "These numbers sum to 1.3"),
        ("1.5 -0.5 0", "probabilities are 0 or more"),
        ("a b c", "is not a number"),
    ):
        line.setText(typed)
        line.editingFinished.emit()
        settle()
        assert words in status(window)
        assert line.text() == "0.3 0.3 0.4"
    line.setText("98%; 1/100; 0.01")
    line.editingFinished.emit()
    settle()
    assert started(window) == pytest.approx([0.98, 0.01, 0.01])
    entries = session_view.to_entries(window.focus.state)
    assert session_view.from_entries(entries, window.store.document).choices["descent.picked"] == "0.98 0.01 0.01"


@pytest.mark.parametrize("words", ["", "0.5 0.5", "a b c", "0.5 0.5 nan", "0.9 0.9 0.9", "1.5 -0.5 0"])
def test_a_start_that_is_none_gives_way_to_the_models_q(window: MainWindow, words: str):
    focus = FocusState(choices={"descent.start": "picked", "descent.picked": words})
    assert trails.start_of(window.results, focus) == pytest.approx(np.log([0.3, 0.3, 0.4]))


def test_escape_gives_up_a_picked_start_first_and_then_the_brush(window: MainWindow):
    shown(window)
    window.focus.move(choices=trails.picking(np.array([0.2, 0.3, 0.5])), brush=Brush(np.array([0]), 2, "one"))
    settle()
    view = panel_of(window).view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    settle()
    assert window.focus.state.choices["descent.start"] == "model"
    assert window.focus.state.brush is not None
    QTest.keyClick(view, Qt.Key.Key_Escape)
    settle()
    assert window.focus.state.brush is None
