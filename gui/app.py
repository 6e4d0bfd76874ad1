"""The application: style, language, errors, and the window put together."""

from __future__ import annotations

import os
import socket
import sys
import traceback
from collections.abc import Sequence
from functools import cache, partial
from importlib import resources
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication, QMessageBox

from core.errors import LossAtlasError
from core.io.importing import UndecidedError
from gui import icons, opening, preferences
from gui.main_window import MainWindow


def application(argv: Sequence[str], *, language: str | None = None) -> QApplication:
    """Return the one application, with a language installed: that given, the remembered or the system's."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["loss-atlas", *argv])
    app.setApplicationName("Loss Atlas")
    app.setDesktopFileName("loss-atlas")
    app.setStyle("Fusion")
    app.setWindowIcon(icons.application_icon())
    install_language(app, language or preferences.language())
    return app


def install_language(app: QApplication, language: str) -> None:
    """Translate from now on into a language; English is the text in the source."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    app.setProperty("language", language)
    QLocale.setDefault(QLocale(language))
    if language == "en":
        app.setFont(_font(chinese=False))
        return
    translator = QTranslator(app)
    translator.load(_messages(language))
    app.installTranslator(translator)
    qt = QTranslator(app)
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    app.setFont(_font(chinese=True))


@cache
def _messages(language: str) -> bytes:
    """Return a language's messages; a translator reads them where they are, so they are kept for good."""
    return resources.files("resources").joinpath("translations", f"loss_atlas_{language}.qm").read_bytes()


def _font(*, chinese: bool) -> QFont:
    """Return the interface's font: the system's, or for Chinese, where that font has none, our own in front of it.

    Behind a font of other heights Chinese is cut; and a system's large font often gives one glyph several
    characters, so that a PDF's text cannot be searched.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(13)
    if chinese and not _has_chinese(font):
        font.setFamilies([_bundled_family(), font.family()])
    return font


def _has_chinese(font: QFont) -> bool:
    """Return whether the font itself has Chinese glyphs; what the font database says of families is not enough."""
    raw = QRawFont.fromFont(font)
    return raw.isValid() and all(raw.supportsCharacter(ord(sign)) for sign in "交叉熵曲面损失")


@cache
def _bundled_family() -> str:
    """Load the font that comes with the program, once."""
    data = resources.files("resources").joinpath("fonts", "LossAtlasSansSC-Regular.otf").read_bytes()
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(data))[0]


def build(argv: Sequence[str] = ()) -> tuple[QApplication, MainWindow]:
    """Return the application and its window on the files in `argv`, without entering the event loop.

    `argv` is a list of files and built-in examples; a program's name in front is passed over.
    """
    names = [name for name in argv if not name.startswith("-")]
    if names and (Path(names[0]).suffix == ".py" or Path(names[0]).stem == "loss-atlas"):
        names = names[1:]
    app = application([])
    try:
        opened, undecided = opening.load(names), None
    except UndecidedError as error:
        opened, undecided = opening.load([]), error
    window = MainWindow(opened.document, opened.path)
    window.desk.begin(opened)
    if undecided is not None:  # asked when the window stands, not before: the dialog belongs on it
        decide = partial(window.desk.importer.decide, undecided.proposal, [Path(name) for name in names])
        QTimer.singleShot(0, window, decide)
    return app, window


def run(names: Sequence[str]) -> int:
    """Open the window and stay until it is closed; return the exit status."""
    check_display()
    app, window = build(names)
    sys.excepthook = _report_defect
    window.show()
    QTimer.singleShot(0, lambda: window.desk.greet(starting=True))
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
