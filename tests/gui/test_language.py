"""The language switched while the window is open: every word changes, and nothing else."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from gui import app, preferences
from gui.main_window import MainWindow
from tests.gui.conftest import Opener
from tests.gui.hands import drag, enter, row, settle, table
from tests.gui.test_translations import english_words, everything, left_in_english, texts_of

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _english_after(qapp: QApplication) -> Iterator[None]:
    yield
    preferences.remember("language", "en")
    app.application([], language="en")


def speak(window: MainWindow, language: str) -> None:
    """Choose a language in the menu."""
    action = window.findChild(QAction, f"action.language.{language}")
    assert action is not None
    action.trigger()
    settle()
    settle()


def chinese_left(window: MainWindow) -> list[str]:
    found: list[str] = []
    for thing in everything(window):
        if not hasattr(thing, "objectName") or thing.objectName() == "action.language.zh_CN":
            continue
        try:
            found += [said for said in texts_of(thing) if CHINESE.search(said)]
        except (AttributeError, TypeError):
            continue
    return found


@pytest.mark.parametrize("example", ["example", "digits"])
def test_every_word_is_said_in_the_other_language_and_back(open_window: Opener, example: str):
    window = open_window(example)
    speak(window, "zh_CN")
    assert left_in_english(everything(window)) == []
    assert window.docks["panel.surface"].windowTitle() == "曲面"
    assert preferences.language() == "zh_CN"
    speak(window, "en")
    assert chinese_left(window) == []
    assert window.docks["panel.surface"].windowTitle() == "Surface"


def test_document_undo_view_and_places_stay(window: MainWindow):
    enter(table(window, "predictions"), 0, 0, "0.25")
    window.focus.move(sample=1, model=1, choices={"curves.along": "truth"})
    window.docks["panel.curves"].raise_()
    window.keep_sums.setChecked(True)
    settle()
    document, label = window.store.document, window.store.undo_label
    speak(window, "zh_CN")
    assert window.store.document is document
    assert window.store.undo_label == label
    assert (window.focus.state.sample, window.focus.state.model) == (1, 1)
    assert window.focus.state.choices["curves.along"] == "truth"
    assert window.panels["curves"].is_seen
    assert window.keep_sums.isChecked()
    assert window.isWindowModified()
    window.store.undo()
    settle()
    assert row(window.store.document, 0, 0) == [0.3, 0.3, 0.4]


def test_everything_works_in_the_new_window(window: MainWindow):
    speak(window, "zh_CN")
    drag(window, 0, [(0.2, 0.2, 0.6)])
    assert row(window.store.document, 0, 0)[2] == pytest.approx(0.6, abs=0.01)
    assert CHINESE.search(window.store.undo_label or "")
    combo = window.findChild(QComboBox, "control.loss")
    assert combo is not None
    combo.setCurrentIndex(combo.findData("mse"))
    settle()
    assert window.store.document.settings.loss == "mse"
    enter(table(window, "truth"), 0, 0, "nonsense")
    label = window.findChild(QLabel, "status.pointed")
    assert label is not None
    assert CHINESE.search(label.text())


def test_an_example_that_nothing_was_done_to_gets_its_names_in_the_language(window: MainWindow):
    assert window.store.document.classes == ("car", "calf", "rocket")
    speak(window, "zh_CN")
    assert window.store.document.classes == ("小车", "小牛", "小火箭")
    assert not window.store.is_changed
    assert window.store.undo_label is None
    drag(window, 0, [(0.2, 0.2, 0.6)])
    speak(window, "en")
    assert window.store.document.classes == ("小车", "小牛", "小火箭"), "by now they are the person's own"


def test_a_lesson_goes_on_in_the_other_language(window: MainWindow):
    own = window.store.document
    window.focus.move(choices={"guide.lesson": "14-entropy", "guide.step": "1", "guide.done": "0"})
    settle()
    speak(window, "zh_CN")
    assert window.tutor.is_teaching
    assert window.focus.state.choices["guide.step"] == "1"
    assert window.store.document.classes == ("小车", "小牛", "小火箭")
    text = window.findChild(QLabel, "guide.text")
    assert text is not None
    assert english_words(text.text()) == []
    window.tutor.leave()
    settle()
    assert window.store.own.truth.array().tolist() == own.truth.array().tolist()
    assert not window.tutor.is_teaching


def test_nothing_is_left_of_what_was_said_before(window: MainWindow):
    speak(window, "zh_CN")
    speak(window, "en")
    gc.collect()
    once = len(everything(window))
    for language in ("zh_CN", "en", "zh_CN", "en"):
        speak(window, language)
    gc.collect()
    assert len(everything(window)) <= once + 5
    press_names = [dock.objectName() for dock in window.docks.values()]
    assert len(press_names) == len(set(press_names))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="fonts are found by fontconfig on other systems only")
def test_a_system_without_any_font_is_written_in_our_own(tmp_path: Path):
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    program = """if True:
        from PySide6.QtGui import QFontMetricsF
        from gui import app
        metrics = QFontMetricsF(app.application([], language="en").font())
        print(metrics.horizontalAdvance("W") > 2 * metrics.horizontalAdvance("i"))
    """
    own = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "QT_QPA_PLATFORM": "offscreen"}
    environment = {**os.environ, **own, "XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True", "boxes are all as wide"
