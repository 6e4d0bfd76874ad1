"""`main.py export` and the door, run as a person runs them: in a process of its own, without a display."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import core

ROOT = Path(__file__).parents[1]
PANELS = ("surface", "decomposition", "comparison")
FORMATS = ("png", "svg", "pdf", "csv", "parquet")


def run(*words: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run main.py where no display is set, and nothing says that none is needed."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    surroundings = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, words)],
        cwd=cwd,
        env={**surroundings, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert that a command said in one line what is wrong, and did nothing."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def sides(png: bytes) -> tuple[int, int]:
    """Return width and height from a PNG's header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Export every panel in every format, for the example and for real data; return the folders."""
    folders: dict[str, Path] = {}
    for name in ("example", "digits"):
        folder = tmp_path_factory.mktemp("figures") / "made" / name
        wanted = [word for suffix in FORMATS for word in ("--format", suffix)]
        done = run("export", name, "--out", folder, *wanted, TZ="Asia/Shanghai")
        assert (done.returncode, done.stderr) == (0, "")
        folders[name] = folder
    return folders


@pytest.mark.parametrize("name", ["example", "digits"])
def test_every_panel_in_every_format(figures: dict[str, Path], name: str):
    found = {path.name for path in figures[name].iterdir()}
    assert found >= {f"{panel}.{suffix}" for panel in PANELS for suffix in FORMATS}
    marks = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF-", ".parquet": b"PAR1"}
    for path in figures[name].iterdir():
        data = path.read_bytes()
        assert data.startswith(marks.get(path.suffix, b"")), path.name
        assert len(data) > 100, path.name


def test_the_numbers_are_the_cores(figures: dict[str, Path]):
    with (figures["example"] / "surface.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["car", "calf", "rocket", "Cross-entropy nat"]
    values = np.array(rows, dtype=float)
    assert values[:, 3] == pytest.approx(core.cross_entropy([0, 0, 1], values[:, :3]), rel=1e-12)
    with (figures["example"] / "comparison.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["loss", "Model 1", "Model 2", "better"]
    assert rows[1] == ["Classification error", "0.5", "0.5", "tie"]


def test_the_window_writes_the_same_bytes(figures: dict[str, Path], qapp, tmp_path: Path):
    """Another process, another time and another time zone, and the same files to the last byte."""
    from PySide6.QtCore import QSettings

    from gui import app, panels, preferences
    from gui.dialogs.export_dialog import ExportChoice

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    preferences.remember("language", "en")
    for name, folder in figures.items():
        _, window = app.build([name])
        try:
            out = tmp_path / name
            out.mkdir()
            window.desk.export(ExportChoice(tuple(panels.kinds()), FORMATS, out))
            assert {path.name for path in out.iterdir()} == {path.name for path in folder.iterdir()}
            for path in out.iterdir():
                assert path.read_bytes() == (folder / path.name).read_bytes(), f"{name} {path.name}"
        finally:
            window.close()
            window.deleteLater()


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_picture_exports_again_as_it_was(figures: dict[str, Path], tmp_path: Path, suffix: str):
    done = run("export", figures["digits"] / f"surface.{suffix}", "--out", tmp_path, "--format", suffix)
    assert (done.returncode, done.stderr) == (0, "")
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (figures["digits"] / path.name).read_bytes(), path.name


def test_no_session_where_none_is_wanted(tmp_path: Path):
    words = ("--panel", "decomposition", "--format", "png", "--format", "svg", "--format", "pdf", "--no-session")
    assert run("export", "example", "--out", tmp_path, *words).returncode == 0
    for suffix in ("png", "svg", "pdf"):
        assert b"session" not in (tmp_path / f"decomposition.{suffix}").read_bytes()
        assert_refused(run("evaluate", tmp_path / f"decomposition.{suffix}"), f"decomposition.{suffix}", "no session")


def test_the_only_date_is_the_one_that_is_given(tmp_path: Path):
    words = ("export", "example", "--out", tmp_path, "--panel", "decomposition", "--format", "pdf")
    assert run(*words, SOURCE_DATE_EPOCH="86400").returncode == 0
    dated = (tmp_path / "decomposition.pdf").read_bytes()
    assert dated.count(b"(D:19700102000000Z)") == 2
    assert b'xmp:CreateDate="1970-01-02T00:00:00Z"' in dated
    assert run(*words).returncode == 0
    undated = (tmp_path / "decomposition.pdf").read_bytes()
    assert b"Date" not in undated
    assert_refused(run(*words, SOURCE_DATE_EPOCH="yesterday"), "SOURCE_DATE_EPOCH", "yesterday")
    assert (tmp_path / "decomposition.pdf").read_bytes() == undated


def test_size_scale_and_theme(tmp_path: Path):
    words = ("export", "example", "--out", tmp_path, "--panel", "surface", "--size", "400x300", "--scale", 3)
    done = run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["surface.png"], "only what was asked for, as PNG by default"
    light = (tmp_path / "surface.png").read_bytes()
    assert sides(light) == (1200, 900)
    assert run(*words, "--theme", "dark").returncode == 0
    assert (tmp_path / "surface.png").read_bytes() != light


def test_files_of_ones_own(tmp_path: Path):
    (tmp_path / "mine.csv").write_text("label,cat,dog\ncat,0.9,0.1\ndog,0.4,0.6\n", encoding="utf-8")
    done = run("export", "mine.csv", "--out", "figures", "--panel", "decomposition", "--format", "csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    with (tmp_path / "figures" / "decomposition.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert float(rows[1][4]) == pytest.approx(-np.log(0.9), rel=1e-14)


BAD: list[tuple[Sequence[str], Sequence[str]]] = [
    (["example", "--panel", "pie"], ["pie", "surface"]),
    (["example", "--format", "gif"], ["gif", "png"]),
    (["example", "--size", "big"], ["big", "960x720"]),
    (["example", "--size", "10x10"], ["10x10"]),
    (["example", "--size", "99999x99999"], ["99999x99999"]),
    (["example", "--size", "12000x12000", "--scale", "4"], ["12000x12000"]),
    (["example", "--scale", "9"], ["scale"]),
    (["example", "--theme", "pink"], ["theme"]),
    (["missing.csv"], ["missing.csv", "no such file"]),
    (["bad.npz"], ["bad.npz", "damaged"]),
    (["bad.csv"], ["bad.csv", "row 2", "dog"]),
    (["example", "digits"], ["digits", "different"]),
    ([], ["FILE"]),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words) or "nothing" for words, _ in BAD])
def test_bad_input_is_refused_and_nothing_is_written(tmp_path: Path, words: Sequence[str], said: Sequence[str]):
    (tmp_path / "bad.npz").write_bytes(b"PK\x03\x04 not really an archive")
    (tmp_path / "bad.csv").write_text("label,cat,dog\ncat,0.9,0.1\ndog,0.4,-0.6\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    done = run("export", *words, "--out", "made", cwd=tmp_path)
    assert_refused(done, *said)
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_cannot_be(tmp_path: Path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = run("export", "example", "--panel", "comparison", "--out", tmp_path / "file" / "deeper")
    assert_refused(done, "file")
    done = run("export", "example", "--panel", "comparison", "--out", tmp_path / "file")
    assert_refused(done, "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_an_old_file_that_is_a_folder_is_left(tmp_path: Path):
    (tmp_path / "comparison.png").mkdir()
    done = run("export", "example", "--panel", "comparison", "--out", tmp_path)
    assert_refused(done, "comparison.png", "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["comparison.png"]


# -- the door -------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_a_window_without_a_display_says_what_does_without():
    done = run()
    assert_refused(done, "display", "evaluate", "export")
    assert_refused(run("digits", DISPLAY=":61234"), "display", "evaluate", "export")


def test_version_needs_no_display():
    done = run("--version")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, f"Loss Atlas {core.__version__}", "")


def test_help_names_the_commands():
    done = run("--help")
    assert done.returncode == 0
    for word in ("evaluate", "export", "--version"):
        assert word in done.stdout


def test_an_unknown_option_is_one_line():
    assert_refused(run("--colour", "red"), "--colour")


def test_a_file_that_cannot_be_opened_is_said_before_a_window_opens():
    assert_refused(run("missing.npz", QT_QPA_PLATFORM="offscreen"), "missing.npz", "no such file")
