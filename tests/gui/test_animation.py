"""Animations: as many pictures as asked for, timed, equal to the still figures, decoded by other programs."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSize

import main
from core import io, losses
from core.errors import LossAtlasError
from core.results import Results, compute
from gui import panels
from gui.export import animation, moving, png
from gui.export.animation import Film, Sweep
from gui.export.moving.apng import pixels
from gui.focus import FocusState
from gui.plotting.style import STYLES

SIZE = QSize(361, 300)  # odd, as a film by ffmpeg cannot be
FOCUS = FocusState()
WARMER = Film("surface", Sweep("temperature", 0.5, 4.0, 4), fps=7, size=SIZE)


@pytest.fixture
def results(qapp: object) -> Results:
    return compute(io.load("mended"))


def still(panel: str, results: Results, focus: FocusState = FOCUS, size: QSize = SIZE) -> np.ndarray:
    """Return the pixels of a still figure (height, width, 4)."""
    image = png.render(panels.kind_of(panel).figure(results, focus), size, STYLES["light"], 1)
    return pixels(image).reshape(size.height(), size.width(), 4)


def at(results: Results, temperature: float) -> Results:
    return compute(results.document.with_temperature(0, temperature))


def decoded(path: Path) -> list[np.ndarray]:
    with Image.open(path) as image:
        found: list[np.ndarray] = []
        for frame in range(getattr(image, "n_frames", 1)):
            image.seek(frame)
            found.append(np.asarray(image.convert("RGBA")))
        return found


@pytest.mark.parametrize("suffix", [".apng", ".png"])
def test_every_picture_is_the_still_figure(results: Results, tmp_path: Path, suffix: str):
    written = animation.write(tmp_path / f"t{suffix}", results, FOCUS, WARMER)
    found = [frame for path in written for frame in decoded(path)]
    values = [0.5, 0.5 + 3.5 / 3, 0.5 + 7 / 3, 4.0]
    assert len(found) == 4
    for frame, value in zip(found, values, strict=True):
        np.testing.assert_array_equal(frame, still("surface", at(results, value)))
    assert sorted(written) == sorted(tmp_path.iterdir())


def test_a_gif_is_the_still_figure_in_256_colours(results: Results, tmp_path: Path):
    (path,) = animation.write(tmp_path / "t.gif", results, FOCUS, WARMER)
    found = decoded(path)
    assert len(found) == 4
    for frame, value in ((found[0], 0.5), (found[-1], 4.0)):
        apart = np.abs(frame.astype(int) - still("surface", at(results, value)))
        assert apart.mean() < 1.0
        assert apart.max() < 32
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        times = []
        for frame in range(4):
            image.seek(frame)
            times.append(image.info["duration"])
    assert sum(times) == 570, "four pictures at 7 a second, to a hundredth"
    assert max(times) - min(times) <= 10


def test_an_apng_is_timed_and_seen_as_one_picture_elsewhere(results: Results, tmp_path: Path):
    (path,) = animation.write(tmp_path / "t.apng", results, FOCUS, WARMER)
    with Image.open(path) as image:
        assert image.info["duration"] == pytest.approx(1000 / 7)
        assert image.info["loop"] == 0
    from PySide6.QtGui import QImage

    first = QImage(str(path), "PNG")
    np.testing.assert_array_equal(pixels(first).reshape(300, 361, 4), still("surface", at(results, 0.5)))


@pytest.mark.skipif(shutil.which("identify") is None, reason="ImageMagick is not installed")
def test_imagemagick_reads_the_gif(results: Results, tmp_path: Path):
    (path,) = animation.write(tmp_path / "t.gif", results, FOCUS, WARMER)
    said = subprocess.run(["identify", "-format", "%wx%h %T\n", str(path)], capture_output=True, text=True, check=True)
    assert said.stderr == ""
    assert [line.split()[0] for line in said.stdout.splitlines()] == ["361x300"] * 4


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize("suffix", [".mp4", ".gif", ".apng"])
def test_ffmpeg_reads_it(results: Results, tmp_path: Path, suffix: str):
    (path,) = animation.write(tmp_path / f"t{suffix}", results, FOCUS, WARMER)
    words = ["ffmpeg", "-v", "error", "-i", str(path), "-fps_mode", "passthrough", str(tmp_path / "out-%d.png")]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    found = sorted(tmp_path.glob("out-*.png"))
    assert len(found) == 4
    for picture, value in ((found[0], 0.5), (found[-1], 4.0)):
        frame = decoded(picture)[0][:300, :361, :3].astype(int)
        assert np.abs(frame - still("surface", at(results, value))[..., :3]).mean() < 2.0


def test_a_descent_grows_to_its_end(results: Results, tmp_path: Path):
    for panel in ("descent", "surface"):
        film = Film(panel, frames=5, size=SIZE)
        (path,) = animation.write(tmp_path / f"{panel}.apng", results, FOCUS, film)
        found = decoded(path)
        assert len(found) == 5
        for frame, step in ((found[0], 0), (found[2], 100), (found[-1], 200)):
            seen = replace(FOCUS, choices={"descent.at": str(step), "descent.trails": "on"})
            np.testing.assert_array_equal(frame, still(panel, results, seen))
        assert not np.array_equal(found[0], found[-1])


def test_a_parameter_of_the_loss_runs(results: Results, tmp_path: Path):
    document = results.document.with_loss(losses.parse("focal")).with_settings(loss="focal")
    film = Film("surface", Sweep("gamma", 0.0, 5.0, 2), size=SIZE)
    (path,) = animation.write(tmp_path / "g.apng", compute(document), FOCUS, film)
    for frame, gamma in zip(decoded(path), (0, 5), strict=True):
        there = compute(document.with_loss(losses.parse(f"focal:gamma={gamma}")))
        np.testing.assert_array_equal(frame, still("surface", there))


@pytest.mark.parametrize("suffix", [".gif", ".apng"])
def test_the_same_bytes_at_each_run(results: Results, tmp_path: Path, suffix: str):
    film = replace(WARMER, panel="comparison")
    one, two = (animation.write(tmp_path / f"{k}{suffix}", results, FOCUS, film)[0].read_bytes() for k in "ab")
    assert one == two


def test_pictures_are_not_kept(results: Results, tmp_path: Path):
    """A long film needs no more memory than a short one."""
    import tracemalloc

    def most(count: int) -> int:
        film = Film("comparison", Sweep("temperature", 0.5, 4.0, count), size=QSize(400, 300))
        tracemalloc.start()
        animation.write(tmp_path / "t.apng", results, FOCUS, film)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(2)
    assert most(40) < most(4) + 10 * 400 * 300


class CalledOffError(Exception):
    pass


@pytest.mark.parametrize("failing", [1, 2, 5, 7])
def test_a_set_of_pictures_is_moved_whole_or_not_at_all(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
):
    """Two of the four are there already; whichever move fails, they are as they were and nothing is beside them."""
    (tmp_path / "t-0001.png").write_bytes(b"mine")
    (tmp_path / "t-0003.png").write_bytes(b"mine too")
    calls: list[Path] = []
    move = Path.replace

    def moved(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", moved)
    if failing == 7:  # four to their places, two aside: all went well
        assert len(animation.write(tmp_path / "t.png", results, FOCUS, WARMER)) == 4
        assert len(decoded(tmp_path / "t-0001.png")) == 1
        return
    with pytest.raises(LossAtlasError, match="No space left"):
        animation.write(tmp_path / "t.png", results, FOCUS, WARMER)
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {"t-0001.png": b"mine", "t-0003.png": b"mine too"}


@pytest.mark.parametrize("suffix", list(moving.writers()))
def test_called_off_it_leaves_what_was_there(results: Results, tmp_path: Path, suffix: str):
    if suffix == ".mp4" and shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    path = tmp_path / f"t{suffix}"
    path.write_bytes(b"mine")

    def tell(done: int, count: int) -> None:
        assert count == 4
        if done == 2:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        animation.write(path, results, FOCUS, WARMER, tell)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"mine"


BAD: list[tuple[list[str], list[str]]] = [
    (["--sweep", "temperature=0:4:5"], ["Temperature 0.0"]),
    (["--sweep", "temperature=1:2"], ["temperature=1:2", "temperature=0.5:4:40"]),
    (["--sweep", "temperature=1:1:5"], ["temperature=1:1:5"]),
    (["--sweep", "temperature=1:inf:5"], ["temperature=1:inf:5"]),
    (["--sweep", "temperature=1:2:1"], ["1 pictures", "2 to 2000"]),
    (["--sweep", "temperature=1:2:99999999999"], ["99999999999", "2 to 2000"]),
    (["--sweep", "gamma=0:5:4"], ["gamma", "temperature, label_smoothing"]),
    (["--sweep", "label_smoothing=0:5:4"], ["label_smoothing"]),
    (["--sweep", "temperature=1:2:4", "--fps", "0"], ["0 pictures a second"]),
    (["--sweep", "temperature=1:2:4", "--fps", "60"], ["60 pictures a second"]),
    (["--descent", "--frames", "1"], ["1 pictures"]),
    (["--descent", "--panel", "pie"], ["pie", "surface"]),
    (["--descent", "--size", "10x10"], ["10x10"]),
    (["--descent", "--sweep", "temperature=1:2:4"], ["--sweep", "not allowed"]),
    ([], ["--descent --sweep"]),
    (["--descent", "--out", "t.avi"], ["t.avi", ".gif"]),
    (["--descent", "--out", "nowhere/t.gif"], ["nowhere", "no such folder"]),
    (["--descent", "--out", "nowhere/t.png"], ["nowhere", "no such folder"]),
    (["--descent", "--out", "there.gif"], ["there.gif", "folder"]),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words) or "nothing" for words, _ in BAD])
def test_bad_input_is_one_sentence_and_nothing_is_written(
    qapp: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: list[str],
):
    monkeypatch.chdir(tmp_path)
    Path("there.gif").mkdir()
    out = [] if "--out" in words else ["--out", "t.gif"]
    try:
        status = main.main(["animate", "example", *out, *words])
    except SystemExit as end:
        status = end.code
    output = capsys.readouterr()
    assert (status, output.out, output.err.count("\n")) == (2, "", 1)
    for word in said:
        assert word in output.err
    assert [path.name for path in Path().iterdir()] == ["there.gif"]


def test_without_ffmpeg_it_says_what_to_do(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(LossAtlasError) as caught:
        animation.write(tmp_path / "t.mp4", results, FOCUS, WARMER)
    assert caught.value.code == "animation_ffmpeg"
    assert not list(tmp_path.iterdir())


def test_an_ffmpeg_that_fails_is_said(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    fake = tmp_path / "bin" / "ffmpeg"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'Unknown encoder libx264.' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    with pytest.raises(LossAtlasError) as caught:
        animation.write(tmp_path / "t.mp4", results, FOCUS, WARMER)
    assert caught.value.sentence() == "t.mp4: ffmpeg could not write it: Unknown encoder libx264."
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_the_command_writes_what_the_window_writes(results: Results, qapp: object, tmp_path: Path):
    words = ["--sweep", "temperature=0.5:4:4", "--panel", "surface", "--fps", "7", "--size", "361x300"]
    assert main.main(["animate", "mended", "--out", str(tmp_path / "a.apng"), *words]) == 0
    animation.write(tmp_path / "b.apng", results, FOCUS, WARMER)
    assert (tmp_path / "a.apng").read_bytes() == (tmp_path / "b.apng").read_bytes()
