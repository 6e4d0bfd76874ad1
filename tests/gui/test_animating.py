"""Animations from the window: asked for in the menu, followed, called off, refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QDoubleSpinBox, QFileDialog, QMenu, QProgressDialog, QSpinBox

from core import losses
from gui import animating
from gui.dialogs.animation_dialog import AnimationDialog
from gui.export import animation
from gui.export.animation import Film, Sweep
from gui.main_window import MainWindow
from tests.gui.hands import status


def choose(dialog: AnimationDialog, name: str, data: str) -> None:
    box = dialog.findChild(QComboBox, f"control.animation.{name}")
    assert isinstance(box, QComboBox)
    at = box.findData(data)
    assert at >= 0, data
    box.setCurrentIndex(at)


def set_number(dialog: AnimationDialog, name: str, value: float) -> None:
    kind = QSpinBox if name in ("frames", "fps") else QDoubleSpinBox
    box = dialog.findChild(kind, f"control.animation.{name}")
    assert box is not None
    box.setValue(value)


def save_button(dialog: AnimationDialog):
    return dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Callable[[AnimationDialog], None], str], None]:
    """Return what answers the dialog, and the question for a place after it."""

    def answer(use: Callable[[AnimationDialog], None], name: str) -> None:
        def run(dialog: AnimationDialog) -> int:
            dialog.show()
            use(dialog)
            return dialog.result()

        monkeypatch.setattr(AnimationDialog, "exec", run)
        place = str(tmp_path / name) if name else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (place, "APNG (*.apng)"))

    return answer


def test_a_descent_through_the_menu(window: MainWindow, asked: Callable[..., None], tmp_path: Path):
    def use(dialog: AnimationDialog) -> None:
        assert not dialog.low.isEnabled()
        set_number(dialog, "frames", 3)
        save_button(dialog).click()

    asked(use, "race")
    window.actions_.all["animate"].trigger()
    path = tmp_path / "race.apng"  # the ending of the chosen kind
    with Image.open(path) as image:
        assert image.n_frames == 3
    assert "race.apng" in status(window)
    film = Film("descent", None, 3)
    animation.write(tmp_path / "again.apng", window.recompute.results, window.focus.state, film)
    assert path.read_bytes() == (tmp_path / "again.apng").read_bytes()


def test_a_sweep_of_the_losss_own_parameter_from_a_panels_menu(
    window: MainWindow, asked: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    document = window.store.document.with_loss(losses.parse("focal")).with_settings(loss="focal")
    window.store.open(document)
    QCoreApplication.processEvents()

    def use(dialog: AnimationDialog) -> None:
        assert dialog.panel.currentData() == "surface"
        choose(dialog, "what", "gamma")
        set_number(dialog, "low", 0.0)
        set_number(dialog, "high", 0.0)
        assert not save_button(dialog).isEnabled(), "a range must have two ends"
        set_number(dialog, "high", 3.0)
        set_number(dialog, "frames", 2)
        save_button(dialog).click()

    asked(use, "g.png")
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_: menus.append(menu))
    panel = window.panels["surface"]
    panel.customContextMenuRequested.emit(panel.rect().center())
    next(each for each in menus[-1].actions() if each.text() == "Export animation…").trigger()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g-0001.png", "g-0002.png"]
    one, two = (np.asarray(Image.open(tmp_path / f"g-000{k}.png")) for k in (1, 2))
    assert not np.array_equal(one, two)
    assert "2" in status(window)
    assert window.store.document.settings.current == losses.parse("focal"), "the document is as it was"


def test_cancel_leaves_nothing(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    film = Film("comparison", Sweep("temperature", 0.5, 4.0, 20))
    shown: list[int] = []
    set_value = QProgressDialog.setValue

    def cancel(dialog: QProgressDialog, value: int) -> None:
        set_value(dialog, value)
        shown.append(value)
        if value == 3:
            dialog.cancel()

    monkeypatch.setattr(QProgressDialog, "setValue", cancel)
    words = animating.write(window, window.recompute.results, window.focus.state, film, tmp_path / "t.gif")
    assert "nothing was written" in words
    assert shown == [0, 1, 2, 3]
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_said(
    window: MainWindow, asked: Callable[..., None], told: list[tuple[str, str]], tmp_path: Path
):
    asked(lambda dialog: save_button(dialog).click(), "t.avi")
    window.actions_.all["animate"].trigger()
    assert "t.avi" in told[-1][1]
    assert not list(tmp_path.iterdir())


def test_no_place_is_no_animation(window: MainWindow, asked: Callable[..., None], tmp_path: Path):
    asked(lambda dialog: save_button(dialog).click(), "")
    window.actions_.all["animate"].trigger()
    asked(lambda dialog: dialog.reject(), "t.gif")
    window.actions_.all["animate"].trigger()
    assert not list(tmp_path.iterdir())
