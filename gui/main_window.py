"""The window: the only place where parts are put together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget

from core.document import TRUTH, Document
from core.edits.rows import mended
from core.errors import LossAtlasError
from core.results import Results
from gui import examples, language, layout, preferences, reading, text, theme
from gui.desk import Desk
from gui.focus import Focus, FocusState
from gui.parts import Parts
from gui.plotting.style import STYLES
from gui.recompute import Recompute
from gui.store import DocumentStore, Intent

if TYPE_CHECKING:
    from gui.panel_docks import PanelDocks
    from gui.panels.base import Panel

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
        self.store = DocumentStore(document, self, partial(reading.run, self))
        self.focus = Focus(self)
        self._seen_focus = FocusState()
        self.recompute = Recompute(document, self)
        self.style_ = theme.resolve(preferences.theme())
        text.Numbers.decimals = preferences.decimals()
        self.desk = Desk(self, self.store, self.focus, self.recompute, path)
        self.panel_docks: PanelDocks | None = None
        self._build()
        self._connect()
        self.resize(layout.START_SIZE)
        remembered = preferences.layout()
        if remembered is not None:
            self.restoreGeometry(remembered[0])  # before it is seen: a window that is does not jump
        layout.begin(self, self._parts.tables, hidden=self.history)
        self._show_everything()
        if furnished:
            self.furnish()

    def furnish(self, *, in_turn: bool = False) -> None:
        """Put the panels in, and every dock to its place; `in_turn`, those first that are seen then."""
        made = self._build_panels()
        if not in_turn:
            made.fill()
        self.reset_layout()
        self._restore_layout()
        self._show_all(self.recompute.results)
        if in_turn:
            made.fill_in_turn()

    # -- what other programs hold on to -----------------------------------------------------------------

    @property
    def results(self) -> Results:
        """The results of the document on show."""
        return self.recompute.results

    # -- building ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        """Make everything that has words, but for the panels."""
        parts = self._parts = Parts(self, self.store, self.focus, self.desk)
        self.words, self.actions_, self.deck, self.table_menus = (
            parts.words,
            parts.actions,
            parts.deck,
            parts.table_menus,
        )
        self.controls, self.menus, self.keep_sums = parts.bars.controls, parts.bars.menus, parts.bars.keep_sums
        self.losses_menu, self.history, self.docks = parts.bars.losses, parts.history, parts.docks
        self._connect_parts()

    def _build_panels(self) -> PanelDocks:
        """Make the docks of the panels, and who teaches with them."""
        from gui.panel_docks import PanelDocks
        from gui.referee import Referee
        from gui.tutor import Tutor

        made = self.panel_docks = PanelDocks(self, self.desk, self.style_)
        self.panels = made.panels
        self._parts.add(list(made.docks.values()))
        made.made.connect(self._connect_panel)
        self.tutor = Tutor(self, self.store, self.focus, self.recompute, self.docks)
        self.referee = Referee(self.tutor, self.store, self.focus)
        self.tutor.failed.connect(self.words.tell_error)
        return made

    def _connect_panel(self, panel: Panel) -> None:
        panel.intended.connect(self.store.push)
        panel.called_off.connect(self.store.cancel)
        panel.focused.connect(self._move_focus)
        panel.pointed.connect(self.words.point)
        panel.told.connect(self.words.tell)
        panel.kept.connect(self.desk.keep)
        panel.exact_wanted.connect(self._edit_exactly)

    def set_language(self, name: str) -> None:
        """Say everything in another language from now on; document, undo, view and layout stay."""
        application = QApplication.instance()
        if not isinstance(application, QApplication) or application.property("language") == name:
            return
        lesson = {key: value for key, value in self.focus.state.choices.items() if key.startswith("guide.")}
        self.tutor.leave()
        places, keeps, arrangement = self.saveState(), self.keep_sums.isChecked(), self.deck.rows.arrangement
        for made in (self.tutor, self.panel_docks):
            if made is not None:
                made.deleteLater()
        self.panel_docks = None
        self._parts.take_down()
        language.install(application, name)
        language.name_arrows(self)
        self._build()
        self._build_panels().fill()
        self.restoreState(places)
        self.keep_sums.setChecked(keeps)
        self.desk.say_again()
        self._show_everything()
        self.deck.rows.ask(arrangement)
        if lesson:
            self.focus.move(choices=lesson)

    def _show_everything(self) -> None:
        self._history_told: tuple[object, ...] = ()
        self.set_theme(self.style_.dark)
        document = self.store.document
        self._document_changed(document, document)
        self._history_changed()

    def reset_layout(self) -> None:
        """Put every dock back to its place."""
        if self.panel_docks is not None:
            areas = [self.panel_docks.of_area(area) for area in AREAS]
            layout.arrange(self, self._parts.tables, *areas, hidden=self.history)

    def _restore_layout(self) -> None:
        remembered = preferences.layout()
        if remembered is not None:
            self.restoreState(remembered[1], preferences.LAYOUT_VERSION)

    # -- wiring -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        """Connect what lasts as long as the window."""
        self.store.documentChanged.connect(self._document_changed)
        self.store.historyChanged.connect(self._history_changed)
        self.store.refused.connect(self._refused)
        self.store.givenUp.connect(self._show_unchanged)
        self.recompute.resultsChanged.connect(self._show_all)
        self.focus.changed.connect(self._focus_moved)
        self.desk.said.connect(lambda words: self.words.tell(words))
        self.desk.failed.connect(lambda error: self.words.tell_error(error))
        self.desk.own_wanted.connect(lambda: self.tutor.leave())
        self.desk.arranged = lambda: self.deck.rows.arrangement
        self.desk.arrangement_wanted.connect(lambda wanted: self.deck.rows.reset(wanted))

    def _connect_parts(self) -> None:
        look = self._parts.bars.look
        look.theme_chosen.connect(lambda name: self.set_theme(theme.resolve(name).dark))
        look.decimals_chosen.connect(self._set_decimals)
        # The menu that was chosen from is taken down too, so not before it is done.
        look.language_chosen.connect(lambda name: QTimer.singleShot(0, partial(self.set_language, name)))
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
            if self.panel_docks is not None:
                self.panel_docks.show_class(self.recompute.results, focus)
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
        self._show_unchanged()
        self.words.tell_error(error)

    def _show_unchanged(self) -> None:
        """Let tables and controls show what is so, not what was asked for."""
        self.deck.refuse()
        self.controls.show_document(self.store.document)
        self._show_model()

    # -- what the actions do ----------------------------------------------------------------------------

    def normalize(self) -> None:
        """Divide every row that does not sum to 1 by its sum, as one step."""
        mend = partial(mended, locks=self.focus.state.locks)
        self.store.push(Intent(self.tr("Normalize"), mend, wide=True))

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
