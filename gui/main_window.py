"""The window: the only place where parts are put together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMenu,
    QTabWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

from core.document import TRUTH, Document
from core.edits.rows import mended
from core.errors import LossAtlasError
from core.results import Results
from gui import examples, language, layout, preferences, text, theme
from gui.actions import Actions
from gui.controls import Controls
from gui.desk import Desk
from gui.dock_title import DockTitle
from gui.focus import Focus, FocusState
from gui.history_list import HistoryDock
from gui.look_menus import LookMenus
from gui.losses_menu import LossesMenu
from gui.plotting.style import STYLES
from gui.recent import RecentFiles
from gui.recompute import Recompute
from gui.store import DocumentStore, Intent
from gui.tables.deck import TableDeck
from gui.tables.menus import TableMenus
from gui.words import Words

if TYPE_CHECKING:
    from gui.panel_docks import PanelDocks

SMALLEST_SIZE = QSize(1024, 700)
AREAS = ("centre", "right", "bottom")


class MainWindow(QMainWindow):
    """Store, recompute, focus, tables and panels, wired one way: intents in, results out.

    One that is not `furnished` has its tables and an empty place for the panels, until `furnish` puts them in.
    """

    def __init__(self, document: Document, path: Path | None = None, *, furnished: bool = True) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setMinimumSize(SMALLEST_SIZE)
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.store = DocumentStore(document, self)
        self.focus = Focus(self)
        self._seen_focus = FocusState()
        self.recompute = Recompute(document, self)
        self.style_ = theme.resolve(preferences.theme())
        text.Numbers.decimals = preferences.decimals()
        self.desk = Desk(self, self.store, self.focus, self.recompute, path)
        self._lasting = (self.menuBar(), self.statusBar(), *self.children())
        self.panel_docks: PanelDocks | None = None
        self._build()
        self._connect()
        self.resize(layout.START_SIZE)
        layout.begin(self, self._table_docks(), hidden=self.history)
        self._show_everything()
        if furnished:
            self.furnish()

    def furnish(self) -> None:
        """Put the panels in, and every dock to its place."""
        self._build_panels()
        self.reset_layout()
        self._restore_layout()
        self._show_all(self.recompute.results)

    # -- what other programs hold on to -----------------------------------------------------------------

    @property
    def results(self) -> Results:
        """The results of the document on show."""
        return self.recompute.results

    # -- building ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        """Make everything that has words, but for the panels."""
        self.words = Words(self.statusBar(), self.store, self.focus)
        self.actions_ = Actions(self)
        self.deck = TableDeck(self)
        self.table_menus = TableMenus(self, self.actions_, self.deck, self.store, self.focus, self.words)
        self.statusBar().addPermanentWidget(self.deck.note)
        self._build_bar()
        self._build_menus()
        self._build_tables()
        self._connect_parts()

    def _build_panels(self) -> None:
        """Make the panels, and who teaches with them."""
        from gui.panel_docks import PanelDocks
        from gui.referee import Referee
        from gui.tutor import Tutor

        made = self.panel_docks = PanelDocks(self, self.desk)
        self.panels = made.panels
        for name, panel in made.panels.items():
            self._add_dock(f"panel.{name}", panel.title(), panel, panel.tools())
            self.docks[f"panel.{name}"].visibilityChanged.connect(panel.set_in_front)
        made.intended.connect(self.store.push)
        made.called_off.connect(self.store.cancel)
        made.focused.connect(self._move_focus)
        made.pointed.connect(self.words.point)
        made.told.connect(self.words.tell)
        made.kept.connect(self.desk.keep)
        made.exact_wanted.connect(self._edit_exactly)
        made.set_style(self.style_)
        self.tutor = Tutor(self, self.store, self.focus, self.recompute, self.docks)
        self.referee = Referee(self.tutor, self.store, self.focus)
        self.tutor.failed.connect(self.words.tell_error)

    def _take_down(self) -> None:
        """Remove everything that has words."""
        for dock in (*self.docks.values(), self.history):
            self.removeDockWidget(dock)
        self.menuBar().clear()
        self.statusBar().removeWidget(self.deck.note)
        self.deck.note.deleteLater()
        self.words.leave(self.statusBar())
        kinds = (QDockWidget, QToolBar, QMenu, QAction)
        for child in (*self.children(), *self.menuBar().children()):
            if child not in self._lasting and isinstance(child, kinds):
                child.deleteLater()
        for part in (self.deck, self.table_menus, *self.table_menus.commands, self.tutor, self.words):
            part.deleteLater()
        if self.panel_docks is not None:
            self.panel_docks.deleteLater()
            self.panel_docks = None
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # nobody is to find what was

    def set_language(self, name: str) -> None:
        """Say everything in another language from now on; document, undo, view and layout stay."""
        application = QApplication.instance()
        if not isinstance(application, QApplication) or application.property("language") == name:
            return
        lesson = {key: value for key, value in self.focus.state.choices.items() if key.startswith("guide.")}
        self.tutor.leave()
        places, keeps, arrangement = self.saveState(), self.keep_sums.isChecked(), self.deck.rows.arrangement
        self._take_down()
        language.install(application, name)
        self._name_arrows()
        self._build()
        self._build_panels()
        self.restoreState(places)
        self.keep_sums.setChecked(keeps)
        self.desk.say_again()
        self._show_everything()
        self.deck.rows.ask(arrangement)
        if lesson:
            self.focus.move(choices=lesson)

    def _name_arrows(self) -> None:
        """Name the arrows of the tabs, which Qt names once and for all."""
        for name, words in (("ScrollLeftButton", "Scroll Left"), ("ScrollRightButton", "Scroll Right")):
            for arrow in self.findChildren(QToolButton, name):
                arrow.setAccessibleName(QCoreApplication.translate("QTabBar", words))

    def _show_everything(self) -> None:
        self._history_told: tuple[object, ...] = ()
        self.set_theme(self.style_.dark)
        document = self.store.document
        self._document_changed(document, document)
        self._history_changed()

    def _build_bar(self) -> None:
        bar = QToolBar(self.tr("Tools"))
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        self.addToolBar(bar)
        self.actions_.fill_bar(bar, ("open", "save"))
        bar.addSeparator()
        self.actions_.fill_bar(bar, ("undo", "redo"))
        bar.addSeparator()
        self.controls = Controls(bar)
        self.actions_.fill_bar(bar, ("normalize",))
        bar.addSeparator()
        self.controls.add_temperature()
        bar.addSeparator()
        self.actions_.fill_bar(bar, ("export",))

    def _build_menus(self) -> None:
        bar = self.menuBar()
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "losses": self.tr("&Losses"),
            "examples": self.tr("E&xamples"),
            "help": self.tr("&Help"),
        }
        self.menus: dict[str, QMenu] = {name: bar.addMenu(title) for name, title in titles.items()}
        for name in ("file", "edit", "view", "help"):
            self.actions_.fill_menu(name, self.menus[name])
        self.keep_sums = self.table_menus.fill(self.menus["edit"])
        self.menus["file"].insertMenu(self.menus["file"].actions()[1], RecentFiles(self.desk.open_names, self))
        for name, title in examples.titles().items():
            action = self.menus["examples"].addAction(title)
            action.setObjectName(f"action.example.{name}")
            action.triggered.connect(partial(self.desk.open_names, name))
        self.losses_menu = LossesMenu(self.menus["losses"], self.store.document)
        look = LookMenus(self.menus["view"])
        look.theme_chosen.connect(lambda name: self.set_theme(theme.resolve(name).dark))
        look.decimals_chosen.connect(self._set_decimals)
        # The menu that was chosen from is taken down too, so not before it is done.
        look.language_chosen.connect(lambda name: QTimer.singleShot(0, partial(self.set_language, name)))

    def _build_tables(self) -> None:
        self.docks: dict[str, QDockWidget] = {}
        for name, title, widget in self.deck.widgets():
            self._add_dock(f"dock.{name}", title, widget, self.deck.state if name == "results" else None)
        self.history = HistoryDock(self.store, self)
        self.menus["view"].addAction(self.history.toggleViewAction())

    def _add_dock(self, name: str, title: str, widget: QWidget, tools: QWidget | None = None) -> None:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        dock.setWidget(widget)
        dock.setTitleBarWidget(DockTitle(dock, tools))
        self.docks[name] = dock
        self.menus["view"].addAction(dock.toggleViewAction())

    def reset_layout(self) -> None:
        """Put every dock back to its place."""
        areas = [[self.docks[f"panel.{p.name}"] for p in self.panels.values() if p.area == area] for area in AREAS]
        layout.arrange(self, self._table_docks(), *areas, hidden=self.history)

    def _table_docks(self) -> list[QDockWidget]:
        return [self.docks[f"dock.{name}"] for name, _, _ in self.deck.widgets()]

    def _restore_layout(self) -> None:
        remembered = preferences.layout()
        if remembered is not None:
            self.restoreGeometry(remembered[0])
            self.restoreState(remembered[1], preferences.LAYOUT_VERSION)

    # -- wiring -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        """Connect what lasts as long as the window."""
        self.store.documentChanged.connect(self._document_changed)
        self.store.historyChanged.connect(self._history_changed)
        self.store.refused.connect(self._refused)
        self.recompute.resultsChanged.connect(self._show_all)
        self.focus.changed.connect(self._focus_moved)
        self.desk.said.connect(lambda words: self.words.tell(words))
        self.desk.failed.connect(lambda error: self.words.tell_error(error))
        self.desk.own_wanted.connect(lambda: self.tutor.leave())

    def _connect_parts(self) -> None:
        self.controls.intended.connect(self.store.push)
        self.controls.called_off.connect(self.store.cancel)
        self.losses_menu.intended.connect(self.store.push)
        self.controls.refused.connect(self.words.tell_error)
        self.deck.intended.connect(self.store.push)
        self.deck.refused.connect(self.words.tell_error)
        self.deck.focused.connect(self._move_focus)
        self.deck.normalize_wanted.connect(self.normalize)
        self.words.normalize_wanted.connect(self.normalize)
        self.words.brush_unwanted.connect(partial(self.focus.move, brush=None))
        self.actions_.connect(
            {
                "open": self.desk.open_dialog,
                "save": self.desk.save,
                "save_as": self.desk.save_dialog,
                "import": self.desk.importer.choose_files,
                "paste_new": self.desk.importer.paste,
                "export": self.desk.export_dialog,
                "animate": self.desk.animation_dialog,
                "quit": self.close,
                "undo": self.store.undo,
                "redo": self.store.redo,
                "normalize": self.normalize,
                "copy_figure": partial(self.desk.copy_figure, "surface"),
                "copy_numbers": partial(self.desk.copy_numbers, "comparison"),
                "next_sample": partial(self._step_sample, 1),
                "previous_sample": partial(self._step_sample, -1),
                "next_model": self._next_model,
                "history": self.history.go_there,
                "filter_rows": self.filter_rows,
                "sort_again": self.deck.rows.ask_again,
                "all_rows": self.deck.show_all_rows,
                "reset_layout": self.reset_layout,
                "challenge": lambda: self.tutor.open_challenge(),
                "manual": self.open_manual,
                "about": self.about,
                **self.table_menus.slots(),
            }
        )

    def _document_changed(self, old: Document, new: Document) -> None:
        if new is not old:
            if self.store.undo_label or self.store.redo_label:  # else it is another document
                self.focus.state = self.focus.state.followed(old, new)
            self.words.forget()
            self.recompute.schedule(new)
            if self.store.history.is_new:
                self.deck.rows.reset()
        if new is old or new.settings is not old.settings:
            self.controls.show_document(new)
            self.losses_menu.show_document(new)
        self._show_model()

    def _show_model(self) -> None:
        """Show what belongs to the model in focus, of the document as it is by now: a hand waits for no results."""
        document = self.store.document
        self.controls.show_model(document, self.focus.state.fitted(document).model)

    def _history_changed(self) -> None:
        state = (self.store.undo_label, self.store.redo_label, self.store.is_changed, self.desk.path)
        if state == self._history_told:
            return
        self._history_told = state
        for verb, words, label in (
            ("undo", self.tr("&Undo"), self.store.undo_label),
            ("redo", self.tr("&Redo"), self.store.redo_label),
        ):
            action = self.actions_.all[verb]
            action.setEnabled(label is not None)
            action.setText(text.labelled(words, label) if label else words)
        name = self.desk.path.name if self.desk.path else self.tr("Untitled")
        title = examples.titles().get(name, name)
        self.setWindowTitle(f"{title}[*] — Loss Atlas")
        self.setWindowModified(self.store.is_changed)

    def _show_all(self, results: Results) -> None:
        """Give results and focus to every panel and table."""
        focus = self.focus.state.fitted(results.document)
        if results.document is self.store.document:  # else what is in focus may be still to come
            self.focus.state = focus
        self.deck.show_results(results, focus)
        if self.panel_docks is not None:
            self.panel_docks.show_results(results, focus)
        self.actions_.all["normalize"].setEnabled(results.off_count > 0)
        self.words.show_results(results)

    # -- focus ------------------------------------------------------------------------------------------

    def _focus_moved(self, focus: FocusState) -> None:
        """Show what is looked at now; a class that is pointed at only stands out."""
        before, self._seen_focus = self._seen_focus, focus
        if focus.highlight != before.highlight and replace(focus, highlight=before.highlight) == before:
            self.deck.show_class(focus)
            for panel in self.panels.values():
                panel.show_class(self.recompute.results, focus)
            return
        self._show_all(self.recompute.results)
        self._show_model()

    def _move_focus(self, changes: dict[str, Any]) -> None:
        self.focus.move(**changes)

    def _step_sample(self, step: int) -> None:
        sample = self.deck.rows.order.step(self.focus.state.sample, step)
        self.focus.move(sample=min(sample, self.store.document.size - 1))

    def filter_rows(self) -> None:
        """Show the line that filters rows, and write in it."""
        dock = self.docks["dock.results"]
        dock.show()
        dock.raise_()
        self.deck.filter_rows()

    def _next_model(self) -> None:
        self.focus.move(model=(self.focus.state.model + 1) % len(self.store.document.models))

    def _edit_exactly(self, table: int, row: int) -> None:
        if table != TRUTH:
            self.focus.move(model=table)
        self.deck.edit(table, row)

    # -- words ------------------------------------------------------------------------------------------

    def _refused(self, error: LossAtlasError) -> None:
        self.deck.refuse()
        self.controls.show_document(self.store.document)
        self._show_model()
        self.words.tell_error(error)

    # -- what the actions do ----------------------------------------------------------------------------

    def normalize(self) -> None:
        """Divide every row that does not sum to 1 by its sum, as one step."""
        self.store.push(Intent(self.tr("Normalize"), partial(mended, locks=self.focus.state.locks)))

    def open_manual(self) -> None:
        """Show the manual, at what has the keyboard."""
        from gui import manual

        manual.open_for(self)

    def about(self) -> None:
        """Show what this is, its version and the versions of its parts."""
        from gui.dialogs.about_dialog import AboutDialog

        AboutDialog(self).open()

    # -- theme ------------------------------------------------------------------------------------------

    def _set_decimals(self, count: int) -> None:
        text.Numbers.decimals = count
        self.set_theme(self.style_.dark)

    def set_theme(self, dark: bool) -> None:
        """Put the window in its light or its dark look."""
        self.style_ = STYLES["dark" if dark else "light"]
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, self.style_)
        self.actions_.set_style(self.style_)
        self.controls.set_style(self.style_)
        self.deck.set_style(self.style_)
        self.history.set_style(self.style_)
        if self.panel_docks is not None:
            self.panel_docks.set_style(self.style_)
        self.words.set_style(self.style_)
        self._show_all(self.recompute.results)

    # -- Qt ---------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if names:
            self.desk.open_names(*names)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.desk.may_discard():
            event.ignore()
            return
        preferences.remember_layout(self.saveGeometry(), self.saveState(preferences.LAYOUT_VERSION))
        self.desk.recovery.finish()
        super().closeEvent(event)
