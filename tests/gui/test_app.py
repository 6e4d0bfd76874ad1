"""The window's names that other programs hold on to, and what every person can reach and hear."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, qVersion
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTableView,
    QToolBar,
    QWidget,
)

import core
from core.errors import LossAtlasError
from core.results import Results
from gui import app, panels
from gui.dialogs.about_dialog import AboutDialog
from gui.main_window import MainWindow
from gui.plotting.view import FigureView
from tests.gui.hands import click_action, settle, status, table

MEANT_FOR_PEOPLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, FigureView, QAbstractButton)


def test_build_shows_the_example_without_an_event_loop(qapp: QApplication, window: MainWindow):
    assert QApplication.instance() is qapp
    assert window.store.document.classes == ("car", "calf", "rocket")
    assert isinstance(window.results, Results)
    assert window.results.document is window.store.document
    assert window.isVisible()


@pytest.mark.parametrize("name", ["truth", "predictions", "results"])
def test_tables_keep_their_names(window: MainWindow, name: str):
    found = window.findChildren(QTableView, f"table.{name}")
    assert len(found) == 1
    assert found[0].accessibleName()


@pytest.mark.parametrize("name", list(panels.kinds()))
def test_docks_keep_their_names(window: MainWindow, name: str):
    found = window.findChildren(QDockWidget, f"panel.{name}")
    assert len(found) == 1
    assert found[0].isVisible()
    assert found[0].windowTitle() == panels.kind_of(name).title() == found[0].accessibleName()


def test_the_panels_of_the_first_screen_are_there():
    assert set(panels.kinds()) >= {"surface", "decomposition", "comparison"}


@pytest.mark.parametrize("verb", ["undo", "redo", "open", "save", "export", "normalize"])
def test_actions_keep_their_names(window: MainWindow, verb: str):
    action = window.findChild(QAction, f"action.{verb}")
    assert action is not None
    assert not action.shortcut().isEmpty()
    assert any(action in menu.actions() for menu in window.menus.values()), "it is in a menu"


@pytest.mark.parametrize("name", ["unit", "loss", "model", "row_sums", "scale"])
def test_controls_keep_their_names(window: MainWindow, name: str):
    found = window.findChildren(QComboBox, f"control.{name}")
    assert len(found) == 1
    assert found[0].accessibleName()
    assert found[0].isVisible()


def test_all_that_hands_reach_has_a_name(window: MainWindow):
    nameless = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, MEANT_FOR_PEOPLE) or not widget.isVisible():
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not isinstance(widget, QAbstractButton):
            continue
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        owner = widget.parentWidget()
        if isinstance(owner, QAbstractSpinBox | QComboBox) and owner.accessibleName():
            continue
        if isinstance(owner, QDockWidget) or widget.objectName().startswith("qt_"):
            continue  # Qt's own, which speak for themselves
        if isinstance(owner, QTableView) and not widget.objectName():
            continue  # headers and corners, read with their table
        if not (words or widget.accessibleName()):
            nameless.append((type(widget).__name__, widget.objectName()))
    assert nameless == []


def test_every_action_of_a_menu_has_a_name_and_words(window: MainWindow):
    for menu in window.menus.values():
        assert menu.actions(), menu.title()
        for action in menu.actions():
            if not action.isSeparator():
                assert action.text()
    shortcuts = [
        action.shortcut().toString() for action in window.findChildren(QAction) if action.shortcut().toString()
    ]
    assert len(shortcuts) == len(set(shortcuts)), "no key does two things"


def test_letters_of_menus_are_not_taken_twice(window: MainWindow):
    for menu in (window.menuBar(), *window.menus.values()):
        letters = [
            text[text.index("&") + 1].lower() for text in (action.text() for action in menu.actions()) if "&" in text
        ]
        assert len(letters) == len(set(letters)), [action.text() for action in menu.actions()]


def test_the_tool_bar_has_what_is_used_most(window: MainWindow):
    bar = window.findChild(QToolBar, "toolbar")
    for verb in ("open", "save", "undo", "redo", "normalize", "export"):
        button = bar.widgetForAction(window.actions_.all[verb])
        assert button.isVisible(), verb
        assert button.toolTip(), verb
        assert not window.actions_.all[verb].icon().isNull(), verb


@pytest.mark.parametrize("name", list(panels.kinds()))
def test_each_panel_has_a_menu_that_works(window: MainWindow, name: str, qapp: QApplication):
    panel = window.panels[name]
    at = QPoint(10, 10)
    QApplication.sendEvent(panel, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, panel.mapToGlobal(at)))
    settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    own = [title for title, _ in panel.menu()]
    assert words == ["Copy as picture", "Copy numbers", *own, "Export…", "Export animation…"]
    qapp.clipboard().clear()
    menu.actions()[1].trigger()
    menu.close()
    settle()
    numbers = panel.numbers(window.results, window.focus.state)
    assert qapp.clipboard().text().splitlines()[0] == "\t".join(numbers.header)
    assert panel.title() in status(window)


def test_about_says_the_versions_and_copies_them(window: MainWindow, qapp: QApplication):
    click_action(window, "about")
    dialog = window.findChild(AboutDialog)
    assert dialog is not None
    words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"Loss Atlas {core.__version__}" in words
    assert "MIT" in words
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = dict(line.rsplit(" ", 1) for line in qapp.clipboard().text().splitlines()[:-1])
    assert copied["Loss Atlas"] == core.__version__
    assert copied["Qt"] == qVersion()
    assert copied["numpy"] == np.__version__
    assert all(version in words for version in copied.values())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_defect_is_told_and_the_program_goes_on(
    window: MainWindow, told: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
):
    before = window.store.document
    try:
        raise RuntimeError("a defect")
    except RuntimeError as error:
        app._report_defect(type(error), error, error.__traceback__)
    assert "RuntimeError: a defect" in told[0][1]
    assert "Traceback" in capsys.readouterr().err
    assert window.store.document is before


def test_a_missing_display_is_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(app.sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(LossAtlasError, match="no display"):
        app.check_display()
    monkeypatch.setenv("DISPLAY", "elsewhere:0")
    app.check_display()
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    app.check_display()


def test_the_message_box_of_these_tests_is_no_real_one():
    """A guard on the guard: were it real, a question would block the tests for ever."""
    with pytest.raises(AssertionError, match="nobody is there"):
        QMessageBox.question(None, "title", "words")


def test_a_table_can_be_read_by_its_cells_alone(window: MainWindow):
    """What a screen reader or a script gets: names of rows and columns, and numbers as text."""
    model = table(window, "results").model()
    column = [str(model.headerData(k, Qt.Orientation.Horizontal)) for k in range(model.columnCount())]
    assert column[0] == "says"
    assert "Cross-entropy nat" in column
    assert model.index(0, 0).data() == "rocket ✓"
