"""Figures for print: presets, several panels in one, captions, scripts, and what is refused."""

from __future__ import annotations

import importlib.util
import os
import re
import resource
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QPushButton, QSpinBox

from core import io as core_io
from core import losses
from core.edits import classes
from core.errors import LossAtlasError
from core.results import compute
from gui import panels
from gui.dialogs.export_dialog import ExportDialog
from gui.export import animation, batch, caption, files, headless, matplotlib, png, presets
from gui.export.choice import ExportChoice
from gui.focus import FocusState
from gui.plotting.composed import Composed, Part, letter
from gui.plotting.figure import Numbers
from gui.plotting.style import LIGHT
from gui.plotting.ternary import Geometry
from tests.gui.pictures import best_shift, difference, drawn_pdf, drawn_svg, needs, picture, pixels, run
from tests.test_export_command import assert_refused
from tests.test_export_command import run as command

NAMES = tuple(panels.kinds())
FOUR = ("surface", "curves", "gradients", "decomposition")
needs_matplotlib = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None, reason="scripts run where Matplotlib is installed"
)


def drawn(folder: Path, panel_names: tuple[str, ...], formats: tuple[str, ...], name: str = "example", **more: object):
    results = compute(core_io.load(name))
    choice = ExportChoice(panel_names, formats, folder, **more)
    found = batch.draw(results, FocusState().fitted(results.document), choice)
    batch.write(found, folder)
    return found


def svg_of(path: Path) -> ET.Element:
    return ET.fromstring(path.read_text("utf-8"))


def words_of(path: Path) -> list[str]:
    return ["".join(each.itertext()).strip() for each in svg_of(path).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", ["example", "digits"])
@pytest.mark.parametrize(
    ("preset", "width"), [("column", 85.0), ("page", 170.0), ("slide", 338.667), ("poster", 400.0)]
)
def test_a_preset_has_its_width_and_no_text_below_six_points(
    qapp: QApplication, tmp_path: Path, preset: str, width: float, name: str
):
    drawn(tmp_path, NAMES, ("svg",), name, preset=preset)
    for panel in NAMES:
        root = svg_of(tmp_path / f"{panel}.svg")
        assert float(root.get("width", "").removesuffix("mm")) == pytest.approx(width, abs=1e-3)
        points = width / 25.4 * 72 / float(root.get("viewBox", "").split()[2])
        sizes = [
            float(each) for each in re.findall(r'font-size="([\d.]+)"', (tmp_path / f"{panel}.svg").read_text("utf-8"))
        ]
        assert min(sizes) * points >= 6.0, panel


def test_a_preset_sets_lines_in_points(qapp: QApplication, tmp_path: Path):
    def widths(**more: object) -> list[float]:
        drawn(tmp_path, ("curves",), ("svg",), preset="column", **more)
        root = svg_of(tmp_path / "curves.svg")
        points = 85 / 25.4 * 72 / float(root.get("viewBox", "").split()[2])
        lines = [each for each in root.iter("{http://www.w3.org/2000/svg}g") if each.get("stroke", "none") != "none"]
        drawn_with = [each for each in lines if each.find("{http://www.w3.org/2000/svg}polyline") is not None]
        return [float(each.get("stroke-width", "")) * points for each in drawn_with]

    thin, thick = widths(), widths(line=1.5)
    assert min(thin) == pytest.approx(0.5, rel=0.01), "a line of one pixel in the design"
    assert np.array(thick) / np.array(thin) == pytest.approx(3.0, rel=0.01)


@pytest.mark.parametrize("scale", [1, 8])
def test_a_png_knows_how_large_it_is(qapp: QApplication, tmp_path: Path, scale: int):
    drawn(tmp_path, ("decomposition",), ("png",), preset="column", scale=scale)
    image = QImage(str(tmp_path / "decomposition.png"))
    assert image.width() / image.dotsPerMeterX() * 1000 == pytest.approx(85.0, abs=0.02)


def test_a_transparent_png_keeps_its_alpha(qapp: QApplication, tmp_path: Path):
    drawn(tmp_path, ("surface",), ("png",), transparent=True)
    clear = picture(tmp_path / "surface.png")
    drawn(tmp_path, ("surface",), ("png",))
    solid = picture(tmp_path / "surface.png")
    assert clear[2, 2, 3] == 0
    assert (solid[..., 3] == 255).all()
    assert difference(clear, solid) < 1.0, "on white it is the same"


def test_a_png_of_several_bands_is_what_was_drawn(qapp: QApplication):
    results = compute(core_io.load("example"))
    figure = panels.kind_of("decomposition").figure(results, FocusState())
    image = png.render(figure, QSize(640, 420), LIGHT, 6)
    assert image.height() * image.width() * 3 > 2 << 22, "more than is packed at a time"
    read = QImage.fromData(png.encoded(image, opaque=True))
    assert read.convertToFormat(image.format()) == image


@pytest.mark.parametrize("preset", ["", "column", "page", "poster"])
@pytest.mark.parametrize("panel", ["steps", "guide"])
def test_a_page_of_words_is_as_high_as_they_need(qapp: QApplication, tmp_path: Path, panel: str, preset: str):
    drawn(tmp_path, (panel,), ("svg", "png"), "digits", preset=preset)
    root = svg_of(tmp_path / f"{panel}.svg")
    width, height = (float(each) for each in root.get("viewBox", "").split()[2:])
    own = panels.kind_of(panel).figure_size
    assert width == (own.width() if not preset else presets.PRESETS[preset].size(own).width())
    shot = picture(tmp_path / f"{panel}.png")
    ink = np.flatnonzero(shot[..., :3].min(axis=(1, 2)) < 200)
    assert ink[-1] <= height - 4, "nothing is cut at the foot"
    if preset:
        assert ink[-1] >= height - 30, "nor is there paper left over"
    sizes = {float(each.get("font-size", "99")) for each in root.iter("{http://www.w3.org/2000/svg}text")}
    assert min(sizes) >= 12, "nothing had to be drawn smaller"


def test_words_too_small_for_their_place_are_refused(qapp: QApplication, tmp_path: Path):
    with pytest.raises(LossAtlasError, match=r"Steps.*smaller than 6 points") as refused:
        drawn(tmp_path, NAMES, ("png",), "digits", preset="slide", compose=True)
    assert refused.value.code == "figure_words"
    assert not list(tmp_path.iterdir())


# -- several panels in one ------------------------------------------------------------------------------


def test_a_composed_figure_has_letters_and_one_legend(qapp: QApplication, tmp_path: Path):
    found = drawn(tmp_path, FOUR, ("svg", "csv", "parquet"), compose=True, preset="page")
    names = {f"figure-{k}-{panel}" for k, panel in zip("abcd", FOUR, strict=True)}
    assert set(found.files) == {"figure.svg"} | {f"{name}.{kind}" for name in names for kind in ("csv", "parquet")}
    words = words_of(tmp_path / "figure.svg")
    assert [each for each in words if each in "abcd"] == list("abcd")
    for expected in ("Model 1", "Model 2", "KL divergence", "H(p,q)"):
        assert expected in words
    drawn(tmp_path, ("surface", "decomposition"), ("svg",), compose=True)
    assert "KL divergence" not in words_of(tmp_path / "figure.svg"), "no legend of losses where none has a colour"


@needs("rsvg-convert")
@needs("pdftoppm")
def test_a_composed_figure_is_the_same_in_every_format(qapp: QApplication, tmp_path: Path):
    drawn(tmp_path, FOUR, ("png", "svg", "pdf"), compose=True, caption=True)
    shot = picture(tmp_path / "figure.png")
    for other in (drawn_svg(tmp_path / "figure.svg", shot.shape[1]), drawn_pdf(tmp_path / "figure.pdf")):
        height = min(other.shape[0], shot.shape[0])
        assert abs(other.shape[0] - shot.shape[0]) <= 1
        assert difference(other[:height], shot[:height]) < 4.0
        assert best_shift(other[:height], shot[:height]) == (0, 0)


def test_each_part_is_drawn_as_by_itself(qapp: QApplication, tmp_path: Path):
    """The part of a composed figure has the pixels of its panel, drawn as large."""
    results = compute(core_io.load("example"))
    kind = panels.kind_of("decomposition")
    figure = kind.figure(results, FocusState())
    whole = Composed((Part(figure, kind.figure_size), Part(figure, kind.figure_size)), 2)
    shot = png.render(whole, whole.size(), LIGHT, 1)
    (_, _, first), (_, _, second) = whole.cells(QRectF(shot.rect()), LIGHT)
    one, other = shot.copy(first.toRect()), shot.copy(second.toRect())
    alone = png.render(figure, QSize(630, 400), LIGHT, 1)
    part = one.copy(5, 20, 630, 400)
    assert difference(pixels(part), pixels(alone)) < 0.2
    assert difference(pixels(other.copy(5, 20, 630, 400)), pixels(alone)) < 0.2


@pytest.mark.parametrize("preset", ["page", "slide", "poster"])
def test_what_the_shared_legend_names_is_named_once(qapp: QApplication, tmp_path: Path, preset: str):
    drawn(tmp_path, (*FOUR, "dataset"), ("svg",), compose=True, preset=preset)
    words = words_of(tmp_path / "figure.svg")
    for name in ("Model 1", "Model 2", "Squared error", "Cross-entropy", "KL divergence"):
        assert words.count(name) == 1, name
    assert not [each for each in words if "…" in each], "nothing is cut"


@pytest.mark.parametrize("preset", ["page", "slide", "poster"])
def test_the_triangle_of_one_of_four_can_be_read(qapp: QApplication, tmp_path: Path, preset: str):
    """It is at least a third of what its part is wide, or nearly as high as that is."""
    results = compute(core_io.load("example"))
    choice = ExportChoice(FOUR, ("svg",), tmp_path, compose=True, preset=preset)
    job = next(batch._jobs(results, FocusState(), [panels.kind_of(name) for name in FOUR], choice))
    style = replace(choice.style, shared=())
    _, _, cell = next(iter(job.figure.cells(QRectF(QPointF(0, 0), QSizeF(job.size)), style)))
    side = Geometry(cell.adjusted(5, 20, -5, 0), style).side
    assert side > 170, "pixels, of which its letters have 10 to 12"


def test_letters_go_on_after_z():
    assert [letter(k) for k in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


def test_a_slide_is_sixteen_to_nine_with_all_on_it(qapp: QApplication, tmp_path: Path):
    for count in (1, 3, 6):
        drawn(tmp_path, (*FOUR, "comparison", "dataset")[:count], ("png",), compose=True, preset="slide", caption=True)
        image = QImage(str(tmp_path / "figure.png"))
        assert image.width() / image.height() == pytest.approx(16 / 9, abs=0.01)


# -- captions -------------------------------------------------------------------------------------------


def test_a_caption_says_what_the_numbers_depend_on(qapp: QApplication, tmp_path: Path):
    document = (
        core_io.load("example").with_loss(losses.create("focal", gamma=3.5)).with_settings(loss="focal", unit="bit")
    )
    results = compute(document)
    choice = ExportChoice(("surface",), ("svg",), tmp_path, caption=True)
    plain, captioned = (batch.draw(results, FocusState(), replace(choice, caption=on)) for on in (False, True))
    (tmp_path / "surface.svg").write_bytes(captioned.files["surface.svg"])
    words = " ".join(words_of(tmp_path / "surface.svg"))
    for expected in ("Surface", "image 1", "Model 1", "Unit: bit", "as typed", "= 3.5"):
        assert expected in words, words
    assert captioned.files["surface.svg"].count(b"<path") > plain.files["surface.svg"].count(b"<path"), "the formula"
    heights = [int(re.search(rb'height="(\d+)"', each.files["surface.svg"])[1]) for each in (plain, captioned)]
    assert heights[0] < heights[1], "the figure keeps its room"


@pytest.mark.parametrize("name", ["poly1", "jensen_shannon", "hinge"])
def test_every_formula_fits_its_caption(qapp: QApplication, name: str):
    results = compute(core_io.load("example").with_settings(loss=name))
    made = caption.captioned(panels.kind_of("curves").figure(results, FocusState()), results, FocusState(), ["x"])
    assert losses.create(name).formula in made.latex
    assert made.more(720, ExportChoice((), (), Path()).style) < 160


@needs("pdftotext")
@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["Surface", "Sample: image 1", "Unit: nat"]), ("zh_CN", ["曲面", "图像 1", "交叉熵", "单位：nat"])],
)
def test_text_is_found_in_either_language(tmp_path: Path, language: str, expected: list[str]):
    words = ("--panel", "surface", "--panel", "curves", "--compose", "--caption", "--preset", "page", "--format", "pdf")
    done = command("export", "example", "--out", tmp_path, "--language", language, *words)
    assert (done.returncode, done.stderr) == (0, "")
    text = run("pdftotext", "-layout", tmp_path / "figure.pdf", "-")
    for each in expected:
        assert re.sub(r"\s", "", each) in re.sub(r"\s", "", text), text


# -- scripts --------------------------------------------------------------------------------------------


@needs_matplotlib
@pytest.mark.parametrize("name", ["example", "digits"])
def test_scripts_run_as_they_stand(qapp: QApplication, tmp_path: Path, name: str):
    found = drawn(tmp_path, NAMES, ("py",), name)
    made = {path.removesuffix(".py") for path in found.files}
    assert {"surface", "curves", "gradients", "distributions", "comparison", "dataset"} <= made
    assert not made & {"steps", "guide"}, "pages of words are no plots"
    assert (len(found.files) < len(NAMES)) == bool(found.remarks)
    for panel in ("surface", "curves", "gradients", "comparison", "dataset"):
        out = tmp_path / f"{panel}.png"
        done = subprocess.run(
            [sys.executable, tmp_path / f"{panel}.py", out], capture_output=True, text=True, check=False, timeout=100,
            cwd=tmp_path,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert np.unique(picture(out).reshape(-1, 4), axis=0).shape[0] > 20, "something is drawn"


@needs_matplotlib
def test_a_script_holds_names_as_text(qapp: QApplication, tmp_path: Path):
    nasty = 'x"); open("hacked", "w"); ("\\n\\\\'
    numbers = Numbers(("class", nasty), ((nasty, 1.0), ("b", float("inf")), ("c", None)))
    (tmp_path / "s.py").write_bytes(
        matplotlib.to_bytes(None, numbers, QSize(400, 300), ExportChoice((), (), tmp_path).style, 1)
    )
    done = subprocess.run(
        [sys.executable, "s.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s-matplotlib.pdf", "s.py"]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ((("a", 1.0, 2.0, 3.0), ("b", 2.0, 2.0, 4.0)), "stacked = np.arange(len(ROWS)), (1, 2), True"),
        ((("a", 1.0, 2.0, 4.0), ("b", 2.0, 2.0, 4.0)), "stacked = np.arange(len(ROWS)), (1, 2, 3), False"),
        (tuple((float(k), float(k * k)) for k in range(9)), "ax.set_xlabel(HEADER[0])"),
        (tuple((float(k % 4), float(k // 4), 1.0) for k in range(16)), "tricontourf(numbers(0), numbers(1)"),
        (tuple((a / 5, b / 5, 1 - a / 5 - b / 5, 1.0) for a in range(6) for b in range(6 - a)), "np.sqrt(3)"),
        (tuple((k, name, float(k)) for name in "ab" for k in range(5)), "names = list(dict.fromkeys(columns[1]))"),
    ],
)  # fmt: skip
def test_numbers_tell_what_is_drawn(rows: tuple[tuple[object, ...], ...], what: str):
    numbers = Numbers(tuple(f"c{k}" for k in range(len(rows[0]))), rows)
    style = ExportChoice((), (), Path()).style
    assert what in matplotlib.to_bytes(None, numbers, QSize(400, 300), style, 1).decode()


def test_no_script_is_said(qapp: QApplication, tmp_path: Path):
    assert not matplotlib.can(Numbers(("a", "b"), (("x", "y"),)))
    assert not matplotlib.can(Numbers(("a",), ()))
    with pytest.raises(LossAtlasError, match="no Matplotlib script"):
        drawn(tmp_path, ("guide",), ("py",))
    found = drawn(tmp_path, ("guide",), ("py", "csv"))
    assert list(found.files) == ["guide.csv"]
    assert "guide.py" in found.remarks[0]


# -- what is refused ------------------------------------------------------------------------------------


BAD = [
    (("--preset", "billboard"), ("billboard", "column")),
    (("--preset", "column", "--size", "800x600"), ("800x600", "column")),
    (("--preset", "column", "--font-size", "2"), ("2.0 points",)),
    (("--preset", "column", "--line-width", "nan"), ("nan points",)),
    (("--font-size", "9"), ("preset", "column")),
    (("--columns", "9"), ("columns",)),
    (("--format", "py", "--panel", "guide"), ("guide.py", "no Matplotlib script")),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_choices_are_refused_and_nothing_is_written(tmp_path: Path, words: tuple[str, ...], said: tuple[str, ...]):
    assert_refused(command("export", "example", *words, "--out", tmp_path / "made"), *said)
    assert list(tmp_path.iterdir()) == []


def test_a_sign_that_no_font_has_is_refused(tmp_path: Path):
    (tmp_path / "mine.csv").write_text("label,cat,\U000e0fff\U00012345x\ncat,0.9,0.1\n", encoding="utf-8")
    words = ("export", tmp_path / "mine.csv", "--panel", "surface", "--out", tmp_path / "made")
    done = command(*words)
    if done.returncode == 0:
        pytest.skip("this machine has a font for cuneiform")
    assert_refused(done, "U+12345", "font")
    assert not (tmp_path / "made").exists()
    assert command(*words, "--format", "csv").returncode == 0, "numbers need no font"


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on the size of files")
def test_a_disk_that_fills_up_keeps_what_was_there(tmp_path: Path):
    """The first files would fit and the last does not: none is replaced, none is new, and the folder goes again."""

    def limited(folder: Path) -> subprocess.CompletedProcess[str]:
        here = Path(__file__).parents[2]
        words = ("export", "example", "--out", folder, "--panel", "comparison", "--panel", "surface", "--no-session")
        return subprocess.run(
            [sys.executable, here / "main.py", *map(str, words)], cwd=here, capture_output=True, text=True, check=False,
            timeout=100, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
        )  # fmt: skip

    assert_refused(limited(tmp_path / "deep" / "made"), "surface.png", "large")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "comparison.png").write_bytes(b"mine")
    assert_refused(limited(tmp_path), "surface.png")
    assert [path.name for path in tmp_path.iterdir()] == ["comparison.png"]
    assert (tmp_path / "comparison.png").read_bytes() == b"mine"


def test_files_are_put_in_their_place_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where the second cannot be put in its place after all, the first, which was new, goes again."""
    put = files._commit

    def fail(path: Path, file: object) -> None:
        if path.name == "b":
            file.cancelWriting()
        put(path, file)

    monkeypatch.setattr(files, "_commit", fail)
    (tmp_path / "c").write_bytes(b"old")
    with pytest.raises(LossAtlasError, match="b"):
        files.write_all({tmp_path / "a": b"1", tmp_path / "b": b"2", tmp_path / "c": b"3"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"c": b"old"}


def test_a_sign_for_private_use_that_no_font_has_is_refused(qapp: QApplication, tmp_path: Path):
    sign = "\U0010fffd"
    document = classes.renamed(core_io.load("example"), 0, f"car{sign}")
    results = compute(document)
    with pytest.raises(LossAtlasError, match=r"U\+10FFFD"):
        batch.draw(results, FocusState(), ExportChoice(("surface",), ("png",), tmp_path))
    film = animation.Film("surface", animation.Sweep("temperature", 1.0, 2.0, 3))
    with pytest.raises(LossAtlasError, match=r"U\+10FFFD"):
        animation.write(tmp_path / "film.gif", results, FocusState(), film)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be somebody whom file permissions hold back, as they do not hold back root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of folders are other things there")
@pytest.mark.parametrize("name", ["", "new", "new/deeper"])
def test_a_folder_that_is_not_ones_own(qapp: QApplication, name: str):
    results = compute(core_io.load("example"))
    choice = ExportChoice(("comparison",), ("png", "csv"), Path())
    film = animation.Film("curves", animation.Sweep("temperature", 1.0, 2.0, 2))

    def export(into: Path) -> None:
        headless.make_folder(into)
        batch.write(batch.draw(results, FocusState(), choice), into)

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o555)
        with somebody_else(), pytest.raises(LossAtlasError, match="denied"):
            export(folder / name)
        if not name:
            for ending in ("gif", "apng", "png"):
                with somebody_else(), pytest.raises(LossAtlasError, match="denied"):
                    animation.write(folder / f"film.{ending}", results, FocusState(), film)
        assert list(folder.iterdir()) == []
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="a folder nobody can write to, not even root")
def test_a_folder_nobody_can_write_to(tmp_path: Path):
    assert_refused(command("export", "example", "--panel", "comparison", "--out", "/proc"), "comparison.png")
    assert_refused(command("export", "example", "--panel", "comparison", "--out", "/proc/figures"), "figures")


# -- the dialog -----------------------------------------------------------------------------------------


def test_the_dialog_offers_all_of_it(qapp: QApplication, tmp_path: Path):
    dialog = ExportDialog(list(panels.kinds().values()), "surface", str(tmp_path))

    def named(kind: type, name: str):
        return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)

    def press(words: str) -> None:
        next(each for each in dialog.findChildren(QPushButton) if each.text() == words).click()

    preset, font, line = (
        named(QComboBox, "Made for"),
        named(QDoubleSpinBox, "Text in points"),
        named(QDoubleSpinBox, "Lines in points"),
    )
    columns, width = named(QComboBox, "Panels side by side"), named(QSpinBox, "Width in pixels")
    assert dialog.choice() == ExportChoice(("surface",), ("png",), tmp_path, scale=2)
    assert not any(each.isEnabled() for each in (font, columns, width))
    preset.setCurrentIndex(preset.findData("column"))
    assert (font.value(), line.value(), font.isEnabled()) == (8.0, 0.5, True)
    line.setValue(1.25)
    for box in dialog.findChildren(QCheckBox):
        if box.text() in ("all panels in one figure, lettered a, b, c", "title, formula and parameters"):
            box.click()
        if box.text() == "the session, to be opened again":
            box.click()
    columns.setCurrentIndex(columns.findData(2))
    press("None")
    assert dialog.choice().panels == ()
    press("All")
    assert dialog.choice() == ExportChoice(
        NAMES,
        ("png",),
        tmp_path,
        scale=2,
        preset="column",
        session=False,
        compose=True,
        columns=2,
        caption=True,
        line=1.25,
    )
    dialog.deleteLater()


def test_everything_has_a_preset_title(qapp: QApplication):
    assert all(presets.title_of(name) for name in presets.PRESETS)


def test_the_same_choice_gives_the_same_bytes(qapp: QApplication, tmp_path: Path):
    choice = ("--panel", "surface", "--panel", "curves", "--compose", "--caption", "--preset", "page")
    kinds = ("png", "svg", "pdf", "py", "csv", "parquet")
    words = [word for kind in kinds for word in ("--format", kind)]
    for name in ("one", "two"):
        assert command("export", "digits", "--out", tmp_path / name, *choice, *words).returncode == 0
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    made = ExportChoice(("surface", "curves"), kinds, tmp_path, compose=True, caption=True, preset="page")
    opened = compute(core_io.load("digits"))
    assert set(batch.draw(opened, FocusState(), made).files) == set(one)
