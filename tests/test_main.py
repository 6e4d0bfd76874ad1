"""The command line: what it prints, its exit status, and the one line it says of bad input."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import core
import main
from commands import libraries

ROOT = Path(__file__).parents[1]
MAIN = str(ROOT / "main.py")

GUARDED = """
import sys, importlib.abc

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "gui"):
            raise ImportError(f"{name} is for the window only")

sys.meta_path.insert(0, Refuse())
import main
raise SystemExit(main.main(sys.argv[1:]))
"""


def run(*arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    program = ["-c", code] if code else [MAIN]
    return subprocess.run(
        [sys.executable, *program, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        timeout=60,
    )


def evaluated(example: str) -> list[dict[str, dict[str, object]]]:
    done = run("evaluate", example, "--format", "json", code=GUARDED)
    assert (done.returncode, done.stderr) == (0, "")
    return [model["losses"] for model in json.loads(done.stdout)["models"]]


def near(value: object) -> object:
    return pytest.approx(value, rel=0.0, abs=0.5000001e-4)


def test_the_tours_numbers_without_the_window():
    first, second = evaluated("example")
    assert first["mse"] == {"mean": near(1.0), "per_sample": near([0.54, 1.46])}
    assert second["mse"] == {"mean": near(0.325), "per_sample": near([0.03, 0.62])}
    assert first["cross_entropy"] == {"mean": near(1.6094), "per_sample": near([0.9163, 2.3026])}
    assert second["cross_entropy"] == {"mean": near(0.5108), "per_sample": near([0.1054, 0.9163])}
    assert [model["classification_error"]["mean"] for model in (first, second)] == [0.5, 0.5]


def test_the_mended_examples_numbers():
    assert evaluated("mended")[1]["mse"] == {"mean": near(0.32), "per_sample": near([0.02, 0.62])}


def test_options_reach_the_report(capsys: pytest.CaptureFixture[str]):
    options = "--unit bit --loss mse:reduction=mean --loss kl_divergence --row-sums strict --format json"
    assert main.main(["evaluate", "example", *options.split()]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["unit"] == "bit"
    assert list(report["models"][0]["losses"]) == ["mse", "kl_divergence"]
    assert report["left_out"] == [{"table": "Model 2", "row": 0, "reason": "sums to 1.1"}]


def test_several_files(capsys: pytest.CaptureFixture[str]):
    assert main.main(["evaluate", "example", "mended", "--format", "csv"]) == 0
    models = [row["model"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert list(dict.fromkeys(models)) == ["Model 1", "Model 2", "Model 1 (2)", "Model 2 (2)"]


def test_files_with_names_and_classes_of_any_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "数据.csv"
    path.write_text("label,小车,小牛\n小牛,0.25,0.75\n", encoding="utf-8")
    assert main.main(["evaluate", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["classes"] == ["小车", "小牛"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evaluate", "nothing.npz"], ["nothing.npz", "no such file"]),
        (["evaluate", "bad.csv"], ["bad.csv, column b, row 2", "-0.5 is negative"]),
        (["evaluate", "example", "bad.csv"], ["bad.csv"]),
        (["evaluate", "example", "--loss", "nll"], ["nll", "cross_entropy"]),
        (["evaluate", "example", "--loss", "mse:reduction"], ["mse:reduction", "key=value"]),
        (["evaluate", "example", "--unit", "byte"], ["--unit", "byte", "--help"]),
        (["evaluate", "example", "--format", "xml"], ["--format", "xml"]),
        (["evaluate"], ["FILE"]),
        (["evaluate", "example", "--frobnicate"], ["--frobnicate"]),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: list[str],
):
    monkeypatch.chdir(tmp_path)
    Path("bad.csv").write_text("label,a,b\na,1,0\na,0.5,-0.5\n")
    try:
        status = main.main(arguments)
    except SystemExit as end:
        status = end.code
    output = capsys.readouterr()
    assert (status, output.out) == (2, "")
    assert output.err.count("\n") == 1
    for word in words:
        assert word in output.err


def test_bad_input_leaves_no_traceback():
    done = run("evaluate", "no such file.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "loss-atlas: no such file.csv: There is no such file; check the name.\n"


def lacking(first: str, others: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Qt fail for want of a library, and the loader find none of the others."""

    def fail(_names: list[str]) -> int:
        raise ImportError(f"{first}: cannot open shared object file: No such file or directory")

    def load(name: str) -> None:
        if name in others:
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr("gui.app.run", fail)
    monkeypatch.setattr("ctypes.CDLL", load)


@pytest.mark.parametrize(
    ("first", "others", "said"),
    [
        (
            "libGL.so.1",
            (),
            "lacks libGL.so.1, without which nothing can be drawn; on Debian and Ubuntu install libgl1.",
        ),
        ("libGL.so.1", ("libEGL.so.1",), "lacks libGL.so.1, libEGL.so.1, without which nothing can be drawn; on"),
        ("libGL.so.1", ("libGL.so.1", "libEGL.so.1"), "install libgl1 libegl1."),
        ("libGL.so.1", ("libglib-2.0.so.0", "libdbus-1.so.3"), "install libgl1 libglib2.0-0 libdbus-1-3."),
        ("libX11.so.6", (), "lacks libX11.so.6, without which nothing can be drawn; install it."),
    ],
)
def test_missing_system_libraries_are_named_with_their_packages_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    first: str,
    others: Sequence[str],
    said: str,
):
    lacking(first, others, monkeypatch)
    assert main.main(["example"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert said in err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries have other names there")
def test_what_the_loader_finds_is_not_missing():
    """The tests run where Qt does, so that all its libraries are here, under these names."""
    failed = ImportError("libnothing.so.1: cannot open shared object file: No such file or directory")
    error = libraries.lack(failed)
    assert error is not None
    assert str(error) == "This system lacks libnothing.so.1, without which nothing can be drawn; install it."


def test_the_script_for_debian_installs_the_same_libraries():
    script = (ROOT / "tools" / "system-libraries.sh").read_text()
    assert f'wanted="{" ".join(libraries.PACKAGES.values())}"' in script


def test_another_failed_import_is_not_hidden(monkeypatch: pytest.MonkeyPatch):
    def broken(_names: list[str]) -> int:
        raise ImportError("no module")

    monkeypatch.setattr("gui.app.run", broken)
    with pytest.raises(ImportError, match="no module"):
        main.main(["example"])


def test_a_reader_that_stops_early_is_no_error():
    done = subprocess.run(
        f"{sys.executable!r} {MAIN!r} evaluate digits --format csv | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert done.stdout.startswith("model,sample,entropy")
    assert done.stderr == ""


def test_version(capsys: pytest.CaptureFixture[str]):
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"Loss Atlas {core.__version__}\n"


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main.main(["--help"])
    assert end.value.code == 0
    assert "evaluate FILE..." in capsys.readouterr().out
