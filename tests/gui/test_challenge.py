"""The challenge played by hand: handles dragged, buttons and keys pressed; the person's own document kept."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox, QTableView

from core import challenge
from core.challenge import Guess, Reach
from core.document import TRUTH
from gui import preferences, session_view
from gui.main_window import MainWindow
from gui.panels.guide import GuidePanel
from gui.panels.guide.challenge import Prose
from tests.gui.conftest import Opener
from tests.gui.hands import LEFT, click_action, drag, enter, press, row, settle, status, table

SEED = 42


def guide(window: MainWindow) -> GuidePanel:
    panel = window.panels["guide"]
    assert isinstance(panel, GuidePanel)
    return panel


def button(window: MainWindow, name: str) -> QPushButton:
    found = guide(window).findChild(QPushButton, f"guide.{name}")
    assert found is not None, name
    return found


def click(window: MainWindow, name: str) -> None:
    found = button(window, name)
    assert found.isVisible(), name
    assert found.isEnabled(), name
    QTest.mouseClick(found, LEFT)
    settle()


def words(window: MainWindow, name: str) -> str:
    found = guide(window).findChild(Prose, f"guide.challenge.{name}")
    assert found is not None
    return found.text() if found.isVisible() else ""


def count(window: MainWindow) -> str:
    found = guide(window).findChild(QLabel, "guide.challenge.count")
    assert found is not None
    return found.text()


def begin(window: MainWindow, seed: int = SEED) -> None:
    """Open the challenge from the list of lessons, and type a seed."""
    window.docks["panel.guide"].raise_()
    settle()
    click(window, "play")
    box = guide(window).findChild(QSpinBox, "guide.challenge.seed")
    assert box is not None
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(seed))
    click(window, "challenge.start")
    assert window.focus.state.choices["guide.lesson"] == f"challenge:{seed}"


def carry(window: MainWindow, task: Reach) -> None:
    """Drag the handle that is to be moved to where the task is solved."""
    drag(window, task.table, [task.row.tolist()])


def answer(window: MainWindow, task: challenge.Task) -> None:
    """Answer a task rightly, as a person does."""
    if isinstance(task, Reach):
        carry(window, task)
        click(window, "challenge.hand")
    else:
        click(window, f"challenge.{task.answer}")


def points(window: MainWindow) -> list[int]:
    return [int(each) for each in window.focus.state.choices.get("guide.points", "").split()]


def test_a_challenge_is_played_through_by_the_real_widgets(window: MainWindow):
    enter(table(window, "predictions"), 0, 0, "0.25")
    window.docks["panel.guide"].raise_()
    settle()
    own, places = window.store.document, window.saveState()
    begin(window)
    for number, task in enumerate(challenge.tasks(SEED)):
        assert count(window).startswith(f"{number + 1} of 10")
        assert words(window, "text") == task.asked.en
        assert words(window, "verdict") == words(window, "why") == ""
        answer(window, task)
        assert points(window)[number] >= 60, "a handle can be put that near"
        assert words(window, "why") == task.explained.en
        assert "points" in words(window, "verdict")
        click(window, "challenge.next")
    assert window.store.document is own
    assert window.saveState() == places
    assert not window.tutor.is_teaching
    total = sum(points(window))
    assert preferences.number("challenge/best") == total
    assert preferences.number("challenge/streak") == 10
    assert f"have {total} points" in words(window, "last")
    assert f"Best score: {total}. Longest run: 10." in words(window, "last")
    click(window, "challenge.lessons")
    assert button(window, "play").isVisible()


def test_a_value_that_is_not_there_cannot_be_handed_in_and_moves_cost(window: MainWindow):
    begin(window)
    task = challenge.tasks(SEED)[0]
    assert isinstance(task, Reach)
    assert not button(window, "challenge.hand").isEnabled()
    window.focus.move(choices={"guide.answer": "handed"})
    settle()
    assert points(window) == []
    for _ in range(2):
        drag(window, 0, [(1 / 3, 1 / 3, 1 / 3)])
        drag(window, 0, [task.row.tolist()])
    value = window.results.models[0].mean(task.goals[0].loss)
    assert f"{value:.4f} nat" in words(window, "now")
    click(window, "challenge.hand")
    off = abs(value - task.goals[0].target) / task.within
    assert points(window) == [100 - round(40 * off) - 15]
    assert window.focus.state.choices["surface.level"] == "on"
    window.focus.move(choices={"guide.answer": "shown"})
    settle()
    assert len(points(window)) == 1, "what was answered is over"


def test_undo_takes_a_move_back(window: MainWindow):
    begin(window)
    task = challenge.tasks(SEED)[0]
    assert isinstance(task, Reach)
    drag(window, 0, [(1 / 3, 1 / 3, 1 / 3)])
    click_action(window, "undo")
    carry(window, task)
    click(window, "challenge.hand")
    assert points(window)[0] == task.points(window.store.document, 1)


def test_moving_the_other_row_does_not_count(window: MainWindow):
    begin(window)
    drag(window, TRUTH, [(0.5, 0.3, 0.2)])
    assert "does not count" in words(window, "now")
    assert not button(window, "challenge.hand").isEnabled()
    click_action(window, "undo")
    assert "does not count" not in words(window, "now")


def test_a_solution_can_be_seen_for_no_points(window: MainWindow):
    begin(window)
    task = challenge.tasks(SEED)[0]
    assert isinstance(task, Reach)
    click(window, "challenge.show")
    assert points(window) == [0]
    assert row(window.store.document, 0, 0) == task.row.tolist()
    assert words(window, "verdict") == "No points this time."
    assert preferences.number("challenge/streak") == 0


def guessing(window: MainWindow) -> Guess:
    """Go on to the first guess."""
    begin(window)
    click(window, "challenge.show")
    click(window, "challenge.next")
    task = challenge.tasks(SEED)[1]
    assert isinstance(task, Guess)
    return task


def texts(window: MainWindow) -> Iterator[str]:
    """Yield what all tables and figures of the window have to say; surfaces, which are of every q, apart."""
    for view in window.findChildren(QTableView):
        model = view.model()
        for r in range(model.rowCount()):
            for c in range(model.columnCount()):
                yield str(model.index(r, c).data())
    for panel in (each for each in window.panels.values() if not each.name.startswith("surface")):
        yield from (str(cell) for line in panel.numbers(window.results, window.focus.state).rows for cell in line)
    yield status(window)


def test_nothing_in_the_window_gives_a_guess_away(window: MainWindow):
    task = guessing(window)
    secret = [f"{value:.4f}" for value in task.means(task.loss)]
    before = "\n".join(texts(window))
    assert not any(value in before for value in secret)
    assert [model.name for model in window.store.document.models] == ["Covered"]
    assert "the models are not in the window" in words(window, "text")
    click(window, f"challenge.{task.answer}")
    after = "\n".join(texts(window))
    assert all(value in after for value in secret)
    assert [model.name for model in window.store.document.models] == ["Model 1", "Model 2"]


@pytest.mark.parametrize("is_right", [True, False])
def test_a_guess_by_keys_and_on_by_enter(window: MainWindow, is_right: bool):
    task = guessing(window)
    assert button(window, "challenge.0").hasFocus(), "the keyboard is where the question is"
    chosen = task.answer if is_right else 1 - task.answer
    press(Qt.Key.Key_1 if chosen == 0 else Qt.Key.Key_2)
    assert points(window) == [0, 100 if is_right else 0]
    assert "1 in a row" in count(window) if is_right else "0 in a row" in count(window)
    assert button(window, "challenge.next").hasFocus()
    press(Qt.Key.Key_2)
    assert len(points(window)) == 2
    press(Qt.Key.Key_Return)
    assert count(window).startswith("3 of 10")


def test_what_is_said_of_an_answer_is_in_sight(open_window: Opener):
    window = open_window("example", size=QSize(1024, 700))
    task = guessing(window)
    click(window, f"challenge.{task.answer}")
    scroll, verdict = guide(window)._challenge._scroll, guide(window)._challenge._verdict
    assert scroll.verticalScrollBar().maximum() > 0, "there is more than has room"
    top = verdict.mapTo(scroll.viewport(), QPoint(0, 0)).y()
    assert 0 <= top < scroll.viewport().height() - 10
    click(window, "challenge.next")
    assert scroll.verticalScrollBar().value() == 0


def test_left_in_the_middle_all_is_as_before_and_files_know_nothing_of_it(window: MainWindow):
    own = window.store.document
    begin(window)
    drag(window, 0, [(0.2, 0.3, 0.5)])
    assert window.desk.snapshot().document is own
    click(window, "challenge.leave")
    assert window.store.document is own
    assert not window.store.is_changed
    assert window.store.undo_label is None
    choices = session_view.to_entries(window.focus.state).get("choices", {})
    assert not any(name.startswith("guide.") for name in choices)
    assert preferences.number("challenge/best") == 0
    assert words(window, "rules").startswith("Ten tasks")


def test_the_menu_leads_there_and_another_seed_is_drawn(window: MainWindow):
    window.activateWindow()
    click_action(window, "challenge")
    assert guide(window).is_seen
    assert button(window, "challenge.start").hasFocus(), "the keys are where the menu led"
    box = guide(window).findChild(QSpinBox, "guide.challenge.seed")
    assert box is not None
    drawn = set[int]()
    for _ in range(5):
        click(window, "challenge.another")
        drawn.add(box.value())
    assert len(drawn) > 1
    seed = box.value()
    click(window, "challenge.start")
    assert row(window.store.document, 0, 0) == row(challenge.tasks(seed)[0].document, 0, 0)
    settle()
    click_action(window, "challenge")
    assert window.focus.state.choices["guide.lesson"] == f"challenge:{seed}", "one that is on stays on"


def test_a_figure_of_the_page(window: MainWindow):
    begin(window)
    figure = GuidePanel.figure(window.results, window.focus.state)
    assert figure.title == "Challenge 42"
    assert any(line.startswith("Now: cross-entropy") for line in figure.paragraphs)
    assert not any("One way" in line for line in figure.paragraphs), "not before it is answered"
    assert len(GuidePanel.numbers(window.results, window.focus.state).rows) == 10
    click(window, "challenge.show")
    figure = GuidePanel.figure(window.results, window.focus.state)
    assert any("One way" in line for line in figure.paragraphs)


@pytest.mark.parametrize("kept", ["-5", "x", "9" * 12, ""])
def test_a_best_score_that_is_no_number_is_none(window: MainWindow, kept: str):
    preferences.remember("challenge/best", kept)
    assert preferences.number("challenge/best") == 0
    click_action(window, "challenge")
    assert words(window, "last") == ""


def test_an_unreachable_answer_is_refused(window: MainWindow):
    guessing(window)
    window.focus.move(choices={"guide.answer": "7"})
    settle()
    assert points(window) == [0]
    assert math.isclose(float(np.sum(row(window.store.document, 0, 0))), 1.0)


def test_another_language_in_the_middle_keeps_points_and_task(window: MainWindow):
    enter(table(window, "predictions"), 0, 0, "0.25")
    own = window.store.document
    begin(window)
    click(window, "challenge.show")
    click(window, "challenge.next")
    window.set_language("zh_CN")
    settle()
    task = challenge.tasks(SEED)[1]
    assert isinstance(task, Guess)
    assert words(window, "text") == task.asked.zh_CN
    assert points(window) == [0]
    click(window, f"challenge.{task.answer}")
    assert points(window) == [0, 100]
    assert words(window, "why") == task.explained.zh_CN
    assert [model.name for model in window.store.document.models] == ["模型 1", "模型 2"]
    click(window, "challenge.leave")
    assert window.store.document is own
    window.set_language("en")
