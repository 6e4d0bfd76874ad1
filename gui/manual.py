"""The manual: a Markdown file a language in `resources/manual`, cut into topics, and the window that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gui.language import spoken_language

_TOPIC = re.compile(r"^<!-- topic: (\w+) -->\n", re.MULTILINE)
_FULL = "\u2e80-\u9fff\uff00-\uffef“”…"
_GOES_ON = r"(?!\d+\. |[-*|#] )"  # and not: an entry of a list, a row, a title
_BROKEN = re.compile(rf"(?<=[{_FULL}])\n *{_GOES_ON}(?=[{_FULL}\w*`])|(?<=[\w*`])\n *{_GOES_ON}(?=[{_FULL}])")
_SIZE = QSize(980, 720)
_MARGIN = 22
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Topic:
    """A page of the manual: the name that links and F1 know it by, its title, and its text as Markdown."""

    name: str
    title: str
    text: str


@cache
def topics(language: str) -> tuple[Topic, ...]:
    """Return the pages of a language's manual, in order."""
    whole = resources.files("resources").joinpath("manual", f"{language}.md").read_text("utf-8")
    if language.startswith("zh"):
        whole = _BROKEN.sub("", whole)  # Markdown makes a space of a line's end; between Chinese signs there is none
    pieces = _TOPIC.split(whole)[1:]
    return tuple(
        Topic(name, text.strip().partition("\n")[0].lstrip("# "), text.strip())
        for name, text in zip(pieces[::2], pieces[1::2], strict=True)
    )


def picture(name: str, language: str) -> QImage:
    """Return a picture of the program; a null one where the manual has none of that name."""
    file = resources.files("resources").joinpath("manual", "pictures", f"{name}.{language}.webp")
    return QImage.fromData(file.read_bytes()) if name.isidentifier() and file.is_file() else QImage()


def topic_of(widget: QWidget | None) -> str:
    """Return the topic that belongs to what has the keyboard: a panel's own, the tables', or the first steps."""
    while widget is not None:
        area, _, name = widget.objectName().partition(".")
        if area == "panel":
            return name
        if area == "dock" and name in ("truth", "predictions", "results"):
            return "tables"
        if area == "toolbar":
            return "toolbar"
        widget = widget.parentWidget()
    return "start"


class _Page(QTextBrowser):
    """Shows one topic; finds pictures among the program's own files only."""

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self.setObjectName("manual.page")
        self.setOpenLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture by its name in the text, never wider than the page, and nothing else."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        image = picture(QUrl(name).toString(), self._language)
        room = round((self.viewport().width() - 2 * _MARGIN - 16) * image.devicePixelRatio())
        if not image.isNull() and image.width() > room > 0:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image

    def show_text(self, markdown: str) -> None:
        """Show a text with room between its paragraphs."""
        self.setMarkdown(markdown)
        document = self.document()
        document.setDocumentMargin(_MARGIN)
        block = document.begin()
        while block.isValid():
            cursor, shape = QTextCursor(block), block.blockFormat()
            if cursor.currentTable() is None:
                shape.setBottomMargin(4.0 if cursor.currentList() is not None else 10.0)
                shape.setLineHeight(125.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                if block.text() and "\ufffc" not in block.text():  # a picture's line is as high as the picture
                    cursor.setBlockFormat(shape)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)


class ManualWindow(QWidget):
    """The manual beside the window: topics with a line to search them by, and the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._language = spoken_language()
        self.setObjectName("manual")
        self.setWindowTitle(self.tr("Loss Atlas manual"))
        self.resize(_SIZE)
        self.line = QLineEdit(self, clearButtonEnabled=True)
        self.line.setObjectName("manual.search")
        self.line.setPlaceholderText(self.tr("Search"))
        self.line.setAccessibleName(self.tr("Search the manual"))
        self.list = QListWidget(self)
        self.list.setObjectName("manual.topics")
        self.list.setAccessibleName(self.tr("Topics"))
        self.page = _Page(self._language, self)
        self.page.setAccessibleName(self.tr("Page"))
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 8, 0, 8)
        column.addWidget(self.line)
        column.addWidget(self.list)
        split = QSplitter(self)
        split.addWidget(side)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([220, _SIZE.width() - 220])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self._connect()
        self._fill()

    def _connect(self) -> None:
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(lambda item, _: self._turn_to(item))
        self.page.anchorClicked.connect(lambda link: self.show_topic(link.path()))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.line.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    @property
    def language(self) -> str:
        """The language that it is in."""
        return self._language

    def show_topic(self, name: str) -> None:
        """Turn to a topic; to the first for a name that there is none of."""
        self.line.clear()
        names = [topic.name for topic in topics(self._language)]
        self.list.setCurrentRow(names.index(name) if name in names else 0)

    def open_at(self, name: str) -> None:
        """Show the window, in front, at a topic."""
        self.show_topic(name)
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    def _fill(self) -> None:
        """List the topics that have the searched words."""
        words = self.line.text().casefold().split()
        item = self.list.currentItem()
        before = item.data(_KEY) if item is not None else ""
        self.list.blockSignals(True)
        self.list.clear()
        for topic in topics(self._language):
            if all(word in topic.text.casefold() for word in words):
                added = QListWidgetItem(topic.title, self.list)
                added.setData(_KEY, topic.name)
        self.list.blockSignals(False)
        names = [self.list.item(row).data(_KEY) for row in range(self.list.count())]
        self.list.setCurrentRow(names.index(before) if before in names else 0)
        if not names:
            self.page.show_text(self.tr("Nothing in the manual has these words."))

    def _turn_to(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        topic = next(topic for topic in topics(self._language) if topic.name == item.data(_KEY))
        self.page.show_text(topic.text)
        self._mark(self.line.text().split())

    def _mark(self, words: list[str]) -> None:
        """Mark the searched words on the page."""
        found: list[QTextEdit.ExtraSelection] = []
        for word in words:
            cursor = self.page.document().find(word)
            while not cursor.isNull():
                found.append(self._marked(cursor))
                cursor = self.page.document().find(word, cursor)
        self.page.setExtraSelections(found)

    def _marked(self, cursor: QTextCursor) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(self.palette().highlight())
        mark.format.setForeground(self.palette().highlightedText())
        return mark


def open_for(window: QWidget) -> None:
    """Show a window's manual, in the language of now, at what has the keyboard."""
    topic = topic_of(QApplication.focusWidget())
    for old in window.findChildren(ManualWindow):
        if old.language == spoken_language():
            old.open_at(topic)
            return
        old.setParent(None)
        old.deleteLater()
    ManualWindow(window).open_at(topic)
