"""The light and the dark look of the window: palette and style sheet, made from one `Style`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.plotting.style import DARK, LIGHT, Style

_SHEET = """
QMainWindow, QDialog {{ background: {window}; }}
QMainWindow::separator {{ background: {window}; width: 6px; height: 6px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QMenuBar {{ background: {panel}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {accent_soft}; color: {text}; }}
QToolBar {{ background: {panel}; border: none; border-bottom: 1px solid {line}; spacing: 5px; padding: 5px 8px; }}
QToolBar::separator {{ background: {line}; width: 1px; margin: 4px 5px; }}
QToolBar QLabel {{ color: {muted}; padding-left: 3px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 4px 6px; color: {text}; }}
QToolButton:hover {{ background: {accent_soft}; border-color: {line}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:disabled {{ color: {muted}; }}
QDockWidget {{ font-weight: 600; color: {text}; }}
QDockWidget::title {{ background: {panel}; padding: 7px 12px; }}
QWidget#dock\\.title {{ background: {panel}; }}
QLabel#dock\\.title\\.text {{ font-weight: 600; }}
QWidget#dock\\.title QComboBox {{ font-weight: 400; }}
QWidget#dock\\.title QToolButton {{ padding: 1px; }}
QDockWidget > QWidget {{ background: {panel}; }}
QToolButton#rows\\.only, QToolButton#rows\\.sort {{ border-color: {line}; padding: 4px 18px 4px 8px; }}
QToolButton#rows\\.only:focus, QToolButton#rows\\.sort:focus {{ border-color: {accent}; }}
QToolButton::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }}
QListView#history\\.steps, QListView#manual\\.topics {{ background: {panel}; border: none; outline: none; }}
QListView#history\\.steps::item, QListView#manual\\.topics::item {{ padding: 4px 8px; }}
QListView#history\\.steps::item:selected, QListView#manual\\.topics::item:selected {{
  background: {accent_soft}; color: {text}; }}
QListView#history\\.steps::item:focus, QListView#manual\\.topics::item:focus {{
  border: 2px solid {accent}; padding: 2px 6px; }}
QTabBar::tab {{ padding: 6px 14px; background: transparent; color: {muted}; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {accent}; border-bottom: 2px solid {accent}; }}
QTableView {{ background: {panel}; border: none; selection-background-color: {accent_soft};
  selection-color: {text}; outline: none; }}
QTableView::item {{ padding: 0 4px; border-bottom: 1px solid {grid}; }}
QTableView::item:selected {{ background: {accent_soft}; color: {text}; }}
QTableView::item:focus {{ border: 2px solid {accent}; padding: 0 2px; }}
QTableView QLineEdit {{ background: {panel}; color: {text}; border: 2px solid {accent}; border-radius: 0;
  padding: 0 4px; }}
QHeaderView {{ background: {panel}; border: none; }}
QTableCornerButton::section {{ background: {panel}; border: none; border-bottom: 1px solid {line}; }}
QStatusBar {{ background: {panel}; border-top: 1px solid {line}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; padding: 0 6px; }}
QLabel#comparison\\.words, QLabel#differences\\.words, QLabel#conventions\\.words,
QLabel#predictions\\.warning, QLabel#rows\\.missing {{ color: {muted}; padding: 2px 12px; font-weight: 400;
  border: none; }}
QToolTip {{ background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px; }}
"""


def resolve(theme: str) -> Style:
    """Return the style of "light", "dark", or of the system where it says which it has."""
    if theme == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if theme == "dark" else LIGHT


def apply(application: QApplication, style: Style) -> None:
    """Give the application the palette and sheet of a style."""
    colours = {
        QPalette.ColorRole.Window: style.window,
        QPalette.ColorRole.WindowText: style.text,
        QPalette.ColorRole.Base: style.panel,
        QPalette.ColorRole.AlternateBase: style.window,
        QPalette.ColorRole.Text: style.text,
        QPalette.ColorRole.Button: style.panel,
        QPalette.ColorRole.ButtonText: style.text,
        QPalette.ColorRole.BrightText: style.warning,
        QPalette.ColorRole.Highlight: style.accent,
        QPalette.ColorRole.HighlightedText: style.panel,
        QPalette.ColorRole.Link: style.accent,
        QPalette.ColorRole.ToolTipBase: style.panel,
        QPalette.ColorRole.ToolTipText: style.text,
        QPalette.ColorRole.PlaceholderText: style.muted,
    }
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(style.muted))
    application.setPalette(palette)
    names = ("window", "panel", "text", "muted", "line", "grid", "accent", "accent_soft", "warning")
    application.setStyleSheet(_SHEET.format(**{name: getattr(style, name) for name in names}))
