"""Commands run as a person runs them: patterns, Ctrl+C, a full disk, a terminal, and a paper's Makefile."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
MAIN = [sys.executable, str(ROOT / "main.py")]
GUARDED = """
import sys, importlib.abc

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "PIL"):
            raise ImportError(f"{name} is for figures only")

sys.meta_path.insert(0, Refuse())
import main
raise SystemExit(main.main(sys.argv[1:]))
"""


def run(*words: object, cwd: Path = ROOT, program: list[str] = MAIN) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*program, *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        lines = "cat,0.9,0.1\ndog,0.4,0.6\n"
        (tmp_path / f"{name}.csv").write_text(f"label,cat,dog\n{lines}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["evaluate", "example"],
        ["evaluate", "--help"],
        ["export", "--help"],
        ["steps", "example"],
        ["code", "example"],
        ["completion", "bash"],
        ["completion", "zsh"],
        ["completion", "fish"],
    ],
    ids=" ".join,
)
def test_what_draws_nothing_does_without_qt(words: list[str]):
    done = run(*words, program=[sys.executable, "-c", GUARDED])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_patterns_that_the_shell_left(folder: Path):
    plain = run("evaluate", "one.csv", "two.csv", cwd=folder)
    assert (plain.returncode, plain.stderr) == (0, "")
    assert run("evaluate", "*.csv", cwd=folder).stdout == plain.stdout
    assert run("steps", "o*.csv", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["evaluate", "*.npz"], "*.npz: No file matches this pattern; correct it."),
        (["export", "*.npz", "--out", "made"], "*.npz: No file matches this pattern; correct it."),
        (["code", "*.csv"], "*.csv: 2 files match this pattern and one is needed; name one, such as one.csv."),
        (["*.npz"], "*.npz: No file matches this pattern; correct it."),
    ],
)
def test_patterns_that_cannot_be_used(folder: Path, words: list[str], said: str):
    before = sorted(folder.iterdir())
    done = run(*words, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"loss-atlas: {said}\n")
    assert sorted(folder.iterdir()) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_said():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*MAIN, "evaluate", "example"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr.startswith("loss-atlas: standard output: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("command", ["export", "evaluate"])
def test_ctrl_c_leaves_nothing(tmp_path: Path, command: str):
    rng = np.random.default_rng(1)
    np.savez(
        tmp_path / "large.npz", labels=rng.integers(0, 10, 1_500_000), **{"logits/m": rng.normal(size=(1_500_000, 10))}
    )
    words = (
        ["export", "large.npz", "--out", "made"]
        if command == "export"
        else ["evaluate", "large.npz", "--format", "csv"]
    )
    at_work = subprocess.Popen(
        [*MAIN, *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(1.2)
    assert at_work.poll() is None, "it was done before it could be called off"
    at_work.send_signal(signal.SIGINT)
    out, err = at_work.communicate(timeout=60)
    assert (at_work.returncode, out, err) == (130, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["large.npz"]


INTERRUPTED = """
import enum, os, signal, sys, time

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)

def importing(event, arguments):
    if event == "import" and arguments[0] == "shibokensupport.signature.parser":
        interrupt()

create = enum.EnumMeta._create_

def created(*arguments, **named):
    if "PySide6.QtCore" in sys.modules:
        interrupt()
    return create(*arguments, **named)

if sys.argv[1] == "bindings":
    sys.addaudithook(importing)
else:
    enum.EnumMeta._create_ = created
import main
sys.exit(main.main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("moment", ["bindings", "enumeration"])
@pytest.mark.parametrize("words", [["export", "example", "--out", "made"], ["animate", "example", "--descent"], []])
def test_ctrl_c_while_qt_is_imported(tmp_path: Path, moment: str, words: list[str]):
    """Qt's bindings swallow an exception that rises while they make a class, or abort."""
    more = ["--out", "made.gif"] if "animate" in words else []
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, moment, *words, *more],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_is_left_to_whoever_starts_the_program_in_the_background(tmp_path: Path):
    quiet = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n{INTERRUPTED}"
    done = subprocess.run(
        [sys.executable, "-c", quiet, "enumeration", "export", "example", "--out", "made", "--panel", "decomposition"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["decomposition.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_progress_is_for_a_terminal_and_long_work():
    said = "import sys, time; sys.path.insert(0, sys.argv[1])\nfrom commands import progress\n"
    long = "progress._QUIET = 0.0\nprogress._PAUSE = 0.0\n"
    work = "with progress.progress() as told:\n    told.say('100 rows')\n    told.say('200 rows')\n"

    def on_terminal(code: str) -> bytes:
        ours, theirs = pty.openpty()
        subprocess.run([sys.executable, "-c", code, str(ROOT)], stderr=theirs, check=True, timeout=60)
        os.set_blocking(ours, False)
        try:
            return os.read(ours, 1000)
        except BlockingIOError:
            return b""
        finally:
            os.close(ours)
            os.close(theirs)

    assert on_terminal(said + long + work) == b"\r100 rows\x1b[K\r200 rows\x1b[K\r\x1b[K"
    assert on_terminal(said + work) == b"", "short work says nothing"
    piped = run("-c", said + long + work, ROOT, program=[sys.executable])
    assert (piped.returncode, piped.stderr) == (0, ""), "a pipe is told nothing"


def makefile_of_the_readme() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = text.partition("    FIGURES := ")[2].partition("\n\nEvery run")[0]
    return "\n".join(line.removeprefix("    ") for line in f"FIGURES := {lines}".split("\n")) + "\n"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_the_makefile_of_a_paper(folder: Path):
    (folder / "one.csv").rename(folder / "results.csv")
    text = makefile_of_the_readme().replace("results.npz", "results.csv").replace("loss-atlas", " ".join(MAIN))
    (folder / "Makefile").write_text(text + "\nall: $(FIGURES)\n", encoding="utf-8")

    def made() -> str:
        done = subprocess.run(["make", "all"], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert made().count("export") == 2
    first = {path.name: path.read_bytes() for path in (folder / "figures").iterdir()}
    assert set(first) == {"comparison.pdf", "decomposition.pdf"}
    assert "export" not in made(), "what is up to date is not made again"
    later = time.time() + 5
    os.utime(folder / "results.csv", (later, later))
    assert made().count("export") == 2
    first = {path.name: path.read_bytes() for path in (folder / "figures").iterdir()}
    (folder / "results.csv").write_text("label,cat,dog\ncat,0.9,-0.1\n")
    os.utime(folder / "results.csv", (later + 9, later + 9))
    done = subprocess.run(["make", "all"], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode != 0
    assert "results.csv, column dog, row 1" in done.stderr
    assert {path.name: path.read_bytes() for path in (folder / "figures").iterdir()} == first
