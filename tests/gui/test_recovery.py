"""Unsaved work outlives a crash: kept within two seconds, offered at the next start, never taken by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox

from core import io
from core.document import Document
from core.io import session
from gui import app, preferences, recovery, session_files
from gui.main_window import MainWindow
from gui.store import Intent
from tests.core.test_session import assert_same
from tests.gui.hands import Opener, click_action, enter, settle, status, table
from tests.gui.test_opening import answer, closed, save_file
from tests.gui.test_sessions import little_room, names_in

ROOT = Path(__file__).parents[2]
Told = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def data(own_settings: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a place of its own for the program's data; return where recovery files go."""
    app.application([])  # the place is named after it
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
    return recovery.folder()


def kept(folder: Path) -> list[Path]:
    """Return the recovery files of a folder, hidden ones too."""
    return sorted(folder.glob("*.recovery")) if folder.exists() else []


def wait(done: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        QTest.qWait(20)


def type_(window: MainWindow, text: str = "0.25") -> Document:
    window.activateWindow()
    settle()  # a dialog that has just closed gives the keyboard back
    enter(table(window, "predictions"), 0, 0, text)
    return window.store.document


class Answers:
    """Clicks a button in each dialog about kept work, and collects what it said."""

    def __init__(self, *names: str) -> None:
        self.names, self.said = list(names), []
        self.timer = QTimer(interval=10)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox) or box.objectName() != "dialog.recovery":
            return
        self.said.append(box.text())
        assert self.names, f"nobody is there to answer: {box.text()}"
        button = box.findChild(QAbstractButton, f"recovery.{self.names.pop(0)}")
        assert button is not None
        button.click()


@pytest.fixture
def answers() -> Iterator[Callable[..., Answers]]:
    made: list[Answers] = []

    def make(*names: str) -> Answers:
        for each in made:
            each.timer.stop()
        made.append(Answers(*names))
        return made[-1]

    yield make
    for each in made:
        each.timer.stop()
        assert not each.names, "a question that was not asked"


# -- keeping ---------------------------------------------------------------------------------------------


def test_a_change_is_kept_within_two_seconds(window: MainWindow, data: Path):
    QTest.qWait(recovery.PAUSE + 200)
    assert kept(data) == [], "an unchanged document is not"
    begin = time.monotonic()
    document = type_(window)
    wait(lambda: kept(data))
    assert time.monotonic() - begin < 2
    found = session.load(kept(data)[0])
    assert_same(found.document, document)
    assert found.origin == "example"


def test_what_is_kept_is_the_latest(window: MainWindow, data: Path):
    type_(window)
    wait(lambda: kept(data))
    document = type_(window, "0.125")
    wait(lambda: session.load(kept(data)[0]).document.models[0].rows.row(0)[0] == 0.125)
    assert_same(session.load(kept(data)[0]).document, document)
    assert len(kept(data)) == 1


def test_nothing_is_kept_of_what_is_saved_or_taken_back(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
):
    type_(window)
    wait(lambda: kept(data))
    click_action(window, "undo")
    wait(lambda: not kept(data))
    type_(window)
    wait(lambda: kept(data))
    save_file(window, monkeypatch, tmp_path / "mine.lossatlas")
    assert kept(data) == []
    document = type_(window, "0.5")
    wait(lambda: kept(tmp_path))
    assert kept(data) == [], "a session's is beside it"
    assert_same(session.load(kept(tmp_path)[0]).document, document)
    answer(monkeypatch, QMessageBox.StandardButton.Discard)
    window.close()
    assert names_in(tmp_path) == ["mine.lossatlas"]
    assert list(tmp_path.glob(".*")) == []
    assert list(data.iterdir()) == []


def test_a_large_document_is_kept_on_another_thread(window: MainWindow, monkeypatch: pytest.MonkeyPatch, data: Path):
    document = Document.make(np.zeros(60_000, int), [("m", np.full((60_000, 10), 0.1), "probability")])
    threads: list[int] = []
    real = session_files.save

    def save(*args: object, **more: object) -> None:
        threads.append(threading.get_ident())
        time.sleep(0.3)
        real(*args, **more)

    monkeypatch.setattr(session_files, "save", save)
    window.store.open(document)
    window.store.push(Intent("one", lambda d: d.with_cells(0, {(0, 0): 0.5})))
    wait(lambda: threads)
    window.store.push(Intent("two", lambda d: d.with_cells(0, {(0, 0): 0.25})))
    wait(lambda: len(threads) > 1 and kept(data) and not window.desk.recovery._busy)
    assert threading.get_ident() not in threads
    assert_same(session.load(kept(data)[0]).document, window.store.document)
    assert len(list(data.glob("*.npz"))) == 1, "the archive before is gone"
    window.store.mark_saved()
    wait(lambda: not kept(data))
    assert [path.suffix for path in data.iterdir()] == [".lock"]


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is of Unix")
def test_a_full_disk_is_told_of_once_and_tried_again(window: MainWindow, data: Path):
    with little_room(100):
        type_(window)
        wait(lambda: "cannot be kept for the case of a crash" in status(window))
        assert "File too large" in status(window)
        type_(window, "0.5")
        QTest.qWait(recovery.PAUSE + 300)
        assert "cannot be kept" not in status(window)
        assert kept(data) == []
    document = type_(window, "0.75")
    wait(lambda: kept(data) and session.load(kept(data)[0]).document.models[0].rows.row(0)[0] == 0.75)
    assert_same(session.load(kept(data)[0]).document, document)


def test_what_failed_is_tried_again_by_itself(window: MainWindow, monkeypatch: pytest.MonkeyPatch, data: Path):
    monkeypatch.setattr(recovery, "RETRY", 1200)
    with little_room(100):
        document = type_(window)
        wait(lambda: "cannot be kept for the case of a crash" in status(window))
    wait(lambda: kept(data))
    assert_same(session.load(kept(data)[0]).document, document)


def test_whatever_goes_wrong_in_keeping_the_next_change_is_kept(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, data: Path
):
    def fail(*args: object, **more: object) -> None:
        raise RuntimeError("surprise")

    with monkeypatch.context() as patch:
        patch.setattr(session_files, "save", fail)
        type_(window)
        wait(lambda: "surprise" in status(window))
    type_(window, "0.5")
    wait(lambda: kept(data))


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no modes there")
def test_work_on_a_file_in_a_folder_that_is_read_only_is_kept_elsewhere(open_window: Opener, data: Path):
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "folder"
        folder.mkdir()
        path = folder / "mine.lossatlas"
        path.write_bytes(session.encode(session.Session(io.load("example")), "mine").text)
        open_window(str(path)).close()  # whoever the folder binds may not import modules either
        data.mkdir(parents=True)
        for each in (data, *data.parents[:2]):
            each.chmod(0o777)
        for parent in data.parents[2:-2]:
            parent.chmod(parent.stat().st_mode | 0o055)
        with closed(folder, 0o555):
            window = open_window(str(path))
            assert window.windowTitle().startswith("mine.lossatlas")
            type_(window)
            wait(lambda: kept(data))
            assert [each.name for each in folder.iterdir()] == ["mine.lossatlas"]
            assert session.load(kept(data)[0]).origin == str(path)
            window.store.mark_saved()
            window.close()


# -- after a crash ---------------------------------------------------------------------------------------

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from gui import app
from tests.gui.hands import enter, table

_, window = app.build(sys.argv[2:])
window.show()
app.QApplication.processEvents()
enter(table(window, "predictions"), 0, 0, sys.argv[1])
print("typed", flush=True)
app.QApplication.exec()
"""


class Program:
    """Loss Atlas in a process of its own, in which a number was typed into the first cell."""

    def __init__(self, number: str, *names: Path | str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, number, *map(str, names)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "typed\n"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def program() -> Iterator[Callable[..., Program]]:
    made: list[Program] = []

    def start(number: str, *names: Path | str) -> Program:
        made.append(Program(number, *names))
        return made[-1]

    yield start
    for each in made:
        if each.process.returncode is None:
            each.kill()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a session on the disk."""
    path = tmp_path / "mine.lossatlas"
    path.write_bytes(session.encode(session.Session(io.load("example")), "mine").text)
    return path


def first_number(document: Document) -> float:
    return float(document.models[0].rows.row(0)[0])


def test_what_a_killed_program_had_is_offered_with_its_session(
    program: Callable[..., Program],
    open_window: Opener,
    answers: Callable[..., Answers],
    monkeypatch: pytest.MonkeyPatch,
    mine: Path,
):
    running, saved = program("0.625", mine), mine.read_bytes()
    wait(lambda: kept(mine.parent))
    running.kill()
    asked = answers("restore")
    window = open_window(str(mine))
    assert first_number(window.store.document) == 0.3, "nothing is taken by itself"
    window.desk.greet(starting=True)
    assert "“mine.lossatlas”" in asked.said[0]
    assert first_number(window.store.document) == 0.625
    assert window.isWindowModified()
    assert window.store.undo_label is None
    assert window.windowTitle().startswith("mine.lossatlas")
    assert mine.read_bytes() == saved, "what was saved stays until one saves"
    assert len(kept(mine.parent)) == 1, "and is kept for another crash"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("it has a name"))
    click_action(window, "save")
    assert first_number(io.load(str(mine))) == 0.625
    assert kept(mine.parent) == []
    window.close()
    assert list(mine.parent.glob(".*")) == []


def test_what_a_killed_program_had_without_a_session_is_offered_at_the_next_start(
    program: Callable[..., Program], open_window: Opener, answers: Callable[..., Answers], data: Path
):
    running = program("0.625", "mended")
    wait(lambda: kept(data))
    running.kill()
    answers("later")
    window = open_window("example")
    window.desk.greet(starting=True)
    assert first_number(window.store.document) == 0.3
    assert len(kept(data)) == 1
    asked = answers("restore")
    window.desk.greet(starting=True)
    assert "“mended”" in asked.said[0]
    assert first_number(window.store.document) == 0.625
    assert window.isWindowModified()
    assert window.windowTitle().startswith("Two images, mended")
    assert len(kept(data)) == 1


def test_a_running_program_is_not_robbed(
    program: Callable[..., Program], open_window: Opener, answers: Callable[..., Answers], data: Path, mine: Path
):
    untitled, titled = program("0.625"), program("0.125", mine)
    wait(lambda: kept(data) and kept(mine.parent))
    window = open_window("example")
    preferences.remember_file(mine)
    answers()
    window.desk.greet(starting=True)
    type_(window, "0.75")
    wait(lambda: len(kept(data)) == 2)
    titled.kill()
    untitled.kill()
    asked = answers("discard", "later")
    window.desk.greet(starting=True)
    assert len(asked.said) == 2
    assert len(kept(data) + kept(mine.parent)) == 2, "one's own, and the one for later"
    asked = answers("discard")
    window.desk.greet(starting=True)
    assert kept(mine.parent) == []
    assert len(kept(data)) == 1
    assert first_number(session.load(kept(data)[0]).document) == 0.75
    assert mine.exists()


def test_work_kept_for_later_is_not_overwritten(
    program: Callable[..., Program], open_window: Opener, answers: Callable[..., Answers], mine: Path
):
    running = program("0.625", mine)
    wait(lambda: kept(mine.parent))
    running.kill()
    answers("later")
    window = open_window(str(mine))
    window.desk.greet(starting=True)
    type_(window, "0.75")
    wait(lambda: len(kept(mine.parent)) == 2)
    window.store.mark_saved()
    window.close()
    assert first_number(session.load(kept(mine.parent)[0]).document) == 0.625


def test_only_one_of_several_is_restored_into_a_window(
    program: Callable[..., Program], open_window: Opener, answers: Callable[..., Answers], data: Path
):
    one, two = program("0.625"), program("0.125")
    wait(lambda: len(kept(data)) == 2)
    one.kill()
    two.kill()
    window = open_window("example")
    answers("restore")
    window.desk.greet(starting=True)
    assert len(kept(data)) == 2
    found = recovery.orphans()
    assert len(found) == 1, "the other waits for the next start"
    found[0].lock.release()


def test_a_damaged_recovery_file_is_refused_in_words_and_stays(
    window: MainWindow, answers: Callable[..., Answers], data: Path, told: Told
):
    data.mkdir(parents=True, exist_ok=True)
    (data / "0123.recovery").write_bytes(b'{"format": "loss-atlas", "origin": "a.csv"')
    before = window.store.document
    asked = answers("restore")
    window.desk.greet(starting=True)
    assert "“a.csv”" in asked.said[0]
    assert told[0][0] == "Cannot restore"
    assert "ends too early" in told[0][1]
    assert window.store.document is before
    assert len(kept(data)) == 1


def test_the_question_can_be_closed(window: MainWindow, data: Path):
    data.mkdir(parents=True, exist_ok=True)
    (data / "0123.recovery").write_bytes(session.encode(session.Session(io.load("example")), "0123").text)
    asked: list[str] = []

    def close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        box.close()

    QTimer.singleShot(100, close)
    window.desk.greet(starting=True)
    assert "before a document was saved" in asked[0]
    assert len(kept(data)) == 1


def test_locks_of_programs_that_are_gone_go_too(window: MainWindow, program: Callable[..., Program], data: Path):
    running = program("0.625")
    wait(lambda: kept(data))
    running.kill()
    kept(data)[0].unlink()
    assert [path.suffix for path in data.iterdir()] == [".lock"]
    window.desk.greet(starting=True)
    assert list(data.iterdir()) == []
