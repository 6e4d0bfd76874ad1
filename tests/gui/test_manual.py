"""The manual: whole in both languages, true to the program, opened where the person is, searched."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import main
from gui import actions, panels, preferences
from gui.main_window import MainWindow
from gui.manual import ManualWindow, picture, topic_of, topics
from tests.gui.hands import settle, table

LANGUAGES = list(preferences.LANGUAGES)


def opened(window: MainWindow) -> ManualWindow:
    """Press F1 where the keyboard is, and return the manual."""
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    settle()
    manual = window.findChild(ManualWindow)
    assert manual is not None
    assert manual.isVisible()
    return manual


def titles(manual: ManualWindow) -> list[str]:
    return [manual.list.item(row).text() for row in range(manual.list.count())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel_has_its_topic(language: str):
    names = [topic.name for topic in topics(language)]
    assert names == [topic.name for topic in topics("en")]
    assert len(set(names)) == len(names)
    assert set(panels.kinds()) <= set(names)


def test_topics_are_titled_as_their_panels(window: MainWindow):
    by_name = {topic.name: topic.title for topic in topics("en")}
    for name, panel in window.panels.items():
        assert by_name[name] == panel.title()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_and_every_link_leads_somewhere(language: str):
    names = {topic.name for topic in topics(language)}
    pictures = {name for topic in topics(language) for name in re.findall(r"!\[[^]]+\]\((\w+)\)", topic.text)}
    links = {name for topic in topics(language) for name in re.findall(r"\]\(topic:(\w+)\)", topic.text)}
    assert len(pictures) > 10
    assert links <= names
    for name in pictures:
        assert picture(name, language).width() > 300, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_are_those_of_the_program(language: str):
    text = next(topic.text for topic in topics(language) if topic.name == "keys")
    known = {key.toString() for spec in actions.specs() for key in QKeySequence.listFromString(spec.shortcut)} | {"Esc"}
    told = [key for row in re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE) for key in re.split("[,、] ?", row)]
    keys = [key.replace("↓", "Down").replace("↑", "Up") for key in told[1:]]
    assert len(keys) > 20
    assert set(keys) - {"按键", "Keys"} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_are_those_of_the_program(
    language: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    text = next(topic.text for topic in topics(language) if topic.name == "command")
    commands = re.findall(r"^    loss-atlas (.+)$", text, re.MULTILINE)
    assert len(commands) == 8
    runnable = [shlex.split(command) for command in commands if "example" in command]
    assert len(runnable) == 3
    for arguments in runnable:
        assert main.main(arguments) == 0
        assert capsys.readouterr().out or (tmp_path / "race.gif").stat().st_size


def test_chinese_lines_go_on_without_a_gap():
    for topic in topics("zh_CN"):
        document = QTextDocument()
        document.setMarkdown(topic.text)
        assert re.findall("[\u3000-\u9fff，。；] [\u3000-\u9fff，。；]", document.toPlainText()) == []
    document = QTextDocument()
    document.setMarkdown(topics("zh_CN")[0].text)
    assert "2. " not in document.toPlainText(), "an entry of a list is a line of its own"


def test_f1_opens_the_manual_where_the_keyboard_is(window: MainWindow):
    window.panels["surface"].setFocus()
    table(window, "truth").setFocus()
    settle()
    assert topic_of(window.panels["curves"]) == "curves"
    assert topic_of(window.controls.loss) == "toolbar"
    assert topic_of(None) == "start"
    manual = opened(window)
    current = manual.list.currentItem()
    assert current is not None
    assert current.text() == "Tables"
    assert "spreadsheet" in manual.page.toPlainText()
    again = opened(window)
    assert again is manual, "one manual, however often it is asked for"


def test_another_language_has_another_manual(window: MainWindow):
    assert opened(window).windowTitle() == "Loss Atlas manual"
    window.set_language("zh_CN")
    settle()
    window.open_manual()
    (manual,) = window.findChildren(ManualWindow)
    assert manual.windowTitle() == "Loss Atlas 使用手册"
    assert titles(manual)[0] == "入门"
    window.set_language("en")


def test_a_link_turns_the_page_and_escape_closes(window: MainWindow):
    manual = opened(window)
    manual.page.anchorClicked.emit(QUrl("topic:guide"))
    assert manual.page.toPlainText().startswith("Guide\n")
    QTest.keyClick(manual.list, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_searching_lists_the_topics_with_all_words_and_marks_them(window: MainWindow):
    manual = opened(window)
    every = titles(manual)
    QTest.keyClicks(manual.line, "bootstrap")
    assert titles(manual) == ["Comparison"]
    marks = [mark.cursor.selectedText() for mark in manual.page.extraSelections()]
    assert marks == ["bootstrap"]
    QTest.keyClicks(manual.line, " zebra")
    assert titles(manual) == []
    assert "Nothing in the manual" in manual.page.toPlainText()
    manual.line.clear()
    assert titles(manual) == every


def test_nothing_is_fetched_for_a_page(window: MainWindow):
    manual = opened(window)
    image = QTextDocument.ResourceType.ImageResource.value
    assert not manual.page.loadResource(image, QUrl("surface")).isNull()
    assert manual.page.loadResource(image, QUrl("/etc/passwd")).isNull()
    assert manual.page.loadResource(image, QUrl("../pictures/surface")).isNull()
    assert manual.page.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("file:///etc/passwd")) is None
