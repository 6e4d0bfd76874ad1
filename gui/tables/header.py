"""Table headers drawn by ourselves."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from gui.focus import Brush
from gui.plotting.style import LIGHT, Style
from gui.tables.lock_mark import LOCK_ROLE, paint_lock

SHORT_ROLE = Qt.ItemDataRole.UserRole
"""A header's short form, used where its full title does not fit."""

SAMPLE_ROLE = Qt.ItemDataRole.UserRole + 2
"""Which sample a row shows."""

SORT_ROLE = Qt.ItemDataRole.UserRole + 3
"""Whether rows are sorted by a column: "up" for smallest first, "down" for largest first, else None."""

GAP = 8
"""What is left free on each side of a title."""

_SORT_WIDTH = 12

LARGEST_WIDTH = 132
"""How wide names beside a table may be, unless it has room for more."""


class Header(QHeaderView):
    """A header that draws its sections and never looks at the selection.

    Qt's own asks for every painted section whether all its cells are selected, which takes minutes at 1e6 rows; and
    under a style sheet it passes over a section's own colour.
    """

    sort_wanted = Signal(int)
    """A person clicked on a section."""
    select_wanted = Signal(int, bool)
    """A person clicked on a section with Ctrl, or with Shift (True) to go on from the one selected."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.figure_style: Style = LIGHT
        self.strong_section = -1
        self.brush: Brush | None = None
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self._sorts = False
        self.sectionClicked.connect(self._clicked)

    def set_style(self, style: Style) -> None:
        """Take on a theme."""
        self.figure_style = style
        self.viewport().update()

    def set_strong(self, section: int) -> None:
        """Draw one section bold: the row in focus, or the class that is pointed at."""
        if section != self.strong_section:
            old, self.strong_section = self.strong_section, section
            for each in (old, section):
                self.updateSection(each)

    def mousePressEvent(self, e: QMouseEvent) -> None:
        if self.orientation() == Qt.Orientation.Vertical:
            super().mousePressEvent(e)
            return
        blocked = self.blockSignals(True)  # on a press Qt's table makes the first row in sight the current one
        super().mousePressEvent(e)
        self.blockSignals(blocked)
        shift = bool(e.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._sorts = not shift and not e.modifiers() & Qt.KeyboardModifier.ControlModifier
        section = self.logicalIndexAt(e.position().toPoint())
        if section >= 0 and not self._sorts and e.button() == Qt.MouseButton.LeftButton:
            self.select_wanted.emit(section, shift)

    def _clicked(self, section: int) -> None:
        if self._sorts:
            self.sort_wanted.emit(section)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        metrics = QFontMetrics(self.figure_style.font(12, bold=True))
        text = str(self._ask(logicalIndex, Qt.ItemDataRole.DisplayRole) or "")
        return QSize(metrics.horizontalAdvance(text) + 2 * GAP + 2, metrics.height() + 6)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        style, across = self.figure_style, self.orientation() == Qt.Orientation.Horizontal
        painter.save()
        painter.fillRect(rect, QColor(style.panel))
        painter.setPen(QColor(style.line if across else style.grid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self.brush is not None and not across and self.brush.has(self.sample(logicalIndex)):
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), QColor(style.accent))
        painter.setFont(style.font(12, bold=logicalIndex == self.strong_section))
        colour = self._ask(logicalIndex, Qt.ItemDataRole.ForegroundRole)
        painter.setPen(colour if isinstance(colour, QColor) else QColor(style.muted if across else style.text))
        if across and logicalIndex == self.strong_section:
            painter.fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width(), 3), QColor(style.accent))
        inner = rect.adjusted(GAP if not across else 2, 0, -GAP, 0)
        icon = self._ask(logicalIndex, Qt.ItemDataRole.DecorationRole)
        sort = self._ask(logicalIndex, SORT_ROLE) if across else None
        room = inner.width() - (17 if isinstance(icon, QIcon) else 0) - (_SORT_WIDTH if sort else 0)
        text = self._fitting(painter, logicalIndex, room)
        own = self._ask(logicalIndex, Qt.ItemDataRole.TextAlignmentRole)
        alignment = own if isinstance(own, Qt.AlignmentFlag) else self.defaultAlignment()
        painter.drawText(inner, int(alignment), text)
        if sort:
            left = inner.right() - painter.fontMetrics().horizontalAdvance(text) - _SORT_WIDTH
            left -= 20 if isinstance(icon, QIcon) else 0
            self._paint_sort(painter, max(left, inner.left()), inner.center().y() + 1, down=sort == "down")
        if isinstance(icon, QIcon):
            left = inner.right() - painter.fontMetrics().horizontalAdvance(text) - 20
            icon.paint(painter, QRect(max(left, inner.left()), rect.center().y() - 8, 16, 16))
        if across and self._ask(logicalIndex, LOCK_ROLE):
            paint_lock(painter, rect, text, style, _SORT_WIDTH + 2 if sort else 0)
        painter.restore()

    def _paint_sort(self, painter: QPainter, left: int, middle: int, *, down: bool) -> None:
        """Draw a small wedge: pointing up for smallest first, down for largest first."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.figure_style.accent))
        tip = 1 if down else -1
        base = middle - 3 * tip
        painter.drawPolygon([QPoint(left, base), QPoint(left + 8, base), QPoint(left + 4, middle + 3 * tip)])
        painter.restore()

    def sample(self, section: int) -> int:
        """Return the sample that a row shows, or the row itself where rows are no samples."""
        found = self._ask(section, SAMPLE_ROLE)
        return found if isinstance(found, int) else section

    def _ask(self, section: int, role: int) -> object:
        return self.model().headerData(section, self.orientation(), role)

    def _fitting(self, painter: QPainter, section: int, room: int) -> str:
        """Return the title, or its short form, or what fits of it."""
        text, short = self._title(section), self._ask(section, SHORT_ROLE)
        metrics = painter.fontMetrics()
        if short and not self._all_fit(metrics):
            text = str(short)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _title(self, section: int) -> str:
        return str(self._ask(section, Qt.ItemDataRole.DisplayRole) or "")

    def _all_fit(self, metrics: QFontMetrics) -> bool:
        """Return whether every title that has a short form fits: full and short ones are not mixed."""
        if self.orientation() == Qt.Orientation.Vertical:
            return all(metrics.horizontalAdvance(self._title(k)) <= self.width() - 2 * GAP for k in range(self.count()))
        widths = ((metrics.horizontalAdvance(self._title(k)), self.sectionSize(k)) for k in range(self.count()))
        return all(width <= room - GAP - 2 for width, room in widths)
