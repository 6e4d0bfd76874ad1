"""What a person may choose about a view: kept in view state, shown by controls, folded where there is no room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.choices import Amount, AnyChoice, Choice, Switch, ToolRow, make_control, set_options, show_chosen
from tests.gui.hands import settle

VIEW = Choice("view", "View", (("bars", "Bars"), ("area", "Area")))
RATE = Amount("rate", "Learning rate", 0.01, 2.0, 0.5, step=0.1, decimals=2)
FIELD = Switch("field", "Arrows", meaning="Where descent goes")


@pytest.mark.parametrize(
    ("choice", "stored", "read"),
    [
        (VIEW, None, "bars"),
        (VIEW, "area", "area"),
        (VIEW, "gone", "bars"),
        (Choice("model", "Model", (("0", "Model 1"),), open=True), "3", "3"),
        (Choice("model", "Model", (), open=True), None, ""),
        (RATE, None, "0.50"),
        (RATE, "1.25", "1.25"),
        (RATE, "9", "2.00"),
        (RATE, "nan", "0.50"),
        (RATE, "much", "0.50"),
        (FIELD, None, "off"),
        (FIELD, "on", "on"),
        (FIELD, "perhaps", "off"),
    ],
)
def test_what_is_stored_is_read_as_something_that_can_be_chosen(choice: AnyChoice, stored: str | None, read: str):
    assert choice.read(stored) == read


def test_controls_tell_what_a_person_takes_and_keep_still_when_they_only_show_it(qtbot: QtBot):
    told: list[tuple[str, str]] = []
    controls = [make_control("panel", choice, lambda *what: told.append(what)) for choice in (VIEW, RATE, FIELD)]
    for control, key in zip(controls, ("area", "1.50", "on"), strict=True):
        qtbot.addWidget(control)
        show_chosen(control, key)
    box, spin, tick = controls
    assert isinstance(box, QComboBox)
    assert isinstance(spin, QDoubleSpinBox)
    assert isinstance(tick, QCheckBox)
    assert (box.currentData(), spin.value(), tick.isChecked()) == ("area", 1.5, True)
    assert told == []
    QTest.keyClick(box, Qt.Key.Key_Up)
    QTest.keyClick(spin, Qt.Key.Key_Up)
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert told == [("view", "bars"), ("rate", "1.60"), ("field", "off")]
    assert box.objectName() == "control.panel.view"
    assert box.accessibleName() == "View"


def test_other_options_keep_what_is_chosen_where_it_is_still_there(qtbot: QtBot):
    box = QComboBox()
    qtbot.addWidget(box)
    set_options(box, [("0", "Model 1"), ("1", "Model 2")])
    show_chosen(box, "1")
    set_options(box, [("1", "Model 2"), ("2", "Model 3")])
    assert box.currentData() == "1"
    set_options(box, [("2", "Model 3")])
    assert box.currentData() == "2"


def test_a_narrow_row_folds_its_last_controls_into_a_leaf_and_a_wide_one_takes_them_back(qtbot: QtBot):
    controls = [make_control("panel", choice, lambda *_: None) for choice in (VIEW, RATE, FIELD)]
    room = QWidget()
    qtbot.addWidget(room)
    row = ToolRow([("View", controls[0]), ("Learning rate", controls[1]), ("Arrows", controls[2])], room)
    room.resize(600, 60)
    room.show()
    row.resize(row.sizeHint().width(), 30)
    settle()
    assert all(control.parentWidget() is row for control in controls)
    assert not row.more.isVisible()
    row.resize(controls[0].sizeHint().width() + 80, 30)
    settle()
    assert [control.parentWidget() is row for control in controls] == [True, False, False]
    QTest.mouseClick(row.more, Qt.MouseButton.LeftButton)
    settle()
    assert row.leaf.isVisible()
    assert all(control.isVisible() for control in controls)
    assert [label.text() for label in row.leaf.findChildren(QLabel) if label.text()] == ["Learning rate"]
    row.leaf.close()
    row.resize(600, 30)
    settle()
    assert all(control.parentWidget() is row and control.isVisible() for control in controls)
    assert not row.more.isVisible()
    QApplication.processEvents()
