"""The panel 3-D: what stands there, how hands move it, which renderer draws it and that it is never blank."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from core.document import TRUTH, Document
from core.results import compute
from core.solid import TETRAHEDRON, Camera
from gui.export import headless
from gui.export.choice import ExportChoice
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.panels.surface import SurfacePanel
from gui.panels.surface3d import SolidFigure, SolidPanel
from gui.plotting import solid, solid_gl
from gui.plotting.style import LIGHT
from tests.gui.hands import CTRL, LEFT, MOVE, NONE, PRESS, RELEASE, Opener, mouse, once, settle
from tests.gui.pictures import drawn_pdf, drawn_svg, needs, picture, pixels


def panel(window: MainWindow) -> SolidPanel:
    window.docks["panel.surface3d"].raise_()
    settle()
    found = window.panels["surface3d"]
    assert isinstance(found, SolidPanel)
    return found


def shown(window: MainWindow) -> SolidFigure:
    figure = panel(window)._figure
    assert figure is not None
    return figure


def place(window: MainWindow, table: int) -> QPointF:
    view = panel(window).view
    geometry = view.solid()
    assert geometry is not None
    return geometry.point(next(point for point in view.points if point.table == table).barycentric)


def four() -> Document:
    truth = np.array([[0.1, 0.2, 0.3, 0.4]])
    return Document.make(truth, [("A", np.array([[0.4, 0.3, 0.2, 0.1]]), "probability")])


def test_a_point_stands_as_high_as_its_loss(window: MainWindow):
    figure = shown(window)
    assert figure.scene is not None
    surface = figure.scene.surface
    model = next(point for point in figure.points if point.table == 0)
    assert model.label == "Model 1  0.9163"
    assert model.barycentric[2] == pytest.approx(solid.TALL * -np.log(0.4) / surface.high)
    truth = next(point for point in figure.points if point.table == TRUTH)
    assert truth.barycentric[2] == 0.0
    assert next(point for point in figure.points if point.table == 1).hollow


def test_dragging_a_handle_moves_its_row_under_the_pointer_as_one_step(window: MainWindow):
    viewport = panel(window).view.viewport()
    start = place(window, 0)
    goal = start + QPointF(18, 6)

    def drag() -> None:
        mouse(viewport, PRESS, start, LEFT, LEFT)
        for share in (0.5, 1.0):
            mouse(viewport, MOVE, start + (goal - start) * share, held=LEFT)
            settle()
        mouse(viewport, RELEASE, goal, LEFT)

    once(window, drag)
    row = window.store.document.models[0].probability_row(0)
    assert row.sum() == pytest.approx(1.0, abs=1e-12)
    foot = np.append(row[1] * np.array([1.0, 0.0]) + row[2] * np.array([0.5, np.sqrt(3) / 2]), 0.0)
    before = np.append(0.3 * np.array([1.0, 0.0]) + 0.4 * np.array([0.5, np.sqrt(3) / 2]), 0.0)
    geometry = panel(window).view.solid()
    assert geometry is not None
    step = geometry.point(foot) - geometry.point(before)
    assert (step.x(), step.y()) == pytest.approx((18, 6), abs=1e-6)


def test_escape_takes_a_drag_back(window: MainWindow):
    view = panel(window).view
    before, start = window.store.document, place(window, 0)
    mouse(view.viewport(), PRESS, start, LEFT, LEFT)
    mouse(view.viewport(), MOVE, start + QPointF(20, 5), held=LEFT)
    settle()
    assert window.store.document is not before
    QTest.keyClick(view, Qt.Key.Key_Escape)
    settle()
    assert window.store.document is before
    assert window.store.undo_label is None


def test_an_arrow_key_moves_the_focused_handle_the_way_it_is_seen(window: MainWindow):
    view = panel(window).view
    view.setFocus()
    before = place(window, 0)
    once(window, lambda: QTest.keyClick(view, Qt.Key.Key_Right))
    row = window.store.document.models[0].probability_row(0)
    assert np.abs(row - [0.3, 0.3, 0.4]).max() == pytest.approx(0.01)
    assert place(window, 0).x() > before.x()


def test_the_rest_orbits_and_is_looking_not_an_edit(window: MainWindow):
    view = panel(window).view
    before, document = shown(window).camera, window.store.document
    mouse(view.viewport(), PRESS, QPointF(20, 60), LEFT, LEFT)
    mouse(view.viewport(), MOVE, QPointF(70, 80), held=LEFT)
    assert view.camera == before.orbited(-20.0, 8.0)
    assert "surface3d.camera" not in window.focus.state.choices
    mouse(view.viewport(), RELEASE, QPointF(70, 80), LEFT)
    settle()
    assert window.store.document is document
    assert SolidPanel.figure(window.results, window.focus.state).camera == view.camera != before
    QTest.keyClick(view, Qt.Key.Key_Left, CTRL)
    assert view.camera == before.orbited(-15.0, 8.0)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.zoom == pytest.approx(1.15)
    QTest.keyClick(view, Qt.Key.Key_Home)
    settle()
    assert shown(window).camera == Camera()


def test_escape_takes_an_orbit_back(window: MainWindow):
    view = panel(window).view
    mouse(view.viewport(), PRESS, QPointF(20, 60), LEFT, LEFT)
    mouse(view.viewport(), MOVE, QPointF(70, 80), held=LEFT)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    settle()
    assert view.camera == Camera()


def test_a_double_click_asks_for_exact_numbers(window: MainWindow):
    asked: list[tuple[int, int]] = []
    panel(window).exact_wanted.connect(lambda table, row: asked.append((table, row)))
    QTest.mouseDClick(panel(window).view.viewport(), LEFT, NONE, place(window, 1).toPoint())
    assert asked == [(1, 0)]


def test_four_classes_stand_in_a_tetrahedron(open_window: Opener):
    window = open_window(four())
    assert shown(window).scene is not None
    assert shown(window).scene.raised
    window.focus.move(choices={"surface3d.show": "tetrahedron"})
    settle()
    figure = shown(window)
    assert figure.scene is not None
    assert not figure.scene.raised
    assert figure.scene.names == ("class 1", "class 2", "class 3", "class 4")
    model = next(point for point in figure.points if point.table == 0)
    np.testing.assert_allclose(model.barycentric, np.array([0.4, 0.3, 0.2, 0.1]) @ TETRAHEDRON)
    normal = np.cross(figure.scene.base[1] - figure.scene.base[0], figure.scene.base[2] - figure.scene.base[0])
    assert (model.barycentric - figure.scene.base[0]) @ normal == pytest.approx(0.0, abs=1e-12)


def test_two_classes_are_told_where_their_curve_is():
    document = Document.make(np.array([0]), [("A", np.array([[0.3, 0.7]]), "probability")])
    figure = SolidPanel.figure(compute(document), FocusState())
    assert figure.scene is None
    assert "curve" in figure.message
    at, value = SolidPanel.numbers(compute(document), FocusState()).rows[100]  # of the curve, 401 points
    assert (at, value) == SurfacePanel.numbers(compute(document), FocusState()).rows[100]


def test_the_numbers_are_heights_of_the_surface(window: MainWindow):
    numbers = SolidPanel.numbers(window.results, window.focus.state)
    assert numbers.header == ("car", "calf", "rocket", "Cross-entropy nat")
    rows = np.array(numbers.rows, dtype=float)
    low = rows[:, 3] < 2.0
    near = rows[low][:, 2] > 0.3
    np.testing.assert_allclose(rows[low][near][:, 3], -np.log(rows[low][near][:, 2]), atol=1e-12)


def test_a_lit_pixel_has_the_colour_of_the_flat_map(window: MainWindow):
    figure = SolidPanel.figure(window.results, FocusState(choices={"surface3d.camera": "0 90 1"}))
    assert figure.scene is not None
    image = QImage(600, 450, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    rect = QRectF(0, 0, 600, 450)
    figure.draw_ground(painter, rect, LIGHT)
    painter.end()
    geometry = solid.Geometry(rect, figure.camera, figure.scene, LIGHT)
    shot = pixels(image)
    misses = []
    for q in np.random.default_rng(3).dirichlet([6.0, 6.0, 6.0], 40):
        at = geometry.point((q[1] + q[2] / 2, q[2] * np.sqrt(3) / 2, 0.0))
        wanted = int(figure.scene.colours.colours(np.array([-np.log(q[2])]))[0])
        rgb = np.array([wanted >> 16 & 255, wanted >> 8 & 255, wanted & 255])
        misses.append(np.abs(shot[int(at.y()), int(at.x()), :3] - rgb).max())
    assert np.median(misses) < 12


@needs("rsvg-convert")
@needs("pdftoppm")
def test_the_exported_figure_is_the_same_in_every_format(tmp_path: Path):
    headless.export(["example"], ExportChoice(("surface3d",), ("png", "svg", "pdf", "csv"), tmp_path))
    png, svg, pdf = (
        picture(tmp_path / "surface3d.png"),
        drawn_svg(tmp_path / "surface3d.svg", 720),
        drawn_pdf(tmp_path / "surface3d.pdf"),
    )

    def blue(shot: np.ndarray) -> float:
        """Share of the picture that is clearly blue or green: the surface."""
        return float((shot[..., :3].max(axis=-1) - shot[..., :3].min(axis=-1) > 60).mean())

    assert blue(png) > 0.05
    assert blue(svg) == pytest.approx(blue(png), rel=0.1)
    assert blue(pdf) == pytest.approx(blue(png), rel=0.1)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (solid_gl.NO_MODULE, "not installed"),
        (solid_gl.NO_CONTEXT, "offers none"),
        (solid_gl.BLANK, "stay empty"),
        (solid_gl.OFFSCREEN, "no screen"),
    ],
)
def test_without_opengl_the_painter_draws_and_says_why(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, reason: str, words: str
):
    monkeypatch.setattr(solid_gl, "trouble", lambda: reason)
    found = panel(window)
    assert words in found.renderer_words()
    for renderer in ("auto", "opengl"):
        window.focus.move(choices={"surface3d.renderer": renderer})
        settle()
        shot = pixels(found.view.grab().toImage())
        assert (shot[..., :3].max(axis=-1) - shot[..., :3].min(axis=-1) > 60).mean() > 0.01


def test_opengl_that_works_is_used_unless_the_painter_is_chosen(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    asked: list[solid.Scene] = []

    class Stage:
        def picture(self, scene: solid.Scene, geometry: solid.Geometry, ratio: float) -> QImage:
            asked.append(scene)
            image = QImage(8, 8, QImage.Format.Format_ARGB32)
            image.fill(Qt.GlobalColor.red)
            return image

    monkeypatch.setattr(solid_gl, "trouble", lambda: "")
    monkeypatch.setattr(solid_gl, "stage", Stage)
    found = panel(window)
    found.view.grab()
    assert asked
    assert found.renderer_words() == "Drawn by OpenGL."
    asked.clear()
    window.focus.move(choices={"surface3d.renderer": "painter"})
    settle()
    found.view.grab()
    assert not asked
    assert "as chosen" in found.renderer_words()


def test_opengl_is_not_tried_without_a_screen():
    assert solid_gl.trouble.__wrapped__() in (solid_gl.OFFSCREEN, solid_gl.NO_MODULE)


def test_the_figures_ground_is_kept_while_a_model_moves(window: MainWindow):
    scene = shown(window).scene
    window.focus.move(model=1)
    settle()
    assert shown(window).scene is scene
    window.focus.move(sample=1)
    settle()
    assert shown(window).scene is not scene


def test_tab_goes_through_the_handles(window: MainWindow):
    view = panel(window).view
    view.setFocus()
    window.focus.move(handle=TRUTH)
    settle()
    for handle in (0, 1):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        settle()
        assert window.focus.state.handle == handle
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    settle()
    assert window.focus.state.handle == 0
