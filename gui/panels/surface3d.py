"""The loss as a landscape, over what the Surface panel shows, or as a slice within the body of four classes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from core.dragging import row_of
from core.results import Results
from core.solid import Camera
from core.validation import Float
from gui import trails
from gui.choices import AnyChoice, Choice, Switch, show_chosen
from gui.focus import FocusState
from gui.panels.base import Panel
from gui.plotting import solid_gl, ternary
from gui.plotting.figure import LEFT, Numbers, Text, draw_text, elided
from gui.plotting.pair import PairFigure, PairLayout
from gui.plotting.solid import Geometry
from gui.plotting.solid_figure import SolidFigure
from gui.plotting.solid_view import SolidView
from gui.plotting.style import Style
from gui.plotting.ternary import Point
from gui.surfaces import compared, shown, solids, triangles
from gui.surfaces.corners import corners_of
from gui.surfaces.moves import Moves
from gui.surfaces.patience import Patience

translate = QCoreApplication.translate


class SolidPanel(Panel):
    """The surface of the chosen loss in three dimensions."""

    name = "surface3d"
    area = "bottom"
    order = 70
    figure_size = QSize(720, 540)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self._focus = FocusState()
        self._figures: list[SolidFigure | None] = [None, None]
        self._from: dict[object, Float] = {}
        self._moves = Moves(self)
        self._patience = Patience(self, self._show_again), Patience(self, self._show_again)
        self.renderer = ""
        self.view, self.second_view = self._make_view(0, "surface3d.view"), self._make_view(1, "surface3d.view.second")
        layout = PairLayout(self)
        for view in (self.view, self.second_view):
            layout.addWidget(view)
        self.second_view.hide()
        self.setMinimumSize(280, 165)

    def _make_view(self, which: int, name: str) -> SolidView:
        """Return the view of the first or the second loss, whose hands are this panel's."""
        view = SolidView(self)
        view.setObjectName(name)
        view.setAccessibleName(self.title())
        view.setAccessibleDescription(
            self.tr(
                "Drag a marker, or move the focused one with the arrow keys. Drag beside the markers, or use Ctrl and "
                "the arrow keys, to turn; + and − zoom, Home goes back."
            )
        )
        view.taken.connect(self._moves.take)
        view.moved.connect(self._move)
        view.nudged.connect(lambda table, move: self._moves.by(table, self._side() * move))
        view.called_off.connect(self.called_off)
        view.turned.connect(self._turn)
        view.hovered.connect(partial(self._describe, which))
        view.exact_wanted.connect(lambda table: self.exact_wanted.emit(table, self._focus.sample))
        return view

    @property
    def _figure(self) -> SolidFigure | None:
        """What the first view shows."""
        return self._figures[0]

    @staticmethod
    def title() -> str:
        return translate("Solid", "3-D")

    @staticmethod
    def choices() -> tuple[AnyChoice, ...]:
        return (
            Choice(
                "show",
                translate("Solid", "Four classes as"),
                (
                    ("surface", translate("Solid", "Surface over a slice")),
                    ("tetrahedron", translate("Solid", "Tetrahedron (4 classes)")),
                ),
            ),
            Choice(
                "faces",
                translate("Solid", "The tetrahedron’s faces"),
                (
                    ("cut", translate("Solid", "Cut open at the slice")),
                    ("glass", translate("Solid", "Of coloured glass")),
                    ("none", translate("Solid", "Edges only")),
                ),
            ),
            Switch(
                "level",
                translate("Solid", "Level of q"),
                meaning=translate(
                    "Solid",
                    "Draw all predictions that cost as much as the one in focus: a line, in the tetrahedron a surface",
                ),
            ),
            Choice(
                "renderer",
                translate("Solid", "Drawn by"),
                (
                    ("auto", translate("Solid", "OpenGL if it works")),
                    ("opengl", translate("Solid", "OpenGL")),
                    ("painter", translate("Solid", "Without OpenGL")),
                ),
            ),
        )

    @staticmethod
    def figure(results: Results, focus: FocusState) -> SolidFigure | PairFigure:
        if trails.are_wanted(focus):
            trails.race_of(results, focus).paths()  # in the window they are computed in the background
        second, figure = compared.of_second(results, focus), solids.make_figure(results, focus)
        return figure if second is None else PairFigure(figure, solids.make_figure(results, second))

    @staticmethod
    def numbers(results: Results, focus: FocusState) -> Numbers:
        """Return the corners of the mesh: the three classes' probabilities, or the two logits, and the height."""
        return solids.numbers(results, focus)

    def _choose(self, name: str, key: str) -> None:
        """Let the level be that of every surface."""
        if name == "level":
            self.focused.emit({"choices": {"surface.level": key}})
        else:
            super()._choose(name, key)

    def set_style(self, style: Style) -> None:
        for view in (self.view, self.second_view):
            view.set_style(style)

    def _show(self, results: Results, focus: FocusState) -> None:
        self._results, self._focus = results, focus
        self._moves.learn(results, focus)
        self._show_controls(results, focus)
        renderer = self.chosen(focus)["renderer"]
        other_renderer, self.renderer = renderer != self.renderer, renderer
        second = compared.of_second(results, focus)
        if self.second_view.isVisibleTo(self) != (second is not None):
            self.second_view.setVisible(second is not None)
        self._show_one(0, results, focus, anew=other_renderer)
        if second is not None:
            self._show_one(1, results, second, anew=other_renderer)
        else:
            self._figures[1] = None

    def _show_class(self, k: int | None) -> None:
        for which, figure in enumerate(self._figures):
            if figure is not None and figure.lit != k:
                self._present(which, replace(figure, lit=k), ground=False)

    def _show_controls(self, results: Results, focus: FocusState) -> None:
        """Let the controls show what is chosen, and only those be used that change something."""
        self.show_choices(focus)
        show_chosen(self._controls["level"], shown.chosen(focus, "level"))
        four = len(results.document.classes) == 4 and not solids.is_over_logits(focus)
        self._controls["show"].setEnabled(four)
        self._controls["faces"].setEnabled(solids.is_body(results, focus))

    def _show_one(self, which: int, results: Results, focus: FocusState, *, anew: bool) -> None:
        """Show the solid of one loss, its ground drawn again only if that is another one."""
        before, reach = self._figures[which], self._reach(which)
        self._moves.least_reach = reach

        def make(known: object, now: bool) -> SolidFigure:
            known = known if isinstance(known, SolidFigure) else None
            return solids.make_figure(results, focus, known, reach, now=now)

        figure = self._patience[which].figure(make, before)
        same = before is not None and figure.scene is before.scene is not None and figure.camera == before.camera
        figure = replace(figure, lit=self._focus.highlight) if figure.lit != self._focus.highlight else figure
        kept = same and not anew and before is not None and figure.titles == before.titles
        self._present(which, figure, ground=not kept)

    def _reach(self, which: int) -> float:
        """How far the plane of logits must go: while a handle is held it does not shrink under the hand."""
        figure = self._figures[which]
        if figure is None or figure.scene is None or not figure.scene.ranges:
            return 0.0
        return figure.scene.ranges[0][1] if self.view.is_holding or self.second_view.is_holding else 0.0

    def _show_again(self) -> None:
        """Show what has been computed by now."""
        if self._results is not None and self.is_seen:
            self._show(self._results, self._focus)

    def _present(self, which: int, figure: SolidFigure, *, ground: bool) -> None:
        """Give a view a figure; its ground only if that is another one."""
        view = (self.view, self.second_view)[which]
        self._figures[which] = figure
        view.camera, view.scene_, view.points = figure.camera, figure.scene, figure.points
        if ground:
            view.set_ground(partial(self._draw_ground, which))
        view.set_marks(partial(self._draw_marks, which))
        turned = figure.scene is not None and figure.camera != Camera()
        view.back.offer(self.tr("View from the start") if turned and which == 0 else "")

    def _draw_ground(self, which: int, painter: QPainter, rect: QRectF, style: Style) -> None:
        figure = self._figures[which]
        if figure is not None:
            figure.draw_ground(painter, rect, style, self._picture(figure, rect, style))

    def _draw_marks(self, which: int, painter: QPainter, rect: QRectF, style: Style) -> None:
        figure = self._figures[which]
        if figure is None:
            return
        figure.draw_marks(painter, rect, style)
        if figure.scene is not None and which == 0:
            words = elided(painter, self.renderer_words(), 11, rect.width() - style.px(28), style)
            at = rect.bottomLeft() + QPointF(style.px(14), -style.px(12))
            draw_text(painter, at, words, Text(11, style.muted, align=LEFT), style)

    def _picture(self, figure: SolidFigure, rect: QRectF, style: Style) -> QImage | None:
        """Return the solid drawn by OpenGL, or None where the painter is to draw it."""
        if figure.scene is None or self.renderer == "painter" or solid_gl.trouble():
            return None
        geometry = Geometry(rect, figure.camera, figure.scene, style)
        return solid_gl.stage().picture(figure.scene, geometry, self.view.devicePixelRatioF())

    def renderer_words(self) -> str:
        """Return what draws the solid and why."""
        if self.renderer == "painter":
            return self.tr("Drawn without OpenGL, as chosen.")
        reasons = {
            "": self.tr("Drawn by OpenGL."),
            solid_gl.NO_MODULE: self.tr("Drawn without OpenGL: PyOpenGL is not installed."),
            solid_gl.OFFSCREEN: self.tr("Drawn without OpenGL: there is no screen."),
            solid_gl.NO_CONTEXT: self.tr("Drawn without OpenGL: this system offers none."),
            solid_gl.BLANK: self.tr("Drawn without OpenGL: its pictures stay empty here."),
        }
        return reasons[solid_gl.trouble()]

    # -- hands ------------------------------------------------------------------------------------------

    def _turn(self, camera: Camera, done: bool) -> None:
        """Look from elsewhere: at once, and for everyone when the hand is done."""
        for which, figure in enumerate(self._figures):
            if figure is not None and camera != figure.camera:
                self._present(which, replace(figure, camera=camera), ground=True)
        if done:
            self.focused.emit({"choices": {"surface3d.camera": camera.words}})

    def _side(self) -> float:
        """Return how much of the triangle is seen: a move is of that part's coordinates."""
        whole = (
            solids.is_over_logits(self._focus) or self._results is None or solids.is_body(self._results, self._focus)
        )
        return 1.0 if whole else triangles.window_of(self._focus).side

    def _move(self, table: int, move: Float, gesture: object) -> None:
        """Ask for a row to be moved from where the gesture took it."""
        if gesture not in self._from:
            self._from = {gesture: self._moves.from_where(table)}
        self._moves.to(table, self._from[gesture] + self._side() * move, gesture)

    def _describe(self, which: int, point: Point | None) -> None:
        """Say in words what is under the pointer, and what draws."""
        figure = self._figures[which]
        if self._results is None or figure is None or figure.scene is None:
            self.pointed.emit("")
        elif point is None:
            over = self.view.underMouse() or self.second_view.underMouse()
            self.pointed.emit(self.renderer_words() if over else "")
        else:
            document = self._results.document
            row = row_of(document, point.table, self._focus.sample)
            corners = corners_of(self._results, self._focus)
            words = ternary.readout([document.classes[k] for k in corners], [float(row[k]) for k in corners])
            self.pointed.emit(f"{point.label}   {words}")
