"""The window: the only place where parts are put together."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QTabWidget,
    QToolBar,
    QToolTip,
    QWidget,
)

import core
from core import io
from core.document import TRUTH, Document
from core.errors import LossAtlasError
from core.io import npz
from core.io import tables as csv_tables
from core.results import Results
from gui import examples, panels, preferences, text, theme
from gui.actions import Actions
from gui.controls import Controls
from gui.dialogs.export_dialog import ExportChoice, ExportDialog
from gui.export import files, png, writer_of
from gui.export.csv import to_text
from gui.focus import Focus, FocusState
from gui.panels.base import Panel
from gui.plotting.style import STYLES
from gui.recompute import Recompute
from gui.store import DocumentStore, Intent
from gui.tables.deck import TableDeck

START_SIZE = QSize(1440, 900)
SMALLEST_SIZE = QSize(1024, 700)
_MESSAGE_MS = 12_000


class MainWindow(QMainWindow):
    """Store, recompute, focus, tables and panels, wired one way: intents in, results out."""

    def __init__(self, document: Document, path: Path | None = None) -> None:
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
        self.recompute = Recompute(document, self)
        self.style_ = theme.resolve(preferences.text("theme", "system", ("system", "light", "dark")))
        self._path = path
        self._pending_words = ""

        self.actions_ = Actions(self)
        self.deck = TableDeck(self)
        self.panels = {name: kind(self) for name, kind in panels.kinds().items()}
        self._build_bar()
        self._build_menus()
        self._build_status()
        self._build_docks()
        self._connect()
        self.set_theme(self.style_.dark)
        self.reset_layout()
        self._restore_layout()
        self._show_all(self.results)
        self._document_changed(document, document)

    # -- what other programs hold on to -----------------------------------------------------------------

    @property
    def results(self) -> Results:
        """The results of the document on show."""
        return self.recompute.results

    # -- building ---------------------------------------------------------------------------------------

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
        self.keep_sums = QAction(self.tr("&Keep row sums while typing"), self, checkable=True)
        self.keep_sums.setObjectName("action.keep_sums")
        self.keep_sums.toggled.connect(self.deck.keep_sums)
        self.menus["edit"].addAction(self.keep_sums)
        for name, title in examples.titles().items():
            action = self.menus["examples"].addAction(title)
            action.setObjectName(f"action.example.{name}")
            action.triggered.connect(partial(self.open_names, name))
        for loss in self.store.document.settings.losses:
            action = self.menus["losses"].addAction(text.loss_title(loss))
            action.setObjectName(f"action.show.{loss.name}")
            action.setCheckable(True)
            action.setChecked(loss.name in self.store.document.settings.shown)
            action.triggered.connect(partial(self._show_loss, loss.name))
        self._build_theme_menu()

    def _build_theme_menu(self) -> None:
        menu = self.menus["view"].addMenu(self.tr("&Theme"))
        group = QActionGroup(self)
        chosen = preferences.text("theme", "system", ("system", "light", "dark"))
        for name, title in (
            ("system", self.tr("As the &system")),
            ("light", self.tr("&Light")),
            ("dark", self.tr("&Dark")),
        ):
            action = menu.addAction(title)
            action.setObjectName(f"action.theme.{name}")
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(partial(self._choose_theme, name))
            group.addAction(action)
        self.menus["view"].addSeparator()

    def _build_status(self) -> None:
        self.pointed = QLabel()
        self.pointed.setObjectName("status.pointed")
        self.warnings = QLabel()
        self.warnings.setObjectName("status.warnings")
        self.warnings.setTextFormat(Qt.TextFormat.RichText)
        self.warnings.linkActivated.connect(lambda _: self.normalize())
        self.statusBar().addWidget(self.pointed, 1)
        self.statusBar().addPermanentWidget(self.warnings)
        self._words_timer = QTimer(self, singleShot=True)
        self._words_timer.timeout.connect(lambda: self.pointed.setText(self._idle_words()))

    def _build_docks(self) -> None:
        self.docks: dict[str, QDockWidget] = {}
        for name, title, widget in self.deck.widgets():
            self._add_dock(f"dock.{name}", title, widget)
        for name, panel in self.panels.items():
            self._add_dock(f"panel.{name}", panel.title(), panel)
            panel.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            panel.customContextMenuRequested.connect(partial(self._panel_menu, panel))

    def _add_dock(self, name: str, title: str, widget: QWidget) -> None:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        dock.setWidget(widget)
        self.docks[name] = dock
        self.menus["view"].addAction(dock.toggleViewAction())

    def reset_layout(self) -> None:
        """Put every dock back to its place: tables left, the surface in the middle, what explains it right."""
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        area = Qt.DockWidgetArea.LeftDockWidgetArea
        left = [self.docks[f"dock.{name}"] for name, _, _ in self.deck.widgets()]
        centre = [self.docks[f"panel.{p.name}"] for p in self.panels.values() if p.area == "centre"]
        right = [self.docks[f"panel.{p.name}"] for p in self.panels.values() if p.area == "right"]
        self.addDockWidget(area, left[0])
        self.splitDockWidget(left[0], centre[0], Qt.Orientation.Horizontal)
        self.splitDockWidget(centre[0], right[0], Qt.Orientation.Horizontal)
        for column in (left, right):
            for above, below in itertools.pairwise(column):
                self.splitDockWidget(above, below, Qt.Orientation.Vertical)
        for above, below in itertools.pairwise(centre):
            self.tabifyDockWidget(above, below)
        for dock in self.docks.values():
            dock.show()
        self.resizeDocks([left[0], centre[0], right[0]], [452, 560, 428], Qt.Orientation.Horizontal)
        self.resizeDocks(left, [190, 270, 380], Qt.Orientation.Vertical)
        self.resizeDocks(right, [470, 340], Qt.Orientation.Vertical)

    def _restore_layout(self) -> None:
        self.resize(START_SIZE)
        remembered = preferences.layout()
        if remembered is not None:
            self.restoreGeometry(remembered[0])
            self.restoreState(remembered[1], preferences.LAYOUT_VERSION)

    # -- wiring -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.store.documentChanged.connect(self._document_changed)
        self.store.historyChanged.connect(self._history_changed)
        self.store.refused.connect(self._refused)
        self.recompute.resultsChanged.connect(self._show_all)
        self.focus.changed.connect(lambda _: self._show_all(self.recompute.results))
        self.controls.intended.connect(self.store.push)
        self.controls.refused.connect(self.tell_error)
        self.deck.intended.connect(self.store.push)
        self.deck.refused.connect(self.tell_error)
        self.deck.focused.connect(self._move_focus)
        self.deck.normalize_wanted.connect(self.normalize)
        for panel in self.panels.values():
            panel.intended.connect(self.store.push)
            panel.called_off.connect(self.store.cancel)
            panel.focused.connect(self._move_focus)
            panel.pointed.connect(self._point)
            panel.exact_wanted.connect(self._edit_exactly)
        self.actions_.connect(
            {
                "open": self.open_dialog,
                "save": self.save_dialog,
                "export": self.export_dialog,
                "quit": self.close,
                "undo": self.store.undo,
                "redo": self.store.redo,
                "normalize": self.normalize,
                "copy_figure": partial(self.copy_figure, "surface"),
                "copy_numbers": partial(self.copy_numbers, "comparison"),
                "next_sample": partial(self._step_sample, 1),
                "previous_sample": partial(self._step_sample, -1),
                "next_model": self._next_model,
                "reset_layout": self.reset_layout,
                "about": self.about,
            }
        )

    def _document_changed(self, old: Document, new: Document) -> None:
        if new is not old:
            self.recompute.schedule(new)
        self.controls.show_document(new)
        for loss in new.settings.losses:
            action = self.findChild(QAction, f"action.show.{loss.name}")
            if action is not None:
                action.setChecked(loss.name in new.settings.shown)
        self._history_changed()

    def _history_changed(self) -> None:
        for verb, words, label in (
            ("undo", self.tr("&Undo"), self.store.undo_label),
            ("redo", self.tr("&Redo"), self.store.redo_label),
        ):
            action = self.actions_.all[verb]
            action.setEnabled(label is not None)
            action.setText(f"{words}: {label}" if label else words)
        name = self._path.name if self._path else self.tr("Untitled")
        title = examples.titles().get(name, name)
        self.setWindowTitle(f"{title}[*] — Loss Atlas")
        self.setWindowModified(self.store.is_changed)

    def _show_all(self, results: Results) -> None:
        """Give results and focus to every panel and table."""
        focus = self.focus.state.fitted(results.document)
        self.focus.state = focus
        self.deck.show_results(results, focus)
        for panel in self.panels.values():
            panel.show_results(results, focus)
        off = results.off_count
        self.actions_.all["normalize"].setEnabled(off > 0)
        words = ""
        if off:
            count = self.tr("1 row is not a distribution") if off == 1 else self.tr("{n} rows are not distributions")
            mend = self.tr("Normalize")
            colour = self.style_.warning
            words = f'<span style="color:{colour}">▲ {count.format(n=off)}:</span> <a href="#normalize">{mend}</a>'
        if words != self.warnings.text():
            self.warnings.setText(words)
        if not self._words_timer.isActive():
            self._point("")

    # -- focus ------------------------------------------------------------------------------------------

    def _move_focus(self, changes: dict[str, int]) -> None:
        self.focus.move(**changes)

    def _step_sample(self, step: int) -> None:
        sample = min(max(self.focus.state.sample + step, 0), self.store.document.size - 1)
        self.focus.move(sample=sample)

    def _next_model(self) -> None:
        self.focus.move(model=(self.focus.state.model + 1) % len(self.store.document.models))

    def _edit_exactly(self, table: int, row: int) -> None:
        if table != TRUTH:
            self.focus.move(model=table)
        self.deck.edit(table, row)

    # -- words ------------------------------------------------------------------------------------------

    def _point(self, words: str) -> None:
        if not self._words_timer.isActive():
            words = words or self._idle_words()
            if words != self.pointed.text():
                self.pointed.setText(words)

    def _idle_words(self) -> str:
        document, focus = self.store.document, self.focus.state
        names = text.table_title(document, focus.handle), text.sample_title(document, focus.sample)
        hint = self.tr("Drag a marker, use the arrow keys, or type in a table.")
        return f"{names[0]}, {names[1]}.   {hint}"

    def tell(self, words: str) -> None:
        """Say something in the status bar for a while."""
        self.pointed.setText(words)
        self._words_timer.start(_MESSAGE_MS)

    def tell_error(self, error: LossAtlasError) -> None:
        """Say what cannot be done and what mends it: in the status bar, and where the person looks."""
        sentence = text.error_sentence(error)
        self.tell(f"▲ {sentence}")
        widget = QApplication.focusWidget()
        if widget is not None:
            QToolTip.showText(widget.mapToGlobal(widget.rect().bottomLeft()), sentence, widget)

    def _refused(self, error: LossAtlasError) -> None:
        self.deck.refuse()
        self.controls.show_document(self.store.document)
        self.tell_error(error)

    # -- what the actions do ----------------------------------------------------------------------------

    def normalize(self) -> None:
        """Divide every row that does not sum to 1 by its sum, as one step."""
        self.store.push(Intent(self.tr("Normalize"), lambda document: document.normalized()))

    def _show_loss(self, name: str, shown: bool) -> None:
        def edit(document: Document) -> Document:
            names = set(document.settings.shown) ^ {name}
            order = tuple(loss.name for loss in document.settings.losses if loss.name in names)
            return document.with_settings(shown=order)

        label = self.tr("Show loss") if shown else self.tr("Hide loss")
        self.store.push(Intent(label, edit))

    def open_dialog(self) -> None:
        """Ask for files and open them."""
        suffixes = " ".join(f"*{suffix}" for suffix in sorted(io.readers()))
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open"), "", self.tr("Data") + f" ({suffixes})")
        if names:
            self.open_names(*names)

    def open_names(self, *names: object) -> bool:
        """Open files or an example; an unusable one is refused with its reason and the document stays."""
        chosen = [name for name in names if isinstance(name, str)]
        if not self._may_discard():
            return False
        try:
            document = examples.load(chosen)
        except LossAtlasError as error:
            self.tell_error(error)
            QMessageBox.warning(self, self.tr("Cannot open"), text.error_sentence(error))
            return False
        self._path = Path(chosen[0]) if len(chosen) == 1 else None
        self.focus.state = FocusState()
        self.store.open(replace(document, settings=self._settings_for(document)))
        return True

    def _settings_for(self, document: Document) -> object:
        """Return the present settings for another document, without class weights that do not fit it."""
        settings = self.store.document.settings
        same = len(document.classes) == len(self.store.document.classes)
        return settings if same else replace(document.settings, unit=settings.unit, row_sums=settings.row_sums)

    def _may_discard(self) -> bool:
        """Ask before changes that were not saved are given up."""
        if not self.store.is_changed:
            return True
        box = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            self.tr("Unsaved changes"),
            self.tr("The numbers were changed and not saved. Save them first?"),
            box.Save | box.Discard | box.Cancel,
            box.Save,
        )
        if answer == box.Save:
            return self.save_dialog()
        return answer == box.Discard

    def save_dialog(self) -> bool:
        """Ask for a name and save the data there."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save data"),
            "",
            self.tr("NumPy archive") + " (*.npz);;" + self.tr("Table") + " (*.csv)",
        )
        return bool(name) and self.save_as(Path(name))

    def save_as(self, path: Path) -> bool:
        """Save the data as .npz or .csv, whole or not at all."""
        if path.suffix.lower() not in (".npz", ".csv"):
            path = path.with_name(path.name + ".npz")
        to_bytes = csv_tables.to_bytes if path.suffix.lower() == ".csv" else npz.to_bytes
        try:
            files.write(path, to_bytes(self.store.document))
        except LossAtlasError as error:
            self.tell_error(error)
            QMessageBox.warning(self, self.tr("Cannot save"), text.error_sentence(error))
            return False
        self._path = path
        self.store.mark_saved()
        self.tell(self.tr("Saved {name}").format(name=path.name))
        return True

    def export_dialog(self, panel: str | None = None) -> None:
        """Ask which panels to write, how and where, and write them."""
        folder = preferences.any_text("export/folder", str(Path.home()))
        dialog = ExportDialog([type(each) for each in self.panels.values()], panel, folder, self)
        if dialog.exec() == ExportDialog.DialogCode.Accepted:
            self.export(dialog.choice())

    def export(self, choice: ExportChoice) -> list[Path]:
        """Write figures; everything is drawn before the first file is written."""
        focus = self.focus.state
        style = replace(STYLES[choice.theme], transparent=choice.transparent)
        try:
            drawn: dict[Path, bytes] = {}
            for name in choice.panels:
                kind = panels.kind_of(name)
                figure, numbers = kind.figure(self.results, focus), kind.numbers(self.results, focus)
                for suffix in choice.formats:
                    size = choice.size or kind.figure_size
                    data = writer_of(suffix).to_bytes(figure, numbers, size, style, choice.scale)
                    drawn[choice.folder / f"{name}.{suffix}"] = data
            for path, data in drawn.items():
                files.write(path, data)
        except LossAtlasError as error:
            self.tell_error(error)
            QMessageBox.warning(self, self.tr("Cannot export"), text.error_sentence(error))
            return []
        preferences.remember("export/folder", str(choice.folder))
        self.tell(self.tr("Wrote {count} files to {folder}").format(count=len(drawn), folder=choice.folder))
        return list(drawn)

    def copy_figure(self, name: str) -> None:
        """Put a panel's figure on the clipboard as a picture, light and at twice its size."""
        kind = panels.kind_of(name)
        image = png.render(kind.figure(self.results, self.focus.state), kind.figure_size, STYLES["light"], 2)
        QGuiApplication.clipboard().setImage(image)
        self.tell(self.tr("Copied {panel} as a picture").format(panel=kind.title()))

    def copy_numbers(self, name: str) -> None:
        """Put the numbers behind a panel on the clipboard as a table."""
        kind = panels.kind_of(name)
        QGuiApplication.clipboard().setText(to_text(kind.numbers(self.results, self.focus.state), "\t"))
        self.tell(self.tr("Copied the numbers of {panel}").format(panel=kind.title()))

    def _panel_menu(self, panel: Panel, at: object) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Copy as picture"), partial(self.copy_figure, panel.name))
        menu.addAction(self.tr("Copy numbers"), partial(self.copy_numbers, panel.name))
        menu.addSeparator()
        menu.addAction(self.tr("Export…"), partial(self.export_dialog, panel.name))
        menu.popup(panel.mapToGlobal(at))  # pyright: ignore[reportArgumentType, reportCallIssue]

    def about(self) -> None:
        """Show what this is and its version."""
        words = self.tr("Explore the losses that train classifiers.")
        QMessageBox.about(self, "Loss Atlas", f"<b>Loss Atlas {core.__version__}</b><p>{words}</p>")

    # -- theme ------------------------------------------------------------------------------------------

    def _choose_theme(self, name: str) -> None:
        preferences.remember("theme", name)
        self.set_theme(theme.resolve(name).dark)

    def set_theme(self, dark: bool) -> None:
        """Put the window in its light or its dark look."""
        self.style_ = STYLES["dark" if dark else "light"]
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, self.style_)
        self.actions_.set_style(self.style_)
        self.deck.set_style(self.style_)
        for panel in self.panels.values():
            panel.set_style(self.style_)
        self.warnings.setText("")
        self._show_all(self.recompute.results)

    # -- Qt ---------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if names:
            self.open_names(*names)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_discard():
            event.ignore()
            return
        preferences.remember_layout(self.saveGeometry(), self.saveState(preferences.LAYOUT_VERSION))
        super().closeEvent(event)
