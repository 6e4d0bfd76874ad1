"""Starting: a card at once, then the window; heavy parts only when they are used."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSplashScreen

from core import io
from gui import app, panels, splash
from gui.main_window import MainWindow
from gui.panels.steps import StepsPanel
from tests.gui.hands import Opener

HEAVY = "polars", "safetensors", "distributed", "OpenGL", "pyqtgraph.opengl", "numpy.ma"
EARLY = "numpy", "pyqtgraph", "contourpy", "msgspec", "ziamath"
"""Not before the card is seen; the typesetter only once Steps, in front, has something to set."""
UNASKED = "commands.base", "commands.usage"
OWN = "gui.manual", "gui.dialogs.about_dialog"
CARD = f"""
import sys
from gui import app, splash
with splash.shown(app.application([])):
    print(*[name for name in {(*EARLY, *HEAVY)} if name in sys.modules])
"""
WINDOW = f"""
import sys
from gui import app
qt, window = app.build(["example"])
window.show()
for _ in range(5):
    qt.processEvents()
print(*[name for name in {(*HEAVY, *OWN)} if name in sys.modules])
window.close()
"""
TABLES = f"""
import sys
from core import io
from gui import app
from gui.main_window import MainWindow
qt = app.application([])
window = MainWindow(io.load("example"), furnished=False)
window.show()
qt.processEvents()
assert not window.history.isVisible()
assert all(window.findChild(object, name).isVisible() for name in ("table.truth", "table.predictions", "table.results"))
print(*[name for name in {("pyqtgraph", "contourpy", "ziamath", "core.challenge", *HEAVY)} if name in sys.modules])
window.furnish()
assert "panel.surface" in window.docks and not window.docks["dock.truth"].isFloating()
"""
FILLS = """
import os
os.environ.pop("QT_NO_GUI_THREADPOOL", None)
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QImage, QPainter, Qt
from gui import app
qt = app.application([])
tile = QImage(8, 8, QImage.Format.Format_RGB32)
tile.fill(Qt.GlobalColor.red)
picture = QImage(400, 400, QImage.Format.Format_ARGB32_Premultiplied)
before = len(os.listdir("/proc/self/task"))
painter = QPainter(picture)
painter.setRenderHint(QPainter.RenderHint.Antialiasing)
painter.setBrush(QBrush(tile))
painter.drawEllipse(QRectF(0, 0, 400, 400))
painter.end()
print(len(os.listdir("/proc/self/task")) - before)
"""
COMMAND_LINE = f"""
import sys
import main
from gui import app
app.run = lambda names: print(names, *[name for name in {(*EARLY, *UNASKED)} if name in sys.modules])
main.main(["example"])
"""
PLAINLY = f"""
import builtins, linecache, sys
before = builtins.__import__
{WINDOW}
assert builtins.__import__ is before
print(*[name for name in linecache.cache if "gui" in name])
"""


def said(program: str, folder: Path) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_source_is_read_of_modules_that_are_imported(tmp_path: Path):
    """Qt's bindings would read that of each and every module, and keep it."""
    assert said(PLAINLY, tmp_path) == ""


@pytest.mark.parametrize("program", [CARD, TABLES, WINDOW], ids=["card", "tables", "window"])
def test_nothing_heavy_is_imported_before_it_is_used(program: str, tmp_path: Path):
    assert said(program, tmp_path) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted where the system lists them")
def test_a_fill_wakes_no_threads(tmp_path: Path):
    assert said(FILLS, tmp_path) == "0"


def test_the_command_line_keeps_no_one_waiting_for_the_card(tmp_path: Path):
    assert said(COMMAND_LINE, tmp_path) == "['example']"


def test_the_tables_stay_where_they_are_when_the_panels_come(qapp: QApplication):
    app.application([])
    window = MainWindow(io.load("example"), furnished=False)
    window.show()
    QApplication.processEvents()
    before = [window.docks[f"dock.{name}"].geometry() for name in ("truth", "predictions", "results")]
    window.furnish()
    QApplication.processEvents()
    after = [window.docks[f"dock.{name}"].geometry() for name in ("truth", "predictions", "results")]
    window.close()
    window.deleteLater()
    for one, other in zip(before, after, strict=True):
        assert abs(one.left() - other.left()) + abs(one.top() - other.top()) <= 4
        assert abs(one.width() - other.width()) + abs(one.height() - other.height()) <= 4


FRONT = {"surface", "decomposition", "comparison", "steps"}


@pytest.fixture
def unfurnished(qapp: QApplication) -> Iterator[MainWindow]:
    app.application([])
    window = MainWindow(io.load("example"), furnished=False)
    window.show()
    QApplication.processEvents()
    yield window
    window.close()
    window.deleteLater()


def wait_for_all(window: MainWindow) -> None:
    until = time.monotonic() + 30
    while set(window.panels) != set(panels.kinds()) and time.monotonic() < until:
        QApplication.processEvents()


def test_panels_that_are_seen_are_made_before_the_others(unfurnished: MainWindow):
    unfurnished.furnish(in_turn=True)
    assert set(unfurnished.panels) == FRONT
    assert all(unfurnished.panels[name].is_seen for name in FRONT)
    wait_for_all(unfurnished)
    assert set(unfurnished.panels) == set(panels.kinds())
    assert [name for name, panel in unfurnished.panels.items() if panel.is_seen] == [
        name for name in unfurnished.panels if name in FRONT
    ]


def test_the_others_wait_while_one_that_is_seen_has_something_worked_out(unfurnished: MainWindow):
    done = threading.Event()
    unfurnished.furnish(in_turn=True)
    QThreadPool.globalInstance().start(done.wait)
    for _ in range(30):
        QApplication.processEvents()
    made = set(unfurnished.panels)
    done.set()
    assert made == FRONT
    wait_for_all(unfurnished)
    assert set(unfurnished.panels) == set(panels.kinds())


def test_the_first_steps_are_written_at_once(unfurnished: MainWindow):
    unfurnished.furnish(in_turn=True)
    steps = unfurnished.panels["steps"]
    assert isinstance(steps, StepsPanel)
    QTest.qWait(1)
    assert not steps._pause.isActive()
    steps.wait()
    assert steps._plain_text().startswith("image 1, Model 1")


def test_a_panel_that_is_raised_does_not_wait_for_its_turn(unfurnished: MainWindow):
    unfurnished.furnish(in_turn=True)
    unfurnished.docks["panel.dataset"].raise_()
    QApplication.sendPostedEvents()
    assert unfurnished.panels["dataset"].is_seen
    assert unfurnished.docks["panel.dataset"].widget() is unfurnished.panels["dataset"]


def test_docks_stand_alike_however_their_panels_came(unfurnished: MainWindow, open_window: Opener):
    unfurnished.furnish(in_turn=True)
    QApplication.processEvents()
    early = {name: dock.geometry() for name, dock in unfurnished.docks.items()}
    wait_for_all(unfurnished)
    late = {name: dock.geometry() for name, dock in unfurnished.docks.items()}
    front = [name for name in early if name.removeprefix("panel.") in FRONT or name.startswith("dock.")]
    assert [early[name] for name in front] == [late[name] for name in front], "nothing moves when the others come"
    at_once = open_window("example")
    QApplication.processEvents()
    assert [late[name] for name in front] == [at_once.docks[name].geometry() for name in front]
    for name, dock in unfurnished.docks.items():
        tools = dock.titleBarWidget().findChildren(QComboBox)
        assert len(tools) == len(at_once.docks[name].titleBarWidget().findChildren(QComboBox)), name


def cards() -> list[QSplashScreen]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QSplashScreen) and each.isVisible()]


def test_the_card_is_painted_at_once_and_goes_with_its_block(qapp: QApplication):
    with splash.shown(qapp):
        (card,) = cards()
        colours = {card.grab().toImage().pixelColor(x, 80).name() for x in range(32, 300)}
        assert len(colours) > 10, "its name, with soft edges"
        screen = card.screen().availableGeometry()
        assert abs(card.geometry().center().x() - screen.center().x()) <= 1
    assert cards() == []


def test_the_card_goes_if_no_window_comes_about(qapp: QApplication):
    with pytest.raises(ValueError, match="no"), splash.shown(qapp):
        raise ValueError("no")
    assert cards() == []


def test_the_window_takes_the_cards_place(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []
    shown = MainWindow.show

    def show(window: MainWindow) -> None:
        seen.append(len(cards()))
        shown(window)

    monkeypatch.setattr(MainWindow, "show", show)
    monkeypatch.setattr(QApplication, "exec", lambda *_: seen.append(len(cards())) or 0)
    monkeypatch.setattr(app, "check_display", lambda: None)
    hook = sys.excepthook
    try:
        assert app.run(["example"]) == 0
    finally:
        sys.excepthook = hook
    assert seen == [1, 0]
