"""Files of other programs: by the import dialog, dropped, from the clipboard and from the command line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QMessageBox,
    QProgressDialog,
    QPushButton,
    QTableView,
    QWidget,
)

from core import watching
from core.io import importing
from core.watching import Cancelled
from gui import reading
from gui.dialogs.import_columns import CLASS, KIND, MODEL, ColumnsModel, PreviewModel
from gui.dialogs.import_dialog import ImportDialog
from gui.main_window import MainWindow
from tests.gui.hands import CTRL, SHIFT, Key, Opener, click_action, enter, press, settle, status, table, write

Told = list[tuple[str, str]]
CLASSES = ["cat", "dog", "emu"]
N = 12
P = np.random.default_rng(3).dirichlet(np.ones(3), N).round(6)
Y = np.arange(N) % 3


def rows_of(*columns: Any, titles: list[str], sep: str = ",") -> str:
    lines = [titles, *([str(x) for x in row] for row in zip(*columns, strict=True))]
    return "\n".join(sep.join(line) for line in lines) + "\n"


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    path = tmp_path / "forest.csv"
    path.write_text(rows_of(*P.T, titles=CLASSES), encoding="utf-8")
    return path


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "y_test.csv"
    path.write_text(rows_of([CLASSES[y] for y in Y], titles=["label"]), encoding="utf-8")
    return path


W = TypeVar("W", bound=QWidget)


def part(dialog: QWidget, kind: type[W], name: str) -> W:
    """Return a part of the dialog by its name, without `import.` in front."""
    found = dialog.findChild(kind, f"import.{name}")
    assert found is not None, name
    return found


def shown(window: MainWindow) -> ImportDialog:
    """Return the dialog on the screen."""
    dialog = window.findChild(ImportDialog, "dialog.import")
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def ready(dialog: ImportDialog) -> ImportDialog:
    """Wait until the dialog has read and judged."""
    until(lambda: not dialog.is_busy)
    settle()
    return dialog


def until(done: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it takes too long"
        QTest.qWait(5)


def pick(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Choose files in the next file dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], ""))


def started(window: MainWindow, monkeypatch: pytest.MonkeyPatch, *paths: Path) -> ImportDialog:
    """Open the import dialog on files through the menu."""
    pick(monkeypatch, *paths)
    click_action(window, "import")
    return ready(shown(window))


def click(dialog: QWidget, name: str) -> None:
    button = part(dialog, QPushButton, name)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def said(dialog: QWidget) -> str:
    return part(dialog, QLabel, "said").text()


def set_form(dialog: ImportDialog, name: str, value: str) -> None:
    """Choose an entry of a box with the keyboard."""
    box = part(dialog, QComboBox, name)
    box.showPopup()
    choose_listed(box, value)
    ready(dialog)


def choose_listed(box: QComboBox, value: str) -> None:
    """Choose an entry of a box whose list is open, with the arrow keys and Return."""
    listed, row = box.view(), box.findData(value)
    assert row >= 0, value
    for _ in range(box.count()):
        at = listed.currentIndex().row()
        if at == row:
            break
        QTest.keyClick(listed, Key.Key_Down if at < row else Key.Key_Up)
    assert listed.currentIndex().row() == row
    QTest.keyClick(listed, Key.Key_Return)


def cell(dialog: ImportDialog, row: int, column: int) -> str:
    return str(part(dialog, QTableView, "columns").model().index(row, column).data())


def focus(dialog: ImportDialog, row: int, column: int, keys: Any = Qt.KeyboardModifier.NoModifier) -> QTableView:
    view = part(dialog, QTableView, "columns")
    at = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, at)
    settle()
    return view


def set_kind(dialog: ImportDialog, kind: str) -> None:
    """Choose the role of the column in focus with the keyboard."""
    view = part(dialog, QTableView, "columns")
    QTest.keyClick(view, Key.Key_F2)
    settle()
    QTest.qWait(20)
    box = view.findChild(QComboBox)
    assert box is not None
    choose_listed(box, kind)
    ready(dialog)


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, at, left = Qt.DropAction.CopyAction, QPointF(300, 300), Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(at.toPoint(), action, mime, left, none))
    QApplication.sendEvent(window, QDropEvent(at, action, mime, left, none))
    settle()


def holds(window: MainWindow, values: Any = P, scale: str = "probability") -> None:
    """Assert that the window shows these predictions of the labels."""
    document = window.store.document
    assert document.truth.array().tolist() == Y.tolist()
    assert document.models[0].scale == scale
    np.testing.assert_array_equal(document.models[0].rows.array(), values)


# -- the dialog -------------------------------------------------------------------------------------------


def test_predictions_and_labels_by_the_dialog(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    before = window.store.document
    dialog = started(window, monkeypatch, predictions)
    assert said(dialog).startswith("▲ forest.csv: There is no truth")
    assert not part(dialog, QPushButton, "ok").isEnabled()
    pick(monkeypatch, labels)
    click(dialog, "truth")
    ready(dialog)
    assert said(dialog) == "✓ 12 samples, 3 classes, 1 model"
    assert part(dialog, QListWidget, "files").count() == 2
    assert window.store.document is before
    click(dialog, "ok")
    assert not dialog.isVisible()
    holds(window)
    assert window.store.document.classes == tuple(CLASSES)
    assert window.store.undo_label is None


def test_one_file_gives_its_name_to_the_window(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    path = tmp_path / "run.npz"
    np.savez(path, predictions=P * 9 - 4, label_ids=Y)
    dialog = started(window, monkeypatch, path)
    assert "Logits: run." in said(dialog)
    click(dialog, "ok")
    assert "run.npz" in window.windowTitle()
    holds(window, P * 9 - 4, "logit")


def test_no_file_chosen_opens_no_dialog(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    pick(monkeypatch)
    click_action(window, "import")
    assert window.findChild(ImportDialog) is None


def test_escape_changes_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path):
    before = window.store.document
    dialog = started(window, monkeypatch, predictions, labels)
    QTest.keyClick(dialog, Key.Key_Escape)
    settle()
    assert window.store.document is before
    assert window.findChild(ImportDialog) is None or not dialog.isVisible()


def test_columns_and_rows_are_shown(window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path):
    dialog = started(window, monkeypatch, predictions)
    assert [cell(dialog, row, 0) for row in range(3)] == CLASSES
    assert cell(dialog, 0, KIND) == "probability ▾"
    assert (cell(dialog, 1, MODEL), cell(dialog, 1, CLASS)) == ("forest", "dog")
    model = part(dialog, QTableView, "preview").model()
    assert model.rowCount() == N
    assert model.index(2, 1).data() == f"{P[2, 1]:.6g}"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "dog\nprobability"


def test_a_role_is_chosen_with_keys(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(rows_of(Y, Y[::-1], *P.T, titles=["first", "second", *CLASSES]), encoding="utf-8")
    dialog = started(window, monkeypatch, path)
    assert said(dialog).startswith("▲")
    focus(dialog, 0, KIND)
    set_kind(dialog, "label")
    focus(dialog, 1, KIND)
    set_kind(dialog, "ignored")
    QTest.keyClick(part(dialog, QCheckBox, "logits"), Key.Key_Space)
    ready(dialog)
    assert said(dialog) == "✓ 12 samples, 3 classes, 1 model"
    click(dialog, "ok")
    holds(window)


def test_several_columns_take_one_role(window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path):
    dialog = started(window, monkeypatch, predictions)
    focus(dialog, 0, 0)
    focus(dialog, 2, KIND, SHIFT)
    set_kind(dialog, "truth")
    assert [cell(dialog, row, KIND) for row in range(3)] == ["true probability ▾"] * 3
    assert "uniform" in said(dialog)
    assert "1/3" in said(dialog)


def test_models_and_classes_are_typed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    dialog = started(window, monkeypatch, predictions, labels)
    view = focus(dialog, 0, 0)
    focus(dialog, 2, MODEL, SHIFT)
    QTest.keyClick(view, Key.Key_F2)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_A, CTRL)
    write("net")
    press(Key.Key_Return)
    ready(dialog)
    assert [cell(dialog, row, MODEL) for row in range(3)] == ["net"] * 3
    focus(dialog, 0, CLASS)
    QTest.keyClick(view, Key.Key_F2)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_A, CTRL)
    write("bird")
    press(Key.Key_Return)
    ready(dialog)
    assert "Label “cat”" in said(dialog)


def test_the_dialog_asks_which_scale_it_is(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, labels: Path
):
    path = tmp_path / "scores.csv"
    path.write_text(rows_of(*(P / 2).T, titles=CLASSES), encoding="utf-8")
    dialog = started(window, monkeypatch, path, labels)
    assert "may be probabilities or logits" in said(dialog)
    box = part(dialog, QCheckBox, "logits")
    QTest.keyClick(box, Key.Key_Space)
    ready(dialog)
    assert "Logits: scores." in said(dialog)
    assert cell(dialog, 0, KIND) == "logit ▾"
    click(dialog, "ok")
    holds(window, P / 2, "logit")


def test_a_text_is_taken_apart_as_the_person_says(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    path = tmp_path / "a.csv"
    text = rows_of([CLASSES[y] for y in Y], *P.T, titles=["label", *CLASSES], sep=";").replace(".", ",")
    path.write_text(text, encoding="utf-8")
    dialog = started(window, monkeypatch, path)
    assert said(dialog).startswith("✓")
    assert part(dialog, QComboBox, "separator").currentData() == ";"
    assert part(dialog, QComboBox, "decimal").currentData() == ","
    set_form(dialog, "titles", "no")
    assert part(dialog, QTableView, "preview").model().rowCount() == N + 1
    set_form(dialog, "titles", "yes")
    set_form(dialog, "decimal", ".")
    assert "uniform" in said(dialog), "0,5 is no number with a point"
    set_form(dialog, "decimal", ",")
    click(dialog, "ok")
    holds(window)


def test_an_encoding_that_was_not_found_is_said(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes("label,né,b\nné,0.5,0.5\nb,0.25,0.75\n".encode("cp1252"))  # é and a comma are no GB 18030
    dialog = started(window, monkeypatch, path)
    assert said(dialog).startswith("▲ a.csv: The text is neither UTF-8")
    set_form(dialog, "encoding", "cp1252")
    assert said(dialog) == "✓ 2 samples, 2 classes, 1 model"
    assert cell(dialog, 1, 0) == "né"


def test_files_are_taken_out_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    dialog = started(window, monkeypatch, predictions, labels)
    QTest.keyClick(part(dialog, QListWidget, "files"), Key.Key_Down)
    settle()
    assert cell(dialog, 0, 0) == "label"
    click(dialog, "remove")
    ready(dialog)
    assert said(dialog).startswith("▲ forest.csv: There is no truth")
    click(dialog, "remove")
    ready(dialog)
    assert said(dialog).startswith("Add the files")
    assert not part(dialog, QPushButton, "remove").isEnabled()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pt", b"PK", "torch.load"),
        ("a.pkl", b"\x80\x04", "pickle.load"),
        ("a.npz", b"PK\x03\x04", "damaged"),
        ("a.json", b"[1, 2", "damaged"),
        ("a.safetensors", b"\xff" * 64, "damaged"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"a,b\n\x00,1\n", "UTF-8"),
        ("a.docx", b"x", "not known"),
    ],
)
def test_what_cannot_be_read_is_said_in_the_dialog(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, data: bytes, words: str
):
    before = window.store.document
    path = tmp_path / name
    path.write_bytes(data)
    dialog = started(window, monkeypatch, path)
    assert said(dialog).startswith(f"▲ {name}")
    assert words in said(dialog)
    assert not part(dialog, QPushButton, "ok").isEnabled()
    assert window.store.document is before


def test_a_bad_file_leaves_the_good_ones(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    dialog = started(window, monkeypatch, predictions, labels)
    pick(monkeypatch, predictions.with_name("missing.csv"))
    click(dialog, "add")
    ready(dialog)
    assert said(dialog).startswith("▲ missing.csv: There is no such file")
    assert part(dialog, QListWidget, "files").count() == 2
    assert part(dialog, QPushButton, "ok").isEnabled()


def test_everything_has_a_name_and_is_reached_by_tab(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    dialog = started(window, monkeypatch, predictions, labels)
    wanted = {
        "files",
        "add",
        "truth",
        "separator",
        "encoding",
        "decimal",
        "titles",
        "columns",
        "preview",
        "logits",
        "ok",
    }
    part(dialog, QListWidget, "files").setFocus()
    reached: set[str] = set()
    for _ in range(30):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.add(widget.objectName().removeprefix("import."))
        QTest.keyClick(widget, Key.Key_Tab)
    assert wanted <= reached
    for name in ("files", "separator", "encoding", "decimal", "titles", "columns", "preview"):
        assert part(dialog, QWidget, name).accessibleName()


def test_the_models_of_the_dialog_are_sound(window: MainWindow, tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"predictions": P.tolist(), "label_ids": Y.tolist()}), encoding="utf-8")
    proposal = importing.propose([path])
    for kind in (ColumnsModel, PreviewModel):
        model = kind(window)
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        model.show_part(proposal.parts[0], proposal.roles[0])
        model.show_part(proposal.parts[0], proposal.roles[0])
        model.show_part(None, ())
        assert model.rowCount() == 0
        del tester


# -- the question -----------------------------------------------------------------------------------------


def test_unsaved_changes_are_asked_about_before_they_go(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    enter(table(window, "predictions"), 0, 0, "0.25")
    before = window.store.document
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    dialog = started(window, monkeypatch, predictions, labels)
    click(dialog, "ok")
    assert window.store.document is before
    assert dialog.isVisible(), "nothing of what was chosen is lost"
    click(dialog, "ok")
    holds(window)
    assert not answers


# -- dropped, copied, named -------------------------------------------------------------------------------


def test_files_that_are_plain_open_when_dropped(window: MainWindow, predictions: Path, labels: Path):
    drop(window, predictions, labels)
    holds(window)
    assert window.findChild(ImportDialog) is None


def test_files_in_doubt_are_asked_about_when_dropped(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    before = window.store.document
    drop(window, predictions)
    dialog = shown(window)
    assert "There is no truth" in said(dialog)
    assert window.store.document is before
    pick(monkeypatch, labels)
    click(dialog, "add")
    ready(dialog)
    click(dialog, "ok")
    holds(window)


def test_a_dropped_pickle_is_refused_with_what_converts_it(window: MainWindow, tmp_path: Path, told: Told):
    path = tmp_path / "run.pth"
    path.write_bytes(b"PK")
    drop(window, path)
    assert told[0][0] == "Cannot open"
    assert "torch.load(FILE)" in told[0][1]
    assert "numpy.savez(NEW" in told[0][1]


def test_a_copied_table_is_a_new_document(window: MainWindow):
    QGuiApplication.clipboard().setText(rows_of([CLASSES[y] for y in Y], *P.T, titles=["label", *CLASSES], sep="\t"))
    click_action(window, "paste_new")
    holds(window)
    assert "Untitled" in window.windowTitle()
    assert status(window).startswith("12 samples, 3 classes, 1 model.")


def test_a_copied_table_in_doubt_is_asked_about(window: MainWindow, monkeypatch: pytest.MonkeyPatch, labels: Path):
    before = window.store.document
    QGuiApplication.clipboard().setText(rows_of(*P.T, titles=CLASSES, sep="\t"))
    click_action(window, "paste_new")
    dialog = shown(window)
    assert part(dialog, QListWidget, "files").item(0).text() == "Clipboard"
    set_form(dialog, "titles", "no")
    set_form(dialog, "titles", "yes")
    pick(monkeypatch, labels)
    click(dialog, "truth")
    ready(dialog)
    assert window.store.document is before
    click(dialog, "ok")
    holds(window)


@pytest.mark.parametrize("copied", ["", " \n\t\n"])
def test_nothing_copied_is_said(window: MainWindow, told: Told, copied: str):
    QGuiApplication.clipboard().setText(copied)
    click_action(window, "paste_new")
    assert told[0][0] == "Cannot paste"
    assert "clipboard" in told[0][1]


def test_the_command_line_opens_what_is_plain(open_window: Opener, predictions: Path, labels: Path):
    holds(open_window(str(predictions), str(labels)))


def test_the_command_line_asks_about_the_rest(open_window: Opener, predictions: Path):
    window = open_window(str(predictions))
    until(lambda: window.findChild(ImportDialog) is not None)
    assert "There is no truth" in said(shown(window))
    assert window.store.document.size == 2, "the first example behind it"
    shown(window).reject()


def test_logits_in_columns_of_ours_are_found_by_their_range(window: MainWindow, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(rows_of([CLASSES[y] for y in Y], *(P * 9 - 4).T, titles=["label", *CLASSES]), encoding="utf-8")
    drop(window, path)
    holds(window, np.array([[float(str(x)) for x in row] for row in P * 9 - 4]), "logit")


# -- slow files -------------------------------------------------------------------------------------------


def slowly(*_given: Any) -> Any:
    """Read something that never ends, unless it is called off."""
    for step in range(10_000):
        watching.tell(step, 10_000)
        time.sleep(0.01)
    raise AssertionError("nobody stopped it")


def test_a_slow_file_shows_how_far_it_is_and_stops(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path, labels: Path
):
    dialog = started(window, monkeypatch, predictions, labels)
    monkeypatch.setattr(importing, "read_part", slowly)
    pick(monkeypatch, predictions)
    click(dialog, "add")
    bar = part(dialog, QWidget, "progress")
    until(bar.isVisible)
    assert not part(dialog, QPushButton, "ok").isEnabled()
    click(dialog, "stop")
    ready(dialog)
    assert not bar.isVisible()
    assert said(dialog).startswith("✓"), "what was read before stays"
    assert part(dialog, QPushButton, "ok").isEnabled()


def test_closing_the_dialog_stops_what_is_read(window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path):
    stopped: list[bool] = []

    def slow(*_: Any) -> None:
        try:
            slowly()
        except Cancelled:
            stopped.append(True)
            raise

    monkeypatch.setattr(importing, "read_part", slow)
    pick(monkeypatch, predictions)
    click_action(window, "import")
    QTest.keyClick(shown(window), Key.Key_Escape)
    until(lambda: bool(stopped))


def test_opening_can_be_cancelled(window: MainWindow, monkeypatch: pytest.MonkeyPatch, predictions: Path):
    before = window.store.document
    monkeypatch.setattr(importing, "read_part", slowly)
    seen: list[int] = []

    def cancel() -> None:
        bar = window.findChild(QProgressDialog, "dialog.reading")
        if bar is None or not bar.isVisible():
            QTimer.singleShot(20, cancel)
            return
        seen.append(bar.value())
        bar.findChild(QPushButton).click()

    QTimer.singleShot(250, cancel)
    drop(window, predictions)
    assert seen
    assert window.store.document is before
    assert window.findChild(ImportDialog) is None


def test_the_window_lives_while_it_reads(window: MainWindow):
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)

    def work() -> int:
        for step in range(60):
            watching.tell(step, 60)
            time.sleep(0.01)
        return 7

    assert reading.run(window, "Reading", work) == 7
    assert len(ticks) > 20


def test_a_defect_while_reading_is_no_refusal(window: MainWindow):
    def work() -> None:
        raise KeyError("defect")

    with pytest.raises(KeyError):
        reading.run(window, "Reading", work)
