"""Figures out of the window, through the dialog that asks what, how and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from gui import panels
from gui.dialogs.export_dialog import ExportChoice, ExportDialog
from gui.main_window import MainWindow
from tests.gui.hands import choose, click_action, settle, status
from tests.gui.pictures import difference, picture

Told = list[tuple[str, str]]
NAMES = tuple(panels.kinds())
ALL = ("png", "svg", "pdf", "csv", "parquet")


def choice(folder: Path, **changes: object) -> ExportChoice:
    made = {"panels": NAMES, "formats": ("png",), "folder": folder, "theme": "light", "scale": 1}
    return ExportChoice(**{**made, "transparent": False, "size": None, **changes})


def answer(monkeypatch: pytest.MonkeyPatch, use: Callable[[ExportDialog], object]) -> None:
    """Let a person do something in the dialog when it opens, and press a button in it."""

    def exec_(dialog: ExportDialog) -> int:
        dialog.show()
        use(dialog)
        settle()
        return dialog.result()

    monkeypatch.setattr(ExportDialog, "exec", exec_)


def box(dialog: ExportDialog, words: str) -> QCheckBox:
    return next(each for each in dialog.findChildren(QCheckBox) if each.text() == words)


def button(dialog: ExportDialog, words: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


def folder_line(dialog: ExportDialog) -> QLineEdit:
    lines = [each for each in dialog.findChildren(QLineEdit) if not isinstance(each.parent(), QAbstractSpinBox)]
    assert len(lines) == 1
    return lines[0]


def test_all_panels_through_the_dialog(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def use(dialog: ExportDialog) -> None:
        for words in ("SVG", "PDF", "CSV", "Parquet"):
            box(dialog, words).setChecked(True)
        folder_line(dialog).setText(str(tmp_path))
        button(dialog, "Export").click()

    answer(monkeypatch, use)
    click_action(window, "export")
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.{suffix}" for name in NAMES for suffix in ALL}
    for name in NAMES:
        image = QImage(str(tmp_path / f"{name}.png"))
        assert image.size() == panels.kind_of(name).figure_size * 2, "fine enough for print unless told otherwise"
    assert f"Wrote {len(ALL) * len(NAMES)} files" in status(window)
    assert str(tmp_path) in status(window)


def test_what_is_chosen_in_the_dialog_is_what_is_written(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    def use(dialog: ExportDialog) -> None:
        for kind in panels.kinds().values():
            box(dialog, kind.title()).setChecked(kind.name == "decomposition")
        box(dialog, "each panel’s own").setChecked(False)
        width, height = (each for each in dialog.findChildren(QSpinBox) if each.maximum() > 100)
        width.setValue(500)
        height.setValue(320)
        scale = next(each for each in dialog.findChildren(QSpinBox) if each.maximum() <= 10)
        scale.setValue(3)
        theme = next(each for each in dialog.findChildren(QComboBox) if each.findData("dark") >= 0)
        theme.setCurrentIndex(theme.findData("dark"))
        box(dialog, "transparent background").setChecked(True)
        folder_line(dialog).setText(str(tmp_path))
        button(dialog, "Export").click()

    answer(monkeypatch, use)
    click_action(window, "export")
    assert [path.name for path in tmp_path.iterdir()] == ["decomposition.png"]
    shot = picture(tmp_path / "decomposition.png")
    assert shot.shape[:2] == (960, 1500)
    assert shot[3, 3, 3] == 0
    written = shot[shot[..., 3] == 255][:, :3]
    assert written.max() > 230, "light ink for a dark ground"


def test_cancel_writes_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def use(dialog: ExportDialog) -> None:
        folder_line(dialog).setText(str(tmp_path))
        button(dialog, "Cancel").click()

    answer(monkeypatch, use)
    click_action(window, "export")
    assert list(tmp_path.iterdir()) == []


def test_with_nothing_chosen_there_is_nothing_to_export(window: MainWindow, tmp_path: Path):
    dialog = ExportDialog(list(panels.kinds().values()), None, str(tmp_path), window)
    ready = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
    assert ready.isEnabled()
    box(dialog, "PNG").setChecked(False)
    assert not ready.isEnabled()
    box(dialog, "CSV").setChecked(True)
    assert ready.isEnabled()
    for kind in panels.kinds().values():
        box(dialog, kind.title()).setChecked(False)
    assert not ready.isEnabled()
    box(dialog, "Surface").setChecked(True)
    folder_line(dialog).setText("  ")
    assert not ready.isEnabled(), "without a folder the files would go nobody knows where"
    folder_line(dialog).setText(str(tmp_path))
    assert ready.isEnabled()


def test_the_folder_is_chosen_and_remembered(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    seen: list[str] = []

    def use(dialog: ExportDialog) -> None:
        seen.append(folder_line(dialog).text())
        button(dialog, "Browse…").click()
        button(dialog, "Export").click()

    answer(monkeypatch, use)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    click_action(window, "export")
    assert (tmp_path / "surface.png").exists()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    click_action(window, "export")
    assert seen[1] == str(tmp_path)


def test_everything_in_the_dialog_has_a_name(window: MainWindow, tmp_path: Path):
    dialog = ExportDialog(list(panels.kinds().values()), None, str(tmp_path), window)
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)
    for widget in dialog.findChildren(QWidget):
        if not isinstance(widget, kinds) or isinstance(widget.parent(), QAbstractSpinBox):
            continue
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        assert words or widget.accessibleName(), widget


def test_what_is_looked_at_is_what_is_written(window: MainWindow, tmp_path: Path):
    window.desk.export(choice(tmp_path, panels=("surface",), formats=("svg",)))
    first = (tmp_path / "surface.svg").read_text("utf-8")
    assert "for image 1" in first
    window.focus.move(sample=1, model=1)
    choose(window, "control.unit", "dit")
    window.desk.export(choice(tmp_path, panels=("surface",), formats=("svg",)))
    second = (tmp_path / "surface.svg").read_text("utf-8")
    assert "for image 2" in second
    assert "dit" in second


@pytest.mark.parametrize("name", ["surface", "decomposition"])
def test_the_file_looks_like_the_panel(window: MainWindow, tmp_path: Path, name: str):
    """A figure is the panel without its chrome; at the panel's own size it is the same picture."""
    view = window.panels[name].view
    window.desk.export(choice(tmp_path, panels=(name,), size=view.size()))
    shown = tmp_path / "shown.png"
    assert view.grab().save(str(shown))
    assert difference(picture(tmp_path / f"{name}.png"), picture(shown)) < 1.5


def test_a_missing_folder_is_said_and_nothing_written(window: MainWindow, tmp_path: Path, told: Told):
    assert window.desk.export(choice(tmp_path / "missing")) == []
    assert told[0][0] == "Cannot export"
    assert "missing" in told[0][1]
    assert "no such folder" in told[0][1]
    assert list(tmp_path.iterdir()) == []


def test_a_picture_too_large_is_refused(window: MainWindow, tmp_path: Path, told: Told):
    assert window.desk.export(choice(tmp_path, size=QSize(8192, 8192), scale=4)) == []
    assert "not usable" in told[0][1]
    assert list(tmp_path.iterdir()) == []


def test_a_bad_panel_among_good_ones_writes_nothing(window: MainWindow, tmp_path: Path, told: Told):
    assert window.desk.export(choice(tmp_path, panels=("surface", "pie"))) == []
    assert "pie" in told[0][1]
    assert list(tmp_path.iterdir()) == []


def test_exporting_is_no_edit_and_leaves_the_window_as_it_is(window: MainWindow, tmp_path: Path):
    before, look = window.store.document, window.panels["surface"].grab().toImage()
    window.desk.export(choice(tmp_path, theme="dark", formats=ALL))
    settle()
    assert window.store.document is before
    assert window.panels["surface"].grab().toImage() == look


def test_after_an_edit_the_file_has_the_new_numbers_at_once(window: MainWindow, tmp_path: Path):
    model = window.deck.predictions_model
    model.setData(model.index(0, 2), "0.2")
    window.desk.export(choice(tmp_path, panels=("decomposition",), formats=("csv",)))
    row = (tmp_path / "decomposition.csv").read_text("utf-8").splitlines()[1].split(",")
    assert float(row[4]) == pytest.approx(1.6094379124341003)
