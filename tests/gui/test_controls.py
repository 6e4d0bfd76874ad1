"""The tool bar's choices: loss, its parameters, unit and row sums, whatever losses there are."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QToolBar, QToolButton, QWidget

from core import losses
from core.losses import Parameter
from core.losses.base import parameters_of
from gui import app
from gui.main_window import SMALLEST_SIZE, MainWindow
from tests.gui.hands import Key, Opener, choose, click_action, header, once, press, settle, status, table, write

PARAMETERS = [
    pytest.param(name, spec, id=f"{name}-{spec.name}")
    for name, kind in losses.kinds().items()
    for spec in parameters_of(kind)
]
WEIGHTS = [each for each in PARAMETERS if each.values[1].kind == "weights"]
NUMBERS = [each for each in PARAMETERS if each.values[1].kind == "number"]


def control(window: MainWindow, spec: Parameter) -> QWidget:
    found = window.findChild(QWidget, f"control.parameter.{spec.name}")
    assert found is not None, spec.name
    return found


def value(window: MainWindow, spec: Parameter) -> object:
    return getattr(window.store.document.settings.current, spec.name)


def replace_text(line: QLineEdit, words: str) -> None:
    """Type a text over what a line holds, and Enter."""
    line.setFocus()
    line.selectAll()
    press(Key.Key_Backspace)
    write(words)
    press(Key.Key_Return)


def line_of(window: MainWindow, spec: Parameter) -> QLineEdit:
    """Return where a parameter is typed, by then: undo and redo make the controls anew."""
    settle()
    widget = control(window, spec)
    line = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line


def text_of(widget: QWidget) -> str:
    line = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line.text()


def test_there_are_parameters_to_try():
    assert {each.values[1].kind for each in PARAMETERS} >= {"choice", "number", "weights"}


@pytest.mark.parametrize("name", losses.names())
def test_every_loss_can_be_chosen(window: MainWindow, name: str):
    if window.store.document.settings.loss == name:
        choose(window, "control.loss", next(other for other in losses.names() if other != name))
    once(window, lambda: choose(window, "control.loss", name))
    assert window.store.document.settings.loss == name
    loss = window.store.document.settings.current
    expected = {f"control.parameter.{spec.name}" for spec in loss.parameters}
    found = {w.objectName() for w in window.controls._parameter_widgets.values()}
    assert found == expected, "its parameters, and no other's"
    for spec in loss.parameters:
        assert control(window, spec).isVisible() == (not spec.beside)
        assert control(window, spec).accessibleName()
        assert control(window, spec).toolTip()
    combo = window.findChild(QComboBox, "control.loss")
    window.store.undo()
    assert combo.currentData() != name, "the control follows undo"
    window.store.redo()
    assert combo.currentData() == name


@pytest.mark.parametrize(("name", "spec"), PARAMETERS)
def test_every_parameter_can_be_changed(window: MainWindow, name: str, spec: Parameter):
    choose(window, "control.loss", name)
    assert value(window, spec) == spec.default
    widget = control(window, spec)
    if isinstance(widget, QComboBox):
        other = next(choice for choice in spec.choices if choice != spec.default)
        once(window, lambda: choose(window, f"control.parameter.{spec.name}", other))
        expected: object = other
    elif isinstance(widget, QDoubleSpinBox):
        expected = round((spec.minimum + 2 * spec.maximum) / 3, 2)
        once(window, lambda: replace_text(line_of(window, spec), f"{expected:g}"))
    else:
        assert isinstance(widget, QLineEdit)
        expected = (0.5, 2.0, 1.0)
        once(window, lambda: replace_text(line_of(window, spec), "0.5 2 1"))
    widget = control(window, spec)
    assert value(window, spec) == expected
    assert spec.title.split()[0] in window.actions_.all["undo"].text()
    press(Key.Key_Escape)
    window.store.undo()
    assert value(window, spec) == spec.default
    settle()
    if isinstance(widget, QComboBox):
        assert widget.currentData() == spec.default
    elif isinstance(widget, QDoubleSpinBox):
        assert widget.value() == spec.default
    else:
        assert text_of(widget) == ""


@pytest.mark.parametrize(("name", "spec"), PARAMETERS)
def test_a_changed_parameter_reaches_the_results(window: MainWindow, name: str, spec: Parameter):
    choose(window, "control.loss", name)
    changed = {"choice": spec.choices[-1:] and spec.choices[-1], "number": spec.maximum, "weights": (3.0, 3.0, 3.0)}
    loss = dataclasses.replace(losses.create(name), **{spec.name: changed[spec.kind]})
    window.controls._set(spec, changed[spec.kind])
    settle()
    document = window.store.document
    truth, q = document.truth.row(0), document.models[0].rows.row(0)
    assert window.results.models[0].per_sample(loss)[0] == pytest.approx(float(loss.value(truth, q)), rel=1e-12)


@pytest.mark.parametrize(("name", "spec"), NUMBERS)
def test_a_number_out_of_range_cannot_be_typed(window: MainWindow, name: str, spec: Parameter):
    choose(window, "control.loss", name)
    widget = control(window, spec)
    assert isinstance(widget, QDoubleSpinBox)
    assert (widget.minimum(), widget.maximum()) == (spec.minimum, spec.maximum)
    for words in (f"{spec.maximum + 1:g}", "-1", "abc", ""):
        replace_text(widget.findChild(QLineEdit), words)
        now = value(window, spec)
        assert spec.minimum <= now <= spec.maximum
        assert widget.value() == now, "the control says what holds"


@pytest.mark.parametrize(("name", "spec"), NUMBERS)
def test_typing_a_number_is_one_step_however_many_letters(window: MainWindow, name: str, spec: Parameter):
    choose(window, "control.loss", name)
    middle = (spec.minimum + spec.maximum) / 2
    once(window, lambda: replace_text(line_of(window, spec), f"{middle:.3f}"))


@pytest.mark.parametrize(("name", "spec"), WEIGHTS)
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1 2", "2 class weights were given for 3 classes; give one a class."),
        ("1 2 3 4", "4 class weights were given for 3 classes"),
        ("1 2 x", "{title} = x cannot be read; it must be a number"),
        ("1 2 -1", "{title} = -1 is out of range; it lies from 0 to 1000000."),
        ("1 2 nan", "out of range"),
    ],
)
def test_wrong_weights_are_refused_and_the_field_goes_back(
    window: MainWindow, name: str, spec: Parameter, typed: str, words: str
):
    choose(window, "control.loss", name)
    line = control(window, spec)
    assert isinstance(line, QLineEdit)
    replace_text(line, "1 2 1")
    before = window.store.document
    assert value(window, spec) == (1, 2, 1)
    replace_text(line, typed)
    assert window.store.document is before
    assert words.format(title=spec.title) in status(window)
    assert line.text() == "1 2 1"
    replace_text(line, "")
    assert value(window, spec) is None, "emptied, all count the same"


@pytest.mark.parametrize(("name", "spec"), WEIGHTS)
def test_weights_go_with_their_classes(window: MainWindow, name: str, spec: Parameter):
    """Three weights do not fit ten classes, so another document starts without them."""
    choose(window, "control.loss", name)
    replace_text(control(window, spec), "1 2 1")
    window.store.mark_saved()
    click_action(window, "example.mended")
    assert value(window, spec) == (1, 2, 1), "as many classes as before"
    window.store.mark_saved()
    click_action(window, "example.digits")
    choose(window, "control.loss", name)
    assert value(window, spec) is None
    assert window.results.document is window.store.document


@pytest.mark.parametrize("unit", ["nat", "bit", "dit"])
def test_the_unit_stands_beside_every_number_that_has_one(window: MainWindow, unit: str):
    choose(window, "control.unit", "nat" if unit != "nat" else "bit")
    once(window, lambda: choose(window, "control.unit", unit))
    settings = window.store.document.settings
    titles = header(table(window, "results"))
    for loss in settings.table_losses:
        assert (f"{loss.title} {unit}" if loss.in_units else loss.title) in titles
    assert window.panels["surface"]._figure.ground.unit == unit
    assert window.panels["decomposition"].view.figure.unit == unit
    assert window.findChild(QComboBox, "control.unit").currentData() == unit


@pytest.mark.parametrize("policy", ["as-typed", "strict", "normalize"])
def test_row_sums_are_a_choice_that_undo_takes_back(window: MainWindow, policy: str):
    choose(window, "control.row_sums", "strict" if policy != "strict" else "as-typed")
    once(window, lambda: choose(window, "control.row_sums", policy))
    assert window.store.document.settings.row_sums == policy
    combo = window.findChild(QComboBox, "control.row_sums")
    press(Key.Key_Escape)
    window.store.undo()
    assert combo.currentData() != policy


def test_choosing_what_is_chosen_is_no_step(window: MainWindow):
    combo = window.findChild(QComboBox, "control.unit")
    before = window.store.document
    combo.setCurrentIndex(combo.currentIndex())
    combo.activated.emit(combo.currentIndex())
    settle()
    assert window.store.document is before


def test_combos_work_by_keyboard(window: MainWindow):
    combo = window.findChild(QComboBox, "control.unit")
    combo.setFocus()
    QTest.keyClick(combo, Key.Key_Down)
    settle()
    assert window.store.document.settings.unit == "bit"


def test_one_alpha_stands_for_all_classes(window: MainWindow):
    choose(window, "control.loss", "focal")
    spec = next(spec for spec in window.store.document.settings.current.parameters if spec.one_for_all)
    replace_text(line_of(window, spec), "0.25")
    assert value(window, spec) == (0.25,)
    assert text_of(control(window, spec)) == "0.25"


def test_what_the_mean_is_over_is_asked_only_beside_class_weights(window: MainWindow):
    choose(window, "control.loss", "cross_entropy")
    weights, mean_over = window.store.document.settings.current.parameters[1:]
    assert not control(window, mean_over).isVisible()
    replace_text(line_of(window, weights), "1 2 1")
    settle()
    assert control(window, mean_over).isVisible()
    replace_text(line_of(window, weights), "")
    settle()
    assert not control(window, mean_over).isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_has_room_at_the_smallest_size(open_window: Opener, language: str):
    """Labels may go, which tool tips stand for; a control that means something may not."""
    app.application([], language=language)
    try:
        window = open_window("example", size=SMALLEST_SIZE)
        bar = window.findChild(QToolBar, "toolbar")
        weighted = {"class_weights": (1, 2, 1), "alpha": (1, 2, 1)}
        for name in losses.names():
            choose(window, "control.loss", name)
            for spec in window.store.document.settings.current.parameters:
                if spec.name in weighted:
                    window.controls._set(spec, spec.check(weighted[spec.name]))
            settle()
            extension = bar.findChild(QToolButton, "qt_toolbar_ext_button")
            assert extension is None or not extension.isVisible(), name
            specs = window.store.document.settings.current.parameters
            for widget in (window.controls.loss, window.controls.unit, *(control(window, spec) for spec in specs)):
                assert widget.isVisible(), (name, widget.objectName())
                assert bar.rect().contains(widget.geometry()), (name, widget.objectName())
    finally:
        app.application([], language="en")


def test_labels_that_had_no_room_come_back(open_window: Opener):
    window = open_window("example", size=SMALLEST_SIZE)

    bar = window.findChild(QToolBar, "toolbar")

    def labels() -> set[str]:
        return {label.text() for label in bar.findChildren(QLabel) if label.isVisible()}

    every = {"smoothing ε", "weights", "mean over", "Row sums"}
    weights = window.store.document.settings.current.parameters[1]
    replace_text(line_of(window, weights), "1 2 1")
    settle()
    assert labels() < every, "there are more parameters than there is room for labels"
    assert control(window, weights).toolTip().startswith("weights: ")
    assert window.controls.row_sums.toolTip()
    choose(window, "control.loss", "kl_divergence")
    assert labels() == {"Row sums"}
    choose(window, "control.loss", "cross_entropy")
    window.resize(1440, 900)
    settle()
    assert labels() == every - {"Row sums"}, "sliders stand in the bar for one label, whose tool tip stands for it"
    window.resize(1600, 900)
    settle()
    assert labels() == every
    window.resize(SMALLEST_SIZE)
    settle()
    assert labels() < every


def test_the_list_of_losses_cuts_no_name(window: MainWindow):
    combo = window.controls.loss
    combo.showPopup()
    settle()
    room = combo.view().viewport().width()
    need = max(combo.fontMetrics().horizontalAdvance(combo.itemText(k)) for k in range(combo.count()))
    combo.hidePopup()
    assert room >= need


def test_a_step_of_a_number_is_one_that_a_person_would_take(window: MainWindow):
    for name, spec in (each.values for each in NUMBERS):
        choose(window, "control.loss", name)
        widget = control(window, spec)
        assert isinstance(widget, QDoubleSpinBox)
        assert 0.005 <= widget.singleStep() / (spec.maximum - spec.minimum) <= 0.051, (name, spec.name)
