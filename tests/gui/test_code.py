"""The Code panel by its real widgets: live but deferred, the line in focus, copying, saving, and the overflow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QToolButton, QWidget

from core import io, losses, snippets
from core.document import Document
from core.results import compute
from gui import panels
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels.code import PAUSE_MS, CodePanel
from gui.panels.code.colours import COLOURS, spans
from gui.plotting.style import STYLES, contrast
from gui.store import Intent
from tests.gui.hands import Opener, settle, shown, status, table

Key = Qt.Key


def raised(window: MainWindow) -> CodePanel:
    """Return the panel, put in front."""
    window.docks["panel.code"].raise_()
    settle()
    panel = window.panels["code"]
    assert isinstance(panel, CodePanel)
    return panel


def choose(window: MainWindow, framework: str) -> None:
    """Choose in the title bar as a person does, by the keyboard."""
    box = window.findChild(QComboBox, "control.code.framework")
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, Key.Key_Home)
    while box.currentData() != framework:
        before = box.currentIndex()
        QTest.keyClick(box, Key.Key_Down)
        assert box.currentIndex() != before, framework
    settle()


def program(panel: CodePanel) -> str:
    return panel.view.toPlainText()


def wait(panel: CodePanel) -> None:
    """Let the hand rest until the program is written."""
    settle()
    QTest.qWait(PAUSE_MS)
    for _ in range(100):
        if not panel.pause.isActive():
            break
        QTest.qWait(20)
    settle()


def stay(panel: CodePanel) -> None:
    """Let no moment be a rest of the hand, however slow the machine is."""
    assert panel.pause.interval() == PAUSE_MS <= 100
    panel.pause.setInterval(600_000)


def rest(panel: CodePanel) -> None:
    """Let the hand rest after `stay`."""
    panel.pause.setInterval(PAUSE_MS)
    panel.pause.start()
    wait(panel)


# -- the program ----------------------------------------------------------------------------------------------


def test_the_program_is_there_at_once_and_is_the_cores(window: MainWindow):
    panel = raised(window)
    assert program(panel) == snippets.snippet(window.store.document).text
    assert panel.view.isReadOnly()


@pytest.mark.parametrize("framework", snippets.frameworks())
def test_each_framework_by_the_keyboard(window: MainWindow, framework: str):
    panel = raised(window)
    choose(window, framework)
    assert program(panel) == snippets.snippet(window.store.document, framework).text


def test_an_edit_shows_once_the_hand_rests(window: MainWindow):
    panel = raised(window)
    stay(panel)
    before = program(panel)
    for value in (0.25, 0.5):
        window.store.push(edit(value))
        settle()
        assert program(panel) == before
    rest(panel)
    assert "[0.5, 0.3, 0.4],  # image 1" in program(panel)


def edit(value: float) -> Intent:
    """Return the edit of Model 1's first number."""

    def change(document: Document) -> Document:
        return document.with_cells(0, {(0, 0): value})

    return Intent("edit", change)


def test_a_drag_never_writes_it(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    panel = raised(window)
    stay(panel)
    written: list[str] = []
    monkeypatch.setattr("gui.panels.code.snippets.snippet", lambda *_, **__: written.append("one"))
    for k in range(20):
        window.store.push(edit(0.01 * k))
        settle()
    assert written == []
    monkeypatch.undo()
    rest(panel)
    assert "[0.19, 0.3, 0.4]" in program(panel)


def test_behind_another_tab_nothing_is_written(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    panel = raised(window)
    window.docks["panel.curves"].raise_()
    settle()
    before = program(panel)
    window.store.push(edit(0.125))
    wait(panel)
    assert program(panel) == before
    window.docks["panel.code"].raise_()
    wait(panel)
    assert "0.125" in program(panel)


def test_the_settings_of_the_window_are_the_programs(window: MainWindow):
    panel = raised(window)
    loss = losses.parse("focal:gamma=3")
    window.store.push(taking(loss))
    wait(panel)
    assert "def focal(q, gamma=3):" in program(panel)
    for decimals in ("6", "4"):
        action = window.findChild(QAction, f"action.decimals.{decimals}")
        assert action is not None
        action.trigger()
        settle()
        assert f":z.{decimals}f}}" in program(panel)


def taking(loss: losses.Loss) -> Intent:
    """Return the choice of a loss with its parameters."""
    return Intent("loss", lambda document: document.with_loss(loss).with_settings(loss=loss.name))


def test_what_it_prints_is_on_the_screen(window: MainWindow, tmp_path: Path):
    panel = raised(window)
    place = tmp_path / "program.py"
    place.write_text(program(panel), encoding="utf-8")
    done = subprocess.run([sys.executable, str(place)], capture_output=True, text=True, check=True, timeout=60)
    on_screen = shown(table(window, "results"), "Cross-entropy")[:2]
    assert done.stdout.splitlines()[0].split()[2:4] == on_screen


def test_a_loss_without_a_value_says_why(open_window: Opener):
    soft = Document.make(np.array([[0.5, 0.5]]), [("a", np.array([[0.25, 0.75]]), "probability")])
    window = open_window(soft.with_settings(loss="hinge"))
    panel = raised(window)
    assert not panel.view.isVisible()
    assert "needs a truth that is 1 for one class" in panel.message.text()
    for name in ("copy", "save"):
        button = window.findChild(QToolButton, f"control.code.{name}")
        assert button is not None
        assert not button.isEnabled()
    window.store.push(taking(losses.create("mse")))
    wait(panel)
    assert panel.view.isVisible()
    assert "def mse(q):" in program(panel)


# -- the line in focus ----------------------------------------------------------------------------------------


def marked(panel: CodePanel) -> list[str]:
    lines = program(panel).splitlines()
    return [lines[line].strip() for line in panel.view.marked]


def test_the_lines_of_the_sample_and_the_model_in_focus_are_marked(window: MainWindow):
    panel = raised(window)
    assert marked(panel) == ["2,  # image 1: rocket", "[0.3, 0.3, 0.4],  # image 1"]
    window.focus.move(sample=1, model=1)
    settle()
    assert marked(panel) == ["0,  # image 2: car", "[0.4, 0.5, 0.1],  # image 2"]
    image = panel.view.grab().toImage()
    block = panel.view.document().findBlockByNumber(panel.view.marked[0])
    box = panel.view.blockBoundingGeometry(block).translated(panel.view.contentOffset())
    ratio = image.devicePixelRatio()
    at = QPoint(round((panel.view.width() - 40) * ratio), round((box.center().y() + 1) * ratio))
    assert image.pixelColor(at).name().upper() == STYLES["light"].accent_soft


def test_a_click_on_a_row_looks_at_it(window: MainWindow):
    panel = raised(window)
    lines = program(panel).splitlines()
    line = next(k for k, text in enumerate(lines) if "[0.4, 0.5, 0.1]" in text)
    panel.view.verticalScrollBar().setValue(line - 2)
    settle()
    cursor = QTextCursor(panel.view.document().findBlockByNumber(line))
    at = panel.view.cursorRect(cursor).center() + QPoint(60, 0)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    settle()
    assert (window.focus.state.sample, window.focus.state.model) == (1, 1)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 2))
    assert (window.focus.state.sample, window.focus.state.model) == (1, 1)


def test_scrolling_stays_while_numbers_change(window: MainWindow):
    panel = raised(window)
    panel.view.verticalScrollBar().setValue(9)
    window.store.push(edit(0.25))
    wait(panel)
    assert panel.view.verticalScrollBar().value() == 9


def test_text_is_selected_and_copied_by_the_keyboard(window: MainWindow):
    panel = raised(window)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(panel.view, Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == program(panel).splitlines()[0]
    QTest.keyClick(panel.view, Key.Key_X)
    assert program(panel) == snippets.snippet(window.store.document).text


# -- copying and saving -----------------------------------------------------------------------------------------


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QToolButton, f"control.code.{name}")
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    settle()


def test_copy_takes_the_newest_numbers(window: MainWindow):
    raised(window)
    window.store.push(edit(0.25))
    settle()
    press(window, "copy")
    assert QGuiApplication.clipboard().text() == snippets.snippet(window.store.document).text
    assert status(window) == "Copied the program"


def test_save_writes_a_program_that_runs(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    raised(window)
    place = tmp_path / "my loss"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    press(window, "save")
    assert [each.name for each in tmp_path.iterdir()] == ["my loss.py"]
    done = subprocess.run(
        [sys.executable, str(tmp_path / "my loss.py")], capture_output=True, text=True, check=True, timeout=60
    )
    assert "mean 1.6094 nat" in done.stdout
    assert status(window) == "Saved my loss.py"


def test_a_large_document_is_saved_with_its_data(digits: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    raised(digits)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "digits.py"), ""))
    press(digits, "save")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["digits.npz", "digits.py"]
    done = subprocess.run(
        [sys.executable, str(tmp_path / "digits.py")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=tmp_path.parent,
    )
    model, loss = digits.results.models[0], digits.store.document.settings.current
    assert f"{model.name} {model.per_sample(loss)[0]:.4f} " in done.stdout
    assert f"mean {model.mean(loss):.4f} nat" in done.stdout


def test_a_file_that_cannot_be_written_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[tuple[str, str]]
):
    raised(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.py"), ""))
    press(window, "save")
    assert told
    assert "no such folder" in told[0][1]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press(window, "save")
    assert list(tmp_path.iterdir()) == []


# -- colours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_reads_on_its_grounds(theme: str):
    style = STYLES[theme]
    for colour in (*COLOURS[style.dark].values(), style.text):
        for ground in (style.panel, style.accent_soft):
            assert contrast(colour, ground) >= 4.5, (colour, ground)


def test_parts_of_a_program_are_told_apart():
    text = 'import math  # why\ndef f(x=1.5):\n    """Two\n    lines."""\n    return print(f"{x}")\n'
    lines = text.split("\n")
    found = [[(lines[k][s.start : s.end], s.kind) for s in line] for k, line in enumerate(spans(text))]
    assert found[0] == [("import", "keyword"), ("# why", "comment")]
    assert found[1] == [("def", "keyword"), ("f", "name"), ("1.5", "number")]
    assert found[2] == [('"""Two', "text")]
    assert found[3] == [('    lines."""', "text")]
    assert ("return", "keyword") in found[4]
    assert ("print", "name") in found[4]


def test_the_font_has_signs_of_one_width(window: MainWindow):
    metrics = raised(window).view.fontMetrics()
    assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("WWWW")


def test_colours_are_on_the_screen_and_follow_the_theme(window: MainWindow):
    panel = raised(window)
    for dark in (False, True):
        window.set_theme(dark)
        settle()
        block = panel.view.document().findBlockByNumber(4)
        assert block.text() == "import numpy as np"
        formats = [(f.start, f.length, f.format.foreground().color().name().upper()) for f in block.layout().formats()]
        keyword = COLOURS[dark]["keyword"]
        assert formats == [(0, 6, keyword), (13, 2, keyword)]


# -- as a figure --------------------------------------------------------------------------------------------------


def test_the_numbers_are_those_that_it_prints():
    results = compute(io.load("example"))
    numbers = CodePanel.numbers(results, FocusState())
    assert numbers.header == ("model", "sample", "Cross-entropy nat")
    assert [(model, sample, round(float(value or 0), 4)) for model, sample, value in numbers.rows] == [
        ("Model 1", "image 1", 0.9163),
        ("Model 1", "image 2", 2.3026),
        ("Model 1", "mean", 1.6094),
        ("Model 2", "image 1", 0.1054),
        ("Model 2", "image 2", 0.9163),
        ("Model 2", "mean", 0.5108),
    ]
    large = compute(io.load("digits"))
    rows = CodePanel.numbers(large, FocusState()).rows
    assert len(rows) == 2 * 25
    first = [value for model, sample, value in rows if sample != "mean"][:24]
    assert rows[24][2] == pytest.approx(np.mean(first))


def test_the_picture_holds_real_text(qapp: object):
    from gui.export import writer_of

    results, focus = compute(io.load("example")), FocusState()
    figure = CodePanel.figure(results, focus)
    numbers = CodePanel.numbers(results, focus)
    svg = writer_of("svg").to_bytes(figure, numbers, CodePanel.figure_size, STYLES["light"], 1).decode()
    for word in ("import", "labels = [", "probabilities", "# image 1: rocket"):
        assert word in svg
    assert COLOURS[False]["keyword"].lower() in svg.lower()


def test_a_long_program_says_how_many_lines_are_left(qapp: object):
    from gui.export import writer_of

    results = compute(io.load("digits"))
    figure = CodePanel.figure(results, FocusState())
    numbers = CodePanel.numbers(results, FocusState())
    svg = writer_of("svg").to_bytes(figure, numbers, QSize(500, 400), STYLES["light"], 1).decode()
    assert "more lines" in svg


# -- overflow -------------------------------------------------------------------------------------------------------


def cells(panel: CodePanel, way: int) -> dict[str, list[str]]:
    """Return the texts of a table's rows by their titles."""
    model = panel.overflow.tables[way].steps
    return {
        str(model.headerData(row, Qt.Orientation.Vertical)): [str(model.index(row, k).data()) for k in range(3)]
        for row in range(model.rowCount())
    }


def test_the_tours_overflow(window: MainWindow):
    panel = raised(window)
    choose(window, "overflow")
    assert panel.overflow.isVisible()
    naive, fused = cells(panel, 0), cells(panel, 1)
    assert naive["exp(z)"] == ["▲ ∞  1  0"] * 3
    assert naive["q = exp(z) / Σ"] == ["nan  0  0"] * 3
    assert naive["−log q"] == ["nan  ∞  ∞"] * 3
    assert fused["log Σ − d"] == ["0  1000  2000"] * 3
    assert not any("▲" in text for row in fused.values() for text in row)
    said = panel.overflow.words.text()
    assert said.startswith("Naive: exp(1000) overflows in float16, float32, float64: beyond the largest number, 65504")
    assert "the losses are 0, 1000, 2000." in said


def test_other_logits_are_typed(window: MainWindow):
    panel = raised(window)
    choose(window, "overflow")
    line = window.findChild(QLineEdit, "code.logits")
    assert line is not None
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "12, 0")
    QTest.keyClick(line, Key.Key_Return)
    settle()
    assert cells(panel, 0)["exp(z)"] == ["▲ ∞  1", "1.628e+05  1", "1.628e+05  1"]
    words = panel.overflow.words.text()
    assert "Naive: exp(12) overflows in float16: beyond the largest number, 65504" in words
    assert "Naive: nothing breaks down in float32; the losses are 6.139e−06, 12." in words
    assert "Fused: nothing breaks down in float64; the losses are 6.144e−06, 12." in words
    line.selectAll()
    QTest.keyClicks(line, "1, two")
    QTest.keyClick(line, Key.Key_Return)
    settle()
    assert panel.overflow.words.text().startswith("▲ “two” is not a number")
    assert line.text() == "1, two"
    again = window.findChild(QPushButton, "code.logits.default")
    assert again is not None
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    settle()
    assert line.text() == "1000, 0, -1000"
    assert cells(panel, 0)["exp(z)"] == ["▲ ∞  1  0"] * 3


def test_arrow_keys_tell_what_goes_wrong(window: MainWindow):
    panel = raised(window)
    choose(window, "overflow")
    naive = panel.overflow.tables[0]
    naive.setFocus()
    naive.setCurrentIndex(naive.steps.index(0, 0))
    QTest.keyClick(naive, Key.Key_Down)
    assert status(window) == ("Naive: exp(1000) overflows in float16: beyond the largest number, 65504, it is ∞.")


@pytest.mark.parametrize("size", [QSize(1024, 700), QSize(1440, 900), QSize(1920, 1080)])
def test_no_number_of_the_demonstration_is_cut(open_window: Opener, size: QSize):
    window = open_window("example", size=size)
    panel = raised(window)
    choose(window, "overflow")
    for way in panel.overflow.tables:
        metrics = way.fontMetrics()
        for row in range(way.steps.rowCount()):
            for column in range(3):
                text = str(way.steps.index(row, column).data())
                assert metrics.horizontalAdvance(text) <= way.columnWidth(column)
        assert way.height() >= way.horizontalHeader().height() + way.steps.rowCount() * 22


def test_the_demonstration_as_a_figure_and_numbers():
    results, focus = compute(io.load("example")), FocusState(choices={"code.framework": "overflow"})
    numbers = CodePanel.numbers(results, focus)
    assert ("Fused", "float16", "log Σ − d", 2, 2000.0, "") in numbers.rows
    assert any(row[:5] == ("Naive", "float32", "exp(z)", 0, float("inf")) and row[5] for row in numbers.rows)
    bad = FocusState(choices={"code.framework": "overflow", "code.logits": "1"})
    assert CodePanel.numbers(results, bad).rows == ()
    kind = panels.kind_of("code")
    assert kind.figure(results, focus) != kind.figure(results, bad)


def test_everything_has_a_name(window: MainWindow):
    panel = raised(window)
    widgets: list[QWidget] = [panel.view, panel.overflow.line, *panel.overflow.tables]
    assert all(each.accessibleName() and each.objectName() for each in widgets)
