"""Windows for the tests, each with settings of its own, closed without a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSize, QThreadPool
from PySide6.QtWidgets import QApplication, QMessageBox

from core.document import Document
from gui import app, preferences
from gui.main_window import MainWindow
from tests.gui.hands import Answers, Opener

SIZE = QSize(1440, 900)


@pytest.fixture(autouse=True)
def own_settings(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give each test an empty place for settings, in English."""
    folder = tmp_path_factory.mktemp("settings")
    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder))
    preferences.remember("language", "en")
    preferences.remember("theme", "light")
    return folder


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Collect what message boxes say instead of waiting for someone to close them; a question fails the test."""
    said: list[tuple[str, str]] = []

    def tell(parent: object, title: str, words: str, *args: object) -> QMessageBox.StandardButton:
        said.append((title, words))
        return QMessageBox.StandardButton.Ok

    def ask(*args: object) -> QMessageBox.StandardButton:
        raise AssertionError(f"nobody is there to answer: {args[1:3]}")

    for name in ("warning", "information", "critical", "about"):
        monkeypatch.setattr(QMessageBox, name, tell)
    monkeypatch.setattr(QMessageBox, "question", ask)
    return said


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Return what has every question answered Yes or No from now on, and gives the questions."""

    def answer(yes: bool) -> list[str]:
        asked: list[str] = []

        def ask(parent: object, title: str, words: str, *args: object) -> QMessageBox.StandardButton:
            asked.append(words)
            return QMessageBox.StandardButton.Yes if yes else QMessageBox.StandardButton.No

        monkeypatch.setattr(QMessageBox, "question", ask)
        return asked

    return answer


def _discard(window: MainWindow) -> None:
    """Close a window as a person who saved first does, and let it go entirely."""
    QThreadPool.globalInstance().waitForDone()
    window.store.mark_saved()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


@pytest.fixture
def open_window(qapp: QApplication) -> Iterator[Opener]:
    """Return what opens a window on the screen, on examples, files or a document."""
    opened: list[MainWindow] = []

    def open_(*what: str | Document, size: QSize = SIZE) -> MainWindow:
        if what and isinstance(what[0], Document):
            app.application([])
            window = MainWindow(what[0])
        else:
            _, window = app.build([str(each) for each in what])
        opened.append(window)
        window.resize(size)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        return window

    yield open_
    for window in reversed(opened):
        _discard(window)


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    """Return the window on the example of the first screen."""
    return open_window("example")


@pytest.fixture
def digits(open_window: Opener) -> MainWindow:
    """Return the window on real data of ten classes, one of the models given by logits."""
    return open_window("digits")


@pytest.fixture
def tall() -> Document:
    """Return a document too large to be computed between two frames: 100,000 rows of 10 classes."""
    rng = np.random.default_rng(7)
    q = rng.dirichlet(np.ones(10), 100_000)
    return Document.make(rng.integers(0, 10, 100_000), [("one", q, "probability"), ("two", q[::-1], "probability")])
