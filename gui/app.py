"""The application: style, language, errors, and the window put together."""

from __future__ import annotations

import os
import socket
import sys
import traceback
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox

from core.errors import LossAtlasError
from gui import examples, icons, preferences
from gui.main_window import MainWindow

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}


def application(argv: Sequence[str], *, language: str | None = None) -> QApplication:
    """Return the one application, with a language installed: that given, the remembered or the system's."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["loss-atlas", *argv])
    app.setApplicationName("Loss Atlas")
    app.setDesktopFileName("loss-atlas")
    app.setStyle("Fusion")
    app.setWindowIcon(icons.application_icon())
    install_language(app, language or remembered_language())
    return app


def remembered_language() -> str:
    """Return the language chosen before, or else the system's if it is one of ours."""
    system = "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
    return preferences.text("language", system, tuple(LANGUAGES))


def install_language(app: QApplication, language: str) -> None:
    """Translate from now on into a language; English is the text in the source."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    app.setProperty("language", language)
    QLocale.setDefault(QLocale(language))
    if language == "en":
        app.setFont(_font(app, chinese=False))
        return
    ours = resources.files("resources").joinpath("translations", f"loss_atlas_{language}.qm").read_bytes()
    translator = QTranslator(app)
    translator.load(ours)
    app.installTranslator(translator)
    qt = QTranslator(app)
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    app.setFont(_font(app, chinese=True))


def _font(app: QApplication, *, chinese: bool) -> QFont:
    """Return the interface's font: the system's, and for Chinese ours behind it only where the system has none."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(13)
    if chinese and not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        data = resources.files("resources").joinpath("fonts", "LossAtlasSansSC-Regular.otf").read_bytes()
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(data))
        font.setFamilies([font.family(), *families])
    return font


def build(argv: Sequence[str] = ()) -> tuple[QApplication, MainWindow]:
    """Return the application and its window on the files in `argv`, without entering the event loop.

    `argv` is a list of files and built-in examples; a program's name in front is passed over.
    """
    names = [name for name in argv if not name.startswith("-")]
    if names and (Path(names[0]).suffix == ".py" or Path(names[0]).stem == "loss-atlas"):
        names = names[1:]
    app = application([])
    window = MainWindow(examples.load(names), Path(names[0]) if len(names) == 1 else None)
    return app, window


def run(names: Sequence[str]) -> int:
    """Open the window and stay until it is closed; return the exit status."""
    check_display()
    app, window = build(names)
    sys.excepthook = _report_defect
    window.show()
    status = app.exec()
    window.close()
    return status


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
    QMessageBox.critical(None, title, f"{words}\n\n{kind.__name__}: {error}")  # pyright: ignore[reportArgumentType]
