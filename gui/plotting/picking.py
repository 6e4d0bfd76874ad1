"""Picking out on a figure: its bars, cells or stretches as a net, in which a click, a drag or the keys take some."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from gui.plotting.figure import pen
from gui.plotting.style import Style
from gui.plotting.view import HoverView

Range = tuple[int, int]
"""The first and the last of several, both included."""


@dataclass(frozen=True)
class Pick:
    """Some cells of a net: a rectangle of them."""

    net: str
    columns: Range
    rows: Range = (0, 0)

    def until(self, column: int, row: int) -> Pick:
        """Return the cells from the first one of these to another."""
        across, down = (self.columns[0], column), (self.rows[0], row)
        return Pick(self.net, (min(across), max(across)), (min(down), max(down)))


@dataclass(frozen=True)
class Net:
    """The borders of columns (ascending, one more than there are) and of rows, where the figure draws them."""

    name: str
    across: Sequence[float]
    down: Sequence[float]
    live: bool = False
    """Whether it is a scale on which something is moved: nothing is picked out, every step of the hand counts."""

    def contains(self, point: QPointF) -> bool:
        """Return whether a point is within the net."""
        return self.across[0] <= point.x() <= self.across[-1] and self.down[0] <= point.y() <= self.down[-1]

    def cell(self, point: QPointF) -> tuple[int, int]:
        """Return the column and row nearest to a point."""
        return _place(self.across, point.x()), _place(self.down, point.y())

    def limited(self, column: int, row: int) -> tuple[int, int]:
        """Return the nearest cell that there is."""
        return min(max(column, 0), len(self.across) - 2), min(max(row, 0), len(self.down) - 2)

    def rect(self, pick: Pick) -> QRectF:
        """Return the rectangle of a pick."""
        first = self.limited(pick.columns[0], pick.rows[0])
        last = self.limited(pick.columns[1], pick.rows[1])
        corner = QPointF(self.across[first[0]], self.down[first[1]])
        return QRectF(corner, QPointF(self.across[last[0] + 1], self.down[last[1] + 1]))


def _place(borders: Sequence[float], at: float) -> int:
    return min(max(bisect.bisect_right(borders, at) - 1, 0), len(borders) - 2)


class Pickable(Protocol):
    """A figure whose parts can be picked out."""

    def draw(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        """Draw into `rect`."""
        ...

    def nets(self, rect: QRectF, style: Style) -> Sequence[Net]:
        """Return where its parts are."""
        ...

    def described(self, pick: Pick) -> str:
        """Return in words what some cells are and hold."""
        ...


class PickView(HoverView):
    """A figure on the screen, parts of which are picked out by a click, by a drag across several, or by the keys.

    Signals
    -------
    picked
        A `Pick` that a person has made.
    looked
        The `Pick` under the pointer, or that is being made; None for none.
    moved
        The `Pick` that a hand is at on a live net, and its gesture.
    nudged
        By how many steps the keys move what is on a live net.
    called_off
        The gesture that is to be taken back.
    """

    picked = Signal(object)
    looked = Signal(object)
    moved = Signal(object, object)
    nudged = Signal(int)
    called_off = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: Pickable | None = None
        self._start: Pick | None = None
        self._pick: Pick | None = None
        self._by_keys: tuple[Pick, tuple[int, int]] | None = None
        self._gesture: object = None
        """What is moved on a live net at the moment; the figure changes under it."""

    def set_figure(self, figure: Pickable) -> None:
        """Show a figure; what is being picked out on another one is called off."""
        if figure is not self.figure:
            sizes = self._sizes()
            self.figure = figure
            if self._gesture is None:
                self._start = None
                if self._by_keys is not None and sizes == self._sizes():
                    self._show(self._pick)
                elif self._pick is not None or self._by_keys is not None:
                    self._by_keys = None
                    self._show(None)
        self.set_marks(figure.draw)

    def _sizes(self) -> list[tuple[str, int, int]]:
        """Return how many columns and rows each net has; of equal ones the keys stay where they are."""
        return [(net.name, len(net.across), len(net.down)) for net in self.nets()]

    def nets(self) -> Sequence[Net]:
        """Return the nets of the figure on show."""
        return self.figure.nets(self.area, self.figure_style) if self.figure is not None else ()

    def _net(self, name: str) -> Net | None:
        return next((net for net in self.nets() if net.name == name), None)

    def under(self, point: QPointF) -> Pick | None:
        """Return the cell under a point."""
        for net in self.nets():
            if net.contains(point):
                column, row = net.cell(point)
                return Pick(net.name, (column, column), (row, row))
        return None

    # -- the mouse --------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._by_keys = None
            self._start = self.under(event.position())
            net = self._net(self._start.net) if self._start is not None else None
            if net is not None and net.live:
                self._gesture = object()
                self._carry(net, event.position())
            else:
                self._show(self._start)

    def _carry(self, net: Net, point: QPointF) -> None:
        column, row = net.cell(point)
        pick = Pick(net.name, (column, column), (row, row))
        self.looked.emit(pick)
        self.moved.emit(pick, self._gesture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            self.looked.emit(self.under(event.position()))
            return
        net = self._net(self._start.net)
        if net is not None and self._gesture is not None:
            self._carry(net, event.position())
        elif net is not None:
            self._show(self._start.until(*net.cell(event.position())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.looked.emit(self._pick)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._start is None:
            return
        pick, self._start, self._gesture = self._pick, None, None
        self._show(None)
        if pick is not None:
            self.picked.emit(pick)

    # -- the keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        moves = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if key in moves and self.nets():
            self._step(*moves[key], extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._by_keys and self._pick:
            self.picked.emit(self._pick)
        elif key == Qt.Key.Key_Escape and self._start is not None:
            self._call_off()
        else:
            if key == Qt.Key.Key_Escape:
                self._by_keys = None
                self._show(None)
            super().keyPressEvent(event)

    def _call_off(self) -> None:
        gesture, self._gesture = self._gesture, None
        self._start = self._by_keys = None
        self._show(None)
        if gesture is not None:
            self.called_off.emit(gesture)

    def _step(self, across: int, down: int, *, extend: bool) -> None:
        """Go to the next cell, or into the net beside this one; with `extend` the cells between are taken too."""
        nets = list(self.nets())
        if nets[0].live:
            self.nudged.emit(across - down)
            return
        names = [net.name for net in nets]
        if self._by_keys is None or self._by_keys[0].net not in names:
            start, at = Pick(names[0], (0, 0), (0, 0)), (0, 0)
        else:
            start, (column, row) = self._by_keys
            number = names.index(start.net)
            at = nets[number].limited(column + across, row + down)
            beside = number + across
            if at == (column, row) and across and not extend and 0 <= beside < len(nets):
                at = nets[beside].limited(0 if across > 0 else len(nets[beside].across), row)
                start = Pick(names[beside], (at[0], at[0]), (at[1], at[1]))
        if not extend:
            start = Pick(start.net, (at[0], at[0]), (at[1], at[1]))
        self._by_keys = start, at
        self._show(start.until(*at))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._by_keys is not None:
            self._by_keys = None
            self._show(None)

    def _show(self, pick: Pick | None) -> None:
        """Outline what is being picked out, and say what it is."""
        self._pick = pick
        net = self._net(pick.net) if pick is not None else None
        if pick is None or net is None:
            self.set_over(None)
            return
        self.looked.emit(pick)
        rect = net.rect(pick)
        self.set_over(partial(draw_picked, picked=rect))


def draw_picked(painter: QPainter, rect: QRectF, style: Style, *, picked: QRectF) -> None:
    """Draw over a figure in `rect` what is being picked out of it."""
    ground = QColor(style.accent)
    ground.setAlphaF(0.16)
    painter.setBrush(ground)
    painter.setPen(pen(style.accent, 2, style))
    painter.drawRect(picked)
