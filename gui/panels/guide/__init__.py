"""The guide: lessons to be read and done in the window itself."""

from __future__ import annotations

import html

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core import lessons
from core.results import Results
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.panels.guide.challenge import ChallengePage, heading, paragraphs, standing_of
from gui.panels.guide.page import Page, PageFigure, figure, page_of, plain
from gui.plotting.figure import Numbers
from gui.plotting.style import LIGHT, Style

translate = QCoreApplication.translate


class GuidePanel(Panel):
    """The list of lessons, or a step of the one that is on. It asks by the focus; the `Tutor` does what it asks."""

    name = "guide"
    area = "bottom"
    order = 25
    figure_size = QSize(720, 540)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._muted = LIGHT.muted
        self._list = self._make_list()
        self._title, self._count = QLabel(), QLabel()
        self._text, self._task, self._praise = (self._make_label(name) for name in ("text", "task", "praise"))
        self._mark = QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._back = self._button("back", self.tr("Back"))
        self._again = self._button("again", self.tr("Start again"))
        self._leave = self._button("leave", self.tr("Leave"))
        self._next = self._button("next", self.tr("Next"))
        self._leave.setToolTip(self.tr("Go back to your own document, as it was"))
        self._again.setToolTip(self.tr("Set this step up again"))
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._list_page())
        self._pages.addWidget(self._step_page())
        self._challenge = ChallengePage()
        self._challenge.asked.connect(lambda choices: self.focused.emit({"choices": choices}))
        self._pages.addWidget(self._challenge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.setMinimumSize(240, 150)

    # -- widgets ----------------------------------------------------------------------------------------

    def _make_list(self) -> QListWidget:
        made = QListWidget()
        made.setObjectName("guide.lessons")
        made.setAccessibleName(self.tr("Lessons"))
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setSpacing(1)
        made.itemActivated.connect(lambda item: self._begin(item.data(Qt.ItemDataRole.UserRole)))
        made.itemClicked.connect(lambda item: self._begin(item.data(Qt.ItemDataRole.UserRole)))
        return made

    def _make_label(self, name: str) -> QLabel:
        made = QLabel()
        made.setObjectName(f"guide.{name}")
        made.setTextFormat(Qt.TextFormat.MarkdownText)
        made.setWordWrap(True)
        made.setAlignment(Qt.AlignmentFlag.AlignTop)
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return made

    def _button(self, name: str, words: str) -> QPushButton:
        made = QPushButton(words)
        made.setObjectName(f"guide.{name}")
        made.clicked.connect({"back": self._go_back, "next": self._go_on, "again": self._redo, "leave": self._go}[name])
        return made

    def _list_page(self) -> QWidget:
        page = QWidget()
        self._open = QPushButton(self.tr("Open a lesson file…"))
        self._open.setObjectName("guide.open")
        self._open.clicked.connect(self._open_file)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(self._list, 1)
        self._play = QPushButton(self.tr("Challenge…"))
        self._play.setObjectName("guide.play")
        self._play.setToolTip(self.tr("Ten tasks from a seed: reach a value, guess the lower loss"))
        self._play.clicked.connect(lambda: self.focused.emit({"choices": {"guide.page": "challenge"}}))
        buttons = QHBoxLayout()
        buttons.addWidget(self._open)
        buttons.addWidget(self._play)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        return page

    def _step_page(self) -> QWidget:
        head = QHBoxLayout()
        self._title.setObjectName("guide.title")
        self._title.setWordWrap(True)
        self._count.setObjectName("guide.count")
        head.addWidget(self._title, 1)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        task = QHBoxLayout()
        task.addWidget(self._mark)
        task.addWidget(self._task, 1)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 4, 0)
        body.setSpacing(8)
        body.addWidget(self._text)
        body.addLayout(task)
        body.addWidget(self._praise)
        body.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inner)
        for widget in (inner, self._scroll.viewport()):
            widget.setAutoFillBackground(False)
        buttons = QHBoxLayout()
        for button in (self._leave, self._again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self._back, self._next):
            buttons.addWidget(button)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 8, 10, 10)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)
        return page

    # -- what every panel is ----------------------------------------------------------------------------

    @staticmethod
    def title() -> str:
        return translate("Guide", "Guide")

    @staticmethod
    def figure(results: Results, focus: FocusState) -> PageFigure:
        standing = standing_of(focus)
        if standing is not None:
            return PageFigure(heading(standing), paragraphs(standing, results.document))
        return figure(page_of(focus))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return the steps of the lesson that is on, or the lessons: their texts, and whether each was done."""
        del results
        page = page_of(focus)
        if page.lesson is None:
            rows = [(number + 1, each.title.of(page.language)) for number, each in enumerate(lessons.builtin())]
            return Numbers((translate("Guide", "number"), translate("Guide", "lesson")), tuple(rows))
        header = (translate("Guide", "step"), translate("Guide", "text"), translate("Guide", "done"))
        return Numbers(
            header,
            tuple(
                (n + 1, " ".join(plain(step.text.of(page.language))), float(n in page.done))
                for n, step in enumerate(page.lesson.steps)
            ),
        )

    def set_style(self, style: Style) -> None:
        self._title.setStyleSheet(f"font-weight: bold; font-size: 15px; color: {style.text};")
        self._count.setStyleSheet(f"color: {style.muted};")
        self._task.setStyleSheet(f"color: {style.text};")
        self._praise.setStyleSheet(f"color: {style.accent};")
        self._mark.setStyleSheet(f"color: {style.accent}; font-size: 16px; font-weight: bold;")
        self._list.setStyleSheet(
            f"QListWidget {{ background: {style.panel}; }}"
            f"QListWidget::item:selected {{ background: {style.accent_soft}; }}"
            f"QListWidget:focus::item:selected {{ border: 2px solid {style.accent}; }}"
        )
        self._challenge.set_style(style)
        self._muted = style.muted
        self._write_list()

    def _show(self, results: Results, focus: FocusState) -> None:
        page, standing = page_of(focus), standing_of(focus)
        if standing is not None:
            self._page = page
            self._pages.setCurrentWidget(self._challenge)
            self._challenge.show_standing(standing, results)
            return
        if page == self._page and self._pages.currentWidget() is not self._challenge:
            return
        turned = self._page is None or (page.lesson, page.number) != (self._page.lesson, self._page.number)
        self._page = page
        self._pages.setCurrentIndex(0 if page.lesson is None else 1)
        if page.lesson is None:
            self._fill_list(page)
            return
        steps = len(page.lesson.steps)
        task, praise = page.of_step("task"), page.of_step("praise")
        self._title.setText(page.title)
        self._count.setText(self.tr("{number} of {count}").format(number=page.number + 1, count=steps))
        self._text.setText(page.of_step("text"))
        self._task.setText(task)
        self._mark.setText("✓" if page.is_done else "○")
        self._mark.setAccessibleName(self.tr("done") if page.is_done else self.tr("not done yet"))
        for widget in (self._task, self._mark):
            widget.setVisible(bool(task))
        self._praise.setText(praise)
        self._praise.setVisible(bool(praise) and page.is_done)
        self._back.setEnabled(page.number > 0)
        self._next.setText(self.tr("Next") if page.number + 1 < steps else self.tr("Finish"))
        self._next.setDefault(page.is_done)
        if turned:
            self._scroll.verticalScrollBar().setValue(0)

    def _fill_list(self, page: Page) -> None:
        if self._list.count():
            return
        for lesson in lessons.builtin():
            item = QListWidgetItem(self._list)
            item.setData(Qt.ItemDataRole.UserRole, lesson.key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, lesson.title.of(page.language))
            label = QLabel()
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setContentsMargins(8, 4, 8, 4)
            label.setWordWrap(True)
            self._list.setItemWidget(item, label)
        self._list.setCurrentRow(0)
        self._write_list()

    def _write_list(self) -> None:
        """Write titles and summaries in the theme's colours, each as high as it needs."""
        if not self._list.count():  # not asked for yet, so neither are the lessons
            return
        language = self._page.language if self._page is not None else "en"
        for row, lesson in zip(range(self._list.count()), lessons.builtin(), strict=False):
            item = self._list.item(row)
            label = self._list.itemWidget(item)
            assert isinstance(label, QLabel)
            summary = html.escape(lesson.summary.of(language)) if lesson.summary is not None else ""
            title = html.escape(lesson.title.of(language))
            label.setText(f'<b>{title}</b><br/><span style="color: {self._muted}">{summary}</span>')
            item.setSizeHint(QSize(0, label.heightForWidth(max(self._list.viewport().width() - 4, 200))))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to what it is for on the page."""
        super().focusInEvent(event)
        if self._pages.currentWidget() is self._challenge:
            self._challenge.take_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_list()

    # -- what is asked for ------------------------------------------------------------------------------

    def _ask(self, lesson: str, step: int, *, done: str | None = None) -> None:
        choices = {"guide.lesson": lesson, "guide.step": str(step)}
        self.focused.emit({"choices": choices if done is None else {**choices, "guide.done": done}})

    def _begin(self, key: str) -> None:
        self._ask(key, 0, done="")

    def _open_file(self) -> None:
        kinds = self.tr("Lessons") + f" (*{lessons.SUFFIX})"
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a lesson file"), "", kinds)
        if name:
            self._begin(name)

    def _go_back(self) -> None:
        if self._page is not None and self._page.lesson is not None:
            self._ask(self._page.lesson.key, max(self._page.number - 1, 0))

    def _go_on(self) -> None:
        """Go to the next step; from the last one home."""
        if self._page is None or self._page.lesson is None:
            return
        if self._page.number + 1 < len(self._page.lesson.steps):
            self._ask(self._page.lesson.key, self._page.number + 1)
        else:
            self._go()

    def _redo(self) -> None:
        """Set the step up again."""
        if self._page is not None and self._page.lesson is not None:
            kept = " ".join(str(n) for n in sorted(self._page.done - {self._page.number}))
            self.focused.emit({"choices": {"guide.again": "yes", "guide.done": kept}})

    def _go(self) -> None:
        self._ask("", 0, done="")
