"""The bar on top of a dock: its title, what a person may choose about its view, float and close."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QSizePolicy, QStyle, QToolButton, QWidget


class DockTitle(QWidget):
    """Stands in for Qt's own title bar, which has no room for tools; it can be dragged like that one."""

    def __init__(self, dock: QDockWidget, tools: QWidget | None = None) -> None:
        super().__init__(dock)
        self.setObjectName("dock.title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._dock = dock
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 4, 3)
        row.setSpacing(8)
        title = QLabel(dock.windowTitle())
        title.setObjectName("dock.title.text")
        title.setMinimumHeight(24)
        dock.windowTitleChanged.connect(title.setText)
        row.addWidget(title)
        row.addStretch(1)
        self._row = row
        self.add_tools(tools)
        row.addWidget(self._button(QStyle.StandardPixmap.SP_TitleBarNormalButton, self.tr("Float"), self._toggle_float))
        row.addWidget(self._button(QStyle.StandardPixmap.SP_TitleBarCloseButton, self.tr("Close"), dock.close))

    def add_tools(self, tools: QWidget | None) -> None:
        """Put tools where nothing was until now."""
        if tools is not None:
            self._row.takeAt(1)
            tools.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            self._row.insertWidget(1, tools, 1)
            self._row.activate()  # a bar that is seen already is painted with its tools, not before them

    def _button(self, icon: QStyle.StandardPixmap, words: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(self.style().standardIcon(icon, None, self))
        button.setIconSize(QSize(12, 12))
        button.setToolTip(words)
        button.setAccessibleName(f"{words} {self._dock.windowTitle()}")
        button.setFixedSize(20, 20)
        button.clicked.connect(act)
        return button

    def _toggle_float(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())


def titled(dock: QDockWidget, name: str, tools: QWidget | None = None) -> QDockWidget:
    """Give a dock its name and a bar with its title; return it."""
    dock.setObjectName(name)
    dock.setAccessibleName(dock.windowTitle())
    dock.setTitleBarWidget(DockTitle(dock, tools))
    return dock
