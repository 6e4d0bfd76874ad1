"""The guide: lessons played through by the real widgets; the person's own work kept, given back, and never lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFileDialog, QLabel, QListWidget, QMessageBox, QPushButton

from core import lessons
from core.document import TRUTH
from gui.main_window import MainWindow
from gui.panels.guide import GuidePanel
from gui.weights import NUMBER, WeightsField
from tests.gui.conftest import Opener
from tests.gui.hands import LEFT, choose, drag, enter, focus_cell, press, row, settle, table

Action = Callable[[MainWindow], object]


def take(name: str, key: str) -> Action:
    """Return what chooses an option of a box as a person does."""

    def act(window: MainWindow) -> None:
        box = window.findChild(QComboBox, name)
        assert box is not None, name
        assert box.isEnabled(), name
        box.setCurrentIndex(box.findData(key))
        box.activated.emit(box.currentIndex())
        settle()

    return act


def carry(which: int, *way: tuple[float, float, float]) -> Action:
    return lambda window: drag(window, which, way)


def write(name: str, at: tuple[int, int], words: str) -> Action:
    return lambda window: enter(table(window, name), *at, words)


def turn(name: str, value: float) -> Action:
    def act(window: MainWindow) -> None:
        box = window.findChild(QDoubleSpinBox, name)
        assert box is not None, name
        box.setValue(value)
        settle()

    return act


def weigh(window: MainWindow, class_: int, weight: float) -> None:
    """Type a class's weight into the list of weights."""
    field = window.findChild(WeightsField, "control.parameter.class_weights")
    assert field is not None
    field.setFocus()
    press(Qt.Key.Key_Down)
    model = field.leaf.model
    assert model.setData(model.index(class_, NUMBER), str(weight), Qt.ItemDataRole.EditRole)
    settle()
    press(Qt.Key.Key_Escape)


def look(sample: int, model: int) -> Action:
    def act(window: MainWindow) -> None:
        box = window.deck.model_choice
        box.setCurrentIndex(model)
        box.activated.emit(model)
        focus_cell(table(window, "truth"), sample, 0)
        settle()

    return act


PLAY: dict[str, list[Action]] = {
    "11-classification-error": [
        look(0, 1),
        carry(0, (0.2, 0.2, 0.6), (0.05, 0.05, 0.9)),
        carry(0, (0.35, 0.3, 0.35), (0.5, 0.3, 0.2)),
    ],
    "12-squared-error": [
        lambda window: choose(window, "control.parameter.reduction", "mean"),
        write("predictions", (0, 0), "0"),
    ],
    "13-why-cross-entropy": [
        carry(0, (0.4, 0.4, 0.2), (0.495, 0.495, 0.01)),
        lambda window: choose(window, "control.loss", "mse"),
        take("control.descent.start", "wrong"),
        take("control.curves.along", "probability"),
    ],
    "14-entropy": [
        carry(TRUTH, (0.1, 0.1, 0.8), (0.25, 0.25, 0.5)),
        carry(0, (0.4, 0.3, 0.3), (0.2, 0.3, 0.5)),
        lambda window: choose(window, "control.unit", "dit"),
    ],
    "15-the-numbers": [look(1, 1), write("predictions", (0, 2), "1/2")],
    "16-code": [carry(0, (0.2, 0.15, 0.65)), take("control.code.framework", "overflow")],
    "21-asymmetry": [look(0, 1), carry(0, (0.4, 0.4, 0.2), (0.49, 0.48, 0.03))],
    "22-units": [write("predictions", (0, 2), "0.25"), lambda window: choose(window, "control.unit", "nat")],
    "23-label-smoothing": [
        turn("control.parameter.label_smoothing", 0.3),
        carry(1, (0.1, 0.1, 0.8)),
    ],
    "24-class-weights": [lambda window: weigh(window, 1, 3.0)],
    "25-focal": [turn("control.parameter.gamma", 4.0), carry(TRUTH, (0.2, 0.2, 0.6), (0.2, 0.3, 0.5))],
    "26-temperature": [look(0, 1), turn("control.temperature", 5.0)],
    "27-proper-scores": [
        lambda window: choose(window, "control.loss", "generalized_cross_entropy"),
        carry(0, (0.6, 0.3, 0.1)),
    ],
    "28-overflow": [write("predictions", (0, 0), "1000"), take("control.code.framework", "overflow")],
}
"""What a person does in each step of each lesson."""


def guide(window: MainWindow) -> GuidePanel:
    panel = window.panels["guide"]
    assert isinstance(panel, GuidePanel)
    return panel


def click(window: MainWindow, name: str) -> None:
    button = guide(window).findChild(QPushButton, f"guide.{name}")
    assert button is not None
    assert button.isEnabled(), name
    QTest.mouseClick(button, LEFT)
    settle()


def words(window: MainWindow, name: str) -> str:
    label = guide(window).findChild(QLabel, f"guide.{name}")
    assert label is not None
    return label.text() if label.isVisible() else ""


def begin(window: MainWindow, key: str) -> None:
    """Open a lesson from the list, by a click."""
    window.docks["panel.guide"].raise_()
    settle()
    found = guide(window).findChild(QListWidget, "guide.lessons")
    assert found is not None
    number = [lesson.key for lesson in lessons.builtin()].index(key)
    found.scrollToItem(found.item(number))
    QTest.mouseClick(found.viewport(), LEFT, pos=found.visualItemRect(found.item(number)).center())
    settle()
    assert window.focus.state.choices["guide.lesson"] == key


def is_done(window: MainWindow) -> bool:
    return guide(window)._mark.text() == "✓"


def test_every_lesson_is_played():
    assert list(PLAY) == [lesson.key for lesson in lessons.builtin()]


@pytest.mark.parametrize("key", PLAY)
def test_a_lesson_is_played_through_and_notices_only_what_was_done(open_window: Opener, key: str):
    window = open_window("mended")
    before = window.store.document
    begin(window, key)
    lesson = lessons.find(key)
    assert len(PLAY[key]) == len(lesson.steps), "every step is played"
    for number, (step, act) in enumerate(zip(lesson.steps, PLAY[key], strict=True)):
        assert words(window, "count") == f"{number + 1} of {len(lesson.steps)}"
        assert words(window, "text") == step.text.en
        assert not is_done(window)
        assert words(window, "praise") == ""
        for name in step.look.front:
            if name in window.panels:
                assert window.panels[name].is_seen, f"{name} is there to be seen"
        act(window)
        assert step.praise is not None
        assert is_done(window), step.task
        assert words(window, "praise") == step.praise.en
        click(window, "next")
    assert window.store.document is before
    assert guide(window)._pages.currentIndex() == 0


def test_the_own_document_comes_back_with_its_undo_its_view_and_its_place(window: MainWindow):
    enter(table(window, "predictions"), 0, 0, "0.25")
    window.focus.move(sample=1, choices={"curves.along": "truth"})
    window.docks["panel.guide"].raise_()
    settle()
    own, label, places = window.store.document, window.store.undo_label, window.saveState()
    begin(window, "14-entropy")
    assert window.store.document is not own
    assert window.store.undo_label is None
    assert window.focus.state.sample == 0
    drag(window, TRUTH, [(0.3, 0.3, 0.4)])
    assert window.store.undo_label is not None
    click(window, "leave")
    assert window.store.document is own
    assert window.store.undo_label == label
    assert window.store.is_changed
    assert window.focus.state.sample == 1
    assert window.focus.state.choices["curves.along"] == "truth"
    assert "guide.lesson" not in window.focus.state.choices
    assert window.saveState() == places
    window.store.undo()
    settle()
    assert row(window.store.document, 0, 0) == [0.3, 0.3, 0.4]


def test_a_step_can_be_begun_again_left_and_returned_to(window: MainWindow):
    begin(window, "13-why-cross-entropy")
    start = window.store.document
    PLAY["13-why-cross-entropy"][0](window)
    assert is_done(window)
    click(window, "again")
    assert row(window.store.document, 0, 0) == row(start, 0, 0)
    assert not is_done(window)
    PLAY["13-why-cross-entropy"][0](window)
    click(window, "next")
    assert window.focus.state.choices["surface.domain"] == "logits"
    click(window, "back")
    assert row(window.store.document, 0, 0) == row(start, 0, 0)
    assert "surface.domain" not in window.focus.state.choices
    assert is_done(window), "what was done stays noticed"


def test_while_a_lesson_is_on_undo_is_the_lessons_own(window: MainWindow):
    begin(window, "12-squared-error")
    PLAY["12-squared-error"][0](window)
    window.store.undo()
    settle()
    assert window.store.undo_label is None
    assert window.store.document.settings.loss == "mse"
    assert is_done(window)


def test_a_lesson_from_a_file_and_one_that_is_none(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = tmp_path / "own.lesson"
    text = {"en": "Look *here*.", "zh_CN": "看*这里*。"}
    step = {"text": text, "task": text, "done": {"focus": "sample", "to": 1}, "praise": text}
    own.write_text(json.dumps({"lesson": 1, "title": text, "document": "example", "steps": [step]}), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(own), ""))
    window.docks["panel.guide"].raise_()
    settle()
    click(window, "open")
    assert words(window, "text") == "Look *here*."
    press_down = table(window, "truth")
    focus_cell(press_down, 0, 0)
    press(Qt.Key.Key_Down)
    settle()
    assert is_done(window)
    click(window, "next")
    before = window.store.document
    own.write_text(json.dumps({"lesson": 1}), encoding="utf-8")
    lessons.find.cache_clear()
    click(window, "open")
    assert window.store.document is before
    assert "own.lesson" in window.statusBar().currentMessage() or "own.lesson" in status_words(window)


def status_words(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.statusBar().findChildren(QLabel))


def test_the_page_as_a_figure_and_in_numbers(window: MainWindow):
    assert GuidePanel.numbers(window.results, window.focus.state).rows[0][1] == lessons.builtin()[0].title.en
    begin(window, "12-squared-error")
    figure = GuidePanel.figure(window.results, window.focus.state)
    assert figure.title == lessons.find("12-squared-error").title.en
    assert any(paragraph.startswith("Try it: ") for paragraph in figure.paragraphs)
    assert not any("*" in paragraph for paragraph in figure.paragraphs)
    table_ = GuidePanel.numbers(window.results, window.focus.state)
    assert [line[2] for line in table_.rows] == [0.0, 0.0]


def test_saving_and_closing_in_a_lesson_are_about_the_own_document(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    enter(table(window, "predictions"), 0, 0, "0.25")
    own = window.store.document
    begin(window, "12-squared-error")
    assert window.store.is_changed, "the own document is still to be saved"
    assert window.desk.snapshot().document is own
    assert not any(name.startswith("guide.") for name in window.desk.snapshot().view.get("choices", {}))
    assert not window.desk.save_as(tmp_path / "lesson.lossatlas")
    assert list(tmp_path.iterdir()) == []
    assert "leave the lesson" in status_words(window)
    asked: list[bool] = []

    def answer(*_: object) -> QMessageBox.StandardButton:
        asked.append(window.store.document is own)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", answer)
    assert not window.close()
    assert asked == [True], "asked once, with the own document on show again"
    assert window.store.document is own
    assert not window.tutor.is_teaching
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
