"""The panels, each in its dock. Importing what draws takes long, so the window and its tables are seen before."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

from core.results import Results
from gui import panels
from gui.desk import Desk
from gui.dock_title import DockTitle, titled
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting.style import Style

_AGAIN = 20
"""Milliseconds until it is asked again whether nothing else is to be done."""


class PanelDocks(QObject):
    """Makes every panel, and gives all of them results and style.

    A dock is empty until its panel is made: by `fill` all at once, by `fill_in_turn` those that are seen first and the
    others when nothing else is to be done, or earlier if somebody raises them.

    Signals
    -------
    made
        A panel that is there from now on, for whoever does what a person wants done in it.
    filled
        No dock is empty any more.
    """

    made = Signal(object)
    filled = Signal()

    def __init__(self, window: QMainWindow, desk: Desk, style: Style) -> None:
        super().__init__(window)
        self._window, self._desk, self._style = window, desk, style
        self._seen: tuple[Results, FocusState] | None = None
        self._in_front: dict[str, bool] = {}
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._fill_next)
        self.panels: dict[str, Panel] = {}
        self.docks = {name: self._dock(name, kind) for name, kind in panels.kinds().items()}

    def _dock(self, name: str, kind: type[Panel]) -> QDockWidget:
        dock = QDockWidget(kind.title(), self._window)
        dock.setWidget(QWidget())
        titled(dock, f"panel.{name}")
        dock.visibilityChanged.connect(partial(self._set_in_front, name))
        return dock

    def of_area(self, area: str) -> list[QDockWidget]:
        """Return the docks that stand in an area at first."""
        return [self.docks[name] for name, kind in panels.kinds().items() if kind.area == area]

    # -- filling ----------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Make every panel that is still to be made."""
        self._idle.stop()
        for name in self.docks:
            self._fill(name)
        self.filled.emit()

    def fill_in_turn(self) -> None:
        """Make the panels that are seen, and the others one by one when nothing else is to be done."""
        QCoreApplication.sendPostedEvents(self._window, QEvent.Type.LayoutRequest)  # says which are in front
        for name, in_front in self._in_front.items():
            if in_front:
                self._fill(name)
        self._idle.start()

    def _fill_next(self) -> None:
        at_work = QThreadPool.globalInstance().activeThreadCount() > 0  # for a panel that is seen: Python takes turns
        self._idle.setInterval(_AGAIN if at_work else 0)
        if at_work:
            return
        left = [name for name in self.docks if name not in self.panels]
        if left:
            self._fill(left[0])
        else:
            self.fill()

    def _fill(self, name: str) -> None:
        """Make a panel, and put it in its dock."""
        if name in self.panels:
            return
        panel = self.panels[name] = panels.kinds()[name](self._window)
        self.made.emit(panel)
        panel.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        panel.customContextMenuRequested.connect(partial(self.open_menu, panel))
        panel.set_style(self._style)
        panel.set_in_front(self._in_front.get(name, True))
        if self._seen is not None:
            panel.show_results(*self._seen)
        dock = self.docks[name]
        empty = dock.widget()
        dock.setWidget(panel)
        empty.deleteLater()
        title = dock.titleBarWidget()
        if isinstance(title, DockTitle):
            title.add_tools(panel.tools())

    def _set_in_front(self, name: str, in_front: bool) -> None:
        self._in_front[name] = in_front
        if in_front and self._idle.isActive():
            self._fill(name)
        if name in self.panels:
            self.panels[name].set_in_front(in_front)

    # -- all of them ------------------------------------------------------------------------------------

    def show_results(self, results: Results, focus: FocusState) -> None:
        """Give results and focus to every panel."""
        self._seen = results, focus
        for panel in self.panels.values():
            panel.show_results(results, focus)

    def show_class(self, results: Results, focus: FocusState) -> None:
        """Let a class that is pointed at stand out in every panel."""
        self._seen = results, focus
        for panel in self.panels.values():
            panel.show_class(results, focus)

    def set_style(self, style: Style) -> None:
        """Give every panel a theme."""
        self._style = style
        for panel in self.panels.values():
            panel.set_style(style)

    def open_menu(self, panel: Panel, at: QPoint) -> None:
        """Open the menu of a panel at a point of it."""
        menu = QMenu(panel.window())
        menu.addAction(self.tr("Copy as picture"), partial(self._desk.copy_figure, panel.name))
        menu.addAction(self.tr("Copy numbers"), partial(self._desk.copy_numbers, panel.name))
        for words, act in panel.menu():
            menu.addAction(words, act)
        menu.addSeparator()
        menu.addAction(self.tr("Export…"), partial(self._desk.export_dialog, panel.name))
        menu.addAction(self.tr("Export animation…"), partial(self._desk.animation_dialog, panel.name))
        menu.popup(panel.mapToGlobal(at))
