"""Where sliders stand that have no room in the tool bar: a leaf that a button opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton

from gui import icons
from gui.leaves import open_below
from gui.plotting.style import Style
from gui.sliders import Dial

_WIDTH = 220


class SliderLeaf(QToolButton):
    """The button; its leaf holds the sliders of some dials, whose numbers stay in the bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("control.sliders")
        self.setAccessibleName(self.tr("Sliders"))
        self.setToolTip(self.tr("Sliders"))
        self.setIconSize(QSize(18, 18))
        self.leaf = QFrame(self, Qt.WindowType.Popup)
        self.leaf.setObjectName("sliders.leaf")
        self.leaf.setFrameShape(QFrame.Shape.StyledPanel)
        self._grid = QGridLayout(self.leaf)
        self._held: list[Dial] = []
        self.clicked.connect(self._open)

    def hold(self, dials: Sequence[Dial]) -> None:
        """Let the leaf have the sliders of these dials and no others."""
        if list(dials) == self._held:
            return
        self._held = list(dials)
        while self._grid.count():
            self._grid.takeAt(0)
        for label in self.leaf.findChildren(QLabel):
            label.deleteLater()
        for row, dial in enumerate(self._held):
            label = QLabel(dial.title)
            label.setBuddy(dial.slider)
            self._grid.addWidget(label, row, 0)
            for column, widget in enumerate(dial.loose):
                self._grid.addWidget(widget, row, 1 + column)
                widget.show()
            dial.slider.setFixedWidth(_WIDTH)
        if not self._held:
            self.leaf.hide()

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.setIcon(icons.icon("sliders", style.text, style.line))

    def _open(self) -> None:
        open_below(self.leaf, self)
        if self._held:
            self._held[0].slider.setFocus(Qt.FocusReason.PopupFocusReason)
