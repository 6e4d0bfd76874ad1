"""The window's language: its messages, its font where the system has none for it, and how numbers are written."""

from __future__ import annotations

from functools import cache

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget


def spoken_language() -> str:
    """Return the language that words are said in now; English without an application."""
    app = QCoreApplication.instance()
    return str((app.property("language") if app is not None else None) or "en")


def install(app: QApplication, language: str) -> None:
    """Translate into a language what is put into words from now on; English is the text in the source."""
    for old in app.findChildren(QtCore.QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    app.setProperty("language", language)
    QLocale.setDefault(QLocale(language))
    if language == "en":
        app.setFont(_font(chinese=False))
        return
    translator = QtCore.QTranslator(app)
    translator.load(_messages(language))
    app.installTranslator(translator)
    qt = QtCore.QTranslator(app)
    if qt.load(f"qtbase_{language}", QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    app.setFont(_font(chinese=True))


def name_arrows(window: QWidget) -> None:
    """Name the arrows of a window's tabs, which Qt names once and for all."""
    for name, words in (("ScrollLeftButton", "Scroll Left"), ("ScrollRightButton", "Scroll Right")):
        for arrow in window.findChildren(QtWidgets.QToolButton, name):
            arrow.setAccessibleName(QCoreApplication.translate("QTabBar", words))


@cache
def _messages(language: str) -> bytes:
    """Return a language's messages; a translator reads them where they are, so they are kept for good."""
    from importlib import resources

    return resources.files("resources").joinpath("translations", f"loss_atlas_{language}.qm").read_bytes()


def _font(*, chinese: bool) -> QFont:
    """Return the interface's font: the system's, or where that has no glyphs for the language, our own in front of it.

    A bare system has no font at all. Behind a font of other heights Chinese is cut; and a system's large font often
    gives one glyph several characters, so that a PDF's text cannot be searched.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(13)
    if not QtGui.QFontInfo(font).family() or (chinese and not _has_chinese(font)):
        font.setFamilies([_bundled_family(), font.family()])
    return font


def _has_chinese(font: QFont) -> bool:
    """Return whether the font itself has Chinese glyphs; what the font database says of families is not enough."""
    raw = QtGui.QRawFont.fromFont(font)
    return raw.isValid() and all(raw.supportsCharacter(ord(sign)) for sign in "交叉熵曲面损失")


@cache
def _bundled_family() -> str:
    """Load the font that comes with the program, once."""
    from importlib import resources

    data = resources.files("resources").joinpath("fonts", "LossAtlasSansSC-Regular.otf").read_bytes()
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(data))[0]
