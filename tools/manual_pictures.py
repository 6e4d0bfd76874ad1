"""Make the pictures of the manual from the program itself: `python -m tools.manual_pictures`.

Each is drawn without a display, in light colours, on a built-in example, in every language.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt, QThreadPool
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui import app, preferences
from gui.main_window import MainWindow

INTO = Path(__file__).parents[1] / "resources" / "manual" / "pictures"
WINDOW = QSize(1280, 800)
SIZES = {"surface": QSize(640, 620), "decomposition": QSize(620, 360), "comparison": QSize(620, 330)}
SIZE = QSize(760, 440)
"""How large a panel is pictured, floating: as a person would look at it alone."""
PANELS = {
    "surface": ("example", {}),
    "decomposition": ("mended", {}),
    "comparison": ("example", {}),
    "steps": ("example", {}),
    "distributions": ("mended", {}),
    "curves": ("example", {}),
    "gradients": ("mended", {}),
    "descent": ("mended", {}),
    "surface3d": ("mended", {"surface3d.renderer": "painter"}),
    "code": ("example", {}),
    "dataset": ("digits", {"dataset.view": "reliability"}),
}
"""Every panel with a picture of its own, on which example, and what is chosen about its view."""


def keep(picture: QImage, name: str, language: str, width: int) -> None:
    """Write a picture, no wider than a page; as WebP, which looks the same as PNG here and is a third of it."""
    picture.setDevicePixelRatio(1)
    if picture.width() > width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    if not picture.convertToFormat(QImage.Format.Format_RGB32).save(str(INTO / f"{name}.{language}.webp"), "WEBP", 90):
        raise SystemExit(f"cannot write {name}.{language}.webp")


def opened(example: str) -> MainWindow:
    """Return a window on an example, painted."""
    _, window = app.build([example])
    window.resize(WINDOW)
    window.show()
    QTest.qWait(500)
    return window


def wait() -> None:
    """Let a panel begin its slow work, end it, and show it."""
    for _ in range(3):
        QTest.qWait(400)
        QThreadPool.globalInstance().waitForDone()
    QTest.qWait(100)


def leave_keyboard() -> None:
    """Take the keyboard from where it went when a dock floated, so that no ring stands around a button."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()


def pictures(language: str) -> None:
    """Make all pictures of a language."""
    preferences.remember("language", language)
    preferences.remember("theme", "light")
    app.application([], language=language)
    windows = {example: opened(example) for example in dict.fromkeys(example for example, _ in PANELS.values())}
    for name, (example, choices) in PANELS.items():
        window = windows[example]
        dock = window.docks[f"panel.{name}"]
        dock.show()
        dock.raise_()
        dock.setFloating(True)
        dock.resize(SIZES.get(name, SIZE))
        window.focus.move(choices=choices)
        wait()
        leave_keyboard()
        keep(dock.grab().toImage(), name, language, 640)
        dock.setFloating(False)
    windows["example"].reset_layout()
    wait()
    leave_keyboard()
    keep(windows["example"].grab().toImage(), "window", language, 720)
    for window in windows.values():
        window.close()
        window.deleteLater()
    QTest.qWait(50)


def main() -> None:
    """Make the pictures of every language, with settings of our own."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    INTO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        for language in preferences.LANGUAGES:
            pictures(language)
    files = sorted(INTO.glob("*.webp"))
    print(f"{len(files)} pictures, {sum(file.stat().st_size for file in files) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
