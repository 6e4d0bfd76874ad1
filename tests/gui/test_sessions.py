"""Sessions through the window: saved, opened, opened twice, and what cannot be done said in one sentence."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from core import io, losses
from core.document import TRUTH, Document
from core.io import session
from core.ordering import SUM, Arrangement, Bounds, Sort
from gui import preferences, session_view
from gui.export import headless
from gui.export.choice import ExportChoice
from gui.focus import Brush, FocusState
from gui.main_window import MainWindow
from tests.core.test_session import assert_same
from tests.gui.hands import CTRL, Key, Opener, choose, click_action, enter, press, settle, status, table
from tests.gui.test_opening import answer, open_file, save_file

Told = list[tuple[str, str]]
Button = QMessageBox.StandardButton


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody else's recovery files be found."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))


def no_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("nobody was to be asked for a name")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", refuse)


def names_in(folder: Path) -> list[str]:
    """Return the files of a folder but locks, which last as long as their window."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


# -- saving and opening ----------------------------------------------------------------------------------


def test_a_session_is_typed_saved_and_opened(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    enter(table(window, "predictions"), 0, 0, "1/3")
    choose(window, "control.unit", "bit")
    choose(window, "control.loss", "focal")
    path = tmp_path / "mine.lossatlas"
    save_file(window, monkeypatch, path)
    assert names_in(tmp_path) == ["mine.lossatlas"]
    assert not window.isWindowModified()
    assert "mine.lossatlas" in window.windowTitle()
    assert status(window) == "Saved mine.lossatlas"
    saved = window.store.document
    assert_same(io.load(str(path)), saved)
    no_dialog(monkeypatch)
    enter(table(window, "predictions"), 1, 1, "0.5")
    assert window.isWindowModified()
    press(Key.Key_S, CTRL)
    assert not window.isWindowModified()
    later = window.store.document
    click_action(window, "example.digits")
    assert window.store.document.settings.unit == "bit", "what was chosen stays for what brings no settings"
    choose(window, "control.unit", "dit")
    answer(monkeypatch, Button.Discard)
    open_file(window, monkeypatch, path)
    assert_same(window.store.document, later)
    assert window.store.undo_label is None
    assert not window.isWindowModified()


def test_how_it_was_looked_at_comes_back(open_window: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    window = open_window("digits")
    state = FocusState(
        7, 1, TRUTH, (3, 1, 8), {"surface.of": "p"}, frozenset({2, 5}), cells=frozenset({(TRUTH, 7, 3), (1, 7, 4)})
    )
    window.focus.put(state)
    path = tmp_path / "view.lossatlas"
    save_file(window, monkeypatch, path)
    assert not window.isWindowModified(), "looking elsewhere is no change"
    other = open_window(str(path))
    # The first window has the file, so this is a copy; what it looks at is the same.
    assert other.focus.state == window.focus.state == state
    click_action(window, "example.example")
    assert window.focus.state == FocusState()
    window.desk.open_names(str(path))
    assert window.focus.state == state


@pytest.mark.parametrize(
    "view",
    [
        {"sample": 99, "model": -1, "corners": [0, 1], "choices": 3, "locked": [7, "a"], "handle": 4},
        {"sample": 1.5, "model": True, "corners": [0, 0, 1], "choices": {"surface.of": 1, "x": "y"}, "locked": "0"},
        {"sample": "1", "corners": [0, 1, 9], "locked_cells": [[0, 0], [5, 0, 0], [0, 0, 0, 0], "abc", None]},
        {"choices": {"surface.of": "nothing", "curves.from": "99", "descent.rate": "fast"}, "later": {"x": [1]}},
    ],
)
def test_a_view_that_does_not_fit_is_passed_over(open_window: Opener, tmp_path: Path, view: dict):
    document = io.load("example")
    path = tmp_path / "view.lossatlas"
    path.write_bytes(session.encode(session.Session(document, view), "view").text)
    window = open_window(str(path))
    assert_same(window.store.document, document)
    state = window.focus.state
    assert (state.sample, state.model, state.handle, state.corners) == (0, 0, 0, None)
    assert (state.locked, state.cells) == (frozenset(), frozenset())


def test_a_view_is_written_as_it_is_read():
    document = io.load("digits")
    states = [
        FocusState(),
        FocusState(3, 1, 1, (0, 1, 2), {"a.b": "c"}, frozenset({0, 9}), cells=frozenset({(0, 1, 2)})),
        FocusState(898, 0, TRUTH),
    ]
    for state in states:
        assert session_view.from_entries(session_view.to_entries(state), document) == state


@pytest.mark.parametrize("rows", [[], [0], [4, 5, 6], [0, 2, 3, 898], list(range(899)), list(range(0, 899, 2))])
def test_a_brush_is_written_as_it_is_read(rows: list[int]):
    document = io.load("digits")
    state = FocusState(brush=Brush(np.array(rows, np.int64), document.size, "by hand"))
    entries = json.loads(json.dumps(session_view.to_entries(state)))
    found = session_view.from_entries(entries, document).brush
    assert found is not None
    assert (found.rows.tolist(), found.size, found.label) == (rows, document.size, "by hand")


def test_a_brush_of_very_many_runs_is_left_out():
    brush = Brush(np.arange(0, 40_000, 2), 40_000, "every other one")
    assert "brush" not in session_view.to_entries(FocusState(brush=brush))


ARRANGEMENTS = [
    Arrangement(Sort("loss", "cross_entropy", descending=True), "7", wrong=True, off=True),
    Arrangement(Sort("model", column=SUM), disagree=True),
    Arrangement(Sort("truth", column=3)),
    Arrangement(Sort("name")),
    Arrangement(text="a"),
    Arrangement(true=0, predicted=9),
    Arrangement(bounds=Bounds(Sort("loss", "cross_entropy"), 0.5)),
    Arrangement(bounds=Bounds(Sort("model", column=3), 0.25, 0.75), sort=Sort("entropy")),
    Arrangement(bounds=Bounds(Sort("truth", column=SUM), high=1.0)),
]


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_an_arrangement_is_written_as_it_is_read(arrangement: Arrangement):
    document = io.load("digits")
    entries = json.loads(json.dumps(session_view.to_entries(FocusState(), arrangement)))
    assert session_view.arrangement_of(entries, document) == arrangement


@pytest.mark.parametrize(
    "view",
    [
        {"rows": 3},
        {"rows": {"sort": {"by": "colour"}, "wrong": 1, "text": 7}},
        {"rows": {"sort": {"by": "truth", "column": 10}, "brushed": True}},
        {"rows": {"true": 10, "predicted": "cat", "bounds": {"by": "truth", "column": 10, "from": 0.5}}},
        {"rows": {"bounds": {"by": "predicted", "from": 1}}},
        {"rows": {"bounds": {"by": "entropy", "from": "a lot"}}},
        {"rows": {"bounds": {"from": 0.5}, "true": True}},
        {"rows": {"sort": {"by": "loss", "loss": "none"}}, "brush": {"label": "x", "samples": [[3, 1]]}},
        {"brush": {"label": "x", "samples": [[0, 899]]}},
        {"brush": {"label": 1, "samples": []}},
        {"brush": {"label": "x"}},
        {"brush": [1, 2]},
    ],
)
def test_an_arrangement_or_a_brush_that_does_not_fit_is_passed_over(view: dict):
    document = io.load("digits")
    assert session_view.arrangement_of(view, document) == Arrangement()
    assert session_view.from_entries(view, document).brush is None


def test_rows_are_sorted_filtered_and_brushed_again_when_a_session_is_opened(digits: MainWindow, tmp_path: Path):
    brush = Brush(np.arange(10, 60), digits.store.document.size, "the tens")
    digits.focus.move(brush=brush)
    digits.deck.rows.ask(Arrangement(Sort("loss", "cross_entropy", descending=True), brushed=True))
    settle()
    shown = digits.deck.rows.order.samples
    assert shown is not None
    assert len(shown) == 50
    path = tmp_path / "sorted.lossatlas"
    assert digits.desk.save_as(path)
    assert digits.desk.open_names("example")
    settle()
    assert digits.deck.rows.arrangement.is_plain
    assert digits.focus.state.brush is None
    assert digits.desk.open_names(str(path))
    settle()
    assert digits.deck.rows.order.samples.tolist() == shown.tolist()
    assert digits.focus.state.brush is not None
    assert digits.focus.state.brush.label == "the tens"
    assert table(digits, "results").model().rowCount() == 50


def test_a_window_opens_on_a_session_as_it_was_arranged(open_window: Opener, tmp_path: Path):
    document, path = io.load("digits"), tmp_path / "wrong.lossatlas"
    view = session_view.to_entries(FocusState(), Arrangement(Sort("name", descending=True), wrong=True))
    path.write_bytes(session.encode(session.Session(document, view), "wrong").text)
    window = open_window(str(path))
    assert window.deck.rows.arrangement.wrong
    assert 0 < len(window.deck.rows.order) < document.size


def test_a_large_session_keeps_its_numbers_beside_it(
    digits: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    digits.store.open(Document.make(np.zeros(9000, int), [("m", np.full((9000, 4), 0.25), "probability")]))
    path = tmp_path / "big.lossatlas"
    save_file(digits, monkeypatch, path)
    first = session.archive_of(path)
    assert names_in(tmp_path) == sorted([first, "big.lossatlas"])
    shared = tmp_path / "shared.lossatlas"
    shared.write_bytes(path.read_bytes())
    for text in ("0.5", "0.125"):
        enter(table(digits, "predictions"), 0, 0, text)
        click_action(digits, "save")
        assert_same(io.load(str(path)), digits.store.document)
        assert names_in(tmp_path) == sorted([first, session.archive_of(path), "big.lossatlas", "shared.lossatlas"])
    assert io.load(str(shared)).models[0].rows.row(0).tolist() == [0.25] * 4, "what another session needs stays"
    shared.unlink()
    click_action(digits, "undo")
    click_action(digits, "undo")
    click_action(digits, "save")
    enter(table(digits, "predictions"), 0, 0, "0.75")
    click_action(digits, "save")
    assert names_in(tmp_path) == sorted([session.archive_of(path), "big.lossatlas"])


def test_a_session_in_one_file_stays_in_one_file(digits: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    click_action(digits, "example.digits")
    digits.store.open(Document.make(np.zeros(9000, int), [("m", np.full((9000, 4), 0.25), "probability")]))
    path = tmp_path / "one"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "Session in one file (*.lossatlas)"))
    click_action(digits, "save_as")
    enter(table(digits, "predictions"), 0, 0, "0.5")
    no_dialog(monkeypatch)
    click_action(digits, "save")
    assert names_in(tmp_path) == ["one.lossatlas"]
    open_file(digits, monkeypatch, tmp_path / "one.lossatlas")
    enter(table(digits, "predictions"), 0, 0, "0.75")
    click_action(digits, "save")
    assert names_in(tmp_path) == ["one.lossatlas"]
    assert io.load(str(tmp_path / "one.lossatlas")).models[0].rows.row(0).tolist() == [0.75, 0.25, 0.25, 0.25]


def test_the_kinds_of_files_are_offered(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    asked: list[tuple] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: asked.append(args) or ("", ""))
    click_action(window, "save_as")
    kinds = asked[0][3].split(";;")
    assert [kind.rpartition("*")[2] for kind in kinds] == [".lossatlas)", ".lossatlas)", ".npz)", ".csv)"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), kinds[3]))
    click_action(window, "save_as")
    assert names_in(tmp_path) == ["mine.csv"]
    assert "a session keeps settings and view too" in status(window)
    asked.clear()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: asked.append(args) or ("", ""))
    click_action(window, "save")
    assert asked[0][2] == str(tmp_path / "mine.lossatlas"), "a table is never saved over without being asked for"


def test_a_name_that_is_completed_may_be_there_already(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "mine.lossatlas").write_text("old", "utf-8")
    asked = answer(monkeypatch, Button.No)
    save_file(window, monkeypatch, tmp_path / "mine")
    assert asked == ["“mine.lossatlas” is there already. Replace it?"]
    assert (tmp_path / "mine.lossatlas").read_text("utf-8") == "old"
    answer(monkeypatch, Button.Yes)
    save_file(window, monkeypatch, tmp_path / "mine")
    assert io.load(str(tmp_path / "mine.lossatlas")).size == 2


def test_what_another_program_changed_is_not_replaced_unasked(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    path = tmp_path / "mine.lossatlas"
    save_file(window, monkeypatch, path)
    edited = path.read_text("utf-8").replace('"car"', '"cart"')
    path.write_text(edited, "utf-8")
    asked = answer(monkeypatch, Button.No)
    click_action(window, "save")
    assert asked == ["“mine.lossatlas” was changed by another program since it was opened. Replace it?"]
    assert path.read_text("utf-8") == edited
    answer(monkeypatch, Button.Yes)
    click_action(window, "save")
    assert io.load(str(path)).classes[0] == "car"
    path.unlink()
    click_action(window, "save")
    click_action(window, "save")
    assert path.exists(), "one that is gone is written again, without a question"


def test_a_link_stays_a_link(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.lossatlas").symlink_to(tmp_path / "real" / "mine.lossatlas")
    window.store.open(Document.make(np.zeros(9000, int), [("m", np.full((9000, 4), 0.25), "probability")]))
    save_file(window, monkeypatch, tmp_path / "link.lossatlas")
    assert (tmp_path / "link.lossatlas").is_symlink()
    assert len(names_in(tmp_path / "real")) == 2
    assert io.load(str(tmp_path / "link.lossatlas")).size == 9000


# -- two windows -----------------------------------------------------------------------------------------


def test_a_second_window_gets_a_copy_and_is_told(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    first = open_window("example")
    path = tmp_path / "mine.lossatlas"
    save_file(first, monkeypatch, path)
    second = open_window("mended")
    open_file(second, monkeypatch, path)
    assert told == [
        (
            "Open in another window",
            "“mine.lossatlas” is open in another window. This is a copy; save it under a name of its own.",
        )
    ]
    assert second.windowTitle().startswith("mine (copy)")
    assert_same(second.store.document, first.store.document)
    enter(table(second, "predictions"), 0, 0, "0.5")
    before = path.read_bytes()
    save_file(second, monkeypatch, path)
    assert told[1:] == [("Cannot save", "mine.lossatlas: It is open in another window; choose another name.")]
    assert path.read_bytes() == before
    save_file(second, monkeypatch, tmp_path / "other.lossatlas")
    assert "other.lossatlas" in second.windowTitle()
    open_file(first, monkeypatch, path)
    assert len(told) == 2, "one's own file is opened again as it is"
    assert first.windowTitle().startswith("mine.lossatlas")


def test_a_file_is_free_once_its_window_has_another(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    first, path = open_window("example"), tmp_path / "mine.lossatlas"
    save_file(first, monkeypatch, path)
    click_action(first, "example.mended")
    second = open_window(str(path))
    second.desk.greet()
    assert told == []
    assert second.windowTitle().startswith("mine.lossatlas")
    second.close()
    assert names_in(tmp_path) == [path.name]
    assert not list(tmp_path.glob(".*")), "nothing is left behind"


def test_a_copy_from_the_command_line_is_told_of_once_there_is_a_window(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    save_file(open_window("example"), monkeypatch, tmp_path / "mine.lossatlas")
    second = open_window(str(tmp_path / "mine.lossatlas"))
    assert told == []
    second.desk.greet(starting=True)
    assert told[0][0] == "Open in another window"
    second.desk.greet(starting=True)
    assert len(told) == 1


# -- recent files ----------------------------------------------------------------------------------------


def recent(window: MainWindow) -> QMenu:
    menu = window.findChild(QMenu, "menu.recent")
    assert menu is not None
    menu.aboutToShow.emit()
    return menu


def test_recent_files(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert [action.text() for action in recent(window).actions()] == ["No files yet"]
    monkeypatch.setenv("HOME", str(tmp_path))
    one, two = tmp_path / "one.lossatlas", tmp_path / "R&D" / "two.npz"
    two.parent.mkdir()
    save_file(window, monkeypatch, one)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(two), ""))
    click_action(window, "save_as")
    open_file(window, monkeypatch, one)
    texts = [action.text() for action in recent(window).actions() if action.text()]
    assert texts == ["&1 one.lossatlas — ~", "&2 two.npz — ~/R&&D", "&Clear this list"]
    action = recent(window).findChild(QAction, "action.recent.2")
    assert action is not None
    action.trigger()
    assert window.windowTitle().startswith("two.npz")
    one.unlink()
    gone = next(a for a in recent(window).actions() if "one" in a.text())
    assert gone.text() == "&2 one.lossatlas (missing)"
    assert not gone.isEnabled()
    clear = next(a for a in recent(window).actions() if a.objectName() == "action.clear_recent")
    clear.trigger()
    assert [action.text() for action in recent(window).actions()] == ["No files yet"]


def test_only_the_latest_files_are_remembered_and_nonsense_is_not(tmp_path: Path):
    for number in range(12):
        preferences.remember_file(tmp_path / str(number))
    assert [path.name for path in preferences.files()] == [str(n) for n in range(11, 2, -1)]
    for nonsense in ("{", "3", '[1, "a"]'):
        preferences.remember("files", nonsense)
        assert preferences.files() == ((Path("a"),) if "a" in nonsense else ())


def test_examples_are_no_files(window: MainWindow):
    click_action(window, "example.digits")
    assert preferences.files() == ()


# -- what cannot be done ---------------------------------------------------------------------------------


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is of Unix")
@pytest.mark.parametrize(("rows", "room"), [(9000, 20_000), (9000, 500), (2, 500)], ids=["archive", "text", "small"])
def test_a_full_disk_leaves_the_old_session_whole(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told, rows: int, room: int
):
    window.store.open(Document.make(np.zeros(rows, int), [("m", np.full((rows, 4), 0.25), "probability")]))
    path = tmp_path / "mine.lossatlas"
    save_file(window, monkeypatch, path)
    before, files = window.store.document, names_in(tmp_path)
    enter(table(window, "predictions"), 0, 0, "0.5")
    changed = window.store.document
    with little_room(room):
        click_action(window, "save")
    assert told[0][0] == "Cannot save"
    assert "cannot be written: File too large" in told[0][1]
    assert window.store.document is changed
    assert window.isWindowModified()
    assert names_in(tmp_path) == files
    assert_same(io.load(str(path)), before)
    click_action(window, "save")
    assert_same(io.load(str(path)), changed)


GOOD = session.encode(session.Session(io.load("example")), "good").text
BAD: dict[str, tuple[bytes, str]] = {
    "cut": (GOOD[:400], "ends too early"),
    "empty": (b"", "The file is empty"),
    "types": (GOOD.replace(b"0.8", b'"0.8"'), "models[0].rows[1][1]"),
    "twice": (GOOD.replace(b'"calf"', b'"car"'), "“car” appears twice"),
    "newer": (GOOD.replace(b'"version": 1', b'"version": 2'), "saved by a newer Loss Atlas"),
    "nul": (GOOD.replace(b'"car"', b'"c\0r"'), "line 4"),
    "utf16": (GOOD.decode().encode("utf-16"), "save it as UTF-8"),
    "text": (b"hello", "not valid JSON here"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_session_is_refused_and_the_document_stays(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told, name: str
):
    data, words = BAD[name]
    path = tmp_path / f"{name}.lossatlas"
    path.write_bytes(data)
    mine = tmp_path / "mine.lossatlas"
    save_file(window, monkeypatch, mine)
    before, title = window.store.document, window.windowTitle()
    open_file(window, monkeypatch, path)
    assert window.store.document is before
    assert window.windowTitle() == title
    assert told == [("Cannot open", told[0][1])]
    assert f"{name}.lossatlas" in told[0][1]
    assert words in told[0][1]
    assert window.desk.recovery.lock is not None
    assert window.desk.recovery.lock.path == mine, "the file on show is still held"


def test_what_is_no_file_is_no_session(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told):
    (tmp_path / "folder.lossatlas").mkdir()
    os.mkfifo(tmp_path / "pipe.lossatlas")
    before = window.store.document
    for name, words in (("folder", "a folder"), ("pipe", "not a regular file"), ("none", "no such file")):
        open_file(window, monkeypatch, tmp_path / f"{name}.lossatlas")
        assert words in told[-1][1]
    assert window.store.document is before
    save_file(window, monkeypatch, tmp_path / "folder.lossatlas")
    assert told[-1][0] == "Cannot save"
    save_file(window, monkeypatch, tmp_path / "no" / "mine.lossatlas")
    assert "no such folder" in told[-1][1]
    assert names_in(tmp_path) == ["folder.lossatlas", "pipe.lossatlas"]


def test_parameters_come_back_into_their_controls(open_window: Opener, tmp_path: Path):
    document = io.load("example").with_loss(losses.create("focal", gamma=4.5)).with_settings(loss="focal")
    path = tmp_path / "mine.lossatlas"
    path.write_bytes(session.encode(session.Session(document), "mine").text)
    window = open_window(str(path))
    assert window.controls._parameter_widgets["gamma"].value() == 4.5


def test_figures_of_a_session_are_of_what_was_looked_at(qapp: QApplication, tmp_path: Path):
    document = io.load("mended")
    texts = []
    for sample in (0, 1):
        path = tmp_path / f"{sample}.lossatlas"
        view = session_view.to_entries(FocusState(sample, 1, choices={"distributions.axis": "log"}))
        path.write_bytes(session.encode(session.Session(document, view), "x").text)
        into = tmp_path / str(sample)
        headless.write(headless.draw([str(path)], ExportChoice(("gradients",), ("csv",), into)), into)
        texts.append((tmp_path / str(sample) / "gradients.csv").read_text("utf-8"))
    assert texts[0] != texts[1]
