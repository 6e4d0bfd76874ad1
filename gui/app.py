"""The application: style, language, errors, and the window put together.

Qt's bindings make a class when it is first named. Where classes are named by their module here and in `language`, as in
`QtCore.QTimer`, they are made when they are used, after the first frame is seen.
"""

from __future__ import annotations

import gc
import os
import sys
import time
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets
from PySide6.QtWidgets import QApplication

from core.errors import LossAtlasError
from gui import language as language_
from gui import preferences, splash

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_PATIENCE = 0.5
"""Seconds that a window system may take to put a window on the screen, before the panels are made all the same."""


def application(argv: Sequence[str], *, language: str | None = None) -> QApplication:
    """Return the one application, with a language installed: that given, the remembered or the system's."""
    # Before anything is painted: Qt would share out among threads what is filled with a picture, as the surface and its
    # hatching; they are so small that waking threads takes several times as long as filling them.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["loss-atlas", *argv])
    app.setApplicationName("Loss Atlas")
    app.setDesktopFileName("loss-atlas")
    app.setStyle("Fusion")
    language_.install(app, language or preferences.language())
    return app


def build(argv: Sequence[str] = ()) -> tuple[QApplication, MainWindow]:
    """Return the application and its window on the files in `argv`, without entering the event loop.

    `argv` is a list of files and built-in examples; a program's name in front is passed over.
    """
    names = [name for name in argv if not name.startswith("-")]
    if names and (Path(names[0]).suffix == ".py" or Path(names[0]).stem == "loss-atlas"):
        names = names[1:]
    app = application([])
    window = _window(names)
    window.furnish()
    return app, window


def _window(names: Sequence[str]) -> MainWindow:
    """Return a window on files, which is still to be furnished."""
    # With numpy and the tables: whoever waits for them has seen the splash by now.
    from core.io import patterns
    from gui import icons, opening
    from gui.main_window import MainWindow

    names = patterns.expanded(names)
    opened, undecided = opening.begin(names)
    window = MainWindow(opened.document, opened.path, furnished=False)
    window.setWindowIcon(icons.application_icon())
    window.desk.begin(opened)
    if undecided is not None:  # asked when the window stands, not before: the dialog belongs on it
        decide = partial(window.desk.importer.decide, undecided.proposal, [Path(name) for name in names])
        QtCore.QTimer.singleShot(0, window, decide)
    return window


def run(names: Sequence[str]) -> int:
    """Open the window and stay until it is closed; return the exit status."""
    check_display()
    gc.disable()  # so much is made to stay that looking for what does not takes a twentieth of the start
    app = application([])
    with splash.shown(app):
        window = _window(names)
        from gui import layout

        sys.excepthook = _report_defect
        layout.keep_on_screen(window)
        window.show()
    _let_be_seen(app, window)
    window.furnish(in_turn=True)
    gc.freeze()
    gc.enable()
    QtCore.QTimer.singleShot(0, lambda: window.desk.greet(starting=True))
    status = app.exec()
    window.close()
    return status


def _let_be_seen(app: QApplication, window: MainWindow) -> None:
    """Have the window painted, with its tables: some systems ask for that only a while after it was shown."""
    until = time.monotonic() + _PATIENCE
    while not window.windowHandle().isExposed() and time.monotonic() < until:
        app.processEvents(QtCore.QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        time.sleep(0.002)
    app.processEvents(QtCore.QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def check_display() -> None:
    """Raise in one clear sentence where Qt would abort: on Unix without a display that answers."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    if not display or not _answers(display):
        raise LossAtlasError("no_display")


def _answers(display: str) -> bool:
    """Return whether an X server answers; a display on another host is left to Qt to try."""
    import socket

    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True
    address = f"/tmp/.X11-unix/X{number.split('.')[0]}"
    for name in (address, f"\0{address}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(name)
            except OSError:
                continue
            return True
    return False


def _report_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell of a defect in the program in a dialog, and go on; the details go to stderr for a report."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    traceback.print_exception(kind, error, trace)
    title = QApplication.translate("Window", "Something went wrong")
    words = QApplication.translate(
        "Window", "A defect in Loss Atlas stopped what you just did; your document is as it was before."
    )
    QtWidgets.QMessageBox.critical(None, title, f"{words}\n\n{kind.__name__}: {error}")  # pyright: ignore[reportArgumentType]
