"""Sliders of parameters and of the temperature: by mouse and keys, one gesture one step, live in every panel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QToolBar, QToolButton, QWidget

import core
from core import io, losses
from core.document import TRUTH
from core.losses.base import Parameter, parameters_of
from gui import app
from gui.main_window import SMALLEST_SIZE, MainWindow
from gui.sliders import Slider, Track
from tests.gui.hands import (
    LEFT,
    MOVE,
    PRESS,
    RELEASE,
    Key,
    Opener,
    along,
    box,
    choose,
    click_action,
    drag,
    handle,
    mouse,
    once,
    press,
    settle,
    shown,
    slide,
    slider,
    status,
    surface,
    table,
    values,
    write,
)

NUMBERS = [
    pytest.param(name, spec, id=f"{name}-{spec.name}")
    for name, kind in losses.kinds().items()
    for spec in parameters_of(kind)
    if spec.kind == "number"
]


def temperature(window: MainWindow, model: int = 0) -> float:
    return window.store.document.models[model].temperature


def setting(window: MainWindow, spec: Parameter) -> float:
    found = getattr(window.store.document.settings.current, spec.name)
    assert isinstance(found, float)
    return found


def track_of(spec: Parameter) -> Track:
    assert isinstance(spec.default, float)
    return Track.between(spec.minimum, spec.maximum, spec.default)


# -- tracks -------------------------------------------------------------------------------------------------


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e6), st.floats(-2e3, 2e6))
def test_a_linear_track_has_both_ends_and_round_numbers_between(low: float, span: float, value: float):
    track = Track.linear(low, low + span)
    assert (track.values[0], track.values[-1]) == (low, low + span)
    assert 60 < len(track.values) <= 253
    assert list(track.values) == sorted(set(track.values))
    assert 0 <= track.share(value) <= 1
    assert track.at(track.share(track.values[7])) == track.values[7]
    up, down = track.moved(value, 1), track.moved(value, -1)
    assert up > value or up == track.values[-1]
    assert down < value or down == track.values[0]
    assert 0.0 in track.values or not low <= 0 <= low + span


def test_a_default_near_the_low_end_has_room_about_it():
    track = Track.between(0.0, 100.0, 1.0)
    assert 0.08 < track.share(1.0) < 0.2
    assert (track.values[0], track.values[-1]) == (0.0, 100.0)
    assert {1.0, 2.2, 25.0} <= set(track.values)
    assert track.moved(1.0, 1) == 1.1
    assert Track.between(0.0, 1.0, 0.0) == Track.linear(0.0, 1.0, 0.0)
    assert Track.between(-1.0, 10.0, 1.0) == Track.linear(-1.0, 10.0, 1.0)


def test_a_logarithmic_track_has_one_in_the_middle():
    track = Track.logarithmic(20.0)
    assert (track.values[0], track.values[100], track.values[-1]) == (0.05, 1.0, 20.0)
    assert track.share(1.0) == 0.5
    assert track.moved(1.0, 10) == pytest.approx(20**0.1, rel=3e-3)
    assert track.moved(1.2345, 1) == 1.27, "from between two stops to the next"
    assert track.moved(1.2345, -1) == 1.23
    assert Track.logarithmic(100.0, zero=True).values[:2] == (0.0, 0.01)


# -- every parameter ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "spec"), NUMBERS)
def test_every_number_has_a_slider_that_reaches_both_ends_by_mouse(window: MainWindow, name: str, spec: Parameter):
    choose(window, "control.loss", name)
    called = f"control.parameter.{spec.name}"
    widget = slider(window, called)
    assert widget.isVisible()
    assert widget.accessibleName() == spec.title
    assert spec.meaning in widget.toolTip()
    once(window, lambda: slide(slider(window, called), 0.5, 0.7, 1.2))  # undo and redo make the controls anew
    assert setting(window, spec) == spec.maximum
    once(window, lambda: slide(slider(window, called), 0.6, -0.2))
    assert setting(window, spec) == spec.minimum
    assert box(window, called).value() == spec.minimum
    window.store.undo()
    window.store.undo()
    assert setting(window, spec) == spec.default
    assert slider(window, called).value() == track_of(spec).nearest(setting(window, spec))


@pytest.mark.parametrize(("name", "spec"), NUMBERS)
def test_every_slider_moves_by_keys(window: MainWindow, name: str, spec: Parameter):
    choose(window, "control.loss", name)
    track = track_of(spec)

    def key(key: Key) -> None:
        slider(window, f"control.parameter.{spec.name}").setFocus(Qt.FocusReason.TabFocusReason)
        press(key)

    once(window, lambda: key(Key.Key_End))
    assert setting(window, spec) == spec.maximum
    once(window, lambda: key(Key.Key_Home))
    assert setting(window, spec) == spec.minimum
    once(window, lambda: key(Key.Key_Right))
    assert setting(window, spec) == track.values[1]
    once(window, lambda: key(Key.Key_PageUp))
    assert setting(window, spec) == track.values[11]
    once(window, lambda: key(Key.Key_Left))
    assert setting(window, spec) == track.values[10]
    once(window, lambda: key(Key.Key_PageDown))
    assert setting(window, spec) == spec.minimum
    before = window.store.document
    key(Key.Key_Left)
    assert window.store.document is before, "at the end a key does nothing"


def test_a_held_key_is_one_step(window: MainWindow):
    widget = slider(window, "control.parameter.label_smoothing")
    widget.setFocus(Qt.FocusReason.TabFocusReason)

    def hold() -> None:
        for number in range(30):
            kind, again = QEvent.Type.KeyPress, number > 0
            QApplication.sendEvent(
                widget, QKeyEvent(kind, Key.Key_Right, Qt.KeyboardModifier.NoModifier, "", autorep=again)
            )
            settle()
        QApplication.sendEvent(
            widget, QKeyEvent(QEvent.Type.KeyRelease, Key.Key_Right, Qt.KeyboardModifier.NoModifier, "")
        )

    once(window, hold)
    assert window.store.document.settings.current.label_smoothing == 0.15


def test_escape_calls_a_drag_off_and_leaves_redo(window: MainWindow):
    widget = slider(window, "control.parameter.label_smoothing")
    slide(widget, 0.5)
    window.store.undo()
    settle()
    before, redo = window.store.document, window.store.redo_label
    slide(widget, 0.2, 0.4, release=False)
    assert window.store.document is not before
    press(Key.Key_Escape)
    assert window.store.document is before
    assert window.store.redo_label == redo
    mouse(widget, MOVE, along(widget, 0.9), held=LEFT)
    mouse(widget, RELEASE, along(widget, 0.9), LEFT)
    settle()
    assert window.store.document is before, "what is left of the movement does nothing"
    assert widget.value() == 0


def test_a_handle_taken_at_its_edge_does_not_jump(window: MainWindow):
    widget = slider(window, "control.parameter.label_smoothing")
    slide(widget, 0.5)
    before = window.store.document
    spot = along(widget, 0.5) + QPointF(4, 0)
    mouse(widget, PRESS, spot, LEFT, LEFT)
    mouse(widget, RELEASE, spot, LEFT)
    settle()
    assert window.store.document is before


def test_the_wheel_and_the_other_button_move_nothing(window: MainWindow):
    before = window.store.document
    for name in ("control.temperature", "control.parameter.label_smoothing"):
        widget = slider(window, name)
        QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=QPoint(20, 12))
        assert window.store.document is before


def test_every_panel_follows_while_a_parameter_slides(window: MainWindow):
    window.store.open(io.load("mended"))
    settle()
    widget = slider(window, "control.parameter.label_smoothing")
    slide(widget, 0.25, 0.5, release=False)
    loss = window.store.document.settings.current
    assert loss.label_smoothing == 0.5
    document = window.store.document
    expected = [float(loss.value(document.truth.row(k), document.models[0].rows.row(k))) for k in range(2)]
    assert values(table(window, "results"), "Cross-entropy") == pytest.approx(expected)
    line = next(line for line in window.panels["comparison"].model.lines if line.name == "cross_entropy")
    assert line.means[0] == pytest.approx(np.mean(expected))
    assert surface(window)._figure.ground.title.startswith("Cross-entropy")
    mouse(widget, RELEASE, along(widget, 0.5), LEFT)


def test_a_number_is_as_short_as_it_can_be_and_exactly_what_was_typed(window: MainWindow):
    number = box(window, "control.parameter.label_smoothing")
    assert number.text() == "0"
    for typed in ("0.125", "0.0001", "1", "0"):
        number.setFocus()
        number.selectAll()
        write(typed)
        press(Key.Key_Return)
        assert window.store.document.settings.current.label_smoothing == float(typed)
        assert number.text() == typed


# -- the temperature ----------------------------------------------------------------------------------------


def test_the_temperature_is_that_of_the_model_in_focus(window: MainWindow):
    widget, number = slider(window, "control.temperature"), box(window, "control.temperature")
    assert number.accessibleName() == widget.accessibleName() == "Temperature"
    once(window, lambda: slide(widget, 0.5, 0.7, 0.75))
    chosen = temperature(window)
    assert chosen == pytest.approx(20**0.5, rel=0.05)
    assert number.value() == pytest.approx(chosen)
    assert window.store.undo_label == "Temperature of Model 1"
    window.focus.move(model=1)
    settle()
    assert number.value() == 1.0
    assert "Model 2" in widget.toolTip()
    once(window, lambda: slide(widget, 0.5, 0.2))
    assert temperature(window) == chosen
    assert temperature(window, 1) < 1


def test_a_typed_temperature_is_exact_and_reset_takes_it_back(window: MainWindow):
    number, reset = box(window, "control.temperature"), window.findChild(QToolButton, "control.temperature.reset")
    assert not reset.isEnabled()
    number.setFocus()
    number.selectAll()
    write("2.3456")
    once(window, lambda: press(Key.Key_Return))
    assert temperature(window) == 2.3456
    assert number.text() == "T = 2.3456"
    once(window, lambda: QTest.mouseClick(reset, LEFT))
    assert temperature(window) == 1.0
    assert not reset.isEnabled()


def test_the_slider_snaps_at_one_and_reaches_both_ends(window: MainWindow):
    widget = slider(window, "control.temperature")
    slide(widget, 0.9, 0.5 + 2.5 / (widget.width() - 12))
    assert temperature(window) == 1.0
    slide(widget, 0.6, 2.0)
    assert temperature(window) == 20.0
    slide(widget, 0.6, -1.0)
    assert temperature(window) == 0.05


def test_panels_tables_and_words_are_at_the_temperature_while_it_slides(window: MainWindow):
    window.store.open(io.load("mended"))
    window.docks["panel.distributions"].raise_()
    settle()
    typed = shown(table(window, "predictions"), "car")
    widget = slider(window, "control.temperature")
    slide(widget, 0.5, 0.3, 0.75, release=False)
    document = window.store.document
    q = [core.softmax(np.log(document.models[0].rows.row(k)), temperature=temperature(window)) for k in range(2)]
    found = [float(core.cross_entropy(document.truth.row(k), q[k])) for k in range(2)]
    assert values(table(window, "results"), "Cross-entropy") == pytest.approx(found, rel=1e-12)
    assert handle(window, 0).barycentric == pytest.approx(q[0])
    assert window.panels["distributions"].view.figure.rows[1] == pytest.approx(q[0])
    line = next(line for line in window.panels["comparison"].model.lines if line.name == "cross_entropy")
    assert line.means[0] == pytest.approx(np.mean(found))
    assert shown(table(window, "predictions"), "car") == typed, "the table holds what was typed"
    combo = window.findChild(QComboBox, "control.model")
    assert combo.currentText() == f"Model 1 · T = {temperature(window):.4g}"
    assert f"Computed at T = {temperature(window):.4g}" in window.deck.warning.text()
    told = f"Model 1 · T = {temperature(window):.4g}"
    assert told in window.panels["comparison"].words.text()
    assert window.panels["distributions"].view.figure.names == ("Truth", told, "Model 2")
    numbers = window.panels["decomposition"].numbers(window.results, window.focus.state)
    assert {row[1] for row in numbers.rows} >= {told, "Model 2"}
    gradients = window.panels["gradients"].figure(window.results, window.focus.state)
    assert told in gradients.title
    assert "divided by T" in gradients.notes
    mouse(widget, RELEASE, along(widget, 0.75), LEFT)
    slide(widget, 0.75, 0.5)
    assert combo.currentText() == "Model 1"
    assert "Computed" not in window.deck.warning.text()


@pytest.mark.parametrize("scale", ["probability", "logit"])
@pytest.mark.parametrize("where", ["triangle", "plane", "bars"])
def test_a_hand_moves_what_is_in_use_and_the_typed_row_follows(window: MainWindow, scale: str, where: str):
    window.store.open(io.load("mended"))
    settle()
    choose(window, "control.scale", scale)
    number = box(window, "control.temperature")
    number.setValue(2.0)
    settle()
    if where == "plane":
        window.focus.move(choices={"surface.domain": "logits"})
        settle()
        before = window.store.document.models[0].probability_row(0)
        chart = surface(window).chart
        chart.setFocus()
        chart.nudged.emit(0, np.array([0.25, 0.0]))
        settle()
        now = window.store.document.models[0].probability_row(0)
        odds = np.log(now / before)
        assert sorted(odds - np.median(odds)) == pytest.approx([0.0, 0.0, 0.25], abs=1e-12)
        target = now
    elif where == "triangle":
        drag(window, 0, [(0.5, 0.3, 0.2)])
        target = np.array([0.5, 0.3, 0.2])
    else:
        before = window.store.document.models[0].probability_row(0)
        window.docks["panel.distributions"].raise_()
        settle()
        view = window.panels["distributions"].view
        handles = view.figure.handles(view.area, view.figure_style)
        grip = next(each for each in handles if each.grip.table == 0 and each.grip.index == 0)
        view.nudged.emit(grip, 0.05)
        settle()
        target = before * (1 - before[0] - 0.05) / (1 - before[0])
        target[0] = before[0] + 0.05
    model = window.store.document.models[0]
    tolerance = 6e-3 if where == "triangle" else 1e-9  # a pixel, or exact
    assert model.probability_row(0) == pytest.approx(target, abs=tolerance)
    kept = model.rows.row(0)
    squared = model.probability_row(0) ** 2
    if scale == "probability":
        assert kept == pytest.approx(squared / squared.sum(), rel=1e-12)
    else:
        assert core.softmax(kept) == pytest.approx(squared / squared.sum(), rel=1e-12)
    if where != "plane":
        assert handle(window, 0).barycentric == pytest.approx(model.probability_row(0))


def test_arrow_keys_move_the_handle_by_a_hundredth_at_any_temperature(window: MainWindow):
    window.store.open(io.load("mended"))
    settle()
    box(window, "control.temperature").setValue(3.0)
    settle()
    before = window.store.document.models[0].probability_row(0)
    panel = surface(window)
    panel.view.setFocus()
    once(window, lambda: QTest.keyClick(panel.view, Key.Key_Up))
    after = window.store.document.models[0].probability_row(0)
    assert np.abs(after - before).max() == pytest.approx(0.01, rel=1e-6)
    assert after.sum() == pytest.approx(1.0, abs=1e-12)


def test_a_table_file_says_that_rows_are_at_their_temperatures(window: MainWindow, tmp_path):
    box(window, "control.temperature").setValue(2.0)
    settle()
    model = window.store.document.models[0]
    assert window.desk.save_as(tmp_path / "a.csv")
    assert "temperatures" in status(window)
    back = io.load(str(tmp_path / "a.csv")).models[0]
    assert back.rows.row(0).tolist() == model.row_in_use(0).tolist()
    assert window.desk.save_as(tmp_path / "a.npz")
    assert "temperatures" not in status(window)
    assert io.load(str(tmp_path / "a.npz")).models[0].temperature == 2.0
    assert window.store.document.rows(TRUTH) is window.store.document.truth


# -- room ---------------------------------------------------------------------------------------------------


def leaf_of(window: MainWindow) -> tuple[QToolButton, QWidget]:
    button = window.findChild(QToolButton, "control.sliders")
    assert button is not None
    return button, window.controls.leaf.leaf


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_sliders_without_room_stand_in_a_leaf_and_work_there(open_window: Opener, language: str):
    app.application([], language=language)
    try:
        window = open_window("example", size=SMALLEST_SIZE)
        bar = window.findChild(QToolBar, "toolbar")
        for name in losses.names():
            choose(window, "control.loss", name)
            specs = [spec for spec in window.store.document.settings.current.parameters if spec.kind == "number"]
            names = [*(f"control.parameter.{spec.name}" for spec in specs), "control.temperature"]
            button, leaf = leaf_of(window)
            extension = bar.findChild(QToolButton, "qt_toolbar_ext_button")
            assert extension is None or not extension.isVisible(), name
            if button.isVisible():
                QTest.mouseClick(button, LEFT)
                settle()
                assert leaf.isVisible()
            for each in names:
                widget = slider(window, each)
                assert widget.isVisible(), (name, each)
                assert widget.parentWidget().rect().contains(widget.geometry())
                assert (widget.window() is leaf) == button.isVisible()
                assert box(window, each).isVisible()
            once(window, lambda widget=widget: slide(widget, 0.5, 0.8))
            assert temperature(window) > 1
            window.store.undo()
            leaf.hide()
            settle()
        assert button.isVisible() or len(names) == 1
    finally:
        app.application([], language="en")


def test_sliders_come_back_into_the_bar(open_window: Opener):
    window = open_window("example", size=SMALLEST_SIZE)
    button, leaf = leaf_of(window)
    assert button.isVisible()
    widget = slider(window, "control.temperature")
    assert widget.window() is leaf
    QTest.mouseClick(button, LEFT)
    settle()
    assert QApplication.focusWidget() is slider(window, "control.parameter.label_smoothing"), "keys reach them"
    leaf.hide()
    choose(window, "control.loss", "kl_divergence")
    assert not button.isVisible()
    assert widget.window() is window
    choose(window, "control.loss", "cross_entropy")
    window.resize(1440, 900)
    settle()
    assert widget.window() is window
    assert not button.isVisible()


def test_controls_fit_whichever_loss_document_and_undo(window: MainWindow):
    """A loss that goes takes its sliders with it, from the bar and from the leaf."""
    window.resize(SMALLEST_SIZE)
    settle()
    for name in ("focal", "mse", "cross_entropy", "hinge", "kl_divergence"):
        choose(window, "control.loss", name)
        numbers = {s.name for s in window.store.document.settings.current.parameters if s.kind == "number"}
        QTest.qWait(1)
        found = {w.objectName() for w in window.findChildren(Slider)}
        assert found == {f"control.parameter.{each}.slider" for each in numbers} | {"control.temperature.slider"}
    click_action(window, "undo")
    assert window.findChild(QLineEdit) is not None
