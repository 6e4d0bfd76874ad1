"""The loss of every prediction at once: a triangle for three classes, with truth and models as handles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QWidget

from core.domains import OTHER, Domain, Segment
from core.results import OK, Results
from core.validation import Float
from gui import text, trails
from gui.choices import AnyChoice, show_chosen
from gui.focus import FocusState
from gui.panels.base import MenuEntry, Panel
from gui.plotting.figure import Numbers
from gui.plotting.hands import HandsView
from gui.plotting.pair import PairFigure, PairLayout
from gui.plotting.profile import ProfileFigure
from gui.plotting.square import SquareFigure
from gui.plotting.style import Style
from gui.plotting.ternary_view import TernaryView
from gui.plotting.window import Square, Window
from gui.surfaces import choices, compared, flat, pointed, shown
from gui.surfaces.corners import corners_of, slice_of, swapped, turns_of
from gui.surfaces.flat import Chart
from gui.surfaces.moves import Moves
from gui.surfaces.patience import Patience
from gui.surfaces.triangles import SurfaceFigure, make_figure, window_of

translate = QCoreApplication.translate


def _put(view: TernaryView, figure: SurfaceFigure, before: SurfaceFigure | None, focus: FocusState) -> None:
    """Show a figure in a view, drawing again only what differs from the one before."""
    view.points, view.window_ = figure.points, window_of(focus)
    view.classes = figure.ground.corner_classes
    if before is None or figure.ground is not before.ground:
        view.set_ground(figure.draw_ground)
        if before is None or before.frame != figure.frame:
            view.set_frame(figure.draw_frame)
    view.set_marks(figure.draw_marks)


class SurfacePanel(Panel):
    """The surface of the chosen loss over the triangle."""

    name = "surface"
    area = "centre"
    order = 10
    figure_size = QSize(720, 600)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self._focus = FocusState()
        self._moves = Moves(self)
        self._figure: SurfaceFigure | None = None
        self._second_figure: SurfaceFigure | None = None
        self._shown: object = None
        self._under: Float | None = None
        """The coordinates that the pointer was over last."""
        self.view, self.second_view = self._make_view("surface.view"), self._make_view("surface.view.second")
        self.chart, self.second_chart = self._make_chart("surface.chart"), self._make_chart("surface.chart.second")
        self._shown_chart: Chart | None = None
        self._patience = Patience(self, self._show_again), Patience(self, self._show_again)
        layout = PairLayout(self)
        for view in (self.view, self.chart, self.second_view, self.second_chart):
            layout.addWidget(view)
            view.setVisible(view is self.view)
        for one, other in ((self.view, self.second_view), (self.second_view, self.view)):
            one.hovered.connect(other.read)
        self.setMinimumSize(300, 240)

    def _make_view(self, name: str) -> TernaryView:
        """Return a triangle whose hands are this panel's."""
        view = TernaryView(self)
        view.setObjectName(name)
        view.setAccessibleName(self.title())
        view.setAccessibleDescription(
            self.tr(
                "Drag a marker, or move the focused one with the arrow keys; Tab goes to the next. 1, 2 and 3 set it "
                "to a corner, 0 to the uniform distribution; Alt lets a drag pass them by. R turns the corners. "
                "The wheel, + and − zoom; Ctrl and an arrow, or a drag with the middle button, moves what is seen; "
                "Home shows all."
            )
        )
        view.taken.connect(self._moves.take)
        view.stepped.connect(self._moves.take)
        view.moved.connect(self._move)
        view.dropped.connect(self._moves.settle)
        view.turned.connect(self._turn)
        view.framed.connect(self._frame_to)
        view.whole_wanted.connect(self._show_whole)
        view.picked.connect(self._start_at)
        view.nudged.connect(self._nudge)
        view.called_off.connect(self.called_off)
        view.hovered.connect(self._describe)
        view.exact_wanted.connect(lambda table: self.exact_wanted.emit(table, self._focus.sample))
        return view

    def _make_chart(self, name: str) -> HandsView:
        """Return a chart of other domains whose hands are this panel's."""
        chart = HandsView(self)
        chart.setObjectName(name)
        chart.setAccessibleName(self.title())
        chart.setAccessibleDescription(
            self.tr(
                "Drag a marker, or move the focused one with the arrow keys; Tab goes to the next. Over two logits the "
                "wheel, + and − zoom; Ctrl and an arrow, or a drag with the middle button, moves what is seen; Home "
                "shows all."
            )
        )
        chart.taken.connect(self._moves.take)
        chart.moved.connect(self._move)
        chart.nudged.connect(self._nudge)
        chart.called_off.connect(self.called_off)
        chart.hovered.connect(self._describe)
        chart.zoomed.connect(lambda factor, around: self._square_to(lambda square: square.zoomed(factor, around)))
        chart.panned.connect(lambda move: self._square_to(lambda square: square.panned(move)))
        chart.whole_wanted.connect(self._show_whole)
        chart.picked.connect(self._start_at)
        chart.exact_wanted.connect(lambda table: self.exact_wanted.emit(table, self._focus.sample))
        return chart

    @staticmethod
    def title() -> str:
        return translate("Surface", "Surface")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            *choices.domain_choices(),
            *choices.look_choices(),
            *choices.comparison_choices(),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> SurfaceFigure | SquareFigure | ProfileFigure | PairFigure:
        if trails.are_wanted(focus):
            trails.race_of(results, focus).paths()  # in the window they are computed in the background
        second = compared.of_second(results, focus)
        figure = flat.figure_of(results, focus)
        return figure if second is None else PairFigure(figure, flat.figure_of(results, second))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return what is seen of the surface on a lattice of 50 steps, in the shown unit, a column for each loss."""
        table = flat.numbers_of(results, focus)
        name = compared.second_of(results, focus)
        if not name:
            return table
        second = flat.numbers_of(results, replace(focus, choices={**focus.choices, "surface.loss": name}))
        rows = tuple((*one, other[-1]) for one, other in zip(table.rows, second.rows, strict=True))
        return Numbers((*table.header, second.header[-1]), rows)

    def _choose(self, name: str, key: str) -> None:
        """Let a class go to a corner or an axis, the one that was there to its place; a share leaves the row."""
        if self._results is None or name not in ("left", "right", "top", "slice"):
            super()._choose(name, key)
        elif name == "slice":
            self.focused.emit({"choices": {"surface.follow": "off", "surface.slice": key}})
        elif shown.chosen(self._focus, "domain") == "logits":
            across, up = swapped(shown.axes_of(self._results, self._focus), ("left", "right", "top").index(name), key)
            self.focused.emit({"choices": {"surface.axes": f"{across},{up}"}})
        else:
            place = ("left", "right", "top").index(name)
            corners = swapped(corners_of(self._results, self._focus), place, key)
            self.focused.emit({"corners": corners, "choices": {"surface.turn": "0"}})

    def _show_controls(self, results: Results, focus: FocusState) -> None:
        """Let the controls show what is chosen, and only those be used that change something."""
        document = results.document
        classes = len(document.classes)
        logits = shown.chosen(focus, "domain") == "logits"
        names = tuple((str(k), name) for k, name in enumerate(document.classes))
        losses = tuple((loss.name, text.loss_title(loss)) for loss in document.settings.losses)
        self.set_options("second", (choices.no_second(), *losses))
        self.show_choices(focus)
        at: tuple[int, ...] = ()
        if logits:
            at = shown.axes_of(results, focus)
        elif classes > 2:
            at = slice_of(results, focus).corner_classes
        for place, name in enumerate(("left", "right", "top")):
            self.set_options(name, names)
            box = self._controls[name]
            there = place < len(at) and at[place] != OTHER
            box.setEnabled(there and (logits or classes > 3))
            show_chosen(box, str(at[place]) if there else "")
        four = classes == 4 and not logits and shown.chosen(focus, "others") == "held"
        self._controls["follow"].setEnabled(four)
        self._controls["slice"].setEnabled(four)
        if four and shown.slice_share(focus) is None:
            show_chosen(self._controls["slice"], f"{float(slice_of(results, focus).rest.sum()):.2f}")
        self._controls["others"].setEnabled(classes > 3 and not logits)
        self._controls["compare"].setEnabled(bool(compared.second_of(results, focus)))
        self._controls["rescale"].setEnabled(bool(compared.key_of(results, focus)))

    def set_style(self, style: Style) -> None:
        for view in (self.view, self.chart, self.second_view, self.second_chart):
            view.set_style(style)

    @property
    def _reach(self) -> float:
        """How far the logit plane must go: while a handle is held it does not shrink under the hand."""
        square = self.chart.is_holding or self.second_chart.is_holding
        return self._shown_chart.ground.x.high if square and isinstance(self._shown_chart, SquareFigure) else 0.0

    def _show_charts(self, results: Results, focus: FocusState) -> None:
        """Show the figure that is no triangle, and that of the second loss, if the two stand side by side."""
        self._figure = self._second_figure = None
        self._shown_chart = self._show_chart(self.chart, self._patience[0], results, focus)
        second = compared.of_second(results, focus)
        if second is not None:
            self._show_chart(self.second_chart, self._patience[1], results, second)
        else:
            self.second_chart.shown = None

    def _show_chart(self, chart: HandsView, patience: Patience, results: Results, focus: FocusState) -> Chart:
        """Show a figure that is no triangle, its ground drawn again only if it is another one."""
        reach, before = self._reach, chart.shown
        self._moves.least_reach = reach
        figure = patience.figure(lambda known, now: flat.chart(results, focus, known, reach, now=now), before)
        chart.shown = figure
        if not isinstance(before, Chart) or before.key != figure.key or before.is_waiting:
            chart.set_ground(figure.draw_ground)
        chart.set_marks(figure.draw_marks)
        return figure

    @staticmethod
    def _triangle(
        patience: Patience, results: Results, focus: FocusState, before: SurfaceFigure | None
    ) -> SurfaceFigure:
        def make(known: object, now: bool) -> SurfaceFigure:
            return make_figure(results, focus, known if isinstance(known, SurfaceFigure) else None, now=now)

        return patience.figure(make, before)

    def _show(self, results: Results, focus: FocusState) -> None:
        self._results, self._focus = results, focus
        self._moves.learn(results, focus)
        is_chart = flat.is_chart(results, focus)
        self._show_views(is_chart=is_chart, is_pair=compared.of_second(results, focus) is not None)
        self._offer_back(focus, is_chart=is_chart)
        if is_chart:
            self._shown = None
            self._show_controls(results, focus)
            self._show_charts(results, focus)
        else:
            self._show_triangles(results, focus)
        if focus.highlight is not None:
            self._show_class(focus.highlight)

    def _show_triangles(self, results: Results, focus: FocusState) -> None:
        """Show the triangle, and that of the second loss, if the two stand side by side."""
        document = results.document
        self._shown_chart = self.chart.shown = self.second_chart.shown = None
        before = self._figure
        self._figure = self._triangle(self._patience[0], results, focus, before)
        four = round(float(slice_of(results, focus).rest.sum()), 2) if len(document.classes) == 4 else 0.0
        looked_at = focus.choices, corners_of(results, focus), document.classes, document.settings.losses, four
        if looked_at != self._shown:
            self._shown = looked_at
            self._show_controls(results, focus)
        _put(self.view, self._figure, before, focus)
        second, before = compared.of_second(results, focus), self._second_figure
        self._second_figure = None
        if second is not None:
            self._second_figure = self._triangle(self._patience[1], results, second, before)
            _put(self.second_view, self._second_figure, before, focus)

    def _show_class(self, k: int | None) -> None:
        """Let the corners or the axes of a class stand out."""
        for figure, view in ((self._figure, self.view), (self._second_figure, self.second_view)):
            if figure is not None:
                view.set_marks(replace(figure, lit=k).draw_marks)
        for chart in (self.chart, self.second_chart):
            if isinstance(chart.shown, SquareFigure):
                chart.set_marks(replace(chart.shown, lit=k).draw_marks)

    def _show_views(self, *, is_chart: bool, is_pair: bool) -> None:
        """Let the views of one or two losses be seen, triangles or charts."""
        wanted = {self.view: not is_chart, self.chart: is_chart}
        wanted |= {self.second_view: is_pair and not is_chart, self.second_chart: is_pair and is_chart}
        for view, there in wanted.items():
            if view.isVisibleTo(self) != there:
                view.setVisible(there)

    def _show_again(self) -> None:
        """Show what has been computed by now."""
        if self._results is not None and self.is_seen:
            self._show(self._results, self._focus)

    def _move(self, table: int, at: Float, gesture: object) -> None:
        """Ask for a handle's row to be set to a point."""
        self._moves.to(table, at, gesture)
        if gesture is None:
            self._say_mended(table)

    def _nudge(self, table: int, move: Float) -> None:
        """Ask for a handle's row to be moved."""
        self._moves.by(table, move)
        self._say_mended(table)

    def _say_mended(self, table: int) -> None:
        """Say that a key made a distribution of a row that was none."""
        if self._results is None or self._results.state(table, self._focus.sample) == OK:
            return
        document, sample = self._results.document, self._focus.sample
        row = text.beside(text.table_title(document, table), text.sample_title(document, sample))
        total = f"{float(document.rows(table).row(sample).sum()):.6g}"
        self.told.emit(self.tr("{row} summed to {total}; to move it, it was normalized.").format(row=row, total=total))

    def _frame_to(self, window: Window) -> None:
        """Look at another part of the triangle."""
        for _ in range(-turns_of(self._focus) % 3):  # on to the order of the classes
            window = window.turned()
        self._moves.hold_corners()
        self.focused.emit({"choices": {"surface.window": window.text}})
        if not window.is_whole:
            self.pointed.emit(self.tr("Home or a double click beside the markers shows the whole triangle again."))

    def _square_to(self, change: Callable[[Square], Square]) -> None:
        """Look at another part of the plane of two logits."""
        if self._results is None:
            return
        seen = shown.seen_plane_of(self._results, self._focus)
        self._moves.hold_corners()
        self.focused.emit({"choices": {"surface.square": change(Square(seen.middle, seen.reach)).text}})
        self.pointed.emit(self.tr("Home or a double click beside the markers shows all again."))

    def menu(self) -> tuple[MenuEntry, ...]:
        """Return what starts descents where the pointer was last, or from the model's q again."""
        entries: list[MenuEntry] = []
        under = self._under
        if under is not None and shown.chosen(self._focus, "moves") == "prediction":
            entries.append((self.tr("Start descents here"), lambda: self._start_at(under)))
        if self._focus.choices.get("descent.start") == "picked":
            entries.append((self.tr("Start descents from the model’s q"), self._start_at_model))
        return tuple(entries)

    def _start_at(self, at: Float) -> None:
        """Let descents start from a point."""
        if self._results is None or shown.chosen(self._focus, "moves") != "prediction":
            return
        domain = self._seen_domain()
        within = domain.nearest(at)
        if np.allclose(within, at, rtol=0.0, atol=1e-9):  # what is beside the surface is no start
            self.focused.emit({"choices": trails.picking(domain.rows(within))})
            self.told.emit(self.tr("Descents start here; Esc in the panel Descent goes back to the model’s q."))

    def _start_at_model(self) -> None:
        self.focused.emit({"choices": {"descent.start": "model"}})

    def _seen_domain(self) -> Domain:
        """Return what the coordinates under the pointer are of."""
        assert self._results is not None
        if shown.chosen(self._focus, "domain") == "logits":
            return shown.seen_plane_of(self._results, self._focus, self._reach)
        return Segment() if len(self._results.document.classes) == 2 else slice_of(self._results, self._focus)

    def _show_whole(self) -> None:
        """Show all again, or if all is seen, the corners in their order."""
        if shown.chosen(self._focus, "domain") == "logits":
            self.focused.emit({"choices": {"surface.square": ""}})
        elif not window_of(self._focus).is_whole:
            self.focused.emit({"choices": {"surface.window": ""}})
        elif turns_of(self._focus):
            self.focused.emit({"choices": {"surface.turn": "0"}})

    def _offer_back(self, focus: FocusState, *, is_chart: bool) -> None:
        """Offer the way back from a part or a turn."""
        plane = shown.chosen(focus, "domain") == "logits"
        square = self.tr("The whole plane") if plane and focus.choices.get("surface.square") else ""
        triangle = ""
        if not is_chart and not window_of(focus).is_whole:
            triangle = self.tr("The whole triangle")
        elif not is_chart and turns_of(focus):
            triangle = self.tr("Corners in order")
        self.view.back.offer(triangle)
        self.chart.back.offer(square)

    def _turn(self) -> None:
        """Let each corner's class go to the next corner."""
        turns = (turns_of(self._focus) + 1) % 3
        self.focused.emit({"choices": {"surface.turn": str(turns)}})

    def _describe(self, at: Float | None) -> None:
        """Say in words what is under the pointer."""
        self._under = at
        if at is None or self._results is None:
            self.pointed.emit("")
        elif self._figure is None:
            self.pointed.emit(pointed.on_chart(self._results, self._focus, self._seen_domain(), at))
        else:
            self.pointed.emit(pointed.on_triangle(self._results, self._focus, at))
