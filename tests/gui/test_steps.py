"""Worked steps in the window: what stands there, in step with the focus, under the pointer, by keys, into files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QMenu

from core import explain as explaining
from core import io, losses
from core.document import Document
from core.errors import LossAtlasError
from core.losses import Loss
from core.results import compute
from gui.export import batch
from gui.export.choice import ExportChoice
from gui.focus import FocusState
from gui.main_window import SMALLEST_SIZE, MainWindow
from gui.panels import steps as steps_module
from gui.panels.distributions import DistributionsPanel
from gui.panels.steps import StepsPanel
from gui.panels.steps.figure import StepsFigure, make
from gui.panels.steps.layout import Placed
from gui.plotting import formulas
from gui.plotting.style import DARK, LIGHT
from gui.store import Intent
from tests import strategies
from tests.core.arithmetic import check
from tests.gui import pictures
from tests.gui.hands import CTRL, Key, Opener, choose, drag, hover, press, settle, status, table

ROOT = Path(__file__).parents[2]
TOUR = "L = −Σₖ pₖ ln qₖ = −(0·ln 0.3 + 0·ln 0.3 + 1·ln 0.4) = −ln 0.4 = 0.9163 nat"


@pytest.fixture
def panel(window: MainWindow) -> StepsPanel:
    return shown(window)


def shown(window: MainWindow) -> StepsPanel:
    found = window.panels["steps"]
    assert isinstance(found, StepsPanel)
    window.docks["panel.steps"].raise_()
    settle()
    found.wait()
    settle()
    return found


def written(panel: StepsPanel) -> list[str]:
    """Return the lines that a screen reader is given."""
    settle()
    panel.wait()
    settle()
    return panel.view.page.accessibleDescription().splitlines()


def term(panel: StepsPanel, k: int) -> Placed:
    """Return the first term of a class on the page."""
    assert panel.view.placed is not None
    return next(each for each in panel.view.placed.placed if each.token.k == k)


def take(window: MainWindow, name: str, key: str) -> None:
    """Go to an entry of a box in the title bar by arrow keys, as a person does."""
    box = window.findChild(QComboBox, name)
    assert box is not None
    box.setFocus()
    press(Key.Key_Home)
    for _ in range(box.findData(key)):
        press(Key.Key_Down)
    assert box.currentData() == key


def point_at(panel: StepsPanel, k: int) -> None:
    hover(panel.view.page, term(panel, k).box.center())
    settle()


# -- what stands there ------------------------------------------------------------------------------------


def test_they_stand_first_below_the_surface_and_say_the_tours_line(window: MainWindow):
    found = window.panels["steps"]
    assert isinstance(found, StepsPanel)
    assert found.is_seen
    assert f"  {TOUR}" in written(found)
    assert "image 1, Model 1: Cross-entropy" in written(found)


def test_they_follow_sample_model_loss_and_unit(window: MainWindow, panel: StepsPanel):
    window.focus.move(sample=1)
    assert "  L = −Σₖ pₖ ln qₖ = −(1·ln 0.1 + 0·ln 0.8 + 0·ln 0.1) = −ln 0.1 = 2.3026 nat" in written(panel)
    window.deck.model_choice.setCurrentIndex(1)
    assert any(line.endswith("= −ln 0.4 = 0.9163 nat") for line in written(panel))
    choose(window, "control.unit", "bit")
    assert any(line.endswith("= −log₂ 0.4 = 1.3219 bit") for line in written(panel))
    choose(window, "control.loss", "mse")
    assert any(line.endswith("= 0.36 + 0.25 + 0.01 = 0.62") for line in written(panel))
    take(window, "control.steps.loss", "kl_divergence")
    assert any("log₂(1/0.4) = 1.3219 bit" in line for line in written(panel))


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("value", TOUR),
        ("gradient", "rocket: 0.4 − 1 = −0.6"),
        ("logits", "m = maxₖ zₖ = −0.9163"),
        ("mean", "L̄ = 1/N Σᵢ Lᵢ = (0.9163 + 2.3026)/2 = 1.6094 nat"),
    ],
)
def test_what_is_written_out_is_chosen_in_the_title(window: MainWindow, panel: StepsPanel, what: str, line: str):
    take(window, "control.steps.what", what)
    assert f"  {line}" in written(panel)


def test_an_edit_is_written_with_the_decimals_chosen(window: MainWindow, panel: StepsPanel):
    edited = np.array([0.2, 0.3, 0.5])
    window.store.push(Intent("edit", lambda document: document.with_probabilities(0, 0, edited)))
    settle()
    assert any(line.endswith("= −ln 0.5 = 0.6931 nat") for line in written(panel))
    window._set_decimals(7)
    settle()
    assert any(line.endswith("= −ln 0.5 = 0.6931472 nat") for line in written(panel))


def test_a_loss_that_does_not_fit_is_refused_in_words(window: MainWindow, panel: StepsPanel, monkeypatch: Any):
    def refuse(*args: object) -> StepsFigure:
        raise LossAtlasError("weights_length", count=2, classes=3)

    monkeypatch.setattr(steps_module, "prepared", refuse)
    window.focus.move(sample=1)
    assert written(panel) == ["2 class weights were given for 3 classes; give one a class."]
    panel._copy_latex()
    assert panel.view.placed is not None
    assert panel.view.placed.placed == ()


# -- formulas ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", strategies.all_losses(), ids=lambda loss: loss.name)
def test_every_formula_of_every_loss_is_typeset(qapp: QApplication, loss: Loss):
    document = io.load("digits").with_loss(loss).with_settings(loss=loss.name, unit="bit")
    results = compute(document)
    for what in explaining.WHATS:
        for model in (0, 1):
            figure = make(results, FocusState(model=model), loss, what)
            for latex in figure.latex_pieces():
                made = formulas.shape(latex)
                assert made is not None, latex
                assert made.width > 0, latex


def test_a_formula_is_typeset_once(window: MainWindow, panel: StepsPanel, monkeypatch: Any):
    typeset: list[str] = []
    real = formulas._typeset
    monkeypatch.setattr(formulas, "_typeset", lambda latex: (typeset.append(latex), real(latex))[1])
    window.focus.move(sample=1)
    panel.wait()
    first = len(typeset)
    assert len(set(typeset)) == first
    for sample in (0, 1, 0, 1):
        window.focus.move(sample=sample)
        panel.wait()
    window.set_theme(dark=True)
    panel.wait()
    assert len(typeset) == first


def test_what_cannot_be_typeset_is_written_as_text(window: MainWindow, panel: StepsPanel, monkeypatch: Any):
    assert formulas.shape(r"\frac{") is None
    monkeypatch.setattr(formulas, "shape", lambda _: None)
    panel.view.set_style(DARK)
    placed = panel.view.placed
    assert placed is not None
    assert all(each.shape is None for each in placed.placed)
    assert term(panel, 2).box.width() > 20


def test_nothing_is_typeset_before_the_first_screen_stands():
    code = (
        "import sys, os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from gui import app\n"
        "application, window = app.build(['example'])\n"
        "window.show()\n"
        "print('ziamath' in sys.modules)\n"
        "window.panels['steps'].wait()\n"
        "print('ziamath' in sys.modules)\n"
        "window.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, timeout=120
    )
    assert done.stdout.split() == ["False", "True"]


# -- the page ---------------------------------------------------------------------------------------------


def rows_of(placed: tuple[Placed, ...]) -> Iterator[list[Placed]]:
    for baseline in sorted({each.baseline for each in placed}):
        yield [each for each in placed if each.baseline == baseline]


@pytest.mark.parametrize("width", [280, 460, 700, 980, 1500])
@pytest.mark.parametrize("what", explaining.WHATS)
@pytest.mark.parametrize("name", ["cross_entropy", "mse", "reverse_kl", "hinge", "focal"])
def test_nothing_overlaps_or_leaves_the_page(qapp: QApplication, width: int, what: Any, name: str):
    loss = losses.create(name)
    results = compute(io.load("digits").with_loss(loss).with_settings(loss=name))
    for model, style in ((0, LIGHT), (1, LIGHT.scaled(2.0))):
        figure = make(results, FocusState(sample=2, model=model), loss, what)
        page = figure.page(width * style.scale, style)
        for row in rows_of(page.placed):
            assert row[-1].box.right() <= width * style.scale + 1 or len(row) == 1
            for one, other in pairwise(row):
                assert one.box.right() <= other.box.left() + 0.5
        for above, below in pairwise(rows_of(page.placed)):
            assert max(each.box.bottom() for each in above) <= min(each.box.top() for each in below) + 1
        assert max(each.box.bottom() for each in page.placed) < page.height


def test_a_bracket_is_as_tall_as_what_it_holds(qapp: QApplication):
    truth, q = np.array([[0.2, 0.3, 0.5]]), np.array([[0.1, 0.65, 0.25]])
    results = compute(Document.make(truth, [("m", q, "probability")]))
    page = make(results, FocusState(), losses.create("jensen_shannon"), "value").page(900, LIGHT)
    brackets = [each for each in page.placed if each.token.kind in ("open", "close")]
    tall = [each for each in brackets if each.stretch > 1.2]
    assert len(brackets) > len(tall) >= 2, "the halves of the middle are fractions, its numbers are not"
    for bracket in tall:
        inner = [each for each in page.placed if each.baseline == bracket.baseline and each.token.k is not None]
        assert bracket.box.top() <= min(each.box.top() for each in inner) + 1
        assert bracket.box.bottom() >= max(each.box.bottom() for each in inner) - 1


def test_a_long_page_scrolls(open_window: Opener):
    window = open_window("digits", size=SMALLEST_SIZE)
    panel = shown(window)
    take(window, "control.steps.what", "logits")
    panel.wait()
    bar = panel.view.verticalScrollBar()
    assert bar.maximum() > 0
    panel.view.page.setFocus()
    press(Key.Key_End)
    assert bar.value() == bar.maximum()
    for key in (Key.Key_PageUp, Key.Key_Up, Key.Key_Home):
        before = bar.value()
        press(key)
        assert bar.value() < before or before == 0
    press(Key.Key_Down)
    press(Key.Key_PageDown)
    assert bar.value() > 0


def test_the_keyboards_focus_is_seen(window: MainWindow, panel: StepsPanel):
    def corner() -> QColor:
        return QColor(panel.view.grab().toImage().pixel(1, 1))

    panel.view.page.setFocus()
    settle()
    assert corner() == QColor(LIGHT.accent)
    table(window, "truth").setFocus()
    settle()
    assert corner() != QColor(LIGHT.accent)


# -- the class that is pointed at -------------------------------------------------------------------------


def test_a_term_under_the_pointer_highlights_its_class_everywhere(window: MainWindow, panel: StepsPanel):
    before = panel.view.grab().toImage()
    point_at(panel, 2)
    assert window.focus.state.highlight == 2
    assert status(window).startswith("rocket   p 1.0000   q 0.4000")
    for name in ("truth", "predictions"):
        header = table(window, name).horizontalHeader()
        assert getattr(header, "strong_section", None) == 2
    assert panel.view.grab().toImage() != before
    point_at(panel, 0)
    assert window.focus.state.highlight == 0
    QApplication.sendEvent(panel.view.page, QEvent(QEvent.Type.Leave))
    settle()
    assert window.focus.state.highlight is None
    assert getattr(table(window, "truth").horizontalHeader(), "strong_section", None) == -1
    assert panel.view.grab().toImage() == before


def test_a_class_highlighted_elsewhere_stands_out_here_and_in_the_bars(window: MainWindow, panel: StepsPanel):
    before = panel.view.grab().toImage()
    window.focus.move(highlight=1)
    settle()
    assert panel.view.grab().toImage() != before
    window.docks["panel.distributions"].raise_()
    settle()
    bars = window.panels["distributions"]
    assert isinstance(bars, DistributionsPanel)
    lit = bars.view.grab().toImage()
    window.focus.move(highlight=None)
    settle()
    assert bars.view.grab().toImage() != lit


def test_a_highlight_of_a_class_that_is_gone_goes():
    document = Document.make(np.array([0]), [("m", np.array([[0.5, 0.5]]), "probability")])
    assert FocusState(highlight=1).fitted(document).highlight == 1
    assert FocusState(highlight=2).fitted(document).highlight is None


def test_keys_go_from_class_to_class_and_copy(window: MainWindow, panel: StepsPanel):
    panel.view.page.setFocus()
    for k in (0, 1, 2, 0):
        press(Key.Key_Right)
        assert window.focus.state.highlight == k
    press(Key.Key_Left)
    assert window.focus.state.highlight == 2
    press(Key.Key_Escape)
    assert window.focus.state.highlight is None
    press(Key.Key_Left)
    assert window.focus.state.highlight == 2
    press(Key.Key_C, CTRL)
    assert TOUR in QApplication.clipboard().text()


def test_highlighting_writes_nothing_anew(window: MainWindow, panel: StepsPanel, monkeypatch: Any):
    asked: list[object] = []
    real = steps_module.prepared
    monkeypatch.setattr(steps_module, "prepared", lambda *args: (asked.append(args), real(*args))[1])
    point_at(panel, 2)
    point_at(panel, 0)
    panel.wait()
    assert asked == []


# -- while a hand moves -----------------------------------------------------------------------------------


def test_a_drag_writes_nothing_until_it_rests(window: MainWindow, panel: StepsPanel, monkeypatch: Any):
    asked: list[object] = []
    real = steps_module.prepared
    monkeypatch.setattr(steps_module, "prepared", lambda *args: (asked.append(args), real(*args))[1])
    monkeypatch.setattr(panel._pause, "setInterval", lambda *_: None)
    panel._pause.setInterval(60_000)
    assert panel._pause.interval() <= 100
    way = [[0.3 - t, 0.3, 0.4 + t] for t in np.linspace(0.0, 0.25, 40)]
    panel._pause.stop()
    before = written(panel)
    started: list[int] = []
    monkeypatch.setattr(panel._pause, "start", lambda: started.append(1))
    drag(window, 0, way)
    settle()
    assert len(started) >= 10
    assert asked == []
    assert panel.view.page.accessibleDescription().splitlines() == before
    panel._write()
    panel.wait()
    settle()
    assert len(asked) == 1
    assert any("ln 0.65 = 0.4308 nat" in line for line in panel.view.page.accessibleDescription().splitlines())


# -- the menu and files -----------------------------------------------------------------------------------


def test_the_menu_copies_text_latex_and_a_picture(window: MainWindow, panel: StepsPanel):
    window.panel_docks.open_menu(panel, panel.rect().center())
    menu = next(each for each in window.findChildren(QMenu) if each.isVisible())
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy as plain text"].trigger()
    text = QApplication.clipboard().text()
    assert TOUR in text
    assert sum(check(line) for line in text.splitlines() if "=" in line) >= 3
    actions["Copy as LaTeX"].trigger()
    assert r"\begin{align*}" in QApplication.clipboard().text()
    assert r"\ln 0.4 \\" in QApplication.clipboard().text()
    assert status(window) == "Copied the steps as LaTeX"
    actions["Copy as picture"].trigger()
    assert not QApplication.clipboard().image().isNull()
    menu.close()


def exported(what: str, size: QSize | None = None, formats: tuple[str, ...] = ("svg", "pdf", "png", "csv")) -> Any:
    results = compute(io.load("example"))
    focus = FocusState(choices={"steps.what": what})
    return batch.draw(results, focus, ExportChoice(("steps",), formats, Path(), size=size)).files


def test_mathematics_is_outlines_in_svg(qapp: QApplication):
    svg = exported("gradient", formats=("svg",))["steps.svg"].decode()
    assert "<image" not in svg
    assert svg.count("<path") > 30
    assert "By the probabilities" in svg


@pictures.needs("rsvg-convert")
@pictures.needs("pdftoppm")
@pytest.mark.parametrize("what", ["value", "gradient"])
def test_files_show_what_the_window_shows(qapp: QApplication, tmp_path: Path, what: str):
    for name, data in exported(what).items():
        (tmp_path / name).write_bytes(data)
    png = pictures.picture(tmp_path / "steps.png")
    assert pictures.difference(pictures.drawn_svg(tmp_path / "steps.svg", 860), png) < 6.0
    assert pictures.difference(pictures.drawn_pdf(tmp_path / "steps.pdf"), png) < 6.0
    lines = (tmp_path / "steps.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "step,about,line,value,unit"
    if what == "value":
        assert lines[1].endswith(",0.916290731874155,nat")
    else:
        assert any(line.startswith("By the probabilities,rocket,−1/0.4 = −2.5,-2.5") for line in lines)


def test_a_page_too_long_for_its_picture_is_drawn_smaller(qapp: QApplication):
    figure = make(compute(io.load("digits")), FocusState(), losses.create("cross_entropy"), "logits")
    image = QImage(500, 220, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    figure.draw(painter, QRectF(0, 0, 500, 200), LIGHT)
    painter.end()
    drawn = pictures.pixels(image)[..., :3].min(axis=-1) < 200
    assert drawn[:200].any()
    assert not drawn[200:].any()
    assert not drawn[:, 495:].any()
    assert drawn[100:200].any()


def test_the_command_exports_steps(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "main.py", "export", "mended", "--panel", "steps", "--out", str(tmp_path), "--format", "png"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert pictures.picture(tmp_path / "steps.png")[..., :3].min() < 60


def test_chinese_names_are_text_beside_the_formulas(qapp: QApplication):
    document = Document.make(
        np.array([1, 0]), [("模型", np.array([[0.3, 0.7], [0.6, 0.4]]), "probability")], classes=["小车", "小牛"]
    )
    figure = make(compute(document), FocusState(), losses.create("cross_entropy"), "gradient")
    assert all(piece.isascii() for piece in figure.latex_pieces() if "−" not in piece)
    page = figure.page(800, LIGHT)
    assert {"小车", "小牛"} <= {each.words for each in page.wordings}


def test_words_without_spaces_are_broken_to_fit(qapp: QApplication):
    figure = make(compute(io.load("example")), FocusState(), losses.create("cross_entropy"), "value")
    page = figure.page(300, LIGHT)
    notes = [each for each in page.wordings if not each.bold]
    assert len(notes) > 1
    assert all(each.at.x() > 0 for each in notes)
    chinese = StepsFigure(None, figure.how, "", "", figure.p, figure.q, "乘以零的项不计" * 12)
    assert len(chinese.page(300, LIGHT).wordings) > 2
    assert chinese.numbers().rows == (("", "", "乘以零的项不计" * 12, "", ""),), "why there are no numbers"
    assert figure.page(300, LIGHT).class_at(QPointF(-5, -5)) is None
