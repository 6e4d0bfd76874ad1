"""The program on the screen: read, selected and copied, never edited; the line in focus is marked."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from gui.panels.code.colours import colour, spans, units
from gui.panels.code.figure import fixed_font
from gui.plotting.style import LIGHT, Style

_MARGIN, _SIZE = 18, 12


class _Colours(QSyntaxHighlighter):
    """Colours the lines of a program that is set as a whole."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.text, self.style_ = "", LIGHT

    def highlightBlock(self, text: str) -> None:
        parts, number = spans(self.text), self.currentBlock().blockNumber()
        for span in parts[number] if number < len(parts) else ():
            form = QTextCharFormat()
            form.setForeground(QColor(colour(span.kind, self.style_)))
            start = units(text, span.start)
            self.setFormat(start, units(text, span.end) - start, form)


class _Margin(QWidget):
    """What stands left of the lines: a pointer at those in focus, so that colour does not tell it alone."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        self._view.paint_margin(self)


class CodeView(QPlainTextEdit):
    """A program with its lines of data in focus marked.

    Signals
    -------
    line_pressed
        A line that the mouse pressed, from 0.
    """

    line_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = LIGHT
        self._marked: tuple[int, ...] = ()
        self._colours = _Colours(self.document())
        self._margin = _Margin(self)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setViewportMargins(_MARGIN, 0, 0, 0)
        self.updateRequest.connect(lambda *_: self._margin.update())

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self._style = self._colours.style_ = style
        families = ", ".join(f'"{name}"' for name in fixed_font(_SIZE).families())
        self.setStyleSheet(  # the font too: the sheet of a dock gives what is in it the interface's
            f"QPlainTextEdit {{ font-family: {families}; font-size: {_SIZE}px; font-weight: 400;"
            f" background: {style.panel}; color: {style.text};"
            f" selection-background-color: {style.accent}; selection-color: {style.panel}; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {style.accent}; }}"
        )
        self._colours.rehighlight()
        self.mark(self._marked)

    def show_text(self, text: str) -> None:
        """Show another program, scrolled as this one is."""
        if text == self.toPlainText():
            return
        down, across = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        self._colours.text = text
        self.setPlainText(text)
        self.verticalScrollBar().setValue(down)
        self.horizontalScrollBar().setValue(across)

    def mark(self, lines: tuple[int, ...]) -> None:
        """Mark lines, and nothing else."""
        self._marked = lines
        marks: list[QTextEdit.ExtraSelection] = []
        for line in lines:
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(QColor(self._style.accent_soft))  # pyright: ignore[reportAttributeAccessIssue]
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # pyright: ignore[reportAttributeAccessIssue]
            mark.cursor = QTextCursor(self.document().findBlockByNumber(line))  # pyright: ignore[reportAttributeAccessIssue]
            marks.append(mark)
        self.setExtraSelections(marks)
        self._margin.update()

    @property
    def marked(self) -> tuple[int, ...]:
        """The lines that are marked."""
        return self._marked

    def paint_margin(self, margin: QWidget) -> None:
        """Paint the pointers beside the marked lines."""
        painter = QPainter(margin)
        painter.fillRect(margin.rect(), QColor(self._style.panel))
        painter.setFont(self.font())
        painter.setPen(QColor(self._style.accent))
        for line in self._marked:
            block = self.document().findBlockByNumber(line)
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            place = QRect(0, round(box.top()), margin.width(), round(box.height()))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "▸")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.left(), inside.top(), _MARGIN, inside.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_pressed.emit(self.cursorForPosition(event.position().toPoint()).blockNumber())
