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
from gui.panels.surface3d import SolidPanel
from gui.plotting import solid, solid_gl
from gui.plotting.solid_figure import SolidFigure
from gui.plotting.style import LIGHT
from gui.surfaces import solids
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
    assert solids.make_figure(window.results, window.focus.state).camera == view.camera != before
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
    figure = solids.make_figure(compute(document), FocusState())
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
    figure = solids.make_figure(window.results, FocusState(choices={"surface3d.camera": "0 90 1"}))
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
    headless.write(
        headless.draw(["example"], ExportChoice(("surface3d",), ("png", "svg", "pdf", "csv"), tmp_path)), tmp_path
    )
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


def pick(window: MainWindow, **choices: str) -> SolidFigure:
    """Choose views of the surface, and return what 3-D makes of them."""
    window.focus.move(choices={name.replace("__", "."): key for name, key in choices.items()})
    settle()
    return shown(window)


def test_the_plane_of_two_logits_is_a_landscape_too(window: MainWindow):
    figure = pick(window, surface__domain="logits")
    scene = figure.scene
    assert scene is not None
    assert scene.names == ("z of “car”", "z of “rocket”")
    assert len(scene.corners) == 4
    model = next(point for point in figure.points if point.table == 0)
    value = -np.log(0.4)
    assert model.barycentric[2] == pytest.approx(
        solid.TALL * (value - scene.surface.low) / (scene.surface.high - scene.surface.low)
    )
    truth = next(point for point in figure.points if point.table == TRUTH)
    assert truth.hollow
    assert "beyond the edge" in truth.label
    surface = SurfacePanel.figure(window.results, window.focus.state)
    assert scene.surface.high == surface.ground.surface.high, "the same range, so the same colours"
    header = SolidPanel.numbers(window.results, window.focus.state).header
    assert header[:2] == ("Logit of “car”", "Logit of “rocket”")


def test_a_handle_over_two_logits_goes_where_the_hand_goes(window: MainWindow):
    pick(window, surface__domain="logits")
    viewport, start = panel(window).view.viewport(), place(window, 0)

    def drag() -> None:
        mouse(viewport, PRESS, start, LEFT, LEFT)
        mouse(viewport, MOVE, start + QPointF(-9, 7), held=LEFT)
        settle()
        mouse(viewport, RELEASE, start + QPointF(-9, 7), LEFT)

    once(window, drag)
    row = window.store.document.models[0].probability_row(0)
    assert row.sum() == pytest.approx(1.0, abs=1e-12)
    before = np.log([0.3, 0.3, 0.4])
    geometry = panel(window).view.solid()
    scene = shown(window).scene
    assert geometry is not None
    assert scene is not None
    z = np.log(row)
    moved = np.array([(z - z[1])[[0, 2]], (before - before[1])[[0, 2]]])
    places = geometry.places(scene.sheet.places(moved))
    assert places[0, :2] - places[1, :2] == pytest.approx([-9, 7], abs=1e-6)


def test_one_loss_less_another_stands_above_and_below_nothing(window: MainWindow):
    scene = pick(window, surface__second="mse").scene
    assert scene is not None
    assert scene.surface.diverging
    assert scene.colours.kind == "diverging"
    assert float(scene.height(np.array(0.0))) == pytest.approx(solid.TALL / 2)
    q = np.array([0.3, 0.3, 0.4])
    point = next(point for point in shown(window).points if point.table == 0)
    less = -np.log(0.4) - ((q - [0, 0, 1]) ** 2).sum()
    assert point.barycentric[2] == pytest.approx(float(scene.height(np.array(less))))
    raw = scene.objective.value(np.array([0.2, 0.2, 0.6]))
    rescaled = pick(window, surface__rescale="on").scene
    assert rescaled is not None
    assert rescaled.objective.value(np.array([0.2, 0.2, 0.6])) != pytest.approx(raw)
    assert rescaled.surface.high <= 1.0


def test_two_losses_side_by_side_are_two_solids_seen_alike(window: MainWindow):
    figure = pick(window, surface__second="mse", surface__compare="side")
    found = panel(window)
    assert found.second_view.isVisible()
    second = found._figures[1]
    assert second is not None
    assert figure.scene is not None
    assert second.scene is not None
    assert (figure.scene.axis, second.scene.axis) == ("Cross-entropy nat", "Squared error")
    QTest.keyClick(found.second_view, Qt.Key.Key_Left, CTRL)
    settle()
    assert found.view.camera == found.second_view.camera != Camera()
    pick(window, surface__second="")
    assert not found.second_view.isVisible()


def test_what_is_seen_of_the_triangle_is_seen_of_the_landscape(window: MainWindow):
    figure = pick(window, surface__window="0.2 0.1 0.2 0.5")
    scene = figure.scene
    assert scene is not None
    rows = scene.sheet.domain.lift(scene.sheet.mesh.at)
    assert rows.min(axis=0) == pytest.approx([0.2, 0.1, 0.2])
    assert [point.table for point in figure.points] == [0], "the others are out of sight"
    assert any("0.5 of its side" in title for title in figure.titles)
    start, viewport = place(window, 0), panel(window).view.viewport()
    mouse(viewport, PRESS, start, LEFT, LEFT)
    mouse(viewport, MOVE, start + QPointF(8, 3), held=LEFT)
    settle()
    mouse(viewport, RELEASE, start + QPointF(8, 3), LEFT)
    foot, old = (scene.sheet.places(scene.sheet.domain.shadow(q)) for q in (row0(window), np.array([0.3, 0.3, 0.4])))
    geometry = panel(window).view.solid()
    assert geometry is not None
    step = geometry.point(foot) - geometry.point(old)
    assert (step.x(), step.y()) == pytest.approx((8, 3), abs=1e-6)


def row0(window: MainWindow) -> np.ndarray:
    return window.store.document.models[0].probability_row(0)


def test_the_level_of_q_is_a_line_on_the_landscape_and_a_shell_in_the_tetrahedron(open_window: Opener):
    window = open_window(four())
    figure = pick(window, surface__level="on")
    value = -(np.array([0.1, 0.2, 0.3, 0.4]) * np.log([0.4, 0.3, 0.2, 0.1])).sum()
    assert figure.level == pytest.approx(value)
    body = pick(window, surface3d__show="tetrahedron", surface3d__faces="glass").scene
    assert body is not None
    assert body.level is not None
    assert body.level[1] == pytest.approx(value)
    shares = body.level[0].reshape(-1, 3) @ np.linalg.inv(TETRAHEDRON[1:]) @ np.eye(3)
    q = np.column_stack([1 - shares.sum(axis=1), shares])
    inner = q[q.min(axis=1) > 0.02]
    assert len(inner) > 100
    np.testing.assert_allclose(-np.log(inner) @ [0.1, 0.2, 0.3, 0.4], value, atol=0.02)


@pytest.mark.parametrize("faces", ["cut", "glass", "none"])
def test_the_faces_of_the_tetrahedron_have_the_losss_colours(open_window: Opener, faces: str):
    window = open_window(four().with_settings(loss="mse"))
    scene = pick(window, surface3d__show="tetrahedron", surface3d__faces=faces).scene
    assert scene is not None
    pieces = scene.pieces(Camera())
    assert len(scene.faces) == (0 if faces == "none" else 4)
    if faces == "none":
        assert len(pieces) == 1
        return
    assert scene.surface.high >= max(face.sheet.mesh.values.max() for face in scene.faces) - 1e-9
    clear = [piece.is_clear for piece in pieces]
    if faces == "glass":
        assert clear == [True, True, False, True, True] or clear.count(True) == 4
    else:
        assert not any(clear)
        up = np.cross(*scene.sheet.ways)
        far = Camera().turn[2] @ up > 0
        for piece in pieces[:-1]:
            heights = (piece.vertices[piece.triangles] - scene.sheet.origin) @ up
            assert (heights >= -1e-9).all() if far else (heights <= 1e-9).all(), "only what lies behind the slice"
    assert scene.pieces(Camera()) is pieces, "the same objects while the same sides are seen"
    image = QImage(500, 400, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    solids.make_figure(window.results, window.focus.state).draw(painter, QRectF(0, 0, 500, 400), LIGHT)
    painter.end()
    shot = pixels(image)
    assert (shot[..., :3].max(axis=-1) - shot[..., :3].min(axis=-1) > 60).mean() > 0.03


def test_a_mean_over_many_truths_is_waited_for(open_window: Opener):
    rng = np.random.default_rng(2)
    truth, q = rng.dirichlet(np.ones(3), 2000), rng.dirichlet(np.ones(3), 2000)
    document = Document.make(truth, [("A", q, "probability")]).with_settings(loss="jensen_shannon")
    window = open_window(document)
    panel(window)
    window.focus.move(choices={"surface.moves": "mean"})
    settle()
    for patience in panel(window)._patience:
        patience.background.wait()
    settle()
    figure = shown(window)
    assert figure.scene is not None
    assert not figure.is_waiting


def test_a_button_leads_back_from_another_camera(window: MainWindow):
    view = panel(window).view
    assert not view.back.isVisible()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    settle()
    assert view.back.isVisible()
    assert view.back.toolTip() == "View from the start (Home)"
    view.back.click()
    settle()
    assert shown(window).camera == Camera()
    assert not view.back.isVisible()
