"""Which losses stand in the tables: chosen in a menu, undone like any edit."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core import losses
from gui.main_window import MainWindow
from tests.gui.hands import click_action, header, once, settle, table

NAMES = losses.names()
FIRST = ("classification_error", "mse", "cross_entropy", "kl_divergence")


def check(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, f"action.show_loss.{name}")
    assert found is not None, name
    return found


def lines(window: MainWindow) -> list[str]:
    return [line.name for line in window.panels["comparison"].model.lines]


def test_the_menu_has_every_loss_in_order_and_checks_those_in_the_tables(window: MainWindow):
    menu = window.menus["losses"]
    assert isinstance(menu, QMenu)
    checkable = [action for action in menu.actions() if action.isCheckable()]
    assert [action.objectName() for action in checkable] == [f"action.show_loss.{name}" for name in NAMES]
    assert tuple(name for name in NAMES if check(window, name).isChecked()) == FIRST
    assert [action.text() for action in checkable] == [loss.title for loss in window.store.document.settings.losses]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in FIRST])
def test_a_loss_comes_into_both_tables_and_goes(window: MainWindow, name: str):
    title = losses.create(name).title
    once(window, lambda: click_action(window, f"show_loss.{name}"))
    assert lines(window) == [each for each in NAMES if each in (*FIRST, name)], "in menu order"
    assert any(text.startswith(title) for text in header(table(window, "results")))
    assert check(window, name).isChecked()
    once(window, lambda: click_action(window, f"show_loss.{name}"))
    assert lines(window) == list(FIRST)
    assert not check(window, name).isChecked()


def test_the_last_loss_stays(window: MainWindow):
    for name in FIRST[1:]:
        click_action(window, f"show_loss.{name}")
    last = check(window, FIRST[0])
    assert not last.isEnabled()
    assert last.toolTip() == "One loss stays in the tables."
    before = window.store.document
    last.trigger()
    settle()
    assert window.store.document is before
    assert lines(window) == [FIRST[0]]
    click_action(window, "show_loss.mse")
    assert last.isEnabled()
    assert last.toolTip() == last.text()


def test_all_at_once_and_back(window: MainWindow):
    once(window, lambda: click_action(window, "show_all_losses"))
    assert tuple(lines(window)) == NAMES
    assert len(header(table(window, "results"))) == len(NAMES) + 2
    assert not window.losses_menu.all.isEnabled()
    assert "Show all losses" in window.actions_.all["undo"].text()
    window.store.undo()
    settle()
    assert lines(window) == list(FIRST)
    assert [name for name in NAMES if check(window, name).isChecked()] == list(FIRST)


def test_with_all_losses_the_means_stay_below_their_columns(window: MainWindow):
    click_action(window, "show_all_losses")
    settle()
    results, means = table(window, "results"), table(window, "means")
    columns = range(results.model().columnCount())
    assert [means.columnWidth(k) for k in columns] == [results.columnWidth(k) for k in columns]
    bar = results.horizontalScrollBar()
    assert bar.maximum() > 0, "there are more than fit"
    bar.setValue(bar.maximum())
    settle()
    assert means.horizontalScrollBar().value() == bar.value()
