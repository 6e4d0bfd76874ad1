"""Opening, saving, and the question before changes are given up."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from core import io
from core.document import TRUTH, Document
from gui import app, reading
from gui.main_window import MainWindow
from tests.gui.hands import (
    CTRL,
    Key,
    choose,
    click_action,
    enter,
    header,
    press,
    row,
    said,
    settle,
    status,
    table,
    values,
)

Told = list[tuple[str, str]]
Button = QMessageBox.StandardButton


def open_file(window: MainWindow, monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Open files through the menu, as chosen in the dialog."""
    chosen = [str(path) for path in paths]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    click_action(window, "open")


def save_file(window: MainWindow, monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    """Save through the menu, under a name given in the dialog."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    click_action(window, "save")


def answer(monkeypatch: pytest.MonkeyPatch, button: Button) -> list[str]:
    """Answer the question about unsaved changes, and collect what was asked."""
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "question", lambda *args: asked.append(args[2]) or button)
    return asked


def change(window: MainWindow) -> Document:
    enter(table(window, "predictions"), 0, 0, "0.25")
    assert window.isWindowModified()
    return window.store.document


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "pets.csv"
    path.write_text("sample,label,cat,dog\na,cat,0.75,0.25\nb,dog,0.5,0.5\nc,dog,0.125,0.875\n", encoding="utf-8")
    return path


# -- opening ---------------------------------------------------------------------------------------------


def test_examples_from_the_menu(window: MainWindow):
    names = [action.objectName() for action in window.findChildren(QAction)]
    for name in io.EXAMPLES:
        assert f"action.example.{name}" in names
    click_action(window, "example.digits")
    assert window.store.document.size == 899
    assert table(window, "truth").model().rowCount() == 899
    assert "digits" in window.windowTitle()
    assert window.store.undo_label is None, "another document has a history of its own"
    click_action(window, "example.mended")
    assert row(window.store.document, 1, 0) == [0, 0.1, 0.9]
    assert (window.focus.state.sample, window.focus.state.model) == (0, 0)


def test_a_table_is_opened(window: MainWindow, monkeypatch: pytest.MonkeyPatch, csv_file: Path):
    open_file(window, monkeypatch, csv_file)
    assert header(table(window, "truth")) == ["cat", "dog", "Σ"]
    assert values(table(window, "results"), "Cross-entropy") == pytest.approx(
        [-np.log(0.75), -np.log(0.5), -np.log(0.875)], rel=1e-14
    )
    assert "pets.csv" in window.windowTitle()
    assert not window.isWindowModified()


def test_an_archive_is_opened(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    path = tmp_path / "run.npz"
    logits = np.array([[2.0, 0.0, -2.0], [0.0, 0.0, 0.0]])
    np.savez(path, labels=[0, 2], **{"logits/net": logits, "probabilities/coin": np.full((2, 3), 1 / 3)})
    open_file(window, monkeypatch, path)
    assert [model.name for model in window.store.document.models] == ["net", "coin"]
    assert window.findChild(type(window.deck.scale_choice), "control.scale").currentData() == "logit"
    expected = np.log(np.exp(logits).sum(axis=1)) - logits[[0, 1], [0, 2]]
    assert values(table(window, "results"), "Cross-entropy") == pytest.approx(expected.tolist(), rel=1e-12)


def test_several_files_are_one_document(window: MainWindow, monkeypatch: pytest.MonkeyPatch, csv_file: Path):
    other = csv_file.with_name("other.csv")
    other.write_text(csv_file.read_text("utf-8").replace("0.75,0.25", "0.5,0.5"), encoding="utf-8")
    open_file(window, monkeypatch, csv_file, other)
    assert [model.name for model in window.store.document.models] == ["model", "model (2)"]


def test_what_was_chosen_stays_for_the_next_file(window: MainWindow, monkeypatch: pytest.MonkeyPatch, csv_file: Path):
    choose(window, "control.unit", "bit")
    choose(window, "control.row_sums", "strict")
    choose(window, "control.loss", "mse")
    window.store.mark_saved()
    open_file(window, monkeypatch, csv_file)
    settings = window.store.document.settings
    assert (settings.unit, settings.row_sums, settings.loss) == ("bit", "strict", "mse")


def drop(window: MainWindow, mime: QMimeData) -> bool:
    """Drag something over the window and let it go; return whether the window would take it."""
    action, at = Qt.DropAction.CopyAction, QPointF(300, 300)
    over = QDragEnterEvent(at.toPoint(), action, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    over.ignore()
    QApplication.sendEvent(window, over)
    if over.isAccepted():
        event = QDropEvent(at, action, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window, event)
        settle()
    return over.isAccepted()


def test_a_file_is_dropped(window: MainWindow, csv_file: Path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(csv_file))])
    assert drop(window, mime)
    assert window.store.document.classes == ("cat", "dog")


def test_what_is_no_file_is_not_taken(window: MainWindow):
    before = window.store.document
    mime = QMimeData()
    mime.setText("0.5 0.5")
    assert not drop(window, mime)
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/data.csv")])
    drop(window, link)
    assert window.store.document is before


def test_a_dropped_file_that_is_bad_is_refused(window: MainWindow, tmp_path: Path, told: Told):
    before = window.store.document
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "missing.csv"))])
    drop(window, mime)
    assert window.store.document is before
    assert "missing.csv" in told[0][1]


BAD = {
    "missing.npz": (None, "no such file"),
    "empty.csv": (b"", "empty"),
    "cut.npz": (b"PK\x03\x04\x14\x00\x00\x00", "damaged"),
    "letters.csv": (b"label,cat,dog\ncat,0.9,x\n", "not a number"),
    "negative.csv": (b"label,cat,dog\ncat,0.9,-0.1\n", "negative"),
    "ragged.csv": (b"label,cat,dog\ncat,0.9,0.1\ndog,0.5\n", "row"),
    "picture.png": (b"\x89PNG", ".png"),
    "noise.parquet": (b"\x00\x01\x02\x03" * 64, "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told, name: str
):
    data, words = BAD[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    window.focus.move(sample=1, model=1)
    before, title = window.store.document, window.windowTitle()
    open_file(window, monkeypatch, tmp_path / name)
    assert window.store.document is before
    assert window.windowTitle() == title
    assert (window.focus.state.sample, window.focus.state.model) == (1, 1)
    assert told == [("Cannot open", told[0][1])]
    assert name in told[0][1]
    assert words.lower() in told[0][1].lower()
    assert told[0][1] in status(window)


def test_a_dialog_that_is_called_off_opens_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    before = window.store.document
    open_file(window, monkeypatch)
    assert window.store.document is before


# -- the question ----------------------------------------------------------------------------------------


def test_without_changes_nothing_is_asked(window: MainWindow):
    click_action(window, "example.mended")
    window.close()
    assert not window.isVisible()


def test_changes_taken_back_are_no_changes(window: MainWindow):
    change(window)
    press(Key.Key_Z, CTRL)
    assert not window.isWindowModified()
    click_action(window, "example.mended")


def test_cancel_keeps_everything(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    document = change(window)
    asked = answer(monkeypatch, Button.Cancel)
    click_action(window, "example.mended")
    assert window.store.document is document
    window.close()
    assert window.isVisible()
    assert len(asked) == 2
    assert all("not saved" in words for words in asked)


def test_discard_gives_the_changes_up(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    change(window)
    answer(monkeypatch, Button.Discard)
    click_action(window, "example.mended")
    assert row(window.store.document, 0, 0) == [0.3, 0.3, 0.4]
    assert not window.isWindowModified()


def test_save_first(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    change(window)
    answer(monkeypatch, Button.Save)
    path = tmp_path / "mine.npz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.close()
    assert not window.isVisible()
    assert io.load(str(path)).models[0].rows.row(0).tolist() == [0.25, 0.3, 0.4]


def test_save_first_and_then_not_after_all(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    document = change(window)
    answer(monkeypatch, Button.Save)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    window.close()
    assert window.isVisible(), "without a name nothing was saved, so nothing is given up"
    assert window.store.document is document


def test_save_first_and_the_disk_says_no(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    document = change(window)
    answer(monkeypatch, Button.Save)
    missing = tmp_path / "missing" / "mine.npz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(missing), ""))
    click_action(window, "example.mended")
    assert window.store.document is document
    assert told


# -- saving ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".npz", ".csv"])
@pytest.mark.parametrize("example", ["example", "digits"])
def test_what_is_saved_opens_with_the_same_numbers(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, example: str, suffix: str
):
    click_action(window, f"example.{example}")
    enter(table(window, "predictions"), 0, 0, "1/3")
    enter(table(window, "truth"), 1, 1, "0.125")
    path = tmp_path / f"saved{suffix}"
    save_file(window, monkeypatch, path)
    assert not window.isWindowModified()
    assert f"saved{suffix}" in window.windowTitle()
    assert f"Saved saved{suffix}" in status(window)
    before = window.store.document
    open_file(window, monkeypatch, path)
    after = window.store.document
    assert after is not before
    assert (after.classes, after.samples) == (before.classes, before.samples)
    assert [(model.name, model.scale) for model in after.models] == [(m.name, m.scale) for m in before.models]
    for each in range(TRUTH, len(before.models)):
        for index in (0, 1, before.size - 1):
            assert row(after, each, index) == row(before, each, index)


def test_a_cell_takes_keys_after_a_slow_reading(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "PATIENCE_MS", 0)  # so the bar is shown, and has the focus meanwhile
    click_action(window, "example.digits")
    enter(table(window, "predictions"), 0, 0, "1/3")
    assert row(window.store.document, 0, 0)[0] == pytest.approx(1 / 3)


def test_undo_past_a_save_is_a_change_again(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    change(window)
    save_file(window, monkeypatch, tmp_path / "mine.npz")
    assert not window.isWindowModified()
    press(Key.Key_Z, CTRL)
    assert window.isWindowModified()
    press(Key.Key_Y, CTRL)
    assert not window.isWindowModified()


def test_a_name_without_ending_becomes_a_session(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    save_file(window, monkeypatch, tmp_path / "mine")
    assert [path.name for path in tmp_path.glob("mine*")] == ["mine.lossatlas"]
    click_action(window, "example.mended")
    save_file(window, monkeypatch, tmp_path / "v1.5")
    assert (tmp_path / "v1.5.lossatlas").exists()


def test_saving_into_a_folder_that_is_missing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    change(window)
    save_file(window, monkeypatch, tmp_path / "missing" / "mine.csv")
    assert told[0][0] == "Cannot save"
    assert "no such folder" in told[0][1]
    assert window.isWindowModified()
    assert list(tmp_path.iterdir()) == []


@contextmanager
def closed(folder: Path, mode: int) -> Iterator[None]:
    """Give a folder a mode and be somebody whom it binds, which root is not."""
    folder.chmod(mode)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no modes there")
@pytest.mark.parametrize("mode", [0o555, 0o000], ids=["read only", "closed"])
def test_saving_where_it_is_forbidden_leaves_the_old_file(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, told: Told, mode: int
):
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others all the way up
        folder = Path(name) / "folder"
        Path(name).chmod(0o755)
        folder.mkdir()
        path = folder / "mine.csv"
        path.write_text("old", encoding="utf-8")
        change(window)
        with closed(folder, mode):
            save_file(window, monkeypatch, path)
        assert told[0][0] == "Cannot save"
        assert path.read_text("utf-8") == "old"
        assert [each.name for each in folder.iterdir()] == ["mine.csv"]
        assert window.isWindowModified()


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no modes there")
def test_opening_where_it_is_forbidden(window: MainWindow, monkeypatch: pytest.MonkeyPatch, told: Told):
    before = window.store.document
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "folder"
        folder.mkdir()
        (folder / "mine.csv").write_text("label,a,b\na,0.5,0.5\n", encoding="utf-8")
        with closed(folder, 0o000):
            open_file(window, monkeypatch, folder / "mine.csv")
    assert told[0][0] == "Cannot open"
    assert "mine.csv" in told[0][1]
    assert window.store.document is before


@pytest.mark.skipif(sys.platform != "linux", reason="the place that takes no files is Linux's")
def test_saving_where_nothing_can_be_written(window: MainWindow, monkeypatch: pytest.MonkeyPatch, told: Told):
    change(window)
    save_file(window, monkeypatch, "/proc/mine.csv")
    assert told[0][0] == "Cannot save"
    assert "mine.csv" in told[0][1]
    assert window.isWindowModified()


def test_a_write_that_breaks_off_leaves_the_old_file(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    """A full disk shows when the new file is committed; the old one must still be there, and nothing beside it."""
    from gui.export import files

    class Full(files.QSaveFile):
        def write(self, data: bytes) -> int:
            super().write(data[: len(data) // 2])
            return len(data) // 2

    monkeypatch.setattr(files, "QSaveFile", Full)
    path = tmp_path / "mine.csv"
    path.write_text("old", encoding="utf-8")
    change(window)
    save_file(window, monkeypatch, path)
    assert told[0][0] == "Cannot save"
    assert path.read_text("utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["mine.csv"]
    assert window.isWindowModified()


def test_saving_onto_a_folder_is_refused(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    (tmp_path / "data.npz").mkdir()
    save_file(window, monkeypatch, tmp_path / "data.npz")
    assert "folder" in told[0][1]
    assert (tmp_path / "data.npz").is_dir()


def test_a_model_name_that_no_table_can_hold(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
):
    q = np.array([[0.5, 0.5]])
    window.store.open(Document.make(np.array([0]), [("a:b", q, "probability"), ("c", q, "probability")]))
    settle()
    save_file(window, monkeypatch, tmp_path / "mine.csv")
    assert told[0][0] == "Cannot save"
    assert "a:b" in told[0][1]
    assert ".npz" in told[0][1], "what mends it"
    assert list(tmp_path.iterdir()) == []
    save_file(window, monkeypatch, tmp_path / "mine.npz")
    assert [model.name for model in io.load(str(tmp_path / "mine.npz")).models] == ["a:b", "c"]


def test_the_window_opens_on_files_of_the_command_line(open_window, csv_file: Path):
    window = open_window(str(csv_file))
    assert window.store.document.classes == ("cat", "dog")
    assert "pets.csv" in window.windowTitle()


def test_build_takes_files_with_or_without_a_programs_name(csv_file: Path):
    made = []
    for argv in ([], ["main.py"], ["main.py", "digits"], ["/somewhere/loss-atlas", str(csv_file)]):
        _, window = app.build(argv)
        made.append((window.store.document.size, len(window.store.document.classes)))
        window.close()
        window.deleteLater()
    assert made == [(2, 3), (2, 3), (899, 10), (3, 2)]


def test_the_title_names_what_is_open(window: MainWindow):
    assert "Two images, as published" in window.windowTitle()
    assert said(table(window, "truth"), 0, 2) == "1"
