"""Code: the document as a program that runs as it stands, and what overflows where."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QStackedLayout, QToolButton, QWidget

from core import snippets
from core.document import TRUTH
from core.errors import LossAtlasError
from core.io import npz
from core.results import Results
from core.snippets import Snippet
from gui import text
from gui.choices import AnyChoice, Choice, ToolRow
from gui.focus import FocusState
from gui.panels.base import Keeping, Panel
from gui.panels.code import figure, steps
from gui.panels.code.overflow import OverflowView
from gui.panels.code.view import CodeView
from gui.plotting.figure import Figure, Numbers
from gui.plotting.grid import GridCell, GridFigure
from gui.plotting.style import LIGHT, Style

translate = QCoreApplication.translate

OVERFLOW = "overflow"
PAUSE_MS = 80
"""How long the hand rests before the program is written anew."""


def _say(words: str) -> str:
    return translate("core", words)


def written(results: Results, framework: str, data_file: str = "") -> Snippet:
    """Return the program for a framework, its comments in the person's language; raises where there is none."""
    return snippets.snippet(
        results.document,
        framework,
        decimals=text.Numbers.decimals,
        data_file=data_file,
        beside=bool(data_file),
        say=_say,
    )


class CodePanel(Panel):
    """The current loss of the document in code of a framework, live; or the steps of a softmax that overflows."""

    name = "code"
    area = "bottom"
    order = 27
    figure_size = QSize(760, 860)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style: Style = LIGHT
        self._shown: tuple[Results, FocusState] | None = None
        self._snippet: Snippet | None = None
        self.view = CodeView(self)
        self.view.setObjectName("code.view")
        self.view.setAccessibleName(self.title())
        self.view.line_pressed.connect(self._pressed)
        self.message = QLabel(self)
        self.message.setObjectName("code.message")
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.overflow = OverflowView(self)
        self.overflow.logits_typed.connect(self._type_logits)
        self.overflow.pointed.connect(self.pointed)
        self._stack = QStackedLayout(self)
        for widget in (self.view, self.message, self.overflow):
            self._stack.addWidget(widget)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._write)
        self._copy = self._button("copy", translate("Code", "Copy"), translate("Code", "Copy the whole program"))
        self._copy.clicked.connect(self.copy)
        self._save = self._button("save", translate("Code", "Save…"), translate("Code", "Save the program as a file"))
        self._save.clicked.connect(self.save)
        self.setMinimumSize(300, 165)

    def _button(self, name: str, title: str, meaning: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setObjectName(f"control.code.{name}")
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    @staticmethod
    def title() -> str:
        return translate("Code", "Code")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        kinds = tuple((name, framework.title) for name, framework in snippets.frameworks().items())
        return (
            Choice("framework", translate("Code", "Framework"), (*kinds, (OVERFLOW, translate("Code", "Overflow")))),
        )

    def tools(self) -> QWidget:
        choices = [(choice.title, self._controls[choice.name]) for choice in self.choices()]
        buttons = [(translate("Code", "Copy"), self._copy), (translate("Code", "Save…"), self._save)]
        return ToolRow([*choices, *buttons])

    @staticmethod
    def figure(results: Results, focus: FocusState) -> Figure:
        framework = CodePanel.chosen(focus)["framework"]
        if framework == OVERFLOW:
            return steps.figure(focus)
        try:
            return figure.CodeFigure(written(results, framework).text)
        except LossAtlasError as error:
            return GridFigure(text.error_sentence(error), ((GridCell(""), GridCell("")),), "")

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return what the program prints, or every step of the ways that may overflow."""
        framework = CodePanel.chosen(focus)["framework"]
        if framework == OVERFLOW:
            return steps.numbers(focus)
        return figure.numbers(results, snippets.shown_rows(results.document))

    def set_style(self, style: Style) -> None:
        self._style = style
        self.view.set_style(style)
        self.overflow.set_style(style)
        if self._shown is not None:  # the number of decimals may have changed with it
            self._write()

    # -- showing ----------------------------------------------------------------------------------------

    def _show(self, results: Results, focus: FocusState) -> None:
        self.show_choices(focus)
        framework = self.chosen(focus)["framework"]
        before, self._shown = self._shown, (results, focus)
        for button in (self._copy, self._save):
            button.setEnabled(framework != OVERFLOW)
        if framework == OVERFLOW:
            self.pause.stop()
            self.overflow.show_logits(focus)
            self._stack.setCurrentWidget(self.overflow)
        elif before is None or self.chosen(before[1])["framework"] != framework:
            self._write()
        elif before[0] is not results:
            self.pause.start()
        elif not self.pause.isActive():
            self._mark()

    def _write(self) -> None:
        """Write the program of what is shown last."""
        self.pause.stop()
        if self._shown is None:
            return
        results, focus = self._shown
        framework = self.chosen(focus)["framework"]
        if framework == OVERFLOW:
            return
        try:
            self._snippet = written(results, framework)
        except LossAtlasError as error:
            self._snippet = None
            self.message.setText(text.error_sentence(error))
            self._stack.setCurrentWidget(self.message)
        else:
            self.view.show_text(self._snippet.text)
            self._stack.setCurrentWidget(self.view)
            self._mark()
        for button in (self._copy, self._save):
            button.setEnabled(self._snippet is not None)

    def _mark(self) -> None:
        """Mark the lines that hold the sample and the model in focus."""
        if self._shown is None or self._snippet is None:
            return
        focus = self._shown[1]
        rows = self._snippet.rows
        places = [(TRUTH, focus.sample), (focus.model, focus.sample)]
        self.view.mark(tuple(rows[place] for place in places if place in rows))

    # -- doing ------------------------------------------------------------------------------------------

    def _pressed(self, line: int) -> None:
        """Look at the sample, and the model, whose line was pressed."""
        if self._snippet is None:
            return
        for (table, sample), at in self._snippet.rows.items():
            if at == line:
                self.focused.emit({"sample": sample} if table == TRUTH else {"sample": sample, "model": table})

    def _type_logits(self, words: str) -> None:
        self.focused.emit({"choices": {steps.KEY: words}})

    def copy(self) -> None:
        """Put the program on the clipboard."""
        self._write_now()
        if self._snippet is not None:
            QGuiApplication.clipboard().setText(self._snippet.text)
            self.told.emit(translate("Code", "Copied the program"))

    def save(self) -> None:
        """Ask where to save the program; that of a large document comes with all rows in an archive beside it."""
        self._write_now()
        if self._snippet is not None and self._shown is not None:
            make = partial(files_of, self._shown[0], self._snippet.framework)
            kind = translate("Code", "Python program") + " (*.py)"
            self.kept.emit(Keeping(translate("Code", "Save the program"), "loss.py", kind, make))

    def _write_now(self) -> None:
        if self.pause.isActive():
            self._write()


def files_of(results: Results, framework: str, path: Path) -> dict[Path, bytes]:
    """Return the files that a saved program is: itself, and for a large document its data beside it."""
    if not snippets.is_large(results.document):
        return {path: written(results, framework).text.encode()}
    data = path.with_suffix(".npz")
    program = written(results, framework, data.name)
    return {data: npz.to_bytes(results.document), path: program.text.encode()}
