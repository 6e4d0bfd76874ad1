"""What the guide says of a step, from the focus alone; and the same as a figure and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter, QTextDocument

from core import challenge, lessons
from core.errors import LossAtlasError
from core.lessons import Lesson, Step
from gui.focus import FocusState
from gui.language import spoken_language
from gui.plotting.figure import LEFT, Text, draw_text, fitting, pen, wrapped_in
from gui.plotting.style import Style

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Page:
    """A step of a lesson in the person's language; `lesson` is None where none is on."""

    lesson: Lesson | None
    number: int
    done: frozenset[int]
    language: str

    @property
    def step(self) -> Step:
        """The step on show."""
        assert self.lesson is not None
        return self.lesson.steps[self.number]

    @property
    def title(self) -> str:
        """The lesson's title."""
        return self.lesson.title.of(self.language) if self.lesson is not None else ""

    @property
    def is_done(self) -> bool:
        """Whether what the step asks for was done; a step that asks for nothing is."""
        return self.step.done is None or self.number in self.done

    def of_step(self, name: str) -> str:
        """Return a text of the step, empty if it has none: "text", "task" or "praise"."""
        words = getattr(self.step, name)
        return words.of(self.language) if words is not None else ""


def page_of(focus: FocusState) -> Page:
    """Return the page that a focus says."""
    key, place = focus.choices.get("guide.lesson", ""), focus.choices.get("guide.step", "0")
    try:
        lesson = challenge.find(key) if key else None
    except LossAtlasError:
        lesson = None
    done = frozenset(int(each) for each in focus.choices.get("guide.done", "").split() if each.isdecimal())
    last = len(lesson.steps) - 1 if lesson is not None else 0
    return Page(lesson, min(int(place) if place.isdecimal() else 0, last), done, spoken_language())


def plain(markdown: str) -> list[str]:
    """Return the paragraphs of a text without its marks."""
    document = QTextDocument()
    document.setMarkdown(markdown)
    return [line for line in document.toPlainText().splitlines() if line.strip()]


@dataclass(frozen=True)
class PageFigure:
    """A page as a figure: its title and its words; without a lesson the lessons there are."""

    title: str
    paragraphs: tuple[str, ...]

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw the words, wrapped to the width, smaller where they would not fit."""
        style = fitting(self, rect.width(), rect.height(), style)
        px, inner = style.px, rect.adjusted(style.px(20), style.px(28.5), -style.px(20), 0)
        y = inner.top()
        for line in wrapped_in(style.font(15, bold=True), self.title, inner.width()):
            draw_text(painter, QPointF(inner.left(), y), line, Text(15, style.text, bold=True, align=LEFT), style)
            y += px(24)
        painter.setPen(pen(style.accent, 2, style))
        painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
        y += px(10)
        for lines in self._paragraphs(inner.width(), style):
            y += px(8)
            for line in lines:
                draw_text(painter, QPointF(inner.left(), y), line, Text(13, style.text, align=LEFT), style)
                y += px(20)

    def height_for(self, width: float, style: Style) -> float:
        """Return how high title and words are, with the room around them."""
        inner = width - style.px(40)
        titles = len(wrapped_in(style.font(15, bold=True), self.title, inner))
        paragraphs = self._paragraphs(inner, style)
        return style.px(28.5 + 24 * titles + 10 + 8 * len(paragraphs) + 20 * sum(map(len, paragraphs)))

    def _paragraphs(self, width: float, style: Style) -> list[list[str]]:
        return [wrapped_in(style.font(13), paragraph, width) for paragraph in self.paragraphs]


def figure(page: Page) -> PageFigure:
    """Return the page as a figure."""
    if page.lesson is None:
        names = tuple(lesson.title.of(page.language) for lesson in lessons.builtin())
        return PageFigure(translate("Guide", "Lessons"), names)
    task = page.of_step("task")
    words = [*plain(page.of_step("text"))]
    if task:
        first, *more = plain(task)
        words += [translate("Guide", "Try it: {task}").format(task=first), *more]
    if page.is_done and page.of_step("praise"):
        words += plain(page.of_step("praise"))
    return PageFigure(page.title, tuple(words))
